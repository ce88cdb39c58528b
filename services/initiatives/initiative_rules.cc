#include "services/initiatives/initiative_rules.h"

#include <vector>

#include "base/civil_date.h"
#include "base/status_macros.h"
#include "services/initiatives/initiative_content.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/rule_checks.h"

namespace samverk::initiatives {
namespace {

using runtime::CheckAllLinked;
using runtime::CheckDecided;
using runtime::CheckLinked;
using runtime::ReadsOf;
using v1::InitiativeEdit;

// The one event of most commands.
template <typename Fill>
InitiativeRules::Decision Decided(Fill fill) {
  return runtime::Decided<v1::InitiativeEvent>(fill);
}

std::string NameOf(const v1::RegisterInitiativeRequest& command) {
  return runtime::ChildName(command.parent(), "initiatives", command.initiative_id());
}

// OK if the initiative exists and was not withdrawn.
absl::Status CheckThere(const InitiativeState& state, const std::string& name) {
  if (!state.exists) return Refusal(kInitiativeNotFound).With("name", name);
  if (state.initiative.state() == v1::INITIATIVE_STATE_WITHDRAWN)
    return Refusal(kInitiativeWithdrawn).Violating(name);
  return absl::OkStatus();
}

absl::Status CheckCount(size_t count, int count_max, const std::string& name) {
  if (count <= static_cast<size_t>(count_max)) return absl::OkStatus();
  return Refusal(kTooManyOfInitiative)
      .With("count", count)
      .With("count_max", count_max)
      .Violating(name);
}

absl::Status CheckPeriod(const v1::DatePeriod& period) {
  const auto first = ToCivilDay(period.start_date()).year();
  const auto last = (ToCivilDay(period.end_date()) - 1).year();
  const auto years = last - first + 1;
  if (years <= kYearsMax) return absl::OkStatus();
  return Refusal(kInitiativeTooLong)
      .With("years", years)
      .With("years_max", kYearsMax)
      .AtField("period", "touches too many years");
}

// OK if an initiative that begins with `period` may have ended on `day`.
absl::Status CheckEndsAfterItBegins(const v1::DatePeriod& period, const google::type::Date& day,
                                    const std::string& name) {
  if (ToCivilDay(day) >= ToCivilDay(period.start_date())) return absl::OkStatus();
  return Refusal(kEndedBeforeItBegan)
      .With("ended_on", FormatDate(day))
      .With("start_date", FormatDate(period.start_date()))
      .Violating(name);
}

// OK if `day` is not after `today`; else `in_the_future`.
absl::Status CheckDay(const google::type::Date& day, absl::CivilDay today,
                      const Reason& in_the_future, const std::string& name) {
  if (ToCivilDay(day) <= today) return absl::OkStatus();
  return Refusal(in_the_future).With("date", FormatDate(day)).Violating(name);
}

absl::Status CheckFunding(const v1::InitiativeFunding& funding, absl::CivilDay today,
                          const std::string& name) {
  return funding.has_decision() ? CheckDecided(funding.decision(), today, name) : absl::OkStatus();
}

void AddLinked(const v1::InitiativeEnding& ending, std::vector<std::string>& names) {
  for (const v1::InitiativeCooperation& cooperation : ending.cooperations()) {
    names.insert(names.end(), cooperation.organisations().begin(),
                 cooperation.organisations().end());
  }
}

// OK if `actor` may say what was reached: of an organisation that takes part.
absl::Status CheckMayReport(const v1::Initiative& initiative, const v1::Actor& actor) {
  if (Holds(initiative.partners(), actor.organisation())) return absl::OkStatus();
  return runtime::CheckSpeaksFor(actor, initiative.owner());
}

// What one edit names.
std::vector<std::string> LinkedBy(const InitiativeEdit& edit) {
  const auto& links = edit.result().result().links();
  std::vector<std::string> names(links.begin(), links.end());
  // What is taken off need not be there.
  if (edit.partner().takes_part()) names.push_back(edit.partner().organisation());
  if (edit.link().linked()) names.push_back(edit.link().link());
  AddLinked(edit.ending(), names);
  return names;
}

absl::Status CheckEnding(const InitiativeState& state, const v1::InitiativeEnding& ending,
                         absl::CivilDay today, const std::string& name) {
  RETURN_IF_ERROR(CheckDay(ending.ended_on(), today, kEndedInTheFuture, name));
  return CheckEndsAfterItBegins(state.initiative.period(), ending.ended_on(), name);
}

absl::Status CheckEntry(bool is_there, int64_t entry) {
  if (is_there) return absl::OkStatus();
  return Refusal(kInitiativeEntryNotFound).With("entry", entry);
}

// OK if a list of `size` may get one more, if the edit adds one at all.
absl::Status CheckRoom(const InitiativeState& state, const InitiativeEdit& edit, int size,
                       int size_max, const std::string& name) {
  const bool adds = edit.has_add_funding() || edit.partner().takes_part() || edit.link().linked();
  if (!adds || IsConverged(state.initiative, edit)) return absl::OkStatus();
  return CheckCount(static_cast<size_t>(size) + 1, size_max, name);
}

absl::Status CheckEdit(const InitiativeState& state, const runtime::Facts& facts,
                       const InitiativeEdit& edit, absl::CivilDay today, const std::string& name) {
  RETURN_IF_ERROR(CheckAllLinked(facts, LinkedBy(edit)));
  const v1::Initiative& now = state.initiative;
  switch (edit.edit_case()) {
    case InitiativeEdit::kPeriod:
      RETURN_IF_ERROR(CheckPeriod(edit.period()));
      if (!now.has_ending()) return absl::OkStatus();
      return CheckEndsAfterItBegins(edit.period(), now.ending().ended_on(), name);
    case InitiativeEdit::kPartner:
      return CheckRoom(state, edit, now.partners_size(), kPartnersMax, name);
    case InitiativeEdit::kLink:
      return CheckRoom(state, edit, now.links_size(), kLinksMax, name);
    case InitiativeEdit::kAddFunding:
      RETURN_IF_ERROR(CheckFunding(edit.add_funding(), today, name));
      return CheckRoom(state, edit, now.fundings_size(), kFundingsMax, name);
    case InitiativeEdit::kFunding:
      RETURN_IF_ERROR(CheckFunding(edit.funding().funding(), today, name));
      return CheckEntry(FindFunding(now, edit.funding().entry()) != nullptr,
                        edit.funding().entry());
    case InitiativeEdit::kResult:
      RETURN_IF_ERROR(CheckDay(edit.result().result().day(), today, kResultInTheFuture, name));
      return CheckEntry(state.results.contains(edit.result().entry()), edit.result().entry());
    case InitiativeEdit::kEnding:
      if (!now.has_ending()) return Refusal(kInitiativeNotEnded).Violating(name);
      return CheckEnding(state, edit.ending(), today, name);
    case InitiativeEdit::kRemoveEntry: {
      const int64_t entry = edit.remove_entry();
      return CheckEntry(state.results.contains(entry) || FindFunding(now, entry) != nullptr, entry);
    }
    default:
      return absl::OkStatus();
  }
}

v1::InitiativeRegistered Registered(const v1::RegisterInitiativeRequest& command) {
  v1::InitiativeRegistered registered;
  registered.set_owner(command.owner());
  registered.set_title(command.title());
  registered.set_description(command.description());
  *registered.mutable_period() = command.period();
  for (const std::string& partner : command.partners()) {
    if (partner == command.owner() || Holds(registered.partners(), partner)) continue;
    registered.add_partners(partner);
  }
  for (const std::string& link : command.links()) {
    if (!Holds(registered.links(), link)) registered.add_links(link);
  }
  return registered;
}

}  // namespace

runtime::ReadSet InitiativeRules::Reads(const v1::RegisterInitiativeRequest& command) {
  runtime::ReadSet reads = ReadsOf(NameOf(command), {command.owner()});
  reads.owner = command.owner();
  reads.linked.insert(reads.linked.end(), command.partners().begin(), command.partners().end());
  reads.linked.insert(reads.linked.end(), command.links().begin(), command.links().end());
  return reads;
}

InitiativeRules::Decision InitiativeRules::Decide(const State& state, const Facts& facts,
                                                  const v1::RegisterInitiativeRequest& command,
                                                  const Context& context) {
  const std::string name = NameOf(command);
  if (state.exists) return Refusal(kInitiativeExists).With("name", name);
  RETURN_IF_ERROR(CheckLinked(facts, command.owner()));
  RETURN_IF_ERROR(CheckAllLinked(facts, command.partners()));
  RETURN_IF_ERROR(CheckAllLinked(facts, command.links()));
  RETURN_IF_ERROR(CheckPeriod(command.period()));
  runtime::Decision<Event> decision;
  *decision.events.emplace_back().mutable_initiative_registered() = Registered(command);
  for (const v1::InitiativeFunding& funding : command.fundings()) {
    RETURN_IF_ERROR(CheckFunding(funding, context.today, name));
    // An event of its own, whose revision names it.
    *decision.events.emplace_back()
         .mutable_initiative_edited()
         ->mutable_edit()
         ->mutable_add_funding() = funding;
  }
  return decision;
}

runtime::ReadSet InitiativeRules::Reads(const v1::EditInitiativeRequest& command) {
  runtime::ReadSet reads = ReadsOf(command.name());
  for (const InitiativeEdit& edit : command.edits()) {
    const std::vector<std::string> names = LinkedBy(edit);
    reads.linked.insert(reads.linked.end(), names.begin(), names.end());
  }
  return reads;
}

InitiativeRules::Decision InitiativeRules::Decide(const State& state, const Facts& facts,
                                                  const v1::EditInitiativeRequest& command,
                                                  const Context& context) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  RETURN_IF_ERROR(runtime::CheckBase(command));
  runtime::Decision<Event> decision;
  // Each edit is judged on what those before it leave.
  InitiativeState edited = state;
  runtime::EventPlace place = context.next;
  for (const InitiativeEdit& edit : command.edits()) {
    RETURN_IF_ERROR(CheckEdit(edited, facts, edit, context.today, command.name()));
    if (IsConverged(edited.initiative, edit)) {
      decision.outcomes.push_back(v1::EDIT_OUTCOME_CONVERGED);
      continue;
    }
    Event& event = decision.events.emplace_back();
    *event.mutable_initiative_edited()->mutable_edit() = edit;
    decision.outcomes.push_back(v1::EDIT_OUTCOME_ACCEPTED);
    Evolve(edited, event, place);
    ++place.revision;
    ++place.position;
  }
  return decision;
}

runtime::ReadSet InitiativeRules::Reads(const v1::ReportInitiativeResultRequest& command) {
  runtime::ReadSet reads = ReadsOf(command.name());
  reads.linked.assign(command.result().links().begin(), command.result().links().end());
  return reads;
}

InitiativeRules::Decision InitiativeRules::Decide(const State& state, const Facts& facts,
                                                  const v1::ReportInitiativeResultRequest& command,
                                                  const Context& context) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  RETURN_IF_ERROR(CheckMayReport(state.initiative, context.actor));
  RETURN_IF_ERROR(CheckAllLinked(facts, command.result().links()));
  RETURN_IF_ERROR(
      CheckDay(command.result().day(), context.today, kResultInTheFuture, command.name()));
  RETURN_IF_ERROR(CheckCount(state.results.size() + 1, kResultsMax, command.name()));
  return Decided([&command](Event& event) {
    *event.mutable_initiative_result_reported()->mutable_result() = command.result();
  });
}

runtime::ReadSet InitiativeRules::Reads(const v1::EndInitiativeRequest& command) {
  runtime::ReadSet reads = ReadsOf(command.name());
  AddLinked(command.ending(), reads.linked);
  return reads;
}

InitiativeRules::Decision InitiativeRules::Decide(const State& state, const Facts& facts,
                                                  const v1::EndInitiativeRequest& command,
                                                  const Context& context) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  if (state.initiative.state() == v1::INITIATIVE_STATE_ENDED)
    return Refusal(kInitiativeEnded).Violating(command.name());
  for (const v1::InitiativeCooperation& cooperation : command.ending().cooperations()) {
    RETURN_IF_ERROR(CheckAllLinked(facts, cooperation.organisations()));
  }
  RETURN_IF_ERROR(CheckEnding(state, command.ending(), context.today, command.name()));
  return Decided([&command](Event& event) {
    *event.mutable_initiative_ended()->mutable_ending() = command.ending();
  });
}

runtime::ReadSet InitiativeRules::Reads(const v1::ReopenInitiativeRequest& command) {
  return ReadsOf(command.name());
}

InitiativeRules::Decision InitiativeRules::Decide(const State& state, const Facts&,
                                                  const v1::ReopenInitiativeRequest& command,
                                                  const Context&) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  if (state.initiative.state() != v1::INITIATIVE_STATE_ENDED)
    return Refusal(kInitiativeNotEnded).Violating(command.name());
  return Decided([](Event& event) { event.mutable_initiative_reopened(); });
}

runtime::ReadSet InitiativeRules::Reads(const v1::WithdrawInitiativeRequest& command) {
  return ReadsOf(command.name());
}

InitiativeRules::Decision InitiativeRules::Decide(const State& state, const Facts&,
                                                  const v1::WithdrawInitiativeRequest& command,
                                                  const Context&) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  return Decided([](Event& event) { event.mutable_initiative_withdrawn(); });
}

void InitiativeRules::Evolve(State& state, const Event& event, const runtime::EventPlace& place) {
  ApplyTo(event, place.revision, state.initiative);
  if (event.has_initiative_registered()) state.exists = true;
  if (event.has_initiative_result_reported()) state.results.insert(place.revision);
  state.results.erase(event.initiative_edited().edit().remove_entry());
}

}  // namespace samverk::initiatives

#include "services/national_issues/national_issue_rules.h"

#include <utility>

#include "base/civil_date.h"
#include "base/status_macros.h"
#include "services/national_issues/issue_edits.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/rule_checks.h"

namespace samverk::national_issues {
namespace {

using runtime::CheckAllLinked;
using runtime::CheckLinked;
using runtime::ReadsOf;

// The one event of most commands.
template <typename Fill>
NationalIssueRules::Decision Decided(Fill fill) {
  return runtime::Decided<v1::NationalIssueEvent>(fill);
}

std::string NameOf(const v1::RaiseNationalIssueRequest& command) {
  return runtime::ChildName(command.parent(), "nationalIssues", command.national_issue_id());
}

absl::Status NotFound(const std::string& name) {
  return Refusal(kNationalIssueNotFound).With("name", name);
}

// OK if the issue exists and was not withdrawn.
absl::Status CheckThere(const NationalIssueState& state, const std::string& name) {
  if (!state.exists) return NotFound(name);
  if (state.withdrawn) return Refusal(kNationalIssueWithdrawn).Violating(name);
  return absl::OkStatus();
}

// OK if it is also open.
absl::Status CheckOpen(const NationalIssueState& state, const std::string& name) {
  RETURN_IF_ERROR(CheckThere(state, name));
  if (state.closed) return Refusal(kNationalIssueClosed).Violating(name);
  return absl::OkStatus();
}

// OK if whoever acts speaks for the organisation, or is an officer who registers what others than
// municipalities have said: those have officers of their own.
absl::Status CheckBacks(const std::string& organisation, const v1::Provenance& provenance,
                        const v1::Actor& actor) {
  const bool registers = actor.role() == v1::ROLE_OFFICER &&
                         provenance.on_behalf_of() == organisation &&
                         !runtime::IsMunicipality(organisation);
  return registers ? absl::OkStatus() : runtime::CheckSpeaksFor(actor, organisation);
}

// The number of an earlier round that the agency has yet to answer; 0: there is none.
int64_t UnansweredRound(const NationalIssueState& state, const std::string& agency) {
  for (const auto& [entry, round] : state.rounds) {
    if (round.agency == agency && round.answers.empty()) return entry;
  }
  return 0;
}

google::type::Date DayOr(bool said, const google::type::Date& day, absl::CivilDay today) {
  return said ? day : ToDate(today);
}

}  // namespace

// ---- The state

bool NationalIssueState::IsAddressedTo(const std::string& organisation) const {
  for (const auto& [entry, round] : rounds) {
    if (round.agency == organisation) return true;
  }
  return false;
}

const NationalIssueState::Round* NationalIssueState::RoundOfAnswer(int64_t entry) const {
  for (const auto& [number, round] : rounds) {
    if (round.answers.contains(entry)) return &round;
  }
  return nullptr;
}

int NationalIssueState::CountAnswers() const {
  size_t count = 0;
  for (const auto& [entry, round] : rounds) count += round.answers.size();
  return static_cast<int>(count);
}

// ---- Raising and backing

runtime::ReadSet NationalIssueRules::Reads(const v1::RaiseNationalIssueRequest& command) {
  runtime::ReadSet reads = ReadsOf(NameOf(command), {command.owner()});
  reads.owner = command.owner();
  reads.linked.insert(reads.linked.end(), command.links().begin(), command.links().end());
  return reads;
}

NationalIssueRules::Decision NationalIssueRules::Decide(
    const State& state, const Facts& facts, const v1::RaiseNationalIssueRequest& command,
    const Context& context) {
  if (state.exists) return Refusal(kNationalIssueExists).With("name", NameOf(command));
  RETURN_IF_ERROR(CheckLinked(facts, command.owner()));
  RETURN_IF_ERROR(CheckAllLinked(facts, command.links()));
  const google::type::Date raised_on =
      DayOr(command.has_raised_on(), command.raised_on(), context.today);
  RETURN_IF_ERROR(CheckNotAhead(raised_on, context.today, NameOf(command)));
  return Decided([&](Event& event) {
    v1::NationalIssueRaised& raised = *event.mutable_national_issue_raised();
    raised.set_owner(command.owner());
    raised.set_title(command.title());
    raised.set_text(command.text());
    raised.set_asked_for(command.asked_for());
    raised.set_grounds(command.grounds());
    *raised.mutable_raised_on() = raised_on;
    *raised.mutable_links() = command.links();
  });
}

runtime::ReadSet NationalIssueRules::Reads(const v1::BackNationalIssueRequest& command) {
  return ReadsOf(command.name(), {command.organisation()});
}

NationalIssueRules::Decision NationalIssueRules::Decide(const State& state, const Facts& facts,
                                                        const v1::BackNationalIssueRequest& command,
                                                        const Context& context) {
  const std::string& organisation = command.organisation();
  RETURN_IF_ERROR(CheckOpen(state, command.name()));
  RETURN_IF_ERROR(CheckLinked(facts, organisation));
  RETURN_IF_ERROR(CheckBacks(organisation, command.provenance(), context.actor));
  if (organisation == state.raised.owner() || state.backers.contains(organisation)) {
    return runtime::Decision<Event>();
  }
  if (state.backers.size() >= static_cast<size_t>(kBackersMax)) {
    return Refusal(kTooManyBackers).With("count", state.backers.size()).Violating(command.name());
  }
  return Decided([&organisation](Event& event) {
    event.mutable_national_issue_backed()->set_organisation(organisation);
  });
}

runtime::ReadSet NationalIssueRules::Reads(const v1::TakeBackBackingRequest& command) {
  return ReadsOf(command.name());
}

NationalIssueRules::Decision NationalIssueRules::Decide(const State& state, const Facts&,
                                                        const v1::TakeBackBackingRequest& command,
                                                        const Context& context) {
  RETURN_IF_ERROR(CheckOpen(state, command.name()));
  RETURN_IF_ERROR(CheckBacks(command.organisation(), command.provenance(), context.actor));
  if (!state.backers.contains(command.organisation())) {
    return Refusal(kNotABacker)
        .With("organisation", command.organisation())
        .Violating(command.name());
  }
  return Decided([&command](Event& event) {
    event.mutable_backing_taken_back()->set_organisation(command.organisation());
  });
}

// ---- To an agency and back

runtime::ReadSet NationalIssueRules::Reads(const v1::SubmitNationalIssueRequest& command) {
  return ReadsOf(command.name(), {command.agency()});
}

NationalIssueRules::Decision NationalIssueRules::Decide(
    const State& state, const Facts& facts, const v1::SubmitNationalIssueRequest& command,
    const Context& context) {
  RETURN_IF_ERROR(CheckOpen(state, command.name()));
  RETURN_IF_ERROR(CheckLinked(facts, command.agency()));
  RETURN_IF_ERROR(CheckNotAhead(command.submitted_on(), context.today, command.name()));
  if (const int64_t round = UnansweredRound(state, command.agency()); round != 0) {
    return Refusal(kAwaitsAnswer)
        .With("agency", command.agency())
        .With("round", round)
        .Violating(command.name());
  }
  if (state.rounds.size() >= static_cast<size_t>(kRoundsMax)) {
    return Refusal(kTooManyRounds).With("count", state.rounds.size()).Violating(command.name());
  }
  return Decided([&command](Event& event) {
    v1::NationalIssueSubmitted& submitted = *event.mutable_national_issue_submitted();
    submitted.set_agency(command.agency());
    *submitted.mutable_submitted_on() = command.submitted_on();
    submitted.set_reference(command.reference());
    submitted.set_text(command.text());
  });
}

runtime::ReadSet NationalIssueRules::Reads(const v1::AnswerNationalIssueRequest& command) {
  return ReadsOf(command.name());
}

NationalIssueRules::Decision NationalIssueRules::Decide(
    const State& state, const Facts&, const v1::AnswerNationalIssueRequest& command,
    const Context& context) {
  const bool by_agency = context.actor.role() == v1::ROLE_AGENCY_CONTACT;
  const std::string& agency = context.actor.organisation();
  // Before anything else is said of it: to others it is as if it were missing.
  if (by_agency && !state.IsAddressedTo(agency)) return NotFound(command.name());
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  const auto round = state.rounds.find(command.round());
  if (round == state.rounds.end() || (by_agency && round->second.agency != agency)) {
    return Refusal(kRoundNotFound).With("round", command.round());
  }
  RETURN_IF_ERROR(CheckNotAhead(command.answered_on(), context.today, command.name()));
  RETURN_IF_ERROR(CheckAnsweredAfter(round->second.submitted_on, ToCivilDay(command.answered_on()),
                                     command.name()));
  if (state.CountAnswers() >= kAnswersMax) {
    return Refusal(kTooManyAnswers).With("count", state.CountAnswers()).Violating(command.name());
  }
  return Decided([&](Event& event) {
    v1::NationalIssueAnswered& answered = *event.mutable_national_issue_answered();
    answered.set_round(command.round());
    *answered.mutable_answered_on() = command.answered_on();
    answered.set_reference(command.reference());
    answered.set_text(command.text());
    answered.set_by_agency(by_agency);
  });
}

// ---- Closing and correcting

runtime::ReadSet NationalIssueRules::Reads(const v1::CloseNationalIssueRequest& command) {
  return ReadsOf(command.name());
}

NationalIssueRules::Decision NationalIssueRules::Decide(
    const State& state, const Facts&, const v1::CloseNationalIssueRequest& command,
    const Context& context) {
  RETURN_IF_ERROR(CheckOpen(state, command.name()));
  v1::IssueConclusion conclusion = command.conclusion();
  *conclusion.mutable_closed_on() =
      DayOr(conclusion.has_closed_on(), conclusion.closed_on(), context.today);
  RETURN_IF_ERROR(CheckNotAhead(conclusion.closed_on(), context.today, command.name()));
  return Decided([&conclusion](Event& event) {
    *event.mutable_national_issue_closed()->mutable_conclusion() = conclusion;
  });
}

runtime::ReadSet NationalIssueRules::Reads(const v1::ReopenNationalIssueRequest& command) {
  return ReadsOf(command.name());
}

NationalIssueRules::Decision NationalIssueRules::Decide(
    const State& state, const Facts&, const v1::ReopenNationalIssueRequest& command,
    const Context&) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  if (!state.closed) return Refusal(kNationalIssueNotClosed).Violating(command.name());
  return Decided([](Event& event) { event.mutable_national_issue_reopened(); });
}

runtime::ReadSet NationalIssueRules::Reads(const v1::EditNationalIssueRequest& command) {
  runtime::ReadSet reads = ReadsOf(command.name());
  for (const v1::NationalIssueEdit& edit : command.edits()) {
    const auto& links = edit.links().links();
    reads.linked.insert(reads.linked.end(), links.begin(), links.end());
  }
  return reads;
}

NationalIssueRules::Decision NationalIssueRules::Decide(const State& state, const Facts& facts,
                                                        const v1::EditNationalIssueRequest& command,
                                                        const Context& context) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  RETURN_IF_ERROR(runtime::CheckBase(command));
  runtime::Decision<Event> decision;
  // Each edit is judged on what those before it leave.
  NationalIssueState edited = state;
  for (const v1::NationalIssueEdit& edit : command.edits()) {
    RETURN_IF_ERROR(CheckEdit(edited, facts, edit, context.today, command.name()));
    const v1::NationalIssueEdit whole = WithDays(edited, edit);
    if (IsConverged(edited, whole)) {
      decision.outcomes.push_back(v1::EDIT_OUTCOME_CONVERGED);
      continue;
    }
    *decision.events.emplace_back().mutable_national_issue_edited()->mutable_edit() = whole;
    decision.outcomes.push_back(v1::EDIT_OUTCOME_ACCEPTED);
    EvolveEdit(edited, whole);
  }
  return decision;
}

runtime::ReadSet NationalIssueRules::Reads(const v1::WithdrawNationalIssueRequest& command) {
  return ReadsOf(command.name());
}

NationalIssueRules::Decision NationalIssueRules::Decide(
    const State& state, const Facts&, const v1::WithdrawNationalIssueRequest& command,
    const Context&) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  return Decided([](Event& event) { event.mutable_national_issue_withdrawn(); });
}

void NationalIssueRules::Evolve(State& state, const Event& event,
                                const runtime::EventPlace& place) {
  switch (event.event_case()) {
    case Event::kNationalIssueRaised:
      state.exists = true;
      state.raised = event.national_issue_raised();
      break;
    case Event::kNationalIssueBacked:
      state.backers.insert(event.national_issue_backed().organisation());
      break;
    case Event::kBackingTakenBack:
      state.backers.erase(event.backing_taken_back().organisation());
      break;
    case Event::kNationalIssueSubmitted:
      EvolveSubmitted(state, event.national_issue_submitted(), place.revision);
      break;
    case Event::kNationalIssueAnswered:
      EvolveAnswered(state, event.national_issue_answered(), place.revision);
      break;
    case Event::kNationalIssueClosed:
      state.closed = true;
      state.conclusion = event.national_issue_closed().conclusion();
      break;
    case Event::kNationalIssueReopened:
      state.closed = false;
      break;
    case Event::kNationalIssueEdited:
      EvolveEdit(state, event.national_issue_edited().edit());
      break;
    case Event::kNationalIssueWithdrawn:
      state.withdrawn = true;
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
}

}  // namespace samverk::national_issues

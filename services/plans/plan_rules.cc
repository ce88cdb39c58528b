#include "services/plans/plan_rules.h"

#include <algorithm>
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "base/text.h"
#include "services/plans/plan_days.h"
#include "services/plans/plan_editor.h"
#include "services/plans/plan_limits.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/rule_checks.h"
#include "services/runtime/text_merge.h"

namespace samverk::plans {
namespace {

using runtime::CheckAllLinked;
using runtime::CheckLinked;
using runtime::ReadsOf;

// The one event of most commands.
template <typename Fill>
PlanRules::Decision Decided(Fill fill) {
  return runtime::Decided<v1::PlanEvent>(fill);
}

std::string NameOf(const v1::CreatePlanRequest& command) {
  return runtime::ChildName(command.parent(), "plans", command.plan_id());
}

// Municipalities are named by their code, all others by slugs; see AdmitOrganisation.
bool IsMunicipality(const std::string& organisation) {
  return IsDigits(runtime::IdOf(organisation), 4);
}

std::string RegisterOf(const v1::Plan& header) {
  return runtime::ChildName(runtime::PartnershipName(runtime::PartnershipOf(header.owner())),
                            "planRegisters", runtime::IdOf(header.owner()));
}

bool IsMunicipalPlan(const v1::Plan& header) { return header.municipal_plan().empty(); }

// OK if the plan exists and was not withdrawn.
absl::Status CheckThere(const PlanState& state, const std::string& name) {
  if (!state.exists) return Refusal(kPlanNotFound).With("name", name);
  if (state.header.phase() == v1::PLAN_PHASE_WITHDRAWN)
    return Refusal(kPlanWithdrawn).Violating(name);
  return absl::OkStatus();
}

// OK if it also was neither repealed nor replaced.
absl::Status CheckOpen(const PlanState& state, const std::string& name) {
  RETURN_IF_ERROR(CheckThere(state, name));
  if (!state.header.has_ended_on()) return absl::OkStatus();
  return Refusal(kPlanClosed).With("date", FormatDate(state.header.ended_on())).Violating(name);
}

// OK if people may work on its text.
absl::Status CheckEditable(const PlanState& state, const std::string& name) {
  RETURN_IF_ERROR(CheckOpen(state, name));
  if (state.header.phase() == v1::PLAN_PHASE_PROPOSED)
    return Refusal(kPlanProposed).Violating(name);
  return absl::OkStatus();
}

// OK if it has a revision.
absl::Status CheckAdopted(const PlanState& state, const std::string& name) {
  RETURN_IF_ERROR(CheckThere(state, name));
  if (state.header.latest_revision() == 0) return Refusal(kPlanNotAdopted).Violating(name);
  return absl::OkStatus();
}

absl::Status CheckDecided(const v1::DecisionRef& decision, absl::CivilDay today,
                          const std::string& name) {
  if (ToCivilDay(decision.date()) <= today) return absl::OkStatus();
  return Refusal(kDecidedInTheFuture).With("date", FormatDate(decision.date())).Violating(name);
}

absl::Status CheckNoConflicts(const PlanState& state, const std::string& name) {
  if (state.conflicts.empty()) return absl::OkStatus();
  return Refusal(kOpenConflicts).With("count", state.conflicts.size()).Violating(name);
}

int32_t NextRevision(const PlanState& state) { return state.header.latest_revision() + 1; }

std::shared_ptr<v1::PlanRegisterEvent> InForceSet(const std::string& plan,
                                                  const std::vector<v1::DatePeriod>& periods) {
  auto event = std::make_shared<v1::PlanRegisterEvent>();
  event->mutable_plan_in_force_set()->set_plan(plan);
  event->mutable_plan_in_force_set()->mutable_periods()->Assign(periods.begin(), periods.end());
  return event;
}

// OK if no other plan of the municipality is in force on one of `days`. Of `replaced` only the days
// before `from` count.
absl::Status CheckFree(const PlanRegisterState& in_register, const std::string& name,
                       const std::vector<v1::DatePeriod>& days, const std::string& replaced,
                       absl::CivilDay from) {
  for (const auto& [plan, periods] : in_register.periods) {
    if (plan == name) continue;
    for (const v1::DatePeriod& taken : plan == replaced ? EndingBefore(periods, from) : periods) {
      for (const v1::DatePeriod& wanted : days) {
        if (!Overlap(taken, wanted)) continue;
        return Refusal(kPlanPeriodTaken)
            .With("plan", plan)
            .With("from", FormatDate(taken.start_date()))
            .With("until", FormatDate(taken.end_date()))
            .Violating(name);
      }
    }
  }
  return absl::OkStatus();
}

// Another plan that an adoption takes the place of.
struct Replacement {
  std::string plan;  // Empty: none.
  google::type::Date from;
};

// Decides on an event that may change the days on which the plan is in force: a municipal plan
// claims them.
PlanRules::Decision DecideDays(const PlanState& state, const runtime::Facts& facts,
                               const std::string& name, const v1::PlanEvent& event,
                               const Replacement& replaces = {}) {
  runtime::Decision<v1::PlanEvent> decision;
  decision.events.push_back(event);
  if (!replaces.plan.empty()) {
    auto replaced = std::make_shared<v1::PlanEvent>();
    replaced->mutable_plan_replaced()->set_by(name);
    *replaced->mutable_plan_replaced()->mutable_from_date() = replaces.from;
    decision.claims.emplace_back(replaces.plan, std::move(replaced));
  }
  if (!IsMunicipalPlan(state.header)) return decision;
  v1::Plan after = state.header;
  ApplyLife(event, after);
  const std::vector<v1::DatePeriod> days = DaysInForce(after);
  const std::string register_name = RegisterOf(state.header);
  const auto& in_register = facts.Claim<PlanRegisterState>(register_name);
  const absl::CivilDay from = replaces.plan.empty() ? absl::CivilDay() : ToCivilDay(replaces.from);
  RETURN_IF_ERROR(CheckFree(in_register, name, days, replaces.plan, from));
  if (const auto taken = in_register.periods.find(replaces.plan);
      taken != in_register.periods.end()) {
    decision.claims.emplace_back(register_name,
                                 InForceSet(replaces.plan, EndingBefore(taken->second, from)));
  }
  const auto own = in_register.periods.find(name);
  if (!days.empty() || own != in_register.periods.end()) {
    decision.claims.emplace_back(register_name, InForceSet(name, days));
  }
  return decision;
}

std::vector<std::string> RegisterClaim(const PlanState& state) {
  if (!state.exists || !IsMunicipalPlan(state.header)) return {};
  return {RegisterOf(state.header)};
}

// OK if the adoption of a plan may take the place of `replaced`.
absl::Status CheckReplaceable(const PlanState& state, const runtime::Facts& facts,
                              const std::string& name, const std::string& replaced) {
  if (replaced.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(CheckLinked(facts, replaced));
  if (replaced != name) {
    const v1::Plan& other = facts.Claim<PlanState>(replaced).header;
    if (other.owner() == state.header.owner() &&
        other.municipal_plan() == state.header.municipal_plan() && other.latest_revision() > 0 &&
        other.phase() != v1::PLAN_PHASE_WITHDRAWN && !other.has_ended_on()) {
      return absl::OkStatus();
    }
  }
  return Refusal(kReplacesNoOther).With("plan", replaced).Violating(name);
}

// The plan of a conflict, and the conflict's number; 0 if its name holds none.
std::pair<std::string, int64_t> PartsOf(const std::string& conflict) {
  int64_t number = 0;
  if (!absl::SimpleAtoi(runtime::IdOf(conflict), &number)) number = 0;
  return {conflict.substr(0, conflict.rfind("/conflicts/")), number};
}

// `current` with all paragraphs of `proposed` that conflict with it in the place of its own.
std::string MergeTakingProposed(const std::string& base, const std::string& current,
                                const std::string& proposed) {
  runtime::TextMerge merge = runtime::MergeTexts(base, current, proposed);
  // From the last to the first: the places of those before it stay what they are.
  for (auto conflict = merge.conflicts.rbegin(); conflict != merge.conflicts.rend(); ++conflict) {
    merge.merged = runtime::ReplaceConflict(merge, *conflict, conflict->proposed);
  }
  return merge.merged;
}

// What stands once a proposal is taken.
v1::PlanEdit Taken(const PlanState& state, const runtime::Facts& facts, const std::string& path,
                   const Conflict::Proposal& proposal) {
  const PlanElement* element = state.FindElement(ElementOf(proposal.edit));
  if (!proposal.edit.has_element_text() || element->removed()) return proposal.edit;
  // Only the paragraphs that are in conflict are taken: others were merged, and may have been
  // edited since.
  const std::string base =
      TextAt(state, facts, path, ElementOf(proposal.edit), proposal.base_position);
  v1::PlanEdit edit = proposal.edit;
  edit.mutable_element_text()->set_text(
      MergeTakingProposed(base, TextOf(*element), proposal.edit.element_text().text()));
  return edit;
}

}  // namespace

runtime::ReadSet PlanRules::Reads(const v1::CreatePlanRequest& command) {
  runtime::ReadSet reads =
      ReadsOf(NameOf(command), {command.owner(), command.municipal_plan(), command.responsible()});
  reads.owner = command.owner();
  return reads;
}

PlanRules::Decision PlanRules::Decide(const State& state, const Facts& facts,
                                      const v1::CreatePlanRequest& command, const Context&) {
  if (state.exists) return Refusal(kPlanExists).With("name", NameOf(command));
  RETURN_IF_ERROR(CheckLinked(facts, command.owner()));
  RETURN_IF_ERROR(CheckLinked(facts, command.municipal_plan()));
  RETURN_IF_ERROR(CheckLinked(facts, command.responsible()));
  if (command.municipal_plan().empty() && !IsMunicipality(command.owner())) {
    return Refusal(kMunicipalPlanRequired)
        .With("owner", command.owner())
        .Violating(NameOf(command));
  }
  return Decided([&command](Event& event) {
    v1::PlanCreated& created = *event.mutable_plan_created();
    created.set_owner(command.owner());
    created.set_municipal_plan(command.municipal_plan());
    created.set_title(command.title());
    if (command.has_period()) *created.mutable_period() = command.period();
    created.set_responsible_unit(command.responsible_unit());
    created.set_responsible(command.responsible());
  });
}

runtime::ReadSet PlanRules::Reads(const v1::EditPlanRequest& command) {
  runtime::ReadSet reads = ReadsOf(command.name());
  for (const v1::PlanEdit& edit : command.edits()) {
    if (!edit.responsible().empty()) reads.linked.push_back(edit.responsible());
  }
  return reads;
}

std::vector<int64_t> PlanRules::EventsRead(const State& state, const v1::EditPlanRequest& command,
                                           const Context& context) {
  std::vector<int64_t> revisions;
  if (!context.base_position.has_value()) return revisions;
  for (const v1::PlanEdit& edit : command.edits()) {
    const PlanElement* element = state.FindElement(edit.element_text().element());
    if (element == nullptr) continue;
    const auto revision =
        TextRevisionAt(state, FieldOf(edit, element).path, *context.base_position);
    if (revision.has_value()) revisions.push_back(*revision);
  }
  return revisions;
}

PlanRules::Decision PlanRules::Decide(const State& state, const Facts& facts,
                                      const v1::EditPlanRequest& command, const Context& context) {
  RETURN_IF_ERROR(CheckEditable(state, command.name()));
  if (!command.has_base_position()) RETURN_IF_ERROR(runtime::CheckBase(command));
  Context judged_by = context;
  // Whoever names the revision has seen all of it: nothing is behind their back.
  if (command.has_expected_revision()) judged_by.base_position.reset();
  PlanEditor editor(state, facts, judged_by, command.name());
  for (int i = 0; i < command.edits_size(); ++i) {
    editor.Judge(command.edits(i), i + 1 == command.edits_size());
  }
  return editor.TakeDecision();
}

runtime::ReadSet PlanRules::Reads(const v1::ResolvePlanConflictRequest& command) {
  return ReadsOf(PartsOf(command.name()).first, {command.custom().responsible()});
}

std::vector<int64_t> PlanRules::EventsRead(const State& state,
                                           const v1::ResolvePlanConflictRequest& command,
                                           const Context&) {
  const auto* open = state.FindConflict(PartsOf(command.name()).second);
  std::vector<int64_t> revisions;
  if (open == nullptr) return revisions;
  for (const Conflict::Proposal& proposal : open->second.proposals) {
    const auto revision = TextRevisionAt(state, open->first, proposal.base_position);
    if (revision.has_value()) revisions.push_back(*revision);
  }
  return revisions;
}

PlanRules::Decision PlanRules::Decide(const State& state, const Facts& facts,
                                      const v1::ResolvePlanConflictRequest& command,
                                      const Context&) {
  const auto [plan, number] = PartsOf(command.name());
  RETURN_IF_ERROR(CheckEditable(state, plan));
  const auto* open = state.FindConflict(number);
  if (open == nullptr) {
    if (state.closed_conflicts.contains(number)) return Refusal(kConflictClosed).Violating(plan);
    return Refusal(kConflictNotFound).With("name", command.name());
  }
  const auto& [path, conflict] = *open;
  if (conflict.version != command.expected_version()) {
    return Refusal(kConflictChanged)
        .With("expected", command.expected_version())
        .With("actual", conflict.version);
  }
  v1::PlanConflictResolved resolved;
  resolved.set_conflict(number);
  resolved.set_choice(command.choice());
  const bool custom = command.choice() == v1::CONFLICT_CHOICE_CUSTOM;
  if (custom != command.has_custom()) return Refusal(kCustomRequired).With("field", path);
  if (custom) {
    const PlanElement* element = state.FindElement(ElementOf(command.custom()));
    if (FieldOf(command.custom(), element).path != path) {
      return Refusal(kCustomRequired).With("field", path);
    }
    *resolved.mutable_edit() = command.custom();
  } else if (command.choice() == v1::CONFLICT_CHOICE_TAKE) {
    const auto index = static_cast<size_t>(command.proposal());
    if (index >= conflict.proposals.size()) {
      return Refusal(kProposalNotFound).With("proposal", index);
    }
    resolved.set_proposal(command.proposal());
    *resolved.mutable_edit() = Taken(state, facts, path, conflict.proposals[index]);
  }
  if (resolved.has_edit()) {
    RETURN_IF_ERROR(CheckEdit(state, facts, resolved.edit()));
    const PlanElement* element = state.FindElement(ElementOf(resolved.edit()));
    if (element != nullptr && element->removed() && !resolved.edit().has_remove_element()) {
      RETURN_IF_ERROR(CheckRestored(state, *element, resolved.edit()));
    }
  }
  return Decided([&resolved](Event& event) { *event.mutable_plan_conflict_resolved() = resolved; });
}

runtime::ReadSet PlanRules::Reads(const v1::OpenPlanConsultationRequest& command) {
  runtime::ReadSet reads = ReadsOf(command.name());
  reads.linked.assign(command.invited().begin(), command.invited().end());
  return reads;
}

PlanRules::Decision PlanRules::Decide(const State& state, const Facts& facts,
                                      const v1::OpenPlanConsultationRequest& command,
                                      const Context&) {
  RETURN_IF_ERROR(CheckEditable(state, command.name()));
  RETURN_IF_ERROR(CheckAllLinked(facts, command.invited()));
  return Decided([&command](Event& event) {
    v1::PlanConsultationOpened& opened = *event.mutable_plan_consultation_opened();
    *opened.mutable_answer_by() = command.answer_by();
    *opened.mutable_invited() = command.invited();
  });
}

runtime::ReadSet PlanRules::Reads(const v1::ReceivePlanStatementRequest& command) {
  return ReadsOf(command.name(), {command.organisation()});
}

PlanRules::Decision PlanRules::Decide(const State& state, const Facts& facts,
                                      const v1::ReceivePlanStatementRequest& command,
                                      const Context& context) {
  // Statements come late, also after the adoption.
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  RETURN_IF_ERROR(CheckLinked(facts, command.organisation()));
  if (command.organisation().empty() && command.sender().empty()) {
    return Refusal(kSenderRequired).AtField("sender", "or organisation must be set");
  }
  if (!state.header.has_consultation()) return Refusal(kNoConsultation).Violating(command.name());
  if (ToCivilDay(command.received_on()) > context.today) {
    return Refusal(kReceivedInTheFuture)
        .With("date", FormatDate(command.received_on()))
        .Violating(command.name());
  }
  if (state.header.statement_count() >= kStatementsMax) {
    return Refusal(kTooManyStatements)
        .With("count", state.header.statement_count())
        .Violating(command.name());
  }
  return Decided([&command](Event& event) {
    v1::PlanStatementReceived& received = *event.mutable_plan_statement_received();
    received.set_organisation(command.organisation());
    received.set_sender(command.sender());
    received.set_text(command.text());
    *received.mutable_received_on() = command.received_on();
  });
}

runtime::ReadSet PlanRules::Reads(const v1::ProposePlanRequest& command) {
  return ReadsOf(command.name());
}

PlanRules::Decision PlanRules::Decide(const State& state, const Facts&,
                                      const v1::ProposePlanRequest& command, const Context&) {
  RETURN_IF_ERROR(CheckEditable(state, command.name()));
  RETURN_IF_ERROR(runtime::CheckBase(command));
  if (state.header.latest_revision() > 0 && !state.changed)
    return Refusal(kNothingToPropose).Violating(command.name());
  if (!state.header.has_period()) return Refusal(kPeriodRequired).Violating(command.name());
  RETURN_IF_ERROR(CheckNoConflicts(state, command.name()));
  return Decided([](Event& event) { event.mutable_plan_proposed(); });
}

runtime::ReadSet PlanRules::Reads(const v1::RecallPlanProposalRequest& command) {
  return ReadsOf(command.name());
}

PlanRules::Decision PlanRules::Decide(const State& state, const Facts&,
                                      const v1::RecallPlanProposalRequest& command,
                                      const Context&) {
  RETURN_IF_ERROR(CheckOpen(state, command.name()));
  if (state.header.phase() != v1::PLAN_PHASE_PROPOSED)
    return Refusal(kPlanNotProposed).Violating(command.name());
  return Decided([](Event& event) { event.mutable_plan_proposal_recalled(); });
}

runtime::ReadSet PlanRules::Reads(const v1::AdoptPlanRequest& command) {
  return ReadsOf(command.name(), {command.replaces()});
}

std::vector<std::string> PlanRules::ClaimsRead(const State& state,
                                               const v1::AdoptPlanRequest& command) {
  std::vector<std::string> claims = RegisterClaim(state);
  if (!command.replaces().empty() && command.replaces() != command.name()) {
    claims.push_back(command.replaces());
  }
  return claims;
}

PlanRules::Decision PlanRules::Decide(const State& state, const Facts& facts,
                                      const v1::AdoptPlanRequest& command, const Context& context) {
  RETURN_IF_ERROR(CheckOpen(state, command.name()));
  RETURN_IF_ERROR(runtime::CheckBase(command));
  if (state.header.phase() != v1::PLAN_PHASE_PROPOSED)
    return Refusal(kPlanNotProposed).Violating(command.name());
  RETURN_IF_ERROR(CheckNoConflicts(state, command.name()));
  RETURN_IF_ERROR(CheckDecided(command.decision(), context.today, command.name()));
  RETURN_IF_ERROR(CheckReplaceable(state, facts, command.name(), command.replaces()));
  v1::PlanEvent event;
  v1::PlanAdopted& adopted = *event.mutable_plan_adopted();
  adopted.set_revision(NextRevision(state));
  *adopted.mutable_period() = state.header.period();
  *adopted.mutable_decision() = command.decision();
  adopted.set_replaces(command.replaces());
  return DecideDays(state, facts, command.name(), event,
                    {command.replaces(), state.header.period().start_date()});
}

runtime::ReadSet PlanRules::Reads(const v1::ExtendPlanRequest& command) {
  return ReadsOf(command.name());
}

std::vector<std::string> PlanRules::ClaimsRead(const State& state, const v1::ExtendPlanRequest&) {
  return RegisterClaim(state);
}

PlanRules::Decision PlanRules::Decide(const State& state, const Facts& facts,
                                      const v1::ExtendPlanRequest& command,
                                      const Context& context) {
  RETURN_IF_ERROR(CheckAdopted(state, command.name()));
  RETURN_IF_ERROR(CheckOpen(state, command.name()));
  RETURN_IF_ERROR(CheckDecided(command.decision(), context.today, command.name()));
  const v1::DatePeriod& period = state.latest.period();
  if (ToCivilDay(command.end_date()) <= ToCivilDay(period.end_date())) {
    return Refusal(kNotAnExtension)
        .With("until", FormatDate(period.end_date()))
        .Violating(command.name());
  }
  v1::PlanEvent event;
  v1::PlanExtended& extended = *event.mutable_plan_extended();
  extended.set_revision(NextRevision(state));
  *extended.mutable_period() = period;
  *extended.mutable_period()->mutable_end_date() = command.end_date();
  *extended.mutable_decision() = command.decision();
  return DecideDays(state, facts, command.name(), event);
}

runtime::ReadSet PlanRules::Reads(const v1::CorrectPlanRequest& command) {
  return ReadsOf(command.name());
}

std::vector<std::string> PlanRules::ClaimsRead(const State& state, const v1::CorrectPlanRequest&) {
  return RegisterClaim(state);
}

PlanRules::Decision PlanRules::Decide(const State& state, const Facts& facts,
                                      const v1::CorrectPlanRequest& command,
                                      const Context& context) {
  RETURN_IF_ERROR(CheckAdopted(state, command.name()));
  RETURN_IF_ERROR(runtime::CheckBase(command));
  RETURN_IF_ERROR(CheckDecided(command.decision(), context.today, command.name()));
  v1::PlanEvent event;
  v1::PlanCorrected& corrected = *event.mutable_plan_corrected();
  corrected.set_revision(NextRevision(state));
  *corrected.mutable_decision() = command.decision();
  *corrected.mutable_period() = command.has_period() ? command.period() : state.latest.period();
  bool changed =
      corrected.period().SerializeAsString() != state.latest.period().SerializeAsString();
  if (!command.title().empty() && command.title() != state.latest.title()) {
    corrected.set_title(command.title());
    changed = true;
  }
  if (!command.responsible_unit().empty() &&
      command.responsible_unit() != state.latest.responsible_unit()) {
    corrected.set_responsible_unit(command.responsible_unit());
    changed = true;
  }
  if (command.has_adoption_decision() && command.adoption_decision().SerializeAsString() !=
                                             state.latest.adoption_decision().SerializeAsString()) {
    RETURN_IF_ERROR(CheckDecided(command.adoption_decision(), context.today, command.name()));
    *corrected.mutable_adoption_decision() = command.adoption_decision();
    changed = true;
  }
  if (!changed) return Refusal(kNothingToCorrect).Violating(command.name());
  return DecideDays(state, facts, command.name(), event);
}

runtime::ReadSet PlanRules::Reads(const v1::RepealPlanRequest& command) {
  return ReadsOf(command.name());
}

std::vector<std::string> PlanRules::ClaimsRead(const State& state, const v1::RepealPlanRequest&) {
  return RegisterClaim(state);
}

PlanRules::Decision PlanRules::Decide(const State& state, const Facts& facts,
                                      const v1::RepealPlanRequest& command,
                                      const Context& context) {
  RETURN_IF_ERROR(CheckAdopted(state, command.name()));
  RETURN_IF_ERROR(CheckOpen(state, command.name()));
  RETURN_IF_ERROR(CheckDecided(command.decision(), context.today, command.name()));
  const std::vector<v1::DatePeriod> days = DaysInForce(state.header);
  if (days.empty() || ToCivilDay(days.back().end_date()) <= ToCivilDay(command.from_date())) {
    return Refusal(kNotInForce)
        .With("date", FormatDate(command.from_date()))
        .Violating(command.name());
  }
  v1::PlanEvent event;
  *event.mutable_plan_repealed()->mutable_from_date() = command.from_date();
  *event.mutable_plan_repealed()->mutable_decision() = command.decision();
  return DecideDays(state, facts, command.name(), event);
}

runtime::ReadSet PlanRules::Reads(const v1::WithdrawPlanRequest& command) {
  return ReadsOf(command.name());
}

std::vector<std::string> PlanRules::ClaimsRead(const State& state, const v1::WithdrawPlanRequest&) {
  return RegisterClaim(state);
}

PlanRules::Decision PlanRules::Decide(const State& state, const Facts& facts,
                                      const v1::WithdrawPlanRequest& command, const Context&) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  v1::PlanEvent event;
  event.mutable_plan_withdrawn();
  return DecideDays(state, facts, command.name(), event);
}

void PlanRegisterRules::Evolve(State& state, const Event& event, const runtime::EventPlace&) {
  switch (event.event_case()) {
    case Event::kPlanInForceSet: {
      const v1::PlanInForceSet& set = event.plan_in_force_set();
      if (set.periods().empty()) {
        state.periods.erase(set.plan());
      } else {
        state.periods[set.plan()].assign(set.periods().begin(), set.periods().end());
      }
      break;
    }
    case Event::EVENT_NOT_SET:
      break;
  }
}

}  // namespace samverk::plans

#include "services/plans/plan_rules.h"

#include "base/civil_date.h"
#include "base/status_macros.h"
#include "services/plans/plan_days.h"
#include "services/plans/plan_editor.h"
#include "services/plans/plan_limits.h"
#include "services/plans/plan_register.h"
#include "services/plans/plan_resolution.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/rule_checks.h"

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

// Whether another hand wrote the field after the base of the command, which has one.
bool WroteSince(const PlanState& state, const std::string& field,
                const runtime::CommandContext& context) {
  return state.writers.LatestByOther(field, context.writer) > *context.base_position;
}

int32_t NextRevision(const PlanState& state) { return state.header.latest_revision() + 1; }

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
  if (command.municipal_plan().empty() && !runtime::IsMunicipality(command.owner())) {
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
    const EditedField field = FieldOf(edit, element);
    // Only where somebody else wrote it since are there two texts to merge; see PlanEditor::Meet.
    // What the command itself writes before this edit changes nothing about that.
    if (!WroteSince(state, field.path, context) &&
        !WroteSince(state, AdditionOf(field.element_path), context)) {
      continue;
    }
    const auto revision = TextRevisionAt(state, field.path, *context.base_position);
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
  return ReadsOf(PlanOfConflict(command.name()), {command.custom().responsible()});
}

std::vector<int64_t> PlanRules::EventsRead(const State& state,
                                           const v1::ResolvePlanConflictRequest& command,
                                           const Context&) {
  return TextsOfProposals(state, command);
}

PlanRules::Decision PlanRules::Decide(const State& state, const Facts& facts,
                                      const v1::ResolvePlanConflictRequest& command,
                                      const Context&) {
  RETURN_IF_ERROR(CheckEditable(state, PlanOfConflict(command.name())));
  ASSIGN_OR_RETURN(const v1::PlanConflictResolved resolved, Resolve(state, facts, command));
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

}  // namespace samverk::plans

#include "services/follow_ups/follow_up_rules.h"

#include <utility>

#include "base/civil_date.h"
#include "base/status_macros.h"
#include "services/follow_ups/follow_up_register.h"
#include "services/follow_ups/indicator_reading.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/rule_checks.h"

namespace samverk::follow_ups {
namespace {

using runtime::CheckLinked;
using runtime::ReadsOf;

// The one event of most commands.
template <typename Fill>
FollowUpRules::Decision Decided(Fill fill) {
  return runtime::Decided<v1::FollowUpEvent>(fill);
}

std::string NameOf(const v1::OpenFollowUpRequest& command) {
  return runtime::ChildName(command.parent(), "followUps", command.follow_up_id());
}

// OK if the follow-up exists and was not withdrawn.
absl::Status CheckThere(const FollowUpState& state, const std::string& name) {
  if (!state.exists) return Refusal(kFollowUpNotFound).With("name", name);
  if (state.life == v1::FOLLOW_UP_STATE_WITHDRAWN)
    return Refusal(kFollowUpWithdrawn).Violating(name);
  return absl::OkStatus();
}

// OK if what it says may also change: the Region judges what it was given.
absl::Status CheckEditable(const FollowUpState& state, const std::string& name) {
  RETURN_IF_ERROR(CheckThere(state, name));
  if (state.life == v1::FOLLOW_UP_STATE_SUBMITTED)
    return Refusal(kFollowUpUnderReview).Violating(name);
  return absl::OkStatus();
}

absl::Status CheckCorrections(int corrections, const std::string& name) {
  if (corrections < kCorrectionsMax) return absl::OkStatus();
  return Refusal(kTooManyCorrections).With("count", corrections).Violating(name);
}

// How the follow-up stands in the register of its municipality, with `approved`.
v1::FollowUpStandingSet StandingOf(const FollowUpState& state, const std::string& name,
                                   const FollowUpState::Submission& approved) {
  v1::FollowUpStandingSet standing;
  standing.set_follow_up(name);
  standing.set_plan(state.plan);
  standing.set_year(state.year);
  standing.set_submission(approved.revision);
  standing.set_position(approved.position);
  standing.set_plan_revision(approved.plan_revision);
  return standing;
}

std::string Said(const v1::ElementAssessed& assessed) { return assessed.SerializeAsString(); }

// ---- Edits

absl::Status CheckEdit(const FollowUpState& state, const v1::FollowUpEdit& edit,
                       absl::CivilDay today, const std::string& name) {
  switch (edit.edit_case()) {
    case v1::FollowUpEdit::kIndicator: {
      const auto found = state.indicators.find(edit.indicator().entry());
      if (found == state.indicators.end()) {
        return Refusal(kIndicatorNotFound).With("entry", edit.indicator().entry());
      }
      RETURN_IF_ERROR(CheckReading(edit.indicator().reading(), today));
      if (edit.indicator().reading().SerializeAsString() == found->second.reading) {
        return absl::OkStatus();
      }
      return CheckCorrections(found->second.corrections, name);
    }
    case v1::FollowUpEdit::kRemoveIndicator:
      if (state.indicators.contains(edit.remove_indicator())) return absl::OkStatus();
      return Refusal(kIndicatorNotFound).With("entry", edit.remove_indicator());
    case v1::FollowUpEdit::kRemoveAssessment:
      if (state.assessments.contains(edit.remove_assessment())) return absl::OkStatus();
      return Refusal(kAssessmentNotFound).With("element", edit.remove_assessment());
    default:
      return absl::OkStatus();
  }
}

// Whether the state says already what `edit`, which is allowed, says.
bool IsConverged(const FollowUpState& state, const v1::FollowUpEdit& edit) {
  if (edit.has_summary()) return edit.summary() == state.summary;
  if (!edit.has_indicator()) return false;
  return state.indicators.at(edit.indicator().entry()).reading ==
         edit.indicator().reading().SerializeAsString();
}

void EvolveEdit(FollowUpState& state, const v1::FollowUpEdit& edit) {
  switch (edit.edit_case()) {
    case v1::FollowUpEdit::kSummary:
      state.summary = edit.summary();
      break;
    case v1::FollowUpEdit::kIndicator: {
      FollowUpState::Indicator& indicator = state.indicators[edit.indicator().entry()];
      indicator.reading = edit.indicator().reading().SerializeAsString();
      ++indicator.corrections;
      break;
    }
    case v1::FollowUpEdit::kRemoveIndicator:
      state.indicators.erase(edit.remove_indicator());
      break;
    case v1::FollowUpEdit::kRemoveAssessment:
      state.assessments.erase(edit.remove_assessment());
      break;
    case v1::FollowUpEdit::EDIT_NOT_SET:
      break;
  }
}

}  // namespace

// ---- Opening

runtime::ReadSet FollowUpRules::Reads(const v1::OpenFollowUpRequest& command) {
  runtime::ReadSet reads = ReadsOf(NameOf(command), {command.owner(), command.plan()});
  reads.owner = command.owner();
  reads.claims = {PlanRegisterOf(command.owner()), FollowUpRegisterOf(command.owner())};
  return reads;
}

FollowUpRules::Decision FollowUpRules::Decide(const State& state, const Facts& facts,
                                              const v1::OpenFollowUpRequest& command,
                                              const Context& context) {
  const std::string name = NameOf(command);
  if (state.exists) return Refusal(kFollowUpExists).With("name", name);
  RETURN_IF_ERROR(CheckLinked(facts, command.owner()));
  RETURN_IF_ERROR(CheckLinked(facts, command.plan()));
  if (!runtime::IsMunicipality(command.owner())) {
    return Refusal(kNotAMunicipality)
        .With("organisation", command.owner())
        .AtField("owner", "is no municipality");
  }
  if (command.year() > static_cast<int>(context.today.year())) {
    return Refusal(kYearNotBegun).With("year", command.year()).Violating(name);
  }
  const auto& plans = facts.Claim<v1::PlanRegister>(PlanRegisterOf(command.owner()));
  if (!IsOfYear(plans, command.plan(), command.year())) {
    return Refusal(kPlanNotOfYear)
        .With("plan", command.plan())
        .With("owner", command.owner())
        .With("year", command.year())
        .Violating(name);
  }
  const std::string register_name = FollowUpRegisterOf(command.owner());
  const auto& follow_ups = facts.Claim<FollowUpRegisterState>(register_name);
  if (const auto* other = follow_ups.Find(command.plan(), command.year())) {
    return Refusal(kYearFollowedUp)
        .With("follow_up", other->follow_up())
        .With("year", command.year())
        .Violating(name);
  }
  FollowUpState opened;
  opened.plan = command.plan();
  opened.year = command.year();
  runtime::Decision<Event> decision;
  v1::FollowUpOpened& event = *decision.events.emplace_back().mutable_follow_up_opened();
  event.set_owner(command.owner());
  event.set_plan(command.plan());
  event.set_year(command.year());
  decision.claims.emplace_back(register_name, StandingSet(StandingOf(opened, name, {})));
  return decision;
}

// ---- Filling in

runtime::ReadSet FollowUpRules::Reads(const v1::ObserveIndicatorRequest& command) {
  return ReadsOf(command.name(), {command.place()});
}

FollowUpRules::Decision FollowUpRules::Decide(const State& state, const Facts& facts,
                                              const v1::ObserveIndicatorRequest& command,
                                              const Context& context) {
  RETURN_IF_ERROR(CheckEditable(state, command.name()));
  RETURN_IF_ERROR(CheckLinked(facts, command.place()));
  RETURN_IF_ERROR(CheckReading(command.reading(), context.today));
  for (const auto& [entry, indicator] : state.indicators) {
    if (indicator.key != command.key() || indicator.place != command.place()) continue;
    return Refusal(kIndicatorObserved)
        .With("key", command.key())
        .With("entry", entry)
        .Violating(command.name());
  }
  if (state.indicators.size() >= static_cast<size_t>(kIndicatorsMax)) {
    return Refusal(kTooManyIndicators)
        .With("count", state.indicators.size())
        .Violating(command.name());
  }
  return Decided([&command](Event& event) {
    v1::IndicatorObserved& observed = *event.mutable_indicator_observed();
    observed.set_key(command.key());
    observed.set_place(command.place());
    *observed.mutable_reading() = command.reading();
  });
}

runtime::ReadSet FollowUpRules::Reads(const v1::AssessElementRequest& command) {
  return ReadsOf(command.name());
}

FollowUpRules::Decision FollowUpRules::Decide(const State& state, const Facts&,
                                              const v1::AssessElementRequest& command,
                                              const Context&) {
  RETURN_IF_ERROR(CheckEditable(state, command.name()));
  v1::ElementAssessed assessed;
  assessed.set_element(command.element());
  assessed.set_kind(command.kind());
  assessed.set_assessment(command.assessment());
  assessed.set_comment(command.comment());
  const auto before = state.assessments.find(command.element());
  if (before != state.assessments.end()) {
    if (before->second.said == Said(assessed)) return runtime::Decision<Event>();
    RETURN_IF_ERROR(CheckCorrections(before->second.corrections, command.name()));
  } else if (state.assessments.size() >= static_cast<size_t>(kAssessmentsMax)) {
    return Refusal(kTooManyAssessments)
        .With("count", state.assessments.size())
        .Violating(command.name());
  }
  return Decided([&assessed](Event& event) { *event.mutable_element_assessed() = assessed; });
}

runtime::ReadSet FollowUpRules::Reads(const v1::EditFollowUpRequest& command) {
  return ReadsOf(command.name());
}

FollowUpRules::Decision FollowUpRules::Decide(const State& state, const Facts&,
                                              const v1::EditFollowUpRequest& command,
                                              const Context& context) {
  RETURN_IF_ERROR(CheckEditable(state, command.name()));
  RETURN_IF_ERROR(runtime::CheckBase(command));
  runtime::Decision<Event> decision;
  // Each edit is judged on what those before it leave.
  FollowUpState edited = state;
  for (const v1::FollowUpEdit& edit : command.edits()) {
    RETURN_IF_ERROR(CheckEdit(edited, edit, context.today, command.name()));
    if (IsConverged(edited, edit)) {
      decision.outcomes.push_back(v1::EDIT_OUTCOME_CONVERGED);
      continue;
    }
    *decision.events.emplace_back().mutable_follow_up_edited()->mutable_edit() = edit;
    decision.outcomes.push_back(v1::EDIT_OUTCOME_ACCEPTED);
    EvolveEdit(edited, edit);
  }
  return decision;
}

// ---- Submitting, and what the Region says

runtime::ReadSet FollowUpRules::Reads(const v1::SubmitFollowUpRequest& command) {
  return ReadsOf(command.name());
}

std::vector<std::string> FollowUpRules::ClaimsRead(const State& state,
                                                   const v1::SubmitFollowUpRequest&) {
  if (!state.exists) return {};
  return {PlanRegisterOf(state.owner)};
}

FollowUpRules::Decision FollowUpRules::Decide(const State& state, const Facts& facts,
                                              const v1::SubmitFollowUpRequest& command,
                                              const Context& context) {
  RETURN_IF_ERROR(CheckEditable(state, command.name()));
  const bool says_nothing =
      state.indicators.empty() && state.assessments.empty() && state.summary.empty();
  const bool says_the_same = state.life == v1::FOLLOW_UP_STATE_APPROVED && !state.changed;
  if (says_nothing || says_the_same) return Refusal(kNothingToSubmit).Violating(command.name());
  const absl::CivilDay year_end(state.year, 12, 31);
  if (context.today < year_end) {
    return Refusal(kYearNotEnded)
        .With("year", state.year)
        .With("date", FormatDate(ToDate(year_end)))
        .Violating(command.name());
  }
  const auto& plans = facts.Claim<v1::PlanRegister>(PlanRegisterOf(state.owner));
  const RevisionInForce plan = InForceOn(plans, state.plan, year_end);
  if (!plan.in_force) {
    return Refusal(kPlanNotInForceAtYearEnd)
        .With("plan", state.plan)
        .With("date", FormatDate(ToDate(year_end)))
        .Violating(command.name());
  }
  return Decided([&](Event& event) {
    event.mutable_follow_up_submitted()->set_plan_revision(plan.revision);
    event.mutable_follow_up_submitted()->set_plan_position(context.next.position - 1);
  });
}

runtime::ReadSet FollowUpRules::Reads(const v1::ApproveFollowUpRequest& command) {
  return ReadsOf(command.name());
}

std::vector<std::string> FollowUpRules::ClaimsRead(const State& state,
                                                   const v1::ApproveFollowUpRequest&) {
  if (!state.exists) return {};
  return {FollowUpRegisterOf(state.owner)};
}

FollowUpRules::Decision FollowUpRules::Decide(const State& state, const Facts&,
                                              const v1::ApproveFollowUpRequest& command,
                                              const Context& context) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  if (context.actor.organisation() == state.owner) {
    return Refusal(kOwnFollowUp).With("owner", state.owner).Violating(command.name());
  }
  if (state.life != v1::FOLLOW_UP_STATE_SUBMITTED)
    return Refusal(kFollowUpNotSubmitted).Violating(command.name());
  runtime::Decision<Event> decision;
  decision.events.emplace_back().mutable_follow_up_approved()->set_submission(
      state.submitted.revision);
  decision.claims.emplace_back(FollowUpRegisterOf(state.owner),
                               StandingSet(StandingOf(state, command.name(), state.submitted)));
  return decision;
}

runtime::ReadSet FollowUpRules::Reads(const v1::ReturnFollowUpRequest& command) {
  return ReadsOf(command.name());
}

std::vector<std::string> FollowUpRules::ClaimsRead(const State& state,
                                                   const v1::ReturnFollowUpRequest&) {
  if (!state.exists) return {};
  return {FollowUpRegisterOf(state.owner)};
}

FollowUpRules::Decision FollowUpRules::Decide(const State& state, const Facts&,
                                              const v1::ReturnFollowUpRequest& command,
                                              const Context&) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  const bool approved = state.life == v1::FOLLOW_UP_STATE_APPROVED;
  if (state.life != v1::FOLLOW_UP_STATE_SUBMITTED && !approved)
    return Refusal(kFollowUpNotSubmitted).Violating(command.name());
  runtime::Decision<Event> decision;
  decision.events.emplace_back().mutable_follow_up_returned()->set_missing(command.missing());
  if (approved) {
    decision.claims.emplace_back(FollowUpRegisterOf(state.owner),
                                 StandingSet(StandingOf(state, command.name(), {})));
  }
  return decision;
}

runtime::ReadSet FollowUpRules::Reads(const v1::WithdrawFollowUpRequest& command) {
  return ReadsOf(command.name());
}

std::vector<std::string> FollowUpRules::ClaimsRead(const State& state,
                                                   const v1::WithdrawFollowUpRequest&) {
  if (!state.exists) return {};
  return {FollowUpRegisterOf(state.owner)};
}

FollowUpRules::Decision FollowUpRules::Decide(const State& state, const Facts&,
                                              const v1::WithdrawFollowUpRequest& command,
                                              const Context&) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  runtime::Decision<Event> decision;
  decision.events.emplace_back().mutable_follow_up_withdrawn();
  decision.claims.emplace_back(FollowUpRegisterOf(state.owner), StandingRemoved(command.name()));
  return decision;
}

void FollowUpRules::Evolve(State& state, const Event& event, const runtime::EventPlace& place) {
  switch (event.event_case()) {
    case Event::kFollowUpOpened:
      state.exists = true;
      state.life = v1::FOLLOW_UP_STATE_OPEN;
      state.owner = event.follow_up_opened().owner();
      state.plan = event.follow_up_opened().plan();
      state.year = event.follow_up_opened().year();
      break;
    case Event::kIndicatorObserved: {
      const v1::IndicatorObserved& observed = event.indicator_observed();
      state.indicators[place.revision] = {observed.key(), observed.place(),
                                          observed.reading().SerializeAsString()};
      state.changed = true;
      break;
    }
    case Event::kElementAssessed: {
      const v1::ElementAssessed& assessed = event.element_assessed();
      const auto before = state.assessments.find(assessed.element());
      const int corrections =
          before == state.assessments.end() ? 0 : before->second.corrections + 1;
      state.assessments[assessed.element()] = {Said(assessed), corrections};
      state.changed = true;
      break;
    }
    case Event::kFollowUpEdited:
      EvolveEdit(state, event.follow_up_edited().edit());
      state.changed = true;
      break;
    case Event::kFollowUpSubmitted:
      state.life = v1::FOLLOW_UP_STATE_SUBMITTED;
      state.submitted = {place.revision, place.position,
                         event.follow_up_submitted().plan_revision()};
      state.changed = false;
      break;
    case Event::kFollowUpApproved:
      state.life = v1::FOLLOW_UP_STATE_APPROVED;
      state.approved = state.submitted;
      break;
    case Event::kFollowUpReturned:
      // One that was approved is sent back as a whole; one that waits leaves what was approved.
      if (state.life == v1::FOLLOW_UP_STATE_APPROVED) state.approved = {};
      state.life = v1::FOLLOW_UP_STATE_RETURNED;
      break;
    case Event::kFollowUpWithdrawn:
      state.life = v1::FOLLOW_UP_STATE_WITHDRAWN;
      state.approved = {};
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
}

}  // namespace samverk::follow_ups

#include "services/action_plans/action_plan_rules.h"

#include <algorithm>
#include <optional>

#include "base/status_macros.h"
#include "services/action_plans/action_plan_content.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/rule_checks.h"

namespace samverk::action_plans {
namespace {

using runtime::CheckAllLinked;
using runtime::CheckDecided;
using runtime::CheckLinked;
using runtime::Encounter;
using runtime::ReadsOf;
using v1::ActionPlanEdit;

// The one event of most commands.
template <typename Fill>
ActionPlanRules::Decision Decided(Fill fill) {
  return runtime::Decided<v1::ActionPlanEvent>(fill);
}

std::string NameOf(const v1::CreateActionPlanRequest& command) {
  return runtime::ChildName(command.parent(), "actionPlans", command.action_plan_id());
}

// OK if the action plan exists and was not withdrawn.
absl::Status CheckThere(const ActionPlanState& state, const std::string& name) {
  if (!state.exists) return Refusal(kActionPlanNotFound).With("name", name);
  if (state.header.state() == v1::ACTION_PLAN_STATE_WITHDRAWN)
    return Refusal(kActionPlanWithdrawn).Violating(name);
  return absl::OkStatus();
}

// OK if it is also being carried out.
absl::Status CheckUnderWay(const ActionPlanState& state, const std::string& name) {
  RETURN_IF_ERROR(CheckThere(state, name));
  switch (state.header.state()) {
    case v1::ACTION_PLAN_STATE_DRAFT:
      return Refusal(kActionPlanNotAdopted).Violating(name);
    case v1::ACTION_PLAN_STATE_CLOSED:
      return Refusal(kActionPlanClosed).Violating(name);
    default:
      return absl::OkStatus();
  }
}

absl::Status CheckMeasure(const ActionPlanState& state, const std::string& measure) {
  if (state.FindMeasure(measure) != nullptr) return absl::OkStatus();
  return Refusal(kMeasureNotFound).With("measure", measure);
}

// OK if `actor` may say how a measure stands: of the organisation that is responsible, or of the
// one whose plan it is.
absl::Status CheckMayReport(const ActionPlanState& state, const std::string& measure,
                            const v1::Actor& actor) {
  const std::string& owner = state.header.owner();
  const std::string& responsible = state.FindMeasure(measure)->responsible();
  if (actor.organisation() == owner) return absl::OkStatus();
  return runtime::CheckSpeaksFor(actor, responsible.empty() ? owner : responsible);
}

// What one edit names.
std::vector<std::string> LinkedBy(const ActionPlanEdit& edit) {
  const v1::AddActionPlanMeasure& added = edit.add_measure();
  std::vector<std::string> names(added.links().begin(), added.links().end());
  for (const std::string* name :
       {&added.responsible(), &added.plan_link().plan(), &edit.measure_responsible().responsible(),
        &edit.measure_plan().plan_link().plan()}) {
    if (!name->empty()) names.push_back(*name);
  }
  // What is taken off need not be there.
  if (edit.measure_link().linked()) names.push_back(edit.measure_link().link());
  return names;
}

absl::Status CheckAdded(const ActionPlanState& state, const std::string& name,
                        const std::string& measure) {
  if (state.FindMeasure(measure) != nullptr)
    return Refusal(kMeasureExists).With("measure", measure);
  if (state.measures.size() < kMeasuresMax) return absl::OkStatus();
  return Refusal(kTooManyMeasures).With("count", state.measures.size()).Violating(name);
}

absl::Status CheckRoomForLink(const v1::ActionPlanMeasure& measure, const ActionPlanEdit& edit,
                              const std::string& name) {
  const bool adds = edit.measure_link().linked() && !IsConverged({}, &measure, edit);
  if (!adds || measure.links_size() < kMeasureLinksMax) return absl::OkStatus();
  return Refusal(kTooManyMeasureLinks).With("count", measure.links_size()).Violating(name);
}

// OK if the rules allow `edit`, whoever else has edited the plan.
absl::Status CheckEdit(const ActionPlanState& state, const runtime::Facts& facts,
                       const ActionPlanEdit& edit, absl::CivilDay today, const std::string& name) {
  RETURN_IF_ERROR(CheckAllLinked(facts, LinkedBy(edit)));
  switch (edit.edit_case()) {
    case ActionPlanEdit::kAddMeasure:
      return CheckAdded(state, name, edit.add_measure().measure());
    case ActionPlanEdit::kAdoptionDecision:
      if (!state.header.has_adoption_decision())
        return Refusal(kActionPlanNotAdopted).Violating(name);
      return CheckDecided(edit.adoption_decision(), today, name);
    case ActionPlanEdit::kSummary:
      if (state.header.state() != v1::ACTION_PLAN_STATE_CLOSED)
        return Refusal(kActionPlanNotClosed).Violating(name);
      return absl::OkStatus();
    default:
      break;
  }
  const std::string& measure = MeasureOf(edit);
  if (measure.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(CheckMeasure(state, measure));
  return CheckRoomForLink(*state.FindMeasure(measure), edit, name);
}

// How a write meets what others wrote after its base.
//
// Errors:
//   ABORTED  FIELD_CHANGED
absl::StatusOr<Encounter> Meet(const ActionPlanState& state, const EditedField& field,
                               const runtime::CommandContext& context) {
  const Encounter met = state.writers.Meet(field.path, field.element_path, field.rule, context);
  if (met == Encounter::kConflict) return Refusal(kFieldChanged).With("field", field.path);
  return met;
}

// The context of a command of who may have read the revision that is there: nothing is behind
// their back.
template <typename Command>
runtime::CommandContext ContextOf(const Command& command, const runtime::CommandContext& context) {
  runtime::CommandContext read = context;
  if (command.has_expected_revision()) read.base_position.reset();
  return read;
}

// Judges the edits of one command one by one, each on what those before it leave.
class Editor {
 public:
  Editor(const ActionPlanState& state, const runtime::Facts& facts,
         const runtime::CommandContext& context, const std::string& name)
      : state_(state), facts_(facts), context_(context), name_(name), next_(context.next) {}

  // `is_last` spares keeping a state for more.
  absl::Status Judge(const ActionPlanEdit& edit, bool is_last) {
    RETURN_IF_ERROR(CheckEdit(now(), facts_, edit, context_.today, name_));
    if (IsConverged(now().header, now().FindMeasure(MeasureOf(edit)), edit)) {
      decision_.outcomes.push_back(v1::EDIT_OUTCOME_CONVERGED);
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const Encounter met, Meet(now(), FieldOf(edit), context_));
    if (met == Encounter::kOtherFields) {
      v1::EditRemark& remark = decision_.remarks.emplace_back();
      remark.set_edit(static_cast<int32_t>(decision_.outcomes.size()));
      remark.set_parallel(true);
    }
    decision_.outcomes.push_back(v1::EDIT_OUTCOME_ACCEPTED);
    Add(edit, is_last);
    return absl::OkStatus();
  }

  runtime::Decision<v1::ActionPlanEvent> TakeDecision() { return std::move(decision_); }

 private:
  const ActionPlanState& now() const { return own_.has_value() ? *own_ : state_; }

  void Add(const ActionPlanEdit& edit, bool is_last) {
    v1::ActionPlanEvent& event = decision_.events.emplace_back();
    if (state_.header.state() == v1::ACTION_PLAN_STATE_DRAFT) {
      *event.mutable_action_plan_edited()->mutable_edit() = edit;
    } else {
      *event.mutable_action_plan_corrected()->mutable_edit() = edit;
    }
    if (!is_last) {
      if (!own_.has_value()) own_ = state_;
      ActionPlanRules::Evolve(*own_, event, next_);
    }
    ++next_.revision;
    ++next_.position;
  }

  const ActionPlanState& state_;
  const runtime::Facts& facts_;
  const runtime::CommandContext& context_;
  const std::string& name_;
  runtime::EventPlace next_;
  std::optional<ActionPlanState> own_;  // Once something was decided and more is to come.
  runtime::Decision<v1::ActionPlanEvent> decision_;
};

bool ChangesYear(const v1::EditActionPlanRequest& command) {
  return std::any_of(command.edits().begin(), command.edits().end(),
                     [](const ActionPlanEdit& edit) { return edit.has_year(); });
}

// The year that the plan is for after all edits.
int YearAfter(const ActionPlanState& state, const v1::EditActionPlanRequest& command) {
  int year = state.header.year();
  for (const ActionPlanEdit& edit : command.edits()) {
    if (edit.has_year()) year = edit.year();
  }
  return year;
}

}  // namespace

const v1::ActionPlanMeasure* ActionPlanState::FindMeasure(const std::string& id) const {
  const auto measure = measures.find(id);
  return measure == measures.end() ? nullptr : &measure->second;
}

runtime::ReadSet ActionPlanRules::Reads(const v1::CreateActionPlanRequest& command) {
  runtime::ReadSet reads = ReadsOf(NameOf(command), {command.owner()});
  reads.owner = command.owner();
  reads.claims = RegistersOf(command.owner(), command.scope());
  return reads;
}

ActionPlanRules::Decision ActionPlanRules::Decide(const State& state, const Facts& facts,
                                                  const v1::CreateActionPlanRequest& command,
                                                  const Context&) {
  const std::string name = NameOf(command);
  if (state.exists) return Refusal(kActionPlanExists).With("name", name);
  RETURN_IF_ERROR(CheckLinked(facts, command.owner()));
  if (command.scope() == v1::ACTION_PLAN_SCOPE_MUNICIPALITY &&
      !runtime::IsMunicipality(command.owner())) {
    return Refusal(kOwnerNoMunicipality).With("owner", command.owner()).Violating(name);
  }
  runtime::Decision<Event> decision;
  v1::ActionPlanCreated& created = *decision.events.emplace_back().mutable_action_plan_created();
  created.set_owner(command.owner());
  created.set_scope(command.scope());
  created.set_year(command.year());
  created.set_title(command.title());
  created.set_description(command.description());
  RETURN_IF_ERROR(ClaimYear(RegistersOf(command.owner(), command.scope()), facts, name,
                            command.year(), decision));
  return decision;
}

runtime::ReadSet ActionPlanRules::Reads(const v1::EditActionPlanRequest& command) {
  runtime::ReadSet reads = ReadsOf(command.name());
  for (const ActionPlanEdit& edit : command.edits()) {
    const std::vector<std::string> names = LinkedBy(edit);
    reads.linked.insert(reads.linked.end(), names.begin(), names.end());
  }
  return reads;
}

std::vector<std::string> ActionPlanRules::ClaimsRead(const State& state,
                                                     const v1::EditActionPlanRequest& command) {
  if (!state.exists || !ChangesYear(command)) return {};
  return RegistersOf(state.header.owner(), state.header.scope());
}

ActionPlanRules::Decision ActionPlanRules::Decide(const State& state, const Facts& facts,
                                                  const v1::EditActionPlanRequest& command,
                                                  const Context& context) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  if (!command.has_base_position()) RETURN_IF_ERROR(runtime::CheckBase(command));
  if (state.header.state() != v1::ACTION_PLAN_STATE_DRAFT &&
      command.provenance().reason().empty()) {
    return Refusal(kCorrectionReasonRequired).AtField("provenance.reason", "must say why");
  }
  const Context read = ContextOf(command, context);
  Editor editor(state, facts, read, command.name());
  for (int i = 0; i < command.edits_size(); ++i) {
    RETURN_IF_ERROR(editor.Judge(command.edits(i), i + 1 == command.edits_size()));
  }
  runtime::Decision<Event> decision = editor.TakeDecision();
  const int year = YearAfter(state, command);
  if (year == state.header.year()) return decision;
  const std::vector<std::string> registers =
      RegistersOf(state.header.owner(), state.header.scope());
  RETURN_IF_ERROR(ClaimYear(registers, facts, command.name(), year, decision));
  ReleaseYear(registers, command.name(), state.header.year(), decision);
  return decision;
}

runtime::ReadSet ActionPlanRules::Reads(const v1::AdoptActionPlanRequest& command) {
  return ReadsOf(command.name());
}

ActionPlanRules::Decision ActionPlanRules::Decide(const State& state, const Facts&,
                                                  const v1::AdoptActionPlanRequest& command,
                                                  const Context& context) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  RETURN_IF_ERROR(runtime::CheckBase(command));
  if (state.header.state() != v1::ACTION_PLAN_STATE_DRAFT)
    return Refusal(kActionPlanAdopted).Violating(command.name());
  if (state.measures.empty()) return Refusal(kNoMeasures).Violating(command.name());
  RETURN_IF_ERROR(CheckDecided(command.decision(), context.today, command.name()));
  return Decided([&command](Event& event) {
    *event.mutable_action_plan_adopted()->mutable_decision() = command.decision();
  });
}

runtime::ReadSet ActionPlanRules::Reads(const v1::ReportMeasureProgressRequest& command) {
  return ReadsOf(command.name());
}

ActionPlanRules::Decision ActionPlanRules::Decide(const State& state, const Facts&,
                                                  const v1::ReportMeasureProgressRequest& command,
                                                  const Context& context) {
  RETURN_IF_ERROR(CheckUnderWay(state, command.name()));
  RETURN_IF_ERROR(CheckMeasure(state, command.measure()));
  RETURN_IF_ERROR(CheckMayReport(state, command.measure(), context.actor));
  const int percent = command.progress_percent();
  const bool contradicts =
      command.has_progress_percent() &&
      ((command.status() == v1::ACTION_PLAN_MEASURE_STATUS_PLANNED && percent != 0) ||
       (command.status() == v1::ACTION_PLAN_MEASURE_STATUS_DONE && percent != 100));
  if (contradicts) {
    return Refusal(kProgressContradictsStatus)
        .With("percent", percent)
        .AtField("progress_percent", "does not go with the status");
  }
  return Decided([&command](Event& event) {
    v1::MeasureProgressReported& reported = *event.mutable_measure_progress_reported();
    reported.set_measure(command.measure());
    reported.set_status(command.status());
    if (command.has_progress_percent()) reported.set_progress_percent(command.progress_percent());
    reported.set_comment(command.comment());
  });
}

runtime::ReadSet ActionPlanRules::Reads(const v1::MoveMeasureDeadlineRequest& command) {
  return ReadsOf(command.name());
}

ActionPlanRules::Decision ActionPlanRules::Decide(const State& state, const Facts&,
                                                  const v1::MoveMeasureDeadlineRequest& command,
                                                  const Context& context) {
  RETURN_IF_ERROR(CheckUnderWay(state, command.name()));
  RETURN_IF_ERROR(CheckMeasure(state, command.measure()));
  const v1::ActionPlanMeasure& measure = *state.FindMeasure(command.measure());
  if (measure.status() == v1::ACTION_PLAN_MEASURE_STATUS_DONE ||
      measure.status() == v1::ACTION_PLAN_MEASURE_STATUS_DROPPED) {
    return Refusal(kMeasureEnded).Violating(command.name());
  }
  if (measure.deadline().SerializeAsString() == command.deadline().SerializeAsString()) {
    return runtime::Decision<Event>();
  }
  RETURN_IF_ERROR(Meet(state, DeadlineOf(command.measure()), ContextOf(command, context)).status());
  return Decided([&](Event& event) {
    v1::MeasureDeadlineMoved& moved = *event.mutable_measure_deadline_moved();
    moved.set_measure(command.measure());
    if (measure.has_deadline()) *moved.mutable_from() = measure.deadline();
    *moved.mutable_to() = command.deadline();
    moved.set_reason(command.reason());
  });
}

runtime::ReadSet ActionPlanRules::Reads(const v1::CloseActionPlanRequest& command) {
  return ReadsOf(command.name());
}

ActionPlanRules::Decision ActionPlanRules::Decide(const State& state, const Facts&,
                                                  const v1::CloseActionPlanRequest& command,
                                                  const Context&) {
  RETURN_IF_ERROR(CheckUnderWay(state, command.name()));
  return Decided([&command](Event& event) {
    event.mutable_action_plan_closed()->set_summary(command.summary());
  });
}

runtime::ReadSet ActionPlanRules::Reads(const v1::ReopenActionPlanRequest& command) {
  return ReadsOf(command.name());
}

ActionPlanRules::Decision ActionPlanRules::Decide(const State& state, const Facts&,
                                                  const v1::ReopenActionPlanRequest& command,
                                                  const Context&) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  if (state.header.state() != v1::ACTION_PLAN_STATE_CLOSED)
    return Refusal(kActionPlanNotClosed).Violating(command.name());
  return Decided([](Event& event) { event.mutable_action_plan_reopened(); });
}

runtime::ReadSet ActionPlanRules::Reads(const v1::WithdrawActionPlanRequest& command) {
  return ReadsOf(command.name());
}

std::vector<std::string> ActionPlanRules::ClaimsRead(const State& state,
                                                     const v1::WithdrawActionPlanRequest&) {
  if (!state.exists) return {};
  return RegistersOf(state.header.owner(), state.header.scope());
}

ActionPlanRules::Decision ActionPlanRules::Decide(const State& state, const Facts&,
                                                  const v1::WithdrawActionPlanRequest& command,
                                                  const Context&) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  runtime::Decision<Event> decision;
  decision.events.emplace_back().mutable_action_plan_withdrawn();
  ReleaseYear(RegistersOf(state.header.owner(), state.header.scope()), command.name(),
              state.header.year(), decision);
  return decision;
}

void ActionPlanRules::Evolve(State& state, const Event& event, const runtime::EventPlace& place) {
  if (event.has_action_plan_created()) state.exists = true;
  ApplyToHeader(event, state.header);
  const std::string& measure = MeasureOf(event);
  if (!EditIn(event).remove_measure().empty()) {
    state.measures.erase(measure);
  } else if (!measure.empty()) {
    ApplyToMeasure(event, state.header, state.measures[measure]);
  }
  for (const EditedField& field : FieldsWritten(event)) {
    state.writers.Record(field.path, field.element_path, place);
  }
}

}  // namespace samverk::action_plans

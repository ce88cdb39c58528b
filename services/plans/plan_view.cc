#include "services/plans/plan_view.h"

#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "base/check.h"
#include "base/status_macros.h"
#include "google/protobuf/util/time_util.h"
#include "samverk/v1/event.pb.h"
#include "samverk/v1/plan_events.pb.h"
#include "services/plans/plan_content.h"
#include "services/plans/plan_days.h"
#include "services/plans/plan_life.h"
#include "services/runtime/event_codec.h"
#include "services/runtime/field_writers.h"
#include "services/runtime/index.h"
#include "services/runtime/links.h"
#include "services/runtime/ordered_key.h"
#include "services/runtime/resource_name.h"
#include "storage/event_log/event_log_format.h"

namespace samverk::plans {
namespace {

using runtime::ViewWriter;
using storage::v1::PlanChange;
using storage::v1::PlanRevisionRow;
using v1::PlanEvent;

absl::Status Missing(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("an event about ", what, " that is not there"));
}

// One event on its way into the view.
struct Applied {
  const PlanEvent& event;
  const storage::RecordedEvent& recorded;
  const std::string& partnership;
  const v1::EventMetadata& metadata;
  v1::Plan& plan;
  ViewWriter& view;

  int64_t revision() const { return static_cast<int64_t>(recorded.revision().value()); }
  int64_t position() const { return static_cast<int64_t>(recorded.position().value()); }
};

// Remembers who changed a field.
void PutChange(const std::string& path, const Applied& applied) {
  PlanChange change;
  change.set_principal(std::string(applied.recorded.actor()));
  change.set_organisation(applied.metadata.actor().organisation());
  change.set_reason(applied.metadata.provenance().reason());
  change.set_recorded_at_us(absl::ToUnixMicros(applied.recorded.recorded_at()));
  change.set_position(applied.position());
  applied.view.Put(kChangeTable, ChangeKey(applied.plan.name(), path), change.SerializeAsString());
}

// ---- Conflicts ----

std::set<std::string> ConflictKeys(const v1::PlanConflict& conflict) {
  const std::string plan = conflict.name().substr(0, conflict.name().rfind("/conflicts/"));
  int64_t number = 0;
  CHECK(absl::SimpleAtoi(runtime::IdOf(conflict.name()), &number));  // ApplyRaised named it.
  // The oldest first: a conflict is as old as its first proposal.
  const std::string last =
      runtime::OrderedKey()
          .Number(google::protobuf::util::TimeUtil::TimestampToMicroseconds(conflict.raised_at()))
          .Text(plan)
          .Number(number)
          .bytes();
  const auto age = [&last](const std::string& prefix) { return prefix + last; };
  return {age(ConflictListKey(ConflictList::kAll, "", conflict.state())),
          age(ConflictListKey(ConflictList::kOfOwner, conflict.owner(), conflict.state())),
          age(ConflictListKey(ConflictList::kOfPlan, plan, conflict.state()))};
}

void PutConflict(const std::optional<v1::PlanConflict>& before, const v1::PlanConflict& conflict,
                 int64_t number, const Applied& applied) {
  applied.view.Put(kConflictTable, NumberedKey(applied.plan.name(), number),
                   conflict.SerializeAsString());
  runtime::MoveIndex(kConflictIndexTable, ConflictKeys, before, conflict, applied.view);
}

absl::StatusOr<v1::PlanConflict> FindConflict(int64_t number, const Applied& applied) {
  ASSIGN_OR_RETURN(std::optional<v1::PlanConflict> conflict,
                   applied.view.GetMessage<v1::PlanConflict>(
                       kConflictTable, NumberedKey(applied.plan.name(), number)));
  if (!conflict.has_value()) return Missing("a conflict");
  return *std::move(conflict);
}

std::string HandOf(const v1::PlanProposal& proposal) {
  return runtime::WriterOf(proposal.device(), proposal.principal());
}

void AddProposal(const v1::PlanEdit& edit, int64_t base, const Applied& applied,
                 v1::PlanConflict& conflict) {
  v1::PlanProposal proposal;
  *proposal.mutable_edit() = edit;
  proposal.set_principal(std::string(applied.recorded.actor()));
  proposal.set_organisation(applied.metadata.actor().organisation());
  proposal.set_device(applied.metadata.device());
  proposal.set_base_position(base);
  *proposal.mutable_recorded_at() = runtime::RecordedAt(applied.recorded);
  conflict.set_version(conflict.version() + 1);
  // As in the state of the rules: the same hand's later words take the place of its earlier ones.
  for (v1::PlanProposal& earlier : *conflict.mutable_proposals()) {
    if (HandOf(earlier) != HandOf(proposal)) continue;
    earlier = std::move(proposal);
    return;
  }
  *conflict.add_proposals() = std::move(proposal);
}

void ApplyRaised(const v1::PlanConflictRaised& raised, const Applied& applied) {
  v1::PlanConflict conflict;
  conflict.set_name(absl::StrCat(applied.plan.name(), "/conflicts/", applied.revision()));
  conflict.set_owner(applied.plan.owner());
  conflict.set_field(raised.field());
  conflict.set_state(v1::CONFLICT_STATE_OPEN);
  *conflict.mutable_raised_at() = runtime::RecordedAt(applied.recorded);
  AddProposal(raised.proposed(), raised.base_position(), applied, conflict);
  PutConflict(std::nullopt, conflict, applied.revision(), applied);
  applied.view.Put(kOpenConflictTable, ChangeKey(applied.plan.name(), raised.field()),
                   storage::EncodeUint64(static_cast<uint64_t>(applied.revision())));
}

absl::Status ApplyExtended(const v1::PlanConflictExtended& extended, const Applied& applied) {
  ASSIGN_OR_RETURN(const v1::PlanConflict before, FindConflict(extended.conflict(), applied));
  v1::PlanConflict conflict = before;
  AddProposal(extended.proposed(), extended.base_position(), applied, conflict);
  PutConflict(before, conflict, extended.conflict(), applied);
  return absl::OkStatus();
}

absl::Status CloseConflict(int64_t number, v1::ConflictState state, v1::ConflictChoice choice,
                           const Applied& applied) {
  ASSIGN_OR_RETURN(const v1::PlanConflict before, FindConflict(number, applied));
  v1::PlanConflict conflict = before;
  conflict.set_state(state);
  conflict.set_choice(choice);
  conflict.set_reason(applied.metadata.provenance().reason());
  PutConflict(before, conflict, number, applied);
  applied.view.Delete(kOpenConflictTable, ChangeKey(applied.plan.name(), conflict.field()));
  return absl::OkStatus();
}

// Whoever edits a field in conflict changes what the conflict is between.
absl::Status BumpConflict(const std::string& path, const Applied& applied) {
  if (applied.plan.open_conflicts() == 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::optional<std::string> open,
                   applied.view.Get(kOpenConflictTable, ChangeKey(applied.plan.name(), path)));
  if (!open.has_value()) return absl::OkStatus();
  const std::optional<uint64_t> number = storage::DecodeUint64(*open);
  if (!number.has_value()) return Missing("a conflict");
  ASSIGN_OR_RETURN(const v1::PlanConflict before,
                   FindConflict(static_cast<int64_t>(*number), applied));
  v1::PlanConflict conflict = before;
  conflict.set_version(before.version() + 1);
  PutConflict(before, conflict, static_cast<int64_t>(*number), applied);
  return absl::OkStatus();
}

// ---- Edits ----

absl::Status ApplyOrder(const v1::PlanEdit& edit, const Applied& applied) {
  if (!Adds(edit) && !edit.has_move_element()) return absl::OkStatus();
  const std::string key = PlanKey(applied.plan.name());
  ASSIGN_OR_RETURN(PlanOrder* const order,
                   applied.view.EditMessage<PlanOrder>(kOrderTable, key, /*is_new=*/false));
  ApplyToOrder(edit, *order);
  applied.view.PutMessage(kOrderTable, key, *order);
  return absl::OkStatus();
}

absl::Status ApplyEdit(const v1::PlanEdit& edit, bool merged, const Applied& applied) {
  const std::string& id = ElementOf(edit);
  if (id.empty()) {
    ApplyToHeader(edit, applied.plan);
    const std::string path = FieldOf(edit, nullptr).path;
    PutChange(path, applied);
    return BumpConflict(path, applied);
  }
  const std::string key = ElementKey(applied.plan.name(), id);
  ASSIGN_OR_RETURN(PlanElement* const element,
                   applied.view.EditMessage<PlanElement>(kElementTable, key, Adds(edit)));
  if (Adds(edit)) {
    *element = NewElement(edit);
  } else {
    if (element->kind_case() == PlanElement::KIND_NOT_SET) return Missing("an element");
    ApplyToElement(edit, *element);
  }
  applied.view.PutMessage(kElementTable, key, *element);
  const EditedField field = FieldOf(edit, element);
  const std::string& path = field.path;
  SetNeedsReview(path, merged, applied.plan);
  if (edit.has_remove_element()) ForgetReviews(path, applied.plan);
  PutChange(path, applied);
  // Differences show the offers of a place together.
  if (edit.has_place_offer()) PutChange(field.element_path + "/offers", applied);
  RETURN_IF_ERROR(BumpConflict(path, applied));
  if (path != field.element_path) RETURN_IF_ERROR(BumpConflict(field.element_path, applied));
  return ApplyOrder(edit, applied);
}

// ---- Revisions ----

absl::StatusOr<PlanRevisionRow> NextRevision(int number, v1::PlanRevisionKind kind,
                                             const v1::DecisionRef& decision,
                                             const Applied& applied) {
  PlanRevisionRow row;
  if (kind != v1::PLAN_REVISION_KIND_ADOPTED) {
    ASSIGN_OR_RETURN(std::optional<PlanRevisionRow> before,
                     applied.view.GetMessage<PlanRevisionRow>(
                         kRevisionTable, NumberedKey(applied.plan.name(), number - 1)));
    if (!before.has_value()) return Missing("a revision");
    row = *std::move(before);
  }
  v1::PlanRevision& revision = *row.mutable_revision();
  revision.set_name(absl::StrCat(applied.plan.name(), "/revisions/", number));
  revision.set_number(number);
  revision.set_kind(kind);
  *revision.mutable_decision() = decision;
  revision.mutable_position()->set_position(applied.position());
  *revision.mutable_recorded_at() = runtime::RecordedAt(applied.recorded);
  return row;
}

void PutRevision(const PlanRevisionRow& row, const Applied& applied) {
  applied.view.Put(kRevisionTable, NumberedKey(applied.plan.name(), row.revision().number()),
                   row.SerializeAsString());
}

absl::Status ApplyAdopted(const v1::PlanAdopted& adopted, const Applied& applied) {
  ASSIGN_OR_RETURN(PlanRevisionRow row,
                   NextRevision(adopted.revision(), v1::PLAN_REVISION_KIND_ADOPTED,
                                adopted.decision(), applied));
  *row.mutable_revision()->mutable_adoption_decision() = adopted.decision();
  *row.mutable_revision()->mutable_period() = adopted.period();
  row.set_text_position(applied.position());
  row.set_title(applied.plan.title());
  row.set_responsible_unit(applied.plan.responsible_unit());
  PutRevision(row, applied);
  return absl::OkStatus();
}

absl::Status ApplyExtendedPeriod(const v1::PlanExtended& extended, const Applied& applied) {
  ASSIGN_OR_RETURN(PlanRevisionRow row,
                   NextRevision(extended.revision(), v1::PLAN_REVISION_KIND_EXTENDED,
                                extended.decision(), applied));
  *row.mutable_revision()->mutable_period() = extended.period();
  PutRevision(row, applied);
  PutChange("period", applied);
  return absl::OkStatus();
}

absl::Status ApplyCorrected(const v1::PlanCorrected& corrected, const Applied& applied) {
  ASSIGN_OR_RETURN(PlanRevisionRow row,
                   NextRevision(corrected.revision(), v1::PLAN_REVISION_KIND_CORRECTED,
                                corrected.decision(), applied));
  if (row.revision().period().SerializeAsString() != corrected.period().SerializeAsString()) {
    PutChange("period", applied);
  }
  *row.mutable_revision()->mutable_period() = corrected.period();
  if (corrected.has_adoption_decision()) {
    *row.mutable_revision()->mutable_adoption_decision() = corrected.adoption_decision();
  }
  if (!corrected.title().empty()) {
    row.set_title(corrected.title());
    PutChange("title", applied);
  }
  if (!corrected.responsible_unit().empty()) {
    row.set_responsible_unit(corrected.responsible_unit());
    PutChange("responsible_unit", applied);
  }
  PutRevision(row, applied);
  return absl::OkStatus();
}

// ---- Everything else ----

void ApplyCreated(const Applied& applied) {
  for (const char* path : {"title", "period", "responsible_unit", "responsible"}) {
    PutChange(path, applied);
  }
  applied.view.Put(kByOwnerTable, OwnerKey(applied.plan.owner()) + PlanKey(applied.plan.name()),
                   applied.plan.name());
  if (applied.plan.municipal_plan().empty()) return;
  applied.view.Put(kByMunicipalTable,
                   PlanKey(applied.plan.municipal_plan()) + OwnerKey(applied.plan.owner()) +
                       PlanKey(applied.plan.name()),
                   applied.plan.name());
}

void ApplyStatement(const v1::PlanStatementReceived& received, const Applied& applied) {
  v1::PlanStatement statement;
  statement.set_entry(applied.revision());
  statement.set_organisation(received.organisation());
  statement.set_sender(received.sender());
  statement.set_text(received.text());
  *statement.mutable_received_on() = received.received_on();
  applied.view.Put(kStatementTable, NumberedKey(applied.plan.name(), applied.revision()),
                   statement.SerializeAsString());
}

// What an event does beside the header's life, which ApplyLife has seen to.
absl::Status ApplyFact(const Applied& applied) {
  const PlanEvent& event = applied.event;
  switch (event.event_case()) {
    case PlanEvent::kPlanCreated:
      ApplyCreated(applied);
      return absl::OkStatus();
    case PlanEvent::kPlanEdited:
      return ApplyEdit(event.plan_edited().edit(), event.plan_edited().merged(), applied);
    case PlanEvent::kPlanConflictRaised:
      ApplyRaised(event.plan_conflict_raised(), applied);
      return absl::OkStatus();
    case PlanEvent::kPlanConflictExtended:
      return ApplyExtended(event.plan_conflict_extended(), applied);
    case PlanEvent::kPlanConflictResolved: {
      const v1::PlanConflictResolved& resolved = event.plan_conflict_resolved();
      RETURN_IF_ERROR(CloseConflict(resolved.conflict(), v1::CONFLICT_STATE_RESOLVED,
                                    resolved.choice(), applied));
      return resolved.has_edit() ? ApplyEdit(resolved.edit(), /*merged=*/false, applied)
                                 : absl::OkStatus();
    }
    case PlanEvent::kPlanConflictObsoleted:
      return CloseConflict(event.plan_conflict_obsoleted().conflict(), v1::CONFLICT_STATE_OBSOLETE,
                           v1::CONFLICT_CHOICE_UNSPECIFIED, applied);
    case PlanEvent::kPlanStatementReceived:
      ApplyStatement(event.plan_statement_received(), applied);
      return absl::OkStatus();
    case PlanEvent::kPlanAdopted:
      return ApplyAdopted(event.plan_adopted(), applied);
    case PlanEvent::kPlanExtended:
      return ApplyExtendedPeriod(event.plan_extended(), applied);
    case PlanEvent::kPlanCorrected:
      return ApplyCorrected(event.plan_corrected(), applied);
    default:
      return absl::OkStatus();
  }
}

// Whether an event may change what a plan links to: of what it holds, only its header refers to
// other plans.
bool MovesLinks(const PlanEvent& event) {
  return event.has_plan_created() || event.has_plan_replaced() || event.has_plan_withdrawn();
}

std::set<runtime::FoundLink> LinksOf(const v1::Plan& header) {
  if (header.phase() == v1::PLAN_PHASE_WITHDRAWN) return {};
  return runtime::LinksIn(header);
}

}  // namespace

std::string PlanKey(const std::string& name) { return runtime::OrderedKey().Text(name).bytes(); }

std::string ElementKey(const std::string& plan, const std::string& element) {
  return runtime::OrderedKey().Text(plan).Text(element).bytes();
}

std::string NumberedKey(const std::string& plan, int64_t number) {
  return runtime::OrderedKey().Text(plan).Number(number).bytes();
}

std::string ChangeKey(const std::string& plan, const std::string& path) {
  return runtime::OrderedKey().Text(plan).Text(path).bytes();
}

std::string OwnerKey(const std::string& owner) { return runtime::OrderedKey().Text(owner).bytes(); }

std::string ConflictListKey(ConflictList list, const std::string& subject,
                            v1::ConflictState state) {
  return runtime::OrderedKey().Number(static_cast<int>(list)).Text(subject).Number(state).bytes();
}

absl::Status PlanProjection::Apply(const storage::RecordedEvent& event,
                                   const std::string& partnership, ViewWriter& view) const {
  if (runtime::CollectionOf(event.resource()) != "plans") return absl::OkStatus();
  const std::string name = runtime::WholeName(partnership, event.resource());
  const std::string key = PlanKey(name);
  const auto fact = runtime::DecodeEvent<PlanEvent>(event.type(), event.event());
  ASSIGN_OR_RETURN(v1::Plan* const plan,
                   view.EditMessage<v1::Plan>(kPlanTable, key, runtime::IsFirst(event)));
  v1::EventMetadata metadata;
  // Metadata that can't be read leaves the fact readable.
  if (!metadata.ParseFromArray(event.metadata().data(),
                               static_cast<int>(event.metadata().size()))) {
    metadata.Clear();
  }
  const runtime::LinkMove links(MovesLinks(fact), [plan] { return LinksOf(*plan); });
  plan->set_name(name);
  plan->set_revision(static_cast<int64_t>(event.revision().value()));
  const Applied applied{fact, event, partnership, metadata, *plan, view};
  for (const std::string& path : FieldsRestated(fact, *plan)) {
    RETURN_IF_ERROR(BumpConflict(path, applied));
  }
  ApplyLife(fact, *plan);
  RETURN_IF_ERROR(ApplyFact(applied));
  view.PutMessage(kPlanTable, key, *plan);
  links.Write(name, view);
  return absl::OkStatus();
}

absl::StatusOr<std::string> PlanProjection::TitleOf(const runtime::ViewReader& view,
                                                    const std::string& name) const {
  ASSIGN_OR_RETURN(const std::optional<v1::Plan> plan,
                   view.GetMessage<v1::Plan>(kPlanTable, PlanKey(name)));
  return plan.has_value() ? plan->title() : "";
}

}  // namespace samverk::plans

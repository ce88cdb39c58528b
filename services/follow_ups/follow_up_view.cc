#include "services/follow_ups/follow_up_view.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "google/protobuf/timestamp.pb.h"
#include "samverk/v1/follow_up_events.pb.h"
#include "services/runtime/event_codec.h"
#include "services/runtime/index.h"
#include "services/runtime/links.h"
#include "services/runtime/ordered_key.h"
#include "services/runtime/resource_name.h"

namespace samverk::follow_ups {
namespace {

using runtime::OrderedKey;
using runtime::ViewWriter;
using v1::FollowUpEvent;

// An event and what its rows say of where it stands.
struct Applied {
  explicit Applied(const storage::RecordedEvent& event)
      : revision(static_cast<int64_t>(event.revision().value())),
        recorded_at(runtime::RecordedAt(event)) {
    position.set_position(static_cast<int64_t>(event.position().value()));
  }

  int64_t revision;
  v1::LedgerPosition position;
  google::protobuf::Timestamp recorded_at;
};

// ---- Keys of the indexes of follow-ups

std::string ByYearKey(const v1::FollowUp& follow_up) {
  return OrderedKey()
      .Number(follow_up.year())
      .Text(follow_up.owner())
      .Text(follow_up.name())
      .bytes();
}

std::string ByOwnerKey(const v1::FollowUp& follow_up) {
  return OrderedKey()
      .Text(follow_up.owner())
      .Number(follow_up.year())
      .Text(follow_up.name())
      .bytes();
}

std::string ByPlanKey(const v1::FollowUp& follow_up) {
  return OrderedKey().Text(follow_up.plan()).bytes() + ByYearKey(follow_up);
}

std::string ByStateKey(const v1::FollowUp& follow_up) {
  return OrderedKey().Number(follow_up.state()).bytes() + ByYearKey(follow_up);
}

// ---- Links of what has rows of its own

using Links = std::set<runtime::FoundLink>;

// An indicator is of a place, or of the whole municipality.
Links LinksOf(const v1::IndicatorValue& value) {
  if (value.place().empty()) return {};
  return {{absl::StrCat("indicators/", value.entry(), "/place"), value.place()}};
}

// An assessment is of an element of the plan.
Links LinksOfAssessment(const std::string& element, const v1::FollowUp& follow_up) {
  return {{absl::StrCat("assessments/", element, "/plan"), follow_up.plan(), element}};
}

// ---- Indicators

// The keys of an indicator in the indexes; none of them ever changes.
struct IndicatorIndexKeys {
  explicit IndicatorIndexKeys(const v1::IndicatorValue& value) {
    const std::string end = OrderedKey().Text(value.follow_up()).Number(value.entry()).bytes();
    const std::string key = OrderedKey().Text(value.key()).bytes();
    const std::string owner = OrderedKey().Text(value.owner()).bytes();
    const std::string year = OrderedKey().Number(value.year()).bytes();
    by_key = key + owner + year + end;
    of_owner = owner + key + year + end;
    of_year = year + key + owner + end;
  }

  std::string by_key;
  std::string of_owner;
  std::string of_year;
};

void ApplyObserved(const v1::IndicatorObserved& observed, const Applied& applied,
                   v1::FollowUp& follow_up, ViewWriter& view) {
  v1::IndicatorValue value;
  value.set_follow_up(follow_up.name());
  value.set_entry(applied.revision);
  value.set_owner(follow_up.owner());
  value.set_plan(follow_up.plan());
  value.set_year(follow_up.year());
  value.set_key(observed.key());
  value.set_place(observed.place());
  *value.mutable_reading() = observed.reading();
  value.set_revision(applied.revision);
  *value.mutable_recorded_at() = applied.recorded_at;
  const std::string key = IndicatorKey(follow_up.name(), value.entry());
  view.Put(kIndicatorTable, key, value.SerializeAsString());
  const IndicatorIndexKeys indexed(value);
  view.Put(kByKeyTable, indexed.by_key, key);
  view.Put(kOfOwnerTable, indexed.of_owner, key);
  view.Put(kOfYearTable, indexed.of_year, key);
  runtime::MoveLinks(follow_up.name(), {}, LinksOf(value), view);
  follow_up.set_indicator_count(follow_up.indicator_count() + 1);
}

absl::StatusOr<v1::IndicatorValue> FindIndicator(const std::string& key, ViewWriter& view) {
  ASSIGN_OR_RETURN(std::optional<v1::IndicatorValue> value,
                   view.GetMessage<v1::IndicatorValue>(kIndicatorTable, key));
  if (!value.has_value()) return absl::DataLossError("an edit of an indicator that is not there");
  return *std::move(value);
}

absl::Status CorrectIndicator(const v1::IndicatorCorrection& correction, const Applied& applied,
                              const v1::FollowUp& follow_up, ViewWriter& view) {
  const std::string key = IndicatorKey(follow_up.name(), correction.entry());
  ASSIGN_OR_RETURN(v1::IndicatorValue value, FindIndicator(key, view));
  v1::FormerReading& former = *value.add_former();
  *former.mutable_reading() = value.reading();
  former.set_revision(value.revision());
  *former.mutable_recorded_at() = value.recorded_at();
  *value.mutable_reading() = correction.reading();
  value.set_revision(applied.revision);
  *value.mutable_recorded_at() = applied.recorded_at;
  value.set_corrected(true);
  view.Put(kIndicatorTable, key, value.SerializeAsString());
  return absl::OkStatus();
}

absl::Status RemoveIndicator(int64_t entry, v1::FollowUp& follow_up, ViewWriter& view) {
  const std::string key = IndicatorKey(follow_up.name(), entry);
  ASSIGN_OR_RETURN(const v1::IndicatorValue value, FindIndicator(key, view));
  view.Delete(kIndicatorTable, key);
  const IndicatorIndexKeys indexed(value);
  view.Delete(kByKeyTable, indexed.by_key);
  view.Delete(kOfOwnerTable, indexed.of_owner);
  view.Delete(kOfYearTable, indexed.of_year);
  runtime::MoveLinks(follow_up.name(), LinksOf(value), {}, view);
  follow_up.set_indicator_count(follow_up.indicator_count() - 1);
  return absl::OkStatus();
}

// ---- Assessments

absl::Status ApplyAssessed(const v1::ElementAssessed& assessed, const Applied& applied,
                           v1::FollowUp& follow_up, ViewWriter& view) {
  const std::string key = AssessmentKey(follow_up.name(), assessed.element());
  ASSIGN_OR_RETURN(std::optional<v1::ElementAssessment> before,
                   view.GetMessage<v1::ElementAssessment>(kAssessmentTable, key));
  v1::ElementAssessment row;
  if (before.has_value()) {
    row = *std::move(before);
    v1::FormerAssessment& former = *row.add_former();
    former.set_assessment(row.assessment());
    former.set_comment(row.comment());
    former.set_revision(row.revision());
    *former.mutable_recorded_at() = row.recorded_at();
  } else {
    row.set_follow_up(follow_up.name());
    row.set_plan(follow_up.plan());
    row.set_element(assessed.element());
    follow_up.set_assessment_count(follow_up.assessment_count() + 1);
    runtime::MoveLinks(follow_up.name(), {}, LinksOfAssessment(assessed.element(), follow_up),
                       view);
  }
  row.set_kind(assessed.kind());
  row.set_assessment(assessed.assessment());
  row.set_comment(assessed.comment());
  row.set_revision(applied.revision);
  *row.mutable_recorded_at() = applied.recorded_at;
  view.Put(kAssessmentTable, key, row.SerializeAsString());
  return absl::OkStatus();
}

// ---- The follow-up

absl::Status ApplyEdit(const v1::FollowUpEdit& edit, const Applied& applied,
                       v1::FollowUp& follow_up, ViewWriter& view) {
  switch (edit.edit_case()) {
    case v1::FollowUpEdit::kSummary:
      follow_up.set_summary(edit.summary());
      break;
    case v1::FollowUpEdit::kIndicator:
      return CorrectIndicator(edit.indicator(), applied, follow_up, view);
    case v1::FollowUpEdit::kRemoveIndicator:
      return RemoveIndicator(edit.remove_indicator(), follow_up, view);
    case v1::FollowUpEdit::kRemoveAssessment:
      view.Delete(kAssessmentTable, AssessmentKey(follow_up.name(), edit.remove_assessment()));
      runtime::MoveLinks(follow_up.name(), LinksOfAssessment(edit.remove_assessment(), follow_up),
                         {}, view);
      follow_up.set_assessment_count(follow_up.assessment_count() - 1);
      break;
    case v1::FollowUpEdit::EDIT_NOT_SET:
      break;
  }
  return absl::OkStatus();
}

void ApplySubmitted(const v1::FollowUpSubmitted& submitted, const Applied& applied,
                    v1::FollowUp& follow_up) {
  follow_up.set_state(v1::FOLLOW_UP_STATE_SUBMITTED);
  follow_up.set_changed_since_submission(false);
  follow_up.clear_missing();
  v1::FollowUpSubmission& submission = *follow_up.mutable_submission();
  submission.set_revision(applied.revision);
  *submission.mutable_position() = applied.position;
  *submission.mutable_submitted_at() = applied.recorded_at;
  submission.set_plan_revision(submitted.plan_revision());
  submission.mutable_plan_position()->set_position(submitted.plan_position());
}

void ApplyReturned(const v1::FollowUpReturned& returned, v1::FollowUp& follow_up) {
  if (follow_up.state() == v1::FOLLOW_UP_STATE_APPROVED) {
    follow_up.clear_approved();
    follow_up.clear_approved_at();
  }
  follow_up.set_state(v1::FOLLOW_UP_STATE_RETURNED);
  follow_up.set_missing(returned.missing());
}

absl::Status ApplyFact(const FollowUpEvent& event, const Applied& applied, v1::FollowUp& follow_up,
                       ViewWriter& view) {
  switch (event.event_case()) {
    case FollowUpEvent::kFollowUpOpened:
      follow_up.set_owner(event.follow_up_opened().owner());
      follow_up.set_plan(event.follow_up_opened().plan());
      follow_up.set_year(event.follow_up_opened().year());
      follow_up.set_state(v1::FOLLOW_UP_STATE_OPEN);
      break;
    case FollowUpEvent::kIndicatorObserved:
      ApplyObserved(event.indicator_observed(), applied, follow_up, view);
      break;
    case FollowUpEvent::kElementAssessed:
      RETURN_IF_ERROR(ApplyAssessed(event.element_assessed(), applied, follow_up, view));
      break;
    case FollowUpEvent::kFollowUpEdited:
      RETURN_IF_ERROR(ApplyEdit(event.follow_up_edited().edit(), applied, follow_up, view));
      break;
    case FollowUpEvent::kFollowUpSubmitted:
      ApplySubmitted(event.follow_up_submitted(), applied, follow_up);
      return absl::OkStatus();
    case FollowUpEvent::kFollowUpApproved:
      follow_up.set_state(v1::FOLLOW_UP_STATE_APPROVED);
      *follow_up.mutable_approved() = follow_up.submission();
      *follow_up.mutable_approved_at() = applied.recorded_at;
      return absl::OkStatus();
    case FollowUpEvent::kFollowUpReturned:
      ApplyReturned(event.follow_up_returned(), follow_up);
      return absl::OkStatus();
    case FollowUpEvent::kFollowUpWithdrawn:
      follow_up.set_state(v1::FOLLOW_UP_STATE_WITHDRAWN);
      follow_up.clear_approved();
      follow_up.clear_approved_at();
      return absl::OkStatus();
    case FollowUpEvent::EVENT_NOT_SET:
      return absl::OkStatus();
  }
  // What changed what it says.
  follow_up.set_changed_since_submission(follow_up.has_submission());
  return absl::OkStatus();
}

// Whether an event may move the follow-up in a list. Most are observations and the like.
bool MovesInIndexes(const FollowUpEvent& event) {
  return event.has_follow_up_opened() || event.has_follow_up_submitted() ||
         event.has_follow_up_approved() || event.has_follow_up_returned() ||
         event.has_follow_up_withdrawn();
}

absl::Status ApplyToFollowUp(const storage::RecordedEvent& event, const std::string& name,
                             ViewWriter& view) {
  const auto fact = runtime::DecodeEvent<FollowUpEvent>(event.type(), event.event());
  const Applied applied(event);
  const std::string key = NameKey(name);
  ASSIGN_OR_RETURN(v1::FollowUp* const follow_up,
                   view.EditMessage<v1::FollowUp>(kFollowUpTable, key, runtime::IsFirst(event)));
  std::optional<v1::FollowUp> before;
  if (MovesInIndexes(fact) && !follow_up->name().empty()) before = *follow_up;
  follow_up->set_name(name);
  follow_up->set_revision(applied.revision);
  RETURN_IF_ERROR(ApplyFact(fact, applied, *follow_up, view));
  view.PutMessage(kFollowUpTable, key, *follow_up);
  // What it is of never changes.
  if (runtime::IsFirst(event)) runtime::MoveLinks(name, {}, runtime::LinksIn(*follow_up), view);
  if (fact.has_follow_up_withdrawn()) RETURN_IF_ERROR(runtime::DeleteLinks(name, view));
  if (!MovesInIndexes(fact)) return absl::OkStatus();
  runtime::MoveIndex(kByYearTable, ByYearKey, before, *follow_up, view);
  runtime::MoveIndex(kByOwnerTable, ByOwnerKey, before, *follow_up, view);
  runtime::MoveIndex(kByPlanTable, ByPlanKey, before, *follow_up, view);
  runtime::MoveIndex(kByStateTable, ByStateKey, before, *follow_up, view);
  return absl::OkStatus();
}

// ---- Compilations

// What it is based on.
Links LinksOf(const v1::FollowUpCompilation& compilation) {
  if (compilation.withdrawn()) return {};
  return runtime::LinksIn(compilation);
}

void ApplyCompiled(const v1::FollowUpsCompiled& compiled, const Applied& applied,
                   v1::FollowUpCompilation& compilation) {
  compilation.set_owner(compiled.owner());
  compilation.set_year(compiled.year());
  compilation.set_text(compiled.text());
  *compilation.mutable_municipalities() = compiled.municipalities();
  compilation.clear_basis();
  compilation.clear_missing();
  compilation.set_withdrawn(false);
  *compilation.mutable_compiled_at() = applied.recorded_at;
  int next = 0;  // The bases are in the order of municipalities.
  for (const std::string& municipality : compiled.municipalities()) {
    if (next == compiled.basis_size() || compiled.basis(next).municipality() != municipality) {
      compilation.add_missing(municipality);
      continue;
    }
    const v1::CompiledFollowUp& each = compiled.basis(next++);
    v1::FollowUpBasis& basis = *compilation.add_basis();
    basis.set_municipality(municipality);
    basis.set_follow_up(each.follow_up());
    basis.set_revision(each.submission());
    basis.mutable_position()->set_position(each.position());
    basis.set_plan(each.plan());
    basis.set_plan_revision(each.plan_revision());
  }
}

absl::Status ApplyToCompilation(const storage::RecordedEvent& event, const std::string& name,
                                ViewWriter& view) {
  const auto fact = runtime::DecodeEvent<v1::FollowUpCompilationEvent>(event.type(), event.event());
  const Applied applied(event);
  const std::string key = NameKey(name);
  ASSIGN_OR_RETURN(
      v1::FollowUpCompilation* const compilation,
      view.EditMessage<v1::FollowUpCompilation>(kCompilationTable, key, runtime::IsFirst(event)));
  const runtime::LinkMove links(/*may_move=*/true, [compilation] { return LinksOf(*compilation); });
  compilation->set_name(name);
  compilation->set_revision(applied.revision);
  if (fact.has_follow_ups_compiled()) {
    ApplyCompiled(fact.follow_ups_compiled(), applied, *compilation);
  } else if (fact.has_follow_up_compilation_withdrawn()) {
    compilation->set_withdrawn(true);
  }
  view.PutMessage(kCompilationTable, key, *compilation);
  links.Write(name, view);
  return absl::OkStatus();
}

}  // namespace

std::string NameKey(const std::string& name) { return OrderedKey().Text(name).bytes(); }

std::string IndicatorKey(const std::string& follow_up, int64_t entry) {
  return OrderedKey().Text(follow_up).Number(entry).bytes();
}

std::string AssessmentKey(const std::string& follow_up, const std::string& element) {
  return OrderedKey().Text(follow_up).Text(element).bytes();
}

absl::Status FollowUpProjection::Apply(const storage::RecordedEvent& event,
                                       const std::string& partnership, ViewWriter& view) const {
  const absl::string_view collection = runtime::CollectionOf(event.resource());
  const std::string name = runtime::WholeName(partnership, event.resource());
  if (collection == "followUps") return ApplyToFollowUp(event, name, view);
  if (collection == "followUpCompilations") return ApplyToCompilation(event, name, view);
  return absl::OkStatus();
}

// Made of what they are: they have no titles. Whose they are, this view has no words for.
absl::StatusOr<std::string> FollowUpProjection::TitleOf(const runtime::ViewReader& view,
                                                        const std::string& name) const {
  ASSIGN_OR_RETURN(const std::optional<v1::FollowUp> follow_up,
                   view.GetMessage<v1::FollowUp>(kFollowUpTable, NameKey(name)));
  if (follow_up.has_value()) return absl::StrCat("Uppföljning ", follow_up->year());
  ASSIGN_OR_RETURN(const std::optional<v1::FollowUpCompilation> compilation,
                   view.GetMessage<v1::FollowUpCompilation>(kCompilationTable, NameKey(name)));
  if (compilation.has_value()) return absl::StrCat("Sammanställning ", compilation->year());
  return std::string();
}

}  // namespace samverk::follow_ups

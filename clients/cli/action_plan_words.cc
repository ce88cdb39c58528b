#include "clients/cli/action_plan_words.h"

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"

namespace samverk {
namespace {

// What is shown of a text in a history, and of a measure's text where it stands for the measure.
constexpr size_t kTextColumns = 120;
constexpr size_t kMeasureColumns = 40;

std::string Unknown(int value) { return absl::StrCat("okänd (", value, ")"); }

std::string ShortId(absl::string_view name) {
  constexpr size_t kShortIdChars = 8;
  return std::string(LastPart(name).substr(0, kShortIdChars));
}

// What the measure was called when it was added; the beginning of its id where that is not known.
std::string Called(const std::string& measure, const OrganisationNames& names) {
  std::string name = names.Of(measure);
  return name == measure ? ShortId(measure) : name;
}

std::string DayOrNone(bool is_set, const google::type::Date& day) {
  return is_set ? FormatDate(day) : "inget datum";
}

std::string Financing(const std::string& text, bool has_amount, int64_t sek) {
  std::string words = text;
  if (has_amount) absl::StrAppend(&words, words.empty() ? "" : ", ", FormatKronor(sek));
  return words;
}

// `rubrik: Ny`, `Byt cistern: klart: 2019-12-31`.
std::string Edited(const v1::ActionPlanEdit& edit, const OrganisationNames& names) {
  using Edit = v1::ActionPlanEdit;
  const auto of = [&names](const std::string& measure, absl::string_view field,
                           absl::string_view value) {
    return absl::StrCat(Called(measure, names), ": ", field, ": ",
                        value.empty() ? "(inget)" : Fit(value, kTextColumns));
  };
  switch (edit.edit_case()) {
    case Edit::kTitle:
      return absl::StrCat("rubrik: ", edit.title());
    case Edit::kDescription:
      return absl::StrCat("beskrivning: ", Fit(edit.description(), kTextColumns));
    case Edit::kYear:
      return absl::StrCat("år: ", edit.year());
    case Edit::kAddMeasure:
      return absl::StrCat("ny åtgärd: ", Fit(edit.add_measure().text(), kTextColumns));
    case Edit::kMeasureText:
      return of(edit.measure_text().measure(), "text", edit.measure_text().text());
    case Edit::kMeasureResponsible:
      return of(edit.measure_responsible().measure(), "ansvarig",
                names.Of(edit.measure_responsible().responsible()));
    case Edit::kMeasureFinancing: {
      const v1::ActionPlanMeasureFinancing& paid = edit.measure_financing();
      return of(paid.measure(), "finansiering",
                Financing(paid.financing(), paid.has_amount_sek(), paid.amount_sek()));
    }
    case Edit::kMeasureDeadline:
      return of(
          edit.measure_deadline().measure(), "klart",
          DayOrNone(edit.measure_deadline().has_deadline(), edit.measure_deadline().deadline()));
    case Edit::kMeasurePlan:
      return of(edit.measure_plan().measure(), "serviceplan",
                PlanLinkInWords(edit.measure_plan().plan_link()));
    case Edit::kMeasureLink:
      return of(edit.measure_link().measure(),
                edit.measure_link().linked() ? "ny länk" : "länk borttagen",
                WithoutParent(edit.measure_link().link()));
    case Edit::kRemoveMeasure:
      return absl::StrCat(Called(edit.remove_measure(), names), ": borttagen");
    case Edit::kAdoptionDecision:
      return absl::StrCat("antagen genom ", FormatDecision(edit.adoption_decision()));
    case Edit::kSummary:
      return absl::StrCat("sammanfattning: ", Fit(edit.summary(), kTextColumns));
    case Edit::EDIT_NOT_SET:
      break;
  }
  return "";
}

}  // namespace

std::string InSwedish(v1::ActionPlanScope scope) {
  switch (scope) {
    case v1::ACTION_PLAN_SCOPE_PARTNERSHIP:
      return "partnerskapet";
    case v1::ACTION_PLAN_SCOPE_MUNICIPALITY:
      return "kommun";
    default:
      return Unknown(scope);
  }
}

std::string InSwedish(v1::ActionPlanState state) {
  switch (state) {
    case v1::ACTION_PLAN_STATE_DRAFT:
      return "utkast";
    case v1::ACTION_PLAN_STATE_ADOPTED:
      return "antagen";
    case v1::ACTION_PLAN_STATE_CLOSED:
      return "avslutad";
    case v1::ACTION_PLAN_STATE_WITHDRAWN:
      return "återkallad";
    default:
      return Unknown(state);
  }
}

std::string InSwedish(v1::ActionPlanMeasureStatus status) {
  switch (status) {
    case v1::ACTION_PLAN_MEASURE_STATUS_PLANNED:
      return "planerad";
    case v1::ACTION_PLAN_MEASURE_STATUS_UNDER_WAY:
      return "pågår";
    case v1::ACTION_PLAN_MEASURE_STATUS_DONE:
      return "klar";
    case v1::ACTION_PLAN_MEASURE_STATUS_DROPPED:
      return "struken";
    default:
      return Unknown(status);
  }
}

std::string StatusInWords(const v1::ActionPlanMeasure& measure) {
  std::string words = InSwedish(measure.status());
  if (measure.has_progress_percent()) {
    absl::StrAppend(&words, ", ", measure.progress_percent(), " procent");
  }
  return words;
}

std::string FinancingInWords(const v1::ActionPlanMeasure& measure) {
  return Financing(measure.financing(), measure.has_amount_sek(), measure.amount_sek());
}

std::string PlanLinkInWords(const v1::MeasurePlanLink& link) {
  std::string words(WithoutParent(link.plan()));
  if (!link.plan_element().empty()) absl::StrAppend(&words, " #", ShortId(link.plan_element()));
  if (link.plan_revision() > 0) absl::StrAppend(&words, ", revidering ", link.plan_revision());
  return words;
}

void AddMeasureNames(const v1::RecordedEvent& event, OrganisationNames& names) {
  v1::ActionPlanEdited edited;
  v1::ActionPlanCorrected corrected;
  const v1::ActionPlanEdit* edit = nullptr;
  if (event.event().UnpackTo(&edited)) edit = &edited.edit();
  if (event.event().UnpackTo(&corrected)) edit = &corrected.edit();
  if (edit == nullptr || !edit->has_add_measure()) return;
  names.Add(edit->add_measure().measure(), Fit(edit->add_measure().text(), kMeasureColumns));
}

std::string InWords(const v1::ActionPlanCreated& event, const OrganisationNames& names) {
  return absl::StrCat("handlingsplan för ", event.year(), " påbörjad av ", names.Of(event.owner()),
                      ": ", event.title());
}

std::string InWords(const v1::ActionPlanEdited& event, const OrganisationNames& names) {
  return absl::StrCat("ändrad: ", Edited(event.edit(), names));
}

std::string InWords(const v1::ActionPlanCorrected& event, const OrganisationNames& names) {
  return absl::StrCat("rättad: ", Edited(event.edit(), names));
}

std::string InWords(const v1::ActionPlanAdopted& event, const OrganisationNames&) {
  return absl::StrCat("antagen genom ", FormatDecision(event.decision()));
}

std::string InWords(const v1::MeasureProgressReported& event, const OrganisationNames& names) {
  std::string words = absl::StrCat(Called(event.measure(), names), ": ", InSwedish(event.status()));
  if (event.has_progress_percent()) {
    absl::StrAppend(&words, ", ", event.progress_percent(), " procent");
  }
  if (!event.comment().empty()) {
    absl::StrAppend(&words, ": ", Fit(event.comment(), kTextColumns));
  }
  return words;
}

std::string InWords(const v1::MeasureDeadlineMoved& event, const OrganisationNames& names) {
  return absl::StrCat(Called(event.measure(), names), ": flyttad från ",
                      DayOrNone(event.has_from(), event.from()), " till ", FormatDate(event.to()),
                      ": ", event.reason());
}

std::string InWords(const v1::ActionPlanClosed& event, const OrganisationNames&) {
  return absl::StrCat("avslutad för året: ", Fit(event.summary(), kTextColumns));
}

std::string InWords(const v1::ActionPlanReopened&, const OrganisationNames&) {
  return "öppnad igen";
}

std::string InWords(const v1::ActionPlanWithdrawn&, const OrganisationNames&) {
  return "återkallad";
}

std::string InWords(const v1::ActionPlanYearClaimed& event, const OrganisationNames&) {
  return absl::StrCat(ShortId(event.action_plan()), " är handlingsplan för ", event.year());
}

std::string InWords(const v1::ActionPlanYearReleased& event, const OrganisationNames&) {
  return absl::StrCat(ShortId(event.action_plan()), " är inte längre handlingsplan för ",
                      event.year());
}

}  // namespace samverk

#include "clients/cli/plan_event_words.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/civil_date.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"

namespace samverk {
namespace {

// What is shown of a text in a history.
constexpr size_t kTextColumns = 120;

std::string ShortName(const std::string& plan) {
  constexpr size_t kShortIdChars = 8;
  return std::string(LastPart(plan).substr(0, kShortIdChars));
}

// `Syfte och mål: text: Kommunen ska …`.
std::string Edited(const v1::PlanEdit& edit, const OrganisationNames& names) {
  ElementTitles titles;
  // What is not known stays its own name, and is cut.
  for (const std::string& id :
       {ElementOf(edit), edit.move_element().after(), edit.measure_goal().goal()}) {
    if (names.Of(id) != id) titles.Add(id, names.Of(id));
  }
  std::string words = EditInWords(edit, titles);
  if (edit.edit_case() == v1::PlanEdit::kRemoveElement) return words;
  if (const std::string value = EditValueInWords(edit, titles); !value.empty()) {
    absl::StrAppend(&words, ": ", Fit(value, kTextColumns));
  }
  return words;
}

}  // namespace

void AddElementNames(const v1::RecordedEvent& event, OrganisationNames& names) {
  v1::PlanEdited edited;
  const bool is_edit = event.type() == v1::PlanEdited::descriptor()->full_name() &&
                       edited.ParseFromString(event.event().value());
  if (!is_edit) return;
  ElementTitles titles;
  titles.Add(edited.edit());
  const std::string element = ElementOf(edited.edit());
  if (const std::string title = titles.Of(element); element.rfind(title, 0) != 0) {
    names.Add(element, title);
  }
}

std::string InWords(const v1::PlanCreated& event, const OrganisationNames& names) {
  std::string words = absl::StrCat("påbörjad av ", names.Of(event.owner()), ": ", event.title());
  if (event.has_period()) absl::StrAppend(&words, ", för ", FormatPeriod(event.period()));
  return words;
}

std::string InWords(const v1::PlanEdited& event, const OrganisationNames& names) {
  return absl::StrCat(event.merged() ? "sammanfogad: " : "ändrad: ", Edited(event.edit(), names));
}

std::string InWords(const v1::PlanConflictRaised& event, const OrganisationNames& names) {
  return absl::StrCat("konflikt: ", Edited(event.proposed(), names));
}

std::string InWords(const v1::PlanConflictExtended& event, const OrganisationNames& names) {
  return absl::StrCat("konflikt ", event.conflict(),
                      ", nytt förslag: ", Edited(event.proposed(), names));
}

std::string InWords(const v1::PlanConflictResolved& event, const OrganisationNames& names) {
  std::string words = absl::StrCat("konflikt ", event.conflict(), " avgjord: ");
  if (event.choice() == v1::CONFLICT_CHOICE_TAKE) {
    // People count from one.
    absl::StrAppend(&words, "förslag ", event.proposal() + 1, " togs");
  } else {
    absl::StrAppend(&words, InSwedish(event.choice()));
  }
  if (event.has_edit()) absl::StrAppend(&words, "; ", Edited(event.edit(), names));
  return words;
}

std::string InWords(const v1::PlanConflictObsoleted& event, const OrganisationNames&) {
  return absl::StrCat("konflikt ", event.conflict(), " inaktuell: det den gällde är borttaget");
}

std::string InWords(const v1::PlanConsultationOpened& event, const OrganisationNames& names) {
  std::vector<std::string> invited;
  for (const std::string& organisation : event.invited()) invited.push_back(names.Of(organisation));
  return absl::StrCat("på samråd till ", FormatDate(event.answer_by()), invited.empty() ? "" : ": ",
                      absl::StrJoin(invited, ", "));
}

std::string InWords(const v1::PlanStatementReceived& event, const OrganisationNames& names) {
  return absl::StrCat(
      "yttrande från ",
      event.organisation().empty() ? event.sender() : names.Of(event.organisation()), " ",
      FormatDate(event.received_on()), ": ", Fit(event.text(), kTextColumns));
}

std::string InWords(const v1::PlanProposed&, const OrganisationNames&) { return "föreslagen"; }

std::string InWords(const v1::PlanProposalRecalled&, const OrganisationNames&) {
  return "förslaget taget tillbaka";
}

std::string InWords(const v1::PlanAdopted& event, const OrganisationNames&) {
  std::string words =
      absl::StrCat("antagen: revidering ", event.revision(), ", gäller ",
                   FormatPeriod(event.period()), ", ", FormatDecision(event.decision()));
  if (!event.replaces().empty()) {
    absl::StrAppend(&words, ", ersätter ", ShortName(event.replaces()));
  }
  return words;
}

std::string InWords(const v1::PlanExtended& event, const OrganisationNames&) {
  return absl::StrCat("förlängd: revidering ", event.revision(), ", gäller ",
                      FormatPeriod(event.period()), ", ", FormatDecision(event.decision()));
}

std::string InWords(const v1::PlanCorrected& event, const OrganisationNames&) {
  std::string words = absl::StrCat("rättad: revidering ", event.revision(), ", gäller ",
                                   FormatPeriod(event.period()));
  if (!event.title().empty()) absl::StrAppend(&words, ", rubrik: ", event.title());
  if (!event.responsible_unit().empty()) {
    absl::StrAppend(&words, ", ansvarig enhet: ", event.responsible_unit());
  }
  if (event.has_adoption_decision()) {
    absl::StrAppend(&words, ", antagen genom ", FormatDecision(event.adoption_decision()));
  }
  return absl::StrCat(words, ", ", FormatDecision(event.decision()));
}

std::string InWords(const v1::PlanReplaced& event, const OrganisationNames&) {
  return absl::StrCat("ersatt av ", ShortName(event.by()), " från ", FormatDate(event.from_date()));
}

std::string InWords(const v1::PlanRepealed& event, const OrganisationNames&) {
  return absl::StrCat("upphävd från ", FormatDate(event.from_date()), ", ",
                      FormatDecision(event.decision()));
}

std::string InWords(const v1::PlanWithdrawn&, const OrganisationNames&) { return "återkallad"; }

std::string InWords(const v1::PlanInForceSet& event, const OrganisationNames&) {
  std::vector<std::string> periods;
  for (const v1::DatePeriod& period : event.periods()) periods.push_back(FormatPeriod(period));
  return absl::StrCat(ShortName(event.plan()), " gäller ",
                      periods.empty() ? "inte" : absl::StrJoin(periods, ", "));
}

}  // namespace samverk

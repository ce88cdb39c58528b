#include "clients/cli/national_issue_words.h"

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"

namespace samverk {
namespace {

// What is shown of a text in a history.
constexpr size_t kTextColumns = 120;

std::string Unknown(int value) { return absl::StrCat("okänd (", value, ")"); }

std::string Text(absl::string_view text) { return Fit(text, kTextColumns); }

// `, RUN 2019/7` of a reference, if there is one.
std::string Reference(const std::string& reference) {
  return reference.empty() ? "" : absl::StrCat(", ", reference);
}

std::string Concluded(const v1::IssueConclusion& conclusion) {
  std::string words =
      absl::StrCat(FormatDate(conclusion.closed_on()), ", ", InSwedish(conclusion.outcome()));
  if (!conclusion.text().empty()) absl::StrAppend(&words, ": ", Text(conclusion.text()));
  return words;
}

}  // namespace

std::string InSwedish(v1::NationalIssueState state) {
  switch (state) {
    case v1::NATIONAL_ISSUE_STATE_RAISED:
      return "väckt";
    case v1::NATIONAL_ISSUE_STATE_SUBMITTED:
      return "inlämnad";
    case v1::NATIONAL_ISSUE_STATE_ANSWERED:
      return "besvarad";
    case v1::NATIONAL_ISSUE_STATE_CLOSED:
      return "avslutad";
    case v1::NATIONAL_ISSUE_STATE_WITHDRAWN:
      return "återkallad";
    default:
      return Unknown(state);
  }
}

std::string InSwedish(v1::NationalIssueOutcome outcome) {
  switch (outcome) {
    case v1::NATIONAL_ISSUE_OUTCOME_ACHIEVED:
      return "genomslag";
    case v1::NATIONAL_ISSUE_OUTCOME_PARTLY_ACHIEVED:
      return "delvis genomslag";
    case v1::NATIONAL_ISSUE_OUTCOME_NOT_ACHIEVED:
      return "inget genomslag";
    case v1::NATIONAL_ISSUE_OUTCOME_LAPSED:
      return "inte längre aktuell";
    default:
      return Unknown(outcome);
  }
}

std::string InWords(const v1::NationalIssueRaised& event, const OrganisationNames& names) {
  return absl::StrCat("väckt ", FormatDate(event.raised_on()), " av ", names.Of(event.owner()),
                      ": ", event.title());
}

std::string InWords(const v1::NationalIssueBacked& event, const OrganisationNames& names) {
  return absl::StrCat(names.Of(event.organisation()), " ställer sig bakom");
}

std::string InWords(const v1::BackingTakenBack& event, const OrganisationNames& names) {
  return absl::StrCat(names.Of(event.organisation()), " ställer sig inte längre bakom");
}

std::string InWords(const v1::NationalIssueSubmitted& event, const OrganisationNames& names) {
  return absl::StrCat("inlämnad till ", names.Of(event.agency()), " ",
                      FormatDate(event.submitted_on()), Reference(event.reference()));
}

std::string InWords(const v1::NationalIssueAnswered& event, const OrganisationNames&) {
  return absl::StrCat("svar på omgång ", event.round(), " ", FormatDate(event.answered_on()),
                      Reference(event.reference()),
                      event.by_agency() ? ", av myndigheten själv" : "", ": ", Text(event.text()));
}

std::string InWords(const v1::NationalIssueClosed& event, const OrganisationNames&) {
  return absl::StrCat("avslutad ", Concluded(event.conclusion()));
}

std::string InWords(const v1::NationalIssueReopened&, const OrganisationNames&) {
  return "öppnad igen";
}

std::string InWords(const v1::NationalIssueEdited& event, const OrganisationNames&) {
  const v1::NationalIssueEdit& edit = event.edit();
  switch (edit.edit_case()) {
    case v1::NationalIssueEdit::kTitle:
      return absl::StrCat("rubriken rättad: ", edit.title());
    case v1::NationalIssueEdit::kText:
      return absl::StrCat("beskrivningen rättad: ", Text(edit.text()));
    case v1::NationalIssueEdit::kAskedFor:
      return absl::StrCat("begäran rättad: ", Text(edit.asked_for()));
    case v1::NationalIssueEdit::kGrounds:
      return absl::StrCat("skälen rättade: ", Text(edit.grounds()));
    case v1::NationalIssueEdit::kRaisedOn:
      return absl::StrCat("dagen då den väcktes rättad: ", FormatDate(edit.raised_on()));
    case v1::NationalIssueEdit::kLinks:
      return absl::StrCat("länkarna rättade: ", Count(edit.links().links_size(), "länk", "länkar"));
    case v1::NationalIssueEdit::kRound:
      return absl::StrCat("omgång ", edit.round().entry(),
                          " rättad: ", FormatDate(edit.round().submitted_on()),
                          Reference(edit.round().reference()));
    case v1::NationalIssueEdit::kAnswer:
      return absl::StrCat("svar ", edit.answer().entry(),
                          " rättat: ", FormatDate(edit.answer().answered_on()), ": ",
                          Text(edit.answer().text()));
    case v1::NationalIssueEdit::kConclusion:
      return absl::StrCat("utfallet rättat: ", Concluded(edit.conclusion()));
    case v1::NationalIssueEdit::kRemoveEntry:
      return absl::StrCat("post ", edit.remove_entry(), " borttagen");
    case v1::NationalIssueEdit::EDIT_NOT_SET:
      break;
  }
  return "rättad";
}

std::string InWords(const v1::NationalIssueWithdrawn&, const OrganisationNames&) {
  return "återkallad";
}

}  // namespace samverk

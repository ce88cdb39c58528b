#include "clients/cli/follow_up_event_words.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/follow_up_words.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"

namespace samverk {
namespace {

// What is shown of a text in a history.
constexpr size_t kTextColumns = 120;

std::string Beginning(absl::string_view id) { return ShortIds({std::string(id)}).front(); }

std::string Text(absl::string_view text) { return Fit(text, kTextColumns); }

}  // namespace

std::string InWords(const v1::FollowUpOpened& event, const OrganisationNames& names) {
  return absl::StrCat("öppnad för ", event.year(), " av ", names.Of(event.owner()), ", plan ",
                      Beginning(event.plan()));
}

std::string InWords(const v1::IndicatorObserved& event, const OrganisationNames&) {
  std::string words = absl::StrCat("indikator ", event.key());
  if (!event.place().empty()) absl::StrAppend(&words, " i ", Beginning(event.place()));
  return absl::StrCat(words, ": ", Text(ReadingInWords(event.reading())));
}

std::string InWords(const v1::ElementAssessed& event, const OrganisationNames&) {
  std::string words = absl::StrCat(InSwedish(event.kind()), " ", Beginning(event.element()), ": ",
                                   InSwedish(event.assessment(), event.kind()));
  if (!event.comment().empty()) absl::StrAppend(&words, ": ", Text(event.comment()));
  return words;
}

std::string InWords(const v1::FollowUpEdited& event, const OrganisationNames&) {
  const v1::FollowUpEdit& edit = event.edit();
  switch (edit.edit_case()) {
    case v1::FollowUpEdit::kSummary:
      return absl::StrCat("sammanfattning: ", Text(edit.summary()));
    case v1::FollowUpEdit::kIndicator:
      return absl::StrCat("indikator ", edit.indicator().entry(),
                          " rättad: ", Text(ReadingInWords(edit.indicator().reading())));
    case v1::FollowUpEdit::kRemoveIndicator:
      return absl::StrCat("indikator ", edit.remove_indicator(), " borttagen");
    case v1::FollowUpEdit::kRemoveAssessment:
      return absl::StrCat("bedömningen av ", Beginning(edit.remove_assessment()), " borttagen");
    case v1::FollowUpEdit::EDIT_NOT_SET:
      break;
  }
  return "ändrad";
}

std::string InWords(const v1::FollowUpSubmitted& event, const OrganisationNames&) {
  if (event.plan_revision() == 0) return "inlämnad";
  return absl::StrCat("inlämnad, jämförs med planens revidering ", event.plan_revision());
}

std::string InWords(const v1::FollowUpApproved& event, const OrganisationNames&) {
  return absl::StrCat("godkänd, som inlämnad i version ", event.submission());
}

std::string InWords(const v1::FollowUpReturned& event, const OrganisationNames&) {
  return absl::StrCat("skickad tillbaka: ", Text(event.missing()));
}

std::string InWords(const v1::FollowUpWithdrawn&, const OrganisationNames&) { return "återkallad"; }

std::string InWords(const v1::FollowUpStandingSet& event, const OrganisationNames&) {
  std::string words = absl::StrCat(Beginning(event.follow_up()), " följer upp plan ",
                                   Beginning(event.plan()), " för ", event.year());
  if (event.submission() > 0) absl::StrAppend(&words, ", godkänd i version ", event.submission());
  return words;
}

std::string InWords(const v1::FollowUpStandingRemoved& event, const OrganisationNames&) {
  return absl::StrCat(Beginning(event.follow_up()), " gäller inte längre");
}

std::string InWords(const v1::FollowUpsCompiled& event, const OrganisationNames&) {
  return absl::StrCat(event.year(), " sammanställt: ", event.basis_size(), " av ",
                      Count(event.municipalities_size(), "kommun", "kommuner"));
}

std::string InWords(const v1::FollowUpCompilationWithdrawn&, const OrganisationNames&) {
  return "återkallad";
}

}  // namespace samverk

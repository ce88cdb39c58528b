#include "clients/cli/exchange_words.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/civil_date.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/table.h"

namespace samverk {
namespace {

// What is shown of a text in a history.
constexpr size_t kTextColumns = 120;

std::string Cut(absl::string_view text) { return Fit(text, kTextColumns); }

}  // namespace

std::string InSwedish(v1::ExchangeKind kind) {
  switch (kind) {
    case v1::EXCHANGE_KIND_EXPERIENCE:
      return "erfarenhet";
    case v1::EXCHANGE_KIND_QUESTION:
      return "fråga";
    default:
      return absl::StrCat("okänd (", static_cast<int>(kind), ")");
  }
}

std::string InSwedish(v1::ExchangeState state) {
  switch (state) {
    case v1::EXCHANGE_STATE_SHARED:
      return "delad";
    case v1::EXCHANGE_STATE_OPEN:
      return "öppen";
    case v1::EXCHANGE_STATE_ANSWERED:
      return "besvarad";
    case v1::EXCHANGE_STATE_CLOSED:
      return "avslutad";
    case v1::EXCHANGE_STATE_WITHDRAWN:
      return "återkallad";
    default:
      return absl::StrCat("okänd (", static_cast<int>(state), ")");
  }
}

std::string InWords(const v1::ExperienceShared& event, const OrganisationNames& names) {
  return absl::StrCat("erfarenhet delad av ", names.Of(event.owner()), " ",
                      FormatDate(event.shared_on()), ": ", event.title());
}

std::string InWords(const v1::QuestionAsked& event, const OrganisationNames& names) {
  return absl::StrCat("fråga från ", names.Of(event.owner()), " ", FormatDate(event.shared_on()),
                      ": ", event.title());
}

std::string InWords(const v1::ExchangeAnswerGiven& event, const OrganisationNames& names) {
  return absl::StrCat("svar från ", names.Of(event.organisation()), ": ", Cut(event.text()));
}

std::string InWords(const v1::ExchangeAnswerCorrected& event, const OrganisationNames&) {
  return absl::StrCat("svar ", event.entry(), " rättat: ", Cut(event.text()));
}

std::string InWords(const v1::ExchangeAnswerRemoved& event, const OrganisationNames&) {
  return absl::StrCat("svar ", event.entry(), " borttaget");
}

std::string InWords(const v1::AnswerAccepted& event, const OrganisationNames&) {
  return absl::StrCat("besvarad av svar ", event.entry());
}

std::string InWords(const v1::QuestionClosed&, const OrganisationNames&) { return "avslutad"; }

std::string InWords(const v1::QuestionReopened&, const OrganisationNames&) { return "öppnad igen"; }

std::string InWords(const v1::ExchangeAdopted& event, const OrganisationNames& names) {
  std::string words = absl::StrCat("tillämpas av ", names.Of(event.organisation()), " sedan ",
                                   FormatDate(event.adopted_on()));
  if (!event.how().empty()) absl::StrAppend(&words, ": ", Cut(event.how()));
  return words;
}

std::string InWords(const v1::AdoptionResultRecorded& event, const OrganisationNames& names) {
  return absl::StrCat("resultat hos ", names.Of(event.organisation()), " ",
                      FormatDate(event.result_on()), ": ", Cut(event.result()));
}

std::string InWords(const v1::AdoptionWithdrawn& event, const OrganisationNames& names) {
  return absl::StrCat("tillämpas inte av ", names.Of(event.organisation()));
}

std::string InWords(const v1::ExchangeCorrected& event, const OrganisationNames&) {
  const v1::ExchangeEdit& edit = event.edit();
  switch (edit.edit_case()) {
    case v1::ExchangeEdit::kTitle:
      return absl::StrCat("rubriken rättad: ", edit.title());
    case v1::ExchangeEdit::kText:
      return absl::StrCat("frågan rättad: ", Cut(edit.text()));
    case v1::ExchangeEdit::kProblem:
      return absl::StrCat("problemet rättat: ", Cut(edit.problem()));
    case v1::ExchangeEdit::kDone:
      return absl::StrCat("vad som gjordes rättat: ", Cut(edit.done()));
    case v1::ExchangeEdit::kResult:
      return absl::StrCat("resultatet rättat: ", Cut(edit.result()));
    case v1::ExchangeEdit::kCost:
      return absl::StrCat("kostnaden rättad: ", Cut(edit.cost()));
    case v1::ExchangeEdit::kAdvice:
      return absl::StrCat("rådet rättat: ", Cut(edit.advice()));
    case v1::ExchangeEdit::kSharedOn:
      return absl::StrCat("dagen rättad: ", FormatDate(edit.shared_on()));
    case v1::ExchangeEdit::kPlaces:
      return absl::StrCat("orterna rättade: ", absl::StrJoin(edit.places().places(), ", "));
    case v1::ExchangeEdit::kOffers:
      return absl::StrCat("serviceslagen rättade: ", OffersInSwedish(edit.offers().offers()));
    case v1::ExchangeEdit::kLinks:
      return absl::StrCat(
          "länkarna rättade: ",
          absl::StrJoin(edit.links().links(), ", ", [](std::string* out, const std::string& link) {
            absl::StrAppend(out, WithoutParent(link));
          }));
    case v1::ExchangeEdit::EDIT_NOT_SET:
      break;
  }
  return "rättad";
}

std::string InWords(const v1::ExchangeWithdrawn&, const OrganisationNames&) { return "återkallad"; }

}  // namespace samverk

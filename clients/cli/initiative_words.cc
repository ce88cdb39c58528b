#include "clients/cli/initiative_words.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/civil_date.h"
#include "clients/cli/fact_sheet.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"

namespace samverk {
namespace {

// What is shown of a text in a history.
constexpr size_t kTextColumns = 120;

std::string Result(const v1::InitiativeResult& result) {
  return absl::StrCat(FormatDate(result.day()), ": ", Fit(result.text(), kTextColumns));
}

std::string Ending(const v1::InitiativeEnding& ending) {
  std::string words = absl::StrCat("avslutat ", FormatDate(ending.ended_on()), ": ",
                                   Fit(ending.outcome(), kTextColumns));
  if (!ending.cooperations().empty()) {
    absl::StrAppend(&words, "; ", Count(ending.cooperations_size(), "samarbete", "samarbeten"));
  }
  return words;
}

}  // namespace

std::string InSwedish(v1::InitiativeState state) {
  switch (state) {
    case v1::INITIATIVE_STATE_ONGOING:
      return "pågår";
    case v1::INITIATIVE_STATE_ENDED:
      return "avslutat";
    case v1::INITIATIVE_STATE_WITHDRAWN:
      return "återkallat";
    default:
      return absl::StrCat("okänd (", static_cast<int>(state), ")");
  }
}

std::string FundingInWords(const v1::InitiativeFunding& funding) {
  std::string words = funding.source();
  if (funding.has_amount_sek()) {
    absl::StrAppend(&words, ", ", FormatKronor(funding.amount_sek()));
  }
  if (funding.has_decision()) {
    absl::StrAppend(&words, ", beslut ", FormatDecision(funding.decision()));
  }
  return words;
}

std::string CooperationInWords(const v1::InitiativeCooperation& cooperation,
                               const OrganisationNames& names) {
  std::vector<std::string> organisations;
  organisations.reserve(static_cast<size_t>(cooperation.organisations_size()));
  for (const std::string& organisation : cooperation.organisations()) {
    organisations.push_back(names.Of(organisation));
  }
  SortSwedish(organisations);
  return absl::StrCat(cooperation.text(), organisations.empty() ? "" : " (",
                      absl::StrJoin(organisations, ", "), organisations.empty() ? "" : ")");
}

std::string InWords(const v1::InitiativeRegistered& event, const OrganisationNames& names) {
  return absl::StrCat("projekt registrerat för ", names.Of(event.owner()), ", ",
                      FormatPeriod(event.period()), ": ", event.title());
}

std::string InWords(const v1::InitiativeEdited& event, const OrganisationNames& names) {
  using Edit = v1::InitiativeEdit;
  const Edit& edit = event.edit();
  switch (edit.edit_case()) {
    case Edit::kTitle:
      return absl::StrCat("rubriken ändrad: ", edit.title());
    case Edit::kDescription:
      return absl::StrCat("beskrivningen ändrad: ", Fit(edit.description(), kTextColumns));
    case Edit::kPeriod:
      return absl::StrCat("perioden ändrad: ", FormatPeriod(edit.period()));
    case Edit::kPartner:
      return absl::StrCat(edit.partner().takes_part() ? "ny partner: " : "inte längre partner: ",
                          names.Of(edit.partner().organisation()));
    case Edit::kLink:
      return absl::StrCat(edit.link().linked() ? "ny länk: " : "länk borttagen: ",
                          WithoutParent(edit.link().link()));
    case Edit::kAddFunding:
      return absl::StrCat("finansiering: ", FundingInWords(edit.add_funding()));
    case Edit::kFunding:
      return absl::StrCat("finansiering ", edit.funding().entry(),
                          " rättad: ", FundingInWords(edit.funding().funding()));
    case Edit::kResult:
      return absl::StrCat("resultat ", edit.result().entry(),
                          " rättat: ", Result(edit.result().result()));
    case Edit::kEnding:
      return absl::StrCat("avslutet rättat: ", Ending(edit.ending()));
    case Edit::kRemoveEntry:
      return absl::StrCat("post ", edit.remove_entry(), " borttagen");
    case Edit::EDIT_NOT_SET:
      break;
  }
  return "ändrat";
}

std::string InWords(const v1::InitiativeResultReported& event, const OrganisationNames&) {
  return absl::StrCat("resultat ", Result(event.result()));
}

std::string InWords(const v1::InitiativeEnded& event, const OrganisationNames&) {
  return Ending(event.ending());
}

std::string InWords(const v1::InitiativeReopened&, const OrganisationNames&) {
  return "avslutet återtaget";
}

std::string InWords(const v1::InitiativeWithdrawn&, const OrganisationNames&) {
  return "återkallat";
}

}  // namespace samverk

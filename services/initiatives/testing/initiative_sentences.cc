#include "services/initiatives/testing/initiative_sentences.h"

#include "absl/strings/str_cat.h"

namespace samverk::initiatives {
namespace {

using runtime::FromText;
using runtime::MergeText;
using runtime::With;

constexpr char kName[] = "name: '~/initiatives/1' ";
constexpr char kFacts[] =
    "owner: '~/organisations/2421' title: 'Byalyft' description: 'Service i byar' "
    "period { start_date @2018-01-01 end_date @2021-01-01 } "
    "partners: '~/organisations/2422' links: '~/plans/1' ";

}  // namespace

v1::InitiativeEvent Event(const std::string& text) { return FromText<v1::InitiativeEvent>(text); }

v1::InitiativeEvent Registered(const std::string& but) {
  return With(Event(absl::StrCat("initiative_registered { ", kFacts, "}")),
              "initiative_registered { " + but + " }");
}

v1::InitiativeEvent Edited(const std::string& edit) {
  return Event("initiative_edited { edit { " + edit + " } }");
}

v1::InitiativeEvent Reported(const std::string& day) {
  return Event("initiative_result_reported { " + Result(day) + " }");
}

v1::InitiativeEvent Ended(const std::string& ending) {
  return Event("initiative_ended { " + (ending.empty() ? Ending() : ending) + " }");
}

v1::InitiativeEvent Reopened() { return Event("initiative_reopened {}"); }

v1::InitiativeEvent Withdrawn() { return Event("initiative_withdrawn {}"); }

std::vector<v1::InitiativeEvent> RegisteredAnd(const std::vector<v1::InitiativeEvent>& more) {
  std::vector<v1::InitiativeEvent> events = {Registered()};
  events.insert(events.end(), more.begin(), more.end());
  return events;
}

std::string Partner(const std::string& id, bool takes_part) {
  return absl::StrCat("partner { organisation: '~/organisations/", id,
                      "' takes_part: ", takes_part ? "true" : "false", " }");
}

std::string Link(const std::string& name, bool linked) {
  return absl::StrCat("link { link: '~/", name, "' linked: ", linked ? "true" : "false", " }");
}

std::string Funding(const std::string& but) {
  return "add_funding { source: 'Tillväxtverket' amount_sek: 400000 " + but + " }";
}

std::string Ending(const std::string& day, const std::string& but) {
  return "ending { ended_on @" + day + " outcome: 'Ombud i tre byar' " + but + " }";
}

std::string Result(const std::string& day, const std::string& but) {
  return "result { day @" + day + " text: 'Tre ombud' " + but + " }";
}

v1::RegisterInitiativeRequest Register(const std::string& but) {
  return With(FromText<v1::RegisterInitiativeRequest>(
                  absl::StrCat("parent: '~' initiative_id: '1' ", kFacts)),
              but);
}

v1::EditInitiativeRequest Edit(const std::string& edit) { return Edits({edit}); }

v1::EditInitiativeRequest Edits(const std::vector<std::string>& edits) {
  auto command = FromText<v1::EditInitiativeRequest>(absl::StrCat(kName, "expected_revision: 0"));
  for (const std::string& edit : edits) MergeText(edit, *command.add_edits());
  return command;
}

v1::ReportInitiativeResultRequest Report(const std::string& result) {
  return FromText<v1::ReportInitiativeResultRequest>(kName + result);
}

v1::EndInitiativeRequest End(const std::string& ending) {
  return FromText<v1::EndInitiativeRequest>(kName + ending);
}

v1::ReopenInitiativeRequest Reopen() { return FromText<v1::ReopenInitiativeRequest>(kName); }

v1::WithdrawInitiativeRequest Withdraw() { return FromText<v1::WithdrawInitiativeRequest>(kName); }

}  // namespace samverk::initiatives

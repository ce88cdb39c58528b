#include "services/action_plans/testing/action_plan_sentences.h"

#include "absl/strings/str_cat.h"

namespace samverk::action_plans {
namespace {

using runtime::FromText;
using runtime::MergeText;
using runtime::With;

constexpr char kName[] = "name: '~/actionPlans/1' ";
constexpr char kNameAndRevision[] = "name: '~/actionPlans/1' expected_revision: 0 ";
constexpr char kWhy[] = "provenance { reason: 'Skrivfel' } ";
constexpr char kFacts[] =
    "owner: '~/organisations/2421' scope: ACTION_PLAN_SCOPE_MUNICIPALITY year: 2019 "
    "title: 'Handlingsplan' description: 'Om året' ";
constexpr char kDecision[] = "decision { body: 'KS' date @2019-01-15 paragraph: '4' } ";

}  // namespace

v1::ActionPlanEvent Event(const std::string& text) { return FromText<v1::ActionPlanEvent>(text); }

v1::ActionPlanEvent Created(const std::string& but) {
  return With(Event(absl::StrCat("action_plan_created { ", kFacts, "}")),
              "action_plan_created { " + but + " }");
}

v1::ActionPlanEvent CreatedShared() {
  return Created("owner: '~/organisations/region' scope: ACTION_PLAN_SCOPE_PARTNERSHIP");
}

v1::ActionPlanEvent Edited(const std::string& edit) {
  return Event("action_plan_edited { edit { " + edit + " } }");
}

v1::ActionPlanEvent Corrected(const std::string& edit) {
  return Event("action_plan_corrected { edit { " + edit + " } }");
}

v1::ActionPlanEvent Adopted() {
  return Event(absl::StrCat("action_plan_adopted { ", kDecision, "}"));
}

v1::ActionPlanEvent Reported(const std::string& measure, const std::string& rest) {
  return Event("measure_progress_reported { measure: '" + measure + "' " + rest + " }");
}

v1::ActionPlanEvent Moved(const std::string& measure, const std::string& from,
                          const std::string& to) {
  return Event(absl::StrCat("measure_deadline_moved { measure: '", measure, "' ",
                            from.empty() ? "" : "from @", from, " to @", to,
                            " reason: 'Bygglov dröjer' }"));
}

v1::ActionPlanEvent Closed() { return Event("action_plan_closed { summary: 'Mest klart' }"); }

v1::ActionPlanEvent Reopened() { return Event("action_plan_reopened {}"); }

v1::ActionPlanEvent Withdrawn() { return Event("action_plan_withdrawn {}"); }

std::vector<v1::ActionPlanEvent> AdoptedAnd(const std::vector<v1::ActionPlanEvent>& more) {
  std::vector<v1::ActionPlanEvent> events = {Created(), Edited(Measure("m")), Adopted()};
  events.insert(events.end(), more.begin(), more.end());
  return events;
}

std::string Measure(const std::string& id, const std::string& but) {
  return "add_measure { measure: '" + id +
         "' text: 'Byt cistern' responsible: '~/organisations/2421' deadline @2019-06-30 " + but +
         " }";
}

std::string Text(const std::string& id, const std::string& text) {
  return "measure_text { measure: '" + id + "' text: '" + text + "' }";
}

std::string Deadline(const std::string& id, const std::string& day) {
  return "measure_deadline { measure: '" + id + "' deadline @" + day + " }";
}

std::string Link(const std::string& id, const std::string& link, bool linked) {
  return absl::StrCat("measure_link { measure: '", id, "' link: '~/", link,
                      "' linked: ", linked ? "true" : "false", " }");
}

v1::CreateActionPlanRequest Create(const std::string& but) {
  return With(FromText<v1::CreateActionPlanRequest>(
                  absl::StrCat("parent: '~' action_plan_id: '1' ", kFacts)),
              but);
}

v1::EditActionPlanRequest Edit(const std::string& edit) { return Edits({edit}); }

v1::EditActionPlanRequest Edits(const std::vector<std::string>& edits) {
  auto command = FromText<v1::EditActionPlanRequest>(absl::StrCat(kNameAndRevision, kWhy));
  for (const std::string& edit : edits) MergeText(edit, *command.add_edits());
  return command;
}

v1::EditActionPlanRequest EditOn(int64_t base, const std::string& edit) {
  v1::EditActionPlanRequest command = Edit(edit);
  command.clear_expected_revision();
  command.mutable_base_position()->set_position(base);
  return command;
}

v1::AdoptActionPlanRequest Adopt(const std::string& but) {
  return With(FromText<v1::AdoptActionPlanRequest>(absl::StrCat(kNameAndRevision, kDecision)), but);
}

v1::ReportMeasureProgressRequest Report(const std::string& measure, const std::string& rest) {
  return FromText<v1::ReportMeasureProgressRequest>(
      absl::StrCat(kName, "measure: '", measure, "' ", rest));
}

v1::MoveMeasureDeadlineRequest Move(const std::string& measure, const std::string& to) {
  return FromText<v1::MoveMeasureDeadlineRequest>(
      absl::StrCat(kName, "measure: '", measure, "' deadline @", to, " reason: 'Bygglov dröjer'"));
}

v1::CloseActionPlanRequest Close() {
  return FromText<v1::CloseActionPlanRequest>(absl::StrCat(kName, "summary: 'Mest klart'"));
}

v1::ReopenActionPlanRequest Reopen() { return FromText<v1::ReopenActionPlanRequest>(kName); }

v1::WithdrawActionPlanRequest Withdraw() { return FromText<v1::WithdrawActionPlanRequest>(kName); }

v1::ActionPlanRegisterEvent Claimed(int year, const std::string& plan) {
  return FromText<v1::ActionPlanRegisterEvent>(absl::StrCat(
      "action_plan_year_claimed { action_plan: '~/actionPlans/", plan, "' year: ", year, " }"));
}

v1::ActionPlanRegisterEvent Released(int year, const std::string& plan) {
  return FromText<v1::ActionPlanRegisterEvent>(absl::StrCat(
      "action_plan_year_released { action_plan: '~/actionPlans/", plan, "' year: ", year, " }"));
}

}  // namespace samverk::action_plans

#include "services/plans/testing/plan_sentences.h"

#include "absl/strings/str_cat.h"
#include "services/plans/plan_register.h"

namespace samverk::plans {
namespace {

using runtime::FromText;
using runtime::MergeText;
using runtime::With;

constexpr char kName[] = "name: '~/plans/1' ";
constexpr char kNameAndRevision[] = "name: '~/plans/1' expected_revision: 0 ";
constexpr char kDecision[] = "decision { body: 'KF' date @2019-06-11 paragraph: '67' } ";
constexpr char kFacts[] =
    "owner: '~/organisations/2421' title: 'Serviceplan' responsible_unit: 'Utveckling' "
    "responsible: '~/people/1' period { start_date @2019-01-01 end_date @2023-01-01 } ";

}  // namespace

std::string Days(const std::string& start, const std::string& end) {
  return "start_date @" + start + " end_date @" + end + " ";
}

v1::PlanEvent Event(const std::string& text) { return FromText<v1::PlanEvent>(text); }

v1::PlanEvent Created(const std::string& but) {
  return With(Event(absl::StrCat("plan_created { ", kFacts, "}")), "plan_created { " + but + "}");
}

v1::PlanEvent CreatedLocal() {
  return Created("owner: '~/organisations/tarna' municipal_plan: '~/plans/9'");
}

v1::PlanEvent Edited(const std::string& edit) {
  return Event("plan_edited { edit { " + edit + " } }");
}

v1::PlanEvent Merged(const std::string& edit) {
  return Event("plan_edited { merged: true edit { " + edit + " } }");
}

v1::PlanEvent Raised(const std::string& field, int64_t base, const std::string& edit) {
  return Event(absl::StrCat("plan_conflict_raised { field: '", field, "' base_position: ", base,
                            " proposed { ", edit, " } }"));
}

v1::PlanEvent Extended(int64_t conflict, int64_t base, const std::string& edit) {
  return Event(absl::StrCat("plan_conflict_extended { conflict: ", conflict,
                            " base_position: ", base, " proposed { ", edit, " } }"));
}

v1::PlanEvent Resolved(int64_t conflict, const std::string& rest) {
  return Event(absl::StrCat("plan_conflict_resolved { conflict: ", conflict, " ", rest, " }"));
}

v1::PlanEvent Obsoleted(int64_t conflict) {
  return Event(absl::StrCat("plan_conflict_obsoleted { conflict: ", conflict, " }"));
}

v1::PlanEvent ConsultationOpened() {
  return Event(
      "plan_consultation_opened { answer_by @2019-11-01 invited: '~/organisations/2404' }");
}

v1::PlanEvent StatementReceived() {
  return Event("plan_statement_received { sender: 'Byalaget' text: 'Ja' received_on @2019-10-01 }");
}

v1::PlanEvent Proposed() { return Event("plan_proposed {}"); }

v1::PlanEvent Recalled() { return Event("plan_proposal_recalled {}"); }

v1::PlanEvent Adopted(int revision, const std::string& days, const std::string& but) {
  return With(Event(absl::StrCat("plan_adopted { revision: ", revision, " period { ", days, "} ",
                                 kDecision, "}")),
              "plan_adopted { " + but + " }");
}

v1::PlanEvent PlanExtended(int revision, const std::string& days) {
  return Event(absl::StrCat("plan_extended { revision: ", revision, " period { ", days, "} ",
                            kDecision, "}"));
}

v1::PlanEvent Corrected(int revision, const std::string& days, const std::string& but) {
  return Event(absl::StrCat("plan_corrected { revision: ", revision, " period { ", days, "} ", but,
                            " ", kDecision, "}"));
}

v1::PlanEvent Replaced(const std::string& from) {
  return Event("plan_replaced { by: '~/plans/2' from_date @" + from + " }");
}

v1::PlanEvent Repealed(const std::string& from) {
  return Event(absl::StrCat("plan_repealed { from_date @", from, " ", kDecision, "}"));
}

v1::PlanEvent Withdrawn() { return Event("plan_withdrawn {}"); }

std::string Section(const std::string& id, const std::string& text) {
  return "add_section { element: '" + id + "' title: 'Rubrik' text: '" + text + "' }";
}

std::string Goal(const std::string& id, const std::string& parent) {
  return "add_goal { element: '" + id + "' title: 'Mål' parent_goal: '" + parent + "' }";
}

std::string Place(const std::string& id) {
  return "add_place { element: '" + id +
         "' title: 'Gunnarn' level: PLACE_LEVEL_SERVICE_NODE offers: SERVICE_OFFER_FUEL }";
}

std::string Priority(const std::string& id) {
  return "add_priority { element: '" + id + "' title: 'Drivmedel' }";
}

std::string Measure(const std::string& id, const std::string& goal) {
  return "add_measure { element: '" + id + "' title: 'Tapp' goal: '" + goal + "' }";
}

std::string TextEdit(const std::string& id, const std::string& text) {
  return "element_text { element: '" + id + "' text: '" + text + "' }";
}

std::string Remove(const std::string& id) { return "remove_element: '" + id + "'"; }

v1::CreatePlanRequest Create(const std::string& but) {
  return With(FromText<v1::CreatePlanRequest>(absl::StrCat("parent: '~' plan_id: '1' ", kFacts)),
              but);
}

v1::EditPlanRequest Edit(const std::string& edit) {
  return FromText<v1::EditPlanRequest>(kNameAndRevision + ("edits { " + edit + " }"));
}

v1::EditPlanRequest EditOn(int64_t base, const std::string& edit) { return EditsOn(base, {edit}); }

v1::EditPlanRequest EditsOn(int64_t base, const std::vector<std::string>& edits) {
  auto command = FromText<v1::EditPlanRequest>(kName);
  command.mutable_base_position()->set_position(base);
  for (const std::string& edit : edits) MergeText(edit, *command.add_edits());
  return command;
}

v1::ResolvePlanConflictRequest Resolve(int64_t conflict, int version, const std::string& rest) {
  return FromText<v1::ResolvePlanConflictRequest>(absl::StrCat(
      "name: '~/plans/1/conflicts/", conflict, "' expected_version: ", version, " ", rest));
}

v1::OpenPlanConsultationRequest OpenConsultation(const std::string& invited) {
  return FromText<v1::OpenPlanConsultationRequest>(
      kName + ("answer_by @2019-11-01 invited: '~/organisations/" + invited + "'"));
}

v1::ReceivePlanStatementRequest ReceiveStatement(const std::string& but) {
  return With(FromText<v1::ReceivePlanStatementRequest>(
                  absl::StrCat(kName, "sender: 'Byalaget' text: 'Ja' received_on @2019-10-01")),
              but);
}

v1::ProposePlanRequest Propose() { return FromText<v1::ProposePlanRequest>(kNameAndRevision); }

v1::RecallPlanProposalRequest Recall() { return FromText<v1::RecallPlanProposalRequest>(kName); }

v1::WithdrawPlanRequest Withdraw() { return FromText<v1::WithdrawPlanRequest>(kName); }

v1::AdoptPlanRequest Adopt(const std::string& but) {
  return With(FromText<v1::AdoptPlanRequest>(absl::StrCat(kNameAndRevision, kDecision)), but);
}

v1::ExtendPlanRequest Extend(const std::string& end, const std::string& but) {
  return With(FromText<v1::ExtendPlanRequest>(absl::StrCat(kName, kDecision, "end_date @", end)),
              but);
}

v1::CorrectPlanRequest Correct(const std::string& but) {
  return With(FromText<v1::CorrectPlanRequest>(absl::StrCat(kNameAndRevision, kDecision)), but);
}

v1::RepealPlanRequest Repeal(const std::string& from, const std::string& but) {
  return With(FromText<v1::RepealPlanRequest>(absl::StrCat(kName, kDecision, "from_date @", from)),
              but);
}

v1::PlanRegisterEvent InForce(const std::string& id, const std::vector<std::string>& days,
                              int revision) {
  auto event = InForceByTurns(id, days, days);
  for (v1::PlanInForce& each : *event.mutable_plan_in_force_set()->mutable_in_force()) {
    each.set_revision(revision);
  }
  return event;
}

v1::PlanRegisterEvent InForceByTurns(const std::string& id, const std::vector<std::string>& days,
                                     const std::vector<std::string>& by_revision) {
  auto event = FromText<v1::PlanRegisterEvent>("plan_in_force_set { plan: '~/plans/" + id + "' }");
  v1::PlanInForceSet& set = *event.mutable_plan_in_force_set();
  for (const std::string& each : days) MergeText("periods { " + each + " }", set);
  int revision = 0;
  for (const std::string& each : by_revision) {
    MergeText(absl::StrCat("in_force { period { ", each, " } revision: ", ++revision, " }"), set);
  }
  return event;
}

std::shared_ptr<const runtime::AnyState> RegisterOf(
    const std::vector<v1::PlanRegisterEvent>& events) {
  return runtime::ClaimOf<PlanRegisterRules>(events);
}

}  // namespace samverk::plans

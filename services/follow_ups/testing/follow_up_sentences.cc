#include "services/follow_ups/testing/follow_up_sentences.h"

#include "absl/strings/str_cat.h"

namespace samverk::follow_ups {
namespace {

using runtime::FromText;
using runtime::With;

constexpr char kNamed[] = "name: '~/followUps/1' ";

v1::FollowUpEvent Event(const std::string& text) { return FromText<v1::FollowUpEvent>(text); }

std::string Facts(const std::string& key, const std::string& reading, const std::string& place) {
  return absl::StrCat("key: '", key, "' reading { ", reading, " } ",
                      place.empty() ? "" : absl::StrCat("place: '", place, "'"));
}

std::string Said(const std::string& element, const std::string& assessment,
                 const std::string& comment) {
  return absl::StrCat("element: '", element, "' kind: ASSESSED_KIND_",
                      element == kGoal ? "GOAL" : "MEASURE", " assessment: ASSESSMENT_", assessment,
                      " comment: '", comment, "'");
}

}  // namespace

std::string Reading(const std::string& value, const std::string& but) {
  const auto reading = FromText<v1::IndicatorReading>(
      "title: 'Butiker' unit: 'st' source: 'Kommunen' vintage { year: 2018 } value: '" + value +
      "'");
  return With(reading, but).ShortDebugString();
}

v1::FollowUpEvent Opened(const std::string& but) {
  return With(Event("follow_up_opened { owner: '~/organisations/2421' plan: '~/plans/1' "
                    "year: 2018 }"),
              "follow_up_opened {" + but + "}");
}

v1::FollowUpEvent Observed(const std::string& key, const std::string& reading,
                           const std::string& place) {
  return Event("indicator_observed {" + Facts(key, reading, place) + "}");
}

v1::FollowUpEvent Assessed(const std::string& element, const std::string& assessment,
                           const std::string& comment) {
  return Event("element_assessed {" + Said(element, assessment, comment) + "}");
}

v1::FollowUpEvent Edited(const std::string& edit) {
  return Event("follow_up_edited { edit {" + edit + "} }");
}

v1::FollowUpEvent Submitted(int64_t events, int plan_revision) {
  return Event(absl::StrCat("follow_up_submitted { plan_revision: ", plan_revision,
                            " plan_position: ", events, "}"));
}

v1::FollowUpEvent Approved(int64_t submission) {
  return Event(absl::StrCat("follow_up_approved { submission: ", submission, "}"));
}

v1::FollowUpEvent Returned() { return Event("follow_up_returned { missing: 'Butikerna' }"); }

v1::FollowUpEvent Withdrawn() { return Event("follow_up_withdrawn {}"); }

v1::FollowUpRegisterEvent Stands(const std::string& id, int year, int64_t submission,
                                 int64_t position, int plan_revision) {
  return FromText<v1::FollowUpRegisterEvent>(
      absl::StrCat("follow_up_standing_set { follow_up: '~/followUps/", id,
                   "' plan: '~/plans/1' year: ", year, " submission: ", submission,
                   " position: ", position, " plan_revision: ", plan_revision, "}"));
}

v1::FollowUpRegisterEvent StandsNoMore(const std::string& id) {
  return FromText<v1::FollowUpRegisterEvent>(
      "follow_up_standing_removed { follow_up: '~/followUps/" + id + "' }");
}

v1::OpenFollowUpRequest Open(const std::string& but) {
  return With(FromText<v1::OpenFollowUpRequest>("parent: '~' follow_up_id: '1' plan: '~/plans/1' "
                                                "owner: '~/organisations/2421' year: 2018"),
              but);
}

v1::ObserveIndicatorRequest Observe(const std::string& key, const std::string& reading,
                                    const std::string& place) {
  return FromText<v1::ObserveIndicatorRequest>(kNamed + Facts(key, reading, place));
}

v1::AssessElementRequest Assess(const std::string& element, const std::string& assessment,
                                const std::string& comment) {
  return FromText<v1::AssessElementRequest>(kNamed + Said(element, assessment, comment));
}

v1::EditFollowUpRequest Edit(const std::string& edits) {
  return FromText<v1::EditFollowUpRequest>(absl::StrCat(kNamed, "expected_revision: 0 ", edits));
}

v1::SubmitFollowUpRequest Submit() { return FromText<v1::SubmitFollowUpRequest>(kNamed); }

v1::ApproveFollowUpRequest Approve() { return FromText<v1::ApproveFollowUpRequest>(kNamed); }

v1::ReturnFollowUpRequest Return() {
  return FromText<v1::ReturnFollowUpRequest>(absl::StrCat(kNamed, "missing: 'Butikerna'"));
}

v1::WithdrawFollowUpRequest Withdraw() { return FromText<v1::WithdrawFollowUpRequest>(kNamed); }

std::string InForceThreeYears() {
  return "plans { plan: '~/plans/1' periods { start_date @2018-01-01 end_date @2021-01-01 }"
         "in_force { period { start_date @2018-01-01 end_date @2018-07-01 } revision: 1 }"
         "in_force { period { start_date @2018-07-01 end_date @2021-01-01 } revision: 2 } } ";
}

std::shared_ptr<const runtime::AnyState> PlansAre(const std::string& text) {
  auto state = std::make_shared<runtime::StateOf<v1::PlanRegister>>();
  state->value = FromText<v1::PlanRegister>(text);
  return state;
}

std::shared_ptr<const runtime::AnyState> FollowUpsAre(
    const std::vector<v1::FollowUpRegisterEvent>& events) {
  return runtime::ClaimOf<FollowUpRegisterRules>(events);
}

}  // namespace samverk::follow_ups

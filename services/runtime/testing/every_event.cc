#include "services/runtime/testing/every_event.h"

#include "samverk/v1/action_plan_events.pb.h"
#include "samverk/v1/attachment_events.pb.h"
#include "samverk/v1/discussion_events.pb.h"
#include "samverk/v1/exchange_events.pb.h"
#include "samverk/v1/follow_up_events.pb.h"
#include "samverk/v1/initiative_events.pb.h"
#include "samverk/v1/meeting_events.pb.h"
#include "samverk/v1/national_issue_events.pb.h"
#include "samverk/v1/partnership_events.pb.h"
#include "samverk/v1/place_events.pb.h"
#include "samverk/v1/plan_events.pb.h"
#include "samverk/v1/service_point_events.pb.h"
#include "samverk/v1/workshop_events.pb.h"

namespace samverk::runtime {

using google::protobuf::Descriptor;

namespace {

// A message of every file of events; the name of a new one stands here and nowhere else.
const Descriptor* const kOneOfEachFile[] = {
    v1::ActionPlanEvent::descriptor(),     //
    v1::AttachmentEvent::descriptor(),     //
    v1::DiscussionEvent::descriptor(),     //
    v1::ExchangeEvent::descriptor(),       //
    v1::FollowUpEvent::descriptor(),       //
    v1::InitiativeEvent::descriptor(),     //
    v1::MeetingEvent::descriptor(),        //
    v1::NationalIssueEvent::descriptor(),  //
    v1::PartnershipEvent::descriptor(),    //
    v1::PlaceEvent::descriptor(),          //
    v1::PlanEvent::descriptor(),           //
    v1::ServicePointEvent::descriptor(),   //
    v1::WorkshopEvent::descriptor(),       //
};

}  // namespace

const std::vector<const Descriptor*>& EveryStreamEvent() {
  static const auto& types = *[] {
    auto* all = new std::vector<const Descriptor*>;
    for (const Descriptor* one : kOneOfEachFile) {
      for (int i = 0; i < one->file()->message_type_count(); ++i) {
        const Descriptor* type = one->file()->message_type(i);
        const bool wraps = type->oneof_decl_count() == 1 && type->oneof_decl(0)->name() == "event";
        if (wraps) all->push_back(type);
      }
    }
    return all;
  }();
  return types;
}

const std::vector<const Descriptor*>& EveryEvent() {
  static const auto& types = *[] {
    auto* all = new std::vector<const Descriptor*>;
    for (const Descriptor* wrapper : EveryStreamEvent()) {
      for (int i = 0; i < wrapper->field_count(); ++i) {
        all->push_back(wrapper->field(i)->message_type());
      }
    }
    return all;
  }();
  return types;
}

}  // namespace samverk::runtime

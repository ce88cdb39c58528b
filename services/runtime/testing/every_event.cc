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

const std::vector<const Descriptor*>& EveryEvent() {
  static const auto& types = *[] {
    auto* all = new std::vector<const Descriptor*>;
    for (const auto* file :
         {v1::AttachmentEvent::descriptor()->file(), v1::FollowUpEvent::descriptor()->file(),
          v1::MeetingEvent::descriptor()->file(), v1::NationalIssueEvent::descriptor()->file(),
          v1::PartnershipEvent::descriptor()->file(), v1::PlanEvent::descriptor()->file(),
          v1::WorkshopEvent::descriptor()->file(), v1::ExchangeEvent::descriptor()->file(),
          v1::DiscussionEvent::descriptor()->file(), v1::ActionPlanEvent::descriptor()->file(),
          v1::InitiativeEvent::descriptor()->file(), v1::PlaceEvent::descriptor()->file(),
          v1::ServicePointEvent::descriptor()->file()}) {
      for (int i = 0; i < file->message_type_count(); ++i) {
        const Descriptor* type = file->message_type(i);
        if (type->oneof_decl_count() != 1 || type->oneof_decl(0)->name() != "event") continue;
        for (int f = 0; f < type->field_count(); ++f)
          all->push_back(type->field(f)->message_type());
      }
    }
    return all;
  }();
  return types;
}

}  // namespace samverk::runtime

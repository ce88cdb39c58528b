#include "services/server/slices.h"

#include "services/action_plans/action_plan_service.h"
#include "services/attachments/attachment_service.h"
#include "services/discussions/discussion_service.h"
#include "services/exchanges/exchange_service.h"
#include "services/follow_ups/follow_up_service.h"
#include "services/initiatives/initiative_service.h"
#include "services/national_issues/national_issue_service.h"
#include "services/partnership/partnership_service.h"
#include "services/plans/plan_service.h"
#include "services/service_points/service_point_service.h"
#include "services/workshops/workshop_service.h"

namespace samverk::server {

runtime::Slices EverySlice() {
  runtime::Slices slices;
  action_plans::AddActionPlans(slices);
  attachments::AddAttachments(slices);
  discussions::AddDiscussions(slices);
  exchanges::AddExchanges(slices);
  initiatives::AddInitiatives(slices);
  follow_ups::AddFollowUps(slices);
  national_issues::AddNationalIssues(slices);
  partnership::AddPartnership(slices);
  plans::AddPlans(slices);
  service_points::AddPlaces(slices);
  service_points::AddServicePoints(slices);
  workshops::AddWorkshops(slices);
  return slices;
}

}  // namespace samverk::server

#include "services/server/slices.h"

#include "services/attachments/attachment_service.h"
#include "services/follow_ups/follow_up_service.h"
#include "services/national_issues/national_issue_service.h"
#include "services/partnership/partnership_service.h"
#include "services/plans/plan_service.h"
#include "services/workshops/workshop_service.h"

namespace samverk::server {

runtime::Slices EverySlice() {
  runtime::Slices slices;
  attachments::AddAttachments(slices);
  follow_ups::AddFollowUps(slices);
  national_issues::AddNationalIssues(slices);
  partnership::AddPartnership(slices);
  plans::AddPlans(slices);
  workshops::AddWorkshops(slices);
  return slices;
}

}  // namespace samverk::server

#include "services/plans/plan_answers.h"

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "samverk/v1/plan.pb.h"
#include "services/plans/plan_reader.h"

namespace samverk::plans {

absl::StatusOr<std::shared_ptr<const std::string>> PlanAnswers::Read(
    const runtime::ViewReader& view, const std::string& name) {
  ASSIGN_OR_RETURN(const v1::Plan header, FindHeader(view, name));
  // Another version of the view may say it in other words.
  const std::string key = absl::StrCat(view.family(), " ", name, " ", header.revision());
  {
    MutexLock lock(mutex_);
    if (const auto* kept = kept_.Find(key)) return *kept;
  }
  ASSIGN_OR_RETURN(const v1::Plan plan, ReadPlan(view, name));
  auto bytes = std::make_shared<const std::string>(plan.SerializeAsString());
  const size_t cost = key.size() + bytes->size();
  MutexLock lock(mutex_);
  return *kept_.Put(key, std::move(bytes), cost);
}

}  // namespace samverk::plans

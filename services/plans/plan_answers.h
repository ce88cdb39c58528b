// PlanAnswers: whole plans as they are answered, kept between questions. A plan is read far more
// often than it is edited, and putting its rows together takes several times what a call takes
// otherwise.
//
// At one revision a plan says the same for ever, so what is kept is never wrong; it is only
// forgotten, the least recently asked for first.

#ifndef SAMVERK_SERVICES_PLANS_PLAN_ANSWERS_H_
#define SAMVERK_SERVICES_PLANS_PLAN_ANSWERS_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "base/lru_cache.h"
#include "base/mutex.h"
#include "services/runtime/versioned_table.h"

namespace samverk::plans {

// What is kept takes at most so much, beside the one plan that is always kept.
inline constexpr size_t kPlanAnswersBytesMax = 16 << 20;

// Any thread.
class PlanAnswers {
 public:
  explicit PlanAnswers(size_t bytes_max = kPlanAnswersBytesMax) : kept_(bytes_max) {}

  // The bytes of the v1::Plan that ReadPlan gives. Errors: as ReadPlan.
  absl::StatusOr<std::shared_ptr<const std::string>> Read(const runtime::ViewReader& view,
                                                          const std::string& name)
      LOCKS_EXCLUDED(mutex_);

 private:
  Mutex mutex_;
  LruCache<std::shared_ptr<const std::string>> kept_ GUARDED_BY(mutex_);
};

}  // namespace samverk::plans

#endif  // SAMVERK_SERVICES_PLANS_PLAN_ANSWERS_H_

// How much of anything a plan takes. Tested at the limit and one past it.

#ifndef SAMVERK_SERVICES_PLANS_PLAN_LIMITS_H_
#define SAMVERK_SERVICES_PLANS_PLAN_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace samverk::plans {

inline constexpr int kElementsMax = 200;  // Of one kind.
inline constexpr int kDocumentsMax = 50;
inline constexpr int kStatementsMax = 1000;
inline constexpr int kConflictsMax = 500;  // Open at once.
inline constexpr int kProposalsMax = 20;   // In one conflict.
inline constexpr size_t kSectionCharsMax = 30'000;
inline constexpr size_t kDescriptionCharsMax = 4'000;
// What two texts may add up to when they are merged. What would be longer is a conflict.
inline constexpr size_t kMergedBytesMax = 60'000;
// All texts together: a plan is answered in one message.
inline constexpr size_t kPlanBytesMax = 1 << 20;
inline constexpr int64_t kBudgetSekMax = 1'000'000'000'000;

}  // namespace samverk::plans

#endif  // SAMVERK_SERVICES_PLANS_PLAN_LIMITS_H_

// The edits that lead from one text of a plan to another, field by field, and the commands that
// they go in. Pure.

#ifndef SAMVERK_CLIENTS_CLI_PLAN_EDITS_H_
#define SAMVERK_CLIENTS_CLI_PLAN_EDITS_H_

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "samverk/v1/plan.pb.h"

namespace samverk {

// What a command may hold. A server takes 32 KiB; the rest is for what is not edits.
inline constexpr size_t kEditsMax = 64;
inline constexpr size_t kEditsBytesMax = 30 << 10;

// The edits that make `base` what `wanted` is, in an order in which each can be carried out: what
// others point to is added before them and removed after them. Only moves that are needed.
//
// A text that differs only in blank lines around it is the same. What no edit can do (take away a
// period or a sum, hang a goal elsewhere) is left alone.
std::vector<v1::PlanEdit> EditsBetween(const v1::Plan& base, const v1::Plan& wanted);

// The same edits in as many commands as the limits above take. An edit that is larger than a
// command has one for itself.
std::vector<std::vector<v1::PlanEdit>> SplitEdits(const std::vector<v1::PlanEdit>& edits);

// An edit of the same field as `like` that sets it to what a person wrote. `plan` knows the goals.
//
// Errors: UsageError if the field can't be set to that.
absl::StatusOr<v1::PlanEdit> EditLike(const v1::PlanEdit& like, absl::string_view text,
                                      const v1::Plan& plan);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_PLAN_EDITS_H_

// Who may do what: one table, asked before every command and every query.
//
// An action is the full name of a request message. What is not in the table is
// denied. The table is in access.cc; a test asks it about every role and request.

#ifndef SAMVERK_SERVICES_ACCESS_ACCESS_H_
#define SAMVERK_SERVICES_ACCESS_ACCESS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "base/refusal.h"
#include "samverk/v1/event.pb.h"

namespace samverk::access {

// The same answer for what is missing and for what is somebody else's.
inline constexpr Reason kAccessDenied = {
    "ACCESS_DENIED", absl::StatusCode::kPermissionDenied,
    "Your role does not allow this, or it concerns another organisation's resource.",
    "Din roll tillåter inte detta, eller så gäller det en annan aktörs uppgifter."};

// Seeing names and contacts of people in the answers of queries that give them: an action that no
// request stands for.
inline constexpr char kSeePersonDetails[] = "samverk.v1.SeePersonDetailsRequest";

// How far a role may go with an action.
enum class Reach {
  kNone,  // Not at all.
  kOwn,   // With resources that the actor's own organisation owns.
  // With what is addressed to the actor's organisation. Rules and queries tell what that is, and
  // answer for everything else as if it were missing.
  kAddressed,
  kAll,  // With all.
};

// What the table says. Any thread.
Reach ReachOf(v1::Role role, absl::string_view action);

// OK if `actor` may do `action` with a resource of `owner`, a whole resource name;
// empty where there is no owner or no resource.
//
// Errors:
//   PERMISSION_DENIED  ACCESS_DENIED
absl::Status Authorise(const v1::Actor& actor, absl::string_view action, absl::string_view owner);

// Whether the table knows `action`.
bool IsKnownAction(absl::string_view action);

}  // namespace samverk::access

#endif  // SAMVERK_SERVICES_ACCESS_ACCESS_H_

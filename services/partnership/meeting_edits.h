// One correction of a meeting: what it names, whether it may be, and whether it says anything
// new; and what corrections and commands check alike. Pure.

#ifndef SAMVERK_SERVICES_PARTNERSHIP_MEETING_EDITS_H_
#define SAMVERK_SERVICES_PARTNERSHIP_MEETING_EDITS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "samverk/v1/meeting.pb.h"
#include "services/runtime/rules.h"

namespace samverk::partnership {

// The resources that an edit names.
std::vector<std::string> LinkedBy(const v1::MeetingEdit& edit);

// OK if `edit` may be made of `meeting`, which is `name`. Errors: as EditMeeting.
absl::Status CheckEdit(const v1::Meeting& meeting, const runtime::Facts& facts,
                       const v1::MeetingEdit& edit, absl::CivilDay today, const std::string& name);

// Whether the field that `edit` sets has that value already. The edit passed CheckEdit.
bool IsConverged(const v1::Meeting& meeting, const v1::MeetingEdit& edit);

// OK if a meeting may take so long.
absl::Status CheckPeriod(const v1::DatePeriod& period);

// OK if the minutes of `meeting` may have been approved like that.
absl::Status CheckApproval(const v1::Meeting& meeting, const v1::MinutesApproval& approval,
                           absl::CivilDay today, const std::string& name);

// OK if there is such a decision, and it may have been done by then.
absl::Status CheckCompletion(const v1::Meeting& meeting,
                             const v1::MeetingDecisionCompletion& completion, absl::CivilDay today,
                             const std::string& name);

// Whether two messages, or lists of them, are the same.
template <typename Message>
bool AreSame(const Message& left, const Message& right) {
  return left.SerializeAsString() == right.SerializeAsString();
}
template <typename Message>
bool AreSame(const google::protobuf::RepeatedPtrField<Message>& left,
             const google::protobuf::RepeatedPtrField<Message>& right) {
  if (left.size() != right.size()) return false;
  for (int i = 0; i < left.size(); ++i) {
    if (!AreSame(left[i], right[i])) return false;
  }
  return true;
}

}  // namespace samverk::partnership

#endif  // SAMVERK_SERVICES_PARTNERSHIP_MEETING_EDITS_H_

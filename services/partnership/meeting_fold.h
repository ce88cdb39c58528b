// What a meeting is after each of its events: what its rules decide from, and what its view
// shows. Pure.

#ifndef SAMVERK_SERVICES_PARTNERSHIP_MEETING_FOLD_H_
#define SAMVERK_SERVICES_PARTNERSHIP_MEETING_FOLD_H_

#include <cstdint>
#include <string>

#include "samverk/v1/meeting.pb.h"
#include "samverk/v1/meeting_events.pb.h"

namespace samverk::partnership {

// Changes `meeting` as `event`, which stands at `revision` of its stream, says. Its name and its
// revision are left to the caller. Events that it does not know leave the meeting alone.
void FoldMeeting(const v1::MeetingEvent& event, int64_t revision, v1::Meeting& meeting);

// The same of one correction.
void FoldEdit(const v1::MeetingEdit& edit, v1::Meeting& meeting);

// The decision with that number; null if there is none.
const v1::MeetingDecision* FindDecision(const v1::Meeting& meeting, int64_t entry);

// How many came from an organisation; null if nobody did.
const v1::Attendance* FindAttendance(const v1::Meeting& meeting, const std::string& organisation);

}  // namespace samverk::partnership

#endif  // SAMVERK_SERVICES_PARTNERSHIP_MEETING_FOLD_H_

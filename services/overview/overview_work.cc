// Workshops, meetings and participation by year.

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/civil_date.h"
#include "base/status_macros.h"
#include "samverk/v1/workshop.pb.h"
#include "services/overview/overview_facts.h"
#include "services/overview/overview_sections.h"
#include "services/partnership/partnership_reader.h"
#include "services/workshops/workshop_reader.h"

namespace samverk::overview {
namespace {

// The work of one year while it is added up.
struct YearOfWork {
  int workshops_held = 0;
  int workshops_ahead = 0;
  std::map<std::string, v1::WorkParticipation> participation;  // By organisation.
};

void AddWorkshop(const v1::Workshop& workshop, absl::CivilDay day,
                 std::map<int, YearOfWork>& years) {
  const int number = workshop.period().start_date().year();
  if (workshop.state() == v1::WORKSHOP_STATE_PLANNED) {
    const absl::CivilDay last = ToCivilDay(workshop.period().end_date()) - 1;
    if (last >= day) ++years[number].workshops_ahead;
    return;
  }
  if (workshop.state() != v1::WORKSHOP_STATE_HELD) return;
  YearOfWork& year = years[number];
  ++year.workshops_held;
  for (const v1::Attendance& each : workshop.attendance()) {
    v1::WorkParticipation& sum = year.participation[each.organisation()];
    sum.set_workshops(sum.workshops() + 1);
    sum.set_workshop_participants(sum.workshop_participants() + each.participants());
  }
}

void AddMeetings(const std::vector<partnership::MeetingParticipation>& participation,
                 YearOfWork& year) {
  for (const partnership::MeetingParticipation& each : participation) {
    v1::WorkParticipation& sum = year.participation[each.organisation];
    sum.set_meetings(each.meetings);
    sum.set_meeting_participants(each.participants);
  }
}

v1::WorkYear Answer(int number, YearOfWork year) {
  v1::WorkYear answer;
  answer.set_year(number);
  answer.set_workshops_held(year.workshops_held);
  answer.set_workshops_ahead(year.workshops_ahead);
  for (auto& [organisation, participation] : year.participation) {
    answer.set_workshop_participants(answer.workshop_participants() +
                                     participation.workshop_participants());
    participation.set_organisation(organisation);
    *answer.add_participation() = std::move(participation);
  }
  return answer;
}

}  // namespace

absl::Status PutWork(const OverviewViews& views, const OverviewQuestion& question,
                     v1::GetOverviewResponse& response) {
  std::map<int, YearOfWork> years;
  ASSIGN_OR_RETURN(const std::vector<v1::Workshop> workshops,
                   workshops::ReadWorkshops(views.workshops));
  for (const v1::Workshop& workshop : workshops) AddWorkshop(workshop, question.day, years);
  ASSIGN_OR_RETURN(const auto meetings,
                   partnership::MeetingYears::Read(views.partnership, question.partnership));
  const int this_year = static_cast<int>(question.day.year());
  Years known{meetings.FirstOr(this_year), meetings.LastOr(this_year)};
  if (!years.empty()) {
    known.first = std::min(known.first, years.begin()->first);
    known.last = std::max(known.last, years.rbegin()->first);
  }
  const Years asked = Clip(known, question);
  for (int number = asked.first; number <= asked.last; ++number) {
    YearOfWork& year = years[number];
    AddMeetings(meetings.Participation(number), year);
    v1::WorkYear& answer = *response.add_work();
    answer = Answer(number, std::move(year));
    *answer.mutable_meetings() = meetings.Judge(number, question.day);
  }
  return absl::OkStatus();
}

}  // namespace samverk::overview

#include "services/partnership/meeting_years.h"

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "gtest/gtest.h"
#include "services/runtime/testing/from_text.h"

namespace samverk::partnership {
namespace {

using runtime::FromText;
using runtime::ToText;
using storage::v1::MeetingYearRow;

const absl::CivilDay kToday(2019, 10, 7);

v1::Meeting Called(const std::string& days) {
  return FromText<v1::Meeting>("state: MEETING_STATE_CALLED period { " + days + " }");
}

v1::Meeting Held(const std::string& attendance) {
  return FromText<v1::Meeting>(
      "state: MEETING_STATE_HELD period { start_date @2019-03-01 end_date @2019-03-02 } " +
      attendance);
}

std::string Attendance(const std::string& id, int participants) {
  return "attendance { organisation: '~/organisations/" + id +
         "' participants: " + std::to_string(participants) + " } ";
}

MeetingYearRow Sum(const std::vector<v1::Meeting>& meetings) {
  MeetingYearRow row;
  for (const v1::Meeting& meeting : meetings) AddShare(*ShareOf(meeting), row);
  return row;
}

v1::MeetingYear JudgeText(const std::string& row, int meetings_min) {
  return Judge(FromText<MeetingYearRow>(row), kToday, meetings_min);
}

TEST(MeetingYearsTest, AMeetingIsOfTheYearOfItsFirstDay) {
  EXPECT_EQ(ShareOf(Called("start_date @2018-12-31 end_date @2019-01-03"))->year(), 2018);
}

TEST(MeetingYearsTest, CancelledAndWithdrawnMeetingsDoNotCount) {
  for (const char* state : {"CANCELLED", "WITHDRAWN", "UNSPECIFIED"}) {
    EXPECT_FALSE(
        ShareOf(FromText<v1::Meeting>("state: MEETING_STATE_" + std::string(state))).has_value());
  }
}

TEST(MeetingYearsTest, MeetingsAddUpByOrganisation) {
  EXPECT_EQ(
      ToText(Sum({Held(Attendance("2422", 2) + Attendance("2421", 3)), Held(Attendance("2421", 1)),
                  Called("start_date @2019-12-01 end_date @2019-12-02"),
                  Called("start_date @2019-11-01 end_date @2019-11-03")})),
      ToText(FromText<MeetingYearRow>(
          "year: 2019 held: 2 called_until @2019-11-02 called_until @2019-12-01 "
          "participation { organisation: '~/organisations/2421' meetings: 2 participants: 4 }"
          "participation { organisation: '~/organisations/2422' meetings: 1 participants: 2 }")));
}

TEST(MeetingYearsTest, WhatIsTakenAwayIsAsIfItHadNeverBeen) {
  const std::vector<v1::Meeting> meetings = {Held(Attendance("2422", 2) + Attendance("2421", 3)),
                                             Held(Attendance("2421", 1)),
                                             Called("start_date @2019-12-01 end_date @2019-12-02"),
                                             Called("start_date @2019-12-01 end_date @2019-12-02")};
  for (size_t gone = 0; gone < meetings.size(); ++gone) {
    std::vector<v1::Meeting> others = meetings;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(gone));
    MeetingYearRow row = Sum(meetings);
    RemoveShare(*ShareOf(meetings[gone]), row);
    EXPECT_EQ(ToText(row), ToText(Sum(others)));
    EXPECT_FALSE(IsEmpty(row));
  }
  MeetingYearRow row = Sum({meetings[0]});
  RemoveShare(*ShareOf(meetings[0]), row);
  EXPECT_TRUE(IsEmpty(row));
}

TEST(MeetingYearsTest, AYearThatIsOverCountsWhatWasHeld) {
  const v1::MeetingYear year = JudgeText("year: 2018 held: 1 called_until @2018-11-01", 2);

  EXPECT_EQ(ToText(year),
            ToText(FromText<v1::MeetingYear>("year: 2018 held: 1 not_recorded: 1 meetings_min: 2 "
                                             "falls_below: true missing: 1")));
  EXPECT_FALSE(JudgeText("year: 2018 held: 2", 2).falls_below());
}

TEST(MeetingYearsTest, ThisYearCountsWhatIsCalledAheadToo) {
  EXPECT_FALSE(JudgeText("year: 2019 held: 1 called_until @2019-10-07", 2).falls_below());
  const v1::MeetingYear year = JudgeText("year: 2019 held: 1 called_until @2019-10-06", 3);

  EXPECT_EQ(ToText(year),
            ToText(FromText<v1::MeetingYear>("year: 2019 held: 1 not_recorded: 1 meetings_min: 3 "
                                             "falls_below: true missing: 2")));
}

TEST(MeetingYearsTest, AYearThatHasNotBegunDoesNotFallBelow) {
  const v1::MeetingYear year = JudgeText("year: 2020 called_until @2020-03-01", 2);

  EXPECT_EQ(ToText(year),
            ToText(FromText<v1::MeetingYear>("year: 2020 called_ahead: 1 meetings_min: 2")));
}

TEST(MeetingYearsTest, WhereNothingWasAgreedOnNoYearFallsBelow) {
  EXPECT_FALSE(JudgeText("year: 2018", 0).falls_below());
}

TEST(MeetingYearsTest, OrganisationsCountOnceAndPersonsForEachMeeting) {
  const v1::MeetingYear year =
      Judge(Sum({Held(Attendance("2422", 2) + Attendance("2421", 3)), Held(Attendance("2421", 1))}),
            kToday, 2);

  EXPECT_EQ(year.organisations(), 2);
  EXPECT_EQ(year.participants(), 6);
}

}  // namespace
}  // namespace samverk::partnership

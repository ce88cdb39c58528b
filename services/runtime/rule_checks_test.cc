#include "services/runtime/rule_checks.h"

#include <string>
#include <vector>

#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/runtime/testing/from_text.h"

namespace samverk::runtime {
namespace {

constexpr Reason kTooLong = {"TOO_LONG", absl::StatusCode::kInvalidArgument,
                             "{days} are more than {days_max}.", "{days} är fler än {days_max}."};
constexpr Reason kAhead = {"AHEAD", absl::StatusCode::kFailedPrecondition, "{last_day} is to come.",
                           "{last_day} kommer."};

v1::DatePeriod Days(const std::string& start_date, const std::string& end_date) {
  return FromText<v1::DatePeriod>("start_date @" + start_date + " end_date @" + end_date);
}

Facts Knowing(const std::vector<std::string>& names) {
  Facts facts;
  for (const std::string& name : names) facts.AddLinked(name);
  return facts;
}

TEST(RuleChecksTest, ADecisionIsOneFact) {
  const absl::StatusOr<Decision<v1::DatePeriod>> decision = Decided<v1::DatePeriod>(
      [](v1::DatePeriod& period) { period.mutable_start_date()->set_year(2019); });

  ASSERT_OK(decision);
  ASSERT_EQ(decision->events.size(), 1);
  EXPECT_EQ(decision->events[0].start_date().year(), 2019);
  EXPECT_THAT(decision->outcomes, ::testing::IsEmpty());
}

TEST(RuleChecksTest, OnlyWhatIsNamedIsRead) {
  const ReadSet reads = ReadsOf("a", {"b", "", "c"});

  EXPECT_EQ(reads.resource, "a");
  EXPECT_EQ(reads.owner, "");
  EXPECT_THAT(reads.linked, ::testing::ElementsAre("b", "c"));
  EXPECT_THAT(reads.claims, ::testing::IsEmpty());
}

TEST(RuleChecksTest, WhatIsLinkedExistsOrIsNotNamed) {
  const Facts facts = Knowing({"a"});

  EXPECT_OK(CheckLinked(facts, "a"));
  EXPECT_OK(CheckLinked(facts, ""));
  EXPECT_THAT(CheckLinked(facts, "b"), IsRefused(kLinkedResourceNotFound));
  EXPECT_OK(CheckAllLinked(facts, std::vector<std::string>{"a", ""}));
  EXPECT_THAT(CheckAllLinked(facts, std::vector<std::string>{"a", "b"}),
              IsRefused(kLinkedResourceNotFound));
}

TEST(RuleChecksTest, PeopleSpeakForTheirOwnOrganisationAndWhoLeadsForEverybody) {
  const auto check = [](v1::Role role, const std::string& own) {
    v1::Actor actor;
    actor.set_role(role);
    actor.set_organisation(own);
    return CheckSpeaksFor(actor, "a");
  };

  for (const v1::Role role : {v1::ROLE_OFFICER, v1::ROLE_LOCAL_ACTOR}) {
    EXPECT_OK(check(role, "a"));
    EXPECT_THAT(check(role, "b"), IsRefused(kNotYourOrganisation));
    EXPECT_THAT(check(role, ""), IsRefused(kNotYourOrganisation));
  }
  EXPECT_OK(check(v1::ROLE_PROCESS_LEADER, "b"));
  EXPECT_OK(check(v1::ROLE_ADMINISTRATOR, ""));
  EXPECT_THAT(check(v1::ROLE_UNSPECIFIED, ""), IsRefused(kNotYourOrganisation));
}

TEST(RuleChecksTest, APeriodHasAtMostThirtyOneDays) {
  EXPECT_OK(CheckDays(Days("2019-12-01", "2019-12-02"), kTooLong));
  EXPECT_OK(CheckDays(Days("2019-12-01", "2020-01-01"), kTooLong));
  const absl::Status refused = CheckDays(Days("2019-12-01", "2020-01-02"), kTooLong);
  EXPECT_THAT(refused, IsRefused(kTooLong));
  EXPECT_EQ(refused.message(), "32 are more than 31.");
}

TEST(RuleChecksTest, ThePastEndsToday) {
  const absl::CivilDay today(2019, 10, 7);

  EXPECT_OK(CheckNotAhead(Days("2019-10-01", "2019-10-08"), today, kAhead, "a"));
  const absl::Status refused = CheckNotAhead(Days("2019-10-01", "2019-10-09"), today, kAhead, "a");
  EXPECT_THAT(refused, IsRefused(kAhead));
  EXPECT_EQ(refused.message(), "2019-10-08 is to come.");
}

TEST(RuleChecksTest, AttendanceNamesWhoExistsOnce) {
  const Facts facts = Knowing({"a", "b"});
  google::protobuf::RepeatedPtrField<v1::Attendance> attendance;
  EXPECT_OK(CheckAttendance(facts, attendance));
  attendance.Add()->set_organisation("a");
  attendance.Add()->set_organisation("b");
  EXPECT_OK(CheckAttendance(facts, attendance));
  attendance.Add()->set_organisation("c");
  EXPECT_THAT(CheckAttendance(facts, attendance), IsRefused(kLinkedResourceNotFound));
  attendance.Mutable(2)->set_organisation("a");
  EXPECT_THAT(CheckAttendance(facts, attendance), IsRefused(kAttendanceTwice));
}

TEST(RuleChecksTest, ADecisionIsOfTodayOrEarlier) {
  const auto decision = FromText<v1::DecisionRef>("body: 'KF' date @2019-10-07");

  EXPECT_OK(CheckDecided(decision, absl::CivilDay(2019, 10, 7), "a"));
  EXPECT_THAT(CheckDecided(decision, absl::CivilDay(2019, 10, 6), "a"),
              IsRefused(kDecidedInTheFuture));
}

}  // namespace
}  // namespace samverk::runtime

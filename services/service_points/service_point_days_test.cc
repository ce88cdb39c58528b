#include "services/service_points/service_point_days.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/runtime/testing/from_text.h"
#include "services/service_points/service_point_content.h"

namespace samverk::service_points {
namespace {

using runtime::FromText;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A service point with these facts, and what follows from them.
v1::ServicePoint Point(const std::vector<std::string>& facts) {
  v1::ServicePoint point;
  int64_t revision = 0;
  for (const std::string& fact : facts) {
    Fold(FromText<v1::ServicePointEvent>(fact), revision++, point);
  }
  PutPeriods(point);
  return point;
}

std::string Opened(const std::string& day) { return "service_point_opened { date @" + day + " }"; }
std::string OpenBefore(const std::string& day) {
  return "service_point_opened { date @" + day + " open_before: true }";
}
std::string Closed(const std::string& day) {
  return "service_point_closed { date @" + day + " cause: 'Konkurs' }";
}
std::string Reopened(const std::string& day) {
  return "service_point_reopened { date @" + day + " }";
}
std::string Offered(const std::string& terms) {
  return "service_offered { terms { offer: SERVICE_OFFER_" + terms + " } }";
}

// `2010-01-01/2015-01-01`; `before` where it began earlier, `..` for what goes on.
template <typename Period>
std::string Days(const Period& period, bool before) {
  return absl::StrCat(before ? "before " : "", FormatDate(period.start_date()), "/",
                      period.has_end_date() ? FormatDate(period.end_date()) : "..");
}

std::vector<std::string> OpenDays(const v1::ServicePoint& point) {
  std::vector<std::string> days;
  for (const auto& period : point.open_periods()) {
    days.push_back(Days(period, period.open_before()));
  }
  return days;
}

std::vector<std::string> OfferedDays(const v1::ServicePoint& point) {
  std::vector<std::string> days;
  for (const auto& period : point.offer_periods()) {
    days.push_back(absl::StrCat(
        v1::ServiceOffer_Name(period.offer()).substr(14), period.full_range() ? " full " : " ",
        Days(period, period.offered_before()), period.ended_by_closing() ? " closed" : ""));
  }
  return days;
}

v1::ServicePoint On(const std::string& day, v1::ServicePoint point) {
  PutDay(ToCivilDay(*ParseDate(day)), point);
  return point;
}

TEST(ServicePointDaysTest, ItIsOpenFromOneTurnToTheNextInWhateverOrderTheyWereRecorded) {
  const v1::ServicePoint point =
      Point({Reopened("2019-06-01"), Opened("2001-05-01"), Closed("2018-12-01")});

  EXPECT_THAT(OpenDays(point), ElementsAre("2001-05-01/2018-12-01", "2019-06-01/.."));
  EXPECT_EQ(point.open_periods(0).closing_cause(), "Konkurs");
}

TEST(ServicePointDaysTest, AThreatEndsWhenItIsSecuredOrCloses) {
  const v1::ServicePoint point =
      Point({Opened("2001-05-01"), "service_point_threatened { date @2010-01-01 cause: 'Ålder' }",
             "service_point_secured { date @2011-01-01 }",
             "service_point_threatened { date @2012-01-01 }", Closed("2013-01-01"),
             Reopened("2014-01-01"), Closed("2015-01-01")});

  ASSERT_EQ(point.threat_periods_size(), 2);
  EXPECT_EQ(Days(point.threat_periods(0), false), "2010-01-01/2011-01-01");
  EXPECT_EQ(point.threat_periods(0).cause(), "Ålder");
  EXPECT_EQ(Days(point.threat_periods(1), false), "2012-01-01/2013-01-01");
}

TEST(ServicePointDaysTest, WhatIsOfferedIsHadWhileItIsOpen) {
  EXPECT_THAT(OfferedDays(Point({Opened("2001-05-01"), Offered("FUEL")})),
              ElementsAre("FUEL 2001-05-01/.."));
  EXPECT_THAT(OfferedDays(Point({Opened("2001-05-01"), Closed("2018-12-01"), Reopened("2019-06-01"),
                                 Offered("FUEL start_date @2010-01-01"),
                                 Offered("GROCERY full_range: true end_date @2018-01-01"),
                                 Offered("POST end_date @2001-05-01")})),
              ElementsAre("GROCERY full 2001-05-01/2018-01-01", "FUEL 2010-01-01/2018-12-01 closed",
                          "FUEL 2019-06-01/.."));
}

TEST(ServicePointDaysTest, OnOtherConditionsItIsTheSameOffer) {
  EXPECT_THAT(OfferedDays(Point({Opened("2001-05-01"),
                                 Offered("POST start_date @2015-01-01 conditions: 'Kort'"),
                                 Offered("POST end_date @2015-01-01")})),
              ElementsAre("POST 2001-05-01/.."));
}

TEST(ServicePointDaysTest, AFullRangeIsLostByItself) {
  EXPECT_THAT(OfferedDays(Point({Opened("2001-05-01"), Offered("GROCERY start_date @2015-01-01"),
                                 Offered("GROCERY full_range: true end_date @2015-01-01")})),
              ElementsAre("GROCERY full 2001-05-01/2015-01-01", "GROCERY 2015-01-01/.."));
}

TEST(ServicePointDaysTest, WhatWasThereBeforeAnybodyLookedIsNoGain) {
  const v1::ServicePoint point =
      Point({OpenBefore("2016-01-01"), Offered("FUEL"), Offered("POST start_date @2017-01-01"),
             Offered("PHARMACY start_date @2010-01-01"), Closed("2018-12-01")});

  EXPECT_THAT(OpenDays(point), ElementsAre("before 2016-01-01/2018-12-01"));
  EXPECT_THAT(OfferedDays(point), ElementsAre("FUEL before 2016-01-01/2018-12-01 closed",
                                              "POST 2017-01-01/2018-12-01 closed",
                                              "PHARMACY before 2016-01-01/2018-12-01 closed"));
  EXPECT_THAT(YearsOfChange(point), ElementsAre(2017, 2018));
}

TEST(ServicePointDaysTest, YearsOfChangeAreThoseOfGainsAndLosses) {
  EXPECT_THAT(YearsOfChange(Point({Opened("2001-05-01"), Closed("2018-12-01"),
                                   Reopened("2019-06-01"), Offered("FUEL start_date @2010-01-01"),
                                   Offered("POST end_date @2005-01-01")})),
              ElementsAre(2001, 2005, 2010, 2018, 2019));
}

TEST(ServicePointDaysTest, ADayHasItsState) {
  const v1::ServicePoint point =
      Point({Opened("2001-05-01"), "service_point_threatened { date @2018-03-01 }",
             Closed("2018-12-01"), Reopened("2019-06-01"), Offered("FUEL start_date @2010-01-01")});

  EXPECT_EQ(On("2001-04-30", point).state(), v1::SERVICE_POINT_STATE_NOT_OPENED);
  EXPECT_EQ(On("2001-05-01", point).state(), v1::SERVICE_POINT_STATE_OPEN);
  EXPECT_THAT(On("2009-12-31", point).offered(), IsEmpty());
  EXPECT_EQ(On("2010-01-01", point).offered_size(), 1);
  EXPECT_FALSE(On("2018-02-28", point).threatened());
  EXPECT_TRUE(On("2018-03-01", point).threatened());
  EXPECT_TRUE(On("2018-11-30", point).threatened());
  const v1::ServicePoint closed = On("2018-12-01", point);
  EXPECT_EQ(closed.state(), v1::SERVICE_POINT_STATE_CLOSED);
  EXPECT_FALSE(closed.threatened());
  EXPECT_THAT(closed.offered(), IsEmpty());
  EXPECT_EQ(On("2019-05-31", point).state(), v1::SERVICE_POINT_STATE_CLOSED);
  EXPECT_EQ(On("2019-06-01", point).offered_size(), 1);
}

TEST(ServicePointDaysTest, BeforeWhatIsKnownNothingIsKnown) {
  EXPECT_EQ(On("2015-12-31", Point({OpenBefore("2016-01-01")})).state(),
            v1::SERVICE_POINT_STATE_UNKNOWN);
}

TEST(ServicePointDaysTest, WhatIsWithdrawnIsSoOnEveryDay) {
  const v1::ServicePoint point = Point({Opened("2001-05-01"), "service_point_withdrawn {}"});

  EXPECT_EQ(On("2000-01-01", point).state(), v1::SERVICE_POINT_STATE_WITHDRAWN);
  EXPECT_EQ(On("2019-01-01", point).state(), v1::SERVICE_POINT_STATE_WITHDRAWN);
}

TEST(ServicePointDaysTest, ATurnIsToldByItsEventAndBack) {
  for (int kind = v1::SERVICE_POINT_TURN_KIND_OPENED; kind < v1::ServicePointTurnKind_ARRAYSIZE;
       ++kind) {
    auto turn = FromText<v1::TurnFacts>("date @2019-06-01 cause: 'Därför'");
    turn.set_kind(static_cast<v1::ServicePointTurnKind>(kind));
    turn.set_open_before(kind == v1::SERVICE_POINT_TURN_KIND_OPENED);
    const auto told = TurnOf(EventOf(turn));
    ASSERT_TRUE(told.has_value()) << kind;
    EXPECT_EQ(told->ShortDebugString(), turn.ShortDebugString());
  }
  EXPECT_FALSE(TurnOf(FromText<v1::ServicePointEvent>(Offered("FUEL"))).has_value());
}

}  // namespace
}  // namespace samverk::service_points

#include "services/plans/plan_days.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "services/plans/plan_content.h"
#include "services/plans/plan_life.h"
#include "services/plans/testing/plan_sentences.h"
#include "services/plans/testing/year_by_year.h"

namespace samverk::plans {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The header that events lead to.
v1::Plan After(const std::vector<v1::PlanEvent>& events) {
  v1::Plan header;
  for (const v1::PlanEvent& event : events) ApplyLife(event, header);
  return header;
}

// `1: 2019-01-01 – 2023-01-01` of each revision in force.
std::vector<std::string> InForceOf(const v1::Plan& header) {
  std::vector<std::string> in_force;
  for (const v1::PlanInForce& each : header.in_force()) {
    in_force.push_back(absl::StrCat(each.revision(), ": ", FormatDate(each.period().start_date()),
                                    " – ", FormatDate(each.period().end_date())));
  }
  return in_force;
}

std::vector<std::string> InForceAfter(const std::vector<v1::PlanEvent>& events) {
  return InForceOf(After(events));
}

int RevisionOnDay(const v1::Plan& header, int year, int month, int day) {
  return RevisionOn(header, absl::CivilDay(year, month, day));
}

TEST(PlanDaysTest, ADraftIsNotInForce) { EXPECT_THAT(InForceAfter({Created()}), IsEmpty()); }

TEST(PlanDaysTest, AnAdoptedPlanIsInForceFromItsFirstDayToItsLast) {
  const v1::Plan plan = After({Created(), Adopted(1, Days("2019-01-01", "2023-01-01"))});

  EXPECT_EQ(RevisionOnDay(plan, 2018, 12, 31), 0);
  EXPECT_EQ(RevisionOnDay(plan, 2019, 1, 1), 1);
  EXPECT_EQ(RevisionOnDay(plan, 2022, 12, 31), 1);
  EXPECT_EQ(RevisionOnDay(plan, 2023, 1, 1), 0);
}

TEST(PlanDaysTest, TheNextRevisionTakesOverFromItsFirstDay) {
  EXPECT_THAT(InForceAfter({Created(), Adopted(1, Days("2019-01-01", "2023-01-01")),
                            Adopted(2, Days("2021-01-01", "2025-01-01"))}),
              ElementsAre("1: 2019-01-01 – 2021-01-01", "2: 2021-01-01 – 2025-01-01"));
}

TEST(PlanDaysTest, ItTakesAllDaysAfterThatEvenThoseItDoesNotHave) {
  EXPECT_THAT(InForceAfter({Created(), Adopted(1, Days("2019-01-01", "2023-01-01")),
                            Adopted(2, Days("2020-01-01", "2021-01-01"))}),
              ElementsAre("1: 2019-01-01 – 2020-01-01", "2: 2020-01-01 – 2021-01-01"));
}

TEST(PlanDaysTest, ItMayTakeAllDays) {
  EXPECT_THAT(InForceAfter({Created(), Adopted(1, Days("2019-01-01", "2023-01-01")),
                            Adopted(2, Days("2018-01-01", "2019-06-01"))}),
              ElementsAre("2: 2018-01-01 – 2019-06-01"));
}

TEST(PlanDaysTest, ItMayLeaveAGap) {
  const v1::Plan plan = After({Created(), Adopted(1, Days("2019-01-01", "2023-01-01")),
                               Adopted(2, Days("2025-01-01", "2031-01-01"))});

  EXPECT_THAT(InForceOf(plan),
              ElementsAre("1: 2019-01-01 – 2023-01-01", "2: 2025-01-01 – 2031-01-01"));
  EXPECT_EQ(RevisionOnDay(plan, 2024, 6, 1), 0);
  EXPECT_EQ(DaysInForce(plan).size(), 2);
}

TEST(PlanDaysTest, AnExtensionAddsDaysAtTheEnd) {
  const v1::Plan plan = After({Created(), Adopted(1, Days("2019-01-01", "2023-01-01")),
                               PlanExtended(2, Days("2019-01-01", "2025-01-01"))});

  EXPECT_THAT(InForceOf(plan),
              ElementsAre("1: 2019-01-01 – 2023-01-01", "2: 2023-01-01 – 2025-01-01"));
  ASSERT_EQ(DaysInForce(plan).size(), 1);
  EXPECT_EQ(FormatDate(DaysInForce(plan)[0].end_date()), "2025-01-01");
  EXPECT_EQ(plan.latest_revision(), 2);
  EXPECT_EQ(plan.adopted_revision(), 1);
  EXPECT_EQ(FormatDate(plan.period().end_date()), "2025-01-01");
}

TEST(PlanDaysTest, ADraftKeepsItsPeriodWhenThePlanIsExtended) {
  const v1::Plan plan =
      After({Created(), Adopted(1, Days("2019-01-01", "2023-01-01")), Edited("title: 'Utkast'"),
             PlanExtended(2, Days("2019-01-01", "2025-01-01"))});

  EXPECT_EQ(FormatDate(plan.period().end_date()), "2023-01-01");
  EXPECT_EQ(RevisionOnDay(plan, 2024, 1, 1), 2);
}

TEST(PlanDaysTest, ACorrectionTakesThePlaceOfWhatItCorrectsOnAllItsDays) {
  EXPECT_THAT(InForceAfter({Created(), Adopted(1, Days("2019-01-01", "2023-01-01")),
                            Corrected(2, Days("2019-01-01", "2021-01-01"))}),
              ElementsAre("2: 2019-01-01 – 2021-01-01"));
  EXPECT_THAT(InForceAfter({Created(), Adopted(1, Days("2019-01-01", "2023-01-01")),
                            PlanExtended(2, Days("2019-01-01", "2025-01-01")),
                            Corrected(3, Days("2018-01-01", "2024-01-01"))}),
              ElementsAre("3: 2018-01-01 – 2024-01-01"));
}

TEST(PlanDaysTest, ACorrectionLeavesEarlierAdoptionsTheirDays) {
  EXPECT_THAT(InForceAfter({Created(), Adopted(1, Days("2019-01-01", "2023-01-01")),
                            Adopted(2, Days("2023-01-01", "2027-01-01")),
                            Corrected(3, Days("2023-01-01", "2025-01-01"))}),
              ElementsAre("1: 2019-01-01 – 2023-01-01", "3: 2023-01-01 – 2025-01-01"));
  EXPECT_THAT(InForceAfter({Created(), Adopted(1, Days("2019-01-01", "2023-01-01")),
                            Adopted(2, Days("2023-01-01", "2027-01-01")),
                            Corrected(3, Days("2022-01-01", "2027-01-01"))}),
              ElementsAre("1: 2019-01-01 – 2022-01-01", "3: 2022-01-01 – 2027-01-01"));
}

TEST(PlanDaysTest, ARepealEndsItAndStaysTheEnd) {
  const std::vector<v1::PlanEvent> repealed = {
      Created(), Adopted(1, Days("2019-01-01", "2023-01-01")), Repealed("2020-01-01")};
  std::vector<v1::PlanEvent> corrected = repealed;
  corrected.push_back(Corrected(2, Days("2018-01-01", "2030-01-01")));

  EXPECT_THAT(InForceAfter(repealed), ElementsAre("1: 2019-01-01 – 2020-01-01"));
  EXPECT_THAT(InForceAfter(corrected), ElementsAre("2: 2018-01-01 – 2020-01-01"));
  EXPECT_EQ(After(repealed).phase(), v1::PLAN_PHASE_REPEALED);
  EXPECT_EQ(FormatDate(After(corrected).ended_on()), "2020-01-01");
}

TEST(PlanDaysTest, ARepealFromTheFirstDayLeavesNone) {
  EXPECT_THAT(InForceAfter({Created(), Adopted(1, Days("2019-01-01", "2023-01-01")),
                            Repealed("2019-01-01")}),
              IsEmpty());
}

TEST(PlanDaysTest, AnotherPlanEndsIt) {
  const v1::Plan plan =
      After({Created(), Adopted(1, Days("2019-01-01", "2023-01-01")),
             Adopted(2, Days("2024-01-01", "2026-01-01")), Replaced("2022-06-01")});

  EXPECT_THAT(InForceOf(plan), ElementsAre("1: 2019-01-01 – 2022-06-01"));
  EXPECT_EQ(plan.phase(), v1::PLAN_PHASE_REPLACED);
  EXPECT_EQ(plan.replaced_by(), "partnerships/vasterbotten/plans/2");
}

TEST(PlanDaysTest, AWithdrawnPlanWasNeverInForce) {
  EXPECT_THAT(InForceAfter({Created(), Adopted(1, Days("2019-01-01", "2023-01-01")), Withdrawn()}),
              IsEmpty());
}

TEST(PlanDaysTest, PeriodsThatTouchDoNotOverlap) {
  const auto period = [](const std::string& start, const std::string& end) {
    return runtime::FromText<v1::DatePeriod>(Days(start, end));
  };
  const v1::DatePeriod may = period("2019-05-01", "2019-06-01");

  EXPECT_FALSE(Overlap(may, period("2019-06-01", "2019-07-01")));
  EXPECT_FALSE(Overlap(period("2019-04-01", "2019-05-01"), may));
  EXPECT_TRUE(Overlap(may, period("2019-05-31", "2019-07-01")));
  EXPECT_TRUE(Overlap(period("2019-04-01", "2019-05-02"), may));
  EXPECT_TRUE(Overlap(may, period("2019-05-10", "2019-05-11")));
  EXPECT_TRUE(Overlap(may, may));
}

TEST(PlanDaysTest, WhatIsNotRestatedStaysAsItIs) {
  const v1::Plan adopted = After({Created(), Adopted(1, Days("2019-01-01", "2023-01-01"))});
  const v1::Plan drafted =
      After({Created(), Adopted(1, Days("2019-01-01", "2023-01-01")), Edited("title: 'B'")});
  const auto title = Corrected(2, Days("2019-01-01", "2023-01-01"), "title: 'B'");

  EXPECT_THAT(FieldsRestated(title, adopted), ElementsAre("title"));
  EXPECT_THAT(FieldsRestated(title, drafted), IsEmpty());
  EXPECT_THAT(
      FieldsRestated(Corrected(2, Days("2019-01-01", "2020-01-01"), "responsible_unit: 'KS'"),
                     adopted),
      ElementsAre("period", "responsible_unit"));
  EXPECT_THAT(FieldsRestated(PlanExtended(2, Days("2019-01-01", "2025-01-01")), adopted),
              ElementsAre("period"));
  EXPECT_THAT(FieldsRestated(Edited("title: 'B'"), adopted), IsEmpty());
}

// ---- Day by day -------------------------------------------------------------------------------

constexpr int kYears = 12;

RC_GTEST_PROP(PlanDaysPropertyTest, EveryYearHasTheRevisionThatGoingThroughThemSays, ()) {
  v1::Plan header;
  ApplyLife(Created(), header);
  YearByYear expected;
  const int steps = *rc::gen::inRange(1, 8);
  for (int i = 0; i < steps; ++i) {
    const int from = *rc::gen::inRange(0, kYears - 1);
    const int to = *rc::gen::inRange(from + 1, kYears);
    const int kind = *rc::gen::inRange(0, 4);
    const int next = expected.latest + 1;
    const bool closed = expected.ended != YearByYear::kNever;
    if (expected.latest == 0 || (kind == 0 && !closed)) {
      ApplyLife(Adopted(next, Days(FirstDayOf(from), FirstDayOf(to))), header);
      expected.Adopt(from, to);
    } else if (kind == 1 && !closed) {
      const int longer = expected.end + 1;
      ApplyLife(PlanExtended(next, Days(FirstDayOf(expected.start), FirstDayOf(longer))), header);
      expected.Extend(longer);
    } else if (kind == 2) {
      ApplyLife(Corrected(next, Days(FirstDayOf(from), FirstDayOf(to))), header);
      expected.Correct(from, to);
    } else if (!closed) {
      ApplyLife(Repealed(FirstDayOf(from)), header);
      expected.End(from);
    }
    RC_ASSERT(header.latest_revision() == expected.latest);
    for (int year = 0; year < kYears + 10; ++year) {
      RC_ASSERT(RevisionOn(header, absl::CivilDay(2010 + year, 1, 1)) == expected.In(year));
      RC_ASSERT(RevisionOn(header, absl::CivilDay(2010 + year, 12, 31)) == expected.In(year));
    }
    const std::vector<v1::DatePeriod> days = DaysInForce(header);
    for (size_t d = 1; d < days.size(); ++d) {
      RC_ASSERT(ToCivilDay(days[d - 1].end_date()) < ToCivilDay(days[d].start_date()));
    }
  }
}

}  // namespace
}  // namespace samverk::plans

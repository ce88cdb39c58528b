#include "services/plans/plan_difference.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/runtime/testing/from_text.h"

namespace samverk::plans {
namespace {

using runtime::FromText;
using runtime::With;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

v1::Plan Whole() {
  return FromText<v1::Plan>(R"(
    name: '~/plans/1' title: 'Serviceplan' responsible_unit: 'KS' responsible: '~/people/1'
    period { start_date @2019-01-01 end_date @2023-01-01 } documents: 'ÖP' documents: 'Bredband'
    sections { element: 's' title: 'Syfte' text: 'Ett' }
    goals { element: 'g' title: 'Mål' description: 'Två' parent_goal: 'h' }
    places { element: 'p' title: 'Gunnarn' level: PLACE_LEVEL_SERVICE_NODE
             offers: SERVICE_OFFER_GROCERY offers: SERVICE_OFFER_FUEL }
    priorities { element: 'q' title: 'Drivmedel' description: 'Tre' }
    measures { element: 'm' title: 'Tapp' description: 'Fyra' goal: 'g' responsible_unit: 'TK'
               deadline @2020-12-31 financing: 'Stöd' budget_sek: 0 }
  )");
}

// `path: old -> new` of each difference.
std::vector<std::string> Told(const v1::Plan& from, const v1::Plan& to) {
  std::vector<std::string> told;
  for (const v1::PlanDifference& each : Differences(from, to)) {
    told.push_back(each.path() + ": " + each.old_text() + " -> " + each.new_text());
  }
  return told;
}

TEST(PlanDifferenceTest, FieldsAreToldInTheOrderInWhichAPlanIsRead) {
  EXPECT_THAT(
      FieldsOf(Whole()),
      ElementsAre(
          Pair("title", "Serviceplan"), Pair("period", "2019-01-01 – 2022-12-31"),
          Pair("responsible_unit", "KS"), Pair("responsible", "partnerships/vasterbotten/people/1"),
          Pair("documents", "ÖP\nBredband"), Pair("sections/s/title", "Syfte"),
          Pair("sections/s/text", "Ett"), Pair("goals/g/title", "Mål"), Pair("goals/g/text", "Två"),
          Pair("places/p/title", "Gunnarn"), Pair("places/p/level", "PLACE_LEVEL_SERVICE_NODE"),
          Pair("places/p/offers", "SERVICE_OFFER_GROCERY, SERVICE_OFFER_FUEL"),
          Pair("priorities/q/title", "Drivmedel"), Pair("priorities/q/text", "Tre"),
          Pair("measures/m/title", "Tapp"), Pair("measures/m/text", "Fyra"),
          Pair("measures/m/goal", "g"), Pair("measures/m/responsible_unit", "TK"),
          Pair("measures/m/deadline", "2020-12-31"), Pair("measures/m/financing", "Stöd"),
          Pair("measures/m/budget_sek", "0")));
}

TEST(PlanDifferenceTest, WhatSaysNothingIsNoField) {
  EXPECT_THAT(FieldsOf(v1::Plan()), IsEmpty());
  EXPECT_THAT(FieldsOf(FromText<v1::Plan>("sections { element: 's' title: 'A' }")),
              ElementsAre(Pair("sections/s/title", "A")));
}

TEST(PlanDifferenceTest, APlanDoesNotDifferFromItself) {
  EXPECT_THAT(Told(Whole(), Whole()), IsEmpty());
}

TEST(PlanDifferenceTest, LifeIsNoText) {
  EXPECT_THAT(Told(Whole(), With(Whole(),
                                 "phase: PLAN_PHASE_ADOPTED revision: 7 "
                                 "latest_revision: 1 open_conflicts: 2")),
              IsEmpty());
}

TEST(PlanDifferenceTest, EachFieldThatDiffersIsTold) {
  v1::Plan other = With(Whole(), "title: 'Ny' period { end_date @2021-01-01 } documents: 'Trafik'");
  other.mutable_sections(0)->set_text("Nytt");
  other.mutable_measures(0)->set_budget_sek(7);

  EXPECT_THAT(Told(Whole(), other),
              ElementsAre("title: Serviceplan -> Ny",
                          "period: 2019-01-01 – 2022-12-31 -> 2019-01-01 – 2020-12-31",
                          "documents: ÖP\nBredband -> ÖP\nBredband\nTrafik",
                          "sections/s/text: Ett -> Nytt", "measures/m/budget_sek: 0 -> 7"));
}

TEST(PlanDifferenceTest, WhatIsNewHasNoOldTextAndWhatIsGoneNoNewOne) {
  v1::Plan other = Whole();
  other.mutable_sections()->Clear();
  other.mutable_measures(0)->clear_budget_sek();
  runtime::MergeText("priorities { element: 'r' title: 'Post' }", other);

  EXPECT_THAT(Told(Whole(), other),
              ElementsAre("priorities/r/title:  -> Post", "sections/s/title: Syfte -> ",
                          "sections/s/text: Ett -> ", "measures/m/budget_sek: 0 -> "));
  EXPECT_THAT(Told(other, Whole()),
              ElementsAre("sections/s/title:  -> Syfte", "sections/s/text:  -> Ett",
                          "measures/m/budget_sek:  -> 0", "priorities/r/title: Post -> "));
}

TEST(PlanDifferenceTest, OneElementInThePlaceOfAnotherAreTwo) {
  v1::Plan other = Whole();
  other.mutable_priorities(0)->set_element("r");

  EXPECT_THAT(Told(Whole(), other),
              ElementsAre("priorities/r/title:  -> Drivmedel", "priorities/r/text:  -> Tre",
                          "priorities/q/title: Drivmedel -> ", "priorities/q/text: Tre -> "));
}

TEST(PlanDifferenceTest, EverythingOfANewPlanIsNew) {
  EXPECT_EQ(Differences(v1::Plan(), Whole()).size(), FieldsOf(Whole()).size());
  EXPECT_EQ(Differences(Whole(), v1::Plan()).size(), FieldsOf(Whole()).size());
}

}  // namespace
}  // namespace samverk::plans

#include "services/plans/plan_search.h"

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/plan.pb.h"
#include "services/plans/plan_service.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/slice_bench.h"

namespace samverk::plans {
namespace {

using runtime::FromText;
using storage::Position;
using ::testing::ElementsAre;
using ::testing::Eq;

constexpr char kPlan[] = "partnerships/vasterbotten/plans/1";

class PlanSearchTest : public ::testing::Test {
 protected:
  PlanSearchTest() {
    bench_.Exists("organisations/2421");
    Do<v1::CreatePlanRequest>(
        "parent: '~' plan_id: '1' owner: '~/organisations/2421' title: 'Serviceplan'"
        "period { start_date @2019-01-01 end_date @2022-01-01 } responsible_unit: 'Kansliet'");
  }

  template <typename Command>
  void Do(const std::string& text) {
    ASSERT_OK(bench_.Do(FromText<Command>(text)));
  }
  void Edit(const std::string& edits) {
    auto command = FromText<v1::EditPlanRequest>("name: '~/plans/1' " + edits);
    *command.mutable_base_position() = bench_.At(bench_.Head());
    const auto result = bench_.Do(command);
    ASSERT_OK(result);
    EXPECT_THAT(result->outcomes(), ::testing::Each(v1::EDIT_OUTCOME_ACCEPTED));
  }

  absl::StatusOr<std::optional<storage::SearchDocument>> Find(Position as_of) {
    return FindPlanWords(*bench_.Read(as_of), kPlan);
  }
  std::vector<std::string> Parts() { return bench_.SearchParts("plans/1"); }

  testing::SliceBench bench_{AddPlans};
};

TEST_F(PlanSearchTest, ItIsFoundByItsHeader) {
  const auto found = Find(bench_.Head());
  ASSERT_OK(found);
  ASSERT_TRUE(found->has_value());
  EXPECT_EQ((*found)->title, "Serviceplan");
  EXPECT_EQ((*found)->owner, "organisations/2421");
  EXPECT_EQ((*found)->first_year, 2019);
  EXPECT_EQ((*found)->last_year, 2021);
  EXPECT_THAT(Parts(), ElementsAre(" |  | Kansliet/"));
}

TEST_F(PlanSearchTest, ItsElementsAreFoundWhereTheyStandAndWhatWasRemovedIsNot) {
  Edit(
      "edits { add_document: 'Översiktsplan' }"
      "edits { add_section { element: 's' title: 'Syfte' text: 'Alla ska nå service' } }"
      "edits { add_section { element: 'x' title: 'Bort' text: 'Fel' } }"
      "edits { add_goal { element: 'g' title: 'Macken finns kvar' } }"
      "edits { add_place { element: 'p' title: 'Tärnaby' level: PLACE_LEVEL_SERVICE_NODE"
      "  offers: SERVICE_OFFER_FUEL offers: SERVICE_OFFER_POST } }"
      "edits { add_priority { element: 'r' title: 'Hemsändning' description: 'Först' } }"
      "edits { add_measure { element: 'm' title: 'Byt cistern' description: 'Söker stöd'"
      "  goal: 'g' responsible_unit: 'Tekniska' financing: 'Servicestöd' } }");
  Edit("edits { remove_element: 'x' }");

  EXPECT_THAT(Parts(), ElementsAre(" |  | Kansliet/Översiktsplan",
                                   "sections/s | Syfte | Alla ska nå service",
                                   "goals/g | Macken finns kvar | ",
                                   "places/p | Tärnaby | servicenod, drivmedel, post",
                                   "priorities/r | Hemsändning | Först",
                                   "measures/m | Byt cistern | Söker stöd/Tekniska/Servicestöd"));
}

TEST_F(PlanSearchTest, WhatOthersSayAboutItIsFound) {
  Do<v1::OpenPlanConsultationRequest>("name: '~/plans/1' answer_by @2019-12-01");
  Do<v1::ReceivePlanStatementRequest>(
      "name: '~/plans/1' sender: 'Byföreningen' text: 'Tre mil är för långt' "
      "received_on @2019-10-02");

  EXPECT_THAT(Parts(),
              ElementsAre(" |  | Kansliet/", "statements/2 | Byföreningen | Tre mil är för långt"));
}

TEST_F(PlanSearchTest, ItsYearsReachOverThoseThatItIsInForce) {
  const std::string decision = "decision { body: 'KF' date @2019-06-11 } ";
  Do<v1::ProposePlanRequest>("name: '~/plans/1' expected_revision: 0");
  Do<v1::AdoptPlanRequest>("name: '~/plans/1' expected_revision: 1 " + decision);
  Do<v1::ExtendPlanRequest>("name: '~/plans/1' expected_revision: 2 end_date @2025-01-01 " +
                            decision);

  const auto found = Find(bench_.Head());
  ASSERT_OK(found);
  EXPECT_EQ((*found)->first_year, 2019);
  EXPECT_EQ((*found)->last_year, 2024);
}

TEST_F(PlanSearchTest, WhatWasWithdrawnIsNotFound) {
  const Position before = bench_.Head();
  Do<v1::WithdrawPlanRequest>("name: '~/plans/1'");

  EXPECT_THAT(Find(bench_.Head()), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_TRUE((*Find(before)).has_value());
  EXPECT_THAT(Find(Position(0)), IsOkAndHolds(Eq(std::nullopt)));
}

}  // namespace
}  // namespace samverk::plans

#include "services/workshops/workshop_search.h"

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/workshop.pb.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/slice_bench.h"
#include "services/workshops/workshop_service.h"

namespace samverk::workshops {
namespace {

using runtime::FromText;
using storage::Position;
using ::testing::ElementsAre;
using ::testing::Eq;

constexpr char kWorkshop[] = "partnerships/vasterbotten/workshops/1";

class WorkshopSearchTest : public ::testing::Test {
 protected:
  WorkshopSearchTest() {
    for (const char* resource : {"organisations/2421", "plans/1"}) bench_.Exists(resource);
    Do<v1::PlanWorkshopRequest>(
        "parent: '~' workshop_id: '1' host: '~/organisations/2421' title: 'Drivstationer'"
        "description: 'När macken stänger' venue: 'Folkets hus' form: EVENT_FORM_PHYSICAL "
        "period { start_date @2018-12-31 end_date @2019-01-02 }");
  }

  template <typename Command>
  void Do(const std::string& text) {
    ASSERT_OK(bench_.Do(FromText<Command>(text)));
  }

  absl::StatusOr<std::optional<storage::SearchDocument>> Find(Position as_of) {
    return FindWorkshopWords(*bench_.Read(as_of), kWorkshop);
  }
  std::vector<std::string> Parts() { return bench_.SearchParts("workshops/1"); }

  testing::SliceBench bench_{AddWorkshops};
};

TEST_F(WorkshopSearchTest, ItIsFoundByWhatItIsCalledWhoHoldsItAndWhen) {
  const auto found = Find(bench_.Head());
  ASSERT_OK(found);
  ASSERT_TRUE(found->has_value());
  EXPECT_EQ((*found)->title, "Drivstationer");
  EXPECT_EQ((*found)->owner, "organisations/2421");
  EXPECT_EQ((*found)->first_year, 2018);
  EXPECT_EQ((*found)->last_year, 2019);
  EXPECT_THAT(Parts(), ElementsAre(" |  | När macken stänger/Folkets hus"));
}

TEST_F(WorkshopSearchTest, EverythingThatWasSaidThereIsFoundWhereItStands) {
  Do<v1::SetWorkshopProgrammeRequest>(
      "name: '~/workshops/1' items { day: 1 start_time { hours: 9 } title: 'Fika' }"
      "items { day: 1 start_time { hours: 10 } title: 'Kalkyl' }");
  Do<v1::PresentKnowledgeRequest>("name: '~/workshops/1' title: 'Kalkylmall' source: 'KTH'");
  Do<v1::RecordWorkshopNoteRequest>("name: '~/workshops/1' text: 'Pumpen är trasig'");
  Do<v1::RecordWorkshopOutcomeRequest>("name: '~/workshops/1' text: 'En konsult delas'");
  Do<v1::RecordWorkshopNoteRequest>("name: '~/workshops/1' text: 'Fel'");
  Do<v1::EditWorkshopRequest>(
      "name: '~/workshops/1' expected_revision: 5 edits { remove_entry: 5 }"
      "edits { note { entry: 3 text: 'Pumpen är lagad' } }");

  EXPECT_THAT(Parts(),
              ElementsAre(" |  | När macken stänger/Folkets hus", "programme |  | Fika/Kalkyl/",
                          "knowledge/2 | Kalkylmall | KTH", "outcomes/4 |  | En konsult delas",
                          "notes/3 |  | Pumpen är lagad"));
}

TEST_F(WorkshopSearchTest, WhatWasCancelledIsFoundAndWhatWasWithdrawnIsNot) {
  Do<v1::CancelWorkshopRequest>("name: '~/workshops/1'");
  EXPECT_TRUE((*Find(bench_.Head())).has_value());
  const Position before = bench_.Head();
  Do<v1::WithdrawWorkshopRequest>("name: '~/workshops/1'");
  EXPECT_THAT(Find(bench_.Head()), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_TRUE((*Find(before)).has_value());
}

TEST_F(WorkshopSearchTest, WhatIsNotThereIsNotFound) {
  EXPECT_THAT(Find(Position(0)), IsOkAndHolds(Eq(std::nullopt)));
}

}  // namespace
}  // namespace samverk::workshops

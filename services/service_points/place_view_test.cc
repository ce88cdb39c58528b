#include "services/service_points/place_view.h"

#include <string>
#include <vector>

#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/runtime/testing/from_text.h"
#include "services/service_points/service_point_service.h"
#include "services/testing/slice_bench.h"

namespace samverk::service_points {
namespace {

using runtime::FromText;
using runtime::ToText;
using storage::Position;
using ::testing::ElementsAre;

constexpr char kPlaces[] = "partnerships/vasterbotten/places/";

// A bench with the organisations that the places below name.
class PlaceViewTest : public ::testing::Test {
 protected:
  PlaceViewTest() {
    bench_.Exists("organisations/2421");
    bench_.Exists("organisations/2422");
  }

  template <typename Command>
  void Do(const std::string& text) {
    ASSERT_OK(bench_.Do(FromText<Command>(text)));
  }

  void Register(const std::string& id, const std::string& display_name,
                const std::string& more = "") {
    Do<v1::RegisterPlaceRequest>("parent: '~' place_id: '" + id + "' display_name: '" +
                                 display_name + "' owner: '~/organisations/2421' " + more);
  }

  // Everything that can happen to places.
  void TellTheWholeStory() {
    Register("2", "Storuman");
    Register("1", "Tärnaby",
             "level: PLACE_LEVEL_SERVICE_LOCALITY classified_on @2016-01-01 position {"
             "latitude_microdegrees: 65713000 longitude_microdegrees: 15271000 }");  // Entry 1.
    Do<v1::ClassifyPlaceRequest>(
        "name: '~/places/1' level: PLACE_LEVEL_SERVICE_POINT start_date @2020-01-01");  // 2.
    Do<v1::ClassifyPlaceRequest>(
        "name: '~/places/1' level: PLACE_LEVEL_SERVICE_NODE start_date @2020-01-01");  // 3.
    Do<v1::RecordPlacePopulationRequest>(
        "name: '~/places/1' figure { inhabitants: 482 source: 'SCB' vintage @2018-12-31 }");  // 4.
    Do<v1::RecordPlacePopulationRequest>(
        "name: '~/places/1' figure { inhabitants: 534 source: 'SCB' vintage @2010-12-31 }");  // 5.
    Do<v1::RecordPlaceDistanceRequest>(
        "name: '~/places/1' distance { to: '~/places/2' metres: 128000 source: 'NVDB'"
        "vintage @2019-01-01 }");  // 6.
    Do<v1::RecordPlaceDistanceRequest>(
        "name: '~/places/1' distance { to: '~/places/2' minutes: 1 source: 'Fel'"
        "vintage @2019-01-01 }");  // 7.
    Do<v1::EditPlaceRequest>(
        "name: '~/places/1' expected_revision: 7 edits { display_name: 'Dearna' }"
        "edits { position {} } edits { remove_entry: 7 }"
        "edits { population { entry: 4 figure { inhabitants: 480 source: 'SCB'"
        "vintage @2018-12-31 } } }"
        "edits { classification { entry: 1 level: PLACE_LEVEL_SERVICE_LOCALITY } }"
        "edits { distance { entry: 6 distance { to: '~/places/2' metres: 127000 minutes: 90 "
        "source: 'NVDB' vintage @2019-01-01 } } }");
    Register("3", "Fel");
    Do<v1::WithdrawPlaceRequest>("name: '~/places/3'");
    bench_.Exists("initiatives/1");  // Somebody else's event, last.
  }

  v1::Place Read(Position as_of) {
    const auto reader = bench_.Read(as_of);
    return reader->GetMessage<v1::Place>(kPlaceTable, PlaceKey(std::string(kPlaces) + "1"))
        ->value();
  }

  std::vector<std::string> Names(const std::string& list, Position as_of) {
    std::vector<std::string> names;
    EXPECT_OK(bench_.Read(as_of)->Scan(kPlaceListTable, list, "",
                                       [&names](absl::string_view, absl::string_view row) {
                                         names.emplace_back(row.substr(sizeof(kPlaces) - 1));
                                         return true;
                                       }));
    return names;
  }

  testing::SliceBench bench_{AddPlaces};
};

TEST_F(PlaceViewTest, APlaceIsWhatItsEventsSay) {
  TellTheWholeStory();

  EXPECT_EQ(ToText(Read(bench_.Head())), ToText(FromText<v1::Place>(R"(
    name: '~/places/1' owner: '~/organisations/2421' display_name: 'Dearna'
    level: PLACE_LEVEL_SERVICE_NODE
    classifications { entry: 1 level: PLACE_LEVEL_SERVICE_LOCALITY }
    classifications { entry: 3 level: PLACE_LEVEL_SERVICE_NODE start_date @2020-01-01 }
    populations { entry: 5 figure { inhabitants: 534 source: 'SCB' vintage @2010-12-31 } }
    populations { entry: 4 figure { inhabitants: 480 source: 'SCB' vintage @2018-12-31 } }
    distances { entry: 6 distance { to: '~/places/2' metres: 127000 minutes: 90 source: 'NVDB'
                                    vintage @2019-01-01 } }
    revision: 13
  )")));
}

TEST_F(PlaceViewTest, PlacesAreListedAsSwedishSorts) {
  Register("1", "Åskilje");
  Register("2", "Zinkgruvan");
  Register("3", "Örträsk");
  const Position before = bench_.Head();
  Do<v1::EditPlaceRequest>(
      "name: '~/places/3' expected_revision: 0 edits { display_name: 'Ammarnäs' }");

  EXPECT_THAT(Names(PlaceListKey(PlaceList::kAll), before), ElementsAre("2", "1", "3"));
  EXPECT_THAT(Names(PlaceListKey(PlaceList::kAll), bench_.Head()), ElementsAre("3", "2", "1"));
}

TEST_F(PlaceViewTest, APlaceIsInTheListsOfItsOwnerAndOfEveryLevelThatItHad) {
  TellTheWholeStory();
  const auto of_level = [](const char* level) { return PlaceListKey(PlaceList::kOfLevel, level); };

  EXPECT_THAT(Names(PlaceListKey(PlaceList::kOfOwner,
                                 "partnerships/vasterbotten/organisations/"
                                 "2421"),
                    bench_.Head()),
              ElementsAre("1", "3", "2"));
  EXPECT_THAT(Names(of_level("PLACE_LEVEL_SERVICE_LOCALITY"), bench_.Head()), ElementsAre("1"));
  EXPECT_THAT(Names(of_level("PLACE_LEVEL_SERVICE_NODE"), bench_.Head()), ElementsAre("1"));
  EXPECT_THAT(Names(of_level("PLACE_LEVEL_SERVICE_POINT"), bench_.Head()), ElementsAre());
}

TEST_F(PlaceViewTest, DistancesAreLinksBothWaysUntilItIsWithdrawn) {
  Register("1", "Tärnaby");
  Register("2", "Storuman");
  Do<v1::RecordPlaceDistanceRequest>(
      "name: '~/places/1' distance { to: '~/places/2' metres: 128000 source: 'NVDB'"
      "vintage @2019-01-01 }");
  EXPECT_THAT(bench_.Links("places/1"), ElementsAre("places/1 distances/1/distance/to places/2"));
  EXPECT_THAT(bench_.Links("places/2"), ElementsAre("places/1 distances/1/distance/to places/2"));
  EXPECT_EQ(bench_.TitleOf("places/1"), "Tärnaby");
  EXPECT_EQ(bench_.TitleOf("places/3"), "");

  Do<v1::EditPlaceRequest>("name: '~/places/1' expected_revision: 1 edits { remove_entry: 1 }");
  EXPECT_THAT(bench_.Links("places/2"), ElementsAre());
  Do<v1::RecordPlaceDistanceRequest>(
      "name: '~/places/1' distance { to: '~/places/2' minutes: 90 source: 'NVDB'"
      "vintage @2019-01-01 }");
  EXPECT_THAT(bench_.Links("places/2"), ElementsAre("places/1 distances/3/distance/to places/2"));
  Do<v1::WithdrawPlaceRequest>("name: '~/places/1'");
  EXPECT_THAT(bench_.Links("places/2"), ElementsAre());
}

TEST_F(PlaceViewTest, AsOfEveryPositionItIsWhatTheEventsUpToThereSay) {
  TellTheWholeStory();

  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), bench_.FoldedRows(at)) << "position " << at.value();
  }
}

TEST_F(PlaceViewTest, BuildingItAnewGivesTheSameRowsAtEveryPosition) {
  TellTheWholeStory();
  std::vector<std::vector<std::string>> before;
  for (Position at(0); at <= bench_.Head(); at = at + 1) before.push_back(bench_.Rows(at));

  bench_.Rebuild();

  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), before[at.value()]) << "position " << at.value();
  }
}

TEST_F(PlaceViewTest, AnEventOfALaterVersionRaisesTheRevisionAndNothingElse) {
  Register("1", "Tärnaby");
  v1::Place expected = Read(bench_.Head());
  expected.set_revision(1);

  bench_.Exists("places/1");  // An event of a type that this program does not know.

  EXPECT_EQ(ToText(Read(bench_.Head())), ToText(expected));
}

}  // namespace
}  // namespace samverk::service_points

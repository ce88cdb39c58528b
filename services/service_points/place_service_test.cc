#include <string>
#include <vector>

#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/place.pb.h"
#include "services/access/access.h"
#include "services/runtime/read_point.h"
#include "services/runtime/testing/from_text.h"
#include "services/service_points/place_rules.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::service_points {
namespace {

using runtime::FromText;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::CommandResult;

class PlaceServiceTest : public ::testing::Test {
 protected:
  PlaceServiceTest() {
    server_.AdmitMunicipality("2421", "Storumans kommun");
    server_.AdmitMunicipality("2422", "Sorsele kommun");
  }

  // Gives a command that must succeed.
  template <typename Command>
  CommandResult Do(const std::string& text) {
    const absl::StatusOr<CommandResult> result = server_.Do(FromText<Command>(text));
    EXPECT_OK(result);
    return result.value_or(CommandResult());
  }

  CommandResult Register(const std::string& display_name, const std::string& owner = "2421",
                         const std::string& more = "") {
    return Do<v1::RegisterPlaceRequest>("parent: '~' place_id: '" + testing::NewId() +
                                        "' owner: '~/organisations/" + owner + "' display_name: '" +
                                        display_name + "' " + more);
  }

  v1::Place Get(const CommandResult& result, const std::string& more = "") {
    auto request = FromText<v1::GetPlaceRequest>(more);
    request.set_name(result.name());
    *request.mutable_read()->mutable_min_position() = result.position();
    const auto response = server_.Ask<v1::GetPlaceResponse>(request);
    EXPECT_OK(response);
    return response.value_or(v1::GetPlaceResponse()).place();
  }

  // What the places on all pages of a list are called.
  std::vector<std::string> List(const std::string& filter, const CommandResult& seen) {
    auto request = FromText<v1::ListPlacesRequest>("parent: '~' " + filter);
    *request.mutable_read()->mutable_min_position() = seen.position();
    std::vector<std::string> names;
    do {
      const auto page = server_.Ask<v1::ListPlacesResponse>(request);
      if (!page.ok()) return {page.status().ToString()};
      for (const v1::Place& place : page->places()) names.push_back(place.display_name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  testing::InProcessServer server_;
};

TEST_F(PlaceServiceTest, EveryCommandIsAnswered) {
  const CommandResult other = Register("Storuman");
  const CommandResult registered = Register("Tärnaby");
  const std::string name = "name: '" + registered.name() + "' ";
  Do<v1::ClassifyPlaceRequest>(name + "level: PLACE_LEVEL_SERVICE_NODE start_date @2016-01-01");
  Do<v1::RecordPlacePopulationRequest>(
      name + "figure { inhabitants: 482 source: 'SCB' vintage @2018-12-31 }");
  Do<v1::RecordPlaceDistanceRequest>(name + "distance { to: '" + other.name() +
                                     "' metres: 128000 source: 'NVDB' vintage @2019-01-01 }");
  const CommandResult edited = Do<v1::EditPlaceRequest>(
      name + "expected_revision: 3 edits { display_name: 'Dearna' } edits { position {} }");

  EXPECT_THAT(edited.outcomes(),
              ElementsAre(v1::EDIT_OUTCOME_ACCEPTED, v1::EDIT_OUTCOME_CONVERGED));
  const v1::Place place = Get(edited);
  EXPECT_EQ(place.display_name(), "Dearna");
  EXPECT_EQ(place.level(), v1::PLACE_LEVEL_SERVICE_NODE);
  EXPECT_EQ(place.populations(0).figure().inhabitants(), 482);
  EXPECT_FALSE(place.distances(0).distance().has_minutes());
  EXPECT_EQ(Get(edited, "valid_on @2015-12-31").level(), v1::PLACE_LEVEL_UNSPECIFIED);
  EXPECT_EQ(Get(edited, "valid_on @2016-01-01").level(), v1::PLACE_LEVEL_SERVICE_NODE);
  EXPECT_TRUE(Get(Do<v1::WithdrawPlaceRequest>(name)).withdrawn());
}

TEST_F(PlaceServiceTest, PlacesAreListedByNameAndFiltered) {
  Register("Åskilje", "2421", "level: PLACE_LEVEL_SERVICE_POINT");
  Register("Sorsele", "2422", "level: PLACE_LEVEL_SERVICE_LOCALITY");
  const auto tarnaby =
      Register("Tärnaby", "2421", "level: PLACE_LEVEL_SERVICE_NODE classified_on @2016-01-01");
  Do<v1::ClassifyPlaceRequest>("name: '" + tarnaby.name() +
                               "' level: PLACE_LEVEL_SERVICE_LOCALITY start_date @2020-01-01");
  const auto mistake = Register("Fel");
  const auto last = Do<v1::WithdrawPlaceRequest>("name: '" + mistake.name() + "'");

  EXPECT_THAT(List("", last), ElementsAre("Sorsele", "Tärnaby", "Åskilje"));
  EXPECT_THAT(List("page_size: 1", last), ElementsAre("Sorsele", "Tärnaby", "Åskilje"));
  EXPECT_THAT(List("show_withdrawn: true", last),
              ElementsAre("Fel", "Sorsele", "Tärnaby", "Åskilje"));
  EXPECT_THAT(List("owner: '~/organisations/2421'", last), ElementsAre("Tärnaby", "Åskilje"));
  EXPECT_THAT(List("level: PLACE_LEVEL_SERVICE_LOCALITY", last), ElementsAre("Sorsele", "Tärnaby"));
  EXPECT_THAT(List("level: PLACE_LEVEL_SERVICE_LOCALITY valid_on @2019-12-31", last),
              ElementsAre("Sorsele"));
  EXPECT_THAT(List("level: PLACE_LEVEL_SERVICE_NODE valid_on @2019-12-31", last),
              ElementsAre("Tärnaby"));
  EXPECT_THAT(List("level: PLACE_LEVEL_SERVICE_NODE valid_on @2015-12-31", last), IsEmpty());
  EXPECT_THAT(List("level: PLACE_LEVEL_SERVICE_LOCALITY owner: '~/organisations/2422'", last),
              ElementsAre("Sorsele"));
}

TEST_F(PlaceServiceTest, WhatWasRecordedThenIsAnswered) {
  const CommandResult registered = Register("Tärnaby");
  server_.clock().Advance(absl::Hours(24));
  Do<v1::ClassifyPlaceRequest>("name: '" + registered.name() +
                               "' level: PLACE_LEVEL_SERVICE_NODE start_date @2016-01-01");
  v1::GetPlaceRequest request;
  request.set_name(registered.name());
  *request.mutable_valid_on() = FromText<google::type::Date>("year: 2017 month: 1 day: 1");
  *request.mutable_read()->mutable_as_of()->mutable_position() = registered.position();

  ASSERT_OK_AND_ASSIGN(const auto before, server_.Ask<v1::GetPlaceResponse>(request));
  EXPECT_EQ(before.place().level(), v1::PLACE_LEVEL_UNSPECIFIED);
  *request.mutable_read()->mutable_as_of()->mutable_date() =
      FromText<google::type::Date>("year: 2019 month: 10 day: 8");
  ASSERT_OK_AND_ASSIGN(const auto after, server_.Ask<v1::GetPlaceResponse>(request));
  EXPECT_EQ(after.place().level(), v1::PLACE_LEVEL_SERVICE_NODE);
}

TEST_F(PlaceServiceTest, AMunicipalityWritesItsOwnAndOthersRead) {
  const CommandResult registered = Register("Tärnaby");
  const auto classify = FromText<v1::ClassifyPlaceRequest>("name: '" + registered.name() +
                                                           "' level: PLACE_LEVEL_SERVICE_NODE");
  const auto get = FromText<v1::GetPlaceRequest>("name: '" + registered.name() + "'");

  for (const char* other : {"officer@2422", "process-leader@2422", "local-actor@2421", "auditor"}) {
    EXPECT_THAT(server_.Do(classify, {.act_as = other}), IsRefused(access::kAccessDenied)) << other;
    EXPECT_OK(server_.Ask<v1::GetPlaceResponse>(get, {.act_as = other})) << other;
  }
  EXPECT_OK(server_.Do(classify, {.act_as = "officer@2421"}));
  EXPECT_THAT(server_.Ask<v1::GetPlaceResponse>(get, {.act_as = "agency-contact"}),
              IsRefused(access::kAccessDenied));
}

TEST_F(PlaceServiceTest, RefusalsArriveWithTheirReasons) {
  const CommandResult registered = Register("Tärnaby");
  auto edit = FromText<v1::EditPlaceRequest>("name: '" + registered.name() +
                                             "' expected_revision: 7 edits { display_name: 'A' }");
  EXPECT_THAT(server_.Do(edit), IsRefused(storage::kStaleRevision));
  v1::GetPlaceRequest get;
  get.set_name("partnerships/vasterbotten/places/" + testing::NewId());
  EXPECT_THAT(server_.Ask<v1::GetPlaceResponse>(get), IsRefused(kPlaceNotFound));
}

TEST_F(PlaceServiceTest, APageTokenIsGoodForItsOwnListOnly) {
  Register("A");
  const auto last = Register("B");
  auto request = FromText<v1::ListPlacesRequest>("parent: '~' page_size: 1");
  *request.mutable_read()->mutable_min_position() = last.position();
  ASSERT_OK_AND_ASSIGN(const auto first, server_.Ask<v1::ListPlacesResponse>(request));
  ASSERT_NE(first.next_page_token(), "");
  request.set_page_token(first.next_page_token());

  EXPECT_OK(server_.Ask<v1::ListPlacesResponse>(request));
  request.set_show_withdrawn(true);
  EXPECT_THAT(server_.Ask<v1::ListPlacesResponse>(request), IsRefused(runtime::kPageTokenInvalid));
}

}  // namespace
}  // namespace samverk::service_points

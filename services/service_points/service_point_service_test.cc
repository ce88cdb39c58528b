#include "services/service_points/service_point_service.h"

#include <string>
#include <vector>

#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/audit.pb.h"
#include "samverk/v1/place.pb.h"
#include "samverk/v1/service_point.pb.h"
#include "services/access/access.h"
#include "services/runtime/read_point.h"
#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/from_text.h"
#include "services/service_points/service_point_reasons.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::service_points {
namespace {

using runtime::FromText;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::CommandResult;

class ServicePointServiceTest : public ::testing::Test {
 protected:
  ServicePointServiceTest() {
    server_.AdmitMunicipality("2421", "Storumans kommun");
    server_.AdmitMunicipality("2422", "Sorsele kommun");
    tarnaby_ = RegisterPlace("Tärnaby", "2421");
    sorsele_ = RegisterPlace("Sorsele", "2422");
  }

  // Gives a command that must succeed.
  template <typename Command>
  CommandResult Do(const std::string& text) {
    const absl::StatusOr<CommandResult> result = server_.Do(FromText<Command>(text));
    EXPECT_OK(result);
    return result.value_or(CommandResult());
  }

  std::string RegisterPlace(const std::string& display_name, const std::string& owner) {
    return Do<v1::RegisterPlaceRequest>("parent: '~' place_id: '" + testing::NewId() +
                                        "' owner: '~/organisations/" + owner + "' display_name: '" +
                                        display_name + "'")
        .name();
  }

  CommandResult Register(const std::string& display_name, const std::string& opened,
                         const std::string& more = "", const std::string& owner = "2421") {
    return Do<v1::RegisterServicePointRequest>(
        "parent: '~' service_point_id: '" + testing::NewId() + "' owner: '~/organisations/" +
        owner + "' place: '" + (owner == "2421" ? tarnaby_ : sorsele_) + "' display_name: '" +
        display_name + "' turns { kind: SERVICE_POINT_TURN_KIND_OPENED date @" + opened + " } " +
        more);
  }

  static std::string Named(const CommandResult& result) { return "name: '" + result.name() + "' "; }

  v1::ServicePoint Get(const CommandResult& result, const std::string& more = "") {
    auto request = FromText<v1::GetServicePointRequest>(more);
    request.set_name(result.name());
    *request.mutable_read()->mutable_min_position() = result.position();
    const auto response = server_.Ask<v1::GetServicePointResponse>(request);
    EXPECT_OK(response);
    return response.value_or(v1::GetServicePointResponse()).service_point();
  }

  // What the service points on all pages of a list are called.
  std::vector<std::string> List(const std::string& filter, const CommandResult& seen) {
    auto request = FromText<v1::ListServicePointsRequest>("parent: '~' " + filter);
    *request.mutable_read()->mutable_min_position() = seen.position();
    std::vector<std::string> names;
    do {
      const auto page = server_.Ask<v1::ListServicePointsResponse>(request);
      if (!page.ok()) return {page.status().ToString()};
      for (const auto& point : page->service_points()) names.push_back(point.display_name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  CommandResult Observe(const CommandResult& point, const std::string& day,
                        const std::string& text) {
    return Do<v1::RecordServiceObservationRequest>(Named(point) + "facts { text: '" + text +
                                                   "' observer: '~/organisations/2421'" +
                                                   "source: 'Besök' observed_on @" + day + " }");
  }

  // What was observed, on all pages of a list.
  std::vector<std::string> Observations(const std::string& filter, const CommandResult& seen) {
    auto request = FromText<v1::ListServiceObservationsRequest>("parent: '~' " + filter);
    *request.mutable_read()->mutable_min_position() = seen.position();
    std::vector<std::string> texts;
    do {
      const auto page = server_.Ask<v1::ListServiceObservationsResponse>(request);
      if (!page.ok()) return {page.status().ToString()};
      for (const auto& each : page->observations()) texts.push_back(each.facts().text());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return texts;
  }

  testing::InProcessServer server_;
  std::string tarnaby_;
  std::string sorsele_;
};

TEST_F(ServicePointServiceTest, EveryCommandIsAnswered) {
  const CommandResult point =
      Register("Handlarn", "2001-05-01", "offers { offer: SERVICE_OFFER_FUEL }");  // 1, 2.
  const std::string name = Named(point);
  Do<v1::OfferServiceRequest>(name + "terms { offer: SERVICE_OFFER_GROCERY full_range: true }");
  Do<v1::EndServiceOfferRequest>(name + "entry: 2 end_date @2012-01-01");
  Do<v1::SetServicePointHoursRequest>(name + "hours { note: 'Alla dagar' }");
  Do<v1::ThreatenServicePointRequest>(name + "date @2018-01-01 cause: 'Ingen tar över'");
  Do<v1::SecureServicePointRequest>(name + "date @2018-06-01");
  Do<v1::CloseServicePointRequest>(name + "date @2018-12-01 cause: 'Konkurs'");
  Do<v1::ReopenServicePointRequest>(name + "date @2019-06-01");
  Observe(point, "2019-09-01", "Fullt");
  const CommandResult edited = Do<v1::EditServicePointRequest>(
      name + "expected_revision: 10 edits { address: 'Vägen 1' } edits { operator_name: '' }");

  EXPECT_EQ(edited.revision(), 11);
  EXPECT_THAT(edited.outcomes(),
              ElementsAre(v1::EDIT_OUTCOME_ACCEPTED, v1::EDIT_OUTCOME_CONVERGED));
  const v1::ServicePoint read = Get(edited);
  EXPECT_EQ(read.address(), "Vägen 1");
  EXPECT_EQ(read.state(), v1::SERVICE_POINT_STATE_OPEN);
  EXPECT_THAT(read.open_periods(), SizeIs(2));
  EXPECT_THAT(read.threat_periods(), SizeIs(1));
  EXPECT_THAT(read.offer_periods(), SizeIs(3));
  EXPECT_EQ(read.observation_count(), 1);
  EXPECT_EQ(Get(Do<v1::WithdrawServicePointRequest>(name)).state(),
            v1::SERVICE_POINT_STATE_WITHDRAWN);
}

TEST_F(ServicePointServiceTest, ADayIsToldAsItWas) {
  const CommandResult point =
      Register("Handlarn", "2001-05-01", "offers { offer: SERVICE_OFFER_FUEL }");
  const CommandResult closed =
      Do<v1::CloseServicePointRequest>(Named(point) + "date @2027-01-01");  // To come.

  EXPECT_EQ(Get(closed).state(), v1::SERVICE_POINT_STATE_CLOSED);
  EXPECT_THAT(Get(closed).offered(), IsEmpty());
  const v1::ServicePoint today = Get(closed, "valid_on @2019-10-07");
  EXPECT_EQ(today.state(), v1::SERVICE_POINT_STATE_OPEN);
  EXPECT_THAT(today.offered(), SizeIs(1));
  EXPECT_EQ(Get(closed, "valid_on @2001-04-30").state(), v1::SERVICE_POINT_STATE_NOT_OPENED);
}

TEST_F(ServicePointServiceTest, WhatIsCorrectedAfterwardsIsToldInBothTimes) {
  const CommandResult point = Register("Handlarn", "2001-05-01");
  const CommandResult closed = Do<v1::CloseServicePointRequest>(Named(point) + "date @2019-01-01");
  server_.clock().Advance(absl::Hours(24));
  Do<v1::EditServicePointRequest>(Named(point) +
                                  "expected_revision: 2 edits { turn { entry: 2 date @2018-12-01"
                                  "} }");
  auto request = FromText<v1::GetServicePointRequest>(Named(point) + "valid_on @2018-12-15");
  const auto state = [&] {
    const auto response = server_.Ask<v1::GetServicePointResponse>(request);
    EXPECT_OK(response);
    return response.ok() ? response->service_point().state() : v1::SERVICE_POINT_STATE_UNSPECIFIED;
  };
  v1::AsOf& as_of = *request.mutable_read()->mutable_as_of();

  *as_of.mutable_position() = closed.position();  // What was known then of that day.
  EXPECT_EQ(state(), v1::SERVICE_POINT_STATE_OPEN);
  *as_of.mutable_date() = FromText<google::type::Date>("year: 2019 month: 10 day: 7");
  EXPECT_EQ(state(), v1::SERVICE_POINT_STATE_OPEN);
  *as_of.mutable_date() = FromText<google::type::Date>("year: 2019 month: 10 day: 8");
  EXPECT_EQ(state(), v1::SERVICE_POINT_STATE_CLOSED);
}

TEST_F(ServicePointServiceTest, AListHasWhatWasOpenAndOfferedOnADay) {
  Register("Affären", "2001-05-01",
           "offers { offer: SERVICE_OFFER_GROCERY full_range: true }"
           "offers { offer: SERVICE_OFFER_POST end_date @2015-01-01 }"
           "turns { kind: SERVICE_POINT_TURN_KIND_CLOSED date @2018-12-01 }"
           "turns { kind: SERVICE_POINT_TURN_KIND_REOPENED date @2019-06-01 }");
  Register("Macken", "2010-01-01",
           "offers { offer: SERVICE_OFFER_FUEL } offers { offer: SERVICE_OFFER_GROCERY }"
           "turns { kind: SERVICE_POINT_TURN_KIND_THREATENED date @2019-01-01 }");
  const auto last =
      Register("Ombudet", "2017-01-01", "offers { offer: SERVICE_OFFER_POST }", "2422");
  const std::string open = "state: SERVICE_POINT_STATE_OPEN valid_on ";
  const std::string grocery = "offer: SERVICE_OFFER_GROCERY valid_on ";

  EXPECT_THAT(List("", last), ElementsAre("Affären", "Macken", "Ombudet"));
  EXPECT_THAT(List("page_size: 1", last), ElementsAre("Affären", "Macken", "Ombudet"));
  EXPECT_THAT(List(open + "@2005-01-01", last), ElementsAre("Affären"));
  EXPECT_THAT(List(open + "@2019-01-01", last), ElementsAre("Macken", "Ombudet"));
  EXPECT_THAT(List("state: SERVICE_POINT_STATE_CLOSED valid_on @2019-01-01", last),
              ElementsAre("Affären"));
  EXPECT_THAT(List("state: SERVICE_POINT_STATE_CLOSED", last), IsEmpty());
  EXPECT_THAT(List("state: SERVICE_POINT_STATE_NOT_OPENED valid_on @2005-01-01", last),
              ElementsAre("Macken", "Ombudet"));
  EXPECT_THAT(List(grocery + "@2018-11-30", last), ElementsAre("Affären", "Macken"));
  EXPECT_THAT(List(grocery + "@2018-12-01", last), ElementsAre("Macken"));
  EXPECT_THAT(List("full_range: true", last), ElementsAre("Affären"));
  EXPECT_THAT(List("full_range: true " + grocery + "@2018-12-01", last), IsEmpty());
  EXPECT_THAT(List("offer: SERVICE_OFFER_POST", last), ElementsAre("Ombudet"));
  EXPECT_THAT(List("offer: SERVICE_OFFER_POST valid_on @2014-12-31", last), ElementsAre("Affären"));
  EXPECT_THAT(List("threatened: true", last), ElementsAre("Macken"));
  EXPECT_THAT(List("threatened: true valid_on @2018-12-31", last), IsEmpty());
  EXPECT_THAT(List("owner: '~/organisations/2422'", last), ElementsAre("Ombudet"));
  EXPECT_THAT(List("place: '" + tarnaby_ + "'", last), ElementsAre("Affären", "Macken"));
  EXPECT_THAT(List("place: '" + tarnaby_ + "' owner: '~/organisations/2422'", last), IsEmpty());
  EXPECT_THAT(List("changed_in_year: 2019", last), ElementsAre("Affären"));
  EXPECT_THAT(List("changed_in_year: 2017", last), ElementsAre("Ombudet"));
  EXPECT_THAT(List("changed_in_year: 2016", last), IsEmpty());
}

TEST_F(ServicePointServiceTest, TheWithdrawnAreListedOnlyWhenTheyAreAskedFor) {
  const auto mistake = Register("Fel", "2001-05-01", "offers { offer: SERVICE_OFFER_FUEL }");
  Observe(mistake, "2019-09-01", "Fel");
  const auto last = Do<v1::WithdrawServicePointRequest>(Named(mistake));

  EXPECT_THAT(List("", last), IsEmpty());
  EXPECT_THAT(List("offer: SERVICE_OFFER_FUEL", last), IsEmpty());
  EXPECT_THAT(List("state: SERVICE_POINT_STATE_WITHDRAWN", last), ElementsAre("Fel"));
  EXPECT_THAT(Observations("", last), IsEmpty());
  EXPECT_THAT(Observations("owner: '~/organisations/2421'", last), IsEmpty());
  EXPECT_THAT(Observations("service_point: '" + mistake.name() + "'", last), ElementsAre("Fel"));
}

TEST_F(ServicePointServiceTest, ObservationsAreListedByDayAndFiltered) {
  const auto affair = Register("Affären", "2001-05-01");
  const auto agent = Register("Ombudet", "2017-01-01", "", "2422");
  Observe(affair, "2019-01-01", "tre");
  Observe(affair, "2018-12-31", "två");
  Observe(agent, "2017-06-01", "ett");
  const auto last = Observe(affair, "2019-09-01", "fyra");

  EXPECT_THAT(Observations("", last), ElementsAre("ett", "två", "tre", "fyra"));
  EXPECT_THAT(Observations("page_size: 1", last), ElementsAre("ett", "två", "tre", "fyra"));
  EXPECT_THAT(Observations("year: 2019", last), ElementsAre("tre", "fyra"));
  EXPECT_THAT(Observations("year: 2019 page_size: 1", last), ElementsAre("tre", "fyra"));
  EXPECT_THAT(Observations("year: 2016", last), IsEmpty());
  EXPECT_THAT(Observations("year: 9999", last), IsEmpty());
  EXPECT_THAT(Observations("year: 1", last), IsEmpty());
  EXPECT_THAT(Observations("owner: '~/organisations/2422'", last), ElementsAre("ett"));
  EXPECT_THAT(Observations("service_point: '" + affair.name() + "' year: 2018", last),
              ElementsAre("två"));
  EXPECT_THAT(
      Observations("service_point: '" + affair.name() + "' owner: '~/organisations/2422'", last),
      IsEmpty());
  auto unknown = FromText<v1::ListServiceObservationsRequest>("parent: '~'");
  unknown.set_service_point("partnerships/vasterbotten/servicePoints/" + testing::NewId());
  EXPECT_THAT(server_.Ask<v1::ListServiceObservationsResponse>(unknown),
              IsRefused(kServicePointNotFound));
}

TEST_F(ServicePointServiceTest, LaterPagesAreOfTheStateOfTheFirst) {
  CommandResult last;
  for (const char* name : {"A", "B", "C", "D"}) last = Register(name, "2001-05-01");
  auto request = FromText<v1::ListServicePointsRequest>("parent: '~' page_size: 2");
  *request.mutable_read()->mutable_min_position() = last.position();
  ASSERT_OK_AND_ASSIGN(const auto first, server_.Ask<v1::ListServicePointsResponse>(request));
  Register("BB", "2001-05-01");
  Do<v1::WithdrawServicePointRequest>(Named(last));
  request.set_page_token(first.next_page_token());
  request.mutable_read()->clear_min_position();

  ASSERT_OK_AND_ASSIGN(const auto second, server_.Ask<v1::ListServicePointsResponse>(request));
  ASSERT_EQ(second.service_points_size(), 2);
  EXPECT_EQ(second.service_points(0).display_name(), "C");
  EXPECT_EQ(second.service_points(1).display_name(), "D");
  EXPECT_EQ(second.next_page_token(), "");
  request.set_threatened(true);
  EXPECT_THAT(server_.Ask<v1::ListServicePointsResponse>(request),
              IsRefused(runtime::kPageTokenInvalid));
}

TEST_F(ServicePointServiceTest, AMunicipalityWritesItsOwnAndVillagesTellWhatTheySee) {
  const CommandResult point = Register("Affären", "2001-05-01");
  const auto close = FromText<v1::CloseServicePointRequest>(Named(point) + "date @2019-01-01");
  const auto observe = FromText<v1::RecordServiceObservationRequest>(
      Named(point) +
      "facts { text: 'Stängt' observer: '~/organisations/2421' source: 'Besök'"
      "observed_on @2019-09-01 }");
  const auto get = FromText<v1::GetServicePointRequest>(Named(point));
  const auto list = FromText<v1::ListServiceObservationsRequest>("parent: '~'");

  for (const char* other : {"officer@2422", "process-leader@2422", "local-actor@2421", "auditor"}) {
    EXPECT_THAT(server_.Do(close, {.act_as = other}), IsRefused(access::kAccessDenied)) << other;
    EXPECT_OK(server_.Ask<v1::GetServicePointResponse>(get, {.act_as = other})) << other;
    EXPECT_OK(server_.Ask<v1::ListServiceObservationsResponse>(list, {.act_as = other})) << other;
  }
  EXPECT_OK(server_.Do(observe, {.act_as = "local-actor@2422"}));
  EXPECT_OK(server_.Do(observe, {.act_as = "process-leader@2422"}));
  EXPECT_OK(server_.Do(observe, {.act_as = "officer@2421"}));
  EXPECT_THAT(server_.Do(observe, {.act_as = "officer@2422"}), IsRefused(access::kAccessDenied));
  EXPECT_THAT(server_.Do(observe, {.act_as = "auditor"}), IsRefused(access::kAccessDenied));
  EXPECT_THAT(server_.Ask<v1::GetServicePointResponse>(get, {.act_as = "agency-contact"}),
              IsRefused(access::kAccessDenied));
  EXPECT_THAT(server_.Ask<v1::ListServiceObservationsResponse>(list, {.act_as = "agency-contact"}),
              IsRefused(access::kAccessDenied));
  EXPECT_OK(server_.Do(close, {.act_as = "officer@2421"}));
}

TEST_F(ServicePointServiceTest, RefusalsArriveWithTheirReasons) {
  const CommandResult point = Register("Affären", "2001-05-01");
  auto edit = FromText<v1::EditServicePointRequest>(Named(point) +
                                                    "expected_revision: 7 edits { address: 'A' }");
  EXPECT_THAT(server_.Do(edit), IsRefused(storage::kStaleRevision));
  edit.clear_expected_revision();
  EXPECT_THAT(server_.Do(edit), IsRefused(runtime::kBaseRequired));
  EXPECT_THAT(server_.Do(FromText<v1::CloseServicePointRequest>(Named(point) + "date @2001-04-30")),
              IsRefused(kNotOpenedThen));
  v1::GetServicePointRequest get;
  get.set_name("partnerships/vasterbotten/servicePoints/" + testing::NewId());
  EXPECT_THAT(server_.Ask<v1::GetServicePointResponse>(get), IsRefused(kServicePointNotFound));
}

TEST_F(ServicePointServiceTest, WhoSaysItForWhomIsKept) {
  const CommandResult point = Register("Affären", "2001-05-01");
  EXPECT_OK(server_.Do(FromText<v1::ThreatenServicePointRequest>(
                           Named(point) + "date @2019-01-01 provenance { reason: 'Byn hörde av sig'"
                                          "on_behalf_of: '~/organisations/2422' }"),
                       {.act_as = "officer@2421"}));

  ASSERT_OK_AND_ASSIGN(const auto history, server_.Ask<v1::GetHistoryResponse>(
                                               FromText<v1::GetHistoryRequest>(Named(point))));
  ASSERT_EQ(history.events_size(), 3);
  const v1::RecordedEvent& threatened = history.events(2);
  EXPECT_EQ(threatened.type(), "samverk.v1.ServicePointThreatened");
  EXPECT_EQ(threatened.metadata().provenance().on_behalf_of(),
            "partnerships/vasterbotten/organisations/2422");
  EXPECT_EQ(threatened.metadata().actor().organisation(),
            "partnerships/vasterbotten/organisations/2421");
}

TEST_F(ServicePointServiceTest, ARepeatedCommandGetsTheIdenticalAnswerAlsoAfterARestart) {
  const CommandResult point = Register("Affären", "2001-05-01");
  const auto close = FromText<v1::CloseServicePointRequest>(
      "request_id: '" + testing::NewId() + "' " + Named(point) + "date @2019-01-01");
  ASSERT_OK_AND_ASSIGN(const CommandResult first, server_.Do(close));
  server_.Restart();
  ASSERT_OK_AND_ASSIGN(const CommandResult second, server_.Do(close));

  EXPECT_EQ(second.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(Get(second).revision(), 2);
}

}  // namespace
}  // namespace samverk::service_points

#include "services/service_points/service_point_view.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
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
using ::testing::IsEmpty;

constexpr char kPoints[] = "partnerships/vasterbotten/servicePoints/";
constexpr char kStoruman[] = "partnerships/vasterbotten/organisations/2421";

// A bench with what the service points below name.
class ServicePointViewTest : public ::testing::Test {
 protected:
  ServicePointViewTest() {
    for (const char* resource : {"organisations/2421", "organisations/2422", "organisations/livs",
                                 "people/1", "places/1", "places/2"}) {
      bench_.Exists(resource);
    }
  }

  template <typename Command>
  void Do(const std::string& text) {
    ASSERT_OK(bench_.Do(FromText<Command>(text)));
  }

  void Register(const std::string& id, const std::string& display_name,
                const std::string& more = "") {
    Do<v1::RegisterServicePointRequest>(
        "parent: '~' service_point_id: '" + id + "' display_name: '" + display_name +
        "' owner: '~/organisations/2421' place: '~/places/1'"
        "turns { kind: SERVICE_POINT_TURN_KIND_OPENED date @2001-05-01 }" +
        more);
  }

  void Observe(const std::string& id, const std::string& day, const std::string& text) {
    Do<v1::RecordServiceObservationRequest>("name: '~/servicePoints/" + id + "' facts { text: '" +
                                            text + "' observer: '~/people/1' source: 'Besök'" +
                                            "observed_on @" + day + " }");
  }

  // The first one's revisions are told in the comments.
  void TellTheFirstLife() {
    Register("1", "Handlarn",
             "operator_name: 'Livs AB' address: 'Vägen 1'"
             "offers { offer: SERVICE_OFFER_FUEL }"
             "hours { note: 'Alltid' }");  // 1: opened, 2: fuel, 3: hours.
    const std::string name = "name: '~/servicePoints/1' ";
    Do<v1::OfferServiceRequest>(
        name + "terms { offer: SERVICE_OFFER_GROCERY full_range: true start_date @2005-01-01 }");
    Do<v1::EndServiceOfferRequest>(name + "entry: 2 end_date @2012-01-01");               // 5.
    Do<v1::ThreatenServicePointRequest>(name + "date @2010-01-01 cause: 'Ålder'");        // 6.
    Do<v1::SecureServicePointRequest>(name + "date @2011-01-01");                         // 7.
    Do<v1::CloseServicePointRequest>(name + "date @2018-12-01 cause: 'Ingen tog över'");  // 8.
    Do<v1::ReopenServicePointRequest>(name + "date @2019-06-01 cause: 'Byn tog över'");   // 9.
    Do<v1::SetServicePointHoursRequest>(name + "hours { start_date @2019-06-01 note: 'Ny' }");
    Observe("1", "2019-09-01", "Ett");  // 11.
    Observe("1", "2018-09-01", "Två");  // 12.
    Observe("1", "2019-09-01", "Tre");  // 13.
  }

  void CorrectTheFirstLife() {
    Do<v1::EditServicePointRequest>(
        "name: '~/servicePoints/1' expected_revision: 13 edits { display_name: 'Byns affär' }"
        "edits { place: '~/places/2' } edits { operator_name: '' }"
        "edits { operator_organisation: '~/organisations/livs' } edits { address: 'Vägen 2' }"
        "edits { position { position { latitude_microdegrees: 65000000 "
        "longitude_microdegrees: 15000000 } } }"
        "edits { turn { entry: 8 date @2018-11-01 cause: 'Konkurs' } }"
        "edits { add_turn { kind: SERVICE_POINT_TURN_KIND_THREATENED date @2018-01-01 } }"  // 21.
        "edits { offer { entry: 4 terms { offer: SERVICE_OFFER_GROCERY } } }"
        "edits { hours { entry: 10 hours { start_date @2019-07-01 note: 'Nyare' } } }"
        "edits { remove_entry: 3 } edits { remove_entry: 11 }"
        "edits { observation { entry: 12 facts { text: 'Två, rättad' observer: '~/people/1'"
        "observed_on @2019-10-01 source: 'Brev' } } }");
  }

  // Everything that can happen to service points.
  void TellTheWholeStory() {
    TellTheFirstLife();
    CorrectTheFirstLife();
    Register("2", "Ångströms mack", "offers { offer: SERVICE_OFFER_FUEL }");
    Do<v1::ThreatenServicePointRequest>("name: '~/servicePoints/2' date @2019-01-01");
    Register("3", "Fel");
    Observe("3", "2019-01-01", "Fel");
    Do<v1::WithdrawServicePointRequest>("name: '~/servicePoints/3'");
    bench_.Exists("initiatives/1");  // Somebody else's event, last.
  }

  v1::ServicePoint Read(const std::string& id, Position as_of) {
    const auto reader = bench_.Read(as_of);
    return reader->GetMessage<v1::ServicePoint>(kServicePointTable, ServicePointKey(kPoints + id))
        ->value();
  }

  // The ids in a list, or `id/observations/entry`.
  std::vector<std::string> Names(char table, const std::string& list, Position as_of) {
    std::vector<std::string> names;
    EXPECT_OK(bench_.Read(as_of)->Scan(table, list, "",
                                       [&names](absl::string_view, absl::string_view row) {
                                         names.emplace_back(row.substr(sizeof(kPoints) - 1));
                                         return true;
                                       }));
    return names;
  }
  std::vector<std::string> Points(ServicePointList list, const std::string& subject = "") {
    return Names(kServicePointListTable, ServicePointListKey(list, subject), bench_.Head());
  }
  std::vector<std::string> Observations(ObservationList list, const std::string& subject = "") {
    return Names(kObservationListTable, ObservationListKey(list, subject), bench_.Head());
  }

  testing::SliceBench bench_{AddServicePoints};
};

TEST_F(ServicePointViewTest, AServicePointIsWhatItsEventsSay) {
  TellTheFirstLife();
  CorrectTheFirstLife();

  EXPECT_EQ(ToText(Read("1", bench_.Head())), ToText(FromText<v1::ServicePoint>(R"(
    name: '~/servicePoints/1' owner: '~/organisations/2421' state: SERVICE_POINT_STATE_OPEN
    display_name: 'Byns affär' place: '~/places/2' operator_organisation: '~/organisations/livs'
    address: 'Vägen 2'
    position { latitude_microdegrees: 65000000 longitude_microdegrees: 15000000 }
    turns { entry: 1 facts { kind: SERVICE_POINT_TURN_KIND_OPENED date @2001-05-01 } }
    turns { entry: 6 facts { kind: SERVICE_POINT_TURN_KIND_THREATENED date @2010-01-01
                             cause: 'Ålder' } }
    turns { entry: 7 facts { kind: SERVICE_POINT_TURN_KIND_SECURED date @2011-01-01 } }
    turns { entry: 21 facts { kind: SERVICE_POINT_TURN_KIND_THREATENED date @2018-01-01 } }
    turns { entry: 8 facts { kind: SERVICE_POINT_TURN_KIND_CLOSED date @2018-11-01
                             cause: 'Konkurs' } }
    turns { entry: 9 facts { kind: SERVICE_POINT_TURN_KIND_REOPENED date @2019-06-01
                             cause: 'Byn tog över' } }
    offers { entry: 4 terms { offer: SERVICE_OFFER_GROCERY } }
    offers { entry: 2 terms { offer: SERVICE_OFFER_FUEL end_date @2012-01-01 } }
    hours { entry: 10 hours { start_date @2019-07-01 note: 'Nyare' } }
    observation_count: 2
    offered { entry: 4 terms { offer: SERVICE_OFFER_GROCERY } }
    open_periods { start_date @2001-05-01 end_date @2018-11-01 closing_cause: 'Konkurs' }
    open_periods { start_date @2019-06-01 }
    threat_periods { start_date @2010-01-01 end_date @2011-01-01 cause: 'Ålder' }
    threat_periods { start_date @2018-01-01 end_date @2018-11-01 }
    offer_periods { offer: SERVICE_OFFER_GROCERY start_date @2001-05-01 end_date @2018-11-01
                    ended_by_closing: true }
    offer_periods { offer: SERVICE_OFFER_GROCERY start_date @2019-06-01 }
    offer_periods { offer: SERVICE_OFFER_FUEL start_date @2001-05-01 end_date @2012-01-01 }
    revision: 26
  )")));
}

TEST_F(ServicePointViewTest, ObservationsAreRowsOfTheirOwnInTheOrderOfTheirDays) {
  TellTheFirstLife();
  EXPECT_THAT(Observations(ObservationList::kAll),
              ElementsAre("1/observations/12", "1/observations/11", "1/observations/13"));
  CorrectTheFirstLife();

  const std::vector<std::string> wanted = {"1/observations/13", "1/observations/12"};
  EXPECT_EQ(Observations(ObservationList::kAll), wanted);
  EXPECT_EQ(Observations(ObservationList::kOfOwner, kStoruman), wanted);
  EXPECT_EQ(Observations(ObservationList::kOfServicePoint, std::string(kPoints) + "1"), wanted);
  ASSERT_OK_AND_ASSIGN(const runtime::ViewReader reader, bench_.Read(bench_.Head()));
  const auto row = reader.GetMessage<v1::ServiceObservation>(
      kObservationTable, ObservationKey(ObservationName(std::string(kPoints) + "1", 12)));
  ASSERT_OK(row);
  EXPECT_EQ(ToText(**row), ToText(FromText<v1::ServiceObservation>(R"(
    name: '~/servicePoints/1/observations/12' service_point: '~/servicePoints/1'
    owner: '~/organisations/2421' entry: 12 corrected: true
    facts { text: 'Två, rättad' observer: '~/people/1' observed_on @2019-10-01 source: 'Brev' }
  )")));
}

TEST_F(ServicePointViewTest, AServicePointIsInEveryListThatItBelongsTo) {
  TellTheWholeStory();

  EXPECT_THAT(Points(ServicePointList::kAll), ElementsAre("1", "2"));
  EXPECT_THAT(Points(ServicePointList::kOfOwner, kStoruman), ElementsAre("1", "2"));
  EXPECT_THAT(Points(ServicePointList::kInPlace, "partnerships/vasterbotten/places/1"),
              ElementsAre("2"));
  EXPECT_THAT(Points(ServicePointList::kInPlace, "partnerships/vasterbotten/places/2"),
              ElementsAre("1"));
  EXPECT_THAT(Points(ServicePointList::kOffering, "SERVICE_OFFER_FUEL"), ElementsAre("1", "2"));
  EXPECT_THAT(Points(ServicePointList::kOffering, "SERVICE_OFFER_GROCERY"), ElementsAre("1"));
  EXPECT_THAT(Points(ServicePointList::kOffering, "SERVICE_OFFER_POST"), IsEmpty());
  EXPECT_THAT(Points(ServicePointList::kThreatened), ElementsAre("1", "2"));
  EXPECT_THAT(Points(ServicePointList::kClosed), ElementsAre("1"));
  EXPECT_THAT(Points(ServicePointList::kChangedIn, "2018"), ElementsAre("1"));
  EXPECT_THAT(Points(ServicePointList::kChangedIn, "2001"), ElementsAre("1", "2"));
  EXPECT_THAT(Points(ServicePointList::kChangedIn, "2005"), IsEmpty());  // As it was corrected.
  EXPECT_THAT(Points(ServicePointList::kWithdrawn), ElementsAre("3"));
}

TEST_F(ServicePointViewTest, AnEarlierListIsAsItWas) {
  TellTheFirstLife();
  const Position before = bench_.Head();
  CorrectTheFirstLife();

  EXPECT_THAT(Names(kServicePointListTable,
                    ServicePointListKey(ServicePointList::kChangedIn, "2005"), before),
              ElementsAre("1"));
  EXPECT_EQ(Read("1", before).display_name(), "Handlarn");
}

TEST_F(ServicePointViewTest, ItsPlaceIsALinkBothWaysUntilItIsWithdrawn) {
  Register("1", "Handlarn");
  Observe("1", "2019-09-01", "Ett");
  EXPECT_THAT(bench_.Links("servicePoints/1"), ElementsAre("servicePoints/1 place places/1"));
  EXPECT_THAT(bench_.Links("places/1"), ElementsAre("servicePoints/1 place places/1"));
  EXPECT_EQ(bench_.TitleOf("servicePoints/1"), "Handlarn");
  EXPECT_EQ(bench_.TitleOf("servicePoints/2"), "");

  Do<v1::EditServicePointRequest>(absl::StrCat(
      "name: '~/servicePoints/1' expected_revision: ", Read("1", bench_.Head()).revision(),
      " edits { place: '~/places/2' }"));
  EXPECT_THAT(bench_.Links("places/1"), IsEmpty());
  EXPECT_THAT(bench_.Links("places/2"), ElementsAre("servicePoints/1 place places/2"));

  Do<v1::WithdrawServicePointRequest>("name: '~/servicePoints/1'");
  EXPECT_THAT(bench_.Links("places/2"), IsEmpty());
}

TEST_F(ServicePointViewTest, AsOfEveryPositionItIsWhatTheEventsUpToThereSay) {
  TellTheWholeStory();

  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), bench_.FoldedRows(at)) << "position " << at.value();
  }
}

TEST_F(ServicePointViewTest, BuildingItAnewGivesTheSameRowsAtEveryPosition) {
  TellTheWholeStory();
  std::vector<std::vector<std::string>> before;
  for (Position at(0); at <= bench_.Head(); at = at + 1) before.push_back(bench_.Rows(at));

  bench_.Rebuild();

  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), before[at.value()]) << "position " << at.value();
  }
}

TEST_F(ServicePointViewTest, AnEventOfALaterVersionRaisesTheRevisionAndNothingElse) {
  Register("1", "Handlarn");
  v1::ServicePoint expected = Read("1", bench_.Head());
  expected.set_revision(2);

  bench_.Exists("servicePoints/1");  // An event of a type that this program does not know.

  EXPECT_EQ(ToText(Read("1", bench_.Head())), ToText(expected));
}

}  // namespace
}  // namespace samverk::service_points

// `samverk places` and `samverk service-points` against a server in this process.

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/civil_date.h"
#include "base/clock.h"
#include "base/text.h"
#include "clients/cli/cli_context.h"
#include "clients/cli/command_tree.h"
#include "clients/cli/error_line.h"
#include "clients/cli/names.h"
#include "clients/cli/table.h"
#include "clients/cli/testing/fake_service_points.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace samverk {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kParent[] = "partnerships/vasterbotten";
constexpr char kPoint[] = "0199a1b2-0000-7000-8000-000000000001";
constexpr char kOther[] = "5f00a1b2-0000-7000-8000-000000000002";
constexpr char kPlace[] = "60aaa1b2-0000-7000-8000-000000000003";
constexpr char kFarPlace[] = "70aaa1b2-0000-7000-8000-000000000004";

struct Outcome {
  int exit_code = 0;
  std::string out;
  std::string error_line;
};

google::type::Date Day(const std::string& text) { return *ParseDate(text); }

class ServicePointsCommandTest : public ::testing::Test {
 protected:
  ServicePointsCommandTest() {
    AddPlace(kPlace, "Tärnaby");
    AddPlace(kFarPlace, "Storuman");
    v1::ServicePoint& point = AddPoint(kPoint, "Handlarn");
    point.set_state(v1::SERVICE_POINT_STATE_OPEN);
    point.set_threatened(true);
    point.set_revision(7);
    point.mutable_position()->set_latitude_microdegrees(65'713'000);
    point.mutable_position()->set_longitude_microdegrees(15'271'000);
    v1::ServicePointTurn& turn = *point.add_turns();
    turn.set_entry(1);
    turn.mutable_facts()->set_kind(v1::SERVICE_POINT_TURN_KIND_OPENED);
    *turn.mutable_facts()->mutable_date() = Day("2001-05-01");
    turn.mutable_facts()->set_cause("Byn ville");
    v1::ServicePointOffer& offer = *point.add_offers();
    offer.set_entry(2);
    offer.mutable_terms()->set_offer(v1::SERVICE_OFFER_POST);
    *offer.mutable_terms()->mutable_end_date() = Day("2015-01-01");
    v1::ServicePointOffer& later = *point.add_offers();
    later.set_entry(3);
    later.mutable_terms()->set_offer(v1::SERVICE_OFFER_POST);
    *later.mutable_terms()->mutable_start_date() = Day("2016-01-01");
    later.mutable_terms()->set_conditions("bara lördagar");
    *point.add_offered() = later;
    AddPoint(kOther, "Macken").set_state(v1::SERVICE_POINT_STATE_CLOSED);
  }

  void AddPlace(const std::string& id, const std::string& display_name) {
    v1::Place& place = map().places.emplace_back();
    place.set_name(absl::StrCat(kParent, "/places/", id));
    place.set_owner(absl::StrCat(kParent, "/organisations/2421"));
    place.set_display_name(display_name);
    place.set_level(v1::PLACE_LEVEL_SERVICE_NODE);
  }

  v1::ServicePoint& AddPoint(const std::string& id, const std::string& display_name) {
    v1::ServicePoint& point = map().points.emplace_back();
    point.set_name(absl::StrCat(kParent, "/servicePoints/", id));
    point.set_owner(absl::StrCat(kParent, "/organisations/2421"));
    point.set_display_name(display_name);
    point.set_place(absl::StrCat(kParent, "/places/", kPlace));
    return point;
  }

  Outcome Samverk(std::vector<std::string> words) {
    GlobalOptions options;
    CommandTree tree(options);
    AddAllCommands(tree);
    options.server = server_.address();
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    try {
      tree.app().parse(reversed);  // CLI11 takes them from the back.
    } catch (const CLI::ParseError& error) {
      return {kExitUsage, "", error.what()};
    }
    std::ostringstream out;
    std::ostringstream err;
    CliContext context(options, Clock::System(), out, err);
    const absl::Status status = tree.Run(context);
    return {ExitCodeOf(status), out.str(), status.ok() ? "" : ErrorLine(status, options.server)};
  }

  // The one command that the words lead to.
  template <typename Command>
  Command Sent(const std::vector<std::string>& words) {
    map().commands.clear();
    const Outcome run = Samverk(words);
    EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
    EXPECT_THAT(map().commands, SizeIs(1));
    return map().Last<Command>();
  }

  FakeMap& map() { return server_.map(); }

  FakeServicePoints server_;
};

TEST_F(ServicePointsCommandTest, ListsThemInSwedishWithin100Columns) {
  map().points[0].set_display_name(std::string(80, 'x'));
  const Outcome run = Samverk({"service-points", "list", "--valid-on", "2019-10-07"});

  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  EXPECT_THAT(run.out, HasSubstr("0199a1b2  "));
  EXPECT_THAT(run.out, HasSubstr("Tärnaby  öppet, hotat  post"));
  EXPECT_THAT(run.out, HasSubstr("2 serviceställen\n"));
  for (const absl::string_view line : absl::StrSplit(run.out, '\n')) {
    EXPECT_LE(CountCodePoints(line), kLineColumns) << line;
  }
  EXPECT_EQ(FormatDate(map().last_list.valid_on()), "2019-10-07");
}

TEST_F(ServicePointsCommandTest, FiltersAreSentAsTheyAreTyped) {
  Samverk({"service-points", "list", "--owner", "2421", "--place", "Tärnaby", "--offer",
           "läkemedel", "--full-range", "--state", "not-opened", "--threatened", "--changed-in",
           "2018", "--as-of", "2018-06-30"});

  const v1::ListServicePointsRequest& request = map().last_list;
  EXPECT_EQ(request.owner(), "partnerships/vasterbotten/organisations/2421");
  EXPECT_EQ(request.place(), absl::StrCat(kParent, "/places/", kPlace));
  EXPECT_EQ(request.offer(), v1::SERVICE_OFFER_PHARMACY);
  EXPECT_EQ(request.state(), v1::SERVICE_POINT_STATE_NOT_OPENED);
  EXPECT_TRUE(request.full_range());
  EXPECT_TRUE(request.threatened());
  EXPECT_EQ(request.changed_in_year(), 2018);
  // Who asks what was known on a day asks about that day.
  EXPECT_EQ(FormatDate(request.valid_on()), "2018-06-30");
  EXPECT_EQ(FormatDate(request.read().as_of().date()), "2018-06-30");
}

TEST_F(ServicePointsCommandTest, TodayIsToldWhereNoDayIsGiven) {
  Samverk({"service-points", "list"});
  EXPECT_EQ(ToCivilDay(map().last_list.valid_on()), SwedishDay(Clock::System().Now()));
}

TEST_F(ServicePointsCommandTest, ShowsOneWithItsEntries) {
  const Outcome run = Samverk({"service-points", "show", "Handlarn", "--valid-on", "2019-10-07"});

  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  EXPECT_THAT(
      run.out,
      AllOf(HasSubstr("öppet, hotat 2019-10-07"), HasSubstr("Tärnaby"), HasSubstr("65.713, 15.271"),
            HasSubstr("1: öppnade 2001-05-01: Byn ville"), HasSubstr("2: post –2014-12-31"),
            HasSubstr("3: post 2016-01-01–: bara lördagar")));
  const auto json =
      nlohmann::json::parse(Samverk({"--json", "service-points", "show", "0199"}).out);
  EXPECT_EQ(json["servicePoint"]["displayName"], "Handlarn");
}

TEST_F(ServicePointsCommandTest, OneIsNamedByWhatItIsCalledOrItsBeginning) {
  EXPECT_EQ(Samverk({"service-points", "show", "0199"}).exit_code, kExitOk);
  AddPoint("80aaa1b2-0000-7000-8000-000000000005", "Handlarn");
  EXPECT_THAT(Samverk({"service-points", "show", "Handlarn"}).error_line,
              HasSubstr("2 service-points are called \"Handlarn\""));
  EXPECT_THAT(Samverk({"service-points", "show", "Butiken"}).error_line,
              HasSubstr("samverk service-points list"));
  EXPECT_EQ(Sent<v1::CloseServicePointRequest>({"service-points", "close",
                                                absl::StrCat(kParent, "/servicePoints/", kPoint),
                                                "--from", "2018-12-01"})
                .name(),
            absl::StrCat(kParent, "/servicePoints/", kPoint));
}

TEST_F(ServicePointsCommandTest, RegistersWithWhatIsKnown) {
  const auto request =
      Sent<v1::RegisterServicePointRequest>({"service-points", "register",
                                             "--owner",        "2421",
                                             "--name",         "Ombudet",
                                             "--place",        "Tärnaby",
                                             "--known-since",  "2016-01-01",
                                             "--operator",     "Ombudet AB",
                                             "--position",     "65,7 15,2",
                                             "--offer",        "dagligvaror fullsortiment",
                                             "--offer",        "post 2010-01-01– (bara lördagar)",
                                             "--hours",        "mån–fre 9–18"});

  EXPECT_EQ(request.place(), absl::StrCat(kParent, "/places/", kPlace));
  EXPECT_TRUE(request.turns(0).open_before());
  EXPECT_EQ(FormatDate(request.turns(0).date()), "2016-01-01");
  EXPECT_EQ(request.position().longitude_microdegrees(), 15'200'000);
  ASSERT_EQ(request.offers_size(), 2);
  EXPECT_TRUE(request.offers(0).full_range());
  EXPECT_EQ(request.offers(1).conditions(), "bara lördagar");
  EXPECT_EQ(request.hours(0).spans_size(), 5);
  EXPECT_FALSE(request.has_provenance());
  EXPECT_EQ(Samverk({"service-points", "register", "--owner", "2421", "--name", "A", "--place",
                     "Tärnaby"})
                .exit_code,
            kExitUsage);
}

TEST_F(ServicePointsCommandTest, OffersEndTheDayAfterTheLast) {
  const auto offer =
      Sent<v1::OfferServiceRequest>({"service-points", "offer", "0199", "drivmedel", "--from",
                                     "2010-01-01", "--to", "2015-12-31", "--conditions", "kort"});
  EXPECT_EQ(offer.terms().offer(), v1::SERVICE_OFFER_FUEL);
  EXPECT_EQ(FormatDate(offer.terms().end_date()), "2016-01-01");
  EXPECT_EQ(offer.terms().conditions(), "kort");
}

TEST_F(ServicePointsCommandTest, AnOfferIsWithdrawnByItsKind) {
  EXPECT_EQ(Sent<v1::EndServiceOfferRequest>(
                {"service-points", "withdraw-offer", "0199", "post", "--from", "2019-07-01"})
                .entry(),
            3);
  EXPECT_EQ(Sent<v1::EndServiceOfferRequest>(
                {"service-points", "withdraw-offer", "0199", "post", "--from", "2015-01-01"})
                .entry(),
            2);
  EXPECT_THAT(Samverk({"service-points", "withdraw-offer", "0199", "post", "--from", "2015-06-01"})
                  .error_line,
              HasSubstr("post is not offered there on 2015-05-31"));
  EXPECT_THAT(Samverk({"service-points", "withdraw-offer", "0199", "godis", "--from", "2015-06-01"})
                  .error_line,
              HasSubstr("none of dagligvaror, drivmedel"));
}

TEST_F(ServicePointsCommandTest, HoursAndTurnsAreSent) {
  const auto hours = Sent<v1::SetServicePointHoursRequest>(
      {"service-points", "hours", "0199", "mån–fre 9–18 (sommar)", "--from", "2019-06-01"});
  EXPECT_EQ(hours.hours().spans_size(), 5);
  EXPECT_EQ(FormatDate(hours.hours().start_date()), "2019-06-01");
  const auto closed = Sent<v1::CloseServicePointRequest>(
      {"service-points", "close", "0199", "--from", "2018-12-01", "--cause", "Konkurs",
       "--on-behalf-of", "2422", "--revision", "7"});
  EXPECT_EQ(closed.cause(), "Konkurs");
  EXPECT_EQ(closed.expected_revision(), 7);
  EXPECT_EQ(closed.provenance().on_behalf_of(), "partnerships/vasterbotten/organisations/2422");
  EXPECT_EQ(FormatDate(Sent<v1::ReopenServicePointRequest>(
                           {"service-points", "reopen", "0199", "--from", "2019-06-01"})
                           .date()),
            "2019-06-01");
  EXPECT_EQ(Sent<v1::ThreatenServicePointRequest>(
                {"service-points", "threaten", "0199", "--from", "2018-01-01", "--cause", "Ålder"})
                .cause(),
            "Ålder");
  EXPECT_EQ(FormatDate(Sent<v1::SecureServicePointRequest>(
                           {"service-points", "secure", "0199", "--from", "2018-06-01"})
                           .date()),
            "2018-06-01");
  EXPECT_EQ(Sent<v1::WithdrawServicePointRequest>({"service-points", "withdraw", "0199"}).name(),
            absl::StrCat(kParent, "/servicePoints/", kPoint));
}

TEST_F(ServicePointsCommandTest, AnObservationHasItsSourceAndItsNumbers) {
  const auto request = Sent<v1::RecordServiceObservationRequest>(
      {"service-points", "observe", "0199", "Fullt", "--by", "2421", "--source", "Besök", "--on",
       "2019-09-01", "--vintage", "2018", "--offer", "post", "--number",
       "Öppettimmar=38,5 timmar per vecka"});
  const v1::ObservationFacts& facts = request.facts();
  EXPECT_EQ(facts.observer(), "partnerships/vasterbotten/organisations/2421");
  EXPECT_EQ(FormatDate(facts.vintage()), "2018-12-31");
  EXPECT_EQ(facts.offer(), v1::SERVICE_OFFER_POST);
  EXPECT_EQ(facts.numbers(0).thousandths(), 38'500);
  EXPECT_EQ(facts.numbers(0).unit(), "timmar per vecka");
  EXPECT_EQ(Sent<v1::RecordServiceObservationRequest>(
                {"service-points", "observe", "0199", "Fullt", "--by", kPoint, "--source", "Besök"})
                .facts()
                .observer(),
            absl::StrCat(kParent, "/people/", kPoint));
  EXPECT_EQ(Samverk({"service-points", "observe", "0199", "Fullt", "--by", "2421", "--source",
                     "Besök", "--number", "många timmar"})
                .exit_code,
            kExitUsage);
}

TEST_F(ServicePointsCommandTest, ObservationsAreShownByDay) {
  v1::ServiceObservation& observation = map().observations.emplace_back();
  observation.set_service_point(map().points[0].name());
  observation.set_entry(9);
  v1::ObservationFacts& facts = *observation.mutable_facts();
  facts.set_text("Fyllda hyllor");
  facts.set_observer("partnerships/vasterbotten/organisations/2421");
  facts.set_source("Besök");
  *facts.mutable_observed_on() = Day("2019-09-01");

  const Outcome all =
      Samverk({"service-points", "observations", "--owner", "2421", "--year", "2019"});
  EXPECT_THAT(all.out, AllOf(HasSubstr("2019-09-01"), HasSubstr("Handlarn: Fyllda hyllor"),
                             HasSubstr("2421, Besök, post 9")));
  EXPECT_EQ(map().last_observations.year(), 2019);
  Samverk({"service-points", "observations", "0199"});
  EXPECT_EQ(map().last_observations.service_point(), map().points[0].name());

  const auto edit = Sent<v1::EditServicePointRequest>(
      {"service-points", "correct", "0199", "--observation", "9", "--text", "Tomma hyllor"});
  EXPECT_EQ(edit.edits(0).observation().facts().text(), "Tomma hyllor");
  EXPECT_EQ(edit.edits(0).observation().facts().source(), "Besök");  // As it was.
}

TEST_F(ServicePointsCommandTest, CorrectionsAreSentAsEdits) {
  const auto request = Sent<v1::EditServicePointRequest>({"service-points",
                                                          "correct",
                                                          "0199",
                                                          "--name",
                                                          "Nära",
                                                          "--place",
                                                          "Storuman",
                                                          "--operator",
                                                          "",
                                                          "--address",
                                                          "Vägen 1",
                                                          "--position",
                                                          "",
                                                          "--turn",
                                                          "1=före 2001-04-01",
                                                          "--add-turn",
                                                          "closed 2010-01-01 (Konkurs)",
                                                          "--offer",
                                                          "2=post 2010-01-01–2014-12-31",
                                                          "--hours",
                                                          "4=från 2019-06-01: mån 9–18",
                                                          "--remove-entry",
                                                          "3"});

  EXPECT_EQ(request.expected_revision(), 7);
  ASSERT_EQ(request.edits_size(), 10);
  EXPECT_EQ(request.edits(1).place(), absl::StrCat(kParent, "/places/", kFarPlace));
  EXPECT_TRUE(request.edits(2).has_operator_name());
  EXPECT_FALSE(request.edits(4).position().has_position());
  EXPECT_EQ(request.edits(5).turn().cause(), "Byn ville");  // Not given again: as it was.
  EXPECT_TRUE(request.edits(5).turn().open_before());
  EXPECT_EQ(request.edits(6).add_turn().kind(), v1::SERVICE_POINT_TURN_KIND_CLOSED);
  EXPECT_EQ(FormatDate(request.edits(7).offer().terms().end_date()), "2015-01-01");
  EXPECT_EQ(request.edits(8).hours().entry(), 4);
  EXPECT_EQ(request.edits(9).remove_entry(), 3);
  EXPECT_EQ(Samverk({"service-points", "correct", "0199"}).exit_code, kExitUsage);
  EXPECT_THAT(Samverk({"service-points", "correct", "0199", "--turn", "9=2001-04-01"}).error_line,
              HasSubstr("no turn with the number 9"));
  EXPECT_EQ(
      Samverk({"service-points", "correct", "0199", "--add-turn", "sold 2010-01-01"}).exit_code,
      kExitUsage);
}

TEST_F(ServicePointsCommandTest, PlacesAreListedAndShown) {
  v1::Place& place = map().places[0];
  v1::PlacePopulation& population = *place.add_populations();
  population.set_entry(2);
  population.mutable_figure()->set_inhabitants(0);
  population.mutable_figure()->set_source("SCB");
  *population.mutable_figure()->mutable_vintage() = Day("2018-12-31");
  v1::PlaceDistance& distance = *place.add_distances();
  distance.set_entry(3);
  distance.mutable_distance()->set_to(map().places[1].name());
  distance.mutable_distance()->set_metres(128'400);
  distance.mutable_distance()->set_source("NVDB");
  *distance.mutable_distance()->mutable_vintage() = Day("2019-01-01");

  const Outcome list = Samverk({"places", "list"});
  EXPECT_THAT(list.out, HasSubstr("Tärnaby   2421    servicenod         0  2018-12-31\n"));
  EXPECT_THAT(list.out, HasSubstr("Storuman  2421    servicenod\n"));  // Not known is not nobody.
  EXPECT_THAT(list.out, HasSubstr("2 orter\n"));
  const Outcome show = Samverk({"places", "show", "Tärnaby"});
  EXPECT_THAT(show.out, AllOf(HasSubstr("2: 0 invånare 2018-12-31, SCB"),
                              HasSubstr("3: till Storuman, 128,4 km, 2019-01-01, NVDB")));
}

TEST_F(ServicePointsCommandTest, PlacesAreWritten) {
  const auto place = Sent<v1::RegisterPlaceRequest>(
      {"places", "register", "--owner", "2421", "--name", "Hemavan", "--position", "65.816,15.087",
       "--level", "servicenod", "--from", "2016-01-01"});
  EXPECT_EQ(place.level(), v1::PLACE_LEVEL_SERVICE_NODE);
  EXPECT_EQ(FormatDate(place.classified_on()), "2016-01-01");
  EXPECT_EQ(Sent<v1::ClassifyPlaceRequest>({"places", "classify", "Tärnaby", "none"}).level(),
            v1::PLACE_LEVEL_UNSPECIFIED);
  const auto population = Sent<v1::RecordPlacePopulationRequest>(
      {"places", "population", "Tärnaby", "0", "--source", "SCB", "--vintage", "2018"});
  EXPECT_TRUE(population.figure().has_inhabitants());
  const auto distance = Sent<v1::RecordPlaceDistanceRequest>(
      {"places", "distance", "Tärnaby", "Storuman", "--km", "128,4", "--source", "NVDB",
       "--vintage", "2019-01-01"});
  EXPECT_EQ(distance.distance().metres(), 128'400);
  EXPECT_FALSE(distance.distance().has_minutes());
  EXPECT_EQ(distance.distance().to(), absl::StrCat(kParent, "/places/", kFarPlace));
  EXPECT_EQ(Samverk({"places", "distance", "Tärnaby", "Storuman", "--source", "NVDB", "--vintage",
                     "2019"})
                .exit_code,
            kExitUsage);
  EXPECT_EQ(Sent<v1::WithdrawPlaceRequest>({"places", "withdraw", "60aa"}).name(),
            absl::StrCat(kParent, "/places/", kPlace));
}

TEST_F(ServicePointsCommandTest, APlaceIsCorrectedEntryByEntry) {
  v1::Place& place = map().places[0];
  place.set_revision(4);
  v1::PlaceClassification& classification = *place.add_classifications();
  classification.set_entry(1);
  classification.set_level(v1::PLACE_LEVEL_SERVICE_NODE);
  *classification.mutable_start_date() = Day("2016-01-01");
  v1::PlacePopulation& population = *place.add_populations();
  population.set_entry(2);
  population.mutable_figure()->set_inhabitants(482);
  population.mutable_figure()->set_source("SCB");

  const auto level = Sent<v1::EditPlaceRequest>({"places", "correct", "Tärnaby", "--name", "Dearna",
                                                 "--entry", "1", "--level", "serviceort"});
  EXPECT_EQ(level.expected_revision(), 4);
  EXPECT_EQ(level.edits(0).display_name(), "Dearna");
  EXPECT_EQ(FormatDate(level.edits(1).classification().start_date()), "2016-01-01");  // As it was.
  const auto figure = Sent<v1::EditPlaceRequest>(
      {"places", "correct", "Tärnaby", "--entry", "2", "--inhabitants", "480"});
  EXPECT_EQ(figure.edits(0).population().figure().inhabitants(), 480);
  EXPECT_EQ(figure.edits(0).population().figure().source(), "SCB");
  EXPECT_EQ(Sent<v1::EditPlaceRequest>({"places", "correct", "Tärnaby", "--remove-entry", "2"})
                .edits(0)
                .remove_entry(),
            2);
  EXPECT_THAT(Samverk({"places", "correct", "Tärnaby", "--entry", "9"}).error_line,
              HasSubstr("no entry with the number 9"));
}

TEST_F(ServicePointsCommandTest, AFileThatIsWrongIsToldInFullAndNothingIsAsked) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/wrong.csv");
  std::ofstream(path)
      << "nyckel;namn;kommun;ort;öppet\na;;2421;Tärnaby;2001\nb;B;24;X;2001-05-01\n";

  const Outcome run = Samverk({"service-points", "import", path});

  EXPECT_EQ(run.exit_code, kExitUsage);
  EXPECT_THAT(run.out, AllOf(HasSubstr("rad 2, namn: cellen är tom"),
                             HasSubstr("rad 2, öppet: \"2001\" är ingen dag"),
                             HasSubstr("rad 3, kommun: \"24\" är ingen kommunkod")));
  EXPECT_EQ(run.error_line, "samverk: wrong.csv: 3 fel på 2 rader; inget är infört");
  EXPECT_THAT(map().commands, IsEmpty());
  const auto json =
      nlohmann::json::parse(Samverk({"--json", "service-points", "import", path}).out);
  EXPECT_EQ(json["faults"].size(), 3);
  EXPECT_EQ(json["faults"][0]["line"], 2);
  EXPECT_EQ(json["faults"][0]["field"], "namn");
}

TEST_F(ServicePointsCommandTest, ExportsGeoJsonAndCsv) {
  const auto json = nlohmann::json::parse(
      Samverk({"service-points", "export", "--format", "geojson", "--valid-on", "2019-12-31"}).out);
  EXPECT_EQ(json["features"][0]["geometry"]["coordinates"].dump(), "[15.271,65.713]");
  EXPECT_EQ(json["features"][0]["properties"]["place"], "Tärnaby");
  EXPECT_EQ(map().last_list.state(), v1::SERVICE_POINT_STATE_OPEN);
  const std::string path = absl::StrCat(::testing::TempDir(), "/exported.csv");
  EXPECT_EQ(Samverk({"service-points", "export", "--output", path}).exit_code, kExitOk);
  std::ifstream file(path);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  EXPECT_THAT(text, HasSubstr(absl::StrCat(kPoint, ";Handlarn;2421;Tärnaby;")));
  EXPECT_EQ(map().last_list.state(), v1::SERVICE_POINT_STATE_UNSPECIFIED);
  EXPECT_EQ(Samverk({"service-points", "export", "--format", "xml"}).exit_code, kExitUsage);
}

}  // namespace
}  // namespace samverk

#include "clients/cli/service_point_rows.h"

#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/civil_date.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/service_point_geojson.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "rapidcheck/gtest.h"

namespace samverk {
namespace {

using google::protobuf::util::MessageDifferencer;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kParent[] = "partnerships/vasterbotten";
constexpr char kHeader[] = "nyckel;namn;kommun;ort;öppet";
constexpr char kGood[] = "a;Affären;2421;Tärnaby;2001-05-01–";
const absl::CivilDay kToday(2019, 10, 7);

ServicePointRows Read(const std::string& text) {
  return ReadServicePointRows(text, kParent, kToday);
}

// A file with one row whose cells are good but for `column`, in which `cell` stands.
ServicePointRows ReadWith(const std::string& column, const std::string& cell) {
  std::vector<std::string> columns = {"nyckel", "namn", "kommun", "ort", "öppet"};
  std::vector<std::string> cells = {"a", "Affären", "2421", "Tärnaby", "2001-05-01–"};
  const auto found = std::find(columns.begin(), columns.end(), column);
  if (found == columns.end()) {
    columns.push_back(column);
    cells.push_back(cell);
  } else {
    cells[static_cast<size_t>(found - columns.begin())] = cell;
  }
  return Read(absl::StrCat(absl::StrJoin(columns, ";"), "\n", absl::StrJoin(cells, ";"), "\n"));
}

// `line, field: problem` of each fault.
std::vector<std::string> Faults(const ServicePointRows& read) {
  std::vector<std::string> faults;
  for (const RowFault& fault : read.faults) {
    faults.push_back(absl::StrCat(fault.line, ", ", fault.field, ": ", fault.problem));
  }
  return faults;
}

TEST(ServicePointRowsTest, EveryRowOfTheExampleIsRead) {
  std::ifstream file("examples/serviceplatser.csv");
  const std::string text(std::istreambuf_iterator<char>(file), {});

  const ServicePointRows read = Read(text);

  EXPECT_THAT(Faults(read), IsEmpty());
  ASSERT_THAT(read.rows, SizeIs(15));
  const ServicePointRow& slussfors = read.rows[0];
  EXPECT_EQ(slussfors.line, 2);
  EXPECT_EQ(slussfors.point.display_name(), "Slussfors Bygdebutik");
  EXPECT_EQ(slussfors.point.owner(), "partnerships/vasterbotten/organisations/2421");
  EXPECT_EQ(slussfors.point.position().latitude_microdegrees(), 65'433'000);
  EXPECT_THAT(slussfors.open, SizeIs(3));
  ASSERT_TRUE(slussfors.threats.has_value());
  EXPECT_THAT(*slussfors.threats, SizeIs(1));  // Closing ended it.
  EXPECT_TRUE(slussfors.offers.at(v1::SERVICE_OFFER_GROCERY)[0].full_range());
  EXPECT_EQ(slussfors.offers.at(v1::SERVICE_OFFER_PHARMACY)[0].conditions(),
            "hämtas vardagar före 16");
  EXPECT_FALSE(slussfors.offers.contains(v1::SERVICE_OFFER_FUEL));
  EXPECT_THAT(*slussfors.hours, SizeIs(2));
  EXPECT_EQ(slussfors.observation->observer(), "partnerships/vasterbotten/organisations/2421");
  EXPECT_FALSE(read.rows[2].observation.has_value());
}

TEST(ServicePointRowsTest, AnIdFollowsFromTheKeyOrIsIt) {
  const auto rows = Read(absl::StrCat(kHeader, "\n", kGood, "\n",
                                      "0199A1B2-0000-7000-8000-000000000001;B;2421;T;2001-05-01–"));
  ASSERT_THAT(rows.rows, SizeIs(2));
  EXPECT_EQ(rows.rows[0].point.service_point_id()[14], '5');
  EXPECT_EQ(rows.rows[1].point.service_point_id(), "0199a1b2-0000-7000-8000-000000000001");
  EXPECT_EQ(Read(absl::StrCat(kHeader, "\n", kGood)).rows[0].point.service_point_id(),
            rows.rows[0].point.service_point_id());
}

TEST(ServicePointRowsTest, CapitalsAndOrderOfColumnsDoNotMatter) {
  const auto rows = Read(
      " Öppet ,ORT,Kommun,Namn,Nyckel,# egna anteckningar,Årgång\n"
      "2001-05-01–,Tärnaby,2421,Affären,a,\"hemligt, eller så\",\n");
  EXPECT_THAT(Faults(rows), IsEmpty());
  ASSERT_THAT(rows.rows, SizeIs(1));
  EXPECT_EQ(rows.rows[0].place, "Tärnaby");
}

TEST(ServicePointRowsTest, DecomposedLettersAreComposed) {
  const auto rows = ReadWith("namn", "A\xcc\x8asele Livs");
  EXPECT_THAT(Faults(rows), IsEmpty());
  EXPECT_EQ(rows.rows[0].point.display_name(), "Åsele Livs");
}

TEST(ServicePointRowsTest, AYearIsTheLastDayOfItsData) {
  const auto rows = Read(absl::StrCat(kHeader, ";iakttagelse;iakttagen;iakttagen av;källa;årgång\n",
                                      kGood, ";Fullt;2019-09-01;2421;Register;2018\n"));
  ASSERT_THAT(Faults(rows), IsEmpty());
  EXPECT_EQ(FormatDate(rows.rows[0].observation->vintage()), "2018-12-31");
}

TEST(ServicePointRowsTest, EachFaultNamesItsLineItsFieldAndWhatToDo) {
  const std::vector<std::tuple<std::string, std::string, std::string>> wrong = {
      {"nyckel", "", "cellen är tom"},
      {"namn", "", "cellen är tom"},
      {"namn", std::string(201, 'x'), "201 tecken; högst 200"},
      {"namn", "\"två\nrader\"", "radbrytningar"},
      {"kommun", "Storuman", "kommunkod; skriv fyra siffror"},
      {"kommun", "421", "kommunkod"},
      {"ort", "", "cellen är tom"},
      {"öppet", "", "cellen är tom; skriv när det öppnade"},
      {"öppet", "2001", "är ingen dag; skriv till exempel 2001-05-01–"},
      {"hotat", "2000-01-01–", "den 2000-01-01 var det inte öppet"},
      {"post", "kanske", "kan inte läsas; skriv till exempel ja"},
      {"drivmedel", "fullsortiment", "skriv ja"},
      {"öppettider", "när vi hinner", "skriv till exempel mån–fre"},
      {"latitud", "65,1", "bara den ena koordinaten"},
      {"iakttagelse", "Fullt", "cellen är tom"},
  };
  for (const auto& [column, cell, problem] : wrong) {
    const auto read = ReadWith(column, cell);
    EXPECT_THAT(Faults(read), Contains(AllOf(HasSubstr("2, "), HasSubstr(problem))))
        << column << " " << cell;
    if (column != "latitud" && column != "iakttagelse") {
      EXPECT_THAT(Faults(read), Contains(HasSubstr(absl::StrCat("2, ", column, ": ")))) << column;
    }
  }
}

TEST(ServicePointRowsTest, APositionIsInSweden) {
  const auto faults = [](const std::string& north, const std::string& east) {
    return Faults(Read(absl::StrCat(kHeader, ";latitud;longitud\n", kGood, ";", north, ";", east)));
  };
  EXPECT_THAT(faults("65,713", "15.271"), IsEmpty());
  EXPECT_THAT(faults("15,271", "65,713"),
              ElementsAre(HasSubstr("bytt plats"), HasSubstr("longitud")));
  EXPECT_THAT(faults("65°42'", "15,271"), ElementsAre(HasSubstr("är inget tal")));
  EXPECT_THAT(faults("65,713", ""), ElementsAre(HasSubstr("2, longitud")));
}

TEST(ServicePointRowsTest, AnObservationIsWholeAndHasBeen) {
  const auto faults = [](const std::string& cells) {
    return Faults(Read(absl::StrCat(kHeader, ";iakttagelse;iakttagen;iakttagen av;källa;årgång\n",
                                    kGood, ";", cells)));
  };
  EXPECT_THAT(faults("Fullt;2019-10-07;2421;Besök;"), IsEmpty());
  EXPECT_THAT(faults(";2019-10-07;;;"), SizeIs(3));
  EXPECT_THAT(faults("Fullt;2019-10-08;2421;Besök;"), ElementsAre(HasSubstr("har inte varit än")));
  EXPECT_THAT(faults("Fullt;2019;2421;Besök;"), ElementsAre(HasSubstr("är ingen dag")));
  EXPECT_THAT(faults("Fullt;2019-10-07;2421;Besök;2019"),
              ElementsAre(AllOf(HasSubstr("årgång"), HasSubstr("har inte varit än"))));
}

TEST(ServicePointRowsTest, AllFaultsOfAllRowsAreTold) {
  const auto read =
      Read(absl::StrCat(kHeader, "\n", kGood, "\n\nb;;Storuman;;x\na;B;2421;T;2001-05-01\n"));
  EXPECT_THAT(Faults(read),
              ElementsAre(HasSubstr("4, kommun"), HasSubstr("4, namn"), HasSubstr("4, ort"),
                          HasSubstr("4, öppet"),
                          AllOf(HasSubstr("5, nyckel"), HasSubstr("samma nyckel finns på rad 2"))));
}

// ---- Hostile files ------------------------------------------------------------------------------

TEST(HostileFileTest, AHeaderThatIsWrongIsTold) {
  EXPECT_THAT(Faults(Read("")), ElementsAre(HasSubstr("filen är tom")));
  EXPECT_THAT(Faults(Read("\n\n;;\n")), ElementsAre(HasSubstr("filen är tom")));
  EXPECT_THAT(Faults(Read("a;b\n1;2\n")), SizeIs(7));
  EXPECT_THAT(Faults(Read(absl::StrCat(kHeader, ";ort\n", kGood, ";x\n"))),
              ElementsAre(HasSubstr("två gånger")));
  EXPECT_THAT(Faults(Read(absl::StrCat(kHeader, ";ägare\n", kGood, ";x\n"))),
              ElementsAre(AllOf(HasSubstr("1, ägare"), HasSubstr("kolumnen finns inte"))));
  EXPECT_THAT(Faults(Read(absl::StrCat(kHeader, ";;\n", kGood, ";;\n"))), IsEmpty());
  EXPECT_THAT(Faults(Read(absl::StrCat(kHeader, ";\n", kGood, ";x\n"))),
              ElementsAre(HasSubstr("2, : kolumn 6 har inget namn")));
  EXPECT_THAT(Faults(Read("nyckel;namn;kommun;ort\na;b;2421;c\n")),
              ElementsAre(HasSubstr("1, öppet: kolumnen saknas")));
}

TEST(HostileFileTest, BytesThatAreNoTextAreToldForTheFileAsAWhole) {
  EXPECT_THAT(Faults(Read("nyckel;namn\nB\xe4"
                          "cken;x\n")),
              ElementsAre(HasSubstr("Latin-1")));
  EXPECT_THAT(Faults(Read(std::string("nyckel\0;", 8))), ElementsAre(HasSubstr("nolltecken")));
  EXPECT_THAT(Faults(Read("nyckel;namn\n\"a;b\n")), ElementsAre(HasSubstr("rad 2: citattecknen")));
  EXPECT_THAT(Faults(Read("PK\x03\x04\xff\xfe")), ElementsAre(HasSubstr("är ett kalkylblad")));
}

TEST(HostileFileTest, ARowWithTooManyCellsIsToldAndOneWithTooFewIsShort) {
  EXPECT_THAT(Faults(Read(absl::StrCat(kHeader, "\n", kGood, ";;;\n"))), IsEmpty());
  EXPECT_THAT(Faults(Read(absl::StrCat(kHeader, "\n", kGood, ";x\n"))),
              ElementsAre(HasSubstr("fler celler")));
  EXPECT_THAT(Faults(Read(absl::StrCat(kHeader, ";post\n", kGood, "\n"))), IsEmpty());
  // An address with a comma, in a file with commas.
  EXPECT_THAT(Faults(Read("nyckel,namn,kommun,ort,öppet\na,Affären, Tärnaby,2421,T,2001-05-01\n")),
              ElementsAre(HasSubstr("fler celler")));
}

TEST(HostileFileTest, ControlCharactersAndHugeCellsAreRefused) {
  EXPECT_THAT(Faults(ReadWith("namn", "A\x07")), ElementsAre(HasSubstr("styrtecken")));
  EXPECT_THAT(Faults(ReadWith("adress", std::string(100'000, 'x'))),
              ElementsAre(HasSubstr("100000 tecken")));
  EXPECT_THAT(Faults(ReadWith("öppet", absl::StrCat("2001-05-01 (", std::string(501, 'x'), ")–"))),
              ElementsAre(HasSubstr("högst 500 tecken")));
  EXPECT_THAT(Faults(ReadWith("post", absl::StrCat("ja (", std::string(501, 'x'), ")"))),
              ElementsAre(HasSubstr("högst 500 tecken")));
  EXPECT_THAT(Faults(ReadWith("öppettider", absl::StrCat("(", std::string(301, 'x'), ")"))),
              ElementsAre(HasSubstr("högst 300 tecken")));
}

TEST(HostileFileTest, ALifeHasSoManyTurnsAndNotOneMore) {
  const auto life = [](int closings) {
    std::vector<std::string> periods;
    for (int i = 0; i < closings; ++i) {
      periods.push_back(absl::StrCat(1950 + i, "-01-01–", 1950 + i, "-06-30"));
    }
    return absl::StrJoin(periods, " | ");
  };
  EXPECT_THAT(Faults(ReadWith("öppet", life(16))), IsEmpty());
  EXPECT_THAT(Faults(ReadWith("öppet", life(17))), ElementsAre(HasSubstr("högst 32")));
}

TEST(HostileFileTest, AFormulaIsATextAndComesBackAsOne) {
  ExportedPoint exported;
  exported.point.set_display_name("=HYPERLINK(\"http://example.com\",\"Klicka\")");
  exported.point.set_address("+46;\"Vägen\" 1, 2");
  exported.point.set_operator_name("'@SUM(A1)");
  exported.place = "-ort";
  exported.point.set_owner("partnerships/vasterbotten/organisations/2421");
  exported.point.set_name(
      "partnerships/vasterbotten/servicePoints/0199a1b2-0000-7000-8000-000000000001");
  v1::TurnFacts& opened = *exported.point.add_turns()->mutable_facts();
  opened.set_kind(v1::SERVICE_POINT_TURN_KIND_OPENED);
  opened.mutable_date()->set_year(2001);
  opened.mutable_date()->set_month(5);
  opened.mutable_date()->set_day(1);

  const std::string text = WriteServicePointRows({exported}, ';');

  for (const char* start : {";=", ";+", ";@", ";-", ";\"=", ";\"+"}) {
    EXPECT_EQ(text.find(start), std::string::npos) << start << " in " << text;
  }
  const auto read = Read(text);
  ASSERT_THAT(Faults(read), IsEmpty());
  EXPECT_EQ(read.rows[0].point.display_name(), exported.point.display_name());
  EXPECT_EQ(read.rows[0].point.address(), exported.point.address());
  EXPECT_EQ(read.rows[0].point.operator_name(), exported.point.operator_name());
  EXPECT_EQ(read.rows[0].place, exported.place);
}

// ---- Round trip
// -----------------------------------------------------------------------------------

// Texts with everything that has a meaning somewhere in a file. Never empty, no spaces at the ends:
// a cell can't tell those.
rc::Gen<std::string> AText() {
  return rc::gen::map(rc::gen::container<std::string>(rc::gen::element(
                          'a', ';', ',', '"', '|', '(', ')', '\\', '\'', '=', '-', ' ')),
                      [](const std::string& inner) { return "å" + inner + "ö"; });
}
rc::Gen<std::string> MaybeText() { return rc::gen::oneOf(rc::gen::just(std::string()), AText()); }

google::type::Date DayNumber(int day) { return ToDate(absl::CivilDay(2001, 1, 1) + day); }

// A life that begins on some day, with turns one after the other.
void AddLife(v1::ServicePoint& point) {
  bool open = false;
  bool threatened = false;
  int day = *rc::gen::inRange(0, 100);
  const int turns = *rc::gen::inRange(1, 8);
  for (int i = 0; i < turns; ++i, day += *rc::gen::inRange(1, 50)) {
    v1::TurnFacts& facts = *point.add_turns()->mutable_facts();
    *facts.mutable_date() = DayNumber(day);
    facts.set_cause(*MaybeText());
    if (i == 0) {
      facts.set_kind(v1::SERVICE_POINT_TURN_KIND_OPENED);
      facts.set_open_before(*rc::gen::arbitrary<bool>());
      open = true;
    } else if (!open) {
      facts.set_kind(v1::SERVICE_POINT_TURN_KIND_REOPENED);
      open = true;
    } else if (*rc::gen::arbitrary<bool>()) {
      facts.set_kind(v1::SERVICE_POINT_TURN_KIND_CLOSED);
      open = threatened = false;
    } else {
      facts.set_kind(threatened ? v1::SERVICE_POINT_TURN_KIND_SECURED
                                : v1::SERVICE_POINT_TURN_KIND_THREATENED);
      threatened = !threatened;
    }
  }
}

void AddOffers(v1::ServicePoint& point) {
  for (const v1::ServiceOffer offer : AllOffers()) {
    int day = *rc::gen::inRange(0, 100);
    const int count = *rc::gen::inRange(0, 3);
    for (int i = 0; i < count; ++i) {
      v1::OfferTerms& terms = *point.add_offers()->mutable_terms();
      terms.set_offer(offer);
      terms.set_full_range(offer == v1::SERVICE_OFFER_GROCERY && *rc::gen::arbitrary<bool>());
      terms.set_conditions(*MaybeText());
      if (i > 0 || *rc::gen::arbitrary<bool>()) *terms.mutable_start_date() = DayNumber(day);
      day += *rc::gen::inRange(1, 50);
      if (i + 1 < count || *rc::gen::arbitrary<bool>()) *terms.mutable_end_date() = DayNumber(day);
    }
  }
}

void AddHours(v1::ServicePoint& point) {
  const int count = *rc::gen::inRange(0, 3);
  for (int i = 0; i < count; ++i) {
    v1::OpeningHours& hours = *point.add_hours()->mutable_hours();
    if (i > 0) *hours.mutable_start_date() = DayNumber(100 * i);
    hours.set_note(*AText());
    for (int weekday = 1; weekday <= 7; ++weekday) {
      int minutes = *rc::gen::inRange(0, 600);
      for (int spans = *rc::gen::inRange(0, 3); spans > 0; --spans) {
        v1::OpeningSpan& span = *hours.add_spans();
        span.set_weekday(weekday);
        span.mutable_opens()->set_hours(minutes / 60);
        span.mutable_opens()->set_minutes(minutes % 60);
        minutes += *rc::gen::inRange(1, 400);
        span.mutable_closes()->set_hours(minutes / 60);
        span.mutable_closes()->set_minutes(minutes % 60);
        minutes += *rc::gen::inRange(0, 20);
      }
    }
  }
}

ExportedPoint APoint() {
  ExportedPoint exported;
  v1::ServicePoint& point = exported.point;
  point.set_name("partnerships/vasterbotten/servicePoints/0199a1b2-0000-7000-8000-000000000001");
  point.set_owner("partnerships/vasterbotten/organisations/2421");
  point.set_display_name(*AText());
  point.set_operator_name(*MaybeText());
  point.set_address(*MaybeText());
  exported.place = *AText();
  if (*rc::gen::arbitrary<bool>()) {
    point.mutable_position()->set_latitude_microdegrees(*rc::gen::inRange(55'000'000, 70'000'001));
    point.mutable_position()->set_longitude_microdegrees(*rc::gen::inRange(10'000'000, 25'000'001));
  }
  AddLife(point);
  AddOffers(point);
  AddHours(point);
  if (*rc::gen::arbitrary<bool>()) {
    v1::ObservationFacts& facts = *exported.observation.emplace().mutable_facts();
    facts.set_text(*AText() + "\n" + *AText());
    facts.set_source(*AText());
    facts.set_observer("partnerships/vasterbotten/organisations/2421");
    *facts.mutable_observed_on() = DayNumber(*rc::gen::inRange(0, 1000));
    if (*rc::gen::arbitrary<bool>()) *facts.mutable_vintage() = DayNumber(7);
  }
  return exported;
}

// Everything that the cells of a life tell.
Turns Sorted(Turns turns) {
  std::sort(turns.begin(), turns.end(), [](const v1::TurnFacts& left, const v1::TurnFacts& right) {
    return ToCivilDay(left.date()) < ToCivilDay(right.date());
  });
  return turns;
}

const bool kDefaultsSet = setenv("RC_PARAMS", "max_success=200 max_size=30", /*overwrite=*/0) == 0;

RC_GTEST_PROP(RoundTripTest, WhatIsExportedIsReadAsItWas, ()) {
  RC_ASSERT(kDefaultsSet);
  const ExportedPoint exported = APoint();
  const v1::ServicePoint& point = exported.point;

  const auto read = Read(WriteServicePointRows({exported}, *rc::gen::element(';', ',')));

  if (!read.faults.empty()) RC_LOG() << absl::StrJoin(Faults(read), "\n") << point.DebugString();
  RC_ASSERT(read.faults.empty());
  RC_ASSERT(read.rows.size() == 1);
  const ServicePointRow& row = read.rows[0];
  RC_ASSERT(row.point.service_point_id() == "0199a1b2-0000-7000-8000-000000000001");
  RC_ASSERT(row.point.display_name() == point.display_name());
  RC_ASSERT(row.point.operator_name() == point.operator_name());
  RC_ASSERT(row.point.address() == point.address());
  RC_ASSERT(row.place == exported.place);
  RC_ASSERT(MessageDifferencer::Equals(row.point.position(), point.position()));
  Turns turns = row.open;
  if (row.threats.has_value()) turns.insert(turns.end(), row.threats->begin(), row.threats->end());
  turns = Sorted(turns);
  RC_ASSERT(turns.size() == static_cast<size_t>(point.turns_size()));
  for (size_t i = 0; i < turns.size(); ++i) {
    RC_ASSERT(MessageDifferencer::Equals(turns[i], point.turns(static_cast<int>(i)).facts()));
  }
  for (const v1::ServiceOffer offer : AllOffers()) {
    const std::vector<v1::OfferTerms> wanted = OffersOf(point, offer);
    RC_ASSERT(row.offers.contains(offer) == !wanted.empty());
    for (size_t i = 0; i < wanted.size(); ++i) {
      RC_ASSERT(MessageDifferencer::Equals(row.offers.at(offer)[i], wanted[i]));
    }
  }
  const std::vector<v1::OpeningHours> hours = HoursOf(point);
  RC_ASSERT(row.hours.has_value() == !hours.empty());
  for (size_t i = 0; i < hours.size(); ++i) {
    RC_ASSERT(MessageDifferencer::Equals((*row.hours)[i], hours[i]));
  }
  RC_ASSERT(row.observation.has_value() == exported.observation.has_value());
  if (row.observation.has_value()) {
    RC_ASSERT(MessageDifferencer::Equals(*row.observation, exported.observation->facts()));
  }
}

// ---- GeoJSON
// --------------------------------------------------------------------------------------

TEST(GeoJsonTest, IsAFeatureCollectionWithLongitudeFirst) {
  ExportedPoint known;
  known.point.set_name("partnerships/vasterbotten/servicePoints/1");
  known.point.set_owner("partnerships/vasterbotten/organisations/2421");
  known.point.set_display_name("Affären \"Å\"");
  known.point.set_state(v1::SERVICE_POINT_STATE_OPEN);
  known.point.mutable_position()->set_latitude_microdegrees(65'713'000);
  known.point.mutable_position()->set_longitude_microdegrees(15'271'001);
  known.point.add_offered()->mutable_terms()->set_offer(v1::SERVICE_OFFER_CASH_WITHDRAWAL);
  *known.point.add_open_periods()->mutable_start_date() = DayNumber(0);
  known.place = "Tärnaby";
  ExportedPoint unknown;
  unknown.point.set_name("partnerships/vasterbotten/servicePoints/2");

  const auto json = nlohmann::json::parse(WriteGeoJson({known, unknown}, DayNumber(365)));

  EXPECT_EQ(json["type"], "FeatureCollection");
  EXPECT_FALSE(json.contains("crs"));  // RFC 7946 knows WGS84 alone.
  ASSERT_EQ(json["features"].size(), 2);
  const auto& feature = json["features"][0];
  EXPECT_EQ(feature["type"], "Feature");
  EXPECT_EQ(feature["id"], "1");
  EXPECT_EQ(feature["geometry"]["type"], "Point");
  EXPECT_EQ(feature["geometry"]["coordinates"].dump(), "[15.271001,65.713]");
  EXPECT_EQ(feature["properties"]["name"], "Affären \"Å\"");
  EXPECT_EQ(feature["properties"]["owner"], "2421");
  EXPECT_EQ(feature["properties"]["state"], "open");
  EXPECT_EQ(feature["properties"]["validOn"], "2002-01-01");
  EXPECT_EQ(feature["properties"]["offers"][0]["offer"], "cash-withdrawal");
  EXPECT_TRUE(feature["properties"]["openPeriods"][0]["end"].is_null());
  EXPECT_FALSE(feature["properties"].contains("address"));  // Not known.
  EXPECT_TRUE(json["features"][1]["geometry"].is_null());
}

TEST(GeoJsonTest, NothingIsACollectionToo) {
  EXPECT_EQ(nlohmann::json::parse(WriteGeoJson({}, DayNumber(0)))["features"].dump(), "[]");
}

}  // namespace
}  // namespace samverk

// Service points from a spreadsheet and back: the real command line, the real server, and what is
// then there over the wire. And the guide, line by line.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/place.pb.h"
#include "samverk/v1/service_point.pb.h"
#include "tests/end_to_end/import_bench.h"

namespace samverk::tests {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kExample[] = "examples/serviceplatser.csv";
constexpr int kRows = 15;
constexpr int kPlaces = 13;

std::string ReadText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

class ServicePointsTest : public ImportBench {
 protected:
  // The partnership and its organisations, and nothing that they did.
  ServicePointsTest() {
    json members = example_;
    for (const char* list : {"people", "meetings", "workshops", "plans", "attachments"}) {
      members[list] = json::array();
    }
    CHECK(Import(members).exit_code == kDone);
  }

  Imported ImportCsv(const std::string& path, const std::vector<std::string>& options = {}) {
    std::vector<std::string> words = {"service-points", "import", path};
    words.insert(words.end(), options.begin(), options.end());
    return Samverk(words);
  }

  // Imports a text as a file.
  Imported ImportText(const std::string& text, const std::vector<std::string>& options = {}) {
    const std::string path = root_.path() + "/service.csv";
    std::ofstream(path, std::ios::binary) << text;
    return ImportCsv(path, options);
  }

  void ImportExample() { ASSERT_EQ(ImportCsv(kExample, {"--new-places"}).exit_code, kDone); }

  // What `export` writes.
  std::string Export(std::vector<std::string> options = {}) {
    const std::string path = root_.path() + "/exported";
    options.insert(options.begin(), {"service-points", "export", "--output", path});
    EXPECT_EQ(Samverk(options).exit_code, kDone);
    return ReadText(path);
  }

  std::vector<v1::ServicePoint> Points(const std::string& filter = "") {
    auto request =
        runtime::FromText<v1::ListServicePointsRequest>("parent: '~' page_size: 100 " + filter);
    *request.mutable_read()->mutable_min_position() = Head();
    const auto list = Ask<v1::ListServicePointsResponse>(request);
    EXPECT_OK(list);
    if (!list.ok()) return {};
    return {list->service_points().begin(), list->service_points().end()};
  }

  v1::ServicePoint Point(const std::string& display_name) {
    for (const v1::ServicePoint& point : Points()) {
      if (point.display_name() == display_name) return point;
    }
    ADD_FAILURE() << "there is no " << display_name;
    return {};
  }

  int64_t HeadPosition() { return Head().position(); }
};

TEST_F(ServicePointsTest, ADryRunTellsWhatWouldBeAndSendsNothing) {
  const int64_t before = HeadPosition();

  const Imported run = ImportCsv(kExample, {"--new-places", "--dry-run"});

  EXPECT_EQ(run.exit_code, kDone);
  EXPECT_THAT(run.output, AllOf(HasSubstr("slussfors-butik"), HasSubstr("ny ort: Åmsele, 2404"),
                                HasSubstr(absl::StrCat(kRows + kPlaces, " new, 0 unchanged"))));
  EXPECT_EQ(run.last_line(), "nothing was sent (--dry-run)");
  EXPECT_EQ(HeadPosition(), before);
}

TEST_F(ServicePointsTest, TheExampleIsImportedOnce) {
  EXPECT_EQ(ImportCsv(kExample, {"--new-places"}).last_line(),
            absl::StrCat(kRows + kPlaces, " new, 0 unchanged"));
  const int64_t after = HeadPosition();
  EXPECT_EQ(ImportCsv(kExample, {"--new-places"}).last_line(),
            absl::StrCat("0 new, ", kRows, " unchanged"));
  EXPECT_EQ(ImportCsv(kExample).last_line(), absl::StrCat("0 new, ", kRows, " unchanged"));
  EXPECT_EQ(HeadPosition(), after);
  const v1::ServicePoint point = Point("Slussfors Bygdebutik");
  EXPECT_THAT(point.open_periods(), SizeIs(2));
  EXPECT_EQ(point.open_periods(0).closing_cause(), "Innehavaren slutade och ingen tog över");
  EXPECT_THAT(point.threat_periods(), SizeIs(1));
  EXPECT_EQ(point.observation_count(), 1);
}

TEST_F(ServicePointsTest, GainsAndLossesAreReadByDay) {
  ImportExample();
  const auto names = [this](const std::string& filter) {
    std::vector<std::string> all;
    for (const v1::ServicePoint& point : Points(filter)) all.push_back(point.display_name());
    return all;
  };
  EXPECT_THAT(names("state: SERVICE_POINT_STATE_CLOSED valid_on @2018-12-31"),
              ElementsAre("Gargnäs Livs", "Slussfors Bygdebutik", "Örträsk Handel"));
  EXPECT_THAT(names("changed_in_year: 2017"),
              ElementsAre("Adaks servicepunkt", "Borgafjälls Lanthandel", "Gargnäs Livs"));
  EXPECT_THAT(names("threatened: true valid_on @2019-10-07"),
              ElementsAre("Gunnarns Handelsbod", "Slussfors obemannade mack"));
}

TEST_F(ServicePointsTest, OneWrongRowAndNothingIsRecorded) {
  const int64_t before = HeadPosition();
  const std::string wrong = absl::StrReplaceAll(ReadText(kExample), {{";Adak;", ";;"}});

  const Imported in_file = ImportText(wrong, {"--new-places"});
  EXPECT_EQ(in_file.exit_code, kNotRight);
  EXPECT_THAT(in_file.output, HasSubstr("rad 15, ort: cellen är tom"));
  EXPECT_EQ(in_file.last_line(), "samverk: service.csv: 1 fel på 1 rad; inget är infört");
  // Right by itself, but not with what is there: no place is.
  const Imported on_server = ImportCsv(kExample);
  EXPECT_EQ(on_server.exit_code, kNotRight);
  EXPECT_THAT(on_server.output,
              AllOf(HasSubstr("rad 2, ort: orten \"Slussfors\" finns inte i kommunen"),
                    HasSubstr("rad 16, ort: orten \"Åmsele\"")));
  EXPECT_EQ(HeadPosition(), before);
}

TEST_F(ServicePointsTest, ALatin1FileIsSaidToBe) {
  const Imported run =
      ImportText("nyckel;namn;kommun;ort;\xf6ppet\na;B;2421;T\xe4rnaby;2001-05-01\n");
  EXPECT_EQ(run.exit_code, kNotRight);
  EXPECT_THAT(run.output, HasSubstr("filen är inte UTF-8 utan ser ut att vara Latin-1"));
}

TEST_F(ServicePointsTest, WhatIsExportedChangesNothingWhenItIsImported) {
  ImportExample();
  const int64_t after = HeadPosition();
  for (const char* separator : {"semicolon", "comma"}) {
    const std::string exported = Export({"--separator", separator});
    const Imported again = ImportText(exported);
    EXPECT_EQ(again.last_line(), absl::StrCat("0 new, ", kRows, " unchanged")) << again.output;
    EXPECT_EQ(Export({"--separator", separator}), exported);
  }
  EXPECT_EQ(HeadPosition(), after);
}

TEST_F(ServicePointsTest, AnExportIsTheSameInAnotherLedger) {
  ImportExample();
  const std::string exported = Export();
  const auto names = [this] {
    std::set<std::string> all;
    for (const v1::ServicePoint& point : Points()) all.insert(point.name());
    return all;
  };
  const std::set<std::string> before = names();
  // Another partnership on the same server, with the same members.
  json members = example_;
  members["partnership"]["id"] = "annat";
  for (const char* list : {"people", "meetings", "workshops", "plans", "attachments"}) {
    members[list] = json::array();
  }
  ASSERT_EQ(Import(members).exit_code, kDone);
  const std::string path = root_.path() + "/moved.csv";
  std::ofstream(path, std::ios::binary) << exported;
  EXPECT_EQ(Samverk({"--partnership", "annat", "service-points", "import", path, "--new-places"})
                .exit_code,
            kDone);
  const std::string moved = root_.path() + "/again.csv";
  EXPECT_EQ(
      Samverk({"--partnership", "annat", "service-points", "export", "--output", moved}).exit_code,
      kDone);
  EXPECT_EQ(ReadText(moved), exported);
  EXPECT_EQ(names(), before);
}

TEST_F(ServicePointsTest, ACorrectedRowIsAnEditAndWhatAPersonWroteIsKept) {
  ImportExample();
  const std::string corrected = absl::StrReplaceAll(
      ReadText(kExample),
      {{"Umevägen 15", "Umevägen 17"}, {"1979-01-01–2016-06-30", "1979-01-01–2016-05-31"}});
  EXPECT_EQ(ImportText(corrected).last_line(), "0 new, 2 changed, 13 unchanged");
  EXPECT_EQ(Point("Åmsele Livs").address(), "Umevägen 17");
  const v1::ServicePoint closed = Point("Örträsk Handel");
  EXPECT_THAT(closed.turns(), SizeIs(2));  // Corrected, not closed twice.
  EXPECT_EQ(closed.open_periods(0).end_date().month(), 6);
  EXPECT_EQ(ImportText(corrected).last_line(), absl::StrCat("0 new, ", kRows, " unchanged"));

  ASSERT_EQ(
      Samverk({"service-points", "correct", "Åmsele Livs", "--address", "Umevägen 19"}).exit_code,
      kDone);
  const Imported kept = ImportText(corrected);
  EXPECT_THAT(kept.output, HasSubstr("kept as a person recorded it since: rad 16 (amsele-butik): "
                                     "adress"));
  EXPECT_EQ(Point("Åmsele Livs").address(), "Umevägen 19");
  EXPECT_THAT(ImportText(corrected, {"--overwrite"}).output, HasSubstr("1 changed"));
  EXPECT_EQ(Point("Åmsele Livs").address(), "Umevägen 17");
}

TEST_F(ServicePointsTest, AMunicipalityImportsItsOwn) {
  const std::string text = "nyckel;namn;kommun;ort;öppet\na;Affären;2422;Ammarnäs;2001-05-01–\n";
  const std::string path = root_.path() + "/own.csv";
  std::ofstream(path) << text;
  const Imported refused =
      Samverk({"--act-as", "officer@2421", "service-points", "import", path, "--new-places"});
  EXPECT_EQ(refused.exit_code, kRefused);
  EXPECT_THAT(refused.output, HasSubstr("own.csv, Ammarnäs"));
  EXPECT_THAT(Points(), IsEmpty());
  EXPECT_EQ(Samverk({"--act-as", "officer@2422", "service-points", "import", path, "--new-places"})
                .exit_code,
            kDone);
  EXPECT_THAT(Points(), SizeIs(1));
}

TEST_F(ServicePointsTest, AMapIsMadeOfADay) {
  ImportExample();
  const json map = json::parse(Export({"--format", "geojson", "--valid-on", "2018-12-31"}));

  EXPECT_EQ(map["type"], "FeatureCollection");
  EXPECT_EQ(map["features"].size(), kRows - 3);
  for (const json& feature : map["features"]) {
    EXPECT_EQ(feature["properties"]["state"], "open");
    const double longitude = feature["geometry"]["coordinates"][0];
    const double latitude = feature["geometry"]["coordinates"][1];
    EXPECT_LT(longitude, latitude);  // In Sweden.
  }
}

// The commands in the indented lines of the guide, without what is said beside them.
std::vector<std::string> CommandsOf(const std::string& guide) {
  std::vector<std::string> commands;
  std::string command;
  for (absl::string_view line : absl::StrSplit(guide, '\n')) {
    if (!absl::ConsumePrefix(&line, "    ")) continue;
    if (command.empty() && !absl::StartsWith(line, "samverk ")) continue;
    const absl::string_view words =
        absl::StripAsciiWhitespace(command.empty() ? line.substr(0, line.find("    ")) : line);
    if (absl::EndsWith(words, "\\")) {
      absl::StrAppend(&command, absl::StripSuffix(words, "\\"));
      continue;
    }
    commands.push_back(absl::StrCat(command, words));
    command.clear();
  }
  return commands;
}

TEST_F(ServicePointsTest, EveryCommandOfTheGuideRuns) {
  const std::vector<std::string> commands = CommandsOf(ReadText("docs/guide/service-points.md"));
  ASSERT_GT(commands.size(), 40);
  const std::string bin = std::filesystem::absolute(absl::GetFlag(FLAGS_samverk)).parent_path();
  const std::string examples = std::filesystem::absolute("examples");

  for (const std::string& command : commands) {
    const Imported run = Run({"/bin/bash", "-c",
                              absl::StrCat("export PATH=", bin, ":$PATH SAMVERK_SERVER=", address_,
                                           "; mkdir -p ", root_.path(), "/guide; cd ", root_.path(),
                                           "/guide; ln -sfn ", examples, " examples; ", command)});
    // On a day before anything was recorded nothing is known.
    const bool unknown_then =
        absl::StrContains(command, "--as-of") && absl::StrContains(command, " show ");
    EXPECT_EQ(run.exit_code, unknown_then ? kRefused : kDone) << command << "\n" << run.output;
  }
}

}  // namespace
}  // namespace samverk::tests

// `samverk overview` against the server: what an officer sees of a small world, in Swedish.

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "base/text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/end_to_end/command_line.h"

namespace samverk::tests {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::Not;
using ::testing::StartsWith;

class OverviewCliTest : public CommandLineTest {
 protected:
  OverviewCliTest() {
    server_.AdmitMunicipality("2421", "Storumans kommun");
    server_.AdmitMunicipality("2422", "Sorsele kommun");
    server_.AdmitMunicipality("2463", "Åsele kommun");
    Do({"organisations", "admit", "regionen", "--kind", "region", "--name", "Region Västerbotten",
        "--joined", "2016-01-01"});
  }

  std::string AdoptPlan(const std::string& owner, const std::string& title,
                        const std::string& first, const std::string& last) {
    const std::string id = IdIn(
        Do({"plans", "create", "--owner", owner, "--title", title, "--from", first, "--to", last}));
    Do({"plans", "propose", id});
    Do({"plans", "adopt", id, "--decision", "KF 2017-01-10"});
    return id;
  }

  // Two plans, one of them followed up; a measure, a decision and a meeting; a shop.
  void MakeWorld() {
    plan_ = AdoptPlan("2421", "Serviceplan för Storuman", "2017-01-01", "2020-06-30");
    Do({"plans", "create", "--owner", "2422", "--title", "Utkast till plan", "--from", "2020-01-01",
        "--to", "2023-12-31"});
    const std::string follow_up = IdIn(Do({"follow-ups", "open", plan_, "--year", "2017"}));
    Do({"follow-ups", "observe", follow_up, "antal-butiker", "7,5", "--title", "Butiker", "--unit",
        "st", "--source", "SCB", "--vintage", "2017"});
    Do({"follow-ups", "submit", follow_up});
    Do({"follow-ups", "approve", follow_up});
    const std::string meeting = IdIn(Do({"meetings", "call", "--host", "regionen", "--title",
                                         "Vårträff", "--from", "2019-03-01", "--form", "hybrid"}));
    Do({"meetings", "hold", meeting, "--attendance", "2421=3,2463=2"});
    Do({"meetings", "decide", meeting, "Skriv till PTS", "--responsible", "2422", "--deadline",
        "2019-06-01"});
    const std::string workshop = IdIn(Do({"workshops", "plan", "--host", "regionen", "--title",
                                          "Mackar", "--from", "2019-05-14", "--form", "digital"}));
    Do({"workshops", "hold", workshop, "--attendance", "2421=2"});
    Do({"places", "register", "--owner", "2421", "--name", "Tärnaby"});
    Do({"service-points", "register", "--owner", "2421", "--name", "Handlarn", "--place", "Tärnaby",
        "--opened", "2018-05-01", "--offer", "dagligvaror"});
  }

  std::string plan_;
};

TEST_F(OverviewCliTest, EverySectionIsATableInSwedish) {
  MakeWorld();
  const std::string out = Do({"overview"});

  EXPECT_THAT(out, StartsWith("SERVICEPLANER 2019-10-07\n"));
  // Sorted as Swedes do: Åsele last.
  EXPECT_LT(out.find("Sorsele kommun"), out.find("Storumans kommun"));
  EXPECT_LT(out.find("Storumans kommun"), out.find("Åsele kommun"));
  EXPECT_THAT(out, AllOf(HasSubstr("2017-01-01–2020-06-30"), HasSubstr("utkast: Utkast till"),
                         HasSubstr("3 kommuner: 1 med gällande plan (1 går ut inom ett år), 1 med "
                                   "bara en på gång, 1 utan\n")));
  EXPECT_THAT(out, AllOf(HasSubstr("ARBETET ÅR FÖR ÅR\n"), HasSubstr("1 träff saknas"),
                         HasSubstr("Verkstäder+träffar")));
  EXPECT_THAT(out, AllOf(HasSubstr("INDIKATORER FÖR LÄNET\n"), HasSubstr("7,5"),
                         HasSubstr("1 av 3"), HasSubstr("inte sammanställt, kommuner saknas")));
  EXPECT_THAT(out,
              AllOf(HasSubstr("FÖRSENAT 2019-10-07\n"), HasSubstr("uppföljning saknas"),
                    HasSubstr("2018: Serviceplan för Storuman"), HasSubstr("sedan 2019-01-01")));
  EXPECT_THAT(out, AllOf(HasSubstr("ATT BESLUTA 2019-10-07\n"), HasSubstr("beslut försenat"),
                         HasSubstr("Skriv till PTS"), HasSubstr("senast 2019-06-01"),
                         HasSubstr("plan går ut"), HasSubstr("senast 2020-06-30"),
                         HasSubstr(plan_.substr(0, 8))));
  EXPECT_THAT(
      out, AllOf(HasSubstr("SERVICE SOM TILLKOMMIT OCH FÖRSVUNNIT\n"), HasSubstr("dagligvaror")));
  for (const absl::string_view line : absl::StrSplit(out, '\n')) {
    EXPECT_THAT(DisplayWidth(line), Le(100)) << line;
  }
}

TEST_F(OverviewCliTest, MunicipalitiesThatNeverCameAreShown) {
  MakeWorld();
  const std::string out = Do({"overview", "plans", "work", "--year", "2019"});
  EXPECT_THAT(
      out, AllOf(HasSubstr("Sorsele kommun         –\n"), HasSubstr("Storumans kommun     1+1\n"),
                 HasSubstr("Åsele kommun         0+1\n")));
}

TEST_F(OverviewCliTest, AnOfficerSeesWhatWaitsForTheOwnMunicipality) {
  MakeWorld();
  const std::string out = Do({"overview", "overdue", "decisions", "--organisation", "2422"});
  EXPECT_THAT(out, AllOf(StartsWith("FÖRSENAT 2019-10-07\ninget\n\nATT BESLUTA 2019-10-07\n"),
                         HasSubstr("Skriv till PTS"), Not(HasSubstr("plan går ut")),
                         Not(HasSubstr("SERVICEPLANER"))));
}

TEST_F(OverviewCliTest, OtherDaysAndEarlierStatesAreShown) {
  MakeWorld();
  EXPECT_THAT(Do({"overview", "plans", "--on", "2020-07-01"}),
              AllOf(StartsWith("SERVICEPLANER 2020-07-01\n"), HasSubstr("0 med gällande plan,")));
  EXPECT_THAT(Do({"overview", "plans", "--as-of", "2019-10-06"}),
              StartsWith("SERVICEPLANER 2019-10-06\n"));
  EXPECT_THAT(Do({"overview", "decisions", "--on", "2020-07-01"}), HasSubstr("plan har gått ut"));
  EXPECT_THAT(Do({"overview", "service", "--from", "2018", "--to", "2018"}),
              AllOf(HasSubstr("2018"), Not(HasSubstr("2019"))));
}

TEST_F(OverviewCliTest, APlanThatIsProposedWaitsForADecision) {
  const std::string id = IdIn(Do({"plans", "create", "--owner", "2421", "--title", "Serviceplan",
                                  "--from", "2020-01-01", "--to", "2023-12-31"}));
  EXPECT_THAT(Do({"overview", "decisions"}), HasSubstr("inget\n"));
  Do({"plans", "propose", id});
  EXPECT_THAT(Do({"overview", "decisions"}),
              AllOf(HasSubstr("plan att anta"), HasSubstr("senast 2020-01-01")));
}

TEST_F(OverviewCliTest, ProgramsGetJson) {
  MakeWorld();
  const json overview = json::parse(Do({"--json", "overview"}));
  EXPECT_EQ(overview["planTotals"]["municipalities"], 3);
  EXPECT_EQ(overview["indicators"][0]["years"][0]["figure"]["sum"], "7.5");
  EXPECT_EQ(overview["overdueCount"], 1);
}

}  // namespace
}  // namespace samverk::tests

// The example as `tools/serve` loads it, with the year 2019: the real command line, the real
// server, what the year has to show, and the tour in the README.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/action_plan.pb.h"
#include "samverk/v1/discussion.pb.h"
#include "samverk/v1/exchange.pb.h"
#include "samverk/v1/follow_up.pb.h"
#include "samverk/v1/initiative.pb.h"
#include "samverk/v1/national_issue.pb.h"
#include "samverk/v1/service_point.pb.h"
#include "tests/end_to_end/import_bench.h"

namespace samverk::tests {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kServicePoints[] = "examples/serviceplatser.csv";
constexpr char kYear[] = "examples/vasterbotten-2019.jsonl";

std::string ReadText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

class ExampleYearTest : public ImportBench {
 protected:
  ExampleYearTest() {
    EXPECT_EQ(ImportFile(absl::GetFlag(FLAGS_example)).exit_code, kDone);
    EXPECT_EQ(Samverk({"service-points", "import", kServicePoints, "--new-places"}).exit_code,
              kDone);
    first_ = Samverk({"replay", kYear});
    EXPECT_EQ(first_.exit_code, kDone) << first_.output;
  }

  // The answer as of the end of the ledger.
  template <typename Response, typename Request>
  Response Get(Request request) {
    *request.mutable_read()->mutable_min_position() = Head();
    const auto response = Ask<Response>(request);
    EXPECT_OK(response);
    return response.value_or(Response());
  }

  Imported first_;  // What the first replay said.
};

TEST_F(ExampleYearTest, EveryCommandIsTakenAndTakenOnce) {
  const std::string year = ReadText(kYear);
  const auto lines = std::count(year.begin(), year.end(), '\n');
  EXPECT_EQ(first_.last_line(), absl::StrCat(lines, " new, 0 unchanged"));
  const v1::LedgerPosition head = Head();

  const Imported again = Samverk({"replay", kYear});

  EXPECT_EQ(again.last_line(), absl::StrCat("0 new, ", lines, " unchanged"));
  EXPECT_EQ(again.exit_code, kDone);
  EXPECT_EQ(Head().SerializeAsString(), head.SerializeAsString());
}

TEST_F(ExampleYearTest, OneMeasureIsLateAndOneWasMoved) {
  const auto late =
      Get<v1::ListActionPlanMeasuresResponse>(runtime::FromText<v1::ListActionPlanMeasuresRequest>(
          "parent: '~' only_overdue: true overdue_on @2020-03-31"));

  ASSERT_THAT(late.measures(), SizeIs(1));
  EXPECT_EQ(late.measures(0).responsible(), "partnerships/vasterbotten/organisations/2462");
  EXPECT_EQ(late.measures(0).status(), v1::ACTION_PLAN_MEASURE_STATUS_UNDER_WAY);
  const auto all = ListAll<v1::ListActionPlanMeasuresRequest, v1::ListActionPlanMeasuresResponse>();
  ASSERT_THAT(all.measures(), SizeIs(6));
  int moved = 0;
  for (const v1::ActionPlanMeasure& measure : all.measures()) {
    if (measure.times_moved() == 0) continue;
    ++moved;
    EXPECT_EQ(measure.status(), v1::ACTION_PLAN_MEASURE_STATUS_DONE);
    EXPECT_EQ(measure.original_deadline().month(), 10);
    EXPECT_EQ(measure.plan_link().plan_revision(), 1);
    EXPECT_THAT(measure.links(), SizeIs(2));  // The workshop that it came from, and the initiative.
  }
  EXPECT_EQ(moved, 1);
}

TEST_F(ExampleYearTest, TheFollowUpsAreApprovedAndTheCountyIsCompiled) {
  const auto follow_ups = ListAll<v1::ListFollowUpsRequest, v1::ListFollowUpsResponse>();
  ASSERT_THAT(follow_ups.follow_ups(), SizeIs(2));
  for (const v1::FollowUp& follow_up : follow_ups.follow_ups()) {
    EXPECT_EQ(follow_up.state(), v1::FOLLOW_UP_STATE_APPROVED) << follow_up.owner();
  }

  const v1::FollowUpCompilation county =
      Get<v1::GetFollowUpCompilationResponse>(runtime::FromText<v1::GetFollowUpCompilationRequest>(
                                                  "name: '~/followUpCompilations/2019'"))
          .compilation();

  EXPECT_THAT(county.municipalities(), SizeIs(15));
  EXPECT_THAT(county.missing(), SizeIs(13));
  EXPECT_FALSE(county.outdated());
  ASSERT_THAT(county.figures(), SizeIs(5));
  for (const v1::CountyFigure& figure : county.figures()) {
    EXPECT_THAT(figure.gaps(), Contains(v1::FIGURE_GAP_FOLLOW_UP_MISSING)) << figure.key();
    if (figure.key() == "andel-inom-tre-mil") {
      EXPECT_THAT(figure.gaps(), Contains(v1::FIGURE_GAP_MIXED_VINTAGES));
    } else if (figure.key() == "hushall-hemsandning") {
      EXPECT_THAT(figure.gaps(), Contains(v1::FIGURE_GAP_VALUE_MISSING));
    }
  }
}

TEST_F(ExampleYearTest, WhatIsFollowedUpIsWhatWasMapped) {
  for (const auto& [key, offer] : {std::pair("butiker", v1::SERVICE_OFFER_GROCERY),
                                   std::pair("mackar", v1::SERVICE_OFFER_FUEL),
                                   std::pair("lakemedelsombud", v1::SERVICE_OFFER_PHARMACY)}) {
    for (const char* owner : {"2421", "2462"}) {
      v1::ListServicePointsRequest mapped = runtime::FromText<v1::ListServicePointsRequest>(
          "parent: '~' page_size: 100 valid_on @2019-12-31 state: SERVICE_POINT_STATE_OPEN");
      mapped.set_owner(absl::StrCat("partnerships/vasterbotten/organisations/", owner));
      mapped.set_offer(offer);
      v1::ListIndicatorValuesRequest told =
          runtime::FromText<v1::ListIndicatorValuesRequest>("parent: '~'");
      told.set_owner(mapped.owner());
      told.set_key(key);

      const auto values = Get<v1::ListIndicatorValuesResponse>(told);

      ASSERT_THAT(values.values(), SizeIs(1)) << key << " " << owner;
      EXPECT_EQ(values.values(0).reading().value(),
                absl::StrCat(Get<v1::ListServicePointsResponse>(mapped).service_points_size()))
          << key << " " << owner;
    }
  }
}

TEST_F(ExampleYearTest, TheAgencyAnsweredItself) {
  const auto issues = ListAll<v1::ListNationalIssuesRequest, v1::ListNationalIssuesResponse>();

  ASSERT_THAT(issues.national_issues(), SizeIs(1));
  const v1::NationalIssue& issue = issues.national_issues(0);
  EXPECT_EQ(issue.state(), v1::NATIONAL_ISSUE_STATE_ANSWERED);
  EXPECT_THAT(issue.backers(), SizeIs(5));
  ASSERT_THAT(issue.rounds(), SizeIs(1));
  ASSERT_THAT(issue.rounds(0).answers(), SizeIs(1));
  EXPECT_TRUE(issue.rounds(0).answers(0).by_agency());
}

TEST_F(ExampleYearTest, WhatOneTriedAnotherDoesAndWhatWasAskedIsAnswered) {
  const auto exchanges = ListAll<v1::ListExchangesRequest, v1::ListExchangesResponse>();
  ASSERT_THAT(exchanges.exchanges(), SizeIs(2));  // The latest day first.
  EXPECT_EQ(exchanges.exchanges(0).state(), v1::EXCHANGE_STATE_ANSWERED);
  EXPECT_EQ(exchanges.exchanges(0).accepted_answer(), 2);
  ASSERT_THAT(exchanges.exchanges(1).adoptions(), SizeIs(1));
  EXPECT_EQ(exchanges.exchanges(1).adoptions(0).organisation(),
            "partnerships/vasterbotten/organisations/2422");
  EXPECT_EQ(exchanges.exchanges(1).adoptions(0).result_on().year(), 2020);

  const auto discussions = ListAll<v1::ListDiscussionsRequest, v1::ListDiscussionsResponse>();
  ASSERT_THAT(discussions.discussions(), SizeIs(1));
  EXPECT_EQ(discussions.discussions(0).state(), v1::DISCUSSION_STATE_CLOSED);
  EXPECT_EQ(discussions.discussions(0).post_count(), 4);

  const auto initiatives = ListAll<v1::ListInitiativesRequest, v1::ListInitiativesResponse>();
  ASSERT_THAT(initiatives.initiatives(), SizeIs(1));
  EXPECT_EQ(initiatives.initiatives(0).state(), v1::INITIATIVE_STATE_ENDED);
  EXPECT_EQ(initiatives.initiatives(0).result_count(), 2);
}

// ---- The README

// A command of the tour, and the lines of its output that stand below it.
struct Shown {
  std::string command;
  std::vector<std::string> lines;
};

// The indented lines of "A look around".
std::vector<Shown> Tour() {
  std::vector<Shown> tour;
  bool inside = false;
  for (absl::string_view line : absl::StrSplit(ReadText("README.md"), '\n')) {
    if (absl::StartsWith(line, "## ")) inside = line == "## A look around";
    if (!inside || !absl::ConsumePrefix(&line, "    ")) continue;
    if (absl::ConsumePrefix(&line, "$ ")) {
      tour.push_back({std::string(line), {}});
    } else if (line != "…" && !tour.empty()) {
      tour.back().lines.emplace_back(line);
    }
  }
  return tour;
}

TEST_F(ExampleYearTest, TheTourOfTheReadmeIsWhatPeopleSee) {
  const std::vector<Shown> tour = Tour();
  ASSERT_GT(tour.size(), 15);
  const std::string bin = std::filesystem::absolute(absl::GetFlag(FLAGS_samverk)).parent_path();
  std::ofstream(root_.path() + "/protokoll.pdf") << "%PDF-1.4\n";

  for (const auto& [command, lines] : tour) {
    // Neither ends in a shell of its own: a name for what follows, and a list that grows.
    if (absl::StartsWith(command, "alias ") || absl::StrContains(command, "--follow")) continue;
    const Imported run = Run({"/bin/bash", "-c",
                              absl::StrCat("cd ", root_.path(), "; export EDITOR=true PATH=", bin,
                                           ":$PATH SAMVERK_SERVER=", address_, "; ", command)});
    const bool refused = absl::EndsWith(command, "refused");
    EXPECT_EQ(run.exit_code, refused ? kRefused : kDone) << command << "\n" << run.output;
    for (const std::string& line : lines) EXPECT_THAT(run.output, HasSubstr(line)) << command;
  }
}

}  // namespace
}  // namespace samverk::tests

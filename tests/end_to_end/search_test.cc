// Search over the example partnership: the real server and the real command line, what a person
// would look for, and what should come first.

#include <signal.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/link.pb.h"
#include "samverk/v1/search.pb.h"
#include "tests/end_to_end/import_bench.h"

namespace samverk::tests {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class SearchTest : public ImportBench {
 protected:
  SearchTest() { EXPECT_EQ(Import(example_).exit_code, kDone); }

  v1::SearchResponse Search(const std::string& query, const std::string& but = "") {
    auto request = runtime::FromText<v1::SearchRequest>("parent: '~' " + but);
    request.set_query(query);
    *request.mutable_read()->mutable_min_position() = Head();
    const auto response = Ask<v1::SearchResponse>(request);
    EXPECT_OK(response) << query;
    return response.value_or(v1::SearchResponse());
  }
  static std::vector<std::string> Titles(const v1::SearchResponse& response) {
    std::vector<std::string> titles;
    for (const v1::SearchHit& hit : response.hits()) titles.push_back(hit.title());
    return titles;
  }

  // Starts another server over the same data, and talks to it from now on.
  void StartAgain() {
    again_ = std::make_unique<ChildProcess>(std::vector<std::string>{
        absl::GetFlag(FLAGS_samverkd), absl::StrCat("--data_dir=", root_.path(), "/data"),
        "--listen=127.0.0.1:0", "--log_calls=none"});
    const std::optional<std::string> line = again_->ReadLine(kPatience);
    CHECK(line.has_value());
    absl::string_view address = *line;
    CHECK(absl::ConsumePrefix(&address, "samverkd: listening on "));
    channel_ = grpc::CreateChannel(std::string(address), grpc::InsecureChannelCredentials());
  }

  std::unique_ptr<ChildProcess> again_;
};

TEST_F(SearchTest, WhatAPersonLooksForComesFirst) {
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"drivmedel i glesbygd", "När macken stänger"},
      {"drivm", "När macken stänger"},
      {"när macken stänger", "När macken stänger"},
      {"remiss", "Att skriva en serviceplan"},
      {"serviceort Vilhelmina", "Att skriva en serviceplan"},
      {"serviceplan Vilhelmina", "Kommersiell serviceplan för Vilhelmina kommun 2018–2020"},
      {"serviceplan storuman 2019", "Serviceplan för Storumans kommun 2019–2022"},
      {"apoteksombud", "Apoteksombud och läkemedel i lanthandeln"},
      {"hemsändningar", "Hemsändning av dagligvaror: så ordnar vi det tillsammans"},
      {"kriterier för servicepunkter", "Kriterier för servicepunkter"},
      {"\"under ett tak\"", "Kontanter, paket och läkemedel under ett tak"},
      {"bygdeägda butiker", "Bygdens egna butiker"},
      {"BETALTJÄNST", "Betaltjänster och kontanter i glesbygd"},
  };
  for (const auto& [query, title] : expected) {
    const std::vector<std::string> titles = Titles(Search(query));
    ASSERT_THAT(titles, Not(IsEmpty())) << query;
    EXPECT_EQ(titles[0], title) << query;
  }
}

TEST_F(SearchTest, FiltersAndExclusionsHold) {
  EXPECT_THAT(Titles(Search("drivmedel", "kinds: 'plans'")), Not(Contains("När macken stänger")));
  const auto workshops = Search("service", "year: 2019 kinds: 'workshops'");
  for (const v1::SearchHit& hit : workshops.hits()) {
    EXPECT_EQ(hit.first_year(), 2019) << hit.title();
  }
  EXPECT_THAT(Titles(Search("serviceplan", "owner: '~/organisations/2421'")),
              ElementsAre("Serviceplan för Storumans kommun 2019–2022"));
  EXPECT_THAT(Titles(Search("butiker -digitala")),
              Not(Contains("Digitala lanthandlar och obemannade butiker")));
  EXPECT_THAT(Titles(Search("asele")), IsEmpty());  // Åsele is another word.
}

TEST_F(SearchTest, AKilledServerAndADeletedIndexFindTheSame) {
  const std::vector<std::string> before = Titles(Search("drivmedel"));
  ASSERT_THAT(before, SizeIs(::testing::Ge(3)));
  server_.Signal(SIGKILL);
  server_.Wait(kPatience);
  StartAgain();
  EXPECT_EQ(Titles(Search("drivmedel")), before);

  again_->Signal(SIGTERM);
  again_->Wait(kPatience);
  ASSERT_GT(std::filesystem::remove_all(root_.path() + "/data/vasterbotten/search"), 0);
  StartAgain();
  EXPECT_EQ(Titles(Search("drivmedel")), before);

  again_->Signal(SIGTERM);
  again_->Wait(kPatience);
  std::filesystem::resize_file(root_.path() + "/data/vasterbotten/search/postlist.glass", 5000);
  StartAgain();
  EXPECT_EQ(Titles(Search("drivmedel")), before);
}

TEST_F(SearchTest, FilesAndOutcomesLeadToWhatTheyBelongTo) {
  const v1::SearchResponse found = Search("serviceplan malå 2021", "kinds: 'plans'");
  ASSERT_THAT(found.hits(), Not(IsEmpty()));
  v1::ListLinksRequest request;
  request.set_name(found.hits(0).name());
  *request.mutable_read()->mutable_min_position() = Head();
  const auto links = Ask<v1::ListLinksResponse>(request);
  ASSERT_OK(links);
  std::vector<std::string> paths;
  for (const v1::Link& link : links->links()) {
    paths.push_back(absl::StrCat(v1::LinkDirection_Name(link.direction()), " ", link.path()));
  }
  EXPECT_THAT(paths, Contains("LINK_DIRECTION_TO subject"));
  EXPECT_THAT(paths, Contains("LINK_DIRECTION_FROM replaced_by"));
}

}  // namespace
}  // namespace samverk::tests

// `samverk search` and `samverk links` against a server in this process.

#include "clients/cli/search_command.h"

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/clock.h"
#include "base/text.h"
#include "clients/cli/cli_context.h"
#include "clients/cli/command_tree.h"
#include "clients/cli/error_line.h"
#include "clients/cli/table.h"
#include "clients/cli/testing/fake_server.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace samverk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class SearchCommandTest : public ::testing::Test {
 protected:
  // What `samverk` prints for these words; the error line if it fails.
  std::string Samverk(std::vector<std::string> words) {
    GlobalOptions options;
    CommandTree tree(options);
    AddAllCommands(tree);
    options.server = server_.address();
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    tree.app().parse(reversed);  // CLI11 takes them from the back.
    std::ostringstream out;
    std::ostringstream err;
    CliContext context(options, Clock::System(), out, err);
    const absl::Status status = tree.Run(context);
    return status.ok() ? out.str() : ErrorLine(status, options.server);
  }

  v1::SearchHit& AddHit(const std::string& kind, const std::string& title) {
    v1::SearchHit& hit = server_.ledger().hits.emplace_back();
    hit.set_name(absl::StrCat("partnerships/vasterbotten/", kind, "/0199a1b",
                              server_.ledger().hits.size(), "-0000-7000-8000-000000000001"));
    hit.set_kind(kind);
    hit.set_title(title);
    hit.set_owner("partnerships/vasterbotten/organisations/2421");
    hit.set_first_year(2019);
    hit.set_last_year(2022);
    return hit;
  }
  static void Highlight(v1::SearchHit& hit, int start, int end) {
    v1::CharacterRange& range = *hit.add_highlights();
    range.set_start(start);
    range.set_end(end);
  }

  FakeServer server_;
};

TEST_F(SearchCommandTest, WhatIsAskedForIsSentAsItWasTyped) {
  Samverk({"search", "drivmedel", "\"på landsbygden\" -digital", "--kind", "action-plans", "--kind",
           "plans", "--municipality", "2421", "--year", "2019"});

  const v1::SearchRequest& request = server_.ledger().last_search;
  EXPECT_EQ(request.parent(), "partnerships/vasterbotten");
  EXPECT_EQ(request.query(), "drivmedel \"på landsbygden\" -digital");
  EXPECT_THAT(request.kinds(), ElementsAre("actionPlans", "plans"));
  EXPECT_EQ(request.owner(), "partnerships/vasterbotten/organisations/2421");
  EXPECT_EQ(request.year(), 2019);
}

TEST_F(SearchCommandTest, WhatIsTypedDecomposedIsSentComposed) {
  Samverk({"search", "A\u030asele"});
  EXPECT_EQ(server_.ledger().last_search.query(), "Åsele");
}

TEST_F(SearchCommandTest, HitsAreShownWithWhatWasFound) {
  v1::SearchHit& plan = AddHit("plans", "Serviceplan för Storuman");
  plan.set_heading("Byt cistern");
  plan.set_snippet("Ägaren söker stöd för drivmedel.");
  Highlight(plan, 22, 31);
  v1::SearchHit& workshop = AddHit("workshops", "Drivstationer");
  workshop.set_last_year(2019);

  EXPECT_EQ(Samverk({"search", "drivmedel"}),
            "Id        Slag             Rubrik                    Aktör  År\n"
            "0199a1b1  serviceplan      Serviceplan för Storuman  2421   2019–2022\n"
            "          Byt cistern: Ägaren söker stöd för *drivmedel*.\n"
            "0199a1b2  serviceverkstad  Drivstationer             2421   2019\n"
            "2 träffar\n");
}

TEST_F(SearchCommandTest, NoLineIsWiderThanATerminal) {
  v1::SearchHit& hit = AddHit("exchanges", std::string(200, 'x'));
  std::string text;
  for (int i = 0; i < 60; ++i) text += "åäö ";
  hit.set_snippet(text);
  for (int i = 0; i < 60; ++i) Highlight(hit, 4 * i, 4 * i + 3);

  const std::vector<std::string> lines = absl::StrSplit(Samverk({"search", "åäö"}), '\n');
  EXPECT_GT(lines.size(), 4u);
  for (const std::string& line : lines) EXPECT_LE(DisplayWidth(line), kLineColumns) << line;
}

TEST_F(SearchCommandTest, AsManyAreShownAsAreAskedFor) {
  for (int i = 0; i < 7; ++i) AddHit("plans", absl::StrCat("Plan ", i));

  EXPECT_THAT(Samverk({"search", "plan"}), HasSubstr("Plan 6"));
  const std::string three = Samverk({"search", "plan", "--limit", "3"});
  EXPECT_THAT(three, HasSubstr("Plan 2"));
  EXPECT_THAT(three, Not(HasSubstr("Plan 3")));
  EXPECT_THAT(three, HasSubstr("7 träffar, 3 visas; --limit visar fler\n"));
}

TEST_F(SearchCommandTest, WhereSomeWordsHadToDoThatIsSaid) {
  EXPECT_EQ(Samverk({"search", "tåg"}), "0 träffar\n");
  AddHit("plans", "Plan");
  server_.ledger().some_words_only = true;
  EXPECT_THAT(
      Samverk({"search", "plan", "tåg"}),
      HasSubstr("1 träff\nInget innehåller alla ord; det som visas innehåller något av dem.\n"));
}

TEST_F(SearchCommandTest, HitsAreOneJsonDocument) {
  for (int i = 0; i < 3; ++i) AddHit("plans", absl::StrCat("Plan ", i));
  const nlohmann::json json = nlohmann::json::parse(Samverk({"--json", "search", "plan"}));
  EXPECT_EQ(json["hits"].size(), 3u);
  EXPECT_EQ(json["hitCount"], 3);
}

TEST(WithStarsTest, StandAroundWhatWasFoundInCharacters) {
  v1::SearchHit hit;
  hit.set_snippet("å😀ä ö");
  for (const auto& [start, end] : std::vector<std::pair<int, int>>{{0, 1}, {2, 3}, {4, 5}}) {
    v1::CharacterRange& range = *hit.add_highlights();
    range.set_start(start);
    range.set_end(end);
  }
  EXPECT_EQ(WithStars(hit), "*å*😀*ä* *ö*");
  hit.clear_highlights();
  EXPECT_EQ(WithStars(hit), "å😀ä ö");
}

TEST_F(SearchCommandTest, LinksAreShownBothWays) {
  const std::string here = "partnerships/vasterbotten/";
  const std::string plan = here + "plans/0199a1b2-0000-7000-8000-000000000001";
  v1::Link& to = server_.ledger().links.emplace_back();
  to.set_source(here + "workshops/5f00a1b2-0000-7000-8000-000000000002");
  to.set_path("outcomes/14/links");
  to.set_target(plan);
  to.set_direction(v1::LINK_DIRECTION_TO);
  to.set_title("Drivstationer");
  v1::Link& from = server_.ledger().links.emplace_back();
  from.set_source(plan);
  from.set_path("municipal_plan");
  from.set_target(here + "plans/7e00a1b2-0000-7000-8000-000000000003/revisions/2");
  from.set_direction(v1::LINK_DIRECTION_FROM);
  from.set_title("Serviceplan");
  from.set_element("goals/7");

  EXPECT_EQ(Samverk({"links", plan}),
            "   Id                    Slag             Rubrik         Var\n"
            "←  5f00a1b2              serviceverkstad  Drivstationer  outcomes/14/links\n"
            "→  7e00a1b2/revisions/2  serviceplan      Serviceplan    municipal_plan → goals/7\n"
            "← 1 länk hit, → 1 länk härifrån\n");
  EXPECT_EQ(server_.ledger().last_links.name(), plan);
  EXPECT_EQ(server_.ledger().last_links.direction(), v1::LINK_DIRECTION_UNSPECIFIED);
  Samverk({"links", plan, "--to", "--as-of", "2019-12-31"});
  EXPECT_EQ(server_.ledger().last_links.direction(), v1::LINK_DIRECTION_TO);
  EXPECT_EQ(server_.ledger().last_links.read().as_of().date().year(), 2019);
  server_.ledger().links.clear();
  EXPECT_EQ(Samverk({"links", plan, "--from"}), "← 0 länkar hit, → 0 länkar härifrån\n");
  EXPECT_EQ(server_.ledger().last_links.direction(), v1::LINK_DIRECTION_FROM);
}

}  // namespace
}  // namespace samverk

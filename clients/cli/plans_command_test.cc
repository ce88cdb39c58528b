// `samverk plans` and `samverk conflicts` against a server in this process.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/clock.h"
#include "clients/cli/arguments.h"
#include "clients/cli/cli_context.h"
#include "clients/cli/command_tree.h"
#include "clients/cli/error_line.h"
#include "clients/cli/swedish.h"
#include "clients/cli/testing/fake_server.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace samverk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kPlan[] = "5f00a1b2-0000-7000-8000-000000000001";
constexpr char kOther[] = "60aaa1b2-0000-7000-8000-000000000002";
constexpr char kSection[] = "1f3a0000-0000-4000-8000-000000000001";

struct Outcome {
  int exit_code = 0;
  std::string out;
  std::string error_line;
};

class PlansCommandTest : public ::testing::Test {
 protected:
  PlansCommandTest() {
    server_.AddPlan(kPlan, "Serviceplan för Storuman");
    state_ = absl::StrCat(::testing::TempDir(), "/",
                          ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(state_);
    setenv("XDG_STATE_HOME", state_.c_str(), 1);
    unsetenv("VISUAL");
    unsetenv("EDITOR");
  }

  Outcome Samverk(std::vector<std::string> words) {
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
    return {ExitCodeOf(status), out.str(), status.ok() ? "" : ErrorLine(status, options.server)};
  }

  // The editor replaces what matches the first by the second.
  static void EditorReplaces(const std::string& what, const std::string& by) {
    setenv("EDITOR", absl::StrCat("sed -i 's|", what, "|", by, "|'").c_str(), 1);
  }

  // The texts that are kept, by their path.
  std::vector<std::string> Kept() const {
    std::vector<std::string> kept;
    if (!std::filesystem::exists(state_ + "/samverk")) return kept;
    for (const auto& file : std::filesystem::directory_iterator(state_ + "/samverk")) {
      kept.push_back(file.path().string());
    }
    return kept;
  }

  static std::string Contents(const std::string& path) {
    std::ifstream file(path);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }

  FakeLedger& ledger() { return server_.ledger(); }

  FakeServer server_;
  std::string state_;
};

TEST_F(PlansCommandTest, ListsThemInSwedish) {
  ledger().plans[0].set_latest_revision(2);
  v1::PlanInForce& in_force = *ledger().plans[0].add_in_force();
  *in_force.mutable_period() = *ParsePeriod("2019-01-01", "2019-12-31");
  *ledger().plans[0].add_in_force()->mutable_period() = *ParsePeriod("2020-01-01", "2020-12-31");
  const Outcome run = Samverk({"plans", "list"});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  EXPECT_THAT(run.out, HasSubstr("5f00a1b2  2421   Serviceplan för Storuman  utkast"));
  EXPECT_THAT(run.out, HasSubstr("2019-01-01–2020-12-31"));
  EXPECT_THAT(run.out, HasSubstr("1 serviceplan\n"));
}

TEST_F(PlansCommandTest, ShowsTheTextUnderItsFacts) {
  const Outcome run = Samverk({"plans", "show", "5f00", "--valid-on", "2019-12-31"});
  EXPECT_THAT(run.out, HasSubstr("  Syfte och mål [#1f3a]\n    Alla ska nå service.\n"));
  EXPECT_EQ(FormatDate(ledger().last_get_plan.valid_on()), "2019-12-31");
  EXPECT_EQ(
      nlohmann::json::parse(Samverk({"--json", "plans", "show", "5f00"}).out)["plan"]["title"],
      "Serviceplan för Storuman");
}

TEST_F(PlansCommandTest, ALastDayIsTheDayBeforeTheEndOfThePeriod) {
  Samverk({"plans", "extend", "5f00", "--until", "2024-12-31", "--decision", "KF 2022-11-28 §112"});
  EXPECT_EQ(FormatDate(ledger().last_extend.end_date()), "2025-01-01");
  EXPECT_EQ(ledger().last_extend.decision().paragraph(), "112");
  EXPECT_FALSE(ledger().last_extend.has_provenance());
  Samverk({"plans", "correct", "5f00", "--from", "2019-01-01", "--to", "2020-12-31", "--decision",
           "KS 2019-07-19"});
  EXPECT_EQ(FormatPeriod(ledger().last_correct.period()), "2019-01-01–2020-12-31");
}

TEST_F(PlansCommandTest, AdoptionHoldsAgainstTheRevisionThatIsThere) {
  Samverk({"plans", "adopt", "5f00", "--decision", "KF 2019-06-11 §67"});
  EXPECT_EQ(ledger().last_adopt.expected_revision(), 7);
  Samverk({"plans", "adopt", "5f00", "--decision", "KF 2019-06-11 §67", "--revision", "5"});
  EXPECT_EQ(ledger().last_adopt.expected_revision(), 5);
}

TEST_F(PlansCommandTest, ReplacingAdoptsTheOtherOne) {
  server_.AddPlan(kOther, "Ny plan");
  Samverk({"plans", "replace", "5f00", "--with", "60aa", "--decision", "KF 2023-11-27 §97"});
  EXPECT_THAT(ledger().last_adopt.name(), HasSubstr(kOther));
  EXPECT_THAT(ledger().last_adopt.replaces(), HasSubstr(kPlan));
}

TEST_F(PlansCommandTest, ADifferenceIsShownBesideWithWhoAndWhy) {
  v1::PlanDifference& difference = *ledger().comparison.add_differences();
  difference.set_path(absl::StrCat("sections/", kSection, "/text"));
  difference.set_old_text("Alla ska nå service.");
  difference.set_new_text("Alla ska nå service inom tre mil.");
  difference.set_principal("p-17");
  difference.set_reason("Efter samrådet");
  difference.mutable_position()->set_position(57);
  const Outcome run = Samverk({"plans", "diff", "5f00", "2", "2019-06-30"});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  EXPECT_EQ(ledger().last_compare.from().revision(), 2);
  EXPECT_EQ(FormatDate(ledger().last_compare.to().valid_on()), "2019-06-30");
  EXPECT_THAT(run.out, HasSubstr("Syfte och mål: text\n- Alla ska nå service."));
  EXPECT_THAT(run.out, HasSubstr("│ + Alla ska nå service inom tre mil.\n"));
  EXPECT_THAT(run.out, HasSubstr("p-17, position 57; därför: Efter samrådet\n"));
}

TEST_F(PlansCommandTest, ADifferenceNeedsSomethingToCompareWith) {
  EXPECT_THAT(Samverk({"plans", "diff", "5f00"}).error_line, HasSubstr("has no revision yet"));
  ledger().plans[0].set_latest_revision(3);
  Samverk({"plans", "diff", "5f00"});
  EXPECT_EQ(ledger().last_compare.from().revision(), 3);
  EXPECT_FALSE(ledger().last_compare.has_to());
}

// ---- Editing

TEST_F(PlansCommandTest, WhatWasChangedInTheEditorIsSentAgainstWhatWasRead) {
  EditorReplaces("nå service", "nå service inom tre mil");
  const Outcome run =
      Samverk({"plans", "edit", "5f00", "--reason", "Samråd", "--device", "kontor"});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  ASSERT_THAT(ledger().plan_edits, SizeIs(1));
  const v1::EditPlanRequest& request = ledger().plan_edits[0];
  EXPECT_EQ(request.edits_size(), 1);
  EXPECT_EQ(request.edits(0).element_text().text(), "Alla ska nå service inom tre mil.");
  EXPECT_EQ(request.base_position().position(), 0);
  EXPECT_FALSE(request.has_expected_revision());
  EXPECT_EQ(request.provenance().reason(), "Samråd");
  EXPECT_EQ(ledger().last_device, "kontor");
  EXPECT_THAT(run.out, HasSubstr("1 ändring: införd 1\n"));
  EXPECT_THAT(Kept(), IsEmpty());
}

TEST_F(PlansCommandTest, NothingIsSentWhereNothingWasChanged) {
  setenv("EDITOR", "true", 1);
  EXPECT_EQ(Samverk({"plans", "edit", "5f00"}).out, "Inget är ändrat.\n");
  setenv("EDITOR", "truncate -s 0", 1);
  EXPECT_EQ(Samverk({"plans", "edit", "5f00"}).out, "Inget är ändrat.\n");
  EXPECT_THAT(ledger().plan_edits, IsEmpty());
  EXPECT_THAT(Kept(), IsEmpty());
}

TEST_F(PlansCommandTest, AnEditThatIsInConflictHasItsOwnExitCodeAndSaysWhatToDo) {
  EditorReplaces("nå service", "nå butiken");
  ledger().next_outcomes[0] = v1::EDIT_OUTCOME_CONFLICT;
  const Outcome run = Samverk({"plans", "edit", "5f00"});
  EXPECT_EQ(run.exit_code, kExitUndecided);
  EXPECT_THAT(run.out, HasSubstr("i konflikt   Syfte och mål: text."));
  EXPECT_THAT(run.out, HasSubstr("samverk conflicts show 5f00a1b2/14"));
  EXPECT_THAT(run.error_line, HasSubstr("väntar på ett avgörande: samverk conflicts list"));
  EXPECT_THAT(Kept(), IsEmpty());  // The server keeps it.
}

TEST_F(PlansCommandTest, AnEditThatIsRejectedIsExplainedAndItsTextKept) {
  EditorReplaces("nå service", "nå butiken");
  ledger().next_outcomes[0] = v1::EDIT_OUTCOME_REJECTED;
  const Outcome run = Samverk({"plans", "edit", "5f00"});
  EXPECT_EQ(run.exit_code, kExitRefused);
  EXPECT_THAT(run.out, HasSubstr("avvisad      Syfte och mål: text. Målet finns inte i planen. "
                                 "(GOAL_NOT_FOUND)\n"));
  ASSERT_THAT(Kept(), SizeIs(1));
  EXPECT_THAT(run.error_line, HasSubstr(absl::StrCat("--file ", Kept()[0])));
}

TEST_F(PlansCommandTest, WhatIsTypedIsKeptWhileTheServerIsGoneAndIsTakenUpAgain) {
  EditorReplaces("nå service", "nå butiken");
  ledger().server_is_gone = true;
  const Outcome failed = Samverk({"plans", "edit", "5f00"});
  EXPECT_EQ(failed.exit_code, kExitUnavailable);
  EXPECT_THAT(failed.out, IsEmpty());
  ASSERT_THAT(Kept(), SizeIs(1));
  EXPECT_THAT(Contents(Kept()[0]), HasSubstr("nå butiken"));
  ledger().server_is_gone = false;
  const Outcome again = Samverk({"plans", "edit", "5f00", "--file", Kept()[0]});
  EXPECT_EQ(again.exit_code, kExitOk) << again.error_line;
  ASSERT_THAT(ledger().plan_edits, SizeIs(1));
  EXPECT_EQ(ledger().plan_edits[0].edits(0).element_text().text(), "Alla ska nå butiken.");
}

TEST_F(PlansCommandTest, WhatATextAddsIsAddedOnceHoweverOftenItIsSent) {
  EditorReplaces("^# Mål", "## Bakgrund\\n\\n# Mål");
  ledger().server_is_gone = true;
  Samverk({"plans", "edit", "5f00"});
  ASSERT_THAT(Kept(), SizeIs(1));
  EXPECT_THAT(Contents(Kept()[0]), HasSubstr("## Bakgrund  [#"));
  ledger().server_is_gone = false;
  Samverk({"plans", "edit", "5f00", "--file", Kept()[0]});
  ASSERT_THAT(ledger().plan_edits, SizeIs(1));
  const v1::AddPlanSection added = ledger().plan_edits[0].edits(0).add_section();
  EXPECT_EQ(added.title(), "Bakgrund");
  // The server has it now.
  v1::PlanSection& section = *ledger().plans[0].add_sections();
  section.set_element(added.element());
  section.set_title(added.title());
  // The fake forgets what it was; the base is what was read before.
  const Outcome third = Samverk({"plans", "edit", "5f00", "--file", Kept()[0]});
  EXPECT_EQ(third.out, "Inget är ändrat.\n");
}

TEST_F(PlansCommandTest, ATextThatCanNotBeReadIsKeptAndItsLineNamed) {
  EditorReplaces("^# Orter", "# Platser");
  const Outcome run = Samverk({"plans", "edit", "5f00"});
  EXPECT_EQ(run.exit_code, kExitUsage);
  EXPECT_THAT(run.error_line, HasSubstr("är ingen huvudrubrik"));
  ASSERT_THAT(Kept(), SizeIs(1));
  EXPECT_THAT(run.error_line, HasSubstr(Kept()[0]));
  EXPECT_THAT(ledger().plan_edits, IsEmpty());
}

TEST_F(PlansCommandTest, AnEditorThatFailsSendsNothing) {
  setenv("EDITOR", "false", 1);
  EXPECT_THAT(Samverk({"plans", "edit", "5f00"}).error_line,
              HasSubstr("the editor (false) failed"));
  unsetenv("EDITOR");
  EXPECT_THAT(Samverk({"plans", "edit", "5f00"}).error_line, HasSubstr("set EDITOR"));
  EXPECT_THAT(Kept(), IsEmpty());
}

TEST_F(PlansCommandTest, LongTextsGoInSeveralCommandsAgainstTheSameBase) {
  v1::Plan& plan = ledger().plans[0];
  for (int i = 2; i < 5; ++i) {
    v1::PlanSection& section = *plan.add_sections();
    section.set_element(absl::StrCat("2f3a0000-0000-4000-8000-00000000000", i));
    section.set_title(absl::StrCat("Avsnitt ", i));
  }
  const std::string path = state_ + ".txt";
  std::string text = Samverk({"plans", "edit", "5f00", "--print"}).out;
  for (int i = 2; i < 5; ++i) {
    const size_t heading = text.find(absl::StrCat("## Avsnitt ", i));
    text.insert(text.find('\n', heading) + 1, absl::StrCat("\n", std::string(20'000, 'x'), "\n"));
  }
  std::ofstream(path) << text;
  const Outcome run = Samverk({"plans", "edit", "5f00", "--file", path});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  ASSERT_THAT(ledger().plan_edits, SizeIs(3));
  for (const v1::EditPlanRequest& request : ledger().plan_edits) {
    EXPECT_EQ(request.base_position().position(), 0);
    EXPECT_LT(request.ByteSizeLong(), 32u << 10);
  }
  EXPECT_THAT(run.out, HasSubstr("3 ändringar: införd 3\n"));
}

// ---- Conflicts

class ConflictsCommandTest : public PlansCommandTest {
 protected:
  ConflictsCommandTest() {
    v1::PlanConflict& conflict = ledger().conflicts.emplace_back();
    conflict.set_name(absl::StrCat("partnerships/vasterbotten/plans/", kPlan, "/conflicts/14"));
    conflict.set_owner("partnerships/vasterbotten/organisations/2421");
    conflict.set_field(absl::StrCat("sections/", kSection, "/text"));
    conflict.set_state(v1::CONFLICT_STATE_OPEN);
    conflict.set_version(3);
    SetText("Alla ska nå service.", *conflict.mutable_was());
    SetText("Alla ska nå service inom tre mil.", *conflict.mutable_now());
    v1::PlanProposal& proposal = *conflict.add_proposals();
    SetText("Alla ska nå service inom en timme.", *proposal.mutable_edit());
    proposal.set_principal("p-17");
    proposal.set_device("surfplattan");
  }

  static void SetText(const std::string& text, v1::PlanEdit& edit) {
    edit.mutable_element_text()->set_element(kSection);
    edit.mutable_element_text()->set_text(text);
  }
};

TEST_F(ConflictsCommandTest, AreListedWithWhatTheyAreAbout) {
  const Outcome run = Samverk({"conflicts", "list", "--plan", "5f00"});
  EXPECT_THAT(run.out, HasSubstr("5f00a1b2/14  2421       Syfte och mål: text  öppen"));
  EXPECT_THAT(run.out, HasSubstr("1 konflikt\n"));
}

TEST_F(ConflictsCommandTest, ShowWhatWasWhatIsAndWhatOthersWant) {
  const Outcome run = Samverk({"conflicts", "show", "5f00/14"});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  EXPECT_THAT(run.out, HasSubstr("var         Alla ska nå service.\n"));
  EXPECT_THAT(run.out, HasSubstr("nu          Alla ska nå service inom tre mil.\n"));
  EXPECT_THAT(run.out, HasSubstr("förslag 1   Alla ska nå service inom en timme.\n"));
  EXPECT_THAT(run.out, HasSubstr("surfplattan"));
}

TEST_F(ConflictsCommandTest, ShowLongTextsBesideWhatWas) {
  SetText("Ett.\n\nTvå.", *ledger().conflicts[0].mutable_was());
  SetText("Ett.\n\nTre.", *ledger().conflicts[0].mutable_now());
  const Outcome run = Samverk({"conflicts", "show", "5f00/14"});
  EXPECT_THAT(run.out, HasSubstr("- Två."));
  EXPECT_THAT(run.out, HasSubstr("│ + Tre.\n"));
}

TEST_F(ConflictsCommandTest, AreDecidedAtTheVersionThatWasRead) {
  EXPECT_EQ(Samverk({"conflicts", "resolve", "5f00/14", "--take", "1"}).exit_code, kExitOk);
  EXPECT_EQ(ledger().last_resolve.expected_version(), 3);
  EXPECT_EQ(ledger().last_resolve.choice(), v1::CONFLICT_CHOICE_TAKE);
  EXPECT_EQ(ledger().last_resolve.proposal(), 0);
  Samverk({"conflicts", "resolve", "5f00/14", "--keep", "--version", "2"});
  EXPECT_EQ(ledger().last_resolve.expected_version(), 2);
  EXPECT_EQ(ledger().last_resolve.choice(), v1::CONFLICT_CHOICE_KEEP_CURRENT);
}

TEST_F(ConflictsCommandTest, MayBeDecidedInOtherWordsOnTheLineOrInTheEditor) {
  Samverk({"conflicts", "resolve", "5f00/14", "--custom", "--text", "Både och."});
  EXPECT_EQ(ledger().last_resolve.custom().element_text().text(), "Både och.");
  EditorReplaces("tre mil", "tre mil eller en timme");
  EXPECT_EQ(Samverk({"conflicts", "resolve", "5f00/14", "--custom"}).exit_code, kExitOk);
  EXPECT_EQ(ledger().last_resolve.custom().element_text().text(),
            "Alla ska nå service inom tre mil eller en timme.");
  EXPECT_THAT(Kept(), IsEmpty());
}

TEST_F(ConflictsCommandTest, NeedAChoiceAndAName) {
  EXPECT_THAT(Samverk({"conflicts", "resolve", "5f00/14"}).error_line,
              HasSubstr("give --keep, --take N or --custom"));
  EXPECT_THAT(Samverk({"conflicts", "show", "5f00"}).error_line, HasSubstr("PLAN/NUMBER"));
}

// ---- Import

TEST_F(PlansCommandTest, AnImportedPlanIsGivenOnceStepByStep) {
  const std::string path = state_ + ".json";
  std::ofstream(path) << R"({"partnership": {"id": "vasterbotten", "name": "V"},
      "plans": [{"key": "a", "owner": "2421", "title": "Plan", "created": "2019-01-02",
                 "sections": [{"key": "s", "title": "Syfte"}],
                 "life": [{"do": "edit", "device": "kontoret", "set": {"sections/s/text": "Text."}},
                          {"do": "propose", "on": "2019-05-01"},
                          {"do": "adopt", "on": "2019-06-11", "decision": "KF 2019-06-11 §67"}]}]})";
  const Outcome first = Samverk({"import", path});
  EXPECT_EQ(first.out, "2 new, 0 unchanged\n") << first.error_line;
  ASSERT_THAT(ledger().plan_edits, SizeIs(2));
  EXPECT_EQ(ledger().plan_edits[1].edits(0).element_text().element(),
            ledger().plan_edits[0].edits(0).add_section().element());
  EXPECT_EQ(ledger().last_device, "kontoret");
  const size_t events = ledger().events.size();
  EXPECT_EQ(Samverk({"import", path}).out, "0 new, 2 unchanged\n");
  EXPECT_EQ(ledger().events.size(), events);
}

}  // namespace
}  // namespace samverk

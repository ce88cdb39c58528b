#include "clients/cli/completion.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "clients/cli/command_tree.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

using ::testing::HasSubstr;

class CompletionTest : public ::testing::Test {
 protected:
  CompletionTest() : tree_(options_) { AddAllCommands(tree_); }

  // Calls `check(path, verb)` for every verb and family.
  template <typename Check>
  void ForEachVerb(const CLI::App& app, const std::string& path, Check check) {
    for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
      const std::string below = absl::StrCat(path, " ", verb->get_name());
      check(below, *verb);
      ForEachVerb(*verb, below, check);
    }
  }

  GlobalOptions options_;
  CommandTree tree_;
};

TEST_F(CompletionTest, EveryShellKnowsEveryVerbAndOption) {
  int verbs = 0;
  for (const std::string& script :
       {BashCompletion(tree_.app()), ZshCompletion(tree_.app()), FishCompletion(tree_.app())}) {
    ForEachVerb(tree_.app(), "samverk", [&](const std::string& path, const CLI::App& verb) {
      EXPECT_THAT(script, HasSubstr(path));
      ++verbs;
      for (const CLI::Option* option : verb.get_options()) {
        for (const std::string& name : option->get_lnames()) {
          const bool found = script.find(absl::StrCat("--", name)) != std::string::npos ||
                             script.find(absl::StrCat("-l ", name)) != std::string::npos;
          EXPECT_TRUE(found) << path << " --" << name;
        }
      }
    });
  }
  EXPECT_GT(verbs, 3 * 40);
}

TEST_F(CompletionTest, VerbsOfAFamilyFollowIt) {
  EXPECT_THAT(BashCompletion(tree_.app()), HasSubstr("'samverk log') candidates='tail --help' ;;"));
  EXPECT_THAT(FishCompletion(tree_.app()),
              HasSubstr("complete -c samverk -n \"__samverk_at samverk log\" -f -a tail"));
}

TEST_F(CompletionTest, EveryVerbHasHelpAndEveryFamilyExamples) {
  ForEachVerb(tree_.app(), "samverk", [](const std::string& path, const CLI::App& verb) {
    EXPECT_FALSE(verb.get_description().empty()) << path;
    EXPECT_THAT(verb.get_footer(), HasSubstr("Examples:")) << path;
    for (const CLI::Option* option : verb.get_options()) {
      EXPECT_FALSE(option->get_description().empty()) << path << " " << option->get_name();
    }
  });
}

}  // namespace
}  // namespace samverk

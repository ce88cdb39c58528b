#include "services/follow_ups/compilation_rules.h"

#include <memory>
#include <string>
#include <vector>

#include "services/follow_ups/testing/follow_up_sentences.h"
#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/rule_sentences.h"

namespace samverk::follow_ups {
namespace {

using runtime::ExpectHolds;
using runtime::ExpectHoldsAfterAnUnknownEvent;
using runtime::FromText;
using runtime::With;
using Sentence = runtime::Sentence<CompilationRules>;
using Sentences = std::vector<Sentence>;
using v1::FollowUpCompilationEvent;
using v1::FollowUpRegisterEvent;

constexpr char kStoruman[] = "partnerships/vasterbotten/followUpRegisters/2421";
constexpr char kSorsele[] = "partnerships/vasterbotten/followUpRegisters/2422";

FollowUpCompilationEvent Compiled(const std::string& but = "") {
  return With(FromText<FollowUpCompilationEvent>(
                  "follow_ups_compiled { owner: '~/organisations/regionen' year: 2018 text: 'Klart'"
                  "municipalities: '~/organisations/2421' municipalities: '~/organisations/2422'"
                  "basis { municipality: '~/organisations/2421' follow_up: '~/followUps/1'"
                  "submission: 3 position: 40 plan: '~/plans/1' plan_revision: 2 } }"),
              "follow_ups_compiled {" + but + "}");
}

FollowUpCompilationEvent Withdrawn() {
  return FromText<FollowUpCompilationEvent>("follow_up_compilation_withdrawn {}");
}

v1::CompileFollowUpsRequest Request(const std::string& but = "") {
  return With(FromText<v1::CompileFollowUpsRequest>(
                  "parent: '~' year: 2018 owner: '~/organisations/regionen' text: 'Klart'"
                  "municipalities: '~/organisations/2421' municipalities: '~/organisations/2422'"),
              but);
}

// The request where Storuman's register says so, and Sorsele's so.
runtime::When<CompilationRules> Compile(
    const std::vector<FollowUpRegisterEvent>& storuman = {Stands("1", 2018, 3, 40, 2)},
    const std::vector<FollowUpRegisterEvent>& sorsele = {}, const std::string& but = "") {
  return runtime::When<CompilationRules>(Request(but))
      .Where(kStoruman, FollowUpsAre(storuman))
      .Where(kSorsele, FollowUpsAre(sorsele))
      .Where("partnerships/vasterbotten/followUpRegisters/unknown", FollowUpsAre({}))
      .Where("partnerships/vasterbotten/followUpRegisters/byn", FollowUpsAre({}));
}

v1::WithdrawFollowUpCompilationRequest Withdraw() {
  return FromText<v1::WithdrawFollowUpCompilationRequest>("name: '~/followUpCompilations/2018'");
}

Sentences CompileSentences() {
  const std::vector<FollowUpRegisterEvent> approved = {Stands("1", 2018, 3, 40, 2)};
  const std::string of_sorsele =
      "basis { municipality: '~/organisations/2422' follow_up: '~/followUps/5' submission: 2 "
      "position: 50 plan: '~/plans/1' plan_revision: 1 }";
  return {
      {"WhatIsApprovedIsCompiled", {}, Compile(), {Compiled()}},
      {"EveryMunicipalityThatHasSomethingApprovedIsInIt",
       {},
       Compile(approved, {Stands("5", 2018, 2, 50, 1)}),
       {Compiled(of_sorsele)}},
      {"WhatIsOpenIsNotInIt", {}, Compile(approved, {Stands("5", 2018)}), {Compiled()}},
      {"WhatIsOfAnotherYearIsNotInIt",
       {},
       Compile(approved, {Stands("5", 2017, 2, 50, 1)}),
       {Compiled()}},
      {"WhatWasWithdrawnIsNotInIt",
       {},
       Compile(approved, {Stands("5", 2018, 2, 50, 1), StandsNoMore("5")}),
       {Compiled()}},
      {"AnApprovalThatWasTakenBackIsNotInIt",
       {},
       Compile(approved, {Stands("5", 2018, 2, 50, 1), Stands("5", 2018)}),
       {Compiled()}},
      {"OfTwoPlansInAYearTheOneSubmittedLastCounts",
       {},
       Compile(
           {Stands("9", 2018, 5, 39, 1), Stands("1", 2018, 3, 40, 2), Stands("8", 2018, 7, 12, 4)}),
       {Compiled()}},
      {"WithNothingApprovedItIsRefused", {}, Compile({Stands("1", 2018)}), kNothingToCompile},
      {"AMunicipalityIsNamedOnce",
       {},
       Compile(approved, {}, "municipalities: '~/organisations/2421'"),
       kMunicipalityTwice},
      {"AnUnknownMunicipalityIsRefused",
       {},
       Compile(approved, {}, "municipalities: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"OtherOrganisationsHaveNoFollowUps",
       {},
       Compile(approved, {}, "municipalities: '~/organisations/byn'"),
       kNotAMunicipality},
      {"AnUnknownOwnerIsRefused",
       {},
       Compile(approved, {}, "owner: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"CompilingTheSameAgainWritesNothing", {Compiled()}, Compile(), {}},
      {"AnotherTextIsAnotherCompilation",
       {Compiled()},
       Compile(approved, {}, "text: 'Rättat'"),
       {Compiled("text: 'Rättat'")}},
      {"WhatWasApprovedSinceTakesItsPlace",
       {Compiled()},
       Compile(approved, {Stands("5", 2018, 2, 50, 1)}),
       {Compiled(of_sorsele)}},
      {"TheSameOrganisationCompilesEveryTime",
       {Compiled()},
       Compile(approved, {}, "owner: '~/organisations/lansstyrelsen'"),
       kCompiledByAnother},
      {"AWithdrawnCompilationIsMadeAgain", {Compiled(), Withdrawn()}, Compile(), {Compiled()}},
      {"ACompilationIsWithdrawn", {Compiled()}, Withdraw(), {Withdrawn()}},
      {"NotTwice", {Compiled(), Withdrawn()}, Withdraw(), kCompilationWithdrawn},
      {"OneThatWasMadeAgainIsWithdrawnAgain",
       {Compiled(), Withdrawn(), Compiled()},
       Withdraw(),
       {Withdrawn()}},
      {"WhatWasNeverCompiledIsNotWithdrawn", {}, Withdraw(), kCompilationNotFound},
  };
}

class CompilationRulesTest : public ::testing::TestWithParam<Sentence> {};

TEST_P(CompilationRulesTest, Holds) { ExpectHolds(GetParam()); }
TEST_P(CompilationRulesTest, HoldsAfterAnUnknownEvent) {
  ExpectHoldsAfterAnUnknownEvent(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Compile, CompilationRulesTest, ::testing::ValuesIn(CompileSentences()),
                         runtime::NameOf<CompilationRules>);

TEST(CompilationRulesReadsTest, TheYearIsItsIdAndEveryRegisterIsReadOnce) {
  const runtime::ReadSet reads =
      CompilationRules::Reads(Request("municipalities: '~/organisations/2421'"));

  EXPECT_EQ(reads.resource, "partnerships/vasterbotten/followUpCompilations/2018");
  EXPECT_EQ(reads.owner, "partnerships/vasterbotten/organisations/regionen");
  EXPECT_THAT(reads.claims, ::testing::ElementsAre(kStoruman, kSorsele));
}

}  // namespace
}  // namespace samverk::follow_ups

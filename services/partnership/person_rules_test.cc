#include "services/partnership/person_rules.h"

#include <string>
#include <vector>

#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/rule_sentences.h"

namespace samverk::partnership {
namespace {

using runtime::FromText;
using runtime::With;
using v1::PersonEvent;
using Sentences = std::vector<runtime::Sentence<PersonRules>>;

constexpr char kFacts[] = "organisation: '~/organisations/2421' role: ROLE_OFFICER";

PersonEvent Registered() {
  return FromText<PersonEvent>("person_registered {" + std::string(kFacts) + "}");
}

v1::RegisterPersonRequest Register(const std::string& but = "") {
  return With(
      FromText<v1::RegisterPersonRequest>("parent: '~' person_id: '1'" + std::string(kFacts)), but);
}

Sentences RegisterSentences() {
  return {
      {"AReferenceIsRegistered", {}, Register(), {Registered()}},
      {"ATakenIdIsRefused", {Registered()}, Register(), kPersonExists},
      {"AnUnknownOrganisationIsRefused",
       {},
       Register("organisation: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
  };
}

class PersonRulesTest : public ::testing::TestWithParam<runtime::Sentence<PersonRules>> {};

TEST_P(PersonRulesTest, Holds) { runtime::ExpectHolds(GetParam()); }
TEST_P(PersonRulesTest, HoldsAfterAnUnknownEvent) {
  runtime::ExpectHoldsAfterAnUnknownEvent(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Register, PersonRulesTest, ::testing::ValuesIn(RegisterSentences()),
                         runtime::NameOf<PersonRules>);

TEST(PersonRulesReadsTest, TheOrganisationOwnsTheReference) {
  const runtime::ReadSet reads = PersonRules::Reads(Register());

  EXPECT_EQ(reads.resource, "partnerships/vasterbotten/people/1");
  EXPECT_EQ(reads.owner, "partnerships/vasterbotten/organisations/2421");
}

}  // namespace
}  // namespace samverk::partnership

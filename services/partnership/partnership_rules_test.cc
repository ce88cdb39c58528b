#include "services/partnership/partnership_rules.h"

#include <string>
#include <vector>

#include "services/runtime/testing/rule_sentences.h"

namespace samverk::partnership {
namespace {

using runtime::FromText;
using runtime::With;
using v1::PartnershipEvent;
using Sentences = std::vector<runtime::Sentence<PartnershipRules>>;

constexpr char kFacts[] =
    "display_name: 'Servicepartnerskap Västerbotten' county: '24' meetings_per_year_min: 2";

PartnershipEvent Created() {
  return FromText<PartnershipEvent>("partnership_created {" + std::string(kFacts) + "}");
}

PartnershipEvent ClockConfirmed() { return FromText<PartnershipEvent>("clock_confirmed {}"); }

v1::CreatePartnershipRequest Create(const std::string& but = "") {
  return With(FromText<v1::CreatePartnershipRequest>("partnership_id: 'vasterbotten'" +
                                                     std::string(kFacts)),
              but);
}

v1::ConfirmClockRequest ConfirmClock() { return FromText<v1::ConfirmClockRequest>("name: '~'"); }

Sentences CreateSentences() {
  return {
      {"APartnershipIsCreated", {}, Create(), {Created()}},
      {"AskingAgainInTheSameWordsWritesNothing", {Created()}, Create(), {}},
      {"AskingAgainAfterOtherFactsWritesNothing", {Created(), ClockConfirmed()}, Create(), {}},
      {"TheReasonMayDiffer", {Created()}, Create("provenance { reason: 'Igen' }"), {}},
      {"AnotherNameIsRefused", {Created()}, Create("display_name: 'Annat'"), kPartnershipExists},
      {"AnotherCountyIsRefused", {Created()}, Create("county: '25'"), kPartnershipExists},
      {"AnotherNumberOfMeetingsIsRefused",
       {Created()},
       Create("meetings_per_year_min: 3"),
       kPartnershipExists},
  };
}

Sentences ConfirmClockSentences() {
  return {
      {"TheClockIsConfirmed", {Created()}, ConfirmClock(), {ClockConfirmed()}},
      {"TheClockIsConfirmedAgain",
       {Created(), ClockConfirmed()},
       ConfirmClock(),
       {ClockConfirmed()}},
      {"BeforeItWasCreatedThereIsNoClock", {}, ConfirmClock(), kPartnershipNotCreated},
  };
}

class PartnershipRulesTest : public ::testing::TestWithParam<runtime::Sentence<PartnershipRules>> {
};

TEST_P(PartnershipRulesTest, Holds) { runtime::ExpectHolds(GetParam()); }
TEST_P(PartnershipRulesTest, HoldsAfterAnUnknownEvent) {
  runtime::ExpectHoldsAfterAnUnknownEvent(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Create, PartnershipRulesTest, ::testing::ValuesIn(CreateSentences()),
                         runtime::NameOf<PartnershipRules>);
INSTANTIATE_TEST_SUITE_P(ConfirmClock, PartnershipRulesTest,
                         ::testing::ValuesIn(ConfirmClockSentences()),
                         runtime::NameOf<PartnershipRules>);

TEST(PartnershipRulesReadsTest, ThePartnershipIsItsOwnResourceAndNobodyOwnsIt) {
  EXPECT_EQ(PartnershipRules::Reads(Create()).resource, "partnerships/vasterbotten");
  EXPECT_EQ(PartnershipRules::Reads(Create()).owner, "");
  EXPECT_EQ(PartnershipRules::Reads(ConfirmClock()).resource, "partnerships/vasterbotten");
}

}  // namespace
}  // namespace samverk::partnership

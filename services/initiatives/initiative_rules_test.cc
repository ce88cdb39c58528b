#include "services/initiatives/initiative_rules.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/initiatives/testing/initiative_sentences.h"
#include "services/runtime/rule_checks.h"

namespace samverk::initiatives {
namespace {

using runtime::ExpectHolds;
using runtime::ExpectHoldsAfterAnUnknownEvent;
using v1::InitiativeEvent;

const char kToday[] = "decision { body: 'TVV' date @2019-10-07 }";
const char kTomorrow[] = "decision { body: 'TVV' date @2019-10-08 }";

Sentences RegisterSentences() {
  const std::string fifty = "period { start_date @1975-12-31 end_date @2025-01-01 }";
  return {
      {"AnInitiativeIsRegistered", {}, Register(), {Registered()}},
      {"HowItIsPaidForIsRecordedApart",
       {},
       Register(
           "fundings { source: 'Tillväxtverket' amount_sek: 400000 } fundings { source: 'EU' }"),
       {Registered(), Edited(Funding()), Edited("add_funding { source: 'EU' }")}},
      {"PartnersAndLinksAreNamedOnceAndTheOwnerIsNoPartner",
       {},
       Register("partners: '~/organisations/2422' partners: '~/organisations/2421' links: "
                "'~/plans/1' links: '~/workshops/1'"),
       {Registered("links: '~/workshops/1'")}},
      {"ATakenIdIsRefused", {Registered()}, Register(), kInitiativeExists},
      {"AWithdrawnInitiativeKeepsItsId",
       {Registered(), Withdrawn()},
       Register(),
       kInitiativeExists},
      {"AnUnknownOwnerIsRefused",
       {},
       Register("owner: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"AnUnknownPartnerIsRefused",
       {},
       Register("partners: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"AnUnknownLinkIsRefused",
       {},
       Register("links: '~/places/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"FiftyYearsAreRegistered", {}, Register(fifty), {Registered(fifty)}},
      {"FiftyOneYearsAreRefused",
       {},
       Register("period { start_date @1975-12-31 end_date @2025-01-02 }"),
       kInitiativeTooLong},
      {"FundingMayBeDecidedToday",
       {},
       Register(absl::StrCat("fundings { source: 'EU' ", kToday, " }")),
       {Registered(), Edited(absl::StrCat("add_funding { source: 'EU' ", kToday, " }"))}},
      {"FundingIsNotDecidedTomorrow",
       {},
       Register(absl::StrCat("fundings { source: 'EU' ", kTomorrow, " }")),
       runtime::kDecidedInTheFuture},
  };
}

// What each edit leads to, and that it then says nothing new.
Sentences FieldSentences() {
  const std::vector<std::pair<std::string, std::string>> edits = {
      {"Title", "title: 'Ny'"},
      {"Description", "description: ''"},
      {"Period", "period { start_date @2018-02-01 end_date @2022-01-01 }"},
      {"APartner", Partner("2404", true)},
      {"AFormerPartner", Partner("2422", false)},
      {"ALink", Link("places/1", true)},
      {"AFormerLink", Link("plans/1", false)},
      {"Funding", "funding { entry: 1 funding { source: 'EU' } }"},
      {"FundingOfZero", "funding { entry: 1 funding { source: 'Tillväxtverket' amount_sek: 0 } }"},
      {"TheEnd", Ending("2019-09-29")},
  };
  Sentences sentences;
  sentences.reserve(2 * edits.size());
  for (const auto& [field, edit] : edits) {
    const std::vector<InitiativeEvent> given = {Registered(), Edited(Funding()), Ended()};
    std::vector<InitiativeEvent> edited = given;
    edited.push_back(Edited(edit));
    sentences.push_back({field + "IsEdited", given, Edit(edit), {{Edited(edit)}, {kAccepted}}});
    sentences.push_back({field + "IsThatAlready", edited, Edit(edit), {{}, {kConverged}}});
  }
  return sentences;
}

Sentences EditSentences() {
  v1::EditInitiativeRequest without_base = Edit("title: 'Ny'");
  without_base.clear_expected_revision();
  return {
      {"SeveralEditsHaveAnOutcomeEach",
       {Registered()},
       Edits({"title: 'Ny'", "title: 'Ny'", Partner("2404", true)}),
       {{Edited("title: 'Ny'"), Edited(Partner("2404", true))},
        {kAccepted, kConverged, kAccepted}}},
      {"OneThatIsRefusedRefusesAll",
       {Registered()},
       Edits({"title: 'Ny'", "remove_entry: 7"}),
       kInitiativeEntryNotFound},
      {"WithoutABaseItIsRefused", {Registered()}, without_base, runtime::kBaseRequired},
      {"TheOwnerTakesPartAnyway",
       {Registered()},
       Edits({Partner("2421", true), Partner("2421", false)}),
       {{}, {kConverged, kConverged}}},
      {"AnUnknownPartnerIsRefused",
       {Registered()},
       Edit(Partner("unknown", true)),
       runtime::kLinkedResourceNotFound},
      {"WhoDoesNotTakePartNeedNotBeKnown",
       {Registered()},
       Edit(Partner("unknown", false)),
       {{}, {kConverged}}},
      {"AnUnknownLinkIsRefused",
       {Registered()},
       Edit(Link("places/unknown", true)),
       runtime::kLinkedResourceNotFound},
      {"FiftyOneYearsAreRefused",
       {Registered()},
       Edit("period { start_date @1975-12-31 end_date @2025-01-02 }"),
       kInitiativeTooLong},
      {"FundingIsNotDecidedTomorrow",
       {Registered()},
       Edit(Funding(kTomorrow)),
       runtime::kDecidedInTheFuture},
      {"NorIsItCorrectedToBe",
       {Registered(), Edited(Funding())},
       Edit(absl::StrCat("funding { entry: 1 funding { source: 'EU' ", kTomorrow, " } }")),
       runtime::kDecidedInTheFuture},
      {"AnUnknownInitiativeIsRefused", {}, Edit("title: 'Ny'"), kInitiativeNotFound},
      {"AWithdrawnInitiativeIsRefused",
       {Registered(), Withdrawn()},
       Edit("title: 'Ny'"),
       kInitiativeWithdrawn},
  };
}

// Entries are named by the revision of their event.
Sentences EntrySentences() {
  const std::vector<InitiativeEvent> given = {Registered(), Edited(Funding()), Reported()};
  const std::string right = "result { entry: 2 " + Result("2019-10-07") + " }";
  const auto accepted = [&given](std::string name, const std::string& edit) {
    return runtime::Sentence<InitiativeRules>{
        std::move(name), given, Edit(edit), {{Edited(edit)}, {kAccepted}}};
  };
  const auto refused = [&given](std::string name, const std::string& edit) {
    return runtime::Sentence<InitiativeRules>{std::move(name), given, Edit(edit),
                                              kInitiativeEntryNotFound};
  };
  return {
      accepted("AResultIsCorrected", right),
      accepted("AResultIsRemoved", "remove_entry: 2"),
      accepted("FundingIsRemoved", "remove_entry: 1"),
      refused("FundingIsNoResult", "result { entry: 1 " + Result() + " }"),
      refused("AResultIsNoFunding", "funding { entry: 2 funding { source: 'EU' } }"),
      refused("AnUnknownEntryIsNotRemoved", "remove_entry: 3"),
      {"NotRemovedTwice",
       {Registered(), Edited(Funding()), Reported(), Edited("remove_entry: 2")},
       Edit("remove_entry: 2"),
       kInitiativeEntryNotFound},
      {"NotRemovedTwiceInOneCommand", given, Edits({"remove_entry: 1", "remove_entry: 1"}),
       kInitiativeEntryNotFound},
      {"ARemovedEntryIsNotCorrected",
       {Registered(), Edited(Funding()), Edited("remove_entry: 1")},
       Edit("funding { entry: 1 funding { source: 'EU' } }"),
       kInitiativeEntryNotFound},
      {"AResultIsNotOfTomorrow", given, Edit("result { entry: 2 " + Result("2019-10-08") + " }"),
       kResultInTheFuture},
      {"ACorrectedResultLinksToWhatExists", given,
       Edit("result { entry: 2 " + Result("2019-09-01", "links: '~/plans/unknown'") + " }"),
       runtime::kLinkedResourceNotFound},
  };
}

// Given by an officer of that organisation.
When By(const std::string& id, const v1::ReportInitiativeResultRequest& command) {
  return When(command).As(v1::ROLE_OFFICER, "partnerships/vasterbotten/organisations/" + id);
}

Sentences ReportSentences() {
  const std::string full =
      Result("2019-10-07",
             "links: '~/plans/1' figures { label: 'avstånd' value: 125 decimals: 1 unit: 'km' }");
  return {
      {"AResultIsReported",
       {Registered()},
       Report(full),
       {Event("initiative_result_reported { " + full + " }")}},
      {"AlsoAfterTheEnd", {Registered(), Ended()}, Report(), {Reported()}},
      {"TheOwnerReports", {Registered()}, By("2421", Report()), {Reported()}},
      {"APartnerReports", {Registered()}, By("2422", Report()), {Reported()}},
      {"WhoDoesNotTakePartDoesNotReport",
       {Registered()},
       By("2404", Report()),
       runtime::kNotYourOrganisation},
      {"NorDoesAFormerPartner",
       {Registered(), Edited(Partner("2422", false))},
       By("2422", Report()),
       runtime::kNotYourOrganisation},
      {"AProcessLeaderReports",
       {Registered()},
       When(Report()).As(v1::ROLE_PROCESS_LEADER, ""),
       {Reported()}},
      {"NotOfTomorrow", {Registered()}, Report(Result("2019-10-08")), kResultInTheFuture},
      {"ItLinksToWhatExists",
       {Registered()},
       Report(Result("2019-09-01", "links: '~/plans/unknown'")),
       runtime::kLinkedResourceNotFound},
      {"NotOfAnUnknownInitiative", {}, Report(), kInitiativeNotFound},
      {"NotOfAWithdrawnInitiative", {Registered(), Withdrawn()}, Report(), kInitiativeWithdrawn},
  };
}

Sentences EndSentences() {
  const std::string together =
      Ending("2019-09-30",
             "cooperations { text: 'Delad chaufför' organisations: '~/organisations/2422' }");
  const std::string unknown =
      Ending("2019-09-30",
             "cooperations { text: 'Delad lokal' organisations: '~/organisations/unknown' }");
  return {
      {"AnInitiativeEnds", {Registered()}, End(together), {Ended(together)}},
      {"ItMayEndToday", {Registered()}, End(Ending("2019-10-07")), {Ended(Ending("2019-10-07"))}},
      {"ItMayEndTheDayItBegan",
       {Registered()},
       End(Ending("2018-01-01")),
       {Ended(Ending("2018-01-01"))}},
      {"NotTomorrow", {Registered()}, End(Ending("2019-10-08")), kEndedInTheFuture},
      {"NotBeforeItBegan", {Registered()}, End(Ending("2017-12-31")), kEndedBeforeItBegan},
      {"WhoCooperatesIsKnown", {Registered()}, End(unknown), runtime::kLinkedResourceNotFound},
      {"NotTwice", {Registered(), Ended()}, End(), kInitiativeEnded},
      {"AnUnknownInitiativeDoesNotEnd", {}, End(), kInitiativeNotFound},
      {"AWithdrawnInitiativeDoesNotEnd", {Registered(), Withdrawn()}, End(), kInitiativeWithdrawn},
      {"TheEndIsNotCorrectedToTomorrow",
       {Registered(), Ended()},
       Edit(Ending("2019-10-08")),
       kEndedInTheFuture},
      {"TheEndIsNotCorrectedToBeforeItBegan",
       {Registered(), Ended()},
       Edit(Ending("2017-12-31")),
       kEndedBeforeItBegan},
      {"TheEndIsCorrectedWithWhoIsKnown",
       {Registered(), Ended()},
       Edit(unknown),
       runtime::kLinkedResourceNotFound},
      {"WhatEndedDoesNotBeginLater",
       {Registered(), Ended()},
       Edit("period { start_date @2019-10-01 end_date @2020-01-01 }"),
       kEndedBeforeItBegan},
      {"WhatGoesOnHasNoEnd", {Registered()}, Edit(Ending()), kInitiativeNotEnded},
      {"TheEndIsTakenBack", {Registered(), Ended()}, Reopen(), {Reopened()}},
      {"WhatGoesOnIsNotReopened", {Registered()}, Reopen(), kInitiativeNotEnded},
      {"WhatWasReopenedHasNoEnd",
       {Registered(), Ended(), Reopened()},
       Edit(Ending()),
       kInitiativeNotEnded},
      {"WhatWasReopenedEndsAgain", {Registered(), Ended(), Reopened()}, End(), {Ended()}},
      {"AnUnknownInitiativeIsNotReopened", {}, Reopen(), kInitiativeNotFound},
      {"AWithdrawnInitiativeIsNotReopened",
       {Registered(), Ended(), Withdrawn()},
       Reopen(),
       kInitiativeWithdrawn},
      {"AnInitiativeIsWithdrawn", {Registered()}, Withdraw(), {Withdrawn()}},
      {"WhatEndedIsWithdrawn", {Registered(), Ended()}, Withdraw(), {Withdrawn()}},
      {"NotWithdrawnTwice", {Registered(), Withdrawn()}, Withdraw(), kInitiativeWithdrawn},
      {"AnUnknownInitiativeIsNotWithdrawn", {}, Withdraw(), kInitiativeNotFound},
  };
}

// Registered, then so many events, which `make` makes of their number.
template <typename Make>
std::vector<InitiativeEvent> Times(int count, Make make) {
  std::vector<InitiativeEvent> events;
  events.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) events.push_back(make(i));
  return RegisteredAnd(events);
}

Sentences LimitSentences() {
  const auto partner = [](int i) { return Edited(Partner(absl::StrCat("p", i), true)); };
  const auto link = [](int i) { return Edited(Link(absl::StrCat("places/", i), true)); };
  const auto funding = [](int) { return Edited(Funding()); };
  const auto result = [](int) { return Reported(); };
  const std::string new_partner = Partner("new", true);
  const std::string new_link = Link("places/new", true);
  std::vector<InitiativeEvent> room = Times(kResultsMax, result);
  room.push_back(Edited("remove_entry: 7"));
  return {
      // It was registered with one of each.
      {"TheLastPartnerThatIsKept",
       Times(kPartnersMax - 2, partner),
       Edit(new_partner),
       {{Edited(new_partner)}, {kAccepted}}},
      {"MorePartnersAreRefused", Times(kPartnersMax - 1, partner), Edit(new_partner),
       kTooManyOfInitiative},
      {"OfTheFullAPartnerLeaves",
       Times(kPartnersMax - 1, partner),
       Edits({Partner("p3", false), Partner("p4", true)}),
       {{Edited(Partner("p3", false))}, {kAccepted, kConverged}}},
      {"TheLastLinkThatIsKept",
       Times(kLinksMax - 2, link),
       Edit(new_link),
       {{Edited(new_link)}, {kAccepted}}},
      {"MoreLinksAreRefused", Times(kLinksMax - 1, link), Edit(new_link), kTooManyOfInitiative},
      {"TheLastFundingThatIsKept",
       Times(kFundingsMax - 1, funding),
       Edit(Funding()),
       {{Edited(Funding())}, {kAccepted}}},
      {"MoreFundingIsRefused", Times(kFundingsMax, funding), Edit(Funding()), kTooManyOfInitiative},
      {"TheLastResultThatIsKept", Times(kResultsMax - 1, result), Report(), {Reported()}},
      {"MoreResultsAreRefused", Times(kResultsMax, result), Report(), kTooManyOfInitiative},
      {"ARemovedResultMakesRoom", room, Report(), {Reported()}},
  };
}

class InitiativeRulesTest : public ::testing::TestWithParam<runtime::Sentence<InitiativeRules>> {};

TEST_P(InitiativeRulesTest, Holds) { ExpectHolds(GetParam()); }
TEST_P(InitiativeRulesTest, HoldsAfterAnUnknownEvent) {
  ExpectHoldsAfterAnUnknownEvent(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Register, InitiativeRulesTest, ::testing::ValuesIn(RegisterSentences()),
                         runtime::NameOf<InitiativeRules>);
INSTANTIATE_TEST_SUITE_P(Field, InitiativeRulesTest, ::testing::ValuesIn(FieldSentences()),
                         runtime::NameOf<InitiativeRules>);
INSTANTIATE_TEST_SUITE_P(Edit, InitiativeRulesTest, ::testing::ValuesIn(EditSentences()),
                         runtime::NameOf<InitiativeRules>);
INSTANTIATE_TEST_SUITE_P(Entry, InitiativeRulesTest, ::testing::ValuesIn(EntrySentences()),
                         runtime::NameOf<InitiativeRules>);
INSTANTIATE_TEST_SUITE_P(Report, InitiativeRulesTest, ::testing::ValuesIn(ReportSentences()),
                         runtime::NameOf<InitiativeRules>);
INSTANTIATE_TEST_SUITE_P(End, InitiativeRulesTest, ::testing::ValuesIn(EndSentences()),
                         runtime::NameOf<InitiativeRules>);
INSTANTIATE_TEST_SUITE_P(Limit, InitiativeRulesTest, ::testing::ValuesIn(LimitSentences()),
                         runtime::NameOf<InitiativeRules>);

TEST(InitiativeRulesReadsTest, TheOwnerIsSaidWhenItIsRegisteredAndNeverAgain) {
  const runtime::ReadSet reads = InitiativeRules::Reads(Register());

  EXPECT_EQ(reads.resource, "partnerships/vasterbotten/initiatives/1");
  EXPECT_EQ(reads.owner, "partnerships/vasterbotten/organisations/2421");
  EXPECT_EQ(InitiativeRules::Reads(End()).owner, "");
  EXPECT_EQ(InitiativeRules::Reads(Edit("title: 'Ny'")).owner, "");
}

}  // namespace
}  // namespace samverk::initiatives

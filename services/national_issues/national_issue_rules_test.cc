#include "services/national_issues/national_issue_rules.h"

#include <string>
#include <utility>
#include <vector>

#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/rule_sentences.h"

namespace samverk::national_issues {
namespace {

using runtime::ExpectHolds;
using runtime::ExpectHoldsAfterAnUnknownEvent;
using runtime::FromText;
using runtime::With;
using v1::EDIT_OUTCOME_ACCEPTED;
using v1::EDIT_OUTCOME_CONVERGED;
using v1::NationalIssueEvent;
using Sentence = runtime::Sentence<NationalIssueRules>;
using Sentences = std::vector<Sentence>;

constexpr char kName[] = "name: '~/nationalIssues/1' ";
constexpr char kFacts[] =
    "owner: '~/organisations/2421' title: 'Kontanter' text: 'Långt till uttag' "
    "asked_for: 'Ombud i varje ort' grounds: 'Äldre' links: '~/plans/1' ";
constexpr char kPts[] = "partnerships/vasterbotten/organisations/pts";

// Events. Entries are named by the revision of their event.

NationalIssueEvent Event(const std::string& text) { return FromText<NationalIssueEvent>(text); }

NationalIssueEvent Raised(const std::string& but = "") {
  return With(Event("national_issue_raised { raised_on @2019-09-01 " + std::string(kFacts) + "}"),
              "national_issue_raised {" + but + "}");
}

NationalIssueEvent Backed(const std::string& id) {
  return Event("national_issue_backed { organisation: '~/organisations/" + id + "' }");
}

NationalIssueEvent TakenBack(const std::string& id) {
  return Event("backing_taken_back { organisation: '~/organisations/" + id + "' }");
}

std::string Submission(const std::string& agency, const std::string& day) {
  return "agency: '~/organisations/" + agency + "' submitted_on @" + day +
         " reference: 'RUN 7' text: 'Se bilaga' ";
}

NationalIssueEvent Submitted(const std::string& agency = "pts",
                             const std::string& day = "2019-09-10") {
  return Event("national_issue_submitted {" + Submission(agency, day) + "}");
}

std::string Reply(int64_t round, const std::string& day) {
  return "round: " + std::to_string(round) + " answered_on @" + day +
         " reference: '19-33' text: 'Vi utreder' ";
}

NationalIssueEvent Answered(int64_t round = 1, const std::string& day = "2019-10-01",
                            const std::string& but = "") {
  return Event("national_issue_answered {" + Reply(round, day) + but + "}");
}

NationalIssueEvent AnsweredByAgency(int64_t round = 1) {
  return Answered(round, "2019-10-01", "by_agency: true");
}

std::string Conclusion(const std::string& but = "") {
  return "conclusion { outcome: NATIONAL_ISSUE_OUTCOME_ACHIEVED text: 'Ombud finns' " + but + "} ";
}

NationalIssueEvent Closed(const std::string& day = "2019-10-07") {
  return Event("national_issue_closed {" + Conclusion("closed_on @" + day) + "}");
}

NationalIssueEvent Reopened() { return Event("national_issue_reopened {}"); }

NationalIssueEvent Edited(const std::string& edit) {
  return Event("national_issue_edited { edit { " + edit + " } }");
}

NationalIssueEvent Withdrawn() { return Event("national_issue_withdrawn {}"); }

// Raised, submitted to PTS as round 1 on 10 September, and what came after.
std::vector<NationalIssueEvent> SubmittedAnd(const std::vector<NationalIssueEvent>& more) {
  std::vector<NationalIssueEvent> events = {Raised(), Submitted()};
  events.insert(events.end(), more.begin(), more.end());
  return events;
}

// Commands.

v1::RaiseNationalIssueRequest Raise(const std::string& but = "") {
  return With(
      FromText<v1::RaiseNationalIssueRequest>(
          "parent: '~' national_issue_id: '1' raised_on @2019-09-01 " + std::string(kFacts)),
      but);
}

template <typename Command>
Command On(const std::string& text = "") {
  return FromText<Command>(kName + text);
}

v1::BackNationalIssueRequest Back(const std::string& id, const std::string& but = "") {
  return On<v1::BackNationalIssueRequest>("organisation: '~/organisations/" + id + "' " + but);
}

v1::TakeBackBackingRequest TakeBack(const std::string& id, const std::string& but = "") {
  return On<v1::TakeBackBackingRequest>("organisation: '~/organisations/" + id + "' " + but);
}

v1::SubmitNationalIssueRequest Submit(const std::string& agency = "pts",
                                      const std::string& day = "2019-09-10") {
  return On<v1::SubmitNationalIssueRequest>(Submission(agency, day));
}

v1::AnswerNationalIssueRequest Answer(int64_t round = 1, const std::string& day = "2019-10-01") {
  return On<v1::AnswerNationalIssueRequest>(Reply(round, day));
}

v1::CloseNationalIssueRequest Close(const std::string& but = "") {
  return On<v1::CloseNationalIssueRequest>(Conclusion(but));
}

v1::ReopenNationalIssueRequest Reopen() { return On<v1::ReopenNationalIssueRequest>(); }

v1::EditNationalIssueRequest Edit(const std::string& edits) {
  return On<v1::EditNationalIssueRequest>("expected_revision: 0 " + edits);
}

v1::WithdrawNationalIssueRequest Withdraw() { return On<v1::WithdrawNationalIssueRequest>(); }

// The command of somebody who acts in an organisation, or of an agency's contact.
template <typename Command>
runtime::When<NationalIssueRules> As(v1::Role role, const std::string& organisation,
                                     const Command& command) {
  return runtime::When<NationalIssueRules>(command).As(
      role, organisation.empty() ? "" : "partnerships/vasterbotten/organisations/" + organisation);
}

template <typename Command>
runtime::When<NationalIssueRules> AsAgency(const std::string& agency, const Command& command) {
  return As(v1::ROLE_AGENCY_CONTACT, agency, command);
}

// The tables.

Sentences RaiseSentences() {
  auto today = Raise();
  today.clear_raised_on();
  return {
      {"AnIssueIsRaised", {}, Raise(), {Raised()}},
      {"WithoutADayItIsRaisedToday", {}, today, {Raised("raised_on @2019-10-07")}},
      {"ItMayBeRaisedToday", {}, Raise("raised_on @2019-10-07"), {Raised("raised_on @2019-10-07")}},
      {"ItIsNotRaisedTomorrow", {}, Raise("raised_on @2019-10-08"), kDayAhead},
      {"ATakenIdIsRefused", {Raised()}, Raise(), kNationalIssueExists},
      {"AWithdrawnIssueKeepsItsId", {Raised(), Withdrawn()}, Raise(), kNationalIssueExists},
      {"AnUnknownOwnerIsRefused",
       {},
       Raise("owner: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"ItLinksToWhatExists",
       {},
       Raise("links: '~/plans/unknown'"),
       runtime::kLinkedResourceNotFound},
  };
}

NationalIssueEvent BackedByNumber(int i) { return Backed("kommun-" + std::to_string(i)); }

std::vector<NationalIssueEvent> RaisedAndTimes(int count, NationalIssueEvent (*event)(int)) {
  std::vector<NationalIssueEvent> events = {Raised()};
  for (int i = 0; i < count; ++i) events.push_back(event(i));
  return events;
}

Sentences BackSentences() {
  const std::string for_2422 = "provenance { on_behalf_of: '~/organisations/2422' }";
  const std::string for_byn = "provenance { on_behalf_of: '~/organisations/byn' }";
  return {
      {"AnOrganisationBacksIt", {Raised()}, Back("2422"), {Backed("2422")}},
      {"BackingAgainWritesNothing", {Raised(), Backed("2422")}, Back("2422"), {}},
      {"WhoRaisedItBacksItAnyway", {Raised()}, Back("2421"), {}},
      {"AnUnknownOrganisationIsRefused",
       {Raised()},
       Back("unknown"),
       runtime::kLinkedResourceNotFound},
      {"AnOfficerSpeaksForTheirOwn",
       {Raised()},
       As(v1::ROLE_OFFICER, "2422", Back("2422")),
       {Backed("2422")}},
      {"AnOfficerDoesNotSpeakForAnother",
       {Raised()},
       As(v1::ROLE_OFFICER, "2418", Back("byn")),
       runtime::kNotYourOrganisation},
      {"TheProcessLeaderDoes",
       {Raised()},
       As(v1::ROLE_PROCESS_LEADER, "regionen", Back("2422")),
       {Backed("2422")}},
      {"AnOfficerRegistersWhatAVillageSaid",
       {Raised()},
       As(v1::ROLE_OFFICER, "2418", Back("byn", for_byn)),
       {Backed("byn")}},
      {"ButNotWhatAThirdSaid",
       {Raised()},
       As(v1::ROLE_OFFICER, "2418", Back("byalaget", for_byn)),
       runtime::kNotYourOrganisation},
      {"NorWhatAnotherMunicipalitySaid",
       {Raised()},
       As(v1::ROLE_OFFICER, "2418", Back("2422", for_2422)),
       runtime::kNotYourOrganisation},
      {"AVillageDoesNotRegisterForAnother",
       {Raised()},
       As(v1::ROLE_LOCAL_ACTOR, "byalaget", Back("byn", for_byn)),
       runtime::kNotYourOrganisation},
      {"TheLastBackerThatIsKept",
       RaisedAndTimes(kBackersMax - 1, BackedByNumber),
       Back("2422"),
       {Backed("2422")}},
      {"MoreBackersAreRefused", RaisedAndTimes(kBackersMax, BackedByNumber), Back("2422"),
       kTooManyBackers},
      {"ABackerIsNotOneMore", RaisedAndTimes(kBackersMax, BackedByNumber), Back("kommun-0"), {}},
      {"NotAClosedIssue", {Raised(), Closed()}, Back("2422"), kNationalIssueClosed},
      {"NotAWithdrawnIssue", {Raised(), Withdrawn()}, Back("2422"), kNationalIssueWithdrawn},
      {"NotAnUnknownIssue", {}, Back("2422"), kNationalIssueNotFound},
  };
}

Sentences TakeBackSentences() {
  return {
      {"BackingIsTakenBack", {Raised(), Backed("2422")}, TakeBack("2422"), {TakenBack("2422")}},
      {"NotTwice", {Raised(), Backed("2422"), TakenBack("2422")}, TakeBack("2422"), kNotABacker},
      {"ThenItMayBackAgain",
       {Raised(), Backed("2422"), TakenBack("2422")},
       Back("2422"),
       {Backed("2422")}},
      {"WhoRaisedItIsNoBacker", {Raised()}, TakeBack("2421"), kNotABacker},
      {"OnlyWhoSpeaksForItTakesItBack",
       {Raised(), Backed("2422")},
       As(v1::ROLE_OFFICER, "2418", TakeBack("2422")),
       runtime::kNotYourOrganisation},
      {"NotOfAClosedIssue",
       {Raised(), Backed("2422"), Closed()},
       TakeBack("2422"),
       kNationalIssueClosed},
      {"NotOfAnUnknownIssue", {}, TakeBack("2422"), kNationalIssueNotFound},
  };
}

// The rounds of one agency after another, each answered before the next.
std::vector<NationalIssueEvent> Rounds(int count) {
  std::vector<NationalIssueEvent> events = {Raised()};
  for (int i = 0; i < count; ++i) {
    events.push_back(Submitted());
    events.push_back(Answered(1 + 2 * i));
  }
  return events;
}

Sentences SubmitSentences() {
  return {
      {"ItIsSubmittedToAnAgency", {Raised()}, Submit(), {Submitted()}},
      {"ToAnotherAgencyMeanwhile", SubmittedAnd({}), Submit("boverket"), {Submitted("boverket")}},
      {"NotAgainBeforeTheAgencyAnswered", SubmittedAnd({}), Submit(), kAwaitsAnswer},
      {"AgainOnceItAnswered", SubmittedAnd({Answered()}), Submit(), {Submitted()}},
      {"AgainOnceTheRoundWasRemoved",
       SubmittedAnd({Edited("remove_entry: 1")}),
       Submit(),
       {Submitted()}},
      {"NotAgainWhereTheAnswerWasRemoved", SubmittedAnd({Answered(), Edited("remove_entry: 2")}),
       Submit(), kAwaitsAnswer},
      {"Today", {Raised()}, Submit("pts", "2019-10-07"), {Submitted("pts", "2019-10-07")}},
      {"NotTomorrow", {Raised()}, Submit("pts", "2019-10-08"), kDayAhead},
      {"AnUnknownAgencyIsRefused", {Raised()}, Submit("unknown"), runtime::kLinkedResourceNotFound},
      {"TheLastRoundThatIsKept", Rounds(kRoundsMax - 1), Submit(), {Submitted()}},
      {"MoreRoundsAreRefused", Rounds(kRoundsMax), Submit(), kTooManyRounds},
      {"NotAClosedIssue", {Raised(), Closed()}, Submit(), kNationalIssueClosed},
      {"AReopenedIssueIs", {Raised(), Closed(), Reopened()}, Submit(), {Submitted()}},
      {"NotAWithdrawnIssue", {Raised(), Withdrawn()}, Submit(), kNationalIssueWithdrawn},
      {"NotAnUnknownIssue", {}, Submit(), kNationalIssueNotFound},
  };
}

Sentences AnswerSentences() {
  std::vector<NationalIssueEvent> all_but_one = SubmittedAnd({});
  for (int i = 1; i < kAnswersMax; ++i) all_but_one.push_back(Answered());
  std::vector<NationalIssueEvent> all = all_but_one;
  all.push_back(Answered());
  return {
      {"AnAnswerIsRegistered", SubmittedAnd({}), Answer(), {Answered()}},
      {"AnAgencyAnswersInSeveralLetters", SubmittedAnd({Answered()}), Answer(), {Answered()}},
      {"EachRoundHasItsAnswers", SubmittedAnd({Submitted("boverket")}), Answer(2), {Answered(2)}},
      {"OnTheDayOfTheSubmission",
       SubmittedAnd({}),
       Answer(1, "2019-09-10"),
       {Answered(1, "2019-09-10")}},
      {"NotTheDayBefore", SubmittedAnd({}), Answer(1, "2019-09-09"), kAnsweredBeforeSubmitted},
      {"TheCorrectedDayOfTheSubmissionCounts",
       SubmittedAnd({Edited("round { entry: 1 submitted_on @2019-09-01 }")}),
       Answer(1, "2019-09-09"),
       {Answered(1, "2019-09-09")}},
      {"Today", SubmittedAnd({}), Answer(1, "2019-10-07"), {Answered(1, "2019-10-07")}},
      {"NotTomorrow", SubmittedAnd({}), Answer(1, "2019-10-08"), kDayAhead},
      {"ARoundThatIsNotThereIsNotAnswered", SubmittedAnd({}), Answer(2), kRoundNotFound},
      {"ARemovedRoundIsNotAnswered", SubmittedAnd({Edited("remove_entry: 1")}), Answer(),
       kRoundNotFound},
      {"AnAnswerIsNoRound", SubmittedAnd({Answered()}), Answer(2), kRoundNotFound},
      {"TheLastAnswerThatIsKept", all_but_one, Answer(), {Answered()}},
      {"MoreAnswersAreRefused", all, Answer(), kTooManyAnswers},
      {"ALateAnswerToAClosedIssue", SubmittedAnd({Closed()}), Answer(), {Answered()}},
      {"NotToAWithdrawnIssue", SubmittedAnd({Withdrawn()}), Answer(), kNationalIssueWithdrawn},
      {"NotToAnUnknownIssue", {}, Answer(), kNationalIssueNotFound},
  };
}

// To the contact of an agency everything that was not submitted to that agency is missing.
Sentences AgencySentences() {
  return {
      {"TheAgencyAnswersItself", SubmittedAnd({}), AsAgency("pts", Answer()), {AnsweredByAgency()}},
      {"AnIssueThatWasSubmittedToNobodyIsMissing",
       {Raised()},
       AsAgency("pts", Answer()),
       kNationalIssueNotFound},
      {"AnIssueThatWasSubmittedToAnotherIsMissing", SubmittedAnd({}),
       AsAgency("boverket", Answer()), kNationalIssueNotFound},
      {"SoIsOneThatDoesNotExist", {}, AsAgency("pts", Answer()), kNationalIssueNotFound},
      {"SoIsOneThatWasWithdrawnBefore",
       {Raised(), Withdrawn()},
       AsAgency("pts", Answer()),
       kNationalIssueNotFound},
      {"SoIsOneWhoseRoundWasRemoved", SubmittedAnd({Edited("remove_entry: 1")}),
       AsAgency("pts", Answer()), kNationalIssueNotFound},
      {"SoIsEveryIssueToWhoHasNoOrganisation", SubmittedAnd({}), AsAgency("", Answer()),
       kNationalIssueNotFound},
      {"TheRoundOfAnotherAgencyIsMissing", SubmittedAnd({Submitted("boverket")}),
       AsAgency("boverket", Answer(1)), kRoundNotFound},
      {"ItsOwnRoundIsNot",
       SubmittedAnd({Submitted("boverket")}),
       AsAgency("boverket", Answer(2)),
       {AnsweredByAgency(2)}},
      {"ItLearnsThatAnIssueOfItsOwnWasWithdrawn", SubmittedAnd({Withdrawn()}),
       AsAgency("pts", Answer()), kNationalIssueWithdrawn},
  };
}

Sentences EndSentences() {
  return {
      {"AnIssueIsClosedToday", {Raised()}, Close(), {Closed()}},
      {"AnIssueIsClosedOnADay", {Raised()}, Close("closed_on @2019-10-01"), {Closed("2019-10-01")}},
      {"NotTomorrow", {Raised()}, Close("closed_on @2019-10-08"), kDayAhead},
      {"AlsoWithoutAnAnswer", SubmittedAnd({}), Close(), {Closed()}},
      {"NotClosedTwice", {Raised(), Closed()}, Close(), kNationalIssueClosed},
      {"AWithdrawnIssueIsNotClosed", {Raised(), Withdrawn()}, Close(), kNationalIssueWithdrawn},
      {"AnUnknownIssueIsNotClosed", {}, Close(), kNationalIssueNotFound},
      {"AClosedIssueIsReopened", {Raised(), Closed()}, Reopen(), {Reopened()}},
      {"AReopenedIssueIsClosedAgain", {Raised(), Closed(), Reopened()}, Close(), {Closed()}},
      {"AnOpenIssueIsNotReopened", {Raised()}, Reopen(), kNationalIssueNotClosed},
      {"NotReopenedTwice", {Raised(), Closed(), Reopened()}, Reopen(), kNationalIssueNotClosed},
      {"AWithdrawnIssueIsNotReopened",
       {Raised(), Closed(), Withdrawn()},
       Reopen(),
       kNationalIssueWithdrawn},
      {"AnUnknownIssueIsNotReopened", {}, Reopen(), kNationalIssueNotFound},
      {"AnIssueIsWithdrawn", {Raised()}, Withdraw(), {Withdrawn()}},
      {"ASubmittedIssueIsWithdrawn", SubmittedAnd({}), Withdraw(), {Withdrawn()}},
      {"AClosedIssueIsWithdrawn", {Raised(), Closed()}, Withdraw(), {Withdrawn()}},
      {"NotWithdrawnTwice", {Raised(), Withdrawn()}, Withdraw(), kNationalIssueWithdrawn},
      {"AnUnknownIssueIsNotWithdrawn", {}, Withdraw(), kNationalIssueNotFound},
  };
}

// What each edit of an issue that was submitted, answered and closed leads to, and that it then
// says nothing new.
Sentences FieldSentences() {
  const std::vector<NationalIssueEvent> given = SubmittedAnd({Answered(), Closed()});
  const std::vector<std::pair<std::string, std::string>> edits = {
      {"Title", "title: 'Annat'"},
      {"Text", "text: ''"},
      {"WhatIsAskedFor", "asked_for: 'Annat'"},
      {"Grounds", "grounds: ''"},
      {"DayRaised", "raised_on @2019-10-07"},
      {"Links", "links { links: '~/plans/2' }"},
      {"NoLinks", "links {}"},
      {"Round", "round { entry: 1 submitted_on @2019-10-01 reference: 'A' text: 'B' }"},
      {"Answer", "answer { entry: 2 answered_on @2019-10-07 text: 'Ja' }"},
      {"Conclusion", "conclusion { outcome: NATIONAL_ISSUE_OUTCOME_LAPSED closed_on @2019-10-02 }"},
  };
  Sentences sentences;
  for (const auto& [field, edit] : edits) {
    sentences.push_back({field + "IsCorrected",
                         given,
                         Edit("edits {" + edit + "}"),
                         {{Edited(edit)}, {EDIT_OUTCOME_ACCEPTED}}});
    std::vector<NationalIssueEvent> edited = given;
    edited.push_back(Edited(edit));
    sentences.push_back({field + "IsThatAlready",
                         edited,
                         Edit("edits {" + edit + "}"),
                         {{}, {EDIT_OUTCOME_CONVERGED}}});
  }
  const std::vector<std::pair<std::string, std::string>> as_they_are = {
      {"Title", "title: 'Kontanter'"},
      {"Links", "links { links: '~/plans/1' }"},
      {"Round", "round { entry: 1 submitted_on @2019-09-10 reference: 'RUN 7' text: 'Se bilaga' }"},
      {"Answer",
       "answer { entry: 2 answered_on @2019-10-01 reference: '19-33' text: 'Vi utreder' }"},
      {"Conclusion", Conclusion()},
  };
  for (const auto& [field, edit] : as_they_are) {
    sentences.push_back({field + "IsAsItWasRecorded",
                         given,
                         Edit("edits {" + edit + "}"),
                         {{}, {EDIT_OUTCOME_CONVERGED}}});
  }
  return sentences;
}

Sentences EditSentences() {
  v1::EditNationalIssueRequest without_base = Edit("edits { title: 'Annat' }");
  without_base.clear_expected_revision();
  const std::string lapsed = "conclusion { outcome: NATIONAL_ISSUE_OUTCOME_LAPSED ";
  return {
      {"EachEditIsJudgedOnWhatThoseBeforeItLeave",
       {Raised()},
       Edit("edits { title: 'A' } edits { title: 'A' } edits { title: 'B' }"),
       {{Edited("title: 'A'"), Edited("title: 'B'")},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_CONVERGED, EDIT_OUTCOME_ACCEPTED}}},
      {"OneThatIsRefusedRefusesAll",
       {Raised()},
       Edit("edits { title: 'A' } edits { remove_entry: 1 }"),
       kEntryNotThere},
      {"AMissingBaseIsRefused", {Raised()}, without_base, runtime::kBaseRequired},
      {"AnUnknownIssueIsNotEdited", {}, Edit("edits { title: 'A' }"), kNationalIssueNotFound},
      {"AWithdrawnIssueIsNotEdited",
       {Raised(), Withdrawn()},
       Edit("edits { title: 'A' }"),
       kNationalIssueWithdrawn},
      {"ItWasNotRaisedTomorrow", {Raised()}, Edit("edits { raised_on @2019-10-08 }"), kDayAhead},
      {"ItLinksToWhatExists",
       {Raised()},
       Edit("edits { links { links: '~/plans/unknown' } }"),
       runtime::kLinkedResourceNotFound},
      {"AnOpenIssueHasNoConclusion",
       {Raised()},
       Edit("edits {" + lapsed + "} }"),
       kNationalIssueNotClosed},
      {"AReopenedIssueHasNone",
       {Raised(), Closed(), Reopened()},
       Edit("edits {" + lapsed + "} }"),
       kNationalIssueNotClosed},
      {"ItWasNotClosedTomorrow",
       {Raised(), Closed()},
       Edit("edits {" + lapsed + "closed_on @2019-10-08 } }"),
       kDayAhead},
      {"AConclusionKeepsItsDayIfNoneIsSaid",
       {Raised(), Closed("2019-10-02")},
       Edit("edits {" + lapsed + "} }"),
       {{Edited(lapsed + "closed_on @2019-10-02 }")}, {EDIT_OUTCOME_ACCEPTED}}},
  };
}

Sentences EntrySentences() {
  const std::vector<NationalIssueEvent> given = SubmittedAnd({Answered()});  // Round 1, answer 2.
  const std::vector<NationalIssueEvent> by_agency = SubmittedAnd({AnsweredByAgency()});
  const auto accepted = [&given](const std::string& edit) -> runtime::Then<NationalIssueEvent> {
    return {{Edited(edit)}, {EDIT_OUTCOME_ACCEPTED}};
  };
  return {
      {"ARoundIsRemovedWithItsAnswers", given, Edit("edits { remove_entry: 1 }"),
       accepted("remove_entry: 1")},
      {"AnAnswerIsRemoved", given, Edit("edits { remove_entry: 2 }"), accepted("remove_entry: 2")},
      {"TheAnswersOfARemovedRoundAreGone", given,
       Edit("edits { remove_entry: 1 } edits { remove_entry: 2 }"), kEntryNotThere},
      {"NothingIsRemovedTwice", given, Edit("edits { remove_entry: 2 } edits { remove_entry: 2 }"),
       kEntryNotThere},
      {"WhatIsNotThereIsNotRemoved", given, Edit("edits { remove_entry: 3 }"), kEntryNotThere},
      {"AnAnswerIsNoRound", given, Edit("edits { round { entry: 2 submitted_on @2019-09-10 } }"),
       kRoundNotFound},
      {"ARoundIsNoAnswer", given,
       Edit("edits { answer { entry: 1 answered_on @2019-10-01 text: 'Ja' } }"), kAnswerNotFound},
      {"ARoundIsNotOfTomorrow", given,
       Edit("edits { round { entry: 1 submitted_on @2019-10-08 } }"), kDayAhead},
      {"ARoundIsNotAfterItsAnswer", given,
       Edit("edits { round { entry: 1 submitted_on @2019-10-02 } }"), kAnsweredBeforeSubmitted},
      {"AnAnswerIsNotBeforeItsRound", given,
       Edit("edits { answer { entry: 2 answered_on @2019-09-09 text: 'Ja' } }"),
       kAnsweredBeforeSubmitted},
      {"AnAnswerIsNotOfTomorrow", given,
       Edit("edits { answer { entry: 2 answered_on @2019-10-08 text: 'Ja' } }"), kDayAhead},
      {"BothDaysAreCorrectedAtOnce",
       given,
       Edit("edits { answer { entry: 2 answered_on @2019-10-07 text: 'Ja' } }"
            "edits { round { entry: 1 submitted_on @2019-10-02 } }"),
       {{Edited("answer { entry: 2 answered_on @2019-10-07 text: 'Ja' }"),
         Edited("round { entry: 1 submitted_on @2019-10-02 }")},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_ACCEPTED}}},
      {"TheWordsOfTheAgencyAreNotCorrected", by_agency,
       Edit("edits { answer { entry: 2 answered_on @2019-10-01 text: 'Ja' } }"), kWordsOfTheAgency},
      {"TheWordsOfTheAgencyAreNotRemoved", by_agency, Edit("edits { remove_entry: 2 }"),
       kWordsOfTheAgency},
      {"NorIsTheRoundThatTheyAnswer", by_agency, Edit("edits { remove_entry: 1 }"),
       kWordsOfTheAgency},
      {"TheRoundItselfIsCorrected", by_agency,
       Edit("edits { round { entry: 1 submitted_on @2019-09-11 } }"),
       accepted("round { entry: 1 submitted_on @2019-09-11 }")},
  };
}

class NationalIssueRulesTest : public ::testing::TestWithParam<Sentence> {};

TEST_P(NationalIssueRulesTest, Holds) { ExpectHolds(GetParam()); }
TEST_P(NationalIssueRulesTest, HoldsAfterAnUnknownEvent) {
  ExpectHoldsAfterAnUnknownEvent(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Raise, NationalIssueRulesTest, ::testing::ValuesIn(RaiseSentences()),
                         runtime::NameOf<NationalIssueRules>);
INSTANTIATE_TEST_SUITE_P(Back, NationalIssueRulesTest, ::testing::ValuesIn(BackSentences()),
                         runtime::NameOf<NationalIssueRules>);
INSTANTIATE_TEST_SUITE_P(TakeBack, NationalIssueRulesTest, ::testing::ValuesIn(TakeBackSentences()),
                         runtime::NameOf<NationalIssueRules>);
INSTANTIATE_TEST_SUITE_P(Submit, NationalIssueRulesTest, ::testing::ValuesIn(SubmitSentences()),
                         runtime::NameOf<NationalIssueRules>);
INSTANTIATE_TEST_SUITE_P(Answer, NationalIssueRulesTest, ::testing::ValuesIn(AnswerSentences()),
                         runtime::NameOf<NationalIssueRules>);
INSTANTIATE_TEST_SUITE_P(Agency, NationalIssueRulesTest, ::testing::ValuesIn(AgencySentences()),
                         runtime::NameOf<NationalIssueRules>);
INSTANTIATE_TEST_SUITE_P(End, NationalIssueRulesTest, ::testing::ValuesIn(EndSentences()),
                         runtime::NameOf<NationalIssueRules>);
INSTANTIATE_TEST_SUITE_P(Field, NationalIssueRulesTest, ::testing::ValuesIn(FieldSentences()),
                         runtime::NameOf<NationalIssueRules>);
INSTANTIATE_TEST_SUITE_P(Edit, NationalIssueRulesTest, ::testing::ValuesIn(EditSentences()),
                         runtime::NameOf<NationalIssueRules>);
INSTANTIATE_TEST_SUITE_P(Entry, NationalIssueRulesTest, ::testing::ValuesIn(EntrySentences()),
                         runtime::NameOf<NationalIssueRules>);

TEST(NationalIssueRulesReadsTest, WhoRaisesItOwnsIt) {
  const runtime::ReadSet reads = NationalIssueRules::Reads(Raise());

  EXPECT_EQ(reads.resource, "partnerships/vasterbotten/nationalIssues/1");
  EXPECT_EQ(reads.owner, "partnerships/vasterbotten/organisations/2421");
  EXPECT_THAT(reads.claims, ::testing::IsEmpty());
  EXPECT_EQ(NationalIssueRules::Reads(Answer()).owner, "");
}

TEST(NationalIssueRulesAgencyTest, MissingAndNotAddressedAnswerAlike) {
  const runtime::When<NationalIssueRules> answer = AsAgency("boverket", Answer());

  const absl::Status missing = answer.DecideAfter({}).status();
  const absl::Status of_another = answer.DecideAfter(SubmittedAnd({Answered()})).status();

  EXPECT_THAT(missing, IsRefused(kNationalIssueNotFound));
  EXPECT_EQ(missing, of_another);  // Payloads too.
}

TEST(NationalIssueStateTest, TellsWhoItIsAddressedTo) {
  const NationalIssueState state = runtime::Fold<NationalIssueRules>(SubmittedAnd({Answered()}));

  EXPECT_TRUE(state.IsAddressedTo(kPts));
  EXPECT_FALSE(state.IsAddressedTo("partnerships/vasterbotten/organisations/boverket"));
  EXPECT_FALSE(state.IsAddressedTo(""));
  EXPECT_EQ(state.CountAnswers(), 1);
}

}  // namespace
}  // namespace samverk::national_issues

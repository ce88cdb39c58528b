#include "services/exchanges/exchange_rules.h"

#include <string>
#include <utility>
#include <vector>

#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/rule_sentences.h"

namespace samverk::exchanges {
namespace {

using runtime::ExpectHolds;
using runtime::ExpectHoldsAfterAnUnknownEvent;
using runtime::FromText;
using runtime::With;
using v1::EDIT_OUTCOME_ACCEPTED;
using v1::EDIT_OUTCOME_CONVERGED;
using v1::ExchangeEvent;
using Sentences = std::vector<runtime::Sentence<ExchangeRules>>;
using When = runtime::When<ExchangeRules>;

constexpr char kName[] = "name: '~/exchanges/1'";
constexpr char kOwn[] = "partnerships/vasterbotten/organisations/2421";
constexpr char kOther[] = "partnerships/vasterbotten/organisations/2418";
constexpr char kExperience[] =
    "owner: '~/organisations/2421' title: 'Drivmedelsautomat' problem: 'Macken lades ner'"
    "done: 'Byn köpte en automat' result: 'Sjuttio tankar' cost: '400 000 kr' advice: 'Sök tidigt'"
    "shared_on @2019-10-01 places: 'Tärnaby' offers: SERVICE_OFFER_FUEL links: '~/plans/1'";
constexpr char kQuestion[] =
    "owner: '~/organisations/2421' title: 'Kontanter' text: 'Vem tar emot dagskassor?'"
    "shared_on @2019-10-01 places: 'Dikanäs' offers: SERVICE_OFFER_CASH_DEPOSIT "
    "links: '~/workshops/1'";

// Events.

ExchangeEvent Event(const std::string& text) { return FromText<ExchangeEvent>(text); }

ExchangeEvent Shared(const std::string& but = "") {
  return With(Event("experience_shared {" + std::string(kExperience) + "}"),
              "experience_shared {" + but + "}");
}

ExchangeEvent Asked(const std::string& but = "") {
  return With(Event("question_asked {" + std::string(kQuestion) + "}"),
              "question_asked {" + but + "}");
}

ExchangeEvent Answered(const std::string& id = "2418") {
  return Event("exchange_answer_given { organisation: '~/organisations/" + id + "' text: 'Ja' }");
}

ExchangeEvent AnswerCorrected(int entry) {
  return Event("exchange_answer_corrected { entry: " + std::to_string(entry) + " text: 'Nej' }");
}

ExchangeEvent AnswerRemoved(int entry) {
  return Event("exchange_answer_removed { entry: " + std::to_string(entry) + " }");
}

ExchangeEvent Accepted(int entry) {
  return Event("answer_accepted { entry: " + std::to_string(entry) + " }");
}

ExchangeEvent Closed() { return Event("question_closed {}"); }

ExchangeEvent Reopened() { return Event("question_reopened {}"); }

ExchangeEvent Adopted(const std::string& id = "2418", const std::string& but = "") {
  return With(Event("exchange_adopted { organisation: '~/organisations/" + id +
                    "' adopted_on @2019-09-01 how: 'Likadant' }"),
              "exchange_adopted {" + but + "}");
}

ExchangeEvent ResultRecorded(const std::string& id = "2418", const std::string& but = "") {
  return With(Event("adoption_result_recorded { organisation: '~/organisations/" + id +
                    "' result: 'Det gick' result_on @2019-10-06 }"),
              "adoption_result_recorded {" + but + "}");
}

ExchangeEvent AdoptionWithdrawn(const std::string& id = "2418") {
  return Event("adoption_withdrawn { organisation: '~/organisations/" + id + "' }");
}

ExchangeEvent Corrected(const std::string& edit) {
  return Event("exchange_corrected { edit { " + edit + " } }");
}

ExchangeEvent Withdrawn() { return Event("exchange_withdrawn {}"); }

// Commands.

v1::ShareExperienceRequest Share(const std::string& but = "") {
  return With(FromText<v1::ShareExperienceRequest>("parent: '~' exchange_id: '1'" +
                                                   std::string(kExperience)),
              but);
}

v1::AskQuestionRequest Ask(const std::string& but = "") {
  return With(
      FromText<v1::AskQuestionRequest>("parent: '~' exchange_id: '1'" + std::string(kQuestion)),
      but);
}

// A command about the exchange.
template <typename Command>
Command On(const std::string& text = "") {
  return FromText<Command>(kName + text);
}

v1::AnswerExchangeRequest Answer(const std::string& id = "2418") {
  return On<v1::AnswerExchangeRequest>("organisation: '~/organisations/" + id + "' text: 'Ja'");
}

v1::CorrectExchangeAnswerRequest CorrectAnswer(int entry) {
  return On<v1::CorrectExchangeAnswerRequest>("entry: " + std::to_string(entry) + " text: 'Nej'");
}

v1::RemoveExchangeAnswerRequest RemoveAnswer(int entry) {
  return On<v1::RemoveExchangeAnswerRequest>("entry: " + std::to_string(entry));
}

v1::AcceptAnswerRequest Accept(int entry) {
  return On<v1::AcceptAnswerRequest>("entry: " + std::to_string(entry));
}

v1::CloseQuestionRequest Close() { return On<v1::CloseQuestionRequest>(); }

v1::ReopenQuestionRequest Reopen() { return On<v1::ReopenQuestionRequest>(); }

v1::AdoptExchangeRequest Adopt(const std::string& id = "2418", const std::string& but = "") {
  return With(On<v1::AdoptExchangeRequest>("organisation: '~/organisations/" + id +
                                           "' adopted_on @2019-09-01 how: 'Likadant'"),
              but);
}

v1::RecordAdoptionResultRequest RecordResult(const std::string& id = "2418",
                                             const std::string& but = "") {
  return With(On<v1::RecordAdoptionResultRequest>("organisation: '~/organisations/" + id +
                                                  "' result: 'Det gick' result_on @2019-10-06"),
              but);
}

v1::WithdrawAdoptionRequest WithdrawAdoption(const std::string& id = "2418") {
  return On<v1::WithdrawAdoptionRequest>("organisation: '~/organisations/" + id + "'");
}

v1::EditExchangeRequest Edit(const std::string& edits) {
  return On<v1::EditExchangeRequest>("expected_revision: 0 " + edits);
}

v1::WithdrawExchangeRequest Withdraw() { return On<v1::WithdrawExchangeRequest>(); }

When ByOfficer(When when) { return std::move(when).As(v1::ROLE_OFFICER, kOther); }
When ByVillage(When when) { return std::move(when).As(v1::ROLE_LOCAL_ACTOR, kOther); }
When ByOwner(When when) { return std::move(when).As(v1::ROLE_OFFICER, kOwn); }
When ByLeader(When when) { return std::move(when).As(v1::ROLE_PROCESS_LEADER, kOwn); }

// The tables.

Sentences BeginSentences() {
  return {
      {"AnExperienceIsShared", {}, Share(), {Shared()}},
      {"AQuestionIsAsked", {}, Ask(), {Asked()}},
      {"WithoutADayAnExperienceIsOfToday",
       {},
       [] {
         auto share = Share();
         share.clear_shared_on();
         return share;
       }(),
       {Shared("shared_on @2019-10-07")}},
      {"WithoutADayAQuestionIsOfToday",
       {},
       [] {
         auto ask = Ask();
         ask.clear_shared_on();
         return ask;
       }(),
       {Asked("shared_on @2019-10-07")}},
      {"TodayHasCome", {}, Share("shared_on @2019-10-07"), {Shared("shared_on @2019-10-07")}},
      {"TomorrowHasYetToCome", {}, Share("shared_on @2019-10-08"), kDayInTheFuture},
      {"NobodyAsksTomorrow", {}, Ask("shared_on @2019-10-08"), kDayInTheFuture},
      {"AnOldLetterIsSharedAfterwards",
       {},
       Share("shared_on @2016-02-29"),
       {Shared("shared_on @2016-02-29")}},
      {"ATakenIdIsRefused", {Asked()}, Share(), kExchangeExists},
      {"ATakenIdIsRefusedForAQuestionToo", {Shared()}, Ask(), kExchangeExists},
      {"AWithdrawnExchangeKeepsItsId", {Shared(), Withdrawn()}, Share(), kExchangeExists},
      {"AnUnknownOwnerIsRefused",
       {},
       Share("owner: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"AnUnknownOrganisationAsksNothing",
       {},
       Ask("owner: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"AnExperienceLinksToWhatExists",
       {},
       Share("links: '~/plans/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"AQuestionLinksToWhatExists",
       {},
       Ask("links: '~/plans/unknown'"),
       runtime::kLinkedResourceNotFound},
  };
}

Sentences AnswerSentences() {
  return {
      {"AQuestionIsAnswered", {Asked()}, Answer(), {Answered()}},
      {"SomethingIsSaidOfAnExperience", {Shared()}, Answer(), {Answered()}},
      {"WhoAskedSaysMore", {Asked()}, ByOwner(Answer("2421")), {Answered("2421")}},
      {"AnOfficerAnswersForTheirOwn", {Asked()}, ByOfficer(Answer()), {Answered()}},
      {"AVillageAnswersForItself", {Asked()}, ByVillage(Answer()), {Answered()}},
      {"NobodyAnswersForAnother",
       {Asked()},
       ByOfficer(Answer("2422")),
       runtime::kNotYourOrganisation},
      {"AVillageAnswersForNobodyElse",
       {Asked()},
       ByVillage(Answer("2422")),
       runtime::kNotYourOrganisation},
      {"WhoLeadsAnswersForAnother", {Asked()}, ByLeader(Answer("2422")), {Answered("2422")}},
      {"AnUnknownOrganisationIsRefused",
       {Asked()},
       Answer("unknown"),
       runtime::kLinkedResourceNotFound},
      {"AnAnsweredQuestionTakesMore", {Asked(), Answered(), Accepted(1)}, Answer(), {Answered()}},
      {"AClosedOneDoesNot", {Asked(), Closed()}, Answer(), kQuestionClosed},
      {"AReopenedOneDoes", {Asked(), Closed(), Reopened()}, Answer(), {Answered()}},
      {"AnUnknownExchangeIsRefused", {}, Answer(), kExchangeNotFound},
      {"AWithdrawnOneIsRefused", {Asked(), Withdrawn()}, Answer(), kExchangeWithdrawn},
  };
}

Sentences AnswerCorrectionSentences() {
  const std::vector<ExchangeEvent> given = {Asked(), Answered(), Answered("2422")};
  const auto and_then = [&given](const ExchangeEvent& event) {
    std::vector<ExchangeEvent> events = given;
    events.push_back(event);
    return events;
  };
  return {
      {"AnAnswerIsCorrected", given, CorrectAnswer(1), {AnswerCorrected(1)}},
      {"WhoGaveItCorrectsIt", given, ByOfficer(CorrectAnswer(1)), {AnswerCorrected(1)}},
      {"AVillageCorrectsItsOwn", given, ByVillage(CorrectAnswer(1)), {AnswerCorrected(1)}},
      {"NobodyCorrectsAnothers", given, ByOfficer(CorrectAnswer(2)), runtime::kNotYourOrganisation},
      {"NotEvenWhoAsked", given, ByOwner(CorrectAnswer(1)), runtime::kNotYourOrganisation},
      {"WhoLeadsCorrectsAnothers", given, ByLeader(CorrectAnswer(2)), {AnswerCorrected(2)}},
      {"AClosedQuestionsAnswerIsCorrected",
       and_then(Closed()),
       CorrectAnswer(1),
       {AnswerCorrected(1)}},
      {"WhatIsNoAnswerIsNotCorrected", given, CorrectAnswer(3), kAnswerNotFound},
      {"TheQuestionItselfIsNoAnswer", given, CorrectAnswer(0), kAnswerNotFound},
      {"ARemovedAnswerIsNotCorrected", and_then(AnswerRemoved(1)), CorrectAnswer(1),
       kAnswerNotFound},
      {"AnAnswerOfAWithdrawnQuestionIsNotCorrected", and_then(Withdrawn()), CorrectAnswer(1),
       kExchangeWithdrawn},
      {"NorOneOfAnUnknownQuestion", {}, CorrectAnswer(1), kExchangeNotFound},
      {"AnAnswerIsRemoved", given, RemoveAnswer(1), {AnswerRemoved(1)}},
      {"WhoGaveItRemovesIt", given, ByOfficer(RemoveAnswer(1)), {AnswerRemoved(1)}},
      {"NobodyRemovesAnothers", given, ByOfficer(RemoveAnswer(2)), runtime::kNotYourOrganisation},
      {"WhoLeadsRemovesAnothers", given, ByLeader(RemoveAnswer(2)), {AnswerRemoved(2)}},
      {"NotTwice", and_then(AnswerRemoved(1)), RemoveAnswer(1), kAnswerNotFound},
      {"NotFromAWithdrawnQuestion", and_then(Withdrawn()), RemoveAnswer(1), kExchangeWithdrawn},
      {"NotFromAnUnknownQuestion", {}, RemoveAnswer(1), kExchangeNotFound},
  };
}

Sentences QuestionSentences() {
  return {
      {"AnAnswerIsAccepted", {Asked(), Answered()}, Accept(1), {Accepted(1)}},
      {"AnotherTakesItsPlace",
       {Asked(), Answered(), Answered(), Accepted(1)},
       Accept(2),
       {Accepted(2)}},
      {"TheSameAgainWritesNothing", {Asked(), Answered(), Accepted(1)}, Accept(1), {}},
      {"AnAnswerToAClosedQuestionIsAccepted",
       {Asked(), Answered(), Closed()},
       Accept(1),
       {Accepted(1)}},
      {"AClosedQuestionIsAnsweredAsBefore",
       {Asked(), Answered(), Accepted(1), Closed()},
       Accept(1),
       {Accepted(1)}},
      {"ARemovedAnswerIsNotAccepted",
       {Asked(), Answered(), AnswerRemoved(1)},
       Accept(1),
       kAnswerNotFound},
      {"WhatIsNoAnswerIsNotAccepted", {Asked()}, Accept(1), kAnswerNotFound},
      {"AnExperienceIsNotAnswered", {Shared(), Answered()}, Accept(1), kNotAQuestion},
      {"NothingOfAWithdrawnQuestionIsAccepted",
       {Asked(), Answered(), Withdrawn()},
       Accept(1),
       kExchangeWithdrawn},
      {"NothingOfAnUnknownOneEither", {}, Accept(1), kExchangeNotFound},
      {"AQuestionIsClosed", {Asked()}, Close(), {Closed()}},
      {"AnAnsweredQuestionIsClosed", {Asked(), Answered(), Accepted(1)}, Close(), {Closed()}},
      {"NotClosedTwice", {Asked(), Closed()}, Close(), kQuestionClosed},
      {"AnExperienceIsNotClosed", {Shared()}, Close(), kNotAQuestion},
      {"AWithdrawnQuestionIsNotClosed", {Asked(), Withdrawn()}, Close(), kExchangeWithdrawn},
      {"AnUnknownQuestionIsNotClosed", {}, Close(), kExchangeNotFound},
      {"AClosedQuestionIsOpenedAgain", {Asked(), Closed()}, Reopen(), {Reopened()}},
      {"AnAnsweredQuestionIsOpenedAgain",
       {Asked(), Answered(), Accepted(1)},
       Reopen(),
       {Reopened()}},
      {"AnOpenQuestionIsOpen", {Asked()}, Reopen(), kQuestionOpen},
      {"WithoutItsAnswerAQuestionIsOpen",
       {Asked(), Answered(), Accepted(1), AnswerRemoved(1)},
       Reopen(),
       kQuestionOpen},
      {"AClosedQuestionStaysClosedWithoutItsAnswer",
       {Asked(), Answered(), Accepted(1), Closed(), AnswerRemoved(1)},
       Close(),
       kQuestionClosed},
      {"AnotherAnswerGoneChangesNothing",
       {Asked(), Answered(), Answered(), Accepted(1), AnswerRemoved(2)},
       Accept(1),
       {}},
      {"AnExperienceIsNotOpenedAgain", {Shared()}, Reopen(), kNotAQuestion},
      {"AWithdrawnQuestionIsNotOpenedAgain", {Asked(), Withdrawn()}, Reopen(), kExchangeWithdrawn},
      {"AnUnknownQuestionIsNotOpenedAgain", {}, Reopen(), kExchangeNotFound},
  };
}

Sentences AdoptionSentences() {
  return {
      {"AnExperienceIsAdopted", {Shared()}, Adopt(), {Adopted()}},
      {"AnOfficerAdoptsForTheirOwn", {Shared()}, ByOfficer(Adopt()), {Adopted()}},
      {"NobodyAdoptsForAnother",
       {Shared()},
       ByOfficer(Adopt("2422")),
       runtime::kNotYourOrganisation},
      {"NotEvenWhoSharedIt", {Shared()}, ByOwner(Adopt("2422")), runtime::kNotYourOrganisation},
      {"WhoLeadsAdoptsForAnother", {Shared()}, ByLeader(Adopt("2422")), {Adopted("2422")}},
      {"NobodyAdoptsTheirOwn", {Shared()}, Adopt("2421"), kAdoptsItsOwn},
      {"AnUnknownOrganisationIsRefused",
       {Shared()},
       Adopt("unknown"),
       runtime::kLinkedResourceNotFound},
      {"WithoutADayItIsAdoptedToday",
       {Shared()},
       On<v1::AdoptExchangeRequest>("organisation: '~/organisations/2418'"),
       {Adopted("2418", "adopted_on @2019-10-07 how: ''")}},
      {"ItIsNotAdoptedTomorrow",
       {Shared()},
       Adopt("2418", "adopted_on @2019-10-08"),
       kDayInTheFuture},
      {"AdoptingAgainCorrects",
       {Shared(), Adopted("2418", "how: 'Annorlunda'")},
       Adopt(),
       {Adopted()}},
      {"AQuestionIsNotAdopted", {Asked()}, Adopt(), kNotAnExperience},
      {"AWithdrawnExperienceIsNotAdopted", {Shared(), Withdrawn()}, Adopt(), kExchangeWithdrawn},
      {"AnUnknownOneIsNotAdopted", {}, Adopt(), kExchangeNotFound},
  };
}

Sentences ResultSentences() {
  const std::vector<ExchangeEvent> given = {Shared(), Adopted(), Adopted("2422")};
  return {
      {"WhatCameOfItIsRecorded", given, RecordResult(), {ResultRecorded()}},
      {"WhoAdoptedSaysWhatCameOfIt", given, ByOfficer(RecordResult()), {ResultRecorded()}},
      {"NobodySaysItForAnother", given, ByOfficer(RecordResult("2422")),
       runtime::kNotYourOrganisation},
      {"WhoLeadsSaysItForAnother", given, ByLeader(RecordResult("2422")), {ResultRecorded("2422")}},
      {"ALaterResultTakesThePlaceOfTheFirst",
       {Shared(), Adopted(), ResultRecorded()},
       RecordResult("2418", "result: 'Sedan inte'"),
       {ResultRecorded("2418", "result: 'Sedan inte'")}},
      {"WithoutADayItIsOfToday",
       given,
       On<v1::RecordAdoptionResultRequest>(
           "organisation: '~/organisations/2418' result: 'Det gick'"),
       {ResultRecorded("2418", "result_on @2019-10-07")}},
      {"WhatComesTomorrowIsNotKnown", given, RecordResult("2418", "result_on @2019-10-08"),
       kDayInTheFuture},
      {"NothingComesOfWhatNobodyAdopted", given, RecordResult("2425"), kNotAdopted},
      {"NorOfWhatWasTakenBack",
       {Shared(), Adopted(), AdoptionWithdrawn()},
       RecordResult(),
       kNotAdopted},
      {"NorOfAQuestion", {Asked()}, RecordResult(), kNotAnExperience},
      {"NorOfAWithdrawnExperience",
       {Shared(), Adopted(), Withdrawn()},
       RecordResult(),
       kExchangeWithdrawn},
      {"NorOfAnUnknownOne", {}, RecordResult(), kExchangeNotFound},
      {"AnAdoptionIsTakenBack", given, WithdrawAdoption(), {AdoptionWithdrawn()}},
      {"WhoAdoptedTakesItBack", given, ByOfficer(WithdrawAdoption()), {AdoptionWithdrawn()}},
      {"NobodyTakesBackAnothers", given, ByOfficer(WithdrawAdoption("2422")),
       runtime::kNotYourOrganisation},
      {"NotTwice", {Shared(), Adopted(), AdoptionWithdrawn()}, WithdrawAdoption(), kNotAdopted},
      {"WhatWasTakenBackIsAdoptedAgain",
       {Shared(), Adopted(), AdoptionWithdrawn()},
       Adopt(),
       {Adopted()}},
      {"AQuestionHasNoAdoptionToTakeBack", {Asked()}, WithdrawAdoption(), kNotAnExperience},
      {"NorHasAWithdrawnExperience",
       {Shared(), Adopted(), Withdrawn()},
       WithdrawAdoption(),
       kExchangeWithdrawn},
      {"NorAnUnknownOne", {}, WithdrawAdoption(), kExchangeNotFound},
  };
}

// One sentence for each field: another value is accepted, the same again converges.
Sentences FieldSentences() {
  const std::pair<std::string, bool> edits[] = {{"title: 'Annat'", true},
                                                {"problem: 'Annat'", true},
                                                {"done: 'Annat'", true},
                                                {"result: ''", true},
                                                {"cost: ''", true},
                                                {"advice: 'Annat'", true},
                                                {"shared_on @2018-01-01", true},
                                                {"places { places: 'Hemavan' }", true},
                                                {"offers {}", true},
                                                {"links { links: '~/plans/2' }", true},
                                                {"title: 'Annat'", false},
                                                {"text: 'Annat'", false},
                                                {"shared_on @2018-01-01", false}};
  Sentences sentences;
  int n = 0;
  for (const auto& [edit, of_experience] : edits) {
    const ExchangeEvent first = of_experience ? Shared() : Asked();
    sentences.push_back({"Field" + std::to_string(n) + "IsCorrected",
                         {first},
                         Edit("edits {" + edit + "}"),
                         {{Corrected(edit)}, {EDIT_OUTCOME_ACCEPTED}}});
    sentences.push_back({"Field" + std::to_string(n) + "Converges",
                         {first, Corrected(edit)},
                         Edit("edits {" + edit + "}"),
                         {{}, {EDIT_OUTCOME_CONVERGED}}});
    ++n;
  }
  return sentences;
}

Sentences EditSentences() {
  return {
      {"EachEditIsJudgedOnWhatThoseBeforeItLeave",
       {Shared()},
       Edit("edits { title: 'A' } edits { title: 'A' } edits { title: 'Drivmedelsautomat' }"),
       {{Corrected("title: 'A'"), Corrected("title: 'Drivmedelsautomat'")},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_CONVERGED, EDIT_OUTCOME_ACCEPTED}}},
      {"AllOrNothing",
       {Shared()},
       Edit("edits { title: 'A' } edits { links { links: '~/plans/unknown' } }"),
       runtime::kLinkedResourceNotFound},
      {"WithoutABaseItIsRefused",
       {Shared()},
       On<v1::EditExchangeRequest>("edits { title: 'A' }"),
       runtime::kBaseRequired},
      {"AnAdoptedExperienceIsCorrected",
       {Shared(), Adopted()},
       Edit("edits { advice: 'Vänta' }"),
       {{Corrected("advice: 'Vänta'")}, {EDIT_OUTCOME_ACCEPTED}}},
      {"AClosedQuestionIsCorrected",
       {Asked(), Closed()},
       Edit("edits { text: 'Vem?' }"),
       {{Corrected("text: 'Vem?'")}, {EDIT_OUTCOME_ACCEPTED}}},
      {"TomorrowHasYetToCome",
       {Shared()},
       Edit("edits { shared_on @2019-10-08 }"),
       kDayInTheFuture},
      {"TodayHasCome",
       {Shared()},
       Edit("edits { shared_on @2019-10-07 }"),
       {{Corrected("shared_on @2019-10-07")}, {EDIT_OUTCOME_ACCEPTED}}},
      {"AnExperienceHasNoQuestion", {Shared()}, Edit("edits { text: 'Vem?' }"), kNotAQuestion},
      {"AQuestionHasNoProblem", {Asked()}, Edit("edits { problem: 'A' }"), kNotAnExperience},
      {"NothingWasDoneAboutAQuestion", {Asked()}, Edit("edits { done: 'A' }"), kNotAnExperience},
      {"AQuestionHasNoResult", {Asked()}, Edit("edits { result: 'A' }"), kNotAnExperience},
      {"AQuestionCostsNothing", {Asked()}, Edit("edits { cost: 'A' }"), kNotAnExperience},
      {"AQuestionGivesNoAdvice", {Asked()}, Edit("edits { advice: 'A' }"), kNotAnExperience},
      {"AWithdrawnExchangeIsNotCorrected",
       {Shared(), Withdrawn()},
       Edit("edits { title: 'A' }"),
       kExchangeWithdrawn},
      {"AnUnknownExchangeIsNotCorrected", {}, Edit("edits { title: 'A' }"), kExchangeNotFound},
      {"AnExperienceIsWithdrawn", {Shared(), Adopted()}, Withdraw(), {Withdrawn()}},
      {"AQuestionIsWithdrawn", {Asked(), Answered(), Closed()}, Withdraw(), {Withdrawn()}},
      {"NotTwice", {Shared(), Withdrawn()}, Withdraw(), kExchangeWithdrawn},
      {"AnUnknownExchangeIsNotWithdrawn", {}, Withdraw(), kExchangeNotFound},
  };
}

class ExchangeRulesTest : public ::testing::TestWithParam<runtime::Sentence<ExchangeRules>> {};

TEST_P(ExchangeRulesTest, Holds) { ExpectHolds(GetParam()); }
TEST_P(ExchangeRulesTest, HoldsAfterAnUnknownEvent) { ExpectHoldsAfterAnUnknownEvent(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Begin, ExchangeRulesTest, ::testing::ValuesIn(BeginSentences()),
                         runtime::NameOf<ExchangeRules>);
INSTANTIATE_TEST_SUITE_P(Answer, ExchangeRulesTest, ::testing::ValuesIn(AnswerSentences()),
                         runtime::NameOf<ExchangeRules>);
INSTANTIATE_TEST_SUITE_P(AnswerCorrection, ExchangeRulesTest,
                         ::testing::ValuesIn(AnswerCorrectionSentences()),
                         runtime::NameOf<ExchangeRules>);
INSTANTIATE_TEST_SUITE_P(Question, ExchangeRulesTest, ::testing::ValuesIn(QuestionSentences()),
                         runtime::NameOf<ExchangeRules>);
INSTANTIATE_TEST_SUITE_P(Adoption, ExchangeRulesTest, ::testing::ValuesIn(AdoptionSentences()),
                         runtime::NameOf<ExchangeRules>);
INSTANTIATE_TEST_SUITE_P(Result, ExchangeRulesTest, ::testing::ValuesIn(ResultSentences()),
                         runtime::NameOf<ExchangeRules>);
INSTANTIATE_TEST_SUITE_P(Field, ExchangeRulesTest, ::testing::ValuesIn(FieldSentences()),
                         runtime::NameOf<ExchangeRules>);
INSTANTIATE_TEST_SUITE_P(Edit, ExchangeRulesTest, ::testing::ValuesIn(EditSentences()),
                         runtime::NameOf<ExchangeRules>);

TEST(ExchangeRulesReadsTest, WhoSharesOrAsksOwnsTheExchange) {
  EXPECT_EQ(ExchangeRules::Reads(Share()).resource, "partnerships/vasterbotten/exchanges/1");
  EXPECT_EQ(ExchangeRules::Reads(Share()).owner, kOwn);
  EXPECT_EQ(ExchangeRules::Reads(Ask()).resource, "partnerships/vasterbotten/exchanges/1");
  EXPECT_EQ(ExchangeRules::Reads(Ask()).owner, kOwn);
}

TEST(ExchangeRulesReadsTest, WhoAdoptsDoesNotOwnIt) {
  EXPECT_EQ(ExchangeRules::Reads(Adopt()).owner, "");
  EXPECT_EQ(ExchangeRules::Reads(Edit("")).owner, "");
}

TEST(ExchangeRulesLimitsTest, AnswersAreKeptUpToTheMostAndARemovedOneMakesRoom) {
  std::vector<ExchangeEvent> given(1, Asked());
  given.resize(kAnswersMax, Answered());  // One less, beside the question.
  EXPECT_OK(When(Answer()).DecideAfter(given));

  given.push_back(Answered());
  EXPECT_THAT(When(Answer()).DecideAfter(given), IsRefused(kTooManyAnswers));

  given.push_back(AnswerRemoved(7));
  EXPECT_OK(When(Answer()).DecideAfter(given));
}

TEST(ExchangeRulesLimitsTest, AdoptionsAreKeptUpToTheMostAndCorrectedBeyond) {
  std::vector<ExchangeEvent> given(1, Shared());
  for (int id = 1; id < kAdoptionsMax; ++id) given.push_back(Adopted(std::to_string(id)));
  EXPECT_OK(When(Adopt()).DecideAfter(given));

  given.push_back(Adopted());
  EXPECT_THAT(When(Adopt("2422")).DecideAfter(given), IsRefused(kTooManyAdoptions));
  EXPECT_OK(When(Adopt()).DecideAfter(given));
}

TEST(ExchangeRulesLimitsTest, AStateCostsWhatItKeepsAndAnswersAreForgotten) {
  const auto size_of = [](const std::vector<ExchangeEvent>& events) {
    return ExchangeRules::SizeBytes(runtime::Fold<ExchangeRules>(events));
  };
  ExchangeEvent long_answer = Answered();
  long_answer.mutable_exchange_answer_given()->set_text(std::string(8000, 'x'));
  ExchangeEvent long_correction = AnswerCorrected(1);
  long_correction.mutable_exchange_answer_corrected()->set_text(std::string(8000, 'x'));
  ExchangeEvent long_experience = Shared();
  long_experience.mutable_experience_shared()->set_done(std::string(8000, 'x'));

  EXPECT_GT(size_of({long_experience}), 8000);
  EXPECT_EQ(size_of({Asked(), long_answer}), size_of({Asked()}) + kAnswerBytes);
  EXPECT_EQ(size_of({Asked(), long_answer, long_correction}), size_of({Asked(), long_answer}));
  EXPECT_EQ(size_of({Asked(), long_answer, AnswerRemoved(1)}), size_of({Asked()}));
  EXPECT_EQ(size_of({Asked(), AnswerRemoved(1)}), size_of({Asked()}));
}

}  // namespace
}  // namespace samverk::exchanges

// Tests of rules as tables of sentences: given events, when a command, then events or a
// refusal.
//
//   std::vector<Sentence<MeetingRules>> CancelSentences() {
//     return {
//         {"AMeetingIsCancelled", {Called()}, Cancel(), {Cancelled()}},
//         {"AHeldMeetingIsNotCancelled", {Called(), Held()}, Cancel(), kMeetingAlreadyHeld},
//     };
//   }
//   class MeetingRulesTest : public ::testing::TestWithParam<Sentence<MeetingRules>> {};
//   TEST_P(MeetingRulesTest, Holds) { ExpectHolds(GetParam()); }
//   INSTANTIATE_TEST_SUITE_P(Cancel, MeetingRulesTest, ::testing::ValuesIn(CancelSentences()),
//                            NameOf<MeetingRules>);
//
// It is 7 October 2019. Of what a command links to, everything exists but what has
// `unknown` in its name; and rules learn only of what their Reads named.

#ifndef SAMVERK_SERVICES_RUNTIME_TESTING_RULE_SENTENCES_H_
#define SAMVERK_SERVICES_RUNTIME_TESTING_RULE_SENTENCES_H_

#include <functional>
#include <initializer_list>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/time/civil_time.h"
#include "base/refusal.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "services/runtime/rules.h"
#include "services/runtime/testing/from_text.h"

namespace samverk::runtime {

// A command, to be decided from a state.
template <typename Rules>
class When {
 public:
  template <typename Command>
  When(Command command)  // NOLINT(google-explicit-constructor): keeps the tables readable.
      : decide_([command](const typename Rules::State& state) {
          CommandContext context;
          context.actor.set_role(v1::ROLE_ADMINISTRATOR);
          context.today = absl::CivilDay(2019, 10, 7);
          Facts facts;
          for (const std::string& name : Rules::Reads(command).linked) {
            if (!absl::StrContains(name, "unknown")) facts.AddLinked(name);
          }
          return Rules::Decide(state, facts, command, context);
        }) {}

  typename Rules::Decision Decide(const typename Rules::State& state) const {
    return decide_(state);
  }

 private:
  std::function<typename Rules::Decision(const typename Rules::State&)> decide_;
};

// What a command leads to: a reason to refuse it, or events and the outcomes of edits.
template <typename Event>
struct Then {
  // NOLINTBEGIN(google-explicit-constructor): keeps the tables readable.
  Then(const Reason& reason) : refused(reason) {}
  Then(std::initializer_list<Event> events) : events(events) {}
  Then(std::initializer_list<Event> events, std::vector<v1::EditOutcome> outcomes)
      : events(events), outcomes(std::move(outcomes)) {}
  // NOLINTEND(google-explicit-constructor)

  std::optional<Reason> refused;
  std::vector<Event> events;
  std::vector<v1::EditOutcome> outcomes;
};

template <typename Rules>
struct Sentence {
  std::string name;  // The name of a test.
  std::vector<typename Rules::Event> given;
  When<Rules> when;
  Then<typename Rules::Event> then;

  friend std::ostream& operator<<(std::ostream& out, const Sentence& sentence) {
    return out << sentence.name;
  }
};

// The state that `events` lead to.
template <typename Rules>
typename Rules::State Fold(const std::vector<typename Rules::Event>& events) {
  typename Rules::State state;
  int64_t revision = 0;
  for (const auto& event : events) Rules::Evolve(state, event, EventPlace{revision++});
  return state;
}

// A refusal must say all that it has to say, in both languages.
inline void ExpectFilledIn(const absl::Status& refusal) {
  EXPECT_FALSE(absl::StrContains(refusal.message(), "{")) << refusal;
  const auto swedish = refusal.GetPayload("type.googleapis.com/google.rpc.LocalizedMessage");
  ASSERT_TRUE(swedish.has_value());
  google::rpc::LocalizedMessage localized;
  ASSERT_TRUE(localized.ParseFromString(std::string(*swedish)));
  EXPECT_EQ(localized.locale(), "sv");
  EXPECT_FALSE(absl::StrContains(localized.message(), "{")) << localized.message();
}

template <typename Event>
std::vector<std::string> Texts(const std::vector<Event>& events) {
  std::vector<std::string> texts;
  texts.reserve(events.size());
  for (const Event& event : events) texts.push_back(ToText(event));
  return texts;
}

// Checks one sentence.
template <typename Rules>
void ExpectHolds(const Sentence<Rules>& sentence) {
  const typename Rules::Decision decision = sentence.when.Decide(Fold<Rules>(sentence.given));
  if (sentence.then.refused.has_value()) {
    EXPECT_THAT(decision, IsRefused(*sentence.then.refused));
    if (!decision.ok()) ExpectFilledIn(decision.status());
    return;
  }
  ASSERT_OK(decision);
  EXPECT_THAT(Texts(decision->events), ::testing::ElementsAreArray(Texts(sentence.then.events)));
  EXPECT_THAT(decision->outcomes, ::testing::ElementsAreArray(sentence.then.outcomes));
}

// Checks that it is also true after a fact of a later version: that changes nothing.
template <typename Rules>
void ExpectHoldsAfterAnUnknownEvent(Sentence<Rules> sentence) {
  sentence.given.emplace_back();
  ExpectHolds(sentence);
}

template <typename Rules>
std::string NameOf(const ::testing::TestParamInfo<Sentence<Rules>>& info) {
  return info.param.name;
}

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_TESTING_RULE_SENTENCES_H_

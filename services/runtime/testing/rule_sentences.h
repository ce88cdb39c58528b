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
//
// Of resources that several hands write, a sentence can say more. The n-th event stands at position
// n, so that a base of 2 is that of a form which showed the first two:
//
//   {"TwoTitlesConflict",
//    {Created(), By("björn", Titled("B"))},
//    When<PlanRules>(EditOn(1, "title: 'A'")).By("anna"),
//    Then<PlanEvent>({Raised("title", 1, "title: 'A'")}, {EDIT_OUTCOME_CONFLICT})
//        .Remarking({"0 conflict +0"})},
//
// Remarks read `0 parallel`, `0 GOAL_NOT_FOUND`, `0 conflict 3`, or `0 conflict +1` of one that is
// raised by the second event of the decision. What a sentence does not mention must not happen.

#ifndef SAMVERK_SERVICES_RUNTIME_TESTING_RULE_SENTENCES_H_
#define SAMVERK_SERVICES_RUNTIME_TESTING_RULE_SENTENCES_H_

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"
#include "base/refusal.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/message.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "services/runtime/rules.h"
#include "services/runtime/testing/from_text.h"

namespace samverk::runtime {

// An event, and whose hand it is from.
template <typename Event>
struct Said {
  Said(Event said) : event(std::move(said)) {}  // NOLINT(google-explicit-constructor): as above.
  Said(std::string hand, Event said) : event(std::move(said)), writer(std::move(hand)) {}

  Event event;
  std::string writer = "anna";
};
template <typename Event>
Said<Event> By(std::string writer, Event event) {
  return {std::move(writer), std::move(event)};
}

// The events of a resource, the first one at revision 0 and position 1.
template <typename Event>
class History {
 public:
  History() = default;
  // NOLINTBEGIN(google-explicit-constructor): keeps the tables readable.
  History(std::initializer_list<Said<Event>> events) : events_(events) {}
  History(const std::vector<Event>& events) : events_(events.begin(), events.end()) {}
  History(std::vector<Said<Event>> events) : events_(std::move(events)) {}
  // NOLINTEND(google-explicit-constructor)

  void Add(Said<Event> event) { events_.push_back(std::move(event)); }
  const std::vector<Said<Event>>& events() const { return events_; }
  int64_t next_revision() const { return static_cast<int64_t>(events_.size()); }
  EventPlace PlaceOf(int64_t revision, const std::string& writer) const {
    return {revision, revision + 1, writer};
  }

 private:
  std::vector<Said<Event>> events_;
};

// The state that `events` lead to.
template <typename Rules>
typename Rules::State Fold(const History<typename Rules::Event>& history) {
  typename Rules::State state;
  int64_t revision = 0;
  for (const auto& said : history.events()) {
    Rules::Evolve(state, said.event, history.PlaceOf(revision++, said.writer));
  }
  return state;
}

// A stream of claims that its events led to.
template <typename Rules>
std::shared_ptr<const AnyState> ClaimOf(const std::vector<typename Rules::Event>& events) {
  auto state = std::make_shared<StateOf<typename Rules::State>>();
  state->value = Fold<Rules>(events);
  return state;
}

// A command, to be decided from a state.
template <typename Rules>
class When {
 public:
  using State = typename Rules::State;
  using Events = History<typename Rules::Event>;

  template <typename Command>
  When(Command command)  // NOLINT(google-explicit-constructor): keeps the tables readable.
      : decide_([command](const When& when, const State& state, const Events& history) {
          CommandContext context = when.context_;
          if constexpr (requires { command.has_base_position(); }) {
            if (command.has_base_position()) {
              context.base_position = command.base_position().position();
            }
          }
          context.next = history.PlaceOf(history.next_revision(), context.writer);
          const ReadSet reads = Rules::Reads(command);
          std::vector<std::string> claims = reads.claims;
          if constexpr (requires { Rules::ClaimsRead(state, command); }) {
            for (std::string& claim : Rules::ClaimsRead(state, command)) claims.push_back(claim);
          }
          Facts facts;
          for (const std::string& name : reads.linked) {
            if (!absl::StrContains(name, "unknown")) facts.AddLinked(name);
          }
          for (const std::string& claim : claims) {
            const auto found = when.claims_.find(claim);
            if (found != when.claims_.end()) facts.AddClaim(claim, found->second.get());
          }
          if constexpr (requires { Rules::EventsRead(state, command, context); }) {
            for (const int64_t revision : Rules::EventsRead(state, command, context)) {
              const auto& event = history.events().at(static_cast<size_t>(revision)).event;
              facts.AddEvent(revision, std::make_shared<const typename Rules::Event>(event));
            }
          }
          return Rules::Decide(state, facts, command, context);
        }) {
    context_.actor.set_role(v1::ROLE_ADMINISTRATOR);
    context_.today = absl::CivilDay(2019, 10, 7);
    context_.writer = "anna";
  }

  // Whose hand it is.
  When By(std::string writer) && {
    context_.writer = std::move(writer);
    return std::move(*this);
  }
  // As whom; an administrator otherwise.
  When As(v1::Role role, const std::string& organisation = "") && {
    context_.actor.set_role(role);
    context_.actor.set_organisation(organisation);
    return std::move(*this);
  }
  // The day that it is.
  When On(absl::CivilDay today) && {
    context_.today = today;
    return std::move(*this);
  }
  // What stands in a stream of claims, a whole name; the rules see it if they say that they read
  // it.
  When Where(const std::string& claim, std::shared_ptr<const AnyState> state) && {
    claims_.insert_or_assign(claim, std::move(state));
    return std::move(*this);
  }

  typename Rules::Decision Decide(const State& state) const { return decide_(*this, state, {}); }
  typename Rules::Decision DecideAfter(const Events& history) const {
    return decide_(*this, Fold<Rules>(history), history);
  }

 private:
  CommandContext context_;
  std::map<std::string, std::shared_ptr<const AnyState>> claims_;
  std::function<typename Rules::Decision(const When&, const State&, const Events&)> decide_;
};

// What a command leads to: a reason to refuse it, or events, the outcomes of edits, what is
// remarked about them, and events of claim streams.
template <typename Event>
struct Then {
  // NOLINTBEGIN(google-explicit-constructor): keeps the tables readable.
  Then(const Reason& reason) : refused(reason) {}
  Then(std::initializer_list<Event> events) : events(events) {}
  Then(std::initializer_list<Event> events, std::vector<v1::EditOutcome> outcomes)
      : events(events), outcomes(std::move(outcomes)) {}
  // NOLINTEND(google-explicit-constructor)

  Then Remarking(std::vector<std::string> said) && {
    remarks = std::move(said);
    return std::move(*this);
  }
  // `event` in `stream`, both as ToText writes them.
  Then Claiming(const std::string& stream, const google::protobuf::Message& event) && {
    claims.push_back(stream + ": " + ToText(event));
    return std::move(*this);
  }

  std::optional<Reason> refused;
  std::vector<Event> events;
  std::vector<v1::EditOutcome> outcomes;
  std::vector<std::string> remarks;
  std::vector<std::string> claims;
};

template <typename Rules>
struct Sentence {
  std::string name;  // The name of a test.
  History<typename Rules::Event> given;
  When<Rules> when;
  Then<typename Rules::Event> then;

  friend std::ostream& operator<<(std::ostream& out, const Sentence& sentence) {
    return out << sentence.name;
  }
};

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

// A remark as sentences say it. `next` is the revision of the first event of its decision.
inline std::string ToSentence(const v1::EditRemark& remark, int64_t next) {
  std::string text = std::to_string(remark.edit());
  if (remark.parallel()) text += " parallel";
  if (!remark.conflict().empty()) {
    const int64_t number = std::stoll(remark.conflict().substr(remark.conflict().rfind('/') + 1));
    text += number < next ? " conflict " + std::to_string(number)
                          : " conflict +" + std::to_string(number - next);
  }
  if (!remark.reason().empty()) {
    text += " " + remark.reason();
    for (const std::string& said : {remark.message(), remark.message_sv()}) {
      EXPECT_NE(said, "") << text;
      EXPECT_FALSE(absl::StrContains(said, "{")) << said;
    }
    EXPECT_NE(remark.message(), remark.message_sv());
  }
  return text;
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
  const typename Rules::Decision decision = sentence.when.DecideAfter(sentence.given);
  if (sentence.then.refused.has_value()) {
    EXPECT_THAT(decision, IsRefused(*sentence.then.refused));
    if (!decision.ok()) ExpectFilledIn(decision.status());
    return;
  }
  ASSERT_OK(decision);
  EXPECT_THAT(Texts(decision->events), ::testing::ElementsAreArray(Texts(sentence.then.events)));
  EXPECT_THAT(decision->outcomes, ::testing::ElementsAreArray(sentence.then.outcomes));
  std::vector<std::string> remarks;
  for (const v1::EditRemark& remark : decision->remarks) {
    remarks.push_back(ToSentence(remark, sentence.given.next_revision()));
  }
  EXPECT_EQ(remarks, sentence.then.remarks);
  std::vector<std::string> claims;
  for (const auto& [stream, event] : decision->claims) {
    claims.push_back(absl::StrReplaceAll(stream, {{kHere, "~"}}) + ": " + ToText(*event));
  }
  EXPECT_EQ(claims, sentence.then.claims);
}

// Checks that it is also true after a fact of a later version: that changes nothing.
template <typename Rules>
void ExpectHoldsAfterAnUnknownEvent(Sentence<Rules> sentence) {
  sentence.given.Add(typename Rules::Event());
  ExpectHolds(sentence);
}

template <typename Rules>
std::string NameOf(const ::testing::TestParamInfo<Sentence<Rules>>& info) {
  return info.param.name;
}

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_TESTING_RULE_SENTENCES_H_

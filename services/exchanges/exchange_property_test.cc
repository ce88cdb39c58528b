// Whatever is answered, accepted, closed, adopted, corrected and withdrawn, by whomever:
//
//   - a question is answered exactly while one of its answers is accepted and it is not closed;
//   - what is accepted is an answer that stands;
//   - an experience is never answered or closed, a question never adopted;
//   - nobody adopts their own experience, everybody adopts one at most once;
//   - nobody but the organisation that said it, and who leads the process, changes what was said;
//   - after it was withdrawn nothing happens.
//
// Compared with a model that knows a question only by its answers.
//
// Prints its seed. RC_PARAMS takes one, and more: RC_PARAMS="seed=… max_success=1000".

#include <stdlib.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "services/exchanges/exchange_rules.h"
#include "services/runtime/testing/from_text.h"

namespace samverk::exchanges {
namespace {

using runtime::FromText;

constexpr int kOrganisations = 4;  // The first one shares or asks.
constexpr int kLeader = kOrganisations;

struct Step {
  enum Kind {
    kAnswer,
    kCorrect,
    kRemove,
    kAccept,
    kClose,
    kReopen,
    kAdopt,
    kResult,
    kUnadopt,
    kEdit,
    kWithdraw
  };
  Kind kind = kAnswer;
  int actor = 0;
  int organisation = 0;
  int entry = 0;
};

void showValue(const Step& step, std::ostream& out) {
  static const char* const kKinds[] = {"answer",  "correct", "remove",  "accept",
                                       "close",   "reopen",  "adopt",   "result",
                                       "unadopt", "edit",    "withdraw"};
  out << step.actor << ": " << kKinds[step.kind] << " " << step.organisation << " #" << step.entry;
}

rc::Gen<Step> AStep() {
  return rc::gen::build<Step>(
      rc::gen::set(&Step::kind, rc::gen::weightedElement<Step::Kind>({{12, Step::kAnswer},
                                                                      {4, Step::kCorrect},
                                                                      {6, Step::kRemove},
                                                                      {8, Step::kAccept},
                                                                      {3, Step::kClose},
                                                                      {4, Step::kReopen},
                                                                      {8, Step::kAdopt},
                                                                      {5, Step::kResult},
                                                                      {4, Step::kUnadopt},
                                                                      {2, Step::kEdit},
                                                                      {1, Step::kWithdraw}})),
      rc::gen::set(&Step::actor, rc::gen::inRange(0, kLeader + 1)),
      rc::gen::set(&Step::organisation, rc::gen::inRange(0, kOrganisations)),
      rc::gen::set(&Step::entry, rc::gen::inRange(0, 20)));
}

std::string NameOf(int organisation) {
  return absl::StrCat("partnerships/vasterbotten/organisations/", organisation);
}

// What is known of an exchange without rules.
struct Model {
  bool is_question = false;
  bool closed = false;
  bool withdrawn = false;
  int64_t accepted = 0;
  std::map<int64_t, int> answers;  // Who gave each that stands.
  std::map<int, bool> adopted;     // Whether anything came of it, by organisation.

  v1::ExchangeState State() const {
    if (withdrawn) return v1::EXCHANGE_STATE_WITHDRAWN;
    if (!is_question) return v1::EXCHANGE_STATE_SHARED;
    if (closed) return v1::EXCHANGE_STATE_CLOSED;
    return accepted == 0 ? v1::EXCHANGE_STATE_OPEN : v1::EXCHANGE_STATE_ANSWERED;
  }
};

class Exchange {
 public:
  explicit Exchange(bool is_question) {
    model_.is_question = is_question;
    Happens(FromText<v1::ExchangeEvent>(is_question
                                            ? "question_asked { owner: '~/organisations/0' }"
                                            : "experience_shared { owner: '~/organisations/0' }"));
  }

  void Take(const Step& step) {
    const std::string organisation =
        absl::StrCat(" organisation: '", NameOf(step.organisation), "'");
    const std::string entry = absl::StrCat(" entry: ", step.entry);
    const bool speaks = step.actor == kLeader || step.actor == step.organisation;
    const auto answer = model_.answers.find(step.entry);
    const bool its_own =
        answer != model_.answers.end() && (step.actor == kLeader || step.actor == answer->second);
    const int64_t next = next_;
    switch (step.kind) {
      case Step::kAnswer:
        if (Give<v1::AnswerExchangeRequest>(step, organisation, speaks && !model_.closed)) {
          model_.answers[next] = step.organisation;
        }
        return;
      case Step::kCorrect:
        Give<v1::CorrectExchangeAnswerRequest>(step, entry, its_own);
        return;
      case Step::kRemove:
        if (Give<v1::RemoveExchangeAnswerRequest>(step, entry, its_own)) Forget(step.entry);
        return;
      case Step::kAdopt:
        if (Give<v1::AdoptExchangeRequest>(
                step, organisation, speaks && !model_.is_question && step.organisation != 0)) {
          model_.adopted.emplace(step.organisation, false);
        }
        return;
      case Step::kResult:
        if (Give<v1::RecordAdoptionResultRequest>(
                step, organisation + " result: 'x'",
                speaks && model_.adopted.contains(step.organisation))) {
          model_.adopted[step.organisation] = true;
        }
        return;
      case Step::kUnadopt:
        if (Give<v1::WithdrawAdoptionRequest>(
                step, organisation, speaks && model_.adopted.contains(step.organisation))) {
          model_.adopted.erase(step.organisation);
        }
        return;
      default:
        return TakeAsOwner(step);
    }
  }

  // Rules and model agree on everything.
  void Check() const {
    const v1::Exchange& exchange = state_.exchange;
    RC_ASSERT(exchange.state() == model_.State());
    RC_ASSERT(exchange.accepted_answer() == model_.accepted);
    RC_ASSERT(model_.accepted == 0 || state_.answers.contains(model_.accepted));
    RC_ASSERT(static_cast<size_t>(exchange.answer_count()) == model_.answers.size());
    RC_ASSERT(state_.answers.size() == model_.answers.size());
    for (const auto& [entry, organisation] : model_.answers) {
      RC_ASSERT(state_.answers.at(entry) == NameOf(organisation));
    }
    RC_ASSERT(static_cast<size_t>(exchange.adoptions_size()) == model_.adopted.size());
    std::set<std::string> adopters;
    for (const v1::ExchangeAdoption& each : exchange.adoptions()) {
      RC_ASSERT(adopters.insert(each.organisation()).second);
      RC_ASSERT(each.organisation() != exchange.owner());
    }
    for (const auto& [organisation, has_result] : model_.adopted) {
      RC_ASSERT(adopters.contains(NameOf(organisation)));
    }
    for (const v1::ExchangeAdoption& each : exchange.adoptions()) {
      const int organisation = each.organisation().back() - '0';
      RC_ASSERT(each.result().empty() == !model_.adopted.at(organisation));
    }
  }

 private:
  // What the table of access leaves to the owner: here only whether it may be at all.
  void TakeAsOwner(const Step& step) {
    switch (step.kind) {
      case Step::kAccept:
        if (Give<v1::AcceptAnswerRequest>(
                step, absl::StrCat(" entry: ", step.entry),
                model_.is_question && model_.answers.contains(step.entry))) {
          model_.accepted = step.entry;
          model_.closed = false;
        }
        return;
      case Step::kClose:
        if (Give<v1::CloseQuestionRequest>(step, "", model_.is_question && !model_.closed)) {
          model_.closed = true;
        }
        return;
      case Step::kReopen:
        if (Give<v1::ReopenQuestionRequest>(
                step, "", model_.is_question && (model_.closed || model_.accepted != 0))) {
          model_.closed = false;
          model_.accepted = 0;
        }
        return;
      case Step::kEdit:
        Give<v1::EditExchangeRequest>(
            step, absl::StrCat(" expected_revision: 0 edits { title: '", step.entry, "' }"), true);
        return;
      default:
        if (Give<v1::WithdrawExchangeRequest>(step, "", true)) model_.withdrawn = true;
        return;
    }
  }

  void Forget(int64_t entry) {
    model_.answers.erase(entry);
    if (model_.accepted == entry) model_.accepted = 0;
  }

  void Happens(const v1::ExchangeEvent& event) {
    ExchangeRules::Evolve(state_, event, {next_, next_ + 1, "anna"});
    ++next_;
  }

  // Gives a command, which must be taken exactly if it `may` be and nothing was withdrawn.
  template <typename Command>
  bool Give(const Step& step, const std::string& text, bool may) {
    const auto command = FromText<Command>("name: '~/exchanges/1'" + text);
    runtime::Facts facts;
    for (const std::string& name : ExchangeRules::Reads(command).linked) facts.AddLinked(name);
    ExchangeRules::Context context;
    context.today = absl::CivilDay(2019, 10, 7);
    context.actor.set_role(step.actor == kLeader ? v1::ROLE_PROCESS_LEADER : v1::ROLE_OFFICER);
    context.actor.set_organisation(NameOf(step.actor));
    const auto decision = ExchangeRules::Decide(state_, facts, command, context);
    RC_ASSERT((decision.ok() == (may && !model_.withdrawn)));
    if (!decision.ok()) return false;
    for (const v1::ExchangeEvent& event : decision->events) Happens(event);
    return true;
  }

  ExchangeState state_;
  Model model_;
  int64_t next_ = 0;
};

// How much is tried, unless RC_PARAMS says otherwise.
const bool kDefaultsSet = setenv("RC_PARAMS", "max_success=500 max_size=80", /*overwrite=*/0) == 0;

RC_GTEST_PROP(ExchangePropertyTest, AQuestionIsAnsweredByAnAnswerAndNobodyChangesWhatOthersSay,
              (bool is_question)) {
  RC_ASSERT(kDefaultsSet);
  Exchange exchange(is_question);
  exchange.Check();
  for (const Step& step : *rc::gen::container<std::vector<Step>>(AStep())) {
    exchange.Take(step);
    exchange.Check();
  }
}

}  // namespace
}  // namespace samverk::exchanges

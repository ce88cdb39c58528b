// Whatever is raised, backed, submitted, answered, corrected, closed and withdrawn, by whomever:
//
//   - no agency has two rounds to answer at once, unless an answer that was never given let one in;
//   - no answer is of a day before its round was submitted, and nothing is of a day after today;
//   - what an agency wrote itself never changes and never goes away;
//   - the contact of an agency gets no other answer than that an issue is missing unless one of its
//     rounds is of that agency;
//   - a closed issue gets no backers and no rounds; a withdrawn one gets nothing;
//   - nothing is refused for another reason than the model has.
//
// Compared with a model that is a plain list of rounds.
//
// Prints its seed. RC_PARAMS takes one, and more: RC_PARAMS="seed=… max_success=1000".

#include <stdlib.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "services/national_issues/national_issue_rules.h"
#include "services/runtime/testing/from_text.h"

namespace samverk::national_issues {
namespace {

using runtime::FromText;

constexpr char kIssue[] = "name: '~/nationalIssues/1' ";
constexpr const char* kAgencies[] = {"pts", "boverket"};
const absl::CivilDay kToday(2019, 10, 7);

struct Step {
  enum Kind {
    kRaise,
    kBack,
    kTakeBack,
    kSubmit,
    kAnswer,
    kCorrectRound,
    kCorrectAnswer,
    kRemove,
    kClose,
    kReopen,
    kWithdraw
  };
  Kind kind = kRaise;
  int agency = 0;          // To whom it is submitted, or whose contact answers.
  bool as_agency = false;  // Answered by that contact.
  int entry = 0;           // Which of the rounds and answers there are and were.
  int day = 0;             // Counted back from tomorrow.
  int organisation = 0;
};

void showValue(const Step& step, std::ostream& out) {
  static const char* const kKinds[] = {"raise",  "back",          "take back",      "submit",
                                       "answer", "correct round", "correct answer", "remove",
                                       "close",  "reopen",        "withdraw"};
  out << kKinds[step.kind] << " " << kAgencies[step.agency] << (step.as_agency ? " itself" : "")
      << " entry " << step.entry << " day -" << step.day << " organisation " << step.organisation;
}

rc::Gen<Step> AStep() {
  return rc::gen::build<Step>(
      rc::gen::set(&Step::kind, rc::gen::weightedElement<Step::Kind>({{2, Step::kRaise},
                                                                      {2, Step::kBack},
                                                                      {1, Step::kTakeBack},
                                                                      {6, Step::kSubmit},
                                                                      {8, Step::kAnswer},
                                                                      {3, Step::kCorrectRound},
                                                                      {3, Step::kCorrectAnswer},
                                                                      {3, Step::kRemove},
                                                                      {1, Step::kClose},
                                                                      {1, Step::kReopen}})),
      rc::gen::set(&Step::agency, rc::gen::inRange(0, 2)),
      rc::gen::set(&Step::as_agency, rc::gen::weightedElement<bool>({{1, true}, {2, false}})),
      rc::gen::set(&Step::entry, rc::gen::inRange(0, 8)),
      rc::gen::set(&Step::day, rc::gen::inRange(0, 6)),
      rc::gen::set(&Step::organisation, rc::gen::inRange(0, 3)));
}

struct ModelAnswer {
  int64_t entry;
  int day;
  bool by_agency;
};
struct ModelRound {
  int64_t entry;
  int agency;
  int day;
  std::vector<ModelAnswer> answers;
};

class Issue {
 public:
  void Take(const Step& step) {
    switch (step.kind) {
      case Step::kRaise:
        return Raise();
      case Step::kBack:
      case Step::kTakeBack:
        return Back(step);
      case Step::kSubmit:
        return Submit(step);
      case Step::kAnswer:
        return Answer(step);
      case Step::kCorrectRound:
        return CorrectRound(step);
      case Step::kCorrectAnswer:
        return CorrectAnswer(step);
      case Step::kRemove:
        return Remove(step);
      case Step::kClose:
      case Step::kReopen:
      case Step::kWithdraw:
        return End(step);
    }
  }

  void Check() const {
    RC_ASSERT(state_.rounds.size() == rounds_.size());
    for (const ModelRound& round : rounds_) {
      const auto& said = state_.rounds.at(round.entry);
      RC_ASSERT(said.submitted_on == DayOf(round.day));
      RC_ASSERT(said.answers.size() == round.answers.size());
      for (const ModelAnswer& answer : round.answers) {
        RC_ASSERT(said.answers.at(answer.entry).answered_on == DayOf(answer.day));
        RC_ASSERT(DayOf(answer.day) >= DayOf(round.day));
      }
    }
    for (const char* agency : kAgencies) {
      // An answer that was never given may have let a later round in.
      RC_ASSERT(removed_ ||
                std::count_if(state_.rounds.begin(), state_.rounds.end(), [&](const auto& each) {
                  return each.second.agency == NameOf(agency) && each.second.answers.empty();
                }) <= 1);
    }
    for (const auto& [entry, said] : by_agencies_) {
      const auto* round = state_.RoundOfAnswer(entry);
      RC_ASSERT(round != nullptr);
      RC_ASSERT(round->answers.at(entry).said == said);
    }
    RC_ASSERT(state_.closed == closed_);
    RC_ASSERT(state_.backers.size() == backers_.size());
  }

 private:
  static absl::CivilDay DayOf(int day) { return kToday + 1 - day; }
  static std::string Text(int day) { return FormatDate(ToDate(DayOf(day))); }
  static std::string NameOf(absl::string_view id) {
    return absl::StrCat("partnerships/vasterbotten/organisations/", id);
  }

  // Why nothing may be recorded; empty if something may.
  std::string WhyNot() const {
    if (!raised_) return kNationalIssueNotFound.id;
    return withdrawn_ ? kNationalIssueWithdrawn.id : "";
  }
  std::string WhyNotOpen() const {
    const std::string reason = WhyNot();
    return reason.empty() && closed_ ? kNationalIssueClosed.id : reason;
  }

  void Raise() {
    const auto command = FromText<v1::RaiseNationalIssueRequest>(
        "parent: '~' national_issue_id: '1' owner: '~/organisations/0' title: 'T' asked_for: 'A'");
    if (Give(command, raised_ ? kNationalIssueExists.id : "")) raised_ = true;
  }

  void Back(const Step& step) {
    const std::string who =
        absl::StrCat(kIssue, "organisation: '~/organisations/", step.organisation, "'");
    if (step.kind == Step::kBack) {
      if (!Give(FromText<v1::BackNationalIssueRequest>(who), WhyNotOpen())) return;
      if (step.organisation != 0) backers_.insert(step.organisation);
      return;
    }
    std::string reason = WhyNotOpen();
    if (reason.empty() && !backers_.contains(step.organisation)) reason = kNotABacker.id;
    if (Give(FromText<v1::TakeBackBackingRequest>(who), reason)) backers_.erase(step.organisation);
  }

  void Submit(const Step& step) {
    std::string reason = WhyNotOpen();
    const bool awaits = std::any_of(rounds_.begin(), rounds_.end(), [&](const ModelRound& round) {
      return round.agency == step.agency && round.answers.empty();
    });
    if (reason.empty() && step.day == 0) reason = kDayAhead.id;
    if (reason.empty() && awaits) reason = kAwaitsAnswer.id;
    const int64_t entry = next_;
    const auto command = FromText<v1::SubmitNationalIssueRequest>(
        absl::StrCat(kIssue, "agency: '~/organisations/", kAgencies[step.agency],
                     "' submitted_on @", Text(step.day)));
    if (Give(command, reason)) rounds_.push_back({entry, step.agency, step.day, {}});
  }

  // The round with that number; null if there is none.
  ModelRound* RoundAt(int64_t entry) {
    for (ModelRound& round : rounds_) {
      if (round.entry == entry) return &round;
    }
    return nullptr;
  }

  // A number that was once given to a round or an answer, or one that never was.
  int64_t EntryOf(const Step& step) const {
    const auto at = static_cast<size_t>(step.entry);
    return at < entries_.size() ? entries_[entries_.size() - 1 - at] : 1'000'000;
  }

  void Answer(const Step& step) {
    const int64_t entry = EntryOf(step);
    ModelRound* const round = RoundAt(entry);
    const bool addressed = std::any_of(rounds_.begin(), rounds_.end(), [&](const ModelRound& each) {
      return each.agency == step.agency;
    });
    std::string reason = WhyNot();
    if (step.as_agency && !addressed) {
      reason = kNationalIssueNotFound.id;
    } else if (reason.empty()) {
      if (round == nullptr || (step.as_agency && round->agency != step.agency)) {
        reason = kRoundNotFound.id;
      } else if (step.day == 0) {
        reason = kDayAhead.id;
      } else if (step.day > round->day) {
        reason = kAnsweredBeforeSubmitted.id;
      }
    }
    const int64_t number = next_;
    const auto command = FromText<v1::AnswerNationalIssueRequest>(
        absl::StrCat(kIssue, "round: ", entry, " text: 'Svar' answered_on @", Text(step.day)));
    v1::Actor actor = Administrator();
    if (step.as_agency) {
      actor.set_role(v1::ROLE_AGENCY_CONTACT);
      actor.set_organisation(NameOf(kAgencies[step.agency]));
    }
    if (!Give(command, reason, actor)) return;
    round->answers.push_back({number, step.day, step.as_agency});
    if (step.as_agency) {
      by_agencies_[number] = state_.rounds.at(entry).answers.at(number).said;
    }
  }

  static v1::EditNationalIssueRequest Edit(const std::string& edit) {
    return FromText<v1::EditNationalIssueRequest>(
        absl::StrCat(kIssue, "expected_revision: 0 edits {", edit, "}"));
  }

  void CorrectRound(const Step& step) {
    const int64_t entry = EntryOf(step);
    ModelRound* const round = RoundAt(entry);
    std::string reason = WhyNot();
    if (reason.empty()) {
      if (round == nullptr) {
        reason = kRoundNotFound.id;
      } else if (step.day == 0) {
        reason = kDayAhead.id;
      } else if (std::any_of(round->answers.begin(), round->answers.end(),
                             [&](const ModelAnswer& answer) { return answer.day > step.day; })) {
        reason = kAnsweredBeforeSubmitted.id;
      }
    }
    const std::string edit =
        absl::StrCat("round { entry: ", entry, " submitted_on @", Text(step.day), " }");
    if (Give(Edit(edit), reason)) round->day = step.day;
  }

  void CorrectAnswer(const Step& step) {
    const int64_t entry = EntryOf(step);
    ModelRound* of = nullptr;
    ModelAnswer* answer = nullptr;
    for (ModelRound& round : rounds_) {
      for (ModelAnswer& each : round.answers) {
        if (each.entry != entry) continue;
        of = &round;
        answer = &each;
      }
    }
    std::string reason = WhyNot();
    if (reason.empty()) {
      if (answer == nullptr) {
        reason = kAnswerNotFound.id;
      } else if (answer->by_agency) {
        reason = kWordsOfTheAgency.id;
      } else if (step.day == 0) {
        reason = kDayAhead.id;
      } else if (step.day > of->day) {
        reason = kAnsweredBeforeSubmitted.id;
      }
    }
    const std::string edit = absl::StrCat("answer { entry: ", entry, " text: 'Rätt' answered_on @",
                                          Text(step.day), " }");
    if (Give(Edit(edit), reason)) answer->day = step.day;
  }

  void Remove(const Step& step) {
    const int64_t entry = EntryOf(step);
    bool there = false;
    bool by_agency = false;
    for (const ModelRound& round : rounds_) {
      for (const ModelAnswer& answer : round.answers) {
        if (answer.entry != entry && round.entry != entry) continue;
        there = true;
        by_agency = by_agency || answer.by_agency;
      }
      there = there || round.entry == entry;
    }
    std::string reason = WhyNot();
    if (reason.empty() && !there) reason = kEntryNotThere.id;
    if (reason.empty() && by_agency) reason = kWordsOfTheAgency.id;
    if (!Give(Edit(absl::StrCat("remove_entry: ", entry)), reason)) return;
    removed_ = true;
    const auto is_it = [entry](const auto& each) { return each.entry == entry; };
    rounds_.erase(std::remove_if(rounds_.begin(), rounds_.end(), is_it), rounds_.end());
    for (ModelRound& round : rounds_) {
      round.answers.erase(std::remove_if(round.answers.begin(), round.answers.end(), is_it),
                          round.answers.end());
    }
  }

  void End(const Step& step) {
    if (step.kind == Step::kWithdraw) {
      withdrawn_ = Give(FromText<v1::WithdrawNationalIssueRequest>(kIssue), WhyNot()) || withdrawn_;
      return;
    }
    if (step.kind == Step::kClose) {
      const auto command = FromText<v1::CloseNationalIssueRequest>(
          absl::StrCat(kIssue, "conclusion { outcome: NATIONAL_ISSUE_OUTCOME_LAPSED }"));
      if (Give(command, WhyNotOpen())) closed_ = true;
      return;
    }
    std::string reason = WhyNot();
    if (reason.empty() && !closed_) reason = kNationalIssueNotClosed.id;
    if (Give(FromText<v1::ReopenNationalIssueRequest>(kIssue), reason)) closed_ = false;
  }

  // Who speaks for everybody.
  static v1::Actor Administrator() {
    v1::Actor actor;
    actor.set_role(v1::ROLE_ADMINISTRATOR);
    return actor;
  }

  // Gives a command that must be refused with `reason`, or accepted if that is empty. False if it
  // was refused.
  template <typename Command>
  bool Give(const Command& command, const std::string& reason,
            const v1::Actor& actor = Administrator()) {
    runtime::Facts facts;
    for (const std::string& name : NationalIssueRules::Reads(command).linked) facts.AddLinked(name);
    NationalIssueRules::Context context;
    context.actor = actor;
    context.today = kToday;
    const auto decision = NationalIssueRules::Decide(state_, facts, command, context);
    RC_ASSERT(decision.ok() == reason.empty());
    if (!decision.ok()) {
      RC_ASSERT(ReasonOf(decision.status()) == reason);
      return false;
    }
    for (const v1::NationalIssueEvent& event : decision->events) {
      if (event.has_national_issue_submitted() || event.has_national_issue_answered()) {
        entries_.push_back(next_);
      }
      NationalIssueRules::Evolve(state_, event, {next_, next_ + 1, ""});
      ++next_;
    }
    return true;
  }

  NationalIssueState state_;
  bool raised_ = false;
  bool closed_ = false;
  bool removed_ = false;  // Whether a round or an answer was.
  bool withdrawn_ = false;
  std::set<int> backers_;
  std::vector<ModelRound> rounds_;
  std::map<int64_t, std::string> by_agencies_;  // What they wrote.
  std::vector<int64_t> entries_;                // Of all rounds and answers that ever were.
  int64_t next_ = 0;
};

// How much is tried, unless RC_PARAMS says otherwise.
const bool kDefaultsSet = setenv("RC_PARAMS", "max_success=500 max_size=100", /*overwrite=*/0) == 0;

RC_GTEST_PROP(NationalIssuePropertyTest, RoundsAndAnswersAreWhatWasSaidOfThem, ()) {
  RC_ASSERT(kDefaultsSet);
  Issue issue;
  // Otherwise most is about an issue that does not exist.
  issue.Take({});
  for (const Step& step : *rc::gen::container<std::vector<Step>>(AStep())) {
    issue.Take(step);
    issue.Check();
  }
}

RC_GTEST_PROP(NationalIssuePropertyTest, BeforeItIsRaisedAndAfterItIsWithdrawnNothingHappens, ()) {
  Issue issue;
  const auto steps = *rc::gen::container<std::vector<Step>>(AStep());
  const auto withdrawn_at = *rc::gen::inRange<size_t>(0, steps.size() + 1);
  for (size_t i = 0; i < steps.size(); ++i) {
    if (i == withdrawn_at) issue.Take({.kind = Step::kWithdraw});
    issue.Take(steps[i]);
    issue.Check();
  }
}

}  // namespace
}  // namespace samverk::national_issues

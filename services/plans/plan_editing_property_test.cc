// Whoever edits a plan with however old a form, in whatever order: a conflict is raised if and only
// if an oracle that goes through all earlier events says so, and no word that was typed disappears.
// A typed value stands; or it was overwritten by the same hand or by somebody who had seen it; or
// it is in a conflict; or it was rejected with a reason.
//
// Prints its seed. RC_PARAMS takes one, and more: RC_PARAMS="seed=… max_success=1000".

#include <stdlib.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "services/plans/plan_rules.h"
#include "services/plans/testing/edit_oracle.h"
#include "services/plans/testing/plan_sentences.h"
#include "services/runtime/testing/from_text.h"

namespace samverk::plans {
namespace {

using v1::EditOutcome;
using v1::PlanEdit;
using v1::PlanEvent;

// ---- What is done -----------------------------------------------------------------------------

// An edit in numbers, so that several hands often mean the same field and value.
struct Typed {
  int kind = 0;
  int element = 0;
  int value = 0;
};

struct Step {
  enum Kind { kEdit, kResolve, kPropose, kAdopt, kRecall, kConsult, kCorrect };
  Kind kind = kEdit;
  int hand = 0;
  int lag = 0;  // How many of the latest events were not seen.
  std::vector<Typed> edits;
  int choice = 0;
};

std::string HandOf(int hand) { return absl::StrCat("hand ", hand); }

// Elements of one number are of one kind: sections, measures, places, priorities.
std::string AdditionOfKind(int element, int value) {
  const std::string id = absl::StrCat("e", element);
  switch (element % 4) {
    case 0:
      return Section(id, absl::StrCat("Ett\\n\\nTvå\\n\\nTre", value));
    case 1:
      return Measure(id);
    case 2:
      return Place(id);
    default:
      return Priority(id);
  }
}

std::string TextOfNumber(int value) {
  // Each digit in base three is a paragraph: one that was there, or one of two new ones.
  static const char* const kWords[3][3] = {
      {"Ett", "Två", "Tre"}, {"A", "B", "C"}, {"AA", "BB", "CC"}};
  return absl::StrCat(kWords[value % 3][0], "\\n\\n", kWords[value / 3 % 3][1], "\\n\\n",
                      kWords[value / 9 % 3][2]);
}

PlanEdit ToEdit(const Typed& typed) {
  const std::string id = absl::StrCat("e", typed.element);
  const std::string of = "{ element: '" + id + "' ";
  const int v = typed.value;
  const std::vector<std::string> kinds = {
      absl::StrCat("title: 'T", v % 3, "'"),
      absl::StrCat("responsible_unit: 'U", v % 3, "'"),
      v % 2 == 0 ? "add_document: 'D'" : "remove_document: 'D'",
      AdditionOfKind(typed.element, v),
      "element_title " + of + absl::StrCat("title: 'H", v % 3, "' }"),
      TextEdit(id, TextOfNumber(v)),
      Remove(id),
      "move_element " + of + "}",
      "place_level " + of + absl::StrCat("level: ", v % 2 + 1, " }"),
      "place_offer " + of +
          absl::StrCat("offer: SERVICE_OFFER_POST offered: ", v % 2 == 0 ? "true" : "false", " }"),
      "measure_budget " + of + absl::StrCat("sek: ", 10 + v % 3, " }"),
      "adjust_measure_budget " + of + absl::StrCat("sek: ", 1 + v % 3, " }"),
  };
  return runtime::FromText<PlanEdit>(kinds[static_cast<size_t>(typed.kind) % kinds.size()]);
}

void showValue(const Step& step, std::ostream& out) {
  static const char* const kKinds[] = {"edit",   "resolve", "propose", "adopt",
                                       "recall", "consult", "correct"};
  out << HandOf(step.hand) << " " << kKinds[step.kind] << " lag " << step.lag << " choice "
      << step.choice;
  if (step.kind != Step::kEdit) return;
  for (const Typed& typed : step.edits) out << " [" << ToEdit(typed).ShortDebugString() << "]";
}

// Seldom so different that nobody meets anybody.
rc::Gen<Typed> ATyped() {
  const std::vector<int> kinds = {0, 0, 0, 0, 1, 2, 3, 3, 3, 3, 4, 4,  4,  4,  5, 5,
                                  5, 5, 6, 6, 6, 7, 8, 8, 9, 9, 9, 10, 10, 11, 11};
  const std::vector<int> elements = {0, 0, 0, 1, 1, 2, 2, 3};
  return rc::gen::build<Typed>(rc::gen::set(&Typed::kind, rc::gen::elementOf(kinds)),
                               rc::gen::set(&Typed::element, rc::gen::elementOf(elements)),
                               rc::gen::set(&Typed::value, rc::gen::inRange(0, 27)));
}

rc::Gen<Step> AStep() {
  const auto kind = rc::gen::weightedElement<Step::Kind>({{30, Step::kEdit},
                                                          {5, Step::kResolve},
                                                          {1, Step::kPropose},
                                                          {3, Step::kAdopt},
                                                          {1, Step::kRecall},
                                                          {1, Step::kConsult},
                                                          {4, Step::kCorrect}});
  const auto lag = rc::gen::weightedOneOf<int>(
      {{2, rc::gen::just(0)}, {4, rc::gen::inRange(1, 5)}, {2, rc::gen::inRange(0, 20)}});
  const auto edits = rc::gen::mapcat(rc::gen::inRange<size_t>(1, 4), [](size_t count) {
    return rc::gen::container<std::vector<Typed>>(count, ATyped());
  });
  return rc::gen::build<Step>(rc::gen::set(&Step::kind, kind),
                              rc::gen::set(&Step::hand, rc::gen::inRange(0, 3)),
                              rc::gen::set(&Step::lag, lag), rc::gen::set(&Step::edits, edits),
                              rc::gen::set(&Step::choice, rc::gen::inRange(0, 6)));
}

// ---- Both side by side ------------------------------------------------------------------------

class Ledger {
 public:
  Ledger() { Happens("hand 0", Created()); }

  void Take(const Step& step) {
    const std::string hand = HandOf(step.hand);
    const int64_t base = std::max<int64_t>(0, Head() - step.lag);
    switch (step.kind) {
      case Step::kEdit:
        return Edit(step, hand, base);
      case Step::kResolve:
        return Resolve(step, hand, base);
      case Step::kPropose:
        return Give(hand, Propose());
      case Step::kAdopt:
        Give(hand, Propose());
        return Give(hand, Adopt());
      case Step::kRecall:
        return Give(hand, Recall());
      case Step::kConsult:
        return Give(hand, OpenConsultation());
      case Step::kCorrect:
        return Give(hand, Correct(absl::StrCat("title: 'R", step.choice, "'")));
    }
  }

 private:
  int64_t Head() const { return history_.next_revision(); }
  const PlanState& state() const { return states_.back(); }

  void Happens(const std::string& hand, const PlanEvent& event) {
    const int64_t revision = history_.next_revision();
    PlanState next = states_.back();
    PlanRules::Evolve(next, event, history_.PlaceOf(revision, hand));
    states_.push_back(std::move(next));
    history_.Add(runtime::By(hand, event));
    oracle_.Note(event, revision + 1, revision, hand);
  }

  When Said(const std::string& hand, When when) const {
    return std::move(when).By(hand).Where(kRegister, register_);
  }

  template <typename Command>
  void Give(const std::string& hand, const Command& command) {
    const auto decision = Said(hand, command).DecideAfter(history_);
    if (!decision.ok()) return;
    for (const PlanEvent& event : decision->events) Happens(hand, event);
  }

  // Gives a command of several edits, then the same edits one by one: it is all the same.
  void Edit(const Step& step, const std::string& hand, int64_t base) {
    v1::EditPlanRequest command = EditsOn(base, {});
    for (const Typed& typed : step.edits) *command.add_edits() = ToEdit(typed);
    const auto together = Said(hand, command).DecideAfter(history_);
    if (!together.ok()) {
      RC_ASSERT(state().header.phase() == v1::PLAN_PHASE_PROPOSED);
      return;
    }
    std::vector<EditOutcome> outcomes;
    std::vector<std::string> events;
    for (const PlanEdit& edit : command.edits()) {
      v1::EditPlanRequest alone = command;
      alone.mutable_edits()->Clear();
      *alone.add_edits() = edit;
      const auto decision = Said(hand, alone).DecideAfter(history_);
      RC_ASSERT(decision.ok());
      outcomes.push_back(decision->outcomes.at(0));
      Judge(edit, hand, base, *decision);
      for (const PlanEvent& event : decision->events) {
        events.push_back(event.SerializeAsString());
        Happens(hand, event);
      }
      if (decision->outcomes[0] == kConflict) CheckInConflict(edit, hand);
    }
    RC_ASSERT(together->outcomes == outcomes);
    std::vector<std::string> all;
    for (const PlanEvent& event : together->events) all.push_back(event.SerializeAsString());
    RC_ASSERT(all == events);
  }

  void Judge(const PlanEdit& edit, const std::string& hand, int64_t base,
             const runtime::Decision<PlanEvent>& decision) {
    const EditOutcome outcome = decision.outcomes.at(0);
    const std::set<EditOutcome> allowed = oracle_.Outcomes(edit, hand, base);
    if (!allowed.contains(outcome)) {
      RC_FAIL(absl::StrCat(edit.ShortDebugString(), " by ", hand, " on ", base, " is ",
                           v1::EditOutcome_Name(outcome), ", not ",
                           v1::EditOutcome_Name(*allowed.begin())));
    }
    const bool writes = outcome == kAccepted || outcome == kMerged || outcome == kConflict;
    RC_ASSERT(decision.events.empty() != writes);
    if (outcome == kRejected) {
      RC_ASSERT(!decision.remarks.at(0).reason().empty());
      RC_ASSERT(!decision.remarks.at(0).message_sv().empty());
    }
    if (edit.has_element_text() && outcome != kRejected && outcome != kAccepted) {
      CheckParagraphs(edit, base, decision);
    }
    for (const PlanEvent& event : decision.events) {
      if (event.has_plan_edited() && !event.plan_edited().merged()) {
        RC_ASSERT(oracle_.HasSeenWhatGoes(event.plan_edited().edit(), hand, base));
      }
    }
  }

  static std::set<std::string> ParagraphsOf(const std::string& text) {
    return absl::StrSplit(text, "\n\n", absl::SkipEmpty());
  }
  std::string TextAtPosition(const std::string& element, int64_t position) const {
    const PlanElement* found = states_[static_cast<size_t>(position)].FindElement(element);
    return found == nullptr ? "" : TextOf(*found);
  }

  // Every paragraph that somebody wrote stands or is in the conflict.
  void CheckParagraphs(const PlanEdit& edit, int64_t base,
                       const runtime::Decision<PlanEvent>& decision) const {
    const std::string& id = edit.element_text().element();
    const std::set<std::string> of_base = ParagraphsOf(TextAtPosition(id, base));
    const std::set<std::string> current = ParagraphsOf(TextAtPosition(id, Head()));
    std::set<std::string> kept = current;
    for (const PlanEvent& event : decision.events) {
      if (event.has_plan_edited()) {
        const std::set<std::string> merged =
            ParagraphsOf(event.plan_edited().edit().element_text().text());
        for (const std::string& paragraph : current) {
          RC_ASSERT((merged.contains(paragraph) || of_base.contains(paragraph)));
        }
        kept = merged;
      }
    }
    if (decision.outcomes[0] == kConflict) return;  // All of it is in the conflict.
    for (const std::string& paragraph : ParagraphsOf(edit.element_text().text())) {
      RC_ASSERT((kept.contains(paragraph) || of_base.contains(paragraph)));
    }
  }

  // The words are in an open conflict about their field, and so are everybody else's.
  void CheckInConflict(const PlanEdit& edit, const std::string& hand) const {
    bool found = false;
    for (const auto& [path, conflict] : state().conflicts) {
      const OpenConflict& expected = oracle_.open().at(conflict.number);
      RC_ASSERT(conflict.proposals.size() == expected.proposals.size());
      for (const Written& proposal : expected.proposals) {
        const auto same = [&proposal](const Conflict::Proposal& each) {
          return each.writer == proposal.hand &&
                 each.edit.SerializeAsString() == proposal.edit.SerializeAsString();
        };
        RC_ASSERT(std::any_of(conflict.proposals.begin(), conflict.proposals.end(), same));
        found = found || (proposal.hand == hand &&
                          proposal.edit.SerializeAsString() == edit.SerializeAsString());
      }
    }
    RC_ASSERT(found);
    RC_ASSERT(state().conflicts.size() == oracle_.open().size());
  }

  // Decides a conflict as it was at `base`.
  void Resolve(const Step& step, const std::string& hand, int64_t base) {
    const PlanState& read = states_[static_cast<size_t>(base)];
    if (read.conflicts.empty()) return;
    const auto chosen =
        std::next(read.conflicts.begin(), step.choice % static_cast<int>(read.conflicts.size()));
    const Conflict& conflict = chosen->second;
    auto command = plans::Resolve(conflict.number, conflict.version,
                                  step.choice % 2 == 0 ? "choice: CONFLICT_CHOICE_KEEP_CURRENT"
                                                       : "choice: CONFLICT_CHOICE_TAKE");
    const auto decision = Said(hand, command).DecideAfter(history_);
    if (!decision.ok()) {
      static const std::set<std::string>& may = *new std::set<std::string>{
          kConflictClosed.id, kConflictChanged.id, kPlanProposed.id, kElementNotFound.id};
      RC_ASSERT(may.contains(ReasonOf(decision.status())));
      return;
    }
    for (const PlanEvent& event : decision->events) {
      // Whoever decides has seen what stands and what is proposed.
      const v1::PlanConflictResolved& resolved = event.plan_conflict_resolved();
      const PlanEdit* written = resolved.has_edit() ? &resolved.edit() : nullptr;
      RC_ASSERT(oracle_.HasSeenConflict(conflict.number, written, base));
      Happens(hand, event);
    }
  }

  // After 0, 1, 2, … events.
  std::vector<PlanState> states_ = std::vector<PlanState>(1);
  History history_;
  EditOracle oracle_;
  const std::shared_ptr<const runtime::AnyState> register_ = RegisterOf({});
};

// How much is tried, unless RC_PARAMS says otherwise.
const bool kDefaultsSet = setenv("RC_PARAMS", "max_success=1000 max_size=60", /*overwrite=*/0) == 0;

RC_GTEST_PROP(PlanEditingPropertyTest, AConflictArisesWhenTheOracleSaysSoAndNoWordDisappears, ()) {
  RC_ASSERT(kDefaultsSet);
  Ledger ledger;
  for (const Step& step : *rc::gen::container<std::vector<Step>>(AStep())) ledger.Take(step);
}

}  // namespace
}  // namespace samverk::plans

// Whatever is begun, withdrawn and given another year, an owner has at most one action plan a year,
// and so has the partnership; and nothing is refused for another reason than a year that is taken.
//
// Whatever several hands edit, report and move, in whatever state they have read: what a hand wrote
// is there until somebody writes over it who has seen it, and nothing is refused but for that. The
// model remembers every write there ever was and looks through all of them.
//
// Prints its seed. RC_PARAMS takes one, and more: RC_PARAMS="seed=… max_success=1000".

#include <stdlib.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "services/action_plans/action_plan_rules.h"
#include "services/action_plans/testing/action_plan_sentences.h"
#include "services/runtime/rule_checks.h"

namespace samverk::action_plans {
namespace {

constexpr int kPlans = 8;
constexpr int kYears = 3;

// ---- Years

struct YearStep {
  enum Kind { kCreate, kWithdraw, kMove };
  Kind kind = kCreate;
  int plan = 0;
  int owner = 0;
  bool shared = false;
  int year = 0;
};

void showValue(const YearStep& step, std::ostream& out) {
  static const char* const kKinds[] = {"create", "withdraw", "move"};
  out << kKinds[step.kind] << " " << step.plan << " of " << step.owner
      << (step.shared ? " shared" : "") << " for " << step.year;
}

rc::Gen<YearStep> AYearStep() {
  return rc::gen::build<YearStep>(
      rc::gen::set(&YearStep::kind,
                   rc::gen::weightedElement<YearStep::Kind>(
                       {{5, YearStep::kCreate}, {2, YearStep::kWithdraw}, {4, YearStep::kMove}})),
      rc::gen::set(&YearStep::plan, rc::gen::inRange(0, kPlans)),
      rc::gen::set(&YearStep::owner, rc::gen::inRange(0, 3)),
      rc::gen::set(&YearStep::shared, rc::gen::arbitrary<bool>()),
      rc::gen::set(&YearStep::year, rc::gen::inRange(0, kYears)));
}

// The action plans of a partnership, their registers, and what is known of them without rules.
class Partnership {
 public:
  void Take(const YearStep& step) {
    const std::string name = absl::StrCat("partnerships/vasterbotten/actionPlans/", step.plan);
    Known& known = known_[step.plan];
    const bool there = known.exists && !known.withdrawn;
    switch (step.kind) {
      case YearStep::kCreate: {
        Known begun{true, false, step.owner, step.owner == 2 || step.shared, step.year};
        v1::CreateActionPlanRequest command = Create();
        command.set_action_plan_id(absl::StrCat(step.plan));
        command.set_owner(
            absl::StrCat("partnerships/vasterbotten/organisations/", kOwners[step.owner]));
        command.set_scope(begun.shared ? v1::ACTION_PLAN_SCOPE_PARTNERSHIP
                                       : v1::ACTION_PLAN_SCOPE_MUNICIPALITY);
        command.set_year(2019 + step.year);
        if (Give(step.plan, command, !known.exists, IsFree(begun, -1))) known = begun;
        return;
      }
      case YearStep::kWithdraw: {
        v1::WithdrawActionPlanRequest command = Withdraw();
        command.set_name(name);
        if (Give(step.plan, command, there, /*free=*/true)) known.withdrawn = true;
        return;
      }
      case YearStep::kMove: {
        v1::EditActionPlanRequest command = Edit(absl::StrCat("year: ", 2019 + step.year));
        command.set_name(name);
        Known moved = known;
        moved.year = step.year;
        if (Give(step.plan, command, there, IsFree(moved, step.plan))) known = moved;
        return;
      }
    }
  }

  // At most one plan has a year, and registers, rules and model agree on which.
  void Check() const {
    std::map<std::pair<std::string, int>, std::string> wanted;
    for (const auto& [plan, known] : known_) {
      if (!known.exists) continue;
      const v1::ActionPlan& header = states_.at(plan)->value.header;
      RC_ASSERT(header.year() == 2019 + known.year);
      RC_ASSERT((header.state() == v1::ACTION_PLAN_STATE_WITHDRAWN) == known.withdrawn);
      if (known.withdrawn) continue;
      const std::string name = absl::StrCat("partnerships/vasterbotten/actionPlans/", plan);
      RC_ASSERT(wanted.emplace(std::pair(kOwners[known.owner], header.year()), name).second);
      if (!known.shared) continue;
      RC_ASSERT(wanted.emplace(std::pair("partnership", header.year()), name).second);
    }
    std::map<std::pair<std::string, int>, std::string> said;
    for (const auto& [stream, state] : registers_) {
      const std::string id = stream.substr(stream.rfind('/') + 1);
      for (const auto& [year, plan] : state->value.plans) said[{id, year}] = plan;
    }
    RC_ASSERT(said == wanted);
  }

 private:
  struct Known {
    bool exists = false;
    bool withdrawn = false;
    int owner = 0;
    bool shared = false;
    int year = 0;
  };
  static constexpr const char* kOwners[] = {"2421", "2404", "region"};

  // Whether no plan but `self` has the year of `wanted`.
  bool IsFree(const Known& wanted, int self) const {
    return std::none_of(known_.begin(), known_.end(), [&](const auto& each) {
      const Known& other = each.second;
      return each.first != self && other.exists && !other.withdrawn && other.year == wanted.year &&
             (other.owner == wanted.owner || (other.shared && wanted.shared));
    });
  }

  template <typename Command>
  bool Give(int plan, const Command& command, bool may, bool free) {
    auto& stream = states_[plan];
    if (stream == nullptr) stream = std::make_unique<runtime::StateOf<ActionPlanState>>();
    ActionPlanState& state = stream->value;
    runtime::Facts facts;
    const runtime::ReadSet reads = ActionPlanRules::Reads(command);
    for (const std::string& name : reads.linked) facts.AddLinked(name);
    std::vector<std::string> claims = reads.claims;
    if constexpr (requires { ActionPlanRules::ClaimsRead(state, command); }) {
      claims = ActionPlanRules::ClaimsRead(state, command);
    }
    for (const std::string& claim : claims) facts.AddClaim(claim, &RegisterAt(claim));
    const auto decision = ActionPlanRules::Decide(state, facts, command, {});
    RC_ASSERT(decision.ok() == (may && free));
    if (may && !free) RC_ASSERT(ReasonOf(decision.status()) == kActionPlanYearTaken.id);
    if (!decision.ok()) return false;
    for (const auto& event : decision->events) ActionPlanRules::Evolve(state, event, {});
    for (const auto& [name, event] : decision->claims) {
      ActionPlanRegisterRules::Evolve(RegisterAt(name).value,
                                      static_cast<const v1::ActionPlanRegisterEvent&>(*event), {});
    }
    return true;
  }

  runtime::StateOf<ActionPlanRegisterState>& RegisterAt(const std::string& name) {
    auto& found = registers_[name];
    if (found == nullptr) found = std::make_unique<runtime::StateOf<ActionPlanRegisterState>>();
    return *found;
  }

  std::map<int, std::unique_ptr<runtime::StateOf<ActionPlanState>>> states_;
  std::map<std::string, std::unique_ptr<runtime::StateOf<ActionPlanRegisterState>>> registers_;
  std::map<int, Known> known_;
};

// ---- Several hands

struct Step {
  enum Kind { kAdd, kRemove, kText, kDeadline, kLink, kReport, kMove, kAdopt, kClose, kReopen };
  Kind kind = kAdd;
  int hand = 0;
  int unseen = 0;  // How many of the latest events the hand has not seen.
  int measure = 0;
  int value = 0;
};

const char* const kHands[] = {"anna", "björn", "cilla"};
const char* const kMeasures[] = {"m", "n"};
const char* const kDays[] = {"2019-06-30", "2019-09-30", "2019-12-31"};
const char* const kStatuses[] = {"UNDER_WAY", "DONE", "DROPPED"};

void showValue(const Step& step, std::ostream& out) {
  static const char* const kKinds[] = {"add",    "remove", "text",  "deadline", "link",
                                       "report", "move",   "adopt", "close",    "reopen"};
  out << kHands[step.hand] << " " << kKinds[step.kind] << " " << kMeasures[step.measure] << " "
      << step.value << " without the last " << step.unseen;
}

rc::Gen<Step> AStep() {
  return rc::gen::build<Step>(
      rc::gen::set(&Step::kind, rc::gen::weightedElement<Step::Kind>({{5, Step::kAdd},
                                                                      {3, Step::kRemove},
                                                                      {8, Step::kText},
                                                                      {6, Step::kDeadline},
                                                                      {4, Step::kLink},
                                                                      {5, Step::kReport},
                                                                      {6, Step::kMove},
                                                                      {3, Step::kAdopt},
                                                                      {1, Step::kClose},
                                                                      {1, Step::kReopen}})),
      rc::gen::set(&Step::hand, rc::gen::inRange(0, 3)),
      rc::gen::set(&Step::unseen, rc::gen::weightedElement<int>({{4, 0}, {3, 1}, {2, 3}, {1, 8}})),
      rc::gen::set(&Step::measure, rc::gen::inRange(0, 2)),
      rc::gen::set(&Step::value, rc::gen::inRange(0, 3)));
}

// One action plan and what is known of it without rules.
class Plan {
 public:
  Plan() { Happens("anna", Created()); }

  void Take(const Step& step) {
    const std::string hand = kHands[step.hand];
    const std::string measure = kMeasures[step.measure];
    const int64_t base = std::max<int64_t>(0, head_ - step.unseen);
    const std::string day = kDays[step.value];
    const std::string text = absl::StrCat("Text ", step.value);
    switch (step.kind) {
      case Step::kAdd:
        return Write(hand, base, measure, "", Measure(measure, "text: '" + text + "'"),
                     {text, "2019-06-30"});
      case Step::kRemove:
        return Write(hand, base, measure, "", "remove_measure: '" + measure + "'", {});
      case Step::kText:
        return Write(hand, base, measure, "text", Text(measure, text), {text});
      case Step::kDeadline:
        return Write(hand, base, measure, "deadline", Deadline(measure, day), {day});
      case Step::kLink: {
        const std::string link = absl::StrCat("workshops/", step.value);
        return SetLink(hand, base, measure, link, step.unseen % 2 == 0);
      }
      case Step::kReport:
        return Report(hand, measure, kStatuses[step.value]);
      case Step::kMove:
        return Move(hand, base, measure, day);
      case Step::kAdopt:
        return Live(hand, Adopt(), life_ == "draft" && !measures_.empty(), "adopted");
      case Step::kClose:
        return Live(hand, Close(), life_ == "adopted", "closed");
      case Step::kReopen:
        return Live(hand, Reopen(), life_ == "closed", "adopted");
    }
  }

  // The state says what the model knows.
  void Check() const {
    RC_ASSERT(state_.measures.size() == measures_.size());
    for (const auto& [id, known] : measures_) {
      const v1::ActionPlanMeasure* measure = state_.FindMeasure(id);
      RC_ASSERT(measure != nullptr);
      RC_ASSERT(measure->text() == known.text);
      RC_ASSERT(runtime::ToText(measure->deadline()) == DayText(known.deadline));
      RC_ASSERT(v1::ActionPlanMeasureStatus_Name(measure->status()) ==
                "ACTION_PLAN_MEASURE_STATUS_" + known.status);
      RC_ASSERT(measure->times_moved() == known.times_moved);
      RC_ASSERT(
          (std::set<std::string>(measure->links().begin(), measure->links().end()) == known.links));
    }
  }

 private:
  struct Known {
    std::string text;
    std::string deadline;
    std::string status = "PLANNED";
    int times_moved = 0;
    std::set<std::string> links;
  };
  struct Written {
    int64_t position = 0;
    std::string hand;
    std::string measure;
    std::string field;  // Empty: the measure was added or removed.
  };

  static std::string DayText(const std::string& day) {
    const auto edit = runtime::FromText<v1::ActionPlanEdit>(Deadline("m", day));
    return runtime::ToText(edit.measure_deadline().deadline());
  }

  // Whether another hand wrote the field after `base`. An empty `field` is all of them; whoever
  // adds a measure writes all but its links.
  bool IsBehindTheBackOf(const std::string& hand, int64_t base, const std::string& measure,
                         const std::string& field) const {
    return std::any_of(written_.begin(), written_.end(), [&](const Written& each) {
      return each.hand != hand && each.position > base && each.measure == measure &&
             (field.empty() || each.field == field || each.field == "added");
    });
  }

  void Happens(const std::string& hand, const v1::ActionPlanEvent& event) {
    ActionPlanRules::Evolve(state_, event, {head_, head_ + 1, hand});
    ++head_;
  }

  // Gives a command that comes to `wanted`: an id of a reason, CONVERGED, or empty where it is
  // recorded. True if it was.
  template <typename Command>
  bool Give(const std::string& hand, const Command& command, const std::string& wanted) {
    const auto decision = When(command).By(hand).Decide(state_);
    const std::string came_to = !decision.ok()             ? ReasonOf(decision.status())
                                : decision->events.empty() ? "CONVERGED"
                                                           : "";
    if (came_to != wanted) RC_FAIL("came to '" + came_to + "', not '" + wanted + "'");
    if (!decision.ok() || decision->events.empty()) return false;
    for (const v1::ActionPlanEvent& event : decision->events) {
      RC_ASSERT(!event.has_action_plan_edited() || life_ == "draft");
      RC_ASSERT(!event.has_action_plan_corrected() || life_ != "draft");
      Happens(hand, event);
    }
    return true;
  }

  void Remember(const std::string& hand, const std::string& measure, const std::string& field) {
    written_.push_back({head_, hand, measure, field});
  }

  // Edits one field of a measure; adds it where there are two `values`, removes it where there is
  // none.
  void Write(const std::string& hand, int64_t base, const std::string& measure,
             const std::string& field, const std::string& edit,
             const std::vector<std::string>& values) {
    const auto known = measures_.find(measure);
    const bool adds = values.size() == 2;
    std::string wanted;
    if (adds && known != measures_.end()) {
      wanted = kMeasureExists.id;
    } else if (!adds && known == measures_.end()) {
      wanted = kMeasureNotFound.id;
    } else if (!field.empty() &&
               values[0] == (field == "text" ? known->second.text : known->second.deadline)) {
      wanted = "CONVERGED";
    } else if (IsBehindTheBackOf(hand, base, measure, field)) {
      wanted = kFieldChanged.id;
    }
    if (!Give(hand, EditOn(base, edit), wanted)) return;
    Remember(hand, measure, adds ? "added" : field);
    if (adds) {
      Known& added = measures_[measure];
      added.text = values[0];
      added.deadline = values[1];
    } else if (field.empty()) {
      measures_.erase(measure);
    } else {
      (field == "text" ? known->second.text : known->second.deadline) = values[0];
    }
  }

  // Nobody is in the way of who adds or takes off a link.
  void SetLink(const std::string& hand, int64_t base, const std::string& measure,
               const std::string& link, bool linked) {
    const auto known = measures_.find(measure);
    const std::string name = "partnerships/vasterbotten/" + link;
    std::string wanted;
    if (known == measures_.end()) {
      wanted = kMeasureNotFound.id;
    } else if (known->second.links.contains(name) == linked) {
      wanted = "CONVERGED";
    }
    if (!Give(hand, EditOn(base, Link(measure, link, linked)), wanted)) return;
    Remember(hand, measure, "links");
    if (linked) {
      known->second.links.insert(name);
    } else {
      known->second.links.erase(name);
    }
  }

  std::string WhyNotUnderWay(const std::string& measure) const {
    if (life_ == "draft") return kActionPlanNotAdopted.id;
    if (life_ == "closed") return kActionPlanClosed.id;
    return measures_.contains(measure) ? "" : kMeasureNotFound.id;
  }

  void Report(const std::string& hand, const std::string& measure, const std::string& status) {
    const auto command =
        action_plans::Report(measure, "status: ACTION_PLAN_MEASURE_STATUS_" + status);
    if (!Give(hand, command, WhyNotUnderWay(measure))) return;
    Remember(hand, measure, "status");
    measures_[measure].status = status;
  }

  void Move(const std::string& hand, int64_t base, const std::string& measure,
            const std::string& day) {
    std::string wanted = WhyNotUnderWay(measure);
    const auto known = measures_.find(measure);
    if (wanted.empty()) {
      if (known->second.status == "DONE" || known->second.status == "DROPPED") {
        wanted = kMeasureEnded.id;
      } else if (known->second.deadline == day) {
        wanted = "CONVERGED";
      } else if (IsBehindTheBackOf(hand, base, measure, "deadline")) {
        wanted = kFieldChanged.id;
      }
    }
    auto command = action_plans::Move(measure, day);
    command.mutable_base_position()->set_position(base);
    if (!Give(hand, command, wanted)) return;
    Remember(hand, measure, "deadline");
    known->second.deadline = day;
    ++known->second.times_moved;
  }

  template <typename Command>
  void Live(const std::string& hand, const Command& command, bool may, const std::string& after) {
    const auto decision = When(command).By(hand).Decide(state_);
    RC_ASSERT(decision.ok() == may);
    if (!may) return;
    for (const v1::ActionPlanEvent& event : decision->events) Happens(hand, event);
    life_ = after;
  }

  ActionPlanState state_;
  int64_t head_ = 0;
  std::string life_ = "draft";
  std::map<std::string, Known> measures_;
  std::vector<Written> written_;
};

// How much is tried, unless RC_PARAMS says otherwise.
const bool kDefaultsSet = setenv("RC_PARAMS", "max_success=200 max_size=60", /*overwrite=*/0) == 0;

RC_GTEST_PROP(ActionPlanPropertyTest, AYearHasAtMostOneActionPlanOfAnOwnerAndOfThePartnership, ()) {
  RC_ASSERT(kDefaultsSet);
  Partnership partnership;
  for (const YearStep& step : *rc::gen::container<std::vector<YearStep>>(AYearStep())) {
    partnership.Take(step);
    partnership.Check();
  }
}

RC_GTEST_PROP(ActionPlanPropertyTest, NothingIsWrittenOverUnseenAndNothingElseIsRefused, ()) {
  RC_ASSERT(kDefaultsSet);
  Plan plan;
  for (const Step& step : *rc::gen::container<std::vector<Step>>(AStep())) {
    plan.Take(step);
    plan.Check();
  }
}

}  // namespace
}  // namespace samverk::action_plans

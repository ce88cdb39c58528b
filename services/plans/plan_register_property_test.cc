// Whatever is adopted, extended, corrected, replaced, repealed and withdrawn, a municipality has at
// most one plan in force on a day, and nothing is refused for another reason than a day that is
// taken. Compared with a model that tells years one by one.
//
// Prints its seed. RC_PARAMS takes one, and more: RC_PARAMS="seed=… max_success=1000".

#include <stdlib.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "services/plans/plan_days.h"
#include "services/plans/plan_register.h"
#include "services/plans/plan_rules.h"
#include "services/plans/testing/plan_sentences.h"
#include "services/plans/testing/year_by_year.h"
#include "services/runtime/testing/from_text.h"

namespace samverk::plans {
namespace {

constexpr int kPlans = 5;  // Three of Storuman, one of Vindeln, one local.
constexpr int kYears = 8;

struct Step {
  enum Kind { kAdopt, kExtend, kCorrect, kRepeal, kWithdraw };
  Kind kind = kAdopt;
  int plan = 0;
  int from = 0;
  int years = 1;
  int replaces = -1;
};

void showValue(const Step& step, std::ostream& out) {
  static const char* const kKinds[] = {"adopt", "extend", "correct", "repeal", "withdraw"};
  out << kKinds[step.kind] << " " << step.plan << " " << step.from << "+" << step.years;
  if (step.replaces >= 0) out << " replacing " << step.replaces;
}

rc::Gen<Step> AStep() {
  return rc::gen::build<Step>(
      rc::gen::set(&Step::kind, rc::gen::weightedElement<Step::Kind>({{10, Step::kAdopt},
                                                                      {4, Step::kExtend},
                                                                      {4, Step::kCorrect},
                                                                      {2, Step::kRepeal},
                                                                      {1, Step::kWithdraw}})),
      rc::gen::set(&Step::plan,
                   rc::gen::weightedElement<int>({{4, 0}, {4, 1}, {4, 2}, {1, 3}, {1, 4}})),
      rc::gen::set(&Step::from, rc::gen::inRange(0, kYears)),
      rc::gen::set(&Step::years, rc::gen::inRange(1, 4)),
      rc::gen::set(&Step::replaces,
                   rc::gen::weightedElement<int>({{6, -1}, {2, 0}, {2, 1}, {1, 2}, {1, 3}})));
}

std::string NameOfPlan(int plan) {
  return absl::StrCat("partnerships/vasterbotten/plans/", plan + 1);
}

std::string PeriodOf(const Step& step) {
  return "period { " + Days(FirstDayOf(step.from), FirstDayOf(step.from + step.years)) + "}";
}

// The plans and registers of a partnership, and what is known of them without rules.
class Partnership {
 public:
  Partnership() {
    for (int plan = 0; plan < kPlans; ++plan) {
      Happens(plan, Created(plan == 3   ? "owner: '~/organisations/2404'"
                            : plan == 4 ? "municipal_plan: '~/plans/1'"
                                        : ""));
    }
    for (const char* kommunkod : {"2421", "2404"}) {
      registers_[absl::StrCat("partnerships/vasterbotten/planRegisters/", kommunkod)] =
          std::make_unique<runtime::StateOf<v1::PlanRegister>>();
    }
  }

  void Take(const Step& step) {
    switch (step.kind) {
      case Step::kAdopt:
        return Adopt(step);
      case Step::kExtend: {
        const int until = model_[step.plan].end + step.years;
        YearByYear after = model_[step.plan];
        after.Extend(until);
        Decide(step, plans::Extend(FirstDayOf(until)), after,
               IsOpen(step.plan) && IsAdopted(step.plan));
        return;
      }
      case Step::kCorrect: {
        YearByYear after = model_[step.plan];
        const bool changes = after.start != step.from || after.end != step.from + step.years;
        after.Correct(step.from, step.from + step.years);
        Decide(step, Correct(PeriodOf(step)), after,
               changes && IsAdopted(step.plan) && !withdrawn_.contains(step.plan));
        return;
      }
      case Step::kRepeal: {
        YearByYear after = model_[step.plan];
        const bool in_force =
            !after.revision.empty() && after.revision.rbegin()->first >= step.from;
        after.End(step.from);
        Decide(step, Repeal(FirstDayOf(step.from)), after,
               in_force && IsOpen(step.plan) && IsAdopted(step.plan));
        return;
      }
      case Step::kWithdraw: {
        YearByYear after = model_[step.plan];
        after.revision.clear();
        const bool may = !withdrawn_.contains(step.plan);
        Decide(step, Withdraw(), after, may);
        withdrawn_.insert(step.plan);
        return;
      }
    }
  }

  // At most one plan is in force, and rules, registers and model agree on which.
  void Check() const {
    for (int plan = 0; plan < kPlans; ++plan) {
      const v1::Plan& header = states_[plan]->value.header;
      for (int year = 0; year < kYears + 20; ++year) {
        RC_ASSERT(RevisionOn(header, absl::CivilDay(2010 + year, 1, 1)) == model_[plan].In(year));
        RC_ASSERT(RevisionOn(header, absl::CivilDay(2010 + year, 12, 31)) == model_[plan].In(year));
      }
      for (int other = 0; other < plan; ++other) {
        if (!Compete(plan, other)) continue;
        for (const int year : model_[plan].Years()) RC_ASSERT(model_[other].In(year) == 0);
      }
      CheckRegister(plan);
    }
  }

 private:
  bool IsAdopted(int plan) const { return model_[plan].latest > 0; }
  bool IsOpen(int plan) const {
    return model_[plan].ended == YearByYear::kNever && !withdrawn_.contains(plan);
  }
  // Whether two plans can't both have a day.
  static bool Compete(int plan, int other) { return plan < 3 && other < 3 && plan != other; }

  void Happens(int plan, const v1::PlanEvent& event) {
    PlanRules::Evolve(states_[plan]->value, event, {next_, next_ + 1, "anna"});
    ++next_;
  }

  // Edits the period, proposes and adopts, where all that may be.
  void Adopt(const Step& step) {
    if (IsOpen(step.plan)) {
      Happens(step.plan, Edited(PeriodOf(step)));
      Happens(step.plan, Proposed());
    }
    YearByYear after = model_[step.plan];
    after.Adopt(step.from, step.from + step.years);
    const bool replaces = step.replaces >= 0;
    const bool may_replace = !replaces || (Compete(step.plan, step.replaces) &&
                                           IsAdopted(step.replaces) && IsOpen(step.replaces));
    const auto before = model_;
    if (replaces && may_replace) model_[step.replaces].End(step.from);
    const std::string replaced =
        replaces ? "replaces: '" + NameOfPlan(step.replaces) + "'" : std::string();
    if (!Decide(step, plans::Adopt(replaced), after, may_replace && IsOpen(step.plan))) {
      model_ = before;
      if (IsOpen(step.plan)) Happens(step.plan, Recalled());
    }
  }

  // Gives a command, which leads to `after` unless a day is taken. False if it was refused.
  template <typename Command>
  bool Decide(const Step& step, Command command, const YearByYear& after, bool may) {
    command.set_name(NameOfPlan(step.plan));
    command.mutable_decision()->mutable_date()->set_year(2010);
    return Give(step, command, after, may);
  }
  bool Decide(const Step& step, v1::WithdrawPlanRequest command, const YearByYear& after,
              bool may) {
    command.set_name(NameOfPlan(step.plan));
    return Give(step, command, after, may);
  }

  template <typename Command>
  bool Give(const Step& step, const Command& command, const YearByYear& after, bool may) {
    bool free = true;
    for (int other = 0; other < kPlans; ++other) {
      if (!Compete(step.plan, other)) continue;
      for (const int year : after.Years()) free = free && model_[other].In(year) == 0;
    }
    const PlanState& state = states_[step.plan]->value;
    runtime::Facts facts;
    for (const std::string& name : PlanRules::Reads(command).linked) facts.AddLinked(name);
    for (const std::string& claim : PlanRules::ClaimsRead(state, command)) {
      facts.AddClaim(claim, StreamOf(claim));
    }
    PlanRules::Context context;
    context.today = absl::CivilDay(2019, 10, 7);
    const auto decision = PlanRules::Decide(state, facts, command, context);
    RC_ASSERT((decision.ok() == (may && free)));
    if (may && !free) RC_ASSERT(ReasonOf(decision.status()) == kPlanPeriodTaken.id);
    if (!decision.ok()) return false;
    for (const v1::PlanEvent& event : decision->events) Happens(step.plan, event);
    for (const auto& [stream, event] : decision->claims) Claim(stream, *event);
    model_[step.plan] = after;
    return true;
  }

  runtime::AnyState* StreamOf(const std::string& name) const {
    const auto found = registers_.find(name);
    if (found != registers_.end()) return found->second.get();
    return states_[NumberOf(name)].get();
  }
  static size_t NumberOf(const std::string& name) {
    return static_cast<size_t>(std::stoi(name.substr(name.rfind('/') + 1)) - 1);
  }

  void Claim(const std::string& stream, const google::protobuf::Message& event) {
    if (const auto found = registers_.find(stream); found != registers_.end()) {
      PlanRegisterRules::Evolve(found->second->value,
                                static_cast<const v1::PlanRegisterEvent&>(event), {});
    } else {
      Happens(static_cast<int>(NumberOf(stream)), static_cast<const v1::PlanEvent&>(event));
    }
  }

  // The register of a municipality says of its plans what they say themselves.
  void CheckRegister(int plan) const {
    for (const auto& [name, in_register] : registers_) {
      const bool its_own = plan < 4 && name == absl::StrCat(
                                                   "partnerships/vasterbotten/"
                                                   "planRegisters/",
                                                   plan == 3 ? "2404" : "2421");
      v1::PlanInForceSet said;
      for (const v1::PlanInForceSet& each : in_register->value.plans()) {
        if (each.plan() == NameOfPlan(plan)) said = each;
      }
      v1::PlanInForceSet wanted;
      if (its_own) {
        const v1::Plan& header = states_[plan]->value.header;
        const std::vector<v1::DatePeriod> days = DaysInForce(header);
        wanted.mutable_periods()->Assign(days.begin(), days.end());
        *wanted.mutable_in_force() = header.in_force();
      }
      if (!wanted.periods().empty()) wanted.set_plan(NameOfPlan(plan));
      RC_ASSERT(said.SerializeAsString() == wanted.SerializeAsString());
    }
  }

  std::vector<std::unique_ptr<runtime::StateOf<PlanState>>> states_ = [] {
    std::vector<std::unique_ptr<runtime::StateOf<PlanState>>> states;
    states.reserve(kPlans);
    for (int plan = 0; plan < kPlans; ++plan) {
      states.push_back(std::make_unique<runtime::StateOf<PlanState>>());
    }
    return states;
  }();
  std::map<std::string, std::unique_ptr<runtime::StateOf<v1::PlanRegister>>> registers_;
  std::vector<YearByYear> model_ = std::vector<YearByYear>(kPlans);
  std::set<int> withdrawn_;
  int64_t next_ = 0;
};

// How much is tried, unless RC_PARAMS says otherwise.
const bool kDefaultsSet = setenv("RC_PARAMS", "max_success=300 max_size=60", /*overwrite=*/0) == 0;

RC_GTEST_PROP(PlanRegisterPropertyTest, AMunicipalityHasAtMostOnePlanInForceOnADay, ()) {
  RC_ASSERT(kDefaultsSet);
  Partnership partnership;
  for (const Step& step : *rc::gen::container<std::vector<Step>>(AStep())) {
    partnership.Take(step);
    partnership.Check();
  }
}

}  // namespace
}  // namespace samverk::plans

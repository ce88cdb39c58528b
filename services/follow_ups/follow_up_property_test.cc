// Whatever is opened, filled in, submitted, judged, withdrawn and compiled:
//
//   - a municipality has at most one follow-up of a plan for a year that is not withdrawn;
//   - nothing in a follow-up changes while the Region judges it;
//   - the registers tell of each follow-up what is approved of it, and of no others;
//   - a compilation is based on exactly the municipalities that have something approved, and on
//   what
//     each of them submitted last;
//   - nothing is refused for another reason than the model has.
//
// Compared with a model that knows values and states by follow-up, and no streams or registers.
//
// Prints its seed. RC_PARAMS takes one, and more: RC_PARAMS="seed=… max_success=1000".

#include <stdlib.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "services/follow_ups/compilation_rules.h"
#include "services/follow_ups/testing/follow_up_sentences.h"
#include "services/runtime/testing/from_text.h"

namespace samverk::follow_ups {
namespace {

using runtime::FromText;

constexpr int kFollowUpsTried = 4;
constexpr int kMunicipalities = 2;

constexpr int kFirstYear = 2017;
constexpr const char* kKommunkod[] = {"2421", "2404"};

struct Step {
  enum Kind {
    kOpen,
    kObserve,
    kCorrect,
    kRemove,
    kAssess,
    kSubmit,
    kApprove,
    kReturn,
    kWithdraw,
    kCompile,
    kMovePlans
  };
  Kind kind = kOpen;
  int follow_up = 0;
  int municipality = 0;
  int plan = 0;
  int year = kFirstYear;
  int key = 0;
  int value = 0;
};

void showValue(const Step& step, std::ostream& out) {
  static const char* const kKinds[] = {"open",     "observe", "correct",   "remove",
                                       "assess",   "submit",  "approve",   "return",
                                       "withdraw", "compile", "move plans"};
  out << kKinds[step.kind] << " " << step.follow_up << " of " << step.municipality << " plan "
      << step.plan << " " << step.year << " key " << step.key << " = " << step.value;
}

rc::Gen<Step> AStep() {
  return rc::gen::build<Step>(
      rc::gen::set(&Step::kind, rc::gen::weightedElement<Step::Kind>({{6, Step::kOpen},
                                                                      {6, Step::kObserve},
                                                                      {3, Step::kCorrect},
                                                                      {1, Step::kRemove},
                                                                      {2, Step::kAssess},
                                                                      {6, Step::kSubmit},
                                                                      {6, Step::kApprove},
                                                                      {2, Step::kReturn},
                                                                      {1, Step::kWithdraw},
                                                                      {3, Step::kCompile},
                                                                      {4, Step::kMovePlans}})),
      rc::gen::set(&Step::follow_up, rc::gen::inRange(0, kFollowUpsTried)),
      rc::gen::set(&Step::municipality, rc::gen::weightedElement<int>({{5, 0}, {1, 1}})),
      rc::gen::set(&Step::plan, rc::gen::weightedElement<int>({{3, 0}, {3, 1}, {1, 2}})),
      rc::gen::set(&Step::year,
                   rc::gen::weightedElement<int>({{1, kFirstYear}, {3, kFirstYear + 1}})),
      rc::gen::set(&Step::key, rc::gen::inRange(0, 2)),
      rc::gen::set(&Step::value, rc::gen::inRange(0, 3)));
}

// Plan 1 of Storuman is in force until the middle of 2018, plan 2 after that; plan 3 of Vindeln
// always. Once that is found out to be wrong, it is plan 1 to the end of 2018.
std::string InForce(int municipality, bool moved) {
  const auto plan = [](int id, const std::string& start, const std::string& end) {
    const std::string days = "start_date @" + start + " end_date @" + end;
    return absl::StrCat("plans { plan: '~/plans/", id, "' periods { ", days,
                        " } in_force { period { ", days, " } revision: ", id, " } } ");
  };
  if (municipality == 1) return plan(3, "2010-01-01", "2030-01-01");
  const std::string day = moved ? "2019-01-01" : "2018-07-01";
  return plan(1, "2016-01-01", day) + plan(2, day, "2022-01-01");
}

bool IsOfYear(int municipality, int plan, int year, bool moved) {
  if (municipality == 1) return plan == 2;
  return plan == 0 || (plan == 1 && year == 2018 && !moved);
}
bool IsInForceAtYearEnd(int municipality, int plan, int year, bool moved) {
  if (municipality == 1) return plan == 2;
  return plan == (year == 2018 && !moved ? 1 : 0);
}

// What is known of a follow-up without rules.
struct Model {
  enum State { kNone, kOpen, kSubmitted, kReturned, kApproved, kWithdrawn };
  State state = kNone;
  int municipality = 0;
  int plan = 0;
  int year = 0;
  std::map<int, int> values;
  int assessment = -1;
  bool changed = false;
  int submitted = 0;  // When, among all submissions; 0: never.
  int approved = 0;

  bool IsLive() const { return state != kNone && state != kWithdrawn; }
  bool MayChange() const { return IsLive() && state != kSubmitted; }
};

class Partnership {
 public:
  void Take(const Step& step) {
    switch (step.kind) {
      case Step::kOpen:
        return Open(step);
      case Step::kObserve:
        return Observe(step);
      case Step::kCorrect:
        return Correct(step);
      case Step::kRemove:
        return Remove(step);
      case Step::kAssess:
        return AssessOne(step);
      case Step::kSubmit:
        return SubmitOne(step);
      case Step::kApprove:
      case Step::kReturn:
      case Step::kWithdraw:
        return Judge(step);
      case Step::kCompile:
        return Compile(step);
      case Step::kMovePlans:
        return MovePlans();
    }
  }

  void Check() const {
    for (int i = 0; i < kFollowUpsTried; ++i) {
      CheckValues(i);
      for (int other = 0; other < i; ++other) {
        const Model& a = models_[i];
        const Model& b = models_[other];
        if (!a.IsLive() || !b.IsLive() || a.municipality != b.municipality) continue;
        RC_ASSERT(a.plan != b.plan || a.year != b.year);
      }
    }
    for (int municipality = 0; municipality < kMunicipalities; ++municipality) {
      CheckRegister(municipality);
    }
  }

 private:
  static std::string NameOf(int follow_up) {
    return absl::StrCat("partnerships/vasterbotten/followUps/", follow_up + 1);
  }
  static std::string PlanOf(int plan) { return absl::StrCat("~/plans/", plan + 1); }
  static std::string KeyOf(int key) { return absl::StrCat("nyckel-", key); }

  void Open(const Step& step) {
    Model& model = models_[step.follow_up];
    auto command =
        follow_ups::Open(absl::StrCat("owner: '~/organisations/", kKommunkod[step.municipality],
                                      "' plan: '", PlanOf(step.plan), "' year: ", step.year));
    command.set_follow_up_id(absl::StrCat(step.follow_up + 1));
    std::string reason;
    if (model.state != Model::kNone) {
      reason = kFollowUpExists.id;
    } else if (!IsOfYear(step.municipality, step.plan, step.year, moved_)) {
      reason = kPlanNotOfYear.id;
    } else if (IsFollowedUp(step)) {
      reason = kYearFollowedUp.id;
    }
    if (!Give(step.follow_up, command, reason)) return;
    model.state = Model::kOpen;
    model.municipality = step.municipality;
    model.plan = step.plan;
    model.year = step.year;
  }

  bool IsFollowedUp(const Step& step) const {
    for (const Model& other : models_) {
      if (other.IsLive() && other.municipality == step.municipality && other.plan == step.plan &&
          other.year == step.year) {
        return true;
      }
    }
    return false;
  }

  // Why nothing in it may change; empty if it may.
  static std::string WhyNot(const Model& model) {
    if (model.state == Model::kNone) return kFollowUpNotFound.id;
    if (model.state == Model::kWithdrawn) return kFollowUpWithdrawn.id;
    return model.MayChange() ? "" : kFollowUpUnderReview.id;
  }

  void Observe(const Step& step) {
    Model& model = models_[step.follow_up];
    std::string reason = WhyNot(model);
    if (reason.empty() && model.values.contains(step.key)) reason = kIndicatorObserved.id;
    if (!Give(step.follow_up, follow_ups::Observe(KeyOf(step.key), ReadingOf(step)), reason)) {
      return;
    }
    model.values[step.key] = step.value;
    entries_[{step.follow_up, step.key}] = revisions_[step.follow_up] - 1;
    model.changed = true;
  }

  static std::string ReadingOf(const Step& step) { return Reading(absl::StrCat(step.value)); }

  void Correct(const Step& step) {
    Model& model = models_[step.follow_up];
    std::string reason = WhyNot(model);
    const bool there = model.values.contains(step.key);
    if (reason.empty() && !there) reason = kIndicatorNotFound.id;
    const auto command = Edit(absl::StrCat("edits { indicator { entry: ", EntryOf(step),
                                           " reading {", ReadingOf(step), "} } }"));
    if (!Give(step.follow_up, command, reason)) return;
    model.changed = model.changed || model.values[step.key] != step.value;
    model.values[step.key] = step.value;
  }

  void Remove(const Step& step) {
    Model& model = models_[step.follow_up];
    std::string reason = WhyNot(model);
    if (reason.empty() && !model.values.contains(step.key)) reason = kIndicatorNotFound.id;
    const auto command = Edit(absl::StrCat("edits { remove_indicator: ", EntryOf(step), " }"));
    if (!Give(step.follow_up, command, reason)) return;
    model.values.erase(step.key);
    model.changed = true;
  }

  int64_t EntryOf(const Step& step) const {
    const auto found = entries_.find({step.follow_up, step.key});
    return found == entries_.end() ? 1'000'000 : found->second;
  }

  void AssessOne(const Step& step) {
    Model& model = models_[step.follow_up];
    static const char* const kWords[] = {"NOT_BEGUN", "UNDER_WAY", "REACHED"};
    if (!Give(step.follow_up, Assess(kGoal, kWords[step.value]), WhyNot(model))) return;
    model.changed = model.changed || model.assessment != step.value;
    model.assessment = step.value;
  }

  void SubmitOne(const Step& step) {
    Model& model = models_[step.follow_up];
    std::string reason = WhyNot(model);
    if (reason.empty()) {
      const bool nothing = model.values.empty() && model.assessment < 0;
      const bool nothing_new = model.state == Model::kApproved && !model.changed;
      if (nothing || nothing_new) {
        reason = kNothingToSubmit.id;
      } else if (!IsInForceAtYearEnd(model.municipality, model.plan, model.year, moved_)) {
        reason = kPlanNotInForceAtYearEnd.id;
      }
    }
    if (!Give(step.follow_up, Submit(), reason)) return;
    model.state = Model::kSubmitted;
    model.changed = false;
    model.submitted = ++submissions_;
    // The plans of this test have the revisions of their numbers.
    RC_ASSERT(states_[step.follow_up].submitted.plan_revision == model.plan + 1);
  }

  void Judge(const Step& step) {
    Model& model = models_[step.follow_up];
    std::string reason = model.IsLive() ? "" : WhyNot(model);
    const bool submitted = model.state == Model::kSubmitted;
    const bool approved = model.state == Model::kApproved;
    if (step.kind == Step::kWithdraw) {
      if (!Give(step.follow_up, Withdraw(), reason)) return;
      model.state = Model::kWithdrawn;
      model.approved = 0;
      return;
    }
    const bool judged = submitted || (approved && step.kind == Step::kReturn);
    if (reason.empty() && !judged) reason = kFollowUpNotSubmitted.id;
    if (step.kind == Step::kApprove) {
      if (!Give(step.follow_up, Approve(), reason)) return;
      model.state = Model::kApproved;
      model.approved = model.submitted;
      return;
    }
    if (!Give(step.follow_up, Return(), reason)) return;
    model.state = Model::kReturned;
    if (approved) model.approved = 0;
  }

  void MovePlans() {
    moved_ = !moved_;
    plans_[0] = PlansAre(InForce(0, moved_));
  }

  // What counts in a municipality: of what is approved, what was submitted last; -1: nothing.
  int Approved(int municipality, int year) const {
    int latest = -1;
    for (int i = 0; i < kFollowUpsTried; ++i) {
      const Model& model = models_[i];
      if (model.municipality != municipality || model.year != year || model.approved == 0) continue;
      if (latest < 0 || model.approved > models_[latest].approved) latest = i;
    }
    return latest;
  }

  void Compile(const Step& step) const {
    const auto command = FromText<v1::CompileFollowUpsRequest>(
        absl::StrCat("parent: '~' owner: '~/organisations/regionen' year: ", step.year,
                     " municipalities: '~/organisations/2421' "
                     "municipalities: '~/organisations/2404'"));
    const runtime::ReadSet reads = CompilationRules::Reads(command);
    runtime::Facts facts;
    for (const std::string& name : reads.linked) facts.AddLinked(name);
    for (const std::string& claim : reads.claims) facts.AddClaim(claim, RegisterNamed(claim));
    const auto decision = CompilationRules::Decide({}, facts, command, {});
    std::vector<std::string> wanted;
    for (int municipality = 0; municipality < kMunicipalities; ++municipality) {
      const int approved = Approved(municipality, step.year);
      if (approved >= 0) wanted.push_back(NameOf(approved));
    }
    RC_ASSERT(decision.ok() == !wanted.empty());
    if (!decision.ok()) {
      RC_ASSERT(ReasonOf(decision.status()) == kNothingToCompile.id);
      return;
    }
    std::vector<std::string> basis;
    for (const auto& each : decision->events.at(0).follow_ups_compiled().basis()) {
      basis.push_back(each.follow_up());
    }
    RC_ASSERT(basis == wanted);
  }

  // Gives a command that must be refused with `reason`, or accepted if that is empty. False if it
  // was refused.
  template <typename Command>
  bool Give(int follow_up, Command command, const std::string& reason) {
    if constexpr (requires { command.set_name(""); }) command.set_name(NameOf(follow_up));
    FollowUpState& state = states_[follow_up];
    const runtime::ReadSet reads = FollowUpRules::Reads(command);
    std::vector<std::string> claims = reads.claims;
    if constexpr (requires { FollowUpRules::ClaimsRead(state, command); }) {
      claims = FollowUpRules::ClaimsRead(state, command);
    }
    runtime::Facts facts;
    for (const std::string& name : reads.linked) facts.AddLinked(name);
    for (const std::string& claim : claims) facts.AddClaim(claim, RegisterNamed(claim));
    FollowUpRules::Context context;
    context.today = absl::CivilDay(2019, 10, 7);
    context.next = {revisions_[follow_up], position_ + 1, ""};
    const auto decision = FollowUpRules::Decide(state, facts, command, context);
    RC_ASSERT(decision.ok() == reason.empty());
    if (!decision.ok()) {
      RC_ASSERT(ReasonOf(decision.status()) == reason);
      return false;
    }
    for (const v1::FollowUpEvent& event : decision->events) {
      FollowUpRules::Evolve(state, event, {revisions_[follow_up]++, ++position_, ""});
    }
    for (const auto& [stream, event] : decision->claims) {
      FollowUpRegisterRules::Evolve(registers_[stream.back() == '4' ? 1 : 0].value,
                                    static_cast<const v1::FollowUpRegisterEvent&>(*event),
                                    {0, ++position_, ""});
    }
    return true;
  }

  const runtime::AnyState* RegisterNamed(const std::string& claim) const {
    const int municipality = claim.back() == '4' ? 1 : 0;  // 2404.
    const bool of_plans = claim.find("planRegisters") != std::string::npos;
    if (of_plans) return plans_[municipality].get();
    return &registers_[municipality];
  }

  void CheckValues(int follow_up) const {
    const Model& model = models_[follow_up];
    const FollowUpState& state = states_[follow_up];
    std::map<std::string, std::string> said;
    for (const auto& [entry, indicator] : state.indicators) said[indicator.key] = indicator.reading;
    std::map<std::string, std::string> wanted;
    for (const auto& [key, value] : model.values) {
      wanted[KeyOf(key)] =
          FromText<v1::IndicatorReading>(Reading(absl::StrCat(value))).SerializeAsString();
    }
    RC_ASSERT(said == wanted);
    RC_ASSERT(state.assessments.size() == (model.assessment < 0 ? 0u : 1u));
  }

  void CheckRegister(int municipality) const {
    std::map<std::string, bool> wanted;  // Whether something is approved, by follow-up.
    for (int i = 0; i < kFollowUpsTried; ++i) {
      const Model& model = models_[i];
      if (!model.IsLive() || model.municipality != municipality) continue;
      wanted[NameOf(i)] = model.approved > 0;
    }
    std::map<std::string, bool> said;
    for (const auto& [name, standing] : registers_[municipality].value.standing) {
      said[name] = standing.submission() > 0;
      const auto number = static_cast<size_t>(std::stoi(name.substr(name.rfind('/') + 1)) - 1);
      RC_ASSERT(standing.submission() == states_[number].approved.revision);
      RC_ASSERT(standing.position() == states_[number].approved.position);
    }
    RC_ASSERT(said == wanted);
  }

  std::vector<FollowUpState> states_ = std::vector<FollowUpState>(kFollowUpsTried);
  std::vector<int64_t> revisions_ = std::vector<int64_t>(kFollowUpsTried);
  std::vector<Model> models_ = std::vector<Model>(kFollowUpsTried);
  std::map<std::pair<int, int>, int64_t> entries_;  // By follow-up and key.
  runtime::StateOf<FollowUpRegisterState> registers_[kMunicipalities];
  bool moved_ = false;
  std::shared_ptr<const runtime::AnyState> plans_[kMunicipalities] = {PlansAre(InForce(0, false)),
                                                                      PlansAre(InForce(1, false))};
  int64_t position_ = 0;
  int submissions_ = 0;
};

// How much is tried, unless RC_PARAMS says otherwise.
const bool kDefaultsSet =
    setenv("RC_PARAMS", "max_success=2000 max_size=200", /*overwrite=*/0) == 0;

RC_GTEST_PROP(FollowUpPropertyTest, WhatCountsIsWhatWasApproved, ()) {
  RC_ASSERT(kDefaultsSet);
  Partnership partnership;
  for (const Step& step : *rc::gen::container<std::vector<Step>>(AStep())) {
    partnership.Take(step);
    partnership.Check();
  }
}

}  // namespace
}  // namespace samverk::follow_ups

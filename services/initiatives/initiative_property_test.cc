// Whatever is registered, edited, reported, ended and reopened: each partner and link is there once
// and the owner is no partner; entries are there from the event that recorded them until they are
// removed; what has ended has an end between its first day and the day it was said; and nothing is
// refused for another reason than the model knows.
//
// Prints its seed. RC_PARAMS takes one, and more: RC_PARAMS="seed=… max_success=1000".

#include <stdlib.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "services/initiatives/initiative_rules.h"
#include "services/initiatives/testing/initiative_sentences.h"

namespace samverk::initiatives {
namespace {

// Of three organisations, the first one is the owner.
const char* const kOrganisations[] = {"2421", "2422", "2404"};
// It is 7 October 2019.
const char* const kDays[] = {"2017-12-31", "2018-06-30", "2019-10-07", "2019-10-08"};
constexpr int kLastDayThatHasBeen = 2;

struct Step {
  enum Kind { kPartner, kLink, kFund, kReport, kCorrect, kRemove, kPeriod, kEnd, kEnding, kReopen };
  Kind kind = kPartner;
  int value = 0;
  int day = 0;
  bool on = false;
};

void showValue(const Step& step, std::ostream& out) {
  static const char* const kKinds[] = {"partner", "link",   "fund", "report", "correct",
                                       "remove",  "period", "end",  "ending", "reopen"};
  out << kKinds[step.kind] << " " << step.value << " " << kDays[step.day]
      << (step.on ? " on" : " off");
}

rc::Gen<Step> AStep() {
  return rc::gen::build<Step>(
      rc::gen::set(&Step::kind, rc::gen::weightedElement<Step::Kind>({{4, Step::kPartner},
                                                                      {4, Step::kLink},
                                                                      {3, Step::kFund},
                                                                      {3, Step::kReport},
                                                                      {4, Step::kCorrect},
                                                                      {3, Step::kRemove},
                                                                      {3, Step::kPeriod},
                                                                      {2, Step::kEnd},
                                                                      {2, Step::kEnding},
                                                                      {1, Step::kReopen}})),
      rc::gen::set(&Step::value, rc::gen::inRange(0, 12)),
      rc::gen::set(&Step::day, rc::gen::inRange(0, 4)),
      rc::gen::set(&Step::on, rc::gen::arbitrary<bool>()));
}

// An initiative, and what is known of it without rules.
class Known {
 public:
  Known() { Happens(Registered()); }

  void Take(const Step& step) {
    switch (step.kind) {
      case Step::kPartner: {
        const std::string id = kOrganisations[step.value % 3];
        const bool changes = id != "2421" && partners_.contains(id) != step.on;
        Give(Edit(Partner(id, step.on)), changes ? "" : "CONVERGED");
        if (!changes) return;
        step.on ? (void)partners_.insert(id) : (void)partners_.erase(id);
        return;
      }
      case Step::kLink: {
        const std::string name = absl::StrCat("plans/", step.value % 3);
        const bool changes = links_.contains(name) != step.on;
        Give(Edit(Link(name, step.on)), changes ? "" : "CONVERGED");
        if (!changes) return;
        step.on ? (void)links_.insert(name) : (void)links_.erase(name);
        return;
      }
      case Step::kFund:
        fundings_[revision_] = absl::StrCat("S", step.value);
        return Give(Edit("add_funding { source: '" + fundings_[revision_] + "' }"), "");
      case Step::kReport: {
        const int64_t entry = revision_;
        Give(Report(Result(kDays[step.day])), HasBeen(step) ? "" : kResultInTheFuture.id);
        if (HasBeen(step)) results_.insert(entry);
        return;
      }
      case Step::kCorrect:
        return Correct(step);
      case Step::kRemove: {
        const bool there = fundings_.contains(step.value) || results_.contains(step.value);
        Give(Edit(absl::StrCat("remove_entry: ", step.value)),
             there ? "" : kInitiativeEntryNotFound.id);
        fundings_.erase(step.value);
        results_.erase(step.value);
        return;
      }
      default:
        return Live(step);
    }
  }

  // The state says what the model knows.
  void Check() const {
    const v1::Initiative& now = state_.initiative;
    RC_ASSERT(Ids(now.partners()) == partners_);
    RC_ASSERT(static_cast<size_t>(now.partners_size()) == partners_.size());
    std::set<std::string> links;
    for (const std::string& link : now.links()) {
      RC_ASSERT(links.insert(link.substr(link.find("plans/"))).second);
    }
    RC_ASSERT(links == links_);
    std::map<int64_t, std::string> fundings;
    for (const v1::InitiativeFundingEntry& each : now.fundings()) {
      fundings[each.entry()] = each.funding().source();
    }
    RC_ASSERT(fundings == fundings_);
    RC_ASSERT(state_.results == results_);
    RC_ASSERT(static_cast<size_t>(now.result_count()) == results_.size());
    RC_ASSERT((now.state() == v1::INITIATIVE_STATE_ENDED) == !ended_on_.empty());
    RC_ASSERT(now.has_ending() == !ended_on_.empty());
    if (!now.has_ending()) return;
    RC_ASSERT(FormatDate(now.ending().ended_on()) == ended_on_);
    RC_ASSERT(ended_on_ >= FormatDate(now.period().start_date()));
    RC_ASSERT(ended_on_ <= kDays[kLastDayThatHasBeen]);
  }

 private:
  static bool HasBeen(const Step& step) { return step.day <= kLastDayThatHasBeen; }

  template <typename Names>
  static std::set<std::string> Ids(const Names& names) {
    std::set<std::string> ids;
    for (const std::string& name : names) ids.insert(name.substr(name.rfind('/') + 1));
    return ids;
  }

  void Correct(const Step& step) {
    if (step.on) {
      const auto found = fundings_.find(step.value);
      const std::string source = absl::StrCat("S", step.day);
      const std::string wanted = found == fundings_.end()  ? kInitiativeEntryNotFound.id
                                 : found->second == source ? "CONVERGED"
                                                           : "";
      Give(Edit(absl::StrCat("funding { entry: ", step.value, " funding { source: '", source,
                             "' } }")),
           wanted);
      if (wanted.empty()) found->second = source;
      return;
    }
    std::string wanted = HasBeen(step) ? "" : kResultInTheFuture.id;
    if (wanted.empty() && !results_.contains(step.value)) wanted = kInitiativeEntryNotFound.id;
    Give(Edit(absl::StrCat("result { entry: ", step.value, " ", Result(kDays[step.day]), " }")),
         wanted);
  }

  // What an end on the day of `step` comes to.
  std::string WhyNotEnd(const Step& step) const {
    if (!HasBeen(step)) return kEndedInTheFuture.id;
    return kDays[step.day] < start_ ? kEndedBeforeItBegan.id : "";
  }

  void Live(const Step& step) {
    const std::string day = kDays[step.day];
    if (step.kind == Step::kPeriod) {
      std::string wanted = !ended_on_.empty() && ended_on_ < day ? kEndedBeforeItBegan.id : "";
      if (wanted.empty() && day == start_ && moved_) wanted = "CONVERGED";
      Give(Edit("period { start_date @" + day + " end_date @2025-01-01 }"), wanted);
      if (!wanted.empty()) return;
      start_ = day;
      moved_ = true;
    } else if (step.kind == Step::kEnd) {
      const std::string wanted = ended_on_.empty() ? WhyNotEnd(step) : kInitiativeEnded.id;
      Give(End(Ending(day)), wanted);
      if (wanted.empty()) ended_on_ = day;
    } else if (step.kind == Step::kEnding) {
      std::string wanted = ended_on_.empty() ? kInitiativeNotEnded.id : WhyNotEnd(step);
      if (wanted.empty() && ended_on_ == day) wanted = "CONVERGED";
      Give(Edit(Ending(day)), wanted);
      if (wanted.empty()) ended_on_ = day;
    } else {
      Give(Reopen(), ended_on_.empty() ? kInitiativeNotEnded.id : "");
      ended_on_.clear();
    }
  }

  void Happens(const v1::InitiativeEvent& event) {
    InitiativeRules::Evolve(state_, event, {revision_, revision_ + 1, "anna"});
    ++revision_;
  }

  // Gives a command that comes to `wanted`: an id of a reason, CONVERGED, or empty where it is
  // recorded.
  template <typename Command>
  void Give(const Command& command, const std::string& wanted) {
    const auto decision = When(command).Decide(state_);
    const std::string came_to = !decision.ok()             ? ReasonOf(decision.status())
                                : decision->events.empty() ? "CONVERGED"
                                                           : "";
    if (came_to != wanted) RC_FAIL("came to '" + came_to + "', not '" + wanted + "'");
    if (!decision.ok()) return;
    for (const v1::InitiativeEvent& event : decision->events) Happens(event);
  }

  InitiativeState state_;
  int64_t revision_ = 0;
  std::set<std::string> partners_ = {"2422"};
  std::set<std::string> links_ = {"plans/1"};
  std::map<int64_t, std::string> fundings_;
  std::set<int64_t> results_;
  std::string start_ = "2018-01-01";
  bool moved_ = false;  // The period is one of those above.
  std::string ended_on_;
};

// How much is tried, unless RC_PARAMS says otherwise.
const bool kDefaultsSet = setenv("RC_PARAMS", "max_success=200 max_size=60", /*overwrite=*/0) == 0;

RC_GTEST_PROP(InitiativePropertyTest, AnInitiativeIsWhatWasSaidOfItAndNothingElseIsRefused, ()) {
  RC_ASSERT(kDefaultsSet);
  Known known;
  for (const Step& step : *rc::gen::container<std::vector<Step>>(AStep())) {
    known.Take(step);
    known.Check();
  }
}

}  // namespace
}  // namespace samverk::initiatives

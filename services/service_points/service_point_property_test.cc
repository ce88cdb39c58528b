// Whatever is recorded about a service point, in whatever order, corrected and removed again:
//
//   - it is refused exactly where the turns would make no life, or two offers of a kind would hold
//     on the same day;
//   - on every day the service point is open, threatened and offers what a walk through the days
//     says;
//   - periods are those days: whole, in order, and as long as they can be.
//
// Compared with a model that spells a life as a word and tells days one by one.
//
// Prints its seed. RC_PARAMS takes one, and more: RC_PARAMS="seed=… max_success=1000".

#include <stdlib.h>

#include <map>
#include <optional>
#include <ostream>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "base/civil_date.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "services/runtime/testing/from_text.h"
#include "services/service_points/service_point_days.h"
#include "services/service_points/service_point_rules.h"

namespace samverk::service_points {
namespace {

using runtime::FromText;

constexpr int kDays = 12;
constexpr int kAlways = -1;  // From the beginning, or without end.
constexpr int kKinds = 3;    // Groceries, fuel and post.
constexpr char kName[] = "name: '~/servicePoints/1' ";

// Turns by their letters: opened, closed, reopened, threatened, secured.
constexpr char kLetters[] = "OCRTS";

std::string DayText(int day) { return FormatDate(ToDate(absl::CivilDay(2019, 1, 1) + day)); }
absl::CivilDay DayOf(int day) { return absl::CivilDay(2019, 1, 1) + day; }

// ---- The model ------------------------------------------------------------------------------

struct ModelOffer {
  int kind = 0;
  bool full = false;
  int from = kAlways;
  int to = kAlways;

  bool HoldsOn(int day) const {
    return (from == kAlways || from <= day) && (to == kAlways || day < to);
  }
};

struct ModelTurn {
  char letter = 'O';
  int day = 0;
};

struct Model {
  std::map<int64_t, ModelTurn> turns;
  std::map<int64_t, ModelOffer> offers;

  // The turns of each day.
  std::map<int, std::string> ByDay() const {
    std::map<int, std::string> days;
    for (const auto& [entry, turn] : turns) days[turn.day] += turn.letter;
    return days;
  }

  bool IsALife() const {
    std::string word;
    for (const auto& [day, letters] : ByDay()) {
      if (letters.size() > 1) return false;
      word += letters;
    }
    static const auto& life = *new std::regex("O(TS)*T?(CR(TS)*T?)*C?");
    return std::regex_match(word, life);
  }

  // Days before the first and after the last one that anything names are days, too.
  bool OffersAreApart() const {
    for (int day = -1; day <= kDays; ++day) {
      std::multiset<int> kinds;
      for (const auto& [entry, offer] : offers) {
        if (offer.HoldsOn(day)) kinds.insert(offer.kind);
      }
      for (int kind = 0; kind < kKinds; ++kind) {
        if (kinds.count(kind) > 1) return false;
      }
    }
    return true;
  }

  bool MayBe() const { return IsALife() && OffersAreApart(); }

  // O: open, T: threatened, C: closed, -: not opened.
  char StateOn(int day) const {
    char state = '-';
    for (const auto& [of_day, letters] : ByDay()) {
      if (of_day > day) break;
      state = letters[0] == 'T' ? 'T' : letters[0] == 'C' ? 'C' : 'O';
    }
    return state;
  }

  // What can be had: the kinds, each with whether it is of full range.
  std::set<std::pair<int, bool>> OfferedOn(int day) const {
    std::set<std::pair<int, bool>> offered;
    const char state = StateOn(day);
    if (state != 'O' && state != 'T') return offered;
    for (const auto& [entry, offer] : offers) {
      if (offer.HoldsOn(day)) offered.emplace(offer.kind, offer.full);
    }
    return offered;
  }
};

// ---- Steps ----------------------------------------------------------------------------------

struct Step {
  enum Kind { kTurn, kMoveTurn, kRemove, kOffer, kEnd, kCorrectOffer, kTwoTurns };
  Kind kind = kTurn;
  char letter = 'C';
  int day = 0;
  int other_day = 0;
  int which = 0;  // Of the entries that there are.
  ModelOffer offer;
};

void showValue(const Step& step, std::ostream& out) {
  static const char* const kWords[] = {"turn", "move", "remove", "offer", "end", "correct", "two"};
  out << kWords[step.kind] << " " << step.letter << " day " << step.day << "/" << step.other_day
      << " entry " << step.which << " offer " << step.offer.kind << (step.offer.full ? "f " : " ")
      << step.offer.from << ".." << step.offer.to;
}

rc::Gen<Step> AStep() {
  const auto a_day = rc::gen::inRange(0, kDays);
  const auto a_bound = rc::gen::inRange(kAlways, kDays);
  const auto an_offer = rc::gen::build<ModelOffer>(
      rc::gen::set(&ModelOffer::kind, rc::gen::inRange(0, kKinds)), rc::gen::set(&ModelOffer::full),
      rc::gen::set(&ModelOffer::from, a_bound), rc::gen::set(&ModelOffer::to, a_bound));
  return rc::gen::build<Step>(
      rc::gen::set(&Step::kind, rc::gen::weightedElement<Step::Kind>({{8, Step::kTurn},
                                                                      {4, Step::kMoveTurn},
                                                                      {3, Step::kRemove},
                                                                      {6, Step::kOffer},
                                                                      {2, Step::kEnd},
                                                                      {3, Step::kCorrectOffer},
                                                                      {3, Step::kTwoTurns}})),
      rc::gen::set(&Step::letter, rc::gen::element('C', 'R', 'T', 'S')),
      rc::gen::set(&Step::day, a_day), rc::gen::set(&Step::other_day, a_day),
      rc::gen::set(&Step::which, rc::gen::inRange(0, 8)), rc::gen::set(&Step::offer, an_offer));
}

std::string TermsText(const ModelOffer& offer) {
  static const char* const kWords[] = {"GROCERY", "FUEL", "POST"};
  return absl::StrCat("{ offer: SERVICE_OFFER_", kWords[offer.kind],
                      offer.full ? " full_range: true" : "",
                      offer.from == kAlways ? "" : " start_date @" + DayText(offer.from),
                      offer.to == kAlways ? "" : " end_date @" + DayText(offer.to), " } ");
}

// ---- The service point, as the rules and as the model know it ----------------------------------

class Compared {
 public:
  Compared() {
    const auto command = FromText<v1::RegisterServicePointRequest>(
        "parent: '~' service_point_id: '1' owner: '~/organisations/2421' display_name: 'A'"
        "place: '~/places/1' turns { kind: SERVICE_POINT_TURN_KIND_OPENED date @" +
        DayText(3) + " }");
    model_.turns[1] = {'O', 3};
    RC_ASSERT(Give(command));
  }

  void Take(const Step& step) {
    Model after = model_;
    switch (step.kind) {
      case Step::kTurn:
        after.turns[next_] = {step.letter, step.day};
        return Expect(after, after.MayBe(), TurnCommand(step.letter, step.day));
      case Step::kTwoTurns: {
        // Two at once: judged together.
        after.turns[next_] = {step.letter, step.day};
        after.turns[next_ + 1] = {step.letter == 'C' ? 'R' : 'S', step.other_day};
        return Expect(after, after.MayBe(),
                      Edit(AddTurn(after.turns[next_]) + AddTurn(after.turns[next_ + 1])));
      }
      case Step::kMoveTurn: {
        const int64_t entry = Nth(model_.turns, step.which);
        after.turns[entry].day = step.day;
        return Expect(after, after.MayBe(),
                      Edit(absl::StrCat("edits { turn { entry: ", entry, " date @",
                                        DayText(step.day), " } }")));
      }
      case Step::kRemove: {
        const bool of_offer = step.day % 2 == 0 && !model_.offers.empty();
        const int64_t entry =
            of_offer ? Nth(model_.offers, step.which) : Nth(model_.turns, step.which);
        after.turns.erase(entry);
        after.offers.erase(entry);
        return Expect(after, after.MayBe(),
                      Edit(absl::StrCat("edits { remove_entry: ", entry, " }")));
      }
      case Step::kOffer:
        return TakeOffer(step.offer);
      case Step::kEnd:
        return TakeEnd(step);
      case Step::kCorrectOffer: {
        if (model_.offers.empty()) return;
        const int64_t entry = Nth(model_.offers, step.which);
        after.offers[entry] = step.offer;
        return Expect(after, IsOffer(step.offer) && after.MayBe(),
                      Edit(absl::StrCat("edits { offer { entry: ", entry, " terms ",
                                        TermsText(step.offer), " } }")));
      }
    }
  }

  // On every day the rules' service point is what the model says, and so are its periods.
  void Check() const {
    v1::ServicePoint point = state_.point;
    PutPeriods(point);
    for (int day = -1; day <= kDays; ++day) {
      PutDay(DayOf(day), point);
      const char wanted = model_.StateOn(day);
      RC_ASSERT(point.threatened() == (wanted == 'T'));
      const bool open = point.state() == v1::SERVICE_POINT_STATE_OPEN;
      RC_ASSERT(open == (wanted == 'O' || wanted == 'T'));
      RC_ASSERT((point.state() == v1::SERVICE_POINT_STATE_CLOSED) == (wanted == 'C'));
      RC_ASSERT((point.state() == v1::SERVICE_POINT_STATE_NOT_OPENED) == (wanted == '-'));
      std::set<std::pair<int, bool>> offered;
      for (const v1::ServicePointOffer& offer : point.offered()) {
        offered.emplace(offer.terms().offer() - v1::SERVICE_OFFER_GROCERY,
                        offer.terms().full_range());
      }
      RC_ASSERT(offered == model_.OfferedOn(day));
      CheckPeriodsOn(point, day);
    }
    CheckPeriodsAreApart(point);
  }

 private:
  static bool IsOffer(const ModelOffer& offer) {
    const bool has_a_day = offer.from == kAlways || offer.to == kAlways || offer.from < offer.to;
    return has_a_day && (!offer.full || offer.kind == 0);
  }

  template <typename Entries>
  static int64_t Nth(const Entries& entries, int which) {
    auto entry = entries.begin();
    std::advance(entry, static_cast<size_t>(which) % entries.size());
    return entry->first;
  }

  static std::string AddTurn(const ModelTurn& turn) {
    const auto kind = std::string(kLetters).find(turn.letter) + 1;
    return absl::StrCat(
        "edits { add_turn { kind: ", v1::ServicePointTurnKind_Name(static_cast<int>(kind)),
        " date @", DayText(turn.day), " } } ");
  }

  static v1::EditServicePointRequest Edit(const std::string& edits) {
    return FromText<v1::EditServicePointRequest>(
        absl::StrCat(kName, "expected_revision: 0 ", edits));
  }

  // One that adds a turn by the command that is for it.
  struct AnyTurn {
    char letter;
    std::string text;
  };
  static AnyTurn TurnCommand(char letter, int day) {
    return {letter, absl::StrCat(kName, "date @", DayText(day))};
  }

  void TakeOffer(const ModelOffer& offer) {
    Model after = model_;
    // The same as what is there already is said again and not recorded.
    for (const auto& [entry, there] : model_.offers) {
      if (TermsText(there) != TermsText(offer)) continue;
      return Expect(model_, true, OfferCommand(offer));
    }
    after.offers[next_] = offer;
    Expect(after, IsOffer(offer) && after.MayBe(), OfferCommand(offer));
  }

  static v1::OfferServiceRequest OfferCommand(const ModelOffer& offer) {
    return FromText<v1::OfferServiceRequest>(absl::StrCat(kName, "terms ", TermsText(offer)));
  }

  void TakeEnd(const Step& step) {
    if (model_.offers.empty()) return;
    const int64_t entry = Nth(model_.offers, step.which);
    Model after = model_;
    ModelOffer& offer = after.offers[entry];
    const bool later = offer.to != kAlways && step.day > offer.to;
    offer.to = step.day;
    Expect(after, !later && IsOffer(offer),
           FromText<v1::EndServiceOfferRequest>(
               absl::StrCat(kName, "entry: ", entry, " end_date @", DayText(step.day))));
  }

  // Gives a command, which leads to `after` if it `may`.
  template <typename Command>
  void Expect(const Model& after, bool may, const Command& command) {
    RC_ASSERT(Give(command) == may);
    if (may) model_ = after;
  }
  void Expect(const Model& after, bool may, const AnyTurn& turn) {
    switch (turn.letter) {
      case 'C':
        return Expect(after, may, FromText<v1::CloseServicePointRequest>(turn.text));
      case 'R':
        return Expect(after, may, FromText<v1::ReopenServicePointRequest>(turn.text));
      case 'T':
        return Expect(after, may, FromText<v1::ThreatenServicePointRequest>(turn.text));
      default:
        return Expect(after, may, FromText<v1::SecureServicePointRequest>(turn.text));
    }
  }

  template <typename Command>
  bool Give(const Command& command) {
    runtime::Facts facts;
    for (const std::string& name : ServicePointRules::Reads(command).linked) facts.AddLinked(name);
    ServicePointRules::Context context;
    context.today = absl::CivilDay(2019, 10, 7);
    context.next = {next_, next_ + 1};
    const auto decision = ServicePointRules::Decide(state_, facts, command, context);
    if (!decision.ok()) return false;
    for (const v1::ServicePointEvent& event : decision->events) {
      ServicePointRules::Evolve(state_, event, {next_, next_ + 1});
      ++next_;
    }
    return true;
  }

  template <typename Period>
  static bool Has(const Period& period, int day) {
    return ToCivilDay(period.start_date()) <= DayOf(day) &&
           (!period.has_end_date() || DayOf(day) < ToCivilDay(period.end_date()));
  }

  void CheckPeriodsOn(const v1::ServicePoint& point, int day) const {
    int open = 0;
    for (const auto& period : point.open_periods()) open += Has(period, day) ? 1 : 0;
    const char wanted = model_.StateOn(day);
    RC_ASSERT(open == (wanted == 'O' || wanted == 'T' ? 1 : 0));
    int threats = 0;
    for (const auto& period : point.threat_periods()) threats += Has(period, day) ? 1 : 0;
    RC_ASSERT(threats == (wanted == 'T' ? 1 : 0));
    std::multiset<std::pair<int, bool>> offered;
    for (const auto& period : point.offer_periods()) {
      if (!Has(period, day)) continue;
      offered.emplace(period.offer() - v1::SERVICE_OFFER_GROCERY, period.full_range());
    }
    const auto said = model_.OfferedOn(day);
    RC_ASSERT((offered == std::multiset<std::pair<int, bool>>(said.begin(), said.end())));
  }

  // No period could be longer.
  static void CheckPeriodsAreApart(const v1::ServicePoint& point) {
    for (int i = 1; i < point.offer_periods_size(); ++i) {
      const v1::OfferPeriod& before = point.offer_periods(i - 1);
      const v1::OfferPeriod& after = point.offer_periods(i);
      RC_ASSERT(before.offer() <= after.offer());
      if (before.offer() != after.offer()) continue;
      RC_ASSERT(before.has_end_date());
      RC_ASSERT(ToCivilDay(before.end_date()) <= ToCivilDay(after.start_date()));
      if (before.full_range() == after.full_range()) {
        RC_ASSERT(ToCivilDay(before.end_date()) < ToCivilDay(after.start_date()));
      }
    }
  }

  ServicePointState state_;
  Model model_;
  int64_t next_ = 0;
};

// How much is tried, unless RC_PARAMS says otherwise.
const bool kDefaultsSet = setenv("RC_PARAMS", "max_success=1000 max_size=60", /*overwrite=*/0) == 0;

RC_GTEST_PROP(ServicePointPropertyTest, WhatIsRecordedIsALifeAndItsDaysAreTold, ()) {
  RC_ASSERT(kDefaultsSet);
  Compared compared;
  for (const Step& step : *rc::gen::container<std::vector<Step>>(AStep())) {
    compared.Take(step);
    compared.Check();
  }
}

}  // namespace
}  // namespace samverk::service_points

#include "clients/cli/service_point_changes.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/service_point_writers.h"
#include "google/protobuf/util/message_differencer.h"

namespace samverk {
namespace {

using google::protobuf::util::MessageDifferencer;

constexpr int kEditsMax = 64;  // A server takes at most so many at a time.

// ---- Lists of entries -------------------------------------------------------------------------

// An entry that is there and what it should be: one of them may be missing.
template <typename Facts>
struct Pair {
  const Facts* wanted = nullptr;
  int64_t entry = 0;  // 0: it is not there yet.
  const Facts* current = nullptr;
};

// Pairs what is wanted with what is there: first what `is_same`, then what `is_alike` in the order
// of both.
template <typename Facts, typename IsSame, typename IsAlike>
std::vector<Pair<Facts>> PairUp(const std::vector<Facts>& wanted,
                                const std::vector<std::pair<int64_t, Facts>>& current,
                                IsSame is_same, IsAlike is_alike) {
  std::vector<Pair<Facts>> pairs;
  pairs.reserve(wanted.size() + current.size());
  for (const Facts& facts : wanted) pairs.push_back({&facts, 0, nullptr});
  std::vector<bool> taken(current.size());
  for (const bool same : {true, false}) {
    for (size_t w = 0; w < wanted.size(); ++w) {
      for (size_t c = 0; c < current.size() && pairs[w].current == nullptr; ++c) {
        const Facts& there = current[c].second;
        if (taken[c] || !(same ? is_same(wanted[w], there) : is_alike(wanted[w], there))) continue;
        pairs[w].entry = current[c].first;
        pairs[w].current = &there;
        taken[c] = true;
      }
    }
  }
  for (size_t c = 0; c < current.size(); ++c) {
    if (!taken[c]) pairs.push_back({nullptr, current[c].first, &current[c].second});
  }
  return pairs;
}

// The first day of what may hold from the beginning.
absl::CivilDay StartOf(const auto& dated) {
  return dated.has_start_date() ? ToCivilDay(dated.start_date()) : absl::CivilDay::min();
}

// ---- The comparison ---------------------------------------------------------------------------

std::string Stripped(absl::string_view text) {
  return std::string(absl::StripAsciiWhitespace(text));
}

// What a cell says, written as a reader of the file would write it again.
std::string AsRead(const std::string& cell, auto parse, auto write) {
  const auto parsed = parse(cell);
  return parsed.ok() ? write(*parsed) : cell;
}

class Comparison {
 public:
  Comparison(const ServicePointRow& row, const std::string& place, const RecordedPoint& recorded,
             const History& history, bool overwrite)
      : row_(row),
        place_(place),
        point_(recorded.point),
        observations_(recorded.observations),
        writers_(history),
        overwrite_(overwrite) {}

  ServicePointChanges Compare() {
    CompareTexts();
    CompareLife();
    for (const auto& [offer, terms] : row_.offers) CompareOffers(offer, terms);
    CompareHours();
    CompareObservation();
    return std::move(changes_);
  }

  // What changes by edits, in order.
  std::vector<v1::ServicePointEdit> TakeEdits() { return std::move(edits_); }

 private:
  // Whether a column that differs is to be made as the row says.
  bool Takes(const std::string& column) {
    if (!overwrite_ && writers_.ByPerson(column)) {
      changes_.kept.push_back(column);
      return false;
    }
    changes_.columns.push_back(column);
    return true;
  }

  // Whether a text that the row says differs and is to be corrected.
  bool Corrects(const char* column, const std::string& wanted, const std::string& current) {
    return !wanted.empty() && wanted != Stripped(current) && Takes(column);
  }

  v1::ServicePointEdit& AddEdit() { return edits_.emplace_back(); }
  void Remove(int64_t entry) { AddEdit().set_remove_entry(entry); }

  void CompareTexts();
  void CompareLife();
  void CompareTurns(const Turns& wanted, bool of_open_cell);
  void CompareOffers(v1::ServiceOffer offer, const std::vector<v1::OfferTerms>& wanted);
  void CompareHours();
  void CompareObservation();

  const ServicePointRow& row_;
  const std::string& place_;
  const v1::ServicePoint& point_;
  const std::vector<v1::ServiceObservation>& observations_;
  const ServicePointWriters writers_;
  const bool overwrite_;
  std::vector<v1::ServicePointEdit> edits_;
  ServicePointChanges changes_;
};

void Comparison::CompareTexts() {
  const v1::RegisterServicePointRequest& wanted = row_.point;
  if (Corrects(kNameColumn, wanted.display_name(), point_.display_name())) {
    AddEdit().set_display_name(wanted.display_name());
  }
  if (Corrects(kPlaceColumn, place_, point_.place())) AddEdit().set_place(place_);
  if (Corrects(kOperatorColumn, wanted.operator_name(), point_.operator_name())) {
    AddEdit().set_operator_name(wanted.operator_name());
  }
  if (Corrects(kOrganisationColumn, wanted.operator_organisation(),
               point_.operator_organisation())) {
    AddEdit().set_operator_organisation(wanted.operator_organisation());
  }
  if (Corrects(kAddressColumn, wanted.address(), point_.address())) {
    AddEdit().set_address(wanted.address());
  }
  if (wanted.has_position() && !MessageDifferencer::Equals(wanted.position(), point_.position()) &&
      Takes(kPositionColumn)) {
    *AddEdit().mutable_position()->mutable_position() = wanted.position();
  }
}

// The life is judged as a whole: what changes must go with what is kept.
void Comparison::CompareLife() {
  const Turns now = TurnsOf(point_);
  const auto of_cell = [&now](bool of_open_cell) {
    Turns turns;
    for (const v1::TurnFacts& turn : now) {
      if (IsOfOpenCell(turn.kind()) == of_open_cell) turns.push_back(turn);
    }
    return turns;
  };
  Turns open = of_cell(true);
  Turns threats = of_cell(false);
  const std::string open_now = AsRead(OpenCell(now), ParseOpenCell, OpenCell);
  if (OpenCell(row_.open) != open_now && Takes(kOpenColumn)) {
    CompareTurns(row_.open, true);
    open = row_.open;
  }
  if (row_.threats.has_value()) {
    Turns wanted = *row_.threats;
    wanted.insert(wanted.end(), row_.open.begin(), row_.open.end());
    const auto parse = [&open](const std::string& cell) -> absl::StatusOr<Turns> {
      auto parsed = ParseThreatCell(cell, open);
      if (parsed.ok()) parsed->insert(parsed->end(), open.begin(), open.end());
      return parsed;
    };
    if (ThreatCell(wanted) != AsRead(ThreatCell(now), parse, ThreatCell) && Takes(kThreatColumn)) {
      CompareTurns(*row_.threats, false);
      threats = *row_.threats;
    }
  }
  open.insert(open.end(), threats.begin(), threats.end());
  if (const absl::Status life = CheckLife(open); !life.ok()) {
    changes_.problem = absl::StrCat("raden går inte ihop med det som är registrerat: ",
                                    std::string(life.message()));
  }
}

void Comparison::CompareTurns(const Turns& wanted, bool of_open_cell) {
  std::vector<std::pair<int64_t, v1::TurnFacts>> current;
  for (const v1::ServicePointTurn& turn : point_.turns()) {
    if (IsOfOpenCell(turn.facts().kind()) != of_open_cell) continue;
    current.emplace_back(turn.entry(), turn.facts());
  }
  const auto is_alike = [](const v1::TurnFacts& left, const v1::TurnFacts& right) {
    return left.kind() == right.kind();
  };
  const auto is_same = [&is_alike](const v1::TurnFacts& left, const v1::TurnFacts& right) {
    return is_alike(left, right) && ToCivilDay(left.date()) == ToCivilDay(right.date());
  };
  for (const auto& [want, entry, there] : PairUp(wanted, current, is_same, is_alike)) {
    if (want == nullptr) {
      Remove(entry);
    } else if (there == nullptr) {
      *AddEdit().mutable_add_turn() = *want;
    } else if (!MessageDifferencer::Equals(*want, *there)) {
      v1::TurnCorrection& correction = *AddEdit().mutable_turn();
      correction.set_entry(entry);
      *correction.mutable_date() = want->date();
      correction.set_cause(want->cause());
      correction.set_open_before(want->open_before());
    }
  }
}

void Comparison::CompareOffers(v1::ServiceOffer offer, const std::vector<v1::OfferTerms>& wanted) {
  const std::string column = InSwedish(offer);
  const auto parse = [offer](const std::string& cell) { return ParseOfferCell(offer, cell); };
  const std::vector<v1::OfferTerms> now = OffersOf(point_, offer);
  if (OfferCell(wanted) == AsRead(OfferCell(now), parse, OfferCell)) return;
  if (wanted.empty()) {
    // `nej` does not tell when it ceased, and what was had before is not to be forgotten.
    if (!now.back().has_end_date()) changes_.kept.push_back(column);
    return;
  }
  if (!Takes(column)) return;
  std::vector<std::pair<int64_t, v1::OfferTerms>> current;
  for (const v1::ServicePointOffer& each : point_.offers()) {
    if (each.terms().offer() == offer) current.emplace_back(each.entry(), each.terms());
  }
  const auto is_same = [](const auto& left, const auto& right) {
    return StartOf(left) == StartOf(right);
  };
  for (const auto& [want, entry, there] :
       PairUp(wanted, current, is_same, [](const auto&, const auto&) { return true; })) {
    if (want == nullptr) {
      Remove(entry);
    } else if (there == nullptr) {
      v1::OfferServiceRequest request;
      *request.mutable_terms() = *want;
      changes_.commands.emplace_back(std::move(request));
    } else if (!MessageDifferencer::Equals(*want, *there)) {
      v1::OfferCorrection& correction = *AddEdit().mutable_offer();
      correction.set_entry(entry);
      *correction.mutable_terms() = *want;
    }
  }
}

void Comparison::CompareHours() {
  if (!row_.hours.has_value()) return;
  if (HoursCell(*row_.hours) == AsRead(HoursCell(HoursOf(point_)), ParseHoursCell, HoursCell)) {
    return;
  }
  if (!Takes(kHoursColumn)) return;
  std::vector<std::pair<int64_t, v1::OpeningHours>> current;
  current.reserve(static_cast<size_t>(point_.hours_size()));
  for (const v1::ServicePointHours& each : point_.hours()) {
    current.emplace_back(each.entry(), each.hours());
  }
  const auto is_same = [](const auto& left, const auto& right) {
    return StartOf(left) == StartOf(right);
  };
  for (const auto& [want, entry, there] :
       PairUp(*row_.hours, current, is_same, [](const auto&, const auto&) { return true; })) {
    if (want == nullptr) {
      Remove(entry);
    } else if (there == nullptr) {
      v1::SetServicePointHoursRequest request;
      *request.mutable_hours() = *want;
      changes_.commands.emplace_back(std::move(request));
    } else if (!MessageDifferencer::Equals(*want, *there)) {
      v1::HoursCorrection& correction = *AddEdit().mutable_hours();
      correction.set_entry(entry);
      *correction.mutable_hours() = *want;
    }
  }
}

// Whether a row could tell an observation: it knows no numbers and no offers.
bool TellsTheSame(const v1::ObservationFacts& told, const v1::ObservationFacts& recorded) {
  return told.text() == Stripped(recorded.text()) && told.source() == Stripped(recorded.source()) &&
         told.observer() == recorded.observer() &&
         MessageDifferencer::Equals(told.observed_on(), recorded.observed_on()) &&
         told.has_vintage() == recorded.has_vintage() &&
         MessageDifferencer::Equals(told.vintage(), recorded.vintage());
}

void Comparison::CompareObservation() {
  if (!row_.observation.has_value()) return;
  const v1::ObservationFacts& wanted = *row_.observation;
  const v1::ServiceObservation* imported = nullptr;
  for (const v1::ServiceObservation& each : observations_) {
    if (TellsTheSame(wanted, each.facts())) return;
    if (writers_.IsImportedObservation(each.entry()) &&
        MessageDifferencer::Equals(each.facts().observed_on(), wanted.observed_on())) {
      imported = &each;
    }
  }
  changes_.columns.emplace_back(kObservedColumn);
  if (imported == nullptr) {
    v1::RecordServiceObservationRequest request;
    *request.mutable_facts() = wanted;
    changes_.commands.emplace_back(std::move(request));
    return;
  }
  v1::ObservationCorrection& correction = *AddEdit().mutable_observation();
  correction.set_entry(imported->entry());
  *correction.mutable_facts() = wanted;
}

}  // namespace

ServicePointChanges ChangesOf(const ServicePointRow& row, const std::string& place,
                              const RecordedPoint& recorded, const History& history, bool overwrite,
                              const v1::Provenance& provenance) {
  Comparison comparison(row, place, recorded, history, overwrite);
  ServicePointChanges changes = comparison.Compare();
  std::vector<ServicePointCommand> commands;
  const std::vector<v1::ServicePointEdit> edits = comparison.TakeEdits();
  for (size_t i = 0; i < edits.size(); ++i) {
    if (i % kEditsMax == 0) commands.emplace_back(v1::EditServicePointRequest());
    *std::get<v1::EditServicePointRequest>(commands.back()).add_edits() = edits[i];
  }
  // Corrections make room for what is new.
  for (ServicePointCommand& command : changes.commands) commands.push_back(std::move(command));
  changes.commands = std::move(commands);
  for (ServicePointCommand& command : changes.commands) {
    std::visit(
        [&](auto& request) {
          request.set_name(recorded.point.name());
          *request.mutable_provenance() = provenance;
        },
        command);
  }
  return changes;
}

bool Differs(const ServicePointRow& row, const std::string& place, const RecordedPoint& recorded) {
  const ServicePointChanges changes =
      ChangesOf(row, place, recorded, History(), /*overwrite=*/true, v1::Provenance());
  return !changes.columns.empty() || !changes.kept.empty();
}

v1::RegisterServicePointRequest RegistrationOf(const ServicePointRow& row, const std::string& place,
                                               const v1::Provenance& provenance) {
  v1::RegisterServicePointRequest request = row.point;
  request.set_place(place);
  for (const v1::TurnFacts& turn : row.open) *request.add_turns() = turn;
  for (const v1::TurnFacts& turn : row.threats.value_or(Turns())) *request.add_turns() = turn;
  for (const auto& [offer, terms] : row.offers) {
    for (const v1::OfferTerms& each : terms) *request.add_offers() = each;
  }
  if (row.hours.has_value()) {
    for (const v1::OpeningHours& hours : *row.hours) *request.add_hours() = hours;
  }
  if (provenance.ByteSizeLong() > 0) *request.mutable_provenance() = provenance;
  return request;
}

}  // namespace samverk

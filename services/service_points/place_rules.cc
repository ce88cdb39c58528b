#include "services/service_points/place_rules.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/status_macros.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/rule_checks.h"
#include "services/service_points/entries.h"
#include "services/service_points/mapping_checks.h"
#include "services/service_points/place_content.h"

namespace samverk::service_points {
namespace {

using runtime::CheckLinked;
using runtime::ReadsOf;

// The one event of most commands.
template <typename Fill>
PlaceRules::Decision Decided(Fill fill) {
  return runtime::Decided<v1::PlaceEvent>(fill);
}

std::string NameOf(const v1::RegisterPlaceRequest& command) {
  return runtime::ChildName(command.parent(), "places", command.place_id());
}

// OK if the place exists and was not withdrawn.
absl::Status CheckThere(const PlaceState& state, const std::string& name) {
  if (!state.exists) return Refusal(kPlaceNotFound).With("name", name);
  if (state.place.withdrawn()) return Refusal(kPlaceWithdrawn).Violating(name);
  return absl::OkStatus();
}

absl::Status CheckRoom(int count, int count_max, const std::string& name) {
  if (count < count_max) return absl::OkStatus();
  return Refusal(kTooManyPlaceEntries)
      .With("count", count)
      .With("count_max", count_max)
      .Violating(name);
}

absl::Status CheckEntry(const void* found, int64_t entry) {
  if (found != nullptr) return absl::OkStatus();
  return Refusal(kPlaceEntryNotFound).With("entry", entry);
}

absl::Status CheckFigure(const v1::PopulationFigure& figure, absl::CivilDay today) {
  return CheckHasBeen(figure.vintage(), today, kDataFromTheFuture, "vintage");
}

absl::Status CheckDistance(const runtime::Facts& facts, const v1::RoadDistance& distance,
                           const std::string& name, absl::CivilDay today) {
  if (distance.to() == name) {
    return Refusal(kDistanceToItself).AtField("distance.to", "is the place itself");
  }
  RETURN_IF_ERROR(CheckLinked(facts, distance.to()));
  if (!distance.has_metres() && !distance.has_minutes()) {
    return Refusal(kDistanceEmpty).AtField("distance", "has neither metres nor minutes");
  }
  return CheckHasBeen(distance.vintage(), today, kDataFromTheFuture, "vintage");
}

// OK if every classification begins on a day of its own.
absl::Status CheckClassifications(const v1::Place& place, const std::string& name) {
  for (int i = 1; i < place.classifications_size(); ++i) {
    const v1::PlaceClassification& other = place.classifications(i - 1);
    const v1::PlaceClassification& entry = place.classifications(i);
    if (StartOf(entry) != StartOf(other)) continue;
    return Refusal(kClassifiedThatDay)
        .With("entry", std::min(entry.entry(), other.entry()))
        .Violating(name);
  }
  return absl::OkStatus();
}

// OK if what the edit names is there, and what it says may be.
absl::Status CheckEdit(const v1::Place& place, const runtime::Facts& facts,
                       const v1::PlaceEdit& edit, const std::string& name, absl::CivilDay today) {
  switch (edit.edit_case()) {
    case v1::PlaceEdit::kClassification: {
      const int64_t entry = edit.classification().entry();
      return CheckEntry(FindEntry(place.classifications(), entry), entry);
    }
    case v1::PlaceEdit::kPopulation: {
      const int64_t entry = edit.population().entry();
      RETURN_IF_ERROR(CheckFigure(edit.population().figure(), today));
      return CheckEntry(FindEntry(place.populations(), entry), entry);
    }
    case v1::PlaceEdit::kDistance: {
      const int64_t entry = edit.distance().entry();
      RETURN_IF_ERROR(CheckDistance(facts, edit.distance().distance(), name, today));
      return CheckEntry(FindEntry(place.distances(), entry), entry);
    }
    case v1::PlaceEdit::kRemoveEntry: {
      const int64_t entry = edit.remove_entry();
      if (FindEntry(place.classifications(), entry) != nullptr) return absl::OkStatus();
      if (FindEntry(place.populations(), entry) != nullptr) return absl::OkStatus();
      return CheckEntry(FindEntry(place.distances(), entry), entry);
    }
    default:
      return absl::OkStatus();
  }
}

}  // namespace

runtime::ReadSet PlaceRules::Reads(const v1::RegisterPlaceRequest& command) {
  runtime::ReadSet reads = ReadsOf(NameOf(command), {command.owner()});
  reads.owner = command.owner();
  return reads;
}

PlaceRules::Decision PlaceRules::Decide(const State& state, const Facts& facts,
                                        const v1::RegisterPlaceRequest& command, const Context&) {
  if (state.exists) return Refusal(kPlaceExists).With("name", NameOf(command));
  RETURN_IF_ERROR(CheckLinked(facts, command.owner()));
  RETURN_IF_ERROR(CheckMunicipality(command.owner()));
  runtime::Decision<Event> decision;
  v1::PlaceRegistered& registered = *decision.events.emplace_back().mutable_place_registered();
  registered.set_owner(command.owner());
  registered.set_display_name(command.display_name());
  if (command.has_position()) *registered.mutable_position() = command.position();
  if (command.level() == v1::PLACE_LEVEL_UNSPECIFIED) return decision;
  v1::PlaceClassified& classified = *decision.events.emplace_back().mutable_place_classified();
  classified.set_level(command.level());
  if (command.has_classified_on()) *classified.mutable_start_date() = command.classified_on();
  return decision;
}

runtime::ReadSet PlaceRules::Reads(const v1::ClassifyPlaceRequest& command) {
  return ReadsOf(command.name());
}

PlaceRules::Decision PlaceRules::Decide(const State& state, const Facts&,
                                        const v1::ClassifyPlaceRequest& command, const Context&) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  bool replaces = false;
  for (const v1::PlaceClassification& each : state.place.classifications()) {
    if (StartOf(each) != StartOf(command)) continue;
    if (each.level() == command.level()) return runtime::Decision<Event>();
    replaces = true;
  }
  if (!replaces) {
    RETURN_IF_ERROR(
        CheckRoom(state.place.classifications_size(), kClassificationsMax, command.name()));
  }
  return Decided([&command](Event& event) {
    v1::PlaceClassified& classified = *event.mutable_place_classified();
    classified.set_level(command.level());
    if (command.has_start_date()) *classified.mutable_start_date() = command.start_date();
  });
}

runtime::ReadSet PlaceRules::Reads(const v1::RecordPlacePopulationRequest& command) {
  return ReadsOf(command.name());
}

PlaceRules::Decision PlaceRules::Decide(const State& state, const Facts&,
                                        const v1::RecordPlacePopulationRequest& command,
                                        const Context& context) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  RETURN_IF_ERROR(CheckFigure(command.figure(), context.today));
  for (const v1::PlacePopulation& each : state.place.populations()) {
    if (SaysTheSame(each.figure(), command.figure())) return runtime::Decision<Event>();
  }
  RETURN_IF_ERROR(CheckRoom(state.place.populations_size(), kPopulationsMax, command.name()));
  return Decided([&command](Event& event) {
    *event.mutable_place_population_recorded()->mutable_figure() = command.figure();
  });
}

runtime::ReadSet PlaceRules::Reads(const v1::RecordPlaceDistanceRequest& command) {
  return ReadsOf(command.name(), {command.distance().to()});
}

PlaceRules::Decision PlaceRules::Decide(const State& state, const Facts& facts,
                                        const v1::RecordPlaceDistanceRequest& command,
                                        const Context& context) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  RETURN_IF_ERROR(CheckDistance(facts, command.distance(), command.name(), context.today));
  for (const v1::PlaceDistance& each : state.place.distances()) {
    if (SaysTheSame(each.distance(), command.distance())) return runtime::Decision<Event>();
  }
  RETURN_IF_ERROR(CheckRoom(state.place.distances_size(), kDistancesMax, command.name()));
  return Decided([&command](Event& event) {
    *event.mutable_place_distance_recorded()->mutable_distance() = command.distance();
  });
}

runtime::ReadSet PlaceRules::Reads(const v1::EditPlaceRequest& command) {
  runtime::ReadSet reads = ReadsOf(command.name());
  for (const v1::PlaceEdit& edit : command.edits()) {
    const std::string& to = edit.distance().distance().to();
    if (!to.empty()) reads.linked.push_back(to);
  }
  return reads;
}

PlaceRules::Decision PlaceRules::Decide(const State& state, const Facts& facts,
                                        const v1::EditPlaceRequest& command,
                                        const Context& context) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  RETURN_IF_ERROR(runtime::CheckBase(command));
  runtime::Decision<Event> decision;
  // Each edit is judged on what those before it leave.
  v1::Place edited = state.place;
  for (const v1::PlaceEdit& edit : command.edits()) {
    RETURN_IF_ERROR(CheckEdit(edited, facts, edit, command.name(), context.today));
    Event event;
    *event.mutable_place_corrected()->mutable_edit() = edit;
    const v1::Place before = edited;
    Fold(event, /*revision=*/0, edited);
    if (SaysTheSame(before, edited)) {
      decision.outcomes.push_back(v1::EDIT_OUTCOME_CONVERGED);
      continue;
    }
    decision.events.push_back(std::move(event));
    decision.outcomes.push_back(v1::EDIT_OUTCOME_ACCEPTED);
  }
  RETURN_IF_ERROR(CheckClassifications(edited, command.name()));
  return decision;
}

runtime::ReadSet PlaceRules::Reads(const v1::WithdrawPlaceRequest& command) {
  return ReadsOf(command.name());
}

PlaceRules::Decision PlaceRules::Decide(const State& state, const Facts&,
                                        const v1::WithdrawPlaceRequest& command, const Context&) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  return Decided([](Event& event) { event.mutable_place_withdrawn(); });
}

void PlaceRules::Evolve(State& state, const Event& event, const runtime::EventPlace& at) {
  if (event.has_place_registered()) state.exists = true;
  Fold(event, at.revision, state.place);
}

}  // namespace samverk::service_points

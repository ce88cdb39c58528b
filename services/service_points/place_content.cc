#include "services/service_points/place_content.h"

#include "base/civil_date.h"
#include "services/service_points/entries.h"

namespace samverk::service_points {
namespace {

using v1::PlaceEvent;

// Puts the lists in order, and `level` where they lead to.
void Arrange(v1::Place& place) {
  SortBy(*place.mutable_classifications(), StartOf<v1::PlaceClassification>);
  SortBy(*place.mutable_populations(),
         [](const v1::PlacePopulation& each) { return ToCivilDay(each.figure().vintage()); });
  place.set_level(LevelOn(place, kAfterAllDays));
}

template <typename Said>
void SetClassification(const Said& said, v1::PlaceClassification& classification) {
  classification.set_level(said.level());
  classification.clear_start_date();
  if (said.has_start_date()) *classification.mutable_start_date() = said.start_date();
}

void FoldClassified(const v1::PlaceClassified& classified, int64_t revision, v1::Place& place) {
  RemoveWhere(*place.mutable_classifications(),
              [&classified](const auto& each) { return StartOf(each) == StartOf(classified); });
  v1::PlaceClassification& added = *place.add_classifications();
  added.set_entry(revision);
  SetClassification(classified, added);
}

void FoldEdit(const v1::PlaceEdit& edit, v1::Place& place) {
  switch (edit.edit_case()) {
    case v1::PlaceEdit::kDisplayName:
      place.set_display_name(edit.display_name());
      break;
    case v1::PlaceEdit::kPosition:
      place.clear_position();
      if (edit.position().has_position()) *place.mutable_position() = edit.position().position();
      break;
    case v1::PlaceEdit::kClassification:
      if (auto* entry =
              FindEntry(*place.mutable_classifications(), edit.classification().entry())) {
        SetClassification(edit.classification(), *entry);
      }
      break;
    case v1::PlaceEdit::kPopulation:
      if (auto* entry = FindEntry(*place.mutable_populations(), edit.population().entry())) {
        *entry->mutable_figure() = edit.population().figure();
      }
      break;
    case v1::PlaceEdit::kDistance:
      if (auto* entry = FindEntry(*place.mutable_distances(), edit.distance().entry())) {
        *entry->mutable_distance() = edit.distance().distance();
      }
      break;
    case v1::PlaceEdit::kRemoveEntry:
      RemoveEntry(*place.mutable_classifications(), edit.remove_entry());
      RemoveEntry(*place.mutable_populations(), edit.remove_entry());
      RemoveEntry(*place.mutable_distances(), edit.remove_entry());
      break;
    case v1::PlaceEdit::EDIT_NOT_SET:
      break;
  }
}

}  // namespace

void Fold(const PlaceEvent& event, int64_t revision, v1::Place& place) {
  switch (event.event_case()) {
    case PlaceEvent::kPlaceRegistered: {
      const v1::PlaceRegistered& registered = event.place_registered();
      place.set_owner(registered.owner());
      place.set_display_name(registered.display_name());
      if (registered.has_position()) *place.mutable_position() = registered.position();
      break;
    }
    case PlaceEvent::kPlaceClassified:
      FoldClassified(event.place_classified(), revision, place);
      break;
    case PlaceEvent::kPlacePopulationRecorded: {
      v1::PlacePopulation& added = *place.add_populations();
      added.set_entry(revision);
      *added.mutable_figure() = event.place_population_recorded().figure();
      break;
    }
    case PlaceEvent::kPlaceDistanceRecorded: {
      v1::PlaceDistance& added = *place.add_distances();
      added.set_entry(revision);
      *added.mutable_distance() = event.place_distance_recorded().distance();
      break;
    }
    case PlaceEvent::kPlaceCorrected:
      FoldEdit(event.place_corrected().edit(), place);
      break;
    case PlaceEvent::kPlaceWithdrawn:
      place.set_withdrawn(true);
      break;
    case PlaceEvent::EVENT_NOT_SET:
      return;
  }
  Arrange(place);
}

v1::PlaceLevel LevelOn(const v1::Place& place, absl::CivilDay day) {
  v1::PlaceLevel level = v1::PLACE_LEVEL_UNSPECIFIED;
  for (const v1::PlaceClassification& each : place.classifications()) {
    if (StartOf(each) <= day) level = each.level();
  }
  return level;
}

}  // namespace samverk::service_points

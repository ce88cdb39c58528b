#include "services/service_points/place_view.h"

#include <optional>

#include "base/status_macros.h"
#include "base/text.h"
#include "samverk/v1/place_events.pb.h"
#include "services/runtime/event_codec.h"
#include "services/runtime/index.h"
#include "services/runtime/links.h"
#include "services/runtime/ordered_key.h"
#include "services/runtime/resource_name.h"
#include "services/service_points/place_content.h"

namespace samverk::service_points {
namespace {

// Whether an event may change what a place links to: other places, by the distances to them.
bool MovesLinks(const v1::PlaceEvent& fact) {
  return fact.has_place_distance_recorded() || fact.has_place_corrected() ||
         fact.has_place_withdrawn();
}

std::set<runtime::FoundLink> LinksOf(const v1::Place& place) {
  if (place.withdrawn()) return {};
  return runtime::LinksIn(place);
}

}  // namespace

std::string PlaceKey(const std::string& name) { return runtime::OrderedKey().Text(name).bytes(); }

std::string PlaceListKey(PlaceList list, const std::string& subject) {
  return runtime::OrderedKey().Number(static_cast<int64_t>(list)).Text(subject).bytes();
}

std::set<std::string> PlaceListKeys(const v1::Place& place) {
  const std::string by_name =
      runtime::OrderedKey().Text(SwedishSortKey(place.display_name())).Text(place.name()).bytes();
  std::set<std::string> keys{PlaceListKey(PlaceList::kAll) + by_name,
                             PlaceListKey(PlaceList::kOfOwner, place.owner()) + by_name};
  for (const v1::PlaceClassification& each : place.classifications()) {
    keys.insert(PlaceListKey(PlaceList::kOfLevel, v1::PlaceLevel_Name(each.level())) + by_name);
  }
  return keys;
}

absl::Status PlaceProjection::Apply(const storage::RecordedEvent& event,
                                    const std::string& partnership,
                                    runtime::ViewWriter& view) const {
  if (runtime::CollectionOf(event.resource()) != "places") return absl::OkStatus();
  const std::string name = runtime::WholeName(partnership, event.resource());
  const std::string key = PlaceKey(name);
  const auto fact = runtime::DecodeEvent<v1::PlaceEvent>(event.type(), event.event());
  ASSIGN_OR_RETURN(v1::Place* const place,
                   view.EditMessage<v1::Place>(kPlaceTable, key, runtime::IsFirst(event)));
  std::optional<v1::Place> before;
  if (!place->name().empty()) before = *place;
  const runtime::LinkMove links(MovesLinks(fact), [place] { return LinksOf(*place); });
  place->set_name(name);
  const auto revision = static_cast<int64_t>(event.revision().value());
  place->set_revision(revision);
  Fold(fact, revision, *place);
  view.PutMessage(kPlaceTable, key, *place);
  links.Write(name, view);
  runtime::MoveIndex(kPlaceListTable, PlaceListKeys, before, *place, view);
  return absl::OkStatus();
}

absl::StatusOr<std::string> PlaceProjection::TitleOf(const runtime::ViewReader& view,
                                                     const std::string& name) const {
  ASSIGN_OR_RETURN(const std::optional<v1::Place> place,
                   view.GetMessage<v1::Place>(kPlaceTable, PlaceKey(name)));
  return place.has_value() ? place->display_name() : "";
}

}  // namespace samverk::service_points

#include "services/service_points/service_point_view.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "base/text.h"
#include "samverk/v1/service_point_events.pb.h"
#include "services/runtime/event_codec.h"
#include "services/runtime/index.h"
#include "services/runtime/links.h"
#include "services/runtime/ordered_key.h"
#include "services/runtime/resource_name.h"
#include "services/service_points/entries.h"
#include "services/service_points/service_point_content.h"
#include "services/service_points/service_point_days.h"

namespace samverk::service_points {
namespace {

using runtime::ViewWriter;
using v1::ServicePointEvent;

void PutObservation(const std::optional<v1::ServiceObservation>& before,
                    const v1::ServiceObservation& observation, ViewWriter& view) {
  view.Put(kObservationTable, ObservationKey(observation.name()), observation.SerializeAsString());
  runtime::MoveIndex(kObservationListTable, ObservationListKeys, before, observation, view);
}

void AddObservation(const v1::ObservationFacts& facts, int64_t entry, v1::ServicePoint& point,
                    ViewWriter& view) {
  v1::ServiceObservation observation;
  observation.set_name(ObservationName(point.name(), entry));
  observation.set_service_point(point.name());
  observation.set_owner(point.owner());
  observation.set_entry(entry);
  *observation.mutable_facts() = facts;
  PutObservation(std::nullopt, observation, view);
  point.set_observation_count(point.observation_count() + 1);
}

absl::Status CorrectObservation(const v1::ObservationCorrection& correction,
                                const v1::ServicePoint& point, ViewWriter& view) {
  const std::string key = ObservationKey(ObservationName(point.name(), correction.entry()));
  ASSIGN_OR_RETURN(const std::optional<v1::ServiceObservation> before,
                   view.GetMessage<v1::ServiceObservation>(kObservationTable, key));
  if (!before.has_value()) {
    return absl::DataLossError("a correction of an observation that is not there");
  }
  v1::ServiceObservation observation = *before;
  *observation.mutable_facts() = correction.facts();
  observation.set_corrected(true);
  PutObservation(before, observation, view);
  return absl::OkStatus();
}

// Removes the observation with that number, if there is one.
absl::Status RemoveObservation(int64_t entry, v1::ServicePoint& point, ViewWriter& view) {
  const std::string key = ObservationKey(ObservationName(point.name(), entry));
  ASSIGN_OR_RETURN(const std::optional<v1::ServiceObservation> observation,
                   view.GetMessage<v1::ServiceObservation>(kObservationTable, key));
  if (!observation.has_value()) return absl::OkStatus();
  view.Delete(kObservationTable, key);
  for (const std::string& list_key : ObservationListKeys(*observation)) {
    view.Delete(kObservationListTable, list_key);
  }
  point.set_observation_count(point.observation_count() - 1);
  return absl::OkStatus();
}

// What the event does to observations.
absl::Status ApplyToObservations(const ServicePointEvent& fact, int64_t revision,
                                 v1::ServicePoint& point, ViewWriter& view) {
  if (fact.has_service_observation_recorded()) {
    AddObservation(fact.service_observation_recorded().facts(), revision, point, view);
    return absl::OkStatus();
  }
  if (!fact.has_service_point_corrected()) return absl::OkStatus();
  const v1::ServicePointEdit& edit = fact.service_point_corrected().edit();
  if (edit.has_observation()) return CorrectObservation(edit.observation(), point, view);
  if (edit.has_remove_entry()) return RemoveObservation(edit.remove_entry(), point, view);
  return absl::OkStatus();
}

// Whether an event may change in which lists a service point is. Most are observations, for which
// the keys of the lists need not be made and compared.
bool MovesInLists(const ServicePointEvent& fact) {
  if (fact.has_service_observation_recorded() || fact.has_service_point_hours_set()) return false;
  if (!fact.has_service_point_corrected()) return true;
  const v1::ServicePointEdit& edit = fact.service_point_corrected().edit();
  return !edit.has_observation() && !edit.has_hours();
}

// Whether an event may change what a service point links to: the place that it is in. Notes on
// opening hours are texts that corrections set as well.
bool MovesLinks(const ServicePointEvent& fact) {
  if (fact.has_service_point_corrected()) {
    return !fact.service_point_corrected().edit().has_observation();
  }
  return fact.has_service_point_registered() || fact.has_service_point_hours_set() ||
         fact.has_service_point_withdrawn();
}

std::set<runtime::FoundLink> LinksOf(const v1::ServicePoint& point) {
  if (point.state() == v1::SERVICE_POINT_STATE_WITHDRAWN) return {};
  return runtime::LinksIn(point);
}

}  // namespace

std::string ServicePointKey(const std::string& name) {
  return runtime::OrderedKey().Text(name).bytes();
}

std::string ObservationKey(const std::string& name) {
  return runtime::OrderedKey().Text(name).bytes();
}

std::string ObservationName(const std::string& service_point, int64_t entry) {
  return absl::StrCat(service_point, "/observations/", entry);
}

std::string ServicePointListKey(ServicePointList list, const std::string& subject) {
  return runtime::OrderedKey().Number(static_cast<int64_t>(list)).Text(subject).bytes();
}

std::string ObservationListKey(ObservationList list, const std::string& subject) {
  return runtime::OrderedKey().Number(static_cast<int64_t>(list)).Text(subject).bytes();
}

std::set<std::string> ServicePointListKeys(const v1::ServicePoint& point) {
  const std::string by_name =
      runtime::OrderedKey().Text(SwedishSortKey(point.display_name())).Text(point.name()).bytes();
  const auto in = [&by_name](ServicePointList list, const std::string& subject = "") {
    return ServicePointListKey(list, subject) + by_name;
  };
  if (point.state() == v1::SERVICE_POINT_STATE_WITHDRAWN) {
    return {in(ServicePointList::kWithdrawn)};
  }
  std::set<std::string> keys{in(ServicePointList::kAll),
                             in(ServicePointList::kOfOwner, point.owner()),
                             in(ServicePointList::kInPlace, point.place())};
  for (const v1::OfferPeriod& each : point.offer_periods()) {
    keys.insert(in(ServicePointList::kOffering, v1::ServiceOffer_Name(each.offer())));
  }
  if (!point.threat_periods().empty()) keys.insert(in(ServicePointList::kThreatened));
  for (const v1::OpenPeriod& each : point.open_periods()) {
    if (each.has_end_date()) keys.insert(in(ServicePointList::kClosed));
  }
  for (const int year : YearsOfChange(point)) {
    keys.insert(in(ServicePointList::kChangedIn, absl::StrCat(year)));
  }
  return keys;
}

std::set<std::string> ObservationListKeys(const v1::ServiceObservation& observation) {
  const std::string by_day = runtime::OrderedKey()
                                 .Text(FormatDate(observation.facts().observed_on()))
                                 .Text(observation.service_point())
                                 .Number(observation.entry())
                                 .bytes();
  return {
      ObservationListKey(ObservationList::kAll) + by_day,
      ObservationListKey(ObservationList::kOfOwner, observation.owner()) + by_day,
      ObservationListKey(ObservationList::kOfServicePoint, observation.service_point()) + by_day,
  };
}

absl::Status ServicePointProjection::Apply(const storage::RecordedEvent& event,
                                           const std::string& partnership, ViewWriter& view) const {
  if (runtime::CollectionOf(event.resource()) != "servicePoints") return absl::OkStatus();
  const std::string name = runtime::WholeName(partnership, event.resource());
  const std::string key = ServicePointKey(name);
  const auto fact = runtime::DecodeEvent<ServicePointEvent>(event.type(), event.event());
  ASSIGN_OR_RETURN(
      v1::ServicePoint* const point,
      view.EditMessage<v1::ServicePoint>(kServicePointTable, key, runtime::IsFirst(event)));
  const bool moves = MovesInLists(fact);
  std::optional<v1::ServicePoint> before;
  if (moves && !point->name().empty()) before = *point;
  const runtime::LinkMove links(MovesLinks(fact), [point] { return LinksOf(*point); });
  point->set_name(name);
  const auto revision = static_cast<int64_t>(event.revision().value());
  point->set_revision(revision);
  RETURN_IF_ERROR(ApplyToObservations(fact, revision, *point, view));
  Fold(fact, revision, *point);
  if (moves) PutPeriods(*point);
  // The row says what is so after everything that is recorded.
  PutDay(kAfterAllDays - 1, *point);
  view.PutMessage(kServicePointTable, key, *point);
  links.Write(name, view);
  if (moves) runtime::MoveIndex(kServicePointListTable, ServicePointListKeys, before, *point, view);
  return absl::OkStatus();
}

absl::StatusOr<std::string> ServicePointProjection::TitleOf(const runtime::ViewReader& view,
                                                            const std::string& name) const {
  ASSIGN_OR_RETURN(const std::optional<v1::ServicePoint> point,
                   view.GetMessage<v1::ServicePoint>(kServicePointTable, ServicePointKey(name)));
  return point.has_value() ? point->display_name() : "";
}

}  // namespace samverk::service_points

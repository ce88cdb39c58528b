// What may happen to a place. Pure: given a state and a command, events or a refusal.
//
// A place is registered by the municipality that it lies in, classified from a day on, given
// figures with their sources, corrected, and withdrawn if it was registered by mistake.

#ifndef SAMVERK_SERVICES_SERVICE_POINTS_PLACE_RULES_H_
#define SAMVERK_SERVICES_SERVICE_POINTS_PLACE_RULES_H_

#include "absl/status/statusor.h"
#include "base/refusal.h"
#include "samverk/v1/place.pb.h"
#include "samverk/v1/place_events.pb.h"
#include "services/runtime/rules.h"

namespace samverk::service_points {

inline constexpr int kClassificationsMax = 100;
inline constexpr int kPopulationsMax = 200;
inline constexpr int kDistancesMax = 500;

inline constexpr Reason kPlaceExists = {
    "PLACE_EXISTS", absl::StatusCode::kAlreadyExists,
    "There is a place {name} already. Make a new id, or edit that place.",
    "Det finns redan en ort {name}. Skapa ett nytt id eller ändra den som finns."};
inline constexpr Reason kPlaceNotFound = {"PLACE_NOT_FOUND", absl::StatusCode::kNotFound,
                                          "There is no place {name}.", "Orten {name} finns inte."};
inline constexpr Reason kPlaceWithdrawn = {"PLACE_WITHDRAWN", absl::StatusCode::kFailedPrecondition,
                                           "The place was registered by mistake and withdrawn.",
                                           "Orten registrerades av misstag och har återkallats."};
inline constexpr Reason kPlaceEntryNotFound = {
    "PLACE_ENTRY_NOT_FOUND", absl::StatusCode::kNotFound,
    "The place has no entry {entry} of that kind, or it was removed.",
    "Orten har ingen sådan post {entry}, eller så har den tagits bort."};
inline constexpr Reason kTooManyPlaceEntries = {
    "TOO_MANY_PLACE_ENTRIES", absl::StatusCode::kFailedPrecondition,
    "The place has {count} of these; no more than {count_max} are kept.",
    "Orten har {count} sådana poster; fler än {count_max} sparas inte."};
inline constexpr Reason kClassifiedThatDay = {
    "CLASSIFIED_THAT_DAY", absl::StatusCode::kFailedPrecondition,
    "Another classification begins on the same day, entry {entry}. Correct that one, or choose "
    "another day.",
    "En annan klassning börjar samma dag, post {entry}. Rätta den eller välj en annan dag."};
inline constexpr Reason kDistanceEmpty = {
    "DISTANCE_EMPTY", absl::StatusCode::kInvalidArgument,
    "The distance says neither metres nor minutes. Say at least one of them.",
    "Avståndet anger varken meter eller minuter. Ange minst det ena."};
inline constexpr Reason kDistanceToItself = {
    "DISTANCE_TO_ITSELF", absl::StatusCode::kInvalidArgument,
    "The distance is from the place to itself. Name another place.",
    "Avståndet går från orten till den själv. Ange en annan ort."};

// What decisions about a place depend on: all of it.
struct PlaceState {
  bool exists = false;
  v1::Place place;
};

struct PlaceRules {
  using State = PlaceState;
  using Event = v1::PlaceEvent;
  using Decision = absl::StatusOr<runtime::Decision<Event>>;
  using Facts = runtime::Facts;
  using Context = runtime::CommandContext;

  static runtime::ReadSet Reads(const v1::RegisterPlaceRequest& command);
  static runtime::ReadSet Reads(const v1::ClassifyPlaceRequest& command);
  static runtime::ReadSet Reads(const v1::RecordPlacePopulationRequest& command);
  static runtime::ReadSet Reads(const v1::RecordPlaceDistanceRequest& command);
  static runtime::ReadSet Reads(const v1::EditPlaceRequest& command);
  static runtime::ReadSet Reads(const v1::WithdrawPlaceRequest& command);

  // Errors: the reasons above, those of mapping_checks.h and of rule_checks.h, as place.proto says
  // of each command.
  static Decision Decide(const State&, const Facts&, const v1::RegisterPlaceRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::ClassifyPlaceRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::RecordPlacePopulationRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::RecordPlaceDistanceRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::EditPlaceRequest&, const Context&);
  static Decision Decide(const State&, const Facts&, const v1::WithdrawPlaceRequest&,
                         const Context&);

  // Never fails; events it does not know leave the state alone.
  static void Evolve(State& state, const Event& event, const runtime::EventPlace& at);
};

}  // namespace samverk::service_points

#endif  // SAMVERK_SERVICES_SERVICE_POINTS_PLACE_RULES_H_

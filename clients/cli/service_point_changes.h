// What an import has to do about a service point that exists: what differs, cell by cell, and the
// commands that make it as the row says. Pure: compares the row with what the server has and with
// the history of how it came about.
//
// The rules, for people in docs/guide/service-points.md:
//   - What an empty cell could say is left as it is.
//   - A cell that differs is corrected, unless a person wrote what it tells last; with `overwrite`
//     also then. A life, the threats, an offer of one kind and the opening hours are one cell each:
//     what the cell does not tell is removed from them.
//   - An observation is corrected if an import recorded one of the same day, and recorded
//   otherwise.

#ifndef SAMVERK_CLIENTS_CLI_SERVICE_POINT_CHANGES_H_
#define SAMVERK_CLIENTS_CLI_SERVICE_POINT_CHANGES_H_

#include <string>
#include <variant>
#include <vector>

#include "clients/cli/import_changes.h"
#include "clients/cli/service_point_rows.h"
#include "samverk/v1/event.pb.h"

namespace samverk {

using ServicePointCommand =
    std::variant<v1::EditServicePointRequest, v1::OfferServiceRequest,
                 v1::SetServicePointHoursRequest, v1::RecordServiceObservationRequest>;

struct ServicePointChanges {
  // In the order in which to give them; without request ids and expected revisions.
  std::vector<ServicePointCommand> commands;
  std::vector<std::string> columns;  // What changes.
  std::vector<std::string> kept;     // What differs but is left as a person has it.
  // Why the row can not be: what it says does not go with what is kept. Empty: it can.
  std::string problem;
};

// `current` is the service point as it is, `observations` what was observed of it, `place` the name
// of the place that the row means, `history` how it came about. `reason` is recorded with what
// changes; empty: that the file was corrected.
struct RecordedPoint {
  v1::ServicePoint point;
  std::vector<v1::ServiceObservation> observations;
};
ServicePointChanges ChangesOf(const ServicePointRow& row, const std::string& place,
                              const RecordedPoint& recorded, const History& history, bool overwrite,
                              const v1::Provenance& provenance);

// Whether the row says anything that is not recorded so: only then the history matters.
bool Differs(const ServicePointRow& row, const std::string& place, const RecordedPoint& recorded);

// The request that registers what a row says.
v1::RegisterServicePointRequest RegistrationOf(const ServicePointRow& row, const std::string& place,
                                               const v1::Provenance& provenance);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_SERVICE_POINT_CHANGES_H_

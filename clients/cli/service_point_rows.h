// Service points as the rows of a CSV file, to and from.
//
// Columns, in any order, by their Swedish headers; service_point_cells.h says what stands in those
// of a life. An empty cell says nothing. Columns that begin with # are ignored; any other is an
// error.
//
//   nyckel, namn, kommun, ort, öppet        required in every row; nyckel is a text of one's own,
//   or
//                                           the UUID of a service point
//   verksamhetsutövare, aktör, adress, latitud, longitud, hotat, öppettider
//   dagligvaror, drivmedel, post, …         one for each kind of offer
//   iakttagelse, iakttagen, iakttagen av, källa, årgång      the latest observation
//
// Pure: nothing here talks to a server.

#ifndef SAMVERK_CLIENTS_CLI_SERVICE_POINT_ROWS_H_
#define SAMVERK_CLIENTS_CLI_SERVICE_POINT_ROWS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clients/cli/service_point_cells.h"
#include "samverk/v1/place.pb.h"
#include "samverk/v1/service_point.pb.h"

namespace samverk {

// Headers, which also name fields in what is told about them.
inline constexpr char kKeyColumn[] = "nyckel";
inline constexpr char kNameColumn[] = "namn";
inline constexpr char kOwnerColumn[] = "kommun";
inline constexpr char kPlaceColumn[] = "ort";
inline constexpr char kOperatorColumn[] = "verksamhetsutövare";
inline constexpr char kOrganisationColumn[] = "aktör";
inline constexpr char kAddressColumn[] = "adress";
inline constexpr char kLatitudeColumn[] = "latitud";
inline constexpr char kLongitudeColumn[] = "longitud";
inline constexpr char kOpenColumn[] = "öppet";
inline constexpr char kThreatColumn[] = "hotat";
inline constexpr char kHoursColumn[] = "öppettider";
inline constexpr char kObservedColumn[] = "iakttagelse";
inline constexpr char kObservedOnColumn[] = "iakttagen";
inline constexpr char kObserverColumn[] = "iakttagen av";
inline constexpr char kSourceColumn[] = "källa";
inline constexpr char kVintageColumn[] = "årgång";

// What is wrong in a file, and what to do.
struct RowFault {
  size_t line = 0;    // 0: the file as a whole.
  std::string field;  // Empty: the row as a whole.
  std::string problem;
};

// What one row says.
struct ServicePointRow {
  size_t line = 0;
  std::string key;
  // What a new service point is registered with, but for the place, the turns and the offers. Empty
  // fields say nothing.
  v1::RegisterServicePointRequest point;
  std::string place;  // What the place is called, or its UUID.
  Turns open;
  std::optional<Turns> threats;
  // What is said of each kind; nothing where the row says that it is not offered.
  std::map<v1::ServiceOffer, std::vector<v1::OfferTerms>> offers;
  std::optional<std::vector<v1::OpeningHours>> hours;
  std::optional<v1::ObservationFacts> observation;
};

// The rows of a file, and everything that is wrong with it: it is good if that is nothing. `parent`
// is the partnership, `today` the day that it is.
struct ServicePointRows {
  std::vector<ServicePointRow> rows;
  std::vector<RowFault> faults;
};
ServicePointRows ReadServicePointRows(absl::string_view text, const std::string& parent,
                                      absl::CivilDay today);

// A service point with its latest observation, where there is one.
struct ExportedPoint {
  v1::ServicePoint point;
  std::string place;  // What tells the place apart from the others of its municipality.
  std::optional<v1::ServiceObservation> observation;
};

// A file that reads back as it is, with a byte order mark, for spreadsheets.
std::string WriteServicePointRows(const std::vector<ExportedPoint>& points, char separator);

// The turns of a service point as cells tell them.
Turns TurnsOf(const v1::ServicePoint& point);
// Its offers of one kind, in the order of their days.
std::vector<v1::OfferTerms> OffersOf(const v1::ServicePoint& point, v1::ServiceOffer offer);
// Its opening hours, in the order of their days.
std::vector<v1::OpeningHours> HoursOf(const v1::ServicePoint& point);

// Every header, in the order in which they are written.
const std::vector<std::string>& AllColumns();

// The kinds of offers that this program knows, in the order of their columns.
std::vector<v1::ServiceOffer> AllOffers();

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_SERVICE_POINT_ROWS_H_

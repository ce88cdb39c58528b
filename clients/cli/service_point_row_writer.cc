// Writing the rows of service_point_rows.h.

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "clients/cli/csv_table.h"
#include "clients/cli/decimals.h"
#include "clients/cli/names.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/service_point_rows.h"

namespace samverk {
namespace {

constexpr absl::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr int kDegreeDecimals = 6;

// The cell of a coordinate, with the decimal point that goes with the separator.
std::string DegreesCell(int32_t microdegrees, char separator) {
  return FormatDecimal(microdegrees, kDegreeDecimals, separator == ';' ? ',' : '.');
}

// What stands in each column.
std::map<std::string, std::string> CellsOf(const ExportedPoint& exported, char separator) {
  const v1::ServicePoint& point = exported.point;
  std::map<std::string, std::string> cells;
  cells[kKeyColumn] = std::string(LastPart(point.name()));
  cells[kNameColumn] = AsPlainCell(point.display_name());
  cells[kOwnerColumn] = std::string(LastPart(point.owner()));
  cells[kPlaceColumn] = AsPlainCell(exported.place);
  cells[kOperatorColumn] = AsPlainCell(point.operator_name());
  cells[kOrganisationColumn] = std::string(LastPart(point.operator_organisation()));
  cells[kAddressColumn] = AsPlainCell(point.address());
  if (point.has_position()) {
    cells[kLatitudeColumn] = DegreesCell(point.position().latitude_microdegrees(), separator);
    cells[kLongitudeColumn] = DegreesCell(point.position().longitude_microdegrees(), separator);
  }
  cells[kOpenColumn] = OpenCell(TurnsOf(point));
  cells[kThreatColumn] = ThreatCell(TurnsOf(point));
  for (const v1::ServiceOffer offer : AllOffers()) {
    cells[InSwedish(offer)] = OfferCell(OffersOf(point, offer));
  }
  cells[kHoursColumn] = HoursCell(HoursOf(point));
  if (exported.observation.has_value()) {
    const v1::ObservationFacts& facts = exported.observation->facts();
    cells[kObservedColumn] = AsPlainCell(facts.text());
    cells[kObservedOnColumn] = FormatDate(facts.observed_on());
    cells[kObserverColumn] = std::string(LastPart(facts.observer()));
    cells[kSourceColumn] = AsPlainCell(facts.source());
    if (facts.has_vintage()) cells[kVintageColumn] = FormatDate(facts.vintage());
  }
  return cells;
}

}  // namespace

const std::vector<std::string>& AllColumns() {
  static const auto& columns = *[] {
    auto* all = new std::vector<std::string>{kKeyColumn,     kNameColumn,     kOwnerColumn,
                                             kPlaceColumn,   kOperatorColumn, kOrganisationColumn,
                                             kAddressColumn, kLatitudeColumn, kLongitudeColumn,
                                             kOpenColumn,    kThreatColumn};
    for (const v1::ServiceOffer offer : AllOffers()) all->push_back(InSwedish(offer));
    for (const char* column : {kHoursColumn, kObservedColumn, kObservedOnColumn, kObserverColumn,
                               kSourceColumn, kVintageColumn}) {
      all->emplace_back(column);
    }
    return all;
  }();
  return columns;
}

std::string WriteServicePointRows(const std::vector<ExportedPoint>& points, char separator) {
  std::string text = absl::StrCat(kByteOrderMark, CsvLine(AllColumns(), separator));
  for (const ExportedPoint& point : points) {
    std::map<std::string, std::string> cells = CellsOf(point, separator);
    std::vector<std::string> row;
    row.reserve(AllColumns().size());
    for (const std::string& column : AllColumns()) row.push_back(std::move(cells[column]));
    text += CsvLine(row, separator);
  }
  return text;
}

Turns TurnsOf(const v1::ServicePoint& point) {
  Turns turns;
  turns.reserve(static_cast<size_t>(point.turns_size()));
  for (const v1::ServicePointTurn& turn : point.turns()) turns.push_back(turn.facts());
  return turns;
}

std::vector<v1::OfferTerms> OffersOf(const v1::ServicePoint& point, v1::ServiceOffer offer) {
  std::vector<v1::OfferTerms> terms;
  for (const v1::ServicePointOffer& each : point.offers()) {
    if (each.terms().offer() == offer) terms.push_back(each.terms());
  }
  return terms;
}

std::vector<v1::OpeningHours> HoursOf(const v1::ServicePoint& point) {
  std::vector<v1::OpeningHours> hours;
  hours.reserve(static_cast<size_t>(point.hours_size()));
  for (const v1::ServicePointHours& each : point.hours()) hours.push_back(each.hours());
  return hours;
}

std::vector<v1::ServiceOffer> AllOffers() {
  std::vector<v1::ServiceOffer> offers;
  const auto* type = v1::ServiceOffer_descriptor();
  for (int i = 0; i < type->value_count(); ++i) {
    const auto offer = static_cast<v1::ServiceOffer>(type->value(i)->number());
    if (offer != v1::SERVICE_OFFER_UNSPECIFIED) offers.push_back(offer);
  }
  return offers;
}

}  // namespace samverk

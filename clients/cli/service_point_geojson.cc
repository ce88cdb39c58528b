#include "clients/cli/service_point_geojson.h"

#include "base/civil_date.h"
#include "clients/cli/enum_words.h"
#include "clients/cli/names.h"
#include "nlohmann/json.hpp"

namespace samverk {
namespace {

// What is written first stays first: people read it, too.
using Json = nlohmann::ordered_json;

constexpr double kMicrodegrees = 1e6;

Json Geometry(const v1::ServicePoint& point) {
  if (!point.has_position()) return nullptr;
  return {{"type", "Point"},
          {"coordinates", Json::array({point.position().longitude_microdegrees() / kMicrodegrees,
                                       point.position().latitude_microdegrees() / kMicrodegrees})}};
}

template <typename Enum>
std::string Word(Enum value) {
  const auto* known = google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value);
  return known == nullptr ? std::to_string(value) : EnumWord(*known);
}

// The first day and, where there is one, the first day after.
template <typename Period>
void PutDays(const Period& period, Json& json) {
  json["start"] = FormatDate(period.start_date());
  json["end"] = period.has_end_date() ? Json(FormatDate(period.end_date())) : Json(nullptr);
}

Json OpenPeriods(const v1::ServicePoint& point) {
  Json periods = Json::array();
  for (const v1::OpenPeriod& period : point.open_periods()) {
    Json json;
    PutDays(period, json);
    json["openBefore"] = period.open_before();
    if (!period.closing_cause().empty()) json["closingCause"] = period.closing_cause();
    periods.push_back(json);
  }
  return periods;
}

Json OfferPeriods(const v1::ServicePoint& point) {
  Json periods = Json::array();
  for (const v1::OfferPeriod& period : point.offer_periods()) {
    Json json = {{"offer", Word(period.offer())}, {"fullRange", period.full_range()}};
    PutDays(period, json);
    json["offeredBefore"] = period.offered_before();
    periods.push_back(json);
  }
  return periods;
}

Json Offered(const v1::ServicePoint& point) {
  Json offers = Json::array();
  for (const v1::ServicePointOffer& offer : point.offered()) {
    Json json = {{"offer", Word(offer.terms().offer())}, {"fullRange", offer.terms().full_range()}};
    if (!offer.terms().conditions().empty()) json["conditions"] = offer.terms().conditions();
    offers.push_back(json);
  }
  return offers;
}

// What is not known is not there.
void PutText(const char* key, const std::string& text, Json& json) {
  if (!text.empty()) json[key] = text;
}

Json Feature(const ExportedPoint& exported, const google::type::Date& valid_on) {
  const v1::ServicePoint& point = exported.point;
  Json properties = {{"name", point.display_name()},
                     {"resource", point.name()},
                     {"owner", std::string(LastPart(point.owner()))},
                     {"place", exported.place}};
  PutText("operator", point.operator_name(), properties);
  PutText("operatorOrganisation", std::string(LastPart(point.operator_organisation())), properties);
  PutText("address", point.address(), properties);
  properties["validOn"] = FormatDate(valid_on);
  properties["state"] = Word(point.state());
  properties["threatened"] = point.threatened();
  properties["offers"] = Offered(point);
  properties["openPeriods"] = OpenPeriods(point);
  properties["offerPeriods"] = OfferPeriods(point);
  return {{"type", "Feature"},
          {"id", std::string(LastPart(point.name()))},
          {"geometry", Geometry(point)},
          {"properties", properties}};
}

}  // namespace

std::string WriteGeoJson(const std::vector<ExportedPoint>& points,
                         const google::type::Date& valid_on) {
  Json features = Json::array();
  for (const ExportedPoint& point : points) features.push_back(Feature(point, valid_on));
  constexpr int kIndent = 1;
  return Json({{"type", "FeatureCollection"}, {"features", features}}).dump(kIndent) + "\n";
}

}  // namespace samverk

// Service points as GeoJSON (RFC 7946), for maps. Pure.

#ifndef SAMVERK_CLIENTS_CLI_SERVICE_POINT_GEOJSON_H_
#define SAMVERK_CLIENTS_CLI_SERVICE_POINT_GEOJSON_H_

#include <string>
#include <vector>

#include "clients/cli/service_point_rows.h"
#include "google/type/date.pb.h"

namespace samverk {

// A FeatureCollection with a feature for each service point, in WGS84, longitude first. One whose
// position nobody knows has the geometry null. What is so on a day is told of `valid_on`.
std::string WriteGeoJson(const std::vector<ExportedPoint>& points,
                         const google::type::Date& valid_on);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_SERVICE_POINT_GEOJSON_H_

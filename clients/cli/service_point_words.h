// Service points in Swedish: where they are in their life, what turned, what can be had.

#ifndef SAMVERK_CLIENTS_CLI_SERVICE_POINT_WORDS_H_
#define SAMVERK_CLIENTS_CLI_SERVICE_POINT_WORDS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"
#include "google/type/date.pb.h"
#include "samverk/v1/place.pb.h"
#include "samverk/v1/service_point.pb.h"

namespace samverk {

// What people call the value. A value that is younger than this program: `okänd (17)`.
std::string InSwedish(v1::ServicePointState state);
std::string InSwedish(v1::ServicePointTurnKind kind);

// `öppet`, `öppet, hotat`.
std::string StateInWords(const v1::ServicePoint& point);

// `stängde 2018-12-01: Konkurs`, `öppet redan före 2016-01-01`.
std::string TurnInWords(const v1::TurnFacts& turn);

// `dagligvaror (fullsortiment) 2010-01-01–2019-06-30: bara lördagar`.
std::string TermsInWords(const v1::OfferTerms& terms);

// `dagligvaror (fullsortiment), post`: each kind once.
std::string OfferedInWords(const google::protobuf::RepeatedPtrField<v1::ServicePointOffer>& offers);

// `482 invånare 2018-12-31, SCB`, `128 km, 95 min, 2019-01-01, NVDB`.
std::string FigureInWords(const v1::PopulationFigure& figure);
std::string DistanceInWords(const v1::RoadDistance& distance);

// `Öppettimmar 38,5 timmar`, and the number that people write as `Öppettimmar=38,5 timmar`.
std::string NumberInWords(const v1::ObservedNumber& number);
absl::StatusOr<v1::ObservedNumber> ParseNumber(absl::string_view text);

// What can be had, by its Swedish or English word.
absl::StatusOr<v1::ServiceOffer> ParseOfferKind(absl::string_view text);

// A day, or a year for its last day: what data are of.
absl::StatusOr<google::type::Date> ParseVintageDay(absl::string_view text);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_SERVICE_POINT_WORDS_H_

// What the rules of places and of service points check alike. Pure.

#ifndef SAMVERK_SERVICES_SERVICE_POINTS_MAPPING_CHECKS_H_
#define SAMVERK_SERVICES_SERVICE_POINTS_MAPPING_CHECKS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "base/refusal.h"
#include "google/protobuf/message.h"
#include "google/type/date.pb.h"

namespace samverk::service_points {

inline constexpr Reason kOwnerNotMunicipality = {
    "OWNER_NOT_MUNICIPALITY", absl::StatusCode::kFailedPrecondition,
    "{owner} is no municipality. A municipality maps its own places and service: name it as owner.",
    "{owner} är ingen kommun. En kommun kartlägger sina egna orter och sin egen service: ange den "
    "som ägare."};
inline constexpr Reason kDataFromTheFuture = {
    "DATA_FROM_THE_FUTURE", absl::StatusCode::kInvalidArgument,
    "The data are said to describe {day}, after today. Give the day that they describe.",
    "Uppgiften sägs gälla {day}, efter i dag. Ange den dag som den gäller."};

// OK if `owner`, a whole name, is a municipality.
absl::Status CheckMunicipality(const std::string& owner);

// OK if `day` is not after `today`; else `in_the_future` with {day}, of the field `field`.
absl::Status CheckHasBeen(const google::type::Date& day, absl::CivilDay today,
                          const Reason& in_the_future, const char* field);

// Whether two messages say the same.
bool SaysTheSame(const google::protobuf::Message& left, const google::protobuf::Message& right);

}  // namespace samverk::service_points

#endif  // SAMVERK_SERVICES_SERVICE_POINTS_MAPPING_CHECKS_H_

#include "services/service_points/mapping_checks.h"

#include "base/civil_date.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/rule_checks.h"

namespace samverk::service_points {

absl::Status CheckMunicipality(const std::string& owner) {
  if (runtime::IsMunicipality(owner)) return absl::OkStatus();
  return Refusal(kOwnerNotMunicipality).With("owner", owner).Violating(owner);
}

absl::Status CheckHasBeen(const google::type::Date& day, absl::CivilDay today,
                          const Reason& in_the_future, const char* field) {
  if (ToCivilDay(day) <= today) return absl::OkStatus();
  return Refusal(in_the_future).With("day", FormatDate(day)).AtField(field, "is after today");
}

bool SaysTheSame(const google::protobuf::Message& left, const google::protobuf::Message& right) {
  return google::protobuf::util::MessageDifferencer::Equals(left, right);
}

}  // namespace samverk::service_points

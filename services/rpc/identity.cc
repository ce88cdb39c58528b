#include "services/rpc/identity.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/rpc/limits.h"
#include "services/runtime/resource_name.h"

namespace samverk::rpc {
namespace {

constexpr char kLocalDeveloper[] = "local-developer";

absl::string_view Metadata(const grpc::ServerContextBase& context, const char* key) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(key);
  if (found == metadata.end()) return "";
  return absl::string_view(found->second.data(), found->second.size());
}

v1::Role ParseRole(absl::string_view role) {
  static constexpr std::pair<absl::string_view, v1::Role> kRoles[] = {
      {"administrator", v1::ROLE_ADMINISTRATOR},
      {"process-leader", v1::ROLE_PROCESS_LEADER},
      {"officer", v1::ROLE_OFFICER},
      {"local-actor", v1::ROLE_LOCAL_ACTOR},
      {"auditor", v1::ROLE_AUDITOR},
      {"agency-contact", v1::ROLE_AGENCY_CONTACT},
  };
  for (const auto& [name, value] : kRoles) {
    if (role == name) return value;
  }
  return v1::ROLE_UNSPECIFIED;
}

}  // namespace

absl::StatusOr<runtime::Caller> IdentifyCaller(const grpc::ServerContextBase& context,
                                               absl::string_view partnership) {
  runtime::Caller caller;
  caller.actor.set_principal(kLocalDeveloper);
  caller.actor.set_role(v1::ROLE_ADMINISTRATOR);
  caller.device = std::string(Metadata(context, kDeviceKey).substr(0, kDeviceBytesMax));
  const absl::string_view act_as = Metadata(context, kActAsKey);
  if (act_as.empty()) return caller;
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(act_as, absl::MaxSplits('@', 1));
  const v1::Role role = ParseRole(parts.first);
  if (role == v1::ROLE_UNSPECIFIED)
    return Refusal(kUnknownRole).With("act_as", act_as.substr(0, 100));
  caller.actor.set_role(role);
  if (parts.second.empty()) return caller;
  const std::string organisation =
      runtime::ChildName(runtime::PartnershipName(partnership), "organisations", parts.second);
  if (!runtime::MatchesPattern(organisation, "partnerships/{p}/organisations/{o}")) {
    return Refusal(kUnknownRole).With("act_as", act_as.substr(0, 100));
  }
  caller.actor.set_organisation(organisation);
  return caller;
}

}  // namespace samverk::rpc

#include "services/rpc/grpc_status.h"

#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "base/refusal.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/rpc/limits.h"

namespace samverk::rpc {
namespace {

constexpr Reason kInternal = {
    "INTERNAL", absl::StatusCode::kInternal,
    "Something went wrong inside the server. Report it with what the trailer samverk-call-id says.",
    "Något gick fel i servern. Rapportera det med det id som står i svarets samverk-call-id."};

constexpr char kErrorInfoUrl[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kBadRequestUrl[] = "type.googleapis.com/google.rpc.BadRequest";

// Leaves out field violations, the last first, until the details fit.
void CutDetails(google::rpc::Status& details) {
  for (google::protobuf::Any& any : *details.mutable_details()) {
    if (any.type_url() != kBadRequestUrl) continue;
    google::rpc::BadRequest bad_request;
    if (!any.UnpackTo(&bad_request)) continue;
    int cut = 0;
    while (details.ByteSizeLong() > kDetailsBytesMax && bad_request.field_violations_size() > 0) {
      bad_request.mutable_field_violations()->RemoveLast();
      ++cut;
      auto& last = *bad_request.mutable_field_violations();
      google::rpc::BadRequest counted = bad_request;
      counted.add_field_violations()->set_description(absl::StrCat(cut, " more"));
      any.PackFrom(counted);
      if (last.empty()) break;
    }
  }
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  if (!status.GetPayload(kErrorInfoUrl).has_value()) return ToGrpcStatus(Refusal(kInternal));
  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(std::string(status.message()));
  status.ForEachPayload([&details](absl::string_view url, const absl::Cord& payload) {
    google::protobuf::Any& any = *details.add_details();
    any.set_type_url(std::string(url));
    any.set_value(std::string(payload));
  });
  if (details.ByteSizeLong() > kDetailsBytesMax) CutDetails(details);
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), std::string(status.message()),
                      details.SerializeAsString());
}

}  // namespace samverk::rpc

#include "tests/bench/bench_call.h"

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/clock.h"
#include "base/text.h"
#include "base/uuid.h"
#include "samverk/v1/admin.grpc.pb.h"
#include "samverk/v1/partnership.grpc.pb.h"

namespace samverk {
namespace {

constexpr absl::Duration kSetUpMax = absl::Seconds(30);

// What exists already is as good as made.
template <typename Response>
absl::Status Made(const absl::StatusOr<Response>& response) {
  return absl::IsAlreadyExists(response.status()) ? absl::OkStatus() : response.status();
}

}  // namespace

std::string NewBenchId() { return Uuid::V7(Clock::System()).ToString(); }

std::string BenchOrganisation(absl::string_view id) {
  return absl::StrCat(kBenchParent, "/organisations/", id);
}

grpc::ByteBuffer ToBenchBytes(const google::protobuf::Message& message) {
  grpc::Slice slice(message.ByteSizeLong());
  message.SerializeWithCachedSizesToArray(const_cast<uint8_t*>(slice.begin()));
  return grpc::ByteBuffer(&slice, 1);
}

absl::Status FromGrpc(const grpc::Status& status) {
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
}

void PrepareBenchCall(grpc::ClientContext& context) {
  context.set_wait_for_ready(true);
  context.set_deadline(absl::ToChronoTime(Clock::System().Now() + kSetUpMax));
}

absl::Status MakePartnership(const std::shared_ptr<grpc::Channel>& channel) {
  v1::CreatePartnershipRequest create;
  create.set_request_id(NewBenchId());
  create.set_partnership_id("bench");
  create.set_display_name("Bench");
  return Made(
      CallOnce<v1::AdminService>(channel, &v1::AdminService::Stub::CreatePartnership, create));
}

absl::Status MakeOrganisation(const std::shared_ptr<grpc::Channel>& channel, absl::string_view id,
                              absl::string_view display_name) {
  v1::AdmitOrganisationRequest admit;
  admit.set_request_id(NewBenchId());
  admit.set_parent(kBenchParent);
  admit.set_organisation_id(std::string(id));
  admit.set_kind(v1::ORGANISATION_KIND_REGION);
  if (IsDigits(id, 4)) {
    admit.set_kind(v1::ORGANISATION_KIND_MUNICIPALITY);
    admit.set_kommunkod(std::string(id));
  }
  admit.set_display_name(std::string(display_name));
  *admit.mutable_joined_on() = ToDate(absl::CivilDay(2016, 1, 1));
  return Made(CallOnce<v1::PartnershipService>(
      channel, &v1::PartnershipService::Stub::AdmitOrganisation, admit));
}

}  // namespace samverk

#include "base/refusal.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_replace.h"
#include "google/rpc/error_details.pb.h"

namespace samverk {
namespace {

constexpr char kTypeUrlPrefix[] = "type.googleapis.com/";
constexpr char kErrorInfoUrl[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kLocalizedMessageUrl[] = "type.googleapis.com/google.rpc.LocalizedMessage";

void AddPayload(absl::Status& status, const google::protobuf::Message& message) {
  status.SetPayload(absl::StrCat(kTypeUrlPrefix, message.GetDescriptor()->full_name()),
                    absl::Cord(message.SerializeAsString()));
}

}  // namespace

Refusal& Refusal::With(absl::string_view key, const absl::AlphaNum& value) {
  values_.emplace_back(std::string(key), std::string(value.Piece()));
  return *this;
}

Refusal& Refusal::AtField(absl::string_view path, absl::string_view description) {
  fields_.emplace_back(std::string(path), std::string(description));
  return *this;
}

Refusal& Refusal::RetryAfter(absl::Duration delay) {
  retry_after_ = delay;
  return *this;
}

Refusal& Refusal::Violating(absl::string_view subject) {
  violated_subject_ = std::string(subject);
  return *this;
}

std::string Refusal::Filled(absl::string_view text) const {
  // All at once: a value that looks like a blank stays as it is.
  std::vector<std::pair<std::string, absl::string_view>> blanks;
  for (const auto& [key, value] : values_) blanks.emplace_back(absl::StrCat("{", key, "}"), value);
  return absl::StrReplaceAll(text, blanks);
}

absl::Status Refusal::Build() const {
  const std::string english = Filled(reason_.english);
  absl::Status status(reason_.code, english);

  google::rpc::ErrorInfo info;
  info.set_reason(reason_.id);
  info.set_domain("samverk");
  for (const auto& [key, value] : values_) (*info.mutable_metadata())[key] = value;
  AddPayload(status, info);

  google::rpc::LocalizedMessage localized;
  localized.set_locale("sv");
  localized.set_message(Filled(reason_.swedish));
  AddPayload(status, localized);

  if (!fields_.empty()) {
    google::rpc::BadRequest bad_request;
    for (const auto& [path, description] : fields_) {
      auto& violation = *bad_request.add_field_violations();
      violation.set_field(path);
      violation.set_description(description);
    }
    AddPayload(status, bad_request);
  }
  if (!violated_subject_.empty()) {
    google::rpc::PreconditionFailure failure;
    auto& violation = *failure.add_violations();
    violation.set_type(reason_.id);
    violation.set_subject(violated_subject_);
    violation.set_description(english);
    AddPayload(status, failure);
  }
  if (retry_after_ > absl::ZeroDuration()) {
    google::rpc::RetryInfo retry;
    const timespec delay = absl::ToTimespec(retry_after_);
    retry.mutable_retry_delay()->set_seconds(delay.tv_sec);
    retry.mutable_retry_delay()->set_nanos(static_cast<int>(delay.tv_nsec));
    AddPayload(status, retry);
  }
  return status;
}

std::string ReasonOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kErrorInfoUrl);
  if (!payload.has_value()) return "";
  google::rpc::ErrorInfo info;
  if (!info.ParseFromString(std::string(*payload))) return "";
  return info.reason();
}

std::string SwedishOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kLocalizedMessageUrl);
  if (!payload.has_value()) return "";
  google::rpc::LocalizedMessage localized;
  if (!localized.ParseFromString(std::string(*payload))) return "";
  return localized.message();
}

}  // namespace samverk

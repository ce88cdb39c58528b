#include "clients/cli/error_line.h"

#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace samverk {
namespace {

constexpr char kTypeUrlPrefix[] = "type.googleapis.com/";
constexpr char kUsageUrl[] = "samverk/usage";
constexpr char kUndecidedUrl[] = "samverk/undecided";
constexpr char kPlaceUrl[] = "samverk/place";
constexpr char kAdviceUrl[] = "samverk/advice";

// The payload of one kind; one with nothing in it where there is none.
template <typename Detail>
Detail DetailOf(const absl::Status& status) {
  Detail detail;
  const auto payload =
      status.GetPayload(absl::StrCat(kTypeUrlPrefix, Detail::descriptor()->full_name()));
  // What cannot be read is as good as absent: the code and the message still say enough.
  if (payload.has_value() && !detail.ParseFromString(std::string(*payload))) detail.Clear();
  return detail;
}

std::string TextPayload(const absl::Status& status, absl::string_view url) {
  const auto payload = status.GetPayload(url);
  return payload.has_value() ? std::string(*payload) : "";
}

// What to say where the server gave no reason of its own: it was not reached, or
// something between here and there failed.
std::string WithoutReason(const absl::Status& status, absl::string_view server) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return absl::StrCat("Servern svarar inte på ", server,
                          ". Starta den med tools/serve, eller ange en annan med --server.");
    case absl::StatusCode::kDeadlineExceeded:
      return absl::StrCat("Servern på ", server,
                          " hann inte svara. Försök igen, eller ge den längre tid med --timeout.");
    case absl::StatusCode::kUnimplemented:
      return absl::StrCat("Servern på ", server,
                          " känner inte till anropet. Är den äldre än det här programmet?");
    default:
      return status.message().empty() ? absl::StatusCodeToString(status.code())
                                      : std::string(status.message());
  }
}

// What is wrong with the fields that `said` does not name already.
std::string OtherFields(const google::rpc::BadRequest& bad_request, absl::string_view said) {
  std::vector<std::string> fields;
  for (const auto& violation : bad_request.field_violations()) {
    if (!violation.field().empty() && absl::StrContains(said, violation.field())) continue;
    fields.push_back(absl::StrContains(violation.description(), violation.field())
                         ? violation.description()
                         : absl::StrJoin({violation.field(), violation.description()}, ": "));
  }
  return absl::StrJoin(fields, "; ");
}

std::string OneLine(absl::string_view text) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(text, absl::ByAnyChar("\r\n\t "), absl::SkipEmpty());
  return absl::StrJoin(words, " ");
}

}  // namespace

absl::Status ToAbslStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  // The codes of gRPC and of abseil are the same numbers, by design of both.
  absl::Status converted(static_cast<absl::StatusCode>(status.error_code()),
                         status.error_message());
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return converted;
  for (const google::protobuf::Any& detail : details.details()) {
    converted.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return converted;
}

absl::Status UsageError(absl::string_view message) {
  absl::Status status = absl::InvalidArgumentError(message);
  status.SetPayload(kUsageUrl, absl::Cord("true"));
  return status;
}

absl::Status UndecidedError(absl::string_view message) {
  absl::Status status = absl::FailedPreconditionError(message);
  status.SetPayload(kUndecidedUrl, absl::Cord("true"));
  return status;
}

absl::Status AtPlace(absl::Status status, absl::string_view place, absl::string_view advice) {
  if (status.ok()) return status;
  if (!place.empty()) status.SetPayload(kPlaceUrl, absl::Cord(place));
  status.SetPayload(kAdviceUrl, absl::Cord(advice));
  return status;
}

std::vector<std::pair<std::string, std::string>> FieldFaults(const absl::Status& status) {
  std::vector<std::pair<std::string, std::string>> faults;
  const auto bad_request = DetailOf<google::rpc::BadRequest>(status);
  for (const auto& violation : bad_request.field_violations()) {
    // `TEXT_TOO_LONG: title: 201 characters, …`.
    const std::vector<std::string> parts =
        absl::StrSplit(violation.description(), absl::MaxSplits(": ", 2));
    faults.emplace_back(violation.field(), parts.size() == 3
                                               ? absl::StrCat(parts[2], " (", parts[0], ")")
                                               : violation.description());
  }
  return faults;
}

int ExitCodeOf(const absl::Status& status) {
  if (status.GetPayload(kUsageUrl).has_value()) return kExitUsage;
  if (status.GetPayload(kUndecidedUrl).has_value()) return kExitUndecided;
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return kExitOk;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
      return kExitUnavailable;
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kAlreadyExists:
      return kExitStale;
    case absl::StatusCode::kDataLoss:
      return kExitDamaged;
    default:
      return kExitRefused;
  }
}

std::string ErrorLine(const absl::Status& status, absl::string_view server) {
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  const auto localized = DetailOf<google::rpc::LocalizedMessage>(status);
  std::string line = "samverk: ";
  if (const std::string place = TextPayload(status, kPlaceUrl); !place.empty()) {
    absl::StrAppend(&line, place, ": ");
  }
  if (!localized.message().empty()) {
    absl::StrAppend(&line, localized.message());
  } else if (!info.reason().empty() || status.GetPayload(kUsageUrl).has_value()) {
    absl::StrAppend(&line, status.message());
  } else {
    absl::StrAppend(&line, WithoutReason(status, server));
  }
  if (const std::string fields =
          OtherFields(DetailOf<google::rpc::BadRequest>(status), localized.message());
      !fields.empty()) {
    absl::StrAppend(&line, " [", fields, "]");
  }
  if (const auto retry = DetailOf<google::rpc::RetryInfo>(status); retry.has_retry_delay()) {
    absl::StrAppend(&line, " Försök igen om ", retry.retry_delay().seconds() + 1, " s.");
  }
  if (!info.reason().empty()) absl::StrAppend(&line, " (", info.reason(), ")");
  if (const std::string advice = TextPayload(status, kAdviceUrl); !advice.empty()) {
    absl::StrAppend(&line, " ", advice);
  }
  return OneLine(line);
}

}  // namespace samverk

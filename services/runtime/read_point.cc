#include "services/runtime/read_point.h"

#include <algorithm>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/time_util.h"
#include "storage/event_log/event_log_format.h"

namespace samverk::runtime {
namespace {

using storage::Position;

constexpr size_t kPositionBytes = 8;
constexpr size_t kBindingBytes = 16;

// What binds a token to its list: the ledger's secret, the epoch, the kind of request
// and every field of it but those that may differ between pages.
std::string Binding(const google::protobuf::Message& request, const storage::EventLog& log) {
  const std::unique_ptr<google::protobuf::Message> filters(request.New());
  filters->CopyFrom(request);
  for (const char* name : {"page_size", "page_token", "read"}) {
    const auto* field = filters->GetDescriptor()->FindFieldByName(name);
    if (field != nullptr) filters->GetReflection()->ClearField(filters.get(), field);
  }
  const std::string text =
      absl::StrCat("page token ", log.identity().epoch.ToString(), " ",
                   request.GetDescriptor()->full_name(), " ", filters->SerializeAsString());
  return std::string(
      AsBytes(HmacSha256(log.identity().fingerprint_key, text)).substr(0, kBindingBytes));
}

absl::StatusOr<Position> ResolveAsOf(const v1::AsOf& as_of, const storage::EventLog& log) {
  switch (as_of.moment_case()) {
    case v1::AsOf::kPosition:
      return ResolvePosition(as_of.position(), log, "read.as_of.position");
    case v1::AsOf::kTime:
      return log.PositionAt(absl::FromUnixMicros(
          google::protobuf::util::TimeUtil::TimestampToMicroseconds(as_of.time())));
    case v1::AsOf::kDate:
      return log.PositionAt(EndOfSwedishDay(ToCivilDay(as_of.date())) - absl::Microseconds(1));
    case v1::AsOf::MOMENT_NOT_SET:
      break;
  }
  return log.Head();
}

}  // namespace

absl::StatusOr<Position> ResolvePosition(const v1::LedgerPosition& position,
                                         const storage::EventLog& log, absl::string_view field) {
  const std::string current = log.identity().epoch.ToString();
  if (position.epoch() != current && position.position() != 0) {
    return Refusal(kEpochMismatch)
        .With("field", field)
        .With("epoch", position.epoch())
        .With("current", current);
  }
  const Position resolved(static_cast<uint64_t>(position.position()));
  if (resolved > log.Head()) {
    return Refusal(kPositionAhead)
        .With("field", field)
        .With("position", resolved.value())
        .With("head", log.Head().value());
  }
  return resolved;
}

absl::StatusOr<ReadPoint> ResolveReadPoint(const v1::ReadOptions& options,
                                           const storage::EventLog& log) {
  ReadPoint point;
  ASSIGN_OR_RETURN(point.wait_for,
                   ResolvePosition(options.min_position(), log, "read.min_position"));
  if (options.has_as_of()) {
    ASSIGN_OR_RETURN(point.as_of, ResolveAsOf(options.as_of(), log));
    // A moment is told whole or not at all.
    point.wait_for = std::max(point.wait_for, *point.as_of);
  }
  return point;
}

v1::LedgerPosition ToProto(Position position, const storage::EventLog& log) {
  v1::LedgerPosition proto;
  proto.set_epoch(log.identity().epoch.ToString());
  proto.set_position(static_cast<int64_t>(position.value()));
  return proto;
}

std::string EncodePageToken(const PageToken& token, const google::protobuf::Message& request,
                            const storage::EventLog& log) {
  return absl::WebSafeBase64Escape(
      absl::StrCat(storage::EncodeUint64(token.as_of.value()), Binding(request, log), token.from));
}

absl::StatusOr<PageToken> DecodePageToken(absl::string_view text,
                                          const google::protobuf::Message& request,
                                          const storage::EventLog& log) {
  const auto invalid = Refusal(kPageTokenInvalid).AtField("page_token", "not a token of this list");
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(text, &bytes) || bytes.size() < kPositionBytes + kBindingBytes) {
    return invalid;
  }
  const absl::string_view view = bytes;
  if (view.substr(kPositionBytes, kBindingBytes) != Binding(request, log)) return invalid;
  const std::optional<uint64_t> as_of = storage::DecodeUint64(view.substr(0, kPositionBytes));
  if (!as_of.has_value() || Position(*as_of) > log.Head()) return invalid;
  return PageToken{Position(*as_of), std::string(view.substr(kPositionBytes + kBindingBytes))};
}

}  // namespace samverk::runtime

// ReadPoint: which state of a ledger a query is answered from.

#ifndef SAMVERK_SERVICES_RUNTIME_READ_POINT_H_
#define SAMVERK_SERVICES_RUNTIME_READ_POINT_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/refusal.h"
#include "google/protobuf/message.h"
#include "samverk/v1/common.pb.h"
#include "storage/event_log/event_log.h"
#include "storage/event_log/position.h"

namespace samverk::runtime {

inline constexpr Reason kEpochMismatch = {
    "EPOCH_MISMATCH", absl::StatusCode::kFailedPrecondition,
    "{field}: the position is of epoch {epoch}, the ledger is in epoch {current}. Begin anew.",
    "{field}: positionen hör till epok {epoch}, huvudboken är i epok {current}. Börja om."};
inline constexpr Reason kPositionAhead = {
    "POSITION_AHEAD", absl::StatusCode::kOutOfRange,
    "{field}: position {position} is past the end of the ledger at {head}.",
    "{field}: position {position} ligger efter huvudbokens slut vid {head}."};
inline constexpr Reason kPageTokenInvalid = {
    "PAGE_TOKEN_INVALID", absl::StatusCode::kInvalidArgument,
    "page_token: not a token of this list with these filters. Begin with the first page.",
    "page_token: hör inte till den här listan med de här filtren. Börja med första sidan."};

// What a query waits for and is answered as of.
struct ReadPoint {
  // The view must have applied this much before the answer.
  storage::Position wait_for;
  // Answer as of this position; unset: as of what is applied.
  std::optional<storage::Position> as_of;
};

// Reads the options of a query.
//
// Errors:
//   FAILED_PRECONDITION  EPOCH_MISMATCH
//   OUT_OF_RANGE         POSITION_AHEAD
absl::StatusOr<ReadPoint> ResolveReadPoint(const v1::ReadOptions& options,
                                           const storage::EventLog& log);

// The position that the client names; errors as ResolveReadPoint, naming `field`.
absl::StatusOr<storage::Position> ResolvePosition(const v1::LedgerPosition& position,
                                                  const storage::EventLog& log,
                                                  absl::string_view field);

v1::LedgerPosition ToProto(storage::Position position, const storage::EventLog& log);

// Where a list goes on. A token is good for the same list with the same filters only,
// and keeps later pages in the state of the first.
struct PageToken {
  storage::Position as_of;
  std::string from;  // The key to go on with; empty: the beginning.
};

// `request` is the list request; its page size and read options may differ between pages.
std::string EncodePageToken(const PageToken& token, const google::protobuf::Message& request,
                            const storage::EventLog& log);

// Errors:
//   INVALID_ARGUMENT  PAGE_TOKEN_INVALID
absl::StatusOr<PageToken> DecodePageToken(absl::string_view text,
                                          const google::protobuf::Message& request,
                                          const storage::EventLog& log);

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_READ_POINT_H_

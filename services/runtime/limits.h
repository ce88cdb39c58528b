// How much of anything the runtime takes. What callers meet is tested at the limit and one past
// it.

#ifndef SAMVERK_SERVICES_RUNTIME_LIMITS_H_
#define SAMVERK_SERVICES_RUNTIME_LIMITS_H_

#include <cstddef>
#include <cstdint>

#include "absl/time/time.h"

namespace samverk::runtime {

// A request; so small that a command always fits a sync exchange. What is larger is
// an attachment.
inline constexpr size_t kRequestBytesMax = 32 << 10;

// Digits of a telephone number; E.164 allows 15, an extension may follow.
inline constexpr int kPhoneDigitsMin = 5;
inline constexpr int kPhoneDigitsMax = 20;

// A message of a stream of chunks: a chunk of 256 KiB and what stands around it.
inline constexpr size_t kChunkBytesMax = 260 << 10;

// Violations named in one refusal; more are counted.
inline constexpr size_t kViolationsMax = 32;

// States of resources kept in memory for one ledger, and what one is taken to need: by itself, and
// beside the bytes of each event that it was folded from.
inline constexpr size_t kStatesBytesMax = 32 << 20;
inline constexpr size_t kStateBytes = 1 << 10;
inline constexpr size_t kFoldedEventBytes = 64;

// Owners of resources kept in memory for one ledger.
inline constexpr size_t kOwnersMax = 50'000;

// Rows of views kept in memory while they are written, by projection.
inline constexpr size_t kRowCacheBytes = 16 << 20;

// Events applied to a view in one batch.
inline constexpr size_t kApplyEventsMax = 2000;

// A view is flushed after so many events, or so long.
inline constexpr uint64_t kFlushEvents = 100'000;
inline constexpr absl::Duration kFlushPeriod = absl::Seconds(60);

// The index of search is committed once in this time, or after so many documents.
inline constexpr absl::Duration kIndexPeriod = absl::Seconds(1);
inline constexpr size_t kIndexDocumentsMax = 1000;

// Resources whose words are read in one turn, and events looked through for them.
inline constexpr size_t kIndexResourcesMax = 100;
inline constexpr size_t kIndexEventsMax = 20'000;

// So many events that change nothing in the index are passed over before that is committed.
inline constexpr uint64_t kIndexCursorEvents = 100'000;

// Pages of lists.
inline constexpr int kPageSizeDefault = 50;
inline constexpr int kPageSizeMax = 500;

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_LIMITS_H_

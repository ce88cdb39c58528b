// How much the doors take.

#ifndef SAMVERK_SERVICES_RPC_LIMITS_H_
#define SAMVERK_SERVICES_RPC_LIMITS_H_

#include <cstddef>

#include "absl/time/time.h"

namespace samverk::rpc {

// What the transport lets through. Larger than any request that is taken
// (runtime::kRequestBytesMax), so that a refusal can say why.
inline constexpr int kTransportBytesMax = 1 << 20;

// The longest that a query may wait for a view, whatever its deadline. A command is answered
// when its fate is known.
inline constexpr absl::Duration kCallMax = absl::Seconds(30);

// What waits is answered this much before the caller's deadline, at most: a tenth of the time
// that is left when the call arrives.
inline constexpr absl::Duration kAnswerMarginMax = absl::Milliseconds(100);

// The details of an error; larger ones break in transport.
inline constexpr size_t kDetailsBytesMax = 4 << 10;

// Calls at once on one connection.
inline constexpr int kStreamsPerConnectionMax = 1000;

// Subscriptions that are open at once, each of which may hold a page of events in memory.
inline constexpr size_t kSubscriptionsMax = 1000;

// Files that are moved at once, up or down, each of which holds a chunk in memory.
inline constexpr size_t kTransfersMax = 64;

// A subscription that is idle says so this often.
inline constexpr absl::Duration kHeartbeatPeriod = absl::Seconds(15);

// A subscriber that takes longer than this for one frame is hung up on.
inline constexpr absl::Duration kFrameWriteMax = absl::Seconds(60);

// Events read ahead for one subscriber.
inline constexpr size_t kSubscriptionPageEvents = 256;

// One page of a list ends after so many bytes, or after so many rows that were looked at, even
// if fewer were asked for: a client takes messages of 4 MiB, and others wait for the thread.
inline constexpr size_t kPageBytesMax = 1 << 20;
inline constexpr int kPageRowsMax = 2000;

// How long clients may name their device; what is longer is cut off.
inline constexpr size_t kDeviceBytesMax = 63;

}  // namespace samverk::rpc

#endif  // SAMVERK_SERVICES_RPC_LIMITS_H_

// How much of anything the event log takes. What callers meet is tested at the limit and one
// past it.

#ifndef SAMVERK_STORAGE_EVENT_LOG_LIMITS_H_
#define SAMVERK_STORAGE_EVENT_LOG_LIMITS_H_

#include <cstddef>
#include <cstdint>

#include "absl/time/time.h"

namespace samverk::storage {

// One event.
inline constexpr size_t kLeafBytesMax = 1024;
inline constexpr size_t kPayloadBytesMax = 64 << 10;
inline constexpr size_t kPersonalBytesMax = 64 << 10;
inline constexpr size_t kResourceBytesMax = 200;
inline constexpr size_t kOwnerBytesMax = 100;
inline constexpr size_t kTypeBytesMax = 120;

// One append.
inline constexpr size_t kEventsPerAppendMax = 1000;
inline constexpr size_t kAppendBytesMax = 1 << 20;
inline constexpr size_t kPrincipalBytesMax = 100;
inline constexpr size_t kRequestIdBytesMax = 64;
inline constexpr size_t kFingerprintBytes = 32;
inline constexpr size_t kOutcomeBytesMax = 64 << 10;  // A remark on each of many edits.

// What waits to be written, and what is written at once.
inline constexpr size_t kQueueBytesMax = 64 << 20;
inline constexpr size_t kBatchProposalsMax = 2048;
inline constexpr size_t kBatchBytesMax = 4 << 20;

// One page of a read: events and bytes that are returned, events that are looked at.
inline constexpr size_t kPageEventsMax = 5000;
inline constexpr size_t kPageBytesMax = 4 << 20;
inline constexpr size_t kPageScanMax = 20000;

// Events kept in memory for those who follow the log.
inline constexpr size_t kRecentBytesMax = 8 << 20;

// Stream heads kept in memory for the writer.
inline constexpr size_t kStreamHeadsMax = 1 << 16;

// Appends are refused while less disk space than this is free.
inline constexpr uint64_t kDiskReserveBytes = 256ull << 20;

// Appends are refused once the wall clock has departed this far from the steady one.
inline constexpr absl::Duration kClockDepartureMax = absl::Minutes(5);

// The head file is written this often.
inline constexpr absl::Duration kHeadPeriod = absl::Seconds(1);

// How much of the end of the log opening reads again: more than a write-ahead log of 128 MiB
// holds, where an event takes 600 bytes or more.
inline constexpr uint64_t kOpenCheckEvents = 250'000;

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_LIMITS_H_

// The coordinates of an event, as types of their own: a place in the ledger can't
// be passed where a place in a stream is meant.

#ifndef SAMVERK_STORAGE_EVENT_LOG_POSITION_H_
#define SAMVERK_STORAGE_EVENT_LOG_POSITION_H_

#include <compare>
#include <cstdint>
#include <ostream>

namespace samverk::storage {

// Place in the ledger: 1, 2, 3, … without gaps. 0 is before the first event.
class Position {
 public:
  constexpr Position() = default;
  constexpr explicit Position(uint64_t value) : value_(value) {}
  constexpr uint64_t value() const { return value_; }
  constexpr Position operator+(uint64_t count) const { return Position(value_ + count); }
  friend constexpr auto operator<=>(Position, Position) = default;
  friend std::ostream& operator<<(std::ostream& out, Position at) { return out << at.value_; }

 private:
  uint64_t value_ = 0;
};

// Place in a stream: 0, 1, 2, … without gaps.
class Revision {
 public:
  constexpr Revision() = default;
  constexpr explicit Revision(uint64_t value) : value_(value) {}
  constexpr uint64_t value() const { return value_; }
  constexpr Revision operator+(uint64_t count) const { return Revision(value_ + count); }
  friend constexpr auto operator<=>(Revision, Revision) = default;
  friend std::ostream& operator<<(std::ostream& out, Revision at) { return out << at.value_; }

 private:
  uint64_t value_ = 0;
};

// A stream: the position of its first event, so ids are never reused.
class StreamId {
 public:
  constexpr StreamId() = default;
  constexpr explicit StreamId(Position first) : first_(first) {}
  constexpr uint64_t value() const { return first_.value(); }
  friend constexpr auto operator<=>(StreamId, StreamId) = default;

 private:
  Position first_;
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_POSITION_H_

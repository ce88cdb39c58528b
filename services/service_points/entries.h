// Lists of entries that are named by the revision at which they were recorded. Pure.

#ifndef SAMVERK_SERVICES_SERVICE_POINTS_ENTRIES_H_
#define SAMVERK_SERVICES_SERVICE_POINTS_ENTRIES_H_

#include <algorithm>
#include <cstdint>

#include "absl/time/civil_time.h"
#include "base/civil_date.h"
#include "google/protobuf/repeated_field.h"
#include "google/type/date.pb.h"

namespace samverk::service_points {

// Before and after every day that a date may have.
inline constexpr absl::CivilDay kBeforeAllDays(kYearMin - 1, 1, 1);
inline constexpr absl::CivilDay kAfterAllDays(kYearMax + 1, 1, 1);

// The entry with that number; null if there is none.
template <typename Entry>
Entry* FindEntry(google::protobuf::RepeatedPtrField<Entry>& entries, int64_t number) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [number](const Entry& each) { return each.entry() == number; });
  return found == entries.end() ? nullptr : &*found;
}
template <typename Entry>
const Entry* FindEntry(const google::protobuf::RepeatedPtrField<Entry>& entries, int64_t number) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [number](const Entry& each) { return each.entry() == number; });
  return found == entries.end() ? nullptr : &*found;
}

// Removes the entries that `matches` says.
template <typename Entries, typename Matches>
void RemoveWhere(Entries& entries, Matches matches) {
  entries.erase(std::remove_if(entries.begin(), entries.end(), matches), entries.end());
}

template <typename Entry>
void RemoveEntry(google::protobuf::RepeatedPtrField<Entry>& entries, int64_t number) {
  RemoveWhere(entries, [number](const Entry& each) { return each.entry() == number; });
}

// Sorts by what `key_of` gives of an entry; equals stay as they are.
template <typename Entries, typename KeyOf>
void SortBy(Entries& entries, KeyOf key_of) {
  std::stable_sort(entries.begin(), entries.end(), [&key_of](const auto& left, const auto& right) {
    return key_of(left) < key_of(right);
  });
}

// The first day of what may hold from the beginning.
template <typename Dated>
absl::CivilDay StartOf(const Dated& dated) {
  return dated.has_start_date() ? ToCivilDay(dated.start_date()) : kBeforeAllDays;
}

// The day after the last one of what may hold without end.
template <typename Dated>
absl::CivilDay EndOf(const Dated& dated) {
  return dated.has_end_date() ? ToCivilDay(dated.end_date()) : kAfterAllDays;
}

// Whether something with a first day and an end holds on `day`.
template <typename Dated>
bool HoldsOn(const Dated& dated, absl::CivilDay day) {
  return StartOf(dated) <= day && day < EndOf(dated);
}

}  // namespace samverk::service_points

#endif  // SAMVERK_SERVICES_SERVICE_POINTS_ENTRIES_H_

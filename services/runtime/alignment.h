// Which elements of two sequences are the same ones: a longest common subsequence.
//
// After Hunt and Szymanski, "A Fast Algorithm for Computing Longest Common Subsequences" (1977):
// what it costs depends on how many pairs of elements are equal, not on how many differ. That
// suits texts, whose paragraphs are rarely repeated and may all have been changed. Where there
// are more than kEqualPairsMax such pairs the answer is coarser, never wrong: first the elements
// that occur once on either side, then what lies between them.
//
// Pure and deterministic.

#ifndef SAMVERK_SERVICES_RUNTIME_ALIGNMENT_H_
#define SAMVERK_SERVICES_RUNTIME_ALIGNMENT_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/types/span.h"

namespace samverk::runtime {

// Pairs of equal elements that are considered before the answer becomes coarser. A text has so
// many if, say, 158 of its paragraphs are the same one. Bounds time (some 50 ns a pair, to stay
// well below 10 ms for a text of 30 KiB) and memory (24 bytes a pair).
inline constexpr size_t kEqualPairsMax = 25'000;

inline constexpr size_t kNoPartner = std::numeric_limits<size_t>::max();

// For each element of `left` the index of its partner in `right`, or kNoPartner. Partners are
// equal, and their indices rise. Elements that both sequences begin or end with are partners.
//
// Elements are small numbers: memory is taken for as many as the largest says.
std::vector<size_t> Align(absl::Span<const uint32_t> left, absl::Span<const uint32_t> right);

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_ALIGNMENT_H_

#include "services/runtime/alignment.h"

#include <algorithm>

namespace samverk::runtime {
namespace {

// A stretch of either sequence; the ends are excluded.
struct Stretch {
  size_t left_first = 0;
  size_t left_end = 0;
  size_t right_first = 0;
  size_t right_end = 0;
};

class Aligner {
 public:
  Aligner(absl::Span<const uint32_t> left, absl::Span<const uint32_t> right)
      : left_(left), right_(right), partners_(left.size(), kNoPartner), earlier_(right.size()) {
    uint32_t largest = 0;
    for (const uint32_t element : left) largest = std::max(largest, element);
    for (const uint32_t element : right) largest = std::max(largest, element);
    occurrences_.resize(size_t{largest} + 1);
  }

  std::vector<size_t> Align() && {
    Stretch whole = PairEnds({0, left_.size(), 0, right_.size()});
    Count(whole);
    if (EqualPairs(whole) <= kEqualPairsMax) {
      PairLongest(whole, /*unique_only=*/false);
    } else {
      PairLongest(whole, /*unique_only=*/true);
      Forget(whole);
      AlignBetweenPartners(whole);
    }
    return std::move(partners_);
  }

 private:
  // Where an element occurs in the stretch that was counted.
  struct Occurrences {
    size_t left = 0;
    size_t right = 0;
    size_t last_right = kNoPartner;  // The earlier ones follow in earlier_.
  };

  // An equal pair that ends a common subsequence, and the step before it.
  struct Step {
    size_t left;
    size_t right;
    size_t before;  // In steps, or kNoPartner.
  };

  // Pairs what both begin and end with. Returns what is left between.
  Stretch PairEnds(Stretch stretch) {
    while (stretch.left_first < stretch.left_end && stretch.right_first < stretch.right_end &&
           left_[stretch.left_first] == right_[stretch.right_first]) {
      partners_[stretch.left_first++] = stretch.right_first++;
    }
    while (stretch.left_first < stretch.left_end && stretch.right_first < stretch.right_end &&
           left_[stretch.left_end - 1] == right_[stretch.right_end - 1]) {
      partners_[--stretch.left_end] = --stretch.right_end;
    }
    return stretch;
  }

  void Count(const Stretch& stretch) {
    for (size_t i = stretch.left_first; i < stretch.left_end; ++i) ++occurrences_[left_[i]].left;
    for (size_t j = stretch.right_first; j < stretch.right_end; ++j) {
      Occurrences& occurrences = occurrences_[right_[j]];
      ++occurrences.right;
      earlier_[j] = occurrences.last_right;
      occurrences.last_right = j;
    }
  }

  // Undoes Count. Only what the stretch holds is touched, so that many small ones cost no more
  // than a large one.
  void Forget(const Stretch& stretch) {
    for (size_t i = stretch.left_first; i < stretch.left_end; ++i) occurrences_[left_[i]] = {};
    for (size_t j = stretch.right_first; j < stretch.right_end; ++j) occurrences_[right_[j]] = {};
  }

  size_t EqualPairs(const Stretch& stretch) const {
    size_t pairs = 0;
    for (size_t i = stretch.left_first; i < stretch.left_end; ++i) {
      pairs += occurrences_[left_[i]].right;
    }
    return pairs;
  }

  // Pairs a longest common subsequence of the counted stretch; with `unique_only`, of those
  // elements that occur once on either side.
  void PairLongest(const Stretch& stretch, bool unique_only) {
    std::vector<Step> steps;
    // The subsequences found so far, by their length: where in `right` each ends, and its last
    // step. The earliest ends are kept, which leave most of `right` to come; they rise.
    std::vector<size_t> ends;
    std::vector<size_t> last_steps;
    for (size_t i = stretch.left_first; i < stretch.left_end; ++i) {
      const Occurrences& occurrences = occurrences_[left_[i]];
      if (unique_only && (occurrences.left > 1 || occurrences.right > 1)) continue;
      // From the last to the first, so that none builds on another one of the same `i`.
      for (size_t j = occurrences.last_right; j != kNoPartner; j = earlier_[j]) {
        const size_t length = std::lower_bound(ends.begin(), ends.end(), j) - ends.begin();
        if (length < ends.size() && ends[length] == j) continue;
        if (length == ends.size()) {
          ends.push_back(j);
          last_steps.push_back(kNoPartner);
        }
        ends[length] = j;
        last_steps[length] = steps.size();
        steps.push_back({i, j, length == 0 ? kNoPartner : last_steps[length - 1]});
      }
    }
    size_t step = last_steps.empty() ? kNoPartner : last_steps.back();
    for (; step != kNoPartner; step = steps[step].before) {
      partners_[steps[step].left] = steps[step].right;
    }
  }

  // Aligns the gaps that partners leave, as far as kEqualPairsMax goes for all of them.
  void AlignBetweenPartners(const Stretch& whole) {
    size_t pairs_left = kEqualPairsMax;
    Stretch gap = whole;
    for (size_t i = whole.left_first; i <= whole.left_end; ++i) {
      const bool ends = i == whole.left_end;
      if (!ends && partners_[i] == kNoPartner) continue;
      gap.left_end = i;
      gap.right_end = ends ? whole.right_end : partners_[i];
      const Stretch inner = PairEnds(gap);
      Count(inner);
      const size_t pairs = EqualPairs(inner);
      if (pairs <= pairs_left) {
        pairs_left -= pairs;
        PairLongest(inner, /*unique_only=*/false);
      }
      Forget(inner);
      gap.left_first = gap.left_end + 1;
      gap.right_first = gap.right_end + 1;
    }
  }

  const absl::Span<const uint32_t> left_;
  const absl::Span<const uint32_t> right_;
  std::vector<size_t> partners_;
  std::vector<Occurrences> occurrences_;  // By element.
  std::vector<size_t> earlier_;           // By index in right_: the same element before it.
};

}  // namespace

std::vector<size_t> Align(absl::Span<const uint32_t> left, absl::Span<const uint32_t> right) {
  return Aligner(left, right).Align();
}

}  // namespace samverk::runtime

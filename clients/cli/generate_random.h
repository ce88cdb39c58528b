// Dice that fall alike everywhere: the same seed gives the same numbers on every machine and with
// every version of the standard library. Not for secrets.

#ifndef SAMVERK_CLIENTS_CLI_GENERATE_RANDOM_H_
#define SAMVERK_CLIENTS_CLI_GENERATE_RANDOM_H_

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>
#include <random>
#include <vector>

#include "absl/strings/string_view.h"
#include "base/check.h"
#include "base/sha256.h"

namespace samverk {

// One thread at a time.
class Dice {
 public:
  // Dice of their own for everything that has a name: what is thrown elsewhere changes nothing.
  explicit Dice(absl::string_view name) : engine_(SeedOf(name)) {}

  // A number from 0 up to, not including, `end`. Each is as likely: numbers that would make the
  // first ones more likely are thrown again.
  int Below(int end) {
    CHECK(end > 0);
    const auto sides = static_cast<uint64_t>(end);
    const uint64_t fair = std::numeric_limits<uint64_t>::max() / sides * sides;
    uint64_t thrown = engine_();
    while (thrown >= fair) thrown = engine_();
    return static_cast<int>(thrown % sides);
  }

  // From `first` to `last`, both included.
  int Between(int first, int last) { return first + Below(last - first + 1); }

  bool Chance(int percent) { return Below(100) < percent; }

  // One of a list that is not empty.
  template <typename List>
  const auto& Pick(const List& list) {
    return *(std::begin(list) + Below(static_cast<int>(std::size(list))));
  }

  // `count` of a list, or all of it if there are fewer, in the order of the list.
  template <typename Element>
  std::vector<Element> PickSome(const std::vector<Element>& list, int count) {
    std::vector<Element> picked;
    int left = std::min(count, static_cast<int>(list.size()));
    picked.reserve(static_cast<size_t>(std::max(left, 0)));
    for (size_t i = 0; i < list.size() && left > 0; ++i) {
      if (Below(static_cast<int>(list.size() - i)) >= left) continue;
      picked.push_back(list[i]);
      --left;
    }
    return picked;
  }

 private:
  static uint64_t SeedOf(absl::string_view name) {
    const Sha256Digest digest = Sha256({name});
    uint64_t seed = 0;
    for (int i = 0; i < 8; ++i) seed = seed << 8 | digest[static_cast<size_t>(i)];
    return seed;
  }

  // The standard says which numbers it gives; of distributions it says nothing of the kind.
  std::mt19937_64 engine_;
};

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_GENERATE_RANDOM_H_

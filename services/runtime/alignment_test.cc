// Prints its seed. RC_PARAMS takes one, and more: RC_PARAMS="seed=… max_success=1000".

#include "services/runtime/alignment.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"

namespace samverk::runtime {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

using Sequence = std::vector<uint32_t>;

constexpr uint32_t kRepeated = 1;
constexpr uint32_t kOnceOnTheRight = 2;
constexpr uint32_t kUnique = 3;

// Of so few elements that most repeat, or of so many that most do not.
rc::Gen<Sequence> Sequences() {
  return rc::gen::oneOf(rc::gen::container<Sequence>(rc::gen::inRange<uint32_t>(0, 4)),
                        rc::gen::container<Sequence>(rc::gen::inRange<uint32_t>(0, 100)));
}

size_t CountPartners(const std::vector<size_t>& partners) {
  return partners.size() - std::count(partners.begin(), partners.end(), kNoPartner);
}

// How long a longest common subsequence is, by the table of every textbook.
size_t LongestCommon(const Sequence& left, const Sequence& right) {
  std::vector<std::vector<size_t>> longest(left.size() + 1,
                                           std::vector<size_t>(right.size() + 1, 0));
  for (size_t i = 1; i <= left.size(); ++i) {
    for (size_t j = 1; j <= right.size(); ++j) {
      longest[i][j] = left[i - 1] == right[j - 1] ? longest[i - 1][j - 1] + 1
                                                  : std::max(longest[i - 1][j], longest[i][j - 1]);
    }
  }
  return longest[left.size()][right.size()];
}

// Whether partners are equal and their indices rise.
bool IsCommonSubsequence(const Sequence& left, const Sequence& right,
                         const std::vector<size_t>& partners) {
  if (partners.size() != left.size()) return false;
  size_t next = 0;
  for (size_t i = 0; i < left.size(); ++i) {
    if (partners[i] == kNoPartner) continue;
    if (partners[i] < next || partners[i] >= right.size()) return false;
    if (left[i] != right[partners[i]]) return false;
    next = partners[i] + 1;
  }
  return true;
}

Sequence Joined(const std::vector<Sequence>& parts) {
  Sequence joined;
  for (const Sequence& part : parts) joined.insert(joined.end(), part.begin(), part.end());
  return joined;
}

// Repeated elements, `pairs` equal ones in all, and a unique one that stands before them on the
// left and after them on the right: it is no part of a longest common subsequence, which has
// kLongest elements, but it is what a coarse answer begins with.
struct Repetitive {
  static constexpr size_t kLeftCount = 250;
  static constexpr size_t kRightCount = kEqualPairsMax / kLeftCount - 1;
  static constexpr size_t kLongest = kRightCount + 1;

  explicit Repetitive(size_t pairs)
      : left(Joined({{10, kUnique},
                     Sequence(kLeftCount, kRepeated),
                     Sequence(pairs - kLeftCount * kRightCount - 1, kOnceOnTheRight),
                     {11}})),
        right(Joined({{12}, Sequence(kRightCount, kRepeated), {kOnceOnTheRight, kUnique, 13}})) {}

  Sequence left;
  Sequence right;
};

// Between unique elements, as many repeated ones.
struct Gap {
  explicit Gap(size_t left_count)
      : left(Joined({{10, kUnique, 11}, Sequence(left_count, kRepeated), {12}})),
        right(Joined({{13, kUnique, 14}, Sequence(kRightCount, kRepeated), {15}})) {}

  static constexpr size_t kRightCount = 100;

  Sequence left;
  Sequence right;
};

TEST(AlignmentTest, NothingHasNoPartners) {
  EXPECT_THAT(Align({}, {}), IsEmpty());
  EXPECT_THAT(Align({}, Sequence{1, 2}), IsEmpty());
  EXPECT_THAT(Align(Sequence{1, 2}, {}), ElementsAre(kNoPartner, kNoPartner));
}

TEST(AlignmentTest, WhatBothHaveInTheSameOrderIsPaired) {
  EXPECT_THAT(Align(Sequence{1, 2, 3, 4, 5}, Sequence{1, 3, 9, 4, 8}),
              ElementsAre(0, kNoPartner, 1, 3, kNoPartner));
}

TEST(AlignmentTest, OfRepeatedElementsTheEndsArePairedFirst) {
  EXPECT_THAT(Align(Sequence{7, 7, 7}, Sequence{7, 7}), ElementsAre(0, 1, kNoPartner));
}

TEST(AlignmentTest, TenThousandElementsThatAllDifferHaveNoPartners) {
  Sequence left(10'000);
  Sequence right(10'000);
  std::iota(left.begin(), left.end(), 0);
  std::iota(right.begin(), right.end(), 10'000);
  EXPECT_THAT(Align(left, right), Each(kNoPartner));
}

TEST(AlignmentTest, OfAsManyEqualPairsAsAreConsideredALongestCommonSubsequenceIsFound) {
  const Repetitive given(kEqualPairsMax);
  const auto partners = Align(given.left, given.right);
  EXPECT_TRUE(IsCommonSubsequence(given.left, given.right, partners));
  EXPECT_EQ(CountPartners(partners), Repetitive::kLongest);
}

TEST(AlignmentTest, OfOneEqualPairMoreUniqueElementsArePairedFirst) {
  const Repetitive given(kEqualPairsMax + 1);
  const auto partners = Align(given.left, given.right);
  EXPECT_EQ(partners[1], given.right.size() - 2) << "the unique element";
  EXPECT_EQ(CountPartners(partners), 1u);
}

// The unique element makes one pair too many; then the gap has as many as are considered.
TEST(AlignmentTest, PastTheLimitWhatLiesBetweenUniqueElementsIsPairedNext) {
  const Gap given(kEqualPairsMax / Gap::kRightCount);
  const auto partners = Align(given.left, given.right);
  EXPECT_TRUE(IsCommonSubsequence(given.left, given.right, partners));
  EXPECT_EQ(CountPartners(partners), 1 + Gap::kRightCount);
}

TEST(AlignmentTest, TooManyRepeatedElementsBetweenUniqueOnesStayWithoutPartners) {
  const Gap given(kEqualPairsMax / Gap::kRightCount + 1);
  const auto partners = Align(given.left, given.right);
  EXPECT_EQ(partners[1], 1u) << "the unique element";
  EXPECT_EQ(CountPartners(partners), 1u);
}

TEST(AlignmentTest, WhatLiesBetweenUniqueElementsSharesTheLimit) {
  const Gap given(kEqualPairsMax / Gap::kRightCount);  // Alone it would do.
  const Sequence left = Joined({given.left, {20, 21, 22}, {7, 7}, {23}});
  const Sequence right = Joined({given.right, {24, 21, 25}, {7, 7}, {26}});
  const auto partners = Align(left, right);
  EXPECT_TRUE(IsCommonSubsequence(left, right, partners));
  EXPECT_EQ(CountPartners(partners), 2 + Gap::kRightCount);
}

TEST(AlignmentTest, EqualEndsArePairedHoweverRepetitive) {
  const Sequence many(10'000, kRepeated);
  const auto partners = Align(Joined({many, {5}, many}), Joined({many, {6, 7}, many}));
  EXPECT_EQ(CountPartners(partners), 20'000u);
}

RC_GTEST_PROP(AlignmentTest, PartnersAreALongestCommonSubsequence, ()) {
  const Sequence left = *Sequences();
  const Sequence right = *Sequences();
  const auto partners = Align(left, right);
  RC_ASSERT(IsCommonSubsequence(left, right, partners));
  RC_ASSERT(CountPartners(partners) == LongestCommon(left, right));
}

// So long and repetitive that the limit is often passed.
RC_GTEST_PROP(AlignmentTest, PastTheLimitPartnersAreACommonSubsequenceToo, ()) {
  const auto sequence = [](size_t size) {
    return rc::gen::container<Sequence>(size, rc::gen::oneOf(rc::gen::inRange<uint32_t>(0, 6),
                                                             rc::gen::inRange<uint32_t>(0, 3000)));
  };
  const Sequence left = *rc::gen::resize(100, sequence(*rc::gen::inRange<size_t>(600, 1000)));
  const Sequence right = *rc::gen::resize(100, sequence(*rc::gen::inRange<size_t>(600, 1000)));
  RC_ASSERT(IsCommonSubsequence(left, right, Align(left, right)));
}

}  // namespace
}  // namespace samverk::runtime

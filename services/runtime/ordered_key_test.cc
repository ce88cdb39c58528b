#include "services/runtime/ordered_key.h"

#include <cstdint>
#include <limits>
#include <string>
#include <tuple>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"

namespace samverk::runtime {
namespace {

// Texts that are hard to keep apart: short ones of the bytes that escaping is about.
rc::Gen<std::string> Texts() {
  return rc::gen::oneOf(rc::gen::container<std::string>(
                            rc::gen::element<char>('\0', '\1', '\2', 'a', '\xfe', '\xff')),
                        rc::gen::arbitrary<std::string>());
}

rc::Gen<int64_t> Numbers() {
  return rc::gen::oneOf(
      rc::gen::arbitrary<int64_t>(),
      rc::gen::element<int64_t>(std::numeric_limits<int64_t>::min(), -256, -1, 0, 1, 255, 256,
                                std::numeric_limits<int64_t>::max()));
}

using Parts = std::tuple<std::string, int64_t, std::string>;

rc::Gen<Parts> SomeParts() { return rc::gen::tuple(Texts(), Numbers(), Texts()); }

std::string KeyOf(const Parts& parts) {
  return OrderedKey()
      .Text(std::get<0>(parts))
      .Number(std::get<1>(parts))
      .Text(std::get<2>(parts))
      .bytes();
}

int Sign(int comparison) { return (comparison > 0) - (comparison < 0); }

RC_GTEST_PROP(OrderedKeyTest, TextsSortLikeTheirBytes, ()) {
  const std::string left = *Texts();
  const std::string right = *Texts();
  RC_ASSERT(Sign(OrderedKey().Text(left).bytes().compare(OrderedKey().Text(right).bytes())) ==
            Sign(left.compare(right)));
}

RC_GTEST_PROP(OrderedKeyTest, NumbersSortByTheirValue, ()) {
  const int64_t left = *Numbers();
  const int64_t right = *Numbers();
  const std::string left_key = OrderedKey().Number(left).bytes();
  const std::string right_key = OrderedKey().Number(right).bytes();
  RC_ASSERT((left_key < right_key) == (left < right));
  RC_ASSERT((left_key == right_key) == (left == right));
}

RC_GTEST_PROP(OrderedKeyTest, KeysOfSeveralPartsSortPartByPart, ()) {
  const Parts left = *SomeParts();
  const Parts right = *SomeParts();
  RC_ASSERT((KeyOf(left) < KeyOf(right)) == (left < right));
  RC_ASSERT((KeyOf(left) == KeyOf(right)) == (left == right));
}

RC_GTEST_PROP(OrderedKeyTest, NoKeyIsTheBeginningOfAnother, ()) {
  const Parts left = *SomeParts();
  const Parts right = *SomeParts();
  RC_PRE(left != right);
  RC_ASSERT(!absl::StartsWith(KeyOf(left), KeyOf(right)));
  RC_ASSERT(!absl::StartsWith(KeyOf(right), KeyOf(left)));
}

RC_GTEST_PROP(OrderedKeyTest, WhatIsAppendedToKeysNeverMixesThem, ()) {
  const Parts left = *SomeParts();
  const Parts right = *SomeParts();
  const auto suffix = [](uint8_t byte) { return std::string(8, static_cast<char>(byte)); };
  const std::string left_row = KeyOf(left) + suffix(*rc::gen::arbitrary<uint8_t>());
  const std::string right_row = KeyOf(right) + suffix(*rc::gen::arbitrary<uint8_t>());
  RC_PRE(left != right);
  RC_ASSERT((left_row < right_row) == (left < right));
}

RC_GTEST_PROP(OrderedKeyTest, TheFirstPartsAreWhereTheKeysUnderThemBegin, ()) {
  const std::string group = *Texts();
  const std::string other = *Texts();
  const int64_t number = *Numbers();
  const std::string prefix = OrderedKey().Text(group).bytes();
  RC_ASSERT(absl::StartsWith(OrderedKey().Text(group).Number(number).bytes(), prefix));
  RC_PRE(group != other);
  RC_ASSERT(!absl::StartsWith(OrderedKey().Text(other).Number(number).bytes(), prefix));
}

TEST(OrderedKeyTest, ItsBytesAreAsTheFormatPageSays) {
  EXPECT_EQ(OrderedKey().Text("a").bytes(), std::string("a\0\1", 3));
  EXPECT_EQ(OrderedKey().Text(absl::string_view("\0", 1)).bytes(), std::string("\0\xff\0\1", 4));
  EXPECT_EQ(OrderedKey().Number(0).bytes(), std::string("\x80\0\0\0\0\0\0\0", 8));
  EXPECT_EQ(OrderedKey().Number(-1).bytes(), "\x7f\xff\xff\xff\xff\xff\xff\xff");
}

}  // namespace
}  // namespace samverk::runtime

#include "base/lru_cache.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

using ::testing::IsNull;
using ::testing::Pointee;

TEST(LruCacheTest, FindsWhatWasPut) {
  LruCache<int> cache(3);

  cache.Put("a", 1);
  cache.Put("b", 2);

  EXPECT_THAT(cache.Find("a"), Pointee(1));
  EXPECT_THAT(cache.Find("b"), Pointee(2));
  EXPECT_THAT(cache.Find("c"), IsNull());
  EXPECT_EQ(cache.size(), 2);
}

TEST(LruCacheTest, ForgetsWhatWasPutFirstWhenFull) {
  LruCache<int> cache(2);

  cache.Put("a", 1);
  cache.Put("b", 2);
  EXPECT_EQ(cache.size(), 2);  // Exactly full: nothing is forgotten yet.
  cache.Put("c", 3);

  EXPECT_THAT(cache.Find("a"), IsNull());
  EXPECT_THAT(cache.Find("b"), Pointee(2));
  EXPECT_THAT(cache.Find("c"), Pointee(3));
}

TEST(LruCacheTest, FindingKeepsAlive) {
  LruCache<int> cache(2);
  cache.Put("a", 1);
  cache.Put("b", 2);

  cache.Find("a");
  cache.Put("c", 3);

  EXPECT_THAT(cache.Find("a"), Pointee(1));
  EXPECT_THAT(cache.Find("b"), IsNull());
}

TEST(LruCacheTest, MissingDoesNotDisturbTheOrder) {
  LruCache<int> cache(2);
  cache.Put("a", 1);
  cache.Put("b", 2);

  cache.Find("z");
  cache.Erase("z");
  cache.Put("c", 3);

  EXPECT_THAT(cache.Find("a"), IsNull());
  EXPECT_EQ(cache.size(), 2);
}

TEST(LruCacheTest, PuttingAgainReplacesTheValueAndItsCost) {
  LruCache<int> cache(10);
  cache.Put("a", 1, 9);

  cache.Put("a", 2, 1);
  cache.Put("b", 3, 9);

  EXPECT_THAT(cache.Find("a"), Pointee(2));
  EXPECT_THAT(cache.Find("b"), Pointee(3));
  EXPECT_EQ(cache.size(), 2);
}

TEST(LruCacheTest, AnEntryThatGrowsDrivesOutOthersAndStaysItself) {
  LruCache<int> cache(10);
  cache.Put("a", 1, 2);
  cache.Put("b", 2, 4);
  cache.Put("c", 3, 4);

  cache.SetCost("a", 5);  // 13: b, which is the oldest now, goes.
  cache.SetCost("nobody", 100);

  EXPECT_THAT(cache.Find("b"), IsNull());
  EXPECT_THAT(cache.Find("a"), Pointee(1));
  EXPECT_THAT(cache.Find("c"), Pointee(3));
  cache.SetCost("a", 1);
  cache.Put("d", 4, 5);  // Exactly full.
  EXPECT_EQ(cache.size(), 3);
  cache.SetCost("d", 11);
  EXPECT_EQ(cache.size(), 1);
  EXPECT_THAT(cache.Find("d"), Pointee(4));
}

TEST(LruCacheTest, OneCostlyEntryDrivesOutSeveral) {
  LruCache<int> cache(10);
  for (int i = 0; i < 10; ++i) cache.Put(absl::StrCat(i), i);

  cache.Put("costly", 0, 7);

  EXPECT_EQ(cache.size(), 4);
  EXPECT_THAT(cache.Find("6"), IsNull());
  EXPECT_THAT(cache.Find("7"), Pointee(7));
}

TEST(LruCacheTest, AnEntryTooCostlyIsKeptAlone) {
  LruCache<int> cache(10);
  cache.Put("a", 1);

  cache.Put("huge", 2, 11);

  EXPECT_THAT(cache.Find("a"), IsNull());
  EXPECT_THAT(cache.Find("huge"), Pointee(2));
  cache.Put("b", 3);
  EXPECT_THAT(cache.Find("huge"), IsNull());
  EXPECT_THAT(cache.Find("b"), Pointee(3));
}

TEST(LruCacheTest, ErasedIsForgottenAndMakesRoom) {
  LruCache<int> cache(2);
  cache.Put("a", 1);
  cache.Put("b", 2);

  cache.Erase("b");
  cache.Put("c", 3);

  EXPECT_THAT(cache.Find("a"), Pointee(1));
  EXPECT_THAT(cache.Find("b"), IsNull());
  EXPECT_THAT(cache.Find("c"), Pointee(3));
}

TEST(LruCacheTest, WhatPutAndFindReturnIsTheValueItself) {
  LruCache<std::string> cache(2);

  *cache.Put("a", "x") += "y";
  *cache.Find("a") += "z";

  EXPECT_THAT(cache.Find("a"), Pointee(std::string("xyz")));
}

TEST(LruCacheTest, TakesValuesThatOnlyMove) {
  LruCache<std::unique_ptr<int>> cache(1);

  cache.Put("a", std::make_unique<int>(1));
  cache.Put("b", std::make_unique<int>(2));

  EXPECT_THAT(cache.Find("b"), Pointee(Pointee(2)));
}

TEST(LruCacheTest, KeysMayDieAfterPut) {
  LruCache<int> cache(100);
  for (int i = 0; i < 100; ++i) {
    std::string key = absl::StrCat("a key too long to be kept inside its string ", i);
    cache.Put(key, i);
    key.assign(key.size(), '#');
  }

  for (int i = 0; i < 100; ++i) {
    EXPECT_THAT(cache.Find(absl::StrCat("a key too long to be kept inside its string ", i)),
                Pointee(i));
  }
}

}  // namespace
}  // namespace samverk

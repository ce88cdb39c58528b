#include "storage/blobs/blob_holds.h"

#include "base/sha256.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk::storage {
namespace {

using ::testing::IsNull;
using ::testing::NotNull;

class BlobHoldsTest : public ::testing::Test {
 protected:
  const BlobId blob_ = BlobId::Of(Sha256({"a"}));
  const BlobId other_ = BlobId::Of(Sha256({"b"}));
  BlobHolds holds_;
};

TEST_F(BlobHoldsTest, WhatIsHeldIsNotCondemnedUntilTheLastHoldIsLetGo) {
  BlobHold first = holds_.Take(blob_);
  BlobHold second = holds_.Take(blob_);

  first.reset();
  EXPECT_FALSE(holds_.Condemn(blob_));
  second.reset();
  EXPECT_TRUE(holds_.Condemn(blob_));
}

TEST_F(BlobHoldsTest, AHoldOfOneBlobIsNoneOfAnother) {
  const BlobHold hold = holds_.Take(other_);

  EXPECT_TRUE(holds_.Condemn(blob_));
}

TEST_F(BlobHoldsTest, HoldingWhatIsCondemnedPardonsIt) {
  ASSERT_TRUE(holds_.Condemn(blob_));

  EXPECT_THAT(holds_.Take(blob_), NotNull());
  EXPECT_FALSE(holds_.HideCondemned(blob_));
}

TEST_F(BlobHoldsTest, APardonedBlobIsNotRemoved) {
  ASSERT_TRUE(holds_.Condemn(blob_));
  holds_.Pardon(blob_);

  EXPECT_FALSE(holds_.HideCondemned(blob_));
}

TEST_F(BlobHoldsTest, WhatIsBeingRemovedIsThereForNobody) {
  ASSERT_TRUE(holds_.Condemn(blob_));
  ASSERT_TRUE(holds_.HideCondemned(blob_));

  EXPECT_THAT(holds_.Take(blob_), IsNull());
  EXPECT_FALSE(holds_.Condemn(blob_));
  EXPECT_FALSE(holds_.HideCondemned(blob_));
  EXPECT_TRUE(holds_.IsHidden(blob_));
  holds_.Show(blob_);
  EXPECT_THAT(holds_.Take(blob_), NotNull());
}

TEST_F(BlobHoldsTest, AHoldMayOutliveWhatGaveIt) {
  BlobHold hold;
  {
    BlobHolds gone;
    hold = gone.Take(blob_);
  }
  hold.reset();
}

TEST(BlobIdTest, OnlySixtyFourLowerCaseDigitsAreAnId) {
  const std::string good(64, 'a');
  EXPECT_EQ(BlobId::Parse(good)->hex(), good);
  for (const std::string& bad :
       {std::string(), std::string(63, 'a'), std::string(65, 'a'), std::string(64, 'A'),
        std::string(64, 'g'), std::string(64, '/'), std::string(61, 'a') + "../"}) {
    EXPECT_EQ(BlobId::Parse(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace samverk::storage

#include "storage/blobs/upload_file.h"

#include <string>

#include "absl/strings/escaping.h"
#include "base/sha256.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk::storage {
namespace {

UploadState AState() {
  return UploadState{{BlobId::Of(Sha256({"abc"})), 3, "someone", "a note"},
                     2,
                     absl::FromUnixMicros(1570438800123456)};
}

TEST(UploadStateTest, ItsBytesAreThoseOfTheFormat) {
  // docs/formats/blobs.md names them.
  EXPECT_EQ(absl::BytesToHexString(EncodeUploadState(AState())),
            "08011220ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad1803"
            "2207736f6d656f6e652a0661206e6f7465300238c0cccab6e489e502"
            "b19a02a25f5ad88e");
}

TEST(UploadStateTest, WhatIsReadIsWhatWasWritten) {
  const std::optional<UploadState> read = DecodeUploadState(EncodeUploadState(AState()));

  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->spec.blob, AState().spec.blob);
  EXPECT_EQ(read->spec.size_bytes, 3);
  EXPECT_EQ(read->spec.owner, "someone");
  EXPECT_EQ(read->spec.note, "a note");
  EXPECT_EQ(read->durable_bytes, 2);
  EXPECT_EQ(read->touched_at, AState().touched_at);
}

TEST(UploadStateTest, AnyFlippedBitAndAnyCutIsFound) {
  const std::string whole = EncodeUploadState(AState());
  for (size_t i = 0; i < whole.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = whole;
      damaged[i] = static_cast<char>(damaged[i] ^ (1 << bit));
      EXPECT_FALSE(DecodeUploadState(damaged).has_value()) << i << " " << bit;
    }
    EXPECT_FALSE(DecodeUploadState(whole.substr(0, i)).has_value()) << i;
  }
}

TEST(UploadStateTest, MoreThanTheWholeCanNotBeDurable) {
  UploadState state = AState();
  state.durable_bytes = 4;

  EXPECT_FALSE(DecodeUploadState(EncodeUploadState(state)).has_value());
}

}  // namespace
}  // namespace samverk::storage

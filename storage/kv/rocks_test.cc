#include "storage/kv/rocks.h"

#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/kv/testing/temp_directory.h"

namespace samverk::storage {
namespace {

using ::testing::HasSubstr;

TEST(RocksTest, OkIsOk) { EXPECT_OK(ToAbslStatus(rocksdb::Status::OK())); }

TEST(RocksTest, CorruptionIsDataLossAndSaysWhat) {
  const absl::Status status = ToAbslStatus(rocksdb::Status::Corruption("block 7"));

  EXPECT_THAT(status, IsRefused(kStoreDamaged));
  EXPECT_THAT(std::string(status.message()), HasSubstr("block 7"));
}

TEST(RocksTest, EverythingElseIsUnavailable) {
  for (const rocksdb::Status& status :
       {rocksdb::Status::IOError("x"), rocksdb::Status::NoSpace(), rocksdb::Status::Busy(),
        rocksdb::Status::InvalidArgument("x"), rocksdb::Status::ShutdownInProgress(),
        rocksdb::Status::NotFound("x"), rocksdb::Status::TimedOut()}) {
    EXPECT_THAT(ToAbslStatus(status), IsRefused(kDiskFailed)) << status.ToString();
  }
}

TEST(RocksTest, SlicesAndViewsAreTheSameBytes) {
  const absl::string_view view("a\0b", 3);

  EXPECT_EQ(ToView(ToSlice(view)), view);
  EXPECT_EQ(ToSlice(view).data(), view.data());
}

TEST(RocksTest, ResourcesAreSharedByReference) {
  const RocksResources resources = MakeRocksResources();

  EXPECT_EQ(resources.env, rocksdb::Env::Default());
  EXPECT_EQ(resources.block_cache->GetCapacity(), kBlockCacheBytes);
  EXPECT_EQ(resources.write_buffers->buffer_size(), kWriteBufferBytes);
}

TEST(RocksTest, TheFreeBytesOfTheDiskOfADirectoryAreMeasured) {
  const TempDirectory directory;

  ASSERT_OK_AND_ASSIGN(const uint64_t free_bytes, FreeDiskBytes(directory.path()));

  EXPECT_GT(free_bytes, 0);
  EXPECT_THAT(FreeDiskBytes(directory.path() + "/nowhere"), IsRefused(kDiskFailed));
}

}  // namespace
}  // namespace samverk::storage

#include "storage/people/master_key.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/kv/testing/temp_directory.h"
#include "storage/people/people_format.h"
#include "storage/people/people_reasons.h"

namespace samverk::storage {
namespace {

class MasterKeyTest : public ::testing::Test {
 protected:
  void Write(const std::string& bytes, mode_t mode = 0600) {
    std::ofstream(path_) << bytes;
    ASSERT_EQ(chmod(path_.c_str(), mode), 0);
  }

  TempDirectory directory_;
  const std::string path_ = directory_.path() + "/master.key";
};

TEST_F(MasterKeyTest, ANewKeyIsThirtyTwoBytesThatOnlyItsOwnerMayUse) {
  ASSERT_OK(CreateMasterKey(path_));

  struct stat status;
  ASSERT_EQ(stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600u);
  ASSERT_OK_AND_ASSIGN(const std::string key, ReadMasterKey(path_));
  EXPECT_EQ(key.size(), kDataKeyBytes);
  EXPECT_FALSE(std::filesystem::exists(path_ + ".new"));
}

TEST_F(MasterKeyTest, TwoKeysAreNotTheSame) {
  ASSERT_OK(CreateMasterKey(path_));
  ASSERT_OK(CreateMasterKey(path_ + "2"));

  EXPECT_NE(*ReadMasterKey(path_), *ReadMasterKey(path_ + "2"));
}

TEST_F(MasterKeyTest, AKeyThatIsThereIsNeverReplaced) {
  ASSERT_OK(CreateMasterKey(path_));
  const std::string before = *ReadMasterKey(path_);

  ASSERT_OK(CreateMasterKey(path_));

  EXPECT_THAT(ReadMasterKey(path_), IsOkAndHolds(before));
}

TEST_F(MasterKeyTest, ADraftThatACrashLeftIsNoKey) {
  std::ofstream(path_ + ".new") << "half of a k";

  ASSERT_OK(CreateMasterKey(path_));

  ASSERT_OK_AND_ASSIGN(const std::string key, ReadMasterKey(path_));
  EXPECT_NE(key.substr(0, 11), "half of a k");
}

TEST_F(MasterKeyTest, AKeyThatIsNotThereIsMissing) {
  EXPECT_THAT(ReadMasterKey(path_), IsRefused(kMasterKeyMissing));
}

TEST_F(MasterKeyTest, AKeyThatOthersMayUseInAnyWayIsRefused) {
  for (const mode_t mode : {0640, 0604, 0620, 0602, 0610, 0601, 0644, 0777}) {
    Write(std::string(kDataKeyBytes, 'k'), mode);
    EXPECT_THAT(ReadMasterKey(path_), IsRefused(kMasterKeyExposed)) << mode;
  }
}

TEST_F(MasterKeyTest, AKeyThatOnlyItsOwnerMayReadIsRead) {
  Write(std::string(kDataKeyBytes, 'k'), 0400);

  EXPECT_THAT(ReadMasterKey(path_), IsOkAndHolds(std::string(kDataKeyBytes, 'k')));
}

TEST_F(MasterKeyTest, AFileOfAnotherSizeIsNoKey) {
  for (const size_t size : {size_t{0}, kDataKeyBytes - 1, kDataKeyBytes + 1}) {
    Write(std::string(size, 'k'));
    EXPECT_THAT(ReadMasterKey(path_), IsRefused(kMasterKeyMalformed)) << size;
  }
}

TEST_F(MasterKeyTest, ADirectoryIsNoKey) {
  std::filesystem::create_directory(path_);

  EXPECT_THAT(ReadMasterKey(path_), IsRefused(kMasterKeyMalformed));
}

TEST_F(MasterKeyTest, WhereNothingCanBeMadeThatIsSaid) {
  EXPECT_THAT(CreateMasterKey(directory_.path() + "/missing/master.key"),
              IsRefused(kMasterKeyUnreadable));
}

TEST_F(MasterKeyTest, NoRefusalShowsTheKey) {
  Write("thirty-two-bytes-of-secret-here!", 0644);

  EXPECT_THAT(ReadMasterKey(path_).status().ToString(),
              ::testing::Not(::testing::HasSubstr("secret")));
}

}  // namespace
}  // namespace samverk::storage

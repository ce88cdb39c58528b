#include "storage/blobs/file_blob_store.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "base/sha256.h"
#include "base/testing/fake_clock.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "storage/kv/rocks.h"
#include "storage/kv/testing/fault_file_system.h"
#include "storage/kv/testing/temp_directory.h"

namespace samverk::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// 0, 1, 2, … as bytes.
std::string Bytes(size_t count, int first = 0) {
  std::string bytes;
  for (size_t i = 0; i < count; ++i) bytes.push_back(static_cast<char>(first + i));
  return bytes;
}

BlobId IdOf(const std::string& bytes) { return BlobId::Of(Sha256({bytes})); }

// A store with small limits, and what tests do with it.
class Bench {
 public:
  Bench() {
    options_.env = disk_.env();
    options_.clock = &clock_;
    options_.blob_bytes_max = 1000;
    options_.blobs_bytes_max = 10'000;
    options_.blobs_max = 20;
    options_.uploads_max = 3;
    options_.sync_bytes = 16;
    options_.disk_reserve_bytes = 1000;
    options_.free_bytes = [this](const std::string&) { return free_bytes_; };
    Reopen();
  }

  void Reopen() {
    store_.reset();
    store_ = FileBlobStore::Open(path(), options_).value();
  }

  std::string path() const { return directory_.path() + "/blobs"; }
  std::string PathOf(const BlobId& blob) const {
    return path() + "/" + blob.hex().substr(0, 2) + "/" + blob.hex();
  }
  FileBlobStore& store() { return *store_; }
  FakeClock& clock() { return clock_; }
  FileBlobStoreOptions& options() { return options_; }
  absl::StatusOr<uint64_t>& free_bytes() { return free_bytes_; }

  absl::StatusOr<std::optional<Upload>> Start(const std::string& bytes,
                                              const std::string& owner = "me") {
    return store_->StartUpload({IdOf(bytes), bytes.size(), owner, "note"});
  }
  // Starts an upload that is not there yet.
  Uuid Begin(const std::string& bytes, const std::string& owner = "me") {
    return Start(bytes, owner).value().value().id;
  }
  // Uploads all of it.
  BlobId Put(const std::string& bytes, const std::string& owner = "me") {
    const Uuid id = Begin(bytes, owner);
    EXPECT_OK(store_->Append(id, 0, bytes));
    EXPECT_OK(store_->FinishUpload(id));
    return IdOf(bytes);
  }
  std::string ReadAll(const BlobId& blob) {
    return store_->Read(blob, 0, kBlobReadBytesMax).value_or("not there");
  }

 private:
  TempDirectory directory_;
  FaultFileSystem disk_;  // Never syncs for real.
  FakeClock clock_;
  FileBlobStoreOptions options_;
  absl::StatusOr<uint64_t> free_bytes_ = uint64_t{1} << 40;
  std::unique_ptr<FileBlobStore> store_;
};

class FileBlobStoreTest : public ::testing::Test {
 protected:
  FileBlobStore& store() { return bench_.store(); }
  Bench bench_;
};

// ---- Uploading --------------------------------------------------------------------------------

TEST_F(FileBlobStoreTest, WhatWasUploadedIsThereAlsoAfterOpeningAgain) {
  const std::string bytes = Bytes(100);
  const BlobId blob = bench_.Put(bytes);

  EXPECT_THAT(store().Find(blob), IsOkAndHolds(100u));
  EXPECT_EQ(bench_.ReadAll(blob), bytes);
  EXPECT_OK(store().Verify(blob));
  bench_.Reopen();
  EXPECT_EQ(bench_.ReadAll(blob), bytes);
}

TEST_F(FileBlobStoreTest, ThereIsNoBlobBeforeItIsFinished) {
  const std::string bytes = Bytes(100);
  const Uuid id = bench_.Begin(bytes);
  ASSERT_OK(store().Append(id, 0, bytes));

  EXPECT_THAT(store().Find(IdOf(bytes)), IsRefused(kBlobNotFound));
  EXPECT_THAT(store().Hold(IdOf(bytes)), IsRefused(kBlobNotFound));
  EXPECT_THAT(store().Read(IdOf(bytes), 0, 1), IsRefused(kBlobNotFound));
  EXPECT_THAT(store().Verify(IdOf(bytes)), IsRefused(kBlobNotFound));
}

TEST_F(FileBlobStoreTest, AnUploadRemembersWhoBeganItAndWhatFor) {
  const Uuid id = bench_.Begin(Bytes(10));
  bench_.Reopen();

  ASSERT_OK_AND_ASSIGN(const Upload upload, store().FindUpload(id));

  EXPECT_EQ(upload.id, id);
  EXPECT_EQ(upload.spec.blob, IdOf(Bytes(10)));
  EXPECT_EQ(upload.spec.size_bytes, 10);
  EXPECT_EQ(upload.spec.owner, "me");
  EXPECT_EQ(upload.spec.note, "note");
  EXPECT_EQ(upload.expires_at, bench_.clock().Now() + absl::Hours(24));
}

TEST_F(FileBlobStoreTest, StartingAgainFindsWhatTheSameOwnerHasBegun) {
  const std::string bytes = Bytes(100);
  const Uuid id = bench_.Begin(bytes);
  ASSERT_OK(store().Append(id, 0, bytes.substr(0, 40)));

  ASSERT_OK_AND_ASSIGN(const auto mine, bench_.Start(bytes));
  ASSERT_OK_AND_ASSIGN(const auto yours, bench_.Start(bytes, "you"));

  EXPECT_EQ(mine->id, id);
  EXPECT_EQ(mine->received_bytes, 40);
  EXPECT_NE(yours->id, id);
  EXPECT_EQ(yours->received_bytes, 0);
}

TEST_F(FileBlobStoreTest, TheSameContentIsStoredOnceWhoeverUploadsIt) {
  const std::string bytes = Bytes(100);
  const Uuid mine = bench_.Begin(bytes);
  const Uuid yours = bench_.Begin(bytes, "you");
  ASSERT_OK(store().Append(mine, 0, bytes));
  ASSERT_OK(store().Append(yours, 0, bytes));
  ASSERT_OK(store().FinishUpload(mine));
  ASSERT_OK(store().FinishUpload(yours));

  EXPECT_THAT(store().ListUpTo(absl::InfiniteFuture()), IsOkAndHolds(ElementsAre(IdOf(bytes))));
  ASSERT_OK_AND_ASSIGN(const auto again, bench_.Start(bytes));
  EXPECT_FALSE(again.has_value());
  EXPECT_TRUE(std::filesystem::is_empty(bench_.path() + "/uploads"));
}

TEST_F(FileBlobStoreTest, BytesGoExactlyWhereTheUploadHasComeTo) {
  const std::string bytes = Bytes(100);
  const Uuid id = bench_.Begin(bytes);
  ASSERT_OK(store().Append(id, 0, bytes.substr(0, 40)));

  for (const uint64_t wrong : {0u, 39u, 41u, 100u, 1000u}) {
    EXPECT_THAT(store().Append(id, wrong, "x"), IsRefused(kUploadOffset)) << wrong;
  }
  EXPECT_THAT(store().FindUpload(id)->received_bytes, 40);
  EXPECT_OK(store().Append(id, 40, bytes.substr(40)));
  EXPECT_OK(store().FinishUpload(id));
}

TEST_F(FileBlobStoreTest, NoByteMoreThanDeclaredIsTaken) {
  const std::string bytes = Bytes(10);
  const Uuid id = bench_.Begin(bytes);
  EXPECT_THAT(store().Append(id, 0, Bytes(11)), IsRefused(kUploadTooLong));
  ASSERT_OK(store().Append(id, 0, bytes));

  EXPECT_THAT(store().Append(id, 10, "x"), IsRefused(kUploadTooLong));
  EXPECT_OK(store().Append(id, 10, ""));
}

TEST_F(FileBlobStoreTest, SoManyBytesAreTakenAtOnceAndNotOneMore) {
  bench_.options().blob_bytes_max = kBlobBytesMax;
  bench_.options().blobs_bytes_max = kBlobsBytesMax;
  bench_.Reopen();
  const std::string bytes(kUploadAppendBytesMax + 1, 'x');
  const Uuid id = bench_.Begin(bytes);
  static_assert(kUploadAppendBytesMax == 1 << 20);

  EXPECT_THAT(store().Append(id, 0, bytes), IsRefused(kUploadMalformed));
  EXPECT_OK(store().Append(id, 0, bytes.substr(1)));
}

TEST_F(FileBlobStoreTest, AnUploadWithBytesMissingIsNotFinished) {
  const std::string bytes = Bytes(10);
  const Uuid id = bench_.Begin(bytes);
  ASSERT_OK(store().Append(id, 0, bytes.substr(0, 9)));

  EXPECT_THAT(store().FinishUpload(id), IsRefused(kUploadIncomplete));
  EXPECT_OK(store().Append(id, 9, bytes.substr(9)));
  EXPECT_OK(store().FinishUpload(id));
}

TEST_F(FileBlobStoreTest, WhatIsNotWhatWasDeclaredIsThrownAway) {
  const std::string bytes = Bytes(10);
  const Uuid id = bench_.Begin(bytes);
  ASSERT_OK(store().Append(id, 0, Bytes(10, 7)));

  EXPECT_THAT(store().FinishUpload(id), IsRefused(kDigestMismatch));
  EXPECT_THAT(store().FindUpload(id), IsRefused(kUploadNotFound));
  EXPECT_THAT(store().Find(IdOf(bytes)), IsRefused(kBlobNotFound));
  EXPECT_THAT(store().Find(IdOf(Bytes(10, 7))), IsRefused(kBlobNotFound));
  EXPECT_TRUE(std::filesystem::is_empty(bench_.path() + "/uploads"));
}

TEST_F(FileBlobStoreTest, AnUnknownUploadIsRefusedInEveryWay) {
  const Uuid id = Uuid::V7(bench_.clock());

  EXPECT_THAT(store().FindUpload(id), IsRefused(kUploadNotFound));
  EXPECT_THAT(store().Append(id, 0, "x"), IsRefused(kUploadNotFound));
  EXPECT_THAT(store().Flush(id), IsRefused(kUploadNotFound));
  EXPECT_THAT(store().FinishUpload(id), IsRefused(kUploadNotFound));
  EXPECT_THAT(store().ReadUpload(id, 1), IsRefused(kUploadNotFound));
  EXPECT_OK(store().DropUpload(id));
}

TEST_F(FileBlobStoreTest, AFinishedUploadIsGone) {
  const std::string bytes = Bytes(10);
  const Uuid id = bench_.Begin(bytes);
  ASSERT_OK(store().Append(id, 0, bytes));
  ASSERT_OK(store().FinishUpload(id));

  EXPECT_THAT(store().FinishUpload(id), IsRefused(kUploadNotFound));
}

TEST_F(FileBlobStoreTest, ADroppedUploadLeavesNothing) {
  const Uuid id = bench_.Begin(Bytes(10));
  ASSERT_OK(store().Append(id, 0, Bytes(5)));
  ASSERT_OK(store().DropUpload(id));

  EXPECT_THAT(store().FindUpload(id), IsRefused(kUploadNotFound));
  EXPECT_TRUE(std::filesystem::is_empty(bench_.path() + "/uploads"));
}

TEST_F(FileBlobStoreTest, TheBeginningOfAnUploadCanBeRead) {
  const std::string bytes = Bytes(100);
  const Uuid id = bench_.Begin(bytes);
  ASSERT_OK(store().Append(id, 0, bytes.substr(0, 30)));

  EXPECT_THAT(store().ReadUpload(id, 10), IsOkAndHolds(bytes.substr(0, 10)));
  EXPECT_THAT(store().ReadUpload(id, 1000), IsOkAndHolds(bytes.substr(0, 30)));
}

// ---- Going on after a crash -------------------------------------------------------------------

TEST_F(FileBlobStoreTest, ItIsSyncedEverySoManyBytesAndWhenAskedFor) {
  const std::string bytes = Bytes(100);
  const Uuid id = bench_.Begin(bytes);
  ASSERT_OK_AND_ASSIGN(Upload upload, store().Append(id, 0, bytes.substr(0, 15)));
  EXPECT_EQ(upload.durable_bytes, 0);
  ASSERT_OK_AND_ASSIGN(upload, store().Append(id, 15, bytes.substr(15, 1)));
  EXPECT_EQ(upload.durable_bytes, 16);
  ASSERT_OK(store().Append(id, 16, bytes.substr(16, 3)));
  ASSERT_OK_AND_ASSIGN(upload, store().Flush(id));
  EXPECT_EQ(upload.durable_bytes, 19);
}

TEST_F(FileBlobStoreTest, WhatWasNotSyncedIsSentAgainAfterOpening) {
  const std::string bytes = Bytes(100);
  const Uuid id = bench_.Begin(bytes);
  ASSERT_OK(store().Append(id, 0, bytes.substr(0, 20)));
  ASSERT_OK(store().Append(id, 20, bytes.substr(20, 5)));
  bench_.Reopen();

  ASSERT_OK_AND_ASSIGN(const Upload upload, store().FindUpload(id));
  EXPECT_EQ(upload.received_bytes, 20);
  EXPECT_THAT(store().Append(id, 25, bytes.substr(25)), IsRefused(kUploadOffset));
  EXPECT_OK(store().Append(id, 20, bytes.substr(20)));
  EXPECT_OK(store().FinishUpload(id));
  EXPECT_EQ(bench_.ReadAll(IdOf(bytes)), bytes);
}

// However an upload is cut up, and wherever it is interrupted, it becomes the same blob.
RC_GTEST_PROP(FileBlobStorePropertyTest, AnInterruptedUploadGoesOnFromWhereItIs, ()) {
  Bench bench;
  const auto content = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
  RC_PRE(!content.empty());
  const Uuid id = bench.Begin(content);
  uint64_t offset = 0;
  int interruptions = 0;
  while (offset < content.size()) {
    const auto count = *rc::gen::inRange<size_t>(1, content.size() - offset + 1);
    const auto upload = bench.store().Append(id, offset, content.substr(offset, count));
    RC_ASSERT(upload.ok());
    offset = upload->received_bytes;
    if (interruptions < 5 && *rc::gen::arbitrary<bool>()) {
      ++interruptions;
      bench.Reopen();
      const auto again = bench.Start(content);
      RC_ASSERT(again.ok() && again->has_value() && (*again)->id == id);
      RC_ASSERT((*again)->received_bytes == upload->durable_bytes);
      offset = (*again)->received_bytes;
    }
  }
  RC_ASSERT(bench.store().FinishUpload(id).ok());
  RC_ASSERT(bench.ReadAll(IdOf(content)) == content);
}

TEST_F(FileBlobStoreTest, WhatNobodyKnowsTheStateOfIsRemovedOnOpening) {
  const std::string uploads = bench_.path() + "/uploads";
  const Uuid damaged = bench_.Begin(Bytes(10));
  const Uuid cut = bench_.Begin(Bytes(20));
  ASSERT_OK(store().Append(cut, 0, Bytes(20)));
  ASSERT_OK(store().Flush(cut));
  std::ofstream(uploads + "/" + damaged.ToString() + ".state") << "nonsense";
  std::filesystem::resize_file(uploads + "/" + cut.ToString() + ".part", 19);
  std::ofstream(uploads + "/" + Uuid::V7(bench_.clock()).ToString() + ".part") << "orphan";
  std::ofstream(uploads + "/" + Uuid::V7(bench_.clock()).ToString() + ".state.new") << "draft";
  bench_.Reopen();

  EXPECT_THAT(store().FindUpload(damaged), IsRefused(kUploadNotFound));
  EXPECT_THAT(store().FindUpload(cut), IsRefused(kUploadNotFound));
  EXPECT_TRUE(std::filesystem::is_empty(uploads));
}

// ---- Limits -----------------------------------------------------------------------------------

TEST_F(FileBlobStoreTest, ABlobHasAtLeastOneByteAndAtMostSoMany) {
  EXPECT_OK(bench_.Start(Bytes(1)));
  EXPECT_OK(bench_.Start(std::string(1000, 'x')));
  EXPECT_THAT(bench_.Start(std::string(1001, 'x')), IsRefused(kBlobSize));
  EXPECT_THAT(bench_.Start(""), IsRefused(kBlobSize));
  static_assert(kBlobBytesMax == 104'857'600);
}

TEST_F(FileBlobStoreTest, SoManyUploadsAreUnderWayAndNotOneMore) {
  std::vector<Uuid> uploads;
  for (int i = 0; i < 3; ++i) uploads.push_back(bench_.Begin(Bytes(10, i)));

  EXPECT_THAT(bench_.Start(Bytes(10, 3)), IsRefused(kTooManyUploads));
  EXPECT_OK(bench_.Start(Bytes(10, 0)));  // One of them.
  ASSERT_OK(store().DropUpload(uploads[1]));
  EXPECT_OK(bench_.Start(Bytes(10, 3)));
}

TEST_F(FileBlobStoreTest, APartnershipHasRoomForSoManyBytesAndNotOneMore) {
  bench_.options().blobs_bytes_max = 30;
  bench_.Reopen();
  bench_.Put(Bytes(10));
  const Uuid half = bench_.Begin(Bytes(15));

  EXPECT_THAT(bench_.Start(Bytes(6)), IsRefused(kBlobQuota));
  bench_.Reopen();  // Counted anew.
  EXPECT_THAT(bench_.Start(Bytes(6)), IsRefused(kBlobQuota));
  EXPECT_OK(bench_.Start(Bytes(5)));
  ASSERT_OK(store().DropUpload(half));
  EXPECT_OK(bench_.Start(Bytes(6)));
}

TEST_F(FileBlobStoreTest, APartnershipHasRoomForSoManyFilesAndNotOneMore) {
  bench_.options().blobs_max = 3;
  bench_.Reopen();
  bench_.Put(Bytes(1));
  bench_.Put(Bytes(2));
  const BlobId last = bench_.Put(Bytes(3));

  EXPECT_THAT(bench_.Start(Bytes(4)), IsRefused(kBlobQuota));
  ASSERT_TRUE(store().Condemn(last));
  ASSERT_OK(store().RemoveCondemned(last));
  EXPECT_OK(bench_.Start(Bytes(4)));
}

TEST_F(FileBlobStoreTest, ABlobUploadedByTwoIsCountedOnce) {
  bench_.options().blobs_bytes_max = 25;
  bench_.Reopen();
  const std::string bytes = Bytes(10);
  const Uuid mine = bench_.Begin(bytes);
  const Uuid yours = bench_.Begin(bytes, "you");
  for (const Uuid& id : {mine, yours}) ASSERT_OK(store().Append(id, 0, bytes));
  for (const Uuid& id : {mine, yours}) ASSERT_OK(store().FinishUpload(id));

  EXPECT_THAT(bench_.Start(Bytes(16)), IsRefused(kBlobQuota));
  EXPECT_OK(bench_.Start(Bytes(15)));
}

TEST_F(FileBlobStoreTest, TheDiskIsNotFilledToTheBrim) {
  bench_.free_bytes() = uint64_t{1009};
  EXPECT_THAT(bench_.Start(Bytes(10)), IsRefused(kBlobDiskReserve));
  bench_.free_bytes() = uint64_t{1010};
  const Uuid id = bench_.Begin(Bytes(10));
  bench_.free_bytes() = uint64_t{1004};

  EXPECT_THAT(store().Append(id, 0, Bytes(5)), IsRefused(kBlobDiskReserve));
  EXPECT_OK(store().Append(id, 0, Bytes(4)));
  bench_.free_bytes() = uint64_t{0};
  const absl::Status status = store().Append(id, 4, "x").status();
  EXPECT_TRUE(absl::IsResourceExhausted(status));
  bench_.free_bytes() = Refusal(kDiskFailed).With("what", "statvfs");
  EXPECT_OK(store().Append(id, 4, "\x04"));
}

TEST_F(FileBlobStoreTest, WhatAnUploadKeepsForItsOwnerIsBounded) {
  UploadSpec spec{IdOf(Bytes(10)), 10, std::string(kUploadOwnerBytesMax, 'o'),
                  std::string(kUploadNoteBytesMax, 'n')};
  EXPECT_OK(store().StartUpload(spec));
  spec.owner += 'o';
  EXPECT_THAT(store().StartUpload(spec), IsRefused(kUploadMalformed));
  spec.owner = "o";
  spec.note += 'n';
  EXPECT_THAT(store().StartUpload(spec), IsRefused(kUploadMalformed));
}

TEST_F(FileBlobStoreTest, ADigestHasOneSize) {
  const BlobId blob = bench_.Put(Bytes(10));

  EXPECT_THAT(store().StartUpload({blob, 11, "me", ""}), IsRefused(kBlobSizeMismatch));
}

// ---- Reading ----------------------------------------------------------------------------------

TEST_F(FileBlobStoreTest, AnyRangeIsReadUpToTheEnd) {
  const std::string bytes = Bytes(100);
  const BlobId blob = bench_.Put(bytes);

  EXPECT_THAT(store().Read(blob, 0, 10), IsOkAndHolds(bytes.substr(0, 10)));
  EXPECT_THAT(store().Read(blob, 99, 1), IsOkAndHolds(bytes.substr(99)));
  EXPECT_THAT(store().Read(blob, 90, 1000), IsOkAndHolds(bytes.substr(90)));
  EXPECT_THAT(store().Read(blob, 5, 0), IsOkAndHolds(std::string()));
  EXPECT_THAT(store().Read(blob, 100, 1), IsRefused(kBlobRange));
  EXPECT_THAT(store().Read(blob, UINT64_MAX, SIZE_MAX), IsRefused(kBlobRange));
}

TEST_F(FileBlobStoreTest, NoMoreThanAChunkIsReadAtOnce) {
  bench_.options().blob_bytes_max = kBlobBytesMax;
  bench_.options().blobs_bytes_max = kBlobsBytesMax;
  bench_.Reopen();
  const BlobId blob = bench_.Put(std::string(kBlobReadBytesMax + 1, 'x'));

  EXPECT_EQ(store().Read(blob, 0, kBlobReadBytesMax + 1)->size(), kBlobReadBytesMax);
  EXPECT_EQ(store().Read(blob, 1, kBlobReadBytesMax)->size(), kBlobReadBytesMax);
  EXPECT_OK(store().Verify(blob));
}

TEST_F(FileBlobStoreTest, DamageIsFoundByReadingTheWhole) {
  const BlobId blob = bench_.Put(Bytes(100));
  std::fstream(bench_.PathOf(blob), std::ios::in | std::ios::out | std::ios::binary) << "damage";

  EXPECT_THAT(store().Verify(blob), IsRefused(kBlobDamaged));
  std::filesystem::remove(bench_.PathOf(blob));
  EXPECT_THAT(store().Verify(blob), IsRefused(kBlobNotFound));
}

// ---- Collecting -------------------------------------------------------------------------------

TEST_F(FileBlobStoreTest, BlobsAreListedByWhenTheyCame) {
  const absl::Time begin = bench_.clock().Now();
  const BlobId first = bench_.Put(Bytes(10));
  bench_.clock().Advance(absl::Hours(1));
  const BlobId second = bench_.Put(Bytes(20));

  EXPECT_THAT(store().ListUpTo(begin - absl::Seconds(1)), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(store().ListUpTo(begin), IsOkAndHolds(ElementsAre(first)));
  bench_.Reopen();
  EXPECT_THAT(store().ListUpTo(begin + absl::Minutes(59)), IsOkAndHolds(ElementsAre(first)));
  EXPECT_EQ(store().ListUpTo(begin + absl::Hours(1))->size(), 2);
  ASSERT_OK(bench_.Start(Bytes(10)));  // Asked for: as if it had come now.
  EXPECT_THAT(store().ListUpTo(begin + absl::Minutes(59)), IsOkAndHolds(IsEmpty()));
}

TEST_F(FileBlobStoreTest, ACondemnedBlobIsRemoved) {
  const BlobId blob = bench_.Put(Bytes(10));
  ASSERT_TRUE(store().Condemn(blob));
  EXPECT_THAT(store().Find(blob), IsOkAndHolds(10u));

  EXPECT_THAT(store().RemoveCondemned(blob), IsOkAndHolds(true));

  EXPECT_THAT(store().Find(blob), IsRefused(kBlobNotFound));
  EXPECT_THAT(store().Hold(blob), IsRefused(kBlobNotFound));
  EXPECT_FALSE(std::filesystem::exists(bench_.PathOf(blob)));
  bench_.Put(Bytes(10));  // It may come again.
  EXPECT_EQ(bench_.ReadAll(blob), Bytes(10));
}

TEST_F(FileBlobStoreTest, NothingIsRemovedThatWasNotCondemned) {
  const BlobId blob = bench_.Put(Bytes(10));

  EXPECT_THAT(store().RemoveCondemned(blob), IsOkAndHolds(false));
  ASSERT_TRUE(store().Condemn(blob));
  store().Pardon(blob);
  EXPECT_THAT(store().RemoveCondemned(blob), IsOkAndHolds(false));
  EXPECT_EQ(bench_.ReadAll(blob), Bytes(10));
}

TEST_F(FileBlobStoreTest, WhoeverWantsACondemnedBlobPardonsIt) {
  const BlobId blob = bench_.Put(Bytes(10));
  ASSERT_TRUE(store().Condemn(blob));
  ASSERT_OK(store().Hold(blob));
  EXPECT_THAT(store().RemoveCondemned(blob), IsOkAndHolds(false));

  ASSERT_TRUE(store().Condemn(blob));
  ASSERT_OK(bench_.Start(Bytes(10)));
  EXPECT_THAT(store().RemoveCondemned(blob), IsOkAndHolds(false));
  EXPECT_EQ(bench_.ReadAll(blob), Bytes(10));
}

TEST_F(FileBlobStoreTest, AHeldBlobIsNotCondemned) {
  const BlobId blob = bench_.Put(Bytes(10));
  ASSERT_OK_AND_ASSIGN(BlobHold hold, store().Hold(blob));

  EXPECT_FALSE(store().Condemn(blob));
  hold.reset();
  EXPECT_TRUE(store().Condemn(blob));
}

TEST_F(FileBlobStoreTest, UploadsThatNobodyGoesOnWithAreDroppedAfterADay) {
  const Uuid left = bench_.Begin(Bytes(100));
  const Uuid continued = bench_.Begin(Bytes(200));
  bench_.clock().Advance(absl::Hours(12));
  ASSERT_OK(store().Append(continued, 0, Bytes(200).substr(0, 50)));
  bench_.clock().Advance(absl::Hours(12) - absl::Seconds(1));
  ASSERT_OK(store().Tend());
  EXPECT_OK(store().FindUpload(left));

  bench_.clock().Advance(absl::Seconds(1));
  ASSERT_OK(store().Tend());

  EXPECT_THAT(store().FindUpload(left), IsRefused(kUploadNotFound));
  EXPECT_OK(store().FindUpload(continued));
  bench_.clock().Advance(absl::Hours(12));
  bench_.Reopen();  // It knows that still.
  ASSERT_OK(store().Tend());
  EXPECT_THAT(store().FindUpload(continued), IsRefused(kUploadNotFound));
  EXPECT_TRUE(std::filesystem::is_empty(bench_.path() + "/uploads"));
}

TEST_F(FileBlobStoreTest, OtherThingsInTheDirectoryAreLeftAlone) {
  const BlobId blob = bench_.Put(Bytes(10));
  const std::string stray = bench_.path() + "/" + blob.hex().substr(0, 2) + "/README";
  std::ofstream(stray) << "x";
  std::filesystem::create_directory(bench_.path() + "/lost+found");
  bench_.Reopen();

  EXPECT_THAT(store().ListUpTo(absl::InfiniteFuture()), IsOkAndHolds(ElementsAre(blob)));
  EXPECT_TRUE(std::filesystem::exists(stray));
}

}  // namespace
}  // namespace samverk::storage

// What a host of ledgers promises: whole ledgers or none, one server to a directory, much
// shared by many, and views that may be damaged or gone.

#include "storage/ledger/ledger.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "base/testing/fake_clock.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/blobs/blob_store.h"
#include "storage/event_log/testing/test_proposal.h"
#include "storage/kv/testing/fault_file_system.h"
#include "storage/kv/testing/temp_directory.h"
#include "storage/people/master_key.h"
#include "storage/people/people_reasons.h"

namespace samverk::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Operation = FaultFileSystem::Operation;

// The threads of this process.
size_t Threads() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return static_cast<size_t>(std::distance(begin(tasks), end(tasks)));
}

class LedgerHostTest : public ::testing::Test {
 protected:
  LedgerHostTest() : path_(root_.path() + "/data"), resources_(MakeRocksResources(disk_.env())) {
    Start();
  }

  absl::StatusOr<std::unique_ptr<LedgerHost>> OpenHost() {
    return LedgerHost::Open(path_, clock_, resources_);
  }
  void Start() {
    auto host = OpenHost();
    EXPECT_OK(host);
    host_ = *std::move(host);
  }
  void Restart() {
    host_.reset();
    Start();
  }

  std::unique_ptr<Ledger> Open(const std::string& partnership) {
    EXPECT_OK(host_->CreateLedger(partnership));
    auto ledger = host_->OpenLedger(partnership);
    EXPECT_OK(ledger);
    return ledger.ok() ? *std::move(ledger) : nullptr;
  }

  // Appends events, and applies as many to a view that is then flushed.
  static void Fill(Ledger& ledger, size_t events, size_t bytes = 10) {
    ASSERT_OK(AppendAndWait(ledger.log(), AnAppend().OnStream("a").WithEvents(events).Content(
                                              std::string(bytes, 'x'))));
    ASSERT_OK_AND_ASSIGN(const auto family, ledger.views().OpenFamily("a@1.1"));
    ViewBatch batch(*family);
    batch.Put("row", std::string(bytes, 'x'));
    ASSERT_OK(family->Apply(std::move(batch), ledger.log().Head()));
    ASSERT_OK(family->Flush());
  }

  static Position CursorOf(Ledger& ledger) {
    auto family = ledger.views().OpenFamily("a@1.1");
    EXPECT_OK(family);
    return *(*family)->ReadCursor();
  }

  std::string Path(const std::string& file) const { return path_ + "/" + file; }

  // A table of the views of a ledger.
  std::string ViewTable(const std::string& partnership) const {
    for (const auto& entry : std::filesystem::directory_iterator(Path(partnership + "/views"))) {
      if (entry.path().extension() == ".sst") return entry.path();
    }
    ADD_FAILURE() << "no table";
    return "";
  }

  FakeClock clock_;
  TempDirectory root_;
  std::string path_;
  FaultFileSystem disk_;
  RocksResources resources_;
  std::unique_ptr<LedgerHost> host_;
};

// ---- Whole or not at all ----

TEST_F(LedgerHostTest, ANewDataDirectoryHasNoLedgersAndNoneOpens) {
  EXPECT_THAT(host_->List(), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(host_->OpenLedger("umea"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_FALSE(std::filesystem::exists(Path("umea")));
}

TEST_F(LedgerHostTest, LedgersAreListedInOrderAndAreThereAgainAfterARestart) {
  ASSERT_OK(host_->CreateLedger("vasterbotten"));
  ASSERT_OK(host_->CreateLedger("jamtland"));
  EXPECT_THAT(host_->List(), IsOkAndHolds(ElementsAre("jamtland", "vasterbotten")));

  Restart();

  EXPECT_THAT(host_->List(), IsOkAndHolds(ElementsAre("jamtland", "vasterbotten")));
  EXPECT_OK(host_->OpenLedger("jamtland"));
}

TEST_F(LedgerHostTest, WhatIsNoLedgerIsNotListedAndWhatLostAPartIs) {
  std::filesystem::create_directories(Path("lost+found"));
  for (const char* id : {"a", "b"}) ASSERT_OK(host_->CreateLedger(id));
  std::filesystem::remove_all(Path("a") + "/log");
  std::filesystem::remove(Path("b") + "/head");

  EXPECT_THAT(host_->List(), IsOkAndHolds(ElementsAre("a", "b")));
}

TEST_F(LedgerHostTest, CreatingALedgerTwiceLeavesTheFirstAsItIs) {
  auto ledger = Open("umea");
  Fill(*ledger, 3);
  const Uuid id = ledger->log().identity().ledger_id;
  ledger.reset();

  ASSERT_OK(host_->CreateLedger("umea"));

  ASSERT_OK_AND_ASSIGN(ledger, host_->OpenLedger("umea"));
  EXPECT_EQ(ledger->partnership(), "umea");
  EXPECT_EQ(ledger->log().identity().ledger_id, id);
  EXPECT_EQ(ledger->log().Head(), Position(3));
}

TEST_F(LedgerHostTest, DraftsThatACrashLeftAreClearedWhenTheHostOpens) {
  host_.reset();
  std::filesystem::create_directories(Path(".new-umea/log"));
  std::ofstream(Path(".new-umea/log/CURRENT")) << "MANIFEST-000001\n";

  Start();

  EXPECT_FALSE(std::filesystem::exists(Path(".new-umea")));
  EXPECT_THAT(host_->List(), IsOkAndHolds(IsEmpty()));
  EXPECT_OK(host_->CreateLedger("umea"));
}

TEST_F(LedgerHostTest, WhereverTheDiskFailsALedgerIsMadeWholeOrNotAtAll) {
  uint64_t call = 0;
  for (bool made = false; !made; ++call) {
    SCOPED_TRACE(absl::StrCat("failing from call ", call));
    disk_.SetFault(FaultFileSystem::FailFrom(disk_.calls() + call, FaultFileSystem::NoSpace()));
    const absl::Status status = host_->CreateLedger("umea");
    made = status.ok();
    disk_.ClearFault();
    if (made) break;
    EXPECT_THAT(status, IsRefused(kDiskFailed));
    ASSERT_OK_AND_ASSIGN(const std::vector<std::string> ids, host_->List());
    if (ids.empty()) continue;
    // Only its name was not synced.
    ASSERT_THAT(ids, ElementsAre("umea"));
    EXPECT_OK(host_->OpenLedger("umea"));
    std::filesystem::remove_all(Path("umea"));
  }
  EXPECT_GT(call, 10);
  EXPECT_OK(host_->OpenLedger("umea"));
}

TEST_F(LedgerHostTest, ADataDirectoryHasOneServer) {
  EXPECT_THAT(OpenHost(), IsRefused(kDataDirectoryInUse));

  host_.reset();
  EXPECT_OK(OpenHost());
}

TEST_F(LedgerHostTest, ALedgerCanBeCopiedAndMovedAlone) {
  auto ledger = Open("umea");
  Fill(*ledger, 3);
  ledger.reset();
  std::filesystem::copy(Path("umea"), Path("copy"), std::filesystem::copy_options::recursive);

  ASSERT_OK_AND_ASSIGN(const auto copy, host_->OpenLedger("copy"));

  EXPECT_EQ(copy->log().Head(), Position(3));
  EXPECT_EQ(CursorOf(*copy), Position(3));
}

// ---- People ----

TEST_F(LedgerHostTest, KeysOfPeopleAreThereAgainAfterARestart) {
  auto ledger = Open("umea");
  ASSERT_OK_AND_ASSIGN(const auto key, ledger->people().FindOrCreateKey("people/1"));
  ledger.reset();

  Restart();

  ASSERT_OK_AND_ASSIGN(ledger, host_->OpenLedger("umea"));
  ASSERT_OK_AND_ASSIGN(const auto found, ledger->people().FindKey("people/1"));
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->id(), key->id());
}

TEST_F(LedgerHostTest, TheMasterKeyIsMadeWhenItIsFirstNeededAndNotByLooking) {
  EXPECT_FALSE(std::filesystem::exists(Path(kMasterKeyFile)));
  ASSERT_OK(host_->CreateLedger("umea"));
  EXPECT_OK(host_->VerifyLedger("umea", [](Position, Position) {}));
  EXPECT_FALSE(std::filesystem::exists(Path(kMasterKeyFile)));

  ASSERT_OK(host_->LoadMasterKey());

  EXPECT_OK(ReadMasterKey(Path(kMasterKeyFile)));
}

TEST_F(LedgerHostTest, TheMasterKeyCanBeKeptElsewhere) {
  const std::string elsewhere = root_.path() + "/elsewhere.key";
  host_.reset();
  ASSERT_OK_AND_ASSIGN(host_, LedgerHost::Open(path_, clock_, resources_, elsewhere));

  Open("umea");

  EXPECT_OK(ReadMasterKey(elsewhere));
  EXPECT_FALSE(std::filesystem::exists(Path(kMasterKeyFile)));
}

TEST_F(LedgerHostTest, AMasterKeyThatWasLostIsNotReplacedByANewOne) {
  Open("umea");
  std::filesystem::rename(Path(kMasterKeyFile), Path("backup"));
  Restart();

  EXPECT_THAT(host_->LoadMasterKey(), IsRefused(kMasterKeyMissing));
  EXPECT_THAT(host_->OpenLedger("umea"), IsRefused(kMasterKeyMissing));
  EXPECT_FALSE(std::filesystem::exists(Path(kMasterKeyFile)));

  std::filesystem::rename(Path("backup"), Path(kMasterKeyFile));
  EXPECT_OK(host_->OpenLedger("umea"));
}

TEST_F(LedgerHostTest, ALedgerOfAnotherMasterKeyIsRefusedAndTheOthersOpen) {
  Open("umea");
  std::filesystem::rename(Path("umea"), root_.path() + "/umea");
  std::filesystem::remove(Path(kMasterKeyFile));
  Open("malmo");  // With a new master key.
  std::filesystem::rename(root_.path() + "/umea", Path("umea"));

  EXPECT_THAT(host_->OpenLedger("umea"), IsRefused(kMasterKeyWrong));

  EXPECT_OK(host_->OpenLedger("malmo"));
}

TEST_F(LedgerHostTest, ALedgerFromBeforeThereWereKeysOpens) {
  auto ledger = Open("umea");
  Fill(*ledger, 3);
  ledger.reset();
  std::filesystem::remove_all(Path("umea/people"));

  ASSERT_OK_AND_ASSIGN(ledger, host_->OpenLedger("umea"));

  EXPECT_EQ(ledger->log().Head(), Position(3));
  EXPECT_OK(ledger->people().FindOrCreateKey("people/1"));
}

// ---- What ledgers share ----

TEST_F(LedgerHostTest, EightLedgersHaveSevenThreadsMoreThanOne) {
  std::vector<std::unique_ptr<Ledger>> ledgers;
  size_t with_one = 0;
  for (int i = 0; i < 8; ++i) {
    ledgers.push_back(Open(absl::StrCat("ledger", i)));
    Fill(*ledgers.back(), 10);
    if (i == 0) with_one = Threads();
  }

  // The writer of each log. Those of RocksDB are there since the first flush.
  EXPECT_EQ(Threads(), with_one + 7);
}

TEST_F(LedgerHostTest, LedgersShareOneBudgetOfWriteBuffers) {
  std::vector<std::unique_ptr<Ledger>> ledgers;
  for (int i = 0; i < 4; ++i) {
    ledgers.push_back(Open(absl::StrCat("ledger", i)));
    const size_t before = resources_.write_buffers->memory_usage();
    ASSERT_OK(AppendAndWait(ledgers.back()->log(), AnAppend().OnStream("a").WithEvents(10).Content(
                                                       std::string(10'000, 'x'))));
    const size_t with_log = resources_.write_buffers->memory_usage();
    EXPECT_GE(with_log, before + 100'000);

    ASSERT_OK_AND_ASSIGN(const auto family, ledgers.back()->views().OpenFamily("a@1.1"));
    ViewBatch batch(*family);
    batch.Put("row", std::string(100'000, 'x'));
    ASSERT_OK(family->Apply(std::move(batch), Position(1)));
    EXPECT_GE(resources_.write_buffers->memory_usage(), with_log + 100'000);
  }
  EXPECT_EQ(resources_.write_buffers->buffer_size(), kWriteBufferBytes);
}

TEST_F(LedgerHostTest, LedgersShareOneBlockCache) {
  for (int i = 0; i < 4; ++i) {
    const std::string id = absl::StrCat("ledger", i);
    auto ledger = Open(id);
    Fill(*ledger, 1, 50'000);
    ledger.reset();
    const size_t before = resources_.block_cache->GetUsage();

    // Opening moves the log into tables; then they are read.
    ASSERT_OK_AND_ASSIGN(ledger, host_->OpenLedger(id));
    ASSERT_OK(ledger->log().PositionAt(clock_.Now()));
    const size_t with_log = resources_.block_cache->GetUsage();
    EXPECT_GE(with_log, before + 50'000);

    ASSERT_OK_AND_ASSIGN(const auto family, ledger->views().OpenFamily("a@1.1"));
    ViewCursor rows = family->Rows();
    rows.Seek("row");
    ASSERT_TRUE(rows.Valid());
    // The row is in the cache of all, or was put there when its cursor was read.
    EXPECT_GE(resources_.block_cache->GetUsage(), before + 100'000);
  }
  EXPECT_EQ(resources_.block_cache->GetCapacity(), kBlockCacheBytes);
}

// ---- Views ----

TEST_F(LedgerHostTest, DeletingTheViewsLosesNothing) {
  auto ledger = Open("umea");
  Fill(*ledger, 3);
  ASSERT_OK_AND_ASSIGN(const auto events, ReadAll(ledger->log()));
  ledger.reset();
  std::filesystem::remove_all(Path("umea/views"));

  ASSERT_OK_AND_ASSIGN(ledger, host_->OpenLedger("umea"));

  EXPECT_THAT(ledger->views().FamilyNames(), IsEmpty());
  EXPECT_EQ(CursorOf(*ledger), Position(0));
  ASSERT_OK_AND_ASSIGN(const auto again, ReadAll(ledger->log()));
  EXPECT_EQ(FactsIn(again), FactsIn(events));
  EXPECT_THAT(again, SizeIs(3));
}

TEST_F(LedgerHostTest, DamagedViewsAreSetAsideAndBeginEmpty) {
  for (int i = 0; i < 2; ++i) {  // The second replaces the first.
    auto ledger = Open("umea");
    Fill(*ledger, 3);
    const Position head = ledger->log().Head();
    ledger.reset();
    const std::string table = ViewTable("umea");
    const auto size = std::filesystem::file_size(table);
    std::ofstream(table, std::ios::binary | std::ios::trunc) << std::string(size, '?');
    std::ofstream(Path(absl::StrCat("umea/views/round", i))) << "x";

    ASSERT_OK_AND_ASSIGN(ledger, host_->OpenLedger("umea"));

    EXPECT_EQ(ledger->log().Head(), head);
    EXPECT_EQ(CursorOf(*ledger), Position(0));
    EXPECT_TRUE(std::filesystem::exists(Path(absl::StrCat("umea/views.damaged/round", i))));
    EXPECT_FALSE(std::filesystem::exists(Path(absl::StrCat("umea/views.damaged/round", 1 - i))));
  }
}

TEST_F(LedgerHostTest, AViewFileThatIsMissingTakesNoPartnershipOutOfService) {
  auto ledger = Open("umea");
  Fill(*ledger, 3);
  ledger.reset();
  std::filesystem::remove(ViewTable("umea"));

  ASSERT_OK_AND_ASSIGN(ledger, host_->OpenLedger("umea"));

  EXPECT_EQ(CursorOf(*ledger), Position(0));
}

TEST_F(LedgerHostTest, ADiskThatRefusesDeletesNoViews) {
  auto ledger = Open("umea");
  Fill(*ledger, 3);
  ledger.reset();
  const auto in_views = [](const rocksdb::IOStatus& status) {
    return [status](const FaultFileSystem::Call& call) {
      return absl::StrContains(call.path, "/views/") ? status : rocksdb::IOStatus::OK();
    };
  };
  for (const rocksdb::IOStatus& status : {FaultFileSystem::IoError(), FaultFileSystem::NoSpace()}) {
    disk_.SetFault(in_views(status));
    resources_.block_cache->EraseUnRefEntries();

    EXPECT_THAT(host_->OpenLedger("umea"), IsRefused(kDiskFailed));

    disk_.ClearFault();
    EXPECT_FALSE(std::filesystem::exists(Path("umea/views.damaged")));
  }
  ASSERT_OK_AND_ASSIGN(ledger, host_->OpenLedger("umea"));
  EXPECT_EQ(CursorOf(*ledger), Position(3));
}

// ---- Blobs ----

TEST_F(LedgerHostTest, BlobsBelongToOneLedgerAndVerifyingReadsThem) {
  const std::string bytes = "Protokoll";
  const BlobId blob = BlobId::Of(Sha256({bytes}));
  {
    const auto ledger = Open("umea");
    ASSERT_OK_AND_ASSIGN(const auto upload,
                         ledger->blobs().StartUpload({blob, bytes.size(), "me", ""}));
    ASSERT_OK(ledger->blobs().Append(upload->id, 0, bytes));
    ASSERT_OK(ledger->blobs().FinishUpload(upload->id));
    EXPECT_THAT(Open("asele")->blobs().Find(blob), IsRefused(kBlobNotFound));
  }
  Restart();
  EXPECT_THAT(Open("umea")->blobs().Read(blob, 0, 100), IsOkAndHolds(bytes));
  EXPECT_OK(host_->VerifyLedger("umea", [](Position, Position) {}));

  std::ofstream(Path("umea/blobs/" + blob.hex().substr(0, 2) + "/" + blob.hex())) << "protokoll";
  EXPECT_THAT(host_->VerifyLedger("umea", [](Position, Position) {}), IsRefused(kBlobDamaged));
}

}  // namespace
}  // namespace samverk::storage

#include "services/attachments/orphan_collector.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/serial_executor.h"
#include "base/sha256.h"
#include "base/testing/fake_clock.h"
#include "base/testing/gate.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/attachment.pb.h"
#include "services/attachments/attachment_service.h"
#include "services/runtime/attachment_holds.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/requests.h"
#include "storage/event_log/log_reasons.h"
#include "storage/event_log/testing/test_proposal.h"
#include "storage/kv/testing/temp_directory.h"

namespace samverk::attachments {
namespace {

using runtime::FromText;
using storage::BlobId;

// A partnership with a workshop, and files that come and go.
class OrphanCollectorTest : public ::testing::Test {
 protected:
  OrphanCollectorTest() {
    AddAttachments(slices_);
    ledgers_ = storage::LedgerHost::Open(directory_.path() + "/data", clock_).value();
    partnerships_ = runtime::Partnerships::Start(*ledgers_, slices_, clock_).value();
    partnership_ = partnerships_->FindOrCreate("vasterbotten").value();
    for (const char* resource : {"organisations/2421", "workshops/1"}) {
      EXPECT_OK(storage::AppendAndWait(log(), storage::AnAppend().OnStream(resource)));
    }
  }

  storage::EventLog& log() { return partnership_->log(); }
  storage::BlobStore& blobs() { return partnership_->blobs(); }

  BlobId Put(const std::string& bytes) {
    const BlobId blob = BlobId::Of(Sha256({bytes}));
    const auto upload = blobs().StartUpload({blob, bytes.size(), "me", ""});
    EXPECT_OK(upload);
    if (!upload.ok() || !upload->has_value()) return blob;
    EXPECT_OK(blobs().Append((*upload)->id, 0, bytes));
    EXPECT_OK(blobs().FinishUpload((*upload)->id));
    return blob;
  }

  absl::StatusOr<v1::CommandResult> Attach(const BlobId& blob, size_t size_bytes) {
    auto command = FromText<v1::AttachFileRequest>(
        "parent: '~' subject: '~/workshops/1' owner: '~/organisations/2421'"
        "file { file_name: 'p.txt' media_type: 'text/plain' }");
    command.set_request_id(testing::NewId());
    command.set_attachment_id(testing::NewId());
    command.mutable_file()->set_sha256(blob.hex());
    command.mutable_file()->set_size_bytes(static_cast<int64_t>(size_bytes));
    runtime::Caller caller;
    caller.actor.set_principal("tester");
    caller.actor.set_role(v1::ROLE_ADMINISTRATOR);
    Gate answered;
    absl::StatusOr<v1::CommandResult> answer;
    partnership_->commands().Submit(caller, command, [&](absl::StatusOr<v1::CommandResult> result) {
      answer = std::move(result);
      answered.Open();
    });
    answered.Wait();
    return answer;
  }

  storage::TempDirectory directory_;
  FakeClock clock_;
  runtime::Slices slices_;
  std::unique_ptr<storage::LedgerHost> ledgers_;
  std::unique_ptr<runtime::Partnerships> partnerships_;
  runtime::Partnership* partnership_ = nullptr;
};

TEST_F(OrphanCollectorTest, WhatNothingRefersToGoesAfterADay) {
  const BlobId blob = Put("orphan");
  OrphanCollector collector(*partnership_, clock_);
  clock_.Advance(absl::Hours(24) - absl::Seconds(1));
  EXPECT_THAT(collector.Collect(), IsOkAndHolds(0));

  clock_.Advance(absl::Seconds(1));
  EXPECT_THAT(collector.Collect(), IsOkAndHolds(1));

  EXPECT_THAT(blobs().Find(blob), IsRefused(storage::kBlobNotFound));
  EXPECT_THAT(Attach(blob, 6), IsRefused(runtime::kAttachmentNotUploaded));
}

TEST_F(OrphanCollectorTest, WhatIsReferredToStays) {
  const BlobId blob = Put("attached");
  ASSERT_OK(Attach(blob, 8));
  clock_.Advance(absl::Hours(24 * 365));

  EXPECT_THAT(OrphanCollector(*partnership_, clock_).Collect(), IsOkAndHolds(0));

  EXPECT_OK(blobs().Verify(blob));
}

TEST_F(OrphanCollectorTest, WhatAnEventOfALaterVersionRefersToStays) {
  const BlobId blob = Put("signed plan");
  storage::NewEvent event = storage::AnEvent("plans/1", "\x0a@" + blob.hex());
  event.type = "samverk.v1.PlanSigned";
  ASSERT_OK(storage::AppendAndWait(log(), storage::AnAppend().With(event)));
  clock_.Advance(absl::Hours(25));

  EXPECT_THAT(OrphanCollector(*partnership_, clock_).Collect(), IsOkAndHolds(0));
}

TEST_F(OrphanCollectorTest, AbandonedUploadsGoToo) {
  const BlobId blob = BlobId::Of(Sha256({"never"}));
  const auto upload = blobs().StartUpload({blob, 5, "me", ""});
  ASSERT_OK(upload);
  clock_.Advance(absl::Hours(24));

  EXPECT_THAT(OrphanCollector(*partnership_, clock_).Collect(), IsOkAndHolds(0));

  EXPECT_THAT(blobs().FindUpload((*upload)->id), IsRefused(storage::kUploadNotFound));
}

// ---- Between the steps ------------------------------------------------------------------------

TEST_F(OrphanCollectorTest, ACommandThatComesAfterCondemningSavesTheFile) {
  const BlobId blob = Put("late");
  clock_.Advance(absl::Hours(25));
  OrphanCollector collector(*partnership_, clock_);
  ASSERT_OK(collector.Condemn());

  ASSERT_OK(Attach(blob, 4));

  EXPECT_THAT(collector.Remove(), IsOkAndHolds(0));
  EXPECT_OK(blobs().Verify(blob));
}

TEST_F(OrphanCollectorTest, ACommandThatIsRefusedSavesTheFileForThisTimeOnly) {
  const BlobId blob = Put("late");
  clock_.Advance(absl::Hours(25));
  OrphanCollector collector(*partnership_, clock_);
  ASSERT_OK(collector.Condemn());
  ASSERT_THAT(Attach(blob, 5), IsRefused(runtime::kAttachmentNotUploaded));  // Another size.

  EXPECT_THAT(collector.Remove(), IsOkAndHolds(0));
  EXPECT_THAT(collector.Collect(), IsOkAndHolds(1));
}

TEST_F(OrphanCollectorTest, AFileThatACommandUnderWayHoldsIsNotCondemned) {
  const BlobId blob = Put("held");
  clock_.Advance(absl::Hours(25));
  OrphanCollector collector(*partnership_, clock_);
  {
    const auto hold = blobs().Hold(blob);
    ASSERT_OK(hold);
    EXPECT_THAT(collector.Collect(), IsOkAndHolds(0));
  }
  EXPECT_THAT(collector.Collect(), IsOkAndHolds(1));
}

TEST_F(OrphanCollectorTest, StartingToUploadItAgainSavesTheFile) {
  const BlobId blob = Put("again");
  clock_.Advance(absl::Hours(25));
  OrphanCollector collector(*partnership_, clock_);
  ASSERT_OK(collector.Condemn());

  Put("again");

  EXPECT_THAT(collector.Remove(), IsOkAndHolds(0));
  EXPECT_THAT(collector.Collect(), IsOkAndHolds(0));  // It has another day.
  ASSERT_OK(Attach(blob, 5));
}

TEST_F(OrphanCollectorTest, NothingGoesWhileTheLogIsUnwell) {
  const BlobId blob = Put("suspect");
  clock_.JumpWall(absl::Hours(25));

  EXPECT_THAT(OrphanCollector(*partnership_, clock_).Collect(), IsRefused(storage::kClockSuspect));

  EXPECT_OK(blobs().Find(blob));
  // And it was pardoned.
  EXPECT_THAT(blobs().RemoveCondemned(blob), IsOkAndHolds(false));
}

// Commands and a collector that never rests: whatever was attached is there, and what was
// refused was refused because it was gone.
TEST_F(OrphanCollectorTest, NoRaceLosesWhatWasAttached) {
  constexpr int kThreads = 3;
  constexpr int kRounds = 20;
  clock_.Advance(absl::Hours(1));
  std::atomic<bool> stop = false;
  std::atomic<int> attached = 0;
  std::thread collecting([&] {
    OrphanCollector collector(*partnership_, clock_);
    while (!stop) {
      clock_.Advance(absl::Hours(25));  // Everything is old at once.
      EXPECT_OK(collector.Collect());
    }
  });
  std::vector<std::thread> people;
  for (int t = 0; t < kThreads; ++t) {
    people.emplace_back([&, t] {
      for (int i = 0; i < kRounds; ++i) {
        const std::string bytes = absl::StrCat("file ", t, " of ", i);
        const BlobId blob = BlobId::Of(Sha256({bytes}));
        const auto upload = blobs().StartUpload({blob, bytes.size(), "me", ""});
        // A day may pass between any two steps, and then it is as if it had not begun.
        if (!upload.ok() || !upload->has_value() || !blobs().Append((*upload)->id, 0, bytes).ok() ||
            !blobs().FinishUpload((*upload)->id).ok()) {
          continue;
        }
        const auto answer = Attach(blob, bytes.size());
        if (answer.ok()) {
          ++attached;
          EXPECT_OK(blobs().Verify(blob)) << bytes;
        } else {
          EXPECT_THAT(answer, IsRefused(runtime::kAttachmentNotUploaded));
        }
      }
    });
  }
  for (std::thread& person : people) person.join();
  stop = true;
  collecting.join();

  // Once more, with everything old and nothing under way.
  clock_.Advance(absl::Hours(25));
  ASSERT_OK(OrphanCollector(*partnership_, clock_).Collect());
  ASSERT_OK_AND_ASSIGN(const auto left, blobs().ListUpTo(absl::InfiniteFuture()));
  EXPECT_EQ(left.size(), static_cast<size_t>(attached));
  for (const BlobId& blob : left) EXPECT_OK(blobs().Verify(blob));
}

}  // namespace
}  // namespace samverk::attachments

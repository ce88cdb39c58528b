// Opens a ledger of every format version that was ever released, and finds in it what
// was there. The ledgers are the example partnership, imported by the program of their
// day (see README.md beside this file); never change one.

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "base/sha256.h"
#include "base/testing/fake_clock.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/event_log/event.h"
#include "storage/kv/testing/temp_directory.h"
#include "storage/ledger/ledger.h"

namespace samverk {
namespace {

constexpr char kGolden[] = "tests/compatibility/ledger_v1";
constexpr char kGoldenEvents[] = "tests/compatibility/ledger_v1.events.txt";
constexpr char kPartnership[] = "vasterbotten";

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// A line per event: everything that must never read differently.
std::string Describe(const storage::EventLog& log) {
  std::string text;
  storage::ReadRange range;
  for (std::optional<uint64_t> next = 1; next.has_value();) {
    range.from = *next;
    const absl::StatusOr<storage::EventPage> page = log.ReadLedger(range);
    EXPECT_OK(page);
    if (!page.ok()) return text;
    for (const storage::RecordedEvent& event : page->events) {
      absl::StrAppend(&text, event.position().value(), " ", event.resource(), " ",
                      event.revision().value(), " ", event.owner().empty() ? "-" : event.owner(),
                      " ", event.type(), " ", event.request_id(), "/", event.ordinal(), " ",
                      absl::ToUnixMicros(event.recorded_at()), " ",
                      absl::BytesToHexString(AsBytes(storage::LeafHash(event.leaf()))), " ",
                      absl::BytesToHexString(AsBytes(Sha256({event.event()}))), "\n");
    }
    next = page->next;
  }
  return text;
}

class GoldenLedgerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    // After the ledger was made, or its clock would be suspect.
    clock_.Advance(absl::FromCivil(absl::CivilDay(2030, 1, 1), absl::UTCTimeZone()) - clock_.Now());
    // The files may be links to what must not change.
    std::filesystem::copy(kGolden, root_.path() + "/" + kPartnership,
                          std::filesystem::copy_options::recursive);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root_.path())) {
      std::filesystem::permissions(entry, std::filesystem::perms::owner_all);
    }
  }

  FakeClock clock_;
  storage::TempDirectory root_;
};

TEST_F(GoldenLedgerTest, LedgerOfVersionOneHoldsWhatItHeld) {
  ASSERT_OK_AND_ASSIGN(const auto host, storage::LedgerHost::Open(root_.path(), clock_));
  ASSERT_OK_AND_ASSIGN(const auto ledger, host->OpenLedger(kPartnership));
  const std::string found = Describe(ledger->log());
  // For whoever adds the ledger of a new version: what is in it.
  if (const char* outputs = getenv("TEST_UNDECLARED_OUTPUTS_DIR"); outputs != nullptr) {
    std::ofstream(std::string(outputs) + "/events.txt") << found;
  }
  EXPECT_EQ(found, ReadFile(kGoldenEvents));
}

TEST_F(GoldenLedgerTest, LedgerOfVersionOneIsWhole) {
  ASSERT_OK_AND_ASSIGN(const auto host, storage::LedgerHost::Open(root_.path(), clock_));
  EXPECT_OK(host->VerifyLedger(kPartnership, [](storage::Position, storage::Position) {}));
}

}  // namespace
}  // namespace samverk

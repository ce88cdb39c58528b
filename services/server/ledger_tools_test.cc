// What verifying and repairing say to an operator and to a script, word for word: it is what
// docs/guide/operations.md shows.

#include "services/server/ledger_tools.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/event_log/testing/rocks_ledger.h"
#include "storage/event_log/testing/test_proposal.h"
#include "storage/kv/testing/temp_directory.h"
#include "storage/ledger/ledger.h"

namespace samverk::server {
namespace {

using ::testing::internal::CaptureStderr;
using ::testing::internal::CaptureStdout;
using ::testing::internal::GetCapturedStderr;
using ::testing::internal::GetCapturedStdout;

// What a tool printed and returned.
struct Said {
  int exit_code;
  std::string out;
  std::string err;
  bool operator==(const Said&) const = default;
};
void PrintTo(const Said& said, std::ostream* stream) {
  *stream << said.exit_code << "\nout: " << said.out << "err: " << said.err;
}

constexpr char kEndsEarly[] =
    "The event log is damaged: it ends at position 20 but reached 30; positions 21 to 30 are at "
    "stake. Restore the ledger from a backup, or see what a repair would cut.\n";

class LedgerToolsTest : public ::testing::Test {
 protected:
  // Makes the ledger `umea` of three appends of ten events.
  LedgerToolsTest() : directory_(root_.path() + "/data") {
    auto host = storage::LedgerHost::Open(directory_, Clock::System());
    EXPECT_OK(host);
    EXPECT_OK((*host)->CreateLedger("umea"));
    auto ledger = (*host)->OpenLedger("umea");
    EXPECT_OK(ledger);
    for (int i = 0; i < 3; ++i) {
      EXPECT_OK(storage::AppendAndWait((*ledger)->log(),
                                       storage::AnAppend().OnStream("a").WithEvents(10)));
    }
  }

  // Cuts the last append short.
  void Damage() {
    for (const std::string& path : storage::FilesEndingIn(directory_ + "/umea/log", ".log")) {
      const auto size = std::filesystem::file_size(path);
      if (size > 0) std::filesystem::resize_file(path, size - 5);
    }
  }

  // Makes the table that holds the events unreadable in the middle.
  void DamageTables() {
    ASSERT_EQ(Verify().exit_code, 0);  // Which moves everything into tables.
    for (const std::string& path : storage::FilesEndingIn(directory_ + "/umea/log", ".sst")) {
      std::string bytes = storage::ReadFileBytes(path);
      bytes[bytes.size() / 4] ^= 1;
      storage::WriteFileBytes(path, bytes);
    }
  }

  template <typename Tool>
  static Said Run(Tool tool) {
    CaptureStdout();
    CaptureStderr();
    const int exit_code = tool();
    std::string out = GetCapturedStdout();
    return {exit_code, std::move(out), GetCapturedStderr()};
  }
  Said Verify(const std::string& partnership = "umea") {
    return Run([&] { return VerifyLedger(directory_, partnership); });
  }
  Said Repair(bool cut, const std::string& partnership = "umea") {
    return Run([&] { return RepairLedger(directory_, partnership, cut); });
  }

  std::map<std::string, std::string> Files() const {
    return storage::ReadTree(directory_ + "/umea");
  }

  storage::TempDirectory root_;
  std::string directory_;
};

TEST_F(LedgerToolsTest, AHealthyLedgerIsWhole) {
  EXPECT_EQ(Verify(), (Said{0, "umea: whole; 30 events checked.\n", ""}));
}

TEST_F(LedgerToolsTest, AHealthyLedgerNeedsNoRepairAndNoneIsMade) {
  const auto before = Files();
  const Said nothing = {0, "umea: nothing to repair; the log opens and reaches position 30.\n", ""};

  EXPECT_EQ(Repair(/*cut=*/false), nothing);
  EXPECT_EQ(Repair(/*cut=*/true), nothing);

  EXPECT_EQ(Files(), before);
}

TEST_F(LedgerToolsTest, ADamagedLedgerIsSaidToBeAndStaysAsItIs) {
  Damage();
  const auto before = Files();

  EXPECT_EQ(Verify(), (Said{5, "", absl::StrCat("samverkd: ", kEndsEarly)}));
  EXPECT_EQ(Repair(/*cut=*/false),
            (Said{5,
                  absl::StrCat("umea: ", kEndsEarly,
                               "Readable up to position 20; known to have reached 30.\n"
                               "A repair would cut off everything after position 20 and begin a "
                               "new epoch. Keep a copy of the directory, then run again with "
                               "--cut.\n"),
                  ""}));

  EXPECT_EQ(Files(), before);
}

TEST_F(LedgerToolsTest, ACutMakesADamagedLedgerWhole) {
  Damage();

  EXPECT_EQ(Repair(/*cut=*/true),
            (Said{0,
                  absl::StrCat("umea: ", kEndsEarly,
                               "Readable up to position 20; known to have reached 30.\n"
                               "Cut after position 20. The ledger is in a new epoch.\n"),
                  ""}));

  EXPECT_EQ(Verify(), (Said{0, "umea: whole; 20 events checked.\n", ""}));
  EXPECT_EQ(Repair(/*cut=*/false).exit_code, 0);
}

TEST_F(LedgerToolsTest, DamageThatARepairCannotCutNeedsABackup) {
  DamageTables();
  const auto before = Files();

  for (const Said& said : {Verify(), Repair(/*cut=*/false), Repair(/*cut=*/true)}) {
    EXPECT_EQ(said.exit_code, 5);
    EXPECT_EQ(said.out, "");
    EXPECT_THAT(said.err, ::testing::MatchesRegex("samverkd: Stored data is damaged: .* Restore "
                                                  "the ledger from a backup.\n"));
  }
  EXPECT_EQ(Files(), before);
}

TEST_F(LedgerToolsTest, AMissingLedgerIsSaidToBeAndNoneIsMade) {
  const Said missing = {
      1, "", absl::StrCat("samverkd: there is no ledger of skelleftea in ", directory_, ".\n")};

  EXPECT_EQ(Verify("skelleftea"), missing);
  EXPECT_EQ(Repair(/*cut=*/false, "skelleftea"), missing);
  EXPECT_EQ(Repair(/*cut=*/true, "skelleftea"), missing);

  EXPECT_FALSE(std::filesystem::exists(directory_ + "/skelleftea"));
}

TEST_F(LedgerToolsTest, AMissingDataDirectoryIsNotMade) {
  directory_ = root_.path() + "/nowhere";

  EXPECT_EQ(
      Verify(),
      (Said{1, "", absl::StrCat("samverkd: there is no ledger of umea in ", directory_, ".\n")}));

  EXPECT_FALSE(std::filesystem::exists(directory_));
}

TEST_F(LedgerToolsTest, ALedgerThatAServerUsesIsLeftAlone) {
  ASSERT_OK_AND_ASSIGN(const auto host, storage::LedgerHost::Open(directory_, Clock::System()));
  const Said in_use = {1, "",
                       absl::StrCat("samverkd: The data directory ", directory_,
                                    " is used by another server. Stop it, or choose another "
                                    "directory.\n")};

  EXPECT_EQ(Verify(), in_use);
  EXPECT_EQ(Repair(/*cut=*/true), in_use);
}

}  // namespace
}  // namespace samverk::server

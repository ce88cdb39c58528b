// The checks of the crash test find what they are there to find.

#include "tests/crash/crash_checks.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/testing/gate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/workshop.pb.h"
#include "services/runtime/partnerships.h"
#include "services/runtime/testing/given_command.h"
#include "services/server/slices.h"
#include "storage/kv/testing/temp_directory.h"
#include "storage/ledger/ledger.h"
#include "storage/views/view_store.h"
#include "tests/crash/command_author.h"

namespace samverk::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A note at `position`, by the request of that number.
v1::RecordedEvent AnEvent(int64_t position, int64_t revision) {
  v1::RecordedEvent event;
  event.mutable_position()->set_epoch("epoch");
  event.mutable_position()->set_position(position);
  event.set_resource("partnerships/vasterbotten/workshops/w");
  event.set_revision(revision);
  event.set_request_id(std::to_string(position));
  event.mutable_recorded_at()->set_seconds(1000 + position);
  return event;
}

std::vector<v1::RecordedEvent> ThreeEvents() {
  return {AnEvent(1, 0), AnEvent(2, 1), AnEvent(3, 2)};
}

CommandFate AFate(int64_t position, int code = 0) {
  CommandFate fate;
  fate.sent.set_request_id(std::to_string(position));
  fate.sent.set_type("samverk.v1.RecordWorkshopNoteRequest");
  v1::RecordWorkshopNoteResponse response;
  response.mutable_result()->set_name("partnerships/vasterbotten/workshops/w");
  response.mutable_result()->set_revision(position - 1);
  response.mutable_result()->mutable_position()->set_epoch("epoch");
  response.mutable_result()->mutable_position()->set_position(position);
  fate.answers.emplace_back().set_code(code);
  if (code == 0) fate.answers.back().set_response(response.SerializeAsString());
  return fate;
}

Fates ThreeFates() { return {{"1", AFate(1)}, {"2", AFate(2)}, {"3", AFate(3)}}; }

TEST(CrashChecksTest, AWholeSequenceIsWhole) {
  EXPECT_THAT(CheckSequence(ThreeEvents()), IsEmpty());
}

TEST(CrashChecksTest, AGapIsFound) {
  EXPECT_THAT(CheckSequence({AnEvent(1, 0), AnEvent(3, 1)}), ElementsAre(HasSubstr("position 3")));
  EXPECT_THAT(CheckSequence({AnEvent(1, 0), AnEvent(2, 2)}), ElementsAre(HasSubstr("revision 2")));
}

TEST(CrashChecksTest, AnEventThatIsThereTwiceIsFound) {
  auto events = ThreeEvents();
  events[2].set_request_id("2");

  EXPECT_THAT(CheckSequence(events), ElementsAre(HasSubstr("twice")));
}

TEST(CrashChecksTest, TimeThatRunsBackwardsIsFound) {
  auto events = ThreeEvents();
  events[2].mutable_recorded_at()->set_seconds(1);

  EXPECT_THAT(CheckSequence(events), ElementsAre(HasSubstr("backwards")));
}

TEST(CrashChecksTest, WhatWasAnsweredAndIsThereIsRight) {
  EXPECT_THAT(CheckFates(ThreeFates(), ThreeEvents()), IsEmpty());
}

TEST(CrashChecksTest, AnAcknowledgedEventThatIsGoneIsFound) {
  auto events = ThreeEvents();
  events.pop_back();

  EXPECT_THAT(CheckFates(ThreeFates(), events), ElementsAre(HasSubstr("LOST")));
}

TEST(CrashChecksTest, AnAcknowledgedEventThatIsElsewhereIsFound) {
  auto events = ThreeEvents();
  std::swap(events[1], events[2]);
  events[1].mutable_position()->set_position(2);

  EXPECT_THAT(CheckFates(ThreeFates(), events), ElementsAre(HasSubstr("was acknowledged at")));
}

TEST(CrashChecksTest, ARefusedCommandThatIsThereIsFound) {
  Fates fates = ThreeFates();
  fates["3"] = AFate(3, 9);

  EXPECT_THAT(CheckFates(fates, ThreeEvents()), ElementsAre(HasSubstr("is there")));
}

TEST(CrashChecksTest, AnEventThatNobodyAskedForIsFound) {
  Fates fates = ThreeFates();
  fates.erase("2");

  EXPECT_THAT(CheckFates(fates, ThreeEvents()), ElementsAre(HasSubstr("nobody asked")));
}

TEST(CrashChecksTest, ACommandThatWasNeverAnsweredIsFound) {
  Fates fates = ThreeFates();
  fates["2"].answers.clear();

  EXPECT_THAT(CheckFates(fates, ThreeEvents()), ElementsAre(HasSubstr("never answered")));
}

// A ledger that partnerships have written and left, and one of its views, whose rows a test
// may then change.
class LeftViewTest : public ::testing::TestWithParam<std::string> {
 protected:
  using Row = std::pair<std::string, std::string>;

  LeftViewTest() {
    const runtime::Slices slices = server::EverySlice();
    const auto host = storage::LedgerHost::Open(directory_.path(), Clock::System()).value();
    const auto all = runtime::Partnerships::Start(*host, slices, Clock::System()).value();
    runtime::Partnership& partnership = **all->FindOrCreate(kPartnership);
    for (const auto& command : CommandAuthor::Setup()) {
      CHECK(runtime::Give(partnership.commands(), runtime::AnAdministrator(), *command).ok());
    }
    for (const auto& projection : slices.projections) {
      Gate applied;
      partnership.view(projection->name()).WhenApplied(partnership.log().Head(), [&applied] {
        applied.Open();
      });
      applied.Wait();
    }
  }

  Complaints Check() const { return CheckProjections(directory_.path()); }

  // Calls `change` with the store of views, which nothing else uses.
  template <typename Change>
  void InStore(Change change) {
    const auto host = storage::LedgerHost::Open(directory_.path(), Clock::System()).value();
    const auto ledger = host->OpenLedger(kPartnership).value();
    change(ledger->views());
  }

  // The family of the view that the test is about.
  static std::string FamilyIn(const storage::ViewStore& views) {
    for (const std::string& name : views.FamilyNames()) {
      if (absl::StartsWith(name, GetParam() + "@")) return name;
    }
    CHECK(false);  // The constructor made it.
  }

  // The rows of the view, without its cursor.
  std::vector<Row> Rows() {
    std::vector<Row> rows;
    InStore([&](storage::ViewStore& views) {
      const auto family = views.OpenFamily(FamilyIn(views)).value();
      storage::ViewCursor cursor = family->Rows();
      for (cursor.Seek("A"); cursor.Valid(); cursor.Next()) {
        rows.emplace_back(cursor.key(), cursor.value());
      }
    });
    return rows;
  }

  // Writes rows behind the server's back; the cursor stays, unless `cursor` says otherwise.
  void Write(const std::vector<Row>& rows, std::optional<storage::Position> cursor = {}) {
    InStore([&](storage::ViewStore& views) {
      const auto family = views.OpenFamily(FamilyIn(views)).value();
      storage::ViewBatch batch(*family);
      for (const auto& [key, value] : rows) batch.Put(key, value);
      CHECK(family->Apply(std::move(batch), cursor.value_or(family->ReadCursor().value())).ok());
      CHECK(family->Flush().ok());
    });
  }

  static constexpr char kPartnership[] = "vasterbotten";
  const storage::TempDirectory directory_;
};

INSTANTIATE_TEST_SUITE_P(EveryView, LeftViewTest, ::testing::Values("partnership", "workshops"));

TEST_P(LeftViewTest, AViewAsItWasLeftIsTheFoldOfItsLog) {
  EXPECT_THAT(Rows(), Not(IsEmpty()));
  EXPECT_THAT(Check(), IsEmpty());
}

TEST_P(LeftViewTest, ARowThatDiffersIsFound) {
  const Row last = Rows().back();
  Write({{last.first, last.second + "x"}});

  EXPECT_THAT(Check(), ElementsAre(HasSubstr("which ought to be")));
}

TEST_P(LeftViewTest, AnOlderVersionThatNoEventWroteIsFound) {
  Row version = Rows().back();
  version.first.back() = static_cast<char>(version.first.back() + 1);  // Newer ones come first.
  Write({version});

  EXPECT_THAT(Check(), ElementsAre(HasSubstr("which no event wrote")));
}

TEST_P(LeftViewTest, ARowThatIsMissingIsFound) {
  std::vector<Row> rows = Rows();
  rows.erase(rows.begin());
  InStore([&](storage::ViewStore& views) {
    const std::string name = FamilyIn(views);
    const storage::Position cursor = views.OpenFamily(name).value()->ReadCursor().value();
    CHECK(views.DropFamily(name).ok());
    const auto family = views.OpenFamily(name).value();
    CHECK(family->Apply(storage::ViewBatch(*family), cursor).ok());
    CHECK(family->Flush().ok());
  });
  Write(rows);

  EXPECT_THAT(Check(), ElementsAre(HasSubstr("lacks")));
}

TEST_P(LeftViewTest, AViewThatIsBehindItsLogIsFound) {
  Write({}, storage::Position(1));

  EXPECT_THAT(Check(), ElementsAre(HasSubstr("has reached 1, the log")));
}

TEST_P(LeftViewTest, AViewThatIsGoneIsFound) {
  InStore([](storage::ViewStore& views) { CHECK(views.DropFamily(FamilyIn(views)).ok()); });

  EXPECT_THAT(Check(), ElementsAre(HasSubstr("there are 0")));
}

TEST_P(LeftViewTest, AViewThatWasLeftHalfBuiltBesideItIsFound) {
  InStore([](storage::ViewStore& views) {
    CHECK(views.OpenFamily(absl::StrCat(GetParam(), "@1000.0")).ok());
  });

  EXPECT_THAT(Check(), ElementsAre(HasSubstr("there are 2")));
}

TEST_P(LeftViewTest, AViewThatIsNobodysIsFound) {
  InStore([](storage::ViewStore& views) { CHECK(views.OpenFamily("minutes@1.0").ok()); });

  EXPECT_THAT(Check(), ElementsAre(HasSubstr("minutes@1.0 is nobody's")));
}

}  // namespace
}  // namespace samverk::tests

#include "services/runtime/versioned_table.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "samverk/v1/common.pb.h"
#include "services/runtime/limits.h"
#include "services/runtime/ordered_key.h"
#include "storage/views/testing/view_directory.h"

namespace samverk::runtime {
namespace {

using storage::Position;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::Pair;

using Rows = std::vector<std::pair<std::string, std::string>>;

// Makes a new family for each test.
class Families {
 public:
  std::shared_ptr<storage::ViewFamily> New() {
    auto family = directory_.store().OpenFamily(absl::StrCat("table@1.", next_++));
    CHECK(family.ok());
    return std::shared_ptr<storage::ViewFamily>(*std::move(family));
  }

  // One store for all cases of a property: opening RocksDB takes longer than a case.
  static Families& Shared() {
    static Families families;
    return families;
  }

 private:
  storage::ViewDirectory directory_;
  int next_ = 0;
};

absl::StatusOr<Rows> ScanAll(const ViewReader& reader, char table, absl::string_view prefix = "",
                             absl::string_view from = "", size_t rows_max = SIZE_MAX) {
  Rows rows;
  const absl::Status status =
      reader.Scan(table, prefix, from, [&](absl::string_view key, absl::string_view row) {
        rows.emplace_back(std::string(key), std::string(row));
        return rows.size() < rows_max;
      });
  if (!status.ok()) return status;
  return rows;
}

// What a table is to remember: the versions of every row.
class Model {
 public:
  using Versions = std::map<uint64_t, std::optional<std::string>>;

  void Change(char table, const std::string& key, uint64_t position,
              std::optional<std::string> row) {
    rows_[{table, key}][position] = std::move(row);
  }
  std::optional<std::string> Get(char table, const std::string& key, uint64_t as_of) const {
    const auto row = rows_.find({table, key});
    return row == rows_.end() ? std::nullopt : At(row->second, as_of);
  }
  Rows Scan(char table, const std::string& prefix, const std::string& from, uint64_t as_of) const {
    Rows rows;
    for (const auto& [name, versions] : rows_) {
      if (name.first != table || name.second < from || !absl::StartsWith(name.second, prefix)) {
        continue;
      }
      if (const auto row = At(versions, as_of)) rows.emplace_back(name.second, *row);
    }
    return rows;
  }

 private:
  static std::optional<std::string> At(const Versions& versions, uint64_t as_of) {
    const auto after = versions.upper_bound(as_of);
    return after == versions.begin() ? std::nullopt : std::prev(after)->second;
  }
  std::map<std::pair<char, std::string>, Versions> rows_;
};

// A change of one row, somewhere in a small world.
struct Step {
  bool next_event = false;
  bool commit = false;
  char table = 'a';
  std::string key;
  std::optional<std::string> row;
};

const std::vector<std::string>& Names() {
  static const auto& names = *new std::vector<std::string>{
      "", "a", std::string("a\0", 2), std::string("a\0\1", 3), "ab", "b", "\xff", "\xff\xff"};
  return names;
}

rc::Gen<std::string> Keys(char table) {
  const auto name = rc::gen::elementOf(Names());
  if (table == 'a') {
    return rc::gen::map(name,
                        [](const std::string& text) { return OrderedKey().Text(text).bytes(); });
  }
  return rc::gen::map(
      rc::gen::pair(name, rc::gen::element<int64_t>(-1, 0, 1)),
      [](const auto& pair) { return OrderedKey().Text(pair.first).Number(pair.second).bytes(); });
}

rc::Gen<Step> Steps() {
  return rc::gen::exec([] {
    Step step;
    step.next_event = *rc::gen::arbitrary<bool>();
    step.commit = *rc::gen::inRange(0, 4) == 0;
    step.table = *rc::gen::element('a', 'b');
    step.key = *Keys(step.table);
    // Empty rows are rows; deleting is more rare than writing.
    if (*rc::gen::inRange(0, 4) != 0) step.row = *rc::gen::element<std::string>("", "x", "y", "z");
    return step;
  });
}

// Checks every read that can be asked as of `as_of`.
void CheckReads(const ViewReader& reader, const Model& model, const std::vector<Step>& steps) {
  const uint64_t as_of = reader.as_of().value();
  for (const char table : {'a', 'b'}) {
    const auto all = ScanAll(reader, table);
    RC_ASSERT(all.ok());
    RC_ASSERT(*all == model.Scan(table, "", "", as_of));
    for (const std::string& name : Names()) {
      const std::string prefix = OrderedKey().Text(name).bytes();
      const auto group = ScanAll(reader, table, prefix);
      RC_ASSERT(group.ok());
      RC_ASSERT(*group == model.Scan(table, prefix, "", as_of));
    }
  }
  for (const Step& step : steps) {
    const auto row = reader.Get(step.table, step.key);
    RC_ASSERT(row.ok());
    RC_ASSERT(*row == model.Get(step.table, step.key, as_of));
    const auto rest = ScanAll(reader, step.table, "", step.key);
    RC_ASSERT(rest.ok());
    RC_ASSERT(*rest == model.Scan(step.table, "", step.key, as_of));
  }
}

RC_GTEST_PROP(VersionedTableProperty, EveryReadAsOfEveryPositionIsAsItWasThen, ()) {
  const auto family = Families::Shared().New();
  ViewWriter writer(family);
  Model model;
  const auto steps = *rc::gen::resize(40, rc::gen::container<std::vector<Step>>(Steps()));
  uint64_t position = 1;
  for (const Step& step : steps) {
    if (step.next_event) position += 1 + position % 3;
    writer.BeginEvent(Position(position));
    if (step.row.has_value()) {
      writer.Put(step.table, step.key, *step.row);
    } else {
      writer.Delete(step.table, step.key);
    }
    model.Change(step.table, step.key, position, step.row);
    const auto now = writer.Get(step.table, step.key);
    RC_ASSERT(now.ok());
    RC_ASSERT(*now == step.row);
    const auto all = writer.ReadAll(step.table, step.key.substr(0, 1));
    RC_ASSERT(all.ok());
    RC_ASSERT(Rows(all->begin(), all->end()) ==
              model.Scan(step.table, step.key.substr(0, 1), "", position));
    if (step.commit) RC_ASSERT(writer.Commit(Position(position)).ok());
  }
  RC_ASSERT(writer.Commit(Position(position)).ok());

  for (uint64_t as_of = 0; as_of <= position + 1; ++as_of) {
    CheckReads(ViewReader(family, Position(as_of)), model, steps);
  }
  CheckReads(ViewReader(family, Position(UINT64_MAX)), model, steps);
}

class VersionedTableTest : public ::testing::Test {
 protected:
  // Writes a row by an event of its own.
  void Write(uint64_t position, absl::string_view key, std::optional<std::string> row) {
    writer_.BeginEvent(Position(position));
    if (row.has_value()) {
      writer_.Put('w', key, *row);
    } else {
      writer_.Delete('w', key);
    }
    ASSERT_OK(writer_.Commit(Position(position)));
  }
  ViewReader AsOf(uint64_t position) const { return ViewReader(family_, Position(position)); }

  Families families_;
  std::shared_ptr<storage::ViewFamily> family_ = families_.New();
  ViewWriter writer_{family_};
};

TEST_F(VersionedTableTest, ADeletedRowIsThereAsOfBefore) {
  Write(1, "k", "first");
  Write(2, "k", std::nullopt);
  Write(3, "k", "again");

  EXPECT_THAT(AsOf(0).Get('w', "k"), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(AsOf(1).Get('w', "k"), IsOkAndHolds(Optional(std::string("first"))));
  EXPECT_THAT(AsOf(2).Get('w', "k"), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(AsOf(3).Get('w', "k"), IsOkAndHolds(Optional(std::string("again"))));
}

TEST_F(VersionedTableTest, OneEventThatChangesARowTwiceLeavesTheLastChange) {
  writer_.BeginEvent(Position(1));
  writer_.Put('w', "k", "first");
  writer_.Put('w', "k", "second");
  ASSERT_OK(writer_.Commit(Position(1)));

  EXPECT_THAT(ScanAll(AsOf(1), 'w'), IsOkAndHolds(ElementsAre(Pair("k", "second"))));
}

TEST_F(VersionedTableTest, ReadersSeeNothingBeforeTheCommit) {
  writer_.BeginEvent(Position(1));
  writer_.Put('w', "k", "row");

  EXPECT_THAT(AsOf(1).Get('w', "k"), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(family_->ReadCursor(), IsOkAndHolds(Position(0)));
  EXPECT_THAT(writer_.Get('w', "k"), IsOkAndHolds(Optional(std::string("row"))));
  ASSERT_OK(writer_.Commit(Position(7)));
  EXPECT_THAT(AsOf(1).Get('w', "k"), IsOkAndHolds(Optional(std::string("row"))));
  EXPECT_THAT(family_->ReadCursor(), IsOkAndHolds(Position(7)));
}

TEST_F(VersionedTableTest, TablesWithTheSameKeysAreApart) {
  writer_.BeginEvent(Position(1));
  writer_.Put('a', "k", "of a");
  writer_.Put('b', "k", "of b");
  ASSERT_OK(writer_.Commit(Position(1)));

  EXPECT_THAT(AsOf(1).Get('a', "k"), IsOkAndHolds(Optional(std::string("of a"))));
  EXPECT_THAT(ScanAll(AsOf(1), 'b'), IsOkAndHolds(ElementsAre(Pair("k", "of b"))));
  EXPECT_THAT(ScanAll(AsOf(1), 'c'), IsOkAndHolds(IsEmpty()));
}

TEST_F(VersionedTableTest, AScanStopsWhenItIsToldTo) {
  Write(1, "a", "1");
  Write(2, "b", "2");
  Write(3, "c", "3");

  EXPECT_THAT(ScanAll(AsOf(3), 'w', "", "", 2),
              IsOkAndHolds(ElementsAre(Pair("a", "1"), Pair("b", "2"))));
}

TEST_F(VersionedTableTest, AScanPassesHoweverManyVersionsARowHas) {
  Write(1, "b", "next");
  for (uint64_t position = 2; position < 14; ++position) {
    Write(position, "a", absl::StrCat(position));
    for (uint64_t as_of = 2; as_of <= position; ++as_of) {
      EXPECT_THAT(ScanAll(AsOf(as_of), 'w'),
                  IsOkAndHolds(ElementsAre(Pair("a", absl::StrCat(as_of)), Pair("b", "next"))));
    }
  }
}

TEST_F(VersionedTableTest, AScanFromAKeyThatIsGoneGoesOnWithTheNext) {
  Write(1, "a", "1");
  Write(2, "b", "2");
  Write(3, "c", "3");
  Write(4, "b", std::nullopt);

  EXPECT_THAT(ScanAll(AsOf(4), 'w', "", "b"), IsOkAndHolds(ElementsAre(Pair("c", "3"))));
  EXPECT_THAT(ScanAll(AsOf(3), 'w', "", "b"),
              IsOkAndHolds(ElementsAre(Pair("b", "2"), Pair("c", "3"))));
}

TEST_F(VersionedTableTest, AWriterReadsWhatAnotherWroteBeforeIt) {
  Write(1, "k", "row");
  ViewWriter later(family_);

  EXPECT_THAT(later.Get('w', "k"), IsOkAndHolds(Optional(std::string("row"))));
}

TEST_F(VersionedTableTest, AWriterReadsAllRowsAsTheyStandAfterItsChanges) {
  Write(1, "ka", "old");
  Write(2, "kb", "old");
  Write(3, "kc", "old");
  Write(4, "la", "other");
  writer_.BeginEvent(Position(5));
  writer_.Put('w', "kb", "new");
  writer_.Delete('w', "kc");
  writer_.Put('w', "kd", "new");
  writer_.Put('x', "ke", "of another table");
  ASSERT_OK_AND_ASSIGN(v1::LedgerPosition* const edited,
                       writer_.EditMessage<v1::LedgerPosition>('w', "ke", /*is_new=*/true));
  edited->set_position(7);
  writer_.PutMessage('w', "ke", *edited);

  EXPECT_THAT(writer_.ReadAll('w', "k"),
              IsOkAndHolds(ElementsAre(Pair("ka", "old"), Pair("kb", "new"), Pair("kd", "new"),
                                       Pair("ke", edited->SerializeAsString()))));
}

// Changes the message at "k" by the event at `position`, and commits where asked to.
void Edit(ViewWriter& writer, uint64_t position, int64_t value, bool is_new, bool commit) {
  writer.BeginEvent(Position(position));
  const auto edited = writer.EditMessage<v1::LedgerPosition>('w', "k", is_new);
  ASSERT_OK(edited);
  (*edited)->set_position((*edited)->position() + value);
  writer.PutMessage('w', "k", **edited);
  if (commit) {
    ASSERT_OK(writer.Commit(Position(position)));
  }
}

int64_t ValueIn(const absl::StatusOr<std::optional<v1::LedgerPosition>>& row) {
  return row.ok() && row->has_value() ? (*row)->position() : -1;
}

TEST_F(VersionedTableTest, AMessageIsEditedEventByEventAndEveryVersionIsKept) {
  Edit(writer_, 1, 1, /*is_new=*/true, /*commit=*/false);
  Edit(writer_, 2, 10, /*is_new=*/false, /*commit=*/false);
  EXPECT_EQ(ValueIn(writer_.GetMessage<v1::LedgerPosition>('w', "k")), 11);
  Edit(writer_, 3, 100, /*is_new=*/false, /*commit=*/true);
  Edit(writer_, 4, 1000, /*is_new=*/false, /*commit=*/true);

  const std::vector<int64_t> expected = {-1, 1, 11, 111, 1111};
  for (uint64_t at = 0; at < expected.size(); ++at) {
    EXPECT_EQ(ValueIn(AsOf(at).GetMessage<v1::LedgerPosition>('w', "k")), expected[at]) << at;
  }
  ViewWriter later(family_);
  Edit(later, 5, 5, /*is_new=*/false, /*commit=*/true);
  EXPECT_EQ(ValueIn(AsOf(5).GetMessage<v1::LedgerPosition>('w', "k")), 1116);
}

TEST_F(VersionedTableTest, AnEditedMessageGivesWayToWhatIsPutOrDeleted) {
  Edit(writer_, 1, 1, /*is_new=*/true, /*commit=*/true);
  v1::LedgerPosition other;
  other.set_position(50);
  Write(2, "k", other.SerializeAsString());
  Edit(writer_, 3, 5, /*is_new=*/false, /*commit=*/true);
  EXPECT_EQ(ValueIn(AsOf(3).GetMessage<v1::LedgerPosition>('w', "k")), 55);

  Write(4, "k", std::nullopt);
  EXPECT_THAT(writer_.Get('w', "k"), IsOkAndHolds(std::nullopt));
  Edit(writer_, 5, 7, /*is_new=*/false, /*commit=*/true);
  EXPECT_EQ(ValueIn(AsOf(5).GetMessage<v1::LedgerPosition>('w', "k")), 7);
}

TEST_F(VersionedTableTest, EditedMessagesThatTakeTooMuchMemoryAreReadAgain) {
  Edit(writer_, 1, 1, /*is_new=*/true, /*commit=*/false);
  ASSERT_OK_AND_ASSIGN(v1::LedgerPosition* const large,
                       writer_.EditMessage<v1::LedgerPosition>('w', "large", /*is_new=*/true));
  large->set_epoch(std::string(8 * kRowCacheBytes, 'x'));
  writer_.PutMessage('w', "large", *large);
  ASSERT_OK(writer_.Commit(Position(1)));

  Edit(writer_, 2, 10, /*is_new=*/false, /*commit=*/true);

  EXPECT_EQ(ValueIn(AsOf(2).GetMessage<v1::LedgerPosition>('w', "k")), 11);
}

TEST_F(VersionedTableTest, AScanOfMessagesStopsWhenItIsToldToAndAtARowThatIsNone) {
  v1::LedgerPosition row;
  for (uint64_t position = 1; position < 4; ++position) {
    row.set_position(static_cast<int64_t>(position));
    Write(position, absl::StrCat("k", position), row.SerializeAsString());
  }
  Write(4, "k4", "\xff");
  std::vector<int64_t> found;
  size_t rows_max = 2;
  const auto visit = [&](const v1::LedgerPosition& each) {
    found.push_back(each.position());
    return found.size() < rows_max;
  };

  EXPECT_OK(AsOf(4).ScanMessages<v1::LedgerPosition>('w', "k", visit));
  EXPECT_THAT(found, ElementsAre(1, 2));
  found.clear();
  rows_max = SIZE_MAX;
  EXPECT_THAT(AsOf(4).ScanMessages<v1::LedgerPosition>('w', "k", visit), IsRefused(kViewDamaged));
  EXPECT_THAT(found, ElementsAre(1, 2, 3));
}

TEST_F(VersionedTableTest, ARowThatIsNoSuchMessageIsDataLoss) {
  Write(1, "k", "\x0a\x7f");

  EXPECT_THAT(AsOf(1).GetMessage<v1::LedgerPosition>('w', "k"),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(writer_.GetMessage<v1::LedgerPosition>('w', "k"),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(VersionedTableTest, WhatWasFlushedSurvivesWithTheCursorThatBelongsToIt) {
  storage::ViewDirectory directory;
  {
    ASSERT_OK_AND_ASSIGN(std::shared_ptr<storage::ViewFamily> family,
                         directory.store().OpenFamily("v@1.0"));
    ViewWriter writer(family);
    writer.BeginEvent(Position(1));
    writer.Put('w', "k", "flushed");
    ASSERT_OK(writer.Commit(Position(1)));
    ASSERT_OK(family->Flush());
    writer.BeginEvent(Position(2));
    writer.Put('w', "k", "lost");
    ASSERT_OK(writer.Commit(Position(2)));
    directory.Kill();
  }
  directory.Close();
  directory.Open();
  ASSERT_OK_AND_ASSIGN(std::shared_ptr<storage::ViewFamily> family,
                       directory.store().OpenFamily("v@1.0"));

  EXPECT_THAT(family->ReadCursor(), IsOkAndHolds(Position(1)));
  EXPECT_THAT(ViewReader(family, Position(UINT64_MAX)).Get('w', "k"),
              IsOkAndHolds(Optional(std::string("flushed"))));
}

}  // namespace
}  // namespace samverk::runtime

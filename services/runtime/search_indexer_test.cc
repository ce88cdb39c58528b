#include "services/runtime/search_indexer.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/mutex.h"
#include "base/status_macros.h"
#include "base/testing/fake_clock.h"
#include "base/testing/gate.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/runtime/command_processor.h"
#include "services/runtime/limits.h"
#include "services/runtime/testing/counter_slice.h"
#include "services/runtime/testing/given_command.h"
#include "storage/event_log/in_memory_event_log.h"
#include "storage/event_log/testing/test_proposal.h"
#include "storage/kv/testing/temp_directory.h"
#include "storage/search/testing/search_directory.h"
#include "storage/views/testing/view_directory.h"

namespace samverk::runtime {
namespace {

using storage::Position;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A counter that stands here is hidden, as if it had been withdrawn.
constexpr int64_t kHidden = 13;

// Counters are found by where they stand: `står7`.
class SearchIndexerTest : public ::testing::Test {
 protected:
  SearchIndexerTest() {
    AddCounters(registry_);
    searchables_.push_back(
        {"counters", kCounterView, 1,
         [this](const ViewReader& view, const std::string& name) { return Read(view, name); }});
  }
  ~SearchIndexerTest() override {
    indexer_.reset();
    runner_.reset();
  }

  void StartView() {
    auto runner = ProjectionRunner::Start(projection_, kTestPartnership, log_, views_.store(),
                                          projections_, clock_);
    ASSERT_OK(runner);
    runner_ = *std::move(runner);
  }
  std::unique_ptr<SearchIndexer> NewIndexer(const std::string& directory) {
    return SearchIndexer::Start(
        {searchables_, kTestPartnership, directory, log_,
         [this](absl::string_view) -> ProjectionRunner& { return *runner_; }, executor_});
  }
  void StartIndexer() { indexer_ = NewIndexer(directory()); }
  void Start() {
    StartView();
    StartIndexer();
  }
  void Restart() {
    indexer_.reset();
    StartIndexer();
  }

  // Returns when searches of `indexer` see `position`, or it stopped; time passes meanwhile.
  void WaitFor(SearchIndexer& indexer, Position position) {
    Gate applied;
    indexer.WhenApplied(position, [&applied] { applied.Open(); });
    while (!applied.IsOpen()) {
      indexer.Tick();
      projections_.Drain();
      executor_.Drain();
    }
  }
  void CatchUp() { WaitFor(*indexer_, log_.Head()); }
  // Lets everything be done that is done without time passing.
  void Settle() {
    for (int i = 0; i < 5; ++i) {
      projections_.Drain();
      executor_.Drain();
    }
  }

  void Make(const std::string& id) { ASSERT_OK(Give(processor_, AnAdministrator(), Create(id))); }
  void Count(const std::string& id, int64_t amount = 1) {
    ASSERT_OK(Give(processor_, AnAdministrator(), Add(id, amount)));
  }

  // The names of what is found, sorted; the error if there is one.
  std::vector<std::string> Find(const std::string& words) {
    const auto answer = indexer_->Search({words});
    if (!answer.ok()) return {answer.status().ToString()};
    std::vector<std::string> names;
    for (const storage::SearchHit& hit : answer->hits) names.push_back(hit.name);
    std::sort(names.begin(), names.end());
    return names;
  }

  std::string directory() const { return root_.path() + "/search"; }

  // What was read: of which counter, as of when.
  struct Reading {
    std::string name;
    Position as_of;
  };
  std::vector<Reading> Readings() {
    MutexLock lock(mutex_);
    return readings_;
  }

  absl::StatusOr<std::optional<storage::SearchDocument>> Read(const ViewReader& view,
                                                              const std::string& name) {
    {
      MutexLock lock(mutex_);
      readings_.push_back({name, view.as_of()});
    }
    if (before_reading_) before_reading_();
    ASSIGN_OR_RETURN(const auto counter,
                     view.GetMessage<testing::v1::Counter>(
                         kCounterTable, CounterKey(name.substr(name.find("counters/")))));
    if (!counter.has_value() || counter->value() == kHidden) return std::nullopt;
    storage::SearchDocument document{"Räknare", "organisations/2421"};
    document.Add("", "", absl::StrCat("står", counter->value(), " gånger", counter->event_count()));
    return document;
  }

  storage::ViewDirectory views_;
  storage::TempDirectory root_;
  FakeClock clock_;
  CommandRegistry registry_;
  storage::InMemoryEventLog log_{clock_};
  CommandProcessor processor_{kTestPartnership, registry_, log_};
  CounterProjection projection_;
  std::vector<Searchable> searchables_;
  std::function<void()> before_reading_;  // On the executor's thread.
  SerialExecutor projections_;
  SerialExecutor executor_;
  std::unique_ptr<ProjectionRunner> runner_;
  std::unique_ptr<SearchIndexer> indexer_;

 private:
  Mutex mutex_;
  std::vector<Reading> readings_ GUARDED_BY(mutex_);
};

// ---- Following --------------------------------------------------------------------------------

TEST_F(SearchIndexerTest, WhatWasThereBeforeItIsFound) {
  Make("a");
  Make("b");
  Count("b", 7);
  Start();
  CatchUp();

  EXPECT_THAT(Find("räknare"), ElementsAre("counters/a", "counters/b"));
  EXPECT_THAT(Find("står7"), ElementsAre("counters/b"));
}

TEST_F(SearchIndexerTest, AnEmptyLedgerIsSearchedAtOnceAndHasNothing) {
  Start();
  Settle();

  EXPECT_OK(indexer_->Health());
  EXPECT_THAT(Find("räknare"), IsEmpty());
  EXPECT_EQ(indexer_->progress().building, std::nullopt);
}

TEST_F(SearchIndexerTest, WhatChangesIsFoundAsItIsNow) {
  Make("a");
  Start();
  for (int i = 1; i <= 5; ++i) {
    Count("a");
    CatchUp();
    EXPECT_THAT(Find(absl::StrCat("står", i)), ElementsAre("counters/a"));
    EXPECT_THAT(Find(absl::StrCat("\"står", i - 1, "\"")), IsEmpty());
  }
}

TEST_F(SearchIndexerTest, WhatIsHiddenIsNoLongerFoundUntilItIsThereAgain) {
  Make("a");
  Start();
  CatchUp();
  Count("a", kHidden);
  CatchUp();
  EXPECT_THAT(Find("räknare"), IsEmpty());
  Count("a");
  CatchUp();
  EXPECT_THAT(Find("räknare"), ElementsAre("counters/a"));
}

TEST_F(SearchIndexerTest, OneChangeIsFoundAtOnceAndThoseThatFollowTogether) {
  Make("a");
  Start();
  Settle();
  EXPECT_THAT(Find("står0"), ElementsAre("counters/a"));  // No time has passed.
  indexer_->Tick();
  const size_t before = Readings().size();

  Count("a");
  Settle();
  EXPECT_THAT(Find("står1"), ElementsAre("counters/a"));
  for (int i = 0; i < 20; ++i) Count("a");
  Settle();
  EXPECT_THAT(Find("står1"), ElementsAre("counters/a"));
  EXPECT_THAT(Readings(), SizeIs(before + 1));
  indexer_->Tick();
  Settle();
  EXPECT_THAT(Find("står21"), ElementsAre("counters/a"));
  EXPECT_THAT(Readings(), SizeIs(before + 2));
}

TEST_F(SearchIndexerTest, RowsAreReadAsOfThePositionThatIsCommitted) {
  Make("a");
  Count("a", 4);
  Start();
  CatchUp();

  const std::vector<Reading> readings = Readings();
  ASSERT_THAT(readings, SizeIs(1));
  EXPECT_EQ(readings[0].name, "partnerships/test/counters/a");
  EXPECT_EQ(readings[0].as_of, Position(2));
  ASSERT_OK_AND_ASSIGN(const storage::SearchAnswer answer, indexer_->Search({"räknare"}));
  EXPECT_EQ(answer.as_of, Position(2));
}

TEST_F(SearchIndexerTest, EventsOfOthersArePassedOver) {
  Make("a");
  Start();
  CatchUp();
  ASSERT_OK(AppendAndWait(log_, storage::AnAppend().OnStream("others/x").WithEvents(500)));
  CatchUp();

  EXPECT_THAT(Readings(), SizeIs(1));
  ASSERT_OK_AND_ASSIGN(const storage::SearchAnswer answer, indexer_->Search({"räknare"}));
  EXPECT_EQ(answer.as_of, log_.Head());
  EXPECT_EQ(indexer_->progress().serving, log_.Head());
}

TEST_F(SearchIndexerTest, ManyResourcesAreReadInManyTurns) {
  const size_t count = 2 * kIndexResourcesMax + 7;
  for (size_t i = 0; i < count; ++i) Make(absl::StrCat("c", i));
  Start();
  CatchUp();

  EXPECT_EQ(indexer_->Search({"räknare"})->hit_count, count);
  EXPECT_THAT(Readings(), SizeIs(count));
}

TEST_F(SearchIndexerTest, ALongLogOfOthersIsPassedOverInManyTurns) {
  for (size_t i = 0; i <= kIndexEventsMax / 1000; ++i) {
    ASSERT_OK(AppendAndWait(log_, storage::AnAppend().OnStream("others/x").WithEvents(1000)));
  }
  Make("a");
  Start();
  CatchUp();

  EXPECT_THAT(Find("räknare"), ElementsAre("counters/a"));
}

// ---- Waiting ----------------------------------------------------------------------------------

TEST_F(SearchIndexerTest, PositionZeroIsAlwaysReached) {
  Start();
  bool woken = false;
  EXPECT_EQ(indexer_->WhenApplied(Position(0), [&woken] { woken = true; }), 0);
  EXPECT_TRUE(woken);
}

TEST_F(SearchIndexerTest, AWakeUpThatIsCancelledNeverComes) {
  Start();
  std::atomic<bool> woken = false;
  indexer_->CancelWake(indexer_->WhenApplied(Position(1), [&woken] { woken = true; }));
  Make("a");
  CatchUp();

  EXPECT_FALSE(woken);
}

TEST_F(SearchIndexerTest, WhoWaitsIsWokenWhenItGoes) {
  Start();
  Gate woken;
  indexer_->WhenApplied(Position(1), [&woken] { woken.Open(); });
  indexer_.reset();

  EXPECT_TRUE(woken.IsOpen());
}

TEST_F(SearchIndexerTest, AViewThatIsBehindIsWaitedFor) {
  Gate go_on;
  projection_.set_objection([&go_on](const auto&) {
    go_on.Wait();
    return absl::OkStatus();
  });
  Make("a");
  Start();
  for (int i = 0; i < 5; ++i) {
    executor_.Drain();
    indexer_->Tick();
  }

  EXPECT_THAT(Readings(), IsEmpty());
  EXPECT_THAT(indexer_->Search({"räknare"}), IsRefused(kSearchBuilding));
  go_on.Open();
  CatchUp();
  EXPECT_THAT(Find("räknare"), ElementsAre("counters/a"));
}

TEST_F(SearchIndexerTest, ItMayGoWhileItWaitsForAView) {
  Gate go_on;
  projection_.set_objection([&go_on](const auto&) {
    go_on.Wait();
    return absl::OkStatus();
  });
  Make("a");
  Start();
  executor_.Drain();
  indexer_.reset();
  go_on.Open();
}

TEST_F(SearchIndexerTest, AViewThatStoppedStopsSearchToo) {
  projection_.set_objection([](const storage::RecordedEvent& event) {
    return event.position() == Position(3) ? absl::DataLossError("what is this?")
                                           : absl::OkStatus();
  });
  Make("a");
  Start();
  CatchUp();
  Gate woken;
  indexer_->WhenApplied(Position(3), [&woken] { woken.Open(); });
  Count("a");
  Count("a");
  while (!woken.IsOpen()) {
    indexer_->Tick();
    Settle();
  }

  EXPECT_THAT(indexer_->Search({"räknare"}), IsRefused(kViewStopped));
  EXPECT_THAT(indexer_->Health(), IsRefused(kViewStopped));
  EXPECT_THAT(indexer_->progress().health, IsRefused(kViewStopped));
}

// ---- Exactly once -----------------------------------------------------------------------------

TEST_F(SearchIndexerTest, ItGoesOnWhereItWasWhenItWasClosed) {
  Make("a");
  Make("b");
  Start();
  CatchUp();
  Restart();
  Count("b");
  CatchUp();

  EXPECT_THAT(Find("räknare"), ElementsAre("counters/a", "counters/b"));
  const std::vector<Reading> readings = Readings();
  ASSERT_THAT(readings, SizeIs(3));
  EXPECT_EQ(readings[2].name, "partnerships/test/counters/b");
}

TEST_F(SearchIndexerTest, KilledAnywhereItEndsUpWithTheSame) {
  // A life, told in steps between which time passes; before some document is read, whatever is on
  // disk then is what a killed process leaves.
  std::vector<std::string> copies;
  before_reading_ = [this, &copies] {
    const std::string copy = absl::StrCat(root_.path(), "/killed", copies.size());
    std::filesystem::copy(directory(), copy, std::filesystem::copy_options::recursive);
    copies.push_back(copy);
  };
  Start();
  for (int round = 0; round < 4; ++round) {
    for (const char* id : {"a", "b", "c"}) {
      if (round == 0) Make(id);
      Count(id, round + 1);
    }
    Count("b", round == 2 ? kHidden - 6 : 0);
    CatchUp();
  }
  before_reading_ = nullptr;
  EXPECT_THAT(copies, SizeIs(::testing::Ge(12)));
  const Position last = log_.Head();
  indexer_.reset();
  const std::vector<std::string> expected = storage::DumpIndex(directory());

  for (const std::string& copy : copies) {
    std::unique_ptr<SearchIndexer> indexer = NewIndexer(copy);
    WaitFor(*indexer, last);
    indexer.reset();
    EXPECT_EQ(storage::DumpIndex(copy), expected) << copy;
  }
}

TEST_F(SearchIndexerTest, WhatWasPassedOverIsRememberedWhenItIsClosed) {
  Make("a");
  Start();
  CatchUp();
  ASSERT_OK(AppendAndWait(log_, storage::AnAppend().OnStream("others/x").WithEvents(50)));
  CatchUp();
  indexer_.reset();

  const auto index =
      storage::SearchIndex::Open(directory(), {log_.identity().epoch.ToString(), "counters@1 "});
  ASSERT_OK(index);
  EXPECT_EQ((*index)->committed().position, log_.Head());
}

TEST_F(SearchIndexerTest, OfABatchThatFailedNothingIsCommittedWhenItIsClosed) {
  // A batch of others comes first, which alone is not worth a commit.
  for (size_t i = 0; i <= kIndexEventsMax / 1000; ++i) {
    ASSERT_OK(AppendAndWait(log_, storage::AnAppend().OnStream("others/x").WithEvents(1000)));
  }
  Make("a");
  Make("b");
  searchables_[0].read =
      [this](const ViewReader& view,
             const std::string& name) -> absl::StatusOr<std::optional<storage::SearchDocument>> {
    if (absl::EndsWith(name, "/b")) return absl::DataLossError("what is this?");
    return Read(view, name);
  };
  Start();
  while (indexer_->progress().health.ok()) Settle();
  indexer_.reset();
  ASSERT_THAT(Readings(), SizeIs(1));

  ASSERT_OK_AND_ASSIGN(
      const std::unique_ptr<storage::SearchIndex> index,
      storage::SearchIndex::Open(directory(), {log_.identity().epoch.ToString(), "counters@1 "}));
  EXPECT_EQ(index->committed(), storage::SearchCursor());
  ASSERT_OK_AND_ASSIGN(const storage::SearchAnswer answer, index->Search({"räknare"}));
  EXPECT_THAT(answer.hits, IsEmpty());
}

// ---- Building anew ----------------------------------------------------------------------------

TEST_F(SearchIndexerTest, ADeletedIndexIsBuiltAnewAndSaysSo) {
  Make("a");
  Make("b");
  Start();
  CatchUp();
  indexer_.reset();
  std::filesystem::remove_all(directory());
  Gate begun;
  Gate go_on;
  before_reading_ = [&] {
    begun.Open();
    go_on.Wait();
  };
  StartIndexer();
  begun.Wait();

  const auto answer = indexer_->Search({"räknare"});
  EXPECT_THAT(answer, IsRefused(kSearchBuilding));
  EXPECT_THAT(std::string(answer.status().message()), ::testing::HasSubstr("position 0 of 2"));
  EXPECT_EQ(indexer_->progress().serving, Position(0));
  EXPECT_EQ(indexer_->progress().building, Position(0));
  EXPECT_OK(indexer_->progress().health);
  go_on.Open();
  CatchUp();
  EXPECT_THAT(Find("räknare"), ElementsAre("counters/a", "counters/b"));
  EXPECT_EQ(indexer_->progress().building, std::nullopt);
  EXPECT_EQ(indexer_->progress().serving, Position(2));
}

TEST_F(SearchIndexerTest, ABuildThatWasInterruptedIsNotTakenForAWholeOne) {
  for (size_t i = 0; i < kIndexResourcesMax + 5; ++i) Make(absl::StrCat("c", i));
  StartView();
  Gate second;
  Gate go_on;
  std::atomic<size_t> read = 0;
  before_reading_ = [&] {
    if (++read != kIndexResourcesMax + 1) return;
    second.Open();  // The first batch is committed.
    go_on.Wait();
  };
  StartIndexer();
  second.Wait();
  const std::string copy = root_.path() + "/killed";
  std::filesystem::copy(directory(), copy, std::filesystem::copy_options::recursive);
  go_on.Open();
  CatchUp();
  indexer_.reset();

  Gate begun;
  Gate then;
  before_reading_ = [&] {
    begun.Open();
    then.Wait();
  };
  indexer_ = NewIndexer(copy);
  begun.Wait();
  EXPECT_THAT(indexer_->Search({"räknare"}), IsRefused(kSearchBuilding));
  EXPECT_EQ(indexer_->progress().building, Position(kIndexResourcesMax));
  then.Open();
  CatchUp();
  EXPECT_EQ(indexer_->Search({"räknare"})->hit_count, kIndexResourcesMax + 5);
}

TEST_F(SearchIndexerTest, OtherWordsOfTheSameRowsBuildItAnew) {
  Make("a");
  Start();
  CatchUp();
  indexer_.reset();
  searchables_[0].version = 2;
  StartIndexer();
  CatchUp();
  EXPECT_THAT(Readings(), SizeIs(2));

  searchables_.push_back({"others", kCounterView, 1, searchables_[0].read});
  Restart();
  CatchUp();
  EXPECT_THAT(Readings(), SizeIs(3));
}

TEST_F(SearchIndexerTest, AnIndexThatIsDamagedInUseIsBuiltAnew) {
  Make("a");
  Make("b");
  Start();
  CatchUp();
  std::filesystem::remove_all(directory());

  EXPECT_THAT(indexer_->Search({"räknare"}), IsRefused(kSearchBuilding));
  CatchUp();
  while (!indexer_->Health().ok()) {
    indexer_->Tick();
    Settle();
  }
  EXPECT_THAT(Find("räknare"), ElementsAre("counters/a", "counters/b"));
}

TEST_F(SearchIndexerTest, AnIndexIsNotBuiltAnewBecauseTooManyFilesAreOpen) {
  Make("a");
  Start();
  CatchUp();
  Settle();
  rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit none{0, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  const auto answer = indexer_->Search({"räknare"});
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);

  EXPECT_EQ(ReasonOf(answer.status()), "DISK_FAILED");
  CatchUp();
  EXPECT_THAT(Find("räknare"), ElementsAre("counters/a"));
  EXPECT_THAT(Readings(), SizeIs(1));
}

TEST_F(SearchIndexerTest, AnIndexOfALogThatWasRestoredToAnEarlierDayIsBuiltAnew) {
  Make("a");
  {
    // It knows more than the log does.
    auto index =
        storage::SearchIndex::Open(directory(), {log_.identity().epoch.ToString(), "counters@1 "});
    ASSERT_OK(index);
    const storage::SearchDocument future{"Framtiden"};
    ASSERT_OK((*index)->Replace("counters/z", &future));
    ASSERT_OK((*index)->Commit({Position(99), true}));
  }
  Start();
  CatchUp();

  EXPECT_THAT(Find("framtiden"), IsEmpty());
  EXPECT_THAT(Find("räknare"), ElementsAre("counters/a"));
}

TEST_F(SearchIndexerTest, ADiskThatRefusesIsTriedAgainAndKeepsNothingElseFromWorking) {
  Make("a");
  std::ofstream(root_.path() + "/none") << "A file, where a directory should be.";
  StartView();
  indexer_ = NewIndexer(root_.path() + "/none/search");
  Settle();
  EXPECT_THAT(indexer_->Search({"räknare"}), IsRefused(kSearchBuilding));
  EXPECT_EQ(ReasonOf(indexer_->progress().health), "DISK_FAILED");
  indexer_->Tick();
  Settle();
  EXPECT_EQ(ReasonOf(indexer_->progress().health), "DISK_FAILED");

  std::filesystem::remove(root_.path() + "/none");
  std::filesystem::create_directory(root_.path() + "/none");
  CatchUp();
  EXPECT_THAT(Find("räknare"), ElementsAre("counters/a"));
  indexer_->Tick();
  Settle();
  EXPECT_OK(indexer_->progress().health);
}

TEST_F(SearchIndexerTest, SearchesSeeWholeCommitsWhileItIsWritten) {
  Make("a");
  Count("a", 100);  // Past where it is hidden.
  Start();
  CatchUp();
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  readers.reserve(3);
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        const auto answer = indexer_->Search({"räknare"});
        ASSERT_OK(answer);
        ASSERT_THAT(answer->hits, SizeIs(1));
        // Each event counts one up: it is as it was then, or a little later.
        const std::string& text = answer->hits[0].snippet.text;
        int64_t events = 0;
        ASSERT_TRUE(absl::SimpleAtoi(text.substr(text.find("gånger") + 7), &events)) << text;
        ASSERT_LE(events, static_cast<int64_t>(log_.Head().value()));
      }
    });
  }
  for (int i = 0; i < 30; ++i) {
    Count("a");
    CatchUp();
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_THAT(Find("står130"), ElementsAre("counters/a"));
}

}  // namespace
}  // namespace samverk::runtime

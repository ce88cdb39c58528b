// What an index is after anything that may happen to its files: what was committed, or nothing.

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/kv/rocks.h"
#include "storage/search/limits.h"
#include "storage/search/search_index.h"
#include "storage/search/search_reasons.h"
#include "storage/search/testing/search_directory.h"

namespace samverk::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const SearchIdentity kIdentity{"epoch", "contents"};

class SearchIndexCrashTest : public ::testing::Test {
 protected:
  SearchIndex& index() { return directory_.index(); }

  void Replace(const std::string& name, const std::string& title) {
    SearchDocument document{title, "organisations/2421", 2019, 2019};
    document.Add("", "", "Text om " + title);
    ASSERT_OK(index().Replace(name, &document));
  }
  // Resources 1 to `last`, a commit for each.
  void Fill(int last) {
    for (int i = 1; i <= last; ++i) {
      Replace(absl::StrCat("workshops/", i), "Drivmedel");
      ASSERT_OK(index().Commit({Position(static_cast<uint64_t>(i)), true}));
    }
  }
  std::vector<std::string> Find(const std::string& words) {
    std::vector<std::string> names;
    const auto answer = index().Search({words});
    EXPECT_OK(answer);
    if (!answer.ok()) return names;
    for (const SearchHit& hit : answer->hits) names.push_back(hit.name);
    return names;
  }

  // Lets no more than `spare` files be opened from now on.
  static void LeaveOpen(rlim_t spare) {
    const int next = dup(STDERR_FILENO);
    ASSERT_GE(next, 0);
    close(next);
    rlimit limit;
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
    limit.rlim_cur = static_cast<rlim_t>(next) + spare;
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
  }

  static void FlipABit(const std::string& path, size_t at) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(static_cast<std::streamoff>(at));
    const int byte = file.get();
    file.seekp(static_cast<std::streamoff>(at));
    file.put(static_cast<char>(byte ^ 4));
  }

  SearchDirectory directory_;
};

TEST_F(SearchIndexCrashTest, ANewIndexIsEmptyAndNotComplete) {
  EXPECT_EQ(index().committed(), SearchCursor());
  EXPECT_THAT(Find("drivmedel"), IsEmpty());
  directory_.Reopen();
  EXPECT_EQ(index().committed(), SearchCursor());
}

TEST_F(SearchIndexCrashTest, WhatWasCommittedIsThereAgainWithItsCursor) {
  Fill(3);
  directory_.Reopen();

  EXPECT_EQ(index().committed(), (SearchCursor{Position(3), true}));
  EXPECT_THAT(Find("drivmedel"), SizeIs(3));
}

TEST_F(SearchIndexCrashTest, ClosingCommitsNothing) {
  Fill(1);
  Replace("workshops/2", "Drivmedel");
  directory_.Reopen();

  EXPECT_EQ(index().committed().position, Position(1));
  EXPECT_THAT(Find("drivmedel"), ElementsAre("workshops/1"));
}

TEST_F(SearchIndexCrashTest, KilledAnywhereItIsWhatTheLastCommitMadeOfIt) {
  std::vector<std::string> committed = DumpIndex(directory_.path());
  for (int i = 1; i <= 12; ++i) {
    Replace(absl::StrCat("workshops/", i % 5), absl::StrCat("Drivmedel nummer ", i));
    if (i % 3 == 0) {
      ASSERT_OK(index().Commit({Position(static_cast<uint64_t>(i)), true}));
      committed = DumpIndex(directory_.path());
    }
    const uint64_t reached = index().committed().position.value();
    directory_.DieAndReopen();
    EXPECT_EQ(index().committed().position.value(), reached);
    EXPECT_EQ(DumpIndex(directory_.path()), committed) << i;
    // As whoever fills it does: what came after is replaced again.
    for (int j = static_cast<int>(reached) + 1; j <= i; ++j) {
      Replace(absl::StrCat("workshops/", j % 5), absl::StrCat("Drivmedel nummer ", j));
    }
  }
}

TEST_F(SearchIndexCrashTest, ThousandsOfChangesAreOneCommit) {
  // Xapian by itself commits after 10,000.
  for (int i = 0; i < 6000; ++i) Replace(absl::StrCat("workshops/", i), "Drivmedel");
  directory_.DieAndReopen();

  EXPECT_THAT(Find("drivmedel"), IsEmpty());
}

TEST_F(SearchIndexCrashTest, AnIndexOfAnotherLedgerOrOfOtherContentsBeginsAnew) {
  for (const SearchIdentity& other :
       {SearchIdentity{"another", "contents"}, SearchIdentity{"epoch", "more"}}) {
    Fill(2);
    directory_.Close();
    directory_.Open(other);
    EXPECT_EQ(index().committed(), SearchCursor());
    EXPECT_THAT(Find("drivmedel"), IsEmpty());
    directory_.Reopen();
    EXPECT_EQ(index().committed(), SearchCursor());
  }
}

TEST_F(SearchIndexCrashTest, ADeletedIndexBeginsAnew) {
  Fill(2);
  directory_.Close();
  ASSERT_OK(SearchIndex::Remove(directory_.path()));
  ASSERT_OK(SearchIndex::Remove(directory_.path()));
  directory_.Open();

  EXPECT_EQ(index().committed(), SearchCursor());
}

TEST_F(SearchIndexCrashTest, AnIndexThatIsDeletedInUseSaysSo) {
  Fill(2);
  ASSERT_OK(SearchIndex::Remove(directory_.path()));

  EXPECT_THAT(index().Search({"drivmedel"}), IsRefused(kSearchDamaged));
}

TEST_F(SearchIndexCrashTest, AClosedIndexThatIsNotWhatItWasBeginsAnew) {
  Fill(20);
  directory_.Close();
  const std::string kept = directory_.path() + ".kept";
  std::filesystem::copy(directory_.path(), kept, std::filesystem::copy_options::recursive);
  for (const char* file : {"iamglass", "postlist.glass", "termlist.glass", "docdata.glass",
                           "position.glass", "sealed"}) {
    for (const std::string& how :
         std::vector<std::string>{"missing", "cut", "overwritten", "one bit"}) {
      if (file == std::string("sealed") && how == "missing") continue;
      SCOPED_TRACE(absl::StrCat(file, " ", how));
      std::filesystem::remove_all(directory_.path());
      std::filesystem::copy(kept, directory_.path(), std::filesystem::copy_options::recursive);
      const std::string path = absl::StrCat(directory_.path(), "/", file);
      const auto size = std::filesystem::file_size(path);
      if (how == "missing") std::filesystem::remove(path);
      if (how == "cut") std::filesystem::resize_file(path, size - 1);
      if (how == "overwritten") std::ofstream(path) << std::string(size, '\x5a');
      if (how == "one bit") FlipABit(path, size / 2);
      directory_.Open();
      EXPECT_EQ(index().committed(), SearchCursor());
      EXPECT_THAT(Find("drivmedel"), IsEmpty());
      Fill(2);
      EXPECT_THAT(Find("drivmedel"), SizeIs(2));
      directory_.Close();
    }
  }
}

TEST_F(SearchIndexCrashTest, AnIndexThatWasNotClosedIsTrustedButNotAgainAndAgain) {
  Fill(3);
  for (int i = 0; i < kSearchOpenedMax; ++i) {
    directory_.DieAndReopen();
    EXPECT_EQ(index().committed().position, Position(3)) << i;
  }
  directory_.DieAndReopen();
  EXPECT_EQ(index().committed(), SearchCursor());
}

TEST_F(SearchIndexCrashTest, AnIndexThatIsWrittenAndClosedIsTrusted) {
  for (int i = 1; i <= 2 * kSearchOpenedMax; ++i) {
    directory_.DieAndReopen();
    Fill(i);
  }
  EXPECT_THAT(Find("drivmedel"), SizeIs(2 * kSearchOpenedMax));
  for (int i = 1; i <= 2 * kSearchOpenedMax; ++i) directory_.Reopen();
  EXPECT_THAT(Find("drivmedel"), SizeIs(2 * kSearchOpenedMax));
}

TEST_F(SearchIndexCrashTest, AFileThatGoesMissingFromAnIndexThatWasNotClosedIsNoticed) {
  Fill(20);
  for (const char* file :
       {"iamglass", "postlist.glass", "termlist.glass", "docdata.glass", "position.glass"}) {
    SCOPED_TRACE(file);
    SearchDirectory copy;
    copy.Close();
    std::filesystem::remove_all(copy.path());
    std::filesystem::copy(directory_.path(), copy.path(), std::filesystem::copy_options::recursive);
    std::filesystem::remove(absl::StrCat(copy.path(), "/", file));
    copy.Open();
    const auto answer = copy.index().Search({"drivmedel"});
    if (answer.ok()) {
      EXPECT_THAT(answer->hits, IsEmpty());  // It was begun anew.
    } else {
      EXPECT_THAT(answer, IsRefused(kSearchDamaged));
    }
  }
}

TEST_F(SearchIndexCrashTest, AWriteThatTheDiskRefusesLeavesWhatWasCommitted) {
  Fill(3);
  signal(SIGXFSZ, SIG_IGN);
  rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit small{9000, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  // However often it is tried.
  for (int attempt = 0; attempt < 4; ++attempt) {
    absl::Status status;
    for (int i = 4; status.ok() && i < 1000; ++i) {
      SearchDocument document{absl::StrCat("Drivmedel", i), "", 0, 0};
      document.Add("", "", absl::StrCat("Unik", i, " text", i));
      status = index().Replace(absl::StrCat("workshops/", i), &document);
      if (status.ok() && i % 50 == 0) {
        status = index().Commit({Position(static_cast<uint64_t>(i)), true});
      }
    }
    EXPECT_THAT(status, IsRefused(kDiskFailed)) << attempt;
    EXPECT_EQ(index().pending(), 0);
  }
  const Position reached = index().committed().position;
  EXPECT_THAT(Find("workshops drivmedel"), ::testing::Not(IsEmpty()));  // Reading goes on.
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);

  Replace("workshops/4", "Macken");
  ASSERT_OK(index().Commit({reached + 1, true}));
  EXPECT_THAT(Find("macken"), ElementsAre("workshops/4"));
  directory_.Reopen();
  EXPECT_EQ(index().committed().position, reached + 1);
}

TEST_F(SearchIndexCrashTest, DamageThatAWriteMeetsIsFoundWhenItIsOpenedAgain) {
  for (int i = 0; i < 2000; ++i) Replace(absl::StrCat("workshops/", i), absl::StrCat("Ord", i));
  ASSERT_OK(index().Commit({Position(1), true}));
  const std::string path = directory_.path() + "/postlist.glass";
  {
    // Blocks in the middle, so that it opens all the same.
    const auto third = static_cast<std::streamoff>(std::filesystem::file_size(path) / 8192 / 3);
    ASSERT_GT(third, 3);
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(third * 8192);
    file << std::string(static_cast<size_t>(third * 8192), '\x5a');
  }
  const auto write_all = [&]() -> absl::Status {
    const SearchDocument document{"Macken", "organisations/2421", 2019, 2019};
    for (int i = 0; i < 2000; ++i) {
      const absl::Status status = index().Replace(absl::StrCat("workshops/", i), &document);
      if (!status.ok()) return status;
    }
    return index().Commit({Position(2), true});
  };

  EXPECT_THAT(write_all(), IsRefused(kDiskFailed));
  EXPECT_THAT(write_all(), IsRefused(kSearchDamaged));
}

TEST_F(SearchIndexCrashTest, TooManyOpenFilesAreNoDamage) {
  Fill(3);
  rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  size_t refused = 0;
  for (rlim_t spare = 0; spare < 12; ++spare) {
    directory_.Reopen();
    LeaveOpen(spare);
    const auto answer = index().Search({"drivmedel"});
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
    directory_.Close();
    LeaveOpen(spare);
    absl::Status opened;
    for (int i = 0; i <= kSearchOpenedMax; ++i) {
      opened = SearchIndex::Open(directory_.path(), kIdentity).status();
    }
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
    directory_.Open();

    SCOPED_TRACE(spare);
    for (const absl::Status& status : {answer.status(), opened}) {
      if (status.ok()) continue;
      EXPECT_THAT(status, IsRefused(kDiskFailed));
      ++refused;
    }
    EXPECT_EQ(index().committed().position, Position(3));
    EXPECT_THAT(Find("drivmedel"), SizeIs(3));
  }
  EXPECT_GE(refused, 4);
}

TEST_F(SearchIndexCrashTest, AnIndexIsNotOpenedThatCanNotBeMarkedAsOpened) {
  Fill(3);
  directory_.Close();
  std::filesystem::create_directories(directory_.path() + "/opened");

  EXPECT_THAT(SearchIndex::Open(directory_.path(), kIdentity), IsRefused(kDiskFailed));
  std::filesystem::remove(directory_.path() + "/opened");
  directory_.Open();
  EXPECT_EQ(index().committed().position, Position(3));
}

TEST_F(SearchIndexCrashTest, WhatIsDiscardedIsNeverCommitted) {
  Fill(1);
  Replace("workshops/2", "Macken");
  index().Discard();
  EXPECT_EQ(index().pending(), 0);
  Replace("workshops/3", "Drivmedel");
  ASSERT_OK(index().Commit({Position(2), true}));

  EXPECT_THAT(Find("macken"), IsEmpty());
  EXPECT_THAT(Find("drivmedel"), SizeIs(2));
}

TEST_F(SearchIndexCrashTest, AnIndexThatCanNotBeMadeIsTheDisksFault) {
  const TempDirectory root;
  std::ofstream(root.path() + "/file") << "x";

  EXPECT_THAT(SearchIndex::Open(root.path() + "/file/search", kIdentity), IsRefused(kDiskFailed));
  EXPECT_THAT(SearchIndex::Open(root.path() + "/none/search", kIdentity), IsRefused(kDiskFailed));
}

TEST_F(SearchIndexCrashTest, TwoDoNotWriteAtOnce) {
  Fill(1);

  EXPECT_THAT(SearchIndex::Open(directory_.path(), kIdentity), IsRefused(kDiskFailed));
  EXPECT_THAT(Find("drivmedel"), SizeIs(1));
}

TEST_F(SearchIndexCrashTest, SearchesGoOnWhileItIsWritten) {
  Fill(1);
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  readers.reserve(6);
  for (int i = 0; i < 6; ++i) {
    readers.emplace_back([&] {
      uint64_t last = 0;
      while (!done) {
        const auto answer = index().Search({"drivmedel"});
        ASSERT_OK(answer);
        // Documents and cursor of one commit, never of an earlier one than before.
        ASSERT_EQ(answer->hit_count, answer->as_of.value());
        ASSERT_GE(answer->as_of.value(), last);
        last = answer->as_of.value();
      }
    });
  }
  for (int i = 2; i <= 60; ++i) {
    Replace(absl::StrCat("workshops/", i), "Drivmedel");
    ASSERT_OK(index().Commit({Position(static_cast<uint64_t>(i)), true}));
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
}

}  // namespace
}  // namespace samverk::storage

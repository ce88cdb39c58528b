// What every store of keys promises, and what the one on disk promises beside it: keys that were
// given out are there whatever happens, and keys that were removed are in no file.

#include "storage/people/people_store.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "base/uuid.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/kv/testing/fault_file_system.h"
#include "storage/kv/testing/temp_directory.h"
#include "storage/people/people_reasons.h"
#include "storage/people/rocks_people_store.h"
#include "storage/people/testing/in_memory_people_store.h"

namespace samverk::storage {
namespace {

using Tail = FaultFileSystem::Tail;

const char kLedger[] = "0199a1b2-0000-7000-8000-000000000001";
const char kOther[] = "0199a1b2-0000-7000-8000-000000000009";

// A store on a disk that can fail.
class RocksPeople {
 public:
  absl::Status Open(char master = 'm', const char* ledger = kLedger) {
    store_.reset();
    auto store =
        RocksPeopleStore::Open(directory(), MakeRocksResources(disk.env()),
                               std::string(kDataKeyBytes, master), Uuid::Parse(ledger).value());
    if (!store.ok()) return store.status();
    store_ = *std::move(store);
    return absl::OkStatus();
  }
  void Close() { store_.reset(); }
  RocksPeopleStore& store() { return *store_; }
  bool is_open() const { return store_ != nullptr; }
  std::string directory() const { return root_.path() + "/people"; }

  FaultFileSystem disk;

 private:
  TempDirectory root_;
  std::unique_ptr<RocksPeopleStore> store_;
};

// ---- Every store ----

class PeopleStoreTest : public ::testing::TestWithParam<bool> {
 protected:
  PeopleStoreTest() { EXPECT_OK(rocks_.Open()); }
  PeopleStore& store() {
    if (GetParam()) return rocks_.store();
    return memory_;
  }
  std::string KeyIdOf(const std::string& person) {
    const auto key = store().FindKey(person);
    EXPECT_OK(key);
    return *key == nullptr ? "none" : (*key)->id();
  }

  RocksPeople rocks_;
  InMemoryPeopleStore memory_;
};

TEST_P(PeopleStoreTest, APersonHasNoKeyUntilOneIsMade) {
  EXPECT_EQ(KeyIdOf("people/1"), "none");
  EXPECT_OK(store().Health());
}

TEST_P(PeopleStoreTest, APersonHasOneKey) {
  ASSERT_OK_AND_ASSIGN(const auto made, store().FindOrCreateKey("people/1"));
  ASSERT_OK_AND_ASSIGN(const auto found, store().FindOrCreateKey("people/1"));

  EXPECT_EQ(made->id(), found->id());
  EXPECT_EQ(KeyIdOf("people/1"), made->id());
  EXPECT_EQ(KeyIdOf("people/2"), "none");
}

TEST_P(PeopleStoreTest, PeopleHaveDifferentKeys) {
  ASSERT_OK_AND_ASSIGN(const auto one, store().FindOrCreateKey("people/1"));
  ASSERT_OK_AND_ASSIGN(const auto two, store().FindOrCreateKey("people/2"));

  EXPECT_NE(one->id(), two->id());
  EXPECT_NE(one->Digest("a"), two->Digest("a"));
}

TEST_P(PeopleStoreTest, ARemovedKeyIsGoneAndANewOneIsAnother) {
  ASSERT_OK_AND_ASSIGN(const auto before, store().FindOrCreateKey("people/1"));
  ASSERT_OK(store().FindOrCreateKey("people/2"));

  ASSERT_OK(store().DeleteKey("people/1"));
  ASSERT_OK(store().DeleteKey("people/3"));  // There is none.

  EXPECT_EQ(KeyIdOf("people/1"), "none");
  EXPECT_NE(KeyIdOf("people/2"), "none");
  ASSERT_OK_AND_ASSIGN(const auto after, store().FindOrCreateKey("people/1"));
  EXPECT_NE(before->id(), after->id());
}

TEST_P(PeopleStoreTest, AllWhoMakeAKeyAtOnceGetTheSame) {
  constexpr int kThreads = 8;
  constexpr int kPeople = 20;
  std::vector<std::vector<std::string>> ids(kThreads);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([this, &mine = ids[thread]] {
      for (int person = 0; person < kPeople; ++person) {
        const auto key = store().FindOrCreateKey(absl::StrCat("people/", person));
        mine.push_back(key.ok() ? (*key)->id() : key.status().ToString());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();

  for (const auto& mine : ids) EXPECT_EQ(mine, ids[0]);
  for (int person = 0; person < kPeople; ++person) {
    EXPECT_EQ(KeyIdOf(absl::StrCat("people/", person)), ids[0][person]);
  }
}

INSTANTIATE_TEST_SUITE_P(Stores, PeopleStoreTest, ::testing::Bool(),
                         [](const auto& each) { return each.param ? "Rocks" : "InMemory"; });

// ---- On disk ----

TEST(RocksPeopleStoreTest, KeysAreThereAgainWhenItIsOpenedAgain) {
  RocksPeople people;
  ASSERT_OK(people.Open());
  ASSERT_OK_AND_ASSIGN(const auto key, people.store().FindOrCreateKey("people/1"));

  ASSERT_OK(people.Open());

  ASSERT_OK_AND_ASSIGN(const auto found, people.store().FindKey("people/1"));
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->id(), key->id());
  EXPECT_EQ(found->Digest("a"), key->Digest("a"));
}

TEST(RocksPeopleStoreTest, AnotherMasterKeyIsRefusedAlsoWhereThereAreNoKeysYet) {
  RocksPeople people;
  ASSERT_OK(people.Open('m'));

  EXPECT_THAT(people.Open('n'), IsRefused(kMasterKeyWrong));

  EXPECT_OK(people.Open('m'));
}

TEST(RocksPeopleStoreTest, TheStoreOfAnotherLedgerIsRefused) {
  RocksPeople people;
  ASSERT_OK(people.Open('m', kLedger));

  EXPECT_THAT(people.Open('m', kOther), IsRefused(kStoreDamaged));
}

std::string AllBytesIn(const std::string& directory) {
  std::string bytes;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    std::ifstream file(entry.path(), std::ios::binary);
    bytes.append(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return bytes;
}

TEST(RocksPeopleStoreTest, ARemovedKeyIsInNoFile) {
  RocksPeople people;
  ASSERT_OK(people.Open());
  std::vector<std::string> ids;
  for (int person = 0; person < 100; ++person) {
    ASSERT_OK_AND_ASSIGN(const auto key,
                         people.store().FindOrCreateKey(absl::StrCat("people/", person)));
    ids.push_back(key->id());
    if (person % 30 != 0) continue;
    ASSERT_OK(people.Open());  // Spreads them over several tables.
  }
  ASSERT_THAT(AllBytesIn(people.directory()), ::testing::HasSubstr(ids[50]));

  ASSERT_OK(people.store().DeleteKey("people/50"));

  const std::string bytes = AllBytesIn(people.directory());
  for (int person = 0; person < 100; ++person) {
    EXPECT_EQ(bytes.find(ids[person]) == std::string::npos, person == 50) << person;
  }
}

// ---- Failing disks ----

// Makes keys on a disk that fails at the given call, then loses power; every key that was given
// out must be there. Gives the number of calls that there were.
uint64_t MakeKeysWithFaultAt(uint64_t call) {
  RocksPeople people;
  const auto fault = [&](uint64_t number) {
    return call % 2 == 0 ? FaultFileSystem::FailCall(number, FaultFileSystem::IoError())
                         : FaultFileSystem::FailFrom(number, FaultFileSystem::NoSpace());
  };
  const uint64_t begin = people.disk.calls();
  people.disk.SetFault(fault(begin + call));
  std::vector<std::pair<std::string, Sha256Digest>> given;
  for (int round = 0; round < 2; ++round) {
    if (!people.Open().ok()) continue;
    for (int person = 0; person < 5; ++person) {
      const std::string name = absl::StrCat("people/", round, "-", person);
      const auto key = people.store().FindOrCreateKey(name);
      if (key.ok()) given.emplace_back(name, (*key)->Digest("a"));
      // What failed once is not tried again on a guess.
      EXPECT_EQ(people.store().Health().ok(), key.ok());
    }
  }
  const uint64_t calls = people.disk.calls() - begin;
  people.disk.CutPower();
  people.Close();
  EXPECT_OK(people.disk.RestorePower(
      {.tail = call % 4 < 2 ? Tail::kDropped : Tail::kKept, .names_lost = call % 3 == 0}));

  EXPECT_OK(people.Open());
  if (!people.is_open()) return calls;
  for (const auto& [name, digest] : given) {
    const auto key = people.store().FindKey(name);
    EXPECT_OK(key);
    EXPECT_TRUE(key.ok() && *key != nullptr && (*key)->Digest("a") == digest) << name;
  }
  return calls;
}

TEST(PeopleFaultTest, WhateverWriteFailsNoKeyThatWasGivenOutIsLost) {
  const uint64_t calls = MakeKeysWithFaultAt(UINT64_MAX / 2);
  ASSERT_GT(calls, 20);  // Ten keys, each written and synced.

  for (uint64_t call = 0; call < calls; ++call) {
    SCOPED_TRACE(absl::StrCat("failing call ", call));
    MakeKeysWithFaultAt(call);
    if (::testing::Test::HasFailure()) break;  // One is enough to look at.
  }
}

TEST(PeopleFaultTest, AfterAWriteThatFailedKeysAreReadAndNoneIsMade) {
  RocksPeople people;
  ASSERT_OK(people.Open());
  ASSERT_OK(people.store().FindOrCreateKey("people/1"));
  people.disk.SetFault(FaultFileSystem::FailEvery(FaultFileSystem::Operation::kSync, ".log",
                                                  FaultFileSystem::IoError()));
  EXPECT_THAT(people.store().FindOrCreateKey("people/2"), IsRefused(kDiskFailed));
  people.disk.ClearFault();

  EXPECT_THAT(people.store().FindOrCreateKey("people/3"), IsRefused(kDiskFailed));
  EXPECT_THAT(people.store().DeleteKey("people/1"), IsRefused(kDiskFailed));
  EXPECT_THAT(people.store().Health(), IsRefused(kDiskFailed));
  ASSERT_OK_AND_ASSIGN(const auto key, people.store().FindOrCreateKey("people/1"));
  EXPECT_NE(key, nullptr);

  ASSERT_OK(people.Open());
  EXPECT_OK(people.store().FindOrCreateKey("people/3"));
}

}  // namespace
}  // namespace samverk::storage

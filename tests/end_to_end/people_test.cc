// Personal data through a real server: what was entered about a person is in no file and in no
// line of the log, it is gone with the person's key, and races make no second key.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "rocksdb/utilities/options_util.h"
#include "samverk/v1/audit.pb.h"
#include "samverk/v1/partnership.pb.h"
#include "services/rpc/request_log.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "tests/end_to_end/race.h"

namespace samverk::tests {
namespace {

namespace fs = std::filesystem;

using runtime::FromText;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using v1::CommandResult;

// A person who does not exist.
constexpr char kName[] = "Örjan Ånäset-Exempelsson";
constexpr char kNewName[] = "Örjan Rågödling";
constexpr char kEmail[] = "orjan.exempelsson@lånsbygd.example.com";
constexpr char kPhone[] = "+46 (0)951-555 01 23";
// Parts of them too: something may keep words, or cut texts.
const std::vector<std::string>& Secrets() {
  static const auto& secrets = *new std::vector<std::string>{
      kName,    kNewName,    kEmail,          kPhone,     "Exempelsson",
      "Ånäset", "Rågödling", "orjan.exempel", "0)951-555"};
  return secrets;
}
// What is public, and so must be found wherever the scan claims to look.
constexpr char kPublic[] = "Storumans alldeles offentliga kommun";

std::string BytesOf(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

class PeopleTest : public ::testing::Test {
 protected:
  PeopleTest() { server_.AdmitMunicipality("2421", kPublic); }

  template <typename Command>
  CommandResult Do(const std::string& text) {
    const absl::StatusOr<CommandResult> result = server_.Do(FromText<Command>(text));
    EXPECT_OK(result);
    return result.value_or(CommandResult());
  }

  static std::string Registration(const std::string& id) {
    return absl::StrCat("parent: '~' person_id: '", id,
                        "' organisation: '~/organisations/2421' role: ROLE_OFFICER details { "
                        "display_name: '",
                        kName, "' email: '", kEmail, "' phone: '", kPhone, "' }");
  }

  v1::Person Get(const CommandResult& result, const std::string& act_as = "") {
    v1::GetPersonRequest request;
    request.set_name(result.name());
    *request.mutable_read()->mutable_min_position() = result.position();
    const auto response = server_.Ask<v1::GetPersonResponse>(request, {.act_as = act_as});
    EXPECT_OK(response);
    return response.value_or(v1::GetPersonResponse()).person();
  }

  fs::path Ledger() const { return fs::path(server_.data_directory()) / "vasterbotten"; }
  runtime::Partnership& Running() { return **server_.server().partnerships().Find("vasterbotten"); }

  // Every file of the server's data that holds `secret` as it is.
  std::vector<std::string> FilesWith(const std::string& secret) const {
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(server_.data_directory())) {
      if (entry.is_regular_file() && absl::StrContains(BytesOf(entry.path()), secret)) {
        found.push_back(entry.path());
      }
    }
    return found;
  }

  // Calls `visit` with everything that a RocksDB of the ledger holds, uncompressed. The server
  // must have been stopped.
  static void EachRow(const std::string& directory,
                      const std::function<void(const std::string& row)>& visit) {
    rocksdb::DBOptions options;
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    ASSERT_TRUE(
        rocksdb::LoadLatestOptions(rocksdb::ConfigOptions(), directory, &options, &families).ok());
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::OpenForReadOnly(options, directory, families, &handles, &opened).ok());
    const std::unique_ptr<rocksdb::DB> db(opened);
    for (rocksdb::ColumnFamilyHandle* handle : handles) {
      rocksdb::ReadOptions all;
      all.total_order_seek = true;
      const std::unique_ptr<rocksdb::Iterator> rows(db->NewIterator(all, handle));
      for (rows->SeekToFirst(); rows->Valid(); rows->Next()) {
        visit(absl::StrCat(rows->key().ToString(), "\n", rows->value().ToString()));
      }
      db->DestroyColumnFamilyHandle(handle);
    }
  }

  // Moves everything into tables, as time would.
  static void Compact(const std::string& directory) {
    rocksdb::DBOptions options;
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    ASSERT_TRUE(
        rocksdb::LoadLatestOptions(rocksdb::ConfigOptions(), directory, &options, &families).ok());
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(options, directory, families, &handles, &opened).ok());
    const std::unique_ptr<rocksdb::DB> db(opened);
    for (rocksdb::ColumnFamilyHandle* handle : handles) {
      EXPECT_TRUE(db->Flush(rocksdb::FlushOptions(), handle).ok());
      EXPECT_TRUE(db->CompactRange(rocksdb::CompactRangeOptions(), handle, nullptr, nullptr).ok());
      db->DestroyColumnFamilyHandle(handle);
    }
  }

  void ExpectNoSecretInAnyFile() {
    for (const std::string& secret : Secrets()) {
      EXPECT_THAT(FilesWith(secret), IsEmpty()) << secret;
    }
  }

  // Neither compressed: tables are read through RocksDB.
  void ExpectNoSecretInAnyRow() {
    for (const char* store : {"log", "views", "people"}) {
      bool found_public = false;
      int rows = 0;
      EachRow(Ledger() / store, [&](const std::string& row) {
        ++rows;
        found_public = found_public || absl::StrContains(row, kPublic);
        for (const std::string& secret : Secrets()) {
          EXPECT_FALSE(absl::StrContains(row, secret)) << store << " holds " << secret;
        }
      });
      EXPECT_GT(rows, 3) << store;
      // Else the scan would prove nothing.
      EXPECT_EQ(found_public, store != std::string("people")) << store;
    }
  }

  // Everything that can be done with a person, and some things that can't.
  CommandResult UseEveryDoor() {
    const CommandResult registered = Do<v1::RegisterPersonRequest>(Registration(testing::NewId()));
    EXPECT_EQ(Get(registered).details().display_name(), kName);
    const std::string name = absl::StrCat("name: '", registered.name(), "' ");
    const CommandResult edited = Do<v1::EditPersonRequest>(
        absl::StrCat(name, "expected_revision: 0 edits { display_name: '", kNewName,
                     "' } edits { email: '", kEmail, "' } edits { phone: '", kPhone, "' }"));
    EXPECT_EQ(Get(edited).details().display_name(), kNewName);
    EXPECT_EQ(Get(edited).details().phone(), kPhone);
    EXPECT_FALSE(Get(edited, "auditor").has_details());
    EXPECT_OK(server_.Ask<v1::ListPeopleResponse>(FromText<v1::ListPeopleRequest>("parent: '~'")));
    for (const std::string& refused :
         {absl::StrCat("edits { phone: '", kName, "' }"),
          absl::StrCat("edits { email: '", kName, "' }"),
          absl::StrCat("edits { display_name: '", kName, "' } edits { remove_role: 77 }"),
          absl::StrCat("edits { display_name: '", kName, kName, "\\001' }")}) {
      const absl::Status status =
          server_.Do(FromText<v1::EditPersonRequest>(name + "expected_revision: 3 " + refused))
              .status();
      EXPECT_THAT(status.ToString(), Not(HasSubstr("rjan"))) << status;
      EXPECT_NE(status.code(), absl::StatusCode::kOk);
    }
    EXPECT_THAT(server_.Do(FromText<v1::EditPersonRequest>(absl::StrCat(
                    name, "expected_revision: 0 edits { display_name: '", kName, "' }"))),
                StatusIs(absl::StatusCode::kAborted));
    return edited;
  }

  testing::InProcessServer server_;
};

TEST_F(PeopleTest, WhatWasEnteredAboutAPersonIsInNoFileAndInNoLineOfTheLog) {
  rpc::SetUpRequestLog(rpc::LoggedCalls::kAll);
  ::testing::internal::CaptureStderr();
  UseEveryDoor();
  ExpectNoSecretInAnyFile();  // In the write-ahead logs.
  EXPECT_THAT(FilesWith(kPublic), Not(IsEmpty()));

  server_.Restart();  // Which flushes them.
  UseEveryDoor();
  server_.Stop();
  const std::string log = ::testing::internal::GetCapturedStderr();
  rpc::SetUpRequestLog(rpc::LoggedCalls::kNone);

  ExpectNoSecretInAnyFile();
  ExpectNoSecretInAnyRow();
  for (const char* store : {"log", "views", "people"}) Compact(Ledger() / store);
  ExpectNoSecretInAnyFile();
  ExpectNoSecretInAnyRow();
  EXPECT_THAT(log, HasSubstr("PartnershipService/EditPerson"));
  for (const std::string& secret : Secrets()) EXPECT_THAT(log, Not(HasSubstr(secret)));
  server_.Restart();
  EXPECT_OK(server_.Ask<v1::ListPeopleResponse>(FromText<v1::ListPeopleRequest>("parent: '~'")));
}

TEST_F(PeopleTest, WithItsKeyAPersonIsErasedAndNothingElseBreaks) {
  const CommandResult erased = UseEveryDoor();
  const CommandResult other = UseEveryDoor();
  ASSERT_OK(Running().people().DeleteKey(runtime::RelativeName(erased.name())));

  for (int round = 0; round < 2; ++round) {
    EXPECT_TRUE(Get(erased).erased());
    EXPECT_FALSE(Get(erased).has_details());
    EXPECT_EQ(Get(erased).role(), v1::ROLE_OFFICER);
    EXPECT_FALSE(Get(other).erased());
    EXPECT_EQ(Get(other).details().display_name(), kNewName);
    ASSERT_OK_AND_ASSIGN(const auto list, server_.Ask<v1::ListPeopleResponse>(
                                              FromText<v1::ListPeopleRequest>("parent: '~'")));
    EXPECT_EQ(list.people_size(), 2);
    v1::GetHistoryRequest get;
    get.set_name(erased.name());
    ASSERT_OK_AND_ASSIGN(const auto history, server_.Ask<v1::GetHistoryResponse>(get));
    EXPECT_EQ(history.events_size(), 4);
    server_.Restart();
  }
  // As of an earlier moment too.
  v1::GetPersonRequest then;
  then.set_name(erased.name());
  *then.mutable_read()->mutable_as_of()->mutable_position() = erased.position();
  ASSERT_OK_AND_ASSIGN(const auto before, server_.Ask<v1::GetPersonResponse>(then));
  EXPECT_TRUE(before.person().erased());
  EXPECT_OK(Running().Ready(storage::Position(0)));
  // The views are built from the log again, and the log is what it was.
  server_.Stop();
  fs::remove_all(Ledger() / "views");
  server_.Restart();
  EXPECT_TRUE(Get(erased).erased());
  EXPECT_EQ(Get(other).details().display_name(), kNewName);
}

TEST_F(PeopleTest, ManyWhoWriteAboutOnePersonAtOnceUseOneKey) {
  const std::string id = testing::NewId();
  const std::string name = absl::StrCat("partnerships/vasterbotten/people/", id);
  std::vector<absl::StatusOr<CommandResult>> results(kRacers, absl::UnknownError("not run"));
  Race([&](int racer) {
    results[racer] = server_.Do(FromText<v1::RegisterPersonRequest>(Registration(id)));
  });

  int registered = 0;
  for (const auto& result : results) {
    registered += result.ok() ? 1 : 0;
    if (result.ok()) {
      EXPECT_EQ(Get(*result).details().display_name(), kName);
    } else {
      EXPECT_THAT(result, StatusIs(absl::StatusCode::kAlreadyExists));
    }
  }
  EXPECT_EQ(registered, 1);
  server_.Restart();
  v1::GetPersonRequest get;
  get.set_name(name);
  ASSERT_OK_AND_ASSIGN(const auto person, server_.Ask<v1::GetPersonResponse>(get));
  EXPECT_EQ(person.person().details().phone(), kPhone);
}

TEST_F(PeopleTest, AKeyWithoutAnEventIsUsedByTheCommandThatIsRepeated) {
  const std::string id = testing::NewId();
  // What a crash leaves between the key and the event.
  ASSERT_OK_AND_ASSIGN(const auto key,
                       Running().people().FindOrCreateKey(absl::StrCat("people/", id)));
  server_.Restart();

  const CommandResult registered = Do<v1::RegisterPersonRequest>(Registration(id));

  EXPECT_EQ(Get(registered).details().display_name(), kName);
  ASSERT_OK_AND_ASSIGN(const auto used, Running().people().FindKey(absl::StrCat("people/", id)));
  EXPECT_EQ(used->id(), key->id());
}

TEST_F(PeopleTest, OfAnErasedPersonTheRequestsCanNotBeGuessed) {
  const CommandResult registered = Do<v1::RegisterPersonRequest>(Registration(testing::NewId()));
  auto repeated = FromText<v1::RegisterPersonRequest>(
      Registration(std::string(runtime::IdOf(registered.name()))));
  ASSERT_OK(Running().people().DeleteKey(runtime::RelativeName(registered.name())));

  // Nobody can tell any more whether this is what was said.
  EXPECT_THAT(server_.Do(repeated), StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace samverk::tests

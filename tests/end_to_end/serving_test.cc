// How the server starts, serves and stops: health, reflection, reading one's own writes, the
// clock, and who may listen where.

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/testing/gate.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"
#include "samverk/v1/admin.pb.h"
#include "samverk/v1/meeting.pb.h"
#include "samverk/v1/workshop.pb.h"
#include "samverk/v1/workshop_events.pb.h"
#include "services/runtime/partnerships.h"
#include "services/runtime/read_point.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/testing/from_text.h"
#include "services/server/server.h"
#include "services/server/slices.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "storage/event_log/log_reasons.h"
#include "storage/event_log/testing/test_proposal.h"
#include "storage/kv/testing/temp_directory.h"
#include "tests/end_to_end/raw_call.h"
#include "tests/end_to_end/subscriber.h"

namespace samverk::tests {
namespace {

using runtime::FromText;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// grpc.health.v1.HealthCheckResponse {status: …}.
constexpr char kServing[] = "\x08\x01";
constexpr char kNotServing[] = "\x08\x02";

std::string AskHealth(const std::shared_ptr<grpc::Channel>& channel) {
  return CallRaw(channel, {.path = "/grpc.health.v1.Health/Check", .bytes = "", .metadata = {}})
      .bytes;
}

v1::PlanWorkshopRequest APlan() {
  return FromText<v1::PlanWorkshopRequest>(absl::StrCat(
      "parent: '~' host: '~/organisations/2421' title: 'Serviceverkstad' workshop_id: '",
      testing::NewId(),
      "' period { start_date @2019-10-01 end_date @2019-10-02 } form: EVENT_FORM_PHYSICAL"));
}

class ServingTest : public ::testing::Test {
 protected:
  ServingTest() { server_.AdmitMunicipality("2421", "Storumans kommun"); }

  // Returns when health says so.
  void WaitUntil(const std::string& health) {
    while (AskHealth(server_.channel()) != health) {
    }
  }

  testing::InProcessServer server_;
};

// ---- Health and reflection --------------------------------------------------------------------

TEST_F(ServingTest, AServerWhoseViewsHaveCaughtUpServes) {
  WaitUntil(kServing);
  ASSERT_OK(server_.Do(APlan()));
  WaitUntil(kServing);
}

TEST_F(ServingTest, AServerWhoseViewStoppedDoesNotServeButTakesCommands) {
  const auto planned = server_.Do(APlan());
  ASSERT_OK(planned);
  WaitUntil(kServing);
  // No program wrote this: it corrects a note that was never recorded.
  v1::WorkshopCorrected impossible;
  impossible.mutable_edit()->mutable_note()->set_entry(77);
  storage::NewEvent event = storage::AnEvent(runtime::RelativeName(planned->name()));
  event.type = impossible.GetDescriptor()->full_name();
  event.event = impossible.SerializeAsString();
  runtime::Partnership& partnership = **server_.server().partnerships().Find("vasterbotten");
  ASSERT_OK(AppendAndWait(partnership.log(), storage::AnAppend().With(event)));

  WaitUntil(kNotServing);
  v1::GetWorkshopRequest get;
  get.set_name(planned->name());
  EXPECT_THAT(server_.Ask<v1::GetWorkshopResponse>(get), IsRefused(runtime::kViewStopped));
  EXPECT_OK(
      server_.Ask<v1::ListMeetingsResponse>(FromText<v1::ListMeetingsRequest>("parent: '~'")));
  EXPECT_OK(server_.Do(APlan()));
}

TEST_F(ServingTest, HealthOfAServiceThatDoesNotExistIsNotFound) {
  const RawAnswer answer =
      CallRaw(server_.channel(),
              {.path = "/grpc.health.v1.Health/Check", .bytes = "\x0a\x01x", .metadata = {}});

  EXPECT_EQ(answer.status.code(), absl::StatusCode::kNotFound);
}

TEST_F(ServingTest, ReflectionListsEveryService) {
  // ServerReflectionRequest {list_services: ""}.
  const std::string listed = ExchangeRaw(
      server_.channel(), {.path = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                          .bytes = std::string("\x3a\x00", 2),
                          .metadata = {}});

  for (const char* service :
       {"samverk.v1.AdminService", "samverk.v1.AuditService", "samverk.v1.FeedService",
        "samverk.v1.MeetingService", "samverk.v1.PartnershipService", "samverk.v1.WorkshopService",
        "grpc.health.v1.Health"}) {
    EXPECT_TRUE(absl::StrContains(listed, service)) << service;
  }
}

TEST_F(ServingTest, ReflectionKnowsTheFilesOfTheServices) {
  // ServerReflectionRequest {file_containing_symbol: "samverk.v1.WorkshopService"}.
  const std::string file = ExchangeRaw(
      server_.channel(), {.path = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                          .bytes = absl::StrCat("\x22\x1a", "samverk.v1.WorkshopService"),
                          .metadata = {}});

  EXPECT_TRUE(absl::StrContains(file, "samverk/v1/workshop.proto"));
}

// ---- Reading ----------------------------------------------------------------------------------

TEST_F(ServingTest, PeopleReadTheirOwnWrites) {
  for (int i = 0; i < 200; ++i) {
    const auto planned = server_.Do(APlan());
    ASSERT_OK(planned);
    v1::GetWorkshopRequest get;
    get.set_name(planned->name());
    *get.mutable_read()->mutable_min_position() = planned->position();

    const auto read = server_.Ask<v1::GetWorkshopResponse>(get);

    ASSERT_OK(read);
    EXPECT_EQ(read->workshop().revision(), planned->revision());
    EXPECT_GE(read->as_of_position().position(), planned->position().position());
  }
}

TEST_F(ServingTest, AQueryForAPositionThatIsYetToComeIsRefusedAtOnce) {
  const auto planned = server_.Do(APlan());
  ASSERT_OK(planned);
  v1::GetWorkshopRequest get;
  get.set_name(planned->name());
  *get.mutable_read()->mutable_min_position() = planned->position();
  get.mutable_read()->mutable_min_position()->set_position(planned->position().position() + 1);

  EXPECT_THAT(server_.Ask<v1::GetWorkshopResponse>(get), IsRefused(runtime::kPositionAhead));
}

TEST_F(ServingTest, AQueryForAPositionOfAnotherEpochIsRefused) {
  const auto planned = server_.Do(APlan());
  ASSERT_OK(planned);
  v1::GetWorkshopRequest get;
  get.set_name(planned->name());
  get.mutable_read()->mutable_min_position()->set_epoch(testing::NewId());
  get.mutable_read()->mutable_min_position()->set_position(1);

  EXPECT_THAT(server_.Ask<v1::GetWorkshopResponse>(get), IsRefused(runtime::kEpochMismatch));
}

TEST_F(ServingTest, AListKeepsShowingWhatItsFirstPageSaw) {
  v1::CommandResult last;
  for (int i = 0; i < 5; ++i) last = server_.Do(APlan()).value();
  auto list = FromText<v1::ListWorkshopsRequest>("parent: '~' page_size: 2");
  *list.mutable_read()->mutable_min_position() = last.position();
  int seen = 0;
  while (true) {
    const auto page = server_.Ask<v1::ListWorkshopsResponse>(list);
    ASSERT_OK(page);
    seen += page->workshops_size();
    if (page->next_page_token().empty()) break;
    list.set_page_token(page->next_page_token());
    ASSERT_OK(server_.Do(APlan()));
  }

  EXPECT_EQ(seen, 5);
}

TEST_F(ServingTest, WhatWasKnownThenIsToldAsOfThen) {
  const auto planned = server_.Do(APlan());
  ASSERT_OK(planned);
  const absl::Time then = server_.clock().Now();
  server_.clock().Advance(absl::Hours(1));
  const auto cancelled = server_.Do(
      FromText<v1::CancelWorkshopRequest>(absl::StrCat("name: '", planned->name(), "'")));
  ASSERT_OK(cancelled);
  v1::GetWorkshopRequest get;
  get.set_name(planned->name());
  get.mutable_read()->mutable_as_of()->mutable_time()->set_seconds(absl::ToUnixSeconds(then));

  const auto read = server_.Ask<v1::GetWorkshopResponse>(get);
  ASSERT_OK(read);
  EXPECT_EQ(read->workshop().state(), v1::WORKSHOP_STATE_PLANNED);
  EXPECT_EQ(read->as_of_position().position(), planned->position().position());
  *get.mutable_read()->mutable_as_of()->mutable_position() = cancelled->position();
  const auto now = server_.Ask<v1::GetWorkshopResponse>(get);
  ASSERT_OK(now);
  EXPECT_EQ(now->workshop().state(), v1::WORKSHOP_STATE_CANCELLED);
}

// ---- The clock --------------------------------------------------------------------------------

TEST_F(ServingTest, AClockThatJumpedIsNotTrustedUntilSomebodyConfirmsIt) {
  server_.clock().JumpWall(absl::Hours(24 * 365));
  EXPECT_THAT(server_.Do(APlan()), IsRefused(storage::kClockSuspect));

  EXPECT_OK(server_.Do(FromText<v1::ConfirmClockRequest>("name: '~'")));
  EXPECT_OK(server_.Do(APlan()));
}

TEST_F(ServingTest, ARepeatedConfirmationConfirmsNothing) {
  const auto confirm = testing::WithRequestId(FromText<v1::ConfirmClockRequest>("name: '~'"));
  server_.clock().JumpWall(absl::Hours(1));
  const auto first = server_.Do(*confirm);
  ASSERT_OK(first);
  server_.clock().JumpWall(absl::Hours(1));

  const auto again = server_.Do(*confirm);

  ASSERT_OK(again);
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_THAT(server_.Do(APlan()), IsRefused(storage::kClockSuspect));
}

// ---- Starting ---------------------------------------------------------------------------------

server::ServerOptions OptionsFor(const storage::TempDirectory& directory) {
  server::ServerOptions options;
  options.data_directory = directory.path() + "/data";
  return options;
}

TEST(StartingTest, AServerWithoutIdentitiesListensOnLoopbackOnly) {
  const storage::TempDirectory directory;
  server::ServerOptions options = OptionsFor(directory);
  for (const char* address : {"0.0.0.0:0", "[::]:0", "192.168.1.1:7420", "samverk.example:7420",
                              "127.0.0.1.example:80", ":7420", ""}) {
    options.listen = address;
    EXPECT_THAT(server::Server::Start(options), IsRefused(server::kNotLoopback)) << address;
  }
  options.listen = "127.0.0.1:0";
  EXPECT_OK(server::Server::Start(options));
}

TEST(StartingTest, ADataDirectoryHasOneServerAtATime) {
  const storage::TempDirectory directory;
  ASSERT_OK_AND_ASSIGN(auto first, server::Server::Start(OptionsFor(directory)));

  EXPECT_THAT(server::Server::Start(OptionsFor(directory)),
              IsRefused(storage::kDataDirectoryInUse));
  first.reset();
  EXPECT_OK(server::Server::Start(OptionsFor(directory)));
}

TEST(StartingTest, APortHasOneServerAtATime) {
  const storage::TempDirectory directory;
  const storage::TempDirectory another;
  ASSERT_OK_AND_ASSIGN(const auto first, server::Server::Start(OptionsFor(directory)));
  server::ServerOptions options = OptionsFor(another);
  options.listen = first->address();

  EXPECT_THAT(server::Server::Start(options), IsRefused(server::kCannotListen));
}

TEST(StartingTest, AServerWithoutPartnershipsServes) {
  const storage::TempDirectory directory;
  ASSERT_OK_AND_ASSIGN(const auto server, server::Server::Start(OptionsFor(directory)));

  EXPECT_EQ(AskHealth(grpc::CreateChannel(server->address(), grpc::InsecureChannelCredentials())),
            kServing);
}

// ---- A damaged ledger --------------------------------------------------------------------------

// HealthCheckRequest {service: …}.
std::string HealthOf(const std::shared_ptr<grpc::Channel>& channel, const std::string& service) {
  const std::string bytes =
      absl::StrCat("\x0a", std::string(1, static_cast<char>(service.size())), service);
  return CallRaw(channel, {.path = "/grpc.health.v1.Health/Check", .bytes = bytes, .metadata = {}})
      .bytes;
}

TEST(DamagedLedgerTest, OneIsNamedAndRefusedAndTheOthersAreServed) {
  const storage::TempDirectory directory;
  const auto create = [](const std::shared_ptr<grpc::Channel>& channel, const std::string& id) {
    auto request = FromText<v1::CreatePartnershipRequest>(
        absl::StrCat("partnership_id: '", id, "' display_name: '", id, "'"));
    request.set_request_id(testing::NewId());
    return CallRaw(channel, {.path = PathOf(*request.GetDescriptor()),
                             .bytes = request.SerializeAsString(),
                             .metadata = {}})
        .status;
  };
  const auto connect = [](const server::Server& server) {
    return grpc::CreateChannel(server.address(), grpc::InsecureChannelCredentials());
  };
  {
    ASSERT_OK_AND_ASSIGN(const auto server, server::Server::Start(OptionsFor(directory)));
    for (const char* id : {"a", "b"}) ASSERT_OK(create(connect(*server), id));
  }
  std::filesystem::remove(directory.path() + "/data/a/head");

  ASSERT_OK_AND_ASSIGN(const auto server, server::Server::Start(OptionsFor(directory)));
  const auto channel = connect(*server);

  EXPECT_THAT(create(channel, "a"), IsRefused(storage::kLogDamaged));
  EXPECT_OK(create(channel, "b"));
  const v1::ListPartnershipsRequest list;
  v1::ListPartnershipsResponse listed;
  ASSERT_TRUE(listed.ParseFromString(
      CallRaw(channel, {.path = PathOf(*list.GetDescriptor()), .bytes = "", .metadata = {}})
          .bytes));
  ASSERT_THAT(listed.partnerships(), SizeIs(2));
  EXPECT_EQ(listed.partnerships(0).name(), "partnerships/a");
  EXPECT_THAT(listed.partnerships(0).not_served(), ::testing::HasSubstr("head"));
  EXPECT_EQ(listed.partnerships(1).display_name(), "b");
  EXPECT_THAT(listed.partnerships(1).not_served(), IsEmpty());
  std::vector<std::string> views;
  for (const auto& view : listed.partnerships(1).views()) {
    views.push_back(view.view());
    EXPECT_THAT(view.trouble(), IsEmpty()) << view.view();
  }
  std::vector<std::string> every_view = {"search"};
  const runtime::Slices slices = server::EverySlice();
  for (const auto& projection : slices.projections) every_view.push_back(projection->name());
  std::sort(every_view.begin(), every_view.end());
  EXPECT_EQ(views, every_view);
  EXPECT_EQ(AskHealth(channel), kNotServing);
  EXPECT_EQ(HealthOf(channel, "partnerships/a"), kNotServing);
  while (HealthOf(channel, "partnerships/b") != kServing) {
  }
}

// ---- Stopping ---------------------------------------------------------------------------------

// Commands that are sent until the server is gone. Each is answered: taken, or refused.
TEST(StoppingTest, EverythingUnderWayIsAnsweredAndWhatWasTakenIsThere) {
  const storage::TempDirectory directory;
  std::atomic<int> taken = 0;
  {
    ASSERT_OK_AND_ASSIGN(auto server, server::Server::Start(OptionsFor(directory)));
    const auto channel = grpc::CreateChannel(server->address(), grpc::InsecureChannelCredentials());
    std::vector<std::thread> clients;
    clients.reserve(4);
    Gate loaded;
    for (int i = 0; i < 4; ++i) {
      clients.emplace_back([&] {
        while (true) {
          auto create =
              FromText<v1::CreatePartnershipRequest>("partnership_id: 'p' display_name: 'P'");
          create.set_request_id(testing::NewId());
          const RawAnswer answer = CallRaw(channel, {.path = PathOf(*create.GetDescriptor()),
                                                     .bytes = create.SerializeAsString(),
                                                     .metadata = {}});
          if (!answer.status.ok()) break;
          if (++taken == 50) loaded.Open();
        }
      });
    }
    loaded.Wait();
    server.reset();
    for (std::thread& client : clients) client.join();
  }
  EXPECT_GE(taken, 50);
  ASSERT_OK_AND_ASSIGN(const auto server, server::Server::Start(OptionsFor(directory)));
  ASSERT_OK_AND_ASSIGN(runtime::Partnership* const partnership, server->partnerships().Find("p"));
  // Creating what exists in the same words changes nothing: one event, whoever asked.
  EXPECT_EQ(partnership->log().Head(), storage::Position(1));
}

TEST(StoppingTest, AServerStopsPromptlyThoughSomebodyFollowsIt) {
  const storage::TempDirectory directory;
  ASSERT_OK_AND_ASSIGN(auto server, server::Server::Start(OptionsFor(directory)));
  ASSERT_OK(server->partnerships().FindOrCreate("vasterbotten"));
  const auto channel = grpc::CreateChannel(server->address(), grpc::InsecureChannelCredentials());
  Subscriber subscriber(channel, FromText<v1::SubscribeRequest>("parent: '~'"));
  EXPECT_THAT(subscriber.ReadUntilCaughtUp(), IsEmpty());

  const absl::Time before = Clock::System().Now();
  server.reset();

  EXPECT_THAT(subscriber.Finish(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_LT(Clock::System().Now() - before, absl::Seconds(5));
}

}  // namespace
}  // namespace samverk::tests

// Following a ledger over the wire: everything, in order, exactly once, and honest words
// about where the caller is.

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"
#include "samverk/v1/partnership_events.pb.h"
#include "samverk/v1/workshop.pb.h"
#include "services/access/access.h"
#include "services/feed/subscription.h"
#include "services/rpc/limits.h"
#include "services/runtime/partnerships.h"
#include "services/runtime/read_point.h"
#include "services/runtime/shape_reasons.h"
#include "services/runtime/testing/from_text.h"
#include "services/server/server.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "storage/event_log/limits.h"
#include "storage/event_log/testing/test_proposal.h"
#include "storage/kv/testing/temp_directory.h"
#include "tests/end_to_end/subscriber.h"

namespace samverk::tests {
namespace {

using runtime::FromText;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<int64_t> PositionsOf(const std::vector<v1::RecordedEvent>& events) {
  std::vector<int64_t> positions;
  positions.reserve(events.size());
  for (const auto& event : events) positions.push_back(event.position().position());
  return positions;
}

std::vector<std::string> TypesOf(const std::vector<v1::RecordedEvent>& events) {
  std::vector<std::string> types;
  types.reserve(events.size());
  for (const auto& event : events) types.push_back(event.type());
  return types;
}

class SubscribeTest : public ::testing::Test {
 protected:
  // Three events: the partnership, an organisation and a workshop.
  SubscribeTest() {
    server_.AdmitMunicipality("2421", "Storumans kommun");
    planned_ = Do<v1::PlanWorkshopRequest>(absl::StrCat(
        "parent: '~' host: '~/organisations/2421' title: 'Serviceverkstad' workshop_id: '",
        testing::NewId(),
        "' period { start_date @2019-10-01 end_date @2019-10-02 } form: EVENT_FORM_PHYSICAL"));
  }

  template <typename Command>
  v1::CommandResult Do(const std::string& text) {
    return server_.Do(FromText<Command>(text)).value();
  }
  v1::CommandResult Note(const std::string& text = "note") {
    return Do<v1::RecordWorkshopNoteRequest>(
        absl::StrCat("name: '", planned_.name(), "' text: '", text, "'"));
  }
  std::unique_ptr<Subscriber> Subscribe(const std::string& text = "",
                                        const std::string& act_as = "") {
    return std::make_unique<Subscriber>(
        server_.channel(), FromText<v1::SubscribeRequest>("parent: '~' " + text), act_as);
  }
  std::string After(int64_t position) const {
    return absl::StrCat("after { epoch: '", planned_.position().epoch(), "' position: ", position,
                        " }");
  }

  testing::InProcessServer server_;
  v1::CommandResult planned_;
};

// ---- Where it begins --------------------------------------------------------------------------

TEST_F(SubscribeTest, ItBeginsAtTheBeginning) {
  const auto subscriber = Subscribe();

  const auto events = subscriber->ReadUntilCaughtUp();
  EXPECT_THAT(PositionsOf(events), ElementsAre(1, 2, 3));
  EXPECT_THAT(TypesOf(events),
              ElementsAre("samverk.v1.PartnershipCreated", "samverk.v1.OrganisationAdmitted",
                          "samverk.v1.WorkshopPlanned"));
  Note();
  EXPECT_THAT(PositionsOf(subscriber->ReadEvents(1)), ElementsAre(4));
}

TEST_F(SubscribeTest, ItBeginsAfterThePositionThatTheCallerHas) {
  EXPECT_THAT(PositionsOf(Subscribe(After(1))->ReadUntilCaughtUp()), ElementsAre(2, 3));
  EXPECT_THAT(PositionsOf(Subscribe(After(0))->ReadUntilCaughtUp()), ElementsAre(1, 2, 3));
  EXPECT_THAT(Subscribe(After(3))->ReadUntilCaughtUp(), IsEmpty());
  EXPECT_THAT(PositionsOf(Subscribe("after { }")->ReadUntilCaughtUp()), ElementsAre(1, 2, 3));
}

TEST_F(SubscribeTest, ItBeginsWithWhatComesNow) {
  const auto subscriber = Subscribe("from_end: true");
  EXPECT_THAT(subscriber->ReadUntilCaughtUp(), IsEmpty());
  Note();

  EXPECT_THAT(PositionsOf(subscriber->ReadEvents(1)), ElementsAre(4));
}

TEST_F(SubscribeTest, APositionPastTheEndIsOutOfRange) {
  EXPECT_THAT(Subscribe(After(4))->Finish(), IsRefused(runtime::kPositionAhead));
}

TEST_F(SubscribeTest, APositionOfAnotherEpochIsRefused) {
  const std::string other = absl::StrCat("after { epoch: '", testing::NewId(), "' position: 1 }");

  EXPECT_THAT(Subscribe(other)->Finish(), IsRefused(runtime::kEpochMismatch));
}

TEST_F(SubscribeTest, AMalformedSubscriptionIsRefused) {
  EXPECT_THAT(Subscribe("after { position: -1 }")->Finish(), IsRefused(runtime::kNumberOutOfRange));
  EXPECT_THAT(Subscribe("types: ''")->Finish(), IsRefused(runtime::kFieldRequired));
  EXPECT_THAT(Subscriber(server_.channel(), v1::SubscribeRequest()).Finish(),
              IsRefused(runtime::kFieldRequired));
  EXPECT_THAT(Subscriber(server_.channel(),
                         FromText<v1::SubscribeRequest>("parent: 'partnerships/dalarna'"))
                  .Finish(),
              IsRefused(runtime::kPartnershipNotFound));
}

TEST_F(SubscribeTest, WhoMayNotFollowIsDenied) {
  EXPECT_THAT(Subscribe("", "officer@2421")->Finish(), IsRefused(access::kAccessDenied));
  EXPECT_THAT(Subscribe("", "auditor")->ReadUntilCaughtUp(), SizeIs(3));
}

// ---- What it says -----------------------------------------------------------------------------

TEST_F(SubscribeTest, AnEventComesWithEverythingThatIsKnownAboutIt) {
  const auto note = server_.Do(FromText<v1::RecordWorkshopNoteRequest>(
      absl::StrCat("name: '", planned_.name(),
                   "' text: 'Åsikter' request_id: '01234567-89ab-7def-8123-456789abcdef'",
                   "provenance { reason: 'minutes' occurred_at { seconds: 1570000000 } }")));
  ASSERT_OK(note);
  const auto events = Subscribe(After(3))->ReadUntilCaughtUp();
  ASSERT_THAT(events, SizeIs(1));

  const v1::RecordedEvent& event = events[0];
  EXPECT_EQ(event.position().SerializeAsString(), note->position().SerializeAsString());
  EXPECT_EQ(event.resource(), planned_.name());
  EXPECT_EQ(event.owner(), absl::StrCat(runtime::kHere, "/organisations/2421"));
  EXPECT_EQ(event.revision(), 1);
  EXPECT_EQ(event.request_id(), "01234567-89ab-7def-8123-456789abcdef");
  EXPECT_EQ(event.ordinal(), 0);
  EXPECT_EQ(event.metadata().actor().principal(), "local-developer");
  EXPECT_EQ(event.metadata().actor().role(), v1::ROLE_ADMINISTRATOR);
  EXPECT_EQ(event.metadata().provenance().reason(), "minutes");
  EXPECT_EQ(event.occurred_at().seconds(), 1570000000);
  EXPECT_EQ(event.recorded_at().seconds(), absl::ToUnixSeconds(server_.clock().Now()));
  EXPECT_EQ(event.event().type_url(), "type.googleapis.com/samverk.v1.WorkshopNoteRecorded");
}

TEST_F(SubscribeTest, TheCallerIsToldWhenItHasEverything) {
  const auto subscriber = Subscribe();
  subscriber->ReadEvents(3);

  const auto frame = subscriber->Next();
  ASSERT_TRUE(frame.has_value() && frame->has_caught_up());
  EXPECT_EQ(frame->caught_up().position().position(), 3);
  EXPECT_EQ(frame->caught_up().position().epoch(), planned_.position().epoch());
}

TEST_F(SubscribeTest, OnlyEventsOfTheTypesThatWereAskedForCome) {
  const auto subscriber = Subscribe(
      "types: 'samverk.v1.WorkshopNoteRecorded' types: 'samverk.v1.OrganisationAdmitted'");
  EXPECT_THAT(PositionsOf(subscriber->ReadUntilCaughtUp()), ElementsAre(2));
  server_.AdmitMunicipality("2404", "Vindelns kommun");
  Do<v1::CancelWorkshopRequest>(absl::StrCat("name: '", planned_.name(), "'"));
  server_.AdmitMunicipality("2409", "Robertsfors kommun");

  EXPECT_THAT(PositionsOf(subscriber->ReadEvents(2)), ElementsAre(4, 6));
}

TEST_F(SubscribeTest, AFilterThatPassesNothingStillTellsHowFarItLooked) {
  const auto subscriber = Subscribe("types: 'samverk.v1.NoSuchThing'");

  const auto frame = subscriber->Next();
  ASSERT_TRUE(frame.has_value() && frame->has_caught_up());
  EXPECT_EQ(frame->caught_up().position().position(), 3);
}

TEST_F(SubscribeTest, SubscribersOfAnyNumberGetEveryEventOnceInOrder) {
  constexpr int kNotes = 200;
  std::vector<std::thread> subscribers;
  subscribers.reserve(5);
  std::atomic<int> right = 0;
  for (int i = 0; i < 5; ++i) {
    subscribers.emplace_back([&] {
      const auto positions = PositionsOf(Subscribe()->ReadEvents(3 + kNotes));
      for (size_t at = 0; at < positions.size(); ++at) {
        ASSERT_EQ(positions[at], static_cast<int64_t>(at) + 1);
      }
      right += positions.size() == 3 + kNotes ? 1 : 0;
    });
  }
  for (int i = 0; i < kNotes; ++i) Note();
  for (std::thread& subscriber : subscribers) subscriber.join();

  EXPECT_EQ(right, 5);
}

// ---- Callers that are slow, idle or gone ------------------------------------------------------

TEST_F(SubscribeTest, ACallerThatFallsBehindIsToldSoAndMissesNothing) {
  const auto subscriber = Subscribe();
  subscriber->ReadUntilCaughtUp();
  // It reads no more, while more is recorded than is kept in memory and in transit.
  std::string large;
  for (int i = 0; i < 4000; ++i) large += "😀";
  const size_t notes = 4 * storage::kRecentBytesMax / large.size();
  for (size_t i = 0; i < notes; ++i) Note(large);

  int fell_behind = 0;
  int64_t position = 3;
  while (position < static_cast<int64_t>(3 + notes)) {
    const auto frame = subscriber->Next();
    ASSERT_TRUE(frame.has_value());
    if (frame->has_fell_behind()) {
      ++fell_behind;
      EXPECT_EQ(frame->fell_behind().position().position(), position);
    } else if (frame->has_event()) {
      ASSERT_EQ(frame->event().position().position(), ++position);
    }
  }
  EXPECT_GE(fell_behind, 1);
  EXPECT_THAT(subscriber->ReadUntilCaughtUp(), IsEmpty());
}

TEST_F(SubscribeTest, ACallerThatHangsUpIsCancelledAndHoldsUpNobody) {
  for (int i = 0; i < 50; ++i) {
    const auto subscriber = Subscribe();
    if (i % 2 == 0) subscriber->ReadUntilCaughtUp();
    EXPECT_THAT(subscriber->Cancel(), StatusIs(absl::StatusCode::kCancelled));
  }
  Note();
  EXPECT_THAT(Subscribe()->ReadUntilCaughtUp(), SizeIs(4));
}

TEST_F(SubscribeTest, ACallerThatComesBackGoesOnWhereItWas) {
  const auto first = Subscribe();
  EXPECT_THAT(PositionsOf(first->ReadUntilCaughtUp()), ElementsAre(1, 2, 3));
  first->Cancel().IgnoreError();
  Note();
  server_.Restart();
  Note();

  EXPECT_THAT(PositionsOf(Subscribe(After(3))->ReadUntilCaughtUp()), ElementsAre(4, 5));
}

TEST_F(SubscribeTest, AnIdleSubscriptionSaysThatItIsAlive) {
  storage::TempDirectory directory;
  server::ServerOptions options;
  options.data_directory = directory.path() + "/data";
  options.heartbeat_period = absl::Milliseconds(20);
  ASSERT_OK_AND_ASSIGN(const auto server, server::Server::Start(options));
  const auto channel = grpc::CreateChannel(server->address(), grpc::InsecureChannelCredentials());
  ASSERT_OK(server->partnerships().FindOrCreate("vasterbotten"));
  Subscriber subscriber(channel, FromText<v1::SubscribeRequest>("parent: '~'"));
  EXPECT_THAT(subscriber.ReadUntilCaughtUp(), IsEmpty());

  const absl::Time before = Clock::System().Now();
  for (int i = 0; i < 3; ++i) {
    const auto frame = subscriber.Next();
    ASSERT_TRUE(frame.has_value() && frame->has_heartbeat());
    EXPECT_EQ(frame->heartbeat().position().position(), 0);
    EXPECT_GE(frame->heartbeat().time().seconds(), absl::ToUnixSeconds(before));
  }
  EXPECT_GE(Clock::System().Now() - before, absl::Milliseconds(40));
}

// More than one page of the log can be looked at without a single event that passes.
TEST_F(SubscribeTest, AFilterThatPassesNothingOfALongLogComesToItsEnd) {
  storage::EventLog& log = (*server_.server().partnerships().Find("vasterbotten"))->log();
  for (int i = 0; i < 3; ++i) {
    for (size_t done = 0; done < storage::kPageScanMax; done += storage::kEventsPerAppendMax) {
      ASSERT_OK(AppendAndWait(
          log, storage::AnAppend().OnStream("others/x").WithEvents(storage::kEventsPerAppendMax)));
    }
  }

  const auto subscriber = Subscribe("types: 'samverk.v1.WorkshopPlanned'");

  EXPECT_THAT(TypesOf(subscriber->ReadUntilCaughtUp()), ElementsAre("samverk.v1.WorkshopPlanned"));
  Note();
  planned_ = Do<v1::PlanWorkshopRequest>(absl::StrCat(
      "parent: '~' host: '~/organisations/2421' title: 'Ny' workshop_id: '", testing::NewId(),
      "' period { start_date @2019-10-01 end_date @2019-10-02 } form: EVENT_FORM_PHYSICAL"));
  EXPECT_EQ(subscriber->ReadEvents(1).front().position().position(),
            planned_.position().position());
}

TEST_F(SubscribeTest, OneSubscriptionMoreThanTheServerTakesIsRefused) {
  // One connection carries no more than these.
  const auto other_channel =
      grpc::CreateCustomChannel(server_.server().address(), grpc::InsecureChannelCredentials(), [] {
        grpc::ChannelArguments arguments;
        arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
        return arguments;
      }());
  std::vector<std::unique_ptr<Subscriber>> open;
  for (size_t i = 0; i < rpc::kSubscriptionsMax; ++i) {
    open.push_back(Subscribe("from_end: true"));
    ASSERT_TRUE(open.back()->Next().has_value()) << i;  // It is in.
  }

  Subscriber one_more(other_channel, FromText<v1::SubscribeRequest>("parent: '~'"));
  EXPECT_THAT(one_more.Finish(), IsRefused(feed::kTooManySubscriptions));
  open.pop_back();
  // As soon as the server has heard that one hung up, another has its place.
  std::vector<v1::RecordedEvent> events;
  while (events.empty()) {
    Subscriber in_its_place(other_channel, FromText<v1::SubscribeRequest>("parent: '~'"));
    events = in_its_place.ReadUntilCaughtUp();
  }
  EXPECT_THAT(events, SizeIs(3));
}

}  // namespace
}  // namespace samverk::tests

// Queries when a view is behind, or has stopped. The server is the real one but for the view
// of workshops, which waits when it is told to.

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/gate.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "samverk/v1/workshop.grpc.pb.h"
#include "samverk/v1/workshop.pb.h"
#include "services/rpc/queries.h"
#include "services/runtime/partnerships.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "services/workshops/workshop_rules.h"
#include "services/workshops/workshop_service.h"
#include "storage/event_log/testing/test_proposal.h"
#include "storage/kv/testing/temp_directory.h"
#include "storage/ledger/ledger.h"

namespace samverk::tests {
namespace {

using runtime::FromText;

// A view that applies nothing before its gate is open.
class WaitingProjection final : public runtime::Projection {
 public:
  WaitingProjection(std::unique_ptr<runtime::Projection> real, Gate& gate)
      : real_(std::move(real)), gate_(gate) {}
  std::string name() const override { return real_->name(); }
  int version() const override { return real_->version(); }
  absl::Status Apply(const storage::RecordedEvent& event, const std::string& partnership,
                     runtime::ViewWriter& view) const override {
    gate_.Wait();
    if (event.type() == "unreadable") return absl::DataLossError("unreadable");
    return real_->Apply(event, partnership, view);
  }

 private:
  const std::unique_ptr<runtime::Projection> real_;
  Gate& gate_;
};

class SlowViewTest : public ::testing::Test {
 protected:
  void SetUp() override {
    workshops::AddWorkshops(slices_);
    slices_.projections.back() =
        std::make_unique<WaitingProjection>(std::move(slices_.projections.back()), go_on_);
    ASSERT_OK_AND_ASSIGN(ledgers_, storage::LedgerHost::Open(directory_.path(), Clock::System()));
    ASSERT_OK_AND_ASSIGN(partnerships_,
                         runtime::Partnerships::Start(*ledgers_, slices_, Clock::System()));
    service_ = workshops::MakeWorkshopService(*partnerships_);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    stub_ = v1::WorkshopService::NewStub(
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials()));
    ASSERT_OK_AND_ASSIGN(partnership_, partnerships_->FindOrCreate("vasterbotten"));
    ASSERT_OK(
        AppendAndWait(partnership_->log(), storage::AnAppend().OnStream("organisations/2421")));
    planned_ = Plan();
  }
  void TearDown() override {
    go_on_.Open();
    server_->Shutdown();
    server_.reset();
    service_.reset();
    partnerships_.reset();
    ledgers_.reset();
  }

  v1::CommandResult Plan() {
    auto plan = FromText<v1::PlanWorkshopRequest>(
        "parent: '~' host: '~/organisations/2421' title: 'Serviceverkstad'"
        "period { start_date @2019-10-01 end_date @2019-10-02 } form: EVENT_FORM_PHYSICAL");
    plan.set_workshop_id(testing::NewId());
    plan.set_request_id(testing::NewId());
    grpc::ClientContext context;
    v1::PlanWorkshopResponse response;
    EXPECT_TRUE(stub_->PlanWorkshop(&context, plan, &response).ok());
    return response.result();
  }

  // Asks for what was planned, with it or as of now.
  absl::StatusOr<v1::GetWorkshopResponse> Get(bool with_it, absl::Duration timeout) {
    v1::GetWorkshopRequest get;
    get.set_name(planned_.name());
    if (with_it) *get.mutable_read()->mutable_min_position() = planned_.position();
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(Clock::System().Now() + timeout));
    v1::GetWorkshopResponse response;
    const absl::Status status = testing::ToAbslStatus(stub_->GetWorkshop(&context, get, &response));
    if (!status.ok()) return status;
    return response;
  }

  storage::TempDirectory directory_;
  Gate go_on_;
  runtime::Slices slices_;
  std::unique_ptr<storage::LedgerHost> ledgers_;
  std::unique_ptr<runtime::Partnerships> partnerships_;
  std::unique_ptr<rpc::BoundService> service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::WorkshopService::Stub> stub_;
  runtime::Partnership* partnership_ = nullptr;
  v1::CommandResult planned_;
};

TEST_F(SlowViewTest, AQueryThatWaitsIsAnsweredAtItsDeadlineThatTheViewIsBehind) {
  // The server's own answer races with the client's clock; either is DEADLINE_EXCEEDED.
  bool told_why = false;
  for (int i = 0; i < 50 && !told_why; ++i) {
    const auto answer = Get(/*with_it=*/true, absl::Milliseconds(100));
    ASSERT_THAT(answer, StatusIs(absl::StatusCode::kDeadlineExceeded));
    told_why = ReasonOf(answer.status()) == rpc::kViewBehind.id;
  }
  EXPECT_TRUE(told_why);
}

TEST_F(SlowViewTest, AQueryThatWaitsForNothingIsAnsweredFromWhatIsThere) {
  EXPECT_THAT(Get(/*with_it=*/false, absl::Seconds(30)), IsRefused(workshops::kWorkshopNotFound));
}

TEST_F(SlowViewTest, CommandsDoNotWaitForViews) {
  EXPECT_EQ(Plan().position().position(), planned_.position().position() + 1);
}

TEST_F(SlowViewTest, ManyQueriesThatWaitAreAnsweredWhenTheViewHasCaughtUp) {
  std::vector<std::thread> callers;
  callers.reserve(32);
  std::atomic<int> answered = 0;
  for (int i = 0; i < 32; ++i) {
    callers.emplace_back([&] {
      const auto read = Get(/*with_it=*/true, absl::Seconds(30));
      ASSERT_OK(read);
      EXPECT_EQ(read->workshop().name(), planned_.name());
      ++answered;
    });
  }
  // While they wait, others are served.
  EXPECT_THAT(Get(/*with_it=*/false, absl::Seconds(30)), IsRefused(workshops::kWorkshopNotFound));
  EXPECT_EQ(answered, 0);
  go_on_.Open();
  for (std::thread& caller : callers) caller.join();

  EXPECT_EQ(answered, 32);
}

TEST_F(SlowViewTest, CallersThatHangUpWhileTheyWaitLeaveNothingBehind) {
  for (int i = 0; i < 20; ++i) {
    EXPECT_THAT(Get(/*with_it=*/true, absl::Milliseconds(1)),
                StatusIs(absl::StatusCode::kDeadlineExceeded));
  }
  go_on_.Open();
  EXPECT_OK(Get(/*with_it=*/true, absl::Seconds(30)));
}

TEST_F(SlowViewTest, QueriesThatWaitForAViewThatStopsAreToldThatItStopped) {
  storage::NewEvent unreadable = storage::AnEvent("others/x");
  unreadable.type = "unreadable";
  ASSERT_OK(AppendAndWait(partnership_->log(), storage::AnAppend().With(unreadable)));
  std::thread caller([&] {
    EXPECT_THAT(Get(/*with_it=*/true, absl::Seconds(30)), IsRefused(runtime::kViewStopped));
  });
  go_on_.Open();
  caller.join();

  EXPECT_THAT(Get(/*with_it=*/false, absl::Seconds(30)), IsRefused(runtime::kViewStopped));
  // What was known before is not told either: nobody knows what is missing from it.
  EXPECT_THAT(partnership_->Ready(storage::Position(0)), IsRefused(runtime::kViewStopped));
}

}  // namespace
}  // namespace samverk::tests

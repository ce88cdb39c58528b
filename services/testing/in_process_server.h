// InProcessServer: the whole server in the process of a test, on a free port, over a
// data directory of its own.
//
//   InProcessServer server;
//   server.AdmitMunicipality("2421", "Storumans kommun");
//   ASSERT_OK_AND_ASSIGN(const v1::CommandResult called, server.Do(call));
//   EXPECT_THAT(server.Ask<v1::GetMeetingResponse>(get, {.act_as = "agency-contact"}),
//               IsRefused(access::kAccessDenied));
//
// It is 7 October 2019, 09:00 UTC, and runtime::kHere has been created. Tag tests that
// use it `no_tsan`: gRPC is not compiled for it.

#ifndef SAMVERK_SERVICES_TESTING_IN_PROCESS_SERVER_H_
#define SAMVERK_SERVICES_TESTING_IN_PROCESS_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/testing/fake_clock.h"
#include "google/protobuf/message.h"
#include "grpcpp/channel.h"
#include "grpcpp/support/status.h"
#include "samverk/v1/common.pb.h"
#include "services/server/server.h"
#include "storage/kv/testing/temp_directory.h"

namespace samverk::testing {

// How a request is sent.
struct Sending {
  std::string act_as = "";  // As services/rpc/identity.h reads it; empty: an administrator.
  std::string device = "";  // The device that it is typed on; empty: not said.
  absl::Duration timeout = absl::Seconds(30);
  // A query without `min_position` asks for all that was written when it is sent; if false, for
  // what the view has reached.
  bool wait_for_writes = true;
};

// Any thread, but for Restart and Stop.
class InProcessServer {
 public:
  InProcessServer();
  ~InProcessServer();

  // Stops the server and starts it again over the same data.
  void Restart();
  // Stops it, until Restart.
  void Stop();

  // Where its ledgers are.
  const std::string& data_directory() const { return directory_.path(); }

  FakeClock& clock() { return clock_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  server::Server& server() { return *server_; }

  // Sends `request` to the method that takes such requests, and fills `response`. The
  // status is what the caller got, with its details.
  absl::Status Call(const google::protobuf::Message& message, google::protobuf::Message& response,
                    const Sending& sending = {});

  template <typename Response>
  absl::StatusOr<Response> Ask(const google::protobuf::Message& request,
                               const Sending& sending = {}) {
    Response response;
    if (absl::Status status = Call(request, response, sending); !status.ok()) return status;
    return response;
  }

  // Gives a command. Makes a request id where there is none.
  absl::StatusOr<samverk::v1::CommandResult> Do(const google::protobuf::Message& command,
                                                const Sending& sending = {});

  // Where the ledger of the partnership with that id ends; 0 of no epoch if there is none, or
  // the server is stopped.
  samverk::v1::LedgerPosition Head(absl::string_view partnership);

  // Admits a municipality that joined on 1 January 2016.
  samverk::v1::CommandResult AdmitMunicipality(absl::string_view kommunkod,
                                               absl::string_view display_name);

 private:
  void Start();
  // `request`, and if it is a query of kHere: to be answered with all that is written now.
  std::unique_ptr<google::protobuf::Message> AfterWrites(const google::protobuf::Message& request);

  storage::TempDirectory directory_;
  FakeClock clock_;
  std::unique_ptr<server::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

// The status that a client makes of what it got.
absl::Status ToAbslStatus(const grpc::Status& status);

}  // namespace samverk::testing

#endif  // SAMVERK_SERVICES_TESTING_IN_PROCESS_SERVER_H_

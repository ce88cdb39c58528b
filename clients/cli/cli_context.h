// CliContext: what every verb needs: the connection to the server, what the person
// asked for before the verb, and where to print.
//
// It remembers the last position that it wrote and asks later queries to wait for
// it: one process reads its own writes. Single-threaded.

#ifndef SAMVERK_CLIENTS_CLI_CLI_CONTEXT_H_
#define SAMVERK_CLIENTS_CLI_CLI_CONTEXT_H_

#include <memory>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/clock.h"
#include "clients/cli/error_line.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "samverk/v1/common.pb.h"

namespace samverk {

// The options that come before the verb.
struct GlobalOptions {
  std::string server = "127.0.0.1:7420";
  std::string partnership = "vasterbotten";
  std::string act_as;  // ROLE[@ORGANISATION]; empty: whoever the server takes us for.
  std::string device;  // Empty: none is named.
  bool json = false;
  double timeout_seconds = 30;
};

class CliContext {
 public:
  CliContext(const GlobalOptions& options, const Clock& clock, std::ostream& out,
             std::ostream& err);

  const GlobalOptions& options() const { return options_; }
  const Clock& clock() const { return clock_; }
  std::ostream& out() const { return out_; }
  std::ostream& err() const { return err_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  // `partnerships/{partnership}`.
  std::string Parent() const;

  // Calls one RPC, for example &v1::WorkshopService::Stub::GetWorkshop. Returns what
  // the server answered; errors carry its details (ToAbslStatus).
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                Request request);

  // Calls a unary RPC by its descriptor and fills `response`; as `act_as` unless the options name
  // somebody.
  absl::Status CallMethod(const google::protobuf::MethodDescriptor& method,
                          const google::protobuf::Message& request, const std::string& act_as,
                          google::protobuf::Message& response);

  // Calls a listing RPC for all its pages and returns them as one.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> CallAllPages(grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                     const Request&, Response*),
                                        Request request);

  // Lets later queries wait until they include `position`.
  void ReadAtLeast(const v1::LedgerPosition& position) {
    // A repeated command answers with its old position: never step back to it.
    if (position.position() > last_seen_.position()) last_seen_ = position;
  }
  // The latest position that was written or waited for.
  const v1::LedgerPosition& last_seen() const { return last_seen_; }

  // Later calls come from this device; empty: from the one of the options.
  void ActOnDevice(const std::string& device) {
    device_ = device.empty() ? options_.device : device;
  }

  // Adds what every call says of its caller. A call without a deadline may last for ever.
  void Prepare(grpc::ClientContext& call, bool with_deadline) const {
    PrepareAs(options_.act_as, call, with_deadline);
  }

  // Prints one message as one line of JSON, for programs.
  absl::Status PrintJson(const google::protobuf::Message& message) const;

  // Prints where a command left the ledger: its whole reply for programs, one line for people.
  template <typename Response>
  absl::Status PrintWritten(const Response& response) const {
    if (options_.json) return PrintJson(response);
    PrintResult(response.result());
    return absl::OkStatus();
  }

 private:
  void PrepareAs(const std::string& act_as, grpc::ClientContext& call, bool with_deadline) const;
  void PrintResult(const v1::CommandResult& result) const;

  const GlobalOptions options_;
  const Clock& clock_;
  std::ostream& out_;
  std::ostream& err_;
  const std::shared_ptr<grpc::Channel> channel_;
  std::string device_;
  v1::LedgerPosition last_seen_;
};

// The message as one line of JSON. Facts of a type that this program does not know
// come as their bytes.
absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message);

template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> CliContext::Call(grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                       const Request&, Response*),
                                          Request request) {
  if constexpr (requires { request.mutable_read(); }) {
    if (last_seen_.position() > 0) {
      *request.mutable_read()->mutable_min_position() = last_seen_;
    }
  }
  grpc::ClientContext call;
  Prepare(call, /*with_deadline=*/true);
  Response response;
  Stub stub(channel_);
  const grpc::Status status = (stub.*method)(&call, request, &response);
  if (!status.ok()) return ToAbslStatus(status);
  if constexpr (requires { response.result(); }) {
    ReadAtLeast(response.result().position());
  }
  return response;
}

template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> CliContext::CallAllPages(grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                               const Request&,
                                                                               Response*),
                                                  Request request) {
  constexpr int kPageSize = 100;
  request.set_page_size(kPageSize);
  Response all;
  while (true) {
    absl::StatusOr<Response> page = Call(method, request);
    if (!page.ok()) return page.status();
    request.set_page_token(page->next_page_token());
    all.MergeFrom(*page);
    if (request.page_token().empty()) break;
  }
  all.clear_next_page_token();
  return all;
}

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_CLI_CONTEXT_H_

// What the kinds of work share: messages as bytes, and the calls that set up what they need.

#ifndef SAMVERK_TESTS_BENCH_BENCH_CALL_H_
#define SAMVERK_TESTS_BENCH_BENCH_CALL_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/status.h"

namespace samverk {

inline constexpr char kBenchParent[] = "partnerships/bench";

// A UUID that nobody has had.
std::string NewBenchId();

// The name of an organisation of the partnership that MakePartnership makes.
std::string BenchOrganisation(absl::string_view id);

grpc::ByteBuffer ToBenchBytes(const google::protobuf::Message& message);

template <typename Message>
absl::StatusOr<Message> ParseBench(grpc::ByteBuffer bytes) {
  Message message;
  if (!grpc::SerializationTraits<Message>::Deserialize(&bytes, &message).ok()) {
    return absl::DataLossError("an answer that is no " + Message::descriptor()->full_name());
  }
  return message;
}

absl::Status FromGrpc(const grpc::Status& status);

// Gives a call the time that setting up may take.
void PrepareBenchCall(grpc::ClientContext& context);

// Calls once and waits for the answer.
template <typename Service, typename Request, typename Response>
absl::StatusOr<Response> CallOnce(const std::shared_ptr<grpc::Channel>& channel,
                                  grpc::Status (Service::Stub::*method)(grpc::ClientContext*,
                                                                        const Request&, Response*),
                                  const Request& request) {
  grpc::ClientContext context;
  PrepareBenchCall(context);
  const auto stub = Service::NewStub(channel);
  Response response;
  const absl::Status status = FromGrpc(((*stub).*method)(&context, request, &response));
  if (!status.ok()) return status;
  return response;
}

// Makes the partnership kBenchParent where there is none.
absl::Status MakePartnership(const std::shared_ptr<grpc::Channel>& channel);

// Admits a municipality or, where `id` is no kommunkod, a region. One that is there is left alone.
absl::Status MakeOrganisation(const std::shared_ptr<grpc::Channel>& channel, absl::string_view id,
                              absl::string_view display_name);

}  // namespace samverk

#endif  // SAMVERK_TESTS_BENCH_BENCH_CALL_H_

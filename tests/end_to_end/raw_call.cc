#include "tests/end_to_end/raw_call.h"

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/clock.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/generic/generic_stub.h"
#include "services/testing/in_process_server.h"

namespace samverk::tests {
namespace {

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::string ToString(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Valid() || !buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

void Prepare(const RawCall& call, grpc::ClientContext& context) {
  context.set_deadline(absl::ToChronoTime(Clock::System().Now() + call.timeout));
  for (const auto& [key, value] : call.metadata) context.AddMetadata(key, value);
}

void WaitForNext(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  CHECK(queue.Next(&tag, &ok));
}

}  // namespace

RawAnswer CallRaw(const std::shared_ptr<grpc::Channel>& channel, const RawCall& call) {
  grpc::ClientContext context;
  Prepare(call, context);
  grpc::CompletionQueue queue;
  grpc::GenericStub stub(channel);
  const auto reader = stub.PrepareUnaryCall(&context, call.path, ToBuffer(call.bytes), &queue);
  grpc::ByteBuffer buffer;
  grpc::Status status;
  reader->StartCall();
  reader->Finish(&buffer, &status, nullptr);
  WaitForNext(queue);

  RawAnswer answer;
  answer.status = testing::ToAbslStatus(status);
  answer.bytes = ToString(buffer);
  answer.details = status.error_details();
  for (const auto& [key, value] : context.GetServerTrailingMetadata()) {
    answer.trailers.emplace(std::string(key.data(), key.size()),
                            std::string(value.data(), value.size()));
  }
  return answer;
}

std::string ExchangeRaw(const std::shared_ptr<grpc::Channel>& channel, const RawCall& call) {
  grpc::ClientContext context;
  Prepare(call, context);
  grpc::CompletionQueue queue;
  grpc::GenericStub stub(channel);
  const auto stream = stub.PrepareCall(&context, call.path, &queue);
  stream->StartCall(nullptr);
  WaitForNext(queue);
  stream->Write(ToBuffer(call.bytes), nullptr);
  WaitForNext(queue);
  grpc::ByteBuffer buffer;
  stream->Read(&buffer, nullptr);
  WaitForNext(queue);
  stream->WritesDone(nullptr);
  WaitForNext(queue);
  grpc::Status status;
  stream->Finish(&status, nullptr);
  WaitForNext(queue);
  return ToString(buffer);
}

std::string PathOf(const google::protobuf::Descriptor& request) {
  const auto* file = request.file();
  for (int s = 0; s < file->service_count(); ++s) {
    for (int m = 0; m < file->service(s)->method_count(); ++m) {
      const auto* method = file->service(s)->method(m);
      if (method->input_type() != &request) continue;
      return absl::StrCat("/", method->service()->full_name(), "/", method->name());
    }
  }
  CHECK(false);  // Not a request.
}

}  // namespace samverk::tests

#include "clients/cli/cli_context.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "base/status_macros.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/wrappers.pb.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/channel_arguments.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "samverk/v1/event.pb.h"

namespace samverk {
namespace {

// The server's local-developer mode takes us for who this says.
constexpr char kActAsMetadata[] = "samverk-act-as";
// Whose hand it was: the server tells edits of one person on two devices apart.
constexpr char kDeviceMetadata[] = "samverk-device";

google::protobuf::util::Status WriteJson(const google::protobuf::Message& message,
                                         std::string& json) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  options.preserve_proto_field_names = false;
  return google::protobuf::util::MessageToJsonString(message, &json, options);
}

// Puts the bytes of facts in the place of the facts, in every event below `message`.
void FactsToBytes(google::protobuf::Message& message) {
  if (auto* event = dynamic_cast<v1::RecordedEvent*>(&message); event != nullptr) {
    google::protobuf::BytesValue bytes;
    bytes.set_value(event->event().value());
    event->mutable_event()->PackFrom(bytes);
    return;
  }
  const auto* reflection = message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      FactsToBytes(*reflection->MutableMessage(&message, field));
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      FactsToBytes(*reflection->MutableRepeatedMessage(&message, field, i));
    }
  }
}

std::shared_ptr<grpc::Channel> Connect(const std::string& server) {
  grpc::ChannelArguments arguments;
  // A page of long texts passes the usual 4 MiB; the server's own limits are what counts.
  arguments.SetMaxReceiveMessageSize(-1);
  return grpc::CreateCustomChannel(server, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace

CliContext::CliContext(const GlobalOptions& options, const Clock& clock, std::ostream& out,
                       std::ostream& err)
    : options_(options),
      clock_(clock),
      out_(out),
      err_(err),
      channel_(Connect(options.server)),
      device_(options.device) {}

std::string CliContext::Parent() const {
  return absl::StrCat("partnerships/", options_.partnership);
}

absl::Status CliContext::CallMethod(const google::protobuf::MethodDescriptor& method,
                                    const google::protobuf::Message& request,
                                    const std::string& act_as,
                                    google::protobuf::Message& response) {
  grpc::ClientContext call;
  PrepareAs(options_.act_as.empty() ? act_as : options_.act_as, call, /*with_deadline=*/true);
  grpc::CompletionQueue queue;
  const grpc::Slice bytes(request.SerializeAsString());
  const auto reader = grpc::GenericStub(channel_).PrepareUnaryCall(
      &call, absl::StrCat("/", method.service()->full_name(), "/", method.name()),
      grpc::ByteBuffer(&bytes, 1), &queue);
  reader->StartCall();
  grpc::ByteBuffer answer;
  grpc::Status status;
  reader->Finish(&answer, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  if (!status.ok()) return ToAbslStatus(status);
  grpc::ProtoBufferReader stream(&answer);
  if (!response.ParseFromZeroCopyStream(&stream)) {
    return absl::DataLossError(absl::StrCat("Svaret är ingen ", response.GetTypeName(), "."));
  }
  return absl::OkStatus();
}

void CliContext::PrepareAs(const std::string& act_as, grpc::ClientContext& call,
                           bool with_deadline) const {
  if (!act_as.empty()) call.AddMetadata(kActAsMetadata, act_as);
  if (!device_.empty()) call.AddMetadata(kDeviceMetadata, device_);
  if (with_deadline) {
    call.set_deadline(absl::ToChronoTime(clock_.Now() + absl::Seconds(options_.timeout_seconds)));
  }
}

absl::Status CliContext::PrintJson(const google::protobuf::Message& message) const {
  ASSIGN_OR_RETURN(const std::string json, ToJson(message));
  // Flushed line by line, so that a reader at the other end of a pipe sees each as it comes.
  out_ << json << std::endl;
  return absl::OkStatus();
}

void CliContext::PrintResult(const v1::CommandResult& result) const {
  out_ << result.name() << " revision " << result.revision() << " position "
       << result.position().position() << "\n";
}

absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message) {
  std::string json;
  if (WriteJson(message, json).ok()) return json;
  // The usual reason is a fact of a type that is younger than this program.
  std::unique_ptr<google::protobuf::Message> copy(message.New());
  copy->CopyFrom(message);
  FactsToBytes(*copy);
  json.clear();
  if (const auto status = WriteJson(*copy, json); !status.ok()) {
    return absl::DataLossError(
        absl::StrCat("Svaret kan inte skrivas som JSON: ", std::string(status.message())));
  }
  return json;
}

}  // namespace samverk

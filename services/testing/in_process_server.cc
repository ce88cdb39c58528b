#include "services/testing/in_process_server.h"

#include <utility>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "google/protobuf/descriptor.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "samverk/v1/admin.pb.h"
#include "samverk/v1/common.pb.h"
#include "samverk/v1/partnership.pb.h"
#include "services/rpc/bound_service.h"
#include "services/rpc/identity.h"
#include "services/runtime/read_point.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/requests.h"

namespace samverk::testing {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// Requests are unique per method, so a request says where it goes.
const MethodDescriptor& MethodOf(const Message& request) {
  const google::protobuf::FileDescriptor* file = request.GetDescriptor()->file();
  for (int i = 0; i < file->service_count(); ++i) {
    const google::protobuf::ServiceDescriptor* service = file->service(i);
    for (int j = 0; j < service->method_count(); ++j) {
      if (service->method(j)->input_type() == request.GetDescriptor()) return *service->method(j);
    }
  }
  CHECK(false);  // Not a request.
}

// Whether it is about something in kHere.
bool IsAboutHere(const Message& request) {
  for (const char* which : {"parent", "name"}) {
    const auto* field = request.GetDescriptor()->FindFieldByName(which);
    if (field == nullptr) continue;
    return absl::StartsWith(request.GetReflection()->GetString(request, field), runtime::kHere);
  }
  return false;
}

// What `query` says of the state that it is to be answered from; null if it can't say.
samverk::v1::ReadOptions* ReadOptionsOf(Message& query) {
  const auto* read = query.GetDescriptor()->FindFieldByName("read");
  if (read == nullptr || read->message_type() != samverk::v1::ReadOptions::descriptor()) {
    return nullptr;
  }
  return static_cast<samverk::v1::ReadOptions*>(
      query.GetReflection()->MutableMessage(&query, read));
}

void Parse(const grpc::ByteBuffer& buffer, Message& message) {
  std::vector<grpc::Slice> slices;
  CHECK(buffer.Dump(&slices).ok());
  std::string bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  CHECK(message.ParseFromString(bytes));
}

}  // namespace

absl::Status ToAbslStatus(const grpc::Status& status) {
  absl::Status converted(static_cast<absl::StatusCode>(status.error_code()),
                         status.error_message());
  google::rpc::Status details;
  CHECK(details.ParseFromString(status.error_details()));
  for (const auto& detail : details.details()) {
    converted.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return converted;
}

InProcessServer::InProcessServer() {
  Start();
  const auto created = Do(runtime::FromText<samverk::v1::CreatePartnershipRequest>(
      "partnership_id: 'vasterbotten' display_name: 'Servicepartnerskap Västerbotten'"
      "county: '24' meetings_per_year_min: 2"));
  CHECK(created.ok());
}

InProcessServer::~InProcessServer() { Stop(); }

void InProcessServer::Start() {
  server::ServerOptions options;
  options.data_directory = directory_.path();
  options.clock = &clock_;
  server_ = server::Server::Start(options).value();
  channel_ = grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials());
}

void InProcessServer::Restart() {
  Stop();
  Start();
}

void InProcessServer::Stop() {
  channel_.reset();
  server_.reset();
}

samverk::v1::LedgerPosition InProcessServer::Head(absl::string_view partnership) {
  if (server_ == nullptr) return {};  // Stopped.
  const auto found = server_->partnerships().Find(partnership);
  if (!found.ok()) return {};
  return runtime::ToProto((*found)->log().Head(), (*found)->log());
}

std::unique_ptr<Message> InProcessServer::AfterWrites(const Message& request) {
  std::unique_ptr<Message> query(request.New());
  query->CopyFrom(request);
  samverk::v1::ReadOptions* read = ReadOptionsOf(*query);
  if (read == nullptr || read->has_min_position() || !IsAboutHere(request)) return query;
  *read->mutable_min_position() = Head(runtime::IdOf(runtime::kHere));
  return query;
}

absl::Status InProcessServer::Call(const Message& message, Message& response,
                                   const Sending& sending) {
  const std::unique_ptr<Message> after_writes =
      sending.wait_for_writes ? AfterWrites(message) : nullptr;
  const Message& request = after_writes == nullptr ? message : *after_writes;
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(Clock::System().Now() + sending.timeout));
  if (!sending.act_as.empty()) context.AddMetadata(rpc::kActAsKey, sending.act_as);
  if (!sending.device.empty()) context.AddMetadata(rpc::kDeviceKey, sending.device);
  const MethodDescriptor& method = MethodOf(request);
  const std::string path = absl::StrCat("/", method.service()->full_name(), "/", method.name());

  grpc::CompletionQueue answered;
  grpc::GenericStub stub(channel_);
  const auto call = stub.PrepareUnaryCall(&context, path, rpc::ToBytes(request), &answered);
  grpc::ByteBuffer answer;
  grpc::Status status;
  call->StartCall();
  call->Finish(&answer, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  CHECK(answered.Next(&tag, &ok) && ok);
  if (!status.ok()) return ToAbslStatus(status);
  Parse(answer, response);
  return absl::OkStatus();
}

absl::StatusOr<samverk::v1::CommandResult> InProcessServer::Do(const Message& command,
                                                               const Sending& sending) {
  const std::unique_ptr<Message> sent = WithRequestId(command);
  const auto* type = MethodOf(command).output_type();
  const std::unique_ptr<Message> response(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  if (absl::Status status = Call(*sent, *response, sending); !status.ok()) return status;
  const Message& result =
      response->GetReflection()->GetMessage(*response, type->FindFieldByName("result"));
  return static_cast<const samverk::v1::CommandResult&>(result);
}

samverk::v1::CommandResult InProcessServer::AdmitMunicipality(absl::string_view kommunkod,
                                                              absl::string_view display_name) {
  auto command = runtime::FromText<samverk::v1::AdmitOrganisationRequest>(
      "parent: '~' kind: ORGANISATION_KIND_MUNICIPALITY joined_on @2016-01-01");
  command.set_organisation_id(std::string(kommunkod));
  command.set_kommunkod(std::string(kommunkod));
  command.set_display_name(std::string(display_name));
  return Do(command).value();
}

}  // namespace samverk::testing

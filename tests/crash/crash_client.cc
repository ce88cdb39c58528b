// crash_client: a client of a server that may be killed at any moment.
//
// Gives commands, several at a time, and keeps for each of its threads a record of what it
// sent and what it was told, on stable storage before it goes on. When it is started again
// it first repeats what it does not know the fate of. Ends when the server does, or when
// it has done enough. With --follow it follows the ledger instead and writes down what it
// sees, beginning after what it has written down before.
//
// Writes a byte to standard output for every answer. Exit code 3: the server broke a promise.

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/refusal.h"
#include "grpcpp/create_channel.h"
#include "samverk/testing/v1/crash_record.pb.h"
#include "samverk/v1/event.pb.h"
#include "samverk/v1/feed.grpc.pb.h"
#include "samverk/v1/meeting.pb.h"
#include "samverk/v1/partnership.pb.h"
#include "samverk/v1/workshop.pb.h"
#include "tests/crash/command_author.h"
#include "tests/crash/record_file.h"
#include "tests/end_to_end/raw_call.h"

ABSL_FLAG(std::string, address, "", "Host and port of the server.");
ABSL_FLAG(std::string, record, "", "Path of the record; each thread adds its number.");
ABSL_FLAG(int, threads, 2, "How many commands are given at a time.");
ABSL_FLAG(int, commands, 200, "How many new commands each thread gives at most.");
ABSL_FLAG(uint32_t, seed, 1, "Decides which.");
ABSL_FLAG(bool, follow, false, "Follow the ledger instead.");

namespace samverk::tests {
namespace {

using google::protobuf::Message;
using testing::v1::CommandAnswered;
using testing::v1::CrashRecord;

constexpr absl::Duration kPatience = absl::Seconds(20);
// What a client says of itself.
constexpr char kDeviceKey[] = "samverk-device";

[[noreturn]] void BrokenPromise(const std::string& what) {
  std::fprintf(stderr, "crash_client: BROKEN PROMISE: %s\n", what.c_str());
  std::exit(3);
}

std::unique_ptr<Message> ParseRequest(const testing::v1::CommandSent& sent) {
  const auto* type =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(sent.type());
  CHECK(type != nullptr);
  auto* factory = google::protobuf::MessageFactory::generated_factory();
  std::unique_ptr<Message> request(factory->GetPrototype(type)->New());
  CHECK(request->ParseFromString(sent.request()));
  return request;
}

// Every response of a command holds the result as its first field, and nothing else.
v1::CommandResult ResultOf(const std::string& response) {
  v1::PlanWorkshopResponse parsed;
  CHECK(parsed.ParseFromString(response));
  return parsed.result();
}

class Client {
 public:
  Client(std::shared_ptr<grpc::Channel> channel, const std::string& record_path, uint32_t seed)
      : channel_(std::move(channel)),
        path_(record_path),
        device_(absl::StrCat("device-", seed)),
        record_(record_path),
        author_(seed) {}

  // Works until it has done enough, or the server is gone.
  void Run(int commands) {
    if (!Remember()) return;
    for (const auto& command : CommandAuthor::Setup()) {
      if (!Give(*command)) return;
    }
    for (int i = 0; i < commands; ++i) {
      if (!ReadSomething() || !RepeatSomething() || !Give(*author_.Next())) return;
    }
  }

 private:
  // Reads its own record, and repeats what it does not know the fate of. False if the
  // server is gone.
  bool Remember() {
    std::map<std::string, testing::v1::CommandSent> unknown;
    std::vector<std::string> order;
    for (const CrashRecord& record : ReadRecords<CrashRecord>(path_)) {
      if (record.has_sent()) {
        unknown[record.sent().request_id()] = record.sent();
        order.push_back(record.sent().request_id());
        continue;
      }
      const auto sent = unknown.extract(record.answered().request_id());
      CHECK(!sent.empty());
      Learn(sent.mapped(), record.answered());
    }
    for (const std::string& request_id : order) {
      const auto sent = unknown.find(request_id);
      if (sent != unknown.end() && !Send(sent->second)) return false;
    }
    return true;
  }

  void Learn(const testing::v1::CommandSent& sent, const CommandAnswered& answered) {
    known_[sent.request_id()] = answered.code();
    if (answered.code() != 0) return;
    const v1::CommandResult result = ResultOf(answered.response());
    author_.Learn(*ParseRequest(sent), result);
    if (result.position().position() > seen_.position()) seen_ = result.position();
    // What changed nothing is not kept by the server, and need not be answered alike.
    if (WroteSomething(result)) taken_.emplace_back(sent, answered.response());
  }

  // Gives a command that may have been given before. False if the server is gone.
  bool Give(const Message& command) {
    testing::v1::CommandSent sent;
    const auto* field = command.GetDescriptor()->FindFieldByName("request_id");
    sent.set_request_id(command.GetReflection()->GetString(command, field));
    sent.set_type(command.GetDescriptor()->full_name());
    sent.set_request(command.SerializeAsString());
    sent.set_device(device_);
    if (known_.contains(sent.request_id())) return true;
    CrashRecord record;
    *record.mutable_sent() = sent;
    record_.Write(record);
    record_.Sync();
    return Send(sent);
  }

  // Sends a command whose sending is recorded, and records the answer.
  bool Send(const testing::v1::CommandSent& sent) {
    const RawAnswer answer = Call(sent);
    if (IsGone(answer.status)) return false;
    CrashRecord record;
    CommandAnswered& answered = *record.mutable_answered();
    answered.set_request_id(sent.request_id());
    answered.set_code(static_cast<int>(answer.status.code()));
    answered.set_reason(ReasonOf(answer.status));
    answered.set_response(answer.bytes);
    record_.Write(record);
    record_.Sync();
    Learn(sent, answered);
    if (write(STDOUT_FILENO, ".", 1) != 1) std::exit(1);
    return true;
  }

  RawAnswer Call(const testing::v1::CommandSent& sent) {
    return CallRaw(channel_, {.path = PathOf(*ParseRequest(sent)->GetDescriptor()),
                              .bytes = sent.request(),
                              .metadata = {{kDeviceKey, sent.device()}},
                              .timeout = kPatience});
  }

  static bool IsGone(const absl::Status& status) {
    if (status.code() == absl::StatusCode::kDeadlineExceeded) {
      BrokenPromise(absl::StrCat("no answer in ", absl::FormatDuration(kPatience)));
    }
    // The transport's own words, or those of a log that closes.
    return status.code() == absl::StatusCode::kUnavailable ||
           status.code() == absl::StatusCode::kCancelled;
  }

  // Now and then a command that was taken is sent again: the answer is the identical one.
  bool RepeatSomething() {
    if (taken_.empty() || author_.Below(8) != 0) return true;
    const auto& [sent, response] = taken_[author_.Below(static_cast<uint32_t>(taken_.size()))];
    const RawAnswer again = Call(sent);
    if (IsGone(again.status)) return false;
    if (again.bytes != response) {
      BrokenPromise(absl::StrCat(sent.type(), " ", sent.request_id(), " was answered ",
                                 ResultOf(response).ShortDebugString(), ", and now ",
                                 again.status.ToString(), " ", again.bytes.size(), " bytes"));
    }
    return true;
  }

  // Now and then it reads something that others change too, with everything it has seen.
  bool ReadSomething() {
    const auto name = author_.NameToRead();
    if (!name.has_value()) return true;
    if (absl::StrContains(*name, "/workshops/")) {
      return Read<v1::GetWorkshopRequest>(*name, &v1::GetWorkshopResponse::workshop);
    }
    if (absl::StrContains(*name, "/meetings/")) {
      return Read<v1::GetMeetingRequest>(*name, &v1::GetMeetingResponse::meeting);
    }
    return Read<v1::GetOrganisationRequest>(*name, &v1::GetOrganisationResponse::organisation);
  }

  // Reads what was made long ago, so it must be there. False if the server is gone.
  template <typename Get, typename Response, typename Resource>
  bool Read(const std::string& name, const Resource& (Response::*resource)() const) {
    Get get;
    get.set_name(name);
    *get.mutable_read()->mutable_min_position() = seen_;
    const RawAnswer answer = CallRaw(channel_, {.path = PathOf(*get.GetDescriptor()),
                                                .bytes = get.SerializeAsString(),
                                                .metadata = {},
                                                .timeout = kPatience});
    if (IsGone(answer.status)) return false;
    Response response;
    if (!answer.status.ok() || !response.ParseFromString(answer.bytes)) {
      BrokenPromise(absl::StrCat(name, " can't be read with position ", seen_.position(), ": ",
                                 answer.status.ToString()));
    }
    author_.KnowRevision(name, (response.*resource)().revision());
    return true;
  }

  const std::shared_ptr<grpc::Channel> channel_;
  const std::string path_;
  const std::string device_;  // Each client is somebody else, who may quarrel with the others.
  RecordFile record_;
  CommandAuthor author_;
  v1::LedgerPosition seen_;           // The last that it was told of.
  std::map<std::string, int> known_;  // Codes by request id.
  std::vector<std::pair<testing::v1::CommandSent, std::string>> taken_;
};

// Follows until the server is gone.
void Follow(const std::shared_ptr<grpc::Channel>& channel, const std::string& path) {
  const auto seen = ReadRecords<v1::RecordedEvent>(path);
  RecordFile record(path);
  v1::SubscribeRequest request;
  request.set_parent(kCrashPartnership);
  if (!seen.empty()) *request.mutable_after() = seen.back().position();
  grpc::ClientContext context;
  const auto stub = v1::FeedService::NewStub(channel);
  const auto reader = stub->Subscribe(&context, request);
  v1::SubscribeResponse frame;
  while (reader->Read(&frame)) {
    if (frame.has_event()) record.Write(frame.event());
    if (frame.has_caught_up() && write(STDOUT_FILENO, "c", 1) != 1) break;
  }
  const grpc::Status status = reader->Finish();
  // At first there may be no partnership yet; but what was followed is there again.
  const bool early = status.error_code() == grpc::StatusCode::NOT_FOUND && seen.empty();
  if (status.error_code() != grpc::StatusCode::UNAVAILABLE &&
      status.error_code() != grpc::StatusCode::CANCELLED && !early) {
    BrokenPromise(
        absl::StrCat("following ended with ", status.error_code(), ": ", status.error_message()));
  }
}

void Main() {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  const auto channel = grpc::CreateCustomChannel(absl::GetFlag(FLAGS_address),
                                                 grpc::InsecureChannelCredentials(), arguments);
  const std::string record = absl::GetFlag(FLAGS_record);
  if (absl::GetFlag(FLAGS_follow)) return Follow(channel, record);
  const int thread_count = absl::GetFlag(FLAGS_threads);
  std::vector<std::thread> threads;
  threads.reserve(static_cast<size_t>(thread_count));
  for (int i = 0; i < thread_count; ++i) {
    threads.emplace_back([&, i] {
      const uint32_t seed = absl::GetFlag(FLAGS_seed) * 16 + static_cast<uint32_t>(i);
      Client(channel, absl::StrCat(record, ".", i), seed).Run(absl::GetFlag(FLAGS_commands));
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace samverk::tests

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  samverk::tests::Main();
  return 0;
}

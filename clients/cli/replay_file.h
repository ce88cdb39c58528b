// Replay files: commands as lines of JSON, each built from the descriptor of its RPC, so that a
// file may hold every command that this program knows the API of.
//
//   {"rpc": "WorkshopService.PlanWorkshop", "request": {…}, "act_as": "officer@2421", "key": "w"}
//
//   rpc      service and method; only commands: unary, with a request id
//   request  proto3 JSON of the request (https://protobuf.dev/programming-guides/proto3/#json)
//   act_as   as whom, where the server runs for a local developer
//   key      anything that tells lines apart which say the same
//
// In every text `partnerships/-` stands for the partnership of the command line, and
// `${uuid:KEY}` for a UUID that is always the same for KEY. A request without a request id gets
// one made of the line's key and content: sent again it is the same command.

#ifndef SAMVERK_CLIENTS_CLI_REPLAY_FILE_H_
#define SAMVERK_CLIENTS_CLI_REPLAY_FILE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace samverk {

// A command that is ready to be sent.
struct ReplayLine {
  const google::protobuf::MethodDescriptor* method = nullptr;
  std::unique_ptr<google::protobuf::Message> request;
  std::string act_as;  // Empty: not said.
};

// What is wrong with a line: where, and what to do. `request.title`, `rpc`; empty: the line.
struct ReplayFault {
  std::string field;
  std::string what;
};

// Reads a line of a file whose `partnerships/-` is `parent` (`partnerships/{p}`). On faults the
// line is not usable.
std::pair<ReplayLine, std::vector<ReplayFault>> ReadReplayLine(absl::string_view text,
                                                               absl::string_view parent);

// Remembers the commands of a file, to find those that are given twice.
class ReplayCommands {
 public:
  // The number of the earlier line that gives the same command; 0 if there is none.
  int64_t Add(const ReplayLine& line, int64_t number);

 private:
  absl::flat_hash_map<uint64_t, int64_t> lines_;  // By the hash of the request id.
};

// `WorkshopService.PlanWorkshop`.
std::string RpcName(const google::protobuf::MethodDescriptor& method);

// The text of a field of `message`; empty if it has none of that name.
std::string TextField(const google::protobuf::Message& message, const std::string& name);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_REPLAY_FILE_H_

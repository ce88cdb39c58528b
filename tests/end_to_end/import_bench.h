// ImportBench: the real server and the real command line client, each a process of its own, and the
// example that is imported.
//
//   ASSERT_EQ(Import(example_).exit_code, kDone);
//   const auto plans = ListAll<v1::ListPlansRequest, v1::ListPlansResponse>();

#ifndef SAMVERK_TESTS_END_TO_END_IMPORT_BENCH_H_
#define SAMVERK_TESTS_END_TO_END_IMPORT_BENCH_H_

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/flags/declare.h"
#include "absl/flags/flag.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/check.h"
#include "base/clock.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "samverk/v1/admin.pb.h"
#include "services/runtime/testing/from_text.h"
#include "storage/kv/testing/temp_directory.h"
#include "tests/crash/child_process.h"
#include "tests/end_to_end/raw_call.h"

ABSL_DECLARE_FLAG(std::string, samverkd);
ABSL_DECLARE_FLAG(std::string, samverk);
ABSL_DECLARE_FLAG(std::string, example);

namespace samverk::tests {

using nlohmann::json;

inline constexpr absl::Duration kPatience = absl::Seconds(60);
// As docs/guide/cli.md promises them.
inline constexpr int kDone = 0;
inline constexpr int kRefused = 1;
inline constexpr int kNotRight = 2;

// How an import, or another command, ended, and everything that it printed.
struct Imported {
  // Before it the client says what it is about to import.
  std::string last_line() const {
    const std::vector<std::string> lines = absl::StrSplit(output, '\n', absl::SkipEmpty());
    return lines.empty() ? "" : lines.back();
  }

  std::optional<int> exit_code;
  std::string output;
};

class ImportBench : public ::testing::Test {
 protected:
  ImportBench()
      : server_({absl::GetFlag(FLAGS_samverkd), absl::StrCat("--data_dir=", root_.path(), "/data"),
                 "--listen=127.0.0.1:0", "--log_calls=none"}) {
    const std::optional<std::string> line = server_.ReadLine(kPatience);
    CHECK(line.has_value());
    absl::string_view address = *line;
    CHECK(absl::ConsumePrefix(&address, "samverkd: listening on "));
    address_ = std::string(address);
    channel_ = grpc::CreateChannel(address_, grpc::InsecureChannelCredentials());
    std::ifstream file(absl::GetFlag(FLAGS_example));
    example_ = json::parse(file);
    const std::filesystem::path example(absl::GetFlag(FLAGS_example));
    std::filesystem::copy(example.parent_path() / "bilagor", root_.path() + "/bilagor");
  }

  // Imports `content` as a file of the example's name.
  Imported Import(const json& content) {
    const std::string path = root_.path() + "/vasterbotten.json";
    std::ofstream(path) << content.dump(2);
    return ImportFile(path);
  }

  Imported ImportFile(const std::string& path) { return Samverk({"import", path}); }

  // Runs the client with these words after the server's address.
  Imported Samverk(const std::vector<std::string>& words) {
    std::vector<std::string> command = {absl::GetFlag(FLAGS_samverk), "--server", address_};
    command.insert(command.end(), words.begin(), words.end());
    return Run(command);
  }

  // Runs a program to its end.
  static Imported Run(const std::vector<std::string>& command) {
    ChildProcess program(command, ChildProcess::Errors::kInItsOutput);
    Imported imported;
    const absl::Duration deadline = Clock::System().Steady() + kPatience;
    while (program.TakeOutput(imported.output) && Clock::System().Steady() < deadline) {
      WaitForAny({&program}, absl::Seconds(1));
    }
    imported.exit_code = program.Wait(kPatience);
    return imported;
  }

  template <typename Response>
  absl::StatusOr<Response> Ask(const google::protobuf::Message& request) {
    const RawAnswer answer = CallRaw(channel_, {.path = PathOf(*request.GetDescriptor()),
                                                .bytes = request.SerializeAsString(),
                                                .metadata = {}});
    if (!answer.status.ok()) return answer.status;
    Response response;
    CHECK(response.ParseFromString(answer.bytes));
    return response;
  }

  absl::StatusOr<v1::ListPartnershipsResponse> Partnerships() {
    return Ask<v1::ListPartnershipsResponse>(v1::ListPartnershipsRequest());
  }

  // Where the ledger of Västerbotten ends.
  v1::LedgerPosition Head() {
    const auto list = Partnerships();
    for (const auto& each : list.value().partnerships()) {
      if (each.name() == runtime::kHere) return each.head();
    }
    return {};
  }

  // A list as of the end of the ledger. All of the example fits on a page.
  template <typename List, typename Response>
  Response ListAll() {
    List list = runtime::FromText<List>("parent: '~' page_size: 100");
    *list.mutable_read()->mutable_min_position() = Head();
    return Ask<Response>(list).value();
  }

  const storage::TempDirectory root_;
  ChildProcess server_;
  std::string address_;
  std::shared_ptr<grpc::Channel> channel_;
  json example_;
};

}  // namespace samverk::tests

#endif  // SAMVERK_TESTS_END_TO_END_IMPORT_BENCH_H_

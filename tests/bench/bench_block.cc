#include "tests/bench/bench_block.h"

#include <iostream>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"

namespace samverk {
namespace {

std::string ToErrorJson(const absl::Status& status) {
  return absl::StrCat(
      R"({"error":")",
      absl::StrReplaceAll(status.message(), {{"\\", "\\\\"}, {"\"", "\\\""}, {"\n", " "}}),
      R"("})");
}

}  // namespace

absl::Status CheckBlock(int clients, double seconds) {
  if (clients < 1 || clients > kBenchClientsMax) {
    return absl::InvalidArgumentError(absl::StrCat("clients are 1 to ", kBenchClientsMax));
  }
  // Written so that a NaN is refused too.
  if (!(seconds > 0 && seconds <= kBenchSecondsMax)) {
    return absl::InvalidArgumentError(
        absl::StrCat("seconds are above 0, at most ", kBenchSecondsMax));
  }
  return absl::OkStatus();
}

absl::StatusOr<BenchBlock> ParseRunLine(absl::string_view line) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(line, absl::ByAnyChar(" \t\r"), absl::SkipEmpty());
  BenchBlock block;
  if (words.size() < 3 || words.size() > 4 || words[0] != "run" ||
      !absl::SimpleAtod(words[1], &block.seconds) || !absl::SimpleAtoi(words[2], &block.clients)) {
    return absl::InvalidArgumentError("not understood: send run SECONDS CLIENTS MODE, or quit");
  }
  RETURN_IF_ERROR(CheckBlock(block.clients, block.seconds));
  if (words.size() == 4) block.mode = std::string(words[3]);
  return block;
}

std::string ToJson(LatencyRecorder& latencies, absl::Duration elapsed,
                   const std::vector<std::pair<std::string, size_t>>& more) {
  const double seconds = absl::ToDoubleSeconds(elapsed);
  const auto microseconds = [&](double percent) {
    return absl::ToDoubleMicroseconds(latencies.Percentile(percent));
  };
  std::string json = absl::StrFormat(
      R"({"operations":%d,"seconds":%.3f,"per_second":%.1f,"p50_us":%.1f,"p99_us":%.1f,"p999_us":%.1f)",
      latencies.count(), seconds, static_cast<double>(latencies.count()) / seconds,
      microseconds(50), microseconds(99), microseconds(99.9));
  for (const auto& [name, value] : more) absl::StrAppend(&json, ",\"", name, "\":", value);
  return json + "}";
}

void ServeBlocks(const std::function<absl::StatusOr<std::string>(const BenchBlock&)>& run) {
  std::string line;
  while (std::getline(std::cin, line)) {
    const absl::string_view command = absl::StripAsciiWhitespace(line);
    if (command == "quit") return;
    if (command.empty()) continue;
    const absl::StatusOr<BenchBlock> block = ParseRunLine(command);
    const absl::StatusOr<std::string> json =
        block.ok() ? run(*block) : absl::StatusOr<std::string>(block.status());
    std::cout << (json.ok() ? *json : ToErrorJson(json.status())) << std::endl;
  }
}

}  // namespace samverk

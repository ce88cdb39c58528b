#include "tests/bench/bench_work.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "samverk/testing/v1/bench.pb.h"
#include "tests/bench/bench_block.h"
#include "tests/bench/bench_call.h"
#include "tests/bench/plan_work.h"
#include "tests/bench/workshop_work.h"

namespace samverk {
namespace {

// What AppendResponse takes: two positions of three bytes.
constexpr int kAppendAnswerBytes = 8;
constexpr size_t kEchoBytesMax = 1 << 20;

class AppendWork final : public BenchWork {
 public:
  explicit AppendWork(const BenchWorkOptions& options) {
    for (std::string& stream : streams_) stream = absl::StrCat("workshops/", NewBenchId());
    request_.set_payload(std::string(static_cast<size_t>(options.payload_bytes), 'x'));
    if (options.events_per_append > 1) request_.set_event_count(options.events_per_append);
  }

  Request Next(int client) override { return {&method_, ToBenchBytes(NextRequest(client))}; }

  absl::Status Take(int, grpc::ByteBuffer answer) override {
    return ParseBench<testing::v1::AppendResponse>(std::move(answer)).status();
  }

  testing::v1::AppendRequest NextRequest(int client) const {
    testing::v1::AppendRequest request = request_;
    request.set_request_id(NewBenchId());
    request.set_stream(streams_[static_cast<size_t>(client)]);
    return request;
  }

 private:
  const std::string method_ = "/samverk.testing.v1.RawAppendService/Append";
  std::array<std::string, kBenchClientsMax> streams_;
  testing::v1::AppendRequest request_;  // All but what differs.
};

class EchoWork final : public BenchWork {
 public:
  explicit EchoWork(const BenchWorkOptions& options)
      : append_bytes_(AppendWork(options).NextRequest(0).ByteSizeLong()) {
    LikeAppend();
  }

  // `REQUEST:ANSWER`: the sizes of both messages in bytes.
  absl::Status SetMode(const std::string& mode) override {
    if (mode.empty()) {
      LikeAppend();
      return absl::OkStatus();
    }
    const std::vector<std::string> sizes = absl::StrSplit(mode, ':');
    size_t request_bytes = 0;
    size_t answer_bytes = 0;
    if (sizes.size() != 2 || !absl::SimpleAtoi(sizes[0], &request_bytes) ||
        !absl::SimpleAtoi(sizes[1], &answer_bytes) || request_bytes > kEchoBytesMax ||
        answer_bytes > kEchoBytesMax) {
      return absl::InvalidArgumentError("the mode of an echo is REQUEST:ANSWER, sizes in bytes");
    }
    testing::v1::EchoResponse answer;
    while (answer.ByteSizeLong() < answer_bytes) answer.mutable_payload()->push_back('x');
    SetSizes(request_bytes, static_cast<int>(answer.payload().size()));
    return absl::OkStatus();
  }

  Request Next(int) override { return {&method_, ToBenchBytes(request_)}; }

  absl::Status Take(int, grpc::ByteBuffer answer) override {
    return ParseBench<testing::v1::EchoResponse>(std::move(answer)).status();
  }

 private:
  void LikeAppend() { SetSizes(append_bytes_, kAppendAnswerBytes); }

  void SetSizes(size_t request_bytes, int payload_bytes) {
    request_.Clear();
    request_.set_answer_bytes(payload_bytes);
    while (request_.ByteSizeLong() < request_bytes) request_.mutable_payload()->push_back('x');
  }

  const std::string method_ = "/samverk.testing.v1.EchoService/Echo";
  const size_t append_bytes_;
  testing::v1::EchoRequest request_;
};

template <typename Work>
std::unique_ptr<BenchWork> Make(const BenchWorkOptions& options) {
  return std::make_unique<Work>(options);
}

struct Kind {
  absl::string_view name;
  std::unique_ptr<BenchWork> (*make)(const BenchWorkOptions& options);
};

constexpr Kind kKinds[] = {
    {"echo", Make<EchoWork>},          {"append", Make<AppendWork>},
    {"plan", MakePlanWorkshopWork},    {"note", MakeNoteWork},
    {"plan_edit", MakePlanEditWork},   {"get_plan", MakeGetPlanWork},
    {"list_plans", MakeListPlansWork},
};

}  // namespace

absl::StatusOr<std::unique_ptr<BenchWork>> MakeBenchWork(absl::string_view name,
                                                         const BenchWorkOptions& options) {
  std::string names;
  for (const Kind& kind : kKinds) {
    if (kind.name == name) return kind.make(options);
    absl::StrAppend(&names, names.empty() ? "" : ", ", kind.name);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("--work is one of ", names, ", not \"", name, "\""));
}

}  // namespace samverk

#include "services/rpc/request_log.h"

#include <atomic>

#include "absl/strings/str_cat.h"
#include "base/refusal.h"
#include "nlohmann/json.hpp"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace samverk::rpc {
namespace {

std::atomic<LoggedCalls> logged_calls{LoggedCalls::kNone};

spdlog::logger& Logger() {
  // Never taken down: there is something to log until the very end.
  static const auto& logger = *new std::shared_ptr<spdlog::logger>([] {
    auto made = spdlog::stderr_logger_mt("samverk");
    made->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l",%v})");
    return made;
  }());
  return *logger;
}

std::string Quoted(absl::string_view text) {
  return nlohmann::json(std::string(text))
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

void SetUpRequestLog(LoggedCalls calls) { logged_calls = calls; }

std::string CallLine(const EndedCall& call, const absl::Status& status) {
  return absl::StrCat("\"method\":", Quoted(call.method), ",\"call_id\":", Quoted(call.call_id),
                      ",\"request_id\":", Quoted(call.request_id), ",\"code\":\"",
                      absl::StatusCodeToString(status.code()),
                      "\",\"reason\":", Quoted(ReasonOf(status)),
                      ",\"micros\":", absl::ToInt64Microseconds(call.took));
}

void LogCall(const EndedCall& call, const absl::Status& status) {
  const LoggedCalls calls = logged_calls.load(std::memory_order_relaxed);
  if (calls == LoggedCalls::kNone || (calls == LoggedCalls::kFailed && status.ok())) return;
  const bool ours = status.code() == absl::StatusCode::kInternal ||
                    status.code() == absl::StatusCode::kDataLoss ||
                    status.code() == absl::StatusCode::kUnavailable;
  Logger().log(ours ? spdlog::level::err : spdlog::level::info, CallLine(call, status));
}

void LogTrouble(absl::string_view what) {
  Logger().error(absl::StrCat("\"event\":", Quoted(what)));
}

void LogServer(absl::string_view what) { Logger().info(absl::StrCat("\"event\":", Quoted(what))); }

}  // namespace samverk::rpc

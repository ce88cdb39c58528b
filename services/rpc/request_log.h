// One structured line per call: when, which method, how it ended, how long it took. Never what
// was asked or answered, and nothing about persons.

#ifndef SAMVERK_SERVICES_RPC_REQUEST_LOG_H_
#define SAMVERK_SERVICES_RPC_REQUEST_LOG_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace samverk::rpc {

// Which calls are logged.
enum class LoggedCalls { kNone, kFailed, kAll };

// Sets what is logged; call once, before serving. Lines go to standard error as JSON.
void SetUpRequestLog(LoggedCalls calls);

// The end of a call.
struct EndedCall {
  absl::string_view method;
  // What the caller got in the trailer `samverk-call-id`, to be quoted in reports.
  absl::string_view call_id;
  // The caller's own id of a command; empty for what has none.
  absl::string_view request_id;
  absl::Duration took;
};
void LogCall(const EndedCall& call, const absl::Status& status);

// The line of one call, without time and level.
std::string CallLine(const EndedCall& call, const absl::Status& status);

// Logs something about the server itself.
void LogServer(absl::string_view what);

// The same of what somebody should see to.
void LogTrouble(absl::string_view what);

}  // namespace samverk::rpc

#endif  // SAMVERK_SERVICES_RPC_REQUEST_LOG_H_

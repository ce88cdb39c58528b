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

// Logs the end of a call. `call_id` is what the caller got in the trailer
// `samverk-call-id`, to be quoted in reports.
void LogCall(absl::string_view method, absl::string_view call_id, const absl::Status& status,
             absl::Duration took);

// Logs something about the server itself.
void LogServer(absl::string_view what);

// The same of what somebody should see to.
void LogTrouble(absl::string_view what);

}  // namespace samverk::rpc

#endif  // SAMVERK_SERVICES_RPC_REQUEST_LOG_H_

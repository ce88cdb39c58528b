// How the command line says no: one readable line, and an exit code for scripts.
//
// Errors travel as absl::Status whose payloads are the google.rpc messages that the
// server sent (base/refusal.h), so that the line can be in Swedish and name fields.

#ifndef SAMVERK_CLIENTS_CLI_ERROR_LINE_H_
#define SAMVERK_CLIENTS_CLI_ERROR_LINE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "grpcpp/support/status.h"

namespace samverk {

// What the process tells its caller. Documented in `samverk --help`.
enum ExitCode : int {
  kExitOk = 0,
  kExitRefused = 1,
  kExitUsage = 2,
  kExitUnavailable = 3,
  kExitStale = 4,
  kExitDamaged = 5,
  kExitUndecided = 6,
};

// What the server answered, with the details of `grpc-status-details-bin` as payloads.
absl::Status ToAbslStatus(const grpc::Status& status);

// A command line or an input file that is not right; the server was not asked.
absl::Status UsageError(absl::string_view message);

// Something was recorded, but a part of it waits for a person to decide.
absl::Status UndecidedError(absl::string_view message);

// `status` with the place in the user's input that it is about, and what to do about it.
absl::Status AtPlace(absl::Status status, absl::string_view place, absl::string_view advice);

// The fields of the request that `status` says are wrong, each with what is wrong with it and the
// id of the reason.
std::vector<std::pair<std::string, std::string>> FieldFaults(const absl::Status& status);

// Where `status`, which is not OK, leads.
int ExitCodeOf(const absl::Status& status);

// What is wrong and what to do, in one line without its end. `server` is the address
// that was asked.
std::string ErrorLine(const absl::Status& status, absl::string_view server);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_ERROR_LINE_H_

// What verbs that read may take: as of which earlier moment to answer.

#ifndef SAMVERK_CLIENTS_CLI_READ_OPTIONS_H_
#define SAMVERK_CLIENTS_CLI_READ_OPTIONS_H_

#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/cli_context.h"
#include "samverk/v1/common.pb.h"

namespace samverk {

// A day (`2019-06-30`: with everything recorded by its end) or a position of the ledger
// (`57`), without the epoch that goes with it.
absl::StatusOr<v1::AsOf> ParseAsOf(absl::string_view text);

// The same with the epoch of the ledger as it is now.
absl::StatusOr<v1::AsOf> AsOfIn(CliContext& context, absl::string_view text);

// Adds --as-of to `verb`.
void AddAsOfOption(CLI::App& verb, std::string& as_of);

// Says in `request` as of when to answer; leaves it alone if `as_of` is empty.
template <typename Request>
absl::Status FillAsOf(CliContext& context, const std::string& as_of, Request& request) {
  if (as_of.empty()) return absl::OkStatus();
  const absl::StatusOr<v1::AsOf> moment = AsOfIn(context, as_of);
  if (moment.ok()) *request.mutable_read()->mutable_as_of() = *moment;
  return moment.status();
}

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_READ_OPTIONS_H_

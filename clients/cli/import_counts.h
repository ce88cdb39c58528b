// What all imports have in common: reading the file, and telling what became of its rows.

#ifndef SAMVERK_CLIENTS_CLI_IMPORT_COUNTS_H_
#define SAMVERK_CLIENTS_CLI_IMPORT_COUNTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/cli_context.h"

namespace samverk {

// What became of the rows of a file.
struct ImportCounts {
  int created = 0;
  int changed = 0;
  int unchanged = 0;
  // What differs from the file but is left as a person has it: `workshops/2019-x: title`.
  std::vector<std::string> kept;
};

// The text of a file. Errors: UsageError if it can't be read.
absl::StatusOr<std::string> ReadImportText(const std::string& path);

// Prints the counts, and what was kept.
void PrintCounts(const CliContext& context, const ImportCounts& counts);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_IMPORT_COUNTS_H_

// `samverk import FILE`: records what a file says (import_file.h), as often as one likes.
//
// Per row: what does not exist is created; of what exists, import_changes.h tells what
// is still to be done. Stops at the first refusal; importing again goes on from there.

#ifndef SAMVERK_CLIENTS_CLI_IMPORT_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_IMPORT_COMMAND_H_

#include "clients/cli/command_tree.h"

namespace samverk {

// Adds the verb.
void AddImportCommand(CommandTree& tree);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_IMPORT_COMMAND_H_

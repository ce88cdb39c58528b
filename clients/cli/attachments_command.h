// `samverk attach FILE --to …` and the verbs of what is attached: `samverk attachments …`.

#ifndef SAMVERK_CLIENTS_CLI_ATTACHMENTS_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_ATTACHMENTS_COMMAND_H_

#include "clients/cli/command_tree.h"

namespace samverk {

// Adds the verb `attach`.
void AddAttachCommand(CommandTree& tree);

// Adds the family `attachments`.
void AddAttachmentsCommand(CommandTree& tree);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_ATTACHMENTS_COMMAND_H_

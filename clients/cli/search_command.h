// `samverk search …`: finding work by its words, in whatever slice it is.

#ifndef SAMVERK_CLIENTS_CLI_SEARCH_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_SEARCH_COMMAND_H_

#include <string>

#include "clients/cli/command_tree.h"
#include "samverk/v1/search.pb.h"

namespace samverk {

// Adds the verb.
void AddSearchCommand(CommandTree& tree);

// The snippet of a hit with stars around what was found: `en kalkyl för *drivmedel*`.
std::string WithStars(const v1::SearchHit& hit);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_SEARCH_COMMAND_H_

// The verbs of initiatives (projekt, satsningar): `samverk initiatives …`. For people:
// docs/guide/initiatives.md.
//
// Registering, reporting and ending is in initiatives_command.cc, editing and correcting in
// initiatives_editing.cc, reading in initiatives_reading.cc.

#ifndef SAMVERK_CLIENTS_CLI_INITIATIVES_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_INITIATIVES_COMMAND_H_

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/command_tree.h"
#include "samverk/v1/initiative.pb.h"

namespace samverk {

// Adds the family and all its verbs.
void AddInitiativesCommand(CommandTree& tree);

// Adds `edit` and `correct` to the family.
void AddInitiativeEditing(CommandTree& tree, CLI::App& group);

// Adds `list`, `show` and `results` to the family.
void AddInitiativeReading(CommandTree& tree, CLI::App& group);

// Adds the initiative that a verb is about.
void AddInitiativeOption(CLI::App& verb, std::string& initiative);

// What is said of a result: each may be left out.
struct ResultFacts {
  std::string day;
  std::vector<std::string> figures;
  std::vector<std::string> links;
};
void AddResultFacts(CLI::App& verb, ResultFacts& facts);
// Sets what is given; the rest of `result` stays.
absl::Status FillResult(CliContext& context, const ResultFacts& facts,
                        v1::InitiativeResult& result);

// Adds --cooperation: `Delad lokal @2421 @2422`.
void AddCooperationOption(CLI::App& verb, std::vector<std::string>& cooperations);
absl::StatusOr<v1::InitiativeCooperation> CooperationIn(const CliContext& context,
                                                        absl::string_view text);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_INITIATIVES_COMMAND_H_

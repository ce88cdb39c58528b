// The verbs of service plans (serviceplaner): `samverk plans …`. For people: docs/guide/plans.md.
//
// Beginning and sending round is in plans_command.cc, what takes a decision in plans_decisions.cc,
// reading in plans_reading.cc, comparing in plans_comparing.cc, editing in plans_editing.cc.

#ifndef SAMVERK_CLIENTS_CLI_PLANS_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_PLANS_COMMAND_H_

#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "clients/cli/command_tree.h"
#include "clients/cli/write_options.h"

namespace samverk {

// Adds the family and all its verbs.
void AddPlansCommand(CommandTree& tree);

// Adds `adopt`, `replace`, `extend`, `correct` and `repeal` to the family.
void AddPlanDecisions(CommandTree& tree, CLI::App& group);

// Adds `list`, `show`, `revisions` and `statements` to the family.
void AddPlanReading(CommandTree& tree, CLI::App& group);

// Adds `diff` to the family.
void AddPlanComparing(CommandTree& tree, CLI::App& group);

// Adds `edit` to the family.
void AddPlanEditing(CommandTree& tree, CLI::App& group);

// Adds the plan that a verb is about.
void AddPlanOption(CLI::App& verb, std::string& plan);

// Where no revision was given, sets the one that `plan` has now: what then follows holds against
// what is there when it runs.
absl::Status FillRevision(CliContext& context, const std::string& plan, WriteOptions& options);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_PLANS_COMMAND_H_

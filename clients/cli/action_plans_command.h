// The verbs of action plans (handlingsplaner): `samverk action-plans …`. For people:
// docs/guide/action_plans.md.
//
// The life of a plan is in action_plans_command.cc, its measures in action_plans_measures.cc,
// reading in action_plans_reading.cc.

#ifndef SAMVERK_CLIENTS_CLI_ACTION_PLANS_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_ACTION_PLANS_COMMAND_H_

#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "clients/cli/command_tree.h"
#include "samverk/v1/action_plan.pb.h"

namespace samverk {

// Adds the family and all its verbs.
void AddActionPlansCommand(CommandTree& tree);

// Adds `measure add`, `edit`, `remove`, `report`, `move` and `list` to the family.
void AddActionPlanMeasures(CommandTree& tree, CLI::App& group);

// Adds `list`, `show` and `overdue` to the family, and `list` to the verbs of measures.
void AddActionPlanReading(CommandTree& tree, CLI::App& group);
void AddActionPlanMeasureList(CommandTree& tree, CLI::App& measures);

// Adds the action plan that a verb is about.
void AddActionPlanOption(CLI::App& verb, std::string& plan);

// Reads the action plan that `text` means. Its `as_of_position` is what edits are based on.
absl::StatusOr<v1::GetActionPlanResponse> ReadActionPlan(CliContext& context,
                                                         const std::string& text);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_ACTION_PLANS_COMMAND_H_

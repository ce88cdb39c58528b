// The verbs of follow-ups (uppföljningar): `samverk follow-ups …`. For people:
// docs/guide/follow_ups.md.
//
// Writing is in follow_ups_command.cc, what is observed and assessed in follow_ups_filling_in.cc,
// reading in follow_ups_reading.cc.

#ifndef SAMVERK_CLIENTS_CLI_FOLLOW_UPS_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_FOLLOW_UPS_COMMAND_H_

#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "clients/cli/command_tree.h"
#include "samverk/v1/follow_up.pb.h"
#include "samverk/v1/plan.pb.h"

namespace samverk {

// Adds the family and all its verbs.
void AddFollowUpsCommand(CommandTree& tree);

// Adds `observe`, `correct`, `summarise` and `assess` to the family.
void AddFollowUpFillingIn(CommandTree& tree, CLI::App& group);

// Adds `list`, `show`, `series`, `county` and `compilations` to the family.
void AddFollowUpReading(CommandTree& tree, CLI::App& group);

// The follow-up that a verb is about.
void AddFollowUpOption(CLI::App& verb, std::string& follow_up);
absl::StatusOr<v1::FollowUp> ReadFollowUp(CliContext& context, const std::string& follow_up);

// The plan that it follows up, as it was in force at the end of the year, or else as people work on
// it.
absl::StatusOr<v1::Plan> ReadFollowedUpPlan(CliContext& context, const v1::FollowUp& follow_up);

// The compilation of a year.
std::string CompilationName(const CliContext& context, int year);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_FOLLOW_UPS_COMMAND_H_

// The verbs of national issues (påverkansfrågor): `samverk national-issues …`. For people:
// docs/guide/national_issues.md.
//
// Writing is in national_issues_command.cc, correcting in national_issues_correction.cc, reading in
// national_issues_reading.cc.

#ifndef SAMVERK_CLIENTS_CLI_NATIONAL_ISSUES_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_NATIONAL_ISSUES_COMMAND_H_

#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "clients/cli/command_tree.h"
#include "samverk/v1/national_issue.pb.h"

namespace samverk {

// Adds the family and all its verbs.
void AddNationalIssuesCommand(CommandTree& tree);

// Adds `correct` to the family.
void AddNationalIssueCorrection(CommandTree& tree, CLI::App& group);

// Adds `list` and `show` to the family.
void AddNationalIssueReading(CommandTree& tree, CLI::App& group);

// The issue that a verb is about.
void AddNationalIssueOption(CLI::App& verb, std::string& issue);
absl::StatusOr<v1::NationalIssue> ReadNationalIssue(CliContext& context, const std::string& issue);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_NATIONAL_ISSUES_COMMAND_H_

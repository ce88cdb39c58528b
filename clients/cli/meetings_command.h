// The verbs of partnership meetings (partnerskapsträffar): `samverk meetings …`.
//
// Calling and holding is in meetings_command.cc, what is said there (agenda, minutes, decisions) in
// meetings_papers.cc, correcting in meetings_correction.cc, reading in meetings_reading.cc.

#ifndef SAMVERK_CLIENTS_CLI_MEETINGS_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_MEETINGS_COMMAND_H_

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "clients/cli/cli_context.h"
#include "clients/cli/command_tree.h"
#include "samverk/v1/meeting.pb.h"

namespace samverk {

// Adds the family and all its verbs.
void AddMeetingsCommand(CommandTree& tree);

// Adds `agenda`, `minutes`, `approve`, `decide` and `done` to the family.
void AddMeetingPapers(CommandTree& tree, CLI::App& group);

// Adds `correct` to the family.
void AddMeetingCorrection(CommandTree& tree, CLI::App& group);

// Adds `list`, `show`, `decisions` and `years` to the family.
void AddMeetingReading(CommandTree& tree, CLI::App& group);

// The meeting that people mean, as it is now.
absl::StatusOr<v1::Meeting> ReadMeeting(CliContext& context, const std::string& text);

// Who approves minutes: an organisation by its id, or a person as `people/0199`.
absl::StatusOr<std::vector<std::string>> ApproversIn(CliContext& context,
                                                     const std::vector<std::string>& texts);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_MEETINGS_COMMAND_H_

// `samverk meetings correct`: one edit for each thing that is said to be right.

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/gathering_verbs.h"
#include "clients/cli/meetings_command.h"
#include "clients/cli/minutes_text.h"
#include "clients/cli/names.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/meeting.grpc.pb.h"

namespace samverk {
namespace {

constexpr char kNoDeadline[] = "none";

struct CorrectOptions {
  std::string meeting;
  GatheringFacts facts;
  std::optional<std::string> topic;
  std::vector<std::string> attendance;
  std::vector<std::string> absent;
  std::vector<std::string> uninvited;
  std::string minutes;
  std::string approved_on;
  std::vector<std::string> approved_by;
  bool not_approved = false;
  std::optional<int64_t> decision;
  std::optional<std::string> text;
  std::optional<std::string> responsible;
  std::optional<std::string> deadline;
  std::vector<std::string> links;
  std::string done_on;
  std::optional<std::string> result;
  std::vector<int64_t> reopened;
  std::vector<int64_t> removed;
  WriteOptions write;
};

// Takes a day, or that there is none.
CLI::Validator AsDeadline() {
  CLI::Validator day = As(ParseDateArgument, "DATE");
  return CLI::Validator(
      [day](std::string& argument) { return argument == kNoDeadline ? "" : day(argument); },
      "DATE|none");
}

void AddMinutesOptions(CLI::App& verb, CorrectOptions& options) {
  constexpr char kGroup[] = "Minutes (protokoll)";
  verb.add_option("--minutes", options.minutes, "What they should say; - reads standard input")
      ->transform(AsText())
      ->group(kGroup);
  CLI::Option* on = verb.add_option("--approved-on", options.approved_on, "The right day")
                        ->check(As(ParseDateArgument, "DATE"))
                        ->group(kGroup);
  CLI::Option* by = verb.add_option("--approved-by", options.approved_by, "Who approved them")
                        ->type_name("ORGANISATION|PERSON")
                        ->delimiter(',')
                        ->allow_extra_args(false)
                        ->group(kGroup);
  verb.add_flag("--not-approved", options.not_approved, "They were not approved")
      ->excludes(on)
      ->excludes(by)
      ->group(kGroup);
}

void AddDecisionOptions(CLI::App& verb, CorrectOptions& options) {
  constexpr char kGroup[] = "Decisions (their numbers are in `show`)";
  CLI::Option* decision =
      verb.add_option("--decision-entry", options.decision, "Which is corrected")
          ->type_name("ENTRY")
          ->group(kGroup);
  verb.add_option("--text", options.text, "What was decided")
      ->transform(AsText())
      ->needs(decision)
      ->group(kGroup);
  verb.add_option("--responsible", options.responsible, "Who carries it out")
      ->type_name("ORGANISATION")
      ->needs(decision)
      ->group(kGroup);
  verb.add_option("--deadline", options.deadline, "The last day for it")
      ->check(AsDeadline())
      ->needs(decision)
      ->group(kGroup);
  verb.add_option("--link", options.links, "What it is about, in place of what is recorded")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->needs(decision)
      ->group(kGroup);
  verb.add_option("--done-on", options.done_on, "The day it was done")
      ->check(As(ParseDateArgument, "DATE"))
      ->needs(decision)
      ->group(kGroup);
  verb.add_option("--result", options.result, "What came of it")
      ->transform(AsText())
      ->needs(decision)
      ->group(kGroup);
  for (const auto& [name, value, help] :
       {std::tuple("--reopen", &options.reopened, "A decision that is not done"),
        std::tuple("--remove-decision", &options.removed, "A decision that was not taken")}) {
    verb.add_option(name, *value, help)->type_name("ENTRY")->allow_extra_args(false)->group(kGroup);
  }
}

// What is not given again stays: an edit of an approval replaces all of it.
absl::Status AddMinutesEdits(CliContext& context, const CorrectOptions& options,
                             const v1::Meeting& meeting, v1::EditMeetingRequest& request) {
  if (!options.minutes.empty()) {
    ASSIGN_OR_RETURN(const std::string text, TextOrInput(options.minutes));
    ASSIGN_OR_RETURN(const std::vector<v1::MinutesSection> sections, ParseMinutes(text));
    request.add_edits()->mutable_minutes()->mutable_sections()->Assign(sections.begin(),
                                                                       sections.end());
  }
  if (options.not_approved) request.add_edits()->mutable_remove_minutes_approval();
  if (options.approved_on.empty() && options.approved_by.empty()) return absl::OkStatus();
  v1::MinutesApproval& approval = *request.add_edits()->mutable_minutes_approval();
  approval = meeting.minutes().approval();
  if (!options.approved_on.empty()) {
    ASSIGN_OR_RETURN(*approval.mutable_approved_on(), ParseDateArgument(options.approved_on));
  }
  if (!options.approved_by.empty()) {
    ASSIGN_OR_RETURN(const std::vector<std::string> approvers,
                     ApproversIn(context, options.approved_by));
    approval.mutable_approved_by()->Assign(approvers.begin(), approvers.end());
  }
  return absl::OkStatus();
}

// The same of what was decided.
absl::Status AddFactsEdit(CliContext& context, const CorrectOptions& options,
                          const v1::MeetingDecision& decision, v1::EditMeetingRequest& request) {
  v1::MeetingDecisionCorrection& correction = *request.add_edits()->mutable_decision();
  correction.set_entry(decision.entry());
  correction.set_text(options.text.value_or(decision.text()));
  correction.set_responsible(options.responsible.has_value()
                                 ? OrganisationName(context.Parent(), *options.responsible)
                                 : decision.responsible());
  if (options.deadline.has_value() && *options.deadline != kNoDeadline) {
    ASSIGN_OR_RETURN(*correction.mutable_deadline(), ParseDateArgument(*options.deadline));
  } else if (!options.deadline.has_value() && decision.has_deadline()) {
    *correction.mutable_deadline() = decision.deadline();
  }
  if (options.links.empty()) *correction.mutable_links() = decision.links();
  for (const std::string& link : options.links) {
    ASSIGN_OR_RETURN(*correction.add_links(), ResolveAny(context, link));
  }
  return absl::OkStatus();
}

absl::Status AddDecisionEdits(CliContext& context, const CorrectOptions& options,
                              const v1::Meeting& meeting, v1::EditMeetingRequest& request) {
  for (const int64_t entry : options.reopened) request.add_edits()->set_reopen_decision(entry);
  for (const int64_t entry : options.removed) request.add_edits()->set_remove_decision(entry);
  if (!options.decision.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const v1::MeetingDecision decision,
                   EntryOf(meeting.decisions(), *options.decision, "decision", "meetings show"));
  if (options.text.has_value() || options.responsible.has_value() || options.deadline.has_value() ||
      !options.links.empty()) {
    RETURN_IF_ERROR(AddFactsEdit(context, options, decision, request));
  }
  if (options.done_on.empty() && !options.result.has_value()) return absl::OkStatus();
  v1::MeetingDecisionCompletion& completion = *request.add_edits()->mutable_decision_completion();
  completion.set_entry(decision.entry());
  *completion.mutable_done_on() = decision.done_on();
  if (!options.done_on.empty()) {
    ASSIGN_OR_RETURN(*completion.mutable_done_on(), ParseDateArgument(options.done_on));
  }
  completion.set_result(options.result.value_or(decision.result()));
  return absl::OkStatus();
}

absl::Status Correct(CliContext& context, const CorrectOptions& options) {
  ASSIGN_OR_RETURN(const v1::Meeting meeting, ReadMeeting(context, options.meeting));
  v1::EditMeetingRequest request;
  request.set_name(meeting.name());
  // Without --revision the correction holds against what is there this moment.
  request.set_expected_revision(meeting.revision());
  RETURN_IF_ERROR(AddGatheringEdits(options.facts, request));
  if (options.topic.has_value()) request.add_edits()->set_topic(*options.topic);
  for (const std::string& text : options.attendance) {
    ASSIGN_OR_RETURN(*request.add_edits()->mutable_attendance(), AttendanceIn(context, text));
  }
  for (const std::string& id : options.absent) {
    request.add_edits()->set_remove_attendance(OrganisationName(context.Parent(), id));
  }
  for (const std::string& id : options.uninvited) {
    request.add_edits()->set_remove_invited(OrganisationName(context.Parent(), id));
  }
  RETURN_IF_ERROR(AddMinutesEdits(context, options, meeting, request));
  RETURN_IF_ERROR(AddDecisionEdits(context, options, meeting, request));
  if (request.edits().empty()) {
    return UsageError("nothing to correct was given; see `samverk meetings correct --help`");
  }
  return Submit(context, &v1::MeetingService::Stub::EditMeeting, request, options.write);
}

}  // namespace

void AddMeetingCorrection(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<CorrectOptions>();
  CLI::App& verb = tree.AddVerb(group, "correct", "Correct what is recorded, also afterwards");
  verb.add_option("meeting", options->meeting, "Its name, its UUID, or the beginning of its UUID")
      ->required();
  AddGatheringFacts(verb, options->facts, /*required=*/false);
  verb.add_option("--topic", options->topic, "What it is about")->transform(AsText());
  AddAttendanceOption(verb, options->attendance);
  verb.add_option("--not-present", options->absent, "An organisation that did not come")
      ->type_name("ORGANISATION")
      ->allow_extra_args(false);
  verb.add_option("--uninvite", options->uninvited, "An organisation that was called by mistake")
      ->type_name("ORGANISATION")
      ->allow_extra_args(false);
  AddMinutesOptions(verb, *options);
  AddDecisionOptions(verb, *options);
  AddWriteOptions(verb, options->write);
  AddRevisionOption(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) { return Correct(context, *options); });
}

}  // namespace samverk

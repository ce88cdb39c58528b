#include "clients/cli/meetings_command.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/fact_sheet.h"
#include "clients/cli/gathering_verbs.h"
#include "clients/cli/history.h"
#include "clients/cli/names.h"
#include "clients/cli/read_options.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/meeting.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::MeetingService::Stub;

constexpr char kWhat[] = "meeting";

void AddCall(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string host;
    GatheringFacts facts;
    std::string topic;
    std::string id;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "call", "Call a meeting");
  verb.add_option("--host", options->host, "Who calls it")->type_name("ORGANISATION")->required();
  AddGatheringFacts(verb, options->facts, /*required=*/true);
  verb.add_option("--topic", options->topic, "What it is about")->transform(AsText());
  verb.add_option("--id", options->id, "Its UUID; a new one otherwise")->transform(AsUuid());
  AddWriteOptions(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::CallMeetingRequest request;
    request.set_parent(context.Parent());
    request.set_meeting_id(options->id.empty() ? Uuid::V7(context.clock()).ToString()
                                               : options->id);
    request.set_host(OrganisationName(context.Parent(), options->host));
    RETURN_IF_ERROR(FillGatheringFacts(options->facts, request));
    request.set_topic(options->topic);
    return Submit(context, &Stub::CallMeeting, request, options->write);
  });
}

struct CorrectOptions {
  std::string meeting;
  GatheringFacts facts;
  std::optional<std::string> topic;
  std::vector<std::string> attendance;
  WriteOptions write;
};

absl::Status Correct(CliContext& context, const CorrectOptions& options) {
  v1::GetMeetingRequest get;
  ASSIGN_OR_RETURN(*get.mutable_name(), ResolveMeeting(context, options.meeting));
  ASSIGN_OR_RETURN(const v1::GetMeetingResponse read, context.Call(&Stub::GetMeeting, get));
  v1::EditMeetingRequest request;
  request.set_name(get.name());
  // Without --revision the correction holds against what is there this moment.
  request.set_expected_revision(read.meeting().revision());
  RETURN_IF_ERROR(AddGatheringEdits(options.facts, request));
  if (options.topic.has_value()) request.add_edits()->set_topic(*options.topic);
  for (const std::string& text : options.attendance) {
    ASSIGN_OR_RETURN(*request.add_edits()->mutable_attendance(), AttendanceIn(context, text));
  }
  if (request.edits().empty()) {
    return UsageError("nothing to correct was given; see `samverk meetings correct --help`");
  }
  return Submit(context, &Stub::EditMeeting, request, options.write);
}

void AddCorrect(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<CorrectOptions>();
  CLI::App& verb = tree.AddVerb(group, "correct", "Correct what is recorded, also afterwards");
  verb.add_option(kWhat, options->meeting, "Its name, its UUID, or the beginning of its UUID")
      ->required();
  AddGatheringFacts(verb, options->facts, /*required=*/false);
  verb.add_option("--topic", options->topic, "What it is about")->transform(AsText());
  AddAttendanceOption(verb, options->attendance);
  AddWriteOptions(verb, options->write);
  AddRevisionOption(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) { return Correct(context, *options); });
}

void PrintMeetings(const v1::ListMeetingsResponse& list, const OrganisationNames& names,
                   std::ostream& out) {
  std::vector<std::string> resources;
  for (const v1::Meeting& meeting : list.meetings()) resources.push_back(meeting.name());
  const std::vector<std::string> ids = ShortIds(resources);
  Table table({{"Id"},
               {"Tid"},
               {"Läge"},
               {"Värd", Table::kFlexible},
               {"Rubrik", Table::kFlexible},
               {"Deltagare", Table::kNumber}});
  for (int i = 0; i < list.meetings_size(); ++i) {
    const v1::Meeting& meeting = list.meetings(i);
    const int64_t participants = Participants(meeting.attendance());
    table.Add({ids[i], FormatPeriod(meeting.period()), InSwedish(meeting.state()),
               names.Of(meeting.host()), meeting.title(),
               participants == 0 ? "" : absl::StrCat(participants)});
  }
  table.Print(out);
  out << Count(list.meetings_size(), "partnerskapsträff", "partnerskapsträffar") << "\n";
}

void AddList(CommandTree& tree, CLI::App& group) {
  struct Options {
    int32_t year = 0;
    std::string state;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "list", "List meetings, the earliest first");
  verb.add_option("--year", options->year, "Only with a day in this year")->type_name("YEAR");
  verb.add_option("--state", options->state, "Only in this state; all but withdrawn otherwise")
      ->check(AsWordOf<v1::MeetingState>());
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListMeetingsRequest request;
    request.set_parent(context.Parent());
    request.set_year(options->year);
    request.set_state(
        ParseEnum<v1::MeetingState>(options->state).value_or(v1::MEETING_STATE_UNSPECIFIED));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::ListMeetingsResponse list,
                     context.CallAllPages(&Stub::ListMeetings, request));
    if (context.options().json) return context.PrintJson(list);
    PrintMeetings(list, OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

void PrintMeeting(const v1::Meeting& meeting, const OrganisationNames& names, std::ostream& out) {
  FactSheet sheet(meeting.title(), InSwedish(meeting.state()));
  sheet.Add("tid", FormatPeriod(meeting.period()));
  sheet.Add("form", InSwedish(meeting.form()));
  sheet.Add("plats", meeting.venue());
  sheet.Add("värd", names.Of(meeting.host()));
  sheet.Add("om", meeting.topic());
  sheet.Add("deltagare", AttendanceInWords(meeting.attendance(), names));
  sheet.Add("revision", absl::StrCat(meeting.revision()));
  sheet.Add("namn", meeting.name());
  sheet.Print(out);
}

void AddShow(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string meeting;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "show", "Show one meeting");
  verb.add_option(kWhat, options->meeting, "Its name, its UUID, or the beginning of its UUID")
      ->required();
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::GetMeetingRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveMeeting(context, options->meeting));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::GetMeetingResponse response,
                     context.Call(&Stub::GetMeeting, request));
    if (context.options().json) return context.PrintJson(response);
    PrintMeeting(response.meeting(), OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

}  // namespace

void AddMeetingsCommand(CommandTree& tree) {
  CLI::App& group = tree.AddGroup(
      "meetings", "Partnership meetings (partnerskapsträffar)",
      {"samverk meetings list --year 2019",
       "samverk meetings call --host 2421 --title Höstträff --from 2026-11-05 --form digital",
       "samverk meetings hold 0199 --attendance 2421=2,2418=1",
       "samverk meetings correct 0199 --attendance 2421=3 --reason \"En till på listan\"",
       "samverk meetings cancel 0199 --reason \"Snöoväder\"", "samverk meetings history 0199"});
  AddCall(tree, group);
  AddHoldVerb(tree, group, kWhat, ResolveMeeting, &Stub::HoldMeeting);
  AddPlainVerb(tree, group, kWhat, "cancel", "Cancel it before it is held", ResolveMeeting,
               &Stub::CancelMeeting);
  AddCorrect(tree, group);
  AddPlainVerb(tree, group, kWhat, "withdraw", "Withdraw what was registered by mistake",
               ResolveMeeting, &Stub::WithdrawMeeting);
  AddList(tree, group);
  AddShow(tree, group);
  AddHistoryVerb(tree, group, kWhat, ResolveMeeting);
}

}  // namespace samverk

#include "clients/cli/meetings_command.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "clients/cli/arguments.h"
#include "clients/cli/gathering_verbs.h"
#include "clients/cli/history.h"
#include "clients/cli/names.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/meeting.grpc.pb.h"
#include "samverk/v1/partnership.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::MeetingService::Stub;

constexpr char kWhat[] = "meeting";

// Who is called to a meeting.
struct Invited {
  std::vector<std::string> organisations;
  bool members = false;  // Those who meet: municipalities, the Region, the County Board.
};

absl::StatusOr<std::vector<std::string>> WhoIsCalled(CliContext& context, const Invited& invited) {
  std::vector<std::string> names;
  names.reserve(invited.organisations.size());
  for (const std::string& organisation : invited.organisations) {
    names.push_back(OrganisationName(context.Parent(), organisation));
  }
  if (!invited.members) return names;
  v1::ListOrganisationsRequest request;
  request.set_parent(context.Parent());
  ASSIGN_OR_RETURN(const v1::ListOrganisationsResponse list,
                   context.CallAllPages(&v1::PartnershipService::Stub::ListOrganisations, request));
  for (const v1::Organisation& organisation : list.organisations()) {
    if (organisation.kind() == v1::ORGANISATION_KIND_MUNICIPALITY ||
        organisation.kind() == v1::ORGANISATION_KIND_REGION ||
        organisation.kind() == v1::ORGANISATION_KIND_COUNTY_BOARD) {
      names.push_back(organisation.name());
    }
  }
  return names;
}

void AddCall(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string host;
    GatheringFacts facts;
    std::string topic;
    Invited invited;
    std::string id;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "call", "Call a meeting");
  verb.add_option("--host", options->host, "Who calls it")->type_name("ORGANISATION")->required();
  AddGatheringFacts(verb, options->facts, /*required=*/true);
  verb.add_option("--topic", options->topic, "What it is about")->transform(AsText());
  verb.add_option("--invite", options->invited.organisations, "Who is called: 2418,2422")
      ->type_name("ORGANISATION")
      ->delimiter(',')
      ->allow_extra_args(false);
  verb.add_flag("--invite-members", options->invited.members,
                "Call the members: municipalities, Region, County Board");
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
    ASSIGN_OR_RETURN(const std::vector<std::string> invited,
                     WhoIsCalled(context, options->invited));
    request.mutable_invited()->Assign(invited.begin(), invited.end());
    return Submit(context, &Stub::CallMeeting, request, options->write);
  });
}

void AddInvite(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string meeting;
    Invited invited;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "invite", "Call more organisations, also afterwards");
  verb.add_option(kWhat, options->meeting, "Its name, its UUID, or the beginning of its UUID")
      ->required();
  verb.add_option("organisations", options->invited.organisations, "Who is called");
  verb.add_flag("--members", options->invited.members, "Call the members of the partnership");
  AddWriteOptions(verb, options->write);
  AddRevisionOption(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::InviteToMeetingRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveMeeting(context, options->meeting));
    ASSIGN_OR_RETURN(const std::vector<std::string> invited,
                     WhoIsCalled(context, options->invited));
    if (invited.empty()) return UsageError("nobody was named; name organisations, or --members");
    request.mutable_organisations()->Assign(invited.begin(), invited.end());
    return Submit(context, &Stub::InviteToMeeting, request, options->write);
  });
}

}  // namespace

absl::StatusOr<v1::Meeting> ReadMeeting(CliContext& context, const std::string& text) {
  v1::GetMeetingRequest get;
  ASSIGN_OR_RETURN(*get.mutable_name(), ResolveMeeting(context, text));
  ASSIGN_OR_RETURN(v1::GetMeetingResponse read, context.Call(&Stub::GetMeeting, get));
  return std::move(*read.mutable_meeting());
}

void AddMeetingsCommand(CommandTree& tree) {
  CLI::App& group = tree.AddGroup(
      "meetings", "Partnership meetings (partnerskapsträffar)",
      {"samverk meetings list --year 2019",
       "samverk meetings call --host 2421 --title Höstträff --from 2026-11-05 --form digital \\\n"
       "      --invite-members",
       "samverk meetings agenda 0199 \"Läget i kommunerna @2421\" \"Budget\" Övrigt",
       "samverk meetings hold 0199 --attendance 2421=2,2418=1",
       "samverk meetings minutes 0199 - < protokoll.txt",
       "samverk meetings approve 0199 --by 2421 --on 2026-11-20",
       "samverk meetings decide 0199 \"Skriv till PTS\" --responsible 2421 --deadline 2026-12-15",
       "samverk meetings done 0199 6 --result \"Skickat\"",
       "samverk meetings decisions --responsible 2421 --overdue", "samverk meetings years",
       "samverk meetings correct 0199 --attendance 2421=3 --reason \"En till på listan\"",
       "samverk meetings cancel 0199 --reason \"Snöoväder\"", "samverk meetings history 0199"});
  AddCall(tree, group);
  AddInvite(tree, group);
  AddHoldVerb(tree, group, kWhat, ResolveMeeting, &Stub::HoldMeeting);
  AddMeetingPapers(tree, group);
  AddPlainVerb(tree, group, kWhat, "cancel", "Cancel it before it is held", ResolveMeeting,
               &Stub::CancelMeeting);
  AddMeetingCorrection(tree, group);
  AddPlainVerb(tree, group, kWhat, "withdraw", "Withdraw what was registered by mistake",
               ResolveMeeting, &Stub::WithdrawMeeting);
  AddMeetingReading(tree, group);
  AddHistoryVerb(tree, group, kWhat, ResolveMeeting);
}

}  // namespace samverk

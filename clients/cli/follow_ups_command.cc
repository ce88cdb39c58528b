#include "clients/cli/follow_ups_command.h"

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "clients/cli/arguments.h"
#include "clients/cli/gathering_verbs.h"
#include "clients/cli/history.h"
#include "clients/cli/names.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/follow_up.grpc.pb.h"
#include "samverk/v1/partnership.grpc.pb.h"
#include "samverk/v1/plan.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::FollowUpService::Stub;

constexpr char kWhat[] = "follow-up";

void AddOpen(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string plan;
    int32_t year = 0;
    std::string owner;
    std::string id;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "open", "Open the follow-up of a plan for a year");
  verb.add_option("plan", options->plan, "Its name, its UUID, or the beginning of its UUID")
      ->required();
  verb.add_option("--year", options->year, "The calendar year")->type_name("YEAR")->required();
  verb.add_option("--owner", options->owner, "The municipality; the plan's own otherwise")
      ->type_name("ORGANISATION");
  verb.add_option("--id", options->id, "Its UUID; a new one otherwise")->transform(AsUuid());
  AddWriteOptions(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::OpenFollowUpRequest request;
    request.set_parent(context.Parent());
    request.set_follow_up_id(options->id.empty() ? Uuid::V7(context.clock()).ToString()
                                                 : options->id);
    ASSIGN_OR_RETURN(*request.mutable_plan(), ResolvePlan(context, options->plan));
    request.set_owner(OrganisationName(context.Parent(), options->owner));
    if (request.owner().empty()) {
      v1::GetPlanRequest get;
      get.set_name(request.plan());
      ASSIGN_OR_RETURN(const v1::GetPlanResponse plan,
                       context.Call(&v1::PlanService::Stub::GetPlan, get));
      request.set_owner(plan.plan().owner());
    }
    request.set_year(options->year);
    return Submit(context, &Stub::OpenFollowUp, request, options->write);
  });
}

void AddReturn(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string follow_up;
    std::string missing;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "return", "Send it back and say what is missing");
  AddFollowUpOption(verb, options->follow_up);
  verb.add_option("missing", options->missing, "What is missing; - reads it from standard input")
      ->transform(AsText())
      ->required();
  AddWriteOptions(verb, options->write);
  AddRevisionOption(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ReturnFollowUpRequest request;
    ASSIGN_OR_RETURN(*request.mutable_missing(), TextOrInput(options->missing));
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveFollowUp(context, options->follow_up));
    return Submit(context, &Stub::ReturnFollowUp, request, options->write);
  });
}

// The municipalities that are members, as whole names.
absl::StatusOr<std::vector<std::string>> Municipalities(CliContext& context) {
  v1::ListOrganisationsRequest request;
  request.set_parent(context.Parent());
  request.set_kind(v1::ORGANISATION_KIND_MUNICIPALITY);
  ASSIGN_OR_RETURN(const v1::ListOrganisationsResponse list,
                   context.CallAllPages(&v1::PartnershipService::Stub::ListOrganisations, request));
  std::vector<std::string> names;
  names.reserve(static_cast<size_t>(list.organisations_size()));
  for (const v1::Organisation& each : list.organisations()) names.push_back(each.name());
  return names;
}

void AddCompile(CommandTree& tree, CLI::App& group) {
  struct Options {
    int32_t year = 0;
    std::string owner;
    std::vector<std::string> municipalities;
    std::string text;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "compile", "Compile what is approved for a year");
  verb.add_option("year", options->year, "The calendar year")->type_name("YEAR")->required();
  verb.add_option("--owner", options->owner, "Who compiles: the Region")
      ->type_name("ORGANISATION")
      ->required();
  verb.add_option("--municipality", options->municipalities,
                  "The municipalities of the county; all that are members otherwise")
      ->type_name("ORGANISATION")
      ->allow_extra_args(false);
  verb.add_option("--text", options->text, "What there is to say; - reads it from standard input")
      ->transform(AsText());
  AddWriteOptions(verb, options->write);
  AddRevisionOption(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::CompileFollowUpsRequest request;
    request.set_parent(context.Parent());
    request.set_year(options->year);
    request.set_owner(OrganisationName(context.Parent(), options->owner));
    ASSIGN_OR_RETURN(*request.mutable_text(), TextOrInput(options->text));
    for (const std::string& each : options->municipalities) {
      request.add_municipalities(OrganisationName(context.Parent(), each));
    }
    if (request.municipalities().empty()) {
      ASSIGN_OR_RETURN(const std::vector<std::string> members, Municipalities(context));
      request.mutable_municipalities()->Assign(members.begin(), members.end());
    }
    return Submit(context, &Stub::CompileFollowUps, request, options->write);
  });
}

void AddUncompile(CommandTree& tree, CLI::App& group) {
  struct Options {
    int32_t year = 0;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb =
      tree.AddVerb(group, "uncompile", "Withdraw a compilation that was made by mistake");
  verb.add_option("year", options->year, "The calendar year")->type_name("YEAR")->required();
  AddWriteOptions(verb, options->write);
  AddRevisionOption(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::WithdrawFollowUpCompilationRequest request;
    request.set_name(CompilationName(context, options->year));
    return Submit(context, &Stub::WithdrawFollowUpCompilation, request, options->write);
  });
}

}  // namespace

void AddFollowUpOption(CLI::App& verb, std::string& follow_up) {
  verb.add_option(kWhat, follow_up, "Its name, its UUID, or the beginning of its UUID")->required();
}

absl::StatusOr<v1::FollowUp> ReadFollowUp(CliContext& context, const std::string& follow_up) {
  v1::GetFollowUpRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), ResolveFollowUp(context, follow_up));
  ASSIGN_OR_RETURN(const v1::GetFollowUpResponse response,
                   context.Call(&Stub::GetFollowUp, request));
  return response.follow_up();
}

absl::StatusOr<v1::Plan> ReadFollowedUpPlan(CliContext& context, const v1::FollowUp& follow_up) {
  v1::GetPlanRequest request;
  request.set_name(follow_up.plan());
  request.mutable_valid_on()->set_year(follow_up.year());
  request.mutable_valid_on()->set_month(12);
  request.mutable_valid_on()->set_day(31);
  absl::StatusOr<v1::GetPlanResponse> response =
      context.Call(&v1::PlanService::Stub::GetPlan, request);
  // Not in force that day, it may still be followed up: as it stands now.
  if (absl::IsNotFound(response.status())) {
    request.clear_valid_on();
    response = context.Call(&v1::PlanService::Stub::GetPlan, request);
  }
  if (!response.ok()) return response.status();
  return response->plan();
}

std::string CompilationName(const CliContext& context, int year) {
  return absl::StrCat(context.Parent(), "/followUpCompilations/", year);
}

void AddFollowUpsCommand(CommandTree& tree) {
  CLI::App& group = tree.AddGroup(
      "follow-ups", "Follow-ups of plans (uppföljning), and what the county adds up to",
      {"samverk follow-ups open 0199 --year 2025",
       "samverk follow-ups observe 5f00 antal-butiker 7 --title Butiker --unit st --source SCB "
       "--vintage 2025",
       "samverk follow-ups observe 5f00 antal-mackar --title Mackar --missing \"Ej räknat\"",
       "samverk follow-ups assess 5f00 c04d reached --comment \"Nås från alla byar\"",
       "samverk follow-ups submit 5f00", "samverk follow-ups approve 5f00",
       "samverk follow-ups series --key antal-butiker --owner 2421",
       "samverk follow-ups compile 2025 --owner regionen", "samverk follow-ups county 2025"});
  AddOpen(tree, group);
  AddFollowUpFillingIn(tree, group);
  AddPlainVerb(tree, group, kWhat, "submit", "Submit it to the Region", ResolveFollowUp,
               &Stub::SubmitFollowUp);
  AddPlainVerb(tree, group, kWhat, "approve", "Approve what was submitted", ResolveFollowUp,
               &Stub::ApproveFollowUp);
  AddReturn(tree, group);
  AddPlainVerb(tree, group, kWhat, "withdraw", "Withdraw what was registered by mistake",
               ResolveFollowUp, &Stub::WithdrawFollowUp);
  AddCompile(tree, group);
  AddUncompile(tree, group);
  AddFollowUpReading(tree, group);
  AddHistoryVerb(tree, group, kWhat, ResolveFollowUp);
}

}  // namespace samverk

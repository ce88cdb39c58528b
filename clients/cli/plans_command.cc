#include "clients/cli/plans_command.h"

#include <memory>
#include <vector>

#include "base/status_macros.h"
#include "base/uuid.h"
#include "clients/cli/arguments.h"
#include "clients/cli/gathering_verbs.h"
#include "clients/cli/history.h"
#include "clients/cli/names.h"
#include "samverk/v1/plan.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::PlanService::Stub;

constexpr char kWhat[] = "plan";

// Adds what all verbs that write about one plan take.
template <typename Options>
void AddTarget(CLI::App& verb, Options& options) {
  AddPlanOption(verb, options.plan);
  AddWriteOptions(verb, options.write);
  AddRevisionOption(verb, options.write);
}

void AddCreate(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string owner;
    std::string municipal_plan;
    std::string title;
    std::string first_day;
    std::string last_day;
    std::string unit;
    std::string responsible;
    std::string id;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "create", "Begin a plan");
  verb.add_option("--owner", options->owner, "Whose plan it is: a municipality, or a local group")
      ->type_name("ORGANISATION")
      ->required();
  verb.add_option("--municipal-plan", options->municipal_plan,
                  "The municipal plan that a local plan hangs on")
      ->type_name("PLAN");
  verb.add_option("--title", options->title, "What it is called")->transform(AsText())->required();
  CLI::Option* from = verb.add_option("--from", options->first_day, "The first day it is meant for")
                          ->check(As(ParseDateArgument, "DATE"));
  CLI::Option* to = verb.add_option("--to", options->last_day, "The last day it is meant for")
                        ->check(As(ParseDateArgument, "DATE"))
                        ->needs(from);
  from->needs(to);
  verb.add_option("--responsible-unit", options->unit, "The unit that is responsible")
      ->transform(AsText());
  verb.add_option("--responsible", options->responsible, "Who is responsible")->type_name("PERSON");
  verb.add_option("--id", options->id, "Its UUID; a new one otherwise")->transform(AsUuid());
  AddWriteOptions(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::CreatePlanRequest request;
    request.set_parent(context.Parent());
    request.set_plan_id(options->id.empty() ? Uuid::V7(context.clock()).ToString() : options->id);
    request.set_owner(OrganisationName(context.Parent(), options->owner));
    if (!options->municipal_plan.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_municipal_plan(),
                       ResolvePlan(context, options->municipal_plan));
    }
    request.set_title(options->title);
    if (!options->first_day.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_period(),
                       ParsePeriod(options->first_day, options->last_day));
    }
    request.set_responsible_unit(options->unit);
    request.set_responsible(PersonName(context.Parent(), options->responsible));
    return Submit(context, &Stub::CreatePlan, request, options->write);
  });
}

void AddConsult(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string plan;
    std::string answer_by;
    std::vector<std::string> invited;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "consult", "Send it for consultation (remiss, samråd)");
  AddTarget(verb, *options);
  verb.add_option("--answer-by", options->answer_by, "The last day for statements")
      ->check(As(ParseDateArgument, "DATE"))
      ->required();
  verb.add_option("organisations", options->invited, "Who is asked");
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::OpenPlanConsultationRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolvePlan(context, options->plan));
    ASSIGN_OR_RETURN(*request.mutable_answer_by(), ParseDateArgument(options->answer_by));
    for (const std::string& organisation : options->invited) {
      request.add_invited(OrganisationName(context.Parent(), organisation));
    }
    return Submit(context, &Stub::OpenPlanConsultation, request, options->write);
  });
}

void AddReceive(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string plan;
    std::string text;
    std::string organisation;
    std::string sender;
    std::string received;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "receive", "Record a statement (yttrande)");
  AddTarget(verb, *options);
  verb.add_option("text", options->text, "What it says; - reads it from standard input")
      ->transform(AsText())
      ->required();
  CLI::Option* organisation =
      verb.add_option("--organisation", options->organisation, "The organisation it comes from")
          ->type_name("ORGANISATION");
  verb.add_option("--sender", options->sender, "Who it comes from, where that is no member")
      ->transform(AsText())
      ->excludes(organisation);
  verb.add_option("--received", options->received, "The day it was received")
      ->check(As(ParseDateArgument, "DATE"))
      ->required();
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    if (options->organisation.empty() && options->sender.empty()) {
      return UsageError("nobody is said to have sent it; give --organisation or --sender");
    }
    v1::ReceivePlanStatementRequest request;
    ASSIGN_OR_RETURN(*request.mutable_text(), TextOrInput(options->text));
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolvePlan(context, options->plan));
    request.set_organisation(OrganisationName(context.Parent(), options->organisation));
    request.set_sender(options->sender);
    ASSIGN_OR_RETURN(*request.mutable_received_on(), ParseDateArgument(options->received));
    return Submit(context, &Stub::ReceivePlanStatement, request, options->write);
  });
}

void AddPropose(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string plan;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "propose", "Propose it for adoption; nobody edits it then");
  AddTarget(verb, *options);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ProposePlanRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolvePlan(context, options->plan));
    RETURN_IF_ERROR(FillRevision(context, request.name(), options->write));
    return Submit(context, &Stub::ProposePlan, request, options->write);
  });
}

}  // namespace

void AddPlanOption(CLI::App& verb, std::string& plan) {
  verb.add_option(kWhat, plan, "Its name, its UUID, or the beginning of its UUID")->required();
}

absl::Status FillRevision(CliContext& context, const std::string& plan, WriteOptions& options) {
  if (options.revision.has_value()) return absl::OkStatus();
  v1::GetPlanRequest get;
  get.set_name(plan);
  ASSIGN_OR_RETURN(const v1::GetPlanResponse read, context.Call(&Stub::GetPlan, get));
  options.revision = read.plan().revision();
  return absl::OkStatus();
}

void AddPlansCommand(CommandTree& tree) {
  CLI::App& group = tree.AddGroup(
      "plans", "Municipal service plans (serviceplaner)",
      {"samverk plans list --owner 2421",
       "samverk plans create --owner 2421 --title Serviceplan --from 2021-01-01 --to 2022-12-31",
       "samverk plans edit 0199", "samverk plans show 0199 --valid-on 2019-12-31",
       "samverk plans diff 0199 1 2", "samverk plans diff 0199 2019-06-30 @57",
       "samverk plans consult 0199 --answer-by 2020-10-15 2418 2422",
       "samverk plans adopt 0199 --decision \"KF 2020-11-23 §67\"",
       "samverk plans extend 0199 --until 2024-12-31 --decision \"KF 2022-11-21 §103\"",
       "samverk plans history 0199"});
  AddCreate(tree, group);
  AddPlanEditing(tree, group);
  AddPlanReading(tree, group);
  AddPlanComparing(tree, group);
  AddConsult(tree, group);
  AddReceive(tree, group);
  AddPropose(tree, group);
  AddPlainVerb(tree, group, kWhat, "recall", "Take the proposal back, to edit it again",
               ResolvePlan, &Stub::RecallPlanProposal);
  AddPlanDecisions(tree, group);
  AddPlainVerb(tree, group, kWhat, "withdraw", "Withdraw what was registered by mistake",
               ResolvePlan, &Stub::WithdrawPlan);
  AddHistoryVerb(tree, group, kWhat, ResolvePlan);
}

}  // namespace samverk

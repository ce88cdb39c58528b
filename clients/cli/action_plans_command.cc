#include "clients/cli/action_plans_command.h"

#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "base/status_macros.h"
#include "base/text.h"
#include "base/uuid.h"
#include "clients/cli/arguments.h"
#include "clients/cli/gathering_verbs.h"
#include "clients/cli/history.h"
#include "clients/cli/names.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/action_plan.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::ActionPlanService::Stub;

constexpr char kWhat[] = "action-plan";

// Adds what all verbs that write about one action plan take.
template <typename Options>
void AddTarget(CLI::App& verb, Options& options) {
  AddActionPlanOption(verb, options.plan);
  AddWriteOptions(verb, options.write);
  AddRevisionOption(verb, options.write);
}

// What is not said: a municipality's own plan, and everybody else's is the partnership's.
v1::ActionPlanScope ScopeOf(const std::string& said, const std::string& owner) {
  if (const auto scope = ParseEnum<v1::ActionPlanScope>(said)) return *scope;
  return IsDigits(LastPart(owner), 4) ? v1::ACTION_PLAN_SCOPE_MUNICIPALITY
                                      : v1::ACTION_PLAN_SCOPE_PARTNERSHIP;
}

void AddCreate(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string owner;
    std::string scope;
    int32_t year = 0;
    std::string title;
    std::string description;
    std::string id;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "create", "Begin the action plan of a year");
  verb.add_option("--owner", options->owner, "Whose plan it is")
      ->type_name("ORGANISATION")
      ->required();
  verb.add_option("--scope", options->scope,
                  "Whether it is the partnership's; a municipality's own otherwise")
      ->check(AsWordOf<v1::ActionPlanScope>());
  verb.add_option("--year", options->year, "The year that it is for")
      ->type_name("YEAR")
      ->required();
  verb.add_option("--title", options->title, "What it is called")->transform(AsText())->required();
  verb.add_option("--description", options->description, "What it is about")->transform(AsText());
  verb.add_option("--id", options->id, "Its UUID; a new one otherwise")->transform(AsUuid());
  AddWriteOptions(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::CreateActionPlanRequest request;
    request.set_parent(context.Parent());
    request.set_action_plan_id(options->id.empty() ? Uuid::V7(context.clock()).ToString()
                                                   : options->id);
    request.set_owner(OrganisationName(context.Parent(), options->owner));
    request.set_scope(ScopeOf(options->scope, request.owner()));
    request.set_year(options->year);
    request.set_title(options->title);
    request.set_description(options->description);
    return Submit(context, &Stub::CreateActionPlan, request, options->write);
  });
}

struct EditOptions {
  std::string plan;
  std::optional<std::string> title;
  std::optional<std::string> description;
  std::optional<int32_t> year;
  std::optional<std::string> summary;
  std::string adoption;
  WriteOptions write;
};

absl::Status Edit(CliContext& context, const EditOptions& options) {
  v1::EditActionPlanRequest request;
  if (options.title.has_value()) request.add_edits()->set_title(*options.title);
  if (options.description.has_value()) request.add_edits()->set_description(*options.description);
  if (options.year.has_value()) request.add_edits()->set_year(*options.year);
  if (options.summary.has_value()) request.add_edits()->set_summary(*options.summary);
  if (!options.adoption.empty()) {
    ASSIGN_OR_RETURN(*request.add_edits()->mutable_adoption_decision(),
                     ParseDecision(options.adoption));
  }
  if (request.edits().empty()) {
    return UsageError("nothing to edit was given; see `samverk action-plans edit --help`");
  }
  ASSIGN_OR_RETURN(const v1::GetActionPlanResponse read, ReadActionPlan(context, options.plan));
  request.set_name(read.action_plan().name());
  *request.mutable_base_position() = read.as_of_position();
  return Submit(context, &Stub::EditActionPlan, request, options.write);
}

void AddEdit(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<EditOptions>();
  CLI::App& verb =
      tree.AddVerb(group, "edit", "Edit a draft; correct what was adopted, with a --reason");
  AddTarget(verb, *options);
  verb.add_option("--title", options->title, "What it is called")->transform(AsText());
  verb.add_option("--description", options->description, "What it is about")->transform(AsText());
  verb.add_option("--year", options->year, "The year that it is for")->type_name("YEAR");
  verb.add_option("--summary", options->summary, "What came of the year, if it is closed")
      ->transform(AsText());
  verb.add_option("--adoption", options->adoption, "The decision by which it was adopted")
      ->transform(As(ParseDecision, "DECISION"));
  tree.OnRun(verb, [options](CliContext& context) { return Edit(context, *options); });
}

void AddAdopt(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string plan;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "adopt", "Record that it was adopted (antagen)");
  AddTarget(verb, *options);
  // The decision is what it records, so it has to be given.
  verb.get_option("--decision")->required()->description("The decision: \"KS 2026-01-20 §4\"");
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    WriteOptions write = options->write;
    v1::AdoptActionPlanRequest request;
    ASSIGN_OR_RETURN(*request.mutable_decision(), ParseDecision(write.decision));
    write.decision.clear();
    ASSIGN_OR_RETURN(const v1::GetActionPlanResponse read, ReadActionPlan(context, options->plan));
    request.set_name(read.action_plan().name());
    // Without --revision it holds against what is there this moment.
    request.set_expected_revision(read.action_plan().revision());
    return Submit(context, &Stub::AdoptActionPlan, request, write);
  });
}

void AddClose(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string plan;
    std::string summary;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "close", "Close it for the year (avsluta)");
  AddTarget(verb, *options);
  verb.add_option("summary", options->summary,
                  "What came of the year; - reads it from standard input")
      ->transform(AsText())
      ->required();
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::CloseActionPlanRequest request;
    ASSIGN_OR_RETURN(*request.mutable_summary(), TextOrInput(options->summary));
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveActionPlan(context, options->plan));
    return Submit(context, &Stub::CloseActionPlan, request, options->write);
  });
}

}  // namespace

void AddActionPlanOption(CLI::App& verb, std::string& plan) {
  verb.add_option(kWhat, plan, "Its name, its UUID, or the beginning of its UUID")->required();
}

absl::StatusOr<v1::GetActionPlanResponse> ReadActionPlan(CliContext& context,
                                                         const std::string& text) {
  v1::GetActionPlanRequest get;
  ASSIGN_OR_RETURN(*get.mutable_name(), ResolveActionPlan(context, text));
  return context.Call(&Stub::GetActionPlan, get);
}

void AddActionPlansCommand(CommandTree& tree) {
  CLI::App& group = tree.AddGroup(
      "action-plans", "Yearly action plans (handlingsplaner)",
      {"samverk action-plans list --year 2026",
       "samverk action-plans create --owner 2421 --year 2026 --title \"Handlingsplan 2026\"",
       "samverk action-plans measure add 0199 \"Byt cistern\" --responsible 2421 --deadline "
       "2026-06-30",
       "samverk action-plans adopt 0199 --decision \"KS 2026-01-20 §4\"",
       "samverk action-plans measure report 0199 1 --status under-way --progress 40",
       "samverk action-plans measure move 0199 1 --to 2026-09-30 --reason \"Bygglovet dröjer\"",
       "samverk action-plans overdue --responsible 2421",
       "samverk action-plans close 0199 \"Två av tre åtgärder klara\"",
       "samverk action-plans history 0199"});
  AddCreate(tree, group);
  AddEdit(tree, group);
  AddActionPlanMeasures(tree, group);
  AddAdopt(tree, group);
  AddClose(tree, group);
  AddPlainVerb(tree, group, kWhat, "reopen", "Open it again, if it was closed too early",
               ResolveActionPlan, &Stub::ReopenActionPlan);
  AddPlainVerb(tree, group, kWhat, "withdraw", "Withdraw what was registered by mistake",
               ResolveActionPlan, &Stub::WithdrawActionPlan);
  AddActionPlanReading(tree, group);
  AddHistoryVerb(tree, group, kWhat, ResolveActionPlan);
}

}  // namespace samverk

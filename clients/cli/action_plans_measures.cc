// `samverk action-plans measure add`, `edit`, `remove`, `report` and `move`. A measure is named by
// its number in the plan.

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "clients/cli/action_plans_command.h"
#include "clients/cli/amounts.h"
#include "clients/cli/arguments.h"
#include "clients/cli/names.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/action_plan.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::ActionPlanService::Stub;

// The measure that `text` means: its number, its UUID, or the beginning of that.
absl::StatusOr<v1::ActionPlanMeasure> MeasureIn(const v1::ActionPlan& plan,
                                                absl::string_view text) {
  constexpr size_t kNumberCharsMax = 3;  // What is longer is the beginning of a UUID.
  int number = 0;
  const bool is_number = text.size() <= kNumberCharsMax && absl::SimpleAtoi(text, &number);
  std::vector<v1::ActionPlanMeasure> matches;
  for (const v1::ActionPlanMeasure& measure : plan.measures()) {
    if (is_number ? measure.number() == number : absl::StartsWith(measure.measure(), text)) {
      matches.push_back(measure);
    }
  }
  if (matches.size() == 1) return matches.front();
  return UsageError(
      absl::StrCat(matches.empty() ? "no measure is called \"" : "several are called \"", text,
                   "\"; see `samverk action-plans show`"));
}

template <typename Options>
void AddTarget(CLI::App& verb, Options& options) {
  AddActionPlanOption(verb, options.plan);
  verb.add_option("measure", options.measure,
                  "Its number in the plan, or the beginning of its UUID")
      ->required();
  AddWriteOptions(verb, options.write);
  AddRevisionOption(verb, options.write);
}

// What is said of a measure when it is added, and edited later. Each may be left out.
struct MeasureFacts {
  std::optional<std::string> responsible;
  std::string deadline;
  std::optional<std::string> financing;
  std::string amount;
  std::string plan;
  std::string plan_element;
  int32_t plan_revision = 0;
  std::vector<std::string> links;
};

void AddMeasureFacts(CLI::App& verb, MeasureFacts& facts) {
  verb.add_option("--responsible", facts.responsible, "Who is responsible")
      ->type_name("ORGANISATION");
  verb.add_option("--deadline", facts.deadline, "The last day on which it is in time")
      ->check(As(ParseDateArgument, "DATE"));
  verb.add_option("--financing", facts.financing, "How it is paid for")->transform(AsText());
  verb.add_option("--amount", facts.amount, "How much there is for it, in kronor")
      ->check(As(ParseAmount, "SEK"));
  CLI::Option* plan =
      verb.add_option("--plan", facts.plan, "The service plan that it serves")->type_name("PLAN");
  verb.add_option("--plan-element", facts.plan_element, "The goal or measure in that plan")
      ->transform(AsUuid())
      ->needs(plan);
  verb.add_option("--plan-revision", facts.plan_revision, "The revision of that plan")
      ->type_name("N")
      ->needs(plan);
  verb.add_option("--link", facts.links, "A resource that it has to do with: workshops/0199")
      ->type_name("RESOURCE")
      ->allow_extra_args(false);
}

absl::StatusOr<v1::MeasurePlanLink> PlanLinkOf(CliContext& context, const MeasureFacts& facts) {
  v1::MeasurePlanLink link;
  ASSIGN_OR_RETURN(*link.mutable_plan(), ResolvePlan(context, facts.plan));
  link.set_plan_element(facts.plan_element);
  link.set_plan_revision(facts.plan_revision);
  return link;
}

// Sends edits of `read`, against what was read.
absl::Status SubmitEdits(CliContext& context, const v1::GetActionPlanResponse& read,
                         v1::EditActionPlanRequest request, const WriteOptions& write) {
  request.set_name(read.action_plan().name());
  *request.mutable_base_position() = read.as_of_position();
  return Submit(context, &Stub::EditActionPlan, std::move(request), write);
}

struct AddOptions {
  std::string plan;
  std::string text;
  MeasureFacts facts;
  std::string id;
  WriteOptions write;
};

absl::Status AddOne(CliContext& context, const AddOptions& options) {
  const MeasureFacts& facts = options.facts;
  v1::EditActionPlanRequest request;
  v1::AddActionPlanMeasure& added = *request.add_edits()->mutable_add_measure();
  added.set_measure(options.id.empty() ? Uuid::V7(context.clock()).ToString() : options.id);
  ASSIGN_OR_RETURN(*added.mutable_text(), TextOrInput(options.text));
  added.set_responsible(OrganisationName(context.Parent(), facts.responsible.value_or("")));
  added.set_financing(facts.financing.value_or(""));
  if (!facts.amount.empty()) {
    ASSIGN_OR_RETURN(const int64_t sek, ParseAmount(facts.amount));
    added.set_amount_sek(sek);
  }
  if (!facts.deadline.empty()) {
    ASSIGN_OR_RETURN(*added.mutable_deadline(), ParseDateArgument(facts.deadline));
  }
  if (!facts.plan.empty()) {
    ASSIGN_OR_RETURN(*added.mutable_plan_link(), PlanLinkOf(context, facts));
  }
  for (const std::string& link : facts.links) {
    ASSIGN_OR_RETURN(*added.add_links(), ResolveAny(context, link));
  }
  ASSIGN_OR_RETURN(const v1::GetActionPlanResponse read, ReadActionPlan(context, options.plan));
  return SubmitEdits(context, read, std::move(request), options.write);
}

void AddAdd(CommandTree& tree, CLI::App& measures) {
  auto options = std::make_shared<AddOptions>();
  CLI::App& verb = tree.AddVerb(measures, "add", "Add a measure (åtgärd)");
  AddActionPlanOption(verb, options->plan);
  verb.add_option("text", options->text, "What is to be done; - reads it from standard input")
      ->transform(AsText())
      ->required();
  AddMeasureFacts(verb, options->facts);
  verb.add_option("--id", options->id, "Its UUID; a new one otherwise")->transform(AsUuid());
  AddWriteOptions(verb, options->write);
  AddRevisionOption(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) { return AddOne(context, *options); });
}

struct EditOptions {
  std::string plan;
  std::string measure;
  std::optional<std::string> text;
  MeasureFacts facts;
  std::vector<std::string> unlinked;
  bool no_deadline = false;
  bool no_amount = false;
  bool no_plan = false;
  WriteOptions write;
};

// What is not given again stays: an edit of the financing replaces both the words and the amount.
absl::Status AddFinancingEdit(const EditOptions& options, const v1::ActionPlanMeasure& measure,
                              v1::EditActionPlanRequest& request) {
  const MeasureFacts& facts = options.facts;
  if (!facts.financing.has_value() && facts.amount.empty() && !options.no_amount) {
    return absl::OkStatus();
  }
  v1::ActionPlanMeasureFinancing& edit = *request.add_edits()->mutable_measure_financing();
  edit.set_measure(measure.measure());
  edit.set_financing(facts.financing.value_or(measure.financing()));
  if (!facts.amount.empty()) {
    ASSIGN_OR_RETURN(const int64_t sek, ParseAmount(facts.amount));
    edit.set_amount_sek(sek);
  } else if (measure.has_amount_sek() && !options.no_amount) {
    edit.set_amount_sek(measure.amount_sek());
  }
  return absl::OkStatus();
}

absl::Status AddLinkEdits(CliContext& context, const EditOptions& options,
                          const std::string& measure, v1::EditActionPlanRequest& request) {
  for (const bool linked : {true, false}) {
    for (const std::string& link : linked ? options.facts.links : options.unlinked) {
      v1::ActionPlanMeasureLink& edit = *request.add_edits()->mutable_measure_link();
      edit.set_measure(measure);
      ASSIGN_OR_RETURN(*edit.mutable_link(), ResolveAny(context, link));
      edit.set_linked(linked);
    }
  }
  return absl::OkStatus();
}

absl::Status EditOne(CliContext& context, const EditOptions& options) {
  const MeasureFacts& facts = options.facts;
  ASSIGN_OR_RETURN(const v1::GetActionPlanResponse read, ReadActionPlan(context, options.plan));
  ASSIGN_OR_RETURN(const v1::ActionPlanMeasure measure,
                   MeasureIn(read.action_plan(), options.measure));
  v1::EditActionPlanRequest request;
  if (options.text.has_value()) {
    v1::ActionPlanMeasureText& edit = *request.add_edits()->mutable_measure_text();
    edit.set_measure(measure.measure());
    edit.set_text(*options.text);
  }
  if (facts.responsible.has_value()) {
    v1::ActionPlanMeasureResponsible& edit = *request.add_edits()->mutable_measure_responsible();
    edit.set_measure(measure.measure());
    edit.set_responsible(OrganisationName(context.Parent(), *facts.responsible));
  }
  RETURN_IF_ERROR(AddFinancingEdit(options, measure, request));
  if (!facts.deadline.empty() || options.no_deadline) {
    v1::ActionPlanMeasureDeadline& edit = *request.add_edits()->mutable_measure_deadline();
    edit.set_measure(measure.measure());
    if (!facts.deadline.empty()) {
      ASSIGN_OR_RETURN(*edit.mutable_deadline(), ParseDateArgument(facts.deadline));
    }
  }
  if (!facts.plan.empty() || options.no_plan) {
    v1::ActionPlanMeasurePlan& edit = *request.add_edits()->mutable_measure_plan();
    edit.set_measure(measure.measure());
    if (!facts.plan.empty()) {
      ASSIGN_OR_RETURN(*edit.mutable_plan_link(), PlanLinkOf(context, facts));
    }
  }
  RETURN_IF_ERROR(AddLinkEdits(context, options, measure.measure(), request));
  if (request.edits().empty()) {
    return UsageError("nothing to edit was given; see `samverk action-plans measure edit --help`");
  }
  return SubmitEdits(context, read, std::move(request), options.write);
}

void AddEdit(CommandTree& tree, CLI::App& measures) {
  auto options = std::make_shared<EditOptions>();
  CLI::App& verb = tree.AddVerb(measures, "edit",
                                "Edit a measure of a draft; correct it later, with a --reason");
  AddTarget(verb, *options);
  verb.add_option("--text", options->text, "What is to be done")->transform(AsText());
  AddMeasureFacts(verb, options->facts);
  verb.add_flag("--no-deadline", options->no_deadline, "It has no deadline")
      ->excludes(verb.get_option("--deadline"));
  verb.add_flag("--no-amount", options->no_amount, "It is not said how much there is for it")
      ->excludes(verb.get_option("--amount"));
  verb.add_flag("--no-plan", options->no_plan, "It serves no service plan")
      ->excludes(verb.get_option("--plan"));
  verb.add_option("--unlink", options->unlinked, "A resource that it has nothing to do with")
      ->type_name("RESOURCE")
      ->allow_extra_args(false);
  tree.OnRun(verb, [options](CliContext& context) { return EditOne(context, *options); });
}

void AddRemove(CommandTree& tree, CLI::App& measures) {
  struct Options {
    std::string plan;
    std::string measure;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(measures, "remove",
                                "Remove a measure; of an adopted plan, report it as dropped");
  AddTarget(verb, *options);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    ASSIGN_OR_RETURN(const v1::GetActionPlanResponse read, ReadActionPlan(context, options->plan));
    ASSIGN_OR_RETURN(const v1::ActionPlanMeasure measure,
                     MeasureIn(read.action_plan(), options->measure));
    v1::EditActionPlanRequest request;
    request.add_edits()->set_remove_measure(measure.measure());
    return SubmitEdits(context, read, std::move(request), options->write);
  });
}

void AddReport(CommandTree& tree, CLI::App& measures) {
  struct Options {
    std::string plan;
    std::string measure;
    std::string status;
    std::optional<int32_t> progress;
    std::string comment;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(measures, "report", "Report how a measure stands");
  AddTarget(verb, *options);
  verb.add_option("--status", options->status, "How it stands")
      ->check(AsWordOf<v1::ActionPlanMeasureStatus>())
      ->required();
  verb.add_option("--progress", options->progress, "How far it has come: 0 to 100")
      ->type_name("PERCENT");
  verb.add_option("--comment", options->comment, "What there is to say about it")
      ->transform(AsText());
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    ASSIGN_OR_RETURN(const v1::GetActionPlanResponse read, ReadActionPlan(context, options->plan));
    ASSIGN_OR_RETURN(const v1::ActionPlanMeasure measure,
                     MeasureIn(read.action_plan(), options->measure));
    v1::ReportMeasureProgressRequest request;
    request.set_name(read.action_plan().name());
    request.set_measure(measure.measure());
    request.set_status(ParseEnum<v1::ActionPlanMeasureStatus>(options->status)
                           .value_or(v1::ACTION_PLAN_MEASURE_STATUS_UNSPECIFIED));
    if (options->progress.has_value()) request.set_progress_percent(*options->progress);
    request.set_comment(options->comment);
    return Submit(context, &Stub::ReportMeasureProgress, request, options->write);
  });
}

void AddMove(CommandTree& tree, CLI::App& measures) {
  struct Options {
    std::string plan;
    std::string measure;
    std::string deadline;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(measures, "move", "Move the deadline of a measure, and say why");
  AddTarget(verb, *options);
  verb.add_option("--to", options->deadline, "The last day on which it is in time now")
      ->check(As(ParseDateArgument, "DATE"))
      ->required();
  // The reason is part of what it records, so it has to be given.
  verb.get_option("--reason")->required();
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    WriteOptions write = options->write;
    ASSIGN_OR_RETURN(const v1::GetActionPlanResponse read, ReadActionPlan(context, options->plan));
    ASSIGN_OR_RETURN(const v1::ActionPlanMeasure measure,
                     MeasureIn(read.action_plan(), options->measure));
    v1::MoveMeasureDeadlineRequest request;
    request.set_name(read.action_plan().name());
    *request.mutable_base_position() = read.as_of_position();
    request.set_measure(measure.measure());
    ASSIGN_OR_RETURN(*request.mutable_deadline(), ParseDateArgument(options->deadline));
    request.set_reason(write.reason);
    write.reason.clear();
    return Submit(context, &Stub::MoveMeasureDeadline, request, write);
  });
}

}  // namespace

void AddActionPlanMeasures(CommandTree& tree, CLI::App& group) {
  CLI::App& measures = tree.AddVerb(group, "measure", "The measures (åtgärder) of action plans");
  measures.require_subcommand(1);
  AddAdd(tree, measures);
  AddEdit(tree, measures);
  AddRemove(tree, measures);
  AddReport(tree, measures);
  AddMove(tree, measures);
  AddActionPlanMeasureList(tree, measures);
}

}  // namespace samverk

// `samverk plans adopt`, `replace`, `extend`, `correct` and `repeal`: what a body decides.

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/names.h"
#include "clients/cli/plans_command.h"
#include "samverk/v1/plan.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::PlanService::Stub;

// Adds what all verbs here take. The decision is what they record, so it has to be given.
template <typename Options>
void AddTarget(CLI::App& verb, Options& options) {
  AddPlanOption(verb, options.plan);
  AddWriteOptions(verb, options.write);
  AddRevisionOption(verb, options.write);
  verb.get_option("--decision")->required()->description("The decision: \"KF 2019-06-11 §67\"");
}

// Moves the decision from what goes with every command to where these requests have it.
template <typename Request>
absl::Status TakeDecision(WriteOptions& write, Request& request) {
  ASSIGN_OR_RETURN(*request.mutable_decision(), ParseDecision(write.decision));
  write.decision.clear();
  return absl::OkStatus();
}

absl::Status Adopt(CliContext& context, const std::string& plan, const std::string& replaces,
                   WriteOptions write) {
  v1::AdoptPlanRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), ResolvePlan(context, plan));
  if (!replaces.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_replaces(), ResolvePlan(context, replaces));
  }
  RETURN_IF_ERROR(TakeDecision(write, request));
  RETURN_IF_ERROR(FillRevision(context, request.name(), write));
  return Submit(context, &Stub::AdoptPlan, request, write);
}

void AddAdopt(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string plan;
    std::string replaces;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "adopt", "Record that it was adopted (antagen)");
  AddTarget(verb, *options);
  verb.add_option("--replaces", options->replaces, "The plan that it takes the place of")
      ->type_name("PLAN");
  tree.OnRun(verb, [options](CliContext& context) {
    return Adopt(context, options->plan, options->replaces, options->write);
  });
}

void AddReplace(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string plan;
    std::string with;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb =
      tree.AddVerb(group, "replace", "Record that another plan was adopted in its place");
  AddTarget(verb, *options);
  verb.add_option("--with", options->with, "The plan that was adopted; it has to be proposed")
      ->type_name("PLAN")
      ->required();
  tree.OnRun(verb, [options](CliContext& context) {
    return Adopt(context, options->with, options->plan, options->write);
  });
}

void AddExtend(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string plan;
    std::string until;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "extend", "Record that it is in force for longer");
  AddTarget(verb, *options);
  verb.add_option("--until", options->until, "The last day on which it is in force now")
      ->check(As(ParseDateArgument, "DATE"))
      ->required();
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    WriteOptions write = options->write;
    v1::ExtendPlanRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolvePlan(context, options->plan));
    RETURN_IF_ERROR(TakeDecision(write, request));
    ASSIGN_OR_RETURN(const google::type::Date last, ParseDateArgument(options->until));
    *request.mutable_end_date() = ToDate(ToCivilDay(last) + 1);
    return Submit(context, &Stub::ExtendPlan, request, write);
  });
}

struct CorrectOptions {
  std::string plan;
  std::string title;
  std::string first_day;
  std::string last_day;
  std::string unit;
  std::string adoption;
  WriteOptions write;
};

absl::Status Correct(CliContext& context, const CorrectOptions& options) {
  WriteOptions write = options.write;
  v1::CorrectPlanRequest request;
  request.set_title(options.title);
  request.set_responsible_unit(options.unit);
  if (!options.first_day.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_period(), ParsePeriod(options.first_day, options.last_day));
  }
  if (!options.adoption.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_adoption_decision(), ParseDecision(options.adoption));
  }
  if (request.ByteSizeLong() == 0) {
    return UsageError("nothing to correct was given; see `samverk plans correct --help`");
  }
  ASSIGN_OR_RETURN(*request.mutable_name(), ResolvePlan(context, options.plan));
  RETURN_IF_ERROR(TakeDecision(write, request));
  RETURN_IF_ERROR(FillRevision(context, request.name(), write));
  return Submit(context, &Stub::CorrectPlan, request, write);
}

void AddCorrect(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<CorrectOptions>();
  CLI::App& verb =
      tree.AddVerb(group, "correct", "Correct facts of the latest revision, also long after");
  AddTarget(verb, *options);
  verb.add_option("--title", options->title, "What it is called")->transform(AsText());
  CLI::Option* from = verb.add_option("--from", options->first_day, "The first day of its text")
                          ->check(As(ParseDateArgument, "DATE"));
  CLI::Option* to = verb.add_option("--to", options->last_day, "The last day of its text")
                        ->check(As(ParseDateArgument, "DATE"))
                        ->needs(from);
  from->needs(to);
  verb.add_option("--responsible-unit", options->unit, "The unit that is responsible")
      ->transform(AsText());
  verb.add_option("--adoption", options->adoption, "The decision by which it was adopted")
      ->transform(As(ParseDecision, "DECISION"));
  tree.OnRun(verb, [options](CliContext& context) { return Correct(context, *options); });
}

void AddRepeal(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string plan;
    std::string from;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "repeal", "Record that it was repealed (upphävd)");
  AddTarget(verb, *options);
  verb.add_option("--from", options->from, "The first day on which it is not in force")
      ->check(As(ParseDateArgument, "DATE"))
      ->required();
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    WriteOptions write = options->write;
    v1::RepealPlanRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolvePlan(context, options->plan));
    RETURN_IF_ERROR(TakeDecision(write, request));
    ASSIGN_OR_RETURN(*request.mutable_from_date(), ParseDateArgument(options->from));
    return Submit(context, &Stub::RepealPlan, request, write);
  });
}

}  // namespace

void AddPlanDecisions(CommandTree& tree, CLI::App& group) {
  AddAdopt(tree, group);
  AddReplace(tree, group);
  AddExtend(tree, group);
  AddCorrect(tree, group);
  AddRepeal(tree, group);
}

}  // namespace samverk

// `samverk action-plans list`, `show`, `overdue` and `measure list`: for people at a terminal, or
// as JSON.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "base/text.h"
#include "clients/cli/action_plan_words.h"
#include "clients/cli/action_plans_command.h"
#include "clients/cli/arguments.h"
#include "clients/cli/fact_sheet.h"
#include "clients/cli/names.h"
#include "clients/cli/read_options.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "samverk/v1/action_plan.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::ActionPlanService::Stub;

constexpr absl::string_view kOverdue = "försenad";

int CountOf(const v1::ActionPlanMeasureCounts& counts) {
  return counts.planned() + counts.under_way() + counts.done() + counts.dropped();
}

void PrintActionPlans(const v1::ListActionPlansResponse& list, const OrganisationNames& names,
                      std::ostream& out) {
  std::vector<std::string> resources;
  resources.reserve(static_cast<size_t>(list.action_plans_size()));
  for (const v1::ActionPlan& plan : list.action_plans()) resources.push_back(plan.name());
  const std::vector<std::string> ids = ShortIds(resources);
  Table table({{"Id"},
               {"År"},
               {"För"},
               {"Ägare", Table::kFlexible},
               {"Rubrik", Table::kFlexible},
               {"Läge"},
               {"Åtgärder", Table::kNumber},
               {"Klara", Table::kNumber}});
  for (int i = 0; i < list.action_plans_size(); ++i) {
    const v1::ActionPlan& plan = list.action_plans(i);
    table.Add({ids[static_cast<size_t>(i)], absl::StrCat(plan.year()), InSwedish(plan.scope()),
               names.Of(plan.owner()), plan.title(), InSwedish(plan.state()),
               absl::StrCat(CountOf(plan.measure_counts())),
               absl::StrCat(plan.measure_counts().done())});
  }
  table.Print(out);
  out << Count(list.action_plans_size(), "handlingsplan", "handlingsplaner") << "\n";
}

void AddList(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string owner;
    int32_t year = 0;
    std::string scope;
    std::string state;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "list", "List action plans by year and owner");
  verb.add_option("--owner", options->owner, "Only plans of this one")->type_name("ORGANISATION");
  verb.add_option("--year", options->year, "Only plans for this year")->type_name("YEAR");
  verb.add_option("--scope", options->scope, "Only the partnership's or only municipalities'")
      ->check(AsWordOf<v1::ActionPlanScope>());
  verb.add_option("--state", options->state, "Only in this state; all but withdrawn otherwise")
      ->check(AsWordOf<v1::ActionPlanState>());
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListActionPlansRequest request;
    request.set_parent(context.Parent());
    request.set_owner(OrganisationName(context.Parent(), options->owner));
    request.set_year(options->year);
    request.set_scope(
        ParseEnum<v1::ActionPlanScope>(options->scope).value_or(v1::ACTION_PLAN_SCOPE_UNSPECIFIED));
    request.set_state(
        ParseEnum<v1::ActionPlanState>(options->state).value_or(v1::ACTION_PLAN_STATE_UNSPECIFIED));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::ListActionPlansResponse list,
                     context.CallAllPages(&Stub::ListActionPlans, request));
    if (context.options().json) return context.PrintJson(list);
    PrintActionPlans(list, OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

// ---- One action plan

// `2019-12-31 (först 2019-06-30, flyttad 2 gånger: Bygglovet dröjer)`.
std::string DeadlineInWords(const v1::ActionPlanMeasure& measure) {
  std::string words = measure.has_deadline() ? FormatDate(measure.deadline()) : "";
  if (measure.times_moved() == 0) return words;
  absl::StrAppend(&words, " (");
  if (measure.has_original_deadline()) {
    absl::StrAppend(&words, "först ", FormatDate(measure.original_deadline()), ", ");
  }
  absl::StrAppend(&words, "flyttad ", Count(measure.times_moved(), "gång", "gånger"), ": ",
                  measure.moved_because(), ")");
  return words;
}

std::string ReportInWords(const v1::ActionPlanMeasure& measure) {
  std::string words = StatusInWords(measure);
  if (const std::string day = FormatDay(measure.reported_at()); !day.empty()) {
    absl::StrAppend(&words, " (", day, ")");
  }
  if (!measure.comment().empty()) absl::StrAppend(&words, ": ", measure.comment());
  return words;
}

void PrintMeasure(const v1::ActionPlanMeasure& measure, const OrganisationNames& names,
                  std::ostream& out) {
  out << "\n";
  const std::string title = absl::StrCat(measure.number(), ". ", measure.text());
  const std::string state(measure.overdue() ? kOverdue : "");
  FactSheet sheet(title, state);
  // A title is cut to a line; what is to be done is worth more than one.
  const bool fits = DisplayWidth(title) + DisplayWidth(state) + 2 <= kLineColumns &&
                    title.find('\n') == std::string::npos;
  if (!fits) sheet.Add("åtgärd", measure.text());
  sheet.Add("ansvarig", names.Of(measure.responsible()));
  sheet.Add("klart", DeadlineInWords(measure));
  sheet.Add("läge", ReportInWords(measure));
  sheet.Add("finansiering", FinancingInWords(measure));
  if (measure.has_plan_link()) sheet.Add("serviceplan", PlanLinkInWords(measure.plan_link()));
  for (const std::string& link : measure.links()) sheet.Add("se även", WithoutParent(link));
  sheet.Print(out);
}

void PrintActionPlan(const v1::ActionPlan& plan, const OrganisationNames& names,
                     std::ostream& out) {
  FactSheet sheet(plan.title(), InSwedish(plan.state()));
  sheet.Add("år", absl::StrCat(plan.year()));
  sheet.Add("för", InSwedish(plan.scope()));
  sheet.Add("ägare", names.Of(plan.owner()));
  sheet.Add("om", plan.description());
  if (plan.has_adoption_decision()) {
    sheet.Add("antagen", FormatDecision(plan.adoption_decision()));
  }
  sheet.Add("sammanfattning", plan.summary());
  sheet.Add("revision", absl::StrCat(plan.revision()));
  sheet.Add("namn", plan.name());
  sheet.Print(out);
  for (const v1::ActionPlanMeasure& measure : plan.measures()) PrintMeasure(measure, names, out);
}

// Adds the day on which measures are overdue or not.
void AddOverdueOnOption(CLI::App& verb, std::string& overdue_on) {
  verb.add_option("--on", overdue_on,
                  "Overdue on this day; today, or the day of --as-of, otherwise")
      ->check(As(ParseDateArgument, "DATE"));
}

template <typename Request>
absl::Status FillOverdueOn(const std::string& overdue_on, Request& request) {
  if (overdue_on.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(*request.mutable_overdue_on(), ParseDateArgument(overdue_on));
  return absl::OkStatus();
}

void AddShow(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string plan;
    std::string overdue_on;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "show", "Show one action plan with its measures");
  AddActionPlanOption(verb, options->plan);
  AddOverdueOnOption(verb, options->overdue_on);
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::GetActionPlanRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveActionPlan(context, options->plan));
    RETURN_IF_ERROR(FillOverdueOn(options->overdue_on, request));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::GetActionPlanResponse response,
                     context.Call(&Stub::GetActionPlan, request));
    if (context.options().json) return context.PrintJson(response);
    PrintActionPlan(response.action_plan(), OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

// ---- Measures across action plans

// Beginnings of the ids of the plans that measures are in, by their names.
std::map<std::string, std::string> PlanIds(const v1::ListActionPlanMeasuresResponse& list) {
  std::map<std::string, std::string> ids;
  for (const v1::ActionPlanMeasure& measure : list.measures()) ids[measure.action_plan()];
  std::vector<std::string> names;
  names.reserve(ids.size());
  for (const auto& [name, id] : ids) names.push_back(name);
  const std::vector<std::string> short_ids = ShortIds(names);
  for (size_t i = 0; i < names.size(); ++i) ids[names[i]] = short_ids[i];
  return ids;
}

void PrintMeasures(const v1::ListActionPlanMeasuresResponse& list, const OrganisationNames& names,
                   std::ostream& out) {
  const std::map<std::string, std::string> ids = PlanIds(list);
  Table table({{"Klart"},
               {"Plan"},
               {"Nr", Table::kNumber},
               {"Åtgärd", Table::kFlexible},
               {"Ansvarig", Table::kFlexible},
               {"Läge"},
               {""}});
  int overdue = 0;
  for (const v1::ActionPlanMeasure& measure : list.measures()) {
    overdue += measure.overdue() ? 1 : 0;
    table.Add({measure.has_deadline() ? FormatDate(measure.deadline()) : "",
               ids.at(measure.action_plan()), absl::StrCat(measure.number()), measure.text(),
               names.Of(measure.responsible()), StatusInWords(measure),
               std::string(measure.overdue() ? kOverdue : "")});
  }
  table.Print(out);
  out << Count(list.measures_size(), "åtgärd", "åtgärder") << ", "
      << Count(overdue, "försenad", "försenade") << " " << FormatDate(list.overdue_on()) << "\n";
}

struct MeasureListOptions {
  std::string responsible;
  std::string status;
  int32_t year = 0;
  std::string plan;
  bool only_overdue = false;
  std::string overdue_on;
  std::string as_of;
};

absl::Status ListMeasures(CliContext& context, const MeasureListOptions& options) {
  v1::ListActionPlanMeasuresRequest request;
  request.set_parent(context.Parent());
  request.set_responsible(OrganisationName(context.Parent(), options.responsible));
  request.set_status(ParseEnum<v1::ActionPlanMeasureStatus>(options.status)
                         .value_or(v1::ACTION_PLAN_MEASURE_STATUS_UNSPECIFIED));
  request.set_year(options.year);
  if (!options.plan.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_plan(), ResolvePlan(context, options.plan));
  }
  request.set_only_overdue(options.only_overdue);
  RETURN_IF_ERROR(FillOverdueOn(options.overdue_on, request));
  RETURN_IF_ERROR(FillAsOf(context, options.as_of, request));
  ASSIGN_OR_RETURN(const v1::ListActionPlanMeasuresResponse list,
                   context.CallAllPages(&Stub::ListActionPlanMeasures, request));
  if (context.options().json) return context.PrintJson(list);
  PrintMeasures(list, OrganisationNames::Read(context), context.out());
  return absl::OkStatus();
}

void AddMeasureFilters(CommandTree& tree, CLI::App& verb,
                       const std::shared_ptr<MeasureListOptions>& options) {
  verb.add_option("--responsible", options->responsible, "Only what this one is responsible for")
      ->type_name("ORGANISATION");
  verb.add_option("--year", options->year, "Only of action plans for this year")->type_name("YEAR");
  verb.add_option("--plan", options->plan, "Only what serves this service plan")->type_name("PLAN");
  AddOverdueOnOption(verb, options->overdue_on);
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) { return ListMeasures(context, *options); });
}

void AddOverdue(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<MeasureListOptions>();
  options->only_overdue = true;
  CLI::App& verb = tree.AddVerb(group, "overdue", "List the measures that are overdue (försenade)");
  AddMeasureFilters(tree, verb, options);
}

}  // namespace

void AddActionPlanMeasureList(CommandTree& tree, CLI::App& measures) {
  auto options = std::make_shared<MeasureListOptions>();
  CLI::App& verb = tree.AddVerb(measures, "list", "List measures of all action plans by deadline");
  verb.add_option("--status", options->status, "Only what stands so")
      ->check(AsWordOf<v1::ActionPlanMeasureStatus>());
  verb.add_flag("--overdue", options->only_overdue, "Only what is overdue");
  AddMeasureFilters(tree, verb, options);
}

void AddActionPlanReading(CommandTree& tree, CLI::App& group) {
  AddList(tree, group);
  AddShow(tree, group);
  AddOverdue(tree, group);
}

}  // namespace samverk

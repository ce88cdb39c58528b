// `samverk plans list`, `show`, `revisions` and `statements`: for people at a terminal, or as JSON.

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/fact_sheet.h"
#include "clients/cli/names.h"
#include "clients/cli/plan_text.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/plans_command.h"
#include "clients/cli/read_options.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "samverk/v1/plan.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::PlanService::Stub;

// `2019-01-01–2020-12-31 (revidering 2)`.
std::string RevisionsInForce(const v1::Plan& plan) {
  return absl::StrJoin(plan.in_force(), ", ", [](std::string* out, const v1::PlanInForce& each) {
    absl::StrAppend(out, FormatPeriod(each.period()), " (revidering ", each.revision(), ")");
  });
}

// `2019-01-01–2020-12-31`: the days, by whichever revision.
std::string DaysInForce(const v1::Plan& plan) {
  std::vector<v1::DatePeriod> periods;
  for (const v1::PlanInForce& each : plan.in_force()) {
    if (!periods.empty() &&
        ToCivilDay(periods.back().end_date()) == ToCivilDay(each.period().start_date())) {
      *periods.back().mutable_end_date() = each.period().end_date();
    } else {
      periods.push_back(each.period());
    }
  }
  return absl::StrJoin(periods, ", ", [](std::string* out, const v1::DatePeriod& period) {
    absl::StrAppend(out, FormatPeriod(period));
  });
}

std::string CountOrNone(int64_t number) { return number == 0 ? "" : absl::StrCat(number); }

void PrintPlans(const v1::ListPlansResponse& list, const OrganisationNames& names,
                std::ostream& out) {
  std::vector<std::string> resources;
  for (const v1::Plan& plan : list.plans()) resources.push_back(plan.name());
  const std::vector<std::string> ids = ShortIds(resources);
  Table table({{"Id"},
               {"Ägare", Table::kFlexible},
               {"Rubrik", Table::kFlexible},
               {"Läge"},
               {"Gäller", Table::kFlexible},
               {"Rev", Table::kNumber},
               {"Konflikter", Table::kNumber}});
  for (int i = 0; i < list.plans_size(); ++i) {
    const v1::Plan& plan = list.plans(i);
    table.Add({ids[i], names.Of(plan.owner()), plan.title(), InSwedish(plan.phase()),
               DaysInForce(plan), CountOrNone(plan.latest_revision()),
               CountOrNone(plan.open_conflicts())});
  }
  table.Print(out);
  out << Count(list.plans_size(), "serviceplan", "serviceplaner") << "\n";
}

void AddList(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string owner;
    std::string phase;
    std::string valid_on;
    std::string municipal_plan;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "list", "List plans by owner");
  verb.add_option("--owner", options->owner, "Only plans of this one")->type_name("ORGANISATION");
  verb.add_option("--phase", options->phase, "Only in this phase; all but withdrawn otherwise")
      ->check(AsWordOf<v1::PlanPhase>());
  verb.add_option("--valid-on", options->valid_on, "Only what was in force on this day")
      ->check(As(ParseDateArgument, "DATE"));
  verb.add_option("--municipal-plan", options->municipal_plan, "Only local plans that hang on it")
      ->type_name("PLAN");
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListPlansRequest request;
    request.set_parent(context.Parent());
    request.set_owner(OrganisationName(context.Parent(), options->owner));
    request.set_phase(
        ParseEnum<v1::PlanPhase>(options->phase).value_or(v1::PLAN_PHASE_UNSPECIFIED));
    if (!options->valid_on.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_valid_on(), ParseDateArgument(options->valid_on));
    }
    if (!options->municipal_plan.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_municipal_plan(),
                       ResolvePlan(context, options->municipal_plan));
    }
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::ListPlansResponse list,
                     context.CallAllPages(&Stub::ListPlans, request));
    if (context.options().json) return context.PrintJson(list);
    PrintPlans(list, OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

// ---- One plan with its text

// Prints the elements of a plan as people read them.
class TextPrinter {
 public:
  TextPrinter(const v1::Plan& plan, std::ostream& out)
      : plan_(plan), ids_(plan), titles_(plan), out_(out) {}

  void Print() {
    PrintAll("Avsnitt", plan_.sections());
    PrintAll("Mål", plan_.goals());
    PrintAll("Orter", plan_.places());
    PrintAll("Prioriteringar", plan_.priorities());
    PrintAll("Åtgärder", plan_.measures());
  }

 private:
  void Lines(absl::string_view text, size_t indent) {
    for (const std::string& line : Wrap(text, kLineColumns - indent)) {
      out_ << (line.empty() ? "" : std::string(indent, ' ')) << line << "\n";
    }
  }

  void Fact(absl::string_view label, const std::string& text) {
    if (!text.empty()) Lines(absl::StrCat(label, ": ", text), 4);
  }

  void Facts(const v1::PlanSection&) {}
  void Facts(const v1::PlanPriority&) {}
  void Facts(const v1::PlanGoal& goal) {
    if (!goal.parent_goal().empty()) Fact("delmål till", titles_.Of(goal.parent_goal()));
  }
  void Facts(const v1::PlanPlace& place) {
    Lines(absl::StrJoin({InSwedish(place.level()), OffersInSwedish(place.offers())},
                        place.offers().empty() ? "" : ": "),
          4);
  }
  void Facts(const v1::PlanMeasure& measure) {
    if (!measure.goal().empty()) Fact("mål", titles_.Of(measure.goal()));
    Fact("ansvarig", measure.responsible_unit());
    if (measure.has_deadline()) Fact("klart", FormatDate(measure.deadline()));
    Fact("finansiering", measure.financing());
    if (measure.has_budget_sek()) Fact("kostnad", FormatKronor(measure.budget_sek()));
  }

  template <typename Elements>
  void PrintAll(absl::string_view heading, const Elements& elements) {
    if (elements.empty()) return;
    out_ << "\n" << heading << "\n";
    for (const auto& element : elements) {
      Lines(absl::StrCat(element.title(), "  [#", ids_.ShortOf(element.element()), "]"), 2);
      Facts(element);
      if constexpr (requires { element.text(); }) {
        if (!element.text().empty()) Lines(element.text(), 4);
      } else if constexpr (requires { element.description(); }) {
        if (!element.description().empty()) Lines(element.description(), 4);
      }
    }
  }

  const v1::Plan& plan_;
  const ElementIds ids_;
  const ElementTitles titles_;
  std::ostream& out_;
};

std::string ConsultationInWords(const v1::PlanConsultation& consultation,
                                const OrganisationNames& names) {
  std::vector<std::string> invited;
  for (const std::string& organisation : consultation.invited()) {
    invited.push_back(names.Of(organisation));
  }
  SortSwedish(invited);
  return absl::StrCat("svar senast ", FormatDate(consultation.answer_by()),
                      invited.empty() ? "" : ": ", absl::StrJoin(invited, ", "));
}

// `of` is the revision that the text is of; null for the text that people work on.
void PrintPlan(const v1::Plan& plan, const v1::PlanRevision* of, const OrganisationNames& names,
               std::ostream& out) {
  const ElementTitles titles(plan);
  FactSheet sheet(plan.title(), InSwedish(plan.phase()));
  if (of != nullptr) {
    sheet.Add("revidering", absl::StrCat(of->number(), ", ", InSwedish(of->kind()), " genom ",
                                         FormatDecision(of->decision())));
  }
  sheet.Add("ägare", names.Of(plan.owner()));
  sheet.Add("hör till", plan.municipal_plan());
  sheet.Add("period", FormatPeriod(plan.period()));
  sheet.Add("gäller", RevisionsInForce(plan));
  if (plan.has_ended_on()) sheet.Add("slutade gälla", FormatDate(plan.ended_on()));
  sheet.Add("ersatt av", plan.replaced_by());
  sheet.Add("ansvarig enhet", plan.responsible_unit());
  sheet.Add("ansvarig person", std::string(LastPart(plan.responsible())));
  for (const std::string& document : plan.documents()) sheet.Add("styrdokument", document);
  if (plan.has_consultation()) sheet.Add("samråd", ConsultationInWords(plan.consultation(), names));
  sheet.Add("yttranden", CountOrNone(plan.statement_count()));
  sheet.Add("konflikter", CountOrNone(plan.open_conflicts()));
  for (const std::string& path : plan.needs_review()) {
    sheet.Add("att läsa igenom", FieldInWords(path, titles));
  }
  sheet.Add("revision", absl::StrCat(plan.revision()));
  sheet.Add("namn", plan.name());
  sheet.Print(out);
  TextPrinter(plan, out).Print();
}

struct ShowOptions {
  std::string plan;
  std::string valid_on;
  std::string as_of;
  int32_t revision = 0;
};

absl::Status ShowRevision(CliContext& context, const std::string& plan,
                          const ShowOptions& options) {
  v1::GetPlanRevisionRequest request;
  request.set_name(absl::StrCat(plan, "/revisions/", options.revision));
  RETURN_IF_ERROR(FillAsOf(context, options.as_of, request));
  ASSIGN_OR_RETURN(const v1::GetPlanRevisionResponse response,
                   context.Call(&Stub::GetPlanRevision, request));
  if (context.options().json) return context.PrintJson(response);
  PrintPlan(response.revision().plan(), &response.revision(), OrganisationNames::Read(context),
            context.out());
  return absl::OkStatus();
}

absl::Status Show(CliContext& context, const ShowOptions& options) {
  ASSIGN_OR_RETURN(const std::string plan, ResolvePlan(context, options.plan));
  if (options.revision != 0) return ShowRevision(context, plan, options);
  v1::GetPlanRequest request;
  request.set_name(plan);
  if (!options.valid_on.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_valid_on(), ParseDateArgument(options.valid_on));
  }
  RETURN_IF_ERROR(FillAsOf(context, options.as_of, request));
  ASSIGN_OR_RETURN(const v1::GetPlanResponse response, context.Call(&Stub::GetPlan, request));
  if (context.options().json) return context.PrintJson(response);
  PrintPlan(response.plan(), nullptr, OrganisationNames::Read(context), context.out());
  return absl::OkStatus();
}

void AddShow(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<ShowOptions>();
  CLI::App& verb =
      tree.AddVerb(group, "show", "Show the text people work on, or what was in force");
  AddPlanOption(verb, options->plan);
  CLI::Option* valid_on =
      verb.add_option("--valid-on", options->valid_on, "What was in force on this day")
          ->check(As(ParseDateArgument, "DATE"));
  verb.add_option("--revision", options->revision, "The revision with this number")
      ->type_name("N")
      ->check(CLI::PositiveNumber.description(""))
      ->excludes(valid_on);
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) { return Show(context, *options); });
}

// ---- Revisions and statements

void AddRevisions(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string plan;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "revisions", "List its numbered revisions");
  AddPlanOption(verb, options->plan);
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListPlanRevisionsRequest request;
    ASSIGN_OR_RETURN(*request.mutable_parent(), ResolvePlan(context, options->plan));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::ListPlanRevisionsResponse list,
                     context.CallAllPages(&Stub::ListPlanRevisions, request));
    if (context.options().json) return context.PrintJson(list);
    Table table({{"Nr", Table::kNumber},
                 {"Slag"},
                 {"Period"},
                 {"Beslut", Table::kFlexible},
                 {"Registrerad"},
                 {"Position", Table::kNumber}});
    for (const v1::PlanRevision& revision : list.revisions()) {
      table.Add({absl::StrCat(revision.number()), InSwedish(revision.kind()),
                 FormatPeriod(revision.period()), FormatDecision(revision.decision()),
                 FormatMinute(revision.recorded_at()),
                 absl::StrCat(revision.position().position())});
    }
    table.Print(context.out());
    context.out() << Count(list.revisions_size(), "revidering", "revideringar") << "\n";
    return absl::OkStatus();
  });
}

void AddStatements(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string plan;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "statements", "Show the statements (yttranden) on it");
  AddPlanOption(verb, options->plan);
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListPlanStatementsRequest request;
    ASSIGN_OR_RETURN(*request.mutable_parent(), ResolvePlan(context, options->plan));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::ListPlanStatementsResponse list,
                     context.CallAllPages(&Stub::ListPlanStatements, request));
    if (context.options().json) return context.PrintJson(list);
    const OrganisationNames names = OrganisationNames::Read(context);
    FactSheet sheet(Count(list.statements_size(), "yttrande", "yttranden"), "");
    for (const v1::PlanStatement& statement : list.statements()) {
      const std::string from = statement.organisation().empty()
                                   ? statement.sender()
                                   : names.Of(statement.organisation());
      sheet.Add(FormatDate(statement.received_on()), absl::StrCat(from, "\n", statement.text()));
    }
    sheet.Print(context.out());
    return absl::OkStatus();
  });
}

}  // namespace

void AddPlanReading(CommandTree& tree, CLI::App& group) {
  AddList(tree, group);
  AddShow(tree, group);
  AddRevisions(tree, group);
  AddStatements(tree, group);
}

}  // namespace samverk

// `samverk follow-ups list`, `show`, `series`, `county` and `compilations`: for people at a
// terminal, or as JSON.

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/fact_sheet.h"
#include "clients/cli/follow_up_words.h"
#include "clients/cli/follow_ups_command.h"
#include "clients/cli/names.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/read_options.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "samverk/v1/follow_up.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::FollowUpService::Stub;

std::string CountOrNone(int64_t number) { return number == 0 ? "" : absl::StrCat(number); }

std::string StateInWords(const v1::FollowUp& follow_up) {
  return absl::StrCat(InSwedish(follow_up.state()),
                      follow_up.changed_since_submission() ? ", ändrad sedan dess" : "");
}

void PrintFollowUps(const v1::ListFollowUpsResponse& list, const OrganisationNames& names,
                    std::ostream& out) {
  std::vector<std::string> resources;
  for (const v1::FollowUp& each : list.follow_ups()) resources.push_back(each.name());
  const std::vector<std::string> ids = ShortIds(resources);
  Table table({{"Id"},
               {"År"},
               {"Kommun", Table::kFlexible},
               {"Läge", Table::kFlexible},
               {"Plan"},
               {"Rev", Table::kNumber},
               {"Indikatorer", Table::kNumber},
               {"Bedömningar", Table::kNumber}});
  for (int i = 0; i < list.follow_ups_size(); ++i) {
    const v1::FollowUp& each = list.follow_ups(i);
    table.Add({ids[static_cast<size_t>(i)], absl::StrCat(each.year()), names.Of(each.owner()),
               StateInWords(each), ShortIds({each.plan()}).front(),
               CountOrNone(each.submission().plan_revision()), CountOrNone(each.indicator_count()),
               CountOrNone(each.assessment_count())});
  }
  table.Print(out);
  out << Count(list.follow_ups_size(), "uppföljning", "uppföljningar") << "\n";
}

void AddList(CommandTree& tree, CLI::App& group) {
  struct Options {
    int32_t year = 0;
    std::string owner;
    std::string plan;
    std::string state;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "list", "List follow-ups by year and municipality");
  verb.add_option("--year", options->year, "Only of this year")->type_name("YEAR");
  verb.add_option("--owner", options->owner, "Only of this municipality")
      ->type_name("ORGANISATION");
  verb.add_option("--plan", options->plan, "Only of this plan")->type_name("PLAN");
  verb.add_option("--state", options->state, "Only in this state; all but withdrawn otherwise")
      ->check(AsWordOf<v1::FollowUpState>());
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListFollowUpsRequest request;
    request.set_parent(context.Parent());
    request.set_year(options->year);
    request.set_owner(OrganisationName(context.Parent(), options->owner));
    if (!options->plan.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_plan(), ResolvePlan(context, options->plan));
    }
    request.set_state(
        ParseEnum<v1::FollowUpState>(options->state).value_or(v1::FOLLOW_UP_STATE_UNSPECIFIED));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::ListFollowUpsResponse list,
                     context.CallAllPages(&Stub::ListFollowUps, request));
    if (context.options().json) return context.PrintJson(list);
    PrintFollowUps(list, OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

// ---- Indicators

std::string ValueInWords(const v1::IndicatorReading& reading) {
  return reading.value().empty() ? "saknas" : FormatDecimal(reading.value());
}

// `rättad 2 gånger`, `Ej räknat`, `i Ruskträsk`: what else there is to say of a value.
std::string Remarks(const v1::IndicatorValue& value) {
  std::vector<std::string> remarks;
  if (!value.reading().missing_because().empty()) {
    remarks.push_back(value.reading().missing_because());
  }
  if (!value.place().empty()) {
    remarks.push_back(absl::StrCat("i ", ShortIds({value.place()}).front()));
  }
  if (value.corrected()) {
    remarks.push_back(
        absl::StrCat("rättad från ", ValueInWords(value.former().rbegin()->reading())));
  }
  return absl::StrJoin(remarks, "; ");
}

void PrintIndicators(const v1::ListIndicatorValuesResponse& list, std::ostream& out) {
  if (list.values().empty()) return;
  out << "\n";
  Table table({{"Nr", Table::kNumber},
               {"Indikator", Table::kFlexible},
               {"Värde", Table::kNumber},
               {"Enhet"},
               {"Årgång"},
               {"Källa", Table::kFlexible},
               {"Anmärkning", Table::kFlexible}});
  for (const v1::IndicatorValue& value : list.values()) {
    const v1::IndicatorReading& reading = value.reading();
    table.Add({absl::StrCat(value.entry()), reading.title(), ValueInWords(reading), reading.unit(),
               FormatVintage(reading.vintage()), reading.source(), Remarks(value)});
  }
  table.Print(out);
}

// The values of the years before, by series: indicator, municipality, place and unit.
using Series = std::map<std::tuple<std::string, std::string, std::string, std::string>,
                        std::map<int, std::string>>;

Series SeriesOf(const v1::ListIndicatorValuesResponse& list) {
  Series series;
  for (const v1::IndicatorValue& value : list.values()) {
    series[{value.key(), value.owner(), value.place(), value.reading().unit()}][value.year()] =
        FormatDecimal(value.reading().value());
  }
  return series;
}

void PrintSeries(const v1::ListIndicatorValuesResponse& list, const OrganisationNames& names,
                 std::ostream& out) {
  const Series series = SeriesOf(list);
  Table table({{"Indikator", Table::kFlexible},
               {"Kommun", Table::kFlexible},
               {"År"},
               {"Värde", Table::kNumber},
               {"Förra året", Table::kNumber},
               {"Enhet"},
               {"Årgång"},
               {"Källa", Table::kFlexible},
               {"Anmärkning", Table::kFlexible}});
  for (const v1::IndicatorValue& value : list.values()) {
    const v1::IndicatorReading& reading = value.reading();
    const auto& years = series.at({value.key(), value.owner(), value.place(), reading.unit()});
    const auto before = years.find(value.year() - 1);
    std::string remarks = Remarks(value);
    if (value.state() != v1::FOLLOW_UP_STATE_APPROVED) {
      absl::StrAppend(&remarks, remarks.empty() ? "" : "; ", InSwedish(value.state()));
    }
    table.Add({value.key(), names.Of(value.owner()), absl::StrCat(value.year()),
               ValueInWords(reading), before == years.end() ? "" : before->second, reading.unit(),
               FormatVintage(reading.vintage()), reading.source(), remarks});
  }
  table.Print(out);
  out << Count(list.values_size(), "värde", "värden") << "\n";
}

void AddSeries(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string key;
    std::string owner;
    int32_t first_year = 0;
    int32_t last_year = 0;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "series", "Compare indicators over years");
  verb.add_option("--key", options->key, "Only this indicator")->type_name("KEY");
  verb.add_option("--owner", options->owner, "Only of this municipality")
      ->type_name("ORGANISATION");
  verb.add_option("--from", options->first_year, "From this year on")->type_name("YEAR");
  verb.add_option("--to", options->last_year, "Up to this year")->type_name("YEAR");
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListIndicatorValuesRequest request;
    request.set_parent(context.Parent());
    request.set_key(options->key);
    request.set_owner(OrganisationName(context.Parent(), options->owner));
    request.set_first_year(options->first_year);
    request.set_last_year(options->last_year);
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::ListIndicatorValuesResponse list,
                     context.CallAllPages(&Stub::ListIndicatorValues, request));
    if (context.options().json) return context.PrintJson(list);
    PrintSeries(list, OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

// ---- One follow-up

// `revidering 2, inlämnad 2019-01-31`.
std::string SubmissionInWords(const v1::FollowUpSubmission& submission) {
  std::string words =
      absl::StrCat("version ", submission.revision(), ", ", FormatDay(submission.submitted_at()));
  if (submission.plan_revision() > 0) {
    absl::StrAppend(&words, ", jämförs med planens revidering ", submission.plan_revision());
  }
  return words;
}

void PrintFollowUp(const v1::FollowUp& follow_up, const OrganisationNames& names,
                   std::ostream& out) {
  FactSheet sheet(absl::StrCat("Uppföljning ", follow_up.year(), ", ", names.Of(follow_up.owner())),
                  StateInWords(follow_up));
  sheet.Add("plan", WithoutParent(follow_up.plan()));
  if (follow_up.has_submission()) {
    sheet.Add("inlämnad", SubmissionInWords(follow_up.submission()));
  }
  if (follow_up.has_approved()) {
    sheet.Add("godkänd", absl::StrCat("version ", follow_up.approved().revision(), ", ",
                                      FormatDay(follow_up.approved_at())));
  }
  sheet.Add("saknas", follow_up.missing());
  sheet.Add("sammanfattning", follow_up.summary());
  sheet.Add("revision", absl::StrCat(follow_up.revision()));
  sheet.Add("namn", follow_up.name());
  sheet.Print(out);
}

void PrintAssessments(const v1::ListElementAssessmentsResponse& list, const ElementTitles& titles,
                      std::ostream& out) {
  if (list.assessments().empty()) return;
  out << "\n";
  Table table({{"Id"},
               {"Slag"},
               {"Mål eller åtgärd", Table::kFlexible},
               {"Bedömning"},
               {"Förut"},
               {"Kommentar", Table::kFlexible}});
  for (const v1::ElementAssessment& each : list.assessments()) {
    const std::string before =
        each.former().empty() ? "" : InSwedish(each.former().rbegin()->assessment(), each.kind());
    table.Add({ShortIds({each.element()}).front(), InSwedish(each.kind()),
               titles.Of(each.element()), InSwedish(each.assessment(), each.kind()), before,
               each.comment()});
  }
  table.Print(out);
}

struct ShowOptions {
  std::string follow_up;
  std::string as_of;
};

absl::Status Show(CliContext& context, const ShowOptions& options) {
  v1::GetFollowUpRequest get;
  ASSIGN_OR_RETURN(*get.mutable_name(), ResolveFollowUp(context, options.follow_up));
  RETURN_IF_ERROR(FillAsOf(context, options.as_of, get));
  ASSIGN_OR_RETURN(const v1::GetFollowUpResponse read, context.Call(&Stub::GetFollowUp, get));
  if (context.options().json) return context.PrintJson(read);
  v1::ListIndicatorValuesRequest values;
  values.set_parent(context.Parent());
  values.set_follow_up(get.name());
  *values.mutable_read() = get.read();
  ASSIGN_OR_RETURN(const v1::ListIndicatorValuesResponse indicators,
                   context.CallAllPages(&Stub::ListIndicatorValues, values));
  v1::ListElementAssessmentsRequest elements;
  elements.set_parent(get.name());
  *elements.mutable_read() = get.read();
  ASSIGN_OR_RETURN(const v1::ListElementAssessmentsResponse assessments,
                   context.CallAllPages(&Stub::ListElementAssessments, elements));
  PrintFollowUp(read.follow_up(), OrganisationNames::Read(context), context.out());
  PrintIndicators(indicators, context.out());
  ElementTitles titles;
  // Without the plan the ids have to do.
  const absl::StatusOr<v1::Plan> plan = ReadFollowedUpPlan(context, read.follow_up());
  if (plan.ok()) titles.Add(*plan);
  PrintAssessments(assessments, titles, context.out());
  return absl::OkStatus();
}

void AddShow(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<ShowOptions>();
  CLI::App& verb = tree.AddVerb(group, "show", "Show one follow-up");
  AddFollowUpOption(verb, options->follow_up);
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) { return Show(context, *options); });
}

// ---- The county

std::string JoinNames(const google::protobuf::RepeatedPtrField<std::string>& organisations,
                      const OrganisationNames& names) {
  std::vector<std::string> listed;
  for (const std::string& each : organisations) listed.push_back(names.Of(each));
  SortSwedish(listed);
  return absl::StrJoin(listed, ", ");
}

std::string GapsInWords(const v1::CountyFigure& figure) {
  std::vector<std::string> gaps;
  for (const int gap : figure.gaps()) gaps.push_back(InSwedish(static_cast<v1::FigureGap>(gap)));
  return absl::StrJoin(gaps, ", ");
}

void PrintCounty(const v1::FollowUpCompilation& county, const OrganisationNames& names,
                 std::ostream& out) {
  FactSheet sheet(absl::StrCat("Sammanställning ", county.year()), county.withdrawn() ? "återkallad"
                                                                   : county.outdated() ? "inaktuell"
                                                                                       : "aktuell");
  sheet.Add("av", names.Of(county.owner()));
  sheet.Add("sammanställd", FormatMinute(county.compiled_at()));
  for (const v1::FollowUpBasis& basis : county.basis()) {
    sheet.Add("bygger på",
              absl::StrCat(names.Of(basis.municipality()), ": ",
                           ShortIds({basis.follow_up()}).front(), " version ", basis.revision(),
                           " (position ", basis.position().position(), ")"));
  }
  sheet.Add("saknas", JoinNames(county.missing(), names));
  sheet.Add("om", county.text());
  sheet.Add("revision", absl::StrCat(county.revision()));
  sheet.Add("namn", county.name());
  sheet.Print(out);
  if (county.figures().empty()) return;
  out << "\n";
  Table table({{"Indikator", Table::kFlexible},
               {"Summa", Table::kNumber},
               {"Lägst", Table::kNumber},
               {"Högst", Table::kNumber},
               {"Enhet"},
               {"Kommuner", Table::kNumber},
               {"Årgångar"},
               {"Ofullständig: därför att", Table::kFlexible}});
  for (const v1::CountyFigure& figure : county.figures()) {
    // Shares do not add up.
    const std::string sum = figure.unit() == "%" ? "" : FormatDecimal(figure.sum());
    table.Add({figure.title(), sum, FormatDecimal(figure.lowest()), FormatDecimal(figure.highest()),
               figure.unit(), absl::StrCat(figure.municipalities()),
               absl::StrJoin(figure.vintage_years(), ", "), GapsInWords(figure)});
  }
  table.Print(out);
}

void AddCounty(CommandTree& tree, CLI::App& group) {
  struct Options {
    int32_t year = 0;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "county", "Show the compilation of a year with its figures");
  verb.add_option("year", options->year, "The calendar year")->type_name("YEAR")->required();
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::GetFollowUpCompilationRequest request;
    request.set_name(CompilationName(context, options->year));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::GetFollowUpCompilationResponse response,
                     context.Call(&Stub::GetFollowUpCompilation, request));
    if (context.options().json) return context.PrintJson(response);
    PrintCounty(response.compilation(), OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

void AddCompilations(CommandTree& tree, CLI::App& group) {
  struct Options {
    bool withdrawn = false;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "compilations", "List the compilations, by year");
  verb.add_flag("--withdrawn", options->withdrawn, "The withdrawn ones, too");
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListFollowUpCompilationsRequest request;
    request.set_parent(context.Parent());
    request.set_show_withdrawn(options->withdrawn);
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::ListFollowUpCompilationsResponse list,
                     context.CallAllPages(&Stub::ListFollowUpCompilations, request));
    if (context.options().json) return context.PrintJson(list);
    Table table({{"År"}, {"Sammanställd"}, {"Kommuner"}, {"Läge"}});
    for (const v1::FollowUpCompilation& each : list.compilations()) {
      table.Add({absl::StrCat(each.year()), FormatMinute(each.compiled_at()),
                 absl::StrCat(each.basis_size(), " av ", each.municipalities_size()),
                 each.withdrawn() ? "återkallad" : ""});
    }
    table.Print(context.out());
    context.out() << Count(list.compilations_size(), "sammanställning", "sammanställningar")
                  << "\n";
    return absl::OkStatus();
  });
}

}  // namespace

void AddFollowUpReading(CommandTree& tree, CLI::App& group) {
  AddList(tree, group);
  AddShow(tree, group);
  AddSeries(tree, group);
  AddCounty(tree, group);
  AddCompilations(tree, group);
}

}  // namespace samverk

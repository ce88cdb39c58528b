// `samverk initiatives list`, `show` and `results`: for people at a terminal, or as JSON.

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "clients/cli/amounts.h"
#include "clients/cli/arguments.h"
#include "clients/cli/fact_sheet.h"
#include "clients/cli/initiative_words.h"
#include "clients/cli/initiatives_command.h"
#include "clients/cli/names.h"
#include "clients/cli/read_options.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "samverk/v1/initiative.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::InitiativeService::Stub;

void PrintInitiatives(const v1::ListInitiativesResponse& list, const OrganisationNames& names,
                      std::ostream& out) {
  std::vector<std::string> resources;
  resources.reserve(static_cast<size_t>(list.initiatives_size()));
  for (const v1::Initiative& each : list.initiatives()) resources.push_back(each.name());
  const std::vector<std::string> ids = ShortIds(resources);
  Table table({{"Id"},
               {"Period"},
               {"Läge"},
               {"Ägare", Table::kFlexible},
               {"Rubrik", Table::kFlexible},
               {"Partner", Table::kNumber},
               {"Resultat", Table::kNumber}});
  for (int i = 0; i < list.initiatives_size(); ++i) {
    const v1::Initiative& each = list.initiatives(i);
    table.Add({ids[static_cast<size_t>(i)], FormatPeriod(each.period()), InSwedish(each.state()),
               names.Of(each.owner()), each.title(), absl::StrCat(each.partners_size()),
               absl::StrCat(each.result_count())});
  }
  table.Print(out);
  out << Count(list.initiatives_size(), "projekt", "projekt") << "\n";
}

struct ListOptions {
  std::string organisation;
  int32_t year = 0;
  std::string place;
  std::string linked_to;
  std::string state;
  std::string as_of;
};

absl::Status List(CliContext& context, const ListOptions& options) {
  v1::ListInitiativesRequest request;
  request.set_parent(context.Parent());
  request.set_organisation(OrganisationName(context.Parent(), options.organisation));
  request.set_year(options.year);
  if (!options.place.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_place(),
                     ResolveAny(context, absl::StrCat("places/", options.place)));
  }
  if (!options.linked_to.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_linked_to(), ResolveAny(context, options.linked_to));
  }
  request.set_state(
      ParseEnum<v1::InitiativeState>(options.state).value_or(v1::INITIATIVE_STATE_UNSPECIFIED));
  RETURN_IF_ERROR(FillAsOf(context, options.as_of, request));
  ASSIGN_OR_RETURN(const v1::ListInitiativesResponse list,
                   context.CallAllPages(&Stub::ListInitiatives, request));
  if (context.options().json) return context.PrintJson(list);
  PrintInitiatives(list, OrganisationNames::Read(context), context.out());
  return absl::OkStatus();
}

void AddList(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<ListOptions>();
  CLI::App& verb = tree.AddVerb(group, "list", "List projects, those that began earliest first");
  verb.add_option("--organisation", options->organisation, "Only what it runs or takes part in")
      ->type_name("ORGANISATION");
  verb.add_option("--year", options->year, "Only with a planned day in this year")
      ->type_name("YEAR");
  verb.add_option("--place", options->place, "Only what concerns this place")->type_name("PLACE");
  verb.add_option("--linked-to", options->linked_to, "Only what concerns this: workshops/0199")
      ->type_name("RESOURCE");
  verb.add_option("--state", options->state, "Only in this state; all but withdrawn otherwise")
      ->check(AsWordOf<v1::InitiativeState>());
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) { return List(context, *options); });
}

void PrintInitiative(const v1::Initiative& initiative, const OrganisationNames& names,
                     std::ostream& out) {
  FactSheet sheet(initiative.title(), InSwedish(initiative.state()));
  sheet.Add("period", FormatPeriod(initiative.period()));
  sheet.Add("ägare", names.Of(initiative.owner()));
  std::vector<std::string> partners;
  partners.reserve(static_cast<size_t>(initiative.partners_size()));
  for (const std::string& partner : initiative.partners()) partners.push_back(names.Of(partner));
  SortSwedish(partners);
  sheet.Add("partner", absl::StrJoin(partners, ", "));
  sheet.Add("om", initiative.description());
  for (const v1::InitiativeFundingEntry& each : initiative.fundings()) {
    sheet.Add("finansiering", absl::StrCat(each.entry(), ": ", FundingInWords(each.funding())));
  }
  for (const std::string& link : initiative.links()) sheet.Add("gäller", WithoutParent(link));
  sheet.Add("resultat",
            initiative.result_count() == 0 ? "" : absl::StrCat(initiative.result_count()));
  if (initiative.has_ending()) {
    sheet.Add("avslutat", FormatDate(initiative.ending().ended_on()));
    sheet.Add("utfall", initiative.ending().outcome());
    for (const v1::InitiativeCooperation& each : initiative.ending().cooperations()) {
      sheet.Add("samarbete", CooperationInWords(each, names));
    }
  }
  sheet.Add("revision", absl::StrCat(initiative.revision()));
  sheet.Add("namn", initiative.name());
  sheet.Print(out);
}

void AddShow(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string initiative;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "show", "Show one project");
  AddInitiativeOption(verb, options->initiative);
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::GetInitiativeRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveInitiative(context, options->initiative));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::GetInitiativeResponse response,
                     context.Call(&Stub::GetInitiative, request));
    if (context.options().json) return context.PrintJson(response);
    PrintInitiative(response.initiative(), OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

std::string ResultInWords(const v1::InitiativeResultEntry& entry) {
  const v1::InitiativeResult& result = entry.result();
  std::string words = absl::StrCat(FormatDate(result.day()), entry.corrected() ? " (rättat)" : "",
                                   "\n", result.text());
  for (const v1::InitiativeFigure& figure : result.figures()) {
    absl::StrAppend(&words, "\n", FormatFigure(figure));
  }
  for (const std::string& link : result.links()) {
    absl::StrAppend(&words, "\n→ ", WithoutParent(link));
  }
  return words;
}

void AddResults(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string initiative;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "results", "Show the results of one project");
  AddInitiativeOption(verb, options->initiative);
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListInitiativeResultsRequest request;
    ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveInitiative(context, options->initiative));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::ListInitiativeResultsResponse list,
                     context.CallAllPages(&Stub::ListInitiativeResults, request));
    if (context.options().json) return context.PrintJson(list);
    FactSheet sheet(Count(list.results_size(), "resultat", "resultat"), "");
    for (const v1::InitiativeResultEntry& entry : list.results()) {
      sheet.Add(absl::StrCat(entry.entry()), ResultInWords(entry));
    }
    sheet.Print(context.out());
    return absl::OkStatus();
  });
}

}  // namespace

void AddInitiativeReading(CommandTree& tree, CLI::App& group) {
  AddList(tree, group);
  AddShow(tree, group);
  AddResults(tree, group);
}

}  // namespace samverk

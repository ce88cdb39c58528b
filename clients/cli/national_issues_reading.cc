// `samverk national-issues list` and `show`: for people at a terminal, or as JSON.

#include <algorithm>
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
#include "clients/cli/national_issue_words.h"
#include "clients/cli/national_issues_command.h"
#include "clients/cli/read_options.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "samverk/v1/national_issue.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::NationalIssueService::Stub;

// The agencies that it was submitted to, each once, as Swedes sort them.
std::string Agencies(const v1::NationalIssue& issue, const OrganisationNames& names) {
  std::vector<std::string> agencies;
  for (const v1::IssueRound& round : issue.rounds()) {
    const std::string agency = names.Of(round.agency());
    if (std::find(agencies.begin(), agencies.end(), agency) == agencies.end()) {
      agencies.push_back(agency);
    }
  }
  SortSwedish(agencies);
  return absl::StrJoin(agencies, ", ");
}

void PrintIssues(const v1::ListNationalIssuesResponse& list, const OrganisationNames& names,
                 std::ostream& out) {
  std::vector<std::string> resources;
  for (const v1::NationalIssue& issue : list.national_issues()) resources.push_back(issue.name());
  const std::vector<std::string> ids = ShortIds(resources);
  Table table({{"Id"},
               {"Väckt"},
               {"Läge"},
               {"Av", Table::kFlexible},
               {"Rubrik", Table::kFlexible},
               {"Bakom", Table::kNumber},
               {"Inlämnad till", Table::kFlexible}});
  for (int i = 0; i < list.national_issues_size(); ++i) {
    const v1::NationalIssue& issue = list.national_issues(i);
    table.Add({ids[static_cast<size_t>(i)], FormatDate(issue.raised_on()), InSwedish(issue.state()),
               names.Of(issue.owner()), issue.title(),
               issue.backers().empty() ? "" : absl::StrCat(issue.backers_size()),
               Agencies(issue, names)});
  }
  table.Print(out);
  out << Count(list.national_issues_size(), "påverkansfråga", "påverkansfrågor") << "\n";
}

void AddList(CommandTree& tree, CLI::App& group) {
  struct Options {
    int32_t year = 0;
    std::string organisation;
    std::string agency;
    std::string state;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "list", "List issues, the one raised first first");
  verb.add_option("--year", options->year,
                  "Only what was raised, submitted, answered or closed in this year")
      ->type_name("YEAR");
  verb.add_option("--organisation", options->organisation, "Only what it raised or backs")
      ->type_name("ORGANISATION");
  verb.add_option("--agency", options->agency, "Only what was submitted to it")
      ->type_name("ORGANISATION");
  verb.add_option("--state", options->state, "Only in this state; all but withdrawn otherwise")
      ->check(AsWordOf<v1::NationalIssueState>());
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListNationalIssuesRequest request;
    request.set_parent(context.Parent());
    request.set_year(options->year);
    request.set_organisation(OrganisationName(context.Parent(), options->organisation));
    request.set_agency(OrganisationName(context.Parent(), options->agency));
    request.set_state(ParseEnum<v1::NationalIssueState>(options->state)
                          .value_or(v1::NATIONAL_ISSUE_STATE_UNSPECIFIED));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::ListNationalIssuesResponse list,
                     context.CallAllPages(&Stub::ListNationalIssues, request));
    if (context.options().json) return context.PrintJson(list);
    PrintIssues(list, OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

// `4: PTS 2018-02-01, RUN 7 (rättad)`, and what was written and answered below it.
std::string InWords(const v1::IssueRound& round, const OrganisationNames& names) {
  const auto reference = [](const std::string& text) {
    return text.empty() ? "" : absl::StrCat(", ", text);
  };
  const auto corrected = [](bool is) { return is ? " (rättad)" : ""; };
  std::string words = absl::StrCat(round.entry(), ": ", names.Of(round.agency()), " ",
                                   FormatDate(round.submitted_on()), reference(round.reference()),
                                   corrected(round.corrected()));
  if (!round.text().empty()) absl::StrAppend(&words, "\n", round.text());
  for (const v1::IssueAnswer& answer : round.answers()) {
    absl::StrAppend(&words, "\nsvar ", answer.entry(), ": ", FormatDate(answer.answered_on()),
                    reference(answer.reference()),
                    answer.by_agency() ? ", av myndigheten själv" : "",
                    corrected(answer.corrected()), "\n", answer.text());
  }
  return words;
}

void PrintIssue(const v1::NationalIssue& issue, const OrganisationNames& names, std::ostream& out) {
  FactSheet sheet(issue.title(), InSwedish(issue.state()));
  sheet.Add("väckt", absl::StrCat(FormatDate(issue.raised_on()), " av ", names.Of(issue.owner())));
  sheet.Add("om", issue.text());
  sheet.Add("begäran", issue.asked_for());
  sheet.Add("skäl", issue.grounds());
  std::vector<std::string> backers;
  for (const std::string& backer : issue.backers()) backers.push_back(names.Of(backer));
  SortSwedish(backers);
  sheet.Add("bakom", absl::StrJoin(backers, ", "));
  for (const v1::IssueRound& round : issue.rounds()) sheet.Add("omgång", InWords(round, names));
  if (issue.has_closed_on()) {
    sheet.Add("utfall",
              absl::StrCat(FormatDate(issue.closed_on()), ", ", InSwedish(issue.outcome()),
                           issue.outcome_text().empty() ? "" : "\n", issue.outcome_text()));
  }
  for (const std::string& link : issue.links()) sheet.Add("rör", WithoutParent(link));
  sheet.Add("revision", absl::StrCat(issue.revision()));
  sheet.Add("namn", issue.name());
  sheet.Print(out);
}

void AddShow(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string issue;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "show", "Show one issue");
  AddNationalIssueOption(verb, options->issue);
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::GetNationalIssueRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveNationalIssue(context, options->issue));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::GetNationalIssueResponse response,
                     context.Call(&Stub::GetNationalIssue, request));
    if (context.options().json) return context.PrintJson(response);
    PrintIssue(response.national_issue(), OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

}  // namespace

void AddNationalIssueReading(CommandTree& tree, CLI::App& group) {
  AddList(tree, group);
  AddShow(tree, group);
}

}  // namespace samverk

#include "clients/cli/overview_command.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/enum_words.h"
#include "clients/cli/names.h"
#include "clients/cli/overview_printing.h"
#include "clients/cli/read_options.h"
#include "samverk/v1/overview.grpc.pb.h"

namespace samverk {
namespace {

struct OverviewOptions {
  std::vector<std::string> sections;
  int32_t year = 0;
  int32_t first_year = 0;
  int32_t last_year = 0;
  std::string organisation;
  std::string on;
  std::string as_of;
};

absl::StatusOr<v1::GetOverviewRequest> RequestOf(CliContext& context,
                                                 const OverviewOptions& options) {
  v1::GetOverviewRequest request;
  request.set_parent(context.Parent());
  for (const std::string& word : options.sections) {
    request.add_sections(
        ParseEnum<v1::OverviewSection>(word).value_or(v1::OVERVIEW_SECTION_UNSPECIFIED));
  }
  request.set_first_year(options.year != 0 ? options.year : options.first_year);
  request.set_last_year(options.year != 0 ? options.year : options.last_year);
  request.set_organisation(OrganisationName(context.Parent(), options.organisation));
  if (!options.on.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_on(), ParseDateArgument(options.on));
  }
  RETURN_IF_ERROR(FillAsOf(context, options.as_of, request));
  return request;
}

// Prints the sections that were asked for, with a blank line between them.
void Print(const v1::GetOverviewRequest& request, const v1::GetOverviewResponse& overview,
           const OrganisationNames& names, std::ostream& out) {
  bool is_first = true;
  const auto asks = [&](v1::OverviewSection section) {
    const auto& asked = request.sections();
    if (!asked.empty() && std::find(asked.begin(), asked.end(), section) == asked.end()) {
      return false;
    }
    if (!is_first) out << "\n";
    is_first = false;
    return true;
  };
  if (asks(v1::OVERVIEW_SECTION_PLANS)) PrintPlanStatus(overview, names, out);
  if (asks(v1::OVERVIEW_SECTION_WORK)) PrintWork(overview, names, out);
  if (asks(v1::OVERVIEW_SECTION_INDICATORS)) PrintIndicatorSeries(overview, out);
  if (asks(v1::OVERVIEW_SECTION_OVERDUE)) PrintOverdue(overview, names, out);
  if (asks(v1::OVERVIEW_SECTION_DECISIONS)) PrintWaiting(overview, names, out);
  if (asks(v1::OVERVIEW_SECTION_SERVICE)) PrintService(overview, out);
}

absl::Status Show(CliContext& context, const OverviewOptions& options) {
  ASSIGN_OR_RETURN(const v1::GetOverviewRequest request, RequestOf(context, options));
  ASSIGN_OR_RETURN(const v1::GetOverviewResponse overview,
                   context.Call(&v1::OverviewService::Stub::GetOverview, request));
  if (context.options().json) return context.PrintJson(overview);
  Print(request, overview, OrganisationNames::Read(context), context.out());
  return absl::OkStatus();
}

}  // namespace

void AddOverviewCommand(CommandTree& tree) {
  auto options = std::make_shared<OverviewOptions>();
  CLI::App& verb = tree.AddVerb(tree.app(), "overview",
                                "Show how the cooperation fares, and what waits for whom");
  verb.add_option("sections", options->sections, "Only these; all otherwise")
      ->check(AsWordOf<v1::OverviewSection>());
  CLI::Option* year = verb.add_option("--year", options->year, "Only this year of what is by year")
                          ->type_name("YEAR");
  verb.add_option("--from", options->first_year, "From this year on")
      ->type_name("YEAR")
      ->excludes(year);
  verb.add_option("--to", options->last_year, "Up to this year")->type_name("YEAR")->excludes(year);
  verb.add_option("--organisation", options->organisation,
                  "Only its plan, and what it has to see to or what is about it")
      ->type_name("ORGANISATION");
  verb.add_option("--on", options->on,
                  "As it is on this day; today, or the day of --as-of, "
                  "otherwise")
      ->check(As(ParseDateArgument, "DATE"));
  AddAsOfOption(verb, options->as_of);
  verb.footer(
      "Examples:\n"
      "  samverk overview\n"
      "  samverk overview overdue decisions --organisation 2421\n"
      "  samverk overview work --year 2019\n"
      "  samverk overview plans --on 2020-12-31\n"
      "  samverk overview --as-of 2018-12-31");
  tree.OnRun(verb, [options](CliContext& context) { return Show(context, *options); });
}

}  // namespace samverk

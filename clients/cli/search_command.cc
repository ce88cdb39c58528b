#include "clients/cli/search_command.h"

#include <algorithm>
#include <memory>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/names.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "samverk/v1/search.grpc.pb.h"

namespace samverk {
namespace {

constexpr int kPageSizeMax = 100;
constexpr int kHitsShownDefault = 20;
// What was found stands below its row.
constexpr size_t kSnippetIndent = 10;

struct SearchOptions {
  std::vector<std::string> words;
  std::vector<std::string> kinds;
  std::string owner;
  int32_t year = 0;
  int32_t limit = kHitsShownDefault;
};

// The kind as names of resources have it: `actionPlans` of `action-plans`.
std::string KindOf(absl::string_view typed) {
  std::string kind;
  bool capital = false;
  for (const char c : typed) {
    if (c == '-') {
      capital = true;
      continue;
    }
    kind.push_back(capital ? absl::ascii_toupper(static_cast<unsigned char>(c)) : c);
    capital = false;
  }
  return kind;
}

// As many hits as are asked for, from as many pages as that takes.
absl::StatusOr<v1::SearchResponse> SearchUpTo(CliContext& context, v1::SearchRequest request,
                                              int limit) {
  v1::SearchResponse all;
  do {
    request.set_page_size(std::min(limit - all.hits_size(), kPageSizeMax));
    request.set_page_token(all.next_page_token());
    ASSIGN_OR_RETURN(const v1::SearchResponse page,
                     context.Call(&v1::SearchService::Stub::Search, request));
    all.clear_next_page_token();
    all.MergeFrom(page);
  } while (!all.next_page_token().empty() && all.hits_size() < limit);
  return all;
}

std::string YearsOf(const v1::SearchHit& hit) {
  if (hit.first_year() == 0) return "";
  if (hit.first_year() == hit.last_year()) return absl::StrCat(hit.first_year());
  return absl::StrCat(hit.first_year(), "–", hit.last_year());
}

void PrintHits(const v1::SearchResponse& response, const OrganisationNames& names,
               std::ostream& out) {
  std::vector<std::string> resources;
  for (const v1::SearchHit& hit : response.hits()) resources.push_back(hit.name());
  const std::vector<std::string> ids = ShortIds(resources);
  Table table(
      {{"Id"}, {"Slag"}, {"Rubrik", Table::kFlexible}, {"Aktör", Table::kFlexible}, {"År"}});
  for (int i = 0; i < response.hits_size(); ++i) {
    const v1::SearchHit& hit = response.hits(i);
    table.Add(
        {ids[i], KindInSwedish(hit.kind()), hit.title(), names.Of(hit.owner()), YearsOf(hit)});
  }
  std::ostringstream rows;
  table.Print(rows);
  const std::vector<std::string> lines = absl::StrSplit(rows.str(), '\n');
  out << lines[0] << "\n";
  for (int i = 0; i < response.hits_size(); ++i) {
    const v1::SearchHit& hit = response.hits(i);
    out << lines[static_cast<size_t>(i) + 1] << "\n";
    const std::string below = absl::StrCat(
        hit.heading(), hit.heading().empty() || hit.snippet().empty() ? "" : ": ", WithStars(hit));
    if (below.empty()) continue;
    for (const std::string& line : Wrap(below, kLineColumns - kSnippetIndent)) {
      out << std::string(kSnippetIndent, ' ') << line << "\n";
    }
  }
}

void PrintCount(const v1::SearchResponse& response, std::ostream& out) {
  out << Count(response.hit_count(), "träff", "träffar");
  if (response.hits_size() < response.hit_count()) {
    out << ", " << response.hits_size() << " visas; --limit visar fler";
  }
  out << "\n";
  if (response.some_words_only()) {
    out << "Inget innehåller alla ord; det som visas innehåller något av dem.\n";
  }
}

absl::Status Search(CliContext& context, const SearchOptions& options) {
  v1::SearchRequest request;
  request.set_parent(context.Parent());
  request.set_query(absl::StrJoin(options.words, " "));
  for (const std::string& kind : options.kinds) request.add_kinds(KindOf(kind));
  request.set_owner(OrganisationName(context.Parent(), options.owner));
  request.set_year(options.year);
  ASSIGN_OR_RETURN(const v1::SearchResponse response,
                   SearchUpTo(context, std::move(request), options.limit));
  if (context.options().json) return context.PrintJson(response);
  if (!response.hits().empty()) {
    PrintHits(response, OrganisationNames::Read(context), context.out());
  }
  PrintCount(response, context.out());
  return absl::OkStatus();
}

}  // namespace

std::string WithStars(const v1::SearchHit& hit) {
  std::string text;
  int32_t chars = 0;
  auto highlight = hit.highlights().begin();
  const auto star = [&] {
    if (highlight == hit.highlights().end()) return;
    if (chars == highlight->start()) text += '*';
    if (chars == highlight->end()) {
      text += '*';
      ++highlight;
    }
  };
  for (const char c : hit.snippet()) {
    if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) {
      star();
      ++chars;
    }
    text += c;
  }
  star();
  return text;
}

void AddSearchCommand(CommandTree& tree) {
  auto options = std::make_shared<SearchOptions>();
  CLI::App& verb = tree.AddVerb(tree.app(), "search", "Find work by its words (sök)");
  verb.add_option("words", options->words, "What to look for; see below")
      ->transform(AsText())
      ->required();
  verb.add_option("--kind", options->kinds,
                  "Only of this kind: workshops, plans, exchanges, discussions")
      ->type_name("KIND")
      ->allow_extra_args(false);
  verb.add_option("--owner,--municipality", options->owner, "Only what is of this organisation")
      ->type_name("ORGANISATION");
  verb.add_option("--year", options->year, "Only what is about this year, among others")
      ->type_name("YEAR");
  verb.add_option("--limit", options->limit, "How many to show")
      ->type_name("N")
      ->check(CLI::Range(1, 1000).description(""))
      ->capture_default_str();
  verb.footer(
      "A word is found in any inflection and as the beginning of longer words. \"Words in\n"
      "quotes\" stand after each other, as they are; what has a word after a minus sign is left\n"
      "out. Quote the whole for your shell.\n"
      "\n"
      "Examples:\n"
      "  samverk search drivmedel glesbygd\n"
      "  samverk search '\"på landsbygden\" -digital' --kind workshops\n"
      "  samverk search automat --kind exchanges --kind discussions\n"
      "  samverk search serviceort --municipality 2462 --year 2019");
  tree.OnRun(verb, [options](CliContext& context) { return Search(context, *options); });
}

}  // namespace samverk

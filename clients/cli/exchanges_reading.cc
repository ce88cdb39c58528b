// `samverk exchanges list`, `show` and `answers`: for people at a terminal, or as JSON.

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/exchange_words.h"
#include "clients/cli/exchanges_command.h"
#include "clients/cli/fact_sheet.h"
#include "clients/cli/names.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/read_options.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "samverk/v1/exchange.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::ExchangeService::Stub;

std::string CountOrNone(int64_t number) { return number == 0 ? "" : absl::StrCat(number); }

void PrintExchanges(const v1::ListExchangesResponse& list, const OrganisationNames& names,
                    std::ostream& out) {
  std::vector<std::string> resources;
  resources.reserve(static_cast<size_t>(list.exchanges_size()));
  for (const v1::Exchange& exchange : list.exchanges()) resources.push_back(exchange.name());
  const std::vector<std::string> ids = ShortIds(resources);
  Table table({{"Id"},
               {"Dag"},
               {"Slag"},
               {"Läge"},
               {"Aktör", Table::kFlexible},
               {"Rubrik", Table::kFlexible},
               {"Svar", Table::kNumber},
               {"Tillämpas", Table::kNumber}});
  for (int i = 0; i < list.exchanges_size(); ++i) {
    const v1::Exchange& exchange = list.exchanges(i);
    table.Add({ids[i], FormatDate(exchange.shared_on()), InSwedish(exchange.kind()),
               InSwedish(exchange.state()), names.Of(exchange.owner()), exchange.title(),
               CountOrNone(exchange.answer_count()), CountOrNone(exchange.adoptions_size())});
  }
  table.Print(out);
  out << Count(list.exchanges_size(), "erfarenhetsutbyte", "erfarenhetsutbyten") << "\n";
}

void AddList(CommandTree& tree, CLI::App& group) {
  struct Options {
    int32_t year = 0;
    std::string kind;
    std::string organisation;
    std::string offer;
    std::string state;
    std::string adopted_by;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "list", "List experiences and questions, the latest first");
  verb.add_option("--year", options->year, "Only of this year")->type_name("YEAR");
  verb.add_option("--kind", options->kind, "Only experiences, or only questions")
      ->check(AsWordOf<v1::ExchangeKind>());
  verb.add_option("--organisation", options->organisation, "Only what it shared or asked")
      ->type_name("ORGANISATION");
  verb.add_option("--offer", options->offer, "Only what is about this kind of service")
      ->transform(As(ParseOffer, "OFFER"));
  verb.add_option("--state", options->state, "Only in this state; all but withdrawn otherwise")
      ->check(AsWordOf<v1::ExchangeState>());
  verb.add_option("--adopted-by", options->adopted_by, "Only experiences that it adopted")
      ->type_name("ORGANISATION");
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListExchangesRequest request;
    request.set_parent(context.Parent());
    request.set_year(options->year);
    request.set_kind(
        ParseEnum<v1::ExchangeKind>(options->kind).value_or(v1::EXCHANGE_KIND_UNSPECIFIED));
    request.set_organisation(OrganisationName(context.Parent(), options->organisation));
    ASSIGN_OR_RETURN(const v1::ServiceOffer offer, ParseOffer(options->offer));
    request.set_offer(offer);
    request.set_state(
        ParseEnum<v1::ExchangeState>(options->state).value_or(v1::EXCHANGE_STATE_UNSPECIFIED));
    request.set_adopted_by(OrganisationName(context.Parent(), options->adopted_by));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::ListExchangesResponse list,
                     context.CallAllPages(&Stub::ListExchanges, request));
    if (context.options().json) return context.PrintJson(list);
    PrintExchanges(list, OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

// `Malå kommun sedan 2019-09-01: Likadant`, and below it what came of it.
std::string InWords(const v1::ExchangeAdoption& adoption, const OrganisationNames& names) {
  std::string words =
      absl::StrCat(names.Of(adoption.organisation()), " sedan ", FormatDate(adoption.adopted_on()));
  if (!adoption.how().empty()) absl::StrAppend(&words, ": ", adoption.how());
  if (!adoption.result().empty()) {
    absl::StrAppend(&words, "\n→ ", FormatDate(adoption.result_on()), ": ", adoption.result());
  }
  return words;
}

void PrintExchange(const v1::Exchange& exchange, const OrganisationNames& names,
                   std::ostream& out) {
  FactSheet sheet(exchange.title(), InSwedish(exchange.state()));
  sheet.Add("slag", InSwedish(exchange.kind()));
  sheet.Add("dag", FormatDate(exchange.shared_on()));
  sheet.Add("aktör", names.Of(exchange.owner()));
  sheet.Add("fråga", exchange.text());
  sheet.Add("problem", exchange.problem());
  sheet.Add("gjordes", exchange.done());
  sheet.Add("resultat", exchange.result());
  sheet.Add("kostnad", exchange.cost());
  sheet.Add("råd", exchange.advice());
  std::vector<std::string> places(exchange.places().begin(), exchange.places().end());
  SortSwedish(places);
  sheet.Add("orter", absl::StrJoin(places, ", "));
  sheet.Add("serviceslag", OffersInSwedish(exchange.offers()));
  for (const std::string& link : exchange.links()) sheet.Add("se även", WithoutParent(link));
  for (const v1::ExchangeAdoption& adoption : exchange.adoptions()) {
    sheet.Add("tillämpas av", InWords(adoption, names));
  }
  sheet.Add("svar", CountOrNone(exchange.answer_count()));
  sheet.Add("besvarad av", exchange.accepted_answer() == 0
                               ? ""
                               : absl::StrCat("svar ", exchange.accepted_answer()));
  sheet.Add("revision", absl::StrCat(exchange.revision()));
  sheet.Add("namn", exchange.name());
  sheet.Print(out);
}

void AddShow(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string exchange;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "show", "Show one experience or question");
  AddExchangeOption(verb, options->exchange);
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::GetExchangeRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveExchange(context, options->exchange));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::GetExchangeResponse response,
                     context.Call(&Stub::GetExchange, request));
    if (context.options().json) return context.PrintJson(response);
    PrintExchange(response.exchange(), OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

// `Malå kommun, för Byföreningen, 2019-10-07 11:00 (rättat)`, and below it the answer.
std::string InWords(const v1::ExchangeAnswer& answer, const OrganisationNames& names) {
  std::string words = names.Of(answer.organisation());
  if (!answer.on_behalf_of().empty()) {
    absl::StrAppend(&words, ", för ", names.Of(answer.on_behalf_of()));
  }
  absl::StrAppend(&words, ", ", FormatMinute(answer.answered_at()));
  if (answer.corrected()) absl::StrAppend(&words, " (rättat)");
  return absl::StrCat(words, "\n", answer.text());
}

void AddAnswers(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string exchange;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "answers", "Show the answers, the earliest first");
  AddExchangeOption(verb, options->exchange);
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListExchangeAnswersRequest request;
    ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveExchange(context, options->exchange));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::ListExchangeAnswersResponse list,
                     context.CallAllPages(&Stub::ListExchangeAnswers, request));
    if (context.options().json) return context.PrintJson(list);
    const OrganisationNames names = OrganisationNames::Read(context);
    FactSheet sheet(Count(list.answers_size(), "svar", "svar"), "");
    for (const v1::ExchangeAnswer& answer : list.answers()) {
      sheet.Add(absl::StrCat(answer.entry()), InWords(answer, names));
    }
    sheet.Print(context.out());
    return absl::OkStatus();
  });
}

}  // namespace

void AddExchangeReading(CommandTree& tree, CLI::App& group) {
  AddList(tree, group);
  AddShow(tree, group);
  AddAnswers(tree, group);
}

}  // namespace samverk

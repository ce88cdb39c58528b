#include "services/exchanges/exchange_service.h"

#include <algorithm>
#include <string>

#include "absl/status/status.h"
#include "base/status_macros.h"
#include "samverk/v1/exchange.pb.h"
#include "services/exchanges/exchange_content.h"
#include "services/exchanges/exchange_rules.h"
#include "services/exchanges/exchange_search.h"
#include "services/exchanges/exchange_view.h"
#include "services/rpc/commands.h"
#include "services/rpc/queries.h"

namespace samverk::exchanges {
namespace {

absl::StatusOr<v1::Exchange> FindExchange(const runtime::ViewReader& view,
                                          const std::string& name) {
  ASSIGN_OR_RETURN(std::optional<v1::Exchange> exchange,
                   view.GetMessage<v1::Exchange>(kExchangeTable, ExchangeKey(name)));
  if (!exchange.has_value()) return Refusal(kExchangeNotFound).With("name", name);
  return *std::move(exchange);
}

absl::Status Get(const rpc::QueryContext& context, const v1::GetExchangeRequest& request,
                 v1::GetExchangeResponse& response) {
  ASSIGN_OR_RETURN(*response.mutable_exchange(), FindExchange(context.view, request.name()));
  return absl::OkStatus();
}

bool IsAbout(const v1::Exchange& exchange, v1::ServiceOffer offer) {
  return std::find(exchange.offers().begin(), exchange.offers().end(), offer) !=
         exchange.offers().end();
}

// Whether an exchange has what the filters ask for. The year is a range of keys.
bool Passes(const v1::ListExchangesRequest& filter, const v1::Exchange& exchange) {
  const bool state_passes = filter.state() == v1::EXCHANGE_STATE_UNSPECIFIED
                                ? exchange.state() != v1::EXCHANGE_STATE_WITHDRAWN
                                : exchange.state() == filter.state();
  if (!state_passes) return false;
  if (filter.kind() != v1::EXCHANGE_KIND_UNSPECIFIED && exchange.kind() != filter.kind()) {
    return false;
  }
  if (!filter.organisation().empty() && exchange.owner() != filter.organisation()) return false;
  if (filter.offer() != v1::SERVICE_OFFER_UNSPECIFIED && !IsAbout(exchange, filter.offer())) {
    return false;
  }
  return filter.adopted_by().empty() || FindAdoption(exchange, filter.adopted_by()) != nullptr;
}

// The shortest list that has everything that the filters ask for, as far as can be told.
std::string ListKey(const v1::ListExchangesRequest& filter) {
  if (!filter.adopted_by().empty()) return FacetKey(Facet::kAdopter, filter.adopted_by());
  if (!filter.organisation().empty()) return FacetKey(Facet::kOwner, filter.organisation());
  if (filter.offer() != v1::SERVICE_OFFER_UNSPECIFIED) {
    return FacetKey(Facet::kOffer, static_cast<int>(filter.offer()));
  }
  if (filter.state() != v1::EXCHANGE_STATE_UNSPECIFIED) {
    return FacetKey(Facet::kState, static_cast<int>(filter.state()));
  }
  if (filter.kind() != v1::EXCHANGE_KIND_UNSPECIFIED) {
    return FacetKey(Facet::kKind, static_cast<int>(filter.kind()));
  }
  return FacetKey(Facet::kAny, "");
}

// The days of `year` in the list that begins with `prefix`, the last one first. 0: all days.
rpc::KeyRange DaysOf(int year, const std::string& prefix) {
  if (year == 0) return {prefix, "", ""};
  return {prefix, prefix + DayKey(absl::CivilDay(year, 12, 31)),
          prefix + DayKey(absl::CivilDay(year - 1, 12, 31))};
}

absl::Status List(const rpc::QueryContext& context, const v1::ListExchangesRequest& request,
                  v1::ListExchangesResponse& response) {
  return rpc::ReadPage(
      context, request, response, kFacetTable, DaysOf(request.year(), ListKey(request)),
      [&](absl::string_view row) -> absl::StatusOr<size_t> {
        ASSIGN_OR_RETURN(const v1::Exchange exchange, FindExchange(context.view, std::string(row)));
        if (!Passes(request, exchange)) return 0;
        *response.add_exchanges() = exchange;
        return exchange.ByteSizeLong();
      });
}

absl::Status ListAnswers(const rpc::QueryContext& context,
                         const v1::ListExchangeAnswersRequest& request,
                         v1::ListExchangeAnswersResponse& response) {
  RETURN_IF_ERROR(FindExchange(context.view, request.parent()).status());
  return rpc::ReadPage(
      context, request, response, kAnswerTable, ExchangeKey(request.parent()),
      [&](absl::string_view row) -> absl::StatusOr<size_t> {
        if (!response.add_answers()->ParseFromArray(row.data(), static_cast<int>(row.size()))) {
          return Refusal(runtime::kViewDamaged);
        }
        return row.size();
      });
}

}  // namespace

void AddExchanges(runtime::Slices& slices) {
  runtime::CommandRegistry& commands = slices.commands;
  commands.AddResource<ExchangeRules>("exchanges");
  commands.AddCommand<ExchangeRules, v1::ShareExperienceRequest>();
  commands.AddCommand<ExchangeRules, v1::AskQuestionRequest>();
  commands.AddCommand<ExchangeRules, v1::AnswerExchangeRequest>();
  commands.AddCommand<ExchangeRules, v1::CorrectExchangeAnswerRequest>();
  commands.AddCommand<ExchangeRules, v1::RemoveExchangeAnswerRequest>();
  commands.AddCommand<ExchangeRules, v1::AcceptAnswerRequest>();
  commands.AddCommand<ExchangeRules, v1::CloseQuestionRequest>();
  commands.AddCommand<ExchangeRules, v1::ReopenQuestionRequest>();
  commands.AddCommand<ExchangeRules, v1::AdoptExchangeRequest>();
  commands.AddCommand<ExchangeRules, v1::RecordAdoptionResultRequest>();
  commands.AddCommand<ExchangeRules, v1::WithdrawAdoptionRequest>();
  commands.AddCommand<ExchangeRules, v1::EditExchangeRequest>();
  commands.AddCommand<ExchangeRules, v1::WithdrawExchangeRequest>();
  slices.projections.push_back(std::make_unique<ExchangeProjection>());
  slices.searchables.push_back({"exchanges", kExchangeView, 1, FindExchangeWords});
}

std::unique_ptr<rpc::BoundService> MakeExchangeService(runtime::Partnerships& partnerships) {
  auto service = std::make_unique<rpc::BoundService>(
      v1::ShareExperienceRequest::descriptor()->file()->FindServiceByName("ExchangeService"));
  rpc::BindCommand<v1::ShareExperienceResponse>(*service, "ShareExperience", partnerships);
  rpc::BindCommand<v1::AskQuestionResponse>(*service, "AskQuestion", partnerships);
  rpc::BindCommand<v1::AnswerExchangeResponse>(*service, "AnswerExchange", partnerships);
  rpc::BindCommand<v1::CorrectExchangeAnswerResponse>(*service, "CorrectExchangeAnswer",
                                                      partnerships);
  rpc::BindCommand<v1::RemoveExchangeAnswerResponse>(*service, "RemoveExchangeAnswer",
                                                     partnerships);
  rpc::BindCommand<v1::AcceptAnswerResponse>(*service, "AcceptAnswer", partnerships);
  rpc::BindCommand<v1::CloseQuestionResponse>(*service, "CloseQuestion", partnerships);
  rpc::BindCommand<v1::ReopenQuestionResponse>(*service, "ReopenQuestion", partnerships);
  rpc::BindCommand<v1::AdoptExchangeResponse>(*service, "AdoptExchange", partnerships);
  rpc::BindCommand<v1::RecordAdoptionResultResponse>(*service, "RecordAdoptionResult",
                                                     partnerships);
  rpc::BindCommand<v1::WithdrawAdoptionResponse>(*service, "WithdrawAdoption", partnerships);
  rpc::BindCommand<v1::EditExchangeResponse>(*service, "EditExchange", partnerships);
  rpc::BindCommand<v1::WithdrawExchangeResponse>(*service, "WithdrawExchange", partnerships);
  rpc::BindQuery<v1::GetExchangeRequest, v1::GetExchangeResponse>(*service, "GetExchange",
                                                                  partnerships, kExchangeView, Get);
  rpc::BindQuery<v1::ListExchangesRequest, v1::ListExchangesResponse>(
      *service, "ListExchanges", partnerships, kExchangeView, List);
  rpc::BindQuery<v1::ListExchangeAnswersRequest, v1::ListExchangeAnswersResponse>(
      *service, "ListExchangeAnswers", partnerships, kExchangeView, ListAnswers);
  service->CheckBound();
  return service;
}

}  // namespace samverk::exchanges

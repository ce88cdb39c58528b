#include "clients/cli/testing/fake_exchanges.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "clients/cli/testing/fake_server.h"
#include "grpcpp/server_context.h"
#include "samverk/v1/exchange.grpc.pb.h"
#include "samverk/v1/exchange_events.pb.h"

namespace samverk {
namespace {

class FakeExchanges : public v1::ExchangeService::Service {
 public:
  explicit FakeExchanges(FakeLedger& ledger) : ledger_(ledger) {}

  grpc::Status ShareExperience(grpc::ServerContext*, const v1::ShareExperienceRequest* request,
                               v1::ShareExperienceResponse* response) override {
    return Begun(*request, v1::ExperienceShared(), *response);
  }
  grpc::Status AskQuestion(grpc::ServerContext*, const v1::AskQuestionRequest* request,
                           v1::AskQuestionResponse* response) override {
    return Begun(*request, v1::QuestionAsked(), *response);
  }
  grpc::Status AnswerExchange(grpc::ServerContext*, const v1::AnswerExchangeRequest* request,
                              v1::AnswerExchangeResponse* response) override {
    return Recorded(*request, v1::ExchangeAnswerGiven(), *response);
  }
  grpc::Status CorrectExchangeAnswer(grpc::ServerContext*,
                                     const v1::CorrectExchangeAnswerRequest* request,
                                     v1::CorrectExchangeAnswerResponse* response) override {
    return Recorded(*request, v1::ExchangeAnswerCorrected(), *response);
  }
  grpc::Status RemoveExchangeAnswer(grpc::ServerContext*,
                                    const v1::RemoveExchangeAnswerRequest* request,
                                    v1::RemoveExchangeAnswerResponse* response) override {
    return Recorded(*request, v1::ExchangeAnswerRemoved(), *response);
  }
  grpc::Status AcceptAnswer(grpc::ServerContext*, const v1::AcceptAnswerRequest* request,
                            v1::AcceptAnswerResponse* response) override {
    return Recorded(*request, v1::AnswerAccepted(), *response);
  }
  grpc::Status CloseQuestion(grpc::ServerContext*, const v1::CloseQuestionRequest* request,
                             v1::CloseQuestionResponse* response) override {
    return Recorded(*request, v1::QuestionClosed(), *response);
  }
  grpc::Status ReopenQuestion(grpc::ServerContext*, const v1::ReopenQuestionRequest* request,
                              v1::ReopenQuestionResponse* response) override {
    return Recorded(*request, v1::QuestionReopened(), *response);
  }
  grpc::Status AdoptExchange(grpc::ServerContext*, const v1::AdoptExchangeRequest* request,
                             v1::AdoptExchangeResponse* response) override {
    return Recorded(*request, v1::ExchangeAdopted(), *response);
  }
  grpc::Status RecordAdoptionResult(grpc::ServerContext*,
                                    const v1::RecordAdoptionResultRequest* request,
                                    v1::RecordAdoptionResultResponse* response) override {
    return Recorded(*request, v1::AdoptionResultRecorded(), *response);
  }
  grpc::Status WithdrawAdoption(grpc::ServerContext*, const v1::WithdrawAdoptionRequest* request,
                                v1::WithdrawAdoptionResponse* response) override {
    return Recorded(*request, v1::AdoptionWithdrawn(), *response);
  }
  grpc::Status EditExchange(grpc::ServerContext*, const v1::EditExchangeRequest* request,
                            v1::EditExchangeResponse* response) override {
    return Recorded(*request, v1::ExchangeCorrected(), *response);
  }
  grpc::Status WithdrawExchange(grpc::ServerContext*, const v1::WithdrawExchangeRequest* request,
                                v1::WithdrawExchangeResponse* response) override {
    return Recorded(*request, v1::ExchangeWithdrawn(), *response);
  }

  grpc::Status GetExchange(grpc::ServerContext*, const v1::GetExchangeRequest* request,
                           v1::GetExchangeResponse* response) override {
    ledger_.latest.Note(*request);
    for (const v1::Exchange& exchange : ledger_.exchanges) {
      if (exchange.name() == request->name()) *response->mutable_exchange() = exchange;
    }
    return grpc::Status::OK;
  }
  grpc::Status ListExchanges(grpc::ServerContext*, const v1::ListExchangesRequest* request,
                             v1::ListExchangesResponse* response) override {
    ledger_.latest.Note(*request);
    if (request->state() == v1::EXCHANGE_STATE_WITHDRAWN) return grpc::Status::OK;
    for (const v1::Exchange& exchange : ledger_.exchanges) *response->add_exchanges() = exchange;
    return grpc::Status::OK;
  }
  grpc::Status ListExchangeAnswers(grpc::ServerContext*,
                                   const v1::ListExchangeAnswersRequest* request,
                                   v1::ListExchangeAnswersResponse* response) override {
    ledger_.latest.Note(*request);
    for (const v1::ExchangeAnswer& answer : ledger_.exchange_answers) {
      *response->add_answers() = answer;
    }
    return grpc::Status::OK;
  }

 private:
  template <typename Request, typename Response>
  grpc::Status Recorded(const Request& request, const google::protobuf::Message& fact,
                        Response& response) {
    ledger_.latest.Note(request);
    *response.mutable_result() = ledger_.Record(request.request_id(), request.name(), fact);
    return grpc::Status::OK;
  }

  template <typename Request, typename Response>
  grpc::Status Begun(const Request& request, const google::protobuf::Message& fact,
                     Response& response) {
    ledger_.latest.Note(request);
    const std::string name = absl::StrCat(request.parent(), "/exchanges/", request.exchange_id());
    *response.mutable_result() = ledger_.Record(request.request_id(), name, fact);
    return grpc::Status::OK;
  }

  FakeLedger& ledger_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeFakeExchanges(FakeLedger& ledger) {
  return std::make_unique<FakeExchanges>(ledger);
}

}  // namespace samverk

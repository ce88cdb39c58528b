#include "services/overview/overview_service.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "samverk/v1/overview.pb.h"
#include "services/overview/overview_sections.h"
#include "services/rpc/answer_day.h"
#include "services/rpc/queries.h"
#include "services/runtime/read_point.h"

namespace samverk::overview {
namespace {

using Readers = std::vector<runtime::ViewReader>;

// The views that are read, in the order of OverviewViews.
constexpr const char* kViews[] = {"action_plans", "follow_ups",     "partnership",
                                  "plans",        "service_points", "workshops"};

OverviewQuestion QuestionOf(const v1::GetOverviewRequest& request, const Clock& clock) {
  OverviewQuestion question;
  question.partnership = request.parent();
  question.day =
      request.has_on() ? ToCivilDay(request.on()) : rpc::AnswerDay(request.read(), clock);
  question.first_year = request.first_year();
  question.last_year = request.last_year();
  question.organisation = request.organisation();
  return question;
}

bool Asks(const v1::GetOverviewRequest& request, v1::OverviewSection section) {
  return request.sections().empty() ||
         std::find(request.sections().begin(), request.sections().end(), section) !=
             request.sections().end();
}

absl::Status Answer(const OverviewViews& views, const OverviewQuestion& question,
                    const v1::GetOverviewRequest& request, v1::GetOverviewResponse& response) {
  ASSIGN_OR_RETURN(const OverviewFacts facts, ReadFacts(views, question.day));
  if (Asks(request, v1::OVERVIEW_SECTION_PLANS)) {
    RETURN_IF_ERROR(PutPlans(views, facts, question, response));
  }
  if (Asks(request, v1::OVERVIEW_SECTION_WORK)) {
    RETURN_IF_ERROR(PutWork(views, question, response));
  }
  if (Asks(request, v1::OVERVIEW_SECTION_INDICATORS)) {
    RETURN_IF_ERROR(PutIndicators(views, facts, question, response));
  }
  if (Asks(request, v1::OVERVIEW_SECTION_OVERDUE)) {
    RETURN_IF_ERROR(PutOverdue(views, facts, question, response));
  }
  if (Asks(request, v1::OVERVIEW_SECTION_DECISIONS)) {
    RETURN_IF_ERROR(PutDecisions(views, facts, question, response));
  }
  if (Asks(request, v1::OVERVIEW_SECTION_SERVICE)) {
    RETURN_IF_ERROR(PutService(views, question, response));
  }
  return absl::OkStatus();
}

void GetOverview(runtime::Partnerships& partnerships, const rpc::Call& call,
                 const v1::GetOverviewRequest& request, v1::GetOverviewResponse& response,
                 std::function<void(absl::Status)> done) {
  const absl::StatusOr<rpc::AskedOf> asked = rpc::BeginQuery(call, request, partnerships);
  if (!asked.ok()) return done(asked.status());
  runtime::Partnership& partnership = *asked->partnership;
  std::vector<runtime::ProjectionRunner*> views;
  views.reserve(std::size(kViews));
  for (const char* name : kViews) views.push_back(&partnership.view(name));
  rpc::WhenAllReadable(std::move(views), asked->point, call.deadline,
                       [&partnership, &request, &response,
                        done = std::move(done)](const absl::StatusOr<Readers>& readers) {
                         if (!readers.ok()) return done(readers.status());
                         const Readers& read = *readers;
                         const OverviewViews as_of{read[0], read[1], read[2],
                                                   read[3], read[4], read[5]};
                         const OverviewQuestion question = QuestionOf(request, partnership.clock());
                         *response.mutable_as_of_position() =
                             runtime::ToProto(read.front().as_of(), partnership.log());
                         *response.mutable_on() = ToDate(question.day);
                         done(Answer(as_of, question, request, response));
                       });
}

}  // namespace

std::unique_ptr<rpc::BoundService> MakeOverviewService(runtime::Partnerships& partnerships) {
  auto service = std::make_unique<rpc::BoundService>(
      v1::GetOverviewRequest::descriptor()->file()->FindServiceByName("OverviewService"));
  service->BindUnary(
      "GetOverview",
      [&partnerships](const rpc::Call& call, const google::protobuf::Message& request,
                      google::protobuf::Message& response, std::function<void(absl::Status)> done) {
        GetOverview(partnerships, call, static_cast<const v1::GetOverviewRequest&>(request),
                    static_cast<v1::GetOverviewResponse&>(response), std::move(done));
      });
  service->CheckBound();
  return service;
}

}  // namespace samverk::overview

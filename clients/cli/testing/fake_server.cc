#include "clients/cli/testing/fake_server.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "clients/cli/testing/fake_discussions.h"
#include "clients/cli/testing/fake_exchanges.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/security/server_credentials.h"
#include "samverk/v1/partnership_events.pb.h"
#include "samverk/v1/plan_events.pb.h"
#include "samverk/v1/workshop_events.pb.h"

namespace samverk {
namespace {

constexpr char kEpoch[] = "0199a1b2-0000-7000-8000-00000000e90c";
constexpr char kParent[] = "partnerships/vasterbotten";

// A refusal with its Swedish words, as the real server sends it.
grpc::Status Refuse(grpc::StatusCode code, const char* reason, const char* swedish) {
  google::rpc::Status status;
  status.set_code(code);
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  status.add_details()->PackFrom(info);
  google::rpc::LocalizedMessage localized;
  localized.set_message(swedish);
  status.add_details()->PackFrom(localized);
  return grpc::Status(code, reason, status.SerializeAsString());
}

class FakeAdmin : public v1::AdminService::Service {
 public:
  explicit FakeAdmin(FakeLedger& ledger) : ledger_(ledger) {}

  grpc::Status ListPartnerships(grpc::ServerContext*, const v1::ListPartnershipsRequest*,
                                v1::ListPartnershipsResponse* response) override {
    for (v1::Partnership partnership : ledger_.partnerships) {
      *partnership.mutable_head() = ledger_.Head();
      *response->add_partnerships() = partnership;
    }
    return grpc::Status::OK;
  }

  grpc::Status CreatePartnership(grpc::ServerContext*, const v1::CreatePartnershipRequest* request,
                                 v1::CreatePartnershipResponse* response) override {
    v1::Partnership partnership;
    partnership.set_name(absl::StrCat("partnerships/", request->partnership_id()));
    partnership.set_display_name(request->display_name());
    partnership.set_county(request->county());
    partnership.set_meetings_per_year_min(request->meetings_per_year_min());
    ledger_.partnerships.push_back(partnership);
    *response->mutable_result() =
        ledger_.Record(request->request_id(), partnership.name(), v1::PartnershipCreated());
    return grpc::Status::OK;
  }

 private:
  FakeLedger& ledger_;
};

class FakeMembers : public v1::PartnershipService::Service {
 public:
  explicit FakeMembers(FakeLedger& ledger) : ledger_(ledger) {}

  grpc::Status AdmitOrganisation(grpc::ServerContext*, const v1::AdmitOrganisationRequest* request,
                                 v1::AdmitOrganisationResponse* response) override {
    if (request->display_name() == "refuse") {
      return Refuse(grpc::StatusCode::INVALID_ARGUMENT, "MALFORMED", "Begäran är felaktig.");
    }
    v1::Organisation organisation;
    organisation.set_name(
        absl::StrCat(request->parent(), "/organisations/", request->organisation_id()));
    organisation.set_kind(request->kind());
    organisation.set_display_name(request->display_name());
    *organisation.mutable_joined_on() = request->joined_on();
    ledger_.organisations[organisation.name()] = organisation;
    v1::OrganisationAdmitted admitted;
    admitted.set_display_name(request->display_name());
    *admitted.mutable_joined_on() = request->joined_on();
    *response->mutable_result() =
        ledger_.Record(request->request_id(), organisation.name(), admitted);
    return grpc::Status::OK;
  }

  grpc::Status EditOrganisation(grpc::ServerContext*, const v1::EditOrganisationRequest* request,
                                v1::EditOrganisationResponse* response) override {
    v1::Organisation& organisation = ledger_.organisations[request->name()];
    if (request->expected_revision() != organisation.revision()) {
      return Refuse(grpc::StatusCode::ABORTED, "STALE_REVISION", "Någon hann före.");
    }
    v1::OrganisationRenamed renamed;
    renamed.set_display_name(request->edits(0).display_name());
    organisation.set_display_name(renamed.display_name());
    organisation.set_revision(organisation.revision() + 1);
    *response->mutable_result() = ledger_.Record(request->request_id(), request->name(), renamed);
    return grpc::Status::OK;
  }

  grpc::Status GetOrganisation(grpc::ServerContext*, const v1::GetOrganisationRequest* request,
                               v1::GetOrganisationResponse* response) override {
    const auto found = ledger_.organisations.find(request->name());
    if (found == ledger_.organisations.end()) {
      return Refuse(grpc::StatusCode::NOT_FOUND, "ORGANISATION_NOT_FOUND", "Aktören finns inte.");
    }
    *response->mutable_organisation() = found->second;
    return grpc::Status::OK;
  }

  grpc::Status RegisterPerson(grpc::ServerContext*, const v1::RegisterPersonRequest* request,
                              v1::RegisterPersonResponse* response) override {
    v1::Person person;
    person.set_name(absl::StrCat(request->parent(), "/people/", request->person_id()));
    if (ledger_.people.contains(person.name())) {
      return Refuse(grpc::StatusCode::ALREADY_EXISTS, "PERSON_EXISTS", "Personen finns redan.");
    }
    person.set_organisation(request->organisation());
    person.set_role(request->role());
    *person.mutable_details() = request->details();
    v1::PersonRole& role = *person.add_roles();
    role.set_organisation(request->organisation());
    role.set_role(request->role());
    ledger_.people[person.name()] = person;
    v1::PersonRegistered registered;
    registered.set_role(request->role());
    *response->mutable_result() = ledger_.Record(request->request_id(), person.name(), registered);
    return grpc::Status::OK;
  }

  grpc::Status EditPerson(grpc::ServerContext*, const v1::EditPersonRequest* request,
                          v1::EditPersonResponse* response) override {
    ledger_.last_person_edit = *request;
    v1::Person& person = ledger_.people[request->name()];
    person.set_revision(person.revision() + 1);
    for (const v1::PersonEdit& edit : request->edits()) {
      if (edit.has_display_name()) {
        person.mutable_details()->set_display_name(edit.display_name());
      }
    }
    *response->mutable_result() =
        ledger_.Record(request->request_id(), request->name(), v1::PersonRenamed());
    return grpc::Status::OK;
  }

  grpc::Status GetPerson(grpc::ServerContext*, const v1::GetPersonRequest* request,
                         v1::GetPersonResponse* response) override {
    *response->mutable_person() = ledger_.people[request->name()];
    return grpc::Status::OK;
  }

  grpc::Status ListPeople(grpc::ServerContext*, const v1::ListPeopleRequest* request,
                          v1::ListPeopleResponse* response) override {
    ledger_.last_people_list = *request;
    for (const auto& [name, person] : ledger_.people) *response->add_people() = person;
    return grpc::Status::OK;
  }

  grpc::Status ListOrganisations(grpc::ServerContext*, const v1::ListOrganisationsRequest*,
                                 v1::ListOrganisationsResponse* response) override {
    for (const auto& [name, organisation] : ledger_.organisations) {
      *response->add_organisations() = organisation;
    }
    return grpc::Status::OK;
  }

 private:
  FakeLedger& ledger_;
};

class FakeWorkshops : public v1::WorkshopService::Service {
 public:
  explicit FakeWorkshops(FakeLedger& ledger) : ledger_(ledger) {}

  // One workshop a page, so that paging is always needed.
  grpc::Status ListWorkshops(grpc::ServerContext*, const v1::ListWorkshopsRequest* request,
                             v1::ListWorkshopsResponse* response) override {
    ledger_.last_list = *request;
    if (request->state() == v1::WORKSHOP_STATE_WITHDRAWN) return grpc::Status::OK;
    const size_t index = request->page_token().size();
    if (index < ledger_.workshops.size()) *response->add_workshops() = ledger_.workshops[index];
    if (index + 1 < ledger_.workshops.size()) {
      response->set_next_page_token(std::string(index + 1, 'x'));
    }
    return grpc::Status::OK;
  }

  grpc::Status CancelWorkshop(grpc::ServerContext* context,
                              const v1::CancelWorkshopRequest* request,
                              v1::CancelWorkshopResponse* response) override {
    ledger_.last_cancel = *request;
    const auto act_as = context->client_metadata().find("samverk-act-as");
    if (act_as != context->client_metadata().end()) {
      ledger_.last_act_as.assign(act_as->second.data(), act_as->second.size());
    }
    for (v1::Workshop& workshop : ledger_.workshops) {
      if (workshop.name() != request->name()) continue;
      if (workshop.state() == v1::WORKSHOP_STATE_HELD) {
        return Refuse(grpc::StatusCode::FAILED_PRECONDITION, "WORKSHOP_ALREADY_HELD",
                      "Verkstaden är redan genomförd.");
      }
      workshop.set_state(v1::WORKSHOP_STATE_CANCELLED);
    }
    *response->mutable_result() =
        ledger_.Record(request->request_id(), request->name(), v1::WorkshopCancelled());
    return grpc::Status::OK;
  }

 private:
  FakeLedger& ledger_;
};

class FakePlans : public v1::PlanService::Service {
 public:
  explicit FakePlans(FakeLedger& ledger) : ledger_(ledger) {}

  grpc::Status GetPlan(grpc::ServerContext*, const v1::GetPlanRequest* request,
                       v1::GetPlanResponse* response) override {
    ledger_.last_get_plan = *request;
    for (const v1::Plan& plan : ledger_.plans) {
      if (plan.name() != request->name()) continue;
      *response->mutable_plan() = plan;
      *response->mutable_as_of_position() = ledger_.Head();
      return grpc::Status::OK;
    }
    return Refuse(grpc::StatusCode::NOT_FOUND, "PLAN_NOT_FOUND", "Serviceplanen finns inte.");
  }

  grpc::Status ListPlans(grpc::ServerContext*, const v1::ListPlansRequest* request,
                         v1::ListPlansResponse* response) override {
    if (request->phase() == v1::PLAN_PHASE_WITHDRAWN) return grpc::Status::OK;
    for (const v1::Plan& plan : ledger_.plans) *response->add_plans() = plan;
    return grpc::Status::OK;
  }

  grpc::Status GetPlanRevision(grpc::ServerContext*, const v1::GetPlanRevisionRequest* request,
                               v1::GetPlanRevisionResponse* response) override {
    const auto found = ledger_.plan_revisions.find(request->name());
    if (found == ledger_.plan_revisions.end()) {
      return Refuse(grpc::StatusCode::NOT_FOUND, "REVISION_NOT_FOUND", "Revideringen finns inte.");
    }
    *response->mutable_revision() = found->second;
    return grpc::Status::OK;
  }

  grpc::Status ComparePlan(grpc::ServerContext*, const v1::ComparePlanRequest* request,
                           v1::ComparePlanResponse* response) override {
    ledger_.last_compare = *request;
    *response = ledger_.comparison;
    return grpc::Status::OK;
  }

  grpc::Status EditPlan(grpc::ServerContext* context, const v1::EditPlanRequest* request,
                        v1::EditPlanResponse* response) override {
    if (ledger_.server_is_gone) return grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone");
    const auto device = context->client_metadata().find("samverk-device");
    if (device != context->client_metadata().end()) {
      ledger_.last_device.assign(device->second.data(), device->second.size());
    }
    ledger_.plan_edits.push_back(*request);
    v1::CommandResult& result = *response->mutable_result();
    result = ledger_.Record(request->request_id(), request->name(), v1::PlanEdited());
    for (int i = 0; i < request->edits_size(); ++i) {
      const auto wanted = ledger_.next_outcomes.find(i);
      const v1::EditOutcome outcome =
          wanted == ledger_.next_outcomes.end() ? v1::EDIT_OUTCOME_ACCEPTED : wanted->second;
      result.add_outcomes(outcome);
      v1::EditRemark remark;
      remark.set_edit(i);
      if (outcome == v1::EDIT_OUTCOME_CONFLICT) {
        remark.set_conflict(absl::StrCat(request->name(), "/conflicts/14"));
        *result.add_remarks() = remark;
      } else if (outcome == v1::EDIT_OUTCOME_REJECTED) {
        remark.set_reason("GOAL_NOT_FOUND");
        remark.set_message_sv("Målet finns inte i planen.");
        *result.add_remarks() = remark;
      }
    }
    return grpc::Status::OK;
  }

  grpc::Status AdoptPlan(grpc::ServerContext*, const v1::AdoptPlanRequest* request,
                         v1::AdoptPlanResponse* response) override {
    ledger_.last_adopt = *request;
    return Recorded(*request, v1::PlanAdopted(), *response);
  }

  grpc::Status ExtendPlan(grpc::ServerContext*, const v1::ExtendPlanRequest* request,
                          v1::ExtendPlanResponse* response) override {
    ledger_.last_extend = *request;
    return Recorded(*request, v1::PlanExtended(), *response);
  }

  grpc::Status CorrectPlan(grpc::ServerContext*, const v1::CorrectPlanRequest* request,
                           v1::CorrectPlanResponse* response) override {
    ledger_.last_correct = *request;
    return Recorded(*request, v1::PlanCorrected(), *response);
  }

  grpc::Status CreatePlan(grpc::ServerContext*, const v1::CreatePlanRequest* request,
                          v1::CreatePlanResponse* response) override {
    const std::string name = absl::StrCat(request->parent(), "/plans/", request->plan_id());
    if (!ledger_.answered.contains(request->request_id())) {
      v1::Plan& plan = ledger_.plans.emplace_back();
      plan.set_name(name);
      plan.set_owner(request->owner());
      plan.set_title(request->title());
    }
    *response->mutable_result() = ledger_.Record(request->request_id(), name, v1::PlanCreated());
    return grpc::Status::OK;
  }

  grpc::Status ProposePlan(grpc::ServerContext*, const v1::ProposePlanRequest* request,
                           v1::ProposePlanResponse* response) override {
    return Recorded(*request, v1::PlanProposed(), *response);
  }

  grpc::Status ListPlanConflicts(grpc::ServerContext*, const v1::ListPlanConflictsRequest*,
                                 v1::ListPlanConflictsResponse* response) override {
    for (const v1::PlanConflict& conflict : ledger_.conflicts) {
      *response->add_conflicts() = conflict;
    }
    return grpc::Status::OK;
  }

  grpc::Status GetPlanConflict(grpc::ServerContext*, const v1::GetPlanConflictRequest* request,
                               v1::GetPlanConflictResponse* response) override {
    for (const v1::PlanConflict& conflict : ledger_.conflicts) {
      if (conflict.name() != request->name()) continue;
      *response->mutable_conflict() = conflict;
      return grpc::Status::OK;
    }
    return Refuse(grpc::StatusCode::NOT_FOUND, "CONFLICT_NOT_FOUND", "Konflikten finns inte.");
  }

  grpc::Status ResolvePlanConflict(grpc::ServerContext*,
                                   const v1::ResolvePlanConflictRequest* request,
                                   v1::ResolvePlanConflictResponse* response) override {
    ledger_.last_resolve = *request;
    return Recorded(*request, v1::PlanConflictResolved(), *response);
  }

 private:
  template <typename Request, typename Response>
  grpc::Status Recorded(const Request& request, const google::protobuf::Message& fact,
                        Response& response) {
    *response.mutable_result() = ledger_.Record(request.request_id(), request.name(), fact);
    return grpc::Status::OK;
  }

  FakeLedger& ledger_;
};

class FakeSearch : public v1::SearchService::Service {
 public:
  explicit FakeSearch(FakeLedger& ledger) : ledger_(ledger) {}

  // Two hits a page, so that paging is needed.
  grpc::Status Search(grpc::ServerContext*, const v1::SearchRequest* request,
                      v1::SearchResponse* response) override {
    constexpr size_t kHitsPerPage = 2;
    ledger_.last_search = *request;
    const size_t first = request->page_token().size();
    const size_t end = std::min({first + kHitsPerPage, ledger_.hits.size(),
                                 first + static_cast<size_t>(request->page_size())});
    for (size_t i = first; i < end; ++i) *response->add_hits() = ledger_.hits[i];
    if (end < ledger_.hits.size()) response->set_next_page_token(std::string(end, 'x'));
    response->set_hit_count(static_cast<int32_t>(ledger_.hits.size()));
    response->set_some_words_only(ledger_.some_words_only);
    return grpc::Status::OK;
  }

 private:
  FakeLedger& ledger_;
};

class FakeLinks : public v1::LinkService::Service {
 public:
  explicit FakeLinks(FakeLedger& ledger) : ledger_(ledger) {}

  grpc::Status ListLinks(grpc::ServerContext*, const v1::ListLinksRequest* request,
                         v1::ListLinksResponse* response) override {
    ledger_.last_links = *request;
    for (const v1::Link& link : ledger_.links) *response->add_links() = link;
    return grpc::Status::OK;
  }

 private:
  FakeLedger& ledger_;
};

class FakeAudit : public v1::AuditService::Service {
 public:
  explicit FakeAudit(FakeLedger& ledger) : ledger_(ledger) {}

  grpc::Status GetHistory(grpc::ServerContext*, const v1::GetHistoryRequest* request,
                          v1::GetHistoryResponse* response) override {
    for (const v1::RecordedEvent& event : ledger_.events) {
      if (event.resource() == request->name()) *response->add_events() = event;
    }
    return grpc::Status::OK;
  }

 private:
  FakeLedger& ledger_;
};

class FakeFeed : public v1::FeedService::Service {
 public:
  explicit FakeFeed(FakeLedger& ledger) : ledger_(ledger) {}

  grpc::Status Subscribe(grpc::ServerContext* context, const v1::SubscribeRequest* request,
                         grpc::ServerWriter<v1::SubscribeResponse>* writer) override {
    for (const v1::RecordedEvent& event : ledger_.events) {
      if (event.position().position() <= request->after().position()) continue;
      v1::SubscribeResponse frame;
      *frame.mutable_event() = event;
      writer->Write(frame);
    }
    v1::SubscribeResponse frame;
    *frame.mutable_caught_up()->mutable_position() = ledger_.Head();
    writer->Write(frame);
    v1::SubscribeResponse heartbeat;
    heartbeat.mutable_heartbeat();
    // Like the real one, goes on until the caller hangs up.
    while (!context->IsCancelled() && writer->Write(heartbeat)) continue;
    return grpc::Status::OK;
  }

 private:
  FakeLedger& ledger_;
};

}  // namespace

v1::LedgerPosition FakeLedger::Head() const {
  v1::LedgerPosition head;
  head.set_epoch(kEpoch);
  head.set_position(static_cast<int64_t>(events.size()));
  return head;
}

v1::CommandResult FakeLedger::Record(const std::string& request_id, const std::string& resource,
                                     const google::protobuf::Message& fact) {
  const auto found = answered.find(request_id);
  if (found != answered.end()) return found->second;
  int64_t revision = 0;
  for (const v1::RecordedEvent& event : events) revision += event.resource() == resource ? 1 : 0;
  v1::RecordedEvent& event = events.emplace_back();
  *event.mutable_position() = Head();
  event.set_resource(resource);
  event.set_revision(revision);
  event.set_type(fact.GetDescriptor()->full_name());
  event.mutable_event()->PackFrom(fact);
  event.set_request_id(request_id);
  v1::CommandResult result;
  result.set_name(resource);
  result.set_revision(revision);
  *result.mutable_position() = event.position();
  answered[request_id] = result;
  return result;
}

FakeServer::FakeServer(std::vector<std::unique_ptr<grpc::Service>> more)
    : services_(std::move(more)) {
  services_.push_back(std::make_unique<FakeAdmin>(ledger_));
  services_.push_back(std::make_unique<FakeMembers>(ledger_));
  services_.push_back(std::make_unique<FakeWorkshops>(ledger_));
  services_.push_back(std::make_unique<FakePlans>(ledger_));
  services_.push_back(MakeFakeExchanges(ledger_));
  services_.push_back(MakeFakeDiscussions(ledger_));
  services_.push_back(std::make_unique<FakeSearch>(ledger_));
  services_.push_back(std::make_unique<FakeLinks>(ledger_));
  services_.push_back(std::make_unique<FakeAudit>(ledger_));
  services_.push_back(std::make_unique<FakeFeed>(ledger_));
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  for (const auto& service : services_) builder.RegisterService(service.get());
  server_ = builder.BuildAndStart();
  CHECK(server_ != nullptr);
  address_ = absl::StrCat("127.0.0.1:", port);
}

FakeServer::~FakeServer() { server_->Shutdown(); }

void FakeServer::AddWorkshop(absl::string_view id, absl::string_view title) {
  v1::Workshop& workshop = ledger_.workshops.emplace_back();
  workshop.set_name(absl::StrCat(kParent, "/workshops/", id));
  workshop.set_host(absl::StrCat(kParent, "/organisations/2421"));
  workshop.set_title(std::string(title));
  workshop.set_state(v1::WORKSHOP_STATE_PLANNED);
}

v1::Plan& FakeServer::AddPlan(absl::string_view id, absl::string_view title) {
  v1::Plan& plan = ledger_.plans.emplace_back();
  plan.set_name(absl::StrCat(kParent, "/plans/", id));
  plan.set_owner(absl::StrCat(kParent, "/organisations/2421"));
  plan.set_title(std::string(title));
  plan.set_phase(v1::PLAN_PHASE_DRAFT);
  plan.set_revision(7);
  v1::PlanSection& section = *plan.add_sections();
  section.set_element("1f3a0000-0000-4000-8000-000000000001");
  section.set_title("Syfte och mål");
  section.set_text("Alla ska nå service.");
  return plan;
}

}  // namespace samverk

// FakeServer: a server in this process that knows one partnership, its organisations, people,
// workshops and plans, as far as the tests of the command line need. It remembers requests
// like the real one: a repeated one gets the identical answer.

#ifndef SAMVERK_CLIENTS_CLI_TESTING_FAKE_SERVER_H_
#define SAMVERK_CLIENTS_CLI_TESTING_FAKE_SERVER_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/cli/testing/latest_requests.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "grpcpp/server_context.h"
#include "samverk/v1/admin.grpc.pb.h"
#include "samverk/v1/audit.grpc.pb.h"
#include "samverk/v1/discussion.pb.h"
#include "samverk/v1/exchange.pb.h"
#include "samverk/v1/feed.grpc.pb.h"
#include "samverk/v1/link.grpc.pb.h"
#include "samverk/v1/partnership.grpc.pb.h"
#include "samverk/v1/plan.grpc.pb.h"
#include "samverk/v1/search.grpc.pb.h"
#include "samverk/v1/workshop.grpc.pb.h"

namespace samverk {

// What the services share. One call at a time: tests wait for each.
struct FakeLedger {
  std::vector<v1::RecordedEvent> events;
  std::map<std::string, v1::CommandResult> answered;  // By request id.
  std::vector<v1::Partnership> partnerships;
  std::map<std::string, v1::Organisation> organisations;
  std::vector<v1::Workshop> workshops;
  std::map<std::string, v1::Person> people;
  v1::EditPersonRequest last_person_edit;
  v1::ListPeopleRequest last_people_list;
  v1::ListWorkshopsRequest last_list;
  v1::CancelWorkshopRequest last_cancel;
  std::string last_act_as;
  std::vector<v1::Plan> plans;
  std::map<std::string, v1::PlanRevision> plan_revisions;  // By name.
  std::vector<v1::PlanConflict> conflicts;
  std::vector<v1::EditPlanRequest> plan_edits;
  // What the next edits come to, in their order; ACCEPTED where it says nothing.
  std::map<int, v1::EditOutcome> next_outcomes;
  bool server_is_gone = false;  // No edit of a plan is answered.
  v1::ComparePlanRequest last_compare;
  v1::ComparePlanResponse comparison;
  v1::GetPlanRequest last_get_plan;
  v1::AdoptPlanRequest last_adopt;
  v1::ExtendPlanRequest last_extend;
  v1::CorrectPlanRequest last_correct;
  v1::ResolvePlanConflictRequest last_resolve;
  std::string last_device;
  std::vector<v1::Exchange> exchanges;
  std::vector<v1::ExchangeAnswer> exchange_answers;
  std::vector<v1::Discussion> discussions;
  std::vector<v1::DiscussionPost> discussion_posts;
  LatestRequests latest;  // Of those who do not keep their own above.
  std::vector<v1::SearchHit> hits;  // Found by any question, two a page.
  bool some_words_only = false;
  v1::SearchRequest last_search;
  std::vector<v1::Link> links;  // Of any resource.
  v1::ListLinksRequest last_links;

  v1::LedgerPosition Head() const;
  // Records `fact` unless the request was answered before.
  v1::CommandResult Record(const std::string& request_id, const std::string& resource,
                           const google::protobuf::Message& fact);
};

class FakeServer {
 public:
  // Beside what it knows itself it has `more` services.
  explicit FakeServer(std::vector<std::unique_ptr<grpc::Service>> more = {});
  ~FakeServer();

  // Where it listens.
  const std::string& address() const { return address_; }
  FakeLedger& ledger() { return ledger_; }

  // Adds a planned workshop of this id.
  void AddWorkshop(absl::string_view id, absl::string_view title);
  // Adds a plan of this id with one section, and returns it.
  v1::Plan& AddPlan(absl::string_view id, absl::string_view title);

 private:
  FakeLedger ledger_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_TESTING_FAKE_SERVER_H_

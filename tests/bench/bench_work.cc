#include "tests/bench/bench_work.h"

#include <array>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/clock.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "google/protobuf/message.h"
#include "grpcpp/client_context.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "samverk/testing/v1/bench.pb.h"
#include "samverk/v1/admin.grpc.pb.h"
#include "samverk/v1/partnership.grpc.pb.h"
#include "samverk/v1/workshop.grpc.pb.h"
#include "samverk/v1/workshop_events.pb.h"

namespace samverk {
namespace {

constexpr char kPartnership[] = "partnerships/bench";
constexpr char kHost[] = "partnerships/bench/organisations/region-vasterbotten";
constexpr absl::Duration kSetUpMax = absl::Seconds(30);
// A workshop takes 10,000 notes; then the client plans the next.
constexpr int kNotesPerWorkshop = 9'000;
// What AppendResponse takes: two positions of three bytes.
constexpr int kAppendAnswerBytes = 8;

std::string NewId() { return Uuid::V7(Clock::System()).ToString(); }

grpc::ByteBuffer Serialize(const google::protobuf::Message& message) {
  grpc::Slice slice(message.ByteSizeLong());
  message.SerializeWithCachedSizesToArray(const_cast<uint8_t*>(slice.begin()));
  return grpc::ByteBuffer(&slice, 1);
}

template <typename Message>
absl::StatusOr<Message> Parse(grpc::ByteBuffer bytes) {
  Message message;
  if (!grpc::SerializationTraits<Message>::Deserialize(&bytes, &message).ok()) {
    return absl::DataLossError("an answer that is no " + Message::descriptor()->full_name());
  }
  return message;
}

absl::Status ToAbsl(const grpc::Status& status) {
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
}

// ---- Without rules ----------------------------------------------------------------------------

class AppendWork final : public BenchWork {
 public:
  explicit AppendWork(const BenchWorkOptions& options) {
    for (std::string& stream : streams_) stream = absl::StrCat("workshops/", NewId());
    request_.set_payload(std::string(static_cast<size_t>(options.payload_bytes), 'x'));
    if (options.events_per_append > 1) request_.set_event_count(options.events_per_append);
  }

  Request Next(int client) override { return {&method_, Serialize(NextRequest(client))}; }

  absl::Status Take(int, grpc::ByteBuffer answer) override {
    return Parse<testing::v1::AppendResponse>(answer).status();
  }

  testing::v1::AppendRequest NextRequest(int client) const {
    testing::v1::AppendRequest request = request_;
    request.set_request_id(NewId());
    request.set_stream(streams_[static_cast<size_t>(client)]);
    return request;
  }

 private:
  const std::string method_ = "/samverk.testing.v1.RawAppendService/Append";
  std::array<std::string, kBenchClientsMax> streams_;
  testing::v1::AppendRequest request_;  // All but what differs.
};

class EchoWork final : public BenchWork {
 public:
  explicit EchoWork(const BenchWorkOptions& options) {
    const size_t size = AppendWork(options).NextRequest(0).ByteSizeLong();
    request_.set_answer_bytes(kAppendAnswerBytes);
    while (request_.ByteSizeLong() < size) request_.mutable_payload()->push_back('x');
  }

  Request Next(int) override { return {&method_, Serialize(request_)}; }

  absl::Status Take(int, grpc::ByteBuffer answer) override {
    return Parse<testing::v1::EchoResponse>(answer).status();
  }

 private:
  const std::string method_ = "/samverk.testing.v1.EchoService/Echo";
  testing::v1::EchoRequest request_;
};

// ---- Commands ---------------------------------------------------------------------------------

// What both commands share: a partnership with an organisation, and where they got to.
class CommandWork : public BenchWork {
 public:
  explicit CommandWork(const BenchWorkOptions& options) : options_(options) {}

  absl::Status SetUp() override {
    v1::CreatePartnershipRequest create;
    create.set_request_id(NewId());
    create.set_partnership_id("bench");
    create.set_display_name("Bench");
    RETURN_IF_ERROR(Call<v1::AdminService>(&v1::AdminService::Stub::CreatePartnership, create));
    v1::AdmitOrganisationRequest admit;
    admit.set_request_id(NewId());
    admit.set_parent(kPartnership);
    admit.set_organisation_id("region-vasterbotten");
    admit.set_kind(v1::ORGANISATION_KIND_REGION);
    admit.set_display_name("Region Västerbotten");
    *admit.mutable_joined_on() = ToDate(absl::CivilDay(2016, 1, 1));
    RETURN_IF_ERROR(
        Call<v1::PartnershipService>(&v1::PartnershipService::Stub::AdmitOrganisation, admit));
    return MakePlan();
  }

  // Waits until the view has the last of what was planned or noted.
  absl::Status Settle() override {
    const Last* last = &last_.front();
    for (const Last& each : last_) {
      if (each.position.position() > last->position.position()) last = &each;
    }
    v1::GetWorkshopRequest get;
    get.set_name(last->workshop);
    *get.mutable_read()->mutable_min_position() = last->position;
    return Call<v1::WorkshopService>(&v1::WorkshopService::Stub::GetWorkshop, get);
  }

 protected:
  struct Last {
    std::string workshop;
    v1::LedgerPosition position;
    int notes = 0;  // In that workshop.
  };

  Request NextPlan() const {
    v1::PlanWorkshopRequest plan = plan_;
    plan.set_request_id(NewId());
    plan.set_workshop_id(NewId());
    return {&plan_method_, Serialize(plan)};
  }

  void TakeResult(int client, v1::CommandResult result) {
    Last& last = LastOf(client);
    last.notes = last.workshop == result.name() ? last.notes + 1 : 0;
    last.workshop = std::move(*result.mutable_name());
    last.position = std::move(*result.mutable_position());
  }

  Last& LastOf(int client) { return last_[static_cast<size_t>(client)]; }

  const BenchWorkOptions options_;

 private:
  // Calls once; what exists already is as good as made.
  template <typename Service, typename Request, typename Response>
  absl::Status Call(grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&,
                                                          Response*),
                    const Request& request) {
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    context.set_deadline(absl::ToChronoTime(Clock::System().Now() + kSetUpMax));
    const auto stub = Service::NewStub(options_.channel);
    Response response;
    const absl::Status status = ToAbsl(((*stub).*method)(&context, request, &response));
    return absl::IsAlreadyExists(status) ? absl::OkStatus() : status;
  }

  // Pads the description until the event has the size that is asked for.
  absl::Status MakePlan() {
    plan_.set_parent(kPartnership);
    plan_.set_host(kHost);
    plan_.set_title("Serviceverkstad");
    *plan_.mutable_period()->mutable_start_date() = ToDate(absl::CivilDay(2019, 10, 7));
    *plan_.mutable_period()->mutable_end_date() = ToDate(absl::CivilDay(2019, 10, 9));
    plan_.set_form(v1::EVENT_FORM_PHYSICAL);
    v1::WorkshopPlanned event;
    event.set_host(plan_.host());
    event.set_title(plan_.title());
    *event.mutable_period() = plan_.period();
    event.set_form(plan_.form());
    const auto size = static_cast<size_t>(options_.payload_bytes);
    while (event.ByteSizeLong() < size) event.mutable_description()->push_back('x');
    if (event.ByteSizeLong() > size) {
      return absl::InvalidArgumentError(
          absl::StrCat("a planned workshop takes ", event.ByteSizeLong(), " bytes at the least"));
    }
    plan_.set_description(event.description());
    return absl::OkStatus();
  }

  const std::string plan_method_ = "/samverk.v1.WorkshopService/PlanWorkshop";
  v1::PlanWorkshopRequest plan_;  // All but what differs.
  std::array<Last, kBenchClientsMax> last_;
};

class PlanWork final : public CommandWork {
 public:
  using CommandWork::CommandWork;

  Request Next(int) override { return NextPlan(); }

  absl::Status Take(int client, grpc::ByteBuffer answer) override {
    ASSIGN_OR_RETURN(auto response, Parse<v1::PlanWorkshopResponse>(answer));
    TakeResult(client, std::move(*response.mutable_result()));
    return absl::OkStatus();
  }
};

class NoteWork final : public CommandWork {
 public:
  explicit NoteWork(const BenchWorkOptions& options) : CommandWork(options) {
    v1::WorkshopNoteRecorded event;
    const auto size = static_cast<size_t>(options.payload_bytes);
    while (event.ByteSizeLong() < size) event.mutable_text()->push_back('x');
    note_.set_text(event.text());
  }

  // The first of a client plans its workshop; it falls into the warm-up.
  Request Next(int client) override {
    const Last& last = LastOf(client);
    if (last.workshop.empty() || last.notes >= kNotesPerWorkshop) return NextPlan();
    v1::RecordWorkshopNoteRequest note = note_;
    note.set_request_id(NewId());
    note.set_name(last.workshop);
    return {&note_method_, Serialize(note)};
  }

  absl::Status Take(int client, grpc::ByteBuffer answer) override {
    // The two responses have the same fields.
    ASSIGN_OR_RETURN(auto response, Parse<v1::RecordWorkshopNoteResponse>(answer));
    TakeResult(client, std::move(*response.mutable_result()));
    return absl::OkStatus();
  }

 private:
  const std::string note_method_ = "/samverk.v1.WorkshopService/RecordWorkshopNote";
  v1::RecordWorkshopNoteRequest note_;  // All but what differs.
};

}  // namespace

absl::StatusOr<std::unique_ptr<BenchWork>> MakeBenchWork(absl::string_view kind,
                                                         const BenchWorkOptions& options) {
  std::unique_ptr<BenchWork> work;
  if (kind == "echo") work = std::make_unique<EchoWork>(options);
  if (kind == "append") work = std::make_unique<AppendWork>(options);
  if (kind == "plan") work = std::make_unique<PlanWork>(options);
  if (kind == "note") work = std::make_unique<NoteWork>(options);
  if (work == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat("--work is echo, append, plan or note, not \"", kind, "\""));
  }
  return work;
}

}  // namespace samverk

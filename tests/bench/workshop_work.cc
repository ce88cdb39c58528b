#include "tests/bench/workshop_work.h"

#include <array>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "samverk/v1/workshop.grpc.pb.h"
#include "samverk/v1/workshop_events.pb.h"
#include "tests/bench/bench_block.h"
#include "tests/bench/bench_call.h"

namespace samverk {
namespace {

constexpr char kHostId[] = "region-vasterbotten";
// A workshop takes 10,000 notes; then the client plans the next.
constexpr int kNotesPerWorkshop = 9'000;

// What both commands share: a partnership with an organisation, and where they got to.
class CommandWork : public BenchWork {
 public:
  explicit CommandWork(const BenchWorkOptions& options) : options_(options) {}

  absl::Status SetUp() override {
    RETURN_IF_ERROR(MakePartnership(options_.channel));
    RETURN_IF_ERROR(MakeOrganisation(options_.channel, kHostId, "Region Västerbotten"));
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
    return CallOnce<v1::WorkshopService>(options_.channel, &v1::WorkshopService::Stub::GetWorkshop,
                                         get)
        .status();
  }

 protected:
  struct Last {
    std::string workshop;
    v1::LedgerPosition position;
    int notes = 0;  // In that workshop.
  };

  Request NextPlan() const {
    v1::PlanWorkshopRequest plan = plan_;
    plan.set_request_id(NewBenchId());
    plan.set_workshop_id(NewBenchId());
    return {&plan_method_, ToBenchBytes(plan)};
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
  // Pads the description until the event has the size that is asked for.
  absl::Status MakePlan() {
    plan_.set_parent(kBenchParent);
    plan_.set_host(BenchOrganisation(kHostId));
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
    ASSIGN_OR_RETURN(auto response, ParseBench<v1::PlanWorkshopResponse>(answer));
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
    note.set_request_id(NewBenchId());
    note.set_name(last.workshop);
    return {&note_method_, ToBenchBytes(note)};
  }

  absl::Status Take(int client, grpc::ByteBuffer answer) override {
    // The two responses have the same fields.
    ASSIGN_OR_RETURN(auto response, ParseBench<v1::RecordWorkshopNoteResponse>(answer));
    TakeResult(client, std::move(*response.mutable_result()));
    return absl::OkStatus();
  }

 private:
  const std::string note_method_ = "/samverk.v1.WorkshopService/RecordWorkshopNote";
  v1::RecordWorkshopNoteRequest note_;  // All but what differs.
};

}  // namespace

std::unique_ptr<BenchWork> MakePlanWorkshopWork(const BenchWorkOptions& options) {
  return std::make_unique<PlanWork>(options);
}

std::unique_ptr<BenchWork> MakeNoteWork(const BenchWorkOptions& options) {
  return std::make_unique<NoteWork>(options);
}

}  // namespace samverk

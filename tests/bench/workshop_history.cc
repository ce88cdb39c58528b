#include "tests/bench/workshop_history.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/check.h"
#include "base/civil_date.h"
#include "samverk/v1/workshop_events.pb.h"
#include "services/runtime/event_codec.h"
#include "tests/bench/bench_append.h"

namespace samverk {
namespace {

constexpr char kHost[] = "partnerships/bench/organisations/2482";
constexpr char kGuest[] = "partnerships/bench/organisations/2421";
constexpr char kText[] =
    "Handlaren vill ha ett eget ombud för paket och läkemedel, och undrar vem som tar den första "
    "kontakten. Kommunen och Regionen tar upp det på nästa möte.";
constexpr int64_t kEventsPerWorkshop = 10;
constexpr size_t kTextBytes = 160;

std::string WorkshopOf(int64_t number) {
  return absl::StrFormat("workshops/00000000-0000-7000-8000-%012d", number);
}

std::string TextOf(int64_t number, int64_t revision) {
  return BenchText(kTextBytes, number * kEventsPerWorkshop + revision);
}

v1::Attendance AttendanceOf(const char* organisation, int participants) {
  v1::Attendance attendance;
  attendance.set_organisation(organisation);
  attendance.set_participants(participants);
  return attendance;
}

v1::DatePeriod Period(int64_t number) {
  v1::DatePeriod period;
  const absl::CivilDay first(2016, 1, static_cast<int>(1 + number % 3000));
  *period.mutable_start_date() = ToDate(first);
  *period.mutable_end_date() = ToDate(first + 2);
  return period;
}

// The event at `revision` of workshop `number`.
v1::WorkshopEvent EventAt(int64_t number, int64_t revision) {
  v1::WorkshopEvent event;
  switch (revision) {
    case 0: {
      v1::WorkshopPlanned& planned = *event.mutable_workshop_planned();
      planned.set_host(kHost);
      planned.set_title("Serviceverkstad om ombud");
      planned.set_description(TextOf(number, revision));
      *planned.mutable_period() = Period(number);
      planned.set_form(v1::EVENT_FORM_PHYSICAL);
      break;
    }
    case 1:
      event.mutable_organisations_invited()->add_organisations(kGuest);
      break;
    case 2:
      event.mutable_workshop_programme_set()->add_items()->set_title("Nuläget i byarna");
      break;
    case 3:
      *event.mutable_workshop_registration_made()->mutable_registration() = AttendanceOf(kHost, 4);
      break;
    case 4:
      *event.mutable_workshop_registration_made()->mutable_registration() = AttendanceOf(kGuest, 2);
      break;
    case 5:
      *event.mutable_workshop_held()->mutable_period() = Period(number);
      *event.mutable_workshop_held()->add_attendance() = AttendanceOf(kHost, 4);
      *event.mutable_workshop_held()->add_attendance() = AttendanceOf(kGuest, 1);
      break;
    case 9:
      event.mutable_workshop_outcome_recorded()->set_text(TextOf(number, revision));
      break;
    default:
      event.mutable_workshop_note_recorded()->set_text(TextOf(number, revision));
      break;
  }
  return event;
}

storage::NewEvent NewEventOf(int64_t number, const v1::WorkshopEvent& event) {
  const google::protobuf::Message* fact = runtime::FactOf(event);
  CHECK(fact != nullptr);
  storage::NewEvent recorded = BenchEvents(WorkshopOf(number), "", 1).front();
  recorded.type = fact->GetDescriptor()->full_name();
  recorded.event = fact->SerializeAsString();
  recorded.metadata.clear();
  return recorded;
}

}  // namespace

v1::PlanWorkshopRequest PlanWorkshopForBench() {
  v1::PlanWorkshopRequest plan;
  plan.set_request_id("0197a3c0-0000-7000-8000-000000000001");
  plan.set_parent("partnerships/bench");
  plan.set_workshop_id("0197a3c0-0000-7000-8000-000000000002");
  plan.set_host(kHost);
  plan.set_title("Serviceverkstad om ombud");
  plan.set_description(std::string(kText));
  *plan.mutable_period() = Period(0);
  plan.set_form(v1::EVENT_FORM_PHYSICAL);
  return plan;
}

absl::Status FillWithWorkshops(storage::EventLog& log, int64_t event_count) {
  AppendLoop loop;
  loop.clients = 64;
  loop.appends_max = event_count / kEventsPerWorkshop;
  loop.keep_latencies = false;
  loop.events = [](int, int64_t number) {
    std::vector<storage::NewEvent> events;
    for (int64_t i = 0; i < kEventsPerWorkshop; ++i) {
      events.push_back(NewEventOf(number, EventAt(number, i)));
    }
    return events;
  };
  return RunAppendLoop(log, loop).status();
}

std::string FillOneWorkshop(storage::EventLog& log, int64_t event_count) {
  AppendLoop loop;
  loop.appends_max = event_count;
  loop.keep_latencies = false;
  loop.events = [](int, int64_t revision) {
    return std::vector<storage::NewEvent>{NewEventOf(0, EventAt(0, revision == 9 ? 8 : revision))};
  };
  CHECK(RunAppendLoop(log, loop).ok());
  return WorkshopOf(0);
}

}  // namespace samverk

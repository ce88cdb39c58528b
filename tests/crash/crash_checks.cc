#include "tests/crash/crash_checks.h"

#include <algorithm>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "google/protobuf/util/message_differencer.h"
#include "google/protobuf/util/time_util.h"
#include "grpcpp/client_context.h"
#include "rocksdb/env.h"
#include "samverk/v1/feed.grpc.pb.h"
#include "samverk/v1/meeting.grpc.pb.h"
#include "samverk/v1/workshop.grpc.pb.h"
#include "services/server/slices.h"
#include "storage/event_log/head_file.h"
#include "storage/ledger/ledger.h"
#include "tests/crash/command_author.h"
#include "tests/crash/projection_check.h"
#include "tests/crash/record_file.h"
#include "tests/crash/workshop_fold.h"
#include "tests/end_to_end/decision_audit.h"
#include "tests/end_to_end/raw_call.h"

namespace samverk::tests {
namespace {

using google::protobuf::util::MessageDifferencer;
using testing::v1::CommandAnswered;
using testing::v1::CrashRecord;

constexpr size_t kComplaintsMax = 10;
constexpr char kPartnershipId[] = "vasterbotten";

// Complaints from any thread.
class Complaining {
 public:
  void Add(const std::string& what) LOCKS_EXCLUDED(mutex_) {
    MutexLock lock(mutex_);
    if (complaints_.size() < kComplaintsMax) complaints_.push_back(what);
  }
  Complaints all() LOCKS_EXCLUDED(mutex_) {
    MutexLock lock(mutex_);
    return complaints_;
  }

 private:
  Mutex mutex_;
  Complaints complaints_ GUARDED_BY(mutex_);
};

std::unique_ptr<google::protobuf::Message> NewMessage(const std::string& type) {
  const auto* found =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
  CHECK(found != nullptr);
  auto* factory = google::protobuf::MessageFactory::generated_factory();
  return std::unique_ptr<google::protobuf::Message>(factory->GetPrototype(found)->New());
}

void CheckRepeat(const std::shared_ptr<grpc::Channel>& channel, const CommandFate& fate,
                 Complaining& complaints) {
  const auto request = NewMessage(fate.sent.type());
  const RawAnswer again = CallRaw(
      channel,
      {.path = PathOf(*request->GetDescriptor()), .bytes = fate.sent.request(), .metadata = {}});
  for (const CommandAnswered& answer : fate.answers) {
    if (again.bytes == answer.response()) continue;
    complaints.Add(absl::StrCat(fate.sent.type(), " ", fate.sent.request_id(), " was answered ",
                                ResultOf(answer).ShortDebugString(),
                                ", and repeated: ", again.status.ToString()));
  }
}

}  // namespace

Fates ReadFates(const std::vector<std::string>& record_paths) {
  Fates fates;
  for (const std::string& path : record_paths) {
    for (const CrashRecord& record : ReadRecords<CrashRecord>(path)) {
      if (record.has_sent()) {
        fates[record.sent().request_id()].sent = record.sent();
      } else {
        fates[record.answered().request_id()].answers.push_back(record.answered());
      }
    }
  }
  return fates;
}

v1::CommandResult ResultOf(const CommandAnswered& answer) {
  v1::PlanWorkshopResponse response;  // All responses of commands look alike.
  CHECK(response.ParseFromString(answer.response()));
  return response.result();
}

bool WroteSomething(const CommandAnswered& answer) {
  return answer.code() == 0 && WroteSomething(ResultOf(answer));
}

std::vector<v1::RecordedEvent> ReadFeed(const std::shared_ptr<grpc::Channel>& channel) {
  std::vector<v1::RecordedEvent> events;
  grpc::ClientContext context;
  v1::SubscribeRequest request;
  request.set_parent(kCrashPartnership);
  const auto stub = v1::FeedService::NewStub(channel);
  const auto reader = stub->Subscribe(&context, request);
  v1::SubscribeResponse frame;
  while (reader->Read(&frame) && !frame.has_caught_up()) {
    if (frame.has_event()) events.push_back(frame.event());
  }
  context.TryCancel();
  while (reader->Read(&frame)) {
  }
  (void)reader->Finish();  // Cancelled, as we asked.
  return events;
}

Complaints CheckSequence(const std::vector<v1::RecordedEvent>& events) {
  Complaining complaints;
  std::map<std::string, int64_t> revisions;
  std::set<std::pair<std::string, int>> requests;
  for (size_t i = 0; i < events.size(); ++i) {
    const v1::RecordedEvent& event = events[i];
    const std::string where = absl::StrCat("position ", event.position().position(), ": ");
    if (event.position().position() != static_cast<int64_t>(i) + 1) {
      complaints.Add(absl::StrCat(where, "follows ", i));
    }
    const auto revision = revisions.try_emplace(event.resource(), -1).first;
    if (event.revision() != ++revision->second) {
      complaints.Add(absl::StrCat(where, "revision ", event.revision(), " of ", event.resource()));
    }
    if (!requests.emplace(event.request_id(), event.ordinal()).second) {
      complaints.Add(absl::StrCat(where, event.request_id(), " is there twice"));
    }
    if (i > 0 && event.recorded_at() < events[i - 1].recorded_at()) {
      complaints.Add(absl::StrCat(where, "time runs backwards"));
    }
  }
  return complaints.all();
}

Complaints CheckFates(const Fates& fates, const std::vector<v1::RecordedEvent>& events) {
  Complaining complaints;
  std::map<std::string, std::vector<const v1::RecordedEvent*>> appends;
  for (const v1::RecordedEvent& event : events) appends[event.request_id()].push_back(&event);
  for (const auto& [request_id, append] : appends) {
    if (!fates.contains(request_id))
      complaints.Add(absl::StrCat(request_id, ": nobody asked for it"));
  }
  for (const auto& [request_id, fate] : fates) {
    const std::string what = absl::StrCat(fate.sent.type(), " ", request_id);
    const auto append = appends.find(request_id);
    if (fate.answers.empty()) complaints.Add(absl::StrCat(what, " was never answered"));
    for (const CommandAnswered& answer : fate.answers) {
      const bool is_there = append != appends.end();
      if (WroteSomething(answer) && !is_there) {
        complaints.Add(absl::StrCat(what, " was acknowledged and is LOST"));
      }
      if (!WroteSomething(answer) && is_there) {
        complaints.Add(absl::StrCat(what, " was answered ", answer.reason(), " but is there"));
      }
      if (!WroteSomething(answer) || !is_there) continue;
      const v1::CommandResult result = ResultOf(answer);
      const v1::RecordedEvent& last = *append->second.back();
      if (last.position().position() != result.position().position() ||
          last.position().epoch() != result.position().epoch() ||
          last.revision() != result.revision() || last.resource() != result.name()) {
        complaints.Add(absl::StrCat(what, " was acknowledged at ", result.ShortDebugString(),
                                    " but is at ", last.position().ShortDebugString()));
      }
    }
  }
  return complaints.all();
}

Complaints CheckRepeats(const std::shared_ptr<grpc::Channel>& channel, const Fates& fates) {
  std::vector<const CommandFate*> taken;
  for (const auto& [request_id, fate] : fates) {
    if (!fate.answers.empty() && WroteSomething(fate.answers.front())) taken.push_back(&fate);
  }
  Complaining complaints;
  constexpr size_t kThreads = 8;
  std::vector<std::thread> threads;
  for (size_t first = 0; first < kThreads; ++first) {
    threads.emplace_back([&, first] {
      for (size_t i = first; i < taken.size(); i += kThreads) {
        CheckRepeat(channel, *taken[i], complaints);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return complaints.all();
}

namespace {

// Reads workshops and notes through the doors, and compares them with what was folded.
class ViewChecker {
 public:
  ViewChecker(const std::shared_ptr<grpc::Channel>& channel, const FoldedWorkshops& folded,
              const v1::LedgerPosition& position)
      : stub_(v1::WorkshopService::NewStub(channel)), folded_(folded), position_(position) {}

  Complaints Check() {
    for (const auto& [name, folded] : folded_) {
      CheckOne(name, folded);
      CheckNotes(name, folded);
    }
    CheckList();
    return complaints_.all();
  }

 private:
  void CheckOne(const std::string& name, const FoldedWorkshop& folded) {
    v1::GetWorkshopRequest get;
    get.set_name(name);
    *get.mutable_read()->mutable_min_position() = position_;
    v1::GetWorkshopResponse response;
    grpc::ClientContext context;
    const grpc::Status status = stub_->GetWorkshop(&context, get, &response);
    if (!status.ok()) return complaints_.Add(absl::StrCat(name, ": ", status.error_message()));
    if (!MessageDifferencer::Equals(response.workshop(), folded.workshop)) {
      complaints_.Add(absl::StrCat("the view says ", response.workshop().ShortDebugString(),
                                   ", the events say ", folded.workshop.ShortDebugString()));
    }
  }

  void CheckNotes(const std::string& name, const FoldedWorkshop& folded) {
    v1::ListWorkshopNotesRequest list;
    list.set_parent(name);
    list.set_page_size(7);
    *list.mutable_read()->mutable_min_position() = position_;
    auto expected = folded.notes.begin();
    do {
      v1::ListWorkshopNotesResponse page;
      grpc::ClientContext context;
      const grpc::Status status = stub_->ListWorkshopNotes(&context, list, &page);
      if (!status.ok()) return complaints_.Add(absl::StrCat(name, ": ", status.error_message()));
      for (const v1::WorkshopNote& note : page.notes()) {
        if (expected == folded.notes.end() || !MessageDifferencer::Equals(note, expected->second)) {
          return complaints_.Add(absl::StrCat(name, ": a note is ", note.ShortDebugString()));
        }
        ++expected;
      }
      list.set_page_token(page.next_page_token());
    } while (!list.page_token().empty());
    if (expected != folded.notes.end()) complaints_.Add(absl::StrCat(name, ": notes are missing"));
  }

  // By first day and then by name; the withdrawn are left out.
  void CheckList() {
    std::map<std::pair<int, std::string>, const v1::Workshop*> expected;
    for (const auto& [name, folded] : folded_) {
      const auto& day = folded.workshop.period().start_date();
      if (folded.workshop.state() == v1::WORKSHOP_STATE_WITHDRAWN) continue;
      expected[{day.year() * 10000 + day.month() * 100 + day.day(), name}] = &folded.workshop;
    }
    auto next = expected.begin();
    v1::ListWorkshopsRequest list;
    list.set_parent(kCrashPartnership);
    list.set_page_size(37);
    *list.mutable_read()->mutable_min_position() = position_;
    do {
      v1::ListWorkshopsResponse page;
      grpc::ClientContext context;
      const grpc::Status status = stub_->ListWorkshops(&context, list, &page);
      if (!status.ok()) return complaints_.Add(absl::StrCat("list: ", status.error_message()));
      for (const v1::Workshop& workshop : page.workshops()) {
        if (next == expected.end() || !MessageDifferencer::Equals(workshop, *next->second)) {
          return complaints_.Add(absl::StrCat("the list goes on with ", workshop.name()));
        }
        ++next;
      }
      list.set_page_token(page.next_page_token());
    } while (!list.page_token().empty());
    if (next != expected.end())
      complaints_.Add(absl::StrCat("the list ends before ", next->first.second));
  }

  const std::unique_ptr<v1::WorkshopService::Stub> stub_;
  const FoldedWorkshops& folded_;
  const v1::LedgerPosition position_;
  Complaining complaints_;
};

}  // namespace

Complaints CheckViews(const std::shared_ptr<grpc::Channel>& channel,
                      const std::vector<v1::RecordedEvent>& events) {
  FoldedWorkshops folded;
  for (const v1::RecordedEvent& event : events) FoldEvent(event, folded);
  Complaints complaints = ViewChecker(channel, folded, events.back().position()).Check();
  // Of the other view it is enough that it answers; CheckProjections looks at its rows.
  v1::ListMeetingsRequest list;
  list.set_parent(kCrashPartnership);
  *list.mutable_read()->mutable_min_position() = events.back().position();
  v1::ListMeetingsResponse page;
  grpc::ClientContext context;
  const grpc::Status status =
      v1::MeetingService::NewStub(channel)->ListMeetings(&context, list, &page);
  if (!status.ok()) complaints.push_back(absl::StrCat("meetings: ", status.error_message()));
  return complaints;
}

Complaints CheckFollowed(const std::string& followed_path,
                         const std::vector<v1::RecordedEvent>& events) {
  const auto followed = ReadRecords<v1::RecordedEvent>(followed_path);
  if (followed.size() != events.size()) {
    return {absl::StrCat("who followed saw ", followed.size(), " of ", events.size(), " events")};
  }
  Complaining complaints;
  for (size_t i = 0; i < events.size(); ++i) {
    if (followed[i].SerializeAsString() != events[i].SerializeAsString()) {
      complaints.Add(absl::StrCat("event ", i + 1, " was followed as ",
                                  followed[i].ShortDebugString(), ", and is ",
                                  events[i].ShortDebugString()));
    }
  }
  return complaints.all();
}

namespace {

// What was sent, for the audit. Of what was refused or changed nothing, CheckFates looks
// at the answers: nobody knows any more at which moment they were true.
std::vector<Attempt> AttemptsOf(const Fates& fates) {
  std::vector<Attempt> attempts;
  for (const auto& [request_id, fate] : fates) {
    auto command = NewMessage(fate.sent.type());
    CHECK(command->ParseFromString(fate.sent.request()));
    Attempt attempt;
    attempt.command = std::move(command);
    attempt.actor.set_role(v1::ROLE_ADMINISTRATOR);
    attempt.device = fate.sent.device();
    attempt.answered = !fate.answers.empty() && WroteSomething(fate.answers.front());
    if (attempt.answered) attempt.answer = ResultOf(fate.answers.front());
    attempts.push_back(std::move(attempt));
  }
  return attempts;
}

// Whatever was cut off, the keys of the people who are in the log were on disk before they were.
Complaints CheckPersonalParts(storage::Ledger& ledger) {
  Complaints complaints;
  storage::ReadRange range;
  for (std::optional<uint64_t> next = 1; next.has_value();) {
    range.from = *next;
    const auto page = ledger.log().ReadLedger(range);
    if (!page.ok()) return {page.status().ToString()};
    for (const storage::RecordedEvent& event : page->events) {
      if (event.personal().empty()) continue;
      const std::string person(event.resource());
      const auto key = ledger.people().FindKey(person);
      const bool opens =
          key.ok() && *key != nullptr &&
          (*key)
              ->Unseal({ledger.log().identity().ledger_id, person, std::string(event.request_id()),
                        event.ordinal(), std::string(event.type())},
                       event.personal())
              .ok();
      if (!opens) complaints.push_back(absl::StrCat(person, " can not be opened"));
    }
    next = page->next;
  }
  return complaints;
}

}  // namespace

Complaints CheckLedger(const std::string& data_directory, const Fates& fates) {
  // Before it is opened, for closing it writes the head file again.
  const auto head_file = storage::ReadHeadFile(
      *rocksdb::Env::Default(), absl::StrCat(data_directory, "/", kPartnershipId, "/head"));
  if (!head_file.ok()) return {head_file.status().ToString()};
  const auto host = storage::LedgerHost::Open(data_directory, Clock::System());
  if (!host.ok()) return {host.status().ToString()};
  const absl::Status whole = (*host)->VerifyLedger(kPartnershipId, [](auto, auto) {});
  if (!whole.ok()) return {whole.ToString()};
  const auto ledger = (*host)->OpenLedger(kPartnershipId);
  if (!ledger.ok()) return {ledger.status().ToString()};
  if (head_file->position != (*ledger)->log().Head()) {
    return {absl::StrCat("the head file says ", head_file->position.value(), ", the log ",
                         (*ledger)->log().Head().value())};
  }
  Complaints complaints = CheckPersonalParts(**ledger);
  const runtime::Slices slices = server::EverySlice();
  const Complaints found =
      DecisionAudit(slices.commands, kPartnershipId).Judge((*ledger)->log(), AttemptsOf(fates));
  complaints.insert(complaints.end(), found.begin(), found.end());
  return complaints;
}

Complaints CheckProjections(const std::string& data_directory) {
  const auto host = storage::LedgerHost::Open(data_directory, Clock::System());
  if (!host.ok()) return {host.status().ToString()};
  const auto ledger = (*host)->OpenLedger(kPartnershipId);
  if (!ledger.ok()) return {ledger.status().ToString()};
  std::vector<std::string> others = (*ledger)->views().FamilyNames();
  Complaints complaints;
  const runtime::Slices slices = server::EverySlice();
  for (const auto& projection : slices.projections) {
    const Complaints found =
        CheckProjection(*projection, kPartnershipId, (*ledger)->log(), (*ledger)->views());
    complaints.insert(complaints.end(), found.begin(), found.end());
    others.erase(std::remove_if(others.begin(), others.end(),
                                [&](const std::string& name) {
                                  return absl::StartsWith(name, projection->name() + "@");
                                }),
                 others.end());
  }
  for (const std::string& name : others) {
    complaints.push_back(absl::StrCat("the view ", name, " is nobody's"));
  }
  return complaints;
}

}  // namespace samverk::tests

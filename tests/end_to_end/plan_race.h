// PlanRace: a ServerRace with municipalities and their plans, and what can be checked of any plan
// through the doors: a revision never changes, and nothing is adopted with open conflicts.

#ifndef SAMVERK_TESTS_END_TO_END_PLAN_RACE_H_
#define SAMVERK_TESTS_END_TO_END_PLAN_RACE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/mutex.h"
#include "base/testing/status_matchers.h"
#include "gtest/gtest.h"
#include "samverk/v1/audit.pb.h"
#include "samverk/v1/event.pb.h"
#include "samverk/v1/plan.pb.h"
#include "samverk/v1/plan_events.pb.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/requests.h"
#include "tests/end_to_end/server_race.h"

namespace samverk::tests {

inline constexpr char kDecision[] = "decision { body: 'KF' date @2019-06-11 paragraph: '67' } ";

class PlanRace : public ServerRace {
 protected:
  // What a query answers. Any thread.
  template <typename Response>
  Response Ask(const google::protobuf::Message& request) {
    absl::StatusOr<Response> response = server_.Ask<Response>(request);
    EXPECT_OK(response) << request.ShortDebugString();
    return response.ok() ? *std::move(response) : Response();
  }

  // Begins a plan of `kommunkod`, and returns its name once the view has it.
  std::string Create(const std::string& kommunkod, const std::string& but = "") {
    const auto created = Give<v1::CreatePlanRequest>(
        absl::StrCat("parent: '~' plan_id: '", testing::NewId(), "' owner: '~/organisations/",
                     kommunkod, "' title: 'Serviceplan' responsible_unit: 'Utveckling' ",
                     "period { start_date @2019-01-01 end_date @2023-01-01 } ", but));
    EXPECT_OK(created);
    if (!created.ok()) return "";
    ReadAt(created->name(), created->position());
    return created->name();
  }

  // The plan as the view has it at the moment, which may be behind.
  v1::GetPlanResponse Read(const std::string& plan) {
    v1::GetPlanRequest get;
    get.set_name(plan);
    return Ask<v1::GetPlanResponse>(get);
  }
  // With everything up to `position`, and nothing else.
  v1::Plan ReadAt(const std::string& plan, const v1::LedgerPosition& position) {
    v1::GetPlanRequest get;
    get.set_name(plan);
    *get.mutable_read() = At(position);
    return Ask<v1::GetPlanResponse>(get).plan();
  }
  // With everything that is recorded.
  v1::Plan ReadNow(const std::string& plan) {
    v1::LedgerPosition head = Read(plan).as_of_position();
    head.set_position(static_cast<int64_t>(Head()));
    return ReadAt(plan, head);
  }
  static v1::ReadOptions At(const v1::LedgerPosition& position) {
    v1::ReadOptions read;
    *read.mutable_min_position() = position;
    *read.mutable_as_of()->mutable_position() = position;
    return read;
  }

  std::vector<v1::RecordedEvent> HistoryOf(const std::string& name) {
    v1::GetHistoryRequest get;
    get.set_name(name);
    get.set_page_size(500);
    std::vector<v1::RecordedEvent> events;
    do {
      const auto page = Ask<v1::GetHistoryResponse>(get);
      events.insert(events.end(), page.events().begin(), page.events().end());
      get.set_page_token(page.next_page_token());
    } while (!get.page_token().empty());
    return events;
  }

  // Keeps the revision of `plan` that the command with this answer made. Any thread.
  void KeepRevision(const std::string& plan, const v1::CommandResult& made) {
    Kept kept;
    kept.position = made.position();
    kept.name = absl::StrCat(plan, "/revisions/", ReadAt(plan, kept.position).latest_revision());
    v1::GetPlanRevisionRequest get;
    get.set_name(kept.name);
    *get.mutable_read() = At(kept.position);
    kept.revision = Ask<v1::GetPlanRevisionResponse>(get).revision();
    const MutexLock lock(kept_mutex_);
    kept_.push_back(std::move(kept));
  }

  // Every revision that was kept is now what it was, byte for byte. What is said with it about the
  // life of the plan since is no part of it.
  void ExpectRevisionsUnchanged() {
    const MutexLock lock(kept_mutex_);
    for (const Kept& kept : kept_) {
      SCOPED_TRACE(kept.name);
      v1::GetPlanRevisionRequest get;
      get.set_name(kept.name);
      const auto now = Ask<v1::GetPlanRevisionResponse>(get).revision();
      EXPECT_EQ(WithoutLife(now).SerializeAsString(),
                WithoutLife(kept.revision).SerializeAsString());
      *get.mutable_read() = At(kept.position);
      const auto then = Ask<v1::GetPlanRevisionResponse>(get).revision();
      EXPECT_EQ(then.SerializeAsString(), kept.revision.SerializeAsString());
    }
  }
  size_t revisions_kept() const {
    const MutexLock lock(kept_mutex_);
    return kept_.size();
  }

  // At each adoption in `history` the plan was proposed and no conflict was open.
  void ExpectAdoptedWithoutConflicts(const std::string& plan,
                                     const std::vector<v1::RecordedEvent>& history) {
    for (const v1::RecordedEvent& event : history) {
      if (!event.event().Is<v1::PlanAdopted>()) continue;
      v1::LedgerPosition before = event.position();
      before.set_position(before.position() - 1);
      const v1::Plan proposed = ReadAt(plan, before);
      EXPECT_EQ(proposed.phase(), v1::PLAN_PHASE_PROPOSED);
      EXPECT_EQ(proposed.open_conflicts(), 0);
      EXPECT_EQ(ReadAt(plan, event.position()).open_conflicts(), 0);
    }
  }

 private:
  struct Kept {
    std::string name;
    v1::LedgerPosition position;
    v1::PlanRevision revision;
  };

  static v1::PlanRevision WithoutLife(v1::PlanRevision revision) {
    v1::Plan& plan = *revision.mutable_plan();
    plan.clear_in_force();
    plan.clear_phase();
    plan.clear_latest_revision();
    plan.clear_adopted_revision();
    plan.clear_open_conflicts();
    plan.clear_statement_count();
    plan.clear_replaced_by();
    plan.clear_ended_on();
    plan.clear_revision();
    return revision;
  }

  mutable Mutex kept_mutex_;
  std::vector<Kept> kept_ GUARDED_BY(kept_mutex_);
};

}  // namespace samverk::tests

#endif  // SAMVERK_TESTS_END_TO_END_PLAN_RACE_H_

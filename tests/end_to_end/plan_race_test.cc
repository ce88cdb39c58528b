// Many people write the same plan through the doors of a real server, with forms that are older
// than what others have written: see plan_audit.h for what must then be there.

#include "tests/end_to_end/plan_race.h"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/mutex.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/plan.pb.h"
#include "services/runtime/field_writers.h"
#include "services/testing/requests.h"
#include "tests/end_to_end/plan_audit.h"
#include "tests/end_to_end/race.h"

namespace samverk::tests {
namespace {

using ::testing::IsEmpty;
using v1::PlanEdit;

constexpr int kRounds = 4;
constexpr int kSteps = 30;
constexpr int kElements = 6;
// What whoever names the revision has seen.
constexpr int64_t kAll = std::numeric_limits<int64_t>::max();

// The first two racers type on two devices each: what they have not seen of their own is theirs
// all the same.
std::string DeviceOf(int racer) { return absl::StrCat("enhet-", racer % (kRacers - 2)); }

// A person with a form, which shows the plan as it was when it was opened.
struct Person {
  std::mt19937 random;
  std::string device;
  std::string tag;  // No two people ever type it.
  v1::GetPlanResponse form;
  std::vector<std::shared_ptr<const google::protobuf::Message>> sent;

  int Below(int limit) { return static_cast<int>(random() % static_cast<uint32_t>(limit)); }
  // What anybody might type, or what nobody else does.
  std::string Words() {
    return Below(3) == 0 ? absl::StrCat("ord ", Below(3)) : absl::StrCat("ord ", tag, Below(1000));
  }
};

class PlanRaceTest : public PlanRace {
 protected:
  PlanRaceTest() {
    server_.AdmitMunicipality("2421", "Storumans kommun");
    TrustTheLog();
    plan_ = Create("2421");
    for (int i = 0; i < kElements; ++i) ids_.push_back(testing::NewId());
  }

  // Gives a command of whoever had seen everything up to `seen`. Any thread.
  absl::StatusOr<v1::CommandResult> Type(Person& person,
                                         std::shared_ptr<const google::protobuf::Message> command,
                                         int64_t seen) {
    TypedCommand typed;
    typed.command = command;
    typed.hand = runtime::WriterOf(person.device, "local-developer");
    typed.seen = seen;
    typed.head_before = static_cast<int64_t>(Head());
    const auto answer = Give(command, person.device);
    typed.head_after = static_cast<int64_t>(Head());
    if (answer.ok()) {
      typed.answer = *answer;
      const MutexLock lock(taken_mutex_);
      taken_.push_back(std::move(typed));
    }
    return answer;
  }
  // Gives a command that holds against what is there.
  template <typename Command>
  absl::StatusOr<v1::CommandResult> Type(Person& person, const std::string& text) {
    Command command;
    runtime::MergeText(absl::StrCat("name: '", plan_, "' ", text), command);
    return Type(person, testing::WithRequestId(command), kAll);
  }

  void DoSomething(Person& person);
  void Edit(Person& person);
  PlanEdit SomeEdit(Person& person);
  PlanEdit SomeAddition(Person& person, int element);
  std::string SomeText(Person& person, const std::string& element);
  void Resolve(Person& person, const v1::PlanConflict& conflict, const v1::LedgerPosition& seen);
  void ResolveOne(Person& person);
  bool ProposeAndAdopt(Person& person);
  void Settle();
  v1::ListPlanConflictsResponse Conflicts(v1::ConflictState state, uint64_t min_position = 0);
  PlanAsRead ReadEverything();

  std::vector<TypedCommand> taken() const {
    const MutexLock lock(taken_mutex_);
    return taken_;
  }

  std::string plan_;
  // Of one kind each: sections, measures, places, priorities, sections, measures.
  std::vector<std::string> ids_;

 private:
  mutable Mutex taken_mutex_;
  std::vector<TypedCommand> taken_ GUARDED_BY(taken_mutex_);
};

PlanEdit PlanRaceTest::SomeAddition(Person& person, int element) {
  PlanEdit edit;
  const std::string& id = ids_[static_cast<size_t>(element)];
  const auto fill = [&](auto& added) {
    added.set_element(id);
    added.set_title(person.Words());
  };
  switch (element % 4) {
    case 0:
      fill(*edit.mutable_add_section());
      edit.mutable_add_section()->set_text(
          absl::StrCat(person.Words(), "\n\n", person.Words(), "\n\n", person.Words()));
      break;
    case 1:
      fill(*edit.mutable_add_measure());
      edit.mutable_add_measure()->set_description(person.Words());
      break;
    case 2:
      fill(*edit.mutable_add_place());
      edit.mutable_add_place()->set_level(v1::PLACE_LEVEL_SERVICE_POINT);
      break;
    default:
      fill(*edit.mutable_add_priority());
      edit.mutable_add_priority()->set_description(person.Words());
      break;
  }
  return edit;
}

// The text that the form shows, with a paragraph changed, added or taken out.
std::string PlanRaceTest::SomeText(Person& person, const std::string& element) {
  std::string shown;
  for (const auto& each : person.form.plan().sections()) {
    if (each.element() == element) shown = each.text();
  }
  for (const auto& each : person.form.plan().priorities()) {
    if (each.element() == element) shown = each.description();
  }
  for (const auto& each : person.form.plan().measures()) {
    if (each.element() == element) shown = each.description();
  }
  std::vector<std::string> paragraphs = absl::StrSplit(shown, "\n\n", absl::SkipEmpty());
  const int count = static_cast<int>(paragraphs.size());
  const int at = person.Below(count + 1);
  if (at == count || (count < 6 && person.Below(4) == 0)) {
    paragraphs.insert(paragraphs.begin() + at, person.Words());
  } else if (person.Below(5) == 0) {
    paragraphs.erase(paragraphs.begin() + at);
  } else {
    paragraphs[static_cast<size_t>(at)] = person.Words();
  }
  return absl::StrJoin(paragraphs, "\n\n");
}

PlanEdit PlanRaceTest::SomeEdit(Person& person) {
  const int element = person.Below(kElements);
  const std::string& id = ids_[static_cast<size_t>(element)];
  PlanEdit edit;
  switch (person.Below(20)) {
    case 0:
    case 1:
      edit.set_title(person.Words());
      break;
    case 2:
      edit.set_responsible_unit(person.Words());
      break;
    case 3:
      person.Below(2) == 0 ? edit.set_add_document("d") : edit.set_remove_document("d");
      break;
    case 4:
      edit.set_remove_element(id);
      break;
    case 5:
      edit.mutable_move_element()->set_element(id);
      break;
    case 6:
      edit.mutable_place_level()->set_element(ids_[2]);
      edit.mutable_place_level()->set_level(person.Below(2) == 0 ? v1::PLACE_LEVEL_SERVICE_NODE
                                                                 : v1::PLACE_LEVEL_SERVICE_POINT);
      break;
    case 7:
      edit.mutable_place_offer()->set_element(ids_[2]);
      edit.mutable_place_offer()->set_offer(v1::SERVICE_OFFER_POST);
      edit.mutable_place_offer()->set_offered(person.Below(2) == 0);
      break;
    case 8:
      edit.mutable_measure_budget()->set_element(ids_[1]);
      edit.mutable_measure_budget()->set_sek(person.Below(3));
      break;
    case 9:
    case 10:
      edit.mutable_adjust_measure_budget()->set_element(ids_[1]);
      edit.mutable_adjust_measure_budget()->set_sek(1 + person.Below(3));
      break;
    case 11:
    case 12:
      edit.mutable_element_title()->set_element(id);
      edit.mutable_element_title()->set_title(person.Words());
      break;
    case 13:
    case 14:
      return SomeAddition(person, element);
    default:
      edit.mutable_element_text()->set_element(id);
      edit.mutable_element_text()->set_text(SomeText(person, id));
      break;
  }
  return edit;
}

void PlanRaceTest::Edit(Person& person) {
  v1::EditPlanRequest command;
  command.set_name(plan_);
  for (int count = 1 + person.Below(3); count > 0; --count) {
    *command.add_edits() = SomeEdit(person);
  }
  int64_t seen = person.form.as_of_position().position();
  if (person.Below(8) == 0) {
    command.set_expected_revision(person.form.plan().revision());
    seen = kAll;  // Nothing was written since, or the server says no.
  } else {
    *command.mutable_base_position() = person.form.as_of_position();
  }
  person.sent.push_back(testing::WithRequestId(command));
  (void)Type(person, person.sent.back(), seen);  // The audits look at the answer.
}

void PlanRaceTest::Resolve(Person& person, const v1::PlanConflict& conflict,
                           const v1::LedgerPosition& seen) {
  v1::ResolvePlanConflictRequest command;
  command.set_name(conflict.name());
  command.set_expected_version(conflict.version());
  switch (person.Below(3)) {
    case 0:
      command.set_choice(v1::CONFLICT_CHOICE_KEEP_CURRENT);
      break;
    case 1:
      command.set_choice(v1::CONFLICT_CHOICE_TAKE);
      command.set_proposal(person.Below(conflict.proposals_size()));
      break;
    default:
      command.set_choice(v1::CONFLICT_CHOICE_CUSTOM);
      *command.mutable_custom() = conflict.proposals(0).edit();
      if (command.custom().has_title()) command.mutable_custom()->set_title(person.Words());
      if (command.custom().has_element_text()) {
        command.mutable_custom()->mutable_element_text()->set_text(person.Words());
      }
      break;
  }
  (void)Type(person, testing::WithRequestId(command), seen.position());
}

v1::ListPlanConflictsResponse PlanRaceTest::Conflicts(v1::ConflictState state,
                                                      uint64_t min_position) {
  v1::ListPlanConflictsRequest list;
  runtime::MergeText("parent: '~' page_size: 500", list);
  list.set_plan(plan_);
  list.set_state(state);
  v1::LedgerPosition& position = *list.mutable_read()->mutable_min_position();
  position = Read(plan_).as_of_position();
  position.set_position(std::max(position.position(), static_cast<int64_t>(min_position)));
  return Ask<v1::ListPlanConflictsResponse>(list);
}

void PlanRaceTest::ResolveOne(Person& person) {
  const auto open = Conflicts(v1::CONFLICT_STATE_OPEN);
  if (open.conflicts().empty()) return;
  Resolve(person, open.conflicts(person.Below(open.conflicts_size())), open.as_of_position());
}

// Whether it was adopted, which others may have been in the way of.
bool PlanRaceTest::ProposeAndAdopt(Person& person) {
  const std::string expected = "expected_revision: ";
  const auto proposed =
      Type<v1::ProposePlanRequest>(person, absl::StrCat(expected, ReadNow(plan_).revision()));
  if (!proposed.ok()) return false;
  const auto adopted = Type<v1::AdoptPlanRequest>(
      person, absl::StrCat(expected, proposed->revision(), " ", kDecision));
  if (adopted.ok()) {
    KeepRevision(plan_, *adopted);
    return true;
  }
  (void)Type<v1::RecallPlanProposalRequest>(person, "");
  return false;
}

void PlanRaceTest::DoSomething(Person& person) {
  if (person.form.plan().name().empty() || person.Below(3) == 0) person.form = Read(plan_);
  switch (person.Below(24)) {
    case 0:
    case 1:
      return ResolveOne(person);
    case 2:
      (void)ProposeAndAdopt(person);
      return;
    case 3:
      if (const auto corrected = Type<v1::CorrectPlanRequest>(
              person, absl::StrCat("expected_revision: ", ReadNow(plan_).revision(), " title: '",
                                   person.Words(), "' ", kDecision));
          corrected.ok()) {
        KeepRevision(plan_, *corrected);
      }
      return;
    case 4:
      (void)Type<v1::OpenPlanConsultationRequest>(person, "answer_by @2019-11-01");
      return;
    case 5:
      (void)Type<v1::RecallPlanProposalRequest>(person, "");
      return;
    case 6:
      if (!person.sent.empty()) {
        const auto& again = person.sent[person.random() % person.sent.size()];
        const auto& edits = static_cast<const v1::EditPlanRequest&>(*again);
        (void)Type(person, again,
                   edits.has_base_position() ? edits.base_position().position() : kAll);
      }
      return;
    default:
      return Edit(person);
  }
}

// Decides every conflict, and adopts what there is then.
void PlanRaceTest::Settle() {
  Person clerk{std::mt19937(1), "kansli", "k", {}, {}};
  for (;;) {
    const auto open = Conflicts(v1::CONFLICT_STATE_OPEN, Head());
    if (open.conflicts().empty()) break;
    // One by one: a decision can be about what another conflict is between.
    Resolve(clerk, open.conflicts(0), open.as_of_position());
  }
  const auto edited = Type<v1::EditPlanRequest>(
      clerk, absl::StrCat("expected_revision: ", ReadNow(plan_).revision(), " edits { title: '",
                          clerk.Words(), "' }"));
  EXPECT_OK(edited);
  EXPECT_TRUE(ProposeAndAdopt(clerk));
}

PlanAsRead PlanRaceTest::ReadEverything() {
  PlanAsRead read;
  read.history = HistoryOf(plan_);
  read.plan = ReadAt(plan_, read.history.back().position());
  for (const auto state :
       {v1::CONFLICT_STATE_OPEN, v1::CONFLICT_STATE_RESOLVED, v1::CONFLICT_STATE_OBSOLETE}) {
    const auto conflicts = Conflicts(state, Head());
    EXPECT_EQ(conflicts.next_page_token(), "");
    read.conflicts.insert(read.conflicts.end(), conflicts.conflicts().begin(),
                          conflicts.conflicts().end());
  }
  return read;
}

TEST_F(PlanRaceTest, WhateverManyTypeAtOnceNoWordDisappears) {
  const uint32_t seed = Seed();
  std::vector<Person> people;
  for (int racer = 0; racer < kRacers; ++racer) {
    people.push_back({std::mt19937(seed * 100 + static_cast<uint32_t>(racer)),
                      DeviceOf(racer),
                      absl::StrCat("p", racer, "-"),
                      {},
                      {}});
  }
  for (int round = 0; round < kRounds; ++round) {
    Race([&](int racer) {
      for (int step = 0; step < kSteps; ++step) DoSomething(people[static_cast<size_t>(racer)]);
    });
    if (round + 1 < kRounds) Settle();
  }

  const PlanAsRead read = ReadEverything();
  PlanAudit words;
  EXPECT_THAT(words.Judge(read, taken()), IsEmpty());
  EXPECT_THAT(Audit(), IsEmpty());
  ExpectAdoptedWithoutConflicts(plan_, read.history);
  ExpectRevisionsUnchanged();
  EXPECT_GE(revisions_kept(), size_t{kRounds - 1});
  // Or the test proves little.
  for (const v1::EditOutcome outcome :
       {v1::EDIT_OUTCOME_ACCEPTED, v1::EDIT_OUTCOME_CONVERGED, v1::EDIT_OUTCOME_MERGED,
        v1::EDIT_OUTCOME_CONFLICT, v1::EDIT_OUTCOME_REJECTED}) {
    std::printf("%s: %d\n", v1::EditOutcome_Name(outcome).c_str(),
                words.outcomes().contains(outcome) ? words.outcomes().at(outcome) : 0);
    EXPECT_TRUE(words.outcomes().contains(outcome)) << v1::EditOutcome_Name(outcome);
  }
}

}  // namespace
}  // namespace samverk::tests

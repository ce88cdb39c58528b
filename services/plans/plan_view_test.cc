#include "services/plans/plan_view.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/plans/plan_reader.h"
#include "services/plans/plan_reasons.h"
#include "services/plans/plan_service.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/slice_bench.h"

namespace samverk::plans {
namespace {

using runtime::FromText;
using runtime::ToText;
using storage::Position;
using ::testing::ElementsAre;
using v1::CommandResult;

constexpr char kName[] = "name: '~/plans/1' ";
constexpr char kDecision[] = "decision { body: 'KF' date @2019-06-11 } ";
const char kPlan[] = "partnerships/vasterbotten/plans/1";

// Ids of elements, which must be UUIDs only at the door.
class PlanViewTest : public ::testing::Test {
 protected:
  PlanViewTest() {
    for (const char* resource : {"organisations/2421", "organisations/2404", "organisations/tarna",
                                 "organisations/berg", "people/1", "people/2"}) {
      bench_.Exists(resource);
    }
  }

  template <typename Command>
  CommandResult Do(const std::string& text, const std::string& device = "") {
    const auto result = bench_.Do(FromText<Command>(text), device);
    EXPECT_OK(result);
    return result.value_or(CommandResult());
  }

  void Create(const std::string& id, const std::string& but = "") {
    Do<v1::CreatePlanRequest>("parent: '~' plan_id: '" + id + "' title: 'Serviceplan' " +
                              (but.empty() ? "owner: '~/organisations/2421' " : but) +
                              "period { start_date @2019-01-01 end_date @2023-01-01 } "
                              "responsible_unit: 'KS' responsible: '~/people/1'");
  }

  // Edits plan 1 on a device, in a form that showed everything up to `base`.
  CommandResult Edit(const std::vector<std::string>& edits, Position base,
                     const std::string& device = "") {
    auto command = FromText<v1::EditPlanRequest>(kName);
    *command.mutable_base_position() = bench_.At(base);
    for (const std::string& edit : edits) runtime::MergeText(edit, *command.add_edits());
    const auto result = bench_.Do(command, device);
    EXPECT_OK(result);
    return result.value_or(CommandResult());
  }
  CommandResult Edit(const std::vector<std::string>& edits) { return Edit(edits, bench_.Head()); }

  void ProposeAndAdopt(const std::string& but = "") {
    Do<v1::ProposePlanRequest>(absl::StrCat(kName, "expected_revision: ", Revision()));
    Do<v1::AdoptPlanRequest>(
        absl::StrCat(kName, "expected_revision: ", Revision(), " ", kDecision, but));
  }

  int64_t Revision() { return Plan(bench_.Head()).revision(); }
  v1::Plan Plan(Position as_of, const std::string& name = kPlan) {
    const auto plan = ReadPlan(*bench_.Read(as_of), name);
    EXPECT_OK(plan);
    return plan.value_or(v1::Plan());
  }
  // Conflict `number` of plan 1 with what was and is.
  v1::PlanConflict Conflict(int64_t number, Position as_of) {
    const auto reader = bench_.Read(as_of);
    v1::PlanConflict conflict =
        reader->GetMessage<v1::PlanConflict>(kConflictTable, NumberedKey(kPlan, number))->value();
    EXPECT_OK(CompleteConflict(*reader, conflict));
    return conflict;
  }
  std::vector<std::string> NamesIn(char table, const std::string& prefix) {
    std::vector<std::string> names;
    EXPECT_OK(bench_.Read(bench_.Head())
                  ->Scan(table, prefix, "", [&names](absl::string_view, absl::string_view row) {
                    names.emplace_back(row.substr(row.find("/plans/") + 7));
                    return true;
                  }));
    return names;
  }

  void WriteEverything() {
    Edit({"add_section { element: 's' title: 'Syfte' text: 'Ett\\n\\nTvå\\n\\nTre' }",
          "add_section { element: 't' title: 'Läge' }",
          "add_goal { element: 'g' title: 'Mål' description: 'Nå det' }",
          "add_place { element: 'p' title: 'Gunnarn' level: PLACE_LEVEL_SERVICE_NODE }",
          "add_priority { element: 'q' title: 'Drivmedel' }",
          "add_measure { element: 'm' title: 'Tapp' goal: 'g' budget_sek: 10 }"});
    Edit({"add_document: 'ÖP'", "add_document: 'Bredband'", "remove_document: 'ÖP'",
          "responsible: '~/people/2'", "move_element { element: 't' }",
          "place_level { element: 'p' level: PLACE_LEVEL_SERVICE_POINT }",
          "place_offer { element: 'p' offer: SERVICE_OFFER_FUEL offered: true }",
          "measure_deadline { element: 'm' deadline @2020-12-31 }",
          "measure_financing { element: 'm' text: 'Stöd' }",
          "measure_responsible_unit { element: 'm' text: 'TK' }",
          "adjust_measure_budget { element: 'm' sek: 5 }", "measure_goal { element: 'm' }",
          "element_title { element: 'g' title: 'Målet' }"});
  }

  // Two devices that have not seen each other.
  void Quarrel() {
    const Position base = bench_.Head();
    Edit({"title: 'B'", "element_text { element: 's' text: 'Ett\\n\\nB\\n\\nTre' }",
          "remove_element: 'q'", "element_title { element: 't' title: 'B' }",
          "adjust_measure_budget { element: 'm' sek: 1 }"},
         base, "tablet");
    Edit({"title: 'A'", "element_text { element: 's' text: 'Ett\\n\\nA\\n\\nA' }",
          "element_title { element: 'q' title: 'A' }", "remove_element: 't'",
          "adjust_measure_budget { element: 'm' sek: 2 }"},
         base, "phone");
    Edit({"title: 'AA'"}, base, "phone");
    Edit({"title: 'C'"}, base, "laptop");
  }

  // Decides all open conflicts of plan 1 at the versions that the view tells.
  void DecideAll(const std::string& choice) {
    for (const std::string& name :
         NamesIn(kConflictIndexTable,
                 ConflictListKey(ConflictList::kOfPlan, kPlan, v1::CONFLICT_STATE_OPEN))) {
      const int64_t number = std::stoll(name.substr(name.rfind('/') + 1));
      const v1::PlanConflict conflict = Conflict(number, bench_.Head());
      Do<v1::ResolvePlanConflictRequest>(absl::StrCat("name: '~/plans/1/conflicts/", number,
                                                      "' expected_version: ", conflict.version(),
                                                      " ", choice));
    }
  }

  void TellTheWholeStory() {
    Create("1");
    WriteEverything();
    Quarrel();
    DecideAll("choice: CONFLICT_CHOICE_TAKE provenance { reason: 'Bättre' }");
    Do<v1::OpenPlanConsultationRequest>(
        absl::StrCat(kName, "answer_by @2019-11-01 invited: '~/organisations/2404'"));
    Do<v1::ReceivePlanStatementRequest>(
        absl::StrCat(kName, "sender: 'Byalaget' text: 'Ja' received_on @2019-10-01"));
    ProposeAndAdopt();
    Do<v1::ExtendPlanRequest>(absl::StrCat(kName, kDecision, "end_date @2025-01-01"));
    Do<v1::CorrectPlanRequest>(absl::StrCat(kName, kDecision, "expected_revision: ", Revision(),
                                            " title: 'Rätt' period { start_date @2019-01-01 "
                                            "end_date @2024-01-01 }"));
    Edit({"title: 'Nästa'", "period { start_date @2024-01-01 end_date @2028-01-01 }"});
    Do<v1::ProposePlanRequest>(absl::StrCat(kName, "expected_revision: ", Revision()));
    Do<v1::RecallPlanProposalRequest>(kName);
    ProposeAndAdopt();
    Create("2", "owner: '~/organisations/tarna' municipal_plan: '~/plans/1' ");
    Create("3");
    Do<v1::ProposePlanRequest>("name: '~/plans/3' expected_revision: 0");
    Do<v1::AdoptPlanRequest>(absl::StrCat("name: '~/plans/3' expected_revision: 1 ", kDecision,
                                          "replaces: '~/plans/1'"));
    Do<v1::RepealPlanRequest>(
        absl::StrCat("name: '~/plans/3' ", kDecision, "from_date @2020-01-01"));
    Do<v1::WithdrawPlanRequest>("name: '~/plans/2'");
    bench_.Exists("initiatives/1");  // Somebody else's event, last.
  }

  testing::SliceBench bench_{AddPlans};
};

TEST_F(PlanViewTest, APlanIsWhatItsEventsSay) {
  Create("1");
  WriteEverything();

  EXPECT_EQ(ToText(Plan(bench_.Head())), ToText(FromText<v1::Plan>(R"(
    name: '~/plans/1' owner: '~/organisations/2421' phase: PLAN_PHASE_DRAFT title: 'Serviceplan'
    period { start_date @2019-01-01 end_date @2023-01-01 } responsible_unit: 'KS'
    responsible: '~/people/2' documents: 'Bredband'
    sections { element: 't' title: 'Läge' }
    sections { element: 's' title: 'Syfte' text: 'Ett\n\nTvå\n\nTre' }
    goals { element: 'g' title: 'Målet' description: 'Nå det' }
    places { element: 'p' title: 'Gunnarn' level: PLACE_LEVEL_SERVICE_POINT
             offers: SERVICE_OFFER_FUEL }
    priorities { element: 'q' title: 'Drivmedel' }
    measures { element: 'm' title: 'Tapp' responsible_unit: 'TK' deadline @2020-12-31
               financing: 'Stöd' budget_sek: 15 }
    revision: 19
  )")));
}

TEST_F(PlanViewTest, AQuarrelLeavesWhatStandsAndWhatWaits) {
  Create("1");
  WriteEverything();
  Quarrel();

  const v1::Plan plan = Plan(bench_.Head());
  EXPECT_EQ(plan.title(), "B");
  EXPECT_EQ(plan.open_conflicts(), 4);
  EXPECT_EQ(plan.sections(1).text(), "Ett\n\nB\n\nA");
  EXPECT_EQ(plan.priorities_size(), 0);
  EXPECT_EQ(plan.measures(0).budget_sek(), 18);
  EXPECT_THAT(plan.needs_review(), ElementsAre("sections/s/text", "measures/m/budget_sek"));
}

TEST_F(PlanViewTest, AConflictTellsWhatWasWhatIsAndWhatOthersWant) {
  Create("1");
  WriteEverything();
  const Position base = bench_.Head();
  Quarrel();
  const auto by_field = [this](const std::string& field) {
    for (int64_t number = 0; number < Revision(); ++number) {
      const auto row =
          bench_.Read(bench_.Head())
              ->GetMessage<v1::PlanConflict>(kConflictTable, NumberedKey(kPlan, number));
      if (row->has_value() && (*row)->field() == field) return Conflict(number, bench_.Head());
    }
    ADD_FAILURE() << "no conflict of " << field;
    return v1::PlanConflict();
  };

  const v1::PlanConflict title = by_field("title");
  EXPECT_EQ(title.was().title(), "Serviceplan");
  EXPECT_EQ(title.now().title(), "B");
  EXPECT_EQ(title.version(), 3);
  EXPECT_EQ(title.owner(), "partnerships/vasterbotten/organisations/2421");
  ASSERT_EQ(title.proposals_size(), 2);
  EXPECT_EQ(title.proposals(0).edit().title(), "AA");
  EXPECT_EQ(title.proposals(0).device(), "phone");
  EXPECT_EQ(title.proposals(0).base_position(), static_cast<int64_t>(base.value()));
  EXPECT_EQ(title.proposals(1).edit().title(), "C");
  EXPECT_EQ(title.proposals(1).device(), "laptop");
  const v1::PlanConflict removed = by_field("priorities/q/title");
  EXPECT_EQ(removed.was().element_title().title(), "Drivmedel");
  EXPECT_FALSE(removed.has_now());
  const v1::PlanConflict text = by_field("sections/s/text");
  EXPECT_EQ(text.was().element_text().text(), "Ett\n\nTvå\n\nTre");
  EXPECT_EQ(text.now().element_text().text(), "Ett\n\nB\n\nA");
}

TEST_F(PlanViewTest, TheVersionsOfTheViewAreThoseThatTheRulesExpect) {
  Create("1");
  WriteEverything();
  Quarrel();
  // Words under a conflict, and under a removal that waits.
  Edit({"title: 'BB'", "element_text { element: 't' text: 'Mer' }",
        "element_text { element: 's' text: 'Allt nytt' }"},
       bench_.Head(), "tablet");

  DecideAll("choice: CONFLICT_CHOICE_KEEP_CURRENT");

  EXPECT_EQ(Plan(bench_.Head()).open_conflicts(), 0);
}

TEST_F(PlanViewTest, ACorrectionChangesWhatAConflictIsBetween) {
  Create("1");
  ProposeAndAdopt();
  const Position base = bench_.Head();
  Do<v1::CorrectPlanRequest>(
      absl::StrCat(kName, kDecision, "expected_revision: ", Revision(), " title: 'Rätt'"),
      "tablet");
  const auto raised = Edit({"title: 'A'"}, base, "phone");
  EXPECT_THAT(raised.outcomes(), ElementsAre(v1::EDIT_OUTCOME_CONFLICT));
  Do<v1::CorrectPlanRequest>(
      absl::StrCat(kName, kDecision, "expected_revision: ", Revision(), " title: 'Rättare'"),
      "tablet");

  DecideAll("choice: CONFLICT_CHOICE_TAKE");

  EXPECT_EQ(Plan(bench_.Head()).title(), "A");
}

TEST_F(PlanViewTest, WhatAConflictWasAboutIsGone) {
  Create("1");
  WriteEverything();
  const Position base = bench_.Head();
  Edit({"element_title { element: 's' title: 'B' }"}, base, "tablet");
  const auto raised = Edit({"element_title { element: 's' title: 'A' }"}, base, "phone");
  Edit({"remove_element: 's'"}, bench_.Head(), "laptop");

  const v1::PlanConflict conflict = Conflict(raised.revision(), bench_.Head());
  EXPECT_EQ(conflict.state(), v1::CONFLICT_STATE_OBSOLETE);
  EXPECT_FALSE(conflict.has_now());
  EXPECT_EQ(Plan(bench_.Head()).open_conflicts(), 0);
  EXPECT_EQ(Conflict(raised.revision(), Position(bench_.Head().value() - 2)).state(),
            v1::CONFLICT_STATE_OPEN);
}

TEST_F(PlanViewTest, ConflictsAreListedTheOldestFirst) {
  Create("1");
  std::vector<std::string> adds;
  std::vector<std::string> theirs;
  std::vector<std::string> ours;
  for (int i = 0; i < 12; ++i) {
    const std::string id = "e" + std::to_string(i);
    adds.push_back("add_section { element: '" + id + "' title: 'Rubrik' }");
    theirs.push_back("element_title { element: '" + id + "' title: 'B' }");
    ours.push_back("element_title { element: '" + id + "' title: 'A' }");
  }
  Edit(adds);
  const Position base = bench_.Head();
  Edit(theirs, base, "tablet");
  std::vector<std::string> wanted;
  for (size_t i = 0; i < ours.size(); i += 4) {
    const auto some = Edit(
        {ours.begin() + static_cast<ptrdiff_t>(i), ours.begin() + static_cast<ptrdiff_t>(i + 4)},
        base, "phone");
    for (int64_t number = some.revision() - 3; number <= some.revision(); ++number) {
      wanted.push_back(absl::StrCat("1/conflicts/", number));
    }
    bench_.clock().Advance(absl::Microseconds(500));  // Later, within a second.
  }

  for (const auto& [list, subject] : std::vector<std::pair<ConflictList, std::string>>{
           {ConflictList::kAll, ""},
           {ConflictList::kOfPlan, kPlan},
           {ConflictList::kOfOwner, "partnerships/vasterbotten/organisations/2421"}}) {
    EXPECT_EQ(NamesIn(kConflictIndexTable, ConflictListKey(list, subject, v1::CONFLICT_STATE_OPEN)),
              wanted);
  }
}

TEST_F(PlanViewTest, LocalPlansAreListedByOwnerAndThenByName) {
  Create("9");
  for (const auto& [id, owner] : std::vector<std::pair<std::string, std::string>>{
           {"1", "tarna"}, {"2", "berg"}, {"3", "tarna"}, {"4", "berg"}}) {
    Create(id, "owner: '~/organisations/" + owner + "' municipal_plan: '~/plans/9' ");
  }

  EXPECT_THAT(NamesIn(kByMunicipalTable, PlanKey("partnerships/vasterbotten/plans/9")),
              ElementsAre("2", "4", "1", "3"));
  EXPECT_THAT(NamesIn(kByOwnerTable, ""), ElementsAre("9", "2", "4", "1", "3"));
}

TEST_F(PlanViewTest, ARevisionNeverChanges) {
  TellTheWholeStory();
  std::vector<std::string> first(10);
  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    const auto reader = bench_.Read(at);
    for (int number = 1; number <= 4; ++number) {
      const auto row = *reader->Get(kRevisionTable, NumberedKey(kPlan, number));
      if (!row.has_value()) continue;
      v1::Plan text = *ReadRevision(*reader, kPlan, number);
      text.clear_in_force();  // When it is in force is known later than what it says.
      text.clear_phase();
      text.clear_latest_revision();
      text.clear_adopted_revision();
      text.clear_open_conflicts();
      text.clear_statement_count();
      text.clear_replaced_by();
      text.clear_ended_on();
      text.clear_revision();
      const std::string said = *row + ToText(text);
      std::string& before = first[static_cast<size_t>(number)];
      if (before.empty()) before = said;
      EXPECT_EQ(said, before) << "revision " << number << " at " << at.value();
    }
  }
  EXPECT_NE(first[4], "");
}

TEST_F(PlanViewTest, AsOfEveryPositionItIsWhatTheEventsUpToThereSay) {
  TellTheWholeStory();

  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), bench_.FoldedRows(at)) << "position " << at.value();
  }
}

TEST_F(PlanViewTest, BuildingItAnewGivesTheSameRowsAtEveryPosition) {
  TellTheWholeStory();
  std::vector<std::vector<std::string>> before;
  for (Position at(0); at <= bench_.Head(); at = at + 1) before.push_back(bench_.Rows(at));

  bench_.Rebuild();

  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), before[at.value()]) << "position " << at.value();
  }
}

TEST_F(PlanViewTest, AnEventOfALaterVersionRaisesTheRevisionAndNothingElse) {
  Create("1");
  WriteEverything();
  v1::Plan expected = Plan(bench_.Head());
  expected.set_revision(expected.revision() + 1);

  bench_.Exists("plans/1");

  EXPECT_EQ(ToText(Plan(bench_.Head())), ToText(expected));
}

TEST_F(PlanViewTest, WhatNobodySaidIsNoPlan) {
  EXPECT_THAT(ReadPlan(*bench_.Read(bench_.Head()), kPlan), IsRefused(kPlanNotFound));
  EXPECT_THAT(bench_.Rows(bench_.Head()), ::testing::IsEmpty());
}

}  // namespace
}  // namespace samverk::plans

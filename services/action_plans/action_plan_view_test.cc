#include "services/action_plans/action_plan_view.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/action_plans/action_plan_service.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/slice_bench.h"

namespace samverk::action_plans {
namespace {

using runtime::FromText;
using runtime::ToText;
using storage::Position;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kPlan[] = "partnerships/vasterbotten/actionPlans/1";
const char kName[] = "name: '~/actionPlans/1' ";
const char kUnderWay[] = "status: ACTION_PLAN_MEASURE_STATUS_UNDER_WAY ";
const char kDone[] = "status: ACTION_PLAN_MEASURE_STATUS_DONE ";

// A bench with what the action plans below name.
class ActionPlanViewTest : public ::testing::Test {
 protected:
  ActionPlanViewTest() {
    for (const char* resource : {"organisations/2421", "organisations/2404", "organisations/region",
                                 "plans/1", "workshops/1", "workshops/2"}) {
      bench_.Exists(resource);
    }
  }

  template <typename Command>
  void Do(const std::string& text) {
    ASSERT_OK(bench_.Do(FromText<Command>(text)));
  }

  void Create(const std::string& id, const std::string& owner, int year) {
    Do<v1::CreateActionPlanRequest>(absl::StrCat(
        "parent: '~' action_plan_id: '", id, "' owner: '~/organisations/", owner,
        "' scope: ACTION_PLAN_SCOPE_MUNICIPALITY year: ", year, " title: 'Handlingsplan' "));
  }

  // Edits the plan `id`, or corrects it.
  void Edit(const std::string& edits, const std::string& id = "1") {
    v1::EditActionPlanRequest command = FromText<v1::EditActionPlanRequest>(
        "name: '~/actionPlans/" + id + "' provenance { reason: 'Skrivfel' } " + edits);
    *command.mutable_base_position() = bench_.At(bench_.Head());
    ASSERT_OK(bench_.Do(command));
  }

  void Adopt(const std::string& id = "1") {
    v1::AdoptActionPlanRequest command = FromText<v1::AdoptActionPlanRequest>(
        "name: '~/actionPlans/" + id + "' decision { body: 'KS' date @2019-01-15 }");
    command.set_expected_revision(Read(id).revision());
    ASSERT_OK(bench_.Do(command));
  }

  // Everything that can happen to action plans.
  void TellTheWholeStory() {
    Create("1", "2421", 2018);
    Edit(
        "edits { title: 'Plan 2019' } edits { description: 'Om året' } edits { year: 2019 }"
        "edits { add_measure { measure: 'a' text: 'Byt cistern' responsible: '~/organisations/2421'"
        "  financing: 'Bidrag' amount_sek: 400000 deadline @2019-06-30 links: '~/workshops/1'"
        "  plan_link { plan: '~/plans/1' plan_element: 'g' plan_revision: 1 } } }"
        "edits { add_measure { measure: 'b' text: 'Ombud' } }"
        "edits { add_measure { measure: 'c' text: 'Fel' deadline @2019-05-31 } }"
        "edits { remove_measure: 'c' }");
    Adopt();
    Do<v1::ReportMeasureProgressRequest>(absl::StrCat(
        kName, "measure: 'a' ", kUnderWay, "progress_percent: 40 comment: 'Upphandlad'"));
    Do<v1::MoveMeasureDeadlineRequest>(
        absl::StrCat(kName, "measure: 'a' deadline @2019-09-30 reason: 'Bygglov'"));
    Do<v1::MoveMeasureDeadlineRequest>(
        absl::StrCat(kName, "measure: 'a' deadline @2019-12-31 reason: 'Vintern'"));
    Do<v1::ReportMeasureProgressRequest>(absl::StrCat(kName, "measure: 'b' ", kDone));
    Edit(
        "edits { measure_text { measure: 'b' text: 'Ombud i Tärnaby' } }"
        "edits { measure_responsible { measure: 'b' responsible: '~/organisations/2404' } }"
        "edits { measure_financing { measure: 'b' financing: 'Kommunen' amount_sek: 0 } }"
        "edits { measure_deadline { measure: 'b' deadline @2019-03-31 } }"
        "edits { measure_plan { measure: 'b' plan_link { plan: '~/plans/1' } } }"
        "edits { measure_link { measure: 'a' link: '~/workshops/2' linked: true } }"
        "edits { measure_link { measure: 'a' link: '~/workshops/1' } }"
        "edits { adoption_decision { body: 'KF' date @2019-02-01 } }");
    Do<v1::CloseActionPlanRequest>(absl::StrCat(kName, "summary: 'Mest klart'"));
    Do<v1::ReopenActionPlanRequest>(kName);
    Do<v1::CloseActionPlanRequest>(absl::StrCat(kName, "summary: 'Klart'"));
    Edit("edits { summary: 'Allt klart' }");
    Create("2", "2404", 2019);
    Edit("edits { add_measure { measure: 'd' text: 'Sopor' deadline @2019-01-31 } }", "2");
    Do<v1::WithdrawActionPlanRequest>("name: '~/actionPlans/2'");
    bench_.Exists("initiatives/1");  // Somebody else's event, last.
  }

  v1::ActionPlan Read(const std::string& id = "1") {
    return bench_.Read(bench_.Head())
        ->GetMessage<v1::ActionPlan>(kActionPlanTable,
                                     ActionPlanKey("partnerships/vasterbotten/actionPlans/" + id))
        ->value();
  }

  v1::ActionPlanMeasure ReadMeasure(const std::string& id) {
    v1::ActionPlanMeasure measure =
        bench_.Read(bench_.Head())
            ->GetMessage<v1::ActionPlanMeasure>(kMeasureTable, MeasureKey(kPlan, id))
            ->value();
    measure.clear_reported_at();
    return measure;
  }

  // The ids of the measures in a list, in its order.
  std::vector<std::string> Listed(MeasureList list, absl::string_view subject = "") {
    const auto reader = bench_.Read(bench_.Head());
    std::vector<std::string> ids;
    EXPECT_OK(reader->Scan(
        kMeasureListTable, MeasureListKey(list, subject), "",
        [&](absl::string_view, absl::string_view row) {
          ids.push_back(
              reader->GetMessage<v1::ActionPlanMeasure>(kMeasureTable, row)->value().measure());
          return true;
        }));
    return ids;
  }

  std::vector<std::string> Names(char table, Position as_of) {
    std::vector<std::string> names;
    EXPECT_OK(
        bench_.Read(as_of)->Scan(table, "", "", [&names](absl::string_view, absl::string_view row) {
          names.emplace_back(row.substr(row.rfind('/') + 1));
          return true;
        }));
    return names;
  }

  testing::SliceBench bench_{AddActionPlans};
};

TEST_F(ActionPlanViewTest, AnActionPlanIsWhatItsEventsSay) {
  TellTheWholeStory();

  EXPECT_EQ(ToText(Read()), ToText(FromText<v1::ActionPlan>(R"(
    name: '~/actionPlans/1' owner: '~/organisations/2421' scope: ACTION_PLAN_SCOPE_MUNICIPALITY
    year: 2019 state: ACTION_PLAN_STATE_CLOSED title: 'Plan 2019' description: 'Om året'
    adoption_decision { body: 'KF' date @2019-02-01 } summary: 'Allt klart'
    measure_counts { under_way: 1 done: 1 } last_number: 3 revision: 24
  )")));
  EXPECT_EQ(ToText(ReadMeasure("a")), ToText(FromText<v1::ActionPlanMeasure>(R"(
    measure: 'a' action_plan: '~/actionPlans/1' number: 1 text: 'Byt cistern'
    responsible: '~/organisations/2421' financing: 'Bidrag' amount_sek: 400000
    deadline @2019-12-31 original_deadline @2019-06-30 times_moved: 2 moved_because: 'Vintern'
    status: ACTION_PLAN_MEASURE_STATUS_UNDER_WAY progress_percent: 40 comment: 'Upphandlad'
    plan_link { plan: '~/plans/1' plan_element: 'g' plan_revision: 1 } links: '~/workshops/2'
  )")));
  EXPECT_EQ(ToText(ReadMeasure("b")), ToText(FromText<v1::ActionPlanMeasure>(R"(
    measure: 'b' action_plan: '~/actionPlans/1' number: 2 text: 'Ombud i Tärnaby'
    responsible: '~/organisations/2404' financing: 'Kommunen' amount_sek: 0
    deadline @2019-03-31 status: ACTION_PLAN_MEASURE_STATUS_DONE plan_link { plan: '~/plans/1' }
  )")));
}

TEST_F(ActionPlanViewTest, AReopenedPlanHasNoSummary) {
  Create("1", "2421", 2019);
  Edit("edits { add_measure { measure: 'a' text: 'Byt cistern' } }");
  Adopt();
  Do<v1::CloseActionPlanRequest>(absl::StrCat(kName, "summary: 'Mest klart'"));
  Do<v1::ReopenActionPlanRequest>(kName);

  EXPECT_EQ(Read().state(), v1::ACTION_PLAN_STATE_ADOPTED);
  EXPECT_EQ(Read().summary(), "");
}

TEST_F(ActionPlanViewTest, AReportSaysWhenItWasMade) {
  Create("1", "2421", 2019);
  Edit("edits { add_measure { measure: 'a' text: 'Byt cistern' } }");
  Adopt();
  bench_.clock().Advance(absl::Hours(24));
  Do<v1::ReportMeasureProgressRequest>(absl::StrCat(kName, "measure: 'a' ", kUnderWay));

  const auto measure =
      bench_.Read(bench_.Head())
          ->GetMessage<v1::ActionPlanMeasure>(kMeasureTable, MeasureKey(kPlan, "a"))
          ->value();
  EXPECT_EQ(measure.reported_at().seconds(), absl::ToUnixSeconds(bench_.clock().Now()));
}

TEST_F(ActionPlanViewTest, AReportReplacesAllOfTheOneBefore) {
  Create("1", "2421", 2019);
  Edit("edits { add_measure { measure: 'a' text: 'Byt cistern' } }");
  Adopt();
  Do<v1::ReportMeasureProgressRequest>(
      absl::StrCat(kName, "measure: 'a' ", kUnderWay, "progress_percent: 0 comment: 'Väntar'"));
  EXPECT_TRUE(ReadMeasure("a").has_progress_percent());
  Do<v1::ReportMeasureProgressRequest>(absl::StrCat(kName, "measure: 'a' ", kDone));

  EXPECT_FALSE(ReadMeasure("a").has_progress_percent());
  EXPECT_EQ(ReadMeasure("a").comment(), "");
}

TEST_F(ActionPlanViewTest, WhatNobodySaidIsNoActionPlan) {
  EXPECT_THAT(bench_.Rows(bench_.Head()), IsEmpty());
}

TEST_F(ActionPlanViewTest, MeasuresAreListedByDeadlineAndThoseWithoutOneLast) {
  Create("1", "2421", 2019);
  Edit(
      "edits { add_measure { measure: 'late' text: 'T' deadline @2019-12-31 } }"
      "edits { add_measure { measure: 'never' text: 'T' } }"
      "edits { add_measure { measure: 'early' text: 'T' deadline @2019-01-31 } }"
      "edits { add_measure { measure: 'early too' text: 'T' deadline @2019-01-31 } }");
  Create("2", "2404", 2018);
  Edit("edits { add_measure { measure: 'old' text: 'T' deadline @2018-12-31 } }", "2");

  EXPECT_THAT(Listed(MeasureList::kAll), ElementsAre("old", "early", "early too", "late", "never"));
  EXPECT_THAT(Listed(MeasureList::kOfYear, "2019"),
              ElementsAre("early", "early too", "late", "never"));
  EXPECT_THAT(Listed(MeasureList::kOfYear, "2018"), ElementsAre("old"));
  Edit(
      "edits { measure_deadline { measure: 'early' } }"
      "edits { measure_deadline { measure: 'never' deadline @2019-02-28 } }");
  EXPECT_THAT(Listed(MeasureList::kAll), ElementsAre("old", "early too", "never", "late", "early"));
}

TEST_F(ActionPlanViewTest, ListsMoveWithWhatTheyGoBy) {
  const std::string storuman = "partnerships/vasterbotten/organisations/2421";
  const std::string vindeln = "partnerships/vasterbotten/organisations/2404";
  const std::string planned = absl::StrCat(v1::ACTION_PLAN_MEASURE_STATUS_PLANNED);
  Create("1", "2421", 2019);
  Edit(
      "edits { add_measure { measure: 'a' text: 'T' responsible: '~/organisations/2421' } }"
      "edits { add_measure { measure: 'b' text: 'T' plan_link { plan: '~/plans/1' } } }");
  EXPECT_THAT(Listed(MeasureList::kOfResponsible, storuman), ElementsAre("a"));
  EXPECT_THAT(Listed(MeasureList::kOfPlan, "partnerships/vasterbotten/plans/1"), ElementsAre("b"));
  EXPECT_THAT(Listed(MeasureList::kOfStatus, planned), ElementsAre("a", "b"));

  Edit(
      "edits { measure_responsible { measure: 'a' responsible: '~/organisations/2404' } }"
      "edits { measure_plan { measure: 'b' } } edits { year: 2020 }");
  EXPECT_THAT(Listed(MeasureList::kOfResponsible, storuman), IsEmpty());
  EXPECT_THAT(Listed(MeasureList::kOfResponsible, vindeln), ElementsAre("a"));
  EXPECT_THAT(Listed(MeasureList::kOfPlan, "partnerships/vasterbotten/plans/1"), IsEmpty());
  EXPECT_THAT(Listed(MeasureList::kOfYear, "2019"), IsEmpty());
  EXPECT_THAT(Listed(MeasureList::kOfYear, "2020"), ElementsAre("a", "b"));

  Edit("edits { remove_measure: 'b' }");
  Adopt();
  Do<v1::ReportMeasureProgressRequest>(absl::StrCat(kName, "measure: 'a' ", kDone));
  EXPECT_THAT(Listed(MeasureList::kOfStatus, planned), IsEmpty());
  EXPECT_THAT(Listed(MeasureList::kAll), ElementsAre("a"));
}

TEST_F(ActionPlanViewTest, WhatCanBecomeOverdueIsWhatIsLeftToDoInAdoptedPlans) {
  const std::string storuman = "partnerships/vasterbotten/organisations/2421";
  Create("1", "2421", 2019);
  Edit(
      "edits { add_measure { measure: 'a' text: 'T' responsible: '~/organisations/2421' } }"
      "edits { add_measure { measure: 'b' text: 'T' } } edits { add_measure { measure: 'c' text: "
      "'T' } }");
  EXPECT_THAT(Listed(MeasureList::kDue), IsEmpty());

  Adopt();
  EXPECT_THAT(Listed(MeasureList::kDue), ElementsAre("a", "b", "c"));
  EXPECT_THAT(Listed(MeasureList::kDueOfResponsible, storuman), ElementsAre("a"));
  Do<v1::ReportMeasureProgressRequest>(absl::StrCat(kName, "measure: 'a' ", kDone));
  Do<v1::ReportMeasureProgressRequest>(
      absl::StrCat(kName, "measure: 'b' status: ACTION_PLAN_MEASURE_STATUS_DROPPED"));
  EXPECT_THAT(Listed(MeasureList::kDue), ElementsAre("c"));
  EXPECT_THAT(Listed(MeasureList::kDueOfResponsible, storuman), IsEmpty());
  Do<v1::CloseActionPlanRequest>(absl::StrCat(kName, "summary: 'Klart'"));
  EXPECT_THAT(Listed(MeasureList::kDue), IsEmpty());
  Do<v1::ReopenActionPlanRequest>(kName);
  EXPECT_THAT(Listed(MeasureList::kDue), ElementsAre("c"));
  EXPECT_THAT(Listed(MeasureList::kAll), ElementsAre("a", "b", "c"));
  Do<v1::WithdrawActionPlanRequest>(kName);
  for (const MeasureList list : {MeasureList::kDue, MeasureList::kAll}) {
    EXPECT_THAT(Listed(list), IsEmpty());
  }
}

TEST_F(ActionPlanViewTest, AMeasureThatComesBackIsANewOne) {
  Create("1", "2421", 2019);
  Edit("edits { add_measure { measure: 'a' text: 'Gammal' deadline @2019-01-31 } }");
  Adopt();
  Do<v1::ReportMeasureProgressRequest>(absl::StrCat(kName, "measure: 'a' ", kDone));
  Edit("edits { remove_measure: 'a' } edits { add_measure { measure: 'a' text: 'Ny' } }");

  EXPECT_EQ(ToText(ReadMeasure("a")), ToText(FromText<v1::ActionPlanMeasure>(R"(
    measure: 'a' action_plan: '~/actionPlans/1' number: 2 text: 'Ny'
    status: ACTION_PLAN_MEASURE_STATUS_PLANNED
  )")));
  EXPECT_EQ(ToText(Read().measure_counts()),
            ToText(FromText<v1::ActionPlanMeasureCounts>("planned: 1")));
}

TEST_F(ActionPlanViewTest, ActionPlansAreListedByYearAndByOwner) {
  Create("1", "2421", 2019);
  Create("2", "2404", 2019);
  Create("3", "2421", 2018);
  const Position before = bench_.Head();
  Edit("edits { year: 2017 }");

  EXPECT_THAT(Names(kByYearTable, before), ElementsAre("3", "2", "1"));
  EXPECT_THAT(Names(kByOwnerTable, before), ElementsAre("2", "3", "1"));
  EXPECT_THAT(Names(kByYearTable, bench_.Head()), ElementsAre("1", "3", "2"));
  EXPECT_THAT(Names(kByOwnerTable, bench_.Head()), ElementsAre("2", "1", "3"));
}

TEST_F(ActionPlanViewTest, LinksOfMeasuresAreReadBothWays) {
  Create("1", "2421", 2019);
  Edit(
      "edits { add_measure { measure: 'a' text: 'T' responsible: '~/organisations/2421'"
      "  plan_link { plan: '~/plans/1' plan_element: 'g' } links: '~/workshops/1' } }"
      "edits { add_measure { measure: 'b' text: 'T' plan_link { plan: '~/plans/1' } } }");
  EXPECT_THAT(bench_.Links("actionPlans/1"),
              ElementsAre("actionPlans/1 measures/a/plan_link/plan plans/1 g",
                          "actionPlans/1 measures/b/plan_link/plan plans/1",
                          "actionPlans/1 measures/a/links workshops/1"));
  EXPECT_THAT(bench_.Links("plans/1"),
              ElementsAre("actionPlans/1 measures/a/plan_link/plan plans/1 g",
                          "actionPlans/1 measures/b/plan_link/plan plans/1"));
  EXPECT_EQ(bench_.TitleOf("actionPlans/1"), "Handlingsplan");
  EXPECT_EQ(bench_.TitleOf("actionPlans/2"), "");

  Edit(
      "edits { measure_plan { measure: 'a' } }"
      "edits { measure_link { measure: 'a' link: '~/workshops/2' linked: true } }"
      "edits { remove_measure: 'b' }");
  EXPECT_THAT(bench_.Links("plans/1"), IsEmpty());
  EXPECT_THAT(bench_.Links("actionPlans/1"),
              ElementsAre("actionPlans/1 measures/a/links workshops/1",
                          "actionPlans/1 measures/a/links workshops/2"));
}

TEST_F(ActionPlanViewTest, MeasuresOfAWithdrawnPlanLinkToNothing) {
  Create("1", "2421", 2019);
  Edit(
      "edits { add_measure { measure: 'a' text: 'T' links: '~/workshops/1' } }"
      "edits { add_measure { measure: 'b' text: 'T' plan_link { plan: '~/plans/1' } } }");
  Adopt();
  Do<v1::ReportMeasureProgressRequest>(absl::StrCat(kName, "measure: 'a' ", kDone));
  EXPECT_THAT(bench_.Links("workshops/1"),
              ElementsAre("actionPlans/1 measures/a/links workshops/1"));

  Do<v1::WithdrawActionPlanRequest>(kName);
  for (const char* resource : {"actionPlans/1", "workshops/1", "plans/1"}) {
    EXPECT_THAT(bench_.Links(resource), IsEmpty()) << resource;
  }
}

TEST_F(ActionPlanViewTest, AsOfEveryPositionItIsWhatTheEventsUpToThereSay) {
  TellTheWholeStory();

  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), bench_.FoldedRows(at)) << "position " << at.value();
  }
}

TEST_F(ActionPlanViewTest, BuildingItAnewGivesTheSameRowsAtEveryPosition) {
  TellTheWholeStory();
  std::vector<std::vector<std::string>> before;
  for (Position at(0); at <= bench_.Head(); at = at + 1) before.push_back(bench_.Rows(at));

  bench_.Rebuild();

  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), before[at.value()]) << "position " << at.value();
  }
}

TEST_F(ActionPlanViewTest, AnEventOfALaterVersionRaisesTheRevisionAndNothingElse) {
  Create("1", "2421", 2019);
  v1::ActionPlan expected = Read();
  expected.set_revision(1);

  bench_.Exists("actionPlans/1");  // An event of a type that this program does not know.

  EXPECT_EQ(ToText(Read()), ToText(expected));
}

}  // namespace
}  // namespace samverk::action_plans

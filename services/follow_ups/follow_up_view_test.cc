#include "services/follow_ups/follow_up_view.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/plan_events.pb.h"
#include "services/follow_ups/follow_up_reader.h"
#include "services/follow_ups/follow_up_service.h"
#include "services/runtime/rules.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/slice_bench.h"
#include "storage/event_log/testing/test_proposal.h"

namespace samverk::follow_ups {
namespace {

using runtime::FromText;
using runtime::ToText;
using storage::Position;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kOne[] = "partnerships/vasterbotten/followUps/1";
constexpr char kCompilation[] = "partnerships/vasterbotten/followUpCompilations/2018";
constexpr char kGoal[] = "c04d0000-0000-4000-8000-000000000001";
constexpr char kMeasure[] = "77b00000-0000-4000-8000-000000000002";

// Stands for the slice `plans`, which keeps the registers of plans: each fact is of another plan.
struct PlanRegisterRules {
  using State = v1::PlanRegister;
  using Event = v1::PlanRegisterEvent;
  static void Evolve(State& state, const Event& event, const runtime::EventPlace&) {
    *state.add_plans() = event.plan_in_force_set();
  }
};

void AddFollowUpsAndPlans(runtime::Slices& slices) {
  AddFollowUps(slices);
  slices.commands.AddResource<PlanRegisterRules>("planRegisters");
}

class FollowUpViewTest : public ::testing::Test {
 protected:
  FollowUpViewTest() {
    for (const char* resource : {"organisations/2421", "organisations/2422", "organisations/r",
                                 "plans/1", "plans/2", "places/1"}) {
      bench_.Exists(resource);
    }
    IsInForce("2421", "1");
    IsInForce("2422", "2");
    EXPECT_EQ(bench_.Head(), Position(8));
  }

  void IsInForce(const std::string& kommunkod, const std::string& plan) {
    const std::string days = "start_date @2016-01-01 end_date @2020-01-01";
    const auto fact =
        FromText<v1::PlanInForceSet>("plan: '~/plans/" + plan + "' periods {" + days +
                                     "} in_force { period {" + days + "} revision: 3 }");
    storage::NewEvent event = storage::AnEvent("planRegisters/" + kommunkod);
    event.type = fact.GetDescriptor()->full_name();
    event.event = fact.SerializeAsString();
    ASSERT_OK(storage::AppendAndWait(bench_.log(), storage::AnAppend().With(event)));
  }

  template <typename Command>
  void Do(const std::string& text) {
    ASSERT_OK(bench_.Do(FromText<Command>(text)));
  }

  void Open(const std::string& id, const std::string& kommunkod, int year) {
    Do<v1::OpenFollowUpRequest>("parent: '~' follow_up_id: '" + id + "' owner: '~/organisations/" +
                                kommunkod + "' plan: '~/plans/" +
                                (kommunkod == "2421" ? "1" : "2") +
                                "' year: " + std::to_string(year));
  }

  void Observe(const std::string& id, const std::string& key, const std::string& value,
               const std::string& but = "") {
    Do<v1::ObserveIndicatorRequest>("name: '~/followUps/" + id + "' key: '" + key +
                                    "' reading { title: 'Butiker' value: '" + value +
                                    "' unit: 'st' source: 'SCB' vintage { year: 2018 } } " + but);
  }

  void FillIn() {
    Open("1", "2421", 2018);       // Revision 0, position 9; the claim at 10.
    Observe("1", "butiker", "7");  // Entry 1.
    Observe("1", "butiker", "2", "place: '~/places/1'");  // 2.
    Observe("1", "mackar", "3");                          // 3.
    Do<v1::AssessElementRequest>(std::string("name: '~/followUps/1' element: '") + kGoal +
                                 "' kind: ASSESSED_KIND_GOAL assessment: ASSESSMENT_UNDER_WAY "
                                 "comment: 'Snart'");
    Do<v1::AssessElementRequest>(std::string("name: '~/followUps/1' element: '") + kMeasure +
                                 "' kind: ASSESSED_KIND_MEASURE assessment: ASSESSMENT_REACHED");
    Do<v1::AssessElementRequest>(std::string("name: '~/followUps/1' element: '") + kGoal +
                                 "' kind: ASSESSED_KIND_GOAL assessment: ASSESSMENT_REACHED");
    Do<v1::EditFollowUpRequest>(
        std::string("name: '~/followUps/1' expected_revision: 6 edits { summary: 'Bra' }"
                    "edits { indicator { entry: 1 reading { title: 'Butiker' value: '8' unit: 'st' "
                    "source: 'SCB' vintage { day @2018-12-31 } } } }"
                    "edits { remove_indicator: 3 } edits { remove_assessment: '") +
        kMeasure + "' }");  // Revisions 7 to 10, positions 17 to 20.
  }

  void Judge() {
    Do<v1::SubmitFollowUpRequest>("name: '~/followUps/1'");  // Revision 11, position 21.
    Do<v1::ReturnFollowUpRequest>("name: '~/followUps/1' missing: 'Mackarna'");  // 12, 22.
    Observe("1", "mackar", "4");                                                 // 13, 23.
    Do<v1::SubmitFollowUpRequest>("name: '~/followUps/1'");                      // 14, 24.
    Do<v1::ApproveFollowUpRequest>("name: '~/followUps/1'");                     // 15, 25 and 26.
  }

  void CompileTheCounty() {
    Do<v1::CompileFollowUpsRequest>(
        "parent: '~' year: 2018 owner: '~/organisations/r' text: 'Klart'"
        "municipalities: '~/organisations/2421' municipalities: '~/organisations/2422'");
  }

  // Everything that can happen to follow-ups.
  void TellTheWholeStory() {
    FillIn();
    Judge();
    CompileTheCounty();  // Position 27.
    Do<v1::EditFollowUpRequest>(
        "name: '~/followUps/1' expected_revision: 15 edits { remove_indicator: 13 }");
    Open("2", "2422", 2018);
    Observe("2", "butiker", "5");
    Do<v1::SubmitFollowUpRequest>("name: '~/followUps/2'");
    Do<v1::ApproveFollowUpRequest>("name: '~/followUps/2'");
    CompileTheCounty();
    Do<v1::ReturnFollowUpRequest>("name: '~/followUps/2' missing: 'Allt'");
    Open("3", "2422", 2017);
    Do<v1::WithdrawFollowUpRequest>("name: '~/followUps/3'");
    Do<v1::WithdrawFollowUpCompilationRequest>("name: '~/followUpCompilations/2018'");
    bench_.Exists("initiatives/1");  // Somebody else's event, last.
  }

  runtime::ViewReader ReadNow() { return bench_.Read(bench_.Head()).value(); }

  std::vector<std::string> Rows(char table, const std::string& prefix) {
    std::vector<std::string> rows;
    EXPECT_OK(ReadNow().Scan(table, prefix, "", [&](absl::string_view, absl::string_view row) {
      rows.emplace_back(row);
      return true;
    }));
    return rows;
  }

  testing::SliceBench bench_{AddFollowUpsAndPlans};
};

TEST_F(FollowUpViewTest, AFollowUpIsWhatItsEventsSay) {
  FillIn();
  Judge();

  EXPECT_EQ(ToText(FindFollowUp(ReadNow(), kOne).value()), ToText(FromText<v1::FollowUp>(R"(
    name: '~/followUps/1' owner: '~/organisations/2421' plan: '~/plans/1' year: 2018
    state: FOLLOW_UP_STATE_APPROVED summary: 'Bra' indicator_count: 3 assessment_count: 1
    submission { revision: 14 position { position: 24 } submitted_at { seconds: 1570438800 }
                 plan_revision: 3 plan_position { position: 23 } }
    approved { revision: 14 position { position: 24 } submitted_at { seconds: 1570438800 }
               plan_revision: 3 plan_position { position: 23 } }
    approved_at { seconds: 1570438800 } revision: 15
  )")));
}

TEST_F(FollowUpViewTest, WhileItIsSentBackItSaysWhatIsMissing) {
  FillIn();
  Do<v1::SubmitFollowUpRequest>("name: '~/followUps/1'");
  Do<v1::ReturnFollowUpRequest>("name: '~/followUps/1' missing: 'Mackarna'");

  ASSERT_OK_AND_ASSIGN(v1::FollowUp follow_up, FindFollowUp(ReadNow(), kOne));
  EXPECT_EQ(follow_up.state(), v1::FOLLOW_UP_STATE_RETURNED);
  EXPECT_EQ(follow_up.missing(), "Mackarna");
  Do<v1::SubmitFollowUpRequest>("name: '~/followUps/1'");
  ASSERT_OK_AND_ASSIGN(follow_up, FindFollowUp(ReadNow(), kOne));
  EXPECT_EQ(follow_up.missing(), "");
}

TEST_F(FollowUpViewTest, AnIndicatorKeepsWhatItWasBefore) {
  FillIn();

  ASSERT_OK_AND_ASSIGN(const std::vector<v1::IndicatorValue> values,
                       ReadIndicators(ReadNow(), kOne));
  ASSERT_EQ(values.size(), 2);
  EXPECT_EQ(ToText(values[0]), ToText(FromText<v1::IndicatorValue>(R"(
    follow_up: '~/followUps/1' entry: 1 owner: '~/organisations/2421' plan: '~/plans/1' year: 2018
    key: 'butiker'
    reading { title: 'Butiker' value: '8' unit: 'st' source: 'SCB' vintage { day @2018-12-31 } }
    revision: 8 recorded_at { seconds: 1570438800 } corrected: true
    former { reading { title: 'Butiker' value: '7' unit: 'st' source: 'SCB' vintage { year: 2018 } }
             revision: 1 recorded_at { seconds: 1570438800 } }
  )")));
  EXPECT_EQ(values[1].entry(), 2);
  EXPECT_EQ(values[1].place(), "partnerships/vasterbotten/places/1");
  EXPECT_FALSE(values[1].corrected());
}

TEST_F(FollowUpViewTest, AnAssessmentKeepsWhatWasSaidBefore) {
  FillIn();

  const std::vector<std::string> rows = Rows(kAssessmentTable, NameKey(kOne));
  ASSERT_EQ(rows.size(), 1);
  v1::ElementAssessment row;
  ASSERT_TRUE(row.ParseFromString(rows[0]));
  EXPECT_EQ(ToText(row),
            ToText(FromText<v1::ElementAssessment>(
                std::string("follow_up: '~/followUps/1' plan: '~/plans/1' element: '") + kGoal +
                R"(' kind: ASSESSED_KIND_GOAL assessment: ASSESSMENT_REACHED
                             revision: 6 recorded_at { seconds: 1570438800 }
                             former { assessment: ASSESSMENT_UNDER_WAY comment: 'Snart' revision: 4
                                      recorded_at { seconds: 1570438800 } })")));
}

TEST_F(FollowUpViewTest, ARemovedIndicatorIsInNoIndex) {
  FillIn();

  for (const char table : {kByKeyTable, kOfOwnerTable, kOfYearTable}) {
    EXPECT_THAT(Rows(table, ""), ElementsAre(IndicatorKey(kOne, 1), IndicatorKey(kOne, 2)));
  }
}

TEST_F(FollowUpViewTest, WhatWasChangedSinceTheSubmissionIsTold) {
  FillIn();
  EXPECT_FALSE(FindFollowUp(ReadNow(), kOne)->changed_since_submission());
  Judge();
  EXPECT_FALSE(FindFollowUp(ReadNow(), kOne)->changed_since_submission());
  Do<v1::EditFollowUpRequest>(
      "name: '~/followUps/1' expected_revision: 15 edits { summary: 'Rättad' }");
  EXPECT_TRUE(FindFollowUp(ReadNow(), kOne)->changed_since_submission());
}

TEST_F(FollowUpViewTest, AWithdrawnFollowUpHasNothingApproved) {
  FillIn();
  Judge();
  Do<v1::WithdrawFollowUpRequest>("name: '~/followUps/1'");

  ASSERT_OK_AND_ASSIGN(const v1::FollowUp follow_up, FindFollowUp(ReadNow(), kOne));
  EXPECT_EQ(follow_up.state(), v1::FOLLOW_UP_STATE_WITHDRAWN);
  EXPECT_FALSE(follow_up.has_approved());
  EXPECT_FALSE(follow_up.has_approved_at());
}

TEST_F(FollowUpViewTest, TheFiguresOfACompilationAreThoseThatWereSubmitted) {
  FillIn();
  Judge();
  CompileTheCounty();
  const std::string figures = R"(
    figures { key: 'butiker' title: 'Butiker' unit: 'st' sum: '8' lowest: '8' highest: '8'
              municipalities: 1 vintage_years: 2018 incomplete: true
              gaps: FIGURE_GAP_FOLLOW_UP_MISSING }
    figures { key: 'mackar' title: 'Butiker' unit: 'st' sum: '4' lowest: '4' highest: '4'
              municipalities: 1 vintage_years: 2018 incomplete: true
              gaps: FIGURE_GAP_FOLLOW_UP_MISSING } )";
  const std::string compiled = R"(
    name: '~/followUpCompilations/2018' owner: '~/organisations/r' year: 2018 text: 'Klart'
    municipalities: '~/organisations/2421' municipalities: '~/organisations/2422'
    basis { municipality: '~/organisations/2421' follow_up: '~/followUps/1' revision: 14
            position { position: 24 } plan: '~/plans/1' plan_revision: 3 }
    missing: '~/organisations/2422' compiled_at { seconds: 1570438800 } )";

  ASSERT_OK_AND_ASSIGN(v1::FollowUpCompilation compilation,
                       FindCompilation(ReadNow(), kCompilation));
  EXPECT_EQ(ToText(compilation), ToText(FromText<v1::FollowUpCompilation>(compiled)));
  ASSERT_OK(CompleteCompilation(ReadNow(), compilation));
  EXPECT_EQ(ToText(compilation), ToText(FromText<v1::FollowUpCompilation>(compiled + figures)));

  Do<v1::EditFollowUpRequest>(
      "name: '~/followUps/1' expected_revision: 15 edits { remove_indicator: 1 }");
  ASSERT_OK_AND_ASSIGN(compilation, FindCompilation(ReadNow(), kCompilation));
  ASSERT_OK(CompleteCompilation(ReadNow(), compilation));
  EXPECT_EQ(ToText(compilation), ToText(FromText<v1::FollowUpCompilation>(compiled + figures)));
}

TEST_F(FollowUpViewTest, ACompilationIsOutdatedWhenSomethingElseIsApproved) {
  FillIn();
  Judge();
  CompileTheCounty();
  const auto outdated = [this] {
    v1::FollowUpCompilation compilation = FindCompilation(ReadNow(), kCompilation).value();
    EXPECT_OK(CompleteCompilation(ReadNow(), compilation));
    return compilation.outdated();
  };
  EXPECT_FALSE(outdated());
  Do<v1::EditFollowUpRequest>(
      "name: '~/followUps/1' expected_revision: 15 edits { summary: 'Rättad' }");
  Do<v1::SubmitFollowUpRequest>("name: '~/followUps/1'");
  EXPECT_FALSE(outdated());
  Do<v1::ApproveFollowUpRequest>("name: '~/followUps/1'");
  EXPECT_TRUE(outdated());
  CompileTheCounty();
  EXPECT_FALSE(outdated());
  Open("2", "2422", 2018);
  Observe("2", "butiker", "5");
  Do<v1::SubmitFollowUpRequest>("name: '~/followUps/2'");
  EXPECT_FALSE(outdated());
  Do<v1::ApproveFollowUpRequest>("name: '~/followUps/2'");
  EXPECT_TRUE(outdated());
  CompileTheCounty();
  Do<v1::WithdrawFollowUpRequest>("name: '~/followUps/2'");
  EXPECT_TRUE(outdated());
}

TEST_F(FollowUpViewTest, WhatNobodySaidIsNoFollowUp) {
  EXPECT_THAT(Rows(kFollowUpTable, ""), IsEmpty());
  EXPECT_THAT(bench_.Rows(bench_.Head()), IsEmpty());
}

TEST_F(FollowUpViewTest, WhatAFollowUpIsOfIsReadBothWaysUntilItIsWithdrawn) {
  FillIn();
  const std::string assessment =
      absl::StrCat("followUps/1 assessments/", kGoal, "/plan plans/1 ", kGoal);
  EXPECT_THAT(bench_.Links("followUps/1"), ElementsAre("followUps/1 indicators/2/place places/1",
                                                       assessment, "followUps/1 plan plans/1"));
  EXPECT_THAT(bench_.Links("plans/1"), ElementsAre(assessment, "followUps/1 plan plans/1"));
  EXPECT_THAT(bench_.Links("places/1"), ElementsAre("followUps/1 indicators/2/place places/1"));
  EXPECT_EQ(bench_.TitleOf("followUps/1"), "Uppföljning 2018");
  EXPECT_EQ(bench_.TitleOf("followUps/2"), "");

  Do<v1::EditFollowUpRequest>(
      "name: '~/followUps/1' expected_revision: 10 edits { remove_indicator: 2 }");
  EXPECT_THAT(bench_.Links("places/1"), IsEmpty());
  Do<v1::WithdrawFollowUpRequest>("name: '~/followUps/1'");
  EXPECT_THAT(bench_.Links("plans/1"), IsEmpty());
  EXPECT_THAT(bench_.Links("followUps/1"), IsEmpty());
}

TEST_F(FollowUpViewTest, WhatACompilationIsBasedOnIsReadBothWaysUntilItIsWithdrawn) {
  FillIn();
  Judge();
  CompileTheCounty();
  EXPECT_THAT(bench_.Links("followUpCompilations/2018"),
              ElementsAre("followUpCompilations/2018 basis/0/follow_up followUps/1",
                          "followUpCompilations/2018 basis/0/plan plans/1"));
  EXPECT_EQ(bench_.Links("followUps/1").front(),
            "followUpCompilations/2018 basis/0/follow_up followUps/1");
  EXPECT_EQ(bench_.TitleOf("followUpCompilations/2018"), "Sammanställning 2018");

  Do<v1::WithdrawFollowUpCompilationRequest>("name: '~/followUpCompilations/2018'");
  EXPECT_THAT(bench_.Links("followUpCompilations/2018"), IsEmpty());
  CompileTheCounty();
  EXPECT_EQ(bench_.Links("followUpCompilations/2018").size(), 2);
}

TEST_F(FollowUpViewTest, AsOfEveryPositionItIsWhatTheEventsUpToThereSay) {
  TellTheWholeStory();

  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), bench_.FoldedRows(at)) << "position " << at.value();
  }
}

TEST_F(FollowUpViewTest, BuildingItAnewGivesTheSameRowsAtEveryPosition) {
  TellTheWholeStory();
  std::vector<std::vector<std::string>> before;
  for (Position at(0); at <= bench_.Head(); at = at + 1) before.push_back(bench_.Rows(at));

  bench_.Rebuild();

  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), before[at.value()]) << "position " << at.value();
  }
}

TEST_F(FollowUpViewTest, AnEventOfALaterVersionRaisesTheRevisionAndNothingElse) {
  FillIn();
  v1::FollowUp expected = FindFollowUp(ReadNow(), kOne).value();
  expected.set_revision(11);

  bench_.Exists("followUps/1");  // An event of a type that this program does not know.

  EXPECT_EQ(ToText(FindFollowUp(ReadNow(), kOne).value()), ToText(expected));
}

}  // namespace
}  // namespace samverk::follow_ups

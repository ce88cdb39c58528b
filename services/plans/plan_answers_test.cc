#include "services/plans/plan_answers.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/plan.pb.h"
#include "services/plans/plan_reader.h"
#include "services/plans/plan_reasons.h"
#include "services/plans/plan_service.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/slice_bench.h"

namespace samverk::plans {
namespace {

using runtime::FromText;
using storage::Position;

const char kPlans[] = "partnerships/vasterbotten/plans/";

class PlanAnswersTest : public ::testing::Test {
 protected:
  PlanAnswersTest() { bench_.Exists("organisations/2421"); }

  void Create(const std::string& id) {
    EXPECT_OK(bench_.Do(FromText<v1::CreatePlanRequest>(absl::StrCat(
        "parent: '~' plan_id: '", id, "' title: 'Serviceplan' owner: '~/organisations/2421'"))));
  }
  void Edit(const std::string& id, const std::string& edit) {
    auto command = FromText<v1::EditPlanRequest>(
        absl::StrCat("name: '~/plans/", id, "' edits { ", edit, " }"));
    *command.mutable_base_position() = bench_.At(bench_.Head());
    EXPECT_OK(bench_.Do(command));
  }

  // What `answers` say is what the rows say.
  void ExpectRows(PlanAnswers& answers, const std::string& id, Position as_of) {
    const auto view = bench_.Read(as_of);
    ASSERT_OK(view);
    const auto answer = answers.Read(*view, kPlans + id);
    ASSERT_OK(answer);
    EXPECT_EQ(**answer, ReadPlan(*view, kPlans + id)->SerializeAsString());
  }

  testing::SliceBench bench_{AddPlans};
  PlanAnswers answers_;
};

TEST_F(PlanAnswersTest, AnAnswerFollowsEveryEditAndKnowsThePast) {
  Create("1");
  const Position created = bench_.Head();
  Edit("1", "add_measure { element: 'm' title: 'Tapp' }");
  for (int i = 0; i < 3; ++i) {
    ExpectRows(answers_, "1", bench_.Head());
    ExpectRows(answers_, "1", bench_.Head());
    ExpectRows(answers_, "1", created);
    Edit("1", absl::StrCat("element_text { element: 'm' text: 'Utkast ", i, "' }"));
  }
  ExpectRows(answers_, "1", bench_.Head());
}

TEST_F(PlanAnswersTest, AnAnswerIsKeptWhileNothingChanges) {
  Create("1");
  const auto view = bench_.Read(bench_.Head());
  const auto first = answers_.Read(*view, absl::StrCat(kPlans, "1"));
  ASSERT_OK(first);
  Create("2");
  const auto second = answers_.Read(*bench_.Read(bench_.Head()), absl::StrCat(kPlans, "1"));
  ASSERT_OK(second);
  EXPECT_EQ(first->get(), second->get());
}

TEST_F(PlanAnswersTest, AViewThatIsBuiltAnewIsAskedAnew) {
  Create("1");
  const auto before = answers_.Read(*bench_.Read(bench_.Head()), absl::StrCat(kPlans, "1"));
  bench_.Rebuild();
  const auto after = answers_.Read(*bench_.Read(bench_.Head()), absl::StrCat(kPlans, "1"));
  ASSERT_OK(before);
  ASSERT_OK(after);
  EXPECT_NE(before->get(), after->get());
  EXPECT_EQ(**before, **after);
}

TEST_F(PlanAnswersTest, WhatIsForgottenForRoomIsReadAgain) {
  PlanAnswers one(1);
  for (const char* id : {"1", "2", "3"}) Create(id);
  for (int i = 0; i < 2; ++i) {
    for (const char* id : {"1", "2", "3"}) ExpectRows(one, id, bench_.Head());
  }
}

TEST_F(PlanAnswersTest, APlanThatIsNotThereIsNotFound) {
  Create("1");
  EXPECT_THAT(answers_.Read(*bench_.Read(bench_.Head()), absl::StrCat(kPlans, "2")),
              IsRefused(kPlanNotFound));
}

}  // namespace
}  // namespace samverk::plans

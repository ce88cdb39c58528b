#include "services/runtime/field_writers.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"

namespace samverk::runtime {
namespace {

EventPlace At(int64_t position, const std::string& writer) { return {0, position, writer}; }

CommandContext By(const std::string& writer, std::optional<int64_t> base) {
  CommandContext context;
  context.writer = writer;
  context.base_position = base;
  return context;
}

TEST(FieldWritersTest, WhatNobodyWroteHasNoLatestWrite) {
  FieldWriters writers;
  EXPECT_EQ(writers.LatestByOther("title", "anna"), 0);
  writers.Record("title", "plan", At(3, "anna"));
  EXPECT_EQ(writers.LatestByOther("period", "björn"), 0);
}

TEST(FieldWritersTest, TheOwnWriteIsNobodyElses) {
  FieldWriters writers;
  writers.Record("title", "plan", At(3, "anna"));

  EXPECT_EQ(writers.LatestByOther("title", "anna"), 0);
  EXPECT_EQ(writers.LatestByOther("title", "björn"), 3);
  EXPECT_EQ(writers.LatestByOther("plan", "anna"), 0);
  EXPECT_EQ(writers.LatestByOther("plan", "björn"), 3);
}

TEST(FieldWritersTest, BehindTheOwnLatestWritesTheOthersAreSeen) {
  FieldWriters writers;
  writers.Record("title", "plan", At(3, "björn"));
  writers.Record("title", "plan", At(4, "anna"));
  writers.Record("title", "plan", At(5, "anna"));

  EXPECT_EQ(writers.LatestByOther("title", "anna"), 3);
  EXPECT_EQ(writers.LatestByOther("title", "björn"), 5);
  EXPECT_EQ(writers.LatestByOther("title", "cecilia"), 5);
}

TEST(FieldWritersTest, TheLatestWriteIsByOneHand) {
  FieldWriters writers;
  EXPECT_FALSE(writers.IsLatestBy("title", "anna"));
  writers.Record("title", "plan", At(3, "anna"));
  EXPECT_TRUE(writers.IsLatestBy("title", "anna"));
  EXPECT_TRUE(writers.IsLatestBy("plan", "anna"));
  EXPECT_FALSE(writers.IsLatestBy("title", "björn"));
  writers.Record("title", "plan", At(4, "björn"));
  EXPECT_FALSE(writers.IsLatestBy("title", "anna"));
  EXPECT_TRUE(writers.IsLatestBy("title", "björn"));
}

TEST(FieldWritersTest, OfThreeHandsTheTwoLatestAnswerForAll) {
  FieldWriters writers;
  writers.Record("title", "plan", At(3, "anna"));
  writers.Record("title", "plan", At(4, "björn"));
  writers.Record("title", "plan", At(5, "cecilia"));

  EXPECT_EQ(writers.LatestByOther("title", "anna"), 5);
  EXPECT_EQ(writers.LatestByOther("title", "björn"), 5);
  EXPECT_EQ(writers.LatestByOther("title", "cecilia"), 4);
}

TEST(FieldWritersTest, AnElementIsWrittenWithEachOfItsFields) {
  FieldWriters writers;
  writers.Record("sections/1/title", "sections/1", At(3, "anna"));
  writers.Record("sections/1/text", "sections/1", At(4, "björn"));

  EXPECT_EQ(writers.LatestByOther("sections/1", "anna"), 4);
  EXPECT_EQ(writers.LatestByOther("sections/1", "björn"), 3);
  EXPECT_EQ(writers.LatestByOther("sections/1/title", "björn"), 3);
  EXPECT_EQ(writers.LatestByOther("sections/1/text", "björn"), 0);
}

TEST(FieldWritersTest, AWholeElementIsWrittenOnce) {
  FieldWriters writers;
  writers.Record("sections/1", "sections/1", At(3, "anna"));
  writers.Record("sections/1", "sections/1", At(4, "björn"));

  EXPECT_EQ(writers.LatestByOther("sections/1", "björn"), 3);
}

TEST(FieldWritersTest, ACopyGoesItsOwnWay) {
  FieldWriters writers;
  writers.Record("title", "plan", At(3, "anna"));
  FieldWriters copy = writers;
  copy.Record("title", "plan", At(4, "björn"));

  EXPECT_EQ(writers.LatestByOther("title", "anna"), 0);
  EXPECT_EQ(copy.LatestByOther("title", "anna"), 4);
}

TEST(FieldWritersTest, WhatIsMetDependsOnTheRuleOfTheField) {
  FieldWriters writers;
  writers.Record("title", "plan", At(5, "björn"));
  const auto meet = [&](FieldRule rule) {
    return writers.Meet("title", "plan", rule, By("anna", 4));
  };

  EXPECT_EQ(meet(FieldRule::kKeepBoth), Encounter::kConflict);
  EXPECT_EQ(meet(FieldRule::kMergeTexts), Encounter::kTexts);
  EXPECT_EQ(meet(FieldRule::kCommutes), Encounter::kCommutes);
  // Nobody has to choose, but somebody else was there.
  EXPECT_EQ(meet(FieldRule::kLastAccepted), Encounter::kOtherFields);
}

TEST(FieldWritersTest, WhatWasWrittenAtTheBaseWasSeen) {
  FieldWriters writers;
  writers.Record("title", "plan", At(5, "björn"));
  const auto meet = [&](int64_t base) {
    return writers.Meet("title", "plan", FieldRule::kKeepBoth, By("anna", base));
  };

  EXPECT_EQ(meet(0), Encounter::kConflict);
  EXPECT_EQ(meet(4), Encounter::kConflict);
  EXPECT_EQ(meet(5), Encounter::kNone);
  EXPECT_EQ(meet(6), Encounter::kNone);
}

TEST(FieldWritersTest, OtherFieldsOfTheElementAreMetAsSuch) {
  FieldWriters writers;
  writers.Record("period", "plan", At(5, "björn"));
  const auto meet = [&](FieldRule rule, int64_t base) {
    return writers.Meet("title", "plan", rule, By("anna", base));
  };

  for (const FieldRule rule : {FieldRule::kKeepBoth, FieldRule::kMergeTexts, FieldRule::kCommutes,
                               FieldRule::kLastAccepted}) {
    EXPECT_EQ(meet(rule, 4), Encounter::kOtherFields);
    EXPECT_EQ(meet(rule, 5), Encounter::kNone);
  }
}

TEST(FieldWritersTest, ACommandWithoutABaseMeetsNothing) {
  FieldWriters writers;
  writers.Record("title", "plan", At(5, "björn"));

  EXPECT_EQ(writers.Meet("title", "plan", FieldRule::kKeepBoth, By("anna", std::nullopt)),
            Encounter::kNone);
}

// However many hands write in whatever order, the answer is that of going through all writes.
RC_GTEST_PROP(FieldWritersPropertyTest, TheLatestByOthersIsThatOfAllWrites, ()) {
  using Write = std::pair<int, int>;  // Field, writer.
  const auto writes = *rc::gen::container<std::vector<Write>>(
      rc::gen::pair(rc::gen::inRange(0, 3), rc::gen::inRange(0, 5)));
  FieldWriters writers;
  for (size_t i = 0; i < writes.size(); ++i) {
    writers.Record("element/" + std::to_string(writes[i].first), "element",
                   At(static_cast<int64_t>(2 * i + 1), std::to_string(writes[i].second)));
    for (int writer = 0; writer < 6; ++writer) {
      std::map<int, int64_t> latest;  // By field; -1: the element.
      for (size_t j = 0; j <= i; ++j) {
        if (writes[j].second == writer) continue;
        latest[writes[j].first] = latest[-1] = static_cast<int64_t>(2 * j + 1);
      }
      const std::string name = std::to_string(writer);
      for (int field = 0; field < 3; ++field) {
        RC_ASSERT(writers.LatestByOther("element/" + std::to_string(field), name) == latest[field]);
      }
      RC_ASSERT(writers.LatestByOther("element", name) == latest[-1]);
    }
  }
}

}  // namespace
}  // namespace samverk::runtime

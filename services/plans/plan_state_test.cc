#include "services/plans/plan_state.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/plans/plan_rules.h"
#include "services/plans/testing/plan_sentences.h"

namespace samverk::plans {
namespace {

size_t SizeAfter(const std::vector<v1::PlanEvent>& events) {
  return PlanRules::SizeBytes(runtime::Fold<PlanRules>(events));
}

TEST(PlanStateTest, AStateThatIsKeptTakesWhatThePlanSaysNowAndLittleForItsPast) {
  constexpr size_t kTextBytes = 10'000;
  constexpr size_t kEdits = 1'000;
  std::vector<v1::PlanEvent> events = {Created(), Edited(Section("s"))};
  const size_t empty = SizeAfter(events);
  for (size_t i = 0; i < kEdits; ++i) {
    events.push_back(Edited(TextEdit("s", absl::StrCat(1'000 + i, std::string(kTextBytes, 'x')))));
  }
  const size_t written = SizeAfter(events);
  EXPECT_GE(written, empty + kTextBytes);
  EXPECT_LT(written, empty + kTextBytes + 100 * kEdits);

  events.push_back(Edited(TextEdit("s", "")));
  EXPECT_LT(SizeAfter(events), written - kTextBytes);
}

TEST(PlanStateTest, AStateThatIsKeptTakesEveryProposal) {
  const std::string text(5'000, 'x');
  const std::vector<v1::PlanEvent> events = {Created(), Edited("title: 'B'")};
  std::vector<v1::PlanEvent> quarrel = events;
  quarrel.push_back(Raised("sections/s/text", 1, TextEdit("s", text)));
  quarrel.push_back(Extended(2, 1, TextEdit("s", text)));
  EXPECT_GE(SizeAfter(quarrel), SizeAfter(events) + 2 * text.size());
}

}  // namespace
}  // namespace samverk::plans

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
  EXPECT_LT(SizeAfter(events), written - kTextBytes + 100);
}

size_t BytesOfElements(const PlanState& state) {
  size_t bytes = 0;
  for (const auto& [id, element] : state.elements) {
    if (!element->removed()) bytes += element->ByteSizeLong();
  }
  return bytes;
}

TEST(PlanStateTest, TheBytesOfTheElementsAreThoseThatAreThere) {
  const std::vector<v1::PlanEvent> steps = {
      Edited(Section("s")), Edited(Section("t")), Edited(TextEdit("s", "En längre text än förut.")),
      Edited(TextEdit("t", "Kort.")), Edited("remove_element: 's'"),
      Edited(TextEdit("s", "Den kom tillbaka.")),
      // Rules never do it twice; a state is right all the same.
      Edited(Section("t"))};
  std::vector<v1::PlanEvent> events = {Created()};
  for (const v1::PlanEvent& step : steps) {
    events.push_back(step);
    const PlanState state = runtime::Fold<PlanRules>(events);
    EXPECT_EQ(state.elements_bytes, BytesOfElements(state));
    EXPECT_GT(state.elements_bytes, 0u);
  }
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

// A plan as text and back: nothing is lost, nothing is made up.

#include "clients/cli/plan_text.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "base/civil_date.h"
#include "clients/cli/arguments.h"
#include "clients/cli/error_line.h"
#include "clients/cli/plan_edits.h"
#include "clients/cli/plan_words.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;

constexpr char kName[] = "partnerships/p/plans/0199a1b2-0000-7000-8000-000000000001";
constexpr char kPerson[] = "partnerships/p/people/c2a94b07-8e15-4c39-b6d2-71f5e08d3a64";

v1::LedgerPosition Position() {
  v1::LedgerPosition position;
  position.set_position(57);
  position.set_epoch("0199a1b2-0000-7000-8000-00000000e90c");
  return position;
}

// Draws plans and edits of them.
class Drawing {
 public:
  explicit Drawing(uint32_t seed) : random_(seed) {}

  int Below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }

  std::string Id() {
    return absl::StrFormat("%08x-%04x-4000-8000-%012x", random_(), random_() & 0xffff, random_());
  }

  std::string Line() {
    static const std::vector<std::string> kWords = {
        "Syfte",  "och mål", "å ä ö", "## x", "50 %",  "[#1f3a]", "a: b",
        "Klart:", "C\\D",    "§ 67",  "Mål",  "# tal", "]",       "Tärnaby"};
    std::string line = absl::StrCat("T", Below(1000));
    for (int i = Below(4); i > 0; --i) absl::StrAppend(&line, " ", kWords[Below(kWords.size())]);
    // A name in brackets at the end would be taken for an element.
    return absl::StrCat(line, ".");
  }

  std::string Text() {
    static const std::vector<std::string> kLines = {"# Inte en rubrik",
                                                    "## Inte heller",
                                                    "\\ snett",
                                                    "% av alla",
                                                    "Mål: hemma",
                                                    "  indraget",
                                                    "",
                                                    "Klart: nu",
                                                    "### tre",
                                                    "#",
                                                    "\\# redan",
                                                    "Rubrik: x",
                                                    "slut  [#1]",
                                                    "Nivå: högst"};
    if (Below(6) == 0) return "";
    std::string text = Line();
    for (int i = Below(8); i > 0; --i) absl::StrAppend(&text, "\n", kLines[Below(kLines.size())]);
    return NormalText(text);
  }

  v1::DatePeriod Period() {
    const absl::CivilDay first(2015 + Below(10), 1 + Below(12), 1 + Below(28));
    return PeriodOf(ToDate(first), ToDate(first + Below(2000)));
  }

  v1::PlanSection Section() { return Filled<v1::PlanSection>(); }
  v1::PlanPriority Priority() { return Filled<v1::PlanPriority>(); }

  v1::PlanGoal Goal(const v1::Plan& plan) {
    auto goal = Filled<v1::PlanGoal>();
    if (!plan.goals().empty() && plan.goals(0).parent_goal().empty() && Below(2) == 0) {
      goal.set_parent_goal(plan.goals(0).element());
    }
    return goal;
  }

  v1::PlanPlace Place() {
    auto place = Filled<v1::PlanPlace>();
    place.set_level(static_cast<v1::PlaceLevel>(1 + Below(3)));
    for (int offer = 1; offer <= 13; ++offer) {
      if (Below(3) == 0) place.add_offers(static_cast<v1::ServiceOffer>(offer));
    }
    // Younger than this program.
    if (Below(5) == 0) place.add_offers(static_cast<v1::ServiceOffer>(99));
    return place;
  }

  v1::PlanMeasure Measure(const v1::Plan& plan) {
    auto measure = Filled<v1::PlanMeasure>();
    if (!plan.goals().empty() && Below(2) == 0) {
      measure.set_goal(plan.goals(Below(plan.goals_size())).element());
    }
    if (Below(2) == 0) measure.set_responsible_unit(Line());
    if (Below(2) == 0) *measure.mutable_deadline() = Period().start_date();
    if (Below(2) == 0) measure.set_financing(Line());
    if (Below(2) == 0) measure.set_budget_sek(Below(1'000'000));
    return measure;
  }

  v1::Plan Plan() {
    v1::Plan plan;
    plan.set_name(kName);
    plan.set_title(Line());
    if (Below(3) > 0) *plan.mutable_period() = Period();
    if (Below(2) == 0) plan.set_responsible_unit(Line());
    if (Below(2) == 0) plan.set_responsible(kPerson);
    for (int i = Below(4); i > 0; --i) plan.add_documents(absl::StrCat(i, Line()));
    for (int i = Below(5); i > 0; --i) *plan.add_sections() = Section();
    for (int i = Below(5); i > 0; --i) *plan.add_goals() = Goal(plan);
    for (int i = Below(4); i > 0; --i) *plan.add_places() = Place();
    for (int i = Below(4); i > 0; --i) *plan.add_priorities() = Priority();
    for (int i = Below(5); i > 0; --i) *plan.add_measures() = Measure(plan);
    for (const v1::PlanSection& section : plan.sections()) {
      if (Below(3) == 0)
        plan.add_needs_review(absl::StrCat("sections/", section.element(), "/text"));
    }
    return plan;
  }

 private:
  template <typename Element>
  Element Filled() {
    Element element;
    element.set_element(Id());
    element.set_title(Line());
    if constexpr (requires { element.set_text(""); }) {
      element.set_text(Text());
    } else if constexpr (requires { element.set_description(""); }) {
      element.set_description(Text());
    }
    return element;
  }

  std::mt19937 random_;
};

template <typename Element>
void Shuffle(google::protobuf::RepeatedPtrField<Element>& elements, Drawing& draw) {
  for (int i = elements.size() - 1; i > 0; --i) elements.SwapElements(i, draw.Below(i + 1));
}

// Changes what a person may change anywhere in a plan.
class Scribbler {
 public:
  Scribbler(v1::Plan& plan, Drawing& draw) : plan_(plan), draw_(draw) {}

  // Returns the edits of fields that it made, but for additions, removals and moves.
  std::vector<v1::PlanEdit> Run() {
    if (Now()) {
      plan_.set_title(draw_.Line());
      edits_.emplace_back().set_title(plan_.title());
    }
    if (Now()) {
      *plan_.mutable_period() = draw_.Period();
      *edits_.emplace_back().mutable_period() = plan_.period();
    }
    if (Now() && !plan_.documents().empty()) {
      edits_.emplace_back().set_remove_document(plan_.documents(0));
      plan_.mutable_documents()->DeleteSubrange(0, 1);
    }
    if (Now() && !plan_.needs_review().empty()) {
      edits_.emplace_back().set_reviewed(plan_.needs_review(0));
      plan_.mutable_needs_review()->DeleteSubrange(0, 1);
    }
    for (v1::PlanSection& section : *plan_.mutable_sections()) ChangeText(section);
    for (v1::PlanPlace& place : *plan_.mutable_places()) ChangePlace(place);
    for (v1::PlanMeasure& measure : *plan_.mutable_measures()) ChangeMeasure(measure);
    return edits_;
  }

 private:
  bool Now() { return draw_.Below(3) == 0; }

  void ChangeText(v1::PlanSection& section) {
    if (!Now()) return;
    const std::string text = draw_.Text();
    if (text == section.text()) return;
    section.set_text(text);
    v1::PlanElementText& edit = *edits_.emplace_back().mutable_element_text();
    edit.set_element(section.element());
    edit.set_text(text);
  }

  void ChangePlace(v1::PlanPlace& place) {
    if (!Now() || place.offers().empty()) return;
    v1::PlanPlaceOffer& edit = *edits_.emplace_back().mutable_place_offer();
    edit.set_element(place.element());
    edit.set_offer(static_cast<v1::ServiceOffer>(place.offers(0)));
    place.mutable_offers()->erase(place.mutable_offers()->begin());
  }

  void ChangeMeasure(v1::PlanMeasure& measure) {
    if (Now()) {
      measure.set_budget_sek(2'000'000 + draw_.Below(1000));
      edits_.emplace_back().mutable_measure_budget()->set_element(measure.element());
      edits_.back().mutable_measure_budget()->set_sek(measure.budget_sek());
    }
    if (Now() && measure.has_deadline()) {
      measure.clear_deadline();
      edits_.emplace_back().mutable_measure_deadline()->set_element(measure.element());
    }
    if (Now()) {
      measure.set_title(draw_.Line());
      edits_.emplace_back().mutable_element_title()->set_element(measure.element());
      edits_.back().mutable_element_title()->set_title(measure.title());
    }
  }

  v1::Plan& plan_;
  Drawing& draw_;
  std::vector<v1::PlanEdit> edits_;
};

// Carries out additions, removals and moves on the list of one kind.
template <typename Element>
std::vector<std::string> OrderAfter(const google::protobuf::RepeatedPtrField<Element>& base,
                                    const google::protobuf::RepeatedPtrField<Element>& wanted,
                                    const std::vector<v1::PlanEdit>& edits) {
  const auto is_of_kind = [&](const std::string& id) {
    return std::any_of(wanted.begin(), wanted.end(),
                       [&id](const Element& each) { return each.element() == id; });
  };
  std::vector<std::string> order;
  for (const Element& each : base) order.push_back(each.element());
  for (const v1::PlanEdit& edit : edits) {
    const std::string id = ElementOf(edit);
    const auto at = std::find(order.begin(), order.end(), id);
    if (edit.has_move_element() && at != order.end()) {
      order.erase(at);
      const auto after = std::find(order.begin(), order.end(), edit.move_element().after());
      order.insert(edit.move_element().after().empty() ? order.begin() : after + 1, id);
    } else if (edit.edit_case() == v1::PlanEdit::kRemoveElement && at != order.end()) {
      order.erase(at);
    } else if (at == order.end() && is_of_kind(id)) {
      order.push_back(id);
    }
  }
  return order;
}

template <typename Element>
std::vector<std::string> OrderOf(const google::protobuf::RepeatedPtrField<Element>& elements) {
  std::vector<std::string> order;
  for (const Element& each : elements) order.push_back(each.element());
  return order;
}

std::string NoNewIds() {
  ADD_FAILURE() << "no element is new here";
  return "";
}

std::vector<std::string> Bytes(const std::vector<v1::PlanEdit>& edits) {
  std::vector<std::string> bytes;
  for (const v1::PlanEdit& edit : edits) bytes.push_back(edit.ShortDebugString());
  return bytes;
}

TEST(PlanTextTest, WhatIsWrittenIsReadWithoutAnyEdit) {
  for (uint32_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(seed);
    Drawing draw(seed);
    const v1::Plan plan = draw.Plan();
    const std::string text = WritePlanText(plan, Position(), ElementIds(plan));
    const auto read = ReadPlanText(text, plan, NoNewIds);
    ASSERT_TRUE(read.ok()) << read.status() << "\n" << text;
    EXPECT_THAT(Bytes(EditsBetween(plan, read->plan)), IsEmpty()) << text;
  }
}

TEST(PlanTextTest, EditsOfFieldsAreReadAsTheyWereMade) {
  for (uint32_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(seed);
    Drawing draw(seed);
    const v1::Plan plan = draw.Plan();
    v1::Plan edited = plan;
    const std::vector<v1::PlanEdit> made = Scribbler(edited, draw).Run();
    const std::string text = WritePlanText(edited, Position(), ElementIds(plan));
    const auto read = ReadPlanText(text, plan, NoNewIds);
    ASSERT_TRUE(read.ok()) << read.status() << "\n" << text;
    EXPECT_THAT(Bytes(EditsBetween(plan, read->plan)), UnorderedElementsAreArray(Bytes(made)))
        << text;
  }
}

TEST(PlanTextTest, AdditionsRemovalsAndMovesLeadToWhatWasWritten) {
  for (uint32_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(seed);
    Drawing draw(seed);
    const v1::Plan plan = draw.Plan();
    v1::Plan edited = plan;
    edited.clear_needs_review();
    if (!edited.sections().empty()) edited.mutable_sections()->DeleteSubrange(0, 1);
    *edited.add_sections() = draw.Section();
    *edited.add_sections() = draw.Section();
    *edited.add_goals() = draw.Goal(edited);
    *edited.add_measures() = draw.Measure(edited);
    if (edited.measures_size() > 1) edited.mutable_measures()->DeleteSubrange(0, 1);
    Shuffle(*edited.mutable_sections(), draw);
    Shuffle(*edited.mutable_measures(), draw);
    Shuffle(*edited.mutable_goals(), draw);
    const std::string text = WritePlanText(edited, Position(), ElementIds(plan));
    const auto read = ReadPlanText(text, plan, NoNewIds);
    ASSERT_TRUE(read.ok()) << read.status() << "\n" << text;
    const std::vector<v1::PlanEdit> edits = EditsBetween(plan, read->plan);
    EXPECT_EQ(OrderAfter(plan.sections(), edited.sections(), edits), OrderOf(edited.sections()));
    EXPECT_EQ(OrderAfter(plan.goals(), edited.goals(), edits), OrderOf(edited.goals()));
    EXPECT_EQ(OrderAfter(plan.measures(), edited.measures(), edits), OrderOf(edited.measures()));
    EXPECT_EQ(read->plan.sections(0).ShortDebugString(), edited.sections(0).ShortDebugString());
  }
}

// ---- One case at a time

v1::Plan SmallPlan() {
  v1::Plan plan;
  plan.set_name(kName);
  plan.set_title("Serviceplan");
  *plan.mutable_period() = *ParsePeriod("2019-01-01", "2022-12-31");
  v1::PlanSection& section = *plan.add_sections();
  section.set_element("1f3a0000-0000-4000-8000-000000000001");
  section.set_title("Syfte och mål");
  section.set_text("Alla ska nå service.");
  v1::PlanGoal& goal = *plan.add_goals();
  goal.set_element("c04d0000-0000-4000-8000-000000000002");
  goal.set_title("Drivmedel inom tre mil");
  v1::PlanMeasure& measure = *plan.add_measures();
  measure.set_element("77b00000-0000-4000-8000-000000000003");
  measure.set_title("Sanera marken");
  measure.set_goal(goal.element());
  measure.set_budget_sek(250'000);
  return plan;
}

std::string SmallText() {
  const v1::Plan plan = SmallPlan();
  return WritePlanText(plan, Position(), ElementIds(plan));
}

// What the small plan's text, with `from` replaced by `to`, asks for; or what is wrong with it.
std::vector<std::string> EditsOf(absl::string_view from, absl::string_view to) {
  const std::string text = absl::StrReplaceAll(SmallText(), {{from, to}});
  EXPECT_NE(text, SmallText());
  const v1::Plan plan = SmallPlan();
  int count = 0;
  const auto read = ReadPlanText(text, plan, [&count] {
    return absl::StrCat("aaaa0000-0000-4000-8000-00000000000", ++count);
  });
  if (!read.ok()) return {std::string(read.status().message())};
  return Bytes(EditsBetween(plan, read->plan));
}

TEST(PlanTextTest, ReadsWell) {
  const std::string text = SmallText();
  EXPECT_THAT(text, HasSubstr("\nPeriod: 2019-01-01–2022-12-31\n"));
  EXPECT_THAT(text, HasSubstr("\n## Syfte och mål  [#1f3a]\n\nAlla ska nå service.\n"));
  EXPECT_THAT(text, HasSubstr("\nMål: Drivmedel inom tre mil  [#c04d]\n"));
  EXPECT_THAT(text, HasSubstr("\nKostnad: 250 000 kr\n"));
}

TEST(PlanTextTest, SaysWhatItIsAboutAndWhereItWasRead) {
  const auto head = ReadPlanTextHead(SmallText());
  ASSERT_TRUE(head.ok());
  EXPECT_EQ(head->plan, kName);
  EXPECT_EQ(head->position.SerializeAsString(), Position().SerializeAsString());
  EXPECT_EQ(ExitCodeOf(ReadPlanTextHead("Rubrik: x").status()), kExitUsage);
}

TEST(PlanTextTest, AHeadingWithoutAnIdIsNewAndCanBePointedToByItsTitle) {
  const auto edits = EditsOf("\n# Orter", "\n## Kontanter\n\n# Orter");
  ASSERT_EQ(edits.size(), 1u);
  EXPECT_THAT(edits[0], HasSubstr("add_goal { element: \"aaaa0000"));
  const auto both = EditsOf("Mål: Drivmedel inom tre mil  [#c04d]", "Mål: Drivmedel inom tre mil");
  EXPECT_THAT(both, IsEmpty());
}

TEST(PlanTextTest, AnIdIsKeptForWhatWasAddedSoThatItIsAddedOnce) {
  const v1::Plan plan = SmallPlan();
  const std::string typed =
      absl::StrReplaceAll(SmallText(), {{"\n# Orter", "\n## Kontanter\r\n\n# Orter"}});
  const auto first =
      ReadPlanText(typed, plan, [] { return "aaaa0000-0000-4000-8000-000000000009"; });
  ASSERT_TRUE(first.ok());
  const std::string kept = WithIdsOfAdded(typed, first->added);
  const auto again = ReadPlanText(kept, plan, NoNewIds);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->plan.ShortDebugString(), first->plan.ShortDebugString());
  EXPECT_THAT(EditsBetween(first->plan, again->plan), IsEmpty());
}

TEST(PlanTextTest, WhatIsRemovedFromTheTextIsRemoved) {
  EXPECT_THAT(EditsOf("## Syfte och mål  [#1f3a]\n\nAlla ska nå service.\n", ""),
              ::testing::ElementsAre(HasSubstr("remove_element: \"1f3a0000")));
}

TEST(PlanTextTest, ProblemsNameTheLineAndWhatToDo) {
  const auto problem = [](absl::string_view from, absl::string_view to) {
    const auto edits = EditsOf(from, to);
    return edits.size() == 1 ? edits[0] : "no problem";
  };
  EXPECT_THAT(problem("Rubrik: Serviceplan", "Rubrik:"), HasSubstr("planen saknar rubrik"));
  EXPECT_THAT(problem("2022-12-31", "2018-12-31"), HasSubstr("är ingen period"));
  EXPECT_THAT(problem("Period: 2019-01-01–2022-12-31", "Period:"), HasSubstr("inte tas bort"));
  EXPECT_THAT(problem("Ansvarig enhet:", "Löst prat"), HasSubstr("rad 12: här står något annat"));
  EXPECT_THAT(problem("[#1f3a]", "[#beef]"), HasSubstr("[#beef] finns inte i planen"));
  EXPECT_THAT(problem("## Syfte och mål", "## X  [#1f3a]\n\n## Syfte och mål"),
              HasSubstr("[#1f3a] står också på rad"));
  EXPECT_THAT(problem("# Orter", "# Platser"), HasSubstr("\"Platser\" är ingen huvudrubrik"));
  EXPECT_THAT(problem("# Orter", "# Orter\n\nText"), HasSubstr("inte under någon rubrik"));
  EXPECT_THAT(problem("Kostnad: 250 000 kr", "Kostnad: mycket"), HasSubstr("är ingen kostnad"));
  EXPECT_THAT(problem("Kostnad: 250 000 kr", "Kostnad:"), HasSubstr("skriv 0 kr"));
  EXPECT_THAT(problem("Klart:", "Klar: 2020-12-31"), HasSubstr("text börjar efter en tom rad"));
  EXPECT_THAT(problem("Klart:", "Klart: i höst"), HasSubstr("är ingen dag"));
  EXPECT_THAT(problem("Mål: Drivmedel inom tre mil  [#c04d]", "Mål: Något"),
              HasSubstr("inget av målen"));
}

TEST(SplitEditsTest, KeepsCommandsWithinWhatAServerTakes) {
  std::vector<v1::PlanEdit> edits(150);
  for (v1::PlanEdit& edit : edits) edit.mutable_element_text()->set_text(std::string(1000, 'x'));
  edits[10].mutable_element_text()->set_text(std::string(40'000, 'x'));
  size_t count = 0;
  for (const auto& command : SplitEdits(edits)) {
    v1::EditPlanRequest request;
    for (const v1::PlanEdit& edit : command) *request.add_edits() = edit;
    EXPECT_LE(command.size(), kEditsMax);
    if (command.size() > 1) {
      EXPECT_LE(request.ByteSizeLong(), kEditsBytesMax);
    }
    count += command.size();
  }
  EXPECT_EQ(count, edits.size());
}

TEST(KronorTest, AreReadAsPeopleWriteThem) {
  EXPECT_EQ(ParseKronor("250 000 kr"), 250'000);
  EXPECT_EQ(ParseKronor("250000"), 250'000);
  EXPECT_EQ(ParseKronor("1\u00a0000 kronor"), 1000);
  EXPECT_EQ(ParseKronor("mycket"), std::nullopt);
  EXPECT_EQ(FormatKronor(1'234'567), "1 234 567 kr");
  EXPECT_EQ(FormatKronor(-1000), "-1 000 kr");
  EXPECT_EQ(FormatKronor(5), "5 kr");
}

}  // namespace
}  // namespace samverk

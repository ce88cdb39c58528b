#include "clients/cli/plan_edits.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/error_line.h"
#include "clients/cli/names.h"
#include "clients/cli/plan_text.h"
#include "clients/cli/plan_words.h"

namespace samverk {
namespace {

using v1::PlanEdit;

constexpr size_t kDateChars = 10;  // 2019-05-14

bool SameText(absl::string_view a, absl::string_view b) { return NormalText(a) == NormalText(b); }

bool SameLine(absl::string_view a, absl::string_view b) {
  return absl::StripAsciiWhitespace(a) == absl::StripAsciiWhitespace(b);
}

bool SameDate(const google::type::Date& a, const google::type::Date& b) {
  return a.SerializeAsString() == b.SerializeAsString();
}

template <typename Elements>
const typename Elements::value_type* Find(const Elements& elements, const std::string& id) {
  for (const auto& element : elements) {
    if (element.element() == id) return &element;
  }
  return nullptr;
}

// Of `order`, the ids that may stay where they are, so that as few as possible are moved to make
// it `wanted`: a longest increasing subsequence.
std::set<std::string> Staying(const std::vector<std::string>& order,
                              const std::vector<std::string>& wanted) {
  std::map<std::string, size_t> places;
  for (size_t i = 0; i < wanted.size(); ++i) places[wanted[i]] = i;
  std::vector<size_t> length(order.size(), 1);
  std::vector<size_t> before(order.size(), order.size());
  size_t last = order.size();
  for (size_t i = 0; i < order.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (places[order[j]] < places[order[i]] && length[j] + 1 > length[i]) {
        length[i] = length[j] + 1;
        before[i] = j;
      }
    }
    if (last == order.size() || length[i] > length[last]) last = i;
  }
  std::set<std::string> staying;
  for (size_t i = last; i < order.size(); i = before[i]) staying.insert(order[i]);
  return staying;
}

class Differ {
 public:
  Differ(const v1::Plan& base, const v1::Plan& wanted) : base_(base), wanted_(wanted) {}

  std::vector<PlanEdit> Run() {
    AddHeader();
    // Goals come first: measures and sub-goals point to them.
    AddNewGoals();
    AddNew(base_.sections(), wanted_.sections());
    AddNew(base_.places(), wanted_.places());
    AddNew(base_.priorities(), wanted_.priorities());
    AddNew(base_.measures(), wanted_.measures());
    ChangeAll(base_.sections(), wanted_.sections());
    ChangeAll(base_.goals(), wanted_.goals());
    ChangeAll(base_.places(), wanted_.places());
    ChangeAll(base_.priorities(), wanted_.priorities());
    ChangeAll(base_.measures(), wanted_.measures());
    RemoveOld(base_.measures(), wanted_.measures());
    RemoveOld(base_.priorities(), wanted_.priorities());
    RemoveOld(base_.places(), wanted_.places());
    RemoveOldGoals();
    RemoveOld(base_.sections(), wanted_.sections());
    MoveAll(base_.sections(), wanted_.sections());
    MoveAll(base_.goals(), wanted_.goals());
    MoveAll(base_.places(), wanted_.places());
    MoveAll(base_.priorities(), wanted_.priorities());
    MoveAll(base_.measures(), wanted_.measures());
    return std::move(edits_);
  }

 private:
  PlanEdit& Next() { return edits_.emplace_back(); }

  void AddHeader();

  void FillNew(const v1::PlanSection& from, PlanEdit& edit) {
    Copy(from, *edit.mutable_add_section());
  }
  void FillNew(const v1::PlanGoal& from, PlanEdit& edit) { Copy(from, *edit.mutable_add_goal()); }
  void FillNew(const v1::PlanPlace& from, PlanEdit& edit) { Copy(from, *edit.mutable_add_place()); }
  void FillNew(const v1::PlanPriority& from, PlanEdit& edit) {
    Copy(from, *edit.mutable_add_priority());
  }
  void FillNew(const v1::PlanMeasure& from, PlanEdit& edit) {
    Copy(from, *edit.mutable_add_measure());
  }
  // An element and what adds it have the same fields under the same numbers.
  static void Copy(const google::protobuf::Message& from, google::protobuf::Message& to) {
    to.ParseFromString(from.SerializeAsString());
  }

  template <typename Elements>
  void AddNew(const Elements& base, const Elements& wanted) {
    for (const auto& element : wanted) {
      if (Find(base, element.element()) == nullptr) FillNew(element, Next());
    }
  }

  // A goal before its sub-goals, wherever they stand.
  void AddNewGoals() {
    for (const bool sub_goals : {false, true}) {
      for (const v1::PlanGoal& goal : wanted_.goals()) {
        if (goal.parent_goal().empty() == sub_goals) continue;
        if (Find(base_.goals(), goal.element()) == nullptr) FillNew(goal, Next());
      }
    }
  }

  template <typename Elements>
  void RemoveOld(const Elements& base, const Elements& wanted) {
    for (const auto& element : base) {
      if (Find(wanted, element.element()) == nullptr) Next().set_remove_element(element.element());
    }
  }

  void RemoveOldGoals() {
    for (const bool sub_goals : {true, false}) {
      for (const v1::PlanGoal& goal : base_.goals()) {
        if (goal.parent_goal().empty() == sub_goals) continue;
        if (Find(wanted_.goals(), goal.element()) == nullptr) {
          Next().set_remove_element(goal.element());
        }
      }
    }
  }

  template <typename Elements>
  void ChangeAll(const Elements& base, const Elements& wanted) {
    for (const auto& element : wanted) {
      const auto* before = Find(base, element.element());
      if (before == nullptr) continue;
      if (!SameLine(before->title(), element.title())) {
        v1::PlanElementTitle& title = *Next().mutable_element_title();
        title.set_element(element.element());
        title.set_title(element.title());
      }
      Change(*before, element);
    }
  }

  void ChangeText(const std::string& element, const std::string& before, const std::string& text) {
    if (SameText(before, text)) return;
    Next().mutable_element_text()->set_element(element);
    edits_.back().mutable_element_text()->set_text(text);
  }

  void Change(const v1::PlanSection& before, const v1::PlanSection& now) {
    ChangeText(now.element(), before.text(), now.text());
  }
  void Change(const v1::PlanGoal& before, const v1::PlanGoal& now) {
    ChangeText(now.element(), before.description(), now.description());
  }
  void Change(const v1::PlanPriority& before, const v1::PlanPriority& now) {
    ChangeText(now.element(), before.description(), now.description());
  }
  void Change(const v1::PlanPlace& before, const v1::PlanPlace& now);
  void Change(const v1::PlanMeasure& before, const v1::PlanMeasure& now);

  // Additions go to the end of their kind, in the order in which they were added.
  template <typename Elements>
  void MoveAll(const Elements& base, const Elements& wanted) {
    std::vector<std::string> order;
    for (const auto& element : base) {
      if (Find(wanted, element.element()) != nullptr) order.push_back(element.element());
    }
    for (const PlanEdit& edit : edits_) {
      const std::string& added = AddedBy(edit, wanted);
      if (!added.empty()) order.push_back(added);
    }
    std::vector<std::string> target;
    for (const auto& element : wanted) target.push_back(element.element());
    const std::set<std::string> staying = Staying(order, target);
    std::string after;
    for (const std::string& element : target) {
      if (staying.count(element) == 0) {
        v1::PlanElementMove& move = *Next().mutable_move_element();
        move.set_element(element);
        move.set_after(after);
      }
      after = element;
    }
  }

  // The element that the edit adds to a list of this kind; empty if it adds none.
  template <typename Elements>
  static const std::string& AddedBy(const PlanEdit& edit, const Elements&) {
    using Element = typename Elements::value_type;
    if constexpr (std::is_same_v<Element, v1::PlanSection>) return edit.add_section().element();
    if constexpr (std::is_same_v<Element, v1::PlanGoal>) return edit.add_goal().element();
    if constexpr (std::is_same_v<Element, v1::PlanPlace>) return edit.add_place().element();
    if constexpr (std::is_same_v<Element, v1::PlanPriority>) return edit.add_priority().element();
    if constexpr (std::is_same_v<Element, v1::PlanMeasure>) return edit.add_measure().element();
  }

  const v1::Plan& base_;
  const v1::Plan& wanted_;
  std::vector<PlanEdit> edits_;
};

void Differ::AddHeader() {
  if (!SameLine(base_.title(), wanted_.title())) Next().set_title(wanted_.title());
  if (wanted_.has_period() &&
      wanted_.period().SerializeAsString() != base_.period().SerializeAsString()) {
    *Next().mutable_period() = wanted_.period();
  }
  if (!SameLine(base_.responsible_unit(), wanted_.responsible_unit())) {
    Next().set_responsible_unit(wanted_.responsible_unit());
  }
  if (base_.responsible() != wanted_.responsible()) Next().set_responsible(wanted_.responsible());
  const std::set<std::string> before(base_.documents().begin(), base_.documents().end());
  const std::set<std::string> now(wanted_.documents().begin(), wanted_.documents().end());
  for (const std::string& document : base_.documents()) {
    if (now.count(document) == 0) Next().set_remove_document(document);
  }
  for (const std::string& document : wanted_.documents()) {
    if (before.count(document) == 0) Next().set_add_document(document);
  }
  const std::set<std::string> waiting(wanted_.needs_review().begin(), wanted_.needs_review().end());
  for (const std::string& path : base_.needs_review()) {
    if (waiting.count(path) == 0) Next().set_reviewed(path);
  }
}

void Differ::Change(const v1::PlanPlace& before, const v1::PlanPlace& now) {
  if (before.level() != now.level()) {
    Next().mutable_place_level()->set_element(now.element());
    edits_.back().mutable_place_level()->set_level(now.level());
  }
  const std::set<int> old_offers(before.offers().begin(), before.offers().end());
  const std::set<int> new_offers(now.offers().begin(), now.offers().end());
  std::set<int> all = old_offers;
  all.insert(new_offers.begin(), new_offers.end());
  for (const int offer : all) {
    if (old_offers.count(offer) == new_offers.count(offer)) continue;
    v1::PlanPlaceOffer& edit = *Next().mutable_place_offer();
    edit.set_element(now.element());
    edit.set_offer(static_cast<v1::ServiceOffer>(offer));
    edit.set_offered(new_offers.count(offer) > 0);
  }
}

void Differ::Change(const v1::PlanMeasure& before, const v1::PlanMeasure& now) {
  ChangeText(now.element(), before.description(), now.description());
  if (before.goal() != now.goal()) {
    Next().mutable_measure_goal()->set_element(now.element());
    edits_.back().mutable_measure_goal()->set_goal(now.goal());
  }
  const auto set_text = [&now](v1::PlanMeasureText& edit, const std::string& text) {
    edit.set_element(now.element());
    edit.set_text(text);
  };
  if (!SameLine(before.responsible_unit(), now.responsible_unit())) {
    set_text(*Next().mutable_measure_responsible_unit(), now.responsible_unit());
  }
  if (!SameDate(before.deadline(), now.deadline())) {
    v1::PlanMeasureDeadline& edit = *Next().mutable_measure_deadline();
    edit.set_element(now.element());
    if (now.has_deadline()) *edit.mutable_deadline() = now.deadline();
  }
  if (!SameLine(before.financing(), now.financing())) {
    set_text(*Next().mutable_measure_financing(), now.financing());
  }
  if (now.has_budget_sek() &&
      (!before.has_budget_sek() || before.budget_sek() != now.budget_sek())) {
    Next().mutable_measure_budget()->set_element(now.element());
    edits_.back().mutable_measure_budget()->set_sek(now.budget_sek());
  }
}

absl::StatusOr<std::string> GoalOf(absl::string_view text, const v1::Plan& plan) {
  if (text.empty()) return "";
  for (const v1::PlanGoal& goal : plan.goals()) {
    if (goal.title() == text || goal.element() == text) return goal.element();
  }
  return UsageError(
      absl::StrCat("\"", text, "\" is no goal of the plan; see `samverk plans show`"));
}

// The same of the plan's own fields; nullopt if it is none of them.
absl::StatusOr<std::optional<PlanEdit>> OwnEditLike(const PlanEdit& like, const std::string& line,
                                                    const v1::Plan& plan) {
  PlanEdit edit;
  switch (like.edit_case()) {
    case PlanEdit::kTitle:
      edit.set_title(line);
      return std::optional(edit);
    case PlanEdit::kResponsibleUnit:
      edit.set_responsible_unit(line);
      return std::optional(edit);
    case PlanEdit::kResponsible:
      edit.set_responsible(PersonName(plan.name().substr(0, plan.name().find("/plans/")), line));
      return std::optional(edit);
    case PlanEdit::kPeriod: {
      const size_t last = std::max(line.size(), kDateChars) - kDateChars;
      ASSIGN_OR_RETURN(*edit.mutable_period(),
                       ParsePeriod(line.substr(0, kDateChars), line.substr(last)));
      return std::optional(edit);
    }
    default:
      return std::optional<PlanEdit>();
  }
}

// The same of the fields that only measures have; nullopt if it is none of them, or if the text
// can't be read.
absl::StatusOr<std::optional<PlanEdit>> MeasureEditLike(const PlanEdit& like,
                                                        const std::string& line,
                                                        const v1::Plan& plan) {
  PlanEdit edit;
  const std::string element = ElementOf(like);
  switch (like.edit_case()) {
    case PlanEdit::kMeasureGoal: {
      edit.mutable_measure_goal()->set_element(element);
      ASSIGN_OR_RETURN(*edit.mutable_measure_goal()->mutable_goal(), GoalOf(line, plan));
      return std::optional(edit);
    }
    case PlanEdit::kMeasureResponsibleUnit:
    case PlanEdit::kMeasureFinancing: {
      v1::PlanMeasureText& value = like.has_measure_financing()
                                       ? *edit.mutable_measure_financing()
                                       : *edit.mutable_measure_responsible_unit();
      value.set_element(element);
      value.set_text(line);
      return std::optional(edit);
    }
    case PlanEdit::kMeasureDeadline:
      edit.mutable_measure_deadline()->set_element(element);
      if (!line.empty()) {
        ASSIGN_OR_RETURN(*edit.mutable_measure_deadline()->mutable_deadline(),
                         ParseDateArgument(line));
      }
      return std::optional(edit);
    case PlanEdit::kMeasureBudget:
    case PlanEdit::kAdjustMeasureBudget: {
      const auto sek = ParseKronor(line);
      if (!sek.has_value()) return std::optional<PlanEdit>();
      edit.mutable_measure_budget()->set_element(element);
      edit.mutable_measure_budget()->set_sek(*sek);
      return std::optional(edit);
    }
    default:
      return std::optional<PlanEdit>();
  }
}

}  // namespace

absl::StatusOr<PlanEdit> EditLike(const PlanEdit& like, absl::string_view text,
                                  const v1::Plan& plan) {
  const std::string line(absl::StripAsciiWhitespace(text));
  const std::string element = ElementOf(like);
  ASSIGN_OR_RETURN(std::optional<PlanEdit> edit, OwnEditLike(like, line, plan));
  if (edit.has_value()) return *edit;
  ASSIGN_OR_RETURN(edit, MeasureEditLike(like, line, plan));
  if (edit.has_value()) return *edit;
  edit.emplace();
  if (like.has_element_title()) {
    edit->mutable_element_title()->set_element(element);
    edit->mutable_element_title()->set_title(line);
    return *edit;
  }
  if (like.has_element_text()) {
    edit->mutable_element_text()->set_element(element);
    edit->mutable_element_text()->set_text(NormalText(text));
    return *edit;
  }
  if (const auto level = ParsePlaceLevel(line); like.has_place_level() && level.has_value()) {
    edit->mutable_place_level()->set_element(element);
    edit->mutable_place_level()->set_level(*level);
    return *edit;
  }
  if (like.edit_case() == PlanEdit::kRemoveElement) {
    return UsageError("this is about removing something, not about words; keep it or take it");
  }
  return UsageError(absl::StrCat("\"", line, "\" can't be read here; write it as `samverk ",
                                 "conflicts show` does"));
}

std::vector<PlanEdit> EditsBetween(const v1::Plan& base, const v1::Plan& wanted) {
  return Differ(base, wanted).Run();
}

std::vector<std::vector<PlanEdit>> SplitEdits(const std::vector<PlanEdit>& edits) {
  // The tag and the length of an edit in its command.
  constexpr size_t kFrameBytes = 6;
  std::vector<std::vector<PlanEdit>> commands;
  size_t bytes = 0;
  for (const PlanEdit& edit : edits) {
    const size_t size = edit.ByteSizeLong() + kFrameBytes;
    if (commands.empty() || commands.back().size() >= kEditsMax || bytes + size > kEditsBytesMax) {
      commands.emplace_back();
      bytes = 0;
    }
    commands.back().push_back(edit);
    bytes += size;
  }
  return commands;
}

}  // namespace samverk

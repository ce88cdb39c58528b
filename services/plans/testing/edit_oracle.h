// EditOracle: what must become of an edit, found by going through all earlier events.
//
// It knows edits, hands and positions, and nothing of rules, field writers or states: what the
// rules of plans, and a server that follows them, are measured against. It knows no goals, and of
// what a place offers only the post.

#ifndef SAMVERK_SERVICES_PLANS_TESTING_EDIT_ORACLE_H_
#define SAMVERK_SERVICES_PLANS_TESTING_EDIT_ORACLE_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rapidcheck.h"
#include "samverk/v1/plan.pb.h"
#include "samverk/v1/plan_events.pb.h"
#include "services/plans/testing/plan_sentences.h"

namespace samverk::plans {

// Which field of what an edit is about, in the oracle's own words.
struct Subject {
  std::string element;  // Empty: the plan.
  std::string field;    // Empty: the whole element.
  std::string path() const { return element + "." + field; }
};

inline Subject SubjectOf(const v1::PlanEdit& edit) {
  switch (edit.edit_case()) {
    case v1::PlanEdit::kTitle:
      return {"", "title"};
    case v1::PlanEdit::kResponsibleUnit:
      return {"", "unit"};
    case v1::PlanEdit::kAddDocument:
    case v1::PlanEdit::kRemoveDocument:
      return {"", "documents"};
    case v1::PlanEdit::kAddSection:
      return {edit.add_section().element(), ""};
    case v1::PlanEdit::kAddMeasure:
      return {edit.add_measure().element(), ""};
    case v1::PlanEdit::kAddPlace:
      return {edit.add_place().element(), ""};
    case v1::PlanEdit::kAddPriority:
      return {edit.add_priority().element(), ""};
    case v1::PlanEdit::kRemoveElement:
      return {edit.remove_element(), ""};
    case v1::PlanEdit::kElementTitle:
      return {edit.element_title().element(), "title"};
    case v1::PlanEdit::kElementText:
      return {edit.element_text().element(), "text"};
    case v1::PlanEdit::kMoveElement:
      return {edit.move_element().element(), "order"};
    case v1::PlanEdit::kPlaceLevel:
      return {edit.place_level().element(), "level"};
    case v1::PlanEdit::kPlaceOffer:
      return {edit.place_offer().element(), "post"};
    case v1::PlanEdit::kMeasureBudget:
      return {edit.measure_budget().element(), "budget"};
    case v1::PlanEdit::kAdjustMeasureBudget:
      return {edit.adjust_measure_budget().element(), "budget"};
    default:
      RC_FAIL("teach the oracle this edit");
      return {};
  }
}

// What can be added to and taken away, so that nobody's word stands in the place of another's.
inline bool IsOfASet(const Subject& subject) {
  return subject.field == "documents" || subject.field == "post";
}

inline bool IsAddition(const v1::PlanEdit& edit) {
  return edit.has_add_section() || edit.has_add_measure() || edit.has_add_place() ||
         edit.has_add_priority();
}

// The text of what is added.
inline const std::string& TextIn(const v1::PlanEdit& addition) {
  if (addition.has_add_section()) return addition.add_section().text();
  if (addition.has_add_measure()) return addition.add_measure().description();
  return addition.add_priority().description();
}

// What an edit makes of a field.
inline std::string ValueOf(const v1::PlanEdit& edit) { return edit.SerializeAsString(); }

// One event as the oracle keeps it.
struct Written {
  int64_t position = 0;
  std::string hand;
  v1::PlanEdit edit;
};

struct OpenConflict {
  Subject subject;
  std::vector<Written> proposals;
};

class EditOracle {
 public:
  // The next event of the plan: where it stands in the ledger and in the plan's history, and whose
  // hand it is from.
  void Note(const v1::PlanEvent& event, int64_t position, int64_t revision,
            const std::string& hand) {
    v1::PlanEdit edit;
    if (event.has_plan_created()) {
      edit.set_title(event.plan_created().title());
      Write({position, hand, edit});
      edit.set_responsible_unit(event.plan_created().responsible_unit());
      Write({position, hand, edit});
    }
    if (event.has_plan_edited()) Write({position, hand, event.plan_edited().edit()});
    if (event.has_plan_adopted()) drafted_ = false;
    if (event.has_plan_consultation_opened()) drafted_ = true;
    if (event.has_plan_edited()) drafted_ = true;
    if (event.has_plan_corrected() && !drafted_) {
      edit.set_title(event.plan_corrected().title());
      Write({position, hand, edit});
    }
    if (event.has_plan_conflict_raised()) {
      const v1::PlanEdit& proposed = event.plan_conflict_raised().proposed();
      open_[revision] = {SubjectOf(proposed), {{position, hand, proposed}}};
    }
    if (event.has_plan_conflict_extended()) {
      const v1::PlanConflictExtended& extended = event.plan_conflict_extended();
      auto& proposals = open_.at(extended.conflict()).proposals;
      std::erase_if(proposals, [&hand](const Written& each) { return each.hand == hand; });
      proposals.push_back({position, hand, extended.proposed()});
    }
    if (event.has_plan_conflict_obsoleted())
      open_.erase(event.plan_conflict_obsoleted().conflict());
    if (event.has_plan_conflict_resolved()) {
      const v1::PlanConflictResolved& resolved = event.plan_conflict_resolved();
      open_.erase(resolved.conflict());
      if (resolved.has_edit()) {
        Write({position, hand, resolved.edit()});
        drafted_ = true;
      }
    }
  }

  // Which outcomes `edit` may have, typed by `hand` in a form that showed everything up to `base`.
  std::set<v1::EditOutcome> Outcomes(const v1::PlanEdit& edit, const std::string& hand,
                                     int64_t base) const {
    const Subject subject = SubjectOf(edit);
    const Written* addition = Addition(subject.element);
    if (IsAddition(edit)) return {addition == nullptr ? kAccepted : kRejected};
    if (!subject.element.empty()) {
      if (addition == nullptr || !Has(addition->edit, subject.field)) return {kRejected};
      const std::vector<const Written*> writes = WritesOf(subject.element);
      if (writes.back()->edit.has_remove_element()) {
        if (edit.has_remove_element()) return {kConverged};
        const bool knew = writes.back()->hand == hand || writes.back()->position <= base;
        return {knew ? kRejected : kConflict};
      }
    }
    if (edit.has_remove_element()) return {RemovalOutcome(subject, hand, base)};
    if (edit.has_move_element()) return {kAccepted, kConverged};
    if (Value(subject) == ValueAfter(subject, edit)) return {kConverged};
    const bool met = Met(subject, hand, base);
    if (edit.has_element_text() && met) return {kMerged, kConflict, kConverged};
    if (edit.has_adjust_measure_budget()) return {met ? kMerged : kAccepted};
    return {met && !IsOfASet(subject) ? kConflict : kAccepted};
  }

  // Whether `hand` has typed, or seen up to `base`, all words that `edit` writes over.
  bool HasSeenWhatGoes(const v1::PlanEdit& edit, const std::string& hand, int64_t base) const {
    const Subject subject = SubjectOf(edit);
    if (IsOfASet(subject) || subject.field == "order") return true;
    const auto knew = [&](const Written& written) {
      return written.hand == hand || written.position <= base;
    };
    if (!edit.has_remove_element()) {
      const Written* latest = LatestWrite(subject);
      return latest == nullptr || knew(*latest);
    }
    for (const Written* written : WritesOf(subject.element)) {
      if (!knew(*written)) return false;
    }
    for (const auto& [number, conflict] : open_) {
      if (conflict.subject.element != subject.element) continue;
      for (const Written& proposal : conflict.proposals) {
        if (!knew(proposal) && !proposal.edit.has_remove_element()) return false;
      }
    }
    return true;
  }

  // Whether who has seen everything up to `seen` has seen all words of a conflict that is open:
  // what is proposed, and what stands where `edit` takes its place. Null: nothing does.
  bool HasSeenConflict(int64_t number, const v1::PlanEdit* edit, int64_t seen) const {
    for (const Written& proposal : open_.at(number).proposals) {
      if (proposal.position > seen) return false;
    }
    if (edit == nullptr) return true;
    const Subject subject = SubjectOf(*edit);
    if (!subject.field.empty()) {
      const Written* latest = LatestWrite(subject);
      return latest == nullptr || latest->position <= seen;
    }
    for (const Written* written : WritesOf(subject.element)) {
      if (written->position > seen) return false;
    }
    return true;
  }

  // What stands in a field. Of sets and sums, after every edit of them.
  std::string Value(const Subject& subject) const {
    std::string value;
    for (const Written& written : writes_) {
      if (IsAddition(written.edit) && SubjectOf(written.edit).element == subject.element) {
        value = FirstValue(written.edit, subject.field);
      } else if (SubjectOf(written.edit).path() == subject.path()) {
        value = Next(value, written.edit);
      }
    }
    return value;
  }

  // The latest write of a field, or of the element as a whole.
  const Written* LatestWrite(const Subject& subject) const {
    const Written* latest = nullptr;
    for (const Written& written : writes_) {
      if (Touches(written, subject)) latest = &written;
    }
    return latest;
  }
  // The latest of each field of an element.
  std::vector<const Written*> WritesOf(const std::string& element) const {
    std::vector<const Written*> writes;
    for (const Written& written : writes_) {
      if (SubjectOf(written.edit).element == element) writes.push_back(&written);
    }
    return writes;
  }
  const std::map<int64_t, OpenConflict>& open() const { return open_; }

 private:
  static std::string FirstValue(const v1::PlanEdit& addition, const std::string& field) {
    v1::PlanEdit first;
    if (field == "title") {
      first.mutable_element_title()->set_element(SubjectOf(addition).element);
      first.mutable_element_title()->set_title(TitleIn(addition));
    } else if (field == "text") {
      first.mutable_element_text()->set_element(SubjectOf(addition).element);
      first.mutable_element_text()->set_text(TextIn(addition));
    } else if (field == "level") {
      first.mutable_place_level()->set_element(SubjectOf(addition).element);
      first.mutable_place_level()->set_level(addition.add_place().level());
    } else if (field == "budget" && addition.add_measure().has_budget_sek()) {
      return std::to_string(addition.add_measure().budget_sek());
    } else {
      return "";
    }
    return ValueOf(first);
  }
  static const std::string& TitleIn(const v1::PlanEdit& addition) {
    if (addition.has_add_section()) return addition.add_section().title();
    if (addition.has_add_measure()) return addition.add_measure().title();
    if (addition.has_add_priority()) return addition.add_priority().title();
    return addition.add_place().title();
  }

  static std::string Next(const std::string& value, const v1::PlanEdit& edit) {
    if (edit.has_add_document()) return "there";
    if (edit.has_remove_document()) return "";
    if (edit.has_place_offer()) return edit.place_offer().offered() ? "there" : "";
    if (edit.has_measure_budget()) return std::to_string(edit.measure_budget().sek());
    if (edit.has_adjust_measure_budget()) {
      return std::to_string((value.empty() ? 0 : std::stoll(value)) +
                            edit.adjust_measure_budget().sek());
    }
    return ValueOf(edit);
  }
  std::string ValueAfter(const Subject& subject, const v1::PlanEdit& edit) const {
    return Next(Value(subject), edit);
  }

  static bool Has(const v1::PlanEdit& addition, const std::string& field) {
    if (field == "text") return !addition.has_add_place();
    if (field == "level" || field == "post") return addition.has_add_place();
    if (field == "budget") return addition.has_add_measure();
    return true;
  }

  static bool Touches(const Written& written, const Subject& subject) {
    const Subject its = SubjectOf(written.edit);
    if (its.element != subject.element) return false;
    return its.path() == subject.path() || IsAddition(written.edit);
  }

  // Whether somebody else wrote the field after `base`.
  bool Met(const Subject& subject, const std::string& hand, int64_t base) const {
    return std::any_of(writes_.begin(), writes_.end(), [&](const Written& written) {
      return written.position > base && written.hand != hand && Touches(written, subject);
    });
  }

  v1::EditOutcome RemovalOutcome(const Subject& subject, const std::string& hand,
                                 int64_t base) const {
    const auto unseen = [&](const Written& written) {
      return written.position > base && written.hand != hand;
    };
    for (const Written* written : WritesOf(subject.element)) {
      if (unseen(*written)) return kConflict;
    }
    for (const auto& [number, conflict] : open_) {
      if (conflict.subject.element != subject.element) continue;
      for (const Written& proposal : conflict.proposals) {
        if (unseen(proposal) && !proposal.edit.has_remove_element()) return kConflict;
      }
    }
    return kAccepted;
  }

  const Written* Addition(const std::string& element) const {
    for (const Written& written : writes_) {
      if (IsAddition(written.edit) && SubjectOf(written.edit).element == element) return &written;
    }
    return nullptr;
  }

  void Write(Written written) { writes_.push_back(std::move(written)); }

  std::vector<Written> writes_;
  std::map<int64_t, OpenConflict> open_;
  bool drafted_ = true;
};

}  // namespace samverk::plans

#endif  // SAMVERK_SERVICES_PLANS_TESTING_EDIT_ORACLE_H_

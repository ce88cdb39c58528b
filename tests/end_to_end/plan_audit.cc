#include "tests/end_to_end/plan_audit.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "services/runtime/event_codec.h"
#include "services/runtime/field_writers.h"

namespace samverk::tests {
namespace {

using plans::Subject;
using plans::SubjectOf;
using v1::PlanEdit;

constexpr size_t kComplaintsMax = 20;
// After every position.
constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

std::set<std::string> ParagraphsOf(const std::string& text) {
  return absl::StrSplit(text, "\n\n", absl::SkipEmpty());
}

// The request id of any command on a plan.
std::string RequestIdOf(const google::protobuf::Message& command) {
  const auto* field = command.GetDescriptor()->FindFieldByName("request_id");
  return command.GetReflection()->GetString(command, field);
}

// The text that an event wrote, and into which element; nullopt: none.
std::optional<std::pair<std::string, std::string>> TextWritten(const v1::PlanEvent& event) {
  const PlanEdit& edit =
      event.has_plan_edited() ? event.plan_edited().edit() : event.plan_conflict_resolved().edit();
  if (edit.has_element_text()) {
    return {{edit.element_text().element(), edit.element_text().text()}};
  }
  if (!plans::IsAddition(edit)) return std::nullopt;
  return {{SubjectOf(edit).element, plans::TextIn(edit)}};
}

// What stands in a field of an element, in the words of EditOracle.
std::string ValueIn(const v1::Plan& plan, const PlanEdit& edit) {
  const Subject subject = SubjectOf(edit);
  PlanEdit value;
  if (subject.element.empty()) {
    if (subject.field == "title") {
      value.set_title(plan.title());
    } else if (subject.field == "unit") {
      value.set_responsible_unit(plan.responsible_unit());
    } else {
      return plan.documents().empty() ? "" : "there";
    }
    return plans::ValueOf(value);
  }
  const auto of = [&](const auto& elements, const auto& fill) {
    for (const auto& element : elements) {
      if (element.element() != subject.element) continue;
      if (subject.field == "title") {
        value.mutable_element_title()->set_element(subject.element);
        value.mutable_element_title()->set_title(element.title());
        return plans::ValueOf(value);
      }
      return std::string(fill(element));
    }
    return std::string("gone");
  };
  const auto text = [&](const std::string& words) {
    value.mutable_element_text()->set_element(subject.element);
    value.mutable_element_text()->set_text(words);
    return plans::ValueOf(value);
  };
  std::vector<std::string> found = {
      of(plan.sections(), [&](const auto& each) { return text(each.text()); }),
      of(plan.priorities(), [&](const auto& each) { return text(each.description()); }),
      of(plan.measures(),
         [&](const auto& each) {
           if (subject.field == "text") return text(each.description());
           return each.has_budget_sek() ? std::to_string(each.budget_sek()) : std::string();
         }),
      of(plan.places(), [&](const v1::PlanPlace& each) {
        if (subject.field == "post") {
          const bool offered =
              std::count(each.offers().begin(), each.offers().end(), v1::SERVICE_OFFER_POST) > 0;
          return std::string(offered ? "there" : "");
        }
        value.mutable_place_level()->set_element(subject.element);
        value.mutable_place_level()->set_level(each.level());
        return plans::ValueOf(value);
      })};
  std::erase(found, "gone");
  return found.empty() ? "gone" : found.front();
}

}  // namespace

void PlanAudit::Complain(const std::string& what) {
  if (complaints_.size() < kComplaintsMax) complaints_.push_back(what);
}

std::vector<std::string> PlanAudit::Judge(const PlanAsRead& read,
                                          const std::vector<TypedCommand>& taken) {
  std::map<std::string, std::vector<Happened>> by_id;
  std::vector<std::string> order;
  for (const v1::RecordedEvent& event : read.history) {
    std::vector<Happened>& events = by_id[event.request_id()];
    if (events.empty()) order.push_back(event.request_id());
    events.push_back(
        {runtime::DecodeEvent<v1::PlanEvent>(event.type(), event.event().value()),
         event.position().position(), event.revision(),
         runtime::WriterOf(event.metadata().device(), event.metadata().actor().principal())});
  }
  std::map<std::string, const TypedCommand*> typed_by_id;
  for (const TypedCommand& typed : taken) {
    const auto events = by_id.find(RequestIdOf(*typed.command));
    // What changed nothing and was sent again may have changed something then.
    const bool wrote = events != by_id.end() &&
                       typed.answer.position().position() >= events->second.front().position;
    if (wrote) {
      typed_by_id.emplace(events->first, &typed);
    } else {
      silent_.push_back(&typed);
    }
  }
  int64_t last = 0;
  for (const std::string& id : order) {
    const std::vector<Happened>& events = by_id[id];
    JudgeSilent(last, events.front().position - 1);
    const auto typed = typed_by_id.find(id);
    const auto* edits =
        typed == typed_by_id.end()
            ? nullptr
            : dynamic_cast<const v1::EditPlanRequest*>(typed->second->command.get());
    if (edits != nullptr) {
      JudgeEdits(*typed->second, *edits, events);
    } else {
      if (typed != typed_by_id.end()) JudgeResolution(*typed->second, events);
      for (const Happened& happened : events) Note(happened);
    }
    last = events.back().position;
  }
  JudgeSilent(last, kNever);
  for (const TypedCommand* typed : silent_) {
    Complain(absl::StrCat(typed->command->ShortDebugString(),
                          " changed nothing: ", typed->answer.ShortDebugString(),
                          ", which the oracle says at no moment from ", typed->head_before, " to ",
                          typed->head_after));
  }
  JudgeConflicts(read.conflicts);
  JudgeText(read.plan);
  return complaints_;
}

void PlanAudit::Note(const Happened& happened) {
  oracle_.Note(happened.event, happened.position, happened.revision, happened.hand);
  for (const auto& [number, conflict] : oracle_.open()) conflicts_[number] = conflict;
  if (const auto text = TextWritten(happened.event); text.has_value()) {
    texts_[text->first].emplace_back(happened.position, text->second);
  }
  for (const PlanEdit* edit :
       {&happened.event.plan_edited().edit(), &happened.event.plan_conflict_resolved().edit()}) {
    if (edit->edit_case() == PlanEdit::EDIT_NOT_SET) continue;
    if (!SubjectOf(*edit).field.empty()) subjects_written_.insert(edit->SerializeAsString());
  }
}

// Splits the events of a command among its edits, and judges each on what those before it left.
void PlanAudit::JudgeEdits(const TypedCommand& typed, const v1::EditPlanRequest& command,
                           const std::vector<Happened>& events) {
  JudgeRemarks(typed, command);
  auto next = events.begin();
  for (int i = 0; i < command.edits_size() && i < typed.answer.outcomes_size(); ++i) {
    Judged judged{command.edits(i), typed.hand, typed.seen, typed.answer.outcomes(i), {}};
    const auto take = [&] {
      if (next != events.end()) judged.events.push_back(*next++);
    };
    const auto at_obsoleted = [&] {
      return next != events.end() && next->event.has_plan_conflict_obsoleted();
    };
    switch (judged.outcome) {
      case v1::EDIT_OUTCOME_ACCEPTED:
      case v1::EDIT_OUTCOME_MERGED:
        take();
        while (at_obsoleted()) take();
        break;
      case v1::EDIT_OUTCOME_CONFLICT:
        // What could be merged of it comes first.
        if (next != events.end() && next->event.has_plan_edited()) take();
        take();
        break;
      default:
        break;
    }
    JudgeEdit(judged);
    for (const Happened& happened : judged.events) Note(happened);
  }
  if (next != events.end()) {
    Complain(absl::StrCat("position ", next->position, ": no edit of its command led to it"));
  }
}

void PlanAudit::JudgeEdit(const Judged& judged) {
  const auto complain = [&](absl::string_view what) {
    Complain(absl::StrCat(judged.edit.ShortDebugString(), " by ", judged.hand, " on ", judged.base,
                          " came to ", v1::EditOutcome_Name(judged.outcome), ": ", what));
  };
  if (!oracle_.Outcomes(judged.edit, judged.hand, judged.base).contains(judged.outcome)) {
    complain("the oracle says otherwise");
  }
  const PlanEdit* written = nullptr;
  for (const Happened& happened : judged.events) {
    if (happened.hand != judged.hand) complain("it is recorded as another's");
    if (happened.event.has_plan_edited()) written = &happened.event.plan_edited().edit();
  }
  const bool text = judged.edit.has_element_text();
  switch (judged.outcome) {
    case v1::EDIT_OUTCOME_ACCEPTED:
      if (written == nullptr || written->SerializeAsString() != judged.edit.SerializeAsString()) {
        complain("it is not in the history");
      }
      if (!oracle_.HasSeenWhatGoes(judged.edit, judged.hand, judged.base)) {
        complain("it wrote over what its author had not seen");
      }
      break;
    case v1::EDIT_OUTCOME_MERGED:
      if (written == nullptr ||
          (!text && written->SerializeAsString() != judged.edit.SerializeAsString())) {
        complain("it is not in the history");
      }
      break;
    case v1::EDIT_OUTCOME_CONFLICT:
      JudgeConflict(judged);
      break;
    default:
      break;
  }
  if (text && written != nullptr && judged.outcome != v1::EDIT_OUTCOME_ACCEPTED) {
    JudgeParagraphs(judged);
  }
}

void PlanAudit::JudgeConflict(const Judged& judged) {
  const v1::PlanEvent event = judged.events.empty() ? v1::PlanEvent() : judged.events.back().event;
  const PlanEdit& proposed = event.has_plan_conflict_raised()
                                 ? event.plan_conflict_raised().proposed()
                                 : event.plan_conflict_extended().proposed();
  if (proposed.SerializeAsString() != judged.edit.SerializeAsString()) {
    Complain(absl::StrCat(judged.edit.ShortDebugString(), " is in no conflict"));
  }
}

// What others wrote into a text stays, and what is merged into it is there.
void PlanAudit::JudgeParagraphs(const Judged& judged) {
  const PlanEdit& merged = judged.events.front().event.plan_edited().edit();
  const std::string& element = judged.edit.element_text().element();
  const std::set<std::string> after = ParagraphsOf(merged.element_text().text());
  const std::set<std::string> seen = ParagraphsAt(element, judged.base);
  for (const std::string& paragraph : ParagraphsAt(element, judged.events.front().position - 1)) {
    if (after.contains(paragraph) || seen.contains(paragraph)) continue;
    Complain(absl::StrCat("\"", paragraph, "\" was merged away by ", judged.hand,
                          ", who had not seen it"));
  }
  if (judged.outcome == v1::EDIT_OUTCOME_MERGED &&
      !KeepsParagraphs(judged.edit, judged.base, after)) {
    Complain(absl::StrCat(judged.edit.ShortDebugString(), " was merged without all of it"));
  }
}

// Whoever decides has seen what they decide.
void PlanAudit::JudgeResolution(const TypedCommand& typed, const std::vector<Happened>& events) {
  for (const Happened& happened : events) {
    if (!happened.event.has_plan_conflict_resolved()) continue;
    const v1::PlanConflictResolved& resolved = happened.event.plan_conflict_resolved();
    const PlanEdit* edit = resolved.has_edit() ? &resolved.edit() : nullptr;
    if (!oracle_.HasSeenConflict(resolved.conflict(), edit, typed.seen)) {
      Complain(absl::StrCat("conflict ", resolved.conflict(), " was decided by ", typed.hand,
                            ", who had seen it at ", typed.seen, " only"));
    }
  }
}

// Takes out of `silent_` what the oracle explains from position `from` to position `to`.
void PlanAudit::JudgeSilent(int64_t from, int64_t to) {
  std::erase_if(silent_, [&](const TypedCommand* typed) {
    if (typed->head_before > to || from > typed->head_after) return false;
    return Explains(*typed);
  });
}

bool PlanAudit::Explains(const TypedCommand& typed) const {
  const auto* command = dynamic_cast<const v1::EditPlanRequest*>(typed.command.get());
  if (command == nullptr) return true;
  for (int i = 0; i < command->edits_size(); ++i) {
    const PlanEdit& edit = command->edits(i);
    const v1::EditOutcome outcome = typed.answer.outcomes(i);
    if (!oracle_.Outcomes(edit, typed.hand, typed.seen).contains(outcome)) return false;
    if (outcome == v1::EDIT_OUTCOME_CONVERGED && edit.has_element_text()) {
      const std::string& element = edit.element_text().element();
      if (!KeepsParagraphs(edit, typed.seen, ParagraphsAt(element, kNever))) return false;
    }
  }
  return true;
}

// Whoever is told no is told why.
void PlanAudit::JudgeRemarks(const TypedCommand& typed, const v1::EditPlanRequest& command) {
  if (typed.answer.outcomes_size() != command.edits_size()) {
    Complain(absl::StrCat(command.ShortDebugString(), " has not an outcome for each edit"));
  }
  std::map<int, const v1::EditRemark*> remarks;
  for (const v1::EditRemark& remark : typed.answer.remarks()) remarks[remark.edit()] = &remark;
  for (int i = 0; i < typed.answer.outcomes_size(); ++i) {
    const v1::EditOutcome outcome = typed.answer.outcomes(i);
    ++outcomes_[outcome];
    const v1::EditRemark* remark = remarks.contains(i) ? remarks[i] : nullptr;
    const bool told = remark != nullptr && !remark->reason().empty() &&
                      !remark->message().empty() && !remark->message_sv().empty();
    if (outcome == v1::EDIT_OUTCOME_REJECTED && !told) {
      Complain(absl::StrCat(command.edits(i).ShortDebugString(), " was rejected without a reason"));
    }
    if (outcome == v1::EDIT_OUTCOME_CONFLICT && (remark == nullptr || remark->conflict().empty())) {
      Complain(
          absl::StrCat(command.edits(i).ShortDebugString(), " is in a conflict, but in which?"));
    }
  }
}

// Every conflict that ever was is there, with all that was proposed in it.
void PlanAudit::JudgeConflicts(const std::vector<v1::PlanConflict>& conflicts) {
  std::map<int64_t, const v1::PlanConflict*> read;
  for (const v1::PlanConflict& conflict : conflicts) {
    read[std::stoll(conflict.name().substr(conflict.name().rfind('/') + 1))] = &conflict;
  }
  for (const auto& [number, expected] : conflicts_) {
    const auto found = read.find(number);
    if (found == read.end()) {
      Complain(absl::StrCat("conflict ", number, " is not to be found"));
      continue;
    }
    const v1::PlanConflict& conflict = *found->second;
    if ((conflict.state() == v1::CONFLICT_STATE_OPEN) != oracle_.open().contains(number)) {
      Complain(absl::StrCat("conflict ", number, " is ", v1::ConflictState_Name(conflict.state())));
    }
    std::multiset<std::string> proposals;
    for (const v1::PlanProposal& proposal : conflict.proposals()) {
      proposals.insert(runtime::WriterOf(proposal.device(), proposal.principal()) + ": " +
                       proposal.edit().ShortDebugString());
    }
    std::multiset<std::string> wanted;
    for (const plans::Written& proposal : expected.proposals) {
      wanted.insert(proposal.hand + ": " + proposal.edit.ShortDebugString());
    }
    if (proposals != wanted) {
      Complain(absl::StrCat("conflict ", number,
                            " does not hold what was proposed: ", conflict.ShortDebugString()));
    }
  }
  if (read.size() != conflicts_.size()) Complain("there are conflicts that nobody raised");
}

// What stands is what the history comes to.
void PlanAudit::JudgeText(const v1::Plan& plan) {
  for (const std::string& bytes : subjects_written_) {
    PlanEdit edit;
    edit.ParseFromString(bytes);
    const Subject subject = SubjectOf(edit);
    if (subject.field == "order") continue;
    const std::string value = ValueIn(plan, edit);
    const bool removed = !subject.element.empty() &&
                         oracle_.WritesOf(subject.element).back()->edit.has_remove_element();
    if (removed ? value != "gone" : value != oracle_.Value(subject)) {
      Complain(absl::StrCat("what stands in ", subject.path(), " is not what was written last"));
    }
  }
  if (plan.open_conflicts() != static_cast<int>(oracle_.open().size())) {
    Complain(absl::StrCat("the plan says that it has ", plan.open_conflicts(), " open conflicts"));
  }
}

std::set<std::string> PlanAudit::ParagraphsAt(const std::string& element, int64_t position) const {
  const auto texts = texts_.find(element);
  if (texts == texts_.end()) return {};
  std::string text;
  for (const auto& [where, words] : texts->second) {
    if (where <= position) text = words;
  }
  return ParagraphsOf(text);
}

// Whether all paragraphs of `edit` are among `kept`, or were there before its author came.
bool PlanAudit::KeepsParagraphs(const PlanEdit& edit, int64_t base,
                                const std::set<std::string>& kept) const {
  const std::set<std::string> seen = ParagraphsAt(edit.element_text().element(), base);
  for (const std::string& paragraph : ParagraphsOf(edit.element_text().text())) {
    if (!kept.contains(paragraph) && !seen.contains(paragraph)) return false;
  }
  return true;
}

}  // namespace samverk::tests

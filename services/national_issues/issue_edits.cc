#include "services/national_issues/issue_edits.h"

#include <utility>

#include "base/civil_date.h"
#include "base/status_macros.h"
#include "services/runtime/rule_checks.h"

namespace samverk::national_issues {
namespace {

using Answer = NationalIssueState::Answer;
using Round = NationalIssueState::Round;

absl::Status CheckRound(const NationalIssueState& state, const v1::RoundCorrection& correction,
                        absl::CivilDay today, const std::string& name) {
  const auto round = state.rounds.find(correction.entry());
  if (round == state.rounds.end()) return Refusal(kRoundNotFound).With("round", correction.entry());
  RETURN_IF_ERROR(CheckNotAhead(correction.submitted_on(), today, name));
  for (const auto& [entry, answer] : round->second.answers) {
    RETURN_IF_ERROR(
        CheckAnsweredAfter(ToCivilDay(correction.submitted_on()), answer.answered_on, name));
  }
  return absl::OkStatus();
}

// OK if the answer may be changed or removed by somebody else than the agency.
absl::Status CheckMayChange(int64_t entry, const Answer& answer, const std::string& name) {
  if (!answer.by_agency) return absl::OkStatus();
  return Refusal(kWordsOfTheAgency).With("answer", entry).Violating(name);
}

absl::Status CheckAnswer(const NationalIssueState& state, const v1::AnswerCorrection& correction,
                         absl::CivilDay today, const std::string& name) {
  const Round* round = state.RoundOfAnswer(correction.entry());
  if (round == nullptr) return Refusal(kAnswerNotFound).With("answer", correction.entry());
  RETURN_IF_ERROR(CheckMayChange(correction.entry(), round->answers.at(correction.entry()), name));
  RETURN_IF_ERROR(CheckNotAhead(correction.answered_on(), today, name));
  return CheckAnsweredAfter(round->submitted_on, ToCivilDay(correction.answered_on()), name);
}

absl::Status CheckRemoval(const NationalIssueState& state, int64_t entry, const std::string& name) {
  if (const auto round = state.rounds.find(entry); round != state.rounds.end()) {
    for (const auto& [number, answer] : round->second.answers) {
      RETURN_IF_ERROR(CheckMayChange(number, answer, name));
    }
    return absl::OkStatus();
  }
  const Round* round = state.RoundOfAnswer(entry);
  if (round == nullptr) return Refusal(kEntryNotThere).With("entry", entry);
  return CheckMayChange(entry, round->answers.at(entry), name);
}

absl::Status CheckConclusion(const NationalIssueState& state, const v1::IssueConclusion& conclusion,
                             absl::CivilDay today, const std::string& name) {
  if (!state.closed) return Refusal(kNationalIssueNotClosed).Violating(name);
  if (!conclusion.has_closed_on()) return absl::OkStatus();
  return CheckNotAhead(conclusion.closed_on(), today, name);
}

// The correction of a round that says what stands.
v1::RoundCorrection CorrectionOf(const v1::NationalIssueSubmitted& submitted, int64_t entry) {
  v1::RoundCorrection correction;
  correction.set_entry(entry);
  *correction.mutable_submitted_on() = submitted.submitted_on();
  correction.set_reference(submitted.reference());
  correction.set_text(submitted.text());
  return correction;
}

v1::AnswerCorrection CorrectionOf(const v1::NationalIssueAnswered& answered, int64_t entry) {
  v1::AnswerCorrection correction;
  correction.set_entry(entry);
  *correction.mutable_answered_on() = answered.answered_on();
  correction.set_reference(answered.reference());
  correction.set_text(answered.text());
  return correction;
}

bool Same(const google::protobuf::Message& a, const google::protobuf::Message& b) {
  return a.SerializeAsString() == b.SerializeAsString();
}

}  // namespace

absl::Status CheckNotAhead(const google::type::Date& day, absl::CivilDay today,
                           const std::string& name) {
  if (ToCivilDay(day) <= today) return absl::OkStatus();
  return Refusal(kDayAhead).With("day", FormatDate(day)).Violating(name);
}

absl::Status CheckAnsweredAfter(absl::CivilDay submitted_on, absl::CivilDay answered_on,
                                const std::string& name) {
  if (answered_on >= submitted_on) return absl::OkStatus();
  return Refusal(kAnsweredBeforeSubmitted)
      .With("answered_on", FormatDate(ToDate(answered_on)))
      .With("submitted_on", FormatDate(ToDate(submitted_on)))
      .Violating(name);
}

absl::Status CheckEdit(const NationalIssueState& state, const runtime::Facts& facts,
                       const v1::NationalIssueEdit& edit, absl::CivilDay today,
                       const std::string& name) {
  switch (edit.edit_case()) {
    case v1::NationalIssueEdit::kRaisedOn:
      return CheckNotAhead(edit.raised_on(), today, name);
    case v1::NationalIssueEdit::kLinks:
      return runtime::CheckAllLinked(facts, edit.links().links());
    case v1::NationalIssueEdit::kRound:
      return CheckRound(state, edit.round(), today, name);
    case v1::NationalIssueEdit::kAnswer:
      return CheckAnswer(state, edit.answer(), today, name);
    case v1::NationalIssueEdit::kConclusion:
      return CheckConclusion(state, edit.conclusion(), today, name);
    case v1::NationalIssueEdit::kRemoveEntry:
      return CheckRemoval(state, edit.remove_entry(), name);
    default:
      return absl::OkStatus();
  }
}

v1::NationalIssueEdit WithDays(const NationalIssueState& state, v1::NationalIssueEdit edit) {
  if (edit.has_conclusion() && !edit.conclusion().has_closed_on()) {
    *edit.mutable_conclusion()->mutable_closed_on() = state.conclusion.closed_on();
  }
  return edit;
}

bool IsConverged(const NationalIssueState& state, const v1::NationalIssueEdit& edit) {
  const v1::NationalIssueRaised& now = state.raised;
  switch (edit.edit_case()) {
    case v1::NationalIssueEdit::kTitle:
      return edit.title() == now.title();
    case v1::NationalIssueEdit::kText:
      return edit.text() == now.text();
    case v1::NationalIssueEdit::kAskedFor:
      return edit.asked_for() == now.asked_for();
    case v1::NationalIssueEdit::kGrounds:
      return edit.grounds() == now.grounds();
    case v1::NationalIssueEdit::kRaisedOn:
      return Same(edit.raised_on(), now.raised_on());
    case v1::NationalIssueEdit::kLinks: {
      v1::IssueLinks links;
      *links.mutable_links() = now.links();
      return Same(edit.links(), links);
    }
    case v1::NationalIssueEdit::kRound:
      return edit.round().SerializeAsString() == state.rounds.at(edit.round().entry()).said;
    case v1::NationalIssueEdit::kAnswer: {
      const int64_t entry = edit.answer().entry();
      return edit.answer().SerializeAsString() ==
             state.RoundOfAnswer(entry)->answers.at(entry).said;
    }
    case v1::NationalIssueEdit::kConclusion:
      return Same(edit.conclusion(), state.conclusion);
    default:
      return false;
  }
}

void EvolveEdit(NationalIssueState& state, const v1::NationalIssueEdit& edit) {
  switch (edit.edit_case()) {
    case v1::NationalIssueEdit::kTitle:
      state.raised.set_title(edit.title());
      break;
    case v1::NationalIssueEdit::kText:
      state.raised.set_text(edit.text());
      break;
    case v1::NationalIssueEdit::kAskedFor:
      state.raised.set_asked_for(edit.asked_for());
      break;
    case v1::NationalIssueEdit::kGrounds:
      state.raised.set_grounds(edit.grounds());
      break;
    case v1::NationalIssueEdit::kRaisedOn:
      *state.raised.mutable_raised_on() = edit.raised_on();
      break;
    case v1::NationalIssueEdit::kLinks:
      *state.raised.mutable_links() = edit.links().links();
      break;
    case v1::NationalIssueEdit::kRound: {
      Round& round = state.rounds[edit.round().entry()];
      round.submitted_on = ToCivilDay(edit.round().submitted_on());
      round.said = edit.round().SerializeAsString();
      break;
    }
    case v1::NationalIssueEdit::kAnswer:
      for (auto& [entry, round] : state.rounds) {
        const auto answer = round.answers.find(edit.answer().entry());
        if (answer == round.answers.end()) continue;
        answer->second.answered_on = ToCivilDay(edit.answer().answered_on());
        answer->second.said = edit.answer().SerializeAsString();
      }
      break;
    case v1::NationalIssueEdit::kConclusion:
      state.conclusion = edit.conclusion();
      break;
    case v1::NationalIssueEdit::kRemoveEntry:
      state.rounds.erase(edit.remove_entry());
      for (auto& [entry, round] : state.rounds) round.answers.erase(edit.remove_entry());
      break;
    case v1::NationalIssueEdit::EDIT_NOT_SET:
      break;
  }
}

void EvolveSubmitted(NationalIssueState& state, const v1::NationalIssueSubmitted& submitted,
                     int64_t entry) {
  Round& round = state.rounds[entry];
  round.agency = submitted.agency();
  round.submitted_on = ToCivilDay(submitted.submitted_on());
  round.said = CorrectionOf(submitted, entry).SerializeAsString();
}

void EvolveAnswered(NationalIssueState& state, const v1::NationalIssueAnswered& answered,
                    int64_t entry) {
  const auto round = state.rounds.find(answered.round());
  if (round == state.rounds.end()) return;
  round->second.answers[entry] = {ToCivilDay(answered.answered_on()), answered.by_agency(),
                                  CorrectionOf(answered, entry).SerializeAsString()};
}

}  // namespace samverk::national_issues

#include "services/national_issues/national_issue_view.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/civil_date.h"
#include "base/status_macros.h"
#include "samverk/v1/national_issue_events.pb.h"
#include "services/runtime/event_codec.h"
#include "services/runtime/index.h"
#include "services/runtime/links.h"
#include "services/runtime/ordered_key.h"
#include "services/runtime/resource_name.h"

namespace samverk::national_issues {
namespace {

using runtime::OrderedKey;
using runtime::ViewWriter;
using v1::NationalIssueEvent;

template <typename List, typename Matches>
void RemoveWhere(List& list, Matches matches) {
  list.erase(std::remove_if(list.begin(), list.end(), matches), list.end());
}

void ApplyRaised(const v1::NationalIssueRaised& raised, v1::NationalIssue& issue) {
  issue.set_owner(raised.owner());
  issue.set_title(raised.title());
  issue.set_text(raised.text());
  issue.set_asked_for(raised.asked_for());
  issue.set_grounds(raised.grounds());
  *issue.mutable_raised_on() = raised.raised_on();
  *issue.mutable_links() = raised.links();
}

void ApplySubmitted(const v1::NationalIssueSubmitted& submitted, v1::NationalIssue& issue) {
  v1::IssueRound& round = *issue.add_rounds();
  round.set_entry(issue.revision());
  round.set_agency(submitted.agency());
  *round.mutable_submitted_on() = submitted.submitted_on();
  round.set_reference(submitted.reference());
  round.set_text(submitted.text());
}

void ApplyAnswered(const v1::NationalIssueAnswered& answered, v1::NationalIssue& issue) {
  for (v1::IssueRound& round : *issue.mutable_rounds()) {
    if (round.entry() != answered.round()) continue;
    v1::IssueAnswer& answer = *round.add_answers();
    answer.set_entry(issue.revision());
    *answer.mutable_answered_on() = answered.answered_on();
    answer.set_reference(answered.reference());
    answer.set_text(answered.text());
    answer.set_by_agency(answered.by_agency());
  }
}

void ApplyConclusion(const v1::IssueConclusion& conclusion, v1::NationalIssue& issue) {
  issue.set_outcome(conclusion.outcome());
  issue.set_outcome_text(conclusion.text());
  *issue.mutable_closed_on() = conclusion.closed_on();
}

void CorrectRound(const v1::RoundCorrection& correction, v1::NationalIssue& issue) {
  for (v1::IssueRound& round : *issue.mutable_rounds()) {
    if (round.entry() != correction.entry()) continue;
    *round.mutable_submitted_on() = correction.submitted_on();
    round.set_reference(correction.reference());
    round.set_text(correction.text());
    round.set_corrected(true);
  }
}

void CorrectAnswer(const v1::AnswerCorrection& correction, v1::NationalIssue& issue) {
  for (v1::IssueRound& round : *issue.mutable_rounds()) {
    for (v1::IssueAnswer& answer : *round.mutable_answers()) {
      if (answer.entry() != correction.entry()) continue;
      *answer.mutable_answered_on() = correction.answered_on();
      answer.set_reference(correction.reference());
      answer.set_text(correction.text());
      answer.set_corrected(true);
    }
  }
}

void RemoveEntry(int64_t entry, v1::NationalIssue& issue) {
  const auto is_it = [entry](const auto& each) { return each.entry() == entry; };
  RemoveWhere(*issue.mutable_rounds(), is_it);
  for (v1::IssueRound& round : *issue.mutable_rounds()) {
    RemoveWhere(*round.mutable_answers(), is_it);
  }
}

void ApplyEdit(const v1::NationalIssueEdit& edit, v1::NationalIssue& issue) {
  switch (edit.edit_case()) {
    case v1::NationalIssueEdit::kTitle:
      return issue.set_title(edit.title());
    case v1::NationalIssueEdit::kText:
      return issue.set_text(edit.text());
    case v1::NationalIssueEdit::kAskedFor:
      return issue.set_asked_for(edit.asked_for());
    case v1::NationalIssueEdit::kGrounds:
      return issue.set_grounds(edit.grounds());
    case v1::NationalIssueEdit::kRaisedOn:
      *issue.mutable_raised_on() = edit.raised_on();
      return;
    case v1::NationalIssueEdit::kLinks:
      *issue.mutable_links() = edit.links().links();
      return;
    case v1::NationalIssueEdit::kRound:
      return CorrectRound(edit.round(), issue);
    case v1::NationalIssueEdit::kAnswer:
      return CorrectAnswer(edit.answer(), issue);
    case v1::NationalIssueEdit::kConclusion:
      return ApplyConclusion(edit.conclusion(), issue);
    case v1::NationalIssueEdit::kRemoveEntry:
      return RemoveEntry(edit.remove_entry(), issue);
    case v1::NationalIssueEdit::EDIT_NOT_SET:
      return;
  }
}

void ApplyFact(const NationalIssueEvent& event, v1::NationalIssue& issue) {
  switch (event.event_case()) {
    case NationalIssueEvent::kNationalIssueRaised:
      ApplyRaised(event.national_issue_raised(), issue);
      break;
    case NationalIssueEvent::kNationalIssueBacked:
      issue.add_backers(event.national_issue_backed().organisation());
      break;
    case NationalIssueEvent::kBackingTakenBack: {
      const std::string& organisation = event.backing_taken_back().organisation();
      RemoveWhere(*issue.mutable_backers(),
                  [&organisation](const std::string& each) { return each == organisation; });
      break;
    }
    case NationalIssueEvent::kNationalIssueSubmitted:
      ApplySubmitted(event.national_issue_submitted(), issue);
      break;
    case NationalIssueEvent::kNationalIssueAnswered:
      ApplyAnswered(event.national_issue_answered(), issue);
      break;
    case NationalIssueEvent::kNationalIssueClosed:
      ApplyConclusion(event.national_issue_closed().conclusion(), issue);
      break;
    case NationalIssueEvent::kNationalIssueReopened:
      issue.clear_outcome();
      issue.clear_outcome_text();
      issue.clear_closed_on();
      break;
    case NationalIssueEvent::kNationalIssueEdited:
      ApplyEdit(event.national_issue_edited().edit(), issue);
      break;
    case NationalIssueEvent::kNationalIssueWithdrawn:
      issue.set_state(v1::NATIONAL_ISSUE_STATE_WITHDRAWN);
      break;
    case NationalIssueEvent::EVENT_NOT_SET:
      break;
  }
  issue.set_state(StateOf(issue));
}

// Whether an event may change what an issue links to. What an agency is written, and what it
// answers, are only texts.
bool MovesLinks(const NationalIssueEvent& event) {
  return event.has_national_issue_raised() || event.has_national_issue_edited() ||
         event.has_national_issue_reopened() || event.has_national_issue_withdrawn();
}

std::set<runtime::FoundLink> LinksOf(const v1::NationalIssue& issue) {
  if (issue.state() == v1::NATIONAL_ISSUE_STATE_WITHDRAWN) return {};
  return runtime::LinksIn(issue);
}

std::set<std::string> ByYearKeys(const v1::NationalIssue& issue) {
  std::set<std::string> keys;
  for (const int year : YearsOf(issue)) keys.insert(NumberKey(year) + ByDayKey(issue));
  return keys;
}

std::string ByStateKey(const v1::NationalIssue& issue) {
  return NumberKey(issue.state()) + ByDayKey(issue);
}

}  // namespace

std::string NationalIssueKey(const std::string& name) { return OrderedKey().Text(name).bytes(); }

std::string ByDayKey(const v1::NationalIssue& issue) {
  return OrderedKey().Text(FormatDate(issue.raised_on())).Text(issue.name()).bytes();
}

std::set<std::string> ByOrganisationKeys(const v1::NationalIssue& issue) {
  const std::string by_day = ByDayKey(issue);
  std::set<std::string> keys{OrganisationKey(issue.owner()) + by_day};
  for (const std::string& backer : issue.backers()) keys.insert(OrganisationKey(backer) + by_day);
  return keys;
}

std::set<std::string> ByAgencyKeys(const v1::NationalIssue& issue) {
  const std::string by_day = ByDayKey(issue);
  std::set<std::string> keys;
  for (const v1::IssueRound& round : issue.rounds()) {
    keys.insert(OrganisationKey(round.agency()) + by_day);
  }
  return keys;
}

std::set<int> YearsOf(const v1::NationalIssue& issue) {
  std::set<int> years{issue.raised_on().year()};
  for (const v1::IssueRound& round : issue.rounds()) {
    years.insert(round.submitted_on().year());
    for (const v1::IssueAnswer& answer : round.answers()) years.insert(answer.answered_on().year());
  }
  if (issue.has_closed_on()) years.insert(issue.closed_on().year());
  return years;
}

std::string OrganisationKey(const std::string& organisation) {
  return OrderedKey().Text(organisation).bytes();
}

std::string NumberKey(int number) { return OrderedKey().Number(number).bytes(); }

v1::NationalIssueState StateOf(const v1::NationalIssue& issue) {
  if (issue.state() == v1::NATIONAL_ISSUE_STATE_WITHDRAWN) return issue.state();
  if (issue.has_closed_on()) return v1::NATIONAL_ISSUE_STATE_CLOSED;
  if (issue.rounds().empty()) return v1::NATIONAL_ISSUE_STATE_RAISED;
  const bool answered =
      std::all_of(issue.rounds().begin(), issue.rounds().end(),
                  [](const v1::IssueRound& round) { return !round.answers().empty(); });
  return answered ? v1::NATIONAL_ISSUE_STATE_ANSWERED : v1::NATIONAL_ISSUE_STATE_SUBMITTED;
}

v1::NationalIssue SeenBy(const std::string& agency, v1::NationalIssue issue) {
  RemoveWhere(*issue.mutable_rounds(),
              [&agency](const v1::IssueRound& round) { return round.agency() != agency; });
  issue.set_state(StateOf(issue));
  return issue;
}

absl::Status NationalIssueProjection::Apply(const storage::RecordedEvent& event,
                                            const std::string& partnership,
                                            ViewWriter& view) const {
  if (runtime::CollectionOf(event.resource()) != "nationalIssues") return absl::OkStatus();
  const std::string name = runtime::WholeName(partnership, event.resource());
  const std::string key = NationalIssueKey(name);
  const auto fact = runtime::DecodeEvent<NationalIssueEvent>(event.type(), event.event());
  ASSIGN_OR_RETURN(
      v1::NationalIssue* const issue,
      view.EditMessage<v1::NationalIssue>(kNationalIssueTable, key, runtime::IsFirst(event)));
  std::optional<v1::NationalIssue> before;
  if (!issue->name().empty()) before = *issue;
  const runtime::LinkMove links(MovesLinks(fact), [issue] { return LinksOf(*issue); });
  issue->set_name(name);
  issue->set_revision(static_cast<int64_t>(event.revision().value()));
  ApplyFact(fact, *issue);
  view.PutMessage(kNationalIssueTable, key, *issue);
  links.Write(name, view);
  runtime::MoveIndex(kByDayTable, ByDayKey, before, *issue, view);
  runtime::MoveIndex(kByOrganisationTable, ByOrganisationKeys, before, *issue, view);
  runtime::MoveIndex(kByAgencyTable, ByAgencyKeys, before, *issue, view);
  runtime::MoveIndex(kByYearTable, ByYearKeys, before, *issue, view);
  runtime::MoveIndex(kByStateTable, ByStateKey, before, *issue, view);
  return absl::OkStatus();
}

absl::StatusOr<std::string> NationalIssueProjection::TitleOf(const runtime::ViewReader& view,
                                                             const std::string& name) const {
  ASSIGN_OR_RETURN(const std::optional<v1::NationalIssue> issue,
                   view.GetMessage<v1::NationalIssue>(kNationalIssueTable, NationalIssueKey(name)));
  return issue.has_value() ? issue->title() : "";
}

}  // namespace samverk::national_issues

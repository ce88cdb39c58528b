#include "clients/cli/import_meetings.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "clients/cli/import_ids.h"
#include "clients/cli/import_matching.h"
#include "clients/cli/names.h"
#include "samverk/v1/meeting_events.pb.h"

namespace samverk {
namespace {

using google::protobuf::util::MessageDifferencer;
using Recorded = RecordedEntry<v1::MeetingEdit>;
using Wanted = WantedEntry<v1::MeetingEdit>;

// What fields are called in a FieldWriters.
constexpr char kAgenda[] = "agenda";
constexpr char kMinutes[] = "minutes";
constexpr char kApproval[] = "minutes_approval";

std::string InvitedField(const std::string& organisation) {
  return absl::StrCat("invited/", organisation);
}

// ---- Reading

void ReadInvited(JsonReader& row, const MeetingPlace& place, MeetingPapers& papers) {
  const std::vector<std::string> invited = row.Texts("invited");
  if (invited.empty()) return;
  papers.invite.emplace();
  papers.invite->set_name(place.name);
  for (const std::string& id : invited) {
    papers.invite->add_organisations(OrganisationName(place.parent, id));
  }
  *papers.invite->mutable_provenance() = place.before;
}

void ReadAgenda(JsonReader& row, const MeetingPlace& place, MeetingPapers& papers) {
  for (JsonReader& entry : row.Objects("agenda")) {
    if (!papers.agenda.has_value()) papers.agenda.emplace();
    v1::AgendaItem& item = *papers.agenda->add_items();
    item.set_title(entry.Text("title", kRequired));
    item.set_presenter(OrganisationName(place.parent, entry.Text("presenter", kOptional)));
    item.set_text(entry.Text("text", kOptional));
    entry.NoOthers();
  }
  if (!papers.agenda.has_value()) return;
  papers.agenda->set_name(place.name);
  *papers.agenda->mutable_provenance() = place.before;
}

void ReadMinutes(JsonReader& row, const MeetingPlace& place, MeetingPapers& papers) {
  for (JsonReader& entry : row.Objects("minutes")) {
    if (!papers.minutes.has_value()) papers.minutes.emplace();
    v1::MinutesSection& section = *papers.minutes->add_sections();
    section.set_title(entry.Text("title", kOptional));
    section.set_text(entry.Text("text", kRequired));
    entry.NoOthers();
  }
  if (papers.minutes.has_value()) {
    papers.minutes->set_name(place.name);
    *papers.minutes->mutable_provenance() = place.after;
  }
  std::optional<JsonReader> approved = row.Object("approved");
  if (!approved.has_value()) return;
  if (!papers.minutes.has_value()) row.Fail("approved", "there are no minutes; add `minutes`");
  papers.approve.emplace();
  papers.approve->set_name(place.name);
  v1::MinutesApproval& approval = *papers.approve->mutable_approval();
  *approval.mutable_approved_on() = approved->Day("on", kRequired);
  for (const std::string& by : approved->Texts("by")) {
    approval.add_approved_by(absl::StrContains(by, '/') ? absl::StrCat(place.parent, "/", by)
                                                        : OrganisationName(place.parent, by));
  }
  if (approval.approved_by().empty()) approved->Fail("by", "this is missing; say who approved");
  *papers.approve->mutable_provenance() = place.on(approval.approved_on());
  approved->NoOthers();
}

std::optional<v1::CompleteMeetingDecisionRequest> ReadDone(JsonReader& entry,
                                                           const MeetingPlace& place) {
  std::optional<JsonReader> done = entry.Object("done");
  if (!done.has_value()) return std::nullopt;
  v1::CompleteMeetingDecisionRequest request;
  request.set_name(place.name);
  *request.mutable_completion()->mutable_done_on() = done->Day("on", kRequired);
  request.mutable_completion()->set_result(done->Text("result", kOptional));
  *request.mutable_provenance() = place.on(request.completion().done_on());
  done->NoOthers();
  return request;
}

void ReadDecisions(JsonReader& row, const MeetingPlace& place, MeetingPapers& papers) {
  std::set<std::string> request_ids;
  for (JsonReader& entry : row.Objects("decisions")) {
    DecisionLine& line = papers.decisions.emplace_back();
    line.record.set_name(place.name);
    line.record.set_text(entry.Text("text", kRequired));
    line.record.set_responsible(
        OrganisationName(place.parent, entry.Text("responsible", kRequired)));
    if (const google::type::Date day = entry.Day("deadline", kOptional); IsDate(day)) {
      *line.record.mutable_deadline() = day;
    }
    for (const std::string& link : entry.Texts("links")) {
      line.record.add_links(place.link(entry, "links", link));
    }
    *line.record.mutable_provenance() = place.after;
    line.done = ReadDone(entry, place);
    entry.NoOthers();
    Seal(place.key, line.record);
    if (!request_ids.insert(line.record.request_id()).second) {
      row.Fail("decisions", "the same stands there twice; remove one of them");
    }
  }
}

// ---- Decisions as they are recorded

v1::MeetingEdit ContentOf(const auto& decision) {
  v1::MeetingEdit content;
  content.mutable_decision()->set_text(decision.text());
  content.mutable_decision()->set_responsible(decision.responsible());
  if (decision.has_deadline()) {
    *content.mutable_decision()->mutable_deadline() = decision.deadline();
  }
  *content.mutable_decision()->mutable_links() = decision.links();
  return content;
}

void Correct(const v1::RecordedEvent& event, const v1::MeetingEdit& edit,
             std::map<int64_t, Recorded>& entries) {
  const int64_t entry = edit.has_decision() ? edit.decision().entry() : edit.remove_decision();
  const auto found = entries.find(entry);
  if (found == entries.end()) return;
  found->second.by_person = !IsImported(event.request_id());
  if (edit.has_decision()) {
    found->second.content = ContentOf(edit.decision());
  } else {
    found->second.removed = true;
  }
}

// The decisions of the history by their number, as they are now.
std::map<int64_t, Recorded> RecordedDecisions(const MeetingHistory& history) {
  std::map<int64_t, Recorded> entries;
  for (const v1::RecordedEvent& event : history) {
    if (v1::MeetingDecisionRecorded decision; ReadFact(event, decision)) {
      entries[event.revision()] = {event.revision(), event.request_id(), ContentOf(decision),
                                   !IsImported(event.request_id())};
    } else if (v1::MeetingCorrected corrected; ReadFact(event, corrected)) {
      Correct(event, corrected.edit(), entries);
    }
  }
  return entries;
}

std::vector<Wanted> MatchDecisions(const MeetingPapers& papers,
                                   std::map<int64_t, Recorded>& entries) {
  std::vector<Wanted> wanted;
  wanted.reserve(papers.decisions.size());
  for (const DecisionLine& line : papers.decisions) {
    wanted.push_back({line.record.request_id(), ContentOf(line.record)});
  }
  Match(wanted, entries);
  return wanted;
}

// Whether a person has the last word about what became of a decision.
bool IsFinishedByPerson(const MeetingHistory& history, int64_t entry) {
  bool by_person = false;
  for (const v1::RecordedEvent& event : history) {
    v1::MeetingDecisionCompleted completed;
    v1::MeetingCorrected corrected;
    const bool concerns =
        (ReadFact(event, completed) && completed.completion().entry() == entry) ||
        (ReadFact(event, corrected) && (corrected.edit().decision_completion().entry() == entry ||
                                        corrected.edit().reopen_decision() == entry));
    if (concerns) by_person = !IsImported(event.request_id());
  }
  return by_person;
}

v1::EditMeetingRequest EditOf(const std::string& name, const v1::MeetingEdit& edit,
                              const v1::Provenance& provenance) {
  v1::EditMeetingRequest request;
  request.set_name(name);
  *request.add_edits() = edit;
  *request.mutable_provenance() = provenance;
  return request;
}

void AddMinutesChange(const v1::RecordMeetingMinutesRequest& minutes, const v1::Meeting& current,
                      const FieldWriters& writers, const v1::Provenance& corrected,
                      std::vector<MeetingCommand>& commands, std::vector<std::string>& kept) {
  v1::MinutesCorrection now;
  *now.mutable_sections() = current.minutes().sections();
  v1::MeetingEdit edit;
  *edit.mutable_minutes()->mutable_sections() = minutes.sections();
  if (MessageDifferencer::Equals(now, edit.minutes())) return;
  if (writers.ByPerson(kMinutes)) {
    kept.emplace_back(kMinutes);
  } else if (current.minutes().has_approval()) {
    commands.emplace_back(EditOf(current.name(), edit, corrected));
  } else {
    commands.emplace_back(minutes);
  }
}

void AddApprovalChange(const v1::ApproveMeetingMinutesRequest& approve, const v1::Meeting& current,
                       const FieldWriters& writers, const v1::Provenance& corrected,
                       std::vector<MeetingCommand>& commands, std::vector<std::string>& kept) {
  if (MessageDifferencer::Equals(approve.approval(), current.minutes().approval())) return;
  if (writers.ByPerson(kApproval)) {
    kept.emplace_back(kApproval);
  } else if (!current.minutes().has_approval()) {
    commands.emplace_back(approve);
  } else {
    v1::MeetingEdit edit;
    *edit.mutable_minutes_approval() = approve.approval();
    commands.emplace_back(EditOf(current.name(), edit, corrected));
  }
}

}  // namespace

MeetingPapers ReadMeetingPapers(JsonReader& row, const MeetingPlace& place) {
  MeetingPapers papers;
  ReadInvited(row, place, papers);
  ReadAgenda(row, place, papers);
  ReadMinutes(row, place, papers);
  ReadDecisions(row, place, papers);
  for (const char* field : {"minutes", "approved", "decisions"}) {
    if (row.Has(field) && !place.held) {
      row.Fail(field, "nothing was said at what was not held; add `held` to the row");
    }
  }
  return papers;
}

void NotePaperWriters(const MeetingHistory& history, FieldWriters& writers) {
  for (const v1::RecordedEvent& event : history) {
    if (v1::MeetingAgendaSet agenda; ReadFact(event, agenda)) {
      writers.Wrote(kAgenda, event);
    } else if (v1::MeetingMinutesRecorded minutes; ReadFact(event, minutes)) {
      writers.Wrote(kMinutes, event);
    } else if (v1::MeetingMinutesApproved approved; ReadFact(event, approved)) {
      writers.Wrote(kApproval, event);
    } else if (v1::MeetingCorrected corrected; ReadFact(event, corrected)) {
      if (corrected.edit().has_minutes()) writers.Wrote(kMinutes, event);
      if (corrected.edit().has_minutes_approval() ||
          corrected.edit().has_remove_minutes_approval()) {
        writers.Wrote(kApproval, event);
      }
      if (corrected.edit().has_remove_invited()) {
        writers.Wrote(InvitedField(corrected.edit().remove_invited()), event);
      }
    }
  }
}

void AddCallChanges(const MeetingPapers& papers, const v1::Meeting& current,
                    const FieldWriters& writers, std::vector<MeetingCommand>& commands,
                    std::vector<std::string>& kept) {
  if (papers.invite.has_value()) {
    const absl::flat_hash_set<std::string> invited(current.invited().begin(),
                                                   current.invited().end());
    v1::InviteToMeetingRequest request = *papers.invite;
    request.clear_organisations();
    for (const std::string& organisation : papers.invite->organisations()) {
      if (invited.contains(organisation)) continue;
      if (writers.ByPerson(InvitedField(organisation))) {
        kept.push_back(InvitedField(organisation));
      } else {
        request.add_organisations(organisation);
      }
    }
    if (!request.organisations().empty()) commands.emplace_back(std::move(request));
  }
  if (!papers.agenda.has_value()) return;
  v1::SetMeetingAgendaRequest now = *papers.agenda;
  *now.mutable_items() = current.agenda();
  if (MessageDifferencer::Equals(now, *papers.agenda)) return;
  if (writers.ByPerson(kAgenda)) {
    kept.emplace_back(kAgenda);
  } else {
    commands.emplace_back(*papers.agenda);
  }
}

void AddPaperChanges(const MeetingPapers& papers, const v1::Meeting& current,
                     const MeetingHistory& history, const FieldWriters& writers,
                     const v1::Provenance& corrected, std::vector<MeetingCommand>& commands,
                     std::vector<std::string>& kept) {
  if (papers.minutes.has_value()) {
    AddMinutesChange(*papers.minutes, current, writers, corrected, commands, kept);
  }
  if (papers.approve.has_value()) {
    AddApprovalChange(*papers.approve, current, writers, corrected, commands, kept);
  }
  std::map<int64_t, Recorded> entries = RecordedDecisions(history);
  const std::vector<Wanted> wanted = MatchDecisions(papers, entries);
  for (size_t i = 0; i < wanted.size(); ++i) {
    const Recorded* match = wanted[i].match;
    if (match == nullptr) {
      commands.emplace_back(papers.decisions[i].record);
    } else if (match->removed || MessageDifferencer::Equals(match->content, wanted[i].content)) {
      continue;
    } else if (match->by_person) {
      kept.push_back(absl::StrCat("decision ", match->entry));
    } else {
      v1::MeetingEdit edit = wanted[i].content;
      edit.mutable_decision()->set_entry(match->entry);
      commands.emplace_back(EditOf(current.name(), edit, corrected));
    }
  }
}

void AddCompletions(const MeetingPapers& papers, const v1::Meeting& current,
                    const MeetingHistory& history, const v1::Provenance& corrected,
                    std::vector<MeetingCommand>& commands, std::vector<std::string>& kept) {
  std::map<int64_t, Recorded> entries = RecordedDecisions(history);
  const std::vector<Wanted> wanted = MatchDecisions(papers, entries);
  for (size_t i = 0; i < wanted.size(); ++i) {
    const std::optional<v1::CompleteMeetingDecisionRequest>& done = papers.decisions[i].done;
    if (!done.has_value() || wanted[i].match == nullptr || wanted[i].match->removed) continue;
    const int64_t entry = wanted[i].match->entry;
    const auto decision =
        std::find_if(current.decisions().begin(), current.decisions().end(),
                     [entry](const v1::MeetingDecision& each) { return each.entry() == entry; });
    if (decision == current.decisions().end()) continue;
    v1::CompleteMeetingDecisionRequest request = *done;
    request.mutable_completion()->set_entry(entry);
    v1::MeetingDecisionCompletion now;
    now.set_entry(entry);
    if (decision->has_done_on()) *now.mutable_done_on() = decision->done_on();
    now.set_result(decision->result());
    if (MessageDifferencer::Equals(now, request.completion())) continue;
    if (IsFinishedByPerson(history, entry)) {
      kept.push_back(absl::StrCat("decision ", entry, ": done"));
    } else if (!decision->has_done_on()) {
      commands.emplace_back(std::move(request));
    } else {
      v1::MeetingEdit edit;
      *edit.mutable_decision_completion() = request.completion();
      commands.emplace_back(EditOf(current.name(), edit, corrected));
    }
  }
}

}  // namespace samverk

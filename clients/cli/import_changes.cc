#include "clients/cli/import_changes.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "clients/cli/import_entries.h"
#include "clients/cli/import_fields.h"
#include "samverk/v1/meeting_events.pb.h"
#include "samverk/v1/partnership_events.pb.h"
#include "samverk/v1/workshop_events.pb.h"

namespace samverk {
namespace {

constexpr char kCorrectedInFile[] = "Rättad i importfilen.";
constexpr char kProgramme[] = "programme";

// Parts of a row, in the order in which they have their say about a field.
constexpr int kPlannedPart = 0;
constexpr int kHeldPart = 1;
constexpr int kFirstCorrection = 2;

// A server takes at most so many edits at a time.
constexpr size_t kOrganisationEditsMax = 16;
constexpr size_t kPersonEditsMax = 16;
constexpr size_t kGatheringEditsMax = 64;

std::string RegistrationField(const std::string& organisation) {
  return absl::StrCat("registration/", organisation);
}

// ---- Fields as edits. `Planned` is a request, an event or a resource: they have the same fields.

std::vector<v1::OrganisationEdit> AdmittedFields(const auto& admitted) {
  std::vector<v1::OrganisationEdit> edits(2);
  edits[0].set_display_name(admitted.display_name());
  *edits[1].mutable_joined_on() = admitted.joined_on();
  return edits;
}

// What is said of a person; what is not said is left as it is.
std::vector<v1::PersonEdit> DetailFields(const v1::PersonDetails& details) {
  std::vector<v1::PersonEdit> edits;
  if (!details.display_name().empty()) {
    edits.emplace_back().set_display_name(details.display_name());
  }
  if (!details.email().empty()) edits.emplace_back().set_email(details.email());
  if (!details.phone().empty()) edits.emplace_back().set_phone(details.phone());
  return edits;
}

template <typename Edit, typename Planned>
std::vector<Edit> GatheringFields(const Planned& planned) {
  std::vector<Edit> edits(4);
  edits[0].set_title(planned.title());
  *edits[1].mutable_period() = planned.period();
  edits[2].set_form(planned.form());
  edits[3].set_venue(planned.venue());
  return edits;
}

std::vector<v1::MeetingEdit> PlannedFields(const auto& planned, const v1::MeetingEdit&) {
  auto edits = GatheringFields<v1::MeetingEdit>(planned);
  edits.emplace_back().set_topic(planned.topic());
  return edits;
}

std::vector<v1::WorkshopEdit> PlannedFields(const auto& planned, const v1::WorkshopEdit&) {
  auto edits = GatheringFields<v1::WorkshopEdit>(planned);
  edits.emplace_back().set_description(planned.description());
  edits.emplace_back().set_capacity(planned.capacity());
  edits.emplace_back().set_responsible(planned.responsible());
  return edits;
}

template <typename Edit>
void AddHeldFields(const v1::DatePeriod& period,
                   const google::protobuf::RepeatedPtrField<v1::Attendance>& attendance,
                   std::vector<Edit>& edits) {
  *edits.emplace_back().mutable_period() = period;
  for (const v1::Attendance& one : attendance) {
    *edits.emplace_back().mutable_attendance() = one;
  }
}

// What a meeting or workshop has now.
template <typename Edit>
std::vector<Edit> CurrentFields(const auto& current) {
  std::vector<Edit> edits = PlannedFields(current, Edit());
  AddHeldFields(current.period(), current.attendance(), edits);
  return edits;
}

// What the row of a meeting or workshop, announced by `plan`, wants.
template <typename Edit>
WantedFields<Edit> Wanted(const auto& row, const auto& plan) {
  WantedFields<Edit> wanted;
  wanted.Want(PlannedFields(plan, Edit()), kPlannedPart);
  if (row.hold.has_value()) {
    std::vector<Edit> held;
    AddHeldFields(row.hold->held(), row.hold->attendance(), held);
    wanted.Want(held, kHeldPart);
  }
  for (size_t i = 0; i < row.corrections.size(); ++i) {
    wanted.Want(row.corrections[i].edits, kFirstCorrection + static_cast<int>(i));
  }
  return wanted;
}

// Adds to `changes` the requests that make `edits`.
template <typename Request, typename Edit, typename Changes>
void AddEdits(const std::string& name, const std::vector<Edit>& edits,
              const v1::Provenance& provenance, size_t edits_max, Changes& changes) {
  for (size_t begin = 0; begin < edits.size(); begin += edits_max) {
    Request request;
    request.set_name(name);
    *request.mutable_provenance() = provenance;
    for (size_t i = begin; i < std::min(edits.size(), begin + edits_max); ++i) {
      *request.add_edits() = edits[i];
    }
    changes.commands.push_back(std::move(request));
  }
}

v1::Provenance CorrectedInFile() {
  v1::Provenance provenance;
  provenance.set_reason(kCorrectedInFile);
  return provenance;
}

// Adds the edits of the row's corrections, each with its own day and reason.
template <typename Request, typename Edit, typename Changes>
void AddCorrections(const auto& row, const std::string& name, const WantedFields<Edit>& wanted,
                    const std::vector<Edit>& current, const FieldWriters& writers,
                    Changes& changes) {
  for (size_t i = 0; i < row.corrections.size(); ++i) {
    AddEdits<Request>(
        name,
        wanted.Missing(current, writers, kFirstCorrection + static_cast<int>(i), changes.kept),
        row.corrections[i].provenance, kGatheringEditsMax, changes);
  }
}

// ---- Who wrote what

FieldWriters OrganisationWriters(const History& history) {
  FieldWriters writers;
  for (const v1::RecordedEvent& event : history) {
    if (v1::OrganisationAdmitted fact; ReadFact(event, fact)) {
      writers.WroteAll(AdmittedFields(fact), event);
    } else if (v1::OrganisationRenamed renamed; ReadFact(event, renamed)) {
      writers.Wrote("display_name", event);
    } else if (v1::OrganisationJoinDateCorrected corrected; ReadFact(event, corrected)) {
      writers.Wrote("joined_on", event);
    }
  }
  return writers;
}

FieldWriters PersonWriters(const History& history) {
  FieldWriters writers;
  for (const v1::RecordedEvent& event : history) {
    // What the event says is sealed; its type tells what it is about.
    if (v1::PersonRegistered registered; ReadFact(event, registered)) {
      for (const char* field : {"display_name", "email", "phone"}) writers.Wrote(field, event);
    } else if (v1::PersonRenamed renamed; ReadFact(event, renamed)) {
      writers.Wrote("display_name", event);
    } else if (v1::PersonEmailCorrected email; ReadFact(event, email)) {
      writers.Wrote("email", event);
    } else if (v1::PersonPhoneCorrected phone; ReadFact(event, phone)) {
      writers.Wrote("phone", event);
    }
  }
  return writers;
}

FieldWriters MeetingWriters(const History& history) {
  FieldWriters writers;
  for (const v1::RecordedEvent& event : history) {
    if (v1::MeetingCalled called; ReadFact(event, called)) {
      writers.WroteAll(PlannedFields(called, v1::MeetingEdit()), event);
    } else if (v1::MeetingHeld held; ReadFact(event, held)) {
      std::vector<v1::MeetingEdit> edits;
      AddHeldFields(held.period(), held.attendance(), edits);
      writers.WroteAll(edits, event);
    } else if (v1::MeetingCorrected corrected; ReadFact(event, corrected)) {
      writers.Wrote(FieldKey(corrected.edit()), event);
    }
  }
  NotePaperWriters(history, writers);
  return writers;
}

FieldWriters WorkshopWriters(const History& history) {
  FieldWriters writers;
  for (const v1::RecordedEvent& event : history) {
    if (v1::WorkshopPlanned planned; ReadFact(event, planned)) {
      writers.WroteAll(PlannedFields(planned, v1::WorkshopEdit()), event);
    } else if (v1::WorkshopHeld held; ReadFact(event, held)) {
      std::vector<v1::WorkshopEdit> edits;
      AddHeldFields(held.period(), held.attendance(), edits);
      writers.WroteAll(edits, event);
    } else if (v1::WorkshopCorrected corrected; ReadFact(event, corrected)) {
      writers.Wrote(FieldKey(corrected.edit()), event);
    } else if (v1::WorkshopProgrammeSet programme; ReadFact(event, programme)) {
      writers.Wrote(kProgramme, event);
    } else if (v1::WorkshopRegistrationMade made; ReadFact(event, made)) {
      writers.Wrote(RegistrationField(made.registration().organisation()), event);
    } else if (v1::WorkshopRegistrationWithdrawn taken_back; ReadFact(event, taken_back)) {
      writers.Wrote(RegistrationField(taken_back.organisation()), event);
    }
  }
  return writers;
}

// ---- Workshops

void AddInvitations(const WorkshopRow& row, const v1::Workshop& current, WorkshopChanges& changes) {
  if (!row.invite.has_value()) return;
  const absl::flat_hash_set<std::string> invited(current.invited().begin(),
                                                 current.invited().end());
  v1::InviteOrganisationsRequest request = *row.invite;
  request.clear_organisations();
  for (const std::string& organisation : row.invite->organisations()) {
    if (invited.contains(organisation)) continue;
    if (current.state() != v1::WORKSHOP_STATE_PLANNED) {
      changes.kept.push_back(absl::StrCat("invited/", organisation));
    } else {
      request.add_organisations(organisation);
    }
  }
  if (!request.organisations().empty()) changes.commands.push_back(std::move(request));
}

void AddProgramme(const WorkshopRow& row, const v1::Workshop& current, const FieldWriters& writers,
                  WorkshopChanges& changes) {
  if (!row.programme.has_value()) return;
  v1::SetWorkshopProgrammeRequest now = *row.programme;
  *now.mutable_items() = current.programme();
  if (google::protobuf::util::MessageDifferencer::Equals(now, *row.programme)) return;
  if (writers.ByPerson(kProgramme)) {
    changes.kept.push_back(kProgramme);
  } else {
    changes.commands.push_back(*row.programme);
  }
}

void AddRegistrations(const WorkshopRow& row, const v1::Workshop& current,
                      const FieldWriters& writers, WorkshopChanges& changes) {
  for (const v1::RegisterForWorkshopRequest& request : row.registrations) {
    const v1::Attendance& wanted = request.registration();
    const bool registered =
        std::any_of(current.registrations().begin(), current.registrations().end(),
                    [&wanted](const v1::Attendance& one) {
                      return one.organisation() == wanted.organisation() &&
                             one.participants() == wanted.participants();
                    });
    if (registered) continue;
    const std::string field = RegistrationField(wanted.organisation());
    // After the workshop it is attendance that counts.
    if (current.state() != v1::WORKSHOP_STATE_PLANNED || writers.ByPerson(field)) {
      changes.kept.push_back(field);
    } else {
      changes.commands.push_back(request);
    }
  }
}

}  // namespace

OrganisationChanges ChangesOf(const OrganisationRow& row, const v1::Organisation& current,
                              const History& history) {
  OrganisationChanges changes;
  WantedFields<v1::OrganisationEdit> wanted;
  wanted.Want(AdmittedFields(row.admit), kPlannedPart);
  AddEdits<v1::EditOrganisationRequest>(
      current.name(),
      wanted.Missing(AdmittedFields(current), OrganisationWriters(history), kPlannedPart,
                     changes.kept),
      CorrectedInFile(), kOrganisationEditsMax, changes);
  if (row.leave.has_value() && !current.has_left_on()) changes.commands.push_back(*row.leave);
  return changes;
}

PersonChanges ChangesOf(const PersonRow& row, const v1::Person& current, const History& history) {
  PersonChanges changes;
  const std::vector<v1::PersonEdit> wanted_edits = DetailFields(row.person.details());
  if (wanted_edits.empty() || current.withdrawn()) return changes;
  if (current.erased()) {
    changes.kept.push_back("details");
    return changes;
  }
  WantedFields<v1::PersonEdit> wanted;
  wanted.Want(wanted_edits, kPlannedPart);
  AddEdits<v1::EditPersonRequest>(
      current.name(),
      wanted.Missing(DetailFields(current.details()), PersonWriters(history), kPlannedPart,
                     changes.kept),
      CorrectedInFile(), kPersonEditsMax, changes);
  return changes;
}

MeetingChanges ChangesOf(const MeetingRow& row, const v1::Meeting& current,
                         const History& history) {
  MeetingChanges changes;
  const bool called = current.state() == v1::MEETING_STATE_CALLED;
  if (!called && current.state() != v1::MEETING_STATE_HELD) {
    const bool as_wanted = row.cancel.has_value() && current.state() == v1::MEETING_STATE_CANCELLED;
    if (!as_wanted) changes.kept.push_back("state");
    return changes;
  }
  const FieldWriters writers = MeetingWriters(history);
  const auto wanted = Wanted<v1::MeetingEdit>(row, row.call);
  auto fields = CurrentFields<v1::MeetingEdit>(current);
  AddEdits<v1::EditMeetingRequest>(current.name(),
                                   wanted.Missing(fields, writers, kPlannedPart, changes.kept),
                                   CorrectedInFile(), kGatheringEditsMax, changes);
  AddCallChanges(row.papers, current, writers, changes.commands, changes.kept);
  if (row.hold.has_value() && called) {
    changes.commands.push_back(*row.hold);
    AddHeldFields(row.hold->held(), row.hold->attendance(), fields);
  }
  AddEdits<v1::EditMeetingRequest>(current.name(),
                                   wanted.Missing(fields, writers, kHeldPart, changes.kept),
                                   CorrectedInFile(), kGatheringEditsMax, changes);
  AddPaperChanges(row.papers, current, history, writers, CorrectedInFile(), changes.commands,
                  changes.kept);
  AddCorrections<v1::EditMeetingRequest>(row, current.name(), wanted, fields, writers, changes);
  if (row.cancel.has_value()) {
    if (called) changes.commands.push_back(*row.cancel);
    if (!called) changes.kept.push_back("cancelled");
  }
  return changes;
}

MeetingChanges CompletionsOf(const MeetingRow& row, const v1::Meeting& current,
                             const History& history) {
  MeetingChanges changes;
  if (current.state() != v1::MEETING_STATE_HELD) return changes;
  AddCompletions(row.papers, current, history, CorrectedInFile(), changes.commands, changes.kept);
  return changes;
}

WorkshopChanges ChangesOf(const WorkshopRow& row, const v1::Workshop& current,
                          const History& history) {
  WorkshopChanges changes;
  const bool planned = current.state() == v1::WORKSHOP_STATE_PLANNED;
  if (!planned && current.state() != v1::WORKSHOP_STATE_HELD) {
    const bool as_wanted =
        row.cancel.has_value() && current.state() == v1::WORKSHOP_STATE_CANCELLED;
    if (!as_wanted) changes.kept.push_back("state");
    return changes;
  }
  const FieldWriters writers = WorkshopWriters(history);
  const auto wanted = Wanted<v1::WorkshopEdit>(row, row.plan);
  auto fields = CurrentFields<v1::WorkshopEdit>(current);
  AddEdits<v1::EditWorkshopRequest>(current.name(),
                                    wanted.Missing(fields, writers, kPlannedPart, changes.kept),
                                    CorrectedInFile(), kGatheringEditsMax, changes);
  AddInvitations(row, current, changes);
  AddProgramme(row, current, writers, changes);
  AddRegistrations(row, current, writers, changes);
  if (row.hold.has_value() && planned) {
    changes.commands.push_back(*row.hold);
    AddHeldFields(row.hold->held(), row.hold->attendance(), fields);
  }
  EntryChanges entries = EntryChangesOf(row, history);
  std::vector<v1::WorkshopEdit> edits = wanted.Missing(fields, writers, kHeldPart, changes.kept);
  edits.insert(edits.end(), entries.edits.begin(), entries.edits.end());
  changes.kept.insert(changes.kept.end(), entries.kept.begin(), entries.kept.end());
  AddEdits<v1::EditWorkshopRequest>(current.name(), edits, CorrectedInFile(), kGatheringEditsMax,
                                    changes);
  for (const auto& request : entries.knowledge) changes.commands.push_back(request);
  for (const auto& request : entries.notes) changes.commands.push_back(request);
  for (const auto& request : entries.outcomes) changes.commands.push_back(request);
  AddCorrections<v1::EditWorkshopRequest>(row, current.name(), wanted, fields, writers, changes);
  if (row.cancel.has_value()) {
    if (planned) changes.commands.push_back(*row.cancel);
    if (!planned) changes.kept.push_back("cancelled");
  }
  return changes;
}

}  // namespace samverk

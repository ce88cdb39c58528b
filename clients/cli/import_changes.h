// What an import has to do about a row that exists, fully or in part: the commands that
// are still to be given, in order. Pure: compares the row with what the server has and
// with the history of how it came about.
//
// The rules, for people in docs/guide/cli.md:
//   - A field that differs from the file is corrected, unless a person wrote it last.
//   - What has not been recorded yet (an invitation, a note, that it was held) is recorded.
//   - An entry (note, knowledge, outcome) whose text changed in the file is corrected.
//   - Who somebody is is corrected as far as the file says it, and stays erased where it was
//   erased.
//   - Nothing is ever removed, and nothing is done about what was cancelled or withdrawn.

#ifndef SAMVERK_CLIENTS_CLI_IMPORT_CHANGES_H_
#define SAMVERK_CLIENTS_CLI_IMPORT_CHANGES_H_

#include <string>
#include <variant>
#include <vector>

#include "clients/cli/import_file.h"
#include "google/protobuf/repeated_field.h"
#include "samverk/v1/event.pb.h"

namespace samverk {

using History = google::protobuf::RepeatedPtrField<v1::RecordedEvent>;

// Commands in the order in which to give them. Those without a request id depend on what was
// read: whoever gives them adds the expected revision and seals them.
template <typename... Commands>
struct ImportChanges {
  std::vector<std::variant<Commands...>> commands;
  std::vector<std::string> kept;  // What differs but is left as a person has it.
};

using OrganisationChanges = ImportChanges<v1::EditOrganisationRequest, v1::EndMembershipRequest>;
using PersonChanges = ImportChanges<v1::EditPersonRequest>;
// The commands of import_meetings.h.
using MeetingChanges =
    ImportChanges<v1::EditMeetingRequest, v1::HoldMeetingRequest, v1::CancelMeetingRequest,
                  v1::InviteToMeetingRequest, v1::SetMeetingAgendaRequest,
                  v1::RecordMeetingMinutesRequest, v1::ApproveMeetingMinutesRequest,
                  v1::RecordMeetingDecisionRequest, v1::CompleteMeetingDecisionRequest>;
using WorkshopChanges = ImportChanges<
    v1::EditWorkshopRequest, v1::InviteOrganisationsRequest, v1::SetWorkshopProgrammeRequest,
    v1::RegisterForWorkshopRequest, v1::HoldWorkshopRequest, v1::PresentKnowledgeRequest,
    v1::RecordWorkshopNoteRequest, v1::RecordWorkshopOutcomeRequest, v1::CancelWorkshopRequest>;

OrganisationChanges ChangesOf(const OrganisationRow& row, const v1::Organisation& current,
                              const History& history);
PersonChanges ChangesOf(const PersonRow& row, const v1::Person& current, const History& history);
MeetingChanges ChangesOf(const MeetingRow& row, const v1::Meeting& current, const History& history);
// What became of decisions, once all of them are recorded and have numbers.
MeetingChanges CompletionsOf(const MeetingRow& row, const v1::Meeting& current,
                             const History& history);
WorkshopChanges ChangesOf(const WorkshopRow& row, const v1::Workshop& current,
                          const History& history);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_IMPORT_CHANGES_H_

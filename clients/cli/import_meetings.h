// What is said at a meeting, in an import file: who is called, agenda, minutes, decisions.
//
//   invited    [id]
//   agenda     [{title, presenter?, text?}]
//   minutes    [{title?, text}]
//   approved   {on, by [id or "people/UUID"]}
//   decisions  [{text, responsible, deadline?, links? ["workshops/key"], done? {on, result?}}]
//
// Minutes, their approval and decisions are of meetings that were held.

#ifndef SAMVERK_CLIENTS_CLI_IMPORT_MEETINGS_H_
#define SAMVERK_CLIENTS_CLI_IMPORT_MEETINGS_H_

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "clients/cli/import_fields.h"
#include "clients/cli/json_reader.h"
#include "google/protobuf/repeated_field.h"
#include "samverk/v1/event.pb.h"
#include "samverk/v1/meeting.pb.h"

namespace samverk {

// A decision, and what became of it. The number of the decision in `done` is 0: it is known once
// the decision is recorded.
struct DecisionLine {
  v1::RecordMeetingDecisionRequest record;  // Sealed.
  std::optional<v1::CompleteMeetingDecisionRequest> done;
};

struct MeetingPapers {
  std::optional<v1::InviteToMeetingRequest> invite;
  std::optional<v1::SetMeetingAgendaRequest> agenda;
  std::optional<v1::RecordMeetingMinutesRequest> minutes;
  std::optional<v1::ApproveMeetingMinutesRequest> approve;
  std::vector<DecisionLine> decisions;
};

// What reading the papers of a meeting needs to know of its row.
struct MeetingPlace {
  std::string parent;  // `partnerships/{p}`.
  std::string name;    // Of the meeting.
  std::string key;     // `meetings/2019-host`, which ids are made of.
  bool held = false;
  v1::Provenance before;  // Of what was arranged before the meeting, and of what was said at it.
  v1::Provenance after;
  // The provenance of what happened on another day.
  std::function<v1::Provenance(const google::type::Date&)> on;
  // The whole name of what `meetings/key` means, which stands in `field`.
  std::function<std::string(JsonReader& entry, const std::string& field, const std::string& link)>
      link;
};

MeetingPapers ReadMeetingPapers(JsonReader& row, const MeetingPlace& place);

using MeetingCommand =
    std::variant<v1::EditMeetingRequest, v1::HoldMeetingRequest, v1::CancelMeetingRequest,
                 v1::InviteToMeetingRequest, v1::SetMeetingAgendaRequest,
                 v1::RecordMeetingMinutesRequest, v1::ApproveMeetingMinutesRequest,
                 v1::RecordMeetingDecisionRequest, v1::CompleteMeetingDecisionRequest>;
using MeetingHistory = google::protobuf::RepeatedPtrField<v1::RecordedEvent>;

// Takes note of who wrote what is said at a meeting.
void NotePaperWriters(const MeetingHistory& history, FieldWriters& writers);

// Adds what is still to be recorded or corrected: before the meeting is held, and after. What
// differs but is left as a person has it goes to `kept`. `corrected` is the provenance of
// corrections.
void AddCallChanges(const MeetingPapers& papers, const v1::Meeting& current,
                    const FieldWriters& writers, std::vector<MeetingCommand>& commands,
                    std::vector<std::string>& kept);
void AddPaperChanges(const MeetingPapers& papers, const v1::Meeting& current,
                     const MeetingHistory& history, const FieldWriters& writers,
                     const v1::Provenance& corrected, std::vector<MeetingCommand>& commands,
                     std::vector<std::string>& kept);

// The same of what became of decisions that are recorded.
void AddCompletions(const MeetingPapers& papers, const v1::Meeting& current,
                    const MeetingHistory& history, const v1::Provenance& corrected,
                    std::vector<MeetingCommand>& commands, std::vector<std::string>& kept);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_IMPORT_MEETINGS_H_

#include "clients/cli/importer.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "clients/cli/admin_command.h"
#include "clients/cli/error_line.h"
#include "clients/cli/history.h"
#include "clients/cli/names.h"
#include "samverk/v1/admin.grpc.pb.h"
#include "samverk/v1/attachment.grpc.pb.h"
#include "samverk/v1/meeting.grpc.pb.h"
#include "samverk/v1/partnership.grpc.pb.h"
#include "samverk/v1/workshop.grpc.pb.h"

namespace samverk {
namespace {

using Files = v1::AttachmentService::Stub;
using Meetings = v1::MeetingService::Stub;
using Members = v1::PartnershipService::Stub;
using Workshops = v1::WorkshopService::Stub;

// Which RPC takes which command.
auto MethodOf(const v1::EditOrganisationRequest&) { return &Members::EditOrganisation; }
auto MethodOf(const v1::EndMembershipRequest&) { return &Members::EndMembership; }
auto MethodOf(const v1::EditPersonRequest&) { return &Members::EditPerson; }
auto MethodOf(const v1::EditMeetingRequest&) { return &Meetings::EditMeeting; }
auto MethodOf(const v1::HoldMeetingRequest&) { return &Meetings::HoldMeeting; }
auto MethodOf(const v1::CancelMeetingRequest&) { return &Meetings::CancelMeeting; }
auto MethodOf(const v1::InviteToMeetingRequest&) { return &Meetings::InviteToMeeting; }
auto MethodOf(const v1::SetMeetingAgendaRequest&) { return &Meetings::SetMeetingAgenda; }
auto MethodOf(const v1::RecordMeetingMinutesRequest&) { return &Meetings::RecordMeetingMinutes; }
auto MethodOf(const v1::ApproveMeetingMinutesRequest&) { return &Meetings::ApproveMeetingMinutes; }
auto MethodOf(const v1::RecordMeetingDecisionRequest&) { return &Meetings::RecordMeetingDecision; }
auto MethodOf(const v1::CompleteMeetingDecisionRequest&) {
  return &Meetings::CompleteMeetingDecision;
}
auto MethodOf(const v1::EditWorkshopRequest&) { return &Workshops::EditWorkshop; }
auto MethodOf(const v1::InviteOrganisationsRequest&) { return &Workshops::InviteOrganisations; }
auto MethodOf(const v1::SetWorkshopProgrammeRequest&) { return &Workshops::SetWorkshopProgramme; }
auto MethodOf(const v1::RegisterForWorkshopRequest&) { return &Workshops::RegisterForWorkshop; }
auto MethodOf(const v1::HoldWorkshopRequest&) { return &Workshops::HoldWorkshop; }
auto MethodOf(const v1::PresentKnowledgeRequest&) { return &Workshops::PresentKnowledge; }
auto MethodOf(const v1::RecordWorkshopNoteRequest&) { return &Workshops::RecordWorkshopNote; }
auto MethodOf(const v1::RecordWorkshopOutcomeRequest&) { return &Workshops::RecordWorkshopOutcome; }
auto MethodOf(const v1::CancelWorkshopRequest&) { return &Workshops::CancelWorkshop; }

// Gives a command its request id.
template <typename Request>
void SealFor(const ImportRow& row, Request& request) {
  Seal(row.key, request);
}
void SealFor(const ImportRow&, v1::EditPersonRequest& request) { SealPersonal(request); }

// What to do about a refused row.
std::string AdviceFor(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
      return "Importera igen när servern svarar; det som redan är infört ändras inte.";
    case absl::StatusCode::kAborted:
      return "Någon ändrade samtidigt: importera igen.";
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return "Importera som någon som får det (--act-as).";
    default:
      return "Rätta raden och importera igen; det som redan är infört ändras inte.";
  }
}

}  // namespace

absl::StatusOr<ImportCounts> Importer::Run(const ImportFile& file) {
  RETURN_IF_ERROR(ReadAttachments(file.attachments));
  progress_.Next("partnership");
  RETURN_IF_ERROR(ImportPartnership(file.partnership));
  RETURN_IF_ERROR(ReadOrganisations(file.partnership.partnership_id()));
  for (const OrganisationRow& row : file.organisations) {
    progress_.Next(row.key);
    RETURN_IF_ERROR(ImportOrganisation(row));
  }
  for (const PersonRow& row : file.people) {
    progress_.Next("people");
    RETURN_IF_ERROR(ImportPerson(row));
  }
  for (const MeetingRow& row : file.meetings) {
    progress_.Next(row.key);
    RETURN_IF_ERROR(ImportMeeting(row));
  }
  for (const WorkshopRow& row : file.workshops) {
    progress_.Next(row.key);
    RETURN_IF_ERROR(ImportWorkshop(row));
  }
  for (const PlanRow& row : file.plans) {
    progress_.Next(row.key);
    RETURN_IF_ERROR(ImportPlan(row));
  }
  for (size_t i = 0; i < file.attachments.size(); ++i) {
    progress_.Next(file.attachments[i].key);
    RETURN_IF_ERROR(ImportAttachment(file.attachments[i], files_[i]));
  }
  return counts_;
}

absl::Status Importer::ImportPartnership(const v1::CreatePartnershipRequest& partnership) {
  const ImportRow row{"/partnership", "partnership"};
  const absl::StatusOr<v1::Partnership> found =
      FindPartnership(context_, absl::StrCat("partnerships/", partnership.partnership_id()));
  if (absl::IsNotFound(found.status())) {
    RETURN_IF_ERROR(Call(row, &v1::AdminService::Stub::CreatePartnership, partnership).status());
    CountRow(row, /*created=*/true, /*changed=*/false, {});
    return absl::OkStatus();
  }
  if (!found.ok()) return AtRow(row, found.status());
  constexpr char kAdvice[] = "write what is recorded, or choose another id";
  if (found->display_name() != partnership.display_name()) {
    return Unchangeable(row, "name", found->display_name(), kAdvice);
  }
  if (found->county() != partnership.county()) {
    return Unchangeable(row, "county", found->county(), kAdvice);
  }
  if (found->meetings_per_year_min() != partnership.meetings_per_year_min()) {
    return Unchangeable(row, "meetings_per_year_min", absl::StrCat(found->meetings_per_year_min()),
                        kAdvice);
  }
  head_before_ = found->head().position();
  // What somebody recorded just before is part of what is compared with the file.
  context_.ReadAtLeast(found->head());
  CountRow(row, /*created=*/false, /*changed=*/false, {});
  return absl::OkStatus();
}

absl::Status Importer::ReadOrganisations(const std::string& partnership) {
  v1::ListOrganisationsRequest request;
  request.set_parent(absl::StrCat("partnerships/", partnership));
  request.set_show_left(true);
  const auto list = context_.CallAllPages(&Members::ListOrganisations, request);
  if (!list.ok()) return AtRow({"/organisations", "organisations"}, list.status());
  for (const v1::Organisation& organisation : list->organisations()) {
    organisations_.insert(organisation.name());
  }
  return absl::OkStatus();
}

absl::Status Importer::ImportOrganisation(const OrganisationRow& row) {
  v1::GetOrganisationRequest get;
  get.set_name(OrganisationName(row.admit.parent(), row.admit.organisation_id()));
  // Admitting again what has left would make it a member again: so only what is unknown.
  const bool created = !organisations_.contains(get.name());
  if (created) RETURN_IF_ERROR(Call(row, &Members::AdmitOrganisation, row.admit).status());
  ASSIGN_OR_RETURN(const v1::GetOrganisationResponse read,
                   Call(row, &Members::GetOrganisation, get));
  const v1::Organisation& organisation = read.organisation();
  if (organisation.kind() != row.admit.kind()) {
    return Unchangeable(row, "kind", v1::OrganisationKind_Name(organisation.kind()),
                        "write what is recorded");
  }
  ASSIGN_OR_RETURN(const History history, HistoryOf(row, get.name()));
  const OrganisationChanges changes = ChangesOf(row, organisation, history);
  ASSIGN_OR_RETURN(const bool changed, Give(row, changes, organisation.revision()));
  CountRow(row, created, changed, changes.kept);
  return absl::OkStatus();
}

absl::Status Importer::ImportPerson(const PersonRow& row) {
  ASSIGN_OR_RETURN(const std::optional<bool> created,
                   Create(row, &Members::RegisterPerson, row.person));
  if (created.value_or(false)) {
    CountRow(row, /*created=*/true, /*changed=*/false, {});
    return absl::OkStatus();
  }
  v1::GetPersonRequest get;
  get.set_name(PersonName(row.person.parent(), row.person.person_id()));
  ASSIGN_OR_RETURN(const v1::GetPersonResponse read, Call(row, &Members::GetPerson, get));
  const v1::Person& person = read.person();
  constexpr char kAdvice[] = "write what is recorded, or assign another role";
  if (person.organisation() != row.person.organisation()) {
    return Unchangeable(row, "organisation", LastPart(person.organisation()), kAdvice);
  }
  if (person.role() != row.person.role()) {
    return Unchangeable(row, "role", v1::Role_Name(person.role()), kAdvice);
  }
  ASSIGN_OR_RETURN(const History history, HistoryOf(row, get.name()));
  const PersonChanges changes = ChangesOf(row, person, history);
  ASSIGN_OR_RETURN(const bool changed, Give(row, changes, person.revision()));
  CountRow(row, /*created=*/false, changed, changes.kept);
  return absl::OkStatus();
}

absl::Status Importer::ImportMeeting(const MeetingRow& row) {
  ASSIGN_OR_RETURN(const std::optional<bool> created,
                   Create(row, &Meetings::CallMeeting, row.call));
  v1::GetMeetingRequest get;
  get.set_name(absl::StrCat(row.call.parent(), "/meetings/", row.call.meeting_id()));
  ASSIGN_OR_RETURN(const v1::GetMeetingResponse read, Call(row, &Meetings::GetMeeting, get));
  const v1::Meeting& meeting = read.meeting();
  if (meeting.host() != row.call.host()) {
    return Unchangeable(row, "host", LastPart(meeting.host()), "withdraw it and use another key");
  }
  ASSIGN_OR_RETURN(const History history, HistoryOf(row, get.name()));
  MeetingChanges changes = ChangesOf(row, meeting, history);
  ASSIGN_OR_RETURN(bool changed, Give(row, changes, meeting.revision()));
  if (!row.papers.decisions.empty()) {
    // Only now do all decisions have numbers.
    ASSIGN_OR_RETURN(const v1::GetMeetingResponse now, Call(row, &Meetings::GetMeeting, get));
    ASSIGN_OR_RETURN(const History whole_history, HistoryOf(row, get.name()));
    const MeetingChanges rest = CompletionsOf(row, now.meeting(), whole_history);
    ASSIGN_OR_RETURN(const bool finished, Give(row, rest, now.meeting().revision()));
    changed = changed || finished;
    changes.kept.insert(changes.kept.end(), rest.kept.begin(), rest.kept.end());
  }
  CountRow(row, created.value_or(false), changed, changes.kept);
  return absl::OkStatus();
}

absl::Status Importer::ImportWorkshop(const WorkshopRow& row) {
  ASSIGN_OR_RETURN(const std::optional<bool> created,
                   Create(row, &Workshops::PlanWorkshop, row.plan));
  v1::GetWorkshopRequest get;
  get.set_name(absl::StrCat(row.plan.parent(), "/workshops/", row.plan.workshop_id()));
  ASSIGN_OR_RETURN(const v1::GetWorkshopResponse read, Call(row, &Workshops::GetWorkshop, get));
  const v1::Workshop& workshop = read.workshop();
  if (workshop.host() != row.plan.host()) {
    return Unchangeable(row, "host", LastPart(workshop.host()), "withdraw it and use another key");
  }
  ASSIGN_OR_RETURN(const History history, HistoryOf(row, get.name()));
  const WorkshopChanges changes = ChangesOf(row, workshop, history);
  ASSIGN_OR_RETURN(const bool changed, Give(row, changes, workshop.revision()));
  CountRow(row, created.value_or(false), changed, changes.kept);
  return absl::OkStatus();
}

absl::Status Importer::ReadAttachments(const std::vector<AttachmentRow>& rows) {
  files_.reserve(rows.size());
  for (const AttachmentRow& row : rows) {
    absl::StatusOr<LocalFile> file = ReadLocalFile(absl::StrCat(directory_, row.path));
    if (!file.ok()) {
      return UsageError(
          absl::StrCat(file_name_, ": ", row.pointer, "/file: ", file.status().message()));
    }
    files_.push_back(*std::move(file));
  }
  return absl::OkStatus();
}

absl::Status Importer::ImportAttachment(const AttachmentRow& row, const LocalFile& file) {
  v1::AttachFileRequest request = row.attach;
  absl::StatusOr<v1::AttachmentRef> uploaded = Upload(context_, file, /*media_type=*/"");
  if (!uploaded.ok()) return AtRow(row, uploaded.status());
  *request.mutable_file() = *std::move(uploaded);
  Seal(row.key, request);
  ASSIGN_OR_RETURN(const std::optional<bool> created, Create(row, &Files::AttachFile, request));
  if (!created.has_value()) {
    // What is attached never changes: who has another version of it attaches that.
    return UsageError(absl::StrCat(file_name_, ": ", row.pointer,
                                   ": recorded is something else under this key, which can not be "
                                   "changed; write what is recorded, or use another key"));
  }
  CountRow(row, *created, /*changed=*/false, {});
  return absl::OkStatus();
}

absl::StatusOr<History> Importer::HistoryOf(const ImportRow& row, const std::string& name) {
  absl::StatusOr<v1::GetHistoryResponse> history =
      ReadHistory(context_, name, /*newest_first=*/false);
  if (!history.ok()) return AtRow(row, history.status());
  return std::move(*history->mutable_events());
}

template <typename... Commands>
absl::StatusOr<bool> Importer::Give(const ImportRow& row, const ImportChanges<Commands...>& changes,
                                    int64_t revision) {
  bool changed = false;
  for (const auto& command : changes.commands) {
    const auto give = [&](auto request) -> absl::Status {
      if (request.request_id().empty()) {
        request.set_expected_revision(revision);
        SealFor(row, request);
      }
      ASSIGN_OR_RETURN(const auto response, Call(row, MethodOf(request), request));
      // An older reply to a repeated command must not take us back.
      revision = std::max<int64_t>(revision, response.result().revision());
      changed = changed || IsNew(response.result());
      return absl::OkStatus();
    };
    RETURN_IF_ERROR(std::visit(give, command));
  }
  return changed;
}

void Importer::CountRow(const ImportRow& row, bool created, bool changed,
                        const std::vector<std::string>& kept) {
  ++(created ? counts_.created : changed ? counts_.changed : counts_.unchanged);
  for (const std::string& field : kept) {
    counts_.kept.push_back(absl::StrCat(row.pointer, " (", row.key, "): ", field));
  }
}

absl::Status Importer::AtRow(const ImportRow& row, absl::Status status) const {
  const std::string advice = AdviceFor(status);
  return AtPlace(std::move(status), absl::StrCat(file_name_, ", ", row.pointer, " (", row.key, ")"),
                 advice);
}

absl::Status Importer::Unchangeable(const ImportRow& row, absl::string_view field,
                                    absl::string_view recorded, absl::string_view advice) const {
  return UsageError(absl::StrCat(file_name_, ": ", row.pointer, "/", field, ": recorded is \"",
                                 recorded, "\", which can not be changed; ", advice));
}

}  // namespace samverk

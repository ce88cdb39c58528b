// Import files: what a partnership has done, as JSON, read into the commands that record it.
//
// A file is one object. Days are inclusive (`from`, `to`; no `to`: one day). Organisations
// are named by their ids, workshops and meetings by their keys. Words of enums are as in
// `samverk … --help`. `about`, `example` and `example_fields` may stand in every object
// and are ignored; any other key that is not listed here is an error.
//
//   about          what the file is
//   partnership    id, name, county, meetings_per_year_min
//   organisations  [{id, kind, kommunkod?, name, joined, left?}]
//   people         [{id (UUID), organisation, role, from?, name?, email?, phone?}]
//   meetings       [{key, host, title, from, to?, form, venue?, topic?, called?, decision?,
//                    on_behalf_of?, held?, cancelled?, corrections?}], and what is said at them:
//                    see
//                  import_meetings.h
//   workshops      [{key, host, title, description?, from, to?, form, venue?, capacity?,
//                    responsible?, planned?, decision?, on_behalf_of?, invited? [id],
//                    programme? [{day?, time, title, organisation?}], registrations? {id: n},
//                    held?, knowledge? [{title, source?, link?}], notes? [text],
//                    outcomes? [{text, links? ["meetings/key"]}], cancelled?, corrections?}]
//   plans          see import_plans.h
//   attachments    [{key, to ("plans/key"), owner, file, on?, description?}]; `file` is a path from
//                  where the import file stands
//   held           {from?, to?, attendance? {id: n}}
//   cancelled      {on, reason}
//   corrections    [{on, reason, set: {title?, description?, topic?, from?, to?, form?, venue?,
//                    capacity?, attendance? {id: n}}}]
//
// Reading the same file again gives the same commands byte for byte, but for the request ids of
// those that say who somebody is (import_ids.h).
// Examples: examples/vasterbotten.json; for people: docs/guide/cli.md.

#ifndef SAMVERK_CLIENTS_CLI_IMPORT_FILE_H_
#define SAMVERK_CLIENTS_CLI_IMPORT_FILE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/import_meetings.h"
#include "clients/cli/import_plans.h"
#include "samverk/v1/admin.pb.h"
#include "samverk/v1/attachment.pb.h"
#include "samverk/v1/meeting.pb.h"
#include "samverk/v1/partnership.pb.h"
#include "samverk/v1/workshop.pb.h"

namespace samverk {

// Where a row stands in the file, for errors, and what its ids are made of.
struct ImportRow {
  std::string pointer;  // `/workshops/3`
  std::string key;      // `workshops/2019-drivmedel`
};

struct OrganisationRow : ImportRow {
  v1::AdmitOrganisationRequest admit;
  std::optional<v1::EndMembershipRequest> leave;
};

struct PersonRow : ImportRow {
  v1::RegisterPersonRequest person;
};

// What was corrected afterwards, on one occasion.
template <typename Edit>
struct CorrectionRow : ImportRow {
  v1::Provenance provenance;
  std::vector<Edit> edits;
};

struct MeetingRow : ImportRow {
  v1::CallMeetingRequest call;
  std::optional<v1::HoldMeetingRequest> hold;
  std::optional<v1::CancelMeetingRequest> cancel;
  std::vector<CorrectionRow<v1::MeetingEdit>> corrections;
  MeetingPapers papers;
};

struct WorkshopRow : ImportRow {
  v1::PlanWorkshopRequest plan;
  std::optional<v1::InviteOrganisationsRequest> invite;
  std::optional<v1::SetWorkshopProgrammeRequest> programme;
  std::vector<v1::RegisterForWorkshopRequest> registrations;
  std::optional<v1::HoldWorkshopRequest> hold;
  std::vector<v1::PresentKnowledgeRequest> knowledge;
  std::vector<v1::RecordWorkshopNoteRequest> notes;
  std::vector<v1::RecordWorkshopOutcomeRequest> outcomes;
  std::optional<v1::CancelWorkshopRequest> cancel;
  std::vector<CorrectionRow<v1::WorkshopEdit>> corrections;
};

struct PlanRow : ImportRow {
  PlanSteps plan;
};

// What is attached lies beside the import file; its digest is set once it was read.
struct AttachmentRow : ImportRow {
  v1::AttachFileRequest attach;
  std::string path;
};

struct ImportFile {
  v1::CreatePartnershipRequest partnership;
  std::vector<OrganisationRow> organisations;
  std::vector<PersonRow> people;
  std::vector<MeetingRow> meetings;
  std::vector<WorkshopRow> workshops;
  std::vector<PlanRow> plans;
  std::vector<AttachmentRow> attachments;

  // Rows in all, the partnership among them.
  size_t rows() const;
};

// Reads the text of a file. Commands that depend on nothing but the file are sealed: those
// that create, and those that add entries.
//
// Errors: UsageError with line and column, or JSON pointer, and what to do.
absl::StatusOr<ImportFile> ReadImportFile(absl::string_view text);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_IMPORT_FILE_H_

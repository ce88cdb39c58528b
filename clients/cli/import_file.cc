#include "clients/cli/import_file.h"

#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "clients/cli/arguments.h"
#include "clients/cli/error_line.h"
#include "clients/cli/import_ids.h"
#include "clients/cli/json_reader.h"
#include "clients/cli/names.h"

namespace samverk {
namespace {

v1::Provenance HappenedOn(const google::type::Date& day) {
  v1::Provenance provenance;
  if (IsDate(day)) *provenance.mutable_occurred_at() = NoonOf(day);
  return provenance;
}

// The provenance of everything in a row: for whom, and what `day` and `reason` say.
struct RowProvenance {
  v1::Provenance On(const google::type::Date& day, absl::string_view reason = "") const {
    v1::Provenance provenance = HappenedOn(day);
    provenance.set_on_behalf_of(on_behalf_of);
    provenance.set_reason(std::string(reason));
    return provenance;
  }
  std::string on_behalf_of;
};

class FileReader {
 public:
  FileReader(const nlohmann::json& json, JsonProblem& problem) : root_(json, "", problem) {}

  ImportFile Read() {
    ReadPartnership();
    for (JsonReader& row : root_.Objects("organisations")) ReadOrganisation(row);
    for (JsonReader& row : root_.Objects("people")) ReadPerson(row);
    for (JsonReader& row : root_.Objects("meetings")) ReadMeeting(row);
    for (JsonReader& row : root_.Objects("workshops")) ReadWorkshop(row);
    for (JsonReader& row : root_.Objects("plans")) {
      const ImportRow plan = RowOf(row, "plans", "key");
      file_.plans.push_back({plan, ReadPlanRow(row, parent_, plan.key)});
    }
    for (JsonReader& row : root_.Objects("attachments")) ReadAttachment(row);
    root_.NoOthers();
    return std::move(file_);
  }

 private:
  void ReadPartnership();
  void ReadOrganisation(JsonReader& row);
  void ReadPerson(JsonReader& row);
  void ReadMeeting(JsonReader& row);
  void ReadPapers(JsonReader& row, const RowProvenance& provenance, MeetingRow& meeting);
  void ReadWorkshop(JsonReader& row);
  void ReadAttachment(JsonReader& row);
  void ReadWorkshopLife(JsonReader& row, const RowProvenance& provenance,
                        const google::type::Date& last_day, WorkshopRow& workshop);
  void ReadEntries(JsonReader& row, const v1::Provenance& provenance, WorkshopRow& workshop);
  // Seals what adds an entry under `field` of the row; the same twice would be recorded once.
  template <typename Request>
  void SealEntry(JsonReader& row, const std::string& field, const WorkshopRow& workshop,
                 Request& request);

  // The key of a row, `collection/key`; each may come once.
  ImportRow RowOf(JsonReader& row, absl::string_view collection, const std::string& field);
  v1::DatePeriod ReadPeriod(JsonReader& row, JsonNeed need);
  google::protobuf::RepeatedPtrField<v1::Attendance> ReadAttendance(JsonReader& row,
                                                                    const std::string& key);
  // What workshops and meetings have in common.
  template <typename Request>
  RowProvenance ReadGathering(JsonReader& row, const std::string& announced, Request& request);
  template <typename Request>
  std::optional<Request> ReadHeld(JsonReader& row, const std::string& name,
                                  const v1::DatePeriod& planned, const RowProvenance& provenance);
  template <typename Request>
  std::optional<Request> ReadCancelled(JsonReader& row, const std::string& name,
                                       const RowProvenance& provenance);
  template <typename Edit>
  std::vector<CorrectionRow<Edit>> ReadCorrections(JsonReader& row, const std::string& key,
                                                   bool held, const RowProvenance& provenance);
  template <typename Edit>
  std::vector<Edit> ReadEdits(JsonReader& set, bool held);
  // The whole name of what `meetings/key` or `organisations/2421` means, which stands in `field`.
  std::string LinkOf(JsonReader& entry, const std::string& field, const std::string& link);

  std::string Organisation(const std::string& id) const { return OrganisationName(parent_, id); }

  JsonReader root_;
  ImportFile file_;
  std::string parent_;
  std::set<std::string> keys_;
  std::set<std::string> request_ids_;
};

google::type::Date LastDayOf(const v1::DatePeriod& period) {
  if (!IsDate(period.end_date())) return {};
  return ToDate(ToCivilDay(period.end_date()) - 1);
}

ImportRow FileReader::RowOf(JsonReader& row, absl::string_view collection,
                            const std::string& field) {
  const std::string key = absl::StrCat(collection, "/", row.Text(field, kRequired));
  if (!keys_.insert(key).second) row.Fail(field, "another row has this already; choose another");
  return {row.pointer(), key};
}

v1::DatePeriod FileReader::ReadPeriod(JsonReader& row, JsonNeed need) {
  const google::type::Date from = row.Day("from", need);
  const google::type::Date to = row.Day("to", kOptional);
  if (!IsDate(from)) {
    if (IsDate(to)) row.Fail("from", "this is missing; add the first day");
    return {};
  }
  if (!IsDate(to)) return PeriodOf(from, from);
  if (ToCivilDay(to) < ToCivilDay(from)) {
    row.Fail("to", absl::StrCat(FormatDate(to), " is before the first day, ", FormatDate(from)));
  }
  return PeriodOf(from, to);
}

google::protobuf::RepeatedPtrField<v1::Attendance> FileReader::ReadAttendance(
    JsonReader& row, const std::string& key) {
  google::protobuf::RepeatedPtrField<v1::Attendance> attendance;
  for (const auto& [organisation, participants] : row.Counts(key)) {
    v1::Attendance& one = *attendance.Add();
    one.set_organisation(Organisation(organisation));
    one.set_participants(participants);
  }
  return attendance;
}

void FileReader::ReadPartnership() {
  std::optional<JsonReader> row = root_.Object("partnership");
  if (!row.has_value()) {
    root_.Fail("partnership", "this is missing; say which partnership the file is about");
    return;
  }
  v1::CreatePartnershipRequest& request = file_.partnership;
  request.set_partnership_id(row->Text("id", kRequired));
  request.set_display_name(row->Text("name", kRequired));
  request.set_county(row->Text("county", kOptional));
  request.set_meetings_per_year_min(row->Number("meetings_per_year_min", kOptional));
  row->NoOthers();
  parent_ = absl::StrCat("partnerships/", request.partnership_id());
  Seal("partnership", request);
}

void FileReader::ReadOrganisation(JsonReader& row) {
  OrganisationRow organisation{RowOf(row, "organisations", "id"), {}, {}};
  v1::AdmitOrganisationRequest& admit = organisation.admit;
  admit.set_parent(parent_);
  admit.set_organisation_id(row.Text("id", kRequired));
  admit.set_kind(row.Word<v1::OrganisationKind>("kind", kRequired));
  admit.set_kommunkod(row.Text("kommunkod", kOptional));
  if (admit.kind() == v1::ORGANISATION_KIND_MUNICIPALITY && admit.kommunkod().empty()) {
    admit.set_kommunkod(admit.organisation_id());
  }
  admit.set_display_name(row.Text("name", kRequired));
  *admit.mutable_joined_on() = row.Day("joined", kRequired);
  *admit.mutable_provenance() = HappenedOn(admit.joined_on());
  Seal(organisation.key, admit);
  if (const google::type::Date left = row.Day("left", kOptional); IsDate(left)) {
    organisation.leave.emplace();
    organisation.leave->set_name(Organisation(admit.organisation_id()));
    *organisation.leave->mutable_left_on() = left;
    *organisation.leave->mutable_provenance() = HappenedOn(left);
  }
  row.NoOthers();
  file_.organisations.push_back(std::move(organisation));
}

void FileReader::ReadPerson(JsonReader& row) {
  PersonRow person{RowOf(row, "people", "id"), {}};
  person.person.set_parent(parent_);
  person.person.set_person_id(row.Text("id", kRequired));
  if (!Uuid::Parse(person.person.person_id()).has_value()) {
    row.Fail("id", "this has to be a UUID in small letters; never anything that tells who it is");
  }
  person.person.set_organisation(Organisation(row.Text("organisation", kRequired)));
  person.person.set_role(row.Word<v1::Role>("role", kRequired));
  if (const google::type::Date from = row.Day("from", kOptional); IsDate(from)) {
    *person.person.mutable_role_start_date() = from;
  }
  v1::PersonDetails details;
  details.set_display_name(row.Text("name", kOptional));
  details.set_email(row.Text("email", kOptional));
  details.set_phone(row.Text("phone", kOptional));
  row.NoOthers();
  if (details.ByteSizeLong() == 0) {
    Seal(person.key, person.person);
  } else {
    *person.person.mutable_details() = details;
    SealPersonal(person.person);
  }
  file_.people.push_back(std::move(person));
}

template <typename Request>
RowProvenance FileReader::ReadGathering(JsonReader& row, const std::string& announced,
                                        Request& request) {
  RowProvenance provenance{Organisation(row.Text("on_behalf_of", kOptional))};
  request.set_parent(parent_);
  request.set_host(Organisation(row.Text("host", kRequired)));
  request.set_title(row.Text("title", kRequired));
  *request.mutable_period() = ReadPeriod(row, kRequired);
  request.set_form(row.Word<v1::EventForm>("form", kRequired));
  request.set_venue(row.Text("venue", kOptional));
  *request.mutable_provenance() = provenance.On(row.Day(announced, kOptional));
  if (row.Has("decision")) {
    *request.mutable_provenance()->mutable_decision() =
        row.Parse("decision", kRequired, ParseDecision);
  }
  return provenance;
}

template <typename Request>
std::optional<Request> FileReader::ReadHeld(JsonReader& row, const std::string& name,
                                            const v1::DatePeriod& planned,
                                            const RowProvenance& provenance) {
  std::optional<JsonReader> held = row.Object("held");
  if (!held.has_value()) return std::nullopt;
  Request request;
  request.set_name(name);
  // Said in full: what was planned may have been corrected by then.
  *request.mutable_held() =
      held->Has("from") || held->Has("to") ? ReadPeriod(*held, kOptional) : planned;
  held->Day("from", kOptional);
  held->Day("to", kOptional);
  *request.mutable_attendance() = ReadAttendance(*held, "attendance");
  *request.mutable_provenance() = provenance.On(LastDayOf(request.held()));
  held->NoOthers();
  return request;
}

template <typename Request>
std::optional<Request> FileReader::ReadCancelled(JsonReader& row, const std::string& name,
                                                 const RowProvenance& provenance) {
  std::optional<JsonReader> cancelled = row.Object("cancelled");
  if (!cancelled.has_value()) return std::nullopt;
  if (row.Has("held")) row.Fail("cancelled", "what was held was not cancelled; remove one of them");
  Request request;
  request.set_name(name);
  const google::type::Date on = cancelled->Day("on", kRequired);
  *request.mutable_provenance() = provenance.On(on, cancelled->Text("reason", kRequired));
  cancelled->NoOthers();
  return request;
}

template <typename Edit>
std::vector<Edit> FileReader::ReadEdits(JsonReader& set, bool held) {
  std::vector<Edit> edits;
  if (set.Has("title")) edits.emplace_back().set_title(set.Text("title", kRequired));
  if (set.Has("from") || set.Has("to")) {
    *edits.emplace_back().mutable_period() = ReadPeriod(set, kRequired);
  }
  if (set.Has("form")) edits.emplace_back().set_form(set.Word<v1::EventForm>("form", kRequired));
  if (set.Has("venue")) edits.emplace_back().set_venue(set.Text("venue", kOptional));
  if constexpr (requires(Edit edit) { edit.topic(); }) {
    if (set.Has("topic")) edits.emplace_back().set_topic(set.Text("topic", kOptional));
  } else {
    if (set.Has("description")) {
      edits.emplace_back().set_description(set.Text("description", kOptional));
    }
    if (set.Has("capacity")) edits.emplace_back().set_capacity(set.Number("capacity", kRequired));
  }
  for (const v1::Attendance& attendance : ReadAttendance(set, "attendance")) {
    if (!held) set.Fail("attendance", "nobody came to what was not held; add `held` to the row");
    *edits.emplace_back().mutable_attendance() = attendance;
  }
  if (edits.empty()) set.Fail("", "this corrects nothing; say what is right, or remove it");
  set.NoOthers();
  return edits;
}

template <typename Edit>
std::vector<CorrectionRow<Edit>> FileReader::ReadCorrections(JsonReader& row,
                                                             const std::string& key, bool held,
                                                             const RowProvenance& provenance) {
  std::vector<CorrectionRow<Edit>> corrections;
  for (JsonReader& entry : row.Objects("corrections")) {
    CorrectionRow<Edit> correction{{entry.pointer(), key}, {}, {}};
    const google::type::Date on = entry.Day("on", kRequired);
    correction.provenance = provenance.On(on, entry.Text("reason", kRequired));
    if (std::optional<JsonReader> set = entry.Object("set"); set.has_value()) {
      correction.edits = ReadEdits<Edit>(*set, held);
    } else {
      entry.Fail("set", "this is missing; say what is right");
    }
    entry.NoOthers();
    corrections.push_back(std::move(correction));
  }
  return corrections;
}

void FileReader::ReadMeeting(JsonReader& row) {
  MeetingRow meeting;
  static_cast<ImportRow&>(meeting) = RowOf(row, "meetings", "key");
  const std::string id = ImportedId("meetings", row.Text("key", kRequired));
  const std::string name = absl::StrCat(parent_, "/meetings/", id);
  const RowProvenance provenance = ReadGathering(row, "called", meeting.call);
  meeting.call.set_meeting_id(id);
  meeting.call.set_topic(row.Text("topic", kOptional));
  meeting.hold = ReadHeld<v1::HoldMeetingRequest>(row, name, meeting.call.period(), provenance);
  meeting.cancel = ReadCancelled<v1::CancelMeetingRequest>(row, name, provenance);
  meeting.corrections =
      ReadCorrections<v1::MeetingEdit>(row, meeting.key, meeting.hold.has_value(), provenance);
  ReadPapers(row, provenance, meeting);
  Seal(meeting.key, meeting.call);
  row.NoOthers();
  file_.meetings.push_back(std::move(meeting));
}

void FileReader::ReadPapers(JsonReader& row, const RowProvenance& provenance, MeetingRow& meeting) {
  MeetingPlace place;
  place.parent = parent_;
  place.name = absl::StrCat(parent_, "/meetings/", meeting.call.meeting_id());
  place.key = meeting.key;
  place.held = meeting.hold.has_value();
  place.before = provenance.On(row.Day("called", kOptional));
  place.after = provenance.On(
      LastDayOf(meeting.hold.has_value() ? meeting.hold->held() : meeting.call.period()));
  place.on = [&provenance](const google::type::Date& day) { return provenance.On(day); };
  place.link = [this](JsonReader& entry, const std::string& field, const std::string& link) {
    return LinkOf(entry, field, link);
  };
  meeting.papers = ReadMeetingPapers(row, place);
  if (!meeting.papers.invite.has_value()) return;
  *meeting.call.mutable_invited() = meeting.papers.invite->organisations();
}

void FileReader::ReadWorkshop(JsonReader& row) {
  WorkshopRow workshop;
  static_cast<ImportRow&>(workshop) = RowOf(row, "workshops", "key");
  const std::string id = ImportedId("workshops", row.Text("key", kRequired));
  const std::string name = absl::StrCat(parent_, "/workshops/", id);
  const RowProvenance provenance = ReadGathering(row, "planned", workshop.plan);
  workshop.plan.set_workshop_id(id);
  workshop.plan.set_description(row.Text("description", kOptional));
  workshop.plan.set_capacity(row.Number("capacity", kOptional));
  workshop.plan.set_responsible(PersonName(parent_, row.Text("responsible", kOptional)));
  Seal(workshop.key, workshop.plan);
  workshop.hold = ReadHeld<v1::HoldWorkshopRequest>(row, name, workshop.plan.period(), provenance);
  workshop.cancel = ReadCancelled<v1::CancelWorkshopRequest>(row, name, provenance);
  workshop.corrections =
      ReadCorrections<v1::WorkshopEdit>(row, workshop.key, workshop.hold.has_value(), provenance);
  const v1::DatePeriod& held =
      workshop.hold.has_value() ? workshop.hold->held() : workshop.plan.period();
  ReadWorkshopLife(row, provenance, LastDayOf(held), workshop);
  row.NoOthers();
  file_.workshops.push_back(std::move(workshop));
}

void FileReader::ReadWorkshopLife(JsonReader& row, const RowProvenance& provenance,
                                  const google::type::Date& last_day, WorkshopRow& workshop) {
  const std::string name = absl::StrCat(parent_, "/workshops/", workshop.plan.workshop_id());
  // What is arranged before the workshop happened when it was planned, as far as the file says.
  const v1::Provenance before = provenance.On(row.Day("planned", kOptional));
  if (const auto invited = row.Texts("invited"); !invited.empty()) {
    workshop.invite.emplace();
    workshop.invite->set_name(name);
    for (const std::string& id : invited) workshop.invite->add_organisations(Organisation(id));
    *workshop.invite->mutable_provenance() = before;
  }
  for (JsonReader& entry : row.Objects("programme")) {
    if (!workshop.programme.has_value()) workshop.programme.emplace();
    v1::ProgrammeItem& item = *workshop.programme->add_items();
    item.set_day(entry.Has("day") ? entry.Number("day", kRequired) : 1);
    *item.mutable_start_time() = entry.Parse("time", kRequired, ParseTimeOfDay);
    item.set_title(entry.Text("title", kRequired));
    item.set_organisation(Organisation(entry.Text("organisation", kOptional)));
    entry.Number("day", kOptional);
    entry.NoOthers();
  }
  if (workshop.programme.has_value()) {
    workshop.programme->set_name(name);
    *workshop.programme->mutable_provenance() = before;
  }
  for (const v1::Attendance& registration : ReadAttendance(row, "registrations")) {
    v1::RegisterForWorkshopRequest& request = workshop.registrations.emplace_back();
    request.set_name(name);
    *request.mutable_registration() = registration;
  }
  ReadEntries(row, provenance.On(last_day), workshop);
}

template <typename Request>
void FileReader::SealEntry(JsonReader& row, const std::string& field, const WorkshopRow& workshop,
                           Request& request) {
  Seal(workshop.key, request);
  if (!request_ids_.insert(request.request_id()).second) {
    row.Fail(field, "the same stands there twice; remove one of them");
  }
}

void FileReader::ReadEntries(JsonReader& row, const v1::Provenance& provenance,
                             WorkshopRow& workshop) {
  const std::string name = absl::StrCat(parent_, "/workshops/", workshop.plan.workshop_id());
  for (JsonReader& entry : row.Objects("knowledge")) {
    v1::PresentKnowledgeRequest& request = workshop.knowledge.emplace_back();
    request.set_name(name);
    request.set_title(entry.Text("title", kRequired));
    request.set_source(entry.Text("source", kOptional));
    request.set_link(entry.Text("link", kOptional));
    *request.mutable_provenance() = provenance;
    SealEntry(row, "knowledge", workshop, request);
    entry.NoOthers();
  }
  for (const std::string& text : row.Texts("notes")) {
    v1::RecordWorkshopNoteRequest& request = workshop.notes.emplace_back();
    request.set_name(name);
    request.set_text(text);
    *request.mutable_provenance() = provenance;
    SealEntry(row, "notes", workshop, request);
  }
  for (JsonReader& entry : row.Objects("outcomes")) {
    v1::RecordWorkshopOutcomeRequest& request = workshop.outcomes.emplace_back();
    request.set_name(name);
    request.set_text(entry.Text("text", kRequired));
    for (const std::string& link : entry.Texts("links"))
      request.add_links(LinkOf(entry, "links", link));
    *request.mutable_provenance() = provenance;
    SealEntry(row, "outcomes", workshop, request);
    entry.NoOthers();
  }
}

void FileReader::ReadAttachment(JsonReader& row) {
  AttachmentRow attachment;
  static_cast<ImportRow&>(attachment) = RowOf(row, "attachments", "key");
  v1::AttachFileRequest& attach = attachment.attach;
  attach.set_parent(parent_);
  attach.set_attachment_id(ImportedId("attachments", row.Text("key", kRequired)));
  attach.set_subject(LinkOf(row, "to", row.Text("to", kRequired)));
  attach.set_owner(Organisation(row.Text("owner", kRequired)));
  attach.set_description(row.Text("description", kOptional));
  *attach.mutable_provenance() = HappenedOn(row.Day("on", kOptional));
  attachment.path = row.Text("file", kRequired);
  row.NoOthers();
  file_.attachments.push_back(std::move(attachment));
}

std::string FileReader::LinkOf(JsonReader& entry, const std::string& field,
                               const std::string& link) {
  if (absl::StartsWith(link, "partnerships/")) return link;
  // What is linked to stands above: rows come in the order of the list in import_file.h.
  if (keys_.count(link) == 0) {
    entry.Fail(field,
               absl::StrCat("there is no \"", link, "\" above this row; write it as meetings/KEY"));
    return "";
  }
  const bool has_imported_id =
      !absl::StartsWith(link, "organisations/") && !absl::StartsWith(link, "people/");
  const size_t slash = link.find('/');
  const std::string collection = link.substr(0, slash);
  const std::string key = link.substr(slash + 1);
  return absl::StrCat(parent_, "/", collection, "/",
                      has_imported_id ? ImportedId(collection, key) : key);
}

}  // namespace

size_t ImportFile::rows() const {
  return 1 + organisations.size() + people.size() + meetings.size() + workshops.size() +
         plans.size() + attachments.size();
}

absl::StatusOr<ImportFile> ReadImportFile(absl::string_view text) {
  ASSIGN_OR_RETURN(const nlohmann::json json, ParseJson(text));
  JsonProblem problem;
  ImportFile file = FileReader(json, problem).Read();
  if (!problem.empty()) return UsageError(problem);
  return file;
}

}  // namespace samverk

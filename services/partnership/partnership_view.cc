#include "services/partnership/partnership_view.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "base/text.h"
#include "samverk/storage/v1/meeting_year_row.pb.h"
#include "samverk/storage/v1/person_row.pb.h"
#include "samverk/v1/meeting_events.pb.h"
#include "samverk/v1/partnership_events.pb.h"
#include "services/partnership/meeting_fold.h"
#include "services/partnership/meeting_years.h"
#include "services/runtime/event_codec.h"
#include "services/runtime/index.h"
#include "services/runtime/links.h"
#include "services/runtime/ordered_key.h"
#include "services/runtime/personal.h"
#include "services/runtime/resource_name.h"

namespace samverk::partnership {
namespace {

using runtime::MoveIndex;
using runtime::ViewWriter;
using storage::RecordedEvent;
using storage::v1::MeetingYearRow;
using storage::v1::PersonRow;
using storage::v1::SealedPart;
using v1::MeetingEvent;
using v1::OrganisationEvent;
using v1::PartnershipEvent;
using v1::PersonEvent;

// Sorts after every day.
constexpr char kNoDeadline[] = "none";

int64_t RevisionOf(const RecordedEvent& event) {
  return static_cast<int64_t>(event.revision().value());
}

absl::Status ApplyToPartnership(const RecordedEvent& event, const std::string& name,
                                ViewWriter& view) {
  const auto fact = runtime::DecodeEvent<PartnershipEvent>(event.type(), event.event());
  // The confirmation of a clock says nothing about the partnership.
  if (!fact.has_partnership_created()) return absl::OkStatus();
  v1::Partnership partnership;
  partnership.set_name(name);
  partnership.set_display_name(fact.partnership_created().display_name());
  partnership.set_county(fact.partnership_created().county());
  partnership.set_meetings_per_year_min(fact.partnership_created().meetings_per_year_min());
  view.Put(kPartnershipTable, ResourceKey(name), partnership.SerializeAsString());
  return absl::OkStatus();
}

void ApplyFact(const OrganisationEvent& event, v1::Organisation& organisation) {
  switch (event.event_case()) {
    case OrganisationEvent::kOrganisationAdmitted:
      organisation.set_kind(event.organisation_admitted().kind());
      organisation.set_display_name(event.organisation_admitted().display_name());
      organisation.set_kommunkod(event.organisation_admitted().kommunkod());
      *organisation.mutable_joined_on() = event.organisation_admitted().joined_on();
      organisation.clear_left_on();
      break;
    case OrganisationEvent::kOrganisationRenamed:
      organisation.set_display_name(event.organisation_renamed().display_name());
      break;
    case OrganisationEvent::kOrganisationJoinDateCorrected:
      *organisation.mutable_joined_on() = event.organisation_join_date_corrected().joined_on();
      break;
    case OrganisationEvent::kOrganisationLeft:
      *organisation.mutable_left_on() = event.organisation_left().left_on();
      break;
    case OrganisationEvent::EVENT_NOT_SET:
      break;
  }
}

absl::Status ApplyToOrganisation(const RecordedEvent& event, const std::string& name,
                                 ViewWriter& view) {
  const std::string key = ResourceKey(name);
  ASSIGN_OR_RETURN(
      v1::Organisation* const row,
      view.EditMessage<v1::Organisation>(kOrganisationTable, key, runtime::IsFirst(event)));
  v1::Organisation& organisation = *row;
  std::optional<v1::Organisation> before;
  if (!organisation.name().empty()) before = organisation;
  organisation.set_name(name);
  organisation.set_revision(RevisionOf(event));
  ApplyFact(runtime::DecodeEvent<OrganisationEvent>(event.type(), event.event()), organisation);
  view.PutMessage(kOrganisationTable, key, organisation);
  MoveIndex(kByNameTable, ByNameKey, before, organisation, view);
  return absl::OkStatus();
}

v1::PersonRole* FindRole(v1::Person& person, int64_t entry) {
  for (v1::PersonRole& role : *person.mutable_roles()) {
    if (role.entry() == entry) return &role;
  }
  return nullptr;
}

// Sets the days of a role to those of `fact`, of which either may be unset.
template <typename Fact>
void SetDays(const Fact& fact, v1::PersonRole& role) {
  role.clear_start_date();
  role.clear_end_date();
  if (fact.has_start_date()) *role.mutable_start_date() = fact.start_date();
  if (fact.has_end_date()) *role.mutable_end_date() = fact.end_date();
}

void RemoveRole(int64_t entry, v1::Person& person) {
  auto& roles = *person.mutable_roles();
  roles.erase(std::remove_if(roles.begin(), roles.end(),
                             [entry](const v1::PersonRole& role) { return role.entry() == entry; }),
              roles.end());
}

template <typename Fact>
v1::PersonRole& AddRole(const Fact& fact, v1::Person& person) {
  v1::PersonRole& role = *person.add_roles();
  role.set_entry(person.revision());
  role.set_organisation(fact.organisation());
  role.set_role(fact.role());
  return role;
}

// What is public of a fact.
void ApplyFact(const PersonEvent& event, v1::Person& person) {
  switch (event.event_case()) {
    case PersonEvent::kPersonRegistered: {
      person.set_organisation(event.person_registered().organisation());
      person.set_role(event.person_registered().role());
      v1::PersonRole& role = AddRole(event.person_registered(), person);
      if (event.person_registered().has_role_start_date()) {
        *role.mutable_start_date() = event.person_registered().role_start_date();
      }
      break;
    }
    case PersonEvent::kPersonRoleAssigned:
      SetDays(event.person_role_assigned(), AddRole(event.person_role_assigned(), person));
      break;
    case PersonEvent::kPersonRoleEnded:
      if (auto* const role = FindRole(person, event.person_role_ended().entry())) {
        *role->mutable_end_date() = event.person_role_ended().end_date();
      }
      break;
    case PersonEvent::kPersonRolePeriodCorrected:
      if (auto* const role = FindRole(person, event.person_role_period_corrected().entry())) {
        SetDays(event.person_role_period_corrected(), *role);
      }
      break;
    case PersonEvent::kPersonRoleRemoved:
      RemoveRole(event.person_role_removed().entry(), person);
      break;
    case PersonEvent::kPersonWithdrawn:
      person.set_withdrawn(true);
      break;
    case PersonEvent::kPersonRenamed:
    case PersonEvent::kPersonEmailCorrected:
    case PersonEvent::kPersonPhoneCorrected:
    case PersonEvent::EVENT_NOT_SET:
      break;
  }
}

// What is sealed of a fact, to be looked for in `part` from now on; nullopt: there is nothing.
void ApplySealed(const PersonEvent& event, const std::optional<SealedPart>& part, PersonRow& row) {
  const SealedPart now = part.value_or(SealedPart());
  switch (event.event_case()) {
    case PersonEvent::kPersonRegistered:
      if (!part.has_value()) return;
      *row.mutable_display_name() = now;
      *row.mutable_email() = now;
      *row.mutable_phone() = now;
      return;
    case PersonEvent::kPersonRenamed:
      row.clear_display_name();
      if (part.has_value()) *row.mutable_display_name() = now;
      return;
    case PersonEvent::kPersonEmailCorrected:
      row.clear_email();
      if (part.has_value()) *row.mutable_email() = now;
      return;
    case PersonEvent::kPersonPhoneCorrected:
      row.clear_phone();
      if (part.has_value()) *row.mutable_phone() = now;
      return;
    default:
      return;
  }
}

absl::Status ApplyToPerson(const RecordedEvent& event, const std::string& name, ViewWriter& view) {
  const std::string key = ResourceKey(name);
  ASSIGN_OR_RETURN(PersonRow* const row,
                   view.EditMessage<PersonRow>(kPersonTable, key, runtime::IsFirst(event)));
  v1::Person& person = *row->mutable_person();
  std::optional<v1::Person> before;
  if (!person.name().empty()) before = person;
  person.set_name(name);
  person.set_revision(RevisionOf(event));
  const auto fact = runtime::DecodeEvent<PersonEvent>(event.type(), event.event());
  ApplyFact(fact, person);
  ApplySealed(fact, runtime::KeepSealed(event), *row);
  view.PutMessage(kPersonTable, key, *row);
  MoveIndex(kByOwnerTable, ByOwnerKey, before, person, view);
  MoveIndex(kByOrganisationTable, ByOrganisationKeys, before, person, view);
  return absl::OkStatus();
}

// Where the decisions of a meeting stand in the index, and what they are called there.
std::map<std::string, std::string> DecisionRows(const v1::Meeting& meeting) {
  std::map<std::string, std::string> rows;
  if (meeting.state() == v1::MEETING_STATE_WITHDRAWN) return rows;
  const std::string year = absl::StrCat(meeting.period().start_date().year());
  for (const v1::MeetingDecision& decision : meeting.decisions()) {
    const std::string place =
        runtime::OrderedKey()
            .Text(decision.has_done_on() ? FormatDate(decision.done_on()) : kOpenDecision)
            .Text(decision.has_deadline() ? FormatDate(decision.deadline()) : kNoDeadline)
            .Text(meeting.name())
            .Number(decision.entry())
            .bytes();
    for (const std::string& whose : {std::string(), decision.responsible(), year}) {
      rows[ResourceKey(whose) + place] = DecisionName(meeting.name(), decision.entry());
    }
  }
  return rows;
}

void MoveDecisions(const std::optional<v1::Meeting>& before, const v1::Meeting& after,
                   ViewWriter& view) {
  const auto old_rows = before.has_value() ? DecisionRows(*before) : DecisionRows(v1::Meeting());
  const auto new_rows = DecisionRows(after);
  for (const auto& [key, name] : old_rows) {
    if (!new_rows.contains(key)) view.Delete(kDecisionTable, key);
  }
  for (const auto& [key, name] : new_rows) {
    if (!old_rows.contains(key)) view.Put(kDecisionTable, key, name);
  }
}

absl::Status ChangeYear(const MeetingYearRow& share,
                        void (*change)(const MeetingYearRow& share, MeetingYearRow& row),
                        ViewWriter& view) {
  const std::string key = runtime::OrderedKey().Number(share.year()).bytes();
  ASSIGN_OR_RETURN(const auto found, view.GetMessage<MeetingYearRow>(kYearTable, key));
  MeetingYearRow row = found.value_or(MeetingYearRow());
  change(share, row);
  if (IsEmpty(row)) {
    view.Delete(kYearTable, key);
  } else {
    view.Put(kYearTable, key, row.SerializeAsString());
  }
  return absl::OkStatus();
}

// Counts the meeting in its year, and no longer where and as it was.
absl::Status MoveYear(const std::optional<v1::Meeting>& before, const v1::Meeting& after,
                      ViewWriter& view) {
  const auto old_share = before.has_value() ? ShareOf(*before) : std::nullopt;
  const auto new_share = ShareOf(after);
  if (old_share.has_value() && new_share.has_value() &&
      old_share->SerializeAsString() == new_share->SerializeAsString()) {
    return absl::OkStatus();
  }
  if (old_share.has_value()) RETURN_IF_ERROR(ChangeYear(*old_share, RemoveShare, view));
  if (new_share.has_value()) RETURN_IF_ERROR(ChangeYear(*new_share, AddShare, view));
  return absl::OkStatus();
}

// Whether an event may change when a meeting is, whom it concerns or what it decided. The others
// are about long texts, which need not be copied and compared.
bool MovesInIndexes(const MeetingEvent& event) {
  switch (event.event_case()) {
    case MeetingEvent::kMeetingAgendaSet:
    case MeetingEvent::kMeetingMinutesRecorded:
    case MeetingEvent::kMeetingMinutesApproved:
    case MeetingEvent::EVENT_NOT_SET:
      return false;
    default:
      return true;
  }
}

// Whether an event may change what a meeting links to: its decisions have links, and minutes are
// texts that corrections set as well.
bool MovesLinks(const MeetingEvent& event) {
  return event.has_meeting_decision_recorded() || event.has_meeting_minutes_recorded() ||
         event.has_meeting_corrected() || event.has_meeting_withdrawn();
}

std::set<runtime::FoundLink> LinksOf(const v1::Meeting& meeting) {
  if (meeting.state() == v1::MEETING_STATE_WITHDRAWN) return {};
  return runtime::LinksIn(meeting);
}

absl::Status ApplyToMeeting(const RecordedEvent& event, const std::string& name, ViewWriter& view) {
  const std::string key = ResourceKey(name);
  ASSIGN_OR_RETURN(v1::Meeting* const row,
                   view.EditMessage<v1::Meeting>(kMeetingTable, key, runtime::IsFirst(event)));
  v1::Meeting& meeting = *row;
  const auto fact = runtime::DecodeEvent<MeetingEvent>(event.type(), event.event());
  std::optional<v1::Meeting> before;
  if (MovesInIndexes(fact) && !meeting.name().empty()) before = meeting;
  const runtime::LinkMove links(MovesLinks(fact), [row] { return LinksOf(*row); });
  meeting.set_name(name);
  meeting.set_revision(RevisionOf(event));
  FoldMeeting(fact, RevisionOf(event), meeting);
  view.PutMessage(kMeetingTable, key, meeting);
  links.Write(name, view);
  if (!MovesInIndexes(fact)) return absl::OkStatus();
  MoveIndex(kByDateTable, ByDateKey, before, meeting, view);
  MoveIndex(kMeetingByOrganisationTable, MeetingByOrganisationKeys, before, meeting, view);
  MoveDecisions(before, meeting, view);
  return MoveYear(before, meeting, view);
}

}  // namespace

std::string ResourceKey(const std::string& name) {
  return runtime::OrderedKey().Text(name).bytes();
}

std::string ByNameKey(const v1::Organisation& organisation) {
  const std::string as_it_sorts = SwedishSortKey(organisation.display_name());
  return runtime::OrderedKey().Text(as_it_sorts).Text(organisation.name()).bytes();
}

std::string ByOwnerKey(const v1::Person& person) {
  return runtime::OrderedKey().Text(person.organisation()).Text(person.name()).bytes();
}

std::set<std::string> ByOrganisationKeys(const v1::Person& person) {
  std::set<std::string> keys;
  for (const v1::PersonRole& role : person.roles()) {
    keys.insert(runtime::OrderedKey().Text(role.organisation()).Text(person.name()).bytes());
  }
  return keys;
}

std::string ByDateKey(const v1::Meeting& meeting) {
  const auto& day = meeting.period().start_date();
  return runtime::OrderedKey().Text(FormatDate(day)).Text(meeting.name()).bytes();
}

std::set<std::string> MeetingByOrganisationKeys(const v1::Meeting& meeting) {
  const std::string by_date = ByDateKey(meeting);
  std::set<std::string> keys{ResourceKey(meeting.host()) + by_date};
  for (const std::string& called : meeting.invited()) keys.insert(ResourceKey(called) + by_date);
  for (const v1::Attendance& each : meeting.attendance()) {
    keys.insert(ResourceKey(each.organisation()) + by_date);
  }
  return keys;
}

std::string DecisionName(const std::string& meeting, int64_t entry) {
  return absl::StrCat(meeting, "/decisions/", entry);
}

std::pair<std::string, int64_t> ParseDecisionName(absl::string_view name) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(name, absl::ByString("/decisions/"));
  int64_t entry = 0;
  if (!absl::SimpleAtoi(parts.second, &entry)) entry = 0;  // No decision has that number.
  return {std::string(parts.first), entry};
}

absl::Status PartnershipProjection::Apply(const RecordedEvent& event,
                                          const std::string& partnership, ViewWriter& view) const {
  const absl::string_view collection = runtime::CollectionOf(event.resource());
  const std::string name = runtime::WholeName(partnership, event.resource());
  if (collection == runtime::kPartnershipStream) return ApplyToPartnership(event, name, view);
  if (collection == "organisations") return ApplyToOrganisation(event, name, view);
  if (collection == "people") return ApplyToPerson(event, name, view);
  if (collection == "meetings") return ApplyToMeeting(event, name, view);
  return absl::OkStatus();
}

absl::StatusOr<std::string> PartnershipProjection::TitleOf(const runtime::ViewReader& view,
                                                           const std::string& name) const {
  ASSIGN_OR_RETURN(const std::optional<v1::Meeting> meeting,
                   view.GetMessage<v1::Meeting>(kMeetingTable, ResourceKey(name)));
  return meeting.has_value() ? meeting->title() : "";
}

}  // namespace samverk::partnership

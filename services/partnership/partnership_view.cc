#include "services/partnership/partnership_view.h"

#include <utility>

#include "base/civil_date.h"
#include "base/status_macros.h"
#include "base/text.h"
#include "samverk/v1/meeting_events.pb.h"
#include "samverk/v1/partnership_events.pb.h"
#include "services/runtime/event_codec.h"
#include "services/runtime/index.h"
#include "services/runtime/ordered_key.h"
#include "services/runtime/resource_name.h"

namespace samverk::partnership {
namespace {

using runtime::MoveIndex;
using runtime::ViewWriter;
using storage::RecordedEvent;
using v1::MeetingEvent;
using v1::OrganisationEvent;
using v1::PartnershipEvent;
using v1::PersonEvent;

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

absl::Status ApplyToPerson(const RecordedEvent& event, const std::string& name, ViewWriter& view) {
  const std::string key = ResourceKey(name);
  ASSIGN_OR_RETURN(v1::Person* const row,
                   view.EditMessage<v1::Person>(kPersonTable, key, runtime::IsFirst(event)));
  v1::Person& person = *row;
  std::optional<v1::Person> before;
  if (!person.name().empty()) before = person;
  person.set_name(name);
  person.set_revision(RevisionOf(event));
  const auto fact = runtime::DecodeEvent<PersonEvent>(event.type(), event.event());
  if (fact.has_person_registered()) {
    person.set_organisation(fact.person_registered().organisation());
    person.set_role(fact.person_registered().role());
  }
  view.PutMessage(kPersonTable, key, person);
  MoveIndex(kByOrganisationTable, ByOrganisationKey, before, person, view);
  return absl::OkStatus();
}

// Sets how many came from one organisation, which the list names once.
void SetAttendance(const v1::Attendance& attendance, v1::Meeting& meeting) {
  for (v1::Attendance& each : *meeting.mutable_attendance()) {
    if (each.organisation() == attendance.organisation()) {
      each.set_participants(attendance.participants());
      return;
    }
  }
  *meeting.add_attendance() = attendance;
}

void ApplyEdit(const v1::MeetingEdit& edit, v1::Meeting& meeting) {
  switch (edit.edit_case()) {
    case v1::MeetingEdit::kTitle:
      meeting.set_title(edit.title());
      break;
    case v1::MeetingEdit::kPeriod:
      *meeting.mutable_period() = edit.period();
      break;
    case v1::MeetingEdit::kForm:
      meeting.set_form(edit.form());
      break;
    case v1::MeetingEdit::kVenue:
      meeting.set_venue(edit.venue());
      break;
    case v1::MeetingEdit::kTopic:
      meeting.set_topic(edit.topic());
      break;
    case v1::MeetingEdit::kAttendance:
      SetAttendance(edit.attendance(), meeting);
      break;
    case v1::MeetingEdit::EDIT_NOT_SET:
      break;
  }
}

void ApplyCalled(const v1::MeetingCalled& called, v1::Meeting& meeting) {
  meeting.set_host(called.host());
  meeting.set_state(v1::MEETING_STATE_CALLED);
  meeting.set_title(called.title());
  *meeting.mutable_period() = called.period();
  meeting.set_form(called.form());
  meeting.set_venue(called.venue());
  meeting.set_topic(called.topic());
}

void ApplyFact(const MeetingEvent& event, v1::Meeting& meeting) {
  switch (event.event_case()) {
    case MeetingEvent::kMeetingCalled:
      ApplyCalled(event.meeting_called(), meeting);
      break;
    case MeetingEvent::kMeetingHeld:
      meeting.set_state(v1::MEETING_STATE_HELD);
      *meeting.mutable_period() = event.meeting_held().period();
      *meeting.mutable_attendance() = event.meeting_held().attendance();
      break;
    case MeetingEvent::kMeetingCancelled:
      meeting.set_state(v1::MEETING_STATE_CANCELLED);
      break;
    case MeetingEvent::kMeetingCorrected:
      ApplyEdit(event.meeting_corrected().edit(), meeting);
      break;
    case MeetingEvent::kMeetingWithdrawn:
      meeting.set_state(v1::MEETING_STATE_WITHDRAWN);
      break;
    case MeetingEvent::EVENT_NOT_SET:
      break;
  }
}

absl::Status ApplyToMeeting(const RecordedEvent& event, const std::string& name, ViewWriter& view) {
  const std::string key = ResourceKey(name);
  ASSIGN_OR_RETURN(v1::Meeting* const row,
                   view.EditMessage<v1::Meeting>(kMeetingTable, key, runtime::IsFirst(event)));
  v1::Meeting& meeting = *row;
  std::optional<v1::Meeting> before;
  if (!meeting.name().empty()) before = meeting;
  meeting.set_name(name);
  meeting.set_revision(RevisionOf(event));
  ApplyFact(runtime::DecodeEvent<MeetingEvent>(event.type(), event.event()), meeting);
  view.PutMessage(kMeetingTable, key, meeting);
  MoveIndex(kByDateTable, ByDateKey, before, meeting, view);
  return absl::OkStatus();
}

}  // namespace

std::string ResourceKey(const std::string& name) {
  return runtime::OrderedKey().Text(name).bytes();
}

std::string ByNameKey(const v1::Organisation& organisation) {
  const std::string as_it_sorts = SwedishSortKey(organisation.display_name());
  return runtime::OrderedKey().Text(as_it_sorts).Text(organisation.name()).bytes();
}

std::string ByOrganisationKey(const v1::Person& person) {
  return runtime::OrderedKey().Text(person.organisation()).Text(person.name()).bytes();
}

std::string ByDateKey(const v1::Meeting& meeting) {
  const auto& day = meeting.period().start_date();
  return runtime::OrderedKey().Text(FormatDate(day)).Text(meeting.name()).bytes();
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

}  // namespace samverk::partnership

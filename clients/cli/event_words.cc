#include "clients/cli/event_words.h"

#include <functional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/civil_date.h"
#include "clients/cli/action_plan_words.h"
#include "clients/cli/discussion_words.h"
#include "clients/cli/exchange_words.h"
#include "clients/cli/follow_up_event_words.h"
#include "clients/cli/initiative_words.h"
#include "clients/cli/national_issue_words.h"
#include "clients/cli/plan_event_words.h"
#include "clients/cli/service_point_event_words.h"
#include "clients/cli/swedish.h"
#include "google/protobuf/repeated_field.h"
#include "samverk/v1/attachment_events.pb.h"
#include "samverk/v1/meeting_events.pb.h"
#include "samverk/v1/partnership_events.pb.h"
#include "samverk/v1/workshop_events.pb.h"

namespace samverk {
namespace {

using Attendances = google::protobuf::RepeatedPtrField<v1::Attendance>;

std::string List(const google::protobuf::RepeatedPtrField<std::string>& organisations,
                 const OrganisationNames& names) {
  std::vector<std::string> listed;
  for (const std::string& organisation : organisations) listed.push_back(names.Of(organisation));
  return absl::StrJoin(listed, ", ");
}

std::string Came(const v1::DatePeriod& period, const Attendances& attendance) {
  int64_t participants = 0;
  for (const v1::Attendance& one : attendance) participants += one.participants();
  return absl::StrCat("genomförd ", FormatPeriod(period), " med ",
                      Count(participants, "deltagare", "deltagare"), " från ",
                      Count(attendance.size(), "aktör", "aktörer"));
}

std::string Whole(const v1::Attendance& attendance, const OrganisationNames& names) {
  return absl::StrCat(attendance.participants(), " från ", names.Of(attendance.organisation()));
}

// The first and the last day of what has such, each if it is known.
std::string DaysInWords(const auto& event) {
  std::string words;
  if constexpr (requires { event.start_date(); }) {
    if (event.has_start_date()) absl::StrAppend(&words, " från ", FormatDate(event.start_date()));
  }
  if (event.has_end_date()) {
    absl::StrAppend(&words, " till ", FormatDate(ToDate(ToCivilDay(event.end_date()) - 1)));
  }
  return words;
}

// ---- The partnership, its organisations and people

std::string InWords(const v1::PartnershipCreated& event, const OrganisationNames&) {
  return absl::StrCat("servicepartnerskapet skapat: ", event.display_name());
}

std::string InWords(const v1::ClockConfirmed&, const OrganisationNames&) {
  return "serverns klocka bekräftad";
}

std::string InWords(const v1::OrganisationAdmitted& event, const OrganisationNames&) {
  return absl::StrCat("inträdd som ", InSwedish(event.kind()), " ", FormatDate(event.joined_on()),
                      ": ", event.display_name());
}

std::string InWords(const v1::OrganisationRenamed& event, const OrganisationNames&) {
  return absl::StrCat("namnet rättat: ", event.display_name());
}

std::string InWords(const v1::OrganisationJoinDateCorrected& event, const OrganisationNames&) {
  return absl::StrCat("inträdesdagen rättad: ", FormatDate(event.joined_on()));
}

std::string InWords(const v1::OrganisationLeft& event, const OrganisationNames&) {
  return absl::StrCat("inte längre medlem från ", FormatDate(event.left_on()));
}

std::string InWords(const v1::PersonRegistered& event, const OrganisationNames& names) {
  return absl::StrCat("person registrerad: ", InSwedish(event.role()), ", ",
                      names.Of(event.organisation()));
}

// What is personal is sealed: the event says that something was corrected, not what.
std::string Corrected(absl::string_view what, bool removed) {
  return absl::StrCat(what, removed ? " borttaget" : " rättat");
}

std::string InWords(const v1::PersonRenamed& event, const OrganisationNames&) {
  return Corrected("namnet", event.removed());
}

std::string InWords(const v1::PersonEmailCorrected& event, const OrganisationNames&) {
  return event.removed() ? "e-postadressen borttagen" : "e-postadressen rättad";
}

std::string InWords(const v1::PersonPhoneCorrected& event, const OrganisationNames&) {
  return Corrected("telefonnumret", event.removed());
}

std::string InWords(const v1::PersonRoleAssigned& event, const OrganisationNames& names) {
  return absl::StrCat("ny roll: ", InSwedish(event.role()), ", ", names.Of(event.organisation()),
                      DaysInWords(event));
}

std::string InWords(const v1::PersonRoleEnded& event, const OrganisationNames&) {
  return absl::StrCat("roll ", event.entry(), " gällde", DaysInWords(event));
}

std::string InWords(const v1::PersonRolePeriodCorrected& event, const OrganisationNames&) {
  return absl::StrCat("dagarna för roll ", event.entry(), " rättade", DaysInWords(event));
}

std::string InWords(const v1::PersonRoleRemoved& event, const OrganisationNames&) {
  return absl::StrCat("roll ", event.entry(), " borttagen");
}

std::string InWords(const v1::PersonWithdrawn&, const OrganisationNames&) { return "återkallad"; }

// ---- Meetings

std::string InWords(const v1::MeetingCalled& event, const OrganisationNames& names) {
  std::string words =
      absl::StrCat("kallad till ", FormatPeriod(event.period()), ": ", event.title());
  if (!event.invited().empty()) {
    absl::StrAppend(&words, "; kallade: ", List(event.invited(), names));
  }
  return words;
}

std::string InWords(const v1::MeetingOrganisationsCalled& event, const OrganisationNames& names) {
  return absl::StrCat("kallade: ", List(event.organisations(), names));
}

std::string InWords(const v1::MeetingAgendaSet& event, const OrganisationNames&) {
  return absl::StrCat("dagordningen satt: ", Count(event.items_size(), "punkt", "punkter"));
}

std::string InWords(const v1::MeetingHeld& event, const OrganisationNames&) {
  return Came(event.period(), event.attendance());
}

// `justerat 2019-10-04 av Storuman kommun`.
std::string Approved(const v1::MinutesApproval& approval, const OrganisationNames& names) {
  return absl::StrCat("justerat ", FormatDate(approval.approved_on()), " av ",
                      List(approval.approved_by(), names));
}

std::string InWords(const v1::MeetingMinutesRecorded& event, const OrganisationNames&) {
  return absl::StrCat("protokoll registrerat: ", event.sections_size(), " avsnitt");
}

std::string InWords(const v1::MeetingMinutesApproved& event, const OrganisationNames& names) {
  return absl::StrCat("protokollet ", Approved(event.approval(), names));
}

// A decision, or what one was corrected to.
std::string Decided(const auto& decision, const OrganisationNames& names) {
  std::string words =
      absl::StrCat(decision.text(), " (ansvarig: ", names.Of(decision.responsible()));
  if (decision.has_deadline()) {
    absl::StrAppend(&words, ", senast ", FormatDate(decision.deadline()));
  }
  return absl::StrCat(words, ")");
}

std::string Done(const v1::MeetingDecisionCompletion& completion) {
  std::string words =
      absl::StrCat("beslut ", completion.entry(), " klart ", FormatDate(completion.done_on()));
  if (!completion.result().empty()) absl::StrAppend(&words, ": ", completion.result());
  return words;
}

std::string InWords(const v1::MeetingDecisionRecorded& event, const OrganisationNames& names) {
  return absl::StrCat("beslut: ", Decided(event, names));
}

std::string InWords(const v1::MeetingDecisionCompleted& event, const OrganisationNames&) {
  return Done(event.completion());
}

std::string InWords(const v1::MeetingCancelled&, const OrganisationNames&) { return "inställd"; }

std::string InWords(const v1::MeetingCorrected& event, const OrganisationNames& names) {
  const v1::MeetingEdit& edit = event.edit();
  switch (edit.edit_case()) {
    case v1::MeetingEdit::kTitle:
      return absl::StrCat("rubriken rättad: ", edit.title());
    case v1::MeetingEdit::kPeriod:
      return absl::StrCat("tiden rättad: ", FormatPeriod(edit.period()));
    case v1::MeetingEdit::kForm:
      return absl::StrCat("formen rättad: ", InSwedish(edit.form()));
    case v1::MeetingEdit::kVenue:
      return absl::StrCat("platsen rättad: ", edit.venue());
    case v1::MeetingEdit::kTopic:
      return absl::StrCat("ämnet rättat: ", edit.topic());
    case v1::MeetingEdit::kAttendance:
      return absl::StrCat("närvaron rättad: ", Whole(edit.attendance(), names));
    case v1::MeetingEdit::kRemoveAttendance:
      return absl::StrCat("närvaron rättad: ingen från ", names.Of(edit.remove_attendance()));
    case v1::MeetingEdit::kRemoveInvited:
      return absl::StrCat("kallelsen borttagen: ", names.Of(edit.remove_invited()));
    case v1::MeetingEdit::kMinutes:
      return absl::StrCat("protokollet rättat: ", edit.minutes().sections_size(), " avsnitt");
    case v1::MeetingEdit::kMinutesApproval:
      return absl::StrCat("justeringen rättad: ", Approved(edit.minutes_approval(), names));
    case v1::MeetingEdit::kRemoveMinutesApproval:
      return "justeringen borttagen: protokollet är inte justerat";
    case v1::MeetingEdit::kDecision:
      return absl::StrCat("beslut ", edit.decision().entry(),
                          " rättat: ", Decided(edit.decision(), names));
    case v1::MeetingEdit::kDecisionCompletion:
      return absl::StrCat("rättat: ", Done(edit.decision_completion()));
    case v1::MeetingEdit::kReopenDecision:
      return absl::StrCat("beslut ", edit.reopen_decision(), " är inte klart");
    case v1::MeetingEdit::kRemoveDecision:
      return absl::StrCat("beslut ", edit.remove_decision(), " borttaget");
    case v1::MeetingEdit::EDIT_NOT_SET:
      break;
  }
  return "rättad";
}

std::string InWords(const v1::MeetingWithdrawn&, const OrganisationNames&) { return "återkallad"; }

// ---- Workshops

std::string InWords(const v1::WorkshopPlanned& event, const OrganisationNames&) {
  return absl::StrCat("planerad till ", FormatPeriod(event.period()), ": ", event.title());
}

std::string InWords(const v1::OrganisationsInvited& event, const OrganisationNames& names) {
  return absl::StrCat("inbjudna: ", List(event.organisations(), names));
}

std::string InWords(const v1::WorkshopProgrammeSet& event, const OrganisationNames&) {
  return absl::StrCat("programmet satt: ", Count(event.items_size(), "punkt", "punkter"));
}

std::string InWords(const v1::WorkshopRegistrationMade& event, const OrganisationNames& names) {
  return absl::StrCat("anmälda: ", Whole(event.registration(), names));
}

std::string InWords(const v1::WorkshopRegistrationWithdrawn& event,
                    const OrganisationNames& names) {
  return absl::StrCat("anmälan återtagen: ", names.Of(event.organisation()));
}

std::string InWords(const v1::WorkshopHeld& event, const OrganisationNames&) {
  return Came(event.period(), event.attendance());
}

std::string Presented(absl::string_view title, absl::string_view source) {
  return source.empty() ? std::string(title) : absl::StrCat(title, " (", source, ")");
}

std::string InWords(const v1::KnowledgePresented& event, const OrganisationNames&) {
  return absl::StrCat("kunskap presenterad: ", Presented(event.title(), event.source()));
}

std::string InWords(const v1::WorkshopNoteRecorded& event, const OrganisationNames&) {
  return absl::StrCat("anteckning: ", event.text());
}

std::string InWords(const v1::WorkshopOutcomeRecorded& event, const OrganisationNames&) {
  return absl::StrCat("resultat: ", event.text());
}

std::string InWords(const v1::WorkshopCancelled&, const OrganisationNames&) { return "inställd"; }

std::string InWords(const v1::WorkshopCorrected& event, const OrganisationNames& names) {
  const v1::WorkshopEdit& edit = event.edit();
  switch (edit.edit_case()) {
    case v1::WorkshopEdit::kTitle:
      return absl::StrCat("rubriken rättad: ", edit.title());
    case v1::WorkshopEdit::kDescription:
      return absl::StrCat("beskrivningen rättad: ", edit.description());
    case v1::WorkshopEdit::kPeriod:
      return absl::StrCat("tiden rättad: ", FormatPeriod(edit.period()));
    case v1::WorkshopEdit::kForm:
      return absl::StrCat("formen rättad: ", InSwedish(edit.form()));
    case v1::WorkshopEdit::kVenue:
      return absl::StrCat("platsen rättad: ", edit.venue());
    case v1::WorkshopEdit::kCapacity:
      return absl::StrCat("antalet platser rättat: ", edit.capacity());
    case v1::WorkshopEdit::kResponsible:
      return "ansvarig person rättad";
    case v1::WorkshopEdit::kAttendance:
      return absl::StrCat("närvaron rättad: ", Whole(edit.attendance(), names));
    case v1::WorkshopEdit::kNote:
      return absl::StrCat("anteckning ", edit.note().entry(), " rättad: ", edit.note().text());
    case v1::WorkshopEdit::kKnowledge:
      return absl::StrCat("kunskap ", edit.knowledge().entry(), " rättad: ",
                          Presented(edit.knowledge().title(), edit.knowledge().source()));
    case v1::WorkshopEdit::kOutcome:
      return absl::StrCat("resultat ", edit.outcome().entry(), " rättat: ", edit.outcome().text());
    case v1::WorkshopEdit::kRemoveEntry:
      return absl::StrCat("post ", edit.remove_entry(), " borttagen");
    case v1::WorkshopEdit::EDIT_NOT_SET:
      break;
  }
  return "rättad";
}

std::string InWords(const v1::WorkshopWithdrawn&, const OrganisationNames&) { return "återkallad"; }

// ---- Attachments

std::string InWords(const v1::FileAttached& event, const OrganisationNames&) {
  std::string words =
      absl::StrCat("bifogad till ", WithoutParent(event.subject()), ": ", event.file().file_name(),
                   " (", FormatSize(event.file().size_bytes()), ")");
  if (!event.description().empty()) absl::StrAppend(&words, ": ", event.description());
  return words;
}

std::string InWords(const v1::FileDetached&, const OrganisationNames&) { return "borttagen"; }

// ---- The table of facts

// Puts the bytes of a fact into words; empty if they are not of this type.
using Describe = std::function<std::string(const std::string&, const OrganisationNames&)>;
using Descriptions = absl::flat_hash_map<std::string, Describe>;

template <typename Event>
void Add(Descriptions& descriptions) {
  descriptions[Event::descriptor()->full_name()] = [](const std::string& bytes,
                                                      const OrganisationNames& names) {
    Event event;
    return event.ParseFromString(bytes) ? InWords(event, names) : std::string();
  };
}

template <typename... Events>
Descriptions AllOf() {
  Descriptions descriptions;
  (Add<Events>(descriptions), ...);
  return descriptions;
}

const Descriptions& AllDescriptions() {
  static const auto& descriptions = *new Descriptions(
      AllOf<v1::PartnershipCreated, v1::ClockConfirmed, v1::OrganisationAdmitted,
            v1::OrganisationRenamed, v1::OrganisationJoinDateCorrected, v1::OrganisationLeft,
            v1::PersonRegistered, v1::PersonRenamed, v1::PersonEmailCorrected,
            v1::PersonPhoneCorrected, v1::PersonRoleAssigned, v1::PersonRoleEnded,
            v1::PersonRolePeriodCorrected, v1::PersonRoleRemoved, v1::PersonWithdrawn,
            v1::MeetingCalled, v1::MeetingHeld, v1::MeetingCancelled, v1::MeetingCorrected,
            v1::MeetingWithdrawn, v1::MeetingOrganisationsCalled, v1::MeetingAgendaSet,
            v1::MeetingMinutesRecorded, v1::MeetingMinutesApproved, v1::MeetingDecisionRecorded,
            v1::MeetingDecisionCompleted, v1::WorkshopPlanned, v1::OrganisationsInvited,
            v1::WorkshopProgrammeSet, v1::WorkshopRegistrationMade,
            v1::WorkshopRegistrationWithdrawn, v1::WorkshopHeld, v1::KnowledgePresented,
            v1::WorkshopNoteRecorded, v1::WorkshopOutcomeRecorded, v1::WorkshopCancelled,
            v1::WorkshopCorrected, v1::WorkshopWithdrawn, v1::PlanCreated, v1::PlanEdited,
            v1::PlanConflictRaised, v1::PlanConflictExtended, v1::PlanConflictResolved,
            v1::PlanConflictObsoleted, v1::PlanConsultationOpened, v1::PlanStatementReceived,
            v1::PlanProposed, v1::PlanProposalRecalled, v1::PlanAdopted, v1::PlanExtended,
            v1::PlanCorrected, v1::PlanReplaced, v1::PlanRepealed, v1::PlanWithdrawn,
            v1::PlanInForceSet, v1::FileAttached, v1::FileDetached, v1::ExperienceShared,
            v1::QuestionAsked, v1::ExchangeAnswerGiven, v1::ExchangeAnswerCorrected,
            v1::ExchangeAnswerRemoved, v1::AnswerAccepted, v1::QuestionClosed, v1::QuestionReopened,
            v1::ExchangeAdopted, v1::AdoptionResultRecorded, v1::AdoptionWithdrawn,
            v1::ExchangeCorrected, v1::ExchangeWithdrawn, v1::DiscussionStarted,
            v1::DiscussionPosted, v1::DiscussionPostCorrected, v1::DiscussionPostRemoved,
            v1::DiscussionClosed, v1::DiscussionReopened, v1::DiscussionCorrected,
            v1::DiscussionWithdrawn, v1::ActionPlanCreated, v1::ActionPlanEdited,
            v1::ActionPlanCorrected, v1::ActionPlanAdopted, v1::MeasureProgressReported,
            v1::MeasureDeadlineMoved, v1::ActionPlanClosed, v1::ActionPlanReopened,
            v1::ActionPlanWithdrawn, v1::ActionPlanYearClaimed, v1::ActionPlanYearReleased,
            v1::InitiativeRegistered, v1::InitiativeEdited, v1::InitiativeResultReported,
            v1::InitiativeEnded, v1::InitiativeReopened, v1::InitiativeWithdrawn,
            v1::PlaceRegistered, v1::PlaceClassified, v1::PlacePopulationRecorded,
            v1::PlaceDistanceRecorded, v1::PlaceCorrected, v1::PlaceWithdrawn,
            v1::ServicePointRegistered, v1::ServicePointOpened, v1::ServicePointClosed,
            v1::ServicePointReopened, v1::ServicePointThreatened, v1::ServicePointSecured,
            v1::ServiceOffered, v1::ServiceOfferEnded, v1::ServicePointHoursSet,
            v1::ServiceObservationRecorded, v1::ServicePointCorrected, v1::ServicePointWithdrawn,
            v1::FollowUpOpened, v1::IndicatorObserved, v1::ElementAssessed, v1::FollowUpEdited,
            v1::FollowUpSubmitted, v1::FollowUpApproved, v1::FollowUpReturned,
            v1::FollowUpWithdrawn, v1::FollowUpStandingSet, v1::FollowUpStandingRemoved,
            v1::FollowUpsCompiled, v1::FollowUpCompilationWithdrawn, v1::NationalIssueRaised,
            v1::NationalIssueBacked, v1::BackingTakenBack, v1::NationalIssueSubmitted,
            v1::NationalIssueAnswered, v1::NationalIssueClosed, v1::NationalIssueReopened,
            v1::NationalIssueEdited, v1::NationalIssueWithdrawn>());
  return descriptions;
}

}  // namespace

std::string EventInWords(const v1::RecordedEvent& event, const OrganisationNames& names) {
  const auto found = AllDescriptions().find(event.type());
  if (found == AllDescriptions().end()) return event.type();
  std::string words = found->second(event.event().value(), names);
  return words.empty() ? event.type() : words;
}

std::string ActorInWords(const v1::RecordedEvent& event, const OrganisationNames& names) {
  const v1::Actor& actor = event.metadata().actor();
  std::string words = InSwedish(actor.role());
  if (!actor.organisation().empty()) {
    absl::StrAppend(&words, ", ", names.Of(actor.organisation()));
  }
  if (const std::string& other = event.metadata().provenance().on_behalf_of(); !other.empty()) {
    absl::StrAppend(&words, ", för ", names.Of(other));
  }
  return words;
}

}  // namespace samverk

#include "services/access/access.h"

#include <array>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"

namespace samverk::access {
namespace {

// One line of the table: an action, and how far each role goes with it.
struct Line {
  const char* request;  // The name of the request in samverk.v1, without `Request`.
  Reach administrator;
  Reach process_leader;
  Reach officer;
  Reach local_actor;
  Reach auditor;
  Reach agency_contact;
};

constexpr Reach kNo = Reach::kNone;
constexpr Reach kOwn = Reach::kOwn;
constexpr Reach kSent = Reach::kAddressed;
constexpr Reach kAll = Reach::kAll;

// clang-format off
constexpr Line kTable[] = {
    //                           admin  leader  officer  local  auditor  agency
    // Running the service.
    {"CreatePartnership",        kAll,  kNo,    kNo,     kNo,   kNo,     kNo},
    {"ConfirmClock",             kAll,  kNo,    kNo,     kNo,   kNo,     kNo},
    {"ListPartnerships",         kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    // Members and people.
    {"AdmitOrganisation",        kAll,  kAll,   kNo,     kNo,   kNo,     kNo},
    {"EditOrganisation",         kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"EndMembership",            kAll,  kAll,   kNo,     kNo,   kNo,     kNo},
    {"RegisterPerson",           kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"EditPerson",               kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"AssignRole",               kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"EndRole",                  kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"WithdrawPerson",           kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"GetOrganisation",          kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListOrganisations",        kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"GetPerson",                kAll,  kAll,   kAll,    kNo,   kAll,    kNo},
    {"ListPeople",               kAll,  kAll,   kAll,    kNo,   kAll,    kNo},
    {"SeePersonDetails",         kAll,  kAll,   kAll,    kNo,   kNo,     kNo},  // No request.
    // Meetings.
    {"CallMeeting",              kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"InviteToMeeting",          kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"SetMeetingAgenda",         kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"HoldMeeting",              kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"RecordMeetingMinutes",     kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"ApproveMeetingMinutes",    kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"RecordMeetingDecision",    kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"CompleteMeetingDecision",  kAll,  kAll,   kAll,    kNo,   kNo,     kNo},
    {"CancelMeeting",            kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"EditMeeting",              kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"WithdrawMeeting",          kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"GetMeeting",               kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListMeetings",             kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"GetMeetingYears",          kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListMeetingDecisions",     kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    // Workshops.
    {"PlanWorkshop",             kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"InviteOrganisations",      kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"SetWorkshopProgramme",     kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"RegisterForWorkshop",      kAll,  kAll,   kAll,    kNo,   kNo,     kNo},
    {"WithdrawRegistration",     kAll,  kAll,   kAll,    kNo,   kNo,     kNo},
    {"HoldWorkshop",             kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"PresentKnowledge",         kAll,  kAll,   kAll,    kNo,   kNo,     kNo},
    {"RecordWorkshopNote",       kAll,  kAll,   kAll,    kAll,  kNo,     kNo},
    {"RecordWorkshopOutcome",    kAll,  kAll,   kAll,    kNo,   kNo,     kNo},
    {"CancelWorkshop",           kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"EditWorkshop",             kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"WithdrawWorkshop",         kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"GetWorkshop",              kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListWorkshops",            kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListWorkshopNotes",        kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    // Plans. A municipality writes its own; others say what they think.
    {"CreatePlan",               kAll,  kOwn,   kOwn,    kOwn,  kNo,     kNo},
    {"EditPlan",                 kAll,  kOwn,   kOwn,    kOwn,  kNo,     kNo},
    {"ResolvePlanConflict",      kAll,  kOwn,   kOwn,    kOwn,  kNo,     kNo},
    {"OpenPlanConsultation",     kAll,  kOwn,   kOwn,    kOwn,  kNo,     kNo},
    {"ReceivePlanStatement",     kAll,  kAll,   kAll,    kAll,  kNo,     kNo},
    {"ProposePlan",              kAll,  kOwn,   kOwn,    kOwn,  kNo,     kNo},
    {"RecallPlanProposal",       kAll,  kOwn,   kOwn,    kOwn,  kNo,     kNo},
    {"AdoptPlan",                kAll,  kOwn,   kOwn,    kOwn,  kNo,     kNo},
    {"ExtendPlan",               kAll,  kOwn,   kOwn,    kOwn,  kNo,     kNo},
    {"CorrectPlan",              kAll,  kOwn,   kOwn,    kOwn,  kNo,     kNo},
    {"RepealPlan",               kAll,  kOwn,   kOwn,    kOwn,  kNo,     kNo},
    {"WithdrawPlan",             kAll,  kOwn,   kOwn,    kOwn,  kNo,     kNo},
    {"GetPlan",                  kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListPlans",                kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"GetPlanRevision",          kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListPlanRevisions",        kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ComparePlan",              kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListPlanStatements",       kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"GetPlanConflict",          kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListPlanConflicts",        kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    // Exchanges. Whoever answers or adopts speaks for their own organisation: the rules see to it.
    {"ShareExperience",          kAll,  kAll,   kOwn,    kOwn,  kNo,     kNo},
    {"AskQuestion",              kAll,  kAll,   kOwn,    kOwn,  kNo,     kNo},
    {"AnswerExchange",           kAll,  kAll,   kAll,    kAll,  kNo,     kNo},
    {"CorrectExchangeAnswer",    kAll,  kAll,   kAll,    kAll,  kNo,     kNo},
    {"RemoveExchangeAnswer",     kAll,  kAll,   kAll,    kAll,  kNo,     kNo},
    {"AcceptAnswer",             kAll,  kAll,   kOwn,    kOwn,  kNo,     kNo},
    {"CloseQuestion",            kAll,  kAll,   kOwn,    kOwn,  kNo,     kNo},
    {"ReopenQuestion",           kAll,  kAll,   kOwn,    kOwn,  kNo,     kNo},
    {"AdoptExchange",            kAll,  kAll,   kAll,    kNo,   kNo,     kNo},
    {"RecordAdoptionResult",     kAll,  kAll,   kAll,    kNo,   kNo,     kNo},
    {"WithdrawAdoption",         kAll,  kAll,   kAll,    kNo,   kNo,     kNo},
    {"EditExchange",             kAll,  kAll,   kOwn,    kOwn,  kNo,     kNo},
    {"WithdrawExchange",         kAll,  kAll,   kOwn,    kOwn,  kNo,     kNo},
    {"GetExchange",              kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListExchanges",            kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListExchangeAnswers",      kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    // Discussions. Whoever posts speaks for their own organisation: the rules see to it.
    {"StartDiscussion",          kAll,  kAll,   kOwn,    kOwn,  kNo,     kNo},
    {"PostToDiscussion",         kAll,  kAll,   kAll,    kAll,  kNo,     kNo},
    {"CorrectDiscussionPost",    kAll,  kAll,   kAll,    kAll,  kNo,     kNo},
    {"RemoveDiscussionPost",     kAll,  kAll,   kAll,    kAll,  kNo,     kNo},
    {"CloseDiscussion",          kAll,  kAll,   kOwn,    kOwn,  kNo,     kNo},
    {"ReopenDiscussion",         kAll,  kAll,   kOwn,    kOwn,  kNo,     kNo},
    {"EditDiscussion",           kAll,  kAll,   kOwn,    kOwn,  kNo,     kNo},
    {"WithdrawDiscussion",       kAll,  kAll,   kOwn,    kOwn,  kNo,     kNo},
    {"GetDiscussion",            kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListDiscussions",          kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListDiscussionPosts",      kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    // Action plans. Whoever is responsible for a measure reports it, whoever's plan it is in.
    {"CreateActionPlan",         kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"EditActionPlan",           kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"AdoptActionPlan",          kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"ReportMeasureProgress",    kAll,  kAll,   kAll,    kNo,   kNo,     kNo},
    {"MoveMeasureDeadline",      kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"CloseActionPlan",          kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"ReopenActionPlan",         kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"WithdrawActionPlan",       kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"GetActionPlan",            kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListActionPlans",          kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListActionPlanMeasures",   kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    // Initiatives. Partners report what they reached, too.
    {"RegisterInitiative",       kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"EditInitiative",           kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"ReportInitiativeResult",   kAll,  kAll,   kAll,    kNo,   kNo,     kNo},
    {"EndInitiative",            kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"ReopenInitiative",         kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"WithdrawInitiative",       kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"GetInitiative",            kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListInitiatives",          kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListInitiativeResults",    kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    // Places and service points. A municipality maps its own; what is observed is told by all.
    {"RegisterPlace",            kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"ClassifyPlace",            kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"RecordPlacePopulation",    kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"RecordPlaceDistance",      kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"EditPlace",                kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"WithdrawPlace",            kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"GetPlace",                 kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListPlaces",               kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"RegisterServicePoint",     kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"OfferService",             kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"EndServiceOffer",          kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"SetServicePointHours",     kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"CloseServicePoint",        kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"ReopenServicePoint",       kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"ThreatenServicePoint",     kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"SecureServicePoint",       kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"RecordServiceObservation", kAll,  kAll,   kOwn,    kAll,  kNo,     kNo},
    {"EditServicePoint",         kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"WithdrawServicePoint",     kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"GetServicePoint",          kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListServicePoints",        kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListServiceObservations",  kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    // Follow-ups. A municipality writes its own; the Region judges and compiles.
    {"OpenFollowUp",             kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"ObserveIndicator",         kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"AssessElement",            kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"EditFollowUp",             kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"SubmitFollowUp",           kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"ApproveFollowUp",          kAll,  kAll,   kNo,     kNo,   kNo,     kNo},
    {"ReturnFollowUp",           kAll,  kAll,   kNo,     kNo,   kNo,     kNo},
    {"WithdrawFollowUp",         kAll,  kOwn,   kOwn,    kNo,   kNo,     kNo},
    {"CompileFollowUps",         kAll,  kAll,   kNo,     kNo,   kNo,     kNo},
    {"WithdrawFollowUpCompilation", kAll, kAll, kNo,     kNo,   kNo,     kNo},
    {"GetFollowUp",              kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListFollowUps",            kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListIndicatorValues",      kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListElementAssessments",   kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"GetFollowUpCompilation",   kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListFollowUpCompilations", kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    // National issues. An agency sees and answers what was submitted to it.
    {"RaiseNationalIssue",       kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"BackNationalIssue",        kAll,  kAll,   kAll,    kAll,  kNo,     kNo},
    {"TakeBackBacking",          kAll,  kAll,   kAll,    kAll,  kNo,     kNo},
    {"SubmitNationalIssue",      kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"AnswerNationalIssue",      kAll,  kAll,   kOwn,    kNo,   kNo,     kSent},
    {"CloseNationalIssue",       kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"ReopenNationalIssue",      kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"EditNationalIssue",        kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"WithdrawNationalIssue",    kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"GetNationalIssue",         kAll,  kAll,   kAll,    kAll,  kAll,    kSent},
    {"ListNationalIssues",       kAll,  kAll,   kAll,    kAll,  kAll,    kSent},
    // Attachments.
    {"StartUpload",              kAll,  kAll,   kAll,    kNo,   kNo,     kNo},
    {"UploadChunks",             kAll,  kAll,   kAll,    kNo,   kNo,     kNo},
    {"GetUpload",                kAll,  kAll,   kAll,    kNo,   kNo,     kNo},
    {"FinishUpload",             kAll,  kAll,   kAll,    kNo,   kNo,     kNo},
    {"AttachFile",               kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"DetachFile",               kAll,  kAll,   kOwn,    kNo,   kNo,     kNo},
    {"GetAttachment",            kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListAttachments",          kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"DownloadAttachment",       kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    // Across slices.
    {"Search",                   kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"ListLinks",                kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    {"GetOverview",              kAll,  kAll,   kAll,    kAll,  kAll,    kNo},
    // The record itself.
    {"GetHistory",               kAll,  kAll,   kAll,    kNo,   kAll,    kNo},
    {"Subscribe",                kAll,  kAll,   kNo,     kNo,   kAll,    kNo},
};
// clang-format on

const absl::flat_hash_map<std::string, Line>& Lines() {
  static const auto& lines = *[] {
    auto* map = new absl::flat_hash_map<std::string, Line>;
    for (const Line& line : kTable) {
      map->emplace(absl::StrCat("samverk.v1.", line.request, "Request"), line);
    }
    return map;
  }();
  return lines;
}

}  // namespace

Reach ReachOf(v1::Role role, absl::string_view action) {
  const auto line = Lines().find(action);
  if (line == Lines().end()) return Reach::kNone;
  switch (role) {
    case v1::ROLE_ADMINISTRATOR:
      return line->second.administrator;
    case v1::ROLE_PROCESS_LEADER:
      return line->second.process_leader;
    case v1::ROLE_OFFICER:
      return line->second.officer;
    case v1::ROLE_LOCAL_ACTOR:
      return line->second.local_actor;
    case v1::ROLE_AUDITOR:
      return line->second.auditor;
    case v1::ROLE_AGENCY_CONTACT:
      return line->second.agency_contact;
    default:
      return Reach::kNone;
  }
}

absl::Status Authorise(const v1::Actor& actor, absl::string_view action, absl::string_view owner) {
  switch (ReachOf(actor.role(), action)) {
    case Reach::kAll:
      return absl::OkStatus();
    case Reach::kOwn:
      if (!owner.empty() && owner == actor.organisation()) return absl::OkStatus();
      break;
    case Reach::kAddressed:
      if (!actor.organisation().empty()) return absl::OkStatus();
      break;
    case Reach::kNone:
      break;
  }
  return Refusal(kAccessDenied);
}

bool IsKnownAction(absl::string_view action) { return Lines().contains(action); }

}  // namespace samverk::access

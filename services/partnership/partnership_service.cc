#include "services/partnership/partnership_service.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "samverk/storage/v1/person_row.pb.h"
#include "samverk/v1/admin.pb.h"
#include "samverk/v1/meeting.pb.h"
#include "samverk/v1/partnership.pb.h"
#include "services/access/access.h"
#include "services/partnership/meeting_fold.h"
#include "services/partnership/meeting_rules.h"
#include "services/partnership/organisation_rules.h"
#include "services/partnership/partnership_reader.h"
#include "services/partnership/partnership_rules.h"
#include "services/partnership/partnership_view.h"
#include "services/partnership/person_details.h"
#include "services/partnership/person_rules.h"
#include "services/rpc/commands.h"
#include "services/rpc/queries.h"
#include "services/runtime/personal.h"
#include "services/runtime/resource_name.h"

namespace samverk::partnership {
namespace {

// The row of `name`; `not_found` with {name} if there is none.
template <typename Row>
absl::StatusOr<Row> Find(const runtime::ViewReader& view, char table, const std::string& name,
                         const Reason& not_found) {
  ASSIGN_OR_RETURN(std::optional<Row> row, view.GetMessage<Row>(table, ResourceKey(name)));
  if (!row.has_value()) return Refusal(not_found).With("name", name);
  return *std::move(row);
}

absl::StatusOr<v1::Organisation> FindOrganisation(const runtime::ViewReader& view,
                                                  const std::string& name) {
  return Find<v1::Organisation>(view, kOrganisationTable, name, kOrganisationNotFound);
}

// The person, with details for whom they are meant.
absl::StatusOr<v1::Person> FindPerson(const rpc::QueryContext& context, const std::string& name) {
  ASSIGN_OR_RETURN(const auto row,
                   Find<storage::v1::PersonRow>(context.view, kPersonTable, name, kPersonNotFound));
  ASSIGN_OR_RETURN(const auto reader,
                   runtime::PersonalReader::Make(context.partnership.people(),
                                                 context.partnership.log().identity().ledger_id,
                                                 runtime::RelativeName(name)));
  const bool may_see =
      access::Authorise(context.actor, access::kSeePersonDetails, row.person().organisation()).ok();
  return OpenPerson(row, reader, may_see);
}

absl::StatusOr<v1::Meeting> FindMeeting(const runtime::ViewReader& view, const std::string& name) {
  return Find<v1::Meeting>(view, kMeetingTable, name, kMeetingNotFound);
}

absl::Status GetOrganisation(const rpc::QueryContext& context,
                             const v1::GetOrganisationRequest& request,
                             v1::GetOrganisationResponse& response) {
  ASSIGN_OR_RETURN(*response.mutable_organisation(),
                   FindOrganisation(context.view, request.name()));
  return absl::OkStatus();
}

bool Passes(const v1::ListOrganisationsRequest& filter, const v1::Organisation& organisation) {
  if (organisation.has_left_on() && !filter.show_left()) return false;
  return filter.kind() == v1::ORGANISATION_KIND_UNSPECIFIED || filter.kind() == organisation.kind();
}

absl::Status ListOrganisations(const rpc::QueryContext& context,
                               const v1::ListOrganisationsRequest& request,
                               v1::ListOrganisationsResponse& response) {
  return rpc::ReadPage(context, request, response, kByNameTable, "",
                       [&](absl::string_view row) -> absl::StatusOr<size_t> {
                         ASSIGN_OR_RETURN(const v1::Organisation organisation,
                                          FindOrganisation(context.view, std::string(row)));
                         if (!Passes(request, organisation)) return 0;
                         *response.add_organisations() = organisation;
                         return organisation.ByteSizeLong();
                       });
}

absl::Status GetPerson(const rpc::QueryContext& context, const v1::GetPersonRequest& request,
                       v1::GetPersonResponse& response) {
  ASSIGN_OR_RETURN(*response.mutable_person(), FindPerson(context, request.name()));
  return absl::OkStatus();
}

// Whether the role is one that the filter asks for.
bool Passes(const v1::ListPeopleRequest& filter, const v1::PersonRole& role) {
  if (!filter.organisation().empty() && filter.organisation() != role.organisation()) return false;
  if (!filter.has_valid_on()) return true;
  const absl::CivilDay day = ToCivilDay(filter.valid_on());
  if (role.has_start_date() && day < ToCivilDay(role.start_date())) return false;
  return !role.has_end_date() || day < ToCivilDay(role.end_date());
}

bool Passes(const v1::ListPeopleRequest& filter, const v1::Person& person) {
  if (person.withdrawn() && !filter.show_withdrawn()) return false;
  if (filter.organisation().empty() && !filter.has_valid_on()) return true;
  return std::any_of(person.roles().begin(), person.roles().end(),
                     [&filter](const v1::PersonRole& role) { return Passes(filter, role); });
}

absl::Status ListPeople(const rpc::QueryContext& context, const v1::ListPeopleRequest& request,
                        v1::ListPeopleResponse& response) {
  const bool of_one = !request.organisation().empty();
  const std::string of_organisation = of_one ? ResourceKey(request.organisation()) : "";
  return rpc::ReadPage(context, request, response, of_one ? kByOrganisationTable : kByOwnerTable,
                       of_organisation, [&](absl::string_view row) -> absl::StatusOr<size_t> {
                         ASSIGN_OR_RETURN(const v1::Person person,
                                          FindPerson(context, std::string(row)));
                         if (!Passes(request, person)) return 0;
                         *response.add_people() = person;
                         return person.ByteSizeLong();
                       });
}

absl::Status GetMeeting(const rpc::QueryContext& context, const v1::GetMeetingRequest& request,
                        v1::GetMeetingResponse& response) {
  ASSIGN_OR_RETURN(*response.mutable_meeting(), FindMeeting(context.view, request.name()));
  return absl::OkStatus();
}

bool Passes(const v1::ListMeetingsRequest& filter, const v1::Meeting& meeting) {
  if (filter.state() == v1::MEETING_STATE_UNSPECIFIED) {
    if (meeting.state() == v1::MEETING_STATE_WITHDRAWN) return false;
  } else if (meeting.state() != filter.state()) {
    return false;
  }
  if (filter.year() == 0) return true;
  const int first = meeting.period().start_date().year();
  const auto last = (ToCivilDay(meeting.period().end_date()) - 1).year();
  return filter.year() >= first && filter.year() <= last;
}

absl::Status ListMeetings(const rpc::QueryContext& context, const v1::ListMeetingsRequest& request,
                          v1::ListMeetingsResponse& response) {
  const bool all = request.organisation().empty();
  return rpc::ReadPage(
      context, request, response, all ? kByDateTable : kMeetingByOrganisationTable,
      rpc::FirstDaysTouching(request.year(), all ? "" : ResourceKey(request.organisation())),
      [&](absl::string_view row) -> absl::StatusOr<size_t> {
        ASSIGN_OR_RETURN(const v1::Meeting meeting, FindMeeting(context.view, std::string(row)));
        if (!Passes(request, meeting)) return 0;
        *response.add_meetings() = meeting;
        return meeting.ByteSizeLong();
      });
}

absl::Status GetMeetingYears(const rpc::QueryContext& context,
                             const v1::GetMeetingYearsRequest& request,
                             v1::GetMeetingYearsResponse& response) {
  const absl::CivilDay today = ToCivilDay(request.today());
  ASSIGN_OR_RETURN(const MeetingYears years, MeetingYears::Read(context.view, request.parent()));
  int first = years.FirstOr(request.today().year());
  int last = years.LastOr(request.today().year());
  if (request.first_year() > 0) first = std::max(first, request.first_year());
  if (request.last_year() > 0) last = std::min(last, request.last_year());
  for (int number = first; number <= last; ++number) {
    *response.add_years() = years.Judge(number, today);
  }
  return absl::OkStatus();
}

// Where the decisions stand that may pass the filter: those of an organisation, of a year or all,
// and of those the ones that were not done on a day.
rpc::KeyRange DecisionsOf(const v1::ListMeetingDecisionsRequest& filter) {
  const std::string year = filter.year() == 0 ? "" : std::to_string(filter.year());
  rpc::KeyRange keys;
  keys.prefix = ResourceKey(filter.responsible().empty() ? year : filter.responsible());
  if (filter.has_overdue_on()) {
    keys.first = keys.prefix + FormatDate(ToDate(ToCivilDay(filter.overdue_on()) + 1));
  }
  if (filter.state() == v1::MEETING_DECISION_STATE_OPEN) keys.first = keys.prefix + kOpenDecision;
  if (filter.state() == v1::MEETING_DECISION_STATE_DONE) keys.end = keys.prefix + kOpenDecision;
  return keys;
}

// What the place in the index does not say.
bool Passes(const v1::ListMeetingDecisionsRequest& filter, const v1::Meeting& meeting,
            const v1::MeetingDecision& decision) {
  if (filter.year() != 0 && filter.year() != meeting.period().start_date().year()) return false;
  if (!filter.has_overdue_on()) return true;
  return decision.has_deadline() &&
         ToCivilDay(decision.deadline()) < ToCivilDay(filter.overdue_on());
}

absl::Status ListMeetingDecisions(const rpc::QueryContext& context,
                                  const v1::ListMeetingDecisionsRequest& request,
                                  v1::ListMeetingDecisionsResponse& response) {
  return rpc::ReadPage(context, request, response, kDecisionTable, DecisionsOf(request),
                       [&](absl::string_view row) -> absl::StatusOr<size_t> {
                         const auto [name, entry] = ParseDecisionName(row);
                         ASSIGN_OR_RETURN(const v1::Meeting meeting,
                                          FindMeeting(context.view, name));
                         const v1::MeetingDecision* decision = FindDecision(meeting, entry);
                         if (decision == nullptr) return Refusal(runtime::kViewDamaged).Build();
                         if (!Passes(request, meeting, *decision)) return 0;
                         v1::ListedMeetingDecision& listed = *response.add_decisions();
                         listed.set_meeting(meeting.name());
                         listed.set_meeting_title(meeting.title());
                         *listed.mutable_meeting_period() = meeting.period();
                         *listed.mutable_decision() = *decision;
                         return listed.ByteSizeLong();
                       });
}

}  // namespace

void AddPartnership(runtime::Slices& slices) {
  runtime::CommandRegistry& commands = slices.commands;
  commands.AddResource<PartnershipRules>("partnership");
  commands.AddCommand<PartnershipRules, v1::CreatePartnershipRequest>();
  commands.AddCommand<PartnershipRules, v1::ConfirmClockRequest>();
  commands.AddResource<OrganisationRules>("organisations");
  commands.AddCommand<OrganisationRules, v1::AdmitOrganisationRequest>();
  commands.AddCommand<OrganisationRules, v1::EditOrganisationRequest>();
  commands.AddCommand<OrganisationRules, v1::EndMembershipRequest>();
  commands.AddResource<PersonRules>("people");
  commands.AddCommand<PersonRules, v1::RegisterPersonRequest>();
  commands.AddCommand<PersonRules, v1::EditPersonRequest>();
  commands.AddCommand<PersonRules, v1::AssignRoleRequest>();
  commands.AddCommand<PersonRules, v1::EndRoleRequest>();
  commands.AddCommand<PersonRules, v1::WithdrawPersonRequest>();
  commands.AddResource<MeetingRules>("meetings");
  commands.AddCommand<MeetingRules, v1::CallMeetingRequest>();
  commands.AddCommand<MeetingRules, v1::InviteToMeetingRequest>();
  commands.AddCommand<MeetingRules, v1::SetMeetingAgendaRequest>();
  commands.AddCommand<MeetingRules, v1::HoldMeetingRequest>();
  commands.AddCommand<MeetingRules, v1::RecordMeetingMinutesRequest>();
  commands.AddCommand<MeetingRules, v1::ApproveMeetingMinutesRequest>();
  commands.AddCommand<MeetingRules, v1::RecordMeetingDecisionRequest>();
  commands.AddCommand<MeetingRules, v1::CompleteMeetingDecisionRequest>();
  commands.AddCommand<MeetingRules, v1::CancelMeetingRequest>();
  commands.AddCommand<MeetingRules, v1::EditMeetingRequest>();
  commands.AddCommand<MeetingRules, v1::WithdrawMeetingRequest>();
  slices.projections.push_back(std::make_unique<PartnershipProjection>());
}

std::unique_ptr<rpc::BoundService> MakePartnershipService(runtime::Partnerships& partnerships) {
  auto service = std::make_unique<rpc::BoundService>(
      v1::AdmitOrganisationRequest::descriptor()->file()->FindServiceByName("PartnershipService"));
  rpc::BindCommand<v1::AdmitOrganisationResponse>(*service, "AdmitOrganisation", partnerships);
  rpc::BindCommand<v1::EditOrganisationResponse>(*service, "EditOrganisation", partnerships);
  rpc::BindCommand<v1::EndMembershipResponse>(*service, "EndMembership", partnerships);
  rpc::BindCommand<v1::RegisterPersonResponse>(*service, "RegisterPerson", partnerships);
  rpc::BindCommand<v1::EditPersonResponse>(*service, "EditPerson", partnerships);
  rpc::BindCommand<v1::AssignRoleResponse>(*service, "AssignRole", partnerships);
  rpc::BindCommand<v1::EndRoleResponse>(*service, "EndRole", partnerships);
  rpc::BindCommand<v1::WithdrawPersonResponse>(*service, "WithdrawPerson", partnerships);
  rpc::BindQuery<v1::GetOrganisationRequest, v1::GetOrganisationResponse>(
      *service, "GetOrganisation", partnerships, kPartnershipView, GetOrganisation);
  rpc::BindQuery<v1::ListOrganisationsRequest, v1::ListOrganisationsResponse>(
      *service, "ListOrganisations", partnerships, kPartnershipView, ListOrganisations);
  rpc::BindQuery<v1::GetPersonRequest, v1::GetPersonResponse>(*service, "GetPerson", partnerships,
                                                              kPartnershipView, GetPerson);
  rpc::BindQuery<v1::ListPeopleRequest, v1::ListPeopleResponse>(
      *service, "ListPeople", partnerships, kPartnershipView, ListPeople);
  service->CheckBound();
  return service;
}

std::unique_ptr<rpc::BoundService> MakeMeetingService(runtime::Partnerships& partnerships) {
  auto service = std::make_unique<rpc::BoundService>(
      v1::CallMeetingRequest::descriptor()->file()->FindServiceByName("MeetingService"));
  rpc::BindCommand<v1::CallMeetingResponse>(*service, "CallMeeting", partnerships);
  rpc::BindCommand<v1::InviteToMeetingResponse>(*service, "InviteToMeeting", partnerships);
  rpc::BindCommand<v1::SetMeetingAgendaResponse>(*service, "SetMeetingAgenda", partnerships);
  rpc::BindCommand<v1::HoldMeetingResponse>(*service, "HoldMeeting", partnerships);
  rpc::BindCommand<v1::RecordMeetingMinutesResponse>(*service, "RecordMeetingMinutes",
                                                     partnerships);
  rpc::BindCommand<v1::ApproveMeetingMinutesResponse>(*service, "ApproveMeetingMinutes",
                                                      partnerships);
  rpc::BindCommand<v1::RecordMeetingDecisionResponse>(*service, "RecordMeetingDecision",
                                                      partnerships);
  rpc::BindCommand<v1::CompleteMeetingDecisionResponse>(*service, "CompleteMeetingDecision",
                                                        partnerships);
  rpc::BindCommand<v1::CancelMeetingResponse>(*service, "CancelMeeting", partnerships);
  rpc::BindCommand<v1::EditMeetingResponse>(*service, "EditMeeting", partnerships);
  rpc::BindCommand<v1::WithdrawMeetingResponse>(*service, "WithdrawMeeting", partnerships);
  rpc::BindQuery<v1::GetMeetingRequest, v1::GetMeetingResponse>(
      *service, "GetMeeting", partnerships, kPartnershipView, GetMeeting);
  rpc::BindQuery<v1::ListMeetingsRequest, v1::ListMeetingsResponse>(
      *service, "ListMeetings", partnerships, kPartnershipView, ListMeetings);
  rpc::BindQuery<v1::GetMeetingYearsRequest, v1::GetMeetingYearsResponse>(
      *service, "GetMeetingYears", partnerships, kPartnershipView, GetMeetingYears);
  rpc::BindQuery<v1::ListMeetingDecisionsRequest, v1::ListMeetingDecisionsResponse>(
      *service, "ListMeetingDecisions", partnerships, kPartnershipView, ListMeetingDecisions);
  service->CheckBound();
  return service;
}

}  // namespace samverk::partnership

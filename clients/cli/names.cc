#include "clients/cli/names.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "samverk/v1/action_plan.grpc.pb.h"
#include "samverk/v1/attachment.grpc.pb.h"
#include "samverk/v1/discussion.grpc.pb.h"
#include "samverk/v1/exchange.grpc.pb.h"
#include "samverk/v1/follow_up.grpc.pb.h"
#include "samverk/v1/initiative.grpc.pb.h"
#include "samverk/v1/meeting.grpc.pb.h"
#include "samverk/v1/national_issue.grpc.pb.h"
#include "samverk/v1/partnership.grpc.pb.h"
#include "samverk/v1/place.grpc.pb.h"
#include "samverk/v1/plan.grpc.pb.h"
#include "samverk/v1/service_point.grpc.pb.h"
#include "samverk/v1/workshop.grpc.pb.h"

namespace samverk {
namespace {

constexpr size_t kBeginningCharsMin = 4;
constexpr size_t kShortIdChars = 8;
constexpr size_t kCandidatesShown = 5;

std::string NameIn(absl::string_view parent, absl::string_view collection, absl::string_view text) {
  if (text.empty() || absl::StartsWith(text, "partnerships/")) return std::string(text);
  return absl::StrCat(parent, "/", collection, "/", text);
}

template <typename Resources>
std::vector<std::string> NamesOf(const Resources& resources) {
  std::vector<std::string> names;
  names.reserve(resources.size());
  for (const auto& resource : resources) names.push_back(resource.name());
  return names;
}

// The names of all workshops, meetings or plans, `list(state)` of them at a time: the withdrawn
// ones are only listed when they are asked for.
template <typename Request, typename Method, typename State, typename Rows>
absl::StatusOr<std::vector<std::string>> AllNames(CliContext& context, Method method,
                                                  State withdrawn, Rows rows) {
  std::vector<std::string> names;
  for (const State state : {State{}, withdrawn}) {
    Request request;
    request.set_parent(context.Parent());
    if constexpr (requires { request.set_phase(state); }) {
      request.set_phase(state);
    } else {
      request.set_state(state);
    }
    ASSIGN_OR_RETURN(const auto response, context.CallAllPages(method, request));
    for (const auto& row : rows(response)) names.push_back(row.name());
  }
  return names;
}

// The name that `text` is, or that a whole UUID makes: no need to ask the server. The id is written
// with small letters, whatever was typed; some collections have capitals.
std::optional<std::string> WholeName(const CliContext& context, absl::string_view text,
                                     absl::string_view collection) {
  const size_t id = text.rfind('/') + 1;  // 0 where there is none.
  const std::string lower = absl::AsciiStrToLower(text.substr(id));
  if (absl::StartsWith(text, "partnerships/")) return absl::StrCat(text.substr(0, id), lower);
  if (!Uuid::Parse(lower).has_value()) return std::nullopt;
  return NameIn(context.Parent(), collection, lower);
}

absl::Status CheckBeginning(absl::string_view text) {
  if (text.size() >= kBeginningCharsMin) return absl::OkStatus();
  return UsageError(absl::StrCat("\"", text, "\" is too short: give a name, a UUID, or at least ",
                                 kBeginningCharsMin, " characters of its beginning"));
}

// The resource that `text` names: a name, a UUID, or the beginning of the UUID of the only one in
// `all_names()` that begins so.
template <typename AllNames>
absl::StatusOr<std::string> Resolve(CliContext& context, absl::string_view text,
                                    absl::string_view collection, absl::string_view what,
                                    AllNames all_names) {
  if (auto name = WholeName(context, text, collection)) return *std::move(name);
  RETURN_IF_ERROR(CheckBeginning(text));
  ASSIGN_OR_RETURN(const std::vector<std::string> names, all_names());
  return MatchBeginning(names, absl::AsciiStrToLower(text), what);
}

// The only one that is called `text`, or whose UUID begins so.
template <typename Resources>
absl::StatusOr<std::string> MatchCalled(const Resources& resources, absl::string_view text,
                                        absl::string_view what) {
  std::vector<std::string> called;
  for (const auto& resource : resources) {
    if (resource.display_name() == text) called.push_back(resource.name());
  }
  if (called.size() == 1) return called[0];
  if (called.size() > 1) {
    return UsageError(absl::StrCat(called.size(), " ", what, "s are called \"", text,
                                   "\"; give the beginning of a UUID, see `samverk ", what,
                                   "s list`"));
  }
  RETURN_IF_ERROR(CheckBeginning(text));
  return MatchBeginning(NamesOf(resources), absl::AsciiStrToLower(text), what);
}

}  // namespace

std::string OrganisationName(absl::string_view parent, absl::string_view text) {
  return NameIn(parent, "organisations", text);
}

std::string PersonName(absl::string_view parent, absl::string_view text) {
  return NameIn(parent, "people", text);
}

absl::StatusOr<std::string> OwnOrganisation(const CliContext& context, absl::string_view text,
                                            absl::string_view option) {
  if (!text.empty()) return OrganisationName(context.Parent(), text);
  const std::string& act_as = context.options().act_as;
  const size_t at = act_as.find('@');
  if (at != std::string::npos) return OrganisationName(context.Parent(), act_as.substr(at + 1));
  return UsageError(absl::StrCat("which organisation was not said; give ", option));
}

absl::StatusOr<std::string> ResolveWorkshop(CliContext& context, absl::string_view text) {
  return Resolve(context, text, "workshops", "workshop", [&context] {
    return AllNames<v1::ListWorkshopsRequest>(
        context, &v1::WorkshopService::Stub::ListWorkshops, v1::WORKSHOP_STATE_WITHDRAWN,
        [](const v1::ListWorkshopsResponse& response) { return response.workshops(); });
  });
}

absl::StatusOr<std::string> ResolveMeeting(CliContext& context, absl::string_view text) {
  return Resolve(context, text, "meetings", "meeting", [&context] {
    return AllNames<v1::ListMeetingsRequest>(
        context, &v1::MeetingService::Stub::ListMeetings, v1::MEETING_STATE_WITHDRAWN,
        [](const v1::ListMeetingsResponse& response) { return response.meetings(); });
  });
}

absl::StatusOr<std::string> ResolvePerson(CliContext& context, absl::string_view text) {
  return Resolve(
      context, text, "people", "person", [&context]() -> absl::StatusOr<std::vector<std::string>> {
        v1::ListPeopleRequest request;
        request.set_parent(context.Parent());
        request.set_show_withdrawn(true);
        ASSIGN_OR_RETURN(const v1::ListPeopleResponse list,
                         context.CallAllPages(&v1::PartnershipService::Stub::ListPeople, request));
        return NamesOf(list.people());
      });
}

absl::StatusOr<std::string> ResolveAttachment(CliContext& context, absl::string_view text) {
  return Resolve(context, text, "attachments", "attachment", [&context] {
    return AllNames<v1::ListAttachmentsRequest>(
        context, &v1::AttachmentService::Stub::ListAttachments, v1::ATTACHMENT_STATE_DETACHED,
        [](const v1::ListAttachmentsResponse& response) { return response.attachments(); });
  });
}

absl::StatusOr<std::string> ResolveExchange(CliContext& context, absl::string_view text) {
  return Resolve(context, text, "exchanges", "exchange", [&context] {
    return AllNames<v1::ListExchangesRequest>(
        context, &v1::ExchangeService::Stub::ListExchanges, v1::EXCHANGE_STATE_WITHDRAWN,
        [](const v1::ListExchangesResponse& response) { return response.exchanges(); });
  });
}

absl::StatusOr<std::string> ResolveDiscussion(CliContext& context, absl::string_view text) {
  return Resolve(context, text, "discussions", "discussion", [&context] {
    return AllNames<v1::ListDiscussionsRequest>(
        context, &v1::DiscussionService::Stub::ListDiscussions, v1::DISCUSSION_STATE_WITHDRAWN,
        [](const v1::ListDiscussionsResponse& response) { return response.discussions(); });
  });
}

absl::StatusOr<std::string> ResolveActionPlan(CliContext& context, absl::string_view text) {
  return Resolve(context, text, "actionPlans", "action-plan", [&context] {
    return AllNames<v1::ListActionPlansRequest>(
        context, &v1::ActionPlanService::Stub::ListActionPlans, v1::ACTION_PLAN_STATE_WITHDRAWN,
        [](const v1::ListActionPlansResponse& response) { return response.action_plans(); });
  });
}

absl::StatusOr<std::string> ResolveInitiative(CliContext& context, absl::string_view text) {
  return Resolve(context, text, "initiatives", "initiative", [&context] {
    return AllNames<v1::ListInitiativesRequest>(
        context, &v1::InitiativeService::Stub::ListInitiatives, v1::INITIATIVE_STATE_WITHDRAWN,
        [](const v1::ListInitiativesResponse& response) { return response.initiatives(); });
  });
}
absl::StatusOr<std::string> ResolvePlace(CliContext& context, absl::string_view text) {
  if (auto name = WholeName(context, text, "places")) return *std::move(name);
  v1::ListPlacesRequest request;
  request.set_parent(context.Parent());
  request.set_show_withdrawn(true);
  ASSIGN_OR_RETURN(const v1::ListPlacesResponse list,
                   context.CallAllPages(&v1::PlaceService::Stub::ListPlaces, request));
  return MatchCalled(list.places(), text, "place");
}

absl::StatusOr<std::string> ResolveServicePoint(CliContext& context, absl::string_view text) {
  if (auto name = WholeName(context, text, "servicePoints")) return *std::move(name);
  google::protobuf::RepeatedPtrField<v1::ServicePoint> points;
  for (const auto state :
       {v1::SERVICE_POINT_STATE_UNSPECIFIED, v1::SERVICE_POINT_STATE_WITHDRAWN}) {
    v1::ListServicePointsRequest request;
    request.set_parent(context.Parent());
    request.set_state(state);
    ASSIGN_OR_RETURN(
        const v1::ListServicePointsResponse list,
        context.CallAllPages(&v1::ServicePointService::Stub::ListServicePoints, request));
    points.MergeFrom(list.service_points());
  }
  return MatchCalled(points, text, "service-point");
}

absl::StatusOr<std::string> ResolveFollowUp(CliContext& context, absl::string_view text) {
  return Resolve(context, text, "followUps", "follow-up", [&context] {
    return AllNames<v1::ListFollowUpsRequest>(
        context, &v1::FollowUpService::Stub::ListFollowUps, v1::FOLLOW_UP_STATE_WITHDRAWN,
        [](const v1::ListFollowUpsResponse& response) { return response.follow_ups(); });
  });
}

absl::StatusOr<std::string> ResolveNationalIssue(CliContext& context, absl::string_view text) {
  return Resolve(context, text, "nationalIssues", "national-issue", [&context] {
    return AllNames<v1::ListNationalIssuesRequest>(
        context, &v1::NationalIssueService::Stub::ListNationalIssues,
        v1::NATIONAL_ISSUE_STATE_WITHDRAWN,
        [](const v1::ListNationalIssuesResponse& response) { return response.national_issues(); });
  });
}

absl::StatusOr<std::string> ResolveAny(CliContext& context, absl::string_view text) {
  if (absl::StartsWith(text, "partnerships/")) return std::string(text);
  const size_t slash = text.find('/');
  if (slash == absl::string_view::npos || slash == 0 || slash + 1 == text.size()) {
    return UsageError(
        absl::StrCat("\"", text, "\" does not say what it is; write it as workshops/0199"));
  }
  const absl::string_view collection = text.substr(0, slash);
  const absl::string_view id = text.substr(slash + 1);
  if (collection == "workshops") return ResolveWorkshop(context, id);
  if (collection == "meetings") return ResolveMeeting(context, id);
  if (collection == "people") return ResolvePerson(context, id);
  if (collection == "plans") return ResolvePlan(context, id);
  if (collection == "discussions") return ResolveDiscussion(context, id);
  if (collection == "exchanges") return ResolveExchange(context, id);
  if (collection == "actionPlans") return ResolveActionPlan(context, id);
  if (collection == "initiatives") return ResolveInitiative(context, id);
  if (collection == "attachments") return ResolveAttachment(context, id);
  if (collection == "places") return ResolvePlace(context, id);
  if (collection == "servicePoints" || collection == "service-points") {
    return ResolveServicePoint(context, id);
  }
  if (collection == "followUps") return ResolveFollowUp(context, id);
  if (collection == "nationalIssues") return ResolveNationalIssue(context, id);
  return NameIn(context.Parent(), collection, id);
}

absl::string_view WithoutParent(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, "partnerships/")) return name;
  const size_t slash = name.find('/');
  return slash == absl::string_view::npos ? name : name.substr(slash + 1);
}

absl::StatusOr<std::string> ResolvePlan(CliContext& context, absl::string_view text) {
  return Resolve(context, text, "plans", "plan", [&context] {
    return AllNames<v1::ListPlansRequest>(
        context, &v1::PlanService::Stub::ListPlans, v1::PLAN_PHASE_WITHDRAWN,
        [](const v1::ListPlansResponse& response) { return response.plans(); });
  });
}

absl::StatusOr<std::string> ResolveConflict(CliContext& context, absl::string_view text) {
  if (absl::StartsWith(text, "partnerships/")) return std::string(text);
  const size_t slash = text.rfind('/');
  int64_t number = 0;
  if (slash == absl::string_view::npos || !absl::SimpleAtoi(text.substr(slash + 1), &number)) {
    return UsageError(absl::StrCat("\"", text, "\" is not PLAN/NUMBER, as in 0199/14; see ",
                                   "`samverk conflicts list`"));
  }
  ASSIGN_OR_RETURN(const std::string plan, ResolvePlan(context, text.substr(0, slash)));
  return absl::StrCat(plan, "/conflicts/", number);
}

absl::StatusOr<std::string> MatchBeginning(const std::vector<std::string>& names,
                                           absl::string_view beginning, absl::string_view what) {
  const std::string many = what == "person" ? "people" : absl::StrCat(what, "s");
  std::vector<std::string> matches;
  for (const std::string& name : names) {
    if (absl::StartsWith(LastPart(name), beginning)) matches.push_back(name);
  }
  if (matches.size() == 1) return matches[0];
  if (matches.empty()) {
    return UsageError(absl::StrCat("no ", what, " begins with \"", beginning, "\"; see `samverk ",
                                   many, " list`"));
  }
  std::vector<std::string> candidates;
  for (size_t i = 0; i < std::min(matches.size(), kCandidatesShown); ++i) {
    candidates.emplace_back(LastPart(matches[i]));
  }
  if (matches.size() > kCandidatesShown) candidates.emplace_back("…");
  return UsageError(absl::StrCat(matches.size(), " ", many, " begin with \"", beginning,
                                 "\": ", absl::StrJoin(candidates, ", "), "; give more of it"));
}

absl::string_view LastPart(absl::string_view name) {
  const size_t slash = name.rfind('/');
  return slash == absl::string_view::npos ? name : name.substr(slash + 1);
}

std::vector<std::string> ShortIds(const std::vector<std::string>& names) {
  for (size_t length = kShortIdChars;; ++length) {
    std::vector<std::string> ids;
    size_t longest = 0;
    for (const std::string& name : names) {
      ids.emplace_back(LastPart(name).substr(0, length));
      longest = std::max(longest, LastPart(name).size());
    }
    const absl::flat_hash_set<std::string> different(ids.begin(), ids.end());
    if (different.size() == ids.size() || length >= longest) return ids;
  }
}

OrganisationNames OrganisationNames::Read(CliContext& context) {
  OrganisationNames names;
  v1::ListOrganisationsRequest request;
  request.set_parent(context.Parent());
  request.set_show_left(true);
  const auto response =
      context.CallAllPages(&v1::PartnershipService::Stub::ListOrganisations, request);
  if (!response.ok()) return names;
  for (const v1::Organisation& organisation : response->organisations()) {
    names.Add(organisation.name(), organisation.display_name());
  }
  return names;
}

void OrganisationNames::Add(absl::string_view name, absl::string_view display_name) {
  display_names_[std::string(name)] = std::string(display_name);
}

std::string OrganisationNames::Of(absl::string_view name) const {
  const auto found = display_names_.find(name);
  return found == display_names_.end() ? std::string(LastPart(name)) : found->second;
}

}  // namespace samverk

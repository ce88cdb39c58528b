#include "services/access/access.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk::access {
namespace {

using ::testing::ElementsAreArray;
using ::testing::SizeIs;

constexpr v1::Role kRoles[] = {v1::ROLE_ADMINISTRATOR, v1::ROLE_PROCESS_LEADER,
                               v1::ROLE_OFFICER,       v1::ROLE_LOCAL_ACTOR,
                               v1::ROLE_AUDITOR,       v1::ROLE_AGENCY_CONTACT};

constexpr char kMine[] = "partnerships/p/organisations/2421";
constexpr char kTheirs[] = "partnerships/p/organisations/2404";

struct Expectation {
  absl::string_view request;
  absl::string_view roles;
};

// The table once more, as it was meant: a letter for each role in the order of kRoles.
// A: with all; o: with what one's own organisation owns; s: with what was sent to it; -: not at
// all.
constexpr Expectation kExpected[] = {
    {"CreatePartnership", "A-----"},
    {"ConfirmClock", "A-----"},
    {"ListPartnerships", "AAAAA-"},
    {"AdmitOrganisation", "AA----"},
    {"EditOrganisation", "AAo---"},
    {"EndMembership", "AA----"},
    {"RegisterPerson", "AAo---"},
    {"EditPerson", "AAo---"},
    {"AssignRole", "AAo---"},
    {"EndRole", "AAo---"},
    {"WithdrawPerson", "AAo---"},
    {"GetOrganisation", "AAAAA-"},
    {"ListOrganisations", "AAAAA-"},
    {"GetPerson", "AAA-A-"},
    {"ListPeople", "AAA-A-"},
    {"CallMeeting", "AAo---"},
    {"InviteToMeeting", "AAo---"},
    {"SetMeetingAgenda", "AAo---"},
    {"HoldMeeting", "AAo---"},
    {"RecordMeetingMinutes", "AAo---"},
    {"ApproveMeetingMinutes", "AAo---"},
    {"RecordMeetingDecision", "AAo---"},
    {"CompleteMeetingDecision", "AAA---"},
    {"CancelMeeting", "AAo---"},
    {"EditMeeting", "AAo---"},
    {"WithdrawMeeting", "AAo---"},
    {"GetMeeting", "AAAAA-"},
    {"ListMeetings", "AAAAA-"},
    {"GetMeetingYears", "AAAAA-"},
    {"ListMeetingDecisions", "AAAAA-"},
    {"CreatePlan", "Aooo--"},
    {"EditPlan", "Aooo--"},
    {"ResolvePlanConflict", "Aooo--"},
    {"OpenPlanConsultation", "Aooo--"},
    {"ProposePlan", "Aooo--"},
    {"RecallPlanProposal", "Aooo--"},
    {"AdoptPlan", "Aooo--"},
    {"ExtendPlan", "Aooo--"},
    {"CorrectPlan", "Aooo--"},
    {"RepealPlan", "Aooo--"},
    {"WithdrawPlan", "Aooo--"},
    {"ReceivePlanStatement", "AAAA--"},
    {"GetPlan", "AAAAA-"},
    {"ListPlans", "AAAAA-"},
    {"GetPlanRevision", "AAAAA-"},
    {"ListPlanRevisions", "AAAAA-"},
    {"ComparePlan", "AAAAA-"},
    {"ListPlanStatements", "AAAAA-"},
    {"GetPlanConflict", "AAAAA-"},
    {"ListPlanConflicts", "AAAAA-"},
    {"OpenFollowUp", "Aoo---"},
    {"ObserveIndicator", "Aoo---"},
    {"AssessElement", "Aoo---"},
    {"EditFollowUp", "Aoo---"},
    {"SubmitFollowUp", "Aoo---"},
    {"ApproveFollowUp", "AA----"},
    {"ReturnFollowUp", "AA----"},
    {"WithdrawFollowUp", "Aoo---"},
    {"CompileFollowUps", "AA----"},
    {"WithdrawFollowUpCompilation", "AA----"},
    {"GetFollowUp", "AAAAA-"},
    {"ListFollowUps", "AAAAA-"},
    {"ListIndicatorValues", "AAAAA-"},
    {"ListElementAssessments", "AAAAA-"},
    {"GetFollowUpCompilation", "AAAAA-"},
    {"ListFollowUpCompilations", "AAAAA-"},
    {"RaiseNationalIssue", "AAo---"},
    {"BackNationalIssue", "AAAA--"},
    {"TakeBackBacking", "AAAA--"},
    {"SubmitNationalIssue", "AAo---"},
    {"AnswerNationalIssue", "AAo--s"},
    {"CloseNationalIssue", "AAo---"},
    {"ReopenNationalIssue", "AAo---"},
    {"EditNationalIssue", "AAo---"},
    {"WithdrawNationalIssue", "AAo---"},
    {"GetNationalIssue", "AAAAAs"},
    {"ListNationalIssues", "AAAAAs"},
    {"PlanWorkshop", "AAo---"},
    {"InviteOrganisations", "AAo---"},
    {"SetWorkshopProgramme", "AAo---"},
    {"RegisterForWorkshop", "AAA---"},
    {"WithdrawRegistration", "AAA---"},
    {"HoldWorkshop", "AAo---"},
    {"PresentKnowledge", "AAA---"},
    {"RecordWorkshopNote", "AAAA--"},
    {"RecordWorkshopOutcome", "AAA---"},
    {"CancelWorkshop", "AAo---"},
    {"EditWorkshop", "AAo---"},
    {"WithdrawWorkshop", "AAo---"},
    {"GetWorkshop", "AAAAA-"},
    {"ListWorkshops", "AAAAA-"},
    {"ListWorkshopNotes", "AAAAA-"},
    {"ShareExperience", "AAoo--"},
    {"AskQuestion", "AAoo--"},
    {"AnswerExchange", "AAAA--"},
    {"CorrectExchangeAnswer", "AAAA--"},
    {"RemoveExchangeAnswer", "AAAA--"},
    {"AcceptAnswer", "AAoo--"},
    {"CloseQuestion", "AAoo--"},
    {"ReopenQuestion", "AAoo--"},
    {"AdoptExchange", "AAA---"},
    {"RecordAdoptionResult", "AAA---"},
    {"WithdrawAdoption", "AAA---"},
    {"EditExchange", "AAoo--"},
    {"WithdrawExchange", "AAoo--"},
    {"GetExchange", "AAAAA-"},
    {"ListExchanges", "AAAAA-"},
    {"ListExchangeAnswers", "AAAAA-"},
    {"StartDiscussion", "AAoo--"},
    {"PostToDiscussion", "AAAA--"},
    {"CorrectDiscussionPost", "AAAA--"},
    {"RemoveDiscussionPost", "AAAA--"},
    {"CloseDiscussion", "AAoo--"},
    {"ReopenDiscussion", "AAoo--"},
    {"EditDiscussion", "AAoo--"},
    {"WithdrawDiscussion", "AAoo--"},
    {"GetDiscussion", "AAAAA-"},
    {"ListDiscussions", "AAAAA-"},
    {"ListDiscussionPosts", "AAAAA-"},
    {"CreateActionPlan", "Aoo---"},
    {"EditActionPlan", "Aoo---"},
    {"AdoptActionPlan", "Aoo---"},
    {"ReportMeasureProgress", "AAA---"},
    {"MoveMeasureDeadline", "Aoo---"},
    {"CloseActionPlan", "Aoo---"},
    {"ReopenActionPlan", "Aoo---"},
    {"WithdrawActionPlan", "Aoo---"},
    {"GetActionPlan", "AAAAA-"},
    {"ListActionPlans", "AAAAA-"},
    {"ListActionPlanMeasures", "AAAAA-"},
    {"RegisterInitiative", "AAo---"},
    {"EditInitiative", "AAo---"},
    {"ReportInitiativeResult", "AAA---"},
    {"EndInitiative", "AAo---"},
    {"ReopenInitiative", "AAo---"},
    {"WithdrawInitiative", "AAo---"},
    {"GetInitiative", "AAAAA-"},
    {"ListInitiatives", "AAAAA-"},
    {"ListInitiativeResults", "AAAAA-"},
    {"RegisterPlace", "Aoo---"},
    {"ClassifyPlace", "Aoo---"},
    {"RecordPlacePopulation", "Aoo---"},
    {"RecordPlaceDistance", "Aoo---"},
    {"EditPlace", "Aoo---"},
    {"WithdrawPlace", "Aoo---"},
    {"RegisterServicePoint", "Aoo---"},
    {"OfferService", "Aoo---"},
    {"EndServiceOffer", "Aoo---"},
    {"SetServicePointHours", "Aoo---"},
    {"CloseServicePoint", "Aoo---"},
    {"ReopenServicePoint", "Aoo---"},
    {"ThreatenServicePoint", "Aoo---"},
    {"SecureServicePoint", "Aoo---"},
    {"EditServicePoint", "Aoo---"},
    {"WithdrawServicePoint", "Aoo---"},
    {"RecordServiceObservation", "AAoA--"},
    {"GetPlace", "AAAAA-"},
    {"ListPlaces", "AAAAA-"},
    {"GetServicePoint", "AAAAA-"},
    {"ListServicePoints", "AAAAA-"},
    {"ListServiceObservations", "AAAAA-"},
    {"StartUpload", "AAA---"},
    {"UploadChunks", "AAA---"},
    {"GetUpload", "AAA---"},
    {"FinishUpload", "AAA---"},
    {"AttachFile", "AAo---"},
    {"DetachFile", "AAo---"},
    {"GetAttachment", "AAAAA-"},
    {"ListAttachments", "AAAAA-"},
    {"DownloadAttachment", "AAAAA-"},
    {"Search", "AAAAA-"},
    {"ListLinks", "AAAAA-"},
    {"GetOverview", "AAAAA-"},
    {"GetHistory", "AAA-A-"},
    {"Subscribe", "AA--A-"},
};

std::string ActionOf(absl::string_view request) {
  return absl::StrCat("samverk.v1.", request, "Request");
}

Reach Expect(char letter) {
  switch (letter) {
    case 'A':
      return Reach::kAll;
    case 's':
      return Reach::kAddressed;
    case 'o':
      return Reach::kOwn;
    default:
      return Reach::kNone;
  }
}

v1::Actor AnActor(v1::Role role, const std::string& organisation = kMine) {
  v1::Actor actor;
  actor.set_principal("somebody");
  actor.set_role(role);
  actor.set_organisation(organisation);
  return actor;
}

// The requests of all services, as the protos write them.
std::set<std::string> RequestsInProtos() {
  std::set<std::string> requests;
  const std::regex rpc(R"(\brpc\s+\w+\s*\(\s*(?:stream\s+)?([\w.]+)Request\s*\))");
  for (const auto& entry : std::filesystem::directory_iterator("proto/samverk/v1")) {
    if (entry.path().extension() != ".proto") continue;
    std::ifstream file(entry.path());
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    for (std::sregex_iterator at(text.begin(), text.end(), rpc), end; at != end; ++at) {
      requests.insert((*at)[1]);
    }
  }
  return requests;
}

TEST(AccessTest, EveryRequestOfEveryServiceHasALine) {
  std::set<std::string> expected;
  for (const auto& [request, line] : kExpected) expected.insert(std::string(request));

  EXPECT_THAT(RequestsInProtos(), ElementsAreArray(expected));
  for (const std::string& request : expected)
    EXPECT_TRUE(IsKnownAction(ActionOf(request))) << request;
}

TEST(AccessTest, NamesAndContactsAreForThoseWhoWorkWithThem) {
  EXPECT_TRUE(IsKnownAction(kSeePersonDetails));
  for (const v1::Role role : kRoles) {
    const bool may = role == v1::ROLE_ADMINISTRATOR || role == v1::ROLE_PROCESS_LEADER ||
                     role == v1::ROLE_OFFICER;
    EXPECT_EQ(ReachOf(role, kSeePersonDetails), may ? Reach::kAll : Reach::kNone)
        << v1::Role_Name(role);
  }
}

TEST(AccessTest, EveryRoleReachesAsFarAsWasMeant) {
  for (const auto& [request, line] : kExpected) {
    ASSERT_THAT(line, SizeIs(std::size(kRoles)));
    for (size_t i = 0; i < std::size(kRoles); ++i) {
      EXPECT_EQ(ReachOf(kRoles[i], ActionOf(request)), Expect(line[i]))
          << request << " by " << v1::Role_Name(kRoles[i]);
    }
  }
}

TEST(AccessTest, EveryRoleIsAuthorisedAsFarAsItReaches) {
  for (const auto& [request, line] : kExpected) {
    for (size_t i = 0; i < std::size(kRoles); ++i) {
      const v1::Actor actor = AnActor(kRoles[i]);
      const std::string action = ActionOf(request);
      const auto authorise = [&](const std::string& owner) {
        return Authorise(actor, action, owner).ok();
      };
      const Reach reach = Expect(line[i]);
      const std::string what = absl::StrCat(request, " by ", v1::Role_Name(kRoles[i]));
      // Whether something was sent to somebody does not hang on whose it is.
      const bool others = reach == Reach::kAll || reach == Reach::kAddressed;
      EXPECT_EQ(authorise(kMine), reach != Reach::kNone) << what;
      EXPECT_EQ(authorise(kTheirs), others) << what;
      EXPECT_EQ(authorise(""), others) << what;
    }
  }
}

TEST(AccessTest, EveryRefusalIsTheSameWhateverItIsAbout) {
  const absl::Status first = Authorise(AnActor(v1::ROLE_OFFICER), ActionOf("EditWorkshop"), "");
  EXPECT_THAT(first, IsRefused(kAccessDenied));
  for (const auto& [request, line] : kExpected) {
    for (const v1::Role role : kRoles) {
      for (const std::string owner : {"", kMine, kTheirs}) {
        const absl::Status status = Authorise(AnActor(role), ActionOf(request), owner);
        EXPECT_TRUE(status.ok() || status == first) << request;  // Payloads too.
      }
    }
  }
}

TEST(AccessTest, MissingAndNotYoursAnswerAlike) {
  const v1::Actor officer = AnActor(v1::ROLE_OFFICER);

  const absl::Status missing = Authorise(officer, ActionOf("EditWorkshop"), "");
  const absl::Status not_yours = Authorise(officer, ActionOf("EditWorkshop"), kTheirs);

  EXPECT_THAT(missing, IsRefused(kAccessDenied));
  EXPECT_EQ(missing, not_yours);
}

TEST(AccessTest, WhoHasNoOrganisationOwnsNothing) {
  const v1::Actor officer = AnActor(v1::ROLE_OFFICER, "");

  EXPECT_THAT(Authorise(officer, ActionOf("EditWorkshop"), ""), IsRefused(kAccessDenied));
  EXPECT_THAT(Authorise(officer, ActionOf("EditWorkshop"), kMine), IsRefused(kAccessDenied));
}

TEST(AccessTest, NothingIsSentToWhoHasNoOrganisation) {
  const v1::Actor contact = AnActor(v1::ROLE_AGENCY_CONTACT, "");

  EXPECT_THAT(Authorise(contact, ActionOf("GetNationalIssue"), ""), IsRefused(kAccessDenied));
  EXPECT_THAT(Authorise(contact, ActionOf("GetNationalIssue"), kMine), IsRefused(kAccessDenied));
}

TEST(AccessTest, AnOrganisationOfTheSameNameInAnotherPartnershipIsAnother) {
  const v1::Actor officer = AnActor(v1::ROLE_OFFICER, "partnerships/q/organisations/2421");

  EXPECT_THAT(Authorise(officer, ActionOf("EditWorkshop"), kMine), IsRefused(kAccessDenied));
}

TEST(AccessTest, WhoHasNoRoleMayDoNothing) {
  for (const auto& [request, line] : kExpected) {
    EXPECT_EQ(ReachOf(v1::ROLE_UNSPECIFIED, ActionOf(request)), Reach::kNone) << request;
    EXPECT_EQ(ReachOf(static_cast<v1::Role>(99), ActionOf(request)), Reach::kNone) << request;
  }
}

TEST(AccessTest, WhatIsNotInTheTableIsDenied) {
  for (const char* action : {"", "samverk.v1.DropEverythingRequest", "PlanWorkshop",
                             "PlanWorkshopRequest", "samverk.v1.PlanWorkshop",
                             "samverk.v2.PlanWorkshopRequest", "samverk.v1.PlanWorkshopRequest "}) {
    EXPECT_FALSE(IsKnownAction(action)) << action;
    EXPECT_THAT(Authorise(AnActor(v1::ROLE_ADMINISTRATOR), action, kMine), IsRefused(kAccessDenied))
        << action;
  }
}

TEST(AccessTest, EveryRoleOfTheVocabularyIsInTheTable) {
  EXPECT_EQ(v1::Role_descriptor()->value_count(), 1 + std::size(kRoles));
}

}  // namespace
}  // namespace samverk::access

#include "clients/cli/replay_file.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/uuid.h"
#include "clients/cli/import_ids.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "samverk/v1/attachment.pb.h"
#include "samverk/v1/feed.pb.h"
#include "samverk/v1/meeting.pb.h"
#include "samverk/v1/partnership.pb.h"
#include "samverk/v1/workshop.pb.h"

namespace samverk {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// What nobody names is not linked, and then nothing is known of it.
const google::protobuf::Descriptor* const kLinked[] = {
    v1::CallMeetingRequest::descriptor(),    v1::PlanWorkshopRequest::descriptor(),
    v1::RegisterPersonRequest::descriptor(), v1::StartUploadRequest::descriptor(),
    v1::SubscribeRequest::descriptor(),
};

constexpr char kParent[] = "partnerships/jamtland";
constexpr char kId[] = "0199a1b2-0000-7000-8000-000000000001";

// A line that plans a workshop, with these keys of the request replaced.
json PlanLine(const json& but = json::object()) {
  json request = {{"parent", "partnerships/-"},
                  {"workshopId", "${uuid:workshops/w}"},
                  {"host", "partnerships/-/organisations/2321"},
                  {"title", "Mackar"},
                  {"period",
                   {{"startDate", {{"year", 2019}, {"month", 5}, {"day", 14}}},
                    {"endDate", {{"year", 2019}, {"month", 5}, {"day", 15}}}}},
                  {"form", "EVENT_FORM_DIGITAL"}};
  request.update(but);
  return {{"rpc", "WorkshopService.PlanWorkshop"}, {"request", request}};
}

// The request of a line that must be right.
v1::PlanWorkshopRequest Read(const json& line) {
  const auto [read, faults] = ReadReplayLine(line.dump(), kParent);
  EXPECT_THAT(faults, IsEmpty());
  return faults.empty() ? static_cast<const v1::PlanWorkshopRequest&>(*read.request)
                        : v1::PlanWorkshopRequest();
}

// What is wrong with a line, as `field: what`.
std::vector<std::string> FaultsOf(absl::string_view line) {
  std::vector<std::string> texts;
  for (const ReplayFault& fault : ReadReplayLine(line, kParent).second) {
    texts.push_back(absl::StrCat(fault.field, ": ", fault.what));
  }
  return texts;
}
std::vector<std::string> FaultsIn(const json& line) { return FaultsOf(line.dump()); }

TEST(ReplayFileTest, ALineIsTheCommandOfItsRpc) {
  ASSERT_THAT(kLinked, ::testing::Each(::testing::NotNull()));
  const auto [line, faults] = ReadReplayLine(PlanLine().dump(), kParent);

  ASSERT_THAT(faults, IsEmpty());
  EXPECT_EQ(line.method->full_name(), "samverk.v1.WorkshopService.PlanWorkshop");
  EXPECT_EQ(RpcName(*line.method), "WorkshopService.PlanWorkshop");
  EXPECT_EQ(line.request->GetTypeName(), "samverk.v1.PlanWorkshopRequest");
  EXPECT_EQ(line.act_as, "");
}

TEST(ReplayFileTest, TheWholeNameOfAnRpcAndTheFieldNamesOfProtosDoToo) {
  json line = PlanLine();
  line["rpc"] = "samverk.v1.WorkshopService.PlanWorkshop";
  line["request"]["workshop_id"] = kId;
  line["request"].erase("workshopId");

  EXPECT_EQ(Read(line).workshop_id(), kId);
}

TEST(ReplayFileTest, AHyphenStandsForThePartnershipOfTheCommandLine) {
  const v1::PlanWorkshopRequest request = Read(PlanLine({{"title", "partnerships/-x"}}));

  EXPECT_EQ(request.parent(), kParent);
  EXPECT_EQ(request.host(), "partnerships/jamtland/organisations/2321");
  EXPECT_EQ(request.title(), "partnerships/-x");
}

TEST(ReplayFileTest, KeysStandForUuidsAlsoInsideOfNamesAndLists) {
  const std::string id = NamedId("workshops/w");
  EXPECT_TRUE(Uuid::Parse(id).has_value());
  EXPECT_EQ(id, ImportedId("workshops", "w"));
  EXPECT_EQ(Read(PlanLine()).workshop_id(), id);

  const auto [line, faults] =
      ReadReplayLine(json({{"rpc", "WorkshopService.RecordWorkshopOutcome"},
                           {"request",
                            {{"name", "partnerships/-/workshops/${uuid:workshops/w}"},
                             {"text", "Se ${uuid:a} och ${uuid:b}"},
                             {"links", {"partnerships/-/plans/${uuid:p}"}}}}})
                         .dump(),
                     kParent);
  ASSERT_THAT(faults, IsEmpty());
  const auto& outcome = static_cast<const v1::RecordWorkshopOutcomeRequest&>(*line.request);
  EXPECT_EQ(outcome.name(), absl::StrCat(kParent, "/workshops/", id));
  EXPECT_EQ(outcome.text(), absl::StrCat("Se ", NamedId("a"), " och ", NamedId("b")));
  EXPECT_EQ(outcome.links(0), absl::StrCat(kParent, "/plans/", NamedId("p")));
}

TEST(ReplayFileTest, ARequestIdFollowsFromKeyAndContent) {
  const std::string id = Read(PlanLine()).request_id();
  json keyed = PlanLine();
  keyed["key"] = "andra";

  EXPECT_TRUE(IsImported(id));
  EXPECT_EQ(Read(PlanLine()).request_id(), id);
  EXPECT_NE(Read(PlanLine({{"title", "Annat"}})).request_id(), id);
  EXPECT_NE(Read(keyed).request_id(), id);
  EXPECT_EQ(Read(PlanLine({{"requestId", kId}})).request_id(), kId);
}

TEST(ReplayFileTest, ARequestIdIsTheSameHoweverTheLineIsWritten) {
  EXPECT_EQ(Read(PlanLine({{"venue", "Sno\u0308o\u0308"}})).request_id(),
            Read(PlanLine({{"venue", "Snöö"}})).request_id());
  json named = PlanLine({{"parent", kParent}});
  EXPECT_EQ(Read(named).request_id(), Read(PlanLine()).request_id());
}

TEST(ReplayFileTest, AnotherPartnershipIsAnotherCommand) {
  const auto elsewhere = ReadReplayLine(PlanLine().dump(), "partnerships/dalarna");
  EXPECT_NE(TextField(*elsewhere.first.request, "request_id"), Read(PlanLine()).request_id());
}

TEST(ReplayFileTest, WhoSomebodyIsGetsNoIdThatItCouldBeGuessedFrom) {
  json line = {{"rpc", "PartnershipService.RegisterPerson"},
               {"request",
                {{"parent", "partnerships/-"},
                 {"personId", kId},
                 {"organisation", "partnerships/-/organisations/2321"},
                 {"role", "ROLE_OFFICER"},
                 {"details", {{"displayName", "Exempel Exempelsson"}}}}}};
  EXPECT_THAT(FaultsIn(line), ElementsAre(AllOf(HasSubstr("request.request_id: "),
                                                HasSubstr("give it a random UUID"))));
  line["request"]["requestId"] = kId;
  EXPECT_THAT(FaultsIn(line), IsEmpty());
  line["request"].erase("requestId");
  line["request"].erase("details");
  EXPECT_THAT(FaultsIn(line), IsEmpty());
}

TEST(ReplayFileTest, AllThatTheLimitsForbidIsPointedAt) {
  json line = PlanLine(
      {{"title", std::string(201, 'x')}, {"host", "partnerships/-/people/x"}, {"capacity", 10001}});
  line["request"].erase("period");

  EXPECT_THAT(FaultsIn(line),
              ElementsAre(HasSubstr("request.host: not of the form "
                                    "partnerships/{partnership}/organisations/{organisation}"),
                          "request.title: 201 characters, at most 200 are allowed. (TEXT_TOO_LONG)",
                          "request.period: required. (FIELD_REQUIRED)",
                          HasSubstr("request.capacity: 10001 is not within 0 to 10000.")));
}

TEST(ReplayFileTest, ALineOfAnotherPartnershipThanItsOtherNamesIsRefused) {
  EXPECT_THAT(FaultsIn(PlanLine({{"host", "partnerships/dalarna/organisations/2080"}})),
              ElementsAre(HasSubstr("(WRONG_PARTNERSHIP)")));
}

TEST(ReplayFileTest, WhatDoesNotFitARequestIsSaid) {
  json sections = json::array();
  for (int i = 0; i < 2; ++i) sections.push_back({{"text", std::string(20'000, 'x')}});
  const json line = {
      {"rpc", "MeetingService.RecordMeetingMinutes"},
      {"request", {{"name", absl::StrCat(kParent, "/meetings/", kId)}, {"sections", sections}}}};
  EXPECT_THAT(FaultsIn(line), ElementsAre(HasSubstr("request: 40")));
}

TEST(ReplayFileTest, WhatIsNoFieldOfTheRequestIsPointedAt) {
  EXPECT_THAT(FaultsIn(PlanLine({{"titel", "x"}})),
              ElementsAre(AllOf(HasSubstr("request: titel: Cannot find field"),
                                HasSubstr("it is a samverk.v1.PlanWorkshopRequest"))));
  EXPECT_THAT(FaultsIn(PlanLine({{"form", "TELEPATHY"}})),
              ElementsAre(HasSubstr("request: (form): invalid value \"TELEPATHY\"")));
  EXPECT_THAT(FaultsIn(PlanLine({{"period", 2019}})), ElementsAre(HasSubstr("(period)")));
  EXPECT_THAT(FaultsIn(PlanLine({{"title", {1, 2}}})), SizeIs(1));
}

TEST(ReplayFileTest, OnlyCommandsAreReplayed) {
  const auto faults = [](const char* rpc) {
    json line = PlanLine();
    line["rpc"] = rpc;
    return FaultsIn(line);
  };
  EXPECT_THAT(faults("WorkshopService.GetWorkshop"),
              ElementsAre("rpc: WorkshopService.GetWorkshop is no command; only what writes can be "
                          "replayed"));
  EXPECT_THAT(faults("FeedService.Subscribe"), ElementsAre(HasSubstr("is no command")));
  EXPECT_THAT(faults("AttachmentService.UploadChunks"), ElementsAre(HasSubstr("is no command")));
  for (const char* rpc : {"WorkshopService.Plan", "WorkshopService", "PlanWorkshop", "", ".",
                          "google.protobuf.Any", "samverk.v1.samverk.v1.WorkshopService.Plan"}) {
    EXPECT_THAT(faults(rpc), ElementsAre(HasSubstr("write it as WorkshopService.PlanWorkshop")))
        << rpc;
  }
}

TEST(ReplayFileTest, HostileLinesAreFaultsAndNothingElse) {
  for (const std::string& line :
       {std::string("{"), std::string("null"), std::string("[]"), std::string("7"),
        std::string("{\"rpc\": \"\xff\"}"), std::string("{\"rpc\": 1, \"request\": {}}"),
        std::string("\0{}", 3), std::string("{}{}"),
        std::string("{\"rpc\": \"a\", \"rpc\": \"b\"}"), std::string(100'000, '['),
        "{\"request\": " + std::string(200'000, '{'),
        std::string("\"" + std::string(1000, '[') + "\"")}) {
    EXPECT_THAT(FaultsOf(line), SizeIs(1)) << line.substr(0, 40);
  }
}

TEST(ReplayFileTest, BracketsNestAsDeepAsRequestsDoAndNoDeeper) {
  const auto nested = [](int depth) {
    return absl::StrCat("{\"rpc\": ", std::string(depth - 1, '['), std::string(depth - 1, ']'),
                        "}");
  };
  EXPECT_THAT(FaultsOf(nested(64)), Contains(HasSubstr("rpc: this has to be a text")));
  EXPECT_THAT(FaultsOf(nested(65)), ElementsAre(": brackets nest too deep"));
}

TEST(ReplayFileTest, WhatStandsBesideTheRequestIsChecked) {
  json line = PlanLine();
  line["act_as"] = "officer@2321";
  EXPECT_EQ(ReadReplayLine(line.dump(), kParent).first.act_as, "officer@2321");
  for (const char* act_as : {"officer@", "@2321", "o\nfficer", "handläggare"}) {
    line["act_as"] = act_as;
    EXPECT_THAT(FaultsIn(line), ElementsAre(HasSubstr("act_as: "))) << act_as;
  }
  line = PlanLine();
  line["key"] = 7;
  EXPECT_THAT(FaultsIn(line), ElementsAre("key: this has to be a text in quotation marks"));
  line = PlanLine();
  line["actAs"] = "officer@2321";
  EXPECT_THAT(FaultsIn(line), ElementsAre(HasSubstr("actAs: this key is not known here")));
  line = PlanLine();
  line["request"] = "x";
  EXPECT_THAT(FaultsIn(line), ElementsAre("request: this has to be an object: {…}"));
  line.erase("request");
  EXPECT_THAT(FaultsIn(line), ElementsAre("request: this is missing; add it"));
}

TEST(ReplayFileTest, AKeyThatIsNotClosedIsPointedAt) {
  EXPECT_THAT(FaultsIn(PlanLine({{"workshopId", "${uuid:w"}})),
              ElementsAre("request.workshop_id: ${uuid:…} needs a key and a closing }"));
  EXPECT_THAT(FaultsIn(PlanLine({{"title", "${uuid:}"}})), SizeIs(1));
}

TEST(ReplayFileTest, TheSameCommandTwiceIsFound) {
  ReplayCommands commands;
  json keyed = PlanLine();
  keyed["key"] = "andra";

  EXPECT_EQ(commands.Add(ReadReplayLine(PlanLine().dump(), kParent).first, 1), 0);
  EXPECT_EQ(commands.Add(ReadReplayLine(keyed.dump(), kParent).first, 2), 0);
  EXPECT_EQ(commands.Add(ReadReplayLine(PlanLine().dump(), kParent).first, 3), 1);
}

}  // namespace
}  // namespace samverk

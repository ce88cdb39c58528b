// `samverk replay` against the server.

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "base/testing/status_matchers.h"
#include "clients/cli/error_line.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "samverk/v1/admin.pb.h"
#include "tests/end_to_end/command_line.h"

namespace samverk::tests {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

json Line(const std::string& rpc, json request) {
  return {{"rpc", rpc}, {"request", std::move(request)}};
}

json Admit(const std::string& kommunkod, const std::string& name) {
  return Line("PartnershipService.AdmitOrganisation",
              {{"parent", "partnerships/-"},
               {"organisationId", kommunkod},
               {"kommunkod", kommunkod},
               {"kind", "ORGANISATION_KIND_MUNICIPALITY"},
               {"displayName", name},
               {"joinedOn", {{"year", 2016}, {"month", 1}, {"day", 1}}}});
}

json Plan(const std::string& key, const std::string& host) {
  return Line("WorkshopService.PlanWorkshop",
              {{"parent", "partnerships/-"},
               {"workshopId", "${uuid:" + key + "}"},
               {"host", "partnerships/-/organisations/" + host},
               {"title", "Mackar"},
               {"period",
                {{"startDate", {{"year", 2019}, {"month", 5}, {"day", 14}}},
                 {"endDate", {{"year", 2019}, {"month", 5}, {"day", 15}}}}},
               {"form", "EVENT_FORM_DIGITAL"}});
}

json Note(const std::string& key, const std::string& text) {
  return Line("WorkshopService.RecordWorkshopNote",
              {{"name", "partnerships/-/workshops/${uuid:" + key + "}"}, {"text", text}});
}

// The command of an officer of that municipality.
json As(json line, const std::string& act_as) {
  line["act_as"] = act_as;
  return line;
}

class ReplayCliTest : public CommandLineTest {
 protected:
  ReplayCliTest() : path_(absl::StrCat(::testing::TempDir(), "/year.jsonl")) {}

  // Two municipalities, a workshop and what was said at it.
  static std::vector<json> Year() {
    return {Admit("2421", "Storuman"), Admit("2422", "Sorsele"),
            As(Plan("w", "2421"), "officer@2421"), As(Note("w", "Sagt"), "officer@2422")};
  }

  void Write(absl::string_view content) { std::ofstream(path_, std::ios::binary) << content; }
  void Write(const std::vector<json>& lines) {
    Write(absl::StrJoin(lines, "", [](std::string* out, const json& line) {
      absl::StrAppend(out, line.dump(), "\n");
    }));
  }

  Ran Replay(const std::vector<json>& lines, std::vector<std::string> options = {}) {
    Write(lines);
    options.insert(options.begin(), {"replay", path_});
    return Samverk(options);
  }

  int64_t Head() {
    return server_.Ask<v1::ListPartnershipsResponse>(v1::ListPartnershipsRequest())
        ->partnerships(0)
        .head()
        .position();
  }

  const std::string path_;
};

TEST_F(ReplayCliTest, EveryLineIsACommand) {
  const Ran run = Replay(Year());

  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  EXPECT_EQ(run.out, "4 new, 0 unchanged\n");
  EXPECT_EQ(run.err, "year.jsonl: 4 lines\n");
  EXPECT_THAT(Do({"workshops", "list"}), HasSubstr("1 serviceverkstad"));
}

TEST_F(ReplayCliTest, ReplayingAgainChangesNothing) {
  Replay(Year());
  const int64_t head = Head();

  const Ran again = Replay(Year());

  EXPECT_EQ(again.out, "0 new, 4 unchanged\n");
  EXPECT_EQ(Head(), head);
  std::vector<json> longer = Year();
  longer.push_back(Note("w", "Sagt senare"));
  EXPECT_EQ(Replay(longer).out, "1 new, 4 unchanged\n");
  EXPECT_EQ(Head(), head + 1);
}

TEST_F(ReplayCliTest, ACommandThatSaysNothingNewIsUnchanged) {
  std::vector<json> lines = Year();
  for (const char* key : {"a", "b"}) {
    json invite = Line("WorkshopService.InviteOrganisations",
                       {{"name", "partnerships/-/workshops/${uuid:w}"},
                        {"organisations", {"partnerships/-/organisations/2422"}}});
    invite["key"] = key;
    lines.push_back(invite);
  }
  EXPECT_EQ(Replay(lines).out, "5 new, 1 unchanged\n");
}

TEST_F(ReplayCliTest, EveryLineIsGivenByWhomItSays) {
  Replay(Year());

  const std::string history = Do({"--json", "log", "tail", "--last", "1"});
  EXPECT_THAT(history, HasSubstr("ROLE_OFFICER"));
  EXPECT_THAT(history, HasSubstr("organisations/2422"));
  // Whoever says who they are on the command line is that for every line.
  const Ran run = Replay({As(Note("w", "Annat"), "officer@2422")}, {"--act-as", "auditor"});
  EXPECT_THAT(run.error_line, HasSubstr("(ACCESS_DENIED)"));
}

TEST_F(ReplayCliTest, AFileFitsAnyPartnership) {
  Do({"partnerships", "create", "jamtland", "--name", "Jämtland"});

  const Ran run = Replay(Year(), {"--partnership", "jamtland"});

  EXPECT_EQ(run.out, "4 new, 0 unchanged\n") << run.error_line;
  EXPECT_THAT(Do({"--partnership", "jamtland", "workshops", "list"}),
              HasSubstr("1 serviceverkstad"));
  EXPECT_THAT(Do({"workshops", "list"}), HasSubstr("0 serviceverkstäder"));
  EXPECT_EQ(Replay(Year()).out, "4 new, 0 unchanged\n");
}

TEST_F(ReplayCliTest, NothingIsSentUnlessAllOfItIsRight) {
  const int64_t head = Head();
  std::vector<json> lines = Year();
  lines.push_back(Note("w", ""));
  lines.push_back(Line("WorkshopService.GetWorkshop", {{"name", "x"}}));
  lines.push_back(Note("w", "Sagt"));
  lines.back()["act_as"] = "officer@2422";

  const Ran run = Replay(lines);

  EXPECT_EQ(run.exit_code, kExitUsage);
  EXPECT_EQ(run.err,
            "year.jsonl, line 5, request.text: required. (FIELD_REQUIRED)\n"
            "year.jsonl, line 6, rpc: WorkshopService.GetWorkshop is no command; only what writes "
            "can be replayed\n"
            "year.jsonl, line 7: this is the same command as line 4; remove one of them, or give "
            "one a \"key\"\n");
  EXPECT_EQ(run.error_line, "samverk: year.jsonl: 3 faults, told above; nothing was sent");
  EXPECT_EQ(Head(), head);
}

TEST_F(ReplayCliTest, TwentyFaultsAreToldAndTheOthersCounted) {
  Write(absl::StrCat(std::string(25, '\n'), [] {
    std::string lines;
    for (int i = 0; i < 22; ++i) lines += "{}\n";
    return lines;
  }()));

  const Ran run = Samverk({"replay", path_});

  EXPECT_THAT(run.err, AllOf(HasSubstr("year.jsonl, line 26, rpc: "),
                             HasSubstr("year.jsonl, line 45, rpc: "), Not(HasSubstr("line 46")),
                             HasSubstr("… and 2 more\n")));
}

TEST_F(ReplayCliTest, HostileBytesAreFaults) {
  Write(absl::StrCat("\xff\xfe\n", std::string(300'000, '['), "\n", std::string(1000, '['), "\n",
                     absl::string_view("\0\n", 2), "{\"rpc\": \"\xed\xa0\x80\"}"));

  const Ran run = Samverk({"replay", path_});

  EXPECT_EQ(run.exit_code, kExitUsage);
  EXPECT_THAT(run.err, AllOf(HasSubstr("line 1: "), HasSubstr("line 2: longer than 262144 bytes"),
                             HasSubstr("line 3: brackets nest too deep"), HasSubstr("line 4: "),
                             HasSubstr("line 5: ")));
}

TEST_F(ReplayCliTest, AnEmptyFileAndAByteOrderMarkAreNoFault) {
  Write("\n  \n");
  EXPECT_EQ(Samverk({"replay", path_}).out, "0 new, 0 unchanged\n");
  Write(absl::StrCat("\xef\xbb\xbf", Admit("2421", "Storuman").dump()));
  EXPECT_EQ(Samverk({"replay", path_}).out, "1 new, 0 unchanged\n");
}

TEST_F(ReplayCliTest, ACheckSendsNothing) {
  const int64_t head = Head();
  EXPECT_EQ(Replay(Year(), {"--check"}).out, "4 commands, nothing wrong\n");
  EXPECT_EQ(Head(), head);
}

TEST_F(ReplayCliTest, ARefusedLineStopsTheReplayAndIsNamed) {
  std::vector<json> lines = Year();
  lines.insert(lines.begin() + 2, Plan("x", "2499"));

  const Ran run = Replay(lines);

  EXPECT_EQ(run.exit_code, kExitRefused);
  EXPECT_EQ(run.out, "2 new, 0 unchanged\n");
  EXPECT_THAT(run.error_line,
              AllOf(HasSubstr("samverk: year.jsonl, line 3 (WorkshopService.PlanWorkshop): "),
                    HasSubstr("2499"), HasSubstr("(LINKED_RESOURCE_NOT_FOUND)"),
                    HasSubstr("Rätta raden och kör igen")));
  // It is put right, and goes on from there.
  EXPECT_EQ(Replay(Year()).out, "2 new, 2 unchanged\n");
}

TEST_F(ReplayCliTest, WhoKeepsGoingIsToldWhatWasRefused) {
  std::vector<json> lines = Year();
  lines.insert(lines.begin() + 2, Plan("x", "2499"));
  lines.push_back(Note("x", "Sagt"));

  const Ran run = Replay(lines, {"--keep-going"});

  EXPECT_EQ(run.exit_code, kExitRefused);
  EXPECT_EQ(run.out, "4 new, 0 unchanged, 2 refused\n");
  EXPECT_THAT(run.err, AllOf(HasSubstr("line 3 (WorkshopService.PlanWorkshop)"),
                             HasSubstr("line 6 (WorkshopService.RecordWorkshopNote)"),
                             HasSubstr("(WORKSHOP_NOT_FOUND)")));
  EXPECT_EQ(run.error_line, "samverk: year.jsonl: servern sa nej till 2 av 6 rader.");
  const json counts = json::parse(Replay(lines, {"--keep-going", "--json"}).out);
  EXPECT_EQ(counts, json({{"new", 0}, {"unchanged", 4}, {"refused", 2}}));
}

TEST_F(ReplayCliTest, AServerThatIsGoneStopsAlsoWhoKeepsGoing) {
  Write(Year());
  const Ran run = Samverk({"replay", path_, "--keep-going", "--timeout", "5"});
  EXPECT_EQ(run.exit_code, kExitOk);
  server_.Stop();

  const Ran gone = Samverk({"replay", path_, "--keep-going", "--timeout", "5"});

  EXPECT_EQ(gone.exit_code, kExitUnavailable);
}

TEST_F(ReplayCliTest, AFileThatIsNotThereIsSaid) {
  const Ran run = Samverk({"replay", "/nowhere/year.jsonl"});
  EXPECT_EQ(run.exit_code, kExitUsage);
  EXPECT_THAT(run.error_line, HasSubstr("/nowhere/year.jsonl can not be read"));
}

}  // namespace
}  // namespace samverk::tests

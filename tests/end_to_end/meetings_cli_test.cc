// `samverk meetings` against the server.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "clients/cli/error_line.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "samverk/v1/meeting.pb.h"
#include "services/runtime/testing/from_text.h"
#include "tests/end_to_end/command_line.h"

namespace samverk::tests {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class MeetingsCliTest : public CommandLineTest {
 protected:
  MeetingsCliTest() {
    server_.AdmitMunicipality("2421", "Storumans kommun");
    server_.AdmitMunicipality("2422", "Sorsele kommun");
    Do({"organisations", "admit", "bygderad", "--kind", "local-group", "--name", "Bygderådet",
        "--joined", "2016-01-01"});
  }

  std::string Call(const std::string& day, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {"meetings",  "call",   "--host", "2421",   "--title",
                                      "Höstträff", "--from", day,      "--form", "hybrid"};
    words.insert(words.end(), more.begin(), more.end());
    return IdIn(Do(words));
  }

  std::string CallAndHold(const std::string& day) {
    std::string id = Call(day);
    Do({"meetings", "hold", id, "--attendance", "2421=3,2422=2"});
    return id;
  }

  v1::Meeting Get(const std::string& id) {
    const auto response = server_.Ask<v1::GetMeetingResponse>(
        runtime::FromText<v1::GetMeetingRequest>("name: '~/meetings/" + id + "'"));
    EXPECT_OK(response);
    return response.value_or(v1::GetMeetingResponse()).meeting();
  }
};

TEST_F(MeetingsCliTest, AMeetingIsTakenDownFromItsCallToWhatCameOfIt) {
  const std::string id = Call("2019-10-01", {"--invite", "2422"});
  Do({"meetings", "invite", id, "bygderad"});
  Do({"meetings", "agenda", id, "Läget i kommunerna @2421", "Övrigt", "--text", "1=Bilaga 2"});
  Do({"meetings", "hold", id, "--attendance", "2421=3,2422=2"});
  Do({"meetings", "minutes", id, "# Läget i kommunerna\nMacken stänger.", "--item", "2=Inget."});
  Do({"meetings", "approve", id, "--by", "2421,organisations/2422", "--on", "2019-10-04"});
  Do({"meetings", "decide", id, "Skriv till PTS", "--responsible", "2422", "--deadline",
      "2019-12-01", "--link", absl::StrCat("meetings/", id)});
  Do({"meetings", "done", id, "6", "--on", "2019-10-05", "--result", "Skickat"});

  EXPECT_THAT(Do({"meetings", "show", id}),
              AllOf(HasSubstr("kallade     Bygderådet, Sorsele kommun"),
                    HasSubstr("dagordning  1. Läget i kommunerna (Storumans kommun)"),
                    HasSubstr("Bilaga 2"), HasSubstr("2. Övrigt"),
                    HasSubstr("protokoll   Läget i kommunerna"), HasSubstr("Macken stänger."),
                    HasSubstr("Inget."),
                    HasSubstr("justerat    2019-10-04 av Storumans kommun, Sorsele kommun\n"),
                    HasSubstr("beslut      6: Skriv till PTS (Sorsele kommun, klart 2019-10-05)"),
                    HasSubstr("resultat: Skickat")));
  EXPECT_THAT(Do({"meetings", "history", id}),
              AllOf(HasSubstr("kallade: Bygderådet"), HasSubstr("dagordningen satt: 2 punkter"),
                    HasSubstr("protokoll registrerat: 2 avsnitt"),
                    HasSubstr("protokollet justerat 2019-10-04"),
                    HasSubstr("beslut 6 klart 2019-10-05: Skickat")));
}

TEST_F(MeetingsCliTest, MembersAreCalledAndVillagesAreNot) {
  EXPECT_EQ(Get(Call("2019-10-01", {"--invite-members"})).invited_size(), 2);
  const std::string id = Call("2019-10-01");
  Do({"meetings", "invite", id, "--members"});
  EXPECT_EQ(Get(id).invited_size(), 2);
  EXPECT_THAT(Samverk({"meetings", "invite", id}).error_line, HasSubstr("nobody was named"));
}

TEST_F(MeetingsCliTest, EverythingIsCorrectedAfterwards) {
  const std::string id = CallAndHold("2019-10-01");
  Do({"meetings", "invite", id, "2422"});
  Do({"meetings", "minutes", id, "Sagt"});
  Do({"meetings", "approve", id, "--by", "2421", "--on", "2019-10-02"});
  for (const char* text : {"ett", "två", "tre"}) {  // 5, 6, 7.
    Do({"meetings", "decide", id, text, "--responsible", "2421", "--deadline", "2019-12-01",
        "--link", "organisations/2422"});
  }
  Do({"meetings", "done", id, "5", "--on", "2019-10-03", "--result", "Klart"});
  Do({"meetings", "done", id, "6", "--on", "2019-10-03"});

  Do({"meetings",   "correct",       id,     "--minutes",         "Rätt", "--approved-by",
      "2422",       "--not-present", "2421", "--uninvite",        "2422", "--decision-entry",
      "5",          "--text",        "ETT",  "--deadline",        "none", "--done-on",
      "2019-10-04", "--reopen",      "6",    "--remove-decision", "7"});

  const v1::Meeting meeting = Get(id);
  EXPECT_EQ(meeting.minutes().sections(0).text(), "Rätt");
  EXPECT_TRUE(meeting.minutes().corrected_since());
  EXPECT_EQ(meeting.minutes().approval().approved_on().day(), 2);  // As it was.
  EXPECT_THAT(meeting.minutes().approval().approved_by(0), HasSubstr("2422"));
  EXPECT_EQ(meeting.attendance_size(), 1);
  EXPECT_EQ(meeting.invited_size(), 0);
  ASSERT_EQ(meeting.decisions_size(), 2);
  EXPECT_EQ(meeting.decisions(0).text(), "ETT");
  EXPECT_FALSE(meeting.decisions(0).has_deadline());
  EXPECT_EQ(meeting.decisions(0).links_size(), 1);  // As they were.
  EXPECT_EQ(meeting.decisions(0).done_on().day(), 4);
  EXPECT_EQ(meeting.decisions(0).result(), "Klart");
  EXPECT_FALSE(meeting.decisions(1).has_done_on());
  EXPECT_THAT(Do({"meetings", "show", id}), HasSubstr("; rättat därefter"));

  Do({"meetings", "correct", id, "--not-approved"});
  EXPECT_THAT(Do({"meetings", "show", id}), HasSubstr("justerat   inte än"));
}

TEST_F(MeetingsCliTest, WhatIsOpenAndLateIsListed) {
  const std::string id = CallAndHold("2019-03-01");
  Do({"meetings", "decide", id, "Skriv till PTS", "--responsible", "2421", "--deadline",
      "2019-04-01"});
  Do({"meetings", "decide", id, "Ring handlarna", "--responsible", "2422"});
  Do({"meetings", "done", id, "2", "--on", "2019-05-01"});

  const std::string all = Do({"meetings", "decisions"});
  EXPECT_THAT(all, AllOf(HasSubstr("2  2019-03-01  Storumans kommun  Skriv till PTS  "
                                   "klart 2019-05-01"),
                         HasSubstr("2 beslut")));
  EXPECT_THAT(Do({"meetings", "decisions", "--open"}), Not(HasSubstr("PTS")));
  EXPECT_THAT(Do({"meetings", "decisions", "--done", "--responsible", "2421"}), HasSubstr("PTS"));
  EXPECT_THAT(Do({"meetings", "decisions", "--overdue-on", "2019-04-15"}), HasSubstr("PTS"));
  EXPECT_THAT(Do({"meetings", "decisions", "--overdue"}), HasSubstr("0 beslut"));
  EXPECT_THAT(Do({"meetings", "decisions", "--year", "2018"}), HasSubstr("0 beslut"));
  const json listed = json::parse(Do({"--json", "meetings", "decisions", "--open"}));
  EXPECT_EQ(listed["decisions"][0]["decision"]["text"], "Ring handlarna");
}

TEST_F(MeetingsCliTest, AYearWithTooFewMeetingsIsAWarning) {
  CallAndHold("2017-03-01");
  CallAndHold("2017-09-01");
  CallAndHold("2018-03-01");

  EXPECT_THAT(Do({"meetings", "years", "--to", "2019"}),
              AllOf(HasSubstr("2017       2               2        2         10\n"),
                    HasSubstr("2018       1               2        2          5  1 saknas"),
                    HasSubstr("2019       0               2                      2 saknas"),
                    HasSubstr("3 år, 2 med för få träffar")));
  EXPECT_THAT(Do({"meetings", "list", "--year", "2018"}),
              HasSubstr("2018: 1 hållen, 0 kallade; minst 2 om året. VARNING: 1 saknas\n"));
  EXPECT_THAT(Do({"meetings", "list", "--year", "2017"}),
              HasSubstr("2017: 2 hållna, 0 kallade; minst 2 om året\n"));
  const json years =
      json::parse(Do({"--json", "meetings", "years", "--from", "2018", "--to", "2018"}));
  EXPECT_TRUE(years["years"][0]["fallsBelow"]);
}

TEST_F(MeetingsCliTest, AMeetingThatNobodyRecordedAsHeldIsRemembered) {
  Call("2019-03-01");
  EXPECT_THAT(Do({"meetings", "list", "--year", "2019"}),
              HasSubstr("1 har varit men är inte registrerad som hållen"));
  EXPECT_THAT(Do({"meetings", "years", "--to", "2019"}), HasSubstr("1 ej registrerad som hållen"));
}

TEST_F(MeetingsCliTest, MeetingsOfAnOrganisationAreListed) {
  Call("2019-10-01", {"--invite", "2422"});
  EXPECT_THAT(Do({"meetings", "list", "--organisation", "2422"}),
              HasSubstr("1 partnerskapsträff\n"));
  EXPECT_THAT(Do({"meetings", "list", "--organisation", "bygderad"}),
              HasSubstr("0 partnerskapsträffar\n"));
}

TEST_F(MeetingsCliTest, WhatIsNotRightIsSaidBeforeTheServerIsAsked) {
  const std::string id = CallAndHold("2019-10-01");
  const auto refusal = [this](const std::vector<std::string>& words) {
    const Ran run = Samverk(words);
    EXPECT_EQ(run.exit_code, kExitUsage) << run.error_line;
    return run.error_line;
  };

  EXPECT_THAT(refusal({"meetings", "agenda", id}), HasSubstr("no agenda was given"));
  EXPECT_THAT(refusal({"meetings", "agenda", id, "Läget", "--text", "2=Bilaga"}),
              HasSubstr("there is no item 2; the agenda has 1 items"));
  EXPECT_THAT(refusal({"meetings", "minutes", id}), HasSubstr("no minutes were given"));
  EXPECT_THAT(refusal({"meetings", "minutes", id, "--item", "1=Sagt"}),
              HasSubstr("there is no item 1"));
  EXPECT_THAT(refusal({"meetings", "minutes", id, "# Läget"}),
              HasSubstr("nothing stands below the heading"));
  EXPECT_THAT(refusal({"meetings", "correct", id}), HasSubstr("nothing to correct was given"));
  EXPECT_THAT(refusal({"meetings", "correct", id, "--decision-entry", "7", "--text", "x"}),
              HasSubstr("there is no decision with the number 7; see `samverk meetings show`"));
}

TEST_F(MeetingsCliTest, RefusalsAreInSwedish) {
  const std::string id = Call("2019-10-01");
  const Ran run = Samverk({"meetings", "minutes", id, "Sagt"});
  EXPECT_EQ(run.exit_code, kExitRefused);
  EXPECT_THAT(run.error_line,
              AllOf(HasSubstr("inte registrerad som hållen"), HasSubstr("(MEETING_NOT_HELD_YET)")));
}

}  // namespace
}  // namespace samverk::tests

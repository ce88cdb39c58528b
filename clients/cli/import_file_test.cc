#include "clients/cli/import_file.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "base/testing/status_matchers.h"
#include "clients/cli/error_line.h"
#include "clients/cli/import_ids.h"
#include "clients/cli/swedish.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace samverk {
namespace {

using ::testing::HasSubstr;

std::string ExampleText() {
  std::ifstream file("examples/vasterbotten.json");
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// Every command of the file that needs nothing else to be known, as bytes with its request id.
std::vector<std::string> SealedBytes(const ImportFile& file) {
  std::vector<std::string> bytes = {file.partnership.SerializeAsString()};
  for (const auto& row : file.organisations) bytes.push_back(row.admit.SerializeAsString());
  for (const auto& row : file.people) bytes.push_back(row.person.SerializeAsString());
  for (const auto& row : file.meetings) bytes.push_back(row.call.SerializeAsString());
  for (const auto& row : file.workshops) {
    bytes.push_back(row.plan.SerializeAsString());
    for (const auto& entry : row.knowledge) bytes.push_back(entry.SerializeAsString());
    for (const auto& entry : row.notes) bytes.push_back(entry.SerializeAsString());
    for (const auto& entry : row.outcomes) bytes.push_back(entry.SerializeAsString());
  }
  for (const auto& row : file.plans) {
    for (const PlanStep& step : row.plan.steps) {
      bytes.push_back(
          std::visit([](const auto& each) { return each.SerializeAsString(); }, step.command));
    }
  }
  return bytes;
}

// A file with one workshop of these further fields.
std::string WithWorkshop(absl::string_view fields) {
  return absl::StrCat(
      R"({"partnership": {"id": "p", "name": "P"},
          "meetings": [{"key": "m", "host": "2421", "title": "M", "from": "2019-01-01",
                        "form": "digital"}],
          "workshops": [{"key": "w", "host": "2421", "title": "W", "from": "2019-05-14",
                         "to": "2019-05-15", "form": "physical")",
      fields, "}]}");
}

std::string ProblemOf(absl::string_view text) {
  const auto file = ReadImportFile(text);
  EXPECT_EQ(ExitCodeOf(file.status()), kExitUsage);
  return std::string(file.status().message());
}

TEST(ImportIdsTest, FollowFromKeyAndContentAndNothingElse) {
  v1::PlanWorkshopRequest request;
  request.set_title("Drivstationer");
  Seal("workshops/a", request);
  const std::string id = request.request_id();
  EXPECT_TRUE(IsImported(id));
  Seal("workshops/a", request);
  EXPECT_EQ(request.request_id(), id);
  Seal("workshops/b", request);
  EXPECT_NE(request.request_id(), id);
  request.set_title("Drivstationer på landsbygden");
  Seal("workshops/a", request);
  EXPECT_NE(request.request_id(), id);
}

TEST(ImportIdsTest, DifferByTheTypeOfTheCommand) {
  v1::CancelWorkshopRequest cancel;
  v1::WithdrawWorkshopRequest withdraw;
  Seal("workshops/a", cancel);
  Seal("workshops/a", withdraw);
  EXPECT_NE(cancel.request_id(), withdraw.request_id());
}

// What was imported once must be found again by every later version of this program.
TEST(ImportIdsTest, AreTheSameForEver) {
  EXPECT_EQ(ImportedId("workshops", "2019-drivmedel"), "824ed07a-8cd1-51ec-8a48-2aef859d16d8");
  v1::CancelWorkshopRequest cancel;
  cancel.set_name("partnerships/p/workshops/w");
  Seal("workshops/w", cancel);
  EXPECT_EQ(cancel.request_id(), "24d4b020-e684-5693-875b-98965437a83f");
}

TEST(ImportIdsTest, TellImportsFromPeople) {
  EXPECT_FALSE(IsImported("0199a1b2-0000-7000-8000-000000000001"));
  EXPECT_FALSE(IsImported("0199a1b2"));
  EXPECT_FALSE(IsImported(""));
}

TEST(ImportFileTest, TheSameTextGivesTheSameCommandsByteForByte) {
  ASSERT_OK_AND_ASSIGN(ImportFile first, ReadImportFile(ExampleText()));
  ASSERT_OK_AND_ASSIGN(ImportFile second, ReadImportFile(ExampleText()));
  for (size_t i = 0; i < first.people.size(); ++i) {
    v1::RegisterPersonRequest& once = first.people[i].person;
    v1::RegisterPersonRequest& again = second.people[i].person;
    // An id that came from a name could be guessed by who guesses the name.
    EXPECT_EQ(once.request_id() == again.request_id(), !once.has_details());
    if (once.has_details()) again.set_request_id(once.request_id());
  }
  EXPECT_EQ(SealedBytes(first), SealedBytes(second));
}

TEST(ImportFileTest, NoTwoCommandsHaveTheSameRequestId) {
  ASSERT_OK_AND_ASSIGN(const ImportFile file, ReadImportFile(ExampleText()));
  const std::vector<std::string> bytes = SealedBytes(file);
  EXPECT_EQ(std::set<std::string>(bytes.begin(), bytes.end()).size(), bytes.size());
}

TEST(ImportFileTest, OrderAndSpacingOfKeysDoNotMatter) {
  const std::string here = R"({"partnership": {"id": "p", "name": "P", "county": "24"}})";
  const std::string there = R"({"partnership":{"county":"24",  "name":"P","id":"p"}})";
  EXPECT_EQ(ReadImportFile(here)->partnership.request_id(),
            ReadImportFile(there)->partnership.request_id());
}

TEST(ImportFileTest, TheExampleIsWholeAndMarked) {
  ASSERT_OK_AND_ASSIGN(const ImportFile file, ReadImportFile(ExampleText()));
  EXPECT_EQ(file.partnership.partnership_id(), "vasterbotten");
  EXPECT_EQ(file.organisations.size(), 21u);
  int meetings_2019 = 0;
  for (const MeetingRow& row : file.meetings) {
    if (row.call.period().start_date().year() == 2019) ++meetings_2019;
  }
  EXPECT_GE(meetings_2019, 2);
  int workshops_2019 = 0;
  int cancelled = 0;
  int corrected = 0;
  for (const WorkshopRow& row : file.workshops) {
    const int year = row.plan.period().start_date().year();
    if (year == 2019) ++workshops_2019;
    EXPECT_THAT(row.plan.host(), HasSubstr(year < 2019 ? "lansstyrelsen" : "region-")) << row.key;
    if (row.cancel.has_value()) ++cancelled;
    if (!row.corrections.empty()) ++corrected;
  }
  EXPECT_EQ(workshops_2019, 4);
  EXPECT_EQ(cancelled, 1);
  EXPECT_EQ(corrected, 1);
  const nlohmann::json json = nlohmann::json::parse(ExampleText());
  for (const auto& workshop : json["workshops"]) EXPECT_TRUE(workshop["example"]);
  int named = 0;
  for (const auto& person : json["people"]) {
    EXPECT_TRUE(person["example"]);
    named += person.contains("name") ? 1 : 0;
  }
  EXPECT_EQ(named, 2);
}

TEST(ImportFileTest, DaysAreInclusive) {
  ASSERT_OK_AND_ASSIGN(const ImportFile file, ReadImportFile(WithWorkshop("")));
  EXPECT_EQ(FormatPeriod(file.workshops[0].plan.period()), "2019-05-14–15");
  EXPECT_EQ(file.workshops[0].plan.period().end_date().day(), 16);
}

TEST(ImportFileTest, WhatWasHeldHappenedOnItsLastDayWhereNothingElseIsSaid) {
  ASSERT_OK_AND_ASSIGN(const ImportFile file, ReadImportFile(WithWorkshop(R"(, "held": {})")));
  const v1::HoldWorkshopRequest& hold = *file.workshops[0].hold;
  EXPECT_EQ(FormatPeriod(hold.held()), "2019-05-14–15");
  EXPECT_EQ(FormatDay(hold.provenance().occurred_at()), "2019-05-15");
}

TEST(ImportFileTest, LinksNameRowsByTheirKeys) {
  ASSERT_OK_AND_ASSIGN(
      const ImportFile file,
      ReadImportFile(WithWorkshop(R"(, "outcomes": [{"text": "x", "links": ["meetings/m"]}])")));
  EXPECT_EQ(file.workshops[0].outcomes[0].links(0),
            absl::StrCat("partnerships/p/meetings/", file.meetings[0].call.meeting_id()));
}

TEST(ImportFileTest, ProblemsArePointedAt) {
  EXPECT_EQ(ProblemOf("{}"),
            "/partnership: this is missing; say which partnership the file is about");
  EXPECT_THAT(ProblemOf("{\n\"partnership\": }"), HasSubstr("line 2, column 16"));
  EXPECT_THAT(ProblemOf(WithWorkshop(R"(, "form": "digital")")), HasSubstr("\"form\" comes twice"));
  EXPECT_EQ(ProblemOf(absl::StrReplaceAll(WithWorkshop(""), {{"2019-05-15", "2019-05-13"}})),
            "/workshops/0/to: 2019-05-13 is before the first day, 2019-05-14");
  EXPECT_THAT(ProblemOf(WithWorkshop(R"(, "titel": "x")")),
              HasSubstr("/workshops/0/titel: this key is not known here"));
  EXPECT_EQ(
      ProblemOf(WithWorkshop(R"(, "held": {}, "cancelled": {"on": "2019-05-01", "reason": "x"})")),
      "/workshops/0/cancelled: what was held was not cancelled; remove one of them");
  EXPECT_THAT(ProblemOf(WithWorkshop(R"(, "programme": [{"time": "9", "title": "x"}])")),
              HasSubstr("/workshops/0/programme/0/time: \"9\" is not a time"));
  EXPECT_THAT(ProblemOf(WithWorkshop(R"(, "outcomes": [{"text": "x", "links": ["meetings/n"]}])")),
              HasSubstr("/workshops/0/outcomes/0/links: there is no \"meetings/n\" above"));
  EXPECT_THAT(ProblemOf(WithWorkshop(R"(, "notes": ["x", "x"])")),
              HasSubstr("/workshops/0/notes: the same stands there twice"));
  EXPECT_THAT(ProblemOf(WithWorkshop(
                  R"(, "corrections": [{"on": "2019-06-01", "reason": "x",
                       "set": {"attendance": {"2421": 2}}}])")),
              HasSubstr("/workshops/0/corrections/0/set/attendance: nobody came"));
  EXPECT_THAT(ProblemOf(WithWorkshop(R"(, "registrations": {"2421": "two"})")),
              HasSubstr("/workshops/0/registrations/2421: this has to be a whole number"));
}

// A file with one meeting that was held, of these further fields.
std::string WithMeeting(absl::string_view fields) {
  return absl::StrCat(R"({"partnership": {"id": "p", "name": "P"},
                          "meetings": [{"key": "m", "host": "2421", "title": "M", "held": {},
                                        "from": "2019-01-01", "form": "digital")",
                      fields, "}]}");
}

TEST(ImportFileTest, WhatIsSaidAtAMeetingIsRead) {
  ASSERT_OK_AND_ASSIGN(const ImportFile file, ReadImportFile(WithMeeting(R"(
      , "invited": ["2422"], "agenda": [{"title": "Läget", "presenter": "2422", "text": "Läs"}],
      "minutes": [{"text": "Sagt"}], "approved": {"on": "2019-01-09", "by": ["2421", "people/x"]},
      "decisions": [{"text": "Skriv", "responsible": "2421", "deadline": "2019-02-01",
                     "done": {"on": "2019-01-20", "result": "Klart"}}])")));

  const MeetingRow& row = file.meetings[0];
  EXPECT_EQ(row.call.invited(0), "partnerships/p/organisations/2422");
  EXPECT_EQ(row.papers.agenda->items(0).presenter(), "partnerships/p/organisations/2422");
  EXPECT_EQ(row.papers.minutes->sections(0).text(), "Sagt");
  EXPECT_EQ(row.papers.approve->approval().approved_by(1), "partnerships/p/people/x");
  EXPECT_EQ(FormatDay(row.papers.approve->provenance().occurred_at()), "2019-01-09");
  const DecisionLine& decision = row.papers.decisions[0];
  EXPECT_TRUE(IsImported(decision.record.request_id()));
  EXPECT_EQ(FormatDay(decision.record.provenance().occurred_at()), "2019-01-01");
  EXPECT_EQ(decision.done->completion().result(), "Klart");
}

TEST(ImportFileTest, ProblemsOfMeetingsArePointedAt) {
  EXPECT_THAT(ProblemOf(absl::StrReplaceAll(WithMeeting(R"(, "minutes": [{"text": "x"}])"),
                                            {{R"("held": {},)", ""}})),
              HasSubstr("/meetings/0/minutes: nothing was said at what was not held"));
  EXPECT_THAT(ProblemOf(WithMeeting(R"(, "approved": {"on": "2019-01-09", "by": ["2421"]})")),
              HasSubstr("/meetings/0/approved: there are no minutes"));
  EXPECT_THAT(
      ProblemOf(WithMeeting(R"(, "minutes": [{"text": "x"}], "approved": {"on": "2019-01-09"})")),
      HasSubstr("/meetings/0/approved/by: this is missing"));
  EXPECT_THAT(ProblemOf(WithMeeting(R"(, "minutes": [{"title": "x"}])")),
              HasSubstr("/meetings/0/minutes/0/text: this is missing"));
  EXPECT_THAT(ProblemOf(WithMeeting(R"(, "agenda": [{"title": "x", "time": "09:00"}])")),
              HasSubstr("/meetings/0/agenda/0/time: this key is not known here"));
  EXPECT_THAT(ProblemOf(WithMeeting(R"(, "decisions": [{"text": "x", "responsible": "2421"},
                                                       {"text": "x", "responsible": "2421"}])")),
              HasSubstr("/meetings/0/decisions: the same stands there twice"));
  EXPECT_THAT(ProblemOf(WithMeeting(R"(, "decisions": [{"text": "x", "responsible": "2421",
                                                        "links": ["meetings/n"]}])")),
              HasSubstr("/meetings/0/decisions/0/links: there is no \"meetings/n\" above"));
}

TEST(ImportFileTest, AKeyMayComeOnce) {
  EXPECT_THAT(ProblemOf(R"({"partnership": {"id": "p", "name": "P"}, "organisations": [
                  {"id": "2421", "kind": "municipality", "name": "S", "joined": "2016-01-01"},
                  {"id": "2421", "kind": "municipality", "name": "S", "joined": "2016-01-01"}]})"),
              HasSubstr("/organisations/1/id: another row has this already"));
}

TEST(ImportFileTest, PeopleAreUuids) {
  EXPECT_THAT(ProblemOf(R"({"partnership": {"id": "p", "name": "P"}, "people": [
                  {"id": "anna", "organisation": "2421", "role": "officer"}]})"),
              HasSubstr("/people/0/id: this has to be a UUID"));
}

// ---- Plans

// A file with one plan of these further fields.
std::string WithPlan(absl::string_view fields) {
  return absl::StrCat(R"({"partnership": {"id": "p", "name": "P"},
                          "plans": [{"key": "k", "owner": "2421", "title": "T")",
                      fields, "}]}");
}

TEST(ImportPlansTest, TheExampleHasRealPlansAndAWholeLife) {
  ASSERT_OK_AND_ASSIGN(const ImportFile file, ReadImportFile(ExampleText()));
  ASSERT_EQ(file.plans.size(), 7u);
  const auto& create = std::get<v1::CreatePlanRequest>(file.plans[0].plan.steps[0].command);
  EXPECT_EQ(create.title(), "Serviceplan för Storumans kommun 2019–2022");
  EXPECT_EQ(FormatPeriod(create.period()), "2019-01-01–2022-12-31");
  const auto& correct = std::get<v1::CorrectPlanRequest>(file.plans[0].plan.steps.back().command);
  EXPECT_EQ(FormatPeriod(correct.period()), "2019-01-01–2020-12-31");
  std::set<std::string> devices;
  bool resolved = false;
  const auto whole_life = std::find_if(file.plans.begin(), file.plans.end(), [](const auto& row) {
    return row.key == "plans/exempel-mala-2021";
  });
  ASSERT_NE(whole_life, file.plans.end());
  for (const PlanStep& step : whole_life->plan.steps) {
    devices.insert(step.device);
    resolved = resolved || std::holds_alternative<v1::ResolvePlanConflictRequest>(step.command);
  }
  EXPECT_EQ(devices.size(), 3u);  // Two, and none.
  EXPECT_TRUE(resolved);
  const nlohmann::json json = nlohmann::json::parse(ExampleText());
  for (const auto& plan : json["plans"]) {
    const bool made_up = std::string(plan["key"]).starts_with("exempel-");
    EXPECT_EQ(plan.value("example", false), made_up) << plan["key"];
  }
}

TEST(ImportPlansTest, WhatIsDoneTwiceInALifeIsTwoCommands) {
  ASSERT_OK_AND_ASSIGN(const ImportFile file,
                       ReadImportFile(WithPlan(R"(, "life": [{"do": "propose"}, {"do": "recall"},
                                            {"do": "propose"}])")));
  const std::vector<PlanStep>& steps = file.plans[0].plan.steps;
  ASSERT_EQ(steps.size(), 4u);
  EXPECT_NE(steps[1].request_id(), steps[3].request_id());
  EXPECT_TRUE(IsImported(steps[3].request_id()));
}

TEST(ImportPlansTest, AnEditSaysWhatHadBeenSeen) {
  ASSERT_OK_AND_ASSIGN(const ImportFile file,
                       ReadImportFile(WithPlan(R"(, "sections": [{"key": "s", "title": "S"}],
          "life": [{"do": "edit", "label": "x", "set": {"title": "A"}},
                   {"do": "edit", "set": {"title": "B"}},
                   {"do": "edit", "based_on": "x", "set": {"sections/s/text": "C"}}])")));
  const std::vector<PlanStep>& steps = file.plans[0].plan.steps;
  EXPECT_EQ(steps[3].based_on, 2u);
  EXPECT_EQ(steps[4].based_on, 2u);
  const auto& added = std::get<v1::EditPlanRequest>(steps[1].command).edits(0).add_section();
  const auto& text = std::get<v1::EditPlanRequest>(steps[4].command).edits(0).element_text();
  EXPECT_EQ(text.element(), added.element());
}

TEST(ImportPlansTest, ProblemsArePointedAt) {
  EXPECT_THAT(ProblemOf(WithPlan(R"(, "life": [{"do": "dream"}])")),
              HasSubstr("/plans/0/life/0/do: \"dream\" is none of edit"));
  EXPECT_THAT(ProblemOf(WithPlan(R"(, "life": [{"do": "edit"}])")),
              HasSubstr("/plans/0/life/0: this edits nothing"));
  EXPECT_THAT(ProblemOf(WithPlan(R"(, "life": [{"do": "edit", "set": {"colour": "x"}}])")),
              HasSubstr("\"colour\" is no field"));
  EXPECT_THAT(ProblemOf(WithPlan(R"(, "life": [{"do": "edit", "based_on": "x",
                                                "set": {"title": "A"}}])")),
              HasSubstr("/plans/0/life/0/based_on: no step above"));
  EXPECT_THAT(ProblemOf(WithPlan(R"(, "life": [{"do": "adopt"}])")),
              HasSubstr("/plans/0/life/0/decision: this is missing"));
  EXPECT_THAT(ProblemOf(WithPlan(R"(, "from": "2019-01-01")")), HasSubstr("/plans/0/to: a period"));
  EXPECT_THAT(ProblemOf(WithPlan(R"(, "places": [{"key": "a", "title": "A",
                                     "level": "service-node", "offers": ["beer"]}])")),
              HasSubstr("/plans/0/places/0/offers: \"beer\" is none of"));
}

}  // namespace
}  // namespace samverk

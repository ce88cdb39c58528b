// An import of the example: the real command line, the real server, and what is then there
// over the wire.

#include <map>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/attachment.pb.h"
#include "samverk/v1/audit.pb.h"
#include "samverk/v1/meeting.pb.h"
#include "samverk/v1/partnership.pb.h"
#include "samverk/v1/plan.pb.h"
#include "samverk/v1/workshop.pb.h"
#include "samverk/v1/workshop_events.pb.h"
#include "services/runtime/testing/from_text.h"
#include "tests/end_to_end/import_bench.h"

namespace samverk::tests {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAreArray;

class ImportTest : public ImportBench {
 protected:
  // How many rows the example has, its partnership among them.
  size_t Rows() const {
    return 1 + example_["organisations"].size() + example_["people"].size() +
           example_["meetings"].size() + example_["workshops"].size() + example_["plans"].size() +
           example_["attachments"].size();
  }

  // The texts of a field in a list of the example.
  std::vector<std::string> Texts(const std::string& list, const std::string& field) const {
    std::vector<std::string> texts;
    for (const json& row : example_[list]) texts.push_back(row[field]);
    return texts;
  }

  v1::Workshop FindWorkshop(const std::string& title) {
    const auto list = ListAll<v1::ListWorkshopsRequest, v1::ListWorkshopsResponse>();
    for (const v1::Workshop& workshop : list.workshops()) {
      if (workshop.title() == title) return workshop;
    }
    ADD_FAILURE() << "there is no workshop " << title;
    return {};
  }

  v1::Meeting FindMeeting(const std::string& title) {
    const auto list = ListAll<v1::ListMeetingsRequest, v1::ListMeetingsResponse>();
    for (const v1::Meeting& meeting : list.meetings()) {
      if (meeting.title() == title) return meeting;
    }
    ADD_FAILURE() << "there is no meeting " << title;
    return {};
  }

  // The row of a meeting in the example.
  json& MeetingRow(const std::string& key) {
    for (json& row : example_["meetings"]) {
      if (row["key"] == key) return row;
    }
    CHECK(false);  // The example has it.
  }
};

// The titles or names of `resources`.
template <typename Resources>
std::vector<std::string> TitlesOf(const Resources& resources) {
  std::vector<std::string> titles;
  for (const auto& resource : resources) {
    if constexpr (requires { resource.title(); }) {
      titles.push_back(resource.title());
    } else {
      titles.push_back(resource.display_name());
    }
  }
  return titles;
}

TEST_F(ImportTest, EverythingInTheExampleIsThereAfterwards) {
  const Imported first = ImportFile(absl::GetFlag(FLAGS_example));

  EXPECT_EQ(first.last_line(), absl::StrCat(Rows(), " new, 0 unchanged"));
  ASSERT_EQ(first.exit_code, kDone);
  const auto partnerships = Partnerships();
  ASSERT_OK(partnerships);
  ASSERT_THAT(partnerships->partnerships(), SizeIs(1));
  EXPECT_EQ(partnerships->partnerships(0).display_name(), example_["partnership"]["name"]);
  const auto organisations = ListAll<v1::ListOrganisationsRequest, v1::ListOrganisationsResponse>();
  EXPECT_THAT(TitlesOf(organisations.organisations()),
              UnorderedElementsAreArray(Texts("organisations", "name")));
  const auto people = ListAll<v1::ListPeopleRequest, v1::ListPeopleResponse>();
  EXPECT_THAT(people.people(), SizeIs(static_cast<int>(example_["people"].size())));
  const auto meetings = ListAll<v1::ListMeetingsRequest, v1::ListMeetingsResponse>();
  EXPECT_THAT(TitlesOf(meetings.meetings()), UnorderedElementsAreArray(Texts("meetings", "title")));
  const auto workshops = ListAll<v1::ListWorkshopsRequest, v1::ListWorkshopsResponse>();
  EXPECT_THAT(TitlesOf(workshops.workshops()),
              UnorderedElementsAreArray(Texts("workshops", "title")));
}

TEST_F(ImportTest, AWorkshopIsThereWithItsWholeLifeAndItsCorrections) {
  ASSERT_EQ(Import(example_).exit_code, kDone);

  const v1::Workshop workshop = FindWorkshop("Drivstationer på landsbygden");

  EXPECT_EQ(workshop.state(), v1::WORKSHOP_STATE_HELD);
  EXPECT_EQ(workshop.host(), "partnerships/vasterbotten/organisations/region-vasterbotten");
  EXPECT_EQ(workshop.venue(), "Folkets hus, Storuman");  // As corrected.
  EXPECT_THAT(workshop.invited(), SizeIs(10));
  EXPECT_THAT(workshop.programme(), SizeIs(6));
  EXPECT_THAT(workshop.registrations(), SizeIs(9));
  EXPECT_THAT(workshop.attendance(), SizeIs(11));
  EXPECT_THAT(TitlesOf(workshop.knowledge()),
              ElementsAre("Kalkylmall för en bygdeägd drivstation",
                          "Stöd till drivmedelsstationer: så söker man"));
  EXPECT_THAT(workshop.outcomes(), SizeIs(2));
  EXPECT_EQ(workshop.note_count(), 3);
}

TEST_F(ImportTest, AMeetingIsThereWithWhatWasSaidAtIt) {
  ASSERT_EQ(Import(example_).exit_code, kDone);

  const v1::Meeting meeting = FindMeeting("Partnerskapsträff hösten 2019");

  EXPECT_THAT(meeting.invited(), SizeIs(18));
  EXPECT_THAT(TitlesOf(meeting.agenda()), ElementsAre("Läget i kommunerna", "Storumans serviceplan",
                                                      "Drivmedel i glesbygd", "Efter projektet"));
  EXPECT_THAT(meeting.minutes().sections(), SizeIs(4));
  EXPECT_THAT(meeting.minutes().approval().approved_by(), SizeIs(2));
  EXPECT_FALSE(meeting.minutes().corrected_since());
  ASSERT_THAT(meeting.decisions(), SizeIs(3));
  EXPECT_EQ(meeting.decisions(0).done_on().year(), 2020);
  EXPECT_FALSE(meeting.decisions(1).has_done_on());
  EXPECT_THAT(meeting.decisions(1).links(),
              ElementsAre("partnerships/vasterbotten/organisations/2425"));
}

TEST_F(ImportTest, WhatWasSaidIsCorrectedAsFarAsTheFileChanges) {
  ASSERT_EQ(Import(example_).exit_code, kDone);
  json& row = MeetingRow("2019-host");
  row["minutes"][0]["text"] = "Sju kommuner arbetar med en ny serviceplan.";
  row["decisions"][1]["deadline"] = "2020-05-31";
  row["decisions"][1]["done"] = {{"on", "2020-04-22"}};
  row["decisions"][0]["done"]["result"] = "Skrivelsen är inskickad.";
  row["decisions"].push_back({{"text", "Nästa träff är i Vännäs."}, {"responsible", "2460"}});

  EXPECT_EQ(Import(example_).last_line(),
            absl::StrCat("0 new, 1 changed, ", Rows() - 1, " unchanged"));

  const v1::Meeting meeting = FindMeeting("Partnerskapsträff hösten 2019");
  EXPECT_TRUE(meeting.minutes().corrected_since());
  EXPECT_EQ(meeting.minutes().sections(0).text(), "Sju kommuner arbetar med en ny serviceplan.");
  EXPECT_TRUE(meeting.minutes().has_approval());
  ASSERT_THAT(meeting.decisions(), SizeIs(4));
  EXPECT_EQ(meeting.decisions(0).result(), "Skrivelsen är inskickad.");
  EXPECT_EQ(meeting.decisions(1).deadline().month(), 5);
  EXPECT_EQ(meeting.decisions(1).done_on().month(), 4);
  const v1::LedgerPosition head = Head();
  EXPECT_EQ(Import(example_).exit_code, kDone);
  EXPECT_EQ(Head().position(), head.position());
}

TEST_F(ImportTest, WhatAPersonWroteAboutAMeetingIsKept) {
  ASSERT_EQ(Import(example_).exit_code, kDone);
  const v1::Meeting before = FindMeeting("Partnerskapsträff hösten 2019");
  auto edit = runtime::FromText<v1::EditMeetingRequest>(R"(
    request_id: '0199a1b2-0000-7000-8000-000000000001'
    edits { remove_minutes_approval {} } edits { minutes { sections { text: 'Rätt' } } }
    edits { remove_invited: '~/organisations/2401' })");
  edit.set_name(before.name());
  edit.set_expected_revision(before.revision());
  edit.add_edits()->set_reopen_decision(before.decisions(0).entry());
  edit.add_edits()->set_remove_decision(before.decisions(2).entry());
  ASSERT_OK(Ask<v1::EditMeetingResponse>(edit));

  const Imported again = Import(example_);

  EXPECT_EQ(again.exit_code, kDone);
  EXPECT_THAT(again.output,
              AllOf(HasSubstr("invited/partnerships/vasterbotten/organisations/2401"),
                    HasSubstr(": minutes"), HasSubstr(": minutes_approval"),
                    HasSubstr(absl::StrCat("decision ", before.decisions(0).entry(), ": done"))));
  const v1::Meeting meeting = FindMeeting("Partnerskapsträff hösten 2019");
  EXPECT_EQ(meeting.minutes().sections(0).text(), "Rätt");
  EXPECT_FALSE(meeting.minutes().has_approval());
  EXPECT_THAT(meeting.decisions(), SizeIs(2));
  EXPECT_FALSE(meeting.decisions(0).has_done_on());
}

TEST_F(ImportTest, ThePlansAreThereWithTheirWholeLives) {
  ASSERT_EQ(Import(example_).exit_code, kDone);

  const auto list = ListAll<v1::ListPlansRequest, v1::ListPlansResponse>();

  EXPECT_THAT(TitlesOf(list.plans()), UnorderedElementsAreArray(Texts("plans", "title")));
  std::map<std::string, v1::Plan> plans;
  for (const v1::Plan& plan : list.plans()) plans[plan.title()] = plan;
  // Corrected afterwards: in force for two years, not four.
  const v1::Plan& storuman = plans["Serviceplan för Storumans kommun 2019–2022"];
  EXPECT_EQ(storuman.latest_revision(), 2);
  ASSERT_THAT(storuman.in_force(), SizeIs(1));
  EXPECT_EQ(storuman.in_force(0).period().end_date().year(), 2021);
  const v1::Plan& replaced = plans["Exempel: serviceplan för Malå kommun 2021–2022"];
  EXPECT_EQ(replaced.phase(), v1::PLAN_PHASE_REPLACED);
  EXPECT_EQ(replaced.ended_on().year(), 2024);
  EXPECT_EQ(replaced.statement_count(), 2);
  EXPECT_EQ(replaced.open_conflicts(), 0);
  v1::ListPlanConflictsRequest decided;
  decided.set_parent(replaced.name().substr(0, replaced.name().find("/plans/")));
  decided.set_state(v1::CONFLICT_STATE_RESOLVED);
  const auto conflicts = Ask<v1::ListPlanConflictsResponse>(decided);
  ASSERT_OK(conflicts);
  ASSERT_THAT(conflicts->conflicts(), SizeIs(1));
  EXPECT_EQ(conflicts->conflicts(0).proposals(0).device(), "surfplattan");
}

TEST_F(ImportTest, TheFilesAreAttachedToWhatTheyBelongTo) {
  ASSERT_EQ(Import(example_).exit_code, kDone);

  const auto list = ListAll<v1::ListAttachmentsRequest, v1::ListAttachmentsResponse>();

  ASSERT_THAT(list.attachments(), SizeIs(2));
  const v1::Attachment& statement = list.attachments(0);
  EXPECT_EQ(statement.file().file_name(), "yttrande-byforeningen.txt");
  EXPECT_EQ(statement.file().media_type(), "text/plain");
  EXPECT_THAT(statement.subject(), HasSubstr("/plans/"));
  EXPECT_EQ(statement.description(), "Byföreningens yttrande, som det kom in");
  EXPECT_EQ(list.attachments(1).subject(), statement.subject());
}

TEST_F(ImportTest, AFileThatIsNotThereIsNamedAndNothingIsRecorded) {
  json bad = example_;
  bad["attachments"][1]["file"] = "bilagor/saknas.txt";

  const Imported refused = Import(bad);

  EXPECT_EQ(refused.exit_code, kNotRight);
  EXPECT_THAT(refused.last_line(), AllOf(HasSubstr("vasterbotten.json: /attachments/1/file: "),
                                         HasSubstr("saknas.txt can not be read")));
  EXPECT_THAT(Partnerships()->partnerships(), SizeIs(0));
}

TEST_F(ImportTest, ImportingAgainRecordsNothing) {
  ASSERT_EQ(Import(example_).exit_code, kDone);
  const v1::LedgerPosition head = Head();

  const Imported again = Import(example_);

  EXPECT_EQ(again.last_line(), absl::StrCat("0 new, ", Rows(), " unchanged"));
  EXPECT_EQ(again.exit_code, kDone);
  EXPECT_EQ(Head().SerializeAsString(), head.SerializeAsString());
}

TEST_F(ImportTest, ATitleThatIsCorrectedInTheFileIsOneEdit) {
  ASSERT_EQ(Import(example_).exit_code, kDone);
  const v1::LedgerPosition head = Head();
  example_["workshops"][0]["title"] = "Servicepunkter: vad en bygd kan räkna med";

  const Imported corrected = Import(example_);

  EXPECT_EQ(corrected.last_line(), absl::StrCat("0 new, 1 changed, ", Rows() - 1, " unchanged"));
  EXPECT_EQ(corrected.exit_code, kDone);
  EXPECT_EQ(Head().position(), head.position() + 1);
  v1::GetHistoryRequest get;
  get.set_name(FindWorkshop("Servicepunkter: vad en bygd kan räkna med").name());
  get.set_newest_first(true);
  const auto history = Ask<v1::GetHistoryResponse>(get);
  ASSERT_OK(history);
  EXPECT_EQ(history->events(0).position().position(), head.position() + 1);
  v1::WorkshopCorrected fact;
  ASSERT_TRUE(history->events(0).event().UnpackTo(&fact));
  EXPECT_EQ(fact.edit().title(), "Servicepunkter: vad en bygd kan räkna med");
}

TEST_F(ImportTest, AnEntryThatTheServerRefusesIsNamedWithWhatToDoAndCanBePutRight) {
  json bad = example_;
  bad["workshops"].back()["host"] = "2499";  // No municipality of the file.
  const std::string pointer = absl::StrCat("/workshops/", bad["workshops"].size() - 1);
  const std::string key = bad["workshops"].back()["key"];

  const Imported refused = Import(bad);

  EXPECT_EQ(refused.exit_code, kRefused);
  EXPECT_THAT(
      refused.last_line(),
      AllOf(HasSubstr(absl::StrCat("vasterbotten.json, ", pointer, " (workshops/", key, "): ")),
            HasSubstr("2499"), HasSubstr("LINKED_RESOURCE_NOT_FOUND"),
            HasSubstr("Rätta raden och importera igen")));
  const Imported mended = Import(example_);
  // What stands behind it in the file had to wait.
  const size_t waited = 1 + bad["plans"].size() + bad["attachments"].size();
  EXPECT_EQ(mended.last_line(), absl::StrCat(waited, " new, ", Rows() - waited, " unchanged"));
  EXPECT_EQ(mended.exit_code, kDone);
}

TEST_F(ImportTest, AnEntryThatCanNotBeReadIsNamedAndNothingIsRecorded) {
  json bad = example_;
  bad["meetings"][2]["from"] = "i våras";

  const Imported unread = Import(bad);

  EXPECT_EQ(unread.exit_code, kNotRight);
  EXPECT_THAT(unread.last_line(),
              AllOf(HasSubstr("vasterbotten.json: /meetings/2/from: "), HasSubstr("write it as")));
  const auto partnerships = Partnerships();
  ASSERT_OK(partnerships);
  EXPECT_THAT(partnerships->partnerships(), SizeIs(0));
}

}  // namespace
}  // namespace samverk::tests

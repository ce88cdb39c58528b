// The whole command line against a server in this process.

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/clock.h"
#include "base/uuid.h"
#include "clients/cli/cli_context.h"
#include "clients/cli/command_tree.h"
#include "clients/cli/error_line.h"
#include "clients/cli/swedish.h"
#include "clients/cli/testing/fake_server.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace samverk {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kFirst[] = "0199a1b2-0000-7000-8000-000000000001";
constexpr char kSecond[] = "5f00a1b2-0000-7000-8000-000000000002";

// What a command did.
struct Outcome {
  int exit_code = 0;
  std::string out;
  std::string error_line;
};

class CommandsTest : public ::testing::Test {
 protected:
  CommandsTest() {
    server_.AddWorkshop(kFirst, "Drivstationer på landsbygden");
    server_.AddWorkshop(kSecond, "Apoteksombud");
  }

  // Runs `samverk` with these words.
  Outcome Samverk(std::vector<std::string> words) {
    GlobalOptions options;
    CommandTree tree(options);
    AddAllCommands(tree);
    options.server = server_.address();
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    tree.app().parse(reversed);  // CLI11 takes them from the back.
    std::ostringstream out;
    std::ostringstream err;
    CliContext context(options, Clock::System(), out, err);
    const absl::Status status = tree.Run(context);
    return {ExitCodeOf(status), out.str(), status.ok() ? "" : ErrorLine(status, options.server)};
  }

  // Writes an import file with one organisation of this name and imports it.
  Outcome Import(absl::string_view organisation_name) {
    const std::string path = absl::StrCat(::testing::TempDir(), "/import.json");
    std::ofstream(path) << R"({"partnership": {"id": "vasterbotten", "name": "V"},
        "organisations": [{"id": "2418", "kind": "municipality", "joined": "2016-01-01", "name": ")"
                        << organisation_name << "\"}]}";
    return Samverk({"import", path});
  }

  FakeServer server_;
};

TEST_F(CommandsTest, ListsEveryPageAsATable) {
  const Outcome run = Samverk({"workshops", "list", "--year", "2019", "--organisation", "2421"});
  EXPECT_EQ(run.exit_code, kExitOk);
  EXPECT_THAT(run.out, HasSubstr("0199a1b2       planerad  2421  Drivstationer på landsbygden"));
  EXPECT_THAT(run.out, HasSubstr("2 serviceverkstäder"));
  EXPECT_EQ(server_.ledger().last_list.year(), 2019);
  EXPECT_EQ(server_.ledger().last_list.organisation(),
            "partnerships/vasterbotten/organisations/2421");
}

TEST_F(CommandsTest, ListsAsOneJsonDocument) {
  const Outcome run = Samverk({"--json", "workshops", "list"});
  const nlohmann::json json = nlohmann::json::parse(run.out);
  EXPECT_EQ(json["workshops"].size(), 2u);
  EXPECT_EQ(json["workshops"][0]["noteCount"], 0);
}

TEST_F(CommandsTest, AWorkshopIsNamedByTheBeginningOfItsUuid) {
  const Outcome run = Samverk({"workshops", "cancel", "5F00"});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  EXPECT_EQ(server_.ledger().last_cancel.name(),
            absl::StrCat("partnerships/vasterbotten/workshops/", kSecond));
  EXPECT_EQ(run.out, absl::StrCat(server_.ledger().last_cancel.name(), " revision 0 position 1\n"));
}

TEST_F(CommandsTest, ProvenanceRevisionAndRequestIdAreSentAsGiven) {
  constexpr char kRequest[] = "0199a1b2-0000-7000-8000-0000000000ff";
  Samverk({"workshops", "cancel", kFirst, "--reason", "Sno\u0308ova\u0308der", "--occurred",
           "2019-05-13", "--on-behalf-of", "2418", "--decision", "KF 2019-06-11 §67",
           "--request-id", kRequest, "--revision", "4"});
  const v1::CancelWorkshopRequest& request = server_.ledger().last_cancel;
  EXPECT_EQ(request.request_id(), kRequest);
  EXPECT_EQ(request.expected_revision(), 4);
  EXPECT_EQ(request.provenance().reason(), "Snöoväder");
  EXPECT_EQ(FormatDay(request.provenance().occurred_at()), "2019-05-13");
  EXPECT_EQ(request.provenance().on_behalf_of(), "partnerships/vasterbotten/organisations/2418");
  EXPECT_EQ(request.provenance().decision().paragraph(), "67");
}

TEST_F(CommandsTest, WhatIsNotGivenIsNotSent) {
  Samverk({"workshops", "cancel", kFirst});
  const v1::CancelWorkshopRequest& request = server_.ledger().last_cancel;
  EXPECT_TRUE(Uuid::Parse(request.request_id()).has_value());
  EXPECT_FALSE(request.has_provenance());
  EXPECT_FALSE(request.has_expected_revision());
  EXPECT_THAT(server_.ledger().last_act_as, IsEmpty());
}

TEST_F(CommandsTest, ActAsGoesWithEveryCallAndMayFollowTheVerb) {
  Samverk({"workshops", "cancel", kFirst, "--act-as", "officer@2421"});
  EXPECT_EQ(server_.ledger().last_act_as, "officer@2421");
}

TEST_F(CommandsTest, ARefusalIsInSwedish) {
  server_.ledger().workshops[0].set_state(v1::WORKSHOP_STATE_HELD);
  const Outcome run = Samverk({"workshops", "cancel", kFirst});
  EXPECT_EQ(run.exit_code, kExitRefused);
  EXPECT_EQ(run.error_line, "samverk: Verkstaden är redan genomförd. (WORKSHOP_ALREADY_HELD)");
}

TEST_F(CommandsTest, AServerThatIsNotThereIsExitCode3) {
  const Outcome run = Samverk({"--server", "127.0.0.1:1", "workshops", "list"});
  EXPECT_EQ(run.exit_code, kExitUnavailable);
  EXPECT_THAT(run.error_line, HasSubstr("127.0.0.1:1"));
}

TEST_F(CommandsTest, QueriesWaitForWhatTheSameProcessWrote) {
  GlobalOptions options;
  options.server = server_.address();
  std::ostringstream out;
  CliContext context(options, Clock::System(), out, out);
  v1::ListWorkshopsRequest list;
  ASSERT_TRUE(context.Call(&v1::WorkshopService::Stub::ListWorkshops, list).ok());
  EXPECT_FALSE(server_.ledger().last_list.read().has_min_position());
  v1::CancelWorkshopRequest cancel;
  cancel.set_request_id(kFirst);
  ASSERT_TRUE(context.Call(&v1::WorkshopService::Stub::CancelWorkshop, cancel).ok());
  ASSERT_TRUE(context.Call(&v1::WorkshopService::Stub::ListWorkshops, list).ok());
  EXPECT_EQ(server_.ledger().last_list.read().min_position().position(), 1);
}

TEST_F(CommandsTest, HistoryShowsWhatAndWho) {
  Samverk({"workshops", "cancel", kFirst});
  const Outcome run = Samverk({"workshops", "history", kFirst});
  EXPECT_THAT(run.out, HasSubstr("inställd"));
  EXPECT_THAT(run.out, HasSubstr("utan roll"));
}

TEST_F(CommandsTest, LogTailEndsWhenItHasCaughtUp) {
  Samverk({"workshops", "cancel", kFirst});
  Samverk({"workshops", "cancel", kSecond});
  const Outcome run = Samverk({"--json", "log", "tail"});
  EXPECT_EQ(run.exit_code, kExitOk);
  const std::vector<std::string> lines = absl::StrSplit(run.out, '\n', absl::SkipEmpty());
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(nlohmann::json::parse(lines[1])["position"]["position"], "2");
}

TEST_F(CommandsTest, LogTailShowsTheLastOrFromAPosition) {
  server_.ledger().partnerships.emplace_back().set_name("partnerships/vasterbotten");
  Samverk({"workshops", "cancel", kFirst});
  Samverk({"workshops", "cancel", kSecond});
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"log", "tail", "--last", "1"},
        {"log", "tail", "--from", "2"},
        {"log", "tail", "--last", "1", "--type", "WorkshopCancelled"}}) {
    const Outcome run = Samverk(words);
    EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
    EXPECT_THAT(run.out, HasSubstr("     2  "));
    EXPECT_THAT(run.out, HasSubstr("workshops/5f00a1b2"));
    EXPECT_THAT(run.out, ::testing::Not(HasSubstr("0199a1b2")));
  }
}

TEST_F(CommandsTest, PeopleAreListedAsSwedesSortNamesAndTheNamelessLast) {
  int id = 1;
  for (const char* name : {"Örjan Exempelsson", "", "Zara Exempelsson", "Åsa Exempelsson"}) {
    Samverk({"people", "register", "--organisation", "2421", "--role", "officer", "--name", name,
             "--email", "exempel@example.com", "--id",
             absl::StrCat("0199a1b", id++, "-0000-7000-8000-000000000000")});
  }
  const Outcome run = Samverk({"people", "list", "--on", "2019-10-07"});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  const size_t zara = run.out.find("Zara");
  const size_t asa = run.out.find("Åsa");
  const size_t orjan = run.out.find("Örjan");
  EXPECT_LT(zara, asa);
  EXPECT_LT(asa, orjan);
  EXPECT_LT(orjan, run.out.find("0199a1b2"));
  EXPECT_THAT(run.out, HasSubstr("handläggare, 2421"));
  EXPECT_THAT(run.out, HasSubstr("4 personer"));
  EXPECT_EQ(server_.ledger().last_people_list.valid_on().day(), 7);
}

TEST_F(CommandsTest, APersonIsShownWithTheNumbersOfTheRoles) {
  Samverk({"people", "register", "--organisation", "2421", "--role", "officer", "--name",
           "Exempel Exempelsson", "--phone", "090-12 34 56", "--id", kFirst});
  const Outcome run = Samverk({"people", "show", "0199"});
  EXPECT_THAT(run.out, HasSubstr("Exempel Exempelsson"));
  EXPECT_THAT(run.out, HasSubstr("090-12 34 56"));
  EXPECT_THAT(run.out, HasSubstr("0: handläggare, 2421"));
  const nlohmann::json json =
      nlohmann::json::parse(Samverk({"--json", "people", "show", kFirst}).out);
  EXPECT_EQ(json["person"]["details"]["displayName"], "Exempel Exempelsson");
}

TEST_F(CommandsTest, WhoWasErasedIsSaidToBe) {
  v1::Person& person =
      server_.ledger().people[absl::StrCat("partnerships/vasterbotten/people/", kFirst)];
  person.set_name(absl::StrCat("partnerships/vasterbotten/people/", kFirst));
  person.set_erased(true);
  EXPECT_THAT(Samverk({"people", "show", kFirst}).out, HasSubstr("gallrad"));
  EXPECT_THAT(Samverk({"people", "list"}).out, HasSubstr("(gallrad)"));
}

TEST_F(CommandsTest, EditsOfAPersonAreSentAsTypedAndDaysEndTheDayAfterTheLast) {
  Samverk({"people", "register", "--organisation", "2421", "--role", "officer", "--id", kFirst});
  const Outcome run =
      Samverk({"people", "edit", kFirst, "--name", "Exempel", "--email", "", "--role-entry", "0",
               "--from", "2019-01-01", "--to", "2019-12-31", "--remove-role", "3"});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  const v1::EditPersonRequest& request = server_.ledger().last_person_edit;
  ASSERT_EQ(request.edits_size(), 4);
  EXPECT_EQ(request.expected_revision(), 0);
  EXPECT_EQ(request.edits(0).display_name(), "Exempel");
  EXPECT_TRUE(request.edits(1).has_email());
  EXPECT_EQ(request.edits(2).role_period().end_date().year(), 2020);
  EXPECT_EQ(request.edits(3).remove_role(), 3);
  EXPECT_EQ(Samverk({"people", "edit", kFirst}).exit_code, kExitUsage);
}

TEST_F(CommandsTest, OfSeveralRolesTheOneThatEndsIsNamed) {
  Samverk({"people", "register", "--organisation", "2421", "--role", "officer", "--id", kFirst});
  v1::Person& person = server_.ledger().people.begin()->second;
  person.add_roles()->set_entry(4);
  const Outcome run = Samverk({"people", "end", kFirst, "--to", "2019-12-31"});
  EXPECT_EQ(run.exit_code, kExitUsage);
  EXPECT_THAT(run.error_line, HasSubstr("--role-entry"));
}

TEST_F(CommandsTest, PeopleAreImportedOnceAndCorrectedAndTheirRequestIdsTellNothing) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/people.json");
  const auto import = [&](const std::string& name) {
    std::ofstream(path) << R"({"partnership": {"id": "vasterbotten", "name": "V"}, "people": [
        {"id": ")" << kFirst
                        << R"(", "organisation": "2421", "role": "officer", "name": ")" << name
                        << R"(", "from": "2019-01-01"}]})";
    return Samverk({"import", path}).out;
  };
  EXPECT_EQ(import("Exempel Exempelson"), "2 new, 0 unchanged\n");
  const std::string first_id = server_.ledger().events.back().request_id();
  EXPECT_EQ(import("Exempel Exempelson"), "0 new, 2 unchanged\n");
  EXPECT_EQ(import("Exempel Exempelsson"), "0 new, 1 changed, 1 unchanged\n");
  EXPECT_EQ(server_.ledger().last_person_edit.edits(0).display_name(), "Exempel Exempelsson");
  EXPECT_EQ(import("Exempel Exempelsson"), "0 new, 2 unchanged\n");
  server_.ledger().people.clear();
  server_.ledger().answered.clear();
  import("Exempel Exempelson");
  EXPECT_NE(server_.ledger().events.back().request_id(), first_id);
  EXPECT_EQ(first_id[14], '5');
}

TEST_F(CommandsTest, ImportingTwiceChangesNothing) {
  EXPECT_EQ(Import("Malå kommun").out, "2 new, 0 unchanged\n");
  const size_t events = server_.ledger().events.size();
  EXPECT_EQ(Import("Malå kommun").out, "0 new, 2 unchanged\n");
  EXPECT_EQ(server_.ledger().events.size(), events);
}

TEST_F(CommandsTest, ACorrectedRowIsImportedAsAnEdit) {
  Import("Mala kommun");
  EXPECT_EQ(Import("Malå kommun").out, "0 new, 1 changed, 1 unchanged\n");
  EXPECT_EQ(server_.ledger().events.back().type(), "samverk.v1.OrganisationRenamed");
  EXPECT_EQ(Import("Malå kommun").out, "0 new, 2 unchanged\n");
}

TEST_F(CommandsTest, WhatAPersonRecordedSinceIsKeptAndNamed) {
  Import("Mala kommun");
  Samverk({"organisations", "rename", "2418", "Malå"});
  const Outcome run = Import("Malå kommun");
  EXPECT_THAT(run.out, HasSubstr("0 new, 2 unchanged\n"));
  EXPECT_THAT(run.out, HasSubstr("/organisations/0 (organisations/2418): display_name"));
}

TEST_F(CommandsTest, AnImportStopsAtTheRowThatIsRefused) {
  const Outcome run = Import("refuse");
  EXPECT_EQ(run.exit_code, kExitRefused);
  EXPECT_EQ(run.error_line,
            "samverk: import.json, /organisations/0 (organisations/2418): Begäran är felaktig. "
            "(MALFORMED) Rätta raden och importera igen; det som redan är infört ändras inte.");
}

TEST_F(CommandsTest, FactsOfAPartnershipCannotBeImportedDifferently) {
  Import("Malå kommun");
  server_.ledger().partnerships[0].set_display_name("Annat");
  const Outcome run = Import("Malå kommun");
  EXPECT_EQ(run.exit_code, kExitUsage);
  EXPECT_THAT(run.error_line, HasSubstr("/partnership/name: recorded is \"Annat\""));
}

}  // namespace
}  // namespace samverk

// People over the wire: what is recorded about them, and who sees what of it.

#include <map>
#include <string>
#include <vector>

#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/audit.pb.h"
#include "samverk/v1/partnership.pb.h"
#include "samverk/v1/partnership_events.pb.h"
#include "services/runtime/personal.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::partnership {
namespace {

using runtime::FromText;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;
using v1::CommandResult;

MATCHER_P(IsSameAnswer, answer, "") {
  return arg.ok() && arg->SerializeAsString() == answer.SerializeAsString();
}

class PersonServiceTest : public ::testing::Test {
 protected:
  // Gives a command that must succeed.
  template <typename Command>
  CommandResult Do(const std::string& text) {
    const absl::StatusOr<CommandResult> result = server_.Do(FromText<Command>(text));
    EXPECT_OK(result);
    return result.value_or(CommandResult());
  }

  // The person with everything that `result` includes.
  v1::Person GetPerson(const CommandResult& result) {
    v1::GetPersonRequest request;
    request.set_name(result.name());
    *request.mutable_read()->mutable_min_position() = result.position();
    const auto response = server_.Ask<v1::GetPersonResponse>(request);
    EXPECT_OK(response);
    return response.value_or(v1::GetPersonResponse()).person();
  }

  void AdmitGroup(const std::string& id, const std::string& display_name) {
    Do<v1::AdmitOrganisationRequest>("parent: '~' organisation_id: '" + id +
                                     "' kind: ORGANISATION_KIND_LOCAL_GROUP " + "display_name: '" +
                                     display_name + "' joined_on @2016-01-01");
  }

  CommandResult Register(const std::string& organisation, const std::string& details = "") {
    return Do<v1::RegisterPersonRequest>("parent: '~' person_id: '" + testing::NewId() +
                                         "' organisation: '~/organisations/" + organisation +
                                         "' role: ROLE_OFFICER " + details);
  }
  CommandResult RegisterWithDetails(const std::string& organisation) {
    return Register(organisation,
                    "details { display_name: 'Åsa Exempelsson' phone: '090-12 34 56' }");
  }

  // The names on all pages of a list, whose first page includes what `seen` includes.
  std::vector<std::string> ListPeople(const std::string& filter, const CommandResult& seen) {
    auto request = FromText<v1::ListPeopleRequest>("parent: '~' " + filter);
    *request.mutable_read()->mutable_min_position() = seen.position();
    std::vector<std::string> names;
    do {
      const auto page = server_.Ask<v1::ListPeopleResponse>(request);
      if (!page.ok()) return {page.status().ToString()};
      for (const v1::Person& person : page->people()) names.push_back(person.name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  testing::InProcessServer server_;
};

TEST_F(PersonServiceTest, PeopleAreRegistered) {
  server_.AdmitMunicipality("2421", "Storumans kommun");
  const CommandResult registered = Register("2421");

  const v1::Person person = GetPerson(registered);
  EXPECT_EQ(person.name(), registered.name());
  EXPECT_EQ(person.organisation(), "partnerships/vasterbotten/organisations/2421");
  EXPECT_EQ(person.role(), v1::ROLE_OFFICER);
  EXPECT_FALSE(person.has_details());
  EXPECT_FALSE(person.erased());
}

TEST_F(PersonServiceTest, EveryCommandOnPeopleIsAnswered) {
  server_.AdmitMunicipality("2421", "Storumans kommun");
  const CommandResult registered = RegisterWithDetails("2421");
  const std::string name = "name: '" + registered.name() + "' ";

  EXPECT_EQ(GetPerson(registered).details().display_name(), "Åsa Exempelsson");
  const CommandResult edited = Do<v1::EditPersonRequest>(
      name + "expected_revision: 0 edits { email: 'asa@example.com' } edits { display_name: '' }");
  EXPECT_THAT(edited.outcomes(), ElementsAre(v1::EDIT_OUTCOME_ACCEPTED, v1::EDIT_OUTCOME_ACCEPTED));
  EXPECT_EQ(GetPerson(edited).details().email(), "asa@example.com");
  EXPECT_EQ(GetPerson(edited).details().display_name(), "");
  EXPECT_EQ(GetPerson(edited).details().phone(), "090-12 34 56");
  const CommandResult assigned =
      Do<v1::AssignRoleRequest>(name +
                                "organisation: '~/organisations/2421' role: ROLE_PROCESS_LEADER "
                                "start_date @2018-01-01");
  EXPECT_EQ(assigned.revision(), 3);
  EXPECT_EQ(GetPerson(assigned).roles(1).entry(), 3);
  const CommandResult ended = Do<v1::EndRoleRequest>(name + "entry: 3 end_date @2019-01-01");
  EXPECT_TRUE(GetPerson(ended).roles(1).has_end_date());
  EXPECT_TRUE(GetPerson(Do<v1::WithdrawPersonRequest>(name)).withdrawn());
}

TEST_F(PersonServiceTest, DetailsAreForThoseWhoWorkWithThem) {
  server_.AdmitMunicipality("2421", "Storumans kommun");
  const CommandResult registered = RegisterWithDetails("2421");
  for (const auto& [act_as, may_see] : std::map<std::string, bool>{{"administrator", true},
                                                                   {"process-leader", true},
                                                                   {"officer@2421", true},
                                                                   {"officer@2404", true},
                                                                   {"auditor", false}}) {
    auto get = FromText<v1::GetPersonRequest>("name: '" + registered.name() + "'");
    *get.mutable_read()->mutable_min_position() = registered.position();
    ASSERT_OK_AND_ASSIGN(const auto got,
                         server_.Ask<v1::GetPersonResponse>(get, {.act_as = act_as}));
    ASSERT_OK_AND_ASSIGN(const auto listed,
                         server_.Ask<v1::ListPeopleResponse>(
                             FromText<v1::ListPeopleRequest>("parent: '~'"), {.act_as = act_as}));

    EXPECT_EQ(got.person().has_details(), may_see) << act_as;
    EXPECT_EQ(listed.people(0).has_details(), may_see) << act_as;
    EXPECT_EQ(got.person().role(), v1::ROLE_OFFICER);
    if (!may_see) {
      EXPECT_THAT(got.SerializeAsString(), Not(HasSubstr("Exempelsson"))) << act_as;
      EXPECT_THAT(listed.SerializeAsString(), Not(HasSubstr("Exempelsson"))) << act_as;
    }
  }
}

TEST_F(PersonServiceTest, ARepeatedRegistrationGetsTheSameAnswerAndOtherDetailsAreAnother) {
  server_.AdmitMunicipality("2421", "Storumans kommun");
  auto command = FromText<v1::RegisterPersonRequest>(
      "parent: '~' request_id: '" + testing::NewId() + "' person_id: '" + testing::NewId() +
      "' organisation: '~/organisations/2421' role: ROLE_OFFICER details { display_name: 'A' }");
  ASSERT_OK_AND_ASSIGN(const CommandResult first, server_.Do(command));

  EXPECT_THAT(server_.Do(command), IsSameAnswer(first));
  server_.Restart();
  EXPECT_THAT(server_.Do(command), IsSameAnswer(first));
  command.mutable_details()->set_display_name("B");
  EXPECT_THAT(server_.Do(command), IsRefused(storage::kRequestIdReused));
}

TEST_F(PersonServiceTest, PeopleAreListedByOrganisationAndDay) {
  server_.AdmitMunicipality("2421", "Storumans kommun");
  AdmitGroup("byalag", "Byalag");
  const std::string first = Register("2421").name();
  const std::string second = Register("byalag").name();
  const CommandResult last =
      Do<v1::AssignRoleRequest>("name: '" + first +
                                "' organisation: '~/organisations/byalag' role: ROLE_LOCAL_ACTOR "
                                "start_date @2018-01-01 end_date @2019-01-01");
  const std::string byalag = "organisation: '~/organisations/byalag' ";

  EXPECT_THAT(ListPeople("", last), ElementsAre(first, second));
  EXPECT_THAT(ListPeople("page_size: 1", last), ElementsAre(first, second));
  EXPECT_THAT(ListPeople(byalag, last), UnorderedElementsAre(first, second));
  EXPECT_THAT(ListPeople(byalag + "valid_on @2018-01-01", last),
              UnorderedElementsAre(first, second));
  EXPECT_THAT(ListPeople(byalag + "valid_on @2018-12-31", last),
              UnorderedElementsAre(first, second));
  EXPECT_THAT(ListPeople(byalag + "valid_on @2019-01-01", last), ElementsAre(second));
  EXPECT_THAT(ListPeople(byalag + "valid_on @2017-12-31", last), ElementsAre(second));
  EXPECT_THAT(ListPeople("valid_on @2017-12-31", last), ElementsAre(first, second));
}

TEST_F(PersonServiceTest, WhoWasWithdrawnIsListedOnlyWhenAskedFor) {
  server_.AdmitMunicipality("2421", "Storumans kommun");
  const std::string name = Register("2421").name();
  const CommandResult withdrawn = Do<v1::WithdrawPersonRequest>("name: '" + name + "'");

  EXPECT_THAT(ListPeople("", withdrawn), IsEmpty());
  EXPECT_THAT(ListPeople("show_withdrawn: true", withdrawn), ElementsAre(name));
}

TEST_F(PersonServiceTest, WithoutTheKeyAPersonIsErasedAndNothingPersonalIsRecordedAgain) {
  server_.AdmitMunicipality("2421", "Storumans kommun");
  const CommandResult registered = RegisterWithDetails("2421");
  const CommandResult other = RegisterWithDetails("2421");
  runtime::Partnership& partnership = **server_.server().partnerships().Find("vasterbotten");
  ASSERT_OK(partnership.people().DeleteKey(runtime::RelativeName(registered.name())));
  const std::string name = "name: '" + registered.name() + "' ";

  EXPECT_TRUE(GetPerson(registered).erased());
  EXPECT_FALSE(GetPerson(registered).has_details());
  EXPECT_TRUE(GetPerson(other).has_details());
  EXPECT_THAT(server_.Do(FromText<v1::EditPersonRequest>(
                  name + "expected_revision: 0 edits { phone: '12345' }")),
              IsRefused(runtime::kPersonErased));
  ASSERT_OK_AND_ASSIGN(const auto key,
                       partnership.people().FindKey(runtime::RelativeName(registered.name())));
  EXPECT_EQ(key, nullptr);
  // What is not personal goes on.
  EXPECT_OK(server_.Do(FromText<v1::EndRoleRequest>(name + "end_date @2019-01-01")));
  EXPECT_THAT(ListPeople("", registered), UnorderedElementsAre(registered.name(), other.name()));
}

TEST_F(PersonServiceTest, NeitherHistoryNorRefusalsSayWhatIsPersonal) {
  server_.AdmitMunicipality("2421", "Storumans kommun");
  const CommandResult registered = RegisterWithDetails("2421");
  ASSERT_OK_AND_ASSIGN(const auto history,
                       server_.Ask<v1::GetHistoryResponse>(
                           FromText<v1::GetHistoryRequest>("name: '" + registered.name() + "'")));

  ASSERT_EQ(history.events_size(), 1);
  v1::PersonRegistered fact;
  ASSERT_TRUE(history.events(0).event().UnpackTo(&fact));
  EXPECT_EQ(fact.role(), v1::ROLE_OFFICER);
  EXPECT_EQ(fact.display_name(), "");
  EXPECT_THAT(history.SerializeAsString(), Not(HasSubstr("Exempelsson")));
  const std::string secret = "Hemlig Hemligsson";
  for (const std::string& details :
       {"email: '" + secret + "'", "phone: '" + secret + "'", "display_name: '" + secret + "\\001'",
        "display_name: '" + secret + std::string(200, 'x') + "'"}) {
    const auto status =
        server_
            .Do(FromText<v1::RegisterPersonRequest>(
                "parent: '~' person_id: '" + testing::NewId() +
                "' organisation: '~/organisations/2421' role: ROLE_OFFICER details {" + details +
                "}"))
            .status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << details;
    EXPECT_THAT(status.ToString(), Not(HasSubstr("Hemlig"))) << details;
  }
}

}  // namespace
}  // namespace samverk::partnership

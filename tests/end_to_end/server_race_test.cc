// Many clients race through the doors of a real server. Afterwards its log is replayed:
// see decision_audit.h.

#include "tests/end_to_end/server_race.h"

#include <atomic>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/workshop.pb.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/requests.h"
#include "services/workshops/workshop_rules.h"
#include "storage/event_log/log_reasons.h"
#include "tests/end_to_end/race.h"

namespace samverk::tests {
namespace {

using runtime::FromText;
using ::testing::IsEmpty;

constexpr char kPlan[] =
    "parent: '~' host: '~/organisations/2400' title: 'Serviceverkstad' capacity: 20 "
    "period { start_date @2019-10-01 end_date @2019-10-02 } form: EVENT_FORM_PHYSICAL ";

// An organisation for each racer.
std::string OrganisationOf(int racer) { return absl::StrCat("~/organisations/", 2400 + racer); }

class ServerRaceTest : public ServerRace {
 protected:
  ServerRaceTest() {
    for (int racer = 0; racer < kRacers; ++racer) {
      server_.AdmitMunicipality(absl::StrCat(2400 + racer), absl::StrCat("Kommun ", racer));
    }
    TrustTheLog();
  }

  // Plans a workshop that all are invited to, and returns its name.
  std::string Plan() {
    const auto planned =
        Give<v1::PlanWorkshopRequest>(absl::StrCat(kPlan, "workshop_id: '", testing::NewId(), "'"));
    EXPECT_OK(planned);
    std::string invitation = absl::StrCat("name: '", planned->name(), "'");
    for (int racer = 0; racer < kRacers; ++racer) {
      absl::StrAppend(&invitation, " organisations: '", OrganisationOf(racer), "'");
    }
    EXPECT_OK(Give<v1::InviteOrganisationsRequest>(invitation));
    return planned->name();
  }
};

TEST_F(ServerRaceTest, WhoReadsDecidesAndWritesInALoopLosesNoUpdate) {
  constexpr int kEach = 10;
  const std::string name = Plan();
  Race([&](int racer) {
    v1::LedgerPosition seen;
    for (int done = 0; done < kEach;) {
      v1::GetWorkshopRequest get;
      get.set_name(name);
      *get.mutable_read()->mutable_min_position() = seen;
      const auto read = server_.Ask<v1::GetWorkshopResponse>(get);
      ASSERT_OK(read);
      const auto result = Give<v1::EditWorkshopRequest>(
          absl::StrCat("name: '", name, "' expected_revision: ", read->workshop().revision(),
                       " edits { venue: '", racer, " ", done, "' }"));
      if (result.ok()) {
        ++done;
        seen = result->position();
      } else {
        ASSERT_THAT(result, IsRefused(storage::kStaleRevision));
      }
    }
  });

  EXPECT_EQ(Head(), trusted_ + 2 + uint64_t{kRacers} * kEach);
  EXPECT_THAT(Audit(), IsEmpty());
}

TEST_F(ServerRaceTest, NoMoreAreRegisteredThanThereIsRoomFor) {
  const std::string name = Plan();
  Race([&](int racer) {
    for (int round = 0; round < 15; ++round) {
      const auto result = Give<v1::RegisterForWorkshopRequest>(
          absl::StrCat("name: '", name, "' registration { organisation: '", OrganisationOf(racer),
                       "' participants: ", 1 + (racer + round) % 6, " }"));
      if (!result.ok()) {
        ASSERT_THAT(result, IsRefused(workshops::kWorkshopFull));
      }
    }
  });

  EXPECT_THAT(Audit(), IsEmpty());
}

TEST_F(ServerRaceTest, AWorkshopEndsInOneWay) {
  for (int round = 0; round < 10; ++round) {
    const std::string name = absl::StrCat("name: '", Plan(), "'");
    std::atomic<int> winners = 0;
    Race([&](int racer) {
      const auto result = racer % 2 == 0 ? Give<v1::HoldWorkshopRequest>(name)
                                         : Give<v1::CancelWorkshopRequest>(name);
      winners += result.ok() ? 1 : 0;
    });
    EXPECT_EQ(winners, 1);
  }
  EXPECT_THAT(Audit(), IsEmpty());
}

TEST_F(ServerRaceTest, OneRequestThatManyClientsSendIsDoneOnce) {
  for (int round = 0; round < 10; ++round) {
    const std::shared_ptr<const google::protobuf::Message> command =
        testing::WithRequestId(FromText<v1::PlanWorkshopRequest>(
            absl::StrCat(kPlan, "workshop_id: '", testing::NewId(), "'")));
    std::vector<std::string> answers(kRacers);
    Race([&](int racer) {
      const auto result = Give(command);
      ASSERT_OK(result);
      answers[static_cast<size_t>(racer)] = result->SerializeAsString();
    });
    EXPECT_THAT(answers, ::testing::Each(answers.front()));
  }
  EXPECT_EQ(Head(), trusted_ + 10);
  EXPECT_THAT(Audit(), IsEmpty());
}

// Some command on one of the workshops.
std::shared_ptr<const google::protobuf::Message> SomeCommand(std::mt19937& random,
                                                             const std::vector<std::string>& ids) {
  const auto below = [&random](size_t limit) { return static_cast<int>(random() % limit); };
  const std::string& id = ids[random() % ids.size()];
  const std::string name = absl::StrCat("name: '~/workshops/", id, "' ");
  const std::string organisation = OrganisationOf(below(kRacers + 1));  // The last is unknown.
  switch (below(10)) {
    case 0:
    case 1:
      return testing::WithRequestId(
          FromText<v1::PlanWorkshopRequest>(absl::StrCat(kPlan, "workshop_id: '", id, "'")));
    case 2:
      return testing::WithRequestId(FromText<v1::InviteOrganisationsRequest>(
          absl::StrCat(name, "organisations: '", organisation, "'")));
    case 3:
    case 4:
      return testing::WithRequestId(FromText<v1::RegisterForWorkshopRequest>(
          absl::StrCat(name, "registration { organisation: '", organisation,
                       "' participants: ", 1 + below(15), " }")));
    case 5:
      return testing::WithRequestId(FromText<v1::WithdrawRegistrationRequest>(
          absl::StrCat(name, "organisation: '", organisation, "'")));
    case 6:
      return testing::WithRequestId(FromText<v1::EditWorkshopRequest>(
          absl::StrCat(name, "expected_revision: ", below(12), " edits { capacity: ", below(3),
                       " } edits { remove_entry: ", 1 + below(12), " }")));
    case 7:
      return testing::WithRequestId(FromText<v1::RecordWorkshopOutcomeRequest>(
          absl::StrCat(name, "text: 'x' links: '~/workshops/", ids[random() % ids.size()], "'")));
    case 8:
      if (below(4) == 0) {
        return testing::WithRequestId(FromText<v1::CancelWorkshopRequest>(name));
      }
      [[fallthrough]];
    default:
      return testing::WithRequestId(
          FromText<v1::RecordWorkshopNoteRequest>(absl::StrCat(name, "text: 'note'")));
  }
}

TEST_F(ServerRaceTest, WhateverManyDoAtOnceTheLogIsWhatTheRulesAllow) {
  const uint32_t seed = Seed();
  std::vector<std::string> ids;
  ids.reserve(6);
  for (int i = 0; i < 6; ++i) ids.push_back(testing::NewId());
  Race([&](int racer) {
    std::mt19937 random(seed * 100 + static_cast<uint32_t>(racer));
    std::vector<std::shared_ptr<const google::protobuf::Message>> sent;
    for (int step = 0; step < 60; ++step) {
      const bool again = !sent.empty() && random() % 8 == 0;
      sent.push_back(again ? sent[random() % sent.size()] : SomeCommand(random, ids));
      (void)Give(sent.back());  // The audit looks at the answer.
    }
  });

  EXPECT_THAT(Audit(), IsEmpty());
}

}  // namespace
}  // namespace samverk::tests

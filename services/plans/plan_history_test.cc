// Plans as they really went, decision by decision: what was in force on which day, as the register
// of the municipality and the plan itself tell.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/plans/plan_days.h"
#include "services/plans/plan_register.h"
#include "services/plans/plan_rules.h"
#include "services/plans/testing/plan_sentences.h"
#include "services/runtime/testing/from_text.h"

namespace samverk::plans {
namespace {

using runtime::FromText;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The plans of one municipality, on the day of each decision.
class PlanHistoryTest : public ::testing::Test {
 protected:
  // Begins a plan, proposes it and adopts it on `decided`, the day of the decision.
  absl::Status Adopt(const std::string& id, const std::string& days, const std::string& decided,
                     const std::string& but = "") {
    const auto create =
        FromText<v1::CreatePlanRequest>("parent: '~' plan_id: '" + id +
                                        "' owner: '~/organisations/2421' title: 'Serviceplan' "
                                        "period {" +
                                        days + "}");
    if (absl::Status status = Decide(id, create, decided); !status.ok()) return status;
    if (absl::Status status = Decide(id, Propose(), decided); !status.ok()) return status;
    return Decide(id, plans::Adopt(DecidedOn(decided) + but), decided);
  }

  static std::string DecidedOn(const std::string& day) {
    return "decision { body: 'KF' date @" + day + " } ";
  }

  template <typename Command>
  absl::Status Decide(const std::string& id, Command command, const std::string& day) {
    if constexpr (requires { command.set_name(""); }) command.set_name(NameOf(id));
    auto& state = plans_[id];
    if (state == nullptr) state = std::make_unique<runtime::StateOf<PlanState>>();
    runtime::Facts facts;
    for (const std::string& name : PlanRules::Reads(command).linked) facts.AddLinked(name);
    if constexpr (requires { PlanRules::ClaimsRead(state->value, command); }) {
      for (const std::string& claim : PlanRules::ClaimsRead(state->value, command)) {
        facts.AddClaim(claim, claim == kRegister
                                  ? static_cast<const runtime::AnyState*>(&register_)
                                  : plans_.at(claim.substr(claim.rfind('/') + 1)).get());
      }
    }
    PlanRules::Context context;
    context.today = ToCivilDay(*ParseDate(day));
    const auto decision = PlanRules::Decide(state->value, facts, command, context);
    if (!decision.ok()) return decision.status();
    for (const v1::PlanEvent& event : decision->events) Happens(id, event);
    for (const auto& [stream, event] : decision->claims) {
      if (stream == kRegister) {
        PlanRegisterRules::Evolve(register_.value,
                                  static_cast<const v1::PlanRegisterEvent&>(*event), {});
      } else {
        Happens(stream.substr(stream.rfind('/') + 1), static_cast<const v1::PlanEvent&>(*event));
      }
    }
    return absl::OkStatus();
  }

  // `1: 2019-01-01 – 2023-01-01` of each revision of a plan in force.
  std::vector<std::string> InForce(const std::string& id) const {
    std::vector<std::string> in_force;
    for (const v1::PlanInForce& each : plans_.at(id)->value.header.in_force()) {
      in_force.push_back(absl::StrCat(each.revision(), ": ", FormatDate(each.period().start_date()),
                                      " – ", FormatDate(each.period().end_date())));
    }
    return in_force;
  }
  // The plans that the register has on a day.
  std::vector<std::string> On(const std::string& day) const {
    const absl::CivilDay wanted = ToCivilDay(*ParseDate(day));
    std::vector<std::string> plans;
    for (const v1::PlanInForceSet& in_register : register_.value.plans()) {
      const std::string& plan = in_register.plan();
      for (const v1::DatePeriod& period : in_register.periods()) {
        if (wanted >= ToCivilDay(period.start_date()) && wanted < ToCivilDay(period.end_date())) {
          plans.push_back(plan.substr(plan.rfind('/') + 1));
        }
      }
    }
    return plans;
  }
  const PlanState& State(const std::string& id) const { return plans_.at(id)->value; }

 private:
  static std::string NameOf(const std::string& id) {
    return "partnerships/vasterbotten/plans/" + id;
  }
  void Happens(const std::string& id, const v1::PlanEvent& event) {
    PlanRules::Evolve(plans_.at(id)->value, event, {});
  }

  std::map<std::string, std::unique_ptr<runtime::StateOf<PlanState>>> plans_;
  runtime::StateOf<v1::PlanRegister> register_;
};

TEST_F(PlanHistoryTest, VilhelminasPlanWasAdoptedNearlyTwoYearsAfterItsFirstDay) {
  const std::string days = Days("2018-01-01", "2021-01-01");
  EXPECT_THAT(Adopt("1", days, "2019-12-15", DecidedOn("2019-12-16")),
              IsRefused(kDecidedInTheFuture));
  ASSERT_OK(Decide("1", plans::Adopt(DecidedOn("2019-12-16")), "2019-12-16"));

  EXPECT_THAT(InForce("1"), ElementsAre("1: 2018-01-01 – 2021-01-01"));
  EXPECT_THAT(On("2017-12-31"), IsEmpty());
  EXPECT_THAT(On("2018-01-01"), ElementsAre("1"));
  EXPECT_THAT(On("2020-12-31"), ElementsAre("1"));
  EXPECT_THAT(On("2021-01-01"), IsEmpty());
}

TEST_F(PlanHistoryTest, HarjedalensPlanWasExtendedAndThenFollowedByAnother) {
  ASSERT_OK(Adopt("1", Days("2019-01-01", "2023-01-01"), "2018-11-26"));
  ASSERT_OK(Decide("1", Extend("2025-01-01", DecidedOn("2022-12-12")), "2022-12-12"));
  EXPECT_THAT(InForce("1"),
              ElementsAre("1: 2019-01-01 – 2023-01-01", "2: 2023-01-01 – 2025-01-01"));

  // The new plan replaces nothing: the old one had ended half a year before.
  ASSERT_OK(Adopt("2", Days("2025-01-01", "2031-01-01"), "2025-06-12"));

  EXPECT_THAT(InForce("2"), ElementsAre("1: 2025-01-01 – 2031-01-01"));
  EXPECT_THAT(On("2024-12-31"), ElementsAre("1"));
  EXPECT_THAT(On("2025-01-01"), ElementsAre("2"));
  EXPECT_EQ(State("1").header.phase(), v1::PLAN_PHASE_ADOPTED);
  // It can't be extended into the days of the other any more.
  EXPECT_THAT(Decide("1", Extend("2025-01-02", DecidedOn("2025-06-13")), "2025-06-13"),
              IsRefused(kPlanPeriodTaken));
}

TEST_F(PlanHistoryTest, StorumansPlanWasCorrectedToEndTwoYearsEarlier) {
  ASSERT_OK(Adopt("1", Days("2019-01-01", "2023-01-01"), "2019-06-11"));
  ASSERT_OK(Decide(
      "1", Correct("period {" + Days("2019-01-01", "2021-01-01") + "} " + DecidedOn("2019-07-19")),
      "2019-07-19"));

  EXPECT_THAT(InForce("1"), ElementsAre("2: 2019-01-01 – 2021-01-01"));
  EXPECT_THAT(On("2021-01-01"), IsEmpty());
  EXPECT_EQ(FormatDate(State("1").latest.adoption_decision().date()), "2019-06-11");
  // The days that are free again are another plan's to take.
  ASSERT_OK(Adopt("2", Days("2021-01-01", "2023-01-01"), "2020-12-01"));
  EXPECT_THAT(On("2022-12-31"), ElementsAre("2"));
  EXPECT_THAT(Decide("1",
                     Correct("period {" + Days("2019-01-01", "2023-01-01") + "} " +
                             DecidedOn("2021-01-01")),
                     "2021-01-01"),
              IsRefused(kPlanPeriodTaken));
}

TEST_F(PlanHistoryTest, OnePlanTakesThePlaceOfAnotherFromItsFirstDay) {
  ASSERT_OK(Adopt("1", Days("2019-01-01", "2023-01-01"), "2018-11-26"));
  EXPECT_THAT(Adopt("2", Days("2021-01-01", "2025-01-01"), "2020-11-26"),
              IsRefused(kPlanPeriodTaken));
  ASSERT_OK(
      Decide("2", plans::Adopt(DecidedOn("2020-11-26") + "replaces: '~/plans/1'"), "2020-11-26"));

  EXPECT_THAT(On("2020-12-31"), ElementsAre("1"));
  EXPECT_THAT(On("2021-01-01"), ElementsAre("2"));
  EXPECT_EQ(State("1").header.phase(), v1::PLAN_PHASE_REPLACED);
  EXPECT_EQ(State("1").header.replaced_by(), "partnerships/vasterbotten/plans/2");
  EXPECT_THAT(Decide("1", Extend("2030-01-01", DecidedOn("2021-01-01")), "2021-01-01"),
              IsRefused(kPlanClosed));
}

}  // namespace
}  // namespace samverk::plans

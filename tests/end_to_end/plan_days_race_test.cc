// Plans of a municipality are adopted, extended, corrected, repealed, replaced and withdrawn by
// many at the same time, through the doors of a real server. On no day, and as of no position, more
// than one of them is in force.

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <map>
#include <random>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/plan.pb.h"
#include "samverk/v1/plan_events.pb.h"
#include "services/plans/plan_reasons.h"
#include "services/plans/testing/year_by_year.h"
#include "tests/end_to_end/plan_race.h"
#include "tests/end_to_end/race.h"

namespace samverk::tests {
namespace {

using plans::FirstDayOf;
using plans::YearByYear;
using ::testing::IsEmpty;

constexpr int kSteps = 30;
constexpr int kYears = 8;
// No plan is in force later than this.
constexpr int kYearsMax = 20;

int YearOf(const google::type::Date& date) { return date.year() - 2010; }

std::string PeriodOf(int from, int years) {
  return absl::StrCat("period { start_date @", FirstDayOf(from), " end_date @",
                      FirstDayOf(from + years), " } ");
}

// What an event does to the years of a plan.
void Fold(const v1::RecordedEvent& event, YearByYear& years) {
  v1::PlanAdopted adopted;
  v1::PlanExtended extended;
  v1::PlanCorrected corrected;
  v1::PlanReplaced replaced;
  v1::PlanRepealed repealed;
  if (event.event().UnpackTo(&adopted)) {
    years.Adopt(YearOf(adopted.period().start_date()), YearOf(adopted.period().end_date()));
  } else if (event.event().UnpackTo(&extended)) {
    years.Extend(YearOf(extended.period().end_date()));
  } else if (event.event().UnpackTo(&corrected)) {
    years.Correct(YearOf(corrected.period().start_date()), YearOf(corrected.period().end_date()));
  } else if (event.event().UnpackTo(&replaced)) {
    years.End(YearOf(replaced.from_date()));
  } else if (event.event().UnpackTo(&repealed)) {
    years.End(YearOf(repealed.from_date()));
  } else if (event.event().Is<v1::PlanWithdrawn>()) {
    years.revision.clear();
  }
}

// The revision that a plan says is in force on a day; 0: none.
int InForceOn(const v1::Plan& plan, absl::CivilDay day) {
  for (const v1::PlanInForce& each : plan.in_force()) {
    if (ToCivilDay(each.period().start_date()) <= day &&
        day < ToCivilDay(each.period().end_date())) {
      return each.revision();
    }
  }
  return 0;
}

class PlanDaysRaceTest : public PlanRace {
 protected:
  PlanDaysRaceTest() {
    for (const char* kommunkod : {"2404", "2421"}) server_.AdmitMunicipality(kommunkod, "Kommun");
    TrustTheLog();
  }

  // Gives a command on `plan` and keeps the revision that it makes, if it makes one. Any thread.
  template <typename Command>
  absl::StatusOr<v1::CommandResult> Do(const std::string& plan, const std::string& text) {
    const auto result = Give<Command>(absl::StrCat("name: '", plan, "' ", text));
    const bool makes_one = std::is_same_v<Command, v1::AdoptPlanRequest> ||
                           std::is_same_v<Command, v1::ExtendPlanRequest> ||
                           std::is_same_v<Command, v1::CorrectPlanRequest>;
    if (makes_one && result.ok()) KeepRevision(plan, *result);
    return result;
  }
  void DoSomething(std::mt19937& random);
  void Adopt(const std::string& plan, const std::string& replaces, std::mt19937& random);
  void ExpectOneInForceAsOf(const v1::LedgerPosition& position, std::mt19937& random);

  // The municipal plans by municipality, then one local plan that claims nothing.
  std::vector<std::string> plans_;
  std::map<std::string, YearByYear> years_;
};

// Sets the period, proposes and adopts, as far as others let it.
void PlanDaysRaceTest::Adopt(const std::string& plan, const std::string& replaces,
                             std::mt19937& random) {
  const std::string expected = "expected_revision: ";
  const int from = static_cast<int>(random() % kYears);
  const int years = 1 + static_cast<int>(random() % 3);
  const auto edited = Do<v1::EditPlanRequest>(
      plan, absl::StrCat(expected, ReadNow(plan).revision(), " edits { ", PeriodOf(from, years),
                         "} edits { title: 'Plan ", random() % 1000, "' }"));
  if (!edited.ok()) return;
  const auto proposed =
      Do<v1::ProposePlanRequest>(plan, absl::StrCat(expected, edited->revision()));
  if (!proposed.ok()) return;
  const auto adopted =
      Do<v1::AdoptPlanRequest>(plan, absl::StrCat(expected, proposed->revision(), " ", kDecision,
                                                  replaces.empty() ? "" : " replaces: '", replaces,
                                                  replaces.empty() ? "" : "'"));
  if (!adopted.ok()) (void)Do<v1::RecallPlanProposalRequest>(plan, "");
}

void PlanDaysRaceTest::DoSomething(std::mt19937& random) {
  const auto below = [&random](size_t limit) { return static_cast<int>(random() % limit); };
  const std::string& plan = plans_[random() % plans_.size()];
  const std::string from = FirstDayOf(below(kYears));
  switch (below(16)) {
    case 0:
    case 1:
      (void)Do<v1::ExtendPlanRequest>(
          plan, absl::StrCat(kDecision, "end_date @", FirstDayOf(below(kYears) + 3)));
      break;
    case 2:
    case 3:
      (void)Do<v1::CorrectPlanRequest>(
          plan, absl::StrCat(kDecision, "expected_revision: ", ReadNow(plan).revision(), " ",
                             PeriodOf(below(kYears), 1 + below(3))));
      break;
    case 4:
      if (below(3) > 0) break;
      (void)Do<v1::RepealPlanRequest>(plan, absl::StrCat(kDecision, "from_date @", from));
      break;
    case 5:
      if (below(5) == 0) (void)Do<v1::WithdrawPlanRequest>(plan, "");
      break;
    case 6:
    case 7:
      Adopt(plan, plans_[random() % plans_.size()], random);
      break;
    default:
      Adopt(plan, "", random);
      break;
  }
}

// What the doors say of the years at `position` is what the history came to by then.
void PlanDaysRaceTest::ExpectOneInForceAsOf(const v1::LedgerPosition& position,
                                            std::mt19937& random) {
  SCOPED_TRACE(absl::StrCat("as of position ", position.position()));
  v1::ListPlansRequest list;
  runtime::MergeText("parent: '~' page_size: 500", list);
  *list.mutable_read() = At(position);
  std::map<std::string, v1::Plan> found;
  const auto all = Ask<v1::ListPlansResponse>(list);
  for (const v1::Plan& plan : all.plans()) found[plan.name()] = plan;
  for (int year = 0; year < kYearsMax; ++year) {
    std::map<std::string, std::string> in_force;  // By municipality.
    for (const std::string& name : plans_) {
      // A withdrawn plan is not listed, and not in force.
      const v1::Plan& plan = found[name];
      const int revision = InForceOn(plan, absl::CivilDay(2010 + year, 1, 1));
      EXPECT_EQ(revision, years_[name].In(year)) << name << " in " << 2010 + year;
      EXPECT_EQ(revision, InForceOn(plan, absl::CivilDay(2010 + year, 12, 31))) << name;
      if (revision == 0 || !plan.municipal_plan().empty()) continue;
      EXPECT_TRUE(in_force.emplace(plan.owner(), name).second)
          << name << " and " << in_force[plan.owner()] << " in " << 2010 + year;
    }
  }
  const int year = static_cast<int>(random() % kYears);
  runtime::MergeText(absl::StrCat("valid_on @", FirstDayOf(year)), list);
  std::set<std::string> listed;
  const auto on_day = Ask<v1::ListPlansResponse>(list);
  for (const v1::Plan& plan : on_day.plans()) listed.insert(plan.name());
  std::set<std::string> wanted;
  for (const auto& [name, years] : years_) {
    if (years.In(year) != 0) wanted.insert(name);
  }
  EXPECT_EQ(listed, wanted);
}

TEST_F(PlanDaysRaceTest, AsOfEveryPositionAMunicipalityHasAtMostOnePlanInForceOnADay) {
  const uint32_t seed = Seed();
  for (int i = 0; i < 12; ++i) plans_.push_back(Create(i % 3 == 0 ? "2404" : "2421"));
  plans_.push_back(Create("2421", absl::StrCat("municipal_plan: '", plans_[1], "'")));

  Race([&](int racer) {
    std::mt19937 random(seed * 100 + static_cast<uint32_t>(racer));
    for (int step = 0; step < kSteps; ++step) DoSomething(random);
  });

  EXPECT_THAT(Audit(), IsEmpty());
  std::map<int64_t, std::vector<std::pair<std::string, v1::RecordedEvent>>> by_position;
  for (const std::string& plan : plans_) {
    const std::vector<v1::RecordedEvent> history = HistoryOf(plan);
    ExpectAdoptedWithoutConflicts(plan, history);
    for (const v1::RecordedEvent& event : history) {
      by_position[event.position().position()].emplace_back(plan, event);
    }
  }
  std::mt19937 random(seed);
  // All events of a command happen at once: it is asked for once they all have.
  std::string request_id;
  v1::LedgerPosition last;
  for (const auto& [position, events] : by_position) {
    for (const auto& [plan, event] : events) {
      if (event.request_id() != request_id && !request_id.empty()) {
        ExpectOneInForceAsOf(last, random);
      }
      Fold(event, years_[plan]);
      request_id = event.request_id();
      last = event.position();
    }
  }
  last.set_position(static_cast<int64_t>(Head()));
  ExpectOneInForceAsOf(last, random);
  ExpectRevisionsUnchanged();
  std::printf("%zu revisions\n", revisions_kept());
  EXPECT_GE(revisions_kept(), 10u);
}

TEST_F(PlanDaysRaceTest, OfManyAdoptionsForTheSameDaysOneIsTaken) {
  for (int round = 0; round < 3; ++round) {
    const std::string kommunkod = absl::StrCat(2410 + round);
    server_.AdmitMunicipality(kommunkod, "Kommun");
    std::vector<std::string> proposed;
    for (int racer = 0; racer < kRacers; ++racer) {
      proposed.push_back(Create(kommunkod, PeriodOf(racer, kRacers)));
      ASSERT_OK(Do<v1::ProposePlanRequest>(proposed.back(), "expected_revision: 0"));
    }
    std::atomic<int> adopted = 0;
    Race([&](int racer) {
      const auto result = Do<v1::AdoptPlanRequest>(
          proposed[static_cast<size_t>(racer)], absl::StrCat("expected_revision: 1 ", kDecision));
      if (result.ok()) {
        ++adopted;
      } else {
        EXPECT_THAT(result, IsRefused(plans::kPlanPeriodTaken));
      }
    });
    EXPECT_EQ(adopted, 1);
  }
}

TEST_F(PlanDaysRaceTest, OfManyPlansThatReplaceTheSameOneIsAdopted) {
  for (int round = 0; round < 3; ++round) {
    const std::string kommunkod = absl::StrCat(2410 + round);
    server_.AdmitMunicipality(kommunkod, "Kommun");
    std::vector<std::string> proposed;
    for (int racer = 0; racer <= kRacers; ++racer) {
      proposed.push_back(Create(kommunkod));
      ASSERT_OK(Do<v1::ProposePlanRequest>(proposed.back(), "expected_revision: 0"));
    }
    const std::string adopt = absl::StrCat("expected_revision: 1 ", kDecision);
    ASSERT_OK(Do<v1::AdoptPlanRequest>(proposed.back(), adopt));
    std::atomic<int> adopted = 0;
    Race([&](int racer) {
      const auto result =
          Do<v1::AdoptPlanRequest>(proposed[static_cast<size_t>(racer)],
                                   absl::StrCat(adopt, "replaces: '", proposed.back(), "'"));
      if (result.ok()) {
        ++adopted;
      } else {
        EXPECT_THAT(result, IsRefused(plans::kReplacesNoOther));
      }
    });
    EXPECT_EQ(adopted, 1);
    EXPECT_EQ(ReadNow(proposed.back()).phase(), v1::PLAN_PHASE_REPLACED);
  }
}

}  // namespace
}  // namespace samverk::tests

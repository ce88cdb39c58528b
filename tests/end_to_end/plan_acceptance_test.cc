// Three plans as they were in truth, after an import of the example: one that was adopted after its
// period had begun, one that was extended, one whose period was corrected afterwards.
//
// Time runs twice: a plan is in force on a day, and that is known from a position of the ledger on.
// An import records in a minute what took years, so positions between its events stand for what was
// known between the decisions.

#include <map>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/civil_date.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/audit.pb.h"
#include "samverk/v1/event.pb.h"
#include "samverk/v1/plan.pb.h"
#include "samverk/v1/plan_events.pb.h"
#include "services/plans/plan_reasons.h"
#include "services/runtime/testing/from_text.h"
#include "tests/end_to_end/import_bench.h"

namespace samverk::tests {
namespace {

using runtime::FromText;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class PlanAcceptanceTest : public ImportBench {
 protected:
  PlanAcceptanceTest() {
    const Imported imported = ImportFile(absl::GetFlag(FLAGS_example));
    CHECK(imported.exit_code == kDone);
    now_ = Head();
    const auto all = ListAll<v1::ListPlansRequest, v1::ListPlansResponse>();
    for (const v1::Plan& plan : all.plans()) names_[plan.title()] = plan.name();
  }

  // The name of the plan with this title.
  std::string NameOf(const std::string& title) {
    EXPECT_TRUE(names_.contains(title)) << title;
    return names_[title];
  }

  // Where the last fact of this kind was recorded, and just before that.
  template <typename Fact>
  v1::LedgerPosition Recorded(const std::string& plan) {
    v1::LedgerPosition position;
    v1::GetHistoryRequest get;
    get.set_name(plan);
    get.set_page_size(500);
    const auto history = Ask<v1::GetHistoryResponse>(get);
    EXPECT_OK(history);
    for (const v1::RecordedEvent& event : history->events()) {
      if (event.event().Is<Fact>()) position = event.position();
    }
    EXPECT_GT(position.position(), 0) << plan << " has no " << Fact::descriptor()->name();
    return position;
  }
  template <typename Fact>
  v1::LedgerPosition Before(const std::string& plan) {
    v1::LedgerPosition position = Recorded<Fact>(plan);
    position.set_position(position.position() - 1);
    return position;
  }

  v1::ReadOptions AsOf(const v1::LedgerPosition& position) {
    v1::ReadOptions read;
    *read.mutable_min_position() = now_;
    *read.mutable_as_of()->mutable_position() = position;
    return read;
  }

  // What was in force on `day`, as known at `position`: titles of the plans of a municipality.
  std::vector<std::string> InForce(const std::string& kommunkod, const std::string& day,
                                   const v1::LedgerPosition& position) {
    auto list = FromText<v1::ListPlansRequest>(
        absl::StrCat("parent: '~' owner: '~/organisations/", kommunkod, "' valid_on @", day));
    *list.mutable_read() = AsOf(position);
    const auto answer = Ask<v1::ListPlansResponse>(list);
    if (!answer.ok()) return {answer.status().ToString()};
    std::vector<std::string> titles;
    for (const v1::Plan& plan : answer->plans()) titles.push_back(plan.title());
    return titles;
  }
  std::vector<std::string> InForce(const std::string& kommunkod, const std::string& day) {
    return InForce(kommunkod, day, now_);
  }

  absl::StatusOr<v1::GetPlanResponse> GetOn(const std::string& plan, const std::string& day,
                                            const v1::LedgerPosition& position) {
    auto get = FromText<v1::GetPlanRequest>(absl::StrCat("valid_on @", day));
    get.set_name(plan);
    *get.mutable_read() = AsOf(position);
    return Ask<v1::GetPlanResponse>(get);
  }

  v1::PlanRevision Revision(const std::string& plan, int number,
                            const v1::LedgerPosition& position) {
    v1::GetPlanRevisionRequest get;
    get.set_name(absl::StrCat(plan, "/revisions/", number));
    *get.mutable_read() = AsOf(position);
    const auto answer = Ask<v1::GetPlanRevisionResponse>(get);
    EXPECT_OK(answer);
    return answer.ok() ? answer->revision() : v1::PlanRevision();
  }
  v1::PlanRevision Revision(const std::string& plan, int number) {
    return Revision(plan, number, now_);
  }

  // `path: old -> new` of everything that is different between two revisions.
  std::vector<std::string> Differences(const std::string& plan, int from, int to) {
    v1::ComparePlanRequest compare;
    compare.set_name(plan);
    compare.mutable_from()->set_revision(from);
    compare.mutable_to()->set_revision(to);
    *compare.mutable_read() = AsOf(now_);
    const auto answer = Ask<v1::ComparePlanResponse>(compare);
    if (!answer.ok()) return {answer.status().ToString()};
    std::vector<std::string> told;
    for (const v1::PlanDifference& each : answer->differences()) {
      told.push_back(absl::StrCat(each.path(), ": ", each.old_text(), " -> ", each.new_text()));
    }
    return told;
  }

  v1::LedgerPosition now_;
  std::map<std::string, std::string> names_;
};

// `2019-01-01–2022-12-31`, both days in it.
std::string DaysOf(const v1::DatePeriod& period) {
  return absl::StrCat(FormatDate(period.start_date()), "–",
                      FormatDate(ToDate(ToCivilDay(period.end_date()) - 1)));
}

// `KF 2016-02-15 §22 KS 2014/236`.
std::string TextOf(const v1::DecisionRef& decision) {
  std::string text = absl::StrCat(decision.body(), " ", FormatDate(decision.date()));
  if (!decision.paragraph().empty()) absl::StrAppend(&text, " §", decision.paragraph());
  if (!decision.diarienummer().empty()) absl::StrAppend(&text, " ", decision.diarienummer());
  return text;
}

TEST_F(PlanAcceptanceTest, VilhelminasPlanWasAdoptedLongAfterItsPeriodHadBegun) {
  const char kTitle[] = "Kommersiell serviceplan för Vilhelmina kommun 2018–2020";
  const std::string plan = NameOf(kTitle);

  // As is known now it was in force from its first day on.
  EXPECT_THAT(InForce("2462", "2017-12-31"), IsEmpty());
  EXPECT_THAT(InForce("2462", "2018-01-01"), ElementsAre(kTitle));
  EXPECT_THAT(InForce("2462", "2018-06-01"), ElementsAre(kTitle));
  EXPECT_THAT(InForce("2462", "2020-12-31"), ElementsAre(kTitle));
  EXPECT_THAT(InForce("2462", "2021-01-01"), IsEmpty());
  // Before the decision was recorded there was a plan, and none in force.
  const v1::LedgerPosition undecided = Before<v1::PlanAdopted>(plan);
  EXPECT_THAT(InForce("2462", "2018-06-01", undecided), IsEmpty());
  EXPECT_THAT(InForce("2462", "2020-06-01", undecided), IsEmpty());
  EXPECT_THAT(GetOn(plan, "2018-06-01", undecided), IsRefused(plans::kNotInForceThen));
  // As soon as it was, it was in force on days that had passed.
  EXPECT_THAT(InForce("2462", "2018-06-01", Recorded<v1::PlanAdopted>(plan)), ElementsAre(kTitle));
  const auto then = GetOn(plan, "2018-06-01", now_);
  ASSERT_OK(then);
  EXPECT_THAT(then->plan().sections(), SizeIs(6));
  const v1::PlanRevision revision = Revision(plan, 1);
  EXPECT_EQ(TextOf(revision.decision()), "KF 2019-12-16");
  EXPECT_EQ(DaysOf(revision.period()), "2018-01-01–2020-12-31");
}

TEST_F(PlanAcceptanceTest, HarjedalensPlanWasExtendedAndItsTextStayedWhatItWas) {
  const char kFirst[] = "Serviceplan för Härjedalens kommun 2016–2018";
  const char kSecond[] = "Serviceplan för Härjedalens kommun 2019–2022";
  const char kThird[] = "Serviceplan för Härjedalens kommun 2025–2030";
  const std::string plan = NameOf(kSecond);

  EXPECT_THAT(InForce("2361", "2018-12-31"), ElementsAre(kFirst));
  EXPECT_THAT(InForce("2361", "2019-01-01"), ElementsAre(kSecond));
  EXPECT_THAT(InForce("2361", "2022-12-31"), ElementsAre(kSecond));
  EXPECT_THAT(InForce("2361", "2023-01-01"), ElementsAre(kSecond));
  EXPECT_THAT(InForce("2361", "2024-12-31"), ElementsAre(kSecond));
  EXPECT_THAT(InForce("2361", "2025-01-01"), ElementsAre(kThird));
  EXPECT_THAT(InForce("2361", "2030-12-31"), ElementsAre(kThird));
  EXPECT_THAT(InForce("2361", "2031-01-01"), IsEmpty());
  // Before the extension was recorded it ended with 2022.
  const v1::LedgerPosition before = Before<v1::PlanExtended>(plan);
  EXPECT_THAT(InForce("2361", "2022-12-31", before), ElementsAre(kSecond));
  EXPECT_THAT(InForce("2361", "2023-06-01", before), IsEmpty());
  EXPECT_THAT(GetOn(plan, "2023-06-01", before), IsRefused(plans::kNotInForceThen));
  // The next plan was decided on in June 2025, for the whole of that year.
  EXPECT_THAT(InForce("2361", "2025-03-01", Before<v1::PlanAdopted>(NameOf(kThird))), IsEmpty());
  EXPECT_EQ(TextOf(Revision(NameOf(kFirst), 1).decision()), "KF 2016-02-15 §22 KS 2014/236");
  EXPECT_EQ(TextOf(Revision(NameOf(kThird), 1).decision()), "KF 2025-06-12 §45 KS 2025/41");

  // The extension is a revision of its own. The one before it is what it was when it was adopted.
  EXPECT_EQ(GetOn(plan, "2022-12-31", now_)->plan().period().end_date().year(), 2023);
  EXPECT_EQ(GetOn(plan, "2023-01-01", now_)->plan().period().end_date().year(), 2025);
  const v1::PlanRevision adopted = Revision(plan, 1);
  EXPECT_EQ(DaysOf(adopted.period()), "2019-01-01–2022-12-31");
  EXPECT_EQ(adopted.plan().sections(0).text(), Revision(plan, 2).plan().sections(0).text());
  const v1::PlanRevision extended = Revision(plan, 2);
  EXPECT_EQ(extended.kind(), v1::PLAN_REVISION_KIND_EXTENDED);
  EXPECT_EQ(DaysOf(extended.period()), "2019-01-01–2024-12-31");
  EXPECT_EQ(TextOf(extended.adoption_decision()), TextOf(adopted.decision()));
  const std::vector<std::string> differences = Differences(plan, 1, 2);
  ASSERT_THAT(differences, SizeIs(1));
  EXPECT_TRUE(absl::StartsWith(differences[0], "period: ")) << differences[0];
}

TEST_F(PlanAcceptanceTest, ThePeriodOfStorumansPlanWasCorrectedAfterwards) {
  const char kTitle[] = "Serviceplan för Storumans kommun 2019–2022";
  const std::string plan = NameOf(kTitle);

  // As is known now it was in force for two years.
  EXPECT_THAT(InForce("2421", "2020-12-31"), ElementsAre(kTitle));
  EXPECT_THAT(InForce("2421", "2021-01-01"), IsEmpty());
  EXPECT_THAT(GetOn(plan, "2021-06-01", now_), IsRefused(plans::kNotInForceThen));
  // Until the correction was recorded it was known to be in force for four.
  const v1::LedgerPosition before = Before<v1::PlanCorrected>(plan);
  EXPECT_THAT(InForce("2421", "2021-06-01", before), ElementsAre(kTitle));
  EXPECT_THAT(InForce("2421", "2022-12-31", before), ElementsAre(kTitle));
  EXPECT_THAT(InForce("2421", "2019-12-31", Before<v1::PlanAdopted>(plan)), IsEmpty());

  // What was adopted says what it said, and by which decision.
  const v1::PlanRevision adopted = Revision(plan, 1);
  EXPECT_EQ(DaysOf(adopted.period()), "2019-01-01–2022-12-31");
  EXPECT_EQ(TextOf(adopted.decision()), "KF 2019-06-11 §67");
  EXPECT_EQ(adopted.plan().documents_size(), 6);
  EXPECT_EQ(Revision(plan, 1, before).period().SerializeAsString(),
            adopted.period().SerializeAsString());
  const v1::PlanRevision corrected = Revision(plan, 2);
  EXPECT_EQ(corrected.kind(), v1::PLAN_REVISION_KIND_CORRECTED);
  EXPECT_EQ(DaysOf(corrected.period()), "2019-01-01–2020-12-31");
  EXPECT_EQ(TextOf(corrected.decision()), "KS 2019-07-19");
  EXPECT_EQ(TextOf(corrected.adoption_decision()), "KF 2019-06-11 §67");
  // On all its days the corrected revision is the one in force.
  const auto in_2019 = GetOn(plan, "2019-12-31", now_);
  ASSERT_OK(in_2019);
  EXPECT_EQ(DaysOf(in_2019->plan().period()), "2019-01-01–2020-12-31");
}

}  // namespace
}  // namespace samverk::tests

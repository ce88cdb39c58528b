#include "services/overview/overview_facts.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/time/time.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "google/protobuf/util/time_util.h"
#include "services/follow_ups/follow_up_reader.h"
#include "services/partnership/partnership_reader.h"
#include "services/plans/plan_days.h"
#include "services/plans/plan_reader.h"

namespace samverk::overview {
namespace {

bool IsMember(const v1::Organisation& organisation, absl::CivilDay day) {
  if (!organisation.has_joined_on() || day < ToCivilDay(organisation.joined_on())) return false;
  return !organisation.has_left_on() || day < ToCivilDay(organisation.left_on());
}

// Sorts after every date.
constexpr absl::CivilDay kNoDay(kYearMax + 1, 1, 1);

absl::CivilDay DayOrNone(bool is_set, const google::type::Date& date) {
  return is_set ? ToCivilDay(date) : kNoDay;
}

auto OrderOf(const v1::OverviewItem& item) {
  return std::make_tuple(item.kind(), DayOrNone(item.has_deadline(), item.deadline()),
                         DayOrNone(item.has_since(), item.since()), item.year(), item.resource(),
                         item.element());
}

}  // namespace

absl::StatusOr<OverviewFacts> ReadFacts(const OverviewViews& views, absl::CivilDay day) {
  OverviewFacts facts;
  ASSIGN_OR_RETURN(std::vector<v1::Organisation> organisations,
                   partnership::ReadOrganisations(views.partnership));
  int regions = 0;
  for (v1::Organisation& each : organisations) {
    if (!IsMember(each, day)) continue;
    if (each.kind() == v1::ORGANISATION_KIND_REGION) {
      facts.region = ++regions == 1 ? each.name() : "";
    } else if (each.kind() == v1::ORGANISATION_KIND_MUNICIPALITY) {
      facts.municipalities.push_back(std::move(each));
    }
  }
  ASSIGN_OR_RETURN(facts.plans, plans::ReadHeaders(views.plans));
  std::erase_if(facts.plans,
                [](const v1::Plan& plan) { return plan.phase() == v1::PLAN_PHASE_WITHDRAWN; });
  ASSIGN_OR_RETURN(facts.follow_ups, follow_ups::ReadFollowUps(views.follow_ups));
  std::erase_if(facts.follow_ups, [](const v1::FollowUp& follow_up) {
    return follow_up.state() == v1::FOLLOW_UP_STATE_WITHDRAWN;
  });
  return facts;
}

Years Clip(const Years& known, const OverviewQuestion& question) {
  Years years = known;
  if (question.first_year != 0) years.first = std::max(years.first, question.first_year);
  if (question.last_year != 0) years.last = std::min(years.last, question.last_year);
  return years;
}

bool WithinAYear(absl::CivilDay then, absl::CivilDay day) {
  return then < absl::CivilDay(day.year() + 1, day.month(), day.day());
}

bool IsMunicipalPlanOf(const v1::Plan& plan, const std::string& municipality) {
  return plan.municipal_plan().empty() && plan.owner() == municipality;
}

const v1::Plan* FindInForce(const std::vector<v1::Plan>& plans, const std::string& municipality,
                            absl::CivilDay day) {
  const auto found = std::find_if(plans.begin(), plans.end(), [&](const v1::Plan& plan) {
    return IsMunicipalPlanOf(plan, municipality) && plans::RevisionOn(plan, day) != 0;
  });
  return found == plans.end() ? nullptr : &*found;
}

v1::DatePeriod InForceAround(const v1::Plan& plan, absl::CivilDay day) {
  for (const v1::DatePeriod& days : plans::DaysInForce(plan)) {
    if (ToCivilDay(days.start_date()) <= day && day < ToCivilDay(days.end_date())) return days;
  }
  return {};
}

google::type::Date DayOf(const google::protobuf::Timestamp& time) {
  return ToDate(SwedishDay(
      absl::FromUnixMicros(google::protobuf::util::TimeUtil::TimestampToMicroseconds(time))));
}

void Items::Add(v1::OverviewItem item) {
  const std::string& asked = question_.organisation;
  if (!asked.empty() && item.organisation() != asked && item.about() != asked) return;
  items_.push_back(std::move(item));
}

int Items::Put(google::protobuf::RepeatedPtrField<v1::OverviewItem>& list) {
  std::sort(items_.begin(), items_.end(),
            [](const v1::OverviewItem& left, const v1::OverviewItem& right) {
              return OrderOf(left) < OrderOf(right);
            });
  const int count = static_cast<int>(items_.size());
  for (int i = 0; i < std::min(count, kItemsMax); ++i) {
    list.Add(std::move(items_[static_cast<size_t>(i)]));
  }
  return count;
}

}  // namespace samverk::overview

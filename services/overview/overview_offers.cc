// Service gained and lost by year: what the cooperation is for.

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/civil_date.h"
#include "base/status_macros.h"
#include "samverk/v1/service_point.pb.h"
#include "services/overview/overview_facts.h"
#include "services/overview/overview_sections.h"
#include "services/service_points/entries.h"
#include "services/service_points/service_point_days.h"
#include "services/service_points/service_point_reader.h"

namespace samverk::overview {
namespace {

using google::protobuf::RepeatedPtrField;
using service_points::EndOf;
using service_points::HoldsOn;
using service_points::StartOf;

// Days on which one kind of offer can be had somewhere, whatever the range.
struct OfferDays {
  v1::ServiceOffer offer = v1::SERVICE_OFFER_UNSPECIFIED;
  absl::CivilDay start;
  absl::CivilDay end;
  bool gained = false;  // It could not be had before.
};

// The days of each kind without gaps, as far as they began by `day`: a shop that begins to keep a
// full range gains no groceries.
std::vector<OfferDays> DaysOf(const v1::ServicePoint& point, absl::CivilDay day) {
  std::vector<OfferDays> days;
  days.reserve(static_cast<size_t>(point.offer_periods_size()));
  // They are in the order of kinds and days.
  for (const v1::OfferPeriod& each : point.offer_periods()) {
    if (StartOf(each) > day) continue;
    if (!days.empty() && days.back().offer == each.offer() && days.back().end == StartOf(each)) {
      days.back().end = EndOf(each);
      continue;
    }
    days.push_back({each.offer(), StartOf(each), EndOf(each), !each.offered_before()});
  }
  return days;
}

// One year while it is added up, up to its last day or the day of the question.
class YearOfService {
 public:
  YearOfService(int year, absl::CivilDay day)
      : first_(year, 1, 1), last_(std::min(absl::CivilDay(year, 12, 31), day)) {
    answer_.set_year(year);
  }

  void Add(const v1::ServicePoint& point) {
    bool is_open = false;
    for (const v1::OpenPeriod& each : point.open_periods()) {
      if (!each.open_before() && Covers(StartOf(each))) answer_.set_opened(answer_.opened() + 1);
      if (Covers(EndOf(each))) answer_.set_closed(answer_.closed() + 1);
      is_open = is_open || HoldsOn(each, last_);
    }
    if (!is_open) return AddUnknown(point);
    answer_.set_open(answer_.open() + 1);
    const RepeatedPtrField<v1::ThreatPeriod>& threats = point.threat_periods();
    if (std::any_of(threats.begin(), threats.end(),
                    [this](const v1::ThreatPeriod& each) { return HoldsOn(each, last_); })) {
      answer_.set_threatened(answer_.threatened() + 1);
    }
  }

  void Add(const OfferDays& days) {
    v1::OfferYear& offer = Of(days.offer);
    if (days.gained && Covers(days.start)) offer.set_gained(offer.gained() + 1);
    if (Covers(days.end)) offer.set_lost(offer.lost() + 1);
    if (days.start <= last_ && last_ < days.end) offer.set_open(offer.open() + 1);
  }

  void AddFullRange(const v1::OfferPeriod& period) {
    if (!period.full_range() || !HoldsOn(period, last_)) return;
    v1::OfferYear& offer = Of(period.offer());
    offer.set_full_range(offer.full_range() + 1);
  }

  v1::ServiceYear Answer() {
    for (const auto& [kind, offer] : offers_) *answer_.add_offers() = offer;
    return answer_;
  }

 private:
  bool Covers(absl::CivilDay day) const { return first_ <= day && day <= last_; }

  void AddUnknown(const v1::ServicePoint& point) {
    if (point.open_periods().empty()) return;
    const v1::OpenPeriod& first = point.open_periods(0);
    if (first.open_before() && last_ < StartOf(first)) answer_.set_unknown(answer_.unknown() + 1);
  }

  v1::OfferYear& Of(v1::ServiceOffer kind) {
    v1::OfferYear& offer = offers_[kind];
    offer.set_offer(kind);
    return offer;
  }

  const absl::CivilDay first_;
  const absl::CivilDay last_;
  v1::ServiceYear answer_;
  std::map<v1::ServiceOffer, v1::OfferYear> offers_;
};

// The first year in which anything changed; that of `day` if nothing has by then.
int FirstYearOf(const std::vector<v1::ServicePoint>& points, absl::CivilDay day) {
  int first = static_cast<int>(day.year());
  for (const v1::ServicePoint& point : points) {
    const std::set<int> years = service_points::YearsOfChange(point);
    if (!years.empty()) first = std::min(first, *years.begin());
  }
  return first;
}

}  // namespace

absl::Status PutService(const OverviewViews& views, const OverviewQuestion& question,
                        v1::GetOverviewResponse& response) {
  ASSIGN_OR_RETURN(std::vector<v1::ServicePoint> points,
                   service_points::ReadServicePoints(views.service_points));
  std::erase_if(points, [](const v1::ServicePoint& point) {
    return point.state() == v1::SERVICE_POINT_STATE_WITHDRAWN;
  });
  const Years years =
      Clip({FirstYearOf(points, question.day), static_cast<int>(question.day.year())}, question);
  std::vector<std::vector<OfferDays>> days;
  days.reserve(points.size());
  for (const v1::ServicePoint& point : points) days.push_back(DaysOf(point, question.day));
  for (int number = years.first; number <= years.last; ++number) {
    YearOfService year(number, question.day);
    for (size_t i = 0; i < points.size(); ++i) {
      year.Add(points[i]);
      for (const OfferDays& each : days[i]) year.Add(each);
      for (const v1::OfferPeriod& each : points[i].offer_periods()) year.AddFullRange(each);
    }
    *response.add_service() = year.Answer();
  }
  return absl::OkStatus();
}

}  // namespace samverk::overview

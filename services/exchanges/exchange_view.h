// Exchanges as they stand: what queries read.
//
//   table  key                            row
//   e      exchange                       v1::Exchange
//   f      facet ‖ value ‖ -day ‖ name    name of an exchange, to list those that have something in
//                                         common, those of the latest day first
//   n      exchange ‖ entry               v1::ExchangeAnswer
//   L      resource ‖ direction ‖ …       v1::Link, see services/runtime/links.h
//
// Answers refer to nothing: they are texts.

#ifndef SAMVERK_SERVICES_EXCHANGES_EXCHANGE_VIEW_H_
#define SAMVERK_SERVICES_EXCHANGES_EXCHANGE_VIEW_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "samverk/v1/exchange.pb.h"
#include "services/runtime/projection.h"
#include "storage/event_log/event.h"

namespace samverk::exchanges {

inline constexpr char kExchangeView[] = "exchanges";
inline constexpr char kExchangeTable = 'e';
inline constexpr char kFacetTable = 'f';
inline constexpr char kAnswerTable = 'n';

// What exchanges are listed by. The numbers are part of the keys.
enum class Facet {
  kAny = 0,  // Its value is empty: all of them.
  kOwner = 1,
  kAdopter = 2,
  kOffer = 3,
  kState = 4,
  kKind = 5,
};

// Keys of the tables.
std::string ExchangeKey(const std::string& name);
std::string AnswerKey(const std::string& exchange, int64_t entry);
// Where the exchanges that have `value` begin: an organisation, or the number of an enum.
std::string FacetKey(Facet facet, const absl::AlphaNum& value);
// What follows in those keys; later days come first.
std::string DayKey(absl::CivilDay day);
// One for each list that the exchange is in.
std::set<std::string> FacetKeys(const v1::Exchange& exchange);

class ExchangeProjection final : public runtime::Projection {
 public:
  std::string name() const override { return kExchangeView; }
  int version() const override { return 2; }
  bool keeps_links() const override { return true; }
  absl::StatusOr<std::string> TitleOf(const runtime::ViewReader& view,
                                      const std::string& name) const override;
  absl::Status Apply(const storage::RecordedEvent& event, const std::string& partnership,
                     runtime::ViewWriter& view) const override;
};

}  // namespace samverk::exchanges

#endif  // SAMVERK_SERVICES_EXCHANGES_EXCHANGE_VIEW_H_

// What may happen to a service point. Pure: given a state and a command, events or a refusal.
//
// A service point opens, is threatened and secured, closes and reopens; things can be had there for
// a while; it keeps hours. Every fact names the day from which it holds, so all of it may be
// recorded afterwards and in any order, as long as the whole makes a life. What is recorded can be
// corrected at any time, and what was registered by mistake is withdrawn.

#ifndef SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_RULES_H_
#define SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_RULES_H_

#include <cstdint>
#include <set>

#include "absl/status/statusor.h"
#include "samverk/v1/service_point.pb.h"
#include "samverk/v1/service_point_events.pb.h"
#include "services/runtime/rules.h"

namespace samverk::service_points {

// What decisions about a service point depend on: not what was observed, which only people read.
struct ServicePointState {
  bool exists = false;
  // Without what follows from turns and offers.
  v1::ServicePoint point;
  // Observations by number, the removed ones left out.
  std::set<int64_t> observations;
};

struct ServicePointRules {
  using State = ServicePointState;
  using Event = v1::ServicePointEvent;
  using Decision = absl::StatusOr<runtime::Decision<Event>>;
  using Facts = runtime::Facts;
  using Context = runtime::CommandContext;

  static runtime::ReadSet Reads(const v1::RegisterServicePointRequest& command);
  static runtime::ReadSet Reads(const v1::OfferServiceRequest& command);
  static runtime::ReadSet Reads(const v1::EndServiceOfferRequest& command);
  static runtime::ReadSet Reads(const v1::SetServicePointHoursRequest& command);
  static runtime::ReadSet Reads(const v1::CloseServicePointRequest& command);
  static runtime::ReadSet Reads(const v1::ReopenServicePointRequest& command);
  static runtime::ReadSet Reads(const v1::ThreatenServicePointRequest& command);
  static runtime::ReadSet Reads(const v1::SecureServicePointRequest& command);
  static runtime::ReadSet Reads(const v1::RecordServiceObservationRequest& command);
  static runtime::ReadSet Reads(const v1::EditServicePointRequest& command);
  static runtime::ReadSet Reads(const v1::WithdrawServicePointRequest& command);

  // Errors: those of service_point_reasons.h, mapping_checks.h and rule_checks.h, as
  // service_point.proto says of each command.
  static Decision Decide(const State&, const Facts&, const v1::RegisterServicePointRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::OfferServiceRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::EndServiceOfferRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::SetServicePointHoursRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::CloseServicePointRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::ReopenServicePointRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::ThreatenServicePointRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::SecureServicePointRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::RecordServiceObservationRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::EditServicePointRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::WithdrawServicePointRequest&,
                         const Context&);

  // Never fails; events it does not know leave the state alone.
  static void Evolve(State& state, const Event& event, const runtime::EventPlace& at);
};

}  // namespace samverk::service_points

#endif  // SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_RULES_H_

#include "services/service_points/service_point_rules.h"

#include <string>
#include <utility>

#include "base/civil_date.h"
#include "base/refusal.h"
#include "base/status_macros.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/rule_checks.h"
#include "services/service_points/entries.h"
#include "services/service_points/mapping_checks.h"
#include "services/service_points/service_point_checks.h"
#include "services/service_points/service_point_content.h"
#include "services/service_points/service_point_reasons.h"

namespace samverk::service_points {
namespace {

using runtime::CheckLinked;
using runtime::ReadsOf;

std::string NameOf(const v1::RegisterServicePointRequest& command) {
  return runtime::ChildName(command.parent(), "servicePoints", command.service_point_id());
}

// OK if the service point exists and was not withdrawn.
absl::Status CheckThere(const ServicePointState& state, const std::string& name) {
  if (!state.exists) return Refusal(kServicePointNotFound).With("name", name);
  if (state.point.state() == v1::SERVICE_POINT_STATE_WITHDRAWN)
    return Refusal(kServicePointWithdrawn).Violating(name);
  return absl::OkStatus();
}

absl::Status CheckEntry(bool found, int64_t entry) {
  if (found) return absl::OkStatus();
  return Refusal(kServicePointEntryNotFound).With("entry", entry);
}

// One fact about a service point that exists, if the whole that it leads to may be.
ServicePointRules::Decision DecidedIfWhole(const ServicePointState& state, const std::string& name,
                                           v1::ServicePointEvent event,
                                           const runtime::CommandContext& context) {
  v1::ServicePoint after = state.point;
  Fold(event, context.next.revision, after);
  RETURN_IF_ERROR(CheckWhole(after, name));
  runtime::Decision<v1::ServicePointEvent> decision;
  decision.events.push_back(std::move(event));
  return decision;
}

// The turn of a command that tells of one.
template <typename Command>
ServicePointRules::Decision DecideTurn(const ServicePointState& state, const Command& command,
                                       v1::ServicePointTurnKind kind,
                                       const runtime::CommandContext& context) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  v1::TurnFacts turn;
  turn.set_kind(kind);
  *turn.mutable_date() = command.date();
  turn.set_cause(command.cause());
  return DecidedIfWhole(state, command.name(), EventOf(turn), context);
}

// What one edit names; there is at most one.
std::string LinkedBy(const v1::ServicePointEdit& edit) {
  switch (edit.edit_case()) {
    case v1::ServicePointEdit::kPlace:
      return edit.place();
    case v1::ServicePointEdit::kOperatorOrganisation:
      return edit.operator_organisation();
    case v1::ServicePointEdit::kObservation:
      return edit.observation().facts().observer();
    default:
      return "";
  }
}

absl::Status CheckTurnCorrection(const v1::ServicePoint& point,
                                 const v1::TurnCorrection& correction) {
  const auto* entry = FindEntry(point.turns(), correction.entry());
  RETURN_IF_ERROR(CheckEntry(entry != nullptr, correction.entry()));
  v1::TurnFacts facts = entry->facts();
  facts.set_open_before(correction.open_before());
  return CheckTurn(facts);
}

// OK if what the edit names is there, and what it says goes together.
absl::Status CheckEdit(const ServicePointState& state, const runtime::Facts& facts,
                       const v1::ServicePointEdit& edit, absl::CivilDay today) {
  RETURN_IF_ERROR(CheckLinked(facts, LinkedBy(edit)));
  const v1::ServicePoint& point = state.point;
  switch (edit.edit_case()) {
    case v1::ServicePointEdit::kTurn:
      return CheckTurnCorrection(point, edit.turn());
    case v1::ServicePointEdit::kAddTurn:
      return CheckTurn(edit.add_turn());
    case v1::ServicePointEdit::kOffer: {
      const int64_t entry = edit.offer().entry();
      RETURN_IF_ERROR(CheckTerms(edit.offer().terms()));
      return CheckEntry(FindEntry(point.offers(), entry) != nullptr, entry);
    }
    case v1::ServicePointEdit::kHours: {
      const int64_t entry = edit.hours().entry();
      RETURN_IF_ERROR(CheckHours(edit.hours().hours()));
      return CheckEntry(FindEntry(point.hours(), entry) != nullptr, entry);
    }
    case v1::ServicePointEdit::kObservation: {
      const int64_t entry = edit.observation().entry();
      RETURN_IF_ERROR(CheckObservation(edit.observation().facts(), today));
      return CheckEntry(state.observations.contains(entry), entry);
    }
    case v1::ServicePointEdit::kRemoveEntry: {
      const int64_t entry = edit.remove_entry();
      return CheckEntry(FindEntry(point.turns(), entry) != nullptr ||
                            FindEntry(point.offers(), entry) != nullptr ||
                            FindEntry(point.hours(), entry) != nullptr ||
                            state.observations.contains(entry),
                        entry);
    }
    default:
      return absl::OkStatus();
  }
}

// The fact that an edit is recorded as.
v1::ServicePointEvent FactOf(const v1::ServicePointEdit& edit) {
  if (edit.has_add_turn()) return EventOf(edit.add_turn());
  v1::ServicePointEvent event;
  *event.mutable_service_point_corrected()->mutable_edit() = edit;
  return event;
}

v1::ServicePointRegistered RegisteredBy(const v1::RegisterServicePointRequest& command) {
  v1::ServicePointRegistered registered;
  registered.set_owner(command.owner());
  registered.set_display_name(command.display_name());
  registered.set_place(command.place());
  registered.set_operator_name(command.operator_name());
  registered.set_operator_organisation(command.operator_organisation());
  registered.set_address(command.address());
  if (command.has_position()) *registered.mutable_position() = command.position();
  return registered;
}

}  // namespace

runtime::ReadSet ServicePointRules::Reads(const v1::RegisterServicePointRequest& command) {
  runtime::ReadSet reads =
      ReadsOf(NameOf(command), {command.owner(), command.place(), command.operator_organisation()});
  reads.owner = command.owner();
  return reads;
}

ServicePointRules::Decision ServicePointRules::Decide(
    const State& state, const Facts& facts, const v1::RegisterServicePointRequest& command,
    const Context& context) {
  if (state.exists) return Refusal(kServicePointExists).With("name", NameOf(command));
  RETURN_IF_ERROR(CheckLinked(facts, command.owner()));
  RETURN_IF_ERROR(CheckMunicipality(command.owner()));
  RETURN_IF_ERROR(CheckLinked(facts, command.place()));
  RETURN_IF_ERROR(CheckLinked(facts, command.operator_organisation()));
  runtime::Decision<Event> decision;
  *decision.events.emplace_back().mutable_service_point_registered() = RegisteredBy(command);
  for (const v1::TurnFacts& turn : command.turns()) {
    RETURN_IF_ERROR(CheckTurn(turn));
    decision.events.push_back(EventOf(turn));
  }
  for (const v1::OfferTerms& terms : command.offers()) {
    RETURN_IF_ERROR(CheckTerms(terms));
    *decision.events.emplace_back().mutable_service_offered()->mutable_terms() = terms;
  }
  for (const v1::OpeningHours& hours : command.hours()) {
    RETURN_IF_ERROR(CheckHours(hours));
    *decision.events.emplace_back().mutable_service_point_hours_set()->mutable_hours() = hours;
  }
  v1::ServicePoint after;
  int64_t revision = context.next.revision;
  for (const Event& event : decision.events) Fold(event, revision++, after);
  RETURN_IF_ERROR(CheckWhole(after, NameOf(command)));
  return decision;
}

runtime::ReadSet ServicePointRules::Reads(const v1::OfferServiceRequest& command) {
  return ReadsOf(command.name());
}

ServicePointRules::Decision ServicePointRules::Decide(const State& state, const Facts&,
                                                      const v1::OfferServiceRequest& command,
                                                      const Context& context) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  RETURN_IF_ERROR(CheckTerms(command.terms()));
  for (const v1::ServicePointOffer& each : state.point.offers()) {
    if (SaysTheSame(each.terms(), command.terms())) return runtime::Decision<Event>();
  }
  Event event;
  *event.mutable_service_offered()->mutable_terms() = command.terms();
  return DecidedIfWhole(state, command.name(), std::move(event), context);
}

runtime::ReadSet ServicePointRules::Reads(const v1::EndServiceOfferRequest& command) {
  return ReadsOf(command.name());
}

ServicePointRules::Decision ServicePointRules::Decide(const State& state, const Facts&,
                                                      const v1::EndServiceOfferRequest& command,
                                                      const Context&) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  const auto* offer = FindEntry(state.point.offers(), command.entry());
  RETURN_IF_ERROR(CheckEntry(offer != nullptr, command.entry()));
  v1::OfferTerms terms = offer->terms();
  if (EndOf(terms) == ToCivilDay(command.end_date())) return runtime::Decision<Event>();
  if (EndOf(terms) < ToCivilDay(command.end_date())) {
    return Refusal(kOfferEnded)
        .With("end_date", FormatDate(terms.end_date()))
        .Violating(command.name());
  }
  *terms.mutable_end_date() = command.end_date();
  RETURN_IF_ERROR(CheckTerms(terms));
  return runtime::Decided<Event>([&command](Event& event) {
    event.mutable_service_offer_ended()->set_entry(command.entry());
    *event.mutable_service_offer_ended()->mutable_end_date() = command.end_date();
  });
}

runtime::ReadSet ServicePointRules::Reads(const v1::SetServicePointHoursRequest& command) {
  return ReadsOf(command.name());
}

ServicePointRules::Decision ServicePointRules::Decide(
    const State& state, const Facts&, const v1::SetServicePointHoursRequest& command,
    const Context& context) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  RETURN_IF_ERROR(CheckHours(command.hours()));
  for (const v1::ServicePointHours& each : state.point.hours()) {
    if (SaysTheSame(each.hours(), command.hours())) return runtime::Decision<Event>();
  }
  Event event;
  *event.mutable_service_point_hours_set()->mutable_hours() = command.hours();
  return DecidedIfWhole(state, command.name(), std::move(event), context);
}

runtime::ReadSet ServicePointRules::Reads(const v1::CloseServicePointRequest& command) {
  return ReadsOf(command.name());
}
ServicePointRules::Decision ServicePointRules::Decide(const State& state, const Facts&,
                                                      const v1::CloseServicePointRequest& command,
                                                      const Context& context) {
  return DecideTurn(state, command, v1::SERVICE_POINT_TURN_KIND_CLOSED, context);
}

runtime::ReadSet ServicePointRules::Reads(const v1::ReopenServicePointRequest& command) {
  return ReadsOf(command.name());
}
ServicePointRules::Decision ServicePointRules::Decide(const State& state, const Facts&,
                                                      const v1::ReopenServicePointRequest& command,
                                                      const Context& context) {
  return DecideTurn(state, command, v1::SERVICE_POINT_TURN_KIND_REOPENED, context);
}

runtime::ReadSet ServicePointRules::Reads(const v1::ThreatenServicePointRequest& command) {
  return ReadsOf(command.name());
}
ServicePointRules::Decision ServicePointRules::Decide(
    const State& state, const Facts&, const v1::ThreatenServicePointRequest& command,
    const Context& context) {
  return DecideTurn(state, command, v1::SERVICE_POINT_TURN_KIND_THREATENED, context);
}

runtime::ReadSet ServicePointRules::Reads(const v1::SecureServicePointRequest& command) {
  return ReadsOf(command.name());
}
ServicePointRules::Decision ServicePointRules::Decide(const State& state, const Facts&,
                                                      const v1::SecureServicePointRequest& command,
                                                      const Context& context) {
  return DecideTurn(state, command, v1::SERVICE_POINT_TURN_KIND_SECURED, context);
}

runtime::ReadSet ServicePointRules::Reads(const v1::RecordServiceObservationRequest& command) {
  return ReadsOf(command.name(), {command.facts().observer()});
}

ServicePointRules::Decision ServicePointRules::Decide(
    const State& state, const Facts& facts, const v1::RecordServiceObservationRequest& command,
    const Context& context) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  RETURN_IF_ERROR(CheckLinked(facts, command.facts().observer()));
  RETURN_IF_ERROR(CheckObservation(command.facts(), context.today));
  RETURN_IF_ERROR(CheckCount(static_cast<int>(state.observations.size()) + 1, kObservationsMax,
                             command.name()));
  return runtime::Decided<Event>([&command](Event& event) {
    *event.mutable_service_observation_recorded()->mutable_facts() = command.facts();
  });
}

runtime::ReadSet ServicePointRules::Reads(const v1::EditServicePointRequest& command) {
  runtime::ReadSet reads = ReadsOf(command.name());
  for (const v1::ServicePointEdit& edit : command.edits()) {
    if (const std::string linked = LinkedBy(edit); !linked.empty()) reads.linked.push_back(linked);
  }
  return reads;
}

ServicePointRules::Decision ServicePointRules::Decide(const State& state, const Facts& facts,
                                                      const v1::EditServicePointRequest& command,
                                                      const Context& context) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  RETURN_IF_ERROR(runtime::CheckBase(command));
  runtime::Decision<Event> decision;
  // Each edit is judged on what those before it leave, the life on what all of them leave.
  State edited = state;
  runtime::EventPlace next = context.next;
  for (const v1::ServicePointEdit& edit : command.edits()) {
    RETURN_IF_ERROR(CheckEdit(edited, facts, edit, context.today));
    Event event = FactOf(edit);
    const v1::ServicePoint before = edited.point;
    const size_t observations_before = edited.observations.size();
    Evolve(edited, event, next);
    // What observations say is not kept, so nobody can tell that a correction changes nothing.
    if (!edit.has_observation() && edited.observations.size() == observations_before &&
        SaysTheSame(before, edited.point)) {
      decision.outcomes.push_back(v1::EDIT_OUTCOME_CONVERGED);
      continue;
    }
    decision.events.push_back(std::move(event));
    decision.outcomes.push_back(v1::EDIT_OUTCOME_ACCEPTED);
    ++next.revision;
    ++next.position;
  }
  RETURN_IF_ERROR(CheckWhole(edited.point, command.name()));
  return decision;
}

runtime::ReadSet ServicePointRules::Reads(const v1::WithdrawServicePointRequest& command) {
  return ReadsOf(command.name());
}

ServicePointRules::Decision ServicePointRules::Decide(
    const State& state, const Facts&, const v1::WithdrawServicePointRequest& command,
    const Context&) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  return runtime::Decided<Event>([](Event& event) { event.mutable_service_point_withdrawn(); });
}

void ServicePointRules::Evolve(State& state, const Event& event, const runtime::EventPlace& at) {
  if (event.has_service_point_registered()) state.exists = true;
  if (event.has_service_observation_recorded()) state.observations.insert(at.revision);
  if (event.has_service_point_corrected()) {
    state.observations.erase(event.service_point_corrected().edit().remove_entry());
  }
  Fold(event, at.revision, state.point);
}

}  // namespace samverk::service_points

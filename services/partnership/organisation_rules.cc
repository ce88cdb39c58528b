#include "services/partnership/organisation_rules.h"

#include "base/civil_date.h"
#include "base/status_macros.h"
#include "base/text.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/rule_checks.h"

namespace samverk::partnership {
namespace {

using runtime::ReadsOf;

constexpr size_t kKommunkodDigits = 4;

// The one event of most commands.
template <typename Fill>
OrganisationRules::Decision Decided(Fill fill) {
  return runtime::Decided<v1::OrganisationEvent>(fill);
}

absl::Status NotFound(const std::string& name) {
  return Refusal(kOrganisationNotFound).With("name", name);
}

std::string NameOf(const v1::AdmitOrganisationRequest& command) {
  return runtime::ChildName(command.parent(), "organisations", command.organisation_id());
}

absl::Status CheckKommunkod(const v1::AdmitOrganisationRequest& command) {
  const std::string& kommunkod = command.kommunkod();
  if (command.kind() != v1::ORGANISATION_KIND_MUNICIPALITY) {
    if (!kommunkod.empty()) {
      return Refusal(kKommunkodNotAllowed).AtField("kommunkod", "only municipalities have one");
    }
    // Who is a municipality is known by its name, so nobody else may look like one.
    if (!IsDigits(command.organisation_id(), kKommunkodDigits)) return absl::OkStatus();
    return Refusal(kOrganisationIdReserved)
        .With("organisation_id", command.organisation_id())
        .AtField("organisation_id", "reads as a municipality code");
  }
  if (kommunkod.empty()) return Refusal(kKommunkodRequired).AtField("kommunkod", "required");
  if (kommunkod == command.organisation_id()) return absl::OkStatus();
  return Refusal(kKommunkodMismatch)
      .With("organisation_id", command.organisation_id())
      .With("kommunkod", kommunkod)
      .AtField("kommunkod", "not the organisation_id");
}

// OK if an organisation that left on `left_on`, if ever, can have joined again then.
absl::Status CheckJoinedAgain(const std::optional<absl::CivilDay>& left_on,
                              const google::type::Date& joined_on, const std::string& name) {
  if (!left_on.has_value() || ToCivilDay(joined_on) >= *left_on) return absl::OkStatus();
  return Refusal(kJoinedBeforeLeft)
      .With("left_on", FormatDate(ToDate(*left_on)))
      .With("joined_on", FormatDate(joined_on))
      .Violating(name);
}

absl::Status CheckMembership(const google::type::Date& joined_on, absl::CivilDay left_on,
                             const std::string& name) {
  if (left_on >= ToCivilDay(joined_on)) return absl::OkStatus();
  return Refusal(kLeftBeforeJoined)
      .With("joined_on", FormatDate(joined_on))
      .With("left_on", FormatDate(ToDate(left_on)))
      .Violating(name);
}

// Whether the field that `edit` sets has that value already.
bool IsConverged(const OrganisationState& state, const v1::OrganisationEdit& edit) {
  const v1::OrganisationAdmitted& now = state.admitted;
  switch (edit.edit_case()) {
    case v1::OrganisationEdit::kDisplayName:
      return edit.display_name() == now.display_name();
    case v1::OrganisationEdit::kJoinedOn:
      return ToCivilDay(edit.joined_on()) == ToCivilDay(now.joined_on());
    case v1::OrganisationEdit::EDIT_NOT_SET:
      break;
  }
  return true;
}

absl::Status CheckEdit(const OrganisationState& state, const v1::OrganisationEdit& edit,
                       const std::string& name) {
  if (!edit.has_joined_on()) return absl::OkStatus();
  RETURN_IF_ERROR(CheckJoinedAgain(state.left_before_on, edit.joined_on(), name));
  if (!state.left_on.has_value()) return absl::OkStatus();
  return CheckMembership(edit.joined_on(), *state.left_on, name);
}

// The fact that `edit` leads to.
v1::OrganisationEvent ToFact(const v1::OrganisationEdit& edit) {
  v1::OrganisationEvent event;
  if (edit.has_joined_on()) {
    *event.mutable_organisation_join_date_corrected()->mutable_joined_on() = edit.joined_on();
  } else {
    event.mutable_organisation_renamed()->set_display_name(edit.display_name());
  }
  return event;
}

}  // namespace

runtime::ReadSet OrganisationRules::Reads(const v1::AdmitOrganisationRequest& command) {
  runtime::ReadSet reads = ReadsOf(NameOf(command));
  reads.owner = reads.resource;
  return reads;
}

OrganisationRules::Decision OrganisationRules::Decide(const State& state, const Facts&,
                                                      const v1::AdmitOrganisationRequest& command,
                                                      const Context&) {
  const std::string name = NameOf(command);
  if (state.exists && !state.left_on.has_value()) {
    return Refusal(kOrganisationExists).With("name", name);
  }
  RETURN_IF_ERROR(CheckKommunkod(command));
  RETURN_IF_ERROR(CheckJoinedAgain(state.left_on, command.joined_on(), name));
  return Decided([&command](Event& event) {
    v1::OrganisationAdmitted& admitted = *event.mutable_organisation_admitted();
    admitted.set_kind(command.kind());
    admitted.set_display_name(command.display_name());
    admitted.set_kommunkod(command.kommunkod());
    *admitted.mutable_joined_on() = command.joined_on();
  });
}

runtime::ReadSet OrganisationRules::Reads(const v1::EditOrganisationRequest& command) {
  return ReadsOf(command.name());
}

OrganisationRules::Decision OrganisationRules::Decide(const State& state, const Facts&,
                                                      const v1::EditOrganisationRequest& command,
                                                      const Context&) {
  if (!state.exists) return NotFound(command.name());
  RETURN_IF_ERROR(runtime::CheckBase(command));
  runtime::Decision<Event> decision;
  // Each edit is judged on what those before it leave.
  OrganisationState edited = state;
  for (const v1::OrganisationEdit& edit : command.edits()) {
    RETURN_IF_ERROR(CheckEdit(edited, edit, command.name()));
    if (IsConverged(edited, edit)) {
      decision.outcomes.push_back(v1::EDIT_OUTCOME_CONVERGED);
      continue;
    }
    decision.events.push_back(ToFact(edit));
    decision.outcomes.push_back(v1::EDIT_OUTCOME_ACCEPTED);
    Evolve(edited, decision.events.back(), {});
  }
  return decision;
}

runtime::ReadSet OrganisationRules::Reads(const v1::EndMembershipRequest& command) {
  return ReadsOf(command.name());
}

OrganisationRules::Decision OrganisationRules::Decide(const State& state, const Facts&,
                                                      const v1::EndMembershipRequest& command,
                                                      const Context&) {
  if (!state.exists) return NotFound(command.name());
  if (state.left_on.has_value()) {
    return Refusal(kOrganisationNotMember)
        .With("left_on", FormatDate(ToDate(*state.left_on)))
        .Violating(command.name());
  }
  RETURN_IF_ERROR(
      CheckMembership(state.admitted.joined_on(), ToCivilDay(command.left_on()), command.name()));
  return Decided([&command](Event& event) {
    *event.mutable_organisation_left()->mutable_left_on() = command.left_on();
  });
}

void OrganisationRules::Evolve(State& state, const Event& event, const runtime::EventPlace&) {
  switch (event.event_case()) {
    case Event::kOrganisationAdmitted:
      state.exists = true;
      state.admitted = event.organisation_admitted();
      state.left_before_on = state.left_on;
      state.left_on.reset();
      break;
    case Event::kOrganisationRenamed:
      state.admitted.set_display_name(event.organisation_renamed().display_name());
      break;
    case Event::kOrganisationJoinDateCorrected:
      *state.admitted.mutable_joined_on() = event.organisation_join_date_corrected().joined_on();
      break;
    case Event::kOrganisationLeft:
      state.left_on = ToCivilDay(event.organisation_left().left_on());
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
}

}  // namespace samverk::partnership

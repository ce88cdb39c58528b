#include "services/partnership/person_rules.h"

#include <string>

#include "base/civil_date.h"
#include "base/status_macros.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/rule_checks.h"

namespace samverk::partnership {
namespace {

using runtime::CheckLinked;
using runtime::ReadsOf;

// The one event of most commands.
template <typename Fill>
PersonRules::Decision Decided(Fill fill) {
  return runtime::Decided<v1::PersonEvent>(fill);
}

std::string NameOf(const v1::RegisterPersonRequest& command) {
  return runtime::ChildName(command.parent(), "people", command.person_id());
}

// OK if the person exists and is not withdrawn.
absl::Status CheckThere(const PersonState& state, const std::string& name) {
  if (!state.exists) return Refusal(kPersonNotFound).With("name", name);
  if (state.withdrawn) return Refusal(kPersonWithdrawn).Violating(name);
  return absl::OkStatus();
}

absl::StatusOr<v1::PersonRole> FindRole(const PersonState& state, int64_t entry) {
  const auto role = state.roles.find(entry);
  if (role == state.roles.end()) return Refusal(kRoleNotFound).With("entry", entry);
  return role->second;
}

// Whether `one` ends before `other` begins. A day that is not set lies beyond all others.
bool EndsBefore(const v1::PersonRole& one, const v1::PersonRole& other) {
  return one.has_end_date() && other.has_start_date() &&
         ToCivilDay(one.end_date()) <= ToCivilDay(other.start_date());
}

// OK if `role` has days, and none in common with another like it.
absl::Status CheckDays(const PersonState& state, const v1::PersonRole& role,
                       const std::string& name) {
  if (role.has_start_date() && role.has_end_date() &&
      ToCivilDay(role.end_date()) <= ToCivilDay(role.start_date())) {
    return Refusal(kRoleEndsBeforeItBegins)
        .With("start_date", FormatDate(role.start_date()))
        .With("end_date", FormatDate(role.end_date()))
        .Violating(name);
  }
  for (const auto& [entry, other] : state.roles) {
    if (entry == role.entry() || other.organisation() != role.organisation() ||
        other.role() != role.role() || EndsBefore(role, other) || EndsBefore(other, role)) {
      continue;
    }
    return Refusal(kRoleOverlaps)
        .With("organisation", role.organisation())
        .With("entry", entry)
        .Violating(name);
  }
  return absl::OkStatus();
}

// `role` with the days of `period`, which has a start and an end.
template <typename Period>
v1::PersonRole WithDays(v1::PersonRole role, const Period& period) {
  role.clear_start_date();
  role.clear_end_date();
  if (period.has_start_date()) *role.mutable_start_date() = period.start_date();
  if (period.has_end_date()) *role.mutable_end_date() = period.end_date();
  return role;
}

// The fact that an accepted edit leads to; without one where the field has that value already.
absl::StatusOr<v1::PersonEvent> JudgeEdit(const PersonState& state, const v1::PersonEdit& edit,
                                          const std::string& name) {
  v1::PersonEvent event;
  switch (edit.edit_case()) {
    case v1::PersonEdit::kDisplayName:
      event.mutable_person_renamed()->set_display_name(edit.display_name());
      event.mutable_person_renamed()->set_removed(edit.display_name().empty());
      break;
    case v1::PersonEdit::kEmail:
      event.mutable_person_email_corrected()->set_email(edit.email());
      event.mutable_person_email_corrected()->set_removed(edit.email().empty());
      break;
    case v1::PersonEdit::kPhone:
      event.mutable_person_phone_corrected()->set_phone(edit.phone());
      event.mutable_person_phone_corrected()->set_removed(edit.phone().empty());
      break;
    case v1::PersonEdit::kRolePeriod: {
      ASSIGN_OR_RETURN(const v1::PersonRole role, FindRole(state, edit.role_period().entry()));
      const v1::PersonRole corrected = WithDays(role, edit.role_period());
      if (corrected.SerializeAsString() == role.SerializeAsString()) break;
      RETURN_IF_ERROR(CheckDays(state, corrected, name));
      v1::PersonRolePeriodCorrected& fact = *event.mutable_person_role_period_corrected();
      fact.set_entry(role.entry());
      if (corrected.has_start_date()) *fact.mutable_start_date() = corrected.start_date();
      if (corrected.has_end_date()) *fact.mutable_end_date() = corrected.end_date();
      break;
    }
    case v1::PersonEdit::kRemoveRole:
      RETURN_IF_ERROR(FindRole(state, edit.remove_role()).status());
      event.mutable_person_role_removed()->set_entry(edit.remove_role());
      break;
    case v1::PersonEdit::EDIT_NOT_SET:
      break;
  }
  return event;
}

// Of what `PersonRegistered` and `PersonRoleAssigned` have in common.
template <typename Fact>
v1::PersonRole RoleOf(const Fact& fact, int64_t entry) {
  v1::PersonRole role;
  role.set_entry(entry);
  role.set_organisation(fact.organisation());
  role.set_role(fact.role());
  return role;
}

}  // namespace

runtime::ReadSet PersonRules::Reads(const v1::RegisterPersonRequest& command) {
  runtime::ReadSet reads = ReadsOf(NameOf(command), {command.organisation()});
  reads.owner = command.organisation();
  return reads;
}

PersonRules::Decision PersonRules::Decide(const State& state, const Facts& facts,
                                          const v1::RegisterPersonRequest& command,
                                          const Context&) {
  if (state.exists) return Refusal(kPersonExists).With("name", NameOf(command));
  RETURN_IF_ERROR(CheckLinked(facts, command.organisation()));
  return Decided([&command](Event& event) {
    v1::PersonRegistered& registered = *event.mutable_person_registered();
    registered.set_organisation(command.organisation());
    registered.set_role(command.role());
    registered.set_display_name(command.details().display_name());
    registered.set_email(command.details().email());
    registered.set_phone(command.details().phone());
    if (command.has_role_start_date()) {
      *registered.mutable_role_start_date() = command.role_start_date();
    }
  });
}

runtime::ReadSet PersonRules::Reads(const v1::EditPersonRequest& command) {
  return ReadsOf(command.name());
}

PersonRules::Decision PersonRules::Decide(const State& state, const Facts&,
                                          const v1::EditPersonRequest& command, const Context&) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  RETURN_IF_ERROR(runtime::CheckBase(command));
  runtime::Decision<Event> decision;
  // Each edit is judged on what those before it leave.
  PersonState edited = state;
  for (const v1::PersonEdit& edit : command.edits()) {
    ASSIGN_OR_RETURN(const Event event, JudgeEdit(edited, edit, command.name()));
    if (event.event_case() == Event::EVENT_NOT_SET) {
      decision.outcomes.push_back(v1::EDIT_OUTCOME_CONVERGED);
      continue;
    }
    decision.outcomes.push_back(v1::EDIT_OUTCOME_ACCEPTED);
    decision.events.push_back(event);
    Evolve(edited, event, {});  // No edit adds a role, so the place does not matter.
  }
  return decision;
}

runtime::ReadSet PersonRules::Reads(const v1::AssignRoleRequest& command) {
  return ReadsOf(command.name(), {command.organisation()});
}

PersonRules::Decision PersonRules::Decide(const State& state, const Facts& facts,
                                          const v1::AssignRoleRequest& command, const Context&) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  RETURN_IF_ERROR(CheckLinked(facts, command.organisation()));
  // No role has that number yet.
  RETURN_IF_ERROR(CheckDays(state, WithDays(RoleOf(command, -1), command), command.name()));
  if (state.roles.size() >= static_cast<size_t>(kRolesMax)) {
    return Refusal(kTooManyRoles)
        .With("count", state.roles.size())
        .With("count_max", kRolesMax)
        .Violating(command.name());
  }
  return Decided([&command](Event& event) {
    v1::PersonRoleAssigned& assigned = *event.mutable_person_role_assigned();
    assigned.set_organisation(command.organisation());
    assigned.set_role(command.role());
    *assigned.mutable_start_date() = command.start_date();
    if (command.has_end_date()) *assigned.mutable_end_date() = command.end_date();
  });
}

runtime::ReadSet PersonRules::Reads(const v1::EndRoleRequest& command) {
  return ReadsOf(command.name());
}

PersonRules::Decision PersonRules::Decide(const State& state, const Facts&,
                                          const v1::EndRoleRequest& command, const Context&) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  ASSIGN_OR_RETURN(v1::PersonRole role, FindRole(state, command.entry()));
  if (role.has_end_date()) {
    return Refusal(kRoleEnded)
        .With("end_date", FormatDate(role.end_date()))
        .Violating(command.name());
  }
  *role.mutable_end_date() = command.end_date();
  RETURN_IF_ERROR(CheckDays(state, role, command.name()));
  return Decided([&command](Event& event) {
    v1::PersonRoleEnded& ended = *event.mutable_person_role_ended();
    ended.set_entry(command.entry());
    *ended.mutable_end_date() = command.end_date();
  });
}

runtime::ReadSet PersonRules::Reads(const v1::WithdrawPersonRequest& command) {
  return ReadsOf(command.name());
}

PersonRules::Decision PersonRules::Decide(const State& state, const Facts&,
                                          const v1::WithdrawPersonRequest& command,
                                          const Context&) {
  RETURN_IF_ERROR(CheckThere(state, command.name()));
  return Decided([](Event& event) { event.mutable_person_withdrawn(); });
}

void PersonRules::Evolve(State& state, const Event& event, const runtime::EventPlace& place) {
  switch (event.event_case()) {
    case Event::kPersonRegistered: {
      const v1::PersonRegistered& registered = event.person_registered();
      state.exists = true;
      v1::PersonRole& role = state.roles[place.revision] = RoleOf(registered, place.revision);
      if (registered.has_role_start_date()) {
        *role.mutable_start_date() = registered.role_start_date();
      }
      break;
    }
    case Event::kPersonRoleAssigned:
      state.roles[place.revision] = WithDays(RoleOf(event.person_role_assigned(), place.revision),
                                             event.person_role_assigned());
      break;
    case Event::kPersonRoleEnded:
      if (auto role = state.roles.find(event.person_role_ended().entry());
          role != state.roles.end()) {
        *role->second.mutable_end_date() = event.person_role_ended().end_date();
      }
      break;
    case Event::kPersonRolePeriodCorrected:
      if (auto role = state.roles.find(event.person_role_period_corrected().entry());
          role != state.roles.end()) {
        role->second = WithDays(role->second, event.person_role_period_corrected());
      }
      break;
    case Event::kPersonRoleRemoved:
      state.roles.erase(event.person_role_removed().entry());
      break;
    case Event::kPersonWithdrawn:
      state.withdrawn = true;
      break;
    case Event::kPersonRenamed:
    case Event::kPersonEmailCorrected:
    case Event::kPersonPhoneCorrected:
    case Event::EVENT_NOT_SET:
      break;
  }
}

}  // namespace samverk::partnership

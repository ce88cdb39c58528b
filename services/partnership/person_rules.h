// What may happen to a person. Pure: given a state and a command, events or a refusal.
//
// A person is registered with a role, may have other roles in other organisations over time, and is
// withdrawn when registered by mistake. Who it is (name and contacts) is personal: rules pass it on
// with the events and never see it again, so nothing here depends on it.

#ifndef SAMVERK_SERVICES_PARTNERSHIP_PERSON_RULES_H_
#define SAMVERK_SERVICES_PARTNERSHIP_PERSON_RULES_H_

#include <cstdint>
#include <map>

#include "absl/status/statusor.h"
#include "base/refusal.h"
#include "samverk/v1/partnership.pb.h"
#include "samverk/v1/partnership_events.pb.h"
#include "services/runtime/rules.h"

namespace samverk::partnership {

// Roles that are kept of one person.
inline constexpr int kRolesMax = 100;

inline constexpr Reason kPersonExists = {
    "PERSON_EXISTS", absl::StatusCode::kAlreadyExists,
    "There is a reference {name} already. Make a new id.",
    "Det finns redan en personreferens {name}. Skapa ett nytt id."};
inline constexpr Reason kPersonNotFound = {"PERSON_NOT_FOUND", absl::StatusCode::kNotFound,
                                           "There is no reference {name} to a person.",
                                           "Personreferensen {name} finns inte."};
inline constexpr Reason kPersonWithdrawn = {
    "PERSON_WITHDRAWN", absl::StatusCode::kFailedPrecondition,
    "The person was registered by mistake and withdrawn.",
    "Personen registrerades av misstag och har återkallats."};
inline constexpr Reason kRoleNotFound = {
    "ROLE_NOT_FOUND", absl::StatusCode::kNotFound,
    "The person has no role {entry}, or it was removed.",
    "Personen har ingen roll {entry}, eller så har den tagits bort."};
inline constexpr Reason kRoleEnded = {
    "ROLE_ENDED", absl::StatusCode::kFailedPrecondition,
    "The role ended on {end_date} already. Correct its days instead.",
    "Rollen upphörde redan {end_date}. Rätta dagarna i stället."};
inline constexpr Reason kRoleEndsBeforeItBegins = {
    "ROLE_ENDS_BEFORE_IT_BEGINS", absl::StatusCode::kFailedPrecondition,
    "A role that begins on {start_date} can not end by {end_date}: it has at least one day.",
    "En roll som börjar {start_date} kan inte upphöra {end_date}: den varar minst en dag."};
inline constexpr Reason kRoleOverlaps = {
    "ROLE_OVERLAPS", absl::StatusCode::kFailedPrecondition,
    "The person has that role in {organisation} on one of those days already, as role {entry}. "
    "Correct that one, or choose other days.",
    "Personen har redan den rollen hos {organisation} någon av de dagarna, som roll {entry}. Rätta "
    "den eller välj andra dagar."};
inline constexpr Reason kTooManyRoles = {
    "TOO_MANY_ROLES", absl::StatusCode::kFailedPrecondition,
    "The person has {count} roles; no more than {count_max} are kept.",
    "Personen har {count} roller; fler än {count_max} sparas inte."};

// What decisions about a person depend on.
struct PersonState {
  bool exists = false;
  bool withdrawn = false;
  // By number, the removed ones left out.
  std::map<int64_t, v1::PersonRole> roles;
};

struct PersonRules {
  using State = PersonState;
  using Event = v1::PersonEvent;
  using Decision = absl::StatusOr<runtime::Decision<Event>>;
  using Facts = runtime::Facts;
  using Context = runtime::CommandContext;

  static runtime::ReadSet Reads(const v1::RegisterPersonRequest& command);
  static runtime::ReadSet Reads(const v1::EditPersonRequest& command);
  static runtime::ReadSet Reads(const v1::AssignRoleRequest& command);
  static runtime::ReadSet Reads(const v1::EndRoleRequest& command);
  static runtime::ReadSet Reads(const v1::WithdrawPersonRequest& command);

  // Errors: the reasons above and those of rule_checks.h, as partnership.proto says of
  // each command.
  static Decision Decide(const State&, const Facts&, const v1::RegisterPersonRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::EditPersonRequest&, const Context&);
  static Decision Decide(const State&, const Facts&, const v1::AssignRoleRequest&, const Context&);
  static Decision Decide(const State&, const Facts&, const v1::EndRoleRequest&, const Context&);
  static Decision Decide(const State&, const Facts&, const v1::WithdrawPersonRequest&,
                         const Context&);

  // Never fails; events it does not know leave the state alone.
  static void Evolve(State& state, const Event& event, const runtime::EventPlace& place);
};

}  // namespace samverk::partnership

#endif  // SAMVERK_SERVICES_PARTNERSHIP_PERSON_RULES_H_

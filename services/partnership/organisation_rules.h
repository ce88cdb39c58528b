// What may happen to an organisation. Pure: given a state and a command, events or a
// refusal.
//
// An organisation is admitted, may leave and be admitted again; its history stays one.
// It owns itself. What is recorded about it can be corrected also after it has left.

#ifndef SAMVERK_SERVICES_PARTNERSHIP_ORGANISATION_RULES_H_
#define SAMVERK_SERVICES_PARTNERSHIP_ORGANISATION_RULES_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "base/refusal.h"
#include "samverk/v1/partnership.pb.h"
#include "samverk/v1/partnership_events.pb.h"
#include "services/runtime/rules.h"

namespace samverk::partnership {

inline constexpr Reason kOrganisationExists = {
    "ORGANISATION_EXISTS", absl::StatusCode::kAlreadyExists,
    "{name} is a member already. Edit it, or end its membership first.",
    "{name} är redan medlem. Ändra uppgifterna eller avsluta medlemskapet först."};
inline constexpr Reason kOrganisationNotFound = {
    "ORGANISATION_NOT_FOUND", absl::StatusCode::kNotFound, "There is no organisation {name}.",
    "Aktören {name} finns inte."};
inline constexpr Reason kKommunkodRequired = {
    "KOMMUNKOD_REQUIRED", absl::StatusCode::kInvalidArgument,
    "A municipality needs its municipality code, in kommunkod.",
    "En kommun måste ha sin kommunkod, i kommunkod."};
inline constexpr Reason kKommunkodMismatch = {
    "KOMMUNKOD_MISMATCH", absl::StatusCode::kInvalidArgument,
    "The id {organisation_id} of a municipality must be its municipality code, which is "
    "{kommunkod}.",
    "Id:t {organisation_id} för en kommun måste vara kommunkoden, som är {kommunkod}."};
inline constexpr Reason kKommunkodNotAllowed = {
    "KOMMUNKOD_NOT_ALLOWED", absl::StatusCode::kInvalidArgument,
    "Only municipalities have a municipality code. Leave kommunkod empty.",
    "Bara kommuner har kommunkod. Lämna kommunkod tom."};
inline constexpr Reason kOrganisationIdReserved = {
    "ORGANISATION_ID_RESERVED", absl::StatusCode::kInvalidArgument,
    "The id {organisation_id} reads as a municipality code. Choose a word for what is no "
    "municipality.",
    "Id:t {organisation_id} ser ut som en kommunkod. Välj ett ord för den som inte är en kommun."};
inline constexpr Reason kJoinedBeforeLeft = {
    "JOINED_BEFORE_LEFT", absl::StatusCode::kFailedPrecondition,
    "It left on {left_on}, so it can not have joined again before that, on {joined_on}.",
    "Aktören lämnade den {left_on} och kan inte ha gått med på nytt dessförinnan, den "
    "{joined_on}."};
inline constexpr Reason kOrganisationNotMember = {
    "ORGANISATION_NOT_MEMBER", absl::StatusCode::kFailedPrecondition,
    "The organisation left on {left_on}.", "Aktören lämnade den {left_on}."};
inline constexpr Reason kLeftBeforeJoined = {
    "LEFT_BEFORE_JOINED", absl::StatusCode::kFailedPrecondition,
    "It can not have joined on {joined_on} and left before that, on {left_on}.",
    "Aktören kan inte ha gått med den {joined_on} och lämnat dessförinnan, den {left_on}."};

// What decisions about an organisation depend on.
struct OrganisationState {
  bool exists = false;
  // As admitted the last time, with what was corrected since.
  v1::OrganisationAdmitted admitted;
  // The first day it is no member; unset while it is one.
  std::optional<absl::CivilDay> left_on;
  // The same of the membership before this one.
  std::optional<absl::CivilDay> left_before_on;
};

struct OrganisationRules {
  using State = OrganisationState;
  using Event = v1::OrganisationEvent;
  using Decision = absl::StatusOr<runtime::Decision<Event>>;
  using Facts = runtime::Facts;
  using Context = runtime::CommandContext;

  static runtime::ReadSet Reads(const v1::AdmitOrganisationRequest& command);
  static runtime::ReadSet Reads(const v1::EditOrganisationRequest& command);
  static runtime::ReadSet Reads(const v1::EndMembershipRequest& command);

  // Errors: the reasons above and those of rule_checks.h, as partnership.proto says of
  // each command.
  static Decision Decide(const State&, const Facts&, const v1::AdmitOrganisationRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::EditOrganisationRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::EndMembershipRequest&,
                         const Context&);

  // Never fails; events it does not know leave the state alone.
  static void Evolve(State& state, const Event& event, const runtime::EventPlace& place);
};

}  // namespace samverk::partnership

#endif  // SAMVERK_SERVICES_PARTNERSHIP_ORGANISATION_RULES_H_

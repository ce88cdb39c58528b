// What may happen to an initiative. Pure: given a state and a command, events or a refusal.
//
// An initiative is registered, then ended; it can be withdrawn at any time when it was registered
// by mistake. What is recorded about it can be edited before and after its end, for the final
// report of a project comes when everybody has left.

#ifndef SAMVERK_SERVICES_INITIATIVES_INITIATIVE_RULES_H_
#define SAMVERK_SERVICES_INITIATIVES_INITIATIVE_RULES_H_

#include <cstdint>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "base/refusal.h"
#include "samverk/v1/initiative.pb.h"
#include "samverk/v1/initiative_events.pb.h"
#include "services/runtime/rules.h"

namespace samverk::initiatives {

inline constexpr int kYearsMax = 50;
inline constexpr int kPartnersMax = 100;
inline constexpr int kLinksMax = 100;
inline constexpr int kFundingsMax = 50;
inline constexpr int kResultsMax = 1000;

inline constexpr auto kRule = absl::StatusCode::kFailedPrecondition;

inline constexpr Reason kInitiativeExists = {
    "INITIATIVE_EXISTS", absl::StatusCode::kAlreadyExists,
    "There is an initiative {name} already. Make a new id, or edit that initiative.",
    "Det finns redan ett projekt {name}. Skapa ett nytt id eller ändra det som finns."};
inline constexpr Reason kInitiativeNotFound = {"INITIATIVE_NOT_FOUND", absl::StatusCode::kNotFound,
                                               "There is no initiative {name}.",
                                               "Projektet {name} finns inte."};
inline constexpr Reason kInitiativeWithdrawn = {
    "INITIATIVE_WITHDRAWN", kRule, "The initiative was registered by mistake and withdrawn.",
    "Projektet registrerades av misstag och har återkallats."};
inline constexpr Reason kInitiativeEnded = {
    "INITIATIVE_ENDED", kRule,
    "The initiative ended already. Correct what is recorded about its end instead.",
    "Projektet är redan avslutat. Rätta det som är registrerat om avslutet i stället."};
inline constexpr Reason kInitiativeNotEnded = {
    "INITIATIVE_NOT_ENDED", kRule, "The initiative has not ended. Record its end first.",
    "Projektet är inte avslutat. Registrera först att det har avslutats."};
inline constexpr Reason kInitiativeTooLong = {
    "INITIATIVE_TOO_LONG", absl::StatusCode::kInvalidArgument,
    "The period touches {years} calendar years; an initiative touches at most {years_max}.",
    "Perioden berör {years} kalenderår; ett projekt berör högst {years_max}."};
inline constexpr Reason kEndedInTheFuture = {
    "ENDED_IN_THE_FUTURE", kRule,
    "Its last day is {date}, after today. Record its end when it has come.",
    "Sista dagen är {date}, efter i dag. Registrera avslutet när det har varit."};
inline constexpr Reason kEndedBeforeItBegan = {
    "ENDED_BEFORE_IT_BEGAN", kRule,
    "It ended on {ended_on} but begins on {start_date}. Correct one of the days.",
    "Det avslutades {ended_on} men börjar {start_date}. Rätta någon av dagarna."};
inline constexpr Reason kResultInTheFuture = {
    "RESULT_IN_THE_FUTURE", kRule,
    "The result is of {date}, after today. Report it when it has been reached.",
    "Resultatet är daterat {date}, efter i dag. Rapportera det när det är nått."};
inline constexpr Reason kInitiativeEntryNotFound = {
    "INITIATIVE_ENTRY_NOT_FOUND", absl::StatusCode::kNotFound,
    "There is no entry {entry} of that kind, or it was removed.",
    "Posten {entry} finns inte, eller har tagits bort."};
inline constexpr Reason kTooManyOfInitiative = {
    "TOO_MANY_OF_INITIATIVE", kRule,
    "The initiative would have {count} of these; no more than {count_max} are kept.",
    "Projektet skulle få {count} sådana; fler än {count_max} sparas inte."};

// What decisions about an initiative depend on: all of it but the texts of results.
struct InitiativeState {
  bool exists = false;
  v1::Initiative initiative;
  std::set<int64_t> results;  // By number, the removed ones left out.
};

struct InitiativeRules {
  using State = InitiativeState;
  using Event = v1::InitiativeEvent;
  using Decision = absl::StatusOr<runtime::Decision<Event>>;
  using Facts = runtime::Facts;
  using Context = runtime::CommandContext;

  static runtime::ReadSet Reads(const v1::RegisterInitiativeRequest& command);
  static runtime::ReadSet Reads(const v1::EditInitiativeRequest& command);
  static runtime::ReadSet Reads(const v1::ReportInitiativeResultRequest& command);
  static runtime::ReadSet Reads(const v1::EndInitiativeRequest& command);
  static runtime::ReadSet Reads(const v1::ReopenInitiativeRequest& command);
  static runtime::ReadSet Reads(const v1::WithdrawInitiativeRequest& command);

  // Errors: the reasons above and those of rule_checks.h, as initiative.proto says of each command.
  static Decision Decide(const State&, const Facts&, const v1::RegisterInitiativeRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::EditInitiativeRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::ReportInitiativeResultRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::EndInitiativeRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::ReopenInitiativeRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::WithdrawInitiativeRequest&,
                         const Context&);

  // Never fails; events it does not know leave the state alone.
  static void Evolve(State& state, const Event& event, const runtime::EventPlace& place);
};

}  // namespace samverk::initiatives

#endif  // SAMVERK_SERVICES_INITIATIVES_INITIATIVE_RULES_H_

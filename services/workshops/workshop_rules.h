// What may happen to a workshop. Pure: given a state and a command, events or a refusal.
//
// A workshop is planned, then held or cancelled; it can be withdrawn at any time when it
// was registered by mistake. What is recorded about it can be corrected before and
// after, for people register last month's paper minutes.

#ifndef SAMVERK_SERVICES_WORKSHOPS_WORKSHOP_RULES_H_
#define SAMVERK_SERVICES_WORKSHOPS_WORKSHOP_RULES_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "base/refusal.h"
#include "samverk/v1/workshop.pb.h"
#include "samverk/v1/workshop_events.pb.h"
#include "services/runtime/rules.h"

namespace samverk::workshops {

inline constexpr int kKnowledgeMax = 200;
inline constexpr int kOutcomesMax = 200;
inline constexpr int kNotesMax = 10'000;
inline constexpr int kInvitedMax = 500;

inline constexpr auto kRule = absl::StatusCode::kFailedPrecondition;

inline constexpr Reason kWorkshopExists = {
    "WORKSHOP_EXISTS", absl::StatusCode::kAlreadyExists,
    "There is a workshop {name} already. Make a new id, or edit that workshop.",
    "Det finns redan en serviceverkstad {name}. Skapa ett nytt id eller ändra den som finns."};
inline constexpr Reason kWorkshopNotFound = {"WORKSHOP_NOT_FOUND", absl::StatusCode::kNotFound,
                                             "There is no workshop {name}.",
                                             "Serviceverkstaden {name} finns inte."};
inline constexpr Reason kWorkshopCancelled = {
    "WORKSHOP_CANCELLED", kRule, "The workshop was cancelled.", "Serviceverkstaden är inställd."};
inline constexpr Reason kWorkshopWithdrawn = {
    "WORKSHOP_WITHDRAWN", kRule, "The workshop was registered by mistake and withdrawn.",
    "Serviceverkstaden registrerades av misstag och har återkallats."};
inline constexpr Reason kWorkshopAlreadyHeld = {
    "WORKSHOP_ALREADY_HELD", kRule,
    "The workshop was held already. Correct what is recorded instead.",
    "Serviceverkstaden har redan genomförts. Rätta det registrerade i stället."};
inline constexpr Reason kHeldInTheFuture = {
    "HELD_IN_THE_FUTURE", kRule,
    "Its last day is {last_day}, after today. Register it as held when it has been.",
    "Sista dagen är {last_day}, efter i dag. Registrera den som genomförd när den har varit."};
inline constexpr Reason kNotHeldYet = {
    "NOT_HELD_YET", kRule, "The workshop has not been held, so there is no attendance to correct.",
    "Serviceverkstaden har inte genomförts, så det finns inget deltagande att rätta."};
inline constexpr Reason kWorkshopTooLong = {
    "WORKSHOP_TOO_LONG", absl::StatusCode::kInvalidArgument,
    "The period has {days} days; a workshop takes at most {days_max}.",
    "Perioden är {days} dagar; en serviceverkstad tar högst {days_max}."};
inline constexpr Reason kOrganisationNotInvited = {
    "ORGANISATION_NOT_INVITED", kRule, "{organisation} is not invited. Invite it first.",
    "{organisation} är inte inbjuden. Bjud in först."};
inline constexpr Reason kOrganisationNotRegistered = {"ORGANISATION_NOT_REGISTERED", kRule,
                                                      "{organisation} is not registered.",
                                                      "{organisation} är inte anmäld."};
inline constexpr Reason kWorkshopFull = {
    "WORKSHOP_FULL", kRule, "There is room for {capacity}; {registered} others are registered.",
    "Det finns plats för {capacity}; {registered} andra är anmälda."};
inline constexpr Reason kEntryNotFound = {
    "ENTRY_NOT_FOUND", absl::StatusCode::kNotFound,
    "There is no entry {entry} of that kind, or it was removed.",
    "Posten {entry} finns inte, eller har tagits bort."};
inline constexpr Reason kTooManyEntries = {
    "TOO_MANY_ENTRIES", kRule,
    "The workshop has {count} of these; no more than {count_max} are kept.",
    "Serviceverkstaden har {count} sådana poster; fler än {count_max} sparas inte."};

// What decisions about a workshop depend on: not the texts, which only people read.
struct WorkshopState {
  bool exists = false;
  v1::WorkshopState life = v1::WORKSHOP_STATE_UNSPECIFIED;
  std::string host;
  // Fields that an edit may leave as they are.
  v1::WorkshopPlanned planned;
  std::set<std::string> invited;
  std::map<std::string, int> registered;  // Persons by organisation.
  std::map<std::string, int> attended;
  // Entries by number, the removed ones left out.
  std::set<int64_t> notes;
  std::set<int64_t> knowledge;
  std::set<int64_t> outcomes;
};

struct WorkshopRules {
  using State = WorkshopState;
  using Event = v1::WorkshopEvent;
  using Decision = absl::StatusOr<runtime::Decision<Event>>;
  using Facts = runtime::Facts;
  using Context = runtime::CommandContext;

  static runtime::ReadSet Reads(const v1::PlanWorkshopRequest& command);
  static runtime::ReadSet Reads(const v1::InviteOrganisationsRequest& command);
  static runtime::ReadSet Reads(const v1::SetWorkshopProgrammeRequest& command);
  static runtime::ReadSet Reads(const v1::RegisterForWorkshopRequest& command);
  static runtime::ReadSet Reads(const v1::WithdrawRegistrationRequest& command);
  static runtime::ReadSet Reads(const v1::HoldWorkshopRequest& command);
  static runtime::ReadSet Reads(const v1::PresentKnowledgeRequest& command);
  static runtime::ReadSet Reads(const v1::RecordWorkshopNoteRequest& command);
  static runtime::ReadSet Reads(const v1::RecordWorkshopOutcomeRequest& command);
  static runtime::ReadSet Reads(const v1::CancelWorkshopRequest& command);
  static runtime::ReadSet Reads(const v1::EditWorkshopRequest& command);
  static runtime::ReadSet Reads(const v1::WithdrawWorkshopRequest& command);

  // Errors: the reasons above and those of rule_checks.h, as workshop.proto says of each
  // command.
  static Decision Decide(const State&, const Facts&, const v1::PlanWorkshopRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::InviteOrganisationsRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::SetWorkshopProgrammeRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::RegisterForWorkshopRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::WithdrawRegistrationRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::HoldWorkshopRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::PresentKnowledgeRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::RecordWorkshopNoteRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::RecordWorkshopOutcomeRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::CancelWorkshopRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::EditWorkshopRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::WithdrawWorkshopRequest&,
                         const Context&);

  // Never fails; events it does not know leave the state alone.
  static void Evolve(State& state, const Event& event, const runtime::EventPlace& place);
};

}  // namespace samverk::workshops

#endif  // SAMVERK_SERVICES_WORKSHOPS_WORKSHOP_RULES_H_

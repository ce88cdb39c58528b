// How plans say no. Every reason is refused in one place of plan_rules or plan_editor, and has a
// test there.

#ifndef SAMVERK_SERVICES_PLANS_PLAN_REASONS_H_
#define SAMVERK_SERVICES_PLANS_PLAN_REASONS_H_

#include "base/refusal.h"
#include "services/runtime/rule_checks.h"

namespace samverk::plans {

inline constexpr auto kRule = absl::StatusCode::kFailedPrecondition;
inline constexpr auto kMissing = absl::StatusCode::kNotFound;
inline constexpr auto kMalformed = absl::StatusCode::kInvalidArgument;

// Of plans.
inline constexpr Reason kPlanExists = {
    "PLAN_EXISTS", absl::StatusCode::kAlreadyExists,
    "There is a plan {name} already. Make a new id, or edit that plan.",
    "Det finns redan en serviceplan {name}. Skapa ett nytt id eller ändra den som finns."};
inline constexpr Reason kPlanNotFound = {"PLAN_NOT_FOUND", kMissing, "There is no plan {name}.",
                                         "Serviceplanen {name} finns inte."};
inline constexpr Reason kPlanWithdrawn = {
    "PLAN_WITHDRAWN", kRule, "The plan was registered by mistake and withdrawn.",
    "Serviceplanen registrerades av misstag och har återkallats."};
inline constexpr Reason kPlanClosed = {
    "PLAN_CLOSED", kRule, "The plan was repealed or replaced on {date}. Begin a new plan.",
    "Serviceplanen upphävdes eller ersattes {date}. Börja på en ny plan."};
inline constexpr Reason kPlanProposed = {
    "PLAN_PROPOSED", kRule,
    "The plan is proposed and waits for its decision. Recall the proposal to edit it.",
    "Serviceplanen är föreslagen och väntar på beslut. Ta tillbaka förslaget för att ändra den."};
inline constexpr Reason kPlanNotProposed = {
    "PLAN_NOT_PROPOSED", kRule, "The plan is not proposed. Propose it first.",
    "Serviceplanen är inte föreslagen. Lägg fram den först."};
inline constexpr Reason kPlanNotAdopted = {"PLAN_NOT_ADOPTED", kRule, "The plan was never adopted.",
                                           "Serviceplanen har aldrig antagits."};
inline constexpr Reason kMunicipalPlanRequired = {
    "MUNICIPAL_PLAN_REQUIRED", kRule,
    "{owner} is no municipality: name the municipal plan that its local plan hangs on.",
    "{owner} är ingen kommun: ange den kommunala plan som den lokala planen hör till."};
inline constexpr Reason kNothingToPropose = {"NOTHING_TO_PROPOSE", kRule,
                                             "Nothing has changed since the plan was adopted.",
                                             "Inget har ändrats sedan serviceplanen antogs."};
inline constexpr Reason kPeriodRequired = {
    "PERIOD_REQUIRED", kRule, "The plan has no period. Set the days it is meant for first.",
    "Serviceplanen saknar period. Ange först vilka dagar den ska gälla."};
inline constexpr Reason kOpenConflicts = {
    "OPEN_CONFLICTS", kRule, "{count} conflicts wait for a person. Resolve them first.",
    "{count} konflikter väntar på ett avgörande. Lös dem först."};
using runtime::kDecidedInTheFuture;
inline constexpr Reason kPlanPeriodTaken = {
    "PLAN_PERIOD_TAKEN", kRule,
    "{plan} is in force from {from} until {until}. Replace or repeal it, or change the period.",
    "{plan} gäller från {from} till {until}. Ersätt eller upphäv den, eller ändra perioden."};
inline constexpr Reason kReplacesNoOther = {
    "REPLACES_NO_OTHER", kRule,
    "{plan} can't be replaced by this plan: only another one of the same kind and owner can, which "
    "was adopted and neither repealed nor replaced.",
    "{plan} kan inte ersättas av den här planen: bara en annan av samma slag och med samma ägare, "
    "som är antagen och varken upphävd eller ersatt."};
inline constexpr Reason kNotAnExtension = {
    "NOT_AN_EXTENSION", kRule,
    "The plan is in force until {until}; an extension ends later than that.",
    "Serviceplanen gäller till {until}; en förlängning slutar senare än så."};
inline constexpr Reason kNothingToCorrect = {"NOTHING_TO_CORRECT", kRule,
                                             "The latest revision says so already.",
                                             "Det står redan så i den senaste revideringen."};
inline constexpr Reason kNotInForce = {"NOT_IN_FORCE", kRule,
                                       "The plan is not in force on {date} or later.",
                                       "Serviceplanen gäller inte {date} eller senare."};
inline constexpr Reason kNoConsultation = {
    "NO_CONSULTATION", kRule, "The plan was never sent for consultation. Open one first.",
    "Serviceplanen har aldrig skickats på samråd. Öppna ett samråd först."};
inline constexpr Reason kSenderRequired = {
    "SENDER_REQUIRED", kMalformed, "Say who the statement comes from: organisation or sender.",
    "Ange vem yttrandet kommer från: organisation eller avsändare."};
inline constexpr Reason kReceivedInTheFuture = {
    "RECEIVED_IN_THE_FUTURE", kRule, "The statement was received on {date}, after today.",
    "Yttrandet kom in {date}, efter i dag."};
inline constexpr Reason kTooManyStatements = {
    "TOO_MANY_STATEMENTS", kRule, "The plan has {count} statements; no more are kept.",
    "Serviceplanen har {count} yttranden; fler sparas inte."};

// Of conflicts.
inline constexpr Reason kConflictNotFound = {"CONFLICT_NOT_FOUND", kMissing,
                                             "There is no conflict {name}.",
                                             "Konflikten {name} finns inte."};
inline constexpr Reason kConflictClosed = {
    "CONFLICT_CLOSED", kRule, "The conflict was decided already.", "Konflikten är redan avgjord."};
inline constexpr Reason kConflictChanged = {
    "CONFLICT_CHANGED", absl::StatusCode::kAborted,
    "The conflict is at version {actual}, not {expected}: read it again.",
    "Konflikten är i version {actual}, inte {expected}: läs den på nytt."};
inline constexpr Reason kProposalNotFound = {"PROPOSAL_NOT_FOUND", kMissing,
                                             "The conflict has no proposal {proposal}.",
                                             "Konflikten har inget förslag {proposal}."};
inline constexpr Reason kCustomRequired = {
    "CUSTOM_REQUIRED", kMalformed,
    "Say in `custom` what is right instead, with an edit of {field}; with no other choice.",
    "Ange i `custom` vad som gäller i stället, med en ändring av {field}; inte med andra val."};

// Of single edits. They are remarks on the edit, not errors of the command, unless they are about
// the decision of a conflict.
inline constexpr Reason kElementExists = {
    "ELEMENT_EXISTS", kRule, "There is an element {element} already. Make a new id.",
    "Det finns redan ett element {element}. Skapa ett nytt id."};
inline constexpr Reason kElementNotFound = {"ELEMENT_NOT_FOUND", kMissing,
                                            "There is no element {element}, or it was removed.",
                                            "Elementet {element} finns inte, eller är borttaget."};
inline constexpr Reason kNoSuchField = {
    "NO_SUCH_FIELD", kRule, "An element of {collection} has no such field.",
    "Ett element av slaget {collection} har inget sådant fält."};
inline constexpr Reason kGoalNotFound = {"GOAL_NOT_FOUND", kMissing,
                                         "There is no goal {goal} in the plan.",
                                         "Målet {goal} finns inte i planen."};
inline constexpr Reason kGoalTooDeep = {"GOAL_TOO_DEEP", kRule,
                                        "{goal} is a sub-goal; a sub-goal can't have its own.",
                                        "{goal} är ett delmål; ett delmål kan inte ha egna."};
inline constexpr Reason kGoalInUse = {"GOAL_IN_USE", kRule,
                                      "{element} points to the goal. Remove or change that first.",
                                      "{element} pekar på målet. Ta bort eller ändra det först."};
inline constexpr Reason kTooManyElements = {"TOO_MANY_ELEMENTS", kRule,
                                            "The plan has {count} of these; no more are kept.",
                                            "Planen har {count} sådana; fler sparas inte."};
inline constexpr Reason kPlanTextTooLong = {"PLAN_TEXT_TOO_LONG", kRule,
                                            "The text has {actual} characters; it may have {max}.",
                                            "Texten har {actual} tecken; den får ha {max}."};
inline constexpr Reason kPlanTooLarge = {
    "PLAN_TOO_LARGE", kRule, "The plan would take {bytes} bytes; it may take {bytes_max}.",
    "Planen skulle ta {bytes} byte; den får ta {bytes_max}."};
inline constexpr Reason kOfferTwice = {"OFFER_TWICE", kRule, "An offer is named twice or not said.",
                                       "Ett serviceslag anges två gånger eller inte alls."};
inline constexpr Reason kBudgetOutOfRange = {
    "BUDGET_OUT_OF_RANGE", kRule, "The budget would be {sek} kronor; it is 0 to {max}.",
    "Budgeten skulle bli {sek} kronor; den är 0 till {max}."};
inline constexpr Reason kTooManyConflicts = {
    "TOO_MANY_CONFLICTS", kRule,
    "The plan has {count} open conflicts or this one as many proposals as are kept. Resolve some.",
    "Planen har {count} öppna konflikter, eller den här så många förslag som sparas. Lös några."};

// Of queries.
inline constexpr Reason kRevisionNotFound = {"REVISION_NOT_FOUND", kMissing,
                                             "There is no revision {revision} of {name}.",
                                             "Revidering {revision} av {name} finns inte."};
inline constexpr Reason kNotInForceThen = {"NOT_IN_FORCE_THEN", kMissing,
                                           "{name} was not in force on {date}.",
                                           "{name} gällde inte {date}."};

}  // namespace samverk::plans

#endif  // SAMVERK_SERVICES_PLANS_PLAN_REASONS_H_

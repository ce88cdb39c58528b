// How action plans say no, and how much of anything one takes. Every reason is refused in one place
// of action_plan_rules or action_plan_register, and has a test there.

#ifndef SAMVERK_SERVICES_ACTION_PLANS_ACTION_PLAN_REASONS_H_
#define SAMVERK_SERVICES_ACTION_PLANS_ACTION_PLAN_REASONS_H_

#include "base/refusal.h"

namespace samverk::action_plans {

// An action plan is answered in one message.
inline constexpr int kMeasuresMax = 150;
inline constexpr int kMeasureLinksMax = 16;  // Of one measure.

inline constexpr auto kRule = absl::StatusCode::kFailedPrecondition;

inline constexpr Reason kActionPlanExists = {
    "ACTION_PLAN_EXISTS", absl::StatusCode::kAlreadyExists,
    "There is an action plan {name} already. Make a new id, or edit that action plan.",
    "Det finns redan en handlingsplan {name}. Skapa ett nytt id eller ändra den som finns."};
inline constexpr Reason kActionPlanNotFound = {"ACTION_PLAN_NOT_FOUND", absl::StatusCode::kNotFound,
                                               "There is no action plan {name}.",
                                               "Handlingsplanen {name} finns inte."};
inline constexpr Reason kActionPlanWithdrawn = {
    "ACTION_PLAN_WITHDRAWN", kRule, "The action plan was registered by mistake and withdrawn.",
    "Handlingsplanen registrerades av misstag och har återkallats."};
inline constexpr Reason kOwnerNoMunicipality = {
    "OWNER_NO_MUNICIPALITY", kRule,
    "{owner} is no municipality. Begin the partnership's action plan, or name the municipality.",
    "{owner} är ingen kommun. Börja på partnerskapets handlingsplan, eller ange kommunen."};
inline constexpr Reason kActionPlanYearTaken = {
    "ACTION_PLAN_YEAR_TAKEN", kRule,
    "{action_plan} is the action plan for {year}. Edit that one, or withdraw it.",
    "{action_plan} är handlingsplanen för {year}. Ändra den, eller återkalla den."};
inline constexpr Reason kActionPlanAdopted = {"ACTION_PLAN_ADOPTED", kRule,
                                              "The action plan was adopted already.",
                                              "Handlingsplanen är redan antagen."};
inline constexpr Reason kActionPlanNotAdopted = {"ACTION_PLAN_NOT_ADOPTED", kRule,
                                                 "The action plan is a draft. Adopt it first.",
                                                 "Handlingsplanen är ett utkast. Anta den först."};
inline constexpr Reason kActionPlanClosed = {
    "ACTION_PLAN_CLOSED", kRule,
    "The action plan is closed for the year. Reopen it if that was too early.",
    "Handlingsplanen är avslutad för året. Öppna den igen om det var för tidigt."};
inline constexpr Reason kActionPlanNotClosed = {"ACTION_PLAN_NOT_CLOSED", kRule,
                                                "The action plan is not closed.",
                                                "Handlingsplanen är inte avslutad."};
inline constexpr Reason kNoMeasures = {
    "NO_MEASURES", kRule, "The action plan has no measures. Add what is to be done first.",
    "Handlingsplanen har inga åtgärder. Lägg först till vad som ska göras."};
inline constexpr Reason kCorrectionReasonRequired = {
    "CORRECTION_REASON_REQUIRED", absl::StatusCode::kInvalidArgument,
    "The action plan was adopted: say in provenance.reason why it is corrected.",
    "Handlingsplanen är antagen: ange i provenance.reason varför den rättas."};
inline constexpr Reason kFieldChanged = {
    "FIELD_CHANGED", absl::StatusCode::kAborted,
    "Somebody else changed {field} after you had read it. Read it again.",
    "Någon annan har ändrat {field} sedan du läste. Läs på nytt."};

// Of measures.
inline constexpr Reason kMeasureExists = {
    "MEASURE_EXISTS", absl::StatusCode::kAlreadyExists,
    "There is a measure {measure} already. Make a new id, or edit that measure.",
    "Det finns redan en åtgärd {measure}. Skapa ett nytt id eller ändra den som finns."};
inline constexpr Reason kMeasureNotFound = {"MEASURE_NOT_FOUND", absl::StatusCode::kNotFound,
                                            "There is no measure {measure}, or it was removed.",
                                            "Åtgärden {measure} finns inte, eller är borttagen."};
inline constexpr Reason kTooManyMeasures = {
    "TOO_MANY_MEASURES", kRule, "The action plan has {count} measures; no more are kept.",
    "Handlingsplanen har {count} åtgärder; fler sparas inte."};
inline constexpr Reason kTooManyMeasureLinks = {"TOO_MANY_MEASURE_LINKS", kRule,
                                                "The measure has {count} links; no more are kept.",
                                                "Åtgärden har {count} länkar; fler sparas inte."};
inline constexpr Reason kMeasureEnded = {
    "MEASURE_ENDED", kRule,
    "The measure is done or dropped. Report it as under way to give it a new deadline.",
    "Åtgärden är klar eller struken. Rapportera den som pågående för att ge den ett nytt datum."};
inline constexpr Reason kProgressContradictsStatus = {
    "PROGRESS_CONTRADICTS_STATUS", absl::StatusCode::kInvalidArgument,
    "A measure that has come {percent} percent is neither planned nor done as reported: planned is "
    "0 percent, done is 100.",
    "En åtgärd som kommit {percent} procent är inte planerad eller klar som det sägs: planerad är "
    "0 "
    "procent, klar är 100."};

}  // namespace samverk::action_plans

#endif  // SAMVERK_SERVICES_ACTION_PLANS_ACTION_PLAN_REASONS_H_

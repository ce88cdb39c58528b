// How follow-ups say no. Every reason is refused in one place of the rules, and has a test there.

#ifndef SAMVERK_SERVICES_FOLLOW_UPS_FOLLOW_UP_REASONS_H_
#define SAMVERK_SERVICES_FOLLOW_UPS_FOLLOW_UP_REASONS_H_

#include "base/refusal.h"

namespace samverk::follow_ups {

inline constexpr auto kRule = absl::StatusCode::kFailedPrecondition;
inline constexpr auto kMissing = absl::StatusCode::kNotFound;
inline constexpr auto kMalformed = absl::StatusCode::kInvalidArgument;

// Of follow-ups.
inline constexpr Reason kFollowUpExists = {
    "FOLLOW_UP_EXISTS", absl::StatusCode::kAlreadyExists,
    "There is a follow-up {name} already. Make a new id, or edit that follow-up.",
    "Det finns redan en uppföljning {name}. Skapa ett nytt id eller ändra den som finns."};
inline constexpr Reason kFollowUpNotFound = {"FOLLOW_UP_NOT_FOUND", kMissing,
                                             "There is no follow-up {name}.",
                                             "Uppföljningen {name} finns inte."};
inline constexpr Reason kFollowUpWithdrawn = {
    "FOLLOW_UP_WITHDRAWN", kRule, "The follow-up was registered by mistake and withdrawn.",
    "Uppföljningen registrerades av misstag och har återkallats."};
inline constexpr Reason kNotAMunicipality = {
    "NOT_A_MUNICIPALITY", kMalformed,
    "{organisation} is no municipality: only those follow up plans.",
    "{organisation} är ingen kommun: bara kommuner följer upp serviceplaner."};
inline constexpr Reason kYearNotBegun = {
    "YEAR_NOT_BEGUN", kRule, "{year} has not begun. Open the follow-up when it has.",
    "{year} har inte börjat. Öppna uppföljningen när året har börjat."};
inline constexpr Reason kPlanNotOfYear = {
    "PLAN_NOT_OF_YEAR", kRule,
    "{plan} is no plan of {owner} that is in force on a day of {year}. Register its adoption "
    "first, or follow up the plan that was in force.",
    "{plan} är ingen plan som {owner} har och som gäller någon dag {year}. Registrera antagandet "
    "först, eller följ upp den plan som gällde."};
inline constexpr Reason kYearFollowedUp = {
    "YEAR_FOLLOWED_UP", kRule,
    "{follow_up} follows up that plan for {year} already. Go on with that one, or withdraw it.",
    "{follow_up} följer redan upp den planen för {year}. Fortsätt med den eller återkalla den."};
inline constexpr Reason kFollowUpUnderReview = {
    "FOLLOW_UP_UNDER_REVIEW", kRule,
    "The follow-up waits for the Region. Change it when it is approved or sent back.",
    "Uppföljningen väntar på regionen. Ändra den när den är godkänd eller har skickats tillbaka."};
inline constexpr Reason kFollowUpNotSubmitted = {
    "FOLLOW_UP_NOT_SUBMITTED", kRule,
    "The follow-up is not submitted, so there is nothing to judge.",
    "Uppföljningen är inte inlämnad, så det finns inget att ta ställning till."};
inline constexpr Reason kOwnFollowUp = {
    "OWN_FOLLOW_UP", absl::StatusCode::kPermissionDenied,
    "{owner} does not approve its own follow-up. Ask a process leader of the Region to.",
    "{owner} godkänner inte sin egen uppföljning. Be en processledare vid regionen om det."};
inline constexpr Reason kNothingToSubmit = {
    "NOTHING_TO_SUBMIT", kRule,
    "The follow-up says nothing, or nothing else than what was approved.",
    "Uppföljningen säger inget, eller inget annat än det som är godkänt."};
inline constexpr Reason kYearNotEnded = {
    "YEAR_NOT_ENDED", kRule,
    "A follow-up of {year} compares with the plan in force on {date}. Submit it on that day or "
    "later.",
    "En uppföljning av {year} jämförs med den plan som gäller {date}. Lämna in den den dagen eller "
    "senare."};
inline constexpr Reason kPlanNotInForceAtYearEnd = {
    "PLAN_NOT_IN_FORCE_AT_YEAR_END", kRule,
    "{plan} is not in force on {date}. Correct the plan's days if that is wrong, or follow up the "
    "plan that is in force then.",
    "{plan} gäller inte {date}. Rätta planens dagar om det är fel, eller följ upp den plan som "
    "gäller då."};

// Of what is recorded in them.
inline constexpr Reason kValueOrReason = {
    "VALUE_OR_REASON", kMalformed,
    "Give either a value or the reason why it is missing: missing is not zero.",
    "Ange antingen ett värde eller varför det saknas: saknas är inte noll."};
inline constexpr Reason kNotADecimal = {
    "NOT_A_DECIMAL", kMalformed,
    "\"{value}\" is no decimal number with a point, of at most {whole_max} digits before it and "
    "{fraction_max} after it.",
    "”{value}” är inget decimaltal med punkt, med högst {whole_max} siffror före och "
    "{fraction_max} efter."};
inline constexpr Reason kEvidenceRequired = {
    "EVIDENCE_REQUIRED", kMalformed, "A value needs a unit, a source and the vintage of its data.",
    "Ett värde behöver en enhet, en källa och uppgiftens årgång."};
inline constexpr Reason kVintageAhead = {
    "VINTAGE_AHEAD", kRule, "The data are of {vintage}, after today. Correct the vintage.",
    "Uppgiften är från {vintage}, efter i dag. Rätta årgången."};
inline constexpr Reason kIndicatorObserved = {
    "INDICATOR_OBSERVED", kRule,
    "The indicator {key} is observed already, as entry {entry}. Correct that one.",
    "Indikatorn {key} är redan registrerad, som post {entry}. Rätta den."};
inline constexpr Reason kIndicatorNotFound = {
    "INDICATOR_NOT_FOUND", kMissing, "There is no indicator {entry}, or it was removed.",
    "Indikator {entry} finns inte, eller har tagits bort."};
inline constexpr Reason kAssessmentNotFound = {
    "ASSESSMENT_NOT_FOUND", kMissing, "{element} is not assessed, or that was removed.",
    "{element} är inte bedömt, eller bedömningen har tagits bort."};
inline constexpr Reason kTooManyIndicators = {
    "TOO_MANY_INDICATORS", kRule, "The follow-up has {count} indicators; no more are kept.",
    "Uppföljningen har {count} indikatorer; fler sparas inte."};
inline constexpr Reason kTooManyAssessments = {
    "TOO_MANY_ASSESSMENTS", kRule, "The follow-up has {count} assessments; no more are kept.",
    "Uppföljningen har {count} bedömningar; fler sparas inte."};
inline constexpr Reason kTooManyCorrections = {
    "TOO_MANY_CORRECTIONS", kRule,
    "It was changed {count} times, all of which are kept; it can't be changed more often.",
    "Uppgiften har ändrats {count} gånger, som alla sparas; den kan inte ändras fler gånger."};

// Of compilations.
inline constexpr Reason kCompilationNotFound = {"COMPILATION_NOT_FOUND", kMissing,
                                                "There is no compilation {name}.",
                                                "Sammanställningen {name} finns inte."};
inline constexpr Reason kCompilationWithdrawn = {"COMPILATION_WITHDRAWN", kRule,
                                                 "The compilation was withdrawn.",
                                                 "Sammanställningen har återkallats."};
inline constexpr Reason kCompiledByAnother = {
    "COMPILED_BY_ANOTHER", kRule, "{owner} compiles that year. Name it as the owner.",
    "{owner} sammanställer det året. Ange den som ägare."};
inline constexpr Reason kMunicipalityTwice = {"MUNICIPALITY_TWICE", kMalformed,
                                              "{municipality} is named twice. Name it once.",
                                              "{municipality} anges två gånger. Ange den en gång."};
inline constexpr Reason kNothingToCompile = {
    "NOTHING_TO_COMPILE", kRule,
    "None of these municipalities has an approved follow-up of {year}. Approve one first.",
    "Ingen av kommunerna har en godkänd uppföljning av {year}. Godkänn en först."};

}  // namespace samverk::follow_ups

#endif  // SAMVERK_SERVICES_FOLLOW_UPS_FOLLOW_UP_REASONS_H_

// How national issues say no. Every reason is refused in the rules, and has a test there.

#ifndef SAMVERK_SERVICES_NATIONAL_ISSUES_NATIONAL_ISSUE_REASONS_H_
#define SAMVERK_SERVICES_NATIONAL_ISSUES_NATIONAL_ISSUE_REASONS_H_

#include "base/refusal.h"

namespace samverk::national_issues {

inline constexpr auto kRule = absl::StatusCode::kFailedPrecondition;
inline constexpr auto kMissing = absl::StatusCode::kNotFound;

inline constexpr Reason kNationalIssueExists = {
    "NATIONAL_ISSUE_EXISTS", absl::StatusCode::kAlreadyExists,
    "There is an issue {name} already. Make a new id, or edit that issue.",
    "Det finns redan en påverkansfråga {name}. Skapa ett nytt id eller ändra den som finns."};
inline constexpr Reason kNationalIssueNotFound = {"NATIONAL_ISSUE_NOT_FOUND", kMissing,
                                                  "There is no issue {name}.",
                                                  "Påverkansfrågan {name} finns inte."};
inline constexpr Reason kNationalIssueWithdrawn = {
    "NATIONAL_ISSUE_WITHDRAWN", kRule, "The issue was registered by mistake and withdrawn.",
    "Påverkansfrågan registrerades av misstag och har återkallats."};
inline constexpr Reason kNationalIssueClosed = {
    "NATIONAL_ISSUE_CLOSED", kRule, "The issue is closed. Reopen it first.",
    "Påverkansfrågan är avslutad. Öppna den igen först."};
inline constexpr Reason kNationalIssueNotClosed = {"NATIONAL_ISSUE_NOT_CLOSED", kRule,
                                                   "The issue is not closed.",
                                                   "Påverkansfrågan är inte avslutad."};
inline constexpr Reason kDayAhead = {"DAY_AHEAD", kRule,
                                     "{day} is after today. Register it when it has happened.",
                                     "{day} är efter i dag. Registrera det när det har hänt."};
inline constexpr Reason kNotABacker = {"NOT_A_BACKER", kRule,
                                       "{organisation} does not back the issue.",
                                       "{organisation} står inte bakom påverkansfrågan."};
inline constexpr Reason kTooManyBackers = {
    "TOO_MANY_BACKERS", kRule, "{count} organisations back the issue; no more are kept.",
    "{count} aktörer står bakom påverkansfrågan; fler sparas inte."};
inline constexpr Reason kTooManyRounds = {
    "TOO_MANY_ROUNDS", kRule, "The issue was submitted {count} times; no more are kept.",
    "Påverkansfrågan har lämnats in {count} gånger; fler sparas inte."};
inline constexpr Reason kTooManyAnswers = {"TOO_MANY_ANSWERS", kRule,
                                           "The issue has {count} answers; no more are kept.",
                                           "Påverkansfrågan har {count} svar; fler sparas inte."};
inline constexpr Reason kAwaitsAnswer = {
    "AWAITS_ANSWER", kRule,
    "{agency} has yet to answer round {round}. Register its answer first, or correct that round.",
    "{agency} har inte svarat på omgång {round}. Registrera svaret först, eller rätta den "
    "omgången."};
inline constexpr Reason kRoundNotFound = {"ROUND_NOT_FOUND", kMissing,
                                          "There is no round {round}, or it was removed.",
                                          "Omgång {round} finns inte, eller har tagits bort."};
inline constexpr Reason kAnswerNotFound = {"ANSWER_NOT_FOUND", kMissing,
                                           "There is no answer {answer}, or it was removed.",
                                           "Svar {answer} finns inte, eller har tagits bort."};
inline constexpr Reason kEntryNotThere = {
    "ENTRY_NOT_THERE", kMissing, "{entry} is no round and no answer, or it was removed.",
    "{entry} är varken omgång eller svar, eller har tagits bort."};
inline constexpr Reason kAnsweredBeforeSubmitted = {
    "ANSWERED_BEFORE_SUBMITTED", kRule,
    "An answer of {answered_on} is before {submitted_on}, when that round was submitted. Correct "
    "the day that is wrong.",
    "Ett svar {answered_on} är före {submitted_on}, då omgången lämnades in. Rätta den dag som är "
    "fel."};
inline constexpr Reason kWordsOfTheAgency = {
    "WORDS_OF_THE_AGENCY", kRule,
    "The agency recorded answer {answer} itself. Its words stay; ask it for another answer.",
    "Myndigheten har själv registrerat svar {answer}. Dess ord står kvar; be den om ett nytt "
    "svar."};

}  // namespace samverk::national_issues

#endif  // SAMVERK_SERVICES_NATIONAL_ISSUES_NATIONAL_ISSUE_REASONS_H_

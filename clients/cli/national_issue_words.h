// National issues in Swedish: where they are in their life, what came of them, what happened to
// them; event_words.h puts that beside what happened in other slices.

#ifndef SAMVERK_CLIENTS_CLI_NATIONAL_ISSUE_WORDS_H_
#define SAMVERK_CLIENTS_CLI_NATIONAL_ISSUE_WORDS_H_

#include <string>

#include "clients/cli/names.h"
#include "samverk/v1/national_issue.pb.h"
#include "samverk/v1/national_issue_events.pb.h"

namespace samverk {

// What people call the value. A value that is younger than this program: `okänd (17)`.
std::string InSwedish(v1::NationalIssueState state);
std::string InSwedish(v1::NationalIssueOutcome outcome);

// One short line each. Long texts are cut.
std::string InWords(const v1::NationalIssueRaised& event, const OrganisationNames& names);
std::string InWords(const v1::NationalIssueBacked& event, const OrganisationNames& names);
std::string InWords(const v1::BackingTakenBack& event, const OrganisationNames& names);
std::string InWords(const v1::NationalIssueSubmitted& event, const OrganisationNames& names);
std::string InWords(const v1::NationalIssueAnswered& event, const OrganisationNames& names);
std::string InWords(const v1::NationalIssueClosed& event, const OrganisationNames& names);
std::string InWords(const v1::NationalIssueReopened& event, const OrganisationNames& names);
std::string InWords(const v1::NationalIssueEdited& event, const OrganisationNames& names);
std::string InWords(const v1::NationalIssueWithdrawn& event, const OrganisationNames& names);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_NATIONAL_ISSUE_WORDS_H_

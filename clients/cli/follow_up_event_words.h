// What happened to follow-ups, in Swedish words; event_words.h puts them beside those of other
// slices.

#ifndef SAMVERK_CLIENTS_CLI_FOLLOW_UP_EVENT_WORDS_H_
#define SAMVERK_CLIENTS_CLI_FOLLOW_UP_EVENT_WORDS_H_

#include <string>

#include "clients/cli/names.h"
#include "samverk/v1/follow_up_events.pb.h"

namespace samverk {

// One short line each. Long texts are cut.
std::string InWords(const v1::FollowUpOpened& event, const OrganisationNames& names);
std::string InWords(const v1::IndicatorObserved& event, const OrganisationNames& names);
std::string InWords(const v1::ElementAssessed& event, const OrganisationNames& names);
std::string InWords(const v1::FollowUpEdited& event, const OrganisationNames& names);
std::string InWords(const v1::FollowUpSubmitted& event, const OrganisationNames& names);
std::string InWords(const v1::FollowUpApproved& event, const OrganisationNames& names);
std::string InWords(const v1::FollowUpReturned& event, const OrganisationNames& names);
std::string InWords(const v1::FollowUpWithdrawn& event, const OrganisationNames& names);
std::string InWords(const v1::FollowUpStandingSet& event, const OrganisationNames& names);
std::string InWords(const v1::FollowUpStandingRemoved& event, const OrganisationNames& names);
std::string InWords(const v1::FollowUpsCompiled& event, const OrganisationNames& names);
std::string InWords(const v1::FollowUpCompilationWithdrawn& event, const OrganisationNames& names);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_FOLLOW_UP_EVENT_WORDS_H_

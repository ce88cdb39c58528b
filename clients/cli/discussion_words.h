// Discussions in Swedish: where they are in their life, what a post is, and what happened to them;
// event_words.h puts that beside what happened in other slices.

#ifndef SAMVERK_CLIENTS_CLI_DISCUSSION_WORDS_H_
#define SAMVERK_CLIENTS_CLI_DISCUSSION_WORDS_H_

#include <string>

#include "clients/cli/names.h"
#include "samverk/v1/discussion.pb.h"
#include "samverk/v1/discussion_events.pb.h"

namespace samverk {

// What people call the value. A value that is younger than this program: `okänd (17)`.
std::string InSwedish(v1::DiscussionState state);
std::string InSwedish(v1::DiscussionPostKind kind);

// `plans/0199a1b2-…`, and the part of it that is meant: `plans/0199a1b2-…, measures/…`.
std::string SubjectInWords(const std::string& subject, const std::string& element);

// One short line each. Long texts are cut: `samverk discussions posts` has all of them.
std::string InWords(const v1::DiscussionStarted& event, const OrganisationNames& names);
std::string InWords(const v1::DiscussionPosted& event, const OrganisationNames& names);
std::string InWords(const v1::DiscussionPostCorrected& event, const OrganisationNames& names);
std::string InWords(const v1::DiscussionPostRemoved& event, const OrganisationNames& names);
std::string InWords(const v1::DiscussionClosed& event, const OrganisationNames& names);
std::string InWords(const v1::DiscussionReopened& event, const OrganisationNames& names);
std::string InWords(const v1::DiscussionCorrected& event, const OrganisationNames& names);
std::string InWords(const v1::DiscussionWithdrawn& event, const OrganisationNames& names);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_DISCUSSION_WORDS_H_

// Experience exchanges in Swedish: what they are, where they are in their life, and what happened
// to them; event_words.h puts that beside what happened in other slices.

#ifndef SAMVERK_CLIENTS_CLI_EXCHANGE_WORDS_H_
#define SAMVERK_CLIENTS_CLI_EXCHANGE_WORDS_H_

#include <string>

#include "clients/cli/names.h"
#include "samverk/v1/exchange.pb.h"
#include "samverk/v1/exchange_events.pb.h"

namespace samverk {

// What people call the value. A value that is younger than this program: `okänd (17)`.
std::string InSwedish(v1::ExchangeKind kind);
std::string InSwedish(v1::ExchangeState state);

// One short line each. Long texts are cut: `samverk exchanges show` and `answers` have all of them.
std::string InWords(const v1::ExperienceShared& event, const OrganisationNames& names);
std::string InWords(const v1::QuestionAsked& event, const OrganisationNames& names);
std::string InWords(const v1::ExchangeAnswerGiven& event, const OrganisationNames& names);
std::string InWords(const v1::ExchangeAnswerCorrected& event, const OrganisationNames& names);
std::string InWords(const v1::ExchangeAnswerRemoved& event, const OrganisationNames& names);
std::string InWords(const v1::AnswerAccepted& event, const OrganisationNames& names);
std::string InWords(const v1::QuestionClosed& event, const OrganisationNames& names);
std::string InWords(const v1::QuestionReopened& event, const OrganisationNames& names);
std::string InWords(const v1::ExchangeAdopted& event, const OrganisationNames& names);
std::string InWords(const v1::AdoptionResultRecorded& event, const OrganisationNames& names);
std::string InWords(const v1::AdoptionWithdrawn& event, const OrganisationNames& names);
std::string InWords(const v1::ExchangeCorrected& event, const OrganisationNames& names);
std::string InWords(const v1::ExchangeWithdrawn& event, const OrganisationNames& names);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_EXCHANGE_WORDS_H_

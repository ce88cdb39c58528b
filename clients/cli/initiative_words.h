// Initiatives in Swedish: where they are in their life, how they are paid for, and what happened to
// them; event_words.h puts that beside the words of other slices.

#ifndef SAMVERK_CLIENTS_CLI_INITIATIVE_WORDS_H_
#define SAMVERK_CLIENTS_CLI_INITIATIVE_WORDS_H_

#include <string>

#include "clients/cli/names.h"
#include "samverk/v1/initiative.pb.h"
#include "samverk/v1/initiative_events.pb.h"

namespace samverk {

// What people call the value. A value that is younger than this program: `okänd (17)`.
std::string InSwedish(v1::InitiativeState state);

// `Tillväxtverket, 400 000 kr, beslut RUN 2019-02-26 § 31`, as far as it is said.
std::string FundingInWords(const v1::InitiativeFunding& funding);

// `Varuhus och bibliotek delar lokal (Storuman kommun, Sorsele kommun)`.
std::string CooperationInWords(const v1::InitiativeCooperation& cooperation,
                               const OrganisationNames& names);

// One short line each. Long texts are cut: `samverk initiatives show` has all of them.
std::string InWords(const v1::InitiativeRegistered& event, const OrganisationNames& names);
std::string InWords(const v1::InitiativeEdited& event, const OrganisationNames& names);
std::string InWords(const v1::InitiativeResultReported& event, const OrganisationNames& names);
std::string InWords(const v1::InitiativeEnded& event, const OrganisationNames& names);
std::string InWords(const v1::InitiativeReopened& event, const OrganisationNames& names);
std::string InWords(const v1::InitiativeWithdrawn& event, const OrganisationNames& names);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_INITIATIVE_WORDS_H_

// What happened to plans, in Swedish words; event_words.h puts them beside those of other slices.

#ifndef SAMVERK_CLIENTS_CLI_PLAN_EVENT_WORDS_H_
#define SAMVERK_CLIENTS_CLI_PLAN_EVENT_WORDS_H_

#include <string>

#include "clients/cli/names.h"
#include "samverk/v1/event.pb.h"
#include "samverk/v1/plan_events.pb.h"

namespace samverk {

// Takes note of what an event calls an element of a plan.
void AddElementNames(const v1::RecordedEvent& event, OrganisationNames& names);

// One short line each. Long texts are cut: `samverk plans diff` has all of them.
std::string InWords(const v1::PlanCreated& event, const OrganisationNames& names);
std::string InWords(const v1::PlanEdited& event, const OrganisationNames& names);
std::string InWords(const v1::PlanConflictRaised& event, const OrganisationNames& names);
std::string InWords(const v1::PlanConflictExtended& event, const OrganisationNames& names);
std::string InWords(const v1::PlanConflictResolved& event, const OrganisationNames& names);
std::string InWords(const v1::PlanConflictObsoleted& event, const OrganisationNames& names);
std::string InWords(const v1::PlanConsultationOpened& event, const OrganisationNames& names);
std::string InWords(const v1::PlanStatementReceived& event, const OrganisationNames& names);
std::string InWords(const v1::PlanProposed& event, const OrganisationNames& names);
std::string InWords(const v1::PlanProposalRecalled& event, const OrganisationNames& names);
std::string InWords(const v1::PlanAdopted& event, const OrganisationNames& names);
std::string InWords(const v1::PlanExtended& event, const OrganisationNames& names);
std::string InWords(const v1::PlanCorrected& event, const OrganisationNames& names);
std::string InWords(const v1::PlanReplaced& event, const OrganisationNames& names);
std::string InWords(const v1::PlanRepealed& event, const OrganisationNames& names);
std::string InWords(const v1::PlanWithdrawn& event, const OrganisationNames& names);
std::string InWords(const v1::PlanInForceSet& event, const OrganisationNames& names);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_PLAN_EVENT_WORDS_H_

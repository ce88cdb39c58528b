// Action plans in Swedish: where they and their measures are in their life, and what happened to
// them; event_words.h puts that beside the words of other slices.

#ifndef SAMVERK_CLIENTS_CLI_ACTION_PLAN_WORDS_H_
#define SAMVERK_CLIENTS_CLI_ACTION_PLAN_WORDS_H_

#include <string>

#include "clients/cli/names.h"
#include "samverk/v1/action_plan.pb.h"
#include "samverk/v1/action_plan_events.pb.h"
#include "samverk/v1/event.pb.h"

namespace samverk {

// What people call the value. A value that is younger than this program: `okänd (17)`.
std::string InSwedish(v1::ActionPlanScope scope);
std::string InSwedish(v1::ActionPlanState state);
std::string InSwedish(v1::ActionPlanMeasureStatus status);

// `pågår, 40 procent`.
std::string StatusInWords(const v1::ActionPlanMeasure& measure);
// `Servicebidrag, 400 000 kr`, as far as it is said.
std::string FinancingInWords(const v1::ActionPlanMeasure& measure);

// `plans/0199a1b2-… #1f3a0000, revidering 2`.
std::string PlanLinkInWords(const v1::MeasurePlanLink& link);

// Takes note of what an event calls a measure.
void AddMeasureNames(const v1::RecordedEvent& event, OrganisationNames& names);

// One short line each. Long texts are cut: `samverk action-plans show` has all of them.
std::string InWords(const v1::ActionPlanCreated& event, const OrganisationNames& names);
std::string InWords(const v1::ActionPlanEdited& event, const OrganisationNames& names);
std::string InWords(const v1::ActionPlanCorrected& event, const OrganisationNames& names);
std::string InWords(const v1::ActionPlanAdopted& event, const OrganisationNames& names);
std::string InWords(const v1::MeasureProgressReported& event, const OrganisationNames& names);
std::string InWords(const v1::MeasureDeadlineMoved& event, const OrganisationNames& names);
std::string InWords(const v1::ActionPlanClosed& event, const OrganisationNames& names);
std::string InWords(const v1::ActionPlanReopened& event, const OrganisationNames& names);
std::string InWords(const v1::ActionPlanWithdrawn& event, const OrganisationNames& names);
std::string InWords(const v1::ActionPlanYearClaimed& event, const OrganisationNames& names);
std::string InWords(const v1::ActionPlanYearReleased& event, const OrganisationNames& names);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_ACTION_PLAN_WORDS_H_

// Events and commands of the initiative `~/initiatives/1`, as tests of its rules say them.
// Storuman, 2421, runs it from 2018 to 2020. Edits are written as protobuf text of an
// InitiativeEdit.
//
//   {"TheTitleIsEdited", {Registered()}, Edit("title: 'Ny'"), {{Edited("title: 'Ny'")},
//   {kAccepted}}}

#ifndef SAMVERK_SERVICES_INITIATIVES_TESTING_INITIATIVE_SENTENCES_H_
#define SAMVERK_SERVICES_INITIATIVES_TESTING_INITIATIVE_SENTENCES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "samverk/v1/initiative.pb.h"
#include "samverk/v1/initiative_events.pb.h"
#include "services/initiatives/initiative_rules.h"
#include "services/runtime/testing/rule_sentences.h"

namespace samverk::initiatives {

using Sentences = std::vector<runtime::Sentence<InitiativeRules>>;
using When = runtime::When<InitiativeRules>;
using Then = runtime::Then<v1::InitiativeEvent>;

inline constexpr auto kAccepted = v1::EDIT_OUTCOME_ACCEPTED;
inline constexpr auto kConverged = v1::EDIT_OUTCOME_CONVERGED;

// Events.

v1::InitiativeEvent Event(const std::string& text);
v1::InitiativeEvent Registered(const std::string& but = "");
v1::InitiativeEvent Edited(const std::string& edit);
v1::InitiativeEvent Reported(const std::string& day = "2019-09-01");
v1::InitiativeEvent Ended(const std::string& ending = "");
v1::InitiativeEvent Reopened();
v1::InitiativeEvent Withdrawn();
std::vector<v1::InitiativeEvent> RegisteredAnd(const std::vector<v1::InitiativeEvent>& more);

// Edits.

std::string Partner(const std::string& id, bool takes_part);
std::string Link(const std::string& name, bool linked);
std::string Funding(const std::string& but = "");
// An end, as a field: `ending { … }`.
std::string Ending(const std::string& day = "2019-09-30", const std::string& but = "");
// A result, as a field: `result { … }`.
std::string Result(const std::string& day = "2019-09-01", const std::string& but = "");

// Commands.

v1::RegisterInitiativeRequest Register(const std::string& but = "");
v1::EditInitiativeRequest Edit(const std::string& edit);
v1::EditInitiativeRequest Edits(const std::vector<std::string>& edits);
v1::ReportInitiativeResultRequest Report(const std::string& result = Result());
v1::EndInitiativeRequest End(const std::string& ending = Ending());
v1::ReopenInitiativeRequest Reopen();
v1::WithdrawInitiativeRequest Withdraw();

}  // namespace samverk::initiatives

#endif  // SAMVERK_SERVICES_INITIATIVES_TESTING_INITIATIVE_SENTENCES_H_

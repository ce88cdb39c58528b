// What an initiative holds, and what its events do to it. The rules fold states with it and the
// view rows, so that nobody is shown anything else than what decisions are made from. Pure.

#ifndef SAMVERK_SERVICES_INITIATIVES_INITIATIVE_CONTENT_H_
#define SAMVERK_SERVICES_INITIATIVES_INITIATIVE_CONTENT_H_

#include <algorithm>
#include <cstdint>
#include <string>

#include "samverk/v1/initiative.pb.h"
#include "samverk/v1/initiative_events.pb.h"

namespace samverk::initiatives {

template <typename List>
bool Holds(const List& list, const std::string& name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

// The funding of that entry; null if there is none.
const v1::InitiativeFunding* FindFunding(const v1::Initiative& initiative, int64_t entry);

// Whether what the edit asks for is so already. Of results, which are kept elsewhere, it is never.
bool IsConverged(const v1::Initiative& initiative, const v1::InitiativeEdit& edit);

// What the event with that revision does to the initiative, but for its name and revision. Of
// results it keeps the count.
void ApplyTo(const v1::InitiativeEvent& event, int64_t revision, v1::Initiative& initiative);

}  // namespace samverk::initiatives

#endif  // SAMVERK_SERVICES_INITIATIVES_INITIATIVE_CONTENT_H_

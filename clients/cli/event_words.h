// What happened, in Swedish words: one short line per fact.

#ifndef SAMVERK_CLIENTS_CLI_EVENT_WORDS_H_
#define SAMVERK_CLIENTS_CLI_EVENT_WORDS_H_

#include <string>

#include "clients/cli/names.h"
#include "samverk/v1/event.pb.h"

namespace samverk {

// What the event says. A type that is younger than this program, or bytes that it can't
// read, show the name of the type.
std::string EventInWords(const v1::RecordedEvent& event, const OrganisationNames& names);

// Who gave the command: `handläggare, Storuman kommun`, and for whom.
std::string ActorInWords(const v1::RecordedEvent& event, const OrganisationNames& names);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_EVENT_WORDS_H_

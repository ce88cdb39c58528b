// Minutes as people type them: text in sections, each under a heading of its own.
//
//   Närvarande enligt listan.
//
//   # Läget i kommunerna
//   Macken i norr stänger till våren.
//
//   # Övrigt
//   Inget.

#ifndef SAMVERK_CLIENTS_CLI_MINUTES_TEXT_H_
#define SAMVERK_CLIENTS_CLI_MINUTES_TEXT_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "samverk/v1/meeting.pb.h"

namespace samverk {

// Reads the sections. What stands before the first heading is a section without one; empty lines
// around the text of a section are not part of it.
//
// Errors: UsageError for a heading that nothing stands below, and for text without any words.
absl::StatusOr<std::vector<v1::MinutesSection>> ParseMinutes(absl::string_view text);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_MINUTES_TEXT_H_

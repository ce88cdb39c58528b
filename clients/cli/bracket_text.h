// Texts in brackets within a longer one, as in `2001-05-01–2018-12-01 (Ingen tog över)`.
//
// A closing bracket and a backslash in the text are written after a backslash, so that any text can
// be told.

#ifndef SAMVERK_CLIENTS_CLI_BRACKET_TEXT_H_
#define SAMVERK_CLIENTS_CLI_BRACKET_TEXT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace samverk {

// ` (text)`; empty for no text.
std::string InBrackets(absl::string_view text);

// Takes spaces and a text in brackets from the beginning of `rest`: the text, empty where there are
// no brackets; nullopt if they are not closed.
std::optional<std::string> TakeBrackets(absl::string_view& rest);

// The parts of `text` between bars that stand in no brackets, without the spaces around them. Empty
// parts are left out.
std::vector<std::string> SplitAtBars(absl::string_view text);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_BRACKET_TEXT_H_

// Two versions of a text beside each other, as a terminal shows them: paragraph by paragraph, what
// changed with a little of what stands around it.
//
//   - Alla ska nå drivmedel inom fyra mil.           │ + Alla ska nå drivmedel inom tre mil.
//                                                    │ + Undantag prövas av nämnden.

#ifndef SAMVERK_CLIENTS_CLI_PLAN_DIFF_H_
#define SAMVERK_CLIENTS_CLI_PLAN_DIFF_H_

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/cli/table.h"

namespace samverk {

// A paragraph on either side, or one that was put in or taken out.
struct ParagraphPair {
  std::optional<std::string> old_paragraph;
  std::optional<std::string> new_paragraph;

  bool same() const { return old_paragraph == new_paragraph; }
};

// The paragraphs of both texts in order, with as few changes as possible. One that was changed
// stands beside what it became.
std::vector<ParagraphPair> PairParagraphs(absl::string_view old_text, absl::string_view new_text);

// Prints them beside each other. No line is wider than `columns`; a word that is wider than its
// half is cut.
void PrintSideBySide(absl::string_view old_text, absl::string_view new_text, std::ostream& out,
                     size_t columns = kLineColumns);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_PLAN_DIFF_H_

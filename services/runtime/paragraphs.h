// The paragraphs of a text, and what stands between them. Splitting and joining give the same
// bytes.
//
// Paragraphs are separated by blank lines: empty ones, or of spaces and tabs only. A heading or a
// list without a blank line around it belongs to the paragraph that it stands in. A paragraph
// ends with the last byte of its last line, without the line feed: so the last one of a text is
// still the same when another one follows it.
//
//   "\nFörsta.\n\nAndra,\nlite längre.\n"
//    lead "\n", "Första.", separator "\n\n", "Andra,\nlite längre.", tail "\n"
//
// Pure. What is split points into its text, which must outlive it.

#ifndef SAMVERK_SERVICES_RUNTIME_PARAGRAPHS_H_
#define SAMVERK_SERVICES_RUNTIME_PARAGRAPHS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace samverk::runtime {

// Stands between two paragraphs that nobody has separated yet.
inline constexpr absl::string_view kParagraphSeparator = "\n\n";

struct Paragraph {
  // Between the paragraph before and this one. Empty for the first of a text.
  absl::string_view separator;
  absl::string_view text;
};

// A text that is blank has no paragraphs: its whole lines are the lead, the rest is the tail.
struct Paragraphs {
  absl::string_view lead;  // Blank lines before the first paragraph.
  std::vector<Paragraph> paragraphs;
  absl::string_view tail;  // What follows the last one: nothing, or a line feed and blanks.
};

Paragraphs SplitParagraphs(absl::string_view text);

// The text of paragraphs that may come from different texts. Whatever stands around them, they
// stay what they are: one without a separator gets kParagraphSeparator, unless it is the first,
// and a tail that would continue the last paragraph is left out.
std::string JoinParagraphs(const Paragraphs& paragraphs);

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_PARAGRAPHS_H_

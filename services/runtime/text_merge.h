// Merging a text that two people changed, each from the same base, paragraph by paragraph.
//
// A three-way merge as in Khanna, Kunal, Pierce, "A Formal Investigation of Diff3" (2007), only
// that changes beside each other stay apart. Two changes meet, and conflict unless they are the
// same, if
//   - they take out the same paragraph of the base, or
//   - they touch, and each brings more paragraphs than it takes: whose come first is somebody's
//     choice.
// As many paragraphs as were taken out replace them one by one. Moving is taking out and
// inserting. Blank lines never conflict: those of `current` stay, unless only `proposed` changed
// them. What paragraphs are: paragraphs.h.
//
// Pure and deterministic, for texts of any size: time grows with them little more than linearly.

#ifndef SAMVERK_SERVICES_RUNTIME_TEXT_MERGE_H_
#define SAMVERK_SERVICES_RUNTIME_TEXT_MERGE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace samverk::runtime {

// Paragraphs that both changed, differently. The texts are as in those that were merged, without
// what separates them from the others; empty if a side has none there.
struct MergeConflict {
  std::string base;
  std::string current;
  std::string proposed;
  // Where `current` stands in the merged text; with no paragraphs, before which one it would.
  size_t first_paragraph = 0;
  size_t paragraph_count = 0;
};

struct TextMerge {
  // All that only one side changed, and all that both changed alike. Where they conflict it has
  // the paragraphs of `current`.
  std::string merged;
  // Whether anything of `proposed` came in: `merged` is not `current`.
  bool takes_proposed = false;
  // In the order of the text.
  std::vector<MergeConflict> conflicts;
};

// Merges `proposed` into `current`, both changed from `base`.
//
// Nothing is lost: each paragraph of `current` that is not in `base` is in the merged text, and
// each of `proposed` is there or in a conflict. With the sides exchanged, the same paragraphs of
// the base conflict.
TextMerge MergeTexts(absl::string_view base, absl::string_view current, absl::string_view proposed);

// `merge.merged` with `choice` in place of what stands for `conflict`, one of merge.conflicts:
// its `proposed`, both in either order, or another text. An empty choice leaves them out.
std::string ReplaceConflict(const TextMerge& merge, const MergeConflict& conflict,
                            absl::string_view choice);

// The same in `text`, which was `merge.merged` and may have been changed since. Nothing if those
// paragraphs are no longer what the choice was about: they were changed too, and differently.
std::optional<std::string> ResolveConflict(const TextMerge& merge, const MergeConflict& conflict,
                                           absl::string_view choice, absl::string_view text);

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_TEXT_MERGE_H_

// What can be found of one resource, what is asked for, and what is answered. Plain data.

#ifndef SAMVERK_STORAGE_SEARCH_SEARCH_DOCUMENT_H_
#define SAMVERK_STORAGE_SEARCH_SEARCH_DOCUMENT_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "storage/event_log/position.h"
#include "storage/search/limits.h"

namespace samverk::storage {

// One element of a resource: a section of a plan, a note from a workshop.
struct SearchPart {
  std::string path;     // `sections/{uuid}`; empty: the resource's own text.
  std::string heading;  // What the element is called.
  std::string text;
};

// A resource as it is to be found: by all its words together, and shown with the part that
// answers best.
struct SearchDocument {
  // Adds a part. False if it does not fit, nor anything after it. A part without any words is
  // left out.
  bool Add(absl::string_view path, absl::string_view heading, absl::string_view text) {
    if (heading.empty() && text.empty()) return true;
    bytes += heading.size() + text.size();
    if (bytes > kSearchTextBytesMax || parts.size() == kSearchPartsMax) return false;
    parts.push_back({std::string(path), std::string(heading), std::string(text)});
    return true;
  }

  std::string title = "";
  std::string owner = "";  // The organisation that owns it, a relative name.
  int first_year = 0;      // The years that it is about, both included; 0: of no year.
  int last_year = 0;
  std::vector<SearchPart> parts = {};
  size_t bytes = 0;  // Of the parts.
};

// What is asked for. Every filter that is not empty must hold.
struct SearchQuestion {
  std::string words;                          // As a person typed them: search_terms.h.
  std::vector<std::string> collections = {};  // One of these: `workshops`.
  std::string owner = "";                     // A relative name.
  int year = 0;
  size_t first = 0;  // How many hits to pass over.
  size_t hits_max = 20;
  bool any_word = false;  // One of the words is enough: as the page before was answered.
};

// Characters of a text, counted in code points: from `begin` up to, not including, `end`.
struct TextRange {
  size_t begin = 0;
  size_t end = 0;
  friend bool operator==(const TextRange&, const TextRange&) = default;
};

// A piece of a text in which words were found. One line.
struct SearchSnippet {
  std::string text;
  std::vector<TextRange> found;
};

// A resource that was found.
struct SearchHit {
  std::string name;  // Relative: `workshops/{uuid}`.
  std::string title;
  std::string owner;
  int first_year = 0;
  int last_year = 0;
  std::string path;  // Of the part that answers best.
  std::string heading;
  SearchSnippet snippet;
};

struct SearchAnswer {
  std::vector<SearchHit> hits;  // The best first.
  size_t hit_count = 0;         // On all pages; an estimate above kSearchHitsMax.
  bool any_word = false;        // Nothing has all words; these have one or more of them.
  Position as_of;               // What was committed when they were looked for.
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_SEARCH_SEARCH_DOCUMENT_H_

// SearchTerms: what a person types, as a question to the index.
//
//   drivmedel glesbygd        both words, in any inflection, as the beginning of longer words, or
//                             in other words for the same
//   "på landsbygden"          these words after each other, as they are
//   -digital                  not this word
//   e-handel                  also `e handel` and `ehandel`
//
// There is no other syntax, and nothing that can be typed wrong: what is no word is passed over.
// Xapian's own parser has one, which refuses some texts and reads capitals as names.

#ifndef SAMVERK_STORAGE_SEARCH_SEARCH_TERMS_H_
#define SAMVERK_STORAGE_SEARCH_SEARCH_TERMS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "xapian.h"

namespace samverk::storage {

// One thread: what Xapian gives out may not be shared.
class SearchTerms {
 public:
  // The words that begin like those typed are looked up in `database` once, however many queries
  // are made of them. Throws what Xapian throws.
  //
  // Errors:
  //   INVALID_ARGUMENT  SEARCH_WITHOUT_WORDS, SEARCH_TOO_MANY_WORDS
  static absl::StatusOr<SearchTerms> Parse(absl::string_view typed,
                                           const Xapian::Database& database);

  // Whether All and Any may differ.
  bool several() const { return several_; }

  // What has every word.
  Xapian::Query All() const;
  // What has one or more of them.
  Xapian::Query Any() const;

 private:
  // What has to be found at one place.
  struct Term {
    std::vector<std::string> words;   // After each other, if several.
    std::vector<std::string> joined;  // The same written as one word.
    bool quoted = false;
  };

  static std::vector<Term> Read(absl::string_view typed, std::vector<Term>& unwanted);
  void Expand(const Xapian::Database& database);
  Xapian::Query QueryOf(const Term& term) const;
  Xapian::Query Without(const Xapian::Query& wanted) const;

  std::vector<Term> wanted_;
  std::vector<Term> unwanted_;
  std::map<std::string, Xapian::Query> expanded_;  // Of each word, with what stands for it.
  bool several_ = false;
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_SEARCH_SEARCH_TERMS_H_

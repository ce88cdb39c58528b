#include "storage/search/search_terms.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "base/text.h"
#include "storage/search/limits.h"
#include "storage/search/search_format.h"
#include "storage/search/search_reasons.h"
#include "storage/search/search_words.h"

namespace samverk::storage {
namespace {

using Xapian::Query;

// How much a word counts that only begins like the one that was typed, and another word for the
// same.
constexpr double kBeginningWeight = 0.3;
constexpr double kSynonymWeight = 0.5;

// A piece of what was typed: a word with what stands close to it, or what is in quotes.
struct Chunk {
  absl::string_view text;
  bool quoted = false;
  bool unwanted = false;
};

std::vector<Chunk> ChunksOf(absl::string_view typed) {
  std::vector<Chunk> chunks;
  size_t at = 0;
  while (at < typed.size()) {
    if (typed[at] == ' ') {
      ++at;
      continue;
    }
    Chunk chunk;
    chunk.unwanted = typed[at] == '-';
    if (chunk.unwanted) ++at;
    chunk.quoted = at < typed.size() && typed[at] == '"';
    if (chunk.quoted) ++at;
    // A quote that is not closed reaches to the end.
    const size_t end =
        std::min(chunk.quoted ? typed.find('"', at) : typed.find_first_of(" \"", at), typed.size());
    chunk.text = typed.substr(std::min(at, end), end - std::min(at, end));
    chunks.push_back(chunk);
    at = chunk.quoted ? end + 1 : end;
  }
  return chunks;
}

// The beginning that stands for all words that the typed one belongs to, compounds too: its stem,
// unless that is so short that it says too little.
std::string BeginningOf(const std::string& word, const std::string& stem) {
  constexpr size_t kStemCharsMin = 4;
  const bool stem_says_it = CountCodePoints(stem) >= kStemCharsMin && absl::StartsWith(word, stem);
  return stem_says_it ? stem : word;
}

// The most frequent words that begin so, as Query::OP_WILDCARD finds them.
Query WordsThatBegin(const std::string& beginning, const Xapian::Database& database) {
  std::vector<std::pair<Xapian::doccount, std::string>> found;
  for (auto word = database.allterms_begin(beginning); word != database.allterms_end(beginning);
       ++word) {
    found.emplace_back(word.get_termfreq(), *word);
  }
  const size_t count = std::min<size_t>(found.size(), kSearchExpansionMax);
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count), found.end(),
                    std::greater<>());
  std::vector<std::string> words;
  words.reserve(count);
  for (size_t i = 0; i < count; ++i) words.push_back(std::move(found[i].second));
  return Query(Query::OP_SYNONYM, words.begin(), words.end());
}

Query QueryOfWord(const std::string& word, const Xapian::Database& database) {
  if (IsStopWord(word)) return Query(word);  // Indexed in this form only.
  const std::string stem = StemOf(word);
  Query found(Query::OP_OR, Query(word), Query(absl::StrCat(kStemPrefix, stem)));
  for (const std::string& synonym : SynonymsOf(stem)) {
    const Query other(absl::StrCat(kStemPrefix, synonym));
    found = Query(Query::OP_OR, found, Query(Query::OP_SCALE_WEIGHT, other, kSynonymWeight));
  }
  const std::string beginning = BeginningOf(word, stem);
  if (CountCodePoints(beginning) < kSearchBeginningCharsMin) return found;
  const Query longer = WordsThatBegin(beginning, database);
  return Query(Query::OP_OR, found, Query(Query::OP_SCALE_WEIGHT, longer, kBeginningWeight));
}

}  // namespace

absl::StatusOr<SearchTerms> SearchTerms::Parse(absl::string_view typed,
                                               const Xapian::Database& database) {
  const std::string clean = absl::StrReplaceAll(
      CleanText(typed),
      {{"\u201c", "\""}, {"\u201d", "\""}, {"\u201e", "\""}, {"\u00ab", "\""}, {"\u00bb", "\""}});
  SearchTerms terms;
  terms.wanted_ = Read(clean, terms.unwanted_);
  size_t words = 0;
  for (const std::vector<Term>* list : {&terms.wanted_, &terms.unwanted_}) {
    for (const Term& term : *list) words += term.words.size();
  }
  if (words > kSearchWordsMax) {
    return Refusal(kSearchTooManyWords)
        .With("words", words)
        .With("words_max", kSearchWordsMax)
        .AtField("query", "too many words");
  }
  if (terms.wanted_.empty()) {
    return Refusal(kSearchWithoutWords)
        .With("bytes_max", kSearchWordBytesMax)
        .AtField("query", "no word to look for");
  }
  // What nearly every text has is no reason to leave one out, unless nothing else is asked for.
  const auto is_common = [](const Term& term) {
    return !term.quoted && term.words.size() == 1 && IsStopWord(term.words[0]);
  };
  if (!std::all_of(terms.wanted_.begin(), terms.wanted_.end(), is_common)) {
    terms.wanted_.erase(std::remove_if(terms.wanted_.begin(), terms.wanted_.end(), is_common),
                        terms.wanted_.end());
  }
  terms.several_ = terms.wanted_.size() > 1 || terms.wanted_[0].words.size() > 1;
  terms.Expand(database);
  return terms;
}

void SearchTerms::Expand(const Xapian::Database& database) {
  for (const std::vector<Term>* list : {&wanted_, &unwanted_}) {
    for (const Term& term : *list) {
      for (const std::vector<std::string>* words : {&term.words, &term.joined}) {
        for (const std::string& word : *words) {
          if (!expanded_.contains(word)) expanded_.emplace(word, QueryOfWord(word, database));
        }
      }
    }
  }
}

std::vector<SearchTerms::Term> SearchTerms::Read(absl::string_view typed,
                                                 std::vector<Term>& unwanted) {
  std::vector<Term> wanted;
  for (const Chunk& chunk : ChunksOf(typed)) {
    Term term;
    term.words = WordsOf(chunk.text);
    if (term.words.empty()) continue;
    term.quoted = chunk.quoted;
    if (!chunk.quoted) term.joined = JoinedWordsOf(chunk.text);
    (chunk.unwanted ? unwanted : wanted).push_back(std::move(term));
  }
  return wanted;
}

Query SearchTerms::QueryOf(const Term& term) const {
  if (term.words.size() == 1) {
    return term.quoted ? Query(term.words[0]) : expanded_.at(term.words[0]);
  }
  Query query(Query::OP_PHRASE, term.words.begin(), term.words.end(),
              static_cast<Xapian::termcount>(term.words.size()));
  for (const std::string& joined : term.joined) {
    query = Query(Query::OP_OR, query, expanded_.at(joined));
  }
  return query;
}

Query SearchTerms::Without(const Query& wanted) const {
  if (unwanted_.empty()) return wanted;
  std::vector<Query> unwanted;
  for (const Term& term : unwanted_) {
    if (term.words.size() > 1 || term.quoted) {
      unwanted.push_back(QueryOf(term));
      continue;
    }
    // No longer words: who does not want `plan` may want `planering`.
    unwanted.emplace_back(Query::OP_OR, Query(term.words[0]),
                          Query(absl::StrCat(kStemPrefix, StemOf(term.words[0]))));
  }
  return Query(Query::OP_AND_NOT, wanted, Query(Query::OP_OR, unwanted.begin(), unwanted.end()));
}

Query SearchTerms::All() const {
  std::vector<Query> queries;
  queries.reserve(wanted_.size());
  for (const Term& term : wanted_) queries.push_back(QueryOf(term));
  return Without(Query(Query::OP_AND, queries.begin(), queries.end()));
}

Query SearchTerms::Any() const {
  // As for words by themselves: what nearly every text has is looked for if there is nothing else.
  const bool only_common = std::all_of(wanted_.begin(), wanted_.end(), [](const Term& term) {
    return std::all_of(term.words.begin(), term.words.end(), IsStopWord);
  });
  std::vector<Query> queries;
  for (const Term& term : wanted_) {
    queries.push_back(QueryOf(term));
    if (term.words.size() == 1) continue;
    for (const std::string& word : term.words) {
      if (only_common || !IsStopWord(word)) queries.push_back(expanded_.at(word));
    }
  }
  return Without(Query(Query::OP_OR, queries.begin(), queries.end()));
}

}  // namespace samverk::storage

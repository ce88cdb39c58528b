#include "storage/search/search_reader.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "base/status_macros.h"
#include "samverk/storage/v1/search_row.pb.h"
#include "storage/search/limits.h"
#include "storage/search/search_format.h"
#include "storage/search/search_reasons.h"
#include "storage/search/search_snippet.h"
#include "storage/search/search_terms.h"

namespace samverk::storage {
namespace {

using Xapian::Query;

absl::Status Damaged() { return Refusal(kSearchDamaged).With("what", "a row can't be read"); }

// Only resources, and of these only what passes the filters.
Query FilterOf(const SearchQuestion& question) {
  std::vector<Query> filters{Query(kMainTerm)};
  if (!question.collections.empty()) {
    std::vector<Query> collections;
    collections.reserve(question.collections.size());
    for (const std::string& collection : question.collections) {
      collections.emplace_back(TermOf(kCollectionPrefix, collection));
    }
    filters.emplace_back(Query::OP_OR, collections.begin(), collections.end());
  }
  if (!question.owner.empty()) filters.emplace_back(TermOf(kOwnerPrefix, question.owner));
  if (question.year > 0) {
    const std::string year = YearValue(question.year);
    filters.emplace_back(Query::OP_VALUE_LE, kFirstYearSlot, year);
    filters.emplace_back(Query::OP_VALUE_GE, kLastYearSlot, year);
  }
  return Query(Query::OP_AND, filters.begin(), filters.end());
}

Xapian::MSet Match(const Xapian::Database& database, const Query& words,
                   const SearchQuestion& question) {
  Xapian::Enquire enquire(database);
  enquire.set_query(Query(Query::OP_FILTER, words, FilterOf(question)));
  // Of what answers as well the newest first.
  enquire.set_sort_by_relevance_then_value(kLastYearSlot, /*reverse=*/true);
  enquire.set_time_limit(absl::ToDoubleSeconds(kSearchTimeMax));
  const size_t first = std::min(question.first, kSearchHitsMax);
  const size_t hits = std::min(question.hits_max, kSearchHitsMax - first);
  return enquire.get_mset(static_cast<Xapian::doccount>(first), static_cast<Xapian::doccount>(hits),
                          static_cast<Xapian::doccount>(kSearchHitsMax + 1));
}

template <typename Row>
bool ReadRow(const Xapian::Document& document, Row& row) {
  const std::string data = document.get_data();
  absl::string_view bytes = data;
  return absl::ConsumePrefix(&bytes, kRowMark) &&
         row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

// The name that the resource of a document has in its term.
std::string NameOf(const Xapian::Document& document) {
  auto term = document.termlist_begin();
  term.skip_to(kResourcePrefix);
  if (term == document.termlist_end() || (*term).rfind(kResourcePrefix, 0) != 0) return "";
  return (*term).substr(std::string(kResourcePrefix).size());
}

// Shows the part of a resource that has most of the words; the first one if none has any.
absl::Status PutPart(const Xapian::Database& database, const Query& any_word, SearchHit& hit) {
  const Query parts(Query::OP_AND, Query(kPartTerm), Query(TermOf(kResourcePrefix, hit.name)));
  Xapian::Enquire enquire(database);
  enquire.set_query(
      Query(Query::OP_AND_MAYBE, Query(Query::OP_SCALE_WEIGHT, parts, 0.0), any_word));
  const Xapian::MSet best = enquire.get_mset(0, 1);
  if (best.empty()) return absl::OkStatus();
  v1::SearchPartRow row;
  if (!ReadRow(best.begin().get_document(), row)) return Damaged();
  hit.path = row.path();
  hit.heading = row.heading();
  const absl::string_view text = CutBetweenWords(row.text(), kSearchSnippetTextBytesMax);
  hit.snippet = ReadSnippet(best.snippet(
      std::string(text), kSearchSnippetBytes, Xapian::Stem("swedish"),
      Xapian::MSet::SNIPPET_BACKGROUND_MODEL | Xapian::MSet::SNIPPET_EMPTY_WITHOUT_MATCH,
      kFoundBegin, kFoundEnd, kLeftOut));
  // Found by its title or a heading: of a text without any of the words Xapian shows what it will.
  if (hit.snippet.found.empty()) hit.snippet = BeginningOf(row.text(), kSearchSnippetBytes);
  return absl::OkStatus();
}

}  // namespace

Position PositionOf(const Xapian::Database& database) {
  uint64_t position = 0;
  if (!absl::SimpleAtoi(database.get_metadata(kPositionKey), &position)) return Position(0);
  return Position(position);
}

absl::StatusOr<SearchAnswer> AnswerFrom(const Xapian::Database& database,
                                        const SearchQuestion& question) {
  ASSIGN_OR_RETURN(const SearchTerms terms, SearchTerms::Parse(question.words, database));
  SearchAnswer answer;
  answer.as_of = PositionOf(database);
  answer.any_word = question.any_word;
  const Query any_word = terms.Any();
  Xapian::MSet found = Match(database, answer.any_word ? any_word : terms.All(), question);
  if (found.get_matches_estimated() == 0 && !answer.any_word && terms.several()) {
    found = Match(database, any_word, question);
    answer.any_word = !found.empty();
  }
  answer.hit_count = found.get_matches_estimated();
  for (auto at = found.begin(); at != found.end(); ++at) {
    const Xapian::Document document = at.get_document();
    v1::SearchMainRow row;
    SearchHit& hit = answer.hits.emplace_back();
    hit.name = NameOf(document);
    if (hit.name.empty() || !ReadRow(document, row)) return Damaged();
    hit.title = row.title();
    hit.owner = row.owner();
    hit.first_year = row.first_year();
    hit.last_year = row.last_year();
    RETURN_IF_ERROR(PutPart(database, any_word, hit));
  }
  return answer;
}

}  // namespace samverk::storage

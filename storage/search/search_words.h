// Words of Swedish texts as the index knows them. What is typed is taken apart by the same
// functions as what is indexed, so that both know the same words.
//
// A word is a run of letters and digits, in small letters: å, ä and ö are letters of their own.
// Any thread.

#ifndef SAMVERK_STORAGE_SEARCH_SEARCH_WORDS_H_
#define SAMVERK_STORAGE_SEARCH_SEARCH_WORDS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace samverk::storage {

// The text in one line and in normalization form C, with one kind of hyphen and none that a line
// break may show. Of what is no UTF-8 only ASCII is kept.
std::string CleanText(absl::string_view text);

// The words of a clean text, in their order. Those that are too long are left out.
std::vector<std::string> WordsOf(absl::string_view clean);

// The words with hyphens in a clean text as they are written without: `ehandel` of `e-handel`.
std::vector<std::string> JoinedWordsOf(absl::string_view clean);

// What the word has in common with its inflections: `butik` of `butikerna`.
std::string StemOf(const std::string& word);

// The stems of words by which people here mean the same as by those of `stem`: *landsbygd* and
// *glesbygd*, *mack* and *drivmedelsstation*.
const std::vector<std::string>& SynonymsOf(const std::string& stem);

// Whether so many texts have the word that it tells nothing: och, att, som.
bool IsStopWord(absl::string_view word);

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_SEARCH_SEARCH_WORDS_H_

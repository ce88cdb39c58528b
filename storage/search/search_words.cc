#include "storage/search/search_words.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "base/text.h"
#include "storage/search/limits.h"
#include "xapian.h"

namespace samverk::storage {
namespace {

// Of the Snowball project: https://snowballstem.org/algorithms/swedish/stop.txt
constexpr absl::string_view kStopWords[] = {
    "och",   "det",   "att",   "i",      "en",    "jag",    "hon",    "som",    "han",    "på",
    "den",   "med",   "var",   "sig",    "för",   "så",     "till",   "är",     "men",    "ett",
    "om",    "hade",  "de",    "av",     "icke",  "mig",    "du",     "henne",  "då",     "sin",
    "nu",    "har",   "inte",  "hans",   "honom", "skulle", "hennes", "där",    "min",    "man",
    "ej",    "vid",   "kunde", "något",  "från",  "ut",     "när",    "efter",  "upp",    "vi",
    "dem",   "vara",  "vad",   "över",   "än",    "dig",    "kan",    "sina",   "här",    "ha",
    "mot",   "alla",  "under", "någon",  "eller", "allt",   "mycket", "sedan",  "ju",     "denna",
    "själv", "detta", "åt",    "utan",   "varit", "hur",    "ingen",  "mitt",   "ni",     "bli",
    "blev",  "oss",   "din",   "dessa",  "några", "deras",  "blir",   "mina",   "samma",  "vilken",
    "er",    "sådan", "vår",   "blivit", "dess",  "inom",   "mellan", "sådant", "varför", "varje",
    "vilka", "ditt",  "vem",   "vilket", "sitta", "sådana", "vart",   "dina",   "vars",   "vårt",
    "våra",  "ert",   "era",   "vilkas"};

// What commercial service in villages is spoken of in. Few and sure: whoever looks for one of a
// group wants the others, too.
constexpr absl::string_view kSynonyms[][5] = {
    {"glesbygd", "landsbygd"},
    {"mack", "drivmedelsstation", "drivstation", "bensinstation", "tankställe"},
    {"butik", "affär", "lanthandel"},
    {"dagligvaror", "livsmedel"},
    {"läkemedel", "medicin"},
};

// Part of a word with hyphens: not what stands around it.
bool IsWordByte(char c) { return absl::ascii_isalnum(c) || static_cast<unsigned char>(c) >= 0x80; }

bool IsNumber(absl::string_view part) {
  return std::all_of(part.begin(), part.end(), absl::ascii_isdigit);
}

}  // namespace

std::string CleanText(absl::string_view text) {
  // Nobody can send what is no UTF-8, but should it come, what can be read of it is.
  const bool readable = IsUtf8(text);
  std::string clean = absl::StrReplaceAll(readable ? ToNfc(text) : std::string(text),
                                          {{"\u00ad", ""}, {"\u2010", "-"}, {"\u2011", "-"}});
  for (char& c : clean) {
    if (absl::ascii_iscntrl(c) || (!readable && !absl::ascii_isascii(c))) c = ' ';
  }
  return clean;
}

std::vector<std::string> WordsOf(absl::string_view clean) {
  Xapian::Document document;
  Xapian::TermGenerator generator;
  generator.set_document(document);
  generator.set_stemming_strategy(Xapian::TermGenerator::STEM_NONE);
  generator.set_max_word_length(kSearchWordBytesMax);
  generator.index_text(std::string(clean));
  std::map<Xapian::termpos, std::string> words;
  for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
    for (auto at = term.positionlist_begin(); at != term.positionlist_end(); ++at) {
      words.emplace(*at, *term);
    }
  }
  std::vector<std::string> in_order;
  in_order.reserve(words.size());
  for (auto& [at, word] : words) in_order.push_back(std::move(word));
  return in_order;
}

std::vector<std::string> JoinedWordsOf(absl::string_view clean) {
  std::vector<std::string> joined;
  for (size_t hyphen = clean.find('-');
       hyphen != absl::string_view::npos && joined.size() < kSearchJoinedWordsMax;
       hyphen = clean.find('-', hyphen + 1)) {
    size_t begin = hyphen;
    while (begin > 0 && IsWordByte(clean[begin - 1])) --begin;
    size_t end = hyphen;
    while (end < clean.size() && (IsWordByte(clean[end]) || clean[end] == '-')) ++end;
    const absl::string_view word = clean.substr(begin, end - begin);
    hyphen = end - 1;  // The hyphens after the first belong to the same word.
    if (word.size() > kSearchWordBytesMax) continue;
    const std::vector<absl::string_view> parts = absl::StrSplit(word, '-');
    // `mat- och` is half a word, and 2019-05-14 is none.
    if (std::any_of(parts.begin(), parts.end(), IsNumber)) continue;
    // What else stands close to it, such as an ellipsis, is no part of it.
    std::vector<std::string> words = WordsOf(absl::StrJoin(parts, ""));
    if (words.size() == 1) joined.push_back(std::move(words[0]));
  }
  return joined;
}

std::string StemOf(const std::string& word) { return Xapian::Stem("swedish")(word); }

const std::vector<std::string>& SynonymsOf(const std::string& stem) {
  static const auto& synonyms = *[] {
    auto* map = new absl::flat_hash_map<std::string, std::vector<std::string>>;
    for (const auto& group : kSynonyms) {
      for (const absl::string_view word : group) {
        for (const absl::string_view other : group) {
          if (word.empty() || other.empty() || word == other) continue;
          (*map)[StemOf(std::string(word))].push_back(StemOf(std::string(other)));
        }
      }
    }
    return map;
  }();
  static const auto& none = *new std::vector<std::string>;
  const auto found = synonyms.find(stem);
  return found == synonyms.end() ? none : found->second;
}

bool IsStopWord(absl::string_view word) {
  static const auto& words =
      *new absl::flat_hash_set<absl::string_view>(std::begin(kStopWords), std::end(kStopWords));
  return words.contains(word);
}

}  // namespace samverk::storage

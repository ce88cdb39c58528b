// Whatever is indexed and whatever is typed:
//
//   - a question is answered, or refused because it has no word or too many; nothing else happens;
//   - hits are resources that were put there, each once, at most as many as asked for, and pages
//     put together are the whole;
//   - snippets are valid UTF-8 with places inside them, in order and apart from each other;
//   - a resource is found by each of its words, and no longer once it was removed.

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/refusal.h"
#include "base/text.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "rapidcheck/gtest.h"
#include "storage/search/limits.h"
#include "storage/search/search_index.h"
#include "storage/search/search_reasons.h"
#include "storage/search/search_words.h"
#include "storage/search/testing/search_directory.h"

namespace samverk::storage {
namespace {

// Pieces that mean something to somebody: words, signs, halves of characters, entities.
rc::Gen<std::string> APiece() {
  return rc::gen::oneOf(
      rc::gen::element<std::string>(
          "drivmedel", "Drivmedel", "drivm", "serviceort", "på", "i", "och", "glesbygd", "\"", "-",
          "*", "+", "(", ")", "AND", "OR", "NOT", "NEAR", "title:", "Z", "R", "Kworkshops", "..",
          "2019-05-14", "2000:284", "e-handel", "å", "a\u030a", "\u00ad", "\u2011", "\u200d"),
      rc::gen::element<std::string>("\xc3", "\xff", "\xf0\x9f", "😀", "&amp;", "<b>", "\x02", "\x03",
                                    "\n", "\t", "…", "ﬁ", "İ", "ß", "中文", "עברית",
                                    std::string("\0", 1)),
      rc::gen::arbitrary<std::string>());
}

rc::Gen<std::string> AText() {
  return rc::gen::apply([](const std::vector<std::string>& pieces,
                           bool apart) { return absl::StrJoin(pieces, apart ? " " : ""); },
                        rc::gen::container<std::vector<std::string>>(APiece()),
                        rc::gen::arbitrary<bool>());
}

// Texts that become resources 0, 1, 2 …, the first one its title.
std::vector<SearchDocument> Documents() {
  std::vector<SearchDocument> documents(*rc::gen::inRange<size_t>(1, 5));
  for (SearchDocument& document : documents) {
    document.title = *AText();
    document.owner = "organisations/2421";
    document.first_year = document.last_year = *rc::gen::inRange(2016, 2020);
    for (int part = *rc::gen::inRange(0, 3); part > 0; --part) {
      document.Add(absl::StrCat("notes/", part), *AText(), *AText());
    }
  }
  return documents;
}

class SearchPropertyTest : public ::testing::Test {
 protected:
  void Put(const std::vector<SearchDocument>& documents) {
    for (size_t i = 0; i < documents.size(); ++i) {
      RC_ASSERT(directory_.index().Replace(absl::StrCat("workshops/", i), &documents[i]).ok());
    }
    RC_ASSERT(directory_.index().Commit({Position(1), true}).ok());
  }

  static void CheckSnippet(const SearchSnippet& snippet) {
    RC_ASSERT(IsUtf8(snippet.text));
    size_t last = 0;
    for (const TextRange& range : snippet.found) {
      RC_ASSERT(range.begin >= last);
      RC_ASSERT(range.end > range.begin);
      last = range.end;
    }
    RC_ASSERT(last <= CountCodePoints(snippet.text));
  }

  SearchDirectory directory_;
};

RC_GTEST_FIXTURE_PROP(SearchPropertyTest, AnyQuestionIsAnsweredOrRefusedForAReason, ()) {
  const std::vector<SearchDocument> documents = Documents();
  Put(documents);
  SearchQuestion question{*AText()};
  question.hits_max = *rc::gen::inRange<size_t>(1, 4);
  std::vector<std::string> paged;
  std::vector<std::string> whole;
  for (;;) {
    const auto answer = directory_.index().Search(question);
    if (!answer.ok()) {
      const std::string reason = ReasonOf(answer.status());
      RC_ASSERT(reason == kSearchWithoutWords.id || reason == kSearchTooManyWords.id);
      return;
    }
    RC_ASSERT(answer->hits.size() <= question.hits_max);
    for (const SearchHit& hit : answer->hits) {
      paged.push_back(hit.name);
      CheckSnippet(hit.snippet);
    }
    if (answer->hits.empty()) break;
    question.first += answer->hits.size();
    question.any_word = answer->any_word;
  }
  question.first = 0;
  question.hits_max = documents.size() + 1;
  const auto all = directory_.index().Search(question);
  RC_ASSERT(all.ok());
  for (const SearchHit& hit : all->hits) whole.push_back(hit.name);
  RC_ASSERT(paged == whole);
  RC_ASSERT(std::set<std::string>(whole.begin(), whole.end()).size() == whole.size());
}

RC_GTEST_FIXTURE_PROP(SearchPropertyTest, EveryWordOfAResourceFindsItUntilItIsRemoved, ()) {
  const std::vector<SearchDocument> documents = Documents();
  Put(documents);
  const size_t which = *rc::gen::inRange<size_t>(0, documents.size());
  const std::string name = absl::StrCat("workshops/", which);
  std::vector<std::string> words = WordsOf(CleanText(documents[which].title));
  for (const SearchPart& part : documents[which].parts) {
    const std::vector<std::string> more = WordsOf(CleanText(part.text));
    words.insert(words.end(), more.begin(), more.end());
  }
  const auto finds = [&](const std::string& word) {
    const auto answer = directory_.index().Search({word});
    RC_ASSERT(answer.ok());
    for (const SearchHit& hit : answer->hits) {
      if (hit.name == name) return true;
    }
    return false;
  };
  for (const std::string& word : words) RC_ASSERT(finds(word));
  RC_ASSERT(directory_.index().Replace(name, nullptr).ok());
  RC_ASSERT(directory_.index().Commit({Position(2), true}).ok());
  for (const std::string& word : words) RC_ASSERT(!finds(word));
}

}  // namespace
}  // namespace samverk::storage

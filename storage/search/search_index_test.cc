// What is found, and how it is shown.

#include "storage/search/search_index.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "base/text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/search/limits.h"
#include "storage/search/search_reasons.h"
#include "storage/search/testing/search_directory.h"

namespace samverk::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class SearchIndexTest : public ::testing::Test {
 protected:
  // Puts a resource with one text there, and commits it.
  void Put(const std::string& name, const std::string& title, const std::string& text = "",
           int year = 2019, const std::string& owner = "organisations/2421") {
    SearchDocument document{title, owner, year, year};
    ASSERT_TRUE(document.Add("", "", text));
    Put(name, document);
  }
  void Put(const std::string& name, const SearchDocument& document) {
    ASSERT_OK(directory_.index().Replace(name, &document));
    Commit();
  }
  void Commit() { ASSERT_OK(directory_.index().Commit({position_ = position_ + 1, true})); }

  absl::StatusOr<SearchAnswer> Search(const SearchQuestion& question) {
    return directory_.index().Search(question);
  }
  // The names of what is found, the best first; the error if there is one.
  std::vector<std::string> Find(const std::string& words) { return FindBy({words}); }
  std::vector<std::string> FindBy(const SearchQuestion& question) {
    const auto answer = Search(question);
    if (!answer.ok()) return {answer.status().ToString()};
    std::vector<std::string> names;
    for (const SearchHit& hit : answer->hits) names.push_back(hit.name);
    return names;
  }
  // The snippet of the only hit, with the words that were found in brackets.
  std::string Snippet(const std::string& words) {
    const auto answer = Search({words});
    if (!answer.ok() || answer->hits.size() != 1) return "not one hit";
    return Marked(answer->hits[0].snippet);
  }
  static std::string Marked(const SearchSnippet& snippet) {
    std::string marked;
    size_t chars = 0;
    size_t next = 0;
    for (const char c : snippet.text) {
      if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) {
        if (next < snippet.found.size() && snippet.found[next].end == chars) {
          marked += "]";
          ++next;
        }
        if (next < snippet.found.size() && snippet.found[next].begin == chars) marked += "[";
        ++chars;
      }
      marked += c;
    }
    if (next < snippet.found.size()) marked += "]";
    return marked;
  }

  SearchDirectory directory_;
  Position position_;
};

// ---- Words ----

TEST_F(SearchIndexTest, InflectionsAreFoundByEachOther) {
  Put("workshops/1", "Bygdens egna butiker");

  for (const char* words : {"butik", "butiken", "butikernas", "BUTIK", "Butiker"}) {
    EXPECT_THAT(Find(words), ElementsAre("workshops/1")) << words;
  }
  EXPECT_THAT(Find("but"), ElementsAre("workshops/1"));
  EXPECT_THAT(Find("apotek"), IsEmpty());
}

TEST_F(SearchIndexTest, AringAndUmlautsAreNeitherANorO) {
  Put("workshops/1", "Malå");
  Put("workshops/2", "Mala");
  Put("workshops/3", "Söka");
  Put("workshops/4", "Soka");

  EXPECT_THAT(Find("malå"), ElementsAre("workshops/1"));
  EXPECT_THAT(Find("mala"), ElementsAre("workshops/2"));
  EXPECT_THAT(Find("SÖKA"), ElementsAre("workshops/3"));
  EXPECT_THAT(Find("soka"), ElementsAre("workshops/4"));
}

TEST_F(SearchIndexTest, WhatIsTypedDecomposedIsFound) {
  Put("workshops/1", "A\u030asele");

  EXPECT_THAT(Find("åsele"), ElementsAre("workshops/1"));
  EXPECT_THAT(Find("a\u030asele"), ElementsAre("workshops/1"));
  EXPECT_THAT(Find("asele"), IsEmpty());
}

TEST_F(SearchIndexTest, TheBeginningOfAWordFindsIt) {
  Put("workshops/1", "Drivmedel");
  Put("workshops/2", "Drivmedelsstationer");
  Put("workshops/3", "Drift");

  EXPECT_THAT(Find("drivm"), UnorderedElementsAre("workshops/1", "workshops/2"));
  EXPECT_THAT(Find("drivmedel"),
              ElementsAre("workshops/1", "workshops/2"));  // The word itself first.
  EXPECT_THAT(Find("drivmedelsst"), ElementsAre("workshops/2"));
  EXPECT_THAT(Find("dr"), IsEmpty());  // Too short to say anything.
}

TEST_F(SearchIndexTest, ABeginningStandsForNoMoreThanSoManyWords) {
  SearchDocument document{"Ord", "organisations/2421", 0, 0};
  std::string text;
  for (uint32_t i = 0; i < 3 * kSearchExpansionMax; ++i) absl::StrAppend(&text, "ordet", i, " ");
  ASSERT_TRUE(document.Add("", "", text));
  Put("workshops/1", document);

  EXPECT_THAT(Find("ordet"), ElementsAre("workshops/1"));
}

TEST_F(SearchIndexTest, AnotherWordForTheSameIsFoundAfterTheWordItself) {
  Put("workshops/1", "Service på landsbygden", "", 2020);
  Put("workshops/2", "Service i glesbygden", "", 2019);
  Put("workshops/3", "Drivmedelsstationer");

  EXPECT_THAT(Find("service glesbygd"), ElementsAre("workshops/2", "workshops/1"));
  EXPECT_THAT(Find("mackar"), ElementsAre("workshops/3"));
  EXPECT_THAT(Find("\"mackar\""), IsEmpty());
  EXPECT_THAT(Find("service -landsbygd"), ElementsAre("workshops/2"));
}

TEST_F(SearchIndexTest, EveryWordMustBeThereInTitleOrText) {
  Put("workshops/1", "Drivmedel", "Macken i Storuman");
  Put("workshops/2", "Drivmedel", "Macken i Sorsele");

  EXPECT_THAT(Find("drivmedel storuman"), ElementsAre("workshops/1"));
  EXPECT_THAT(Find("storuman macken drivmedel"), ElementsAre("workshops/1"));
}

TEST_F(SearchIndexTest, EveryWordMayBeInAnotherPart) {
  SearchDocument document{"Serviceplan för Vilhelmina", "organisations/2462", 2018, 2020};
  ASSERT_TRUE(document.Add("sections/1", "Syfte", "Alla ska nå dagligvaror."));
  ASSERT_TRUE(document.Add("sections/2", "Orter", "Saxnäs är serviceort."));
  Put("plans/1", document);

  const auto answer = Search({"serviceort vilhelmina dagligvaror"});
  ASSERT_OK(answer);
  ASSERT_THAT(answer->hits, SizeIs(1));
  EXPECT_FALSE(answer->any_word);
}

TEST_F(SearchIndexTest, WhereNothingHasAllWordsThatIsSaidAndSomeAreEnough) {
  Put("workshops/1", "Drivmedel");
  Put("workshops/2", "Apotek", "Läkemedel i glesbygd");

  ASSERT_OK_AND_ASSIGN(const SearchAnswer some, Search({"drivmedel glesbygd"}));
  EXPECT_TRUE(some.any_word);
  EXPECT_EQ(some.hit_count, 2);
  ASSERT_OK_AND_ASSIGN(const SearchAnswer none, Search({"tåg flyg"}));
  EXPECT_FALSE(none.any_word);
  EXPECT_THAT(none.hits, IsEmpty());
}

TEST_F(SearchIndexTest, WhatNearlyEveryTextHasIsPassedOver) {
  Put("workshops/1", "Drivmedel på landsbygden");

  EXPECT_THAT(Find("drivmedel i landsbygd"), ElementsAre("workshops/1"));
  EXPECT_FALSE(Search({"drivmedel i landsbygd"})->any_word);
  EXPECT_THAT(Find("på"), ElementsAre("workshops/1"));  // Unless nothing else is asked for.
  EXPECT_THAT(Find("i"), IsEmpty());
}

TEST_F(SearchIndexTest, WordsInQuotesStandAfterEachOtherAsTheyAre) {
  Put("workshops/1", "Service på landsbygden");
  Put("workshops/2", "På landsbygden är service bra");

  EXPECT_THAT(Find("\"service på landsbygden\""), ElementsAre("workshops/1"));
  EXPECT_THAT(Find("“service på landsbygden”"), ElementsAre("workshops/1"));
  EXPECT_THAT(Find("\"på landsbygden"), UnorderedElementsAre("workshops/1", "workshops/2"));
  EXPECT_THAT(Find("\"landsbygd\""), IsEmpty());
}

TEST_F(SearchIndexTest, WhereNothingHasThePhraseWhatNearlyEveryTextHasIsNotEnough) {
  Put("workshops/1", "Vägen på berget");
  Put("workshops/2", "Nätet");
  Put("workshops/3", "I dag");

  EXPECT_THAT(Find("\"på nätet\""), ElementsAre("workshops/2"));
  EXPECT_THAT(Find("\"i på\" nätet"), ElementsAre("workshops/2"));
  EXPECT_THAT(Find("\"i på\""), UnorderedElementsAre("workshops/1", "workshops/3"));
}

TEST_F(SearchIndexTest, NoPhraseSpansTwoParts) {
  SearchDocument document{"Plan", "organisations/2421", 0, 0};
  ASSERT_TRUE(document.Add("sections/1", "", "en serviceort"));
  ASSERT_TRUE(document.Add("sections/2", "", "Tärnaby ligger högt"));
  Put("plans/1", document);

  EXPECT_FALSE(Search({"\"serviceort en\""})->hits.empty());  // Each word by itself.
  EXPECT_TRUE(Search({"\"serviceort tärnaby\""})->any_word);
  EXPECT_FALSE(Search({"\"en serviceort\""})->any_word);
}

TEST_F(SearchIndexTest, AWordAfterAMinusSignIsNotWanted) {
  Put("workshops/1", "Digitala butiker");
  Put("workshops/2", "Bygdens butiker");

  EXPECT_THAT(Find("butiker -digital"), ElementsAre("workshops/2"));
  EXPECT_THAT(Find("butiker -\"bygdens butiker\""), ElementsAre("workshops/1"));
  EXPECT_THAT(Find("butiker - digitala"), ElementsAre("workshops/1"));  // Only a dash.
}

TEST_F(SearchIndexTest, HyphensMayBeThereOrNot) {
  Put("workshops/1", "E-handel");
  Put("workshops/2", "Ehandel");
  Put("workshops/3", "e handel");

  for (const char* words : {"e-handel", "E\u2011HANDEL"}) {
    EXPECT_THAT(Find(words), UnorderedElementsAre("workshops/1", "workshops/2", "workshops/3"));
  }
  EXPECT_THAT(Find("ehandel"), UnorderedElementsAre("workshops/1", "workshops/2"));
}

TEST_F(SearchIndexTest, ReferencesAreFoundAsTheyAreWritten) {
  Put("plans/1", "Serviceplan", "KF 2019-06-11 § 67, KS 2014/236, förordning (2000:284)");

  for (const char* words : {"2000:284", "KS 2014/236", "2019-06-11", "§67", "\"KF 2019\""}) {
    EXPECT_THAT(Find(words), ElementsAre("plans/1")) << words;
  }
  EXPECT_TRUE(Search({"284:2000"})->any_word);
}

// ---- Refusals ----

TEST_F(SearchIndexTest, AQuestionWithoutWordsIsRefused) {
  for (const std::string& words :
       {std::string(""), std::string(" "), std::string("?!"), std::string("\""), std::string("-"),
        std::string("-drivmedel"), std::string(kSearchWordBytesMax + 1, 'a'),
        std::string("\0", 1)}) {
    EXPECT_THAT(Search({words}), IsRefused(kSearchWithoutWords)) << words;
  }
}

TEST_F(SearchIndexTest, AQuestionHasNoMoreThanSoManyWords) {
  std::string words;
  for (size_t i = 0; i < kSearchWordsMax - 1; ++i) words += "ord ";

  EXPECT_OK(Search({words + "-x"}));
  EXPECT_THAT(Search({words + "-x y"}), IsRefused(kSearchTooManyWords));
  EXPECT_THAT(Search({words + "\"x y\""}), IsRefused(kSearchTooManyWords));
}

// ---- Filters, order and pages ----

TEST_F(SearchIndexTest, FiltersLeaveOutWhatIsNotAskedFor) {
  Put("workshops/1", "Drivmedel", "", 2018, "organisations/2421");
  Put("workshops/2", "Drivmedel", "", 2019, "organisations/2422");
  Put("plans/1", "Drivmedel", "", 2019, "organisations/2421");

  EXPECT_THAT(FindBy({"drivmedel", {"plans"}}), ElementsAre("plans/1"));
  EXPECT_THAT(FindBy({"drivmedel", {"plans", "exchanges", "workshops"}}), SizeIs(3));
  EXPECT_THAT(FindBy({"drivmedel", {}, "organisations/2421"}),
              UnorderedElementsAre("workshops/1", "plans/1"));
  EXPECT_THAT(FindBy({"drivmedel", {}, "organisations/242"}), IsEmpty());
  EXPECT_THAT(FindBy({"drivmedel", {}, "", 2019}), UnorderedElementsAre("workshops/2", "plans/1"));
  EXPECT_THAT(FindBy({"drivmedel", {"workshops"}, "organisations/2422", 2018}), IsEmpty());
}

TEST_F(SearchIndexTest, AYearIsOneOfTheYearsThatAResourceIsAbout) {
  SearchDocument plan{"Serviceplan", "organisations/2421", 2019, 2022};
  Put("plans/1", plan);
  plan.first_year = plan.last_year = 0;
  Put("plans/2", plan);

  for (const int year : {2019, 2020, 2022}) {
    EXPECT_THAT(FindBy({"serviceplan", {}, "", year}), ElementsAre("plans/1")) << year;
  }
  for (const int year : {2018, 2023, 1}) {
    EXPECT_THAT(FindBy({"serviceplan", {}, "", year}), IsEmpty()) << year;
  }
  EXPECT_THAT(Find("serviceplan"), ElementsAre("plans/1", "plans/2"));
}

TEST_F(SearchIndexTest, AWordInTheTitleCountsMoreThanOneInTheText) {
  Put("workshops/1", "Betaltjänster", "Om drivmedel och drivmedel.");
  Put("workshops/2", "Drivmedel", "Om betaltjänster.");

  EXPECT_THAT(Find("drivmedel"), ElementsAre("workshops/2", "workshops/1"));
  EXPECT_THAT(Find("betaltjänster"), ElementsAre("workshops/1", "workshops/2"));
}

TEST_F(SearchIndexTest, OfWhatAnswersAsWellTheNewestIsFirst) {
  Put("workshops/1", "Drivmedel", "", 2017);
  Put("workshops/2", "Drivmedel", "", 2019);
  Put("workshops/3", "Drivmedel", "", 2018);

  EXPECT_THAT(Find("drivmedel"), ElementsAre("workshops/2", "workshops/3", "workshops/1"));
}

TEST_F(SearchIndexTest, PagesShowEverythingOnce) {
  for (int i = 0; i < 7; ++i) Put(absl::StrCat("workshops/", i), "Drivmedel", "", 2010 + i);

  std::vector<std::string> names;
  for (size_t first = 0; first < 9; first += 3) {
    const auto answer = Search({"drivmedel", {}, "", 0, first, 3});
    ASSERT_OK(answer);
    EXPECT_EQ(answer->hit_count, 7) << first;
    for (const SearchHit& hit : answer->hits) names.push_back(hit.name);
  }
  EXPECT_EQ(names, Find("drivmedel"));
}

TEST_F(SearchIndexTest, PagesEndWhereTheyBecomeTooDeep) {
  Put("workshops/1", "Drivmedel");

  EXPECT_THAT(FindBy({"drivmedel", {}, "", 0, kSearchHitsMax, 1}), IsEmpty());
  EXPECT_THAT(FindBy({"drivmedel", {}, "", 0, SIZE_MAX, SIZE_MAX}), IsEmpty());
}

// ---- What is shown ----

TEST_F(SearchIndexTest, AHitShowsThePartThatAnswersBest) {
  SearchDocument plan{"Serviceplan", "organisations/2421", 2019, 2022};
  ASSERT_TRUE(plan.Add("sections/a", "Syfte", "Alla ska nå dagligvaror."));
  ASSERT_TRUE(plan.Add("measures/b", "Byt cistern vid macken", "Ägaren söker stöd."));
  Put("plans/1", plan);

  ASSERT_OK_AND_ASSIGN(const SearchAnswer answer, Search({"cisterner stöd"}));
  ASSERT_THAT(answer.hits, SizeIs(1));
  const SearchHit& hit = answer.hits[0];
  EXPECT_EQ(hit.title, "Serviceplan");
  EXPECT_EQ(hit.owner, "organisations/2421");
  EXPECT_EQ(hit.first_year, 2019);
  EXPECT_EQ(hit.last_year, 2022);
  EXPECT_EQ(hit.path, "measures/b");
  EXPECT_EQ(hit.heading, "Byt cistern vid macken");
  EXPECT_EQ(Marked(hit.snippet), "Ägaren söker [stöd].");
}

TEST_F(SearchIndexTest, AHitInTheTitleShowsHowTheTextBegins) {
  SearchDocument plan{"Serviceplan", "organisations/2421", 0, 0};
  ASSERT_TRUE(plan.Add("", "", "Alla ska nå dagligvaror."));
  ASSERT_TRUE(plan.Add("sections/b", "Annat", "Mer."));
  Put("plans/1", plan);

  EXPECT_EQ(Snippet("serviceplan"), "Alla ska nå dagligvaror.");
}

TEST_F(SearchIndexTest, ALongTextThatHasNoneOfTheWordsIsShownFromItsBeginning) {
  std::string words;
  for (int i = 0; i < 100; ++i) words += "ååå ";
  Put("plans/1", "Serviceplan", words);
  const std::string snippet = Snippet("serviceplan");
  EXPECT_THAT(snippet, ::testing::StartsWith("ååå ååå"));
  EXPECT_THAT(snippet, ::testing::EndsWith("ååå…"));
  EXPECT_LE(snippet.size(), kSearchSnippetBytes + 3);

  std::string word;
  for (size_t i = 0; i < kSearchSnippetBytes; ++i) word += "å";
  for (const std::string& text : {word, "x" + word}) {
    Put("plans/1", "Serviceplan", text);
    EXPECT_TRUE(IsUtf8(Snippet("serviceplan"))) << text;
  }
}

TEST_F(SearchIndexTest, AHitWithoutTextHasNoSnippet) {
  Put("plans/1", "Serviceplan");

  EXPECT_EQ(Snippet("serviceplan"), "");
}

TEST_F(SearchIndexTest, SnippetsAreTextWithPlacesInCharacters) {
  Put("workshops/1", "Träff", "Så här <b>går</b> & stöd ges åt hemsändning\nav dagligvaror.");

  EXPECT_EQ(Snippet("stöd dagligvara"),
            "Så här <b>går</b> & [stöd] ges åt hemsändning av [dagligvaror].");
}

TEST_F(SearchIndexTest, LongTextsAreCutAroundWhatWasFound) {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "Ååå äää ööö. ";
  Put("workshops/1", "Träff", text + "Macken vid vägen. " + text);

  ASSERT_OK_AND_ASSIGN(const SearchAnswer answer, Search({"macken"}));
  const SearchSnippet& snippet = answer.hits[0].snippet;
  EXPECT_THAT(Marked(snippet), HasSubstr("[Macken]"));
  EXPECT_THAT(snippet.text, ::testing::StartsWith("…"));
  EXPECT_THAT(snippet.text, ::testing::EndsWith("…"));
  EXPECT_LE(snippet.text.size(), 2 * kSearchSnippetBytes);
  EXPECT_TRUE(IsUtf8(snippet.text));
}

TEST_F(SearchIndexTest, OfAVeryLongTextOnlyTheBeginningIsLookedAtForASnippet) {
  std::string text;
  while (text.size() < kSearchSnippetTextBytesMax - 100) text += "ååå ";
  Put("workshops/1", "Träff", text + "Macken.");
  EXPECT_THAT(Snippet("macken"), HasSubstr("[Macken]"));

  while (text.size() <= kSearchSnippetTextBytesMax) text += "ååå ";
  Put("workshops/1", "Träff", text + "Macken.");
  EXPECT_THAT(Snippet("macken"), ::testing::StartsWith("ååå ååå"));
}

// ---- Changes ----

TEST_F(SearchIndexTest, WhatIsReplacedIsNoLongerFound) {
  Put("workshops/1", "Drivmedel", "Macken");
  Put("workshops/2", "Drivmedel", "Macken");
  Put("workshops/1", "Apotek", "Ombud");

  EXPECT_THAT(Find("macken"), ElementsAre("workshops/2"));
  EXPECT_THAT(Find("ombud"), ElementsAre("workshops/1"));
}

TEST_F(SearchIndexTest, WhatIsRemovedIsNoLongerFound) {
  Put("workshops/1", "Drivmedel");
  ASSERT_OK(directory_.index().Replace("workshops/1", nullptr));
  ASSERT_OK(directory_.index().Replace("workshops/unknown", nullptr));
  Commit();

  EXPECT_THAT(Find("drivmedel"), IsEmpty());
}

TEST_F(SearchIndexTest, NothingIsSeenBeforeItIsCommitted) {
  const SearchDocument document{"Drivmedel", "organisations/2421", 0, 0};
  ASSERT_OK(directory_.index().Replace("workshops/1", &document));

  EXPECT_EQ(directory_.index().pending(), 2);  // Removing counts too.
  EXPECT_THAT(Find("drivmedel"), IsEmpty());
  Commit();
  EXPECT_EQ(directory_.index().pending(), 0);
  ASSERT_OK_AND_ASSIGN(const SearchAnswer answer, Search({"drivmedel"}));
  EXPECT_THAT(answer.hits, SizeIs(1));
  EXPECT_EQ(answer.as_of, position_);
}

TEST(SearchDocumentTest, TakesNoMoreThanFits) {
  SearchDocument parts;
  for (size_t i = 0; i < kSearchPartsMax; ++i) ASSERT_TRUE(parts.Add("", "", "x"));
  EXPECT_FALSE(parts.Add("", "", "x"));
  EXPECT_TRUE(parts.Add("", "", ""));  // Nothing needs no room.
  SearchDocument bytes;
  EXPECT_TRUE(bytes.Add("", "", std::string(kSearchTextBytesMax, 'x')));
  EXPECT_FALSE(bytes.Add("", "", "x"));
}

}  // namespace
}  // namespace samverk::storage

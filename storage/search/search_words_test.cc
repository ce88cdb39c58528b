#include "storage/search/search_words.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/search/limits.h"

namespace samverk::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CleanTextTest, IsInFormCWhateverWasTyped) {
  EXPECT_EQ(CleanText("a\u030a a\u0308 o\u0308 A\u030a"), "å ä ö Å");
  EXPECT_EQ(CleanText("åäö"), "åäö");
}

TEST(CleanTextTest, IsOneLineWithoutControlCharacters) {
  EXPECT_EQ(CleanText("ett\ntvå\ttre\x02"), "ett två tre ");
}

TEST(CleanTextTest, HasOneKindOfHyphenAndNoneThatMayNotShow) {
  EXPECT_EQ(CleanText("drivme\u00addel e\u2011handel e\u2010post"), "drivmedel e-handel e-post");
}

TEST(CleanTextTest, KeepsWhatCanBeReadOfWhatIsNoUtf8) { EXPECT_EQ(CleanText("a\xff z"), "a  z"); }

TEST(WordsOfTest, AreInSmallLettersAndInOrder) {
  EXPECT_THAT(WordsOf("Åsele kommun, ÖSTRA delen: kommun!"),
              ElementsAre("åsele", "kommun", "östra", "delen", "kommun"));
}

TEST(WordsOfTest, AringAndUmlautsAreLettersOfTheirOwn) {
  EXPECT_THAT(WordsOf("Mala Malå mål mal"), ElementsAre("mala", "malå", "mål", "mal"));
}

TEST(WordsOfTest, ReferencesAreTakenApartAtTheirSigns) {
  EXPECT_THAT(WordsOf("KS 2014/236 §67 (2000:284)"),
              ElementsAre("ks", "2014", "236", "67", "2000", "284"));
}

TEST(WordsOfTest, LeavesOutWhatIsTooLong) {
  EXPECT_THAT(WordsOf(std::string(kSearchWordBytesMax, 'a') + " b"),
              ElementsAre(std::string(kSearchWordBytesMax, 'a'), "b"));
  EXPECT_THAT(WordsOf(std::string(kSearchWordBytesMax + 1, 'a') + " b"), ElementsAre("b"));
}

TEST(WordsOfTest, OfNothingAreNone) {
  EXPECT_THAT(WordsOf(""), IsEmpty());
  EXPECT_THAT(WordsOf("… – !?"), IsEmpty());
}

TEST(JoinedWordsOfTest, AreWordsWithHyphensWrittenWithout) {
  EXPECT_THAT(JoinedWordsOf("E-handel, A-traktor och steg-för-steg…"),
              ElementsAre("ehandel", "atraktor", "stegförsteg"));
}

TEST(JoinedWordsOfTest, HalfWordsDaysAndDashesAreNone) {
  EXPECT_THAT(JoinedWordsOf("mat- och hem-, 2019-05-14, ett - två, -ord, --"), IsEmpty());
}

TEST(JoinedWordsOfTest, AreNoMoreThanSoMany) {
  std::string text;
  for (size_t i = 0; i <= kSearchJoinedWordsMax; ++i) text += "e-handel ";
  EXPECT_EQ(JoinedWordsOf(text).size(), kSearchJoinedWordsMax);
}

TEST(StemOfTest, IsWhatInflectionsHaveInCommon) {
  for (const char* word : {"butik", "butiken", "butiker", "butikerna", "butikernas"}) {
    EXPECT_EQ(StemOf(word), "butik") << word;
  }
  EXPECT_EQ(StemOf("hemsändningar"), StemOf("hemsändning"));
  EXPECT_NE(StemOf("malå"), StemOf("mala"));
}

TEST(SynonymsOfTest, AreWordsForTheSame) {
  EXPECT_THAT(SynonymsOf(StemOf("glesbygden")), ElementsAre(StemOf("landsbygd")));
  EXPECT_THAT(SynonymsOf(StemOf("mackar")), ::testing::Contains(StemOf("drivmedelsstationer")));
  EXPECT_THAT(SynonymsOf("serviceort"), IsEmpty());
  EXPECT_THAT(SynonymsOf(""), IsEmpty());
}

TEST(IsStopWordTest, KnowsWhatNearlyEveryTextHas) {
  EXPECT_TRUE(IsStopWord("och"));
  EXPECT_TRUE(IsStopWord("är"));
  EXPECT_FALSE(IsStopWord("ar"));
  EXPECT_FALSE(IsStopWord("drivmedel"));
  EXPECT_FALSE(IsStopWord(""));
}

}  // namespace
}  // namespace samverk::storage

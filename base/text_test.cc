#include "base/text.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

using ::testing::ElementsAreArray;

// Written as bytes, for editors normalize.
const char kComposedA[] = "\xc3\xa5";     // U+00E5, å.
const char kDecomposedA[] = "a\xcc\x8a";  // a, U+030A COMBINING RING ABOVE.

std::vector<std::string> SortedInSwedish(std::vector<std::string> words) {
  std::stable_sort(words.begin(), words.end(), [](const std::string& a, const std::string& b) {
    return SwedishSortKey(a) < SwedishSortKey(b);
  });
  return words;
}

TEST(TextTest, IsUtf8TakesEveryLengthOfSequenceAtItsEnds) {
  for (const char* text :
       {"", "a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
        "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "räksmörgås", "日本"}) {
    EXPECT_TRUE(IsUtf8(text)) << absl::CHexEscape(text);
  }
  EXPECT_TRUE(IsUtf8(absl::string_view("a\0b", 3)));
}

TEST(TextTest, IsUtf8RefusesOverlongForms) {
  for (const char* text : {"\xc0\x80", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf",
                           "\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf"}) {
    EXPECT_FALSE(IsUtf8(text)) << absl::CHexEscape(text);
  }
}

TEST(TextTest, IsUtf8RefusesSurrogatesAlsoInPairs) {
  for (const char* text : {"\xed\xa0\x80", "\xed\xbf\xbf", "\xed\xa0\xbd\xed\xb8\x80"}) {
    EXPECT_FALSE(IsUtf8(text)) << absl::CHexEscape(text);
  }
}

TEST(TextTest, IsUtf8RefusesWhatIsPastUnicodeOrBroken) {
  for (const char* text :
       {"\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xff", "\xfe", "\x80", "\xbf", "a\xc3",
        "\xc3(", "\xe2\x82", "\xe2\x82(", "\xf0\x9f\x98", "\xe5"}) {
    EXPECT_FALSE(IsUtf8(text)) << absl::CHexEscape(text);
  }
}

TEST(TextTest, CountCodePointsCountsThemAndNotBytes) {
  EXPECT_EQ(CountCodePoints(""), 0);
  EXPECT_EQ(CountCodePoints("abc"), 3);
  EXPECT_EQ(CountCodePoints(kComposedA), 1);
  EXPECT_EQ(CountCodePoints(kDecomposedA), 2);
  EXPECT_EQ(CountCodePoints("\xf0\x9f\x98\x80"), 1);
}

TEST(TextTest, ComposedIsNfcAndDecomposedIsNot) {
  EXPECT_TRUE(IsNfc(""));
  EXPECT_TRUE(IsNfc("plain"));
  EXPECT_TRUE(IsNfc(kComposedA));
  EXPECT_FALSE(IsNfc(kDecomposedA));
  EXPECT_FALSE(IsNfc(absl::StrCat("Bastug", kDecomposedA, "rd")));
  EXPECT_FALSE(IsNfc("\xe2\x84\xab"));  // U+212B ANGSTROM SIGN is å's capital in NFC.
}

TEST(TextTest, ToNfcMakesEqualTextsEqualBytes) {
  EXPECT_EQ(ToNfc(kDecomposedA), kComposedA);
  EXPECT_EQ(ToNfc(kComposedA), kComposedA);
  EXPECT_EQ(ToNfc("o\xcc\x88"), "ö");
  EXPECT_EQ(ToNfc("\xe2\x84\xab"), "Å");
  EXPECT_EQ(ToNfc(""), "");
  // Marks in another order are the same text: q, dot below, dot above.
  EXPECT_EQ(ToNfc("q\xcc\x87\xcc\xa3"), "q\xcc\xa3\xcc\x87");
}

TEST(TextTest, ToNfcIsNfc) {
  for (const char* text :
       {"a\xcc\x8a\xcc\x8a", "\xcc\x8a", "e\xcc\x81\xcc\xa7", "\xe1\x84\x80\xe1\x85\xa1"}) {
    EXPECT_TRUE(IsNfc(ToNfc(text))) << absl::CHexEscape(text);
  }
}

TEST(TextTest, ControlCharactersAreC0AndDelAndC1) {
  for (int c = 0; c < 0x20; ++c) {
    const std::string text = absl::StrCat("a", std::string(1, static_cast<char>(c)), "b");
    EXPECT_TRUE(HasControlCharacter(text, /*multiline=*/false)) << c;
    EXPECT_EQ(HasControlCharacter(text, /*multiline=*/true), c != '\n') << c;
  }
  EXPECT_TRUE(HasControlCharacter("\x7f", true));
  for (int c = 0x80; c < 0xa0; ++c) {
    const std::string text = absl::StrCat("\xc2", std::string(1, static_cast<char>(c)));
    EXPECT_TRUE(HasControlCharacter(text, true)) << c;
  }
}

TEST(TextTest, OtherCharactersAreNotControlCharacters) {
  for (const char* text :
       {"", " ", "~", "\xc2\xa0", "räksmörgås", "\xf0\x9f\x98\x80", "\xe2\x80\x8d"}) {
    EXPECT_FALSE(HasControlCharacter(text, false)) << absl::CHexEscape(text);
  }
}

TEST(TextTest, SwedishPutsItsOwnLettersLast) {
  const std::vector<std::string> sorted = {"Ale",        "Borås",  "Mora",   "Umeå",
                                           "Zinkgruvan", "Åmål",   "Årjäng", "Älmhult",
                                           "Ängelholm",  "Öckerö", "Örebro"};
  std::vector<std::string> shuffled(sorted.rbegin(), sorted.rend());

  EXPECT_THAT(SortedInSwedish(shuffled), ElementsAreArray(sorted));
}

TEST(TextTest, TheWholeAlphabetSortsAsInSwedish) {
  const std::vector<std::string> sorted = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j",
                                           "k", "l", "m", "n", "o", "p", "q", "r", "s", "t",
                                           "u", "v", "w", "x", "y", "z", "å", "ä", "ö"};
  std::vector<std::string> shuffled(sorted.rbegin(), sorted.rend());

  EXPECT_THAT(SortedInSwedish(shuffled), ElementsAreArray(sorted));
}

TEST(TextTest, CaseDecidesOnlyBetweenWordsThatAreElseEqual) {
  EXPECT_LT(SwedishSortKey("arvika"), SwedishSortKey("Borås"));
  EXPECT_LT(SwedishSortKey("Arvika"), SwedishSortKey("borås"));
  EXPECT_LT(SwedishSortKey("åmål"), SwedishSortKey("Åmål"));
  EXPECT_LT(SwedishSortKey("Åmål"), SwedishSortKey("åmåls"));
  EXPECT_NE(SwedishSortKey("Åmål"), SwedishSortKey("åmål"));
}

TEST(TextTest, VAndWAreLettersOfTheirOwn) {
  // Since the thirteenth edition of SAOL (2006) W is no longer sorted as V.
  EXPECT_THAT(SortedInSwedish({"Wa", "Vb", "Va", "Wb"}),
              ElementsAreArray({"Va", "Vb", "Wa", "Wb"}));
}

TEST(TextTest, ForeignLettersSortBesideTheirSwedishKin) {
  EXPECT_LT(SwedishSortKey("é"), SwedishSortKey("f"));
  EXPECT_GT(SwedishSortKey("é"), SwedishSortKey("e"));
  EXPECT_GT(SwedishSortKey("ü"), SwedishSortKey("x"));  // As y.
  EXPECT_LT(SwedishSortKey("ü"), SwedishSortKey("z"));
  EXPECT_GT(SwedishSortKey("æ"), SwedishSortKey("å"));  // As ä.
  EXPECT_LT(SwedishSortKey("æ"), SwedishSortKey("ö"));
  EXPECT_GT(SwedishSortKey("ø"), SwedishSortKey("ä"));  // As ö.
}

TEST(TextTest, SortKeysOfComposedAndDecomposedAreTheSame) {
  EXPECT_EQ(SwedishSortKey(kComposedA), SwedishSortKey(kDecomposedA));
  EXPECT_EQ(SwedishSortKey("\xc3\x96rebro"), SwedishSortKey("O\xcc\x88rebro"));
}

TEST(TextTest, SortKeysHoldNoZeroByte) {
  for (const std::string& text : {std::string("Åmål"), std::string("a b-c"), std::string("\0a", 2),
                                  std::string(500, 'x'), std::string("\xf0\x9f\x98\x80")}) {
    EXPECT_EQ(SwedishSortKey(text).find('\0'), std::string::npos) << absl::CHexEscape(text);
  }
  EXPECT_EQ(SwedishSortKey("").find('\0'), std::string::npos);
}

TEST(TextTest, DisplayWidthCountsColumns) {
  EXPECT_EQ(DisplayWidth(""), 0);
  EXPECT_EQ(DisplayWidth("Åmål"), 4);
  EXPECT_EQ(DisplayWidth(absl::StrCat(kDecomposedA, "m")), 2);  // A mark takes none.
  EXPECT_EQ(DisplayWidth("日本"), 4);
  EXPECT_EQ(DisplayWidth("\xe2\x80\x8d"), 0);  // ZERO WIDTH JOINER.
}

}  // namespace
}  // namespace samverk

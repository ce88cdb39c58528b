#include "services/runtime/resource_name.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk::runtime {
namespace {

TEST(ResourceNameTest, APartnershipIsFoundInItsOwnNameAndInThoseOfItsResources) {
  EXPECT_EQ(PartnershipOf("partnerships/vasterbotten"), "vasterbotten");
  EXPECT_EQ(PartnershipOf("partnerships/vasterbotten/workshops/a"), "vasterbotten");
}

TEST(ResourceNameTest, AMalformedNameIsInNoPartnership) {
  EXPECT_EQ(PartnershipOf(""), "");
  EXPECT_EQ(PartnershipOf("partnerships"), "");
  EXPECT_EQ(PartnershipOf("partnerships/"), "");
  EXPECT_EQ(PartnershipOf("workshops/a"), "");
  EXPECT_EQ(PartnershipOf("/partnerships/vasterbotten"), "");
}

TEST(ResourceNameTest, RelativeAndWholeNamesAreEachOthersOpposites) {
  for (const std::string relative : {"partnership", "workshops/a", "organisations/2421"}) {
    EXPECT_EQ(RelativeName(WholeName("vasterbotten", relative)), relative);
  }
  EXPECT_EQ(RelativeName("partnerships/vasterbotten"), kPartnershipStream);
  EXPECT_EQ(RelativeName("partnerships/vasterbotten/workshops/a"), "workshops/a");
  EXPECT_EQ(WholeName("vasterbotten", "partnership"), "partnerships/vasterbotten");
  EXPECT_EQ(WholeName("vasterbotten", "workshops/a"), "partnerships/vasterbotten/workshops/a");
}

TEST(ResourceNameTest, NamesAreMadeOfTheirParts) {
  EXPECT_EQ(PartnershipName("dalarna"), "partnerships/dalarna");
  EXPECT_EQ(ChildName("partnerships/dalarna", "workshops", "a"),
            "partnerships/dalarna/workshops/a");
  EXPECT_EQ(RegisterName("partnerships/dalarna/organisations/2062", "planRegisters"),
            "partnerships/dalarna/planRegisters/2062");
  EXPECT_EQ(CollectionOf("workshops/a"), "workshops");
  EXPECT_EQ(CollectionOf("partnership"), "partnership");
  EXPECT_EQ(IdOf("partnerships/dalarna/workshops/a"), "a");
  EXPECT_EQ(IdOf("a"), "a");
}

TEST(ResourceNameTest, AMunicipalityIsNamedByItsCode) {
  EXPECT_TRUE(IsMunicipality("partnerships/vasterbotten/organisations/2421"));
  for (const char* other : {"region-vasterbotten", "24", "242", "24211", "242a", ""}) {
    EXPECT_FALSE(IsMunicipality(ChildName("partnerships/p", "organisations", other))) << other;
  }
}

TEST(ResourceNameTest, AnIdIsOfLowerCaseLettersDigitsAndHyphens) {
  const std::string pattern = "partnerships/{partnership}/workshops/{workshop}";

  EXPECT_TRUE(MatchesPattern("partnerships/p-1/workshops/0a-b", pattern));
  for (const char* wrong : {"A", "å", "a_b", "a b", "a.b", "", "%41", "a\n"}) {
    EXPECT_FALSE(MatchesPattern(std::string("partnerships/p/workshops/") + wrong, pattern))
        << wrong;
    EXPECT_FALSE(MatchesPattern(std::string("partnerships/") + wrong + "/workshops/w", pattern))
        << wrong;
  }
  EXPECT_FALSE(MatchesPattern(std::string("partnerships/p/workshops/a\0", 27), pattern));
}

TEST(ResourceNameTest, AnIdHasAtMost63Characters) {
  EXPECT_TRUE(MatchesPattern("partnerships/" + std::string(63, 'a'), "partnerships/{partnership}"));
  EXPECT_FALSE(
      MatchesPattern("partnerships/" + std::string(64, 'a'), "partnerships/{partnership}"));
}

TEST(ResourceNameTest, TheNumberOfPartsMustBeTheSame) {
  const std::string pattern = "partnerships/{partnership}/workshops/{workshop}";

  for (const char* wrong :
       {"partnerships/p", "partnerships/p/workshops", "partnerships/p/workshops/w/",
        "/partnerships/p/workshops/w", "partnerships/p/workshops/w/x", "partnerships//workshops/w",
        "partnerships/p/meetings/w", "Partnerships/p/workshops/w", ""}) {
    EXPECT_FALSE(MatchesPattern(wrong, pattern)) << wrong;
  }
  EXPECT_FALSE(MatchesPattern("partnerships/p/", "partnerships/{partnership}"));
  EXPECT_FALSE(MatchesPattern("partnerships/p/workshops/w", "partnerships/{partnership}"));
}

TEST(ResourceNameTest, ACollectionMayBeWrittenInCamelCase) {
  const std::string pattern = "partnerships/{partnership}/{collection}/{resource}";

  EXPECT_TRUE(MatchesPattern("partnerships/p/workshops/w", pattern));
  EXPECT_TRUE(MatchesPattern("partnerships/p/nationalIssues/w", pattern));
  EXPECT_FALSE(MatchesPattern("partnerships/p/national Issues/w", pattern));
  EXPECT_FALSE(MatchesPattern("partnerships/p/ärenden/w", pattern));
  EXPECT_FALSE(MatchesPattern("partnerships/p/workshops/W", pattern));
  EXPECT_FALSE(MatchesPattern("partnerships/P/workshops/w", pattern));
}

}  // namespace
}  // namespace samverk::runtime

#include "clients/cli/names.h"

#include <string>
#include <vector>

#include "clients/cli/error_line.h"
#include "clients/cli/fact_sheet.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kParent[] = "partnerships/vasterbotten";
const std::vector<std::string> kWorkshops = {
    "p/workshops/0199a1b2-0001", "p/workshops/0199a1b2-0002", "p/workshops/5f00a1b2-0003"};

TEST(OrganisationNameTest, IsMadeOfTheId) {
  EXPECT_EQ(OrganisationName(kParent, "2421"), "partnerships/vasterbotten/organisations/2421");
  EXPECT_EQ(OrganisationName(kParent, "partnerships/x/organisations/2421"),
            "partnerships/x/organisations/2421");
  EXPECT_EQ(OrganisationName(kParent, ""), "");
}

TEST(MatchBeginningTest, FindsTheOnlyOne) {
  EXPECT_EQ(*MatchBeginning(kWorkshops, "5f00", "workshop"), "p/workshops/5f00a1b2-0003");
  EXPECT_EQ(*MatchBeginning(kWorkshops, "0199a1b2-0002", "workshop"), "p/workshops/0199a1b2-0002");
}

TEST(MatchBeginningTest, NamesTheCandidatesWhereThereAreSeveral) {
  const auto match = MatchBeginning(kWorkshops, "0199", "workshop");
  EXPECT_EQ(ExitCodeOf(match.status()), kExitUsage);
  EXPECT_THAT(std::string(match.status().message()),
              HasSubstr("2 workshops begin with \"0199\": 0199a1b2-0001, 0199a1b2-0002"));
}

TEST(MatchBeginningTest, SaysWhereToLookWhereThereIsNone) {
  const auto match = MatchBeginning(kWorkshops, "ffff", "workshop");
  EXPECT_EQ(ExitCodeOf(match.status()), kExitUsage);
  EXPECT_THAT(std::string(match.status().message()), HasSubstr("samverk workshops list"));
}

TEST(ShortIdsTest, AreAsLongAsItTakesToTellThemApart) {
  EXPECT_THAT(ShortIds({kWorkshops[0], kWorkshops[2]}), ElementsAre("0199a1b2", "5f00a1b2"));
  EXPECT_THAT(ShortIds(kWorkshops), ElementsAre("0199a1b2-0001", "0199a1b2-0002", "5f00a1b2-0003"));
  EXPECT_THAT(ShortIds({"p/workshops/same", "p/workshops/same"}), ElementsAre("same", "same"));
  EXPECT_THAT(ShortIds({}), ElementsAre());
}

TEST(OrganisationNamesTest, FallBackOnIds) {
  OrganisationNames names;
  names.Add("p/organisations/2421", "Storuman kommun");
  EXPECT_EQ(names.Of("p/organisations/2421"), "Storuman kommun");
  EXPECT_EQ(names.Of("p/organisations/2418"), "2418");
  EXPECT_EQ(names.Of(""), "");
}

TEST(SortSwedishTest, HasÅÄÖLast) {
  std::vector<std::string> places = {"Örträsk", "Åsele", "Umeå", "Ängesdal", "Zinkgruvan"};
  SortSwedish(places);
  EXPECT_THAT(places, ElementsAre("Umeå", "Zinkgruvan", "Åsele", "Ängesdal", "Örträsk"));
}

}  // namespace
}  // namespace samverk

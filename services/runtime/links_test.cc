#include "services/runtime/links.h"

#include <map>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "rapidcheck/gtest.h"
#include "samverk/v1/plan.pb.h"
#include "samverk/v1/workshop.pb.h"
#include "services/runtime/testing/from_text.h"
#include "storage/views/testing/view_directory.h"

namespace samverk::runtime {

void PrintTo(const FoundLink& found, std::ostream* out) {
  *out << found.path << " → " << found.target << " " << found.element;
}

namespace {

using storage::Position;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Here(const std::string& relative) { return absl::StrCat(kHere, "/", relative); }

// ---- Finding ----

TEST(LinksInTest, AreNamesOfOtherResourcesAndWhereTheyStand) {
  const auto workshop = FromText<v1::Workshop>(
      "name: '~/workshops/1' host: '~/organisations/2421' responsible: '~/people/1'"
      "invited: '~/organisations/2422' attendance { organisation: '~/organisations/2422' }"
      "outcomes { entry: 14 links: '~/plans/1' links: '~/meetings/2' }"
      "outcomes { entry: 17 text: 'Utan' } outcomes { entry: 20 links: '~/plans/1' }");

  EXPECT_THAT(LinksIn(workshop), ElementsAre(FoundLink{"outcomes/14/links", Here("meetings/2")},
                                             FoundLink{"outcomes/14/links", Here("plans/1")},
                                             FoundLink{"outcomes/20/links", Here("plans/1")}));
}

TEST(LinksInTest, OrganisationsPeopleAndTheResourceItselfAreNone) {
  const auto plan = FromText<v1::Plan>(
      "name: '~/plans/1' owner: '~/organisations/2421' responsible: '~/people/1'"
      "replaced_by: '~/plans/1/revisions/2' municipal_plan: ''");

  EXPECT_THAT(LinksIn(plan), IsEmpty());
}

TEST(LinksInTest, ElementsAreNamedByTheirIdsAndOthersByTheirPlace) {
  const auto plan = FromText<v1::Plan>(
      "name: '~/plans/1' municipal_plan: '~/plans/2' goals { element: 'g' title: '~/meetings/1' }");
  EXPECT_THAT(LinksIn(plan), ElementsAre(FoundLink{"goals/g/title", Here("meetings/1")},
                                         FoundLink{"municipal_plan", Here("plans/2")}));

  const auto workshop = FromText<v1::Workshop>(
      "name: '~/workshops/1' programme { title: 'Fika' } programme { title: '~/meetings/1' }");
  EXPECT_THAT(LinksIn(workshop), ElementsAre(FoundLink{"programme/1/title", Here("meetings/1")}));
}

TEST(LinksInTest, APartOfAResourceIsALinkToIt) {
  const auto workshop = FromText<v1::Workshop>(
      "name: '~/workshops/1' outcomes { entry: 1 links: '~/plans/1/revisions/2' }");

  EXPECT_THAT(LinksIn(workshop),
              ElementsAre(FoundLink{"outcomes/1/links", Here("plans/1/revisions/2")}));
  EXPECT_EQ(ResourceOf(Here("plans/1/revisions/2")), Here("plans/1"));
  EXPECT_EQ(ResourceOf(Here("plans/1")), Here("plans/1"));
  EXPECT_EQ(ResourceOf(kHere), kHere);
}

TEST(LinksInTest, TextsThatOnlyLookLikeNamesAreNone) {
  for (const char* text :
       {"partnerships/", "partnerships/vasterbotten", "partnerships/vasterbotten/plans",
        "partnerships/vasterbotten/plans/", "partnerships/vasterbotten/plans/A b",
        "partnerships//plans/1", "se partnerships/vasterbotten/plans/1", "plans/1"}) {
    v1::Workshop workshop;
    workshop.set_title(text);
    EXPECT_THAT(LinksIn(workshop), IsEmpty()) << text;
  }
}

TEST(LinksInTest, APartWithARowOfItsOwnSaysWhereItIs) {
  const auto outcome = FromText<v1::WorkshopOutcome>(
      "entry: 7 text: '~/workshops/1/notes/2' links: '~/plans/1' links: '~/organisations/2421'");

  EXPECT_THAT(LinksInPart(outcome, Here("workshops/1"), "outcomes/7"),
              ElementsAre(FoundLink{"outcomes/7/links", Here("plans/1")}));
}

// ---- Keeping ----

class MoveLinksTest : public ::testing::Test {
 protected:
  MoveLinksTest() : family_(views_.store().OpenFamily("links@1.0").value()), writer_(family_) {}

  void Move(const std::string& source, const std::set<FoundLink>& before,
            const std::set<FoundLink>& after) {
    position_ = position_ + 1;
    writer_.BeginEvent(position_);
    MoveLinks(source, before, after, writer_);
    CHECK(writer_.Commit(position_).ok());
  }

  // The links of a resource, as `source path target`.
  std::vector<std::string> Links(const std::string& resource, v1::LinkDirection direction,
                                 Position as_of) {
    std::vector<std::string> links;
    CHECK(ViewReader(family_, as_of)
              .Scan(kLinkTable, LinkKey(resource, direction), "",
                    [&](absl::string_view, absl::string_view row) {
                      v1::Link link;
                      CHECK(link.ParseFromString(std::string(row)));
                      CHECK(direction == v1::LINK_DIRECTION_UNSPECIFIED ||
                            link.direction() == direction);
                      links.push_back(
                          absl::StrCat(link.source(), " ", link.path(), " ", link.target()));
                      return true;
                    })
              .ok());
    return links;
  }
  std::vector<std::string> To(const std::string& resource) {
    return Links(resource, v1::LINK_DIRECTION_TO, position_);
  }
  std::vector<std::string> From(const std::string& resource) {
    return Links(resource, v1::LINK_DIRECTION_FROM, position_);
  }

  storage::ViewDirectory views_;
  std::shared_ptr<storage::ViewFamily> family_;
  ViewWriter writer_;
  Position position_;
};

TEST_F(MoveLinksTest, ALinkIsReadBothWays) {
  Move(Here("workshops/1"), {}, {{"outcomes/1/links", Here("plans/1")}});
  Move(Here("plans/2"), {}, {{"municipal_plan", Here("plans/1")}});

  EXPECT_THAT(
      To(Here("plans/1")),
      ElementsAre(absl::StrCat(Here("plans/2"), " municipal_plan ", Here("plans/1")),
                  absl::StrCat(Here("workshops/1"), " outcomes/1/links ", Here("plans/1"))));
  EXPECT_THAT(
      From(Here("workshops/1")),
      ElementsAre(absl::StrCat(Here("workshops/1"), " outcomes/1/links ", Here("plans/1"))));
  EXPECT_THAT(From(Here("plans/1")), IsEmpty());
  EXPECT_THAT(To(Here("plans/11")), IsEmpty());
  EXPECT_THAT(To(Here("plans")), IsEmpty());
}

TEST_F(MoveLinksTest, WhichPartIsMeantIsKeptAndMayChange) {
  const std::set<FoundLink> links{{"about", Here("plans/1")}, {"links", Here("plans/1")}};
  const auto first = WithElement(links, "about", "goals/1");
  const auto second = WithElement(links, "about", "goals/2");
  EXPECT_THAT(first, ElementsAre(FoundLink{"about", Here("plans/1"), "goals/1"},
                                 FoundLink{"links", Here("plans/1")}));
  Move(Here("discussions/1"), {}, first);
  const Position before = position_;
  Move(Here("discussions/1"), first, second);

  const auto elements = [this](const std::string& resource, Position as_of) {
    std::vector<std::string> found;
    EXPECT_OK(ViewReader(family_, as_of)
                  .ScanMessages<v1::Link>(kLinkTable,
                                          LinkKey(resource, v1::LINK_DIRECTION_UNSPECIFIED),
                                          [&found](const v1::Link& link) {
                                            found.push_back(link.element());
                                            return true;
                                          }));
    return found;
  };
  for (const char* resource : {"plans/1", "discussions/1"}) {
    EXPECT_THAT(elements(Here(resource), before), ElementsAre("goals/1", ""));
    EXPECT_THAT(elements(Here(resource), position_), ElementsAre("goals/2", ""));
  }
}

TEST_F(MoveLinksTest, WhatIsNoLongerThereIsNoLinkButWas) {
  const std::set<FoundLink> first{{"outcomes/1/links", Here("plans/1")},
                                  {"outcomes/1/links", Here("plans/1/revisions/2")}};
  Move(Here("workshops/1"), {}, first);
  const Position before = position_;
  Move(Here("workshops/1"), first, {});

  EXPECT_THAT(Links(Here("plans/1"), v1::LINK_DIRECTION_UNSPECIFIED, before), ::testing::SizeIs(2));
  EXPECT_THAT(To(Here("plans/1")), IsEmpty());
  EXPECT_THAT(From(Here("workshops/1")), IsEmpty());
}

TEST_F(MoveLinksTest, AnEventMovesWhatItChanges) {
  auto workshop = FromText<v1::Workshop>("name: '~/workshops/1' outcomes { links: '~/plans/1' }");
  const auto find = [&workshop] { return LinksIn(workshop); };
  Move(workshop.name(), {}, find());
  position_ = position_ + 1;
  writer_.BeginEvent(position_);
  const LinkMove links(/*may_move=*/true, find);
  workshop.mutable_outcomes(0)->set_links(0, Here("plans/2"));
  links.Write(workshop.name(), writer_);
  ASSERT_OK(writer_.Commit(position_));

  EXPECT_THAT(To(Here("plans/1")), IsEmpty());
  EXPECT_THAT(To(Here("plans/2")), ::testing::SizeIs(1));
}

TEST_F(MoveLinksTest, WhatMovesNoLinksIsNotSearchedForThem) {
  const LinkMove links(/*may_move=*/false, []() -> std::set<FoundLink> {
    ADD_FAILURE() << "was asked";
    return {};
  });
  links.Write(Here("workshops/1"), writer_);
}

TEST_F(MoveLinksTest, AllLinksOfAResourceAreDeletedAndNoneOfOthers) {
  Move(Here("workshops/1"), {}, {{"outcomes/1/links", Here("plans/1")}});
  Move(Here("workshops/1"), {}, {{"outcomes/2/links", Here("plans/2/revisions/1")}});
  Move(Here("workshops/11"), {}, {{"outcomes/1/links", Here("workshops/1")}});
  position_ = position_ + 1;
  writer_.BeginEvent(position_);
  ASSERT_OK(DeleteLinks(Here("workshops/1"), writer_));
  ASSERT_OK(writer_.Commit(position_));

  EXPECT_THAT(To(Here("plans/1")), IsEmpty());
  EXPECT_THAT(To(Here("plans/2")), IsEmpty());
  EXPECT_THAT(From(Here("workshops/1")), IsEmpty());
  EXPECT_THAT(To(Here("workshops/1")), ::testing::SizeIs(1));
}

TEST_F(MoveLinksTest, LinksThatAreDeletedIncludeThoseThatWereNotCommittedYet) {
  writer_.BeginEvent(Position(1));
  MoveLinks(Here("workshops/1"), {}, {{"outcomes/1/links", Here("plans/1")}}, writer_);
  writer_.BeginEvent(Position(2));
  ASSERT_OK(DeleteLinks(Here("workshops/1"), writer_));
  ASSERT_OK(writer_.Commit(Position(2)));

  EXPECT_THAT(Links(Here("plans/1"), v1::LINK_DIRECTION_TO, Position(1)), ::testing::SizeIs(1));
  EXPECT_THAT(Links(Here("plans/1"), v1::LINK_DIRECTION_TO, Position(2)), IsEmpty());
}

TEST_F(MoveLinksTest, ARowThatIsNoLinkIsDataLoss) {
  writer_.BeginEvent(Position(1));
  writer_.Put(kLinkTable, LinkKey(Here("workshops/1"), v1::LINK_DIRECTION_FROM), "x");

  EXPECT_THAT(DeleteLinks(Here("workshops/1"), writer_), IsRefused(kViewDamaged));
}

// Whatever resources link to over time, links are what the last word of each says, both ways.
RC_GTEST_FIXTURE_PROP(MoveLinksTest, LinksAreWhatEveryResourceSaysLast, ()) {
  std::map<std::string, std::set<FoundLink>> model;
  const auto a_name = [] {
    return Here(absl::StrCat("plans/", *rc::gen::inRange(1, 4),
                             *rc::gen::element<std::string>("", "", "/revisions/1")));
  };
  for (int step = *rc::gen::inRange(1, 12); step > 0; --step) {
    const std::string source = Here(absl::StrCat("workshops/", *rc::gen::inRange(1, 3)));
    std::set<FoundLink> links;
    for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
      links.insert({absl::StrCat("outcomes/", *rc::gen::inRange(1, 3), "/links"), a_name()});
    }
    Move(source, model[source], links);
    model[source] = links;
  }
  for (int i = 1; i < 4; ++i) {
    const std::string target = Here(absl::StrCat("plans/", i));
    std::vector<std::string> expected;
    for (const auto& [source, links] : model) {
      for (const FoundLink& link : links) {
        if (ResourceOf(link.target) == target) {
          expected.push_back(absl::StrCat(source, " ", link.path, " ", link.target));
        }
      }
    }
    RC_ASSERT(To(target) == expected);
  }
  for (const auto& [source, links] : model) {
    std::set<std::string> expected;
    for (const FoundLink& link : links) {
      expected.insert(absl::StrCat(source, " ", link.path, " ", link.target));
    }
    const std::vector<std::string> found = From(source);
    RC_ASSERT(std::set<std::string>(found.begin(), found.end()) == expected);
    RC_ASSERT(found.size() == expected.size());
  }
}

}  // namespace
}  // namespace samverk::runtime

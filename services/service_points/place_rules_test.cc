#include "services/service_points/place_rules.h"

#include <string>
#include <utility>
#include <vector>

#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/rule_sentences.h"
#include "services/service_points/mapping_checks.h"

namespace samverk::service_points {
namespace {

using runtime::ExpectHolds;
using runtime::ExpectHoldsAfterAnUnknownEvent;
using runtime::FromText;
using runtime::With;
using v1::EDIT_OUTCOME_ACCEPTED;
using v1::EDIT_OUTCOME_CONVERGED;
using v1::PlaceEvent;
using Sentences = std::vector<runtime::Sentence<PlaceRules>>;

constexpr char kName[] = "name: '~/places/1'";
constexpr char kFacts[] =
    "owner: '~/organisations/2421' display_name: 'Tärnaby'"
    "position { latitude_microdegrees: 65713000 longitude_microdegrees: 15271000 }";
constexpr char kScb[] = "inhabitants: 482 source: 'SCB tätorter' vintage @2018-12-31";
constexpr char kRoad[] =
    "to: '~/places/2' metres: 128000 minutes: 95 source: 'NVDB' vintage @2019-01-01";

// Events.

PlaceEvent Event(const std::string& text) { return FromText<PlaceEvent>(text); }

PlaceEvent Registered(const std::string& but = "") {
  return With(Event("place_registered {" + std::string(kFacts) + "}"),
              "place_registered {" + but + "}");
}

PlaceEvent Classified(const std::string& level, const std::string& day = "") {
  return Event("place_classified { level: PLACE_LEVEL_" + level +
               (day.empty() ? "" : " start_date @" + day) + " }");
}

PlaceEvent PopulationRecorded(const std::string& figure = kScb) {
  return Event("place_population_recorded { figure {" + figure + "} }");
}

PlaceEvent DistanceRecorded(const std::string& distance = kRoad) {
  return Event("place_distance_recorded { distance {" + distance + "} }");
}

PlaceEvent Corrected(const std::string& edit) {
  return Event("place_corrected { edit { " + edit + " } }");
}

PlaceEvent Withdrawn() { return Event("place_withdrawn {}"); }

// Commands.

v1::RegisterPlaceRequest Register(const std::string& but = "") {
  return With(FromText<v1::RegisterPlaceRequest>("parent: '~' place_id: '1'" + std::string(kFacts)),
              but);
}

v1::ClassifyPlaceRequest Classify(const std::string& level, const std::string& day = "") {
  return FromText<v1::ClassifyPlaceRequest>(kName + (" level: PLACE_LEVEL_" + level) +
                                            (day.empty() ? "" : " start_date @" + day));
}

v1::RecordPlacePopulationRequest RecordPopulation(const std::string& figure = kScb) {
  return FromText<v1::RecordPlacePopulationRequest>(kName + (" figure {" + figure + "}"));
}

v1::RecordPlaceDistanceRequest RecordDistance(const std::string& distance = kRoad) {
  return FromText<v1::RecordPlaceDistanceRequest>(kName + (" distance {" + distance + "}"));
}

v1::EditPlaceRequest Edit(const std::string& edits) {
  return FromText<v1::EditPlaceRequest>(std::string(kName) + " expected_revision: 0 " + edits);
}

v1::WithdrawPlaceRequest Withdraw() { return FromText<v1::WithdrawPlaceRequest>(kName); }

// The tables.

Sentences RegisterSentences() {
  return {
      {"APlaceIsRegistered", {}, Register(), {Registered()}},
      {"AndClassifiedAtTheSameTime",
       {},
       Register("level: PLACE_LEVEL_SERVICE_NODE classified_on @2016-01-01"),
       {Registered(), Classified("SERVICE_NODE", "2016-01-01")}},
      {"WhatItAlwaysWasNeedsNoDay",
       {},
       Register("level: PLACE_LEVEL_SERVICE_NODE"),
       {Registered(), Classified("SERVICE_NODE")}},
      {"ATakenIdIsRefused", {Registered()}, Register(), kPlaceExists},
      {"AWithdrawnPlaceKeepsItsId", {Registered(), Withdrawn()}, Register(), kPlaceExists},
      {"AnUnknownOwnerIsRefused",
       {},
       Register("owner: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"OnlyAMunicipalityOwnsPlaces",
       {},
       Register("owner: '~/organisations/region-vasterbotten'"),
       kOwnerNotMunicipality},
  };
}

Sentences ClassifySentences() {
  return {
      {"APlaceIsClassifiedFromADayOn",
       {Registered()},
       Classify("SERVICE_NODE", "2016-01-01"),
       {Classified("SERVICE_NODE", "2016-01-01")}},
      {"AndOtherwiseFromALaterDay",
       {Registered(), Classified("SERVICE_NODE", "2016-01-01")},
       Classify("SERVICE_POINT", "2019-01-01"),
       {Classified("SERVICE_POINT", "2019-01-01")}},
      {"AndAfterwardsFromAnEarlierOne",
       {Registered(), Classified("SERVICE_NODE", "2016-01-01")},
       Classify("SERVICE_LOCALITY"),
       {Classified("SERVICE_LOCALITY")}},
      {"AndFromADayToCome",
       {Registered()},
       Classify("SERVICE_NODE", "2027-01-01"),
       {Classified("SERVICE_NODE", "2027-01-01")}},
      {"WhatIsSaidForTheSameDayIsReplaced",
       {Registered(), Classified("SERVICE_NODE", "2016-01-01")},
       Classify("SERVICE_POINT", "2016-01-01"),
       {Classified("SERVICE_POINT", "2016-01-01")}},
      {"SayingTheSameAgainWritesNothing",
       {Registered(), Classified("SERVICE_NODE", "2016-01-01")},
       Classify("SERVICE_NODE", "2016-01-01"),
       {}},
      {"APlaceLeavesTheStructure",
       {Registered(), Classified("SERVICE_NODE", "2016-01-01")},
       Classify("UNSPECIFIED", "2019-01-01"),
       {Classified("UNSPECIFIED", "2019-01-01")}},
      {"AnUnknownPlaceIsRefused", {}, Classify("SERVICE_NODE"), kPlaceNotFound},
      {"AWithdrawnPlaceIsRefused",
       {Registered(), Withdrawn()},
       Classify("SERVICE_NODE"),
       kPlaceWithdrawn},
  };
}

Sentences FigureSentences() {
  const std::string nobody = "inhabitants: 0 source: 'SCB' vintage @2018-12-31";
  return {
      {"ANumberOfInhabitantsIsRecorded",
       {Registered()},
       RecordPopulation(),
       {PopulationRecorded()}},
      {"NobodyIsANumber", {Registered()}, RecordPopulation(nobody), {PopulationRecorded(nobody)}},
      {"TheSameFigureAgainWritesNothing",
       {Registered(), PopulationRecorded()},
       RecordPopulation(),
       {}},
      {"AnotherSourceIsAnotherFigure",
       {Registered(), PopulationRecorded()},
       RecordPopulation(nobody),
       {PopulationRecorded(nobody)}},
      {"DataMayBeOfToday",
       {Registered()},
       RecordPopulation("inhabitants: 5 source: 'SCB' vintage @2019-10-07"),
       {PopulationRecorded("inhabitants: 5 source: 'SCB' vintage @2019-10-07")}},
      {"DataAreNotOfTomorrow",
       {Registered()},
       RecordPopulation("inhabitants: 5 source: 'SCB' vintage @2019-10-08"),
       kDataFromTheFuture},
      {"AnUnknownPlaceHasNoInhabitants", {}, RecordPopulation(), kPlaceNotFound},
      {"AWithdrawnPlaceHasNone", {Registered(), Withdrawn()}, RecordPopulation(), kPlaceWithdrawn},
      {"ADistanceIsRecorded", {Registered()}, RecordDistance(), {DistanceRecorded()}},
      {"ADistanceMayBeInMetresAlone",
       {Registered()},
       RecordDistance("to: '~/places/2' metres: 0 source: 'NVDB' vintage @2019-01-01"),
       {DistanceRecorded("to: '~/places/2' metres: 0 source: 'NVDB' vintage @2019-01-01")}},
      {"OrInMinutesAlone",
       {Registered()},
       RecordDistance("to: '~/places/2' minutes: 5 source: 'NVDB' vintage @2019-01-01"),
       {DistanceRecorded("to: '~/places/2' minutes: 5 source: 'NVDB' vintage @2019-01-01")}},
      {"ButNotInNeither",
       {Registered()},
       RecordDistance("to: '~/places/2' source: 'NVDB' vintage @2019-01-01"),
       kDistanceEmpty},
      {"NotToItself",
       {Registered()},
       RecordDistance("to: '~/places/1' metres: 1 source: 'NVDB' vintage @2019-01-01"),
       kDistanceToItself},
      {"NotToAnUnknownPlace",
       {Registered()},
       RecordDistance("to: '~/places/unknown' metres: 1 source: 'NVDB' vintage @2019-01-01"),
       runtime::kLinkedResourceNotFound},
      {"NotFromTheFuture",
       {Registered()},
       RecordDistance("to: '~/places/2' metres: 1 source: 'NVDB' vintage @2019-10-08"),
       kDataFromTheFuture},
      {"TheSameDistanceAgainWritesNothing",
       {Registered(), DistanceRecorded()},
       RecordDistance(),
       {}},
      {"AnUnknownPlaceIsNoDistanceAway", {}, RecordDistance(), kPlaceNotFound},
      {"NorIsAWithdrawnOne", {Registered(), Withdrawn()}, RecordDistance(), kPlaceWithdrawn},
  };
}

// A place with an entry of every kind, told by the numbers.
runtime::History<PlaceEvent> WithEntries() {
  return {Registered(), Classified("SERVICE_NODE", "2016-01-01"),  // Entry 1.
          Classified("SERVICE_POINT", "2019-01-01"),               // 2.
          PopulationRecorded(),                                    // 3.
          DistanceRecorded()};                                     // 4.
}

Sentences EditSentences() {
  const runtime::History<PlaceEvent> given = WithEntries();
  const std::string right =
      "population { entry: 3 figure { inhabitants: 480 source: 'SCB'"
      "vintage @2018-12-31 } }";
  const std::string road =
      "distance { entry: 4 distance { to: '~/places/3' minutes: 90 "
      "source: 'NVDB' vintage @2019-01-01 } }";
  return {
      {"NameAndPositionAreCorrected",
       given,
       Edit("edits { display_name: 'Dearna' } edits { position {} }"),
       {{Corrected("display_name: 'Dearna'"), Corrected("position {}")},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_ACCEPTED}}},
      {"WhatIsSoAlreadyIsNotWritten",
       given,
       Edit("edits { display_name: 'Tärnaby' } edits { display_name: 'Dearna' }"
            "edits { display_name: 'Dearna' }"),
       {{Corrected("display_name: 'Dearna'")},
        {EDIT_OUTCOME_CONVERGED, EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_CONVERGED}}},
      {"FiguresAreCorrected",
       given,
       Edit("edits {" + right + "} edits {" + road + "}"),
       {{Corrected(right), Corrected(road)}, {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_ACCEPTED}}},
      {"AClassificationIsCorrected",
       given,
       Edit("edits { classification { entry: 1 level: PLACE_LEVEL_SERVICE_LOCALITY } }"),
       {{Corrected("classification { entry: 1 level: PLACE_LEVEL_SERVICE_LOCALITY }")},
        {EDIT_OUTCOME_ACCEPTED}}},
      {"TwoClassificationsDoNotBeginOnOneDay", given,
       Edit("edits { classification { entry: 1 level: PLACE_LEVEL_SERVICE_LOCALITY "
            "start_date @2019-01-01 } }"),
       kClassifiedThatDay},
      {"TheyMayChangePlaces",
       given,
       Edit("edits { classification { entry: 1 level: PLACE_LEVEL_SERVICE_NODE "
            "start_date @2019-01-01 } }"
            "edits { classification { entry: 2 level: PLACE_LEVEL_SERVICE_POINT "
            "start_date @2016-01-01 } }"),
       {{Corrected("classification { entry: 1 level: PLACE_LEVEL_SERVICE_NODE"
                   " start_date @2019-01-01 }"),
         Corrected("classification { entry: 2 level: PLACE_LEVEL_SERVICE_POINT"
                   " start_date @2016-01-01 }")},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_ACCEPTED}}},
      {"WhatWasRecordedByMistakeIsRemoved",
       given,
       Edit("edits { remove_entry: 1 } edits { remove_entry: 3 } edits { remove_entry: 4 }"),
       {{Corrected("remove_entry: 1"), Corrected("remove_entry: 3"), Corrected("remove_entry: 4")},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_ACCEPTED}}},
  };
}

Sentences EditRefusalSentences() {
  const runtime::History<PlaceEvent> given = WithEntries();
  const std::string right =
      "population { entry: 3 figure { inhabitants: 480 source: 'SCB'"
      "vintage @2018-12-31 } }";
  return {
      {"NotTwice", given, Edit("edits { remove_entry: 3 } edits { remove_entry: 3 }"),
       kPlaceEntryNotFound},
      {"WhatIsRemovedIsNotCorrected", given,
       Edit("edits { remove_entry: 3 } edits {" + right + "}"), kPlaceEntryNotFound},
      {"AnEntryIsOfItsKind", given,
       Edit("edits { classification { entry: 3 level: PLACE_LEVEL_SERVICE_NODE } }"),
       kPlaceEntryNotFound},
      {"NorIsADistanceAFigure", given,
       Edit("edits { distance { entry: 3 distance {" + std::string(kRoad) + "} } }"),
       kPlaceEntryNotFound},
      {"ACorrectedFigureIsNotFromTheFuture", given,
       Edit("edits { population { entry: 3 figure { inhabitants: 1 source: 'S'"
            "vintage @2019-10-08 } } }"),
       kDataFromTheFuture},
      {"ACorrectedDistanceIsToWhatExists", given,
       Edit("edits { distance { entry: 4 distance { to: '~/places/unknown' minutes: 1 "
            "source: 'S' vintage @2019-01-01 } } }"),
       runtime::kLinkedResourceNotFound},
      {"ACorrectedDistanceSaysSomething", given,
       Edit("edits { distance { entry: 4 distance { to: '~/places/2'"
            "source: 'S' vintage @2019-01-01 } } }"),
       kDistanceEmpty},
      {"ACorrectedDistanceIsNotToItself", given,
       Edit("edits { distance { entry: 4 distance { to: '~/places/1' metres: 1 "
            "source: 'S' vintage @2019-01-01 } } }"),
       kDistanceToItself},
      {"AnEditSaysWhatItIsBasedOn", given,
       FromText<v1::EditPlaceRequest>(std::string(kName) + "edits { display_name: 'A' }"),
       runtime::kBaseRequired},
      {"AnUnknownPlaceIsNotEdited", {}, Edit("edits { display_name: 'A' }"), kPlaceNotFound},
      {"AWithdrawnPlaceIsNotEdited",
       {Registered(), Withdrawn()},
       Edit("edits { display_name: 'A' }"),
       kPlaceWithdrawn},
  };
}

Sentences WithdrawSentences() {
  return {
      {"APlaceIsWithdrawn", {Registered()}, Withdraw(), {Withdrawn()}},
      {"NotWithdrawnTwice", {Registered(), Withdrawn()}, Withdraw(), kPlaceWithdrawn},
      {"AnUnknownPlaceIsNotWithdrawn", {}, Withdraw(), kPlaceNotFound},
  };
}

// A place with `count` different entries.
std::vector<PlaceEvent> With(int count, PlaceEvent (*make)(const std::string&)) {
  std::vector<PlaceEvent> events = {Registered()};
  for (int i = 0; i < count; ++i) events.push_back(make(std::to_string(i)));
  return events;
}

PlaceEvent ClassifiedIn(const std::string& year) {
  return Classified("SERVICE_NODE", std::to_string(1900 + std::stoi(year)) + "-01-01");
}
PlaceEvent PopulationOf(const std::string& inhabitants) {
  return PopulationRecorded("inhabitants: " + inhabitants + " source: 'S' vintage @2018-12-31");
}
PlaceEvent DistanceOf(const std::string& metres) {
  return DistanceRecorded("to: '~/places/2' metres: " + metres +
                          " source: 'S' vintage @2018-12-31");
}

Sentences LimitSentences() {
  std::vector<PlaceEvent> removed = With(kPopulationsMax, PopulationOf);
  removed.push_back(Corrected("remove_entry: 7"));
  return {
      {"TheLastClassificationThatIsKept",
       With(kClassificationsMax - 1, ClassifiedIn),
       Classify("SERVICE_POINT", "2018-01-01"),
       {Classified("SERVICE_POINT", "2018-01-01")}},
      {"MoreClassificationsAreRefused", With(kClassificationsMax, ClassifiedIn),
       Classify("SERVICE_POINT", "2018-01-01"), kTooManyPlaceEntries},
      {"OneOfThemIsStillReplaced",
       With(kClassificationsMax, ClassifiedIn),
       Classify("SERVICE_POINT", "1901-01-01"),
       {Classified("SERVICE_POINT", "1901-01-01")}},
      {"TheLastFigureThatIsKept",
       With(kPopulationsMax - 1, PopulationOf),
       RecordPopulation(),
       {PopulationRecorded()}},
      {"MoreFiguresAreRefused", With(kPopulationsMax, PopulationOf), RecordPopulation(),
       kTooManyPlaceEntries},
      {"ARemovedFigureMakesRoom", removed, RecordPopulation(), {PopulationRecorded()}},
      {"TheLastDistanceThatIsKept",
       With(kDistancesMax - 1, DistanceOf),
       RecordDistance(),
       {DistanceRecorded()}},
      {"MoreDistancesAreRefused", With(kDistancesMax, DistanceOf), RecordDistance(),
       kTooManyPlaceEntries},
  };
}

class PlaceRulesTest : public ::testing::TestWithParam<runtime::Sentence<PlaceRules>> {};

TEST_P(PlaceRulesTest, Holds) { ExpectHolds(GetParam()); }
TEST_P(PlaceRulesTest, HoldsAfterAnUnknownEvent) { ExpectHoldsAfterAnUnknownEvent(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Register, PlaceRulesTest, ::testing::ValuesIn(RegisterSentences()),
                         runtime::NameOf<PlaceRules>);
INSTANTIATE_TEST_SUITE_P(Classify, PlaceRulesTest, ::testing::ValuesIn(ClassifySentences()),
                         runtime::NameOf<PlaceRules>);
INSTANTIATE_TEST_SUITE_P(Figure, PlaceRulesTest, ::testing::ValuesIn(FigureSentences()),
                         runtime::NameOf<PlaceRules>);
INSTANTIATE_TEST_SUITE_P(Edit, PlaceRulesTest, ::testing::ValuesIn(EditSentences()),
                         runtime::NameOf<PlaceRules>);
INSTANTIATE_TEST_SUITE_P(EditRefusal, PlaceRulesTest, ::testing::ValuesIn(EditRefusalSentences()),
                         runtime::NameOf<PlaceRules>);
INSTANTIATE_TEST_SUITE_P(Withdraw, PlaceRulesTest, ::testing::ValuesIn(WithdrawSentences()),
                         runtime::NameOf<PlaceRules>);
INSTANTIATE_TEST_SUITE_P(Limit, PlaceRulesTest, ::testing::ValuesIn(LimitSentences()),
                         runtime::NameOf<PlaceRules>);

TEST(PlaceRulesReadsTest, TheMunicipalityOwnsThePlace) {
  const runtime::ReadSet reads = PlaceRules::Reads(Register());

  EXPECT_EQ(reads.resource, "partnerships/vasterbotten/places/1");
  EXPECT_EQ(reads.owner, "partnerships/vasterbotten/organisations/2421");
  EXPECT_THAT(reads.claims, ::testing::IsEmpty());
  EXPECT_EQ(PlaceRules::Reads(Classify("SERVICE_NODE")).owner, "");
  EXPECT_EQ(PlaceRules::Reads(Edit("")).owner, "");
}

}  // namespace
}  // namespace samverk::service_points

#include "clients/cli/service_point_changes.h"

#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/civil_date.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/service_point_events.pb.h"

namespace samverk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr char kPlace[] = "partnerships/p/places/1";
constexpr char kByImport[] = "0199a1b2-0000-5000-8000-000000000001";
constexpr char kByPerson[] = "0199a1b2-0000-7000-8000-000000000001";

google::type::Date Day(const std::string& text) { return *ParseDate(text); }

// A row of a file with these columns.
ServicePointRow Row(const std::string& columns, const std::string& cells) {
  const auto read = ReadServicePointRows(
      absl::StrCat("nyckel;namn;kommun;ort;", columns, "\na;Affären;2421;Tärnaby;", cells, "\n"),
      "partnerships/p", absl::CivilDay(2019, 10, 7));
  EXPECT_THAT(read.faults, IsEmpty()) << (read.faults.empty() ? "" : read.faults[0].problem);
  return read.rows.empty() ? ServicePointRow() : read.rows[0];
}

// What a registration of the row recorded, in the order of the events.
struct Recorder {
  explicit Recorder(const ServicePointRow& row, const std::string& request_id = kByImport) {
    const v1::RegisterServicePointRequest request = RegistrationOf(row, kPlace, v1::Provenance());
    recorded.point.set_name("partnerships/p/servicePoints/1");
    recorded.point.set_owner(request.owner());
    recorded.point.set_display_name(request.display_name());
    recorded.point.set_place(request.place());
    recorded.point.set_operator_name(request.operator_name());
    recorded.point.set_address(request.address());
    if (request.has_position()) *recorded.point.mutable_position() = request.position();
    Record(v1::ServicePointRegistered(), request_id);
    for (const v1::TurnFacts& turn : request.turns()) AddTurn(turn, request_id);
    for (const v1::OfferTerms& terms : request.offers()) AddOffer(terms, request_id);
    for (const v1::OpeningHours& hours : request.hours()) {
      v1::ServicePointHours& added = *recorded.point.add_hours();
      added.set_entry(Record(v1::ServicePointHoursSet(), request_id));
      *added.mutable_hours() = hours;
    }
  }

  // The revision at which it stands.
  int64_t Record(const google::protobuf::Message& fact, const std::string& request_id) {
    v1::RecordedEvent& event = *history.Add();
    event.set_type(fact.GetDescriptor()->full_name());
    event.mutable_event()->PackFrom(fact);
    event.set_request_id(request_id);
    event.set_revision(history.size() - 1);
    return event.revision();
  }

  void AddTurn(const v1::TurnFacts& turn, const std::string& request_id) {
    v1::ServicePointTurn& added = *recorded.point.add_turns();
    *added.mutable_facts() = turn;
    switch (turn.kind()) {
      case v1::SERVICE_POINT_TURN_KIND_THREATENED:
        return added.set_entry(Record(v1::ServicePointThreatened(), request_id));
      case v1::SERVICE_POINT_TURN_KIND_CLOSED:
        return added.set_entry(Record(v1::ServicePointClosed(), request_id));
      default:
        return added.set_entry(Record(v1::ServicePointOpened(), request_id));
    }
  }

  void AddOffer(const v1::OfferTerms& terms, const std::string& request_id) {
    v1::ServicePointOffer& added = *recorded.point.add_offers();
    *added.mutable_terms() = terms;
    v1::ServiceOffered offered;
    *offered.mutable_terms() = terms;
    added.set_entry(Record(offered, request_id));
  }

  void AddObservation(const v1::ObservationFacts& facts, const std::string& request_id) {
    v1::ServiceObservation& added = recorded.observations.emplace_back();
    *added.mutable_facts() = facts;
    added.set_entry(Record(v1::ServiceObservationRecorded(), request_id));
  }

  // A person corrected a field.
  void Corrected(const v1::ServicePointEdit& edit) {
    v1::ServicePointCorrected corrected;
    *corrected.mutable_edit() = edit;
    Record(corrected, kByPerson);
  }

  ServicePointChanges Changes(const ServicePointRow& row, bool overwrite = false) const {
    return ChangesOf(row, kPlace, recorded, history, overwrite, v1::Provenance());
  }

  RecordedPoint recorded;
  History history;
};

// The commands in short: what each edits or records.
std::vector<std::string> InShort(const ServicePointChanges& changes) {
  std::vector<std::string> words;
  for (const ServicePointCommand& command : changes.commands) {
    if (const auto* edit = std::get_if<v1::EditServicePointRequest>(&command)) {
      for (const v1::ServicePointEdit& each : edit->edits()) {
        words.push_back(absl::StrCat("edit ", each.ShortDebugString()));
      }
    } else {
      std::visit(
          [&words](const auto& request) {
            words.push_back(std::string(request.GetDescriptor()->name()));
          },
          command);
    }
  }
  return words;
}

constexpr char kAll[] =
    "verksamhetsutövare;adress;latitud;longitud;öppet;hotat;dagligvaror;post;öppettider";
constexpr char kCells[] =
    "Livs AB;Vägen 1;65,7;15,2;2001-05-01–;2018-01-01 (Ålder)–;fullsortiment;"
    "ja 2010-01-01–2014-12-31 | ja 2016-01-01–;mån–fre 9–18";

TEST(ServicePointChangesTest, WhatIsRecordedAsTheRowSaysChangesNothing) {
  const ServicePointRow row = Row(kAll, kCells);
  const Recorder recorder(row);

  EXPECT_FALSE(Differs(row, kPlace, recorder.recorded));
  EXPECT_THAT(recorder.Changes(row).commands, IsEmpty());
}

TEST(ServicePointChangesTest, EmptyCellsLeaveWhatIsThere) {
  const Recorder recorder(Row(kAll, kCells));
  const ServicePointRow row = Row("öppet;post", "2001-05-01–;");

  EXPECT_FALSE(Differs(row, kPlace, recorder.recorded));
}

TEST(ServicePointChangesTest, ACorrectedCellIsAnEdit) {
  const Recorder recorder(Row(kAll, kCells));
  const ServicePointRow row = Row(kAll,
                                  "Livs AB;Vägen 2;65,7;15,3;2001-05-02–;2018-01-01 (Ålder)–;ja;"
                                  "ja 2010-01-01–2014-12-31 | ja 2016-01-01–;mån–fre 9–18");

  const ServicePointChanges changes = recorder.Changes(row);

  EXPECT_THAT(changes.columns, ElementsAre("adress", "läge", "öppet", "dagligvaror"));
  EXPECT_THAT(InShort(changes),
              ElementsAre("edit address: \"V\\303\\244gen 2\"",
                          HasSubstr("longitude_microdegrees: 15300000"),
                          "edit turn { entry: 1 date { year: 2001 month: 5 day: 2 } }",
                          "edit offer { entry: 3 terms { offer: SERVICE_OFFER_GROCERY } }"));
  EXPECT_THAT(changes.commands, SizeIs(1));
}

TEST(ServicePointChangesTest, WhatHappenedSinceIsAddedToTheLife) {
  const Recorder recorder(Row("öppet;hotat", "2001-05-01–;2018-01-01–"));
  const ServicePointRow row = Row("öppet;hotat",
                                  "2001-05-01–2018-11-30 (Konkurs) | 2019-06-01–;"
                                  "2018-01-01–2018-11-30");

  EXPECT_THAT(InShort(recorder.Changes(row)),
              ElementsAre(HasSubstr("edit add_turn { kind: SERVICE_POINT_TURN_KIND_CLOSED"),
                          HasSubstr("edit add_turn { kind: SERVICE_POINT_TURN_KIND_REOPENED")));
}

TEST(ServicePointChangesTest, WhatTheLifeOfTheFileLacksIsRemoved) {
  const Recorder recorder(Row("öppet", "2001-05-01–2018-11-30"));

  EXPECT_THAT(InShort(recorder.Changes(Row("öppet", "2001-05-01–"))),
              ElementsAre("edit remove_entry: 2"));
}

TEST(ServicePointChangesTest, OffersOfAKindAreOneCell) {
  const Recorder recorder(Row("öppet;post", "2001-05-01–;ja 2010-01-01–2014-12-31"));

  EXPECT_THAT(InShort(recorder.Changes(
                  Row("öppet;post", "2001-05-01–;ja 2010-01-01–2013-12-31 | ja 2016-01-01–"))),
              ElementsAre(HasSubstr("edit offer { entry: 2"), "OfferServiceRequest"));
  EXPECT_THAT(InShort(recorder.Changes(Row("öppet;drivmedel", "2001-05-01–;ja"))),
              ElementsAre("OfferServiceRequest"));
}

TEST(ServicePointChangesTest, NoDoesNotTellWhenItCeased) {
  const Recorder offering(Row("öppet;post", "2001-05-01–;ja 2010-01-01–"));
  const Recorder ended(Row("öppet;post", "2001-05-01–;ja 2010-01-01–2014-12-31"));
  const ServicePointRow row = Row("öppet;post;drivmedel", "2001-05-01–;nej;nej");

  EXPECT_THAT(offering.Changes(row).kept, ElementsAre("post"));
  EXPECT_THAT(offering.Changes(row).commands, IsEmpty());
  EXPECT_FALSE(Differs(row, kPlace, ended.recorded));
}

TEST(ServicePointChangesTest, HoursAreCorrectedAndAdded) {
  const Recorder recorder(Row("öppet;öppettider", "2001-05-01–;mån–fre 9–18"));

  EXPECT_THAT(InShort(recorder.Changes(
                  Row("öppet;öppettider", "2001-05-01–;mån–fre 9–17 | från 2019-06-01: tis 9–12"))),
              ElementsAre(HasSubstr("edit hours { entry: 2"), "SetServicePointHoursRequest"));
}

TEST(ServicePointChangesTest, WhatAPersonWroteSinceIsKeptUnlessItIsOverwritten) {
  Recorder recorder(Row(kAll, kCells));
  v1::ServicePointEdit edit;
  edit.set_address("Vägen 9");
  recorder.Corrected(edit);
  recorder.recorded.point.set_address("Vägen 9");
  edit.mutable_turn()->set_entry(1);
  recorder.Corrected(edit);
  *recorder.recorded.point.mutable_turns(0)->mutable_facts()->mutable_date() = Day("2001-05-03");
  const ServicePointRow row = Row(kAll, kCells);

  EXPECT_THAT(recorder.Changes(row).kept, UnorderedElementsAre("adress", "öppet"));
  EXPECT_THAT(recorder.Changes(row).commands, IsEmpty());
  EXPECT_THAT(recorder.Changes(row, /*overwrite=*/true).columns,
              UnorderedElementsAre("adress", "öppet"));
  EXPECT_THAT(InShort(recorder.Changes(row, /*overwrite=*/true)), SizeIs(2));
}

TEST(ServicePointChangesTest, WhatAPersonAddedToACellKeepsTheCell) {
  Recorder recorder(Row("öppet;post", "2001-05-01–;ja –2014-12-31"));
  v1::OfferTerms terms;
  terms.set_offer(v1::SERVICE_OFFER_POST);
  *terms.mutable_start_date() = Day("2016-01-01");
  recorder.AddOffer(terms, kByPerson);
  v1::TurnFacts closed;
  closed.set_kind(v1::SERVICE_POINT_TURN_KIND_CLOSED);
  *closed.mutable_date() = Day("2018-12-01");
  recorder.AddTurn(closed, kByPerson);

  EXPECT_THAT(recorder.Changes(Row("öppet;post", "2001-05-01–;ja –2014-12-31")).kept,
              UnorderedElementsAre("öppet", "post"));
}

TEST(ServicePointChangesTest, WhatDoesNotGoWithWhatIsKeptIsAProblem) {
  Recorder recorder(Row("öppet", "2001-05-01–"));
  v1::TurnFacts closed;
  closed.set_kind(v1::SERVICE_POINT_TURN_KIND_CLOSED);
  *closed.mutable_date() = Day("2018-12-01");
  recorder.AddTurn(closed, kByPerson);
  const ServicePointRow row = Row("öppet;hotat", "2001-05-01–;2019-01-01–");

  EXPECT_THAT(recorder.Changes(row).problem, HasSubstr("den 2019-01-01 var det inte öppet"));
  EXPECT_THAT(recorder.Changes(row, /*overwrite=*/true).problem, IsEmpty());
}

TEST(ServicePointChangesTest, AnObservationIsRecordedOnceAndCorrected) {
  const std::string columns = "öppet;iakttagelse;iakttagen;iakttagen av;källa";
  const ServicePointRow row = Row(columns, "2001-05-01–;Fullt;2019-09-01;2421;Besök");
  Recorder recorder(row);
  EXPECT_THAT(InShort(recorder.Changes(row)), ElementsAre("RecordServiceObservationRequest"));

  recorder.AddObservation(*row.observation, kByImport);
  EXPECT_FALSE(Differs(row, kPlace, recorder.recorded));
  EXPECT_THAT(InShort(recorder.Changes(Row(columns, "2001-05-01–;Tomt;2019-09-01;2421;Besök"))),
              ElementsAre(HasSubstr("edit observation { entry: 2")));
  EXPECT_THAT(InShort(recorder.Changes(Row(columns, "2001-05-01–;Tomt;2019-09-02;2421;Besök"))),
              ElementsAre("RecordServiceObservationRequest"));
}

TEST(ServicePointChangesTest, WhatAPersonObservedIsNotCorrected) {
  const std::string columns = "öppet;iakttagelse;iakttagen;iakttagen av;källa";
  const ServicePointRow row = Row(columns, "2001-05-01–;Fullt;2019-09-01;2421;Besök");
  Recorder recorder(row);
  recorder.AddObservation(*row.observation, kByPerson);

  EXPECT_THAT(InShort(recorder.Changes(Row(columns, "2001-05-01–;Tomt;2019-09-01;2421;Besök"))),
              ElementsAre("RecordServiceObservationRequest"));
}

TEST(ServicePointChangesTest, ManyEditsGoInSeveralCommands) {
  std::vector<std::string> before;
  std::vector<std::string> after;
  for (int year = 1950; year < 1966; ++year) {
    before.push_back(absl::StrCat(year, "-01-01–", year, "-06-30"));
    after.push_back(absl::StrCat(year, "-01-02–", year, "-07-01"));
  }
  std::string offers_before;
  std::string offers_after;
  std::string columns = "öppet";
  for (const char* offer : {"dagligvaror", "drivmedel", "post"}) {
    absl::StrAppend(&columns, ";", offer);
    offers_before += ";";
    offers_after += ";";
    for (int year = 1950; year < 1962; ++year) {
      absl::StrAppend(&offers_before, year > 1950 ? " | " : "", "ja ", year, "-01-01–", year,
                      "-06-30");
      absl::StrAppend(&offers_after, year > 1950 ? " | " : "", "ja ", year, "-01-02–", year,
                      "-06-30");
    }
  }
  const Recorder recorder(Row(columns, absl::StrJoin(before, " | ") + offers_before));

  const auto changes = recorder.Changes(Row(columns, absl::StrJoin(after, " | ") + offers_after));

  EXPECT_THAT(InShort(changes), SizeIs(32 + 36));
  EXPECT_THAT(changes.commands, SizeIs(2));
}

TEST(RegistrationTest, HasEverythingThatTheRowSays) {
  const auto request = RegistrationOf(Row(kAll, kCells), kPlace, v1::Provenance());

  EXPECT_EQ(request.place(), kPlace);
  EXPECT_EQ(request.turns_size(), 2);
  EXPECT_EQ(request.offers_size(), 3);
  EXPECT_EQ(request.hours_size(), 1);
  EXPECT_FALSE(request.has_provenance());
}

}  // namespace
}  // namespace samverk

#include "clients/cli/event_words.h"

#include <sstream>
#include <string>

#include "base/civil_date.h"
#include "clients/cli/arguments.h"
#include "clients/cli/cli_context.h"
#include "clients/cli/plan_event_words.h"
#include "gtest/gtest.h"
#include "samverk/v1/attachment_events.pb.h"
#include "samverk/v1/meeting_events.pb.h"
#include "samverk/v1/partnership_events.pb.h"
#include "samverk/v1/place_events.pb.h"
#include "samverk/v1/plan_events.pb.h"
#include "samverk/v1/service_point_events.pb.h"
#include "samverk/v1/workshop_events.pb.h"

namespace samverk {
namespace {

constexpr char kStoruman[] = "partnerships/vasterbotten/organisations/2421";

OrganisationNames Names() {
  OrganisationNames names;
  names.Add(kStoruman, "Storuman kommun");
  return names;
}

v1::RecordedEvent Event(const google::protobuf::Message& fact) {
  v1::RecordedEvent event;
  event.set_type(fact.GetDescriptor()->full_name());
  event.mutable_event()->PackFrom(fact);
  return event;
}

std::string Words(const google::protobuf::Message& fact) {
  return EventInWords(Event(fact), Names());
}

TEST(EventWordsTest, SayWhatHappenedToAWorkshop) {
  v1::WorkshopPlanned planned;
  planned.set_title("Drivstationer på landsbygden");
  *planned.mutable_period() = *ParsePeriod("2019-05-14", "2019-05-15");
  EXPECT_EQ(Words(planned), "planerad till 2019-05-14–15: Drivstationer på landsbygden");

  v1::WorkshopHeld held;
  *held.mutable_period() = planned.period();
  v1::Attendance& attendance = *held.add_attendance();
  attendance.set_organisation(kStoruman);
  attendance.set_participants(3);
  EXPECT_EQ(Words(held), "genomförd 2019-05-14–15 med 3 deltagare från 1 aktör");

  v1::WorkshopCorrected corrected;
  *corrected.mutable_edit()->mutable_attendance() = attendance;
  EXPECT_EQ(Words(corrected), "närvaron rättad: 3 från Storuman kommun");
  EXPECT_EQ(Words(v1::WorkshopCancelled()), "inställd");
}

TEST(EventWordsTest, SayWhatHappenedToAPersonAndNothingPersonal) {
  v1::PersonRoleAssigned assigned;
  assigned.set_organisation(kStoruman);
  assigned.set_role(v1::ROLE_OFFICER);
  *assigned.mutable_start_date() = *ParseDateArgument("2019-01-01");
  *assigned.mutable_end_date() = *ParseDateArgument("2020-01-01");
  EXPECT_EQ(Words(assigned),
            "ny roll: handläggare, Storuman kommun från 2019-01-01 till 2019-12-31");
  v1::PersonRoleEnded ended;
  ended.set_entry(3);
  *ended.mutable_end_date() = *ParseDateArgument("2020-01-01");
  EXPECT_EQ(Words(ended), "roll 3 gällde till 2019-12-31");
  v1::PersonEmailCorrected email;
  email.set_email("exempel@example.com");
  EXPECT_EQ(Words(email), "e-postadressen rättad");
  email.set_removed(true);
  EXPECT_EQ(Words(email), "e-postadressen borttagen");
  EXPECT_EQ(Words(v1::PersonWithdrawn()), "återkallad");
}

TEST(EventWordsTest, SayWhichFileWasAttachedToWhat) {
  v1::FileAttached attached;
  attached.set_subject("partnerships/vasterbotten/workshops/1");
  attached.mutable_file()->set_file_name("plan.pdf");
  attached.mutable_file()->set_size_bytes(1'400'000);
  EXPECT_EQ(Words(attached), "bifogad till workshops/1: plan.pdf (1,4 MB)");
  attached.set_description("Undertecknad");
  EXPECT_EQ(Words(attached), "bifogad till workshops/1: plan.pdf (1,4 MB): Undertecknad");
  EXPECT_EQ(Words(v1::FileDetached()), "borttagen");
}

TEST(EventWordsTest, SayWhatHappenedToAPlan) {
  v1::PlanCreated created;
  created.set_owner(kStoruman);
  created.set_title("Serviceplan");
  *created.mutable_period() = *ParsePeriod("2019-01-01", "2022-12-31");
  EXPECT_EQ(Words(created), "påbörjad av Storuman kommun: Serviceplan, för 2019-01-01–2022-12-31");

  v1::PlanEdited edited;
  edited.mutable_edit()->mutable_add_section()->set_title("Syfte och mål");
  EXPECT_EQ(Words(edited), "ändrad: nytt avsnitt: Syfte och mål");
  edited.mutable_edit()->mutable_element_text()->set_element(
      "1f3a0000-0000-4000-8000-000000000001");
  edited.mutable_edit()->mutable_element_text()->set_text("Alla ska nå service.");
  edited.set_merged(true);
  EXPECT_EQ(Words(edited), "sammanfogad: 1f3a0000: text: Alla ska nå service.");

  v1::PlanAdopted adopted;
  adopted.set_revision(1);
  *adopted.mutable_period() = created.period();
  *adopted.mutable_decision() = *ParseDecision("KF 2019-06-11 §67");
  EXPECT_EQ(Words(adopted),
            "antagen: revidering 1, gäller 2019-01-01–2022-12-31, KF 2019-06-11 § 67");

  v1::PlanConflictResolved resolved;
  resolved.set_conflict(14);
  resolved.set_choice(v1::CONFLICT_CHOICE_TAKE);
  EXPECT_EQ(Words(resolved), "konflikt 14 avgjord: förslag 1 togs");
  EXPECT_EQ(Words(v1::PlanProposed()), "föreslagen");
}

TEST(EventWordsTest, SayWhatHappenedToAPlace) {
  v1::PlaceClassified classified;
  classified.set_level(v1::PLACE_LEVEL_SERVICE_NODE);
  *classified.mutable_start_date() = *ParseDateArgument("2016-01-01");
  EXPECT_EQ(Words(classified), "klassad: servicenod från 2016-01-01");
  classified.clear_level();
  EXPECT_EQ(Words(classified), "klassad: ingår inte i servicestrukturen från 2016-01-01");

  v1::PlacePopulationRecorded population;
  population.mutable_figure()->set_inhabitants(482);
  population.mutable_figure()->set_source("SCB");
  *population.mutable_figure()->mutable_vintage() = *ParseDateArgument("2018-12-31");
  EXPECT_EQ(Words(population), "befolkning: 482 invånare 2018-12-31, SCB");

  v1::PlaceDistanceRecorded distance;
  distance.mutable_distance()->set_to("partnerships/p/places/0199a1b2-0000-7000-8000-000000000001");
  distance.mutable_distance()->set_metres(128'400);
  distance.mutable_distance()->set_source("NVDB");
  *distance.mutable_distance()->mutable_vintage() = *ParseDateArgument("2019-01-01");
  EXPECT_EQ(Words(distance), "avstånd till 0199a1b2: 128,4 km, 2019-01-01, NVDB");
}

TEST(EventWordsTest, SayWhatHappenedToAServicePoint) {
  v1::ServicePointOpened opened;
  *opened.mutable_date() = *ParseDateArgument("2016-01-01");
  EXPECT_EQ(Words(opened), "öppnade 2016-01-01");
  opened.set_open_before(true);
  EXPECT_EQ(Words(opened), "öppet redan före 2016-01-01");

  v1::ServicePointClosed closed;
  *closed.mutable_date() = *ParseDateArgument("2018-12-01");
  closed.set_cause("Ingen tog över");
  EXPECT_EQ(Words(closed), "stängde 2018-12-01: Ingen tog över");

  v1::ServiceOffered offered;
  offered.mutable_terms()->set_offer(v1::SERVICE_OFFER_GROCERY);
  offered.mutable_terms()->set_full_range(true);
  *offered.mutable_terms()->mutable_end_date() = *ParseDateArgument("2019-07-01");
  offered.mutable_terms()->set_conditions("bara lördagar");
  EXPECT_EQ(Words(offered), "serviceslag: dagligvaror (fullsortiment) –2019-06-30: bara lördagar");

  v1::ServicePointCorrected corrected;
  corrected.mutable_edit()->mutable_turn()->set_entry(8);
  *corrected.mutable_edit()->mutable_turn()->mutable_date() = *ParseDateArgument("2018-11-01");
  EXPECT_EQ(Words(corrected), "händelse 8 rättad: 2018-11-01");
  corrected.mutable_edit()->set_remove_entry(3);
  EXPECT_EQ(Words(corrected), "post 3 borttagen");
  EXPECT_EQ(Words(v1::ServicePointWithdrawn()), "återkallat");
}

TEST(EventWordsTest, CallAnElementOfAPlanAsItWasCalledWhenItWasAdded) {
  v1::PlanEdited added;
  added.mutable_edit()->mutable_add_section()->set_element("1f3a0000-0000-4000-8000-000000000001");
  added.mutable_edit()->mutable_add_section()->set_title("Syfte");
  OrganisationNames names;
  AddElementNames(Event(added), names);
  v1::PlanEdited removed;
  removed.mutable_edit()->set_remove_element("1f3a0000-0000-4000-8000-000000000001");
  EXPECT_EQ(EventInWords(Event(removed), names), "ändrad: Syfte: borttaget");
}

TEST(EventWordsTest, CutLongTextsOfPlans) {
  v1::PlanEdited edited;
  edited.mutable_edit()->mutable_element_text()->set_text(std::string(20'000, 'x'));
  EXPECT_LT(Words(edited).size(), 200u);
}

TEST(EventWordsTest, HaveWordsForEveryFactOfEverySlice) {
  for (const auto* facts : {v1::PartnershipEvent::descriptor(), v1::OrganisationEvent::descriptor(),
                            v1::PersonEvent::descriptor(), v1::MeetingEvent::descriptor(),
                            v1::WorkshopEvent::descriptor(), v1::PlanEvent::descriptor(),
                            v1::PlanRegisterEvent::descriptor(), v1::AttachmentEvent::descriptor(),
                            v1::PlaceEvent::descriptor(), v1::ServicePointEvent::descriptor()}) {
    for (int i = 0; i < facts->field_count(); ++i) {
      v1::RecordedEvent event;
      event.set_type(facts->field(i)->message_type()->full_name());
      EXPECT_NE(EventInWords(event, Names()), event.type()) << event.type();
    }
  }
}

TEST(EventWordsTest, NameTheTypeOfWhatIsYoungerThanTheProgram) {
  v1::RecordedEvent event;
  event.set_type("samverk.v1.WorkshopDreamtOf");
  EXPECT_EQ(EventInWords(event, Names()), "samverk.v1.WorkshopDreamtOf");
}

TEST(EventWordsTest, NameTheTypeOfWhatCannotBeRead) {
  v1::RecordedEvent event = Event(v1::WorkshopPlanned());
  event.mutable_event()->set_value("\xff\xff");
  EXPECT_EQ(EventInWords(event, Names()), "samverk.v1.WorkshopPlanned");
}

TEST(ActorTest, IsRoleAndOrganisationAndForWhom) {
  v1::RecordedEvent event;
  v1::EventMetadata& metadata = *event.mutable_metadata();
  metadata.mutable_actor()->set_role(v1::ROLE_OFFICER);
  EXPECT_EQ(ActorInWords(event, Names()), "handläggare");
  metadata.mutable_actor()->set_organisation(kStoruman);
  metadata.mutable_provenance()->set_on_behalf_of("partnerships/p/organisations/bygderad");
  EXPECT_EQ(ActorInWords(event, Names()), "handläggare, Storuman kommun, för bygderad");
}

TEST(ToJsonTest, PrintsEveryFieldUnderItsJsonName) {
  v1::CommandResult result;
  result.set_name("x");
  EXPECT_EQ(*ToJson(result), R"({"name":"x","revision":"0","outcomes":[],"remarks":[]})");
}

TEST(ToJsonTest, GivesAnUnknownFactAsItsBytes) {
  v1::RecordedEvent event;
  event.set_type("samverk.v1.WorkshopDreamtOf");
  event.mutable_event()->set_type_url("type.googleapis.com/samverk.v1.WorkshopDreamtOf");
  event.mutable_event()->set_value("abc");
  const std::string json = *ToJson(event);
  EXPECT_NE(json.find(R"("@type":"type.googleapis.com/google.protobuf.BytesValue","value":"YWJj")"),
            std::string::npos)
      << json;
}

}  // namespace
}  // namespace samverk

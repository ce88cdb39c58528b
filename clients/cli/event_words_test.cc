#include "clients/cli/event_words.h"

#include <sstream>
#include <string>

#include "base/civil_date.h"
#include "clients/cli/action_plan_words.h"
#include "clients/cli/arguments.h"
#include "clients/cli/cli_context.h"
#include "clients/cli/plan_event_words.h"
#include "gtest/gtest.h"
#include "samverk/v1/action_plan_events.pb.h"
#include "samverk/v1/attachment_events.pb.h"
#include "samverk/v1/discussion_events.pb.h"
#include "samverk/v1/exchange_events.pb.h"
#include "samverk/v1/follow_up_events.pb.h"
#include "samverk/v1/initiative_events.pb.h"
#include "samverk/v1/meeting_events.pb.h"
#include "samverk/v1/national_issue_events.pb.h"
#include "samverk/v1/partnership_events.pb.h"
#include "samverk/v1/place_events.pb.h"
#include "samverk/v1/plan_events.pb.h"
#include "samverk/v1/service_point_events.pb.h"
#include "samverk/v1/workshop_events.pb.h"
#include "services/runtime/testing/every_event.h"

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

TEST(EventWordsTest, SayWhatWasSaidAtAMeeting) {
  v1::MeetingCalled called;
  called.set_title("Höstträff");
  *called.mutable_period() = *ParsePeriod("2019-11-06", "");
  EXPECT_EQ(Words(called), "kallad till 2019-11-06: Höstträff");
  called.add_invited(kStoruman);
  EXPECT_EQ(Words(called), "kallad till 2019-11-06: Höstträff; kallade: Storuman kommun");
  v1::MeetingOrganisationsCalled more;
  more.add_organisations(kStoruman);
  EXPECT_EQ(Words(more), "kallade: Storuman kommun");
  v1::MeetingAgendaSet agenda;
  agenda.add_items();
  EXPECT_EQ(Words(agenda), "dagordningen satt: 1 punkt");
  v1::MeetingMinutesRecorded minutes;
  minutes.add_sections();
  EXPECT_EQ(Words(minutes), "protokoll registrerat: 1 avsnitt");
  v1::MeetingMinutesApproved approved;
  *approved.mutable_approval()->mutable_approved_on() = *ParseDateArgument("2019-11-20");
  approved.mutable_approval()->add_approved_by(kStoruman);
  EXPECT_EQ(Words(approved), "protokollet justerat 2019-11-20 av Storuman kommun");
  v1::MeetingDecisionRecorded decision;
  decision.set_text("Skriv till PTS");
  decision.set_responsible(kStoruman);
  EXPECT_EQ(Words(decision), "beslut: Skriv till PTS (ansvarig: Storuman kommun)");
  *decision.mutable_deadline() = *ParseDateArgument("2019-12-01");
  EXPECT_EQ(Words(decision),
            "beslut: Skriv till PTS (ansvarig: Storuman kommun, senast 2019-12-01)");
  v1::MeetingDecisionCompleted completed;
  completed.mutable_completion()->set_entry(6);
  *completed.mutable_completion()->mutable_done_on() = *ParseDateArgument("2019-11-25");
  EXPECT_EQ(Words(completed), "beslut 6 klart 2019-11-25");
}

// What a correction of a meeting says.
std::string Corrected(void (*correct)(v1::MeetingEdit&)) {
  v1::MeetingCorrected corrected;
  correct(*corrected.mutable_edit());
  return Words(corrected);
}

TEST(EventWordsTest, SayWhatWasCorrectedAboutAMeeting) {
  EXPECT_EQ(Corrected([](v1::MeetingEdit& edit) { edit.set_remove_attendance(kStoruman); }),
            "närvaron rättad: ingen från Storuman kommun");
  EXPECT_EQ(Corrected([](v1::MeetingEdit& edit) { edit.set_remove_invited(kStoruman); }),
            "kallelsen borttagen: Storuman kommun");
  EXPECT_EQ(Corrected([](v1::MeetingEdit& edit) { edit.mutable_minutes()->add_sections(); }),
            "protokollet rättat: 1 avsnitt");
  EXPECT_EQ(Corrected([](v1::MeetingEdit& edit) {
              *edit.mutable_minutes_approval()->mutable_approved_on() =
                  *ParseDateArgument("2019-11-20");
              edit.mutable_minutes_approval()->add_approved_by(kStoruman);
            }),
            "justeringen rättad: justerat 2019-11-20 av Storuman kommun");
  EXPECT_EQ(Corrected([](v1::MeetingEdit& edit) { edit.mutable_remove_minutes_approval(); }),
            "justeringen borttagen: protokollet är inte justerat");
  EXPECT_EQ(Corrected([](v1::MeetingEdit& edit) {
              edit.mutable_decision()->set_entry(6);
              edit.mutable_decision()->set_text("Ring");
              edit.mutable_decision()->set_responsible(kStoruman);
            }),
            "beslut 6 rättat: Ring (ansvarig: Storuman kommun)");
  EXPECT_EQ(Corrected([](v1::MeetingEdit& edit) {
              edit.mutable_decision_completion()->set_entry(6);
              *edit.mutable_decision_completion()->mutable_done_on() =
                  *ParseDateArgument("2019-11-26");
              edit.mutable_decision_completion()->set_result("De svarade");
            }),
            "rättat: beslut 6 klart 2019-11-26: De svarade");
  EXPECT_EQ(Corrected([](v1::MeetingEdit& edit) { edit.set_reopen_decision(6); }),
            "beslut 6 är inte klart");
  EXPECT_EQ(Corrected([](v1::MeetingEdit& edit) { edit.set_remove_decision(6); }),
            "beslut 6 borttaget");
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

TEST(EventWordsTest, SayWhatHappenedToAnExchange) {
  v1::ExperienceShared shared;
  shared.set_owner(kStoruman);
  shared.set_title("Drivmedelsautomat");
  *shared.mutable_shared_on() = *ParseDateArgument("2019-10-01");
  EXPECT_EQ(Words(shared), "erfarenhet delad av Storuman kommun 2019-10-01: Drivmedelsautomat");

  v1::ExchangeAnswerGiven given;
  given.set_organisation(kStoruman);
  given.set_text(std::string(8000, 'x'));
  EXPECT_LT(Words(given).size(), 200u);

  v1::ExchangeAdopted adopted;
  adopted.set_organisation(kStoruman);
  *adopted.mutable_adopted_on() = shared.shared_on();
  EXPECT_EQ(Words(adopted), "tillämpas av Storuman kommun sedan 2019-10-01");
  adopted.set_how("Likadant");
  EXPECT_EQ(Words(adopted), "tillämpas av Storuman kommun sedan 2019-10-01: Likadant");

  v1::ExchangeCorrected corrected;
  corrected.mutable_edit()->mutable_links()->add_links("partnerships/p/plans/1");
  EXPECT_EQ(Words(corrected), "länkarna rättade: plans/1");
  corrected.mutable_edit()->mutable_offers()->add_offers(v1::SERVICE_OFFER_FUEL);
  EXPECT_EQ(Words(corrected), "serviceslagen rättade: drivmedel");
  EXPECT_EQ(Words(v1::QuestionReopened()), "öppnad igen");
}

TEST(EventWordsTest, SayWhatHappenedToADiscussion) {
  v1::DiscussionStarted started;
  started.set_owner(kStoruman);
  started.set_subject("partnerships/vasterbotten/plans/1");
  started.set_title("Cisternen");
  EXPECT_EQ(Words(started), "diskussion om plans/1 påbörjad av Storuman kommun: Cisternen");
  started.set_element("measures/7");
  EXPECT_EQ(Words(started),
            "diskussion om plans/1, measures/7 påbörjad av Storuman kommun: Cisternen");

  v1::DiscussionPosted posted;
  posted.set_organisation(kStoruman);
  posted.set_kind(v1::DISCUSSION_POST_KIND_QUESTION);
  posted.set_text("Räcker den?");
  EXPECT_EQ(Words(posted), "fråga från Storuman kommun: Räcker den?");
  posted.set_reply_to(3);
  EXPECT_EQ(Words(posted), "fråga från Storuman kommun, svar på 3: Räcker den?");

  v1::DiscussionCorrected corrected;
  corrected.mutable_edit()->mutable_about()->set_subject("partnerships/vasterbotten/workshops/1");
  EXPECT_EQ(Words(corrected), "ämnet rättat: workshops/1");
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

TEST(EventWordsTest, SayWhatHappenedToAFollowUp) {
  v1::FollowUpOpened opened;
  opened.set_owner(kStoruman);
  opened.set_plan("partnerships/vasterbotten/plans/0199a1b2-0000-7000-8000-000000000001");
  opened.set_year(2018);
  EXPECT_EQ(Words(opened), "öppnad för 2018 av Storuman kommun, plan 0199a1b2");

  v1::IndicatorObserved observed;
  observed.set_key("butiker");
  observed.mutable_reading()->set_value("7.5");
  observed.mutable_reading()->set_unit("st");
  observed.mutable_reading()->set_source("SCB");
  observed.mutable_reading()->mutable_vintage()->set_year(2018);
  EXPECT_EQ(Words(observed), "indikator butiker: 7,5 st (SCB, 2018)");
  v1::FollowUpEdited edited;
  edited.mutable_edit()->mutable_indicator()->set_entry(3);
  edited.mutable_edit()->mutable_indicator()->mutable_reading()->set_missing_because("Ej räknat");
  EXPECT_EQ(Words(edited), "indikator 3 rättad: saknas: Ej räknat");

  v1::ElementAssessed assessed;
  assessed.set_element("c04d0000-0000-4000-8000-000000000001");
  assessed.set_kind(v1::ASSESSED_KIND_MEASURE);
  assessed.set_assessment(v1::ASSESSMENT_NOT_REACHED);
  EXPECT_EQ(Words(assessed), "åtgärd c04d0000: struken");

  v1::FollowUpSubmitted submitted;
  EXPECT_EQ(Words(submitted), "inlämnad");
  submitted.set_plan_revision(2);
  EXPECT_EQ(Words(submitted), "inlämnad, jämförs med planens revidering 2");
  v1::FollowUpsCompiled compiled;
  compiled.set_year(2018);
  compiled.add_municipalities(kStoruman);
  EXPECT_EQ(Words(compiled), "2018 sammanställt: 0 av 1 kommun");
}

TEST(EventWordsTest, SayWhatHappenedToANationalIssue) {
  v1::NationalIssueRaised raised;
  raised.set_owner(kStoruman);
  raised.set_title("Kontanter");
  *raised.mutable_raised_on() = *ParseDateArgument("2018-01-31");
  EXPECT_EQ(Words(raised), "väckt 2018-01-31 av Storuman kommun: Kontanter");
  v1::NationalIssueSubmitted submitted;
  submitted.set_agency("partnerships/vasterbotten/organisations/pts");
  *submitted.mutable_submitted_on() = raised.raised_on();
  submitted.set_reference("RUN 2018/7");
  EXPECT_EQ(Words(submitted), "inlämnad till pts 2018-01-31, RUN 2018/7");
  v1::NationalIssueAnswered answered;
  answered.set_round(3);
  *answered.mutable_answered_on() = raised.raised_on();
  answered.set_text("Nej");
  EXPECT_EQ(Words(answered), "svar på omgång 3 2018-01-31: Nej");
  answered.set_by_agency(true);
  EXPECT_EQ(Words(answered), "svar på omgång 3 2018-01-31, av myndigheten själv: Nej");
  v1::NationalIssueClosed closed;
  closed.mutable_conclusion()->set_outcome(v1::NATIONAL_ISSUE_OUTCOME_ACHIEVED);
  *closed.mutable_conclusion()->mutable_closed_on() = raised.raised_on();
  EXPECT_EQ(Words(closed), "avslutad 2018-01-31, genomslag");
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

TEST(EventWordsTest, SayWhatHappenedToAnActionPlan) {
  v1::ActionPlanCreated created;
  created.set_owner(kStoruman);
  created.set_year(2026);
  created.set_title("Handlingsplan");
  EXPECT_EQ(Words(created), "handlingsplan för 2026 påbörjad av Storuman kommun: Handlingsplan");

  constexpr char kMeasure[] = "1f3a0000-0000-4000-8000-000000000001";
  v1::ActionPlanCorrected corrected;
  v1::ActionPlanMeasureFinancing& paid = *corrected.mutable_edit()->mutable_measure_financing();
  paid.set_measure(kMeasure);
  paid.set_amount_sek(0);
  EXPECT_EQ(Words(corrected), "rättad: 1f3a0000: finansiering: 0 kr");
  paid.clear_amount_sek();
  EXPECT_EQ(Words(corrected), "rättad: 1f3a0000: finansiering: (inget)");

  v1::MeasureProgressReported reported;
  reported.set_measure(kMeasure);
  reported.set_status(v1::ACTION_PLAN_MEASURE_STATUS_UNDER_WAY);
  EXPECT_EQ(Words(reported), "1f3a0000: pågår");
  reported.set_progress_percent(0);
  reported.set_comment("Väntar");
  EXPECT_EQ(Words(reported), "1f3a0000: pågår, 0 procent: Väntar");

  v1::MeasureDeadlineMoved moved;
  moved.set_measure(kMeasure);
  *moved.mutable_to() = *ParseDateArgument("2026-12-31");
  moved.set_reason("Bygglovet dröjer");
  EXPECT_EQ(Words(moved), "1f3a0000: flyttad från inget datum till 2026-12-31: Bygglovet dröjer");

  v1::ActionPlanEdited added;
  added.mutable_edit()->mutable_add_measure()->set_measure(kMeasure);
  added.mutable_edit()->mutable_add_measure()->set_text("Byt cistern");
  OrganisationNames names;
  AddMeasureNames(Event(added), names);
  EXPECT_EQ(EventInWords(Event(reported), names), "Byt cistern: pågår, 0 procent: Väntar");
}

TEST(EventWordsTest, SayWhatHappenedToAnInitiative) {
  v1::InitiativeRegistered registered;
  registered.set_owner(kStoruman);
  registered.set_title("Byalyft");
  *registered.mutable_period() = *ParsePeriod("2026-01-01", "2027-12-31");
  EXPECT_EQ(Words(registered),
            "projekt registrerat för Storuman kommun, 2026-01-01–2027-12-31: Byalyft");

  v1::InitiativeEdited edited;
  edited.mutable_edit()->mutable_partner()->set_organisation(kStoruman);
  EXPECT_EQ(Words(edited), "inte längre partner: Storuman kommun");
  v1::InitiativeFunding& funding = *edited.mutable_edit()->mutable_add_funding();
  funding.set_source("Tillväxtverket");
  funding.set_amount_sek(400000);
  *funding.mutable_decision() = *ParseDecision("TVV 2026-02-03 §9");
  EXPECT_EQ(Words(edited), "finansiering: Tillväxtverket, 400 000 kr, beslut TVV 2026-02-03 § 9");

  v1::InitiativeEnded ended;
  *ended.mutable_ending()->mutable_ended_on() = *ParseDateArgument("2027-12-31");
  ended.mutable_ending()->set_outcome("Byarna delar en chaufför");
  ended.mutable_ending()->add_cooperations();
  EXPECT_EQ(Words(ended), "avslutat 2027-12-31: Byarna delar en chaufför; 1 samarbete");
}

TEST(EventWordsTest, HaveWordsForEveryFactOfEverySlice) {
  for (const auto* fact : runtime::EveryEvent()) {
    v1::RecordedEvent event;
    event.set_type(fact->full_name());
    EXPECT_NE(EventInWords(event, Names()), event.type()) << event.type();
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

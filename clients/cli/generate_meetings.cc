// The chapter `meetings`: a few a year, most of them with agenda, minutes and decisions.

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "clients/cli/generate_world.h"
#include "samverk/v1/meeting.pb.h"

namespace samverk {
namespace {

// A topic of an agenda, what is said about it, and what is decided.
struct Topic {
  const char* title;
  const char* said;
  const char* decision;
};
constexpr Topic kTopics[] = {
    {"Läget i kommunerna", "Butiken utan handlare är på väg att få en ny. Två mackar har stängt.",
     "Kommunerna lämnar en lägesbild före nästa träff."},
    {"Drivmedel i glesbygd", "Cisternerna är gamla, och stödet räcker inte till att byta dem.",
     "Siffror om mackarna samlas in och skickas till Tillväxtverket."},
    {"Apotek och läkemedel", "Ombuden får färre leveranser. I en by tar det fyra dagar.",
     "Apoteksombudens leveranser följs upp till hösten."},
    {"Kontanter", "Uttag i butik fungerar, insättning gör det inte.",
     "Föreningarnas behov av att sätta in kontanter kartläggs."},
    {"Hemsändning", "Upphandlingen går ut. Flera kommuner kan handla upp tillsammans.",
     "Ett gemensamt underlag för upphandling av hemsändning tas fram."},
    {"Serviceplanerna", "Tre planer går till beslut i år. Mallen behöver kortas.",
     "Mallen för serviceplaner kortas och skickas ut på nytt."},
    {"Paket och post", "Utlämningen flyttar till automater som inte finns i byarna.",
     "En skrivelse till PTS om paketutlämning i byarna tas fram."},
    {"Servicepunkter", "Kriterierna tolkas olika. Byarna vill veta vad som gäller.",
     "Kriterierna för servicepunkter skrivs om med exempel."},
    {"Samordning med andra projekt", "Bredbandsprojektet möter samma byar samma vecka.",
     "Projektens besök i byarna samordnas i en gemensam kalender."},
};
constexpr const char* kResults[] = {"Klart, och utskickat till alla.", "Skrivelsen är inskickad.",
                                    "Genomfört; följs upp nästa år.",
                                    "Underlaget finns bland bilagorna."};
constexpr const char* kVenues[] = {"Kommunhuset", "Folkets hus", "Bygdegården", "Medborgarhuset"};
constexpr int kTopicCount = 4;
constexpr int64_t kMinutesRevision = 3;        // Called, agenda, held, minutes.
constexpr int64_t kFirstDecisionRevision = 5;  // And approved.

// One meeting that is being written.
struct MeetingDraft {
  std::string key;
  std::string name;
  absl::CivilDay day;
  std::vector<Topic> topics;
};

void Call(const World& world, const MeetingDraft& draft, Dice& dice, LineWriter& out) {
  const bool spring = draft.day.month() <= 6;
  const absl::CivilDay called = draft.day - dice.Between(25, 60);
  v1::CallMeetingRequest call;
  call.set_parent(world.parent());
  call.set_meeting_id(world.Id(draft.key));
  call.set_host(world.region());
  call.set_title(
      absl::StrCat("Partnerskapsträff ", spring ? "våren " : "hösten ", draft.day.year()));
  *call.mutable_period() = DaysFrom(draft.day, 1);
  call.set_form(static_cast<v1::EventForm>(dice.Between(1, 3)));
  if (call.form() != v1::EVENT_FORM_DIGITAL) {
    const auto& venue = dice.Pick(kVenues);
    call.set_venue(absl::StrCat(venue, ", ", dice.Pick(world.members()).name));
  }
  call.set_topic(absl::StrCat(draft.topics[0].title, " och annat på dagordningen."));
  for (const std::string& partner : world.Partners()) *call.add_invited() = partner;
  HappenedOn(called, call);
  out.Write(call, world.leader());

  v1::SetMeetingAgendaRequest agenda;
  agenda.set_name(draft.name);
  for (const Topic& topic : draft.topics) {
    v1::AgendaItem& item = *agenda.add_items();
    item.set_title(topic.title);
    item.set_presenter(dice.Chance(50) ? dice.Pick(world.members()).organisation : world.region());
  }
  HappenedOn(called + 7, agenda);
  out.Write(agenda, world.leader());
}

void Cancel(const World& world, const MeetingDraft& draft, LineWriter& out) {
  v1::CancelMeetingRequest cancel;
  cancel.set_name(draft.name);
  cancel.mutable_provenance()->set_reason("För få kunde komma.");
  HappenedOn(draft.day - 3, cancel);
  out.Write(cancel, world.leader());
}

void Hold(const World& world, const MeetingDraft& draft, Dice& dice, LineWriter& out) {
  v1::HoldMeetingRequest hold;
  hold.set_name(draft.name);
  for (const std::string& partner : world.Partners()) {
    if (partner != world.region() && !dice.Chance(75)) continue;
    v1::Attendance& attendance = *hold.add_attendance();
    attendance.set_organisation(partner);
    attendance.set_participants(dice.Between(1, 3));
  }
  HappenedOn(draft.day, hold);
  out.Write(hold, world.leader());

  v1::RecordMeetingMinutesRequest minutes;
  minutes.set_name(draft.name);
  for (const Topic& topic : draft.topics) {
    v1::MinutesSection& section = *minutes.add_sections();
    section.set_title(topic.title);
    section.set_text(topic.said);
  }
  HappenedOn(draft.day + 2, minutes);
  out.Write(minutes, world.leader());

  v1::ApproveMeetingMinutesRequest approve;
  approve.set_name(draft.name);
  approve.set_expected_revision(kMinutesRevision);
  const absl::CivilDay approved =
      std::min(draft.day + dice.Between(5, 20), absl::CivilDay(world.last_year(), 12, 31));
  *approve.mutable_approval()->mutable_approved_on() = ToDate(approved);
  approve.mutable_approval()->add_approved_by(dice.Pick(world.members()).organisation);
  HappenedOn(approved, approve);
  out.Write(approve, world.leader());
}

void Decide(const World& world, const MeetingDraft& draft, Dice& dice, LineWriter& out) {
  int64_t entry = kFirstDecisionRevision;
  std::vector<v1::CompleteMeetingDecisionRequest> done;
  for (const Topic& topic : draft.topics) {
    if (!dice.Chance(60)) continue;
    const bool by_region = dice.Chance(40);
    const Member& member = dice.Pick(world.members());
    v1::RecordMeetingDecisionRequest decide;
    decide.set_name(draft.name);
    decide.set_text(topic.decision);
    decide.set_responsible(by_region ? world.region() : member.organisation);
    if (dice.Chance(80)) *decide.mutable_deadline() = ToDate(draft.day + dice.Between(30, 180));
    HappenedOn(draft.day, decide);
    out.Write(decide, world.leader());
    const absl::CivilDay finished = draft.day + dice.Between(20, 200);
    if (dice.Chance(75) && world.IsTold(finished)) {
      v1::CompleteMeetingDecisionRequest& complete = done.emplace_back();
      complete.set_name(draft.name);
      complete.mutable_completion()->set_entry(entry);
      *complete.mutable_completion()->mutable_done_on() = ToDate(finished);
      complete.mutable_completion()->set_result(dice.Pick(kResults));
      HappenedOn(finished, complete);
    }
    ++entry;
  }
  for (const auto& complete : done) out.Write(complete, world.leader());
}

}  // namespace

void HoldMeetings(const World& world, int year, Dice& dice, LineWriter& out) {
  // A year in ten has too few.
  const int count = dice.Chance(10) ? 1 : dice.Between(2, 4);
  const std::vector<Topic> topics(std::begin(kTopics), std::end(kTopics));
  for (int i = 0; i < count; ++i) {
    MeetingDraft draft;
    draft.key = absl::StrCat("meetings/", year, "/", i);
    draft.name = world.Name("meetings", draft.key);
    draft.day = World::MeetingDay(year, 3 + i * 9 / count, dice);
    draft.topics = dice.PickSome(topics, kTopicCount);
    Call(world, draft, dice, out);
    if (dice.Chance(6)) {
      Cancel(world, draft, out);
      continue;
    }
    Hold(world, draft, dice, out);
    Decide(world, draft, dice, out);
  }
}

}  // namespace samverk

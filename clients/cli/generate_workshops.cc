// The chapter `workshops`: municipalities that learn and investigate together.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "clients/cli/generate_world.h"
#include "samverk/v1/workshop.pb.h"

namespace samverk {
namespace {

struct Theme {
  const char* title;
  const char* description;
  const char* knowledge;
  const char* source;
};
constexpr Theme kThemes[] = {
    {"Drivmedelsstationer på landsbygden", "Vad kostar en bygdeägd mack, och vem bär risken?",
     "Kalkylmall för en bygdeägd drivmedelsstation", "Ett länsprojekt om drivmedel"},
    {"Servicepunkter", "Vilken service ska en by kunna räkna med, och vem står för vad?",
     "Kriterier för servicepunkter: exempel från tre län", "En regional kartläggning"},
    {"Apoteksombud", "Så får byn sina läkemedel när apoteket ligger fem mil bort.",
     "Ombudens villkor i korthet", "En sammanställning av avtal"},
    {"Hemsändning av dagligvaror", "Upphandling, körsträckor och vad stödet räcker till.",
     "Hemsändning: vad den kostar per tur", "Kommunernas egna siffror"},
    {"Butiken som mötesplats", "Handlare berättar om kafé, paket, kassa och bibliotek i samma hus.",
     "Tio butiker som blivit mötesplatser", "En intervjustudie"},
    {"Att skriva en serviceplan", "Mål, orter, prioriteringar och åtgärder som går att följa upp.",
     "Mall för en kommunal serviceplan", "Regionens mall"},
    {"Kontanter i glesbygd", "Var går det att ta ut och sätta in kontanter, och hur långt är det?",
     "Avstånd längs väg till närmaste uttag", "En nationell tillgänglighetsanalys"},
};
constexpr const char* kNotes[] = {
    "Macken säljer lite, men utan den stannar hemtjänsten.",
    "Byn vill ha svar innan sommaren.",
    "Två kommuner provar samma lösning från olika håll.",
    "Avståndet är inte problemet, det är vintervägen.",
    "Handlaren går i pension om två år.",
    "Stödet söks bäst av flera tillsammans.",
    "Ungdomarna saknades i rummet.",
};
constexpr const char* kOutcomes[] = {
    "Kommunerna delar på en konsult för ansökningarna.",
    "Ett gemensamt underlag skrivs före sommaren.",
    "Frågan tas upp på nästa partnerskapsträff.",
    "Byarna bjuds in till ett eget möte.",
};

// One workshop that is being written.
struct WorkshopDraft {
  std::string key;
  std::string name;
  const Member* host = nullptr;
  const Theme* theme = nullptr;
  absl::CivilDay day;
  int days = 1;
  std::vector<Member> invited;
};

std::vector<Member> OthersThan(const Member& host, const World& world) {
  std::vector<Member> others;
  others.reserve(world.members().size());
  for (const Member& member : world.members()) {
    if (member.code != host.code) others.push_back(member);
  }
  return others;
}

void Plan(const World& world, const WorkshopDraft& draft, Dice& dice, LineWriter& out) {
  const absl::CivilDay planned = draft.day - dice.Between(40, 90);
  v1::PlanWorkshopRequest plan;
  plan.set_parent(world.parent());
  plan.set_workshop_id(world.Id(draft.key));
  plan.set_host(draft.host->organisation);
  plan.set_title(draft.theme->title);
  plan.set_description(draft.theme->description);
  *plan.mutable_period() = DaysFrom(draft.day, draft.days);
  plan.set_form(static_cast<v1::EventForm>(dice.Between(1, 3)));
  plan.set_venue(absl::StrCat("Bygdegården, ", dice.Pick(draft.host->villages).name));
  plan.set_capacity(60);
  HappenedOn(planned, plan);
  out.Write(plan, draft.host->officer);

  v1::InviteOrganisationsRequest invite;
  invite.set_name(draft.name);
  for (const Member& member : draft.invited) invite.add_organisations(member.organisation);
  invite.add_organisations(dice.Pick(draft.host->villages).group);
  HappenedOn(planned + 3, invite);
  out.Write(invite, draft.host->officer);

  v1::SetWorkshopProgrammeRequest programme;
  programme.set_name(draft.name);
  const std::pair<int, const char*> items[] = {
      {9, "Välkomna"}, {10, draft.theme->title}, {13, "Arbete i grupper"}, {15, "Vad gör vi nu?"}};
  for (const auto& [hour, title] : items) {
    v1::ProgrammeItem& item = *programme.add_items();
    item.set_day(1);
    item.mutable_start_time()->set_hours(hour);
    item.set_title(title);
  }
  programme.mutable_items(0)->set_organisation(draft.host->organisation);
  HappenedOn(planned + 10, programme);
  out.Write(programme, draft.host->officer);
}

void Hold(const WorkshopDraft& draft, Dice& dice, LineWriter& out) {
  v1::HoldWorkshopRequest hold;
  hold.set_name(draft.name);
  v1::Attendance& host = *hold.add_attendance();
  host.set_organisation(draft.host->organisation);
  host.set_participants(dice.Between(2, 6));
  for (const Member& member : draft.invited) {
    v1::RegisterForWorkshopRequest registration;
    registration.set_name(draft.name);
    registration.mutable_registration()->set_organisation(member.organisation);
    registration.mutable_registration()->set_participants(dice.Between(1, 4));
    HappenedOn(draft.day - dice.Between(5, 25), registration);
    if (!dice.Chance(80)) continue;
    out.Write(registration, member.officer);
    if (dice.Chance(90)) *hold.add_attendance() = registration.registration();
  }
  HappenedOn(draft.day + draft.days - 1, hold);
  out.Write(hold, draft.host->officer);
}

void Remember(const World& world, const WorkshopDraft& draft, Dice& dice, LineWriter& out) {
  v1::PresentKnowledgeRequest knowledge;
  knowledge.set_name(draft.name);
  knowledge.set_title(draft.theme->knowledge);
  knowledge.set_source(draft.theme->source);
  knowledge.set_link("https://example.org/service");
  HappenedOn(draft.day, knowledge);
  out.Write(knowledge, draft.host->officer);
  const int notes = dice.Between(2, 6);
  for (int i = 0; i < notes; ++i) {
    v1::RecordWorkshopNoteRequest note;
    note.set_name(draft.name);
    const auto& village = dice.Pick(draft.host->villages);
    note.set_text(absl::StrCat(village.name, ": ", dice.Pick(kNotes)));
    HappenedOn(draft.day, note);
    const bool by_host = draft.invited.empty() || dice.Chance(20);
    out.Write(note, by_host ? draft.host->officer : dice.Pick(draft.invited).officer);
  }
  const int outcomes = dice.Between(1, 2);
  for (int i = 0; i < outcomes; ++i) {
    v1::RecordWorkshopOutcomeRequest outcome;
    outcome.set_name(draft.name);
    outcome.set_text(dice.Pick(kOutcomes));
    // The first meeting of the year is written before its workshops are.
    outcome.add_links(world.Name("meetings", absl::StrCat("meetings/", draft.day.year(), "/0")));
    HappenedOn(draft.day + 1, outcome);
    out.Write(outcome, world.leader());
  }
}

}  // namespace

void HoldWorkshops(const World& world, int year, Dice& dice, LineWriter& out) {
  const int members = static_cast<int>(world.members().size());
  const int count = std::max(2, members / 4) + dice.Below(2);
  for (int i = 0; i < count; ++i) {
    WorkshopDraft draft;
    draft.key = absl::StrCat("workshops/", year, "/", i);
    draft.name = world.Name("workshops", draft.key);
    draft.host = &dice.Pick(world.members());
    draft.theme = &dice.Pick(kThemes);
    draft.day = World::MeetingDay(year, dice.Between(2, 11), dice);
    draft.days = dice.Between(1, 2);
    draft.invited = dice.PickSome(OthersThan(*draft.host, world), dice.Between(3, 9));
    Plan(world, draft, dice, out);
    if (dice.Chance(8)) {
      v1::CancelWorkshopRequest cancel;
      cancel.set_name(draft.name);
      cancel.mutable_provenance()->set_reason("Snöoväder.");
      HappenedOn(draft.day - 1, cancel);
      out.Write(cancel, draft.host->officer);
      continue;
    }
    Hold(draft, dice, out);
    Remember(world, draft, dice, out);
  }
}

}  // namespace samverk

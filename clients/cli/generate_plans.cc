// The chapter `plans`: every municipality writes a service plan in every fourth year, which is in
// force for the four years that follow; some adopt it for three and extend it.

#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "clients/cli/generate_world.h"
#include "samverk/v1/plan.pb.h"

namespace samverk {
namespace {

constexpr int kPlanYears = 4;

constexpr const char* kGoals[] = {
    "Dagligvaror inom tre mil från varje by", "Drivmedel inom fem mil från varje by",
    "Alla kan hämta sina läkemedel",          "Kontanter går att ta ut och sätta in",
    "Paket lämnas ut där folk bor",           "Varje bygd har en mötesplats"};
constexpr std::pair<const char*, const char*> kMeasures[] = {
    {"Byt cistern vid macken", "Servicestöd och kommunen"},
    {"Teckna avtal om apoteksombud", "Inom ram"},
    {"Handla upp hemsändning", "Kommunen och hemsändningsbidraget"},
    {"Inred mötesplats i butiken", "Landsbygdsprogrammet"},
    {"Utbilda handlare i digital kassa", "Regionen"},
    {"Kartlägg avstånd längs väg", "Inom ram"},
};
constexpr const char* kStatements[] = {
    "Tre mil är för långt på vintern.", "Vi står bakom planen, men åtgärderna behöver datum.",
    "Mötesplatsen är viktigare än macken.", "Vi vill vara med och bestämma kriterierna."};
constexpr v1::ServiceOffer kOffers[] = {v1::SERVICE_OFFER_GROCERY,
                                        v1::SERVICE_OFFER_FUEL,
                                        v1::SERVICE_OFFER_POST,
                                        v1::SERVICE_OFFER_PHARMACY,
                                        v1::SERVICE_OFFER_CASH_WITHDRAWAL,
                                        v1::SERVICE_OFFER_MEETING_PLACE};

// One plan that is being written: how many events it has is known, for nobody else writes it.
class PlanDraft {
 public:
  PlanDraft(const World& world, const Member& member, int year, Dice& dice, LineWriter& out)
      : world_(world),
        member_(member),
        year_(year),
        dice_(dice),
        out_(out),
        key_(KeyOf(member, year)),
        name_(world.Name("plans", key_)) {}

  static std::string KeyOf(const Member& member, int year) {
    return absl::StrCat("plans/", member.code, "/", year);
  }

  void Create(int years) {
    v1::CreatePlanRequest create;
    create.set_parent(world_.parent());
    create.set_plan_id(world_.Id(key_));
    create.set_owner(member_.organisation);
    create.set_title(
        absl::StrCat("Serviceplan för ", member_.name, " ", year_ + 1, "–", year_ + years));
    v1::DatePeriod& period = *create.mutable_period();
    *period.mutable_start_date() = ToDate(absl::CivilDay(year_ + 1, 1, 1));
    *period.mutable_end_date() = ToDate(absl::CivilDay(year_ + 1 + years, 1, 1));
    create.set_responsible_unit("Näringslivskontoret");
    Give(create, Day(1, 20), 0);
  }

  void WriteSections() {
    v1::EditPlanRequest edit;
    AddSection("syfte", "Syfte", "Alla som bor och verkar i kommunen ska nå grundläggande service.",
               edit);
    AddSection("lage", "Läget i dag",
               absl::StrCat("I ", member_.villages[0].name,
                            " finns butik och mack. I de andra byarna är det längre till det "
                            "mesta, och vägen är det som avgör."),
               edit);
    AddSection("samverkan", "Samverkan",
               "Planen är skriven med byaföreningarna. Den följs upp varje år.", edit);
    GiveEdits(std::move(edit), Day(2, 15));
  }

  void WriteGoalsAndPlaces() {
    v1::EditPlanRequest edit;
    for (int i = 0; i < kGoalCount; ++i) {
      v1::AddPlanGoal& goal = *edit.add_edits()->mutable_add_goal();
      goal.set_element(Element(absl::StrCat("goal/", i)));
      goal.set_title(kGoals[(member_.index + i) % static_cast<int>(std::size(kGoals))]);
    }
    for (size_t i = 0; i < member_.villages.size(); ++i) {
      v1::AddPlanPlace& place = *edit.add_edits()->mutable_add_place();
      place.set_element(Element(absl::StrCat("place/", i)));
      place.set_title(member_.villages[i].name);
      place.set_level(i == 0 ? v1::PLACE_LEVEL_SERVICE_LOCALITY
                             : static_cast<v1::PlaceLevel>(dice_.Between(2, 3)));
      const std::vector<v1::ServiceOffer> offers(std::begin(kOffers), std::end(kOffers));
      for (const v1::ServiceOffer offer :
           dice_.PickSome(offers, i == 0 ? 5 : dice_.Between(1, 3))) {
        place.add_offers(offer);
      }
    }
    v1::AddPlanPriority& priority = *edit.add_edits()->mutable_add_priority();
    priority.set_element(Element("priority"));
    priority.set_title("Den enda butiken inom fem mil går först");
    GiveEdits(std::move(edit), Day(4, 10));
  }

  void WriteMeasures() {
    v1::EditPlanRequest edit;
    const int count = dice_.Between(3, 6);
    for (int i = 0; i < count; ++i) {
      const auto& [title, financing] = kMeasures[static_cast<size_t>(i)];
      v1::AddPlanMeasure& measure = *edit.add_edits()->mutable_add_measure();
      measure.set_element(Element(absl::StrCat("measure/", i)));
      measure.set_title(title);
      measure.set_goal(Element(absl::StrCat("goal/", dice_.Below(kGoalCount))));
      measure.set_responsible_unit("Näringslivskontoret");
      *measure.mutable_deadline() =
          ToDate(absl::CivilDay(year_ + dice_.Between(1, kPlanYears), 6, 30));
      measure.set_financing(financing);
      measure.set_budget_sek(int64_t{10'000} * dice_.Between(2, 60));
    }
    GiveEdits(std::move(edit), Day(5, 20));
  }

  void Consult() {
    v1::OpenPlanConsultationRequest open;
    open.set_name(name_);
    *open.mutable_answer_by() = ToDate(absl::CivilDay(year_, 9, 15));
    open.add_invited(world_.region());
    for (const Village& village : member_.villages) open.add_invited(village.group);
    Give(open, Day(6, 15), 1);
    for (const Village& village : member_.villages) {
      if (!dice_.Chance(60)) continue;
      v1::ReceivePlanStatementRequest receive;
      receive.set_name(name_);
      receive.set_organisation(village.group);
      receive.set_text(dice_.Pick(kStatements));
      const absl::CivilDay day(year_, 9, dice_.Between(1, 15));
      *receive.mutable_received_on() = ToDate(day);
      receive.mutable_provenance()->set_on_behalf_of(village.group);
      Give(receive, day, 1);
    }
    v1::EditPlanRequest edit;
    v1::PlanElementText& text = *edit.add_edits()->mutable_element_text();
    text.set_element(Element("section/samverkan"));
    text.set_text(
        "Planen är skriven med byaföreningarna, som lämnat sina yttranden. Den följs upp varje "
        "år.");
    edit.mutable_provenance()->set_reason("Efter samrådet.");
    GiveEdits(std::move(edit), Day(10, 1));
  }

  void Adopt() {
    v1::ProposePlanRequest propose;
    propose.set_name(name_);
    propose.set_expected_revision(revision_);
    Give(propose, Day(10, 20), 1);
    v1::AdoptPlanRequest adopt;
    adopt.set_name(name_);
    adopt.set_expected_revision(revision_);
    const absl::CivilDay day = World::MeetingDay(year_, 11, dice_);
    *adopt.mutable_decision() = DecisionOn(day, dice_);
    Give(adopt, day, 1);
  }

  static v1::DecisionRef DecisionOn(absl::CivilDay day, Dice& dice) {
    v1::DecisionRef decision;
    decision.set_body("KF");
    *decision.mutable_date() = ToDate(day);
    decision.set_paragraph(absl::StrCat(dice.Between(20, 180)));
    decision.set_diarienummer(absl::StrCat("KS ", day.year(), "/", dice.Between(100, 999)));
    return decision;
  }

 private:
  static constexpr int kGoalCount = 3;

  absl::CivilDay Day(int month, int day) const { return absl::CivilDay(year_, month, day); }
  std::string Element(absl::string_view what) const {
    return world_.Id(absl::StrCat(key_, "/", what));
  }

  void AddSection(const char* what, const char* title, const std::string& text,
                  v1::EditPlanRequest& edit) {
    v1::AddPlanSection& section = *edit.add_edits()->mutable_add_section();
    section.set_element(Element(absl::StrCat("section/", what)));
    section.set_title(title);
    section.set_text(text);
  }

  // Gives a command that leads to so many events.
  template <typename Request>
  void Give(Request request, absl::CivilDay day, int events) {
    HappenedOn(day, request);
    out_.Write(request, member_.officer);
    revision_ += events;
  }

  void GiveEdits(v1::EditPlanRequest edit, absl::CivilDay day) {
    edit.set_name(name_);
    edit.set_expected_revision(revision_);
    const int events = edit.edits_size();
    Give(std::move(edit), day, events);
  }

  const World& world_;
  const Member& member_;
  const int year_;
  Dice& dice_;
  LineWriter& out_;
  const std::string key_;
  const std::string name_;
  int64_t revision_ = 0;
};

// Some adopt their plan for a year less, and then extend it by that year.
bool IsExtended(const Member& member) { return member.index % 5 == 2; }

void Extend(const World& world, const Member& member, int written, Dice& dice, LineWriter& out) {
  const int year = written + kPlanYears - 1;
  const absl::CivilDay day = World::MeetingDay(year, 10, dice);
  v1::ExtendPlanRequest extend;
  extend.set_name(world.Name("plans", PlanDraft::KeyOf(member, written)));
  *extend.mutable_decision() = PlanDraft::DecisionOn(day, dice);
  *extend.mutable_end_date() = ToDate(absl::CivilDay(written + kPlanYears + 1, 1, 1));
  HappenedOn(day, extend);
  out.Write(extend, member.officer);
}

}  // namespace

void WritePlans(const World& world, int year, Dice& dice, LineWriter& out) {
  for (const Member& member : world.members()) {
    const int since_first = year - world.first_year() - member.index % kPlanYears;
    if (since_first < 0) continue;
    if (since_first % kPlanYears == kPlanYears - 1 && IsExtended(member)) {
      Extend(world, member, year - (kPlanYears - 1), dice, out);
    }
    if (since_first % kPlanYears != 0) continue;
    PlanDraft draft(world, member, year, dice, out);
    draft.Create(IsExtended(member) ? kPlanYears - 1 : kPlanYears);
    draft.WriteSections();
    draft.WriteGoalsAndPlaces();
    draft.WriteMeasures();
    draft.Consult();
    draft.Adopt();
  }
}

}  // namespace samverk

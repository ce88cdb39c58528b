#include "clients/cli/generate_world.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/civil_date.h"
#include "clients/cli/arguments.h"
#include "clients/cli/import_ids.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/json_util.h"

namespace samverk {
namespace {

constexpr int kVillagesMin = 2;
constexpr int kVillagesMax = 5;

constexpr const char* kFirstParts[] = {
    "Abborr", "Alm",  "Bjur", "Björk", "Brun", "Bäck", "Dal",  "Frost", "Fågel", "Gran",
    "Hjort",  "Hög",  "Järp", "Kall",  "Korp", "Kråk", "Lav",  "Lill",  "Lom",   "Mo",
    "Myr",    "Norr", "Ripa", "Räv",   "Sel",  "Sjö",  "Sten", "Stor",  "Tall",  "Älg"};
constexpr const char* kLastParts[] = {"berg",   "bergstjärn", "dalen", "forsby",  "heden",
                                      "kullen", "liden",      "lunda", "marken",  "näset",
                                      "sjöby",  "strand",     "torp",  "träsket", "viken"};

// The method that takes such requests.
const google::protobuf::MethodDescriptor& MethodOf(const google::protobuf::Descriptor& request) {
  for (int s = 0; s < request.file()->service_count(); ++s) {
    const auto* service = request.file()->service(s);
    for (int m = 0; m < service->method_count(); ++m) {
      if (service->method(m)->input_type() == &request) return *service->method(m);
    }
  }
  CHECK(false);  // Only requests are written.
}

// A name that no other village of the county has.
std::string VillageName(Dice& dice, std::set<std::string>& taken) {
  while (true) {
    // One after the other: in which order arguments are worked out is not said.
    std::string name(dice.Pick(kFirstParts));
    name += dice.Pick(kLastParts);
    if (taken.insert(name).second) return name;
  }
}

}  // namespace

World::World(const County& county, uint64_t seed, int first_year, int last_year)
    : county_(county),
      seed_(seed),
      first_year_(first_year),
      last_year_(last_year),
      parent_(absl::StrCat("partnerships/exempel-", county.slug)),
      region_id_(absl::StrCat("region-", county.slug)),
      board_id_(absl::StrCat("lansstyrelsen-", county.slug)),
      leader_(absl::StrCat("process-leader@", region_id_)) {
  AddMembers();
}

std::string World::id() const { return absl::StrCat("exempel-", county_.slug); }

void World::AddMembers() {
  Dice dice = DiceFor("villages");
  std::set<std::string> taken;
  for (const Municipality& municipality : MunicipalitiesOf(county_.code)) {
    Member member;
    member.code = municipality.code;
    member.name = municipality.name;
    member.organisation = Organisation(municipality.code);
    member.officer = absl::StrCat("officer@", municipality.code);
    member.index = static_cast<int>(members_.size());
    const int villages = dice.Between(kVillagesMin, kVillagesMax);
    for (int i = 0; i < villages; ++i) {
      member.villages.push_back(
          {VillageName(dice, taken), Organisation(absl::StrCat("by-", municipality.code, "-", i))});
    }
    members_.push_back(std::move(member));
  }
}

std::vector<std::string> World::Partners() const {
  std::vector<std::string> partners;
  partners.reserve(members_.size() + 2);
  for (const Member& member : members_) partners.push_back(member.organisation);
  partners.push_back(region());
  partners.push_back(board());
  return partners;
}

std::string World::Organisation(absl::string_view id) const {
  return absl::StrCat(parent_, "/organisations/", id);
}

std::string World::Scope() const {
  return absl::StrCat("generate/", seed_, "/", county_.code, "/");
}

std::string World::Id(absl::string_view key) const { return NamedId(absl::StrCat(Scope(), key)); }

std::string World::Name(absl::string_view collection, absl::string_view key) const {
  return absl::StrCat(parent_, "/", collection, "/", Id(key));
}

Dice World::DiceFor(absl::string_view what) const { return Dice(absl::StrCat(Scope(), what)); }

absl::CivilDay World::MeetingDay(int year, int month, Dice& dice) {
  absl::CivilDay day(year, month, dice.Between(1, 21));
  while (absl::GetWeekday(day) != absl::Weekday::tuesday) ++day;
  return day + dice.Below(3);
}

void LineWriter::Write(const google::protobuf::Message& request, absl::string_view act_as) {
  const auto& method = MethodOf(*request.GetDescriptor());
  std::string json;
  CHECK(google::protobuf::util::MessageToJsonString(request, &json).ok());
  out_ << R"({"rpc":")" << method.service()->name() << "." << method.name() << '"';
  if (!act_as.empty()) out_ << R"(,"act_as":")" << act_as << '"';
  // The same may be said twice, as far as dice know.
  out_ << R"(,"key":")" << chapter_ << "/" << ++number_ << R"(","request":)" << json << "}\n";
  ++lines_;
}

v1::DatePeriod DaysFrom(absl::CivilDay day, int days) {
  v1::DatePeriod period;
  *period.mutable_start_date() = ToDate(day);
  *period.mutable_end_date() = ToDate(day + days);
  return period;
}

google::protobuf::Timestamp NoonOfDay(absl::CivilDay day) { return NoonOf(ToDate(day)); }

const std::vector<Chapter>& Chapters() {
  static const auto& chapters = *new std::vector<Chapter>{
      {"partnership", AdmitPartners, nullptr}, {"people", RegisterPeople, ChangePeople},
      {"meetings", nullptr, HoldMeetings},     {"workshops", nullptr, HoldWorkshops},
      {"plans", nullptr, WritePlans},
  };
  return chapters;
}

int64_t WriteWorld(const World& world, std::ostream& out) {
  LineWriter writer(out);
  for (const Chapter& chapter : Chapters()) {
    if (chapter.begin == nullptr) continue;
    writer.BeginChapter(chapter.name);
    Dice dice = world.DiceFor(chapter.name);
    chapter.begin(world, dice, writer);
  }
  for (int year = world.first_year(); year <= world.last_year(); ++year) {
    for (const Chapter& chapter : Chapters()) {
      if (chapter.year == nullptr) continue;
      const std::string name = absl::StrCat(chapter.name, "/", year);
      writer.BeginChapter(name);
      Dice dice = world.DiceFor(name);
      chapter.year(world, year, dice, writer);
    }
  }
  return writer.lines();
}

}  // namespace samverk

// A partnership that is made up: the municipalities of a county, villages that do not exist, and
// the lines of a replay file that tell what they did. No real persons.

#ifndef SAMVERK_CLIENTS_CLI_GENERATE_WORLD_H_
#define SAMVERK_CLIENTS_CLI_GENERATE_WORLD_H_

#include <cstdint>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "clients/cli/generate_random.h"
#include "clients/cli/municipalities.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "samverk/v1/common.pb.h"

namespace samverk {

struct Village {
  std::string name;
  std::string group;  // Its village association: the whole name of an organisation.
};

struct Member {
  std::string code;
  std::string name;          // `Storuman`.
  std::string organisation;  // Its whole name.
  std::string officer;       // Who acts for it: `officer@2421`.
  int index = 0;             // Among the members.
  std::vector<Village> villages;
};

class World {
 public:
  World(const County& county, uint64_t seed, int first_year, int last_year);

  const County& county() const { return county_; }
  std::string id() const;                                // `exempel-vasterbotten`.
  const std::string& parent() const { return parent_; }  // `partnerships/{id}`.
  const std::vector<Member>& members() const { return members_; }
  // The Region, the County Board, and who leads the process at the Region.
  std::string region() const { return Organisation(region_id_); }
  std::string board() const { return Organisation(board_id_); }
  const std::string& region_id() const { return region_id_; }
  const std::string& board_id() const { return board_id_; }
  const std::string& leader() const { return leader_; }
  // Everybody who is called to meetings.
  std::vector<std::string> Partners() const;

  int first_year() const { return first_year_; }
  int last_year() const { return last_year_; }
  // Whether a day is within the years that are told of.
  bool IsTold(absl::CivilDay day) const { return day.year() <= last_year_; }

  std::string Organisation(absl::string_view id) const;
  // The id that `key` has in this world, always the same; and the name of a resource of that id.
  std::string Id(absl::string_view key) const;
  std::string Name(absl::string_view collection, absl::string_view key) const;

  // Dice for everything that has a name.
  Dice DiceFor(absl::string_view what) const;

  // A Tuesday, Wednesday or Thursday of that month.
  static absl::CivilDay MeetingDay(int year, int month, Dice& dice);

 private:
  std::string Scope() const;
  void AddMembers();

  const County& county_;
  const uint64_t seed_;
  const int first_year_;
  const int last_year_;
  const std::string parent_;
  const std::string region_id_;
  const std::string board_id_;
  const std::string leader_;
  std::vector<Member> members_;
};

// Writes the lines of a file. Each gets a key that counts within the chapter, so that a chapter
// never changes because another one does.
class LineWriter {
 public:
  explicit LineWriter(std::ostream& out) : out_(out) {}

  void BeginChapter(std::string chapter) {
    chapter_ = std::move(chapter);
    number_ = 0;
  }

  // Writes a command, given by `act_as`; empty: by whoever replays the file.
  void Write(const google::protobuf::Message& request, absl::string_view act_as);

  int64_t lines() const { return lines_; }

 private:
  std::ostream& out_;
  std::string chapter_;
  int number_ = 0;
  int64_t lines_ = 0;
};

// `days` days from `day` on.
v1::DatePeriod DaysFrom(absl::CivilDay day, int days);

google::protobuf::Timestamp NoonOfDay(absl::CivilDay day);

// Says when it happened.
template <typename Request>
void HappenedOn(absl::CivilDay day, Request& request) {
  *request.mutable_provenance()->mutable_occurred_at() = NoonOfDay(day);
}

// What one slice writes: before the first year, and for each year. One file and one line in
// Chapters() make a slice a part of every partnership.
struct Chapter {
  const char* name;
  void (*begin)(const World& world, Dice& dice, LineWriter& out);
  void (*year)(const World& world, int year, Dice& dice, LineWriter& out);
};
const std::vector<Chapter>& Chapters();

// The chapters, each in a file of its own.
void AdmitPartners(const World& world, Dice& dice, LineWriter& out);
void RegisterPeople(const World& world, Dice& dice, LineWriter& out);
void ChangePeople(const World& world, int year, Dice& dice, LineWriter& out);
void HoldMeetings(const World& world, int year, Dice& dice, LineWriter& out);
void HoldWorkshops(const World& world, int year, Dice& dice, LineWriter& out);
void WritePlans(const World& world, int year, Dice& dice, LineWriter& out);

// Writes all lines of a partnership, year by year. Returns how many.
int64_t WriteWorld(const World& world, std::ostream& out);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_GENERATE_WORLD_H_

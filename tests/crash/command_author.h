// CommandAuthor: thinks of commands for one client of the crash test.

#ifndef SAMVERK_TESTS_CRASH_COMMAND_AUTHOR_H_
#define SAMVERK_TESTS_CRASH_COMMAND_AUTHOR_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "samverk/v1/common.pb.h"

namespace samverk::tests {

inline constexpr char kCrashPartnership[] = "partnerships/vasterbotten";

// Whether a command that was taken wrote anything: one whose edits all say what stands already, or
// against which a rule speaks, does not.
bool WroteSomething(const v1::CommandResult& result);

// One thread.
class CommandAuthor {
 public:
  // `seed` decides what it thinks of.
  explicit CommandAuthor(uint32_t seed) : random_(seed) {}

  // The commands that every client begins with, the same in the same words: a partnership,
  // organisations, and workshops, meetings and plans that all work on.
  static std::vector<std::unique_ptr<google::protobuf::Message>> Setup();

  // Learns what came of a command.
  void Learn(const google::protobuf::Message& command, const v1::CommandResult& result);

  // The next command. Those that need to know a revision use the one that it knows of last;
  // the caller may learn of a newer one with KnowRevision.
  std::unique_ptr<google::protobuf::Message> Next();

  // A workshop, meeting or organisation that somebody else may have changed, if it is time
  // to read one.
  std::optional<std::string> NameToRead();
  void KnowRevision(const std::string& name, int64_t revision) { revisions_[name] = revision; }

  uint32_t Below(uint32_t limit) { return random_() % limit; }

 private:
  std::unique_ptr<google::protobuf::Message> NextOfWorkshops();
  std::unique_ptr<google::protobuf::Message> Plan();
  std::unique_ptr<google::protobuf::Message> Invite();
  std::unique_ptr<google::protobuf::Message> EditWorkshop(const std::string& workshop);

  std::unique_ptr<google::protobuf::Message> EditPlan();

  std::unique_ptr<google::protobuf::Message> NextOfPartnership();
  std::unique_ptr<google::protobuf::Message> Call();
  std::unique_ptr<google::protobuf::Message> EditMeeting(const std::string& meeting);
  std::unique_ptr<google::protobuf::Message> Rename();
  std::unique_ptr<google::protobuf::Message> RegisterPerson();

  // One of those that all work on, or one of its `own`.
  std::string SomeOf(const std::vector<std::string>& shared, const std::vector<std::string>& own);
  std::string Words();

  std::mt19937 random_;
  std::vector<std::string> own_workshops_;    // Names of those that it planned.
  std::vector<std::string> to_invite_to_;     // Those that nobody is invited to yet.
  std::vector<std::string> own_meetings_;     // Names of those that it called.
  std::map<std::string, int64_t> revisions_;  // As far as it knows.
  // What it last wrote of a plan: the position that its next form is opened at.
  std::map<std::string, v1::LedgerPosition> plan_forms_;
  int written_ = 0;
};

}  // namespace samverk::tests

#endif  // SAMVERK_TESTS_CRASH_COMMAND_AUTHOR_H_

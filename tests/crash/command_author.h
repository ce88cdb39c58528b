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

// One thread.
class CommandAuthor {
 public:
  // `seed` decides what it thinks of.
  explicit CommandAuthor(uint32_t seed) : random_(seed) {}

  // The commands that every client begins with, the same in the same words: a partnership,
  // organisations, and workshops that all work on.
  static std::vector<std::unique_ptr<google::protobuf::Message>> Setup();
  static std::vector<std::string> SharedWorkshops();

  // Learns what came of a command.
  void Learn(const google::protobuf::Message& command, const v1::CommandResult& result);

  // The next command. Those that need to know a revision name a workshop whose revision
  // is known; the caller may learn of others with KnowRevision.
  std::unique_ptr<google::protobuf::Message> Next();

  // A workshop that somebody else may have changed, if it is time to read one.
  std::optional<std::string> WorkshopToRead();
  void KnowRevision(const std::string& workshop, int64_t revision) {
    revisions_[workshop] = revision;
  }

  uint32_t Below(uint32_t limit) { return random_() % limit; }

 private:
  std::unique_ptr<google::protobuf::Message> Plan();
  std::unique_ptr<google::protobuf::Message> Invite();
  std::unique_ptr<google::protobuf::Message> Edit(const std::string& workshop);
  std::string SomeWorkshop();
  std::string Words();

  std::mt19937 random_;
  std::vector<std::string> own_;              // Names of the workshops that it planned.
  std::vector<std::string> to_invite_to_;     // Those that nobody is invited to yet.
  std::map<std::string, int64_t> revisions_;  // As far as it knows.
  int written_ = 0;
};

}  // namespace samverk::tests

#endif  // SAMVERK_TESTS_CRASH_COMMAND_AUTHOR_H_

// What must hold after a server was killed however often: of what its clients wrote down,
// of its feed, of its views, and of its ledger.
//
// Every check returns what is wrong as sentences, the first few; empty: nothing is.

#ifndef SAMVERK_TESTS_CRASH_CRASH_CHECKS_H_
#define SAMVERK_TESTS_CRASH_CRASH_CHECKS_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "grpcpp/channel.h"
#include "samverk/testing/v1/crash_record.pb.h"
#include "samverk/v1/common.pb.h"
#include "samverk/v1/event.pb.h"

namespace samverk::tests {

using Complaints = std::vector<std::string>;

// What became of the commands of all clients, by request id. The same command of several
// clients has several answers.
struct CommandFate {
  testing::v1::CommandSent sent;
  std::vector<testing::v1::CommandAnswered> answers;
};
using Fates = std::map<std::string, CommandFate>;

Fates ReadFates(const std::vector<std::string>& record_paths);

// Whether an answer says that something was written.
bool WroteSomething(const testing::v1::CommandAnswered& answer);
v1::CommandResult ResultOf(const testing::v1::CommandAnswered& answer);

// Everything in the ledger, as the feed tells it.
std::vector<v1::RecordedEvent> ReadFeed(const std::shared_ptr<grpc::Channel>& channel);

// Positions and revisions without gaps, no request's event twice, time that never runs
// backwards.
Complaints CheckSequence(const std::vector<v1::RecordedEvent>& events);

// Everything that was acknowledged is where the answer said, nothing that was refused is
// there, and nothing that nobody asked for.
Complaints CheckFates(const Fates& fates, const std::vector<v1::RecordedEvent>& events);

// A command that was taken is answered in the identical words when it is repeated.
Complaints CheckRepeats(const std::shared_ptr<grpc::Channel>& channel, const Fates& fates);

// What queries tell of workshops is what a fold over the events tells, and every view answers
// for all of them: waits for those that are behind.
Complaints CheckViews(const std::shared_ptr<grpc::Channel>& channel,
                      const std::vector<v1::RecordedEvent>& events);

// Who followed saw exactly the events of the log, once and in order.
Complaints CheckFollowed(const std::string& followed_path,
                         const std::vector<v1::RecordedEvent>& events);

// Of the ledger of a server that was asked to stop: its head file is up to date, it is
// whole, its events are what the rules decide for the commands that were sent, and what is
// personal in them can be opened.
Complaints CheckLedger(const std::string& data_directory, const Fates& fates);

// Of the ledger of a server that was asked to stop when its views had caught up: each view
// lies on disk as a fresh fold of the whole log makes it (projection_check.h), and there is
// no other.
Complaints CheckProjections(const std::string& data_directory);

}  // namespace samverk::tests

#endif  // SAMVERK_TESTS_CRASH_CRASH_CHECKS_H_

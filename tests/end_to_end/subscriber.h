// Subscriber: somebody who follows a ledger, frame by frame.

#ifndef SAMVERK_TESTS_END_TO_END_SUBSCRIBER_H_
#define SAMVERK_TESTS_END_TO_END_SUBSCRIBER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "samverk/v1/feed.grpc.pb.h"
#include "samverk/v1/feed.pb.h"
#include "services/testing/in_process_server.h"

namespace samverk::tests {

// One thread.
class Subscriber {
 public:
  // Follows from where `request` says, for at most a minute.
  Subscriber(const std::shared_ptr<grpc::Channel>& channel, const v1::SubscribeRequest& request,
             const std::string& act_as = "")
      : stub_(v1::FeedService::NewStub(channel)) {
    context_.set_deadline(absl::ToChronoTime(Clock::System().Now() + absl::Minutes(1)));
    if (!act_as.empty()) context_.AddMetadata("samverk-act-as", act_as);
    reader_ = stub_->Subscribe(&context_, request);
  }
  ~Subscriber() {
    if (reader_ != nullptr) Cancel().IgnoreError();
  }

  // The next frame; nullopt when the stream has ended.
  std::optional<v1::SubscribeResponse> Next() {
    v1::SubscribeResponse frame;
    if (!reader_->Read(&frame)) return std::nullopt;
    return frame;
  }

  // The events until the server says that they are all.
  std::vector<v1::RecordedEvent> ReadUntilCaughtUp() {
    std::vector<v1::RecordedEvent> events;
    while (auto frame = Next()) {
      if (frame->has_caught_up()) break;
      if (frame->has_event()) events.push_back(frame->event());
    }
    return events;
  }

  // The next `count` events, whatever is between them.
  std::vector<v1::RecordedEvent> ReadEvents(size_t count) {
    std::vector<v1::RecordedEvent> events;
    while (events.size() < count) {
      const auto frame = Next();
      if (!frame.has_value()) break;
      if (frame->has_event()) events.push_back(frame->event());
    }
    return events;
  }

  // Hangs up, and returns how the stream ended.
  absl::Status Cancel() {
    context_.TryCancel();
    return Finish();
  }

  // Reads to the end, and returns how the stream ended.
  absl::Status Finish() {
    while (Next().has_value()) {
    }
    const grpc::Status status = reader_->Finish();
    reader_.reset();
    return testing::ToAbslStatus(status);
  }

 private:
  const std::unique_ptr<v1::FeedService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::SubscribeResponse>> reader_;
};

}  // namespace samverk::tests

#endif  // SAMVERK_TESTS_END_TO_END_SUBSCRIBER_H_

#include "storage/event_log/log_verifier.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/status_macros.h"
#include "samverk/storage/v1/log_record.pb.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::storage {
namespace {

absl::Status Damaged(const RecordedEvent& event, absl::string_view what) {
  return Refusal(kLogDamaged)
      .With("what", absl::StrCat("position ", event.position().value(), ": ", what));
}

absl::Status CheckCommitments(const RecordedEvent& event) {
  if (AsBytes(PayloadCommitment(event.payload_salt(), event.payload())) !=
      event.payload_commitment()) {
    return Damaged(event, "the payload is not what was committed to");
  }
  if (event.personal_commitment().empty()) {
    return event.personal().empty() ? absl::OkStatus()
                                    : Damaged(event, "a personal part nobody committed to");
  }
  if (AsBytes(PersonalCommitment(event.personal_salt(), event.personal())) !=
      event.personal_commitment()) {
    return Damaged(event, "the personal part is not what was committed to");
  }
  return absl::OkStatus();
}

// The value of the row in `requests` that an append's first event leads to.
absl::StatusOr<std::string> DeriveRequest(const RecordedEvent& event) {
  v1::RequestRecord record;
  record.set_first_position(event.position().value());
  const absl::string_view trace = event.append_trace();
  if (!record.mutable_append()->ParseFromArray(trace.data(), static_cast<int>(trace.size()))) {
    return Damaged(event, "the trace of its append is malformed");
  }
  return record.SerializeAsString();
}

// How many rows there are, and a sum over them in which their order does not count.
struct RowSum {
  uint64_t rows = 0;
  std::array<uint64_t, 4> sum{};

  void Add(absl::string_view key, absl::string_view value) {
    const Sha256Digest digest =
        Sha256({EncodeUint64(key.size()), key, EncodeUint64(value.size()), value});
    for (size_t i = 0; i < sum.size(); ++i) {
      sum[i] += *DecodeUint64(AsBytes(digest).substr(8 * i, 8));
    }
    ++rows;
  }
  friend bool operator==(const RowSum&, const RowSum&) = default;
};

}  // namespace

absl::Status RowDeriver::Follow(const RecordedEvent& event, const Sink& sink) {
  const absl::string_view resource = event.resource();
  auto [head, is_new] = heads_.try_emplace(std::string(resource));
  StreamHead& end = head->second;
  if (event.recorded_at() < last_recorded_at_) return Damaged(event, "time runs backwards");
  last_recorded_at_ = event.recorded_at();
  if (is_new) {
    if (event.revision() != Revision(0)) return Damaged(event, "its stream does not begin at 0");
    if (!event.previous_leaf_hash().empty()) return Damaged(event, "it follows on nothing");
    end.id = StreamId(event.position());
    end.owner = std::string(event.owner());
    RETURN_IF_ERROR(sink(kNamesFamily, resource, EncodeNameRow({end.id, end.owner})));
  } else {
    if (event.revision() != end.last_revision + 1) return Damaged(event, "its revision skips");
    if (event.owner() != end.owner) return Damaged(event, "its owner changed");
    if (event.previous_leaf_hash() != AsBytes(end.leaf_hash)) {
      return Damaged(event, "it does not follow on the event before it in its stream");
    }
  }
  end.last_revision = event.revision();
  end.leaf_hash = LeafHash(event.leaf());
  RETURN_IF_ERROR(
      sink(kStreamsFamily, StreamKey(end.id, event.revision()), EventKey(event.position())));
  if (event.ordinal() == 0) {
    ASSIGN_OR_RETURN(const std::string request, DeriveRequest(event));
    RETURN_IF_ERROR(sink(kRequestsFamily, RequestKey(event.actor(), event.request_id()), request));
  }
  return absl::OkStatus();
}

absl::Status VerifyLog(const RocksLogStore& store, Position last,
                       const std::function<void(Position)>& progress) {
  RowDeriver deriver;
  std::map<std::string, RowSum, std::less<>> derived;
  const RowDeriver::Sink count = [&derived](absl::string_view family, absl::string_view key,
                                            absl::string_view value) {
    derived[std::string(family)].Add(key, value);
    return absl::OkStatus();
  };
  // A batch is written whole, so what is frozen fits together; events never change, so
  // they need not be frozen to be read.
  ASSIGN_OR_RETURN(const RocksLogStore::Frozen frozen, store.Freeze());
  ASSIGN_OR_RETURN(const Position frozen_last, frozen.LastPosition());
  ReadRange range;
  for (std::optional<uint64_t> next = 1; next.has_value();) {
    range.from = *next;
    ASSIGN_OR_RETURN(const EventPage page, store.ReadEvents(range, std::max(last, frozen_last)));
    for (const RecordedEvent& event : page.events) {
      if (event.ledger_id() != store.identity().ledger_id.bytes()) {
        return Damaged(event, "it is of another ledger");
      }
      RETURN_IF_ERROR(CheckCommitments(event));
      RETURN_IF_ERROR(deriver.Follow(event, count));
    }
    if (progress && !page.events.empty()) progress(page.events.back().position());
    next = page.next;
  }
  for (const char* family : {kStreamsFamily, kNamesFamily, kRequestsFamily}) {
    RowSum stored;
    const auto add = [&stored](absl::string_view key, absl::string_view value) {
      stored.Add(key, value);
      return absl::OkStatus();
    };
    RETURN_IF_ERROR(frozen.ForEachRow(family, add));
    if (!(stored == derived[family])) {
      return Refusal(kLogDamaged)
          .With("what", absl::StrCat("the rows of ", family, " do not derive from the events"));
    }
  }
  return absl::OkStatus();
}

}  // namespace samverk::storage

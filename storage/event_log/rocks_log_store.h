// RocksLogStore: the rows of a log on disk, as event_log_format.h lays them out.
// Opens, reads and writes; no threads and no policy: that is RocksEventLog.
//
// Reads may be called from any thread; Write from one at a time.

#ifndef SAMVERK_STORAGE_EVENT_LOG_ROCKS_LOG_STORE_H_
#define SAMVERK_STORAGE_EVENT_LOG_ROCKS_LOG_STORE_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rocksdb/db.h"
#include "storage/event_log/event_log.h"
#include "storage/event_log/event_log_format.h"
#include "storage/event_log/staged_batch.h"
#include "storage/kv/rocks.h"

namespace samverk::storage {

class RocksLogStore final : public CommittedLog {
 public:
  // How a log is opened.
  enum class Opening {
    kStrict,          // What can't be read is an error.
    kLookUpToDamage,  // Reads up to the first damage in the write-ahead log; changes nothing.
    kCutAtDamage,     // Cuts everything from there off, for good. For repairs only.
  };

  // Makes an empty log in `directory` and closes it again.
  //
  // Errors:
  //   ALREADY_EXISTS  The directory holds something.
  //   UNAVAILABLE     DISK_FAILED
  static absl::Status Create(const std::string& directory, const RocksResources& resources,
                             const LedgerIdentity& identity);

  // Opens the log in `directory`. Nothing acknowledged is cut off to make it open:
  // what can't be read is an error.
  //
  // Errors:
  //   NOT_FOUND            There is no log.
  //   DATA_LOSS            STORE_DAMAGED, LOG_DAMAGED
  //   FAILED_PRECONDITION  FORMAT_TOO_NEW
  //   UNAVAILABLE          DISK_FAILED
  static absl::StatusOr<std::unique_ptr<RocksLogStore>> Open(const std::string& directory,
                                                             const RocksResources& resources,
                                                             Opening opening = Opening::kStrict);
  ~RocksLogStore() override;

  const LedgerIdentity& identity() const { return identity_; }

  // Puts the ledger in another epoch, because positions after the last one may have been
  // given out before. On OK it is on stable storage.
  absl::Status BeginEpoch(const Uuid& epoch);

  // OK, or what made RocksDB refuse writes in the background until it is opened again.
  absl::Status BackgroundError() const;

  // Writes what was staged; on OK it is on stable storage.
  absl::Status Write(const StagedBatch& batch);

  // The position of the last event; 0 if there is none.
  absl::StatusOr<Position> LastPosition() const;

  // DATA_LOSS (LOG_DAMAGED) if there is no such event.
  absl::StatusOr<RecordedEvent> GetEvent(Position position) const;

  // Reads a page of positions up to `last`. Errors: as EventLog::ReadLedger.
  absl::StatusOr<EventPage> ReadEvents(const ReadRange& range, Position last) const;

  // Reads a page of a stream, leaving out events after `last`.
  absl::StatusOr<EventPage> ReadStream(StreamId stream, const ReadRange& range,
                                       Position last) const;

  absl::StatusOr<std::optional<NameRow>> GetName(absl::string_view resource) const;

  // The last revision of a stream whose position is at most `last`; nullopt if there is none.
  struct StreamEnd {
    Revision revision;
    Position position;
  };
  absl::StatusOr<std::optional<StreamEnd>> FindStreamEnd(StreamId stream, Position last) const;

  // CommittedLog, without bounds: for the writer.
  absl::StatusOr<std::optional<StreamHead>> LoadStreamHead(absl::string_view resource) override;
  absl::StatusOr<std::vector<RecordedEvent>> LoadStream(StreamId stream, Revision from,
                                                        size_t events_max) override;
  absl::StatusOr<std::optional<std::string>> LoadRequest(const std::string& key) override;
  absl::StatusOr<std::vector<RecordedEvent>> LoadAppend(Position first, size_t count) override;

  // Is given the rows of a family in the order of keys, until it returns an error.
  using Visit = std::function<absl::Status(absl::string_view key, absl::string_view value)>;

  // The log as it stood at one moment, whatever is written later. Holds on to memory and
  // files, and must not outlive the store. (A snapshot of RocksDB's would hold on to
  // nothing, but letting go of it has every table written anew.)
  class Frozen {
   public:
    absl::StatusOr<Position> LastPosition() const;
    absl::Status ForEachRow(absl::string_view family, const Visit& visit) const;

   private:
    friend class RocksLogStore;
    std::map<std::string, std::unique_ptr<rocksdb::Iterator>, std::less<>> rows_;
  };
  absl::StatusOr<Frozen> Freeze() const;

 private:
  struct Families {
    rocksdb::ColumnFamilyHandle* events = nullptr;
    rocksdb::ColumnFamilyHandle* streams = nullptr;
    rocksdb::ColumnFamilyHandle* names = nullptr;
    rocksdb::ColumnFamilyHandle* requests = nullptr;
    rocksdb::ColumnFamilyHandle* meta = nullptr;
  };

  RocksLogStore() = default;
  static absl::StatusOr<std::unique_ptr<RocksLogStore>> OpenFamilies(
      const std::string& directory, const RocksResources& resources,
      const rocksdb::DBOptions& options, bool read_only);
  absl::Status ReadIdentity();
  absl::StatusOr<std::optional<std::string>> Get(rocksdb::ColumnFamilyHandle* family,
                                                 absl::string_view key) const;
  std::unique_ptr<rocksdb::Iterator> Iterate(rocksdb::ColumnFamilyHandle* family,
                                             const rocksdb::ReadOptions& options) const;

  class ErrorListener;
  class EventWalk;
  std::shared_ptr<ErrorListener> errors_;
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
  Families families_;
  LedgerIdentity identity_;
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_ROCKS_LOG_STORE_H_

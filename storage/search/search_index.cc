#include "storage/search/search_index.h"

#include <cerrno>
#include <exception>
#include <filesystem>
#include <functional>
#include <new>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/mutex.h"
#include "base/status_macros.h"
#include "storage/kv/rocks.h"
#include "storage/search/limits.h"
#include "storage/search/search_format.h"
#include "storage/search/search_reader.h"
#include "storage/search/search_reasons.h"
#include "storage/search/search_seal.h"
#include "storage/search/search_writer.h"
#include "xapian.h"

namespace samverk::storage {
namespace {

absl::Status Damaged(absl::string_view what) { return Refusal(kSearchDamaged).With("what", what); }

absl::Status DiskFailed(absl::string_view what) {
  return Refusal(kDiskFailed).With("what", absl::StrCat("the index of search: ", what));
}

// Whether the system refused, as it does when too many files are open: that says nothing of the
// index. A file that is gone does.
bool IsOfTheSystem(const Xapian::Error& error) {
  const char* const why = error.get_error_string();
  return why != nullptr && why != std::generic_category().message(ENOENT);
}

// Does what may throw, and says what it threw as a status.
absl::Status Guarded(const std::function<absl::Status()>& act) {
  const auto disk_failed = [](const Xapian::Error& error) {
    const char* const why = error.get_error_string();
    return DiskFailed(
        absl::StrCat(error.get_msg(), why == nullptr ? "" : ": ", why == nullptr ? "" : why));
  };
  try {
    return act();
  } catch (const Xapian::DatabaseLockError& error) {
    return disk_failed(error);
  } catch (const Xapian::DatabaseCreateError& error) {
    return disk_failed(error);
  } catch (const Xapian::DatabaseModifiedError& error) {
    return disk_failed(error);
  } catch (const Xapian::Error& error) {
    // Where the system had nothing against it, it is what was read: also a version that this
    // Xapian does not know.
    return IsOfTheSystem(error) ? disk_failed(error) : Damaged(error.get_msg());
  } catch (const std::bad_array_new_length& error) {
    return Damaged(error.what());  // A length that is none.
  } catch (const std::bad_alloc& error) {
    return DiskFailed(error.what());
  } catch (const std::filesystem::filesystem_error& error) {
    return DiskFailed(error.what());
  } catch (const std::exception& error) {
    return Damaged(error.what());
  }
}

// Answers, unless commits come too fast. A reader sees one commit; when two more come while it
// looks, it has to look again.
bool AnswerBetweenCommits(Xapian::Database& reader, const SearchQuestion& question,
                          absl::StatusOr<SearchAnswer>& answer) {
  constexpr int kAttemptsMax = 10;
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    try {
      reader.reopen();
      answer = AnswerFrom(reader, question);
      return true;
    } catch (const Xapian::DatabaseModifiedError&) {
      continue;
    }
  }
  return false;
}

}  // namespace

// Changes the index. Nothing of it is committed but by Commit.
class SearchIndex::Writer {
 public:
  explicit Writer(const std::string& directory)
      : database_(directory, Xapian::DB_CREATE_OR_OPEN | Xapian::DB_BACKEND_GLASS) {}
  ~Writer() {
    // Left alone, Xapian would commit what is there.
    Guarded([this] {
      Cancel();
      return absl::OkStatus();
    }).IgnoreError();
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Whether it can be used. A file that is gone reads as one that holds nothing.
  bool IsWholeAndOf(const SearchIdentity& identity) const {
    return (database_.get_doccount() == 0 || database_.has_positions()) &&
           database_.get_metadata(kFormatKey) == absl::StrCat(kSearchFormat) &&
           database_.get_metadata(kEpochKey) == identity.epoch &&
           database_.get_metadata(kContentsKey) == identity.contents;
  }

  SearchCursor Cursor() const {
    return {PositionOf(database_), database_.get_metadata(kCompleteKey) == "1"};
  }

  // One transaction from the first change on: Xapian would otherwise commit after so many.
  Xapian::WritableDatabase& Change() {
    if (!std::exchange(begun_, true)) database_.begin_transaction();
    return database_;
  }

  // Forgets the changes.
  void Cancel() {
    if (std::exchange(begun_, false)) database_.cancel_transaction();
  }

  void Commit(const SearchIdentity& identity, const SearchCursor& cursor) {
    Xapian::WritableDatabase& database = Change();
    database.set_metadata(kFormatKey, absl::StrCat(kSearchFormat));
    database.set_metadata(kEpochKey, identity.epoch);
    database.set_metadata(kContentsKey, identity.contents);
    database.set_metadata(kPositionKey, absl::StrCat(cursor.position.value()));
    database.set_metadata(kCompleteKey, cursor.complete ? "1" : "0");
    database.commit_transaction();
    begun_ = false;
  }

 private:
  Xapian::WritableDatabase database_;
  bool begun_ = false;
};

// Databases that are open for reading. What Xapian gives out may be used by one thread at a time.
class SearchIndex::Readers {
 public:
  explicit Readers(std::string directory) : directory_(std::move(directory)) {}

  std::unique_ptr<Xapian::Database> Take() LOCKS_EXCLUDED(mutex_) {
    {
      MutexLock lock(mutex_);
      if (!idle_.empty()) {
        std::unique_ptr<Xapian::Database> reader = std::move(idle_.back());
        idle_.pop_back();
        return reader;
      }
    }
    return std::make_unique<Xapian::Database>(directory_);
  }

  void Return(std::unique_ptr<Xapian::Database> reader) LOCKS_EXCLUDED(mutex_) {
    MutexLock lock(mutex_);
    if (idle_.size() < kSearchReadersMax) idle_.push_back(std::move(reader));
  }

  // Those that are taken from now on are opened again.
  void Clear() LOCKS_EXCLUDED(mutex_) {
    MutexLock lock(mutex_);
    idle_.clear();
  }

 private:
  const std::string directory_;
  Mutex mutex_;
  std::vector<std::unique_ptr<Xapian::Database>> idle_ GUARDED_BY(mutex_);
};

SearchIndex::SearchIndex(std::string directory, SearchIdentity identity)
    : directory_(std::move(directory)),
      identity_(std::move(identity)),
      readers_(std::make_unique<Readers>(directory_)) {}

SearchIndex::~SearchIndex() {
  if (writer_ == nullptr) return;  // Who knows what is there.
  writer_.reset();
  SealIndex(directory_);
}

void SearchIndex::Abandon() { writer_.reset(); }

void SearchIndex::Discard() {
  pending_ = 0;
  if (writer_ == nullptr) return;
  const absl::Status cancelled = Guarded([this] {
    writer_->Cancel();
    return absl::OkStatus();
  });
  if (!cancelled.ok()) writer_.reset();
}

absl::Status SearchIndex::Remove(const std::string& directory) {
  std::error_code error;
  std::filesystem::remove_all(directory, error);
  if (error) return DiskFailed(absl::StrCat("removing ", directory, ": ", error.message()));
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<SearchIndex>> SearchIndex::Open(const std::string& directory,
                                                               const SearchIdentity& identity) {
  std::unique_ptr<SearchIndex> index(new SearchIndex(directory, identity));
  absl::Status opened = BreakSeal(directory);
  if (opened.ok()) opened = index->OpenWriter();
  if (absl::IsDataLoss(opened)) {
    // Never lets go of the words that it has: somebody else's, or none that can be read.
    RETURN_IF_ERROR(Remove(directory));
    opened = index->OpenWriter();
  }
  // Nobody died of opening it, however often that is tried.
  if (!opened.ok()) TrustSeal(directory);
  // A directory that can't be made is the disk's fault, whatever Xapian calls it.
  if (absl::IsDataLoss(opened)) return DiskFailed(opened.message());
  RETURN_IF_ERROR(opened);
  return index;
}

absl::Status SearchIndex::OpenWriter() {
  const absl::Status opened = Guarded([this]() -> absl::Status {
    const bool is_new = !std::filesystem::exists(directory_);
    if (doubted_ && !is_new) {
      if (Xapian::Database::check(directory_, 0, nullptr) > 0) {
        // It counts files that can't be opened as damage; this says why they can't.
        const Xapian::Database reader(directory_);
        return Damaged("a write failed, and its files contradict each other");
      }
      doubted_ = false;
    }
    writer_ = std::make_unique<Writer>(directory_);
    if (is_new) {
      writer_->Commit(identity_, SearchCursor());
    } else if (!writer_->IsWholeAndOf(identity_)) {
      return Damaged("it is not whole, or of another format or ledger");
    }
    const SearchCursor cursor = writer_->Cursor();
    // Somebody may have deleted it meanwhile: what was committed would be missing.
    if (cursor.position < committed_.position) return Damaged("it lost what was committed");
    committed_ = cursor;
    return absl::OkStatus();
  });
  if (!opened.ok()) writer_.reset();
  return opened;
}

absl::Status SearchIndex::Replace(absl::string_view name, const SearchDocument* document) {
  if (writer_ == nullptr) RETURN_IF_ERROR(OpenWriter());
  return Written(Guarded([&] {
    RemoveDocuments(name, writer_->Change());
    ++pending_;
    if (document != nullptr) pending_ += AddDocuments(name, *document, writer_->Change());
    return absl::OkStatus();
  }));
}

absl::Status SearchIndex::Commit(const SearchCursor& cursor) {
  if (writer_ == nullptr) RETURN_IF_ERROR(OpenWriter());
  return Written(Guarded([&] {
    MutexLock lock(committing_);
    writer_->Commit(identity_, cursor);
    committed_ = cursor;
    pending_ = 0;
    if (!std::exchange(trusted_, true)) TrustSeal(directory_);
    return absl::OkStatus();
  }));
}

absl::Status SearchIndex::Written(absl::Status status) {
  if (status.ok()) return status;
  writer_.reset();
  pending_ = 0;
  // When the disk is full, Xapian speaks of damage, as often as it is tried. Whether there is any
  // shows when it is opened again.
  if (!absl::IsDataLoss(status)) return status;
  doubted_ = true;
  return DiskFailed(status.message());
}

absl::StatusOr<SearchAnswer> SearchIndex::Search(const SearchQuestion& question) const {
  absl::StatusOr<SearchAnswer> answer = Ask(question);
  if (!absl::IsDataLoss(answer.status())) return answer;
  // Damage is believed of what was just opened, and then it is the end of the index.
  readers_->Clear();
  return Ask(question);
}

absl::StatusOr<SearchAnswer> SearchIndex::Ask(const SearchQuestion& question) const {
  absl::StatusOr<SearchAnswer> answer = SearchAnswer();
  const absl::Status status = Guarded([&]() -> absl::Status {
    std::unique_ptr<Xapian::Database> reader = readers_->Take();
    if (!AnswerBetweenCommits(*reader, question, answer)) {
      MutexLock lock(committing_);
      reader->reopen();
      answer = AnswerFrom(*reader, question);
    }
    readers_->Return(std::move(reader));
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return answer;
}

}  // namespace samverk::storage

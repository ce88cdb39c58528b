// SearchIndex: where the words of one ledger are looked up. Thin over Xapian.
//
// It is derived from the log, so it may be deleted at any time. What is committed holds exactly the
// documents as of one position, which is written in the same commit: after a crash whoever fills
// it goes on from there, with nothing twice and nothing lost. Commits are synced.
//
// Search may be called from any thread; everything else from one thread at a time. No exception
// of Xapian leaves it. Bytes: docs/formats/search.md.

#ifndef SAMVERK_STORAGE_SEARCH_SEARCH_INDEX_H_
#define SAMVERK_STORAGE_SEARCH_SEARCH_INDEX_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/mutex.h"
#include "storage/event_log/position.h"
#include "storage/search/search_document.h"

namespace samverk::storage {

// What an index must be of to be any use.
struct SearchIdentity {
  std::string epoch;     // Of the ledger.
  std::string contents;  // What is indexed, and how, in words of the caller.
};

// How far an index is.
struct SearchCursor {
  Position position;      // It holds what there was then.
  bool complete = false;  // It had caught up with its ledger once.
  friend bool operator==(const SearchCursor&, const SearchCursor&) = default;
};

class SearchIndex {
 public:
  // Opens the index in `directory`. Where there is none, or one that is damaged, of another
  // format or of another identity, an empty one takes its place.
  //
  // Errors:
  //   UNAVAILABLE  DISK_FAILED
  static absl::StatusOr<std::unique_ptr<SearchIndex>> Open(const std::string& directory,
                                                           const SearchIdentity& identity);
  // Closes it, so that whatever happens to its files until it is opened again will be noticed.
  ~SearchIndex();
  SearchIndex(const SearchIndex&) = delete;
  SearchIndex& operator=(const SearchIndex&) = delete;

  // Deletes the index in `directory`, if there is one. Errors: as Open.
  static absl::Status Remove(const std::string& directory);

  // How far what is committed reaches.
  const SearchCursor& committed() const { return committed_; }

  // How many documents were changed since.
  size_t pending() const { return pending_; }

  // Puts `document` in the place of what the index has of the resource `name`, a relative name;
  // null: nothing more is to be found of it. Seen by searches once it is committed.
  //
  // Errors, after which everything since the last commit is forgotten:
  //   DATA_LOSS    SEARCH_DAMAGED: when it was opened again it was not whole. Remove it and build
  //                it anew.
  //   UNAVAILABLE  DISK_FAILED: go on from committed() later.
  absl::Status Replace(absl::string_view name, const SearchDocument* document);

  // Commits what was replaced, with how far it leads. Errors: as Replace.
  absl::Status Commit(const SearchCursor& cursor);

  // Forgets what was replaced since the last commit.
  void Discard();

  // Lets go of the directory, which others will remove: nothing is written any more. Searches go
  // on as long as the system lets them.
  void Abandon();

  // Answers from what is committed.
  //
  // Errors:
  //   INVALID_ARGUMENT  SEARCH_WITHOUT_WORDS, SEARCH_TOO_MANY_WORDS
  //   DATA_LOSS         SEARCH_DAMAGED: also after it was opened again.
  //   UNAVAILABLE       DISK_FAILED: memory, too many open files
  absl::StatusOr<SearchAnswer> Search(const SearchQuestion& question) const;

 private:
  class Writer;
  class Readers;

  SearchIndex(std::string directory, SearchIdentity identity);
  absl::Status OpenWriter();
  absl::Status Written(absl::Status status);
  absl::StatusOr<SearchAnswer> Ask(const SearchQuestion& question) const;

  const std::string directory_;
  const SearchIdentity identity_;
  std::unique_ptr<Writer> writer_;  // Null after an error, until it is needed.
  const std::unique_ptr<Readers> readers_;
  mutable Mutex committing_;  // Held while it is committed, and by a search that commits overtake.
  SearchCursor committed_;
  size_t pending_ = 0;
  bool doubted_ = false;  // A write spoke of damage: to be looked at when it is opened again.
  bool trusted_ = false;  // It was committed since it was opened.
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_SEARCH_SEARCH_INDEX_H_

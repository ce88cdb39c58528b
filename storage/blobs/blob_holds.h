// BlobHolds: who is about to refer to which blob, and which blobs are about to go. In memory
// alone: after a restart nobody holds anything.
//
// A blob is open, or condemned, or hidden. Taking a hold of a condemned one pardons it; a
// hidden one (it is being removed, or its name is not yet on stable storage) is not there
// for anybody.

#ifndef SAMVERK_STORAGE_BLOBS_BLOB_HOLDS_H_
#define SAMVERK_STORAGE_BLOBS_BLOB_HOLDS_H_

#include <map>
#include <memory>
#include <set>

#include "base/mutex.h"
#include "storage/blobs/blob_id.h"
#include "storage/blobs/blob_store.h"

namespace samverk::storage {

// Any thread. Holds may outlive it.
class BlobHolds {
 public:
  // Null if the blob is hidden.
  BlobHold Take(const BlobId& blob);

  // False while it is held or hidden.
  bool Condemn(const BlobId& blob);
  void Pardon(const BlobId& blob);
  // Hides a blob that is still condemned; false if it is not.
  bool HideCondemned(const BlobId& blob);

  void Hide(const BlobId& blob);
  // Ends hiding.
  void Show(const BlobId& blob);
  bool IsHidden(const BlobId& blob) const;

 private:
  struct State {
    mutable Mutex mutex;
    std::map<BlobId, int> held GUARDED_BY(mutex);
    std::set<BlobId> condemned GUARDED_BY(mutex);
    std::set<BlobId> hidden GUARDED_BY(mutex);
  };
  const std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_BLOBS_BLOB_HOLDS_H_

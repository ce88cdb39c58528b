#include "storage/blobs/blob_holds.h"

namespace samverk::storage {

BlobHold BlobHolds::Take(const BlobId& blob) {
  MutexLock lock(state_->mutex);
  if (state_->hidden.contains(blob)) return nullptr;
  state_->condemned.erase(blob);
  ++state_->held[blob];
  // The address means nothing; letting go of it does.
  return BlobHold(state_.get(), [state = state_, blob](const void*) {
    MutexLock letting_go(state->mutex);
    const auto held = state->held.find(blob);
    if (--held->second == 0) state->held.erase(held);
  });
}

bool BlobHolds::Condemn(const BlobId& blob) {
  MutexLock lock(state_->mutex);
  if (state_->held.contains(blob) || state_->hidden.contains(blob)) return false;
  state_->condemned.insert(blob);
  return true;
}

void BlobHolds::Pardon(const BlobId& blob) {
  MutexLock lock(state_->mutex);
  state_->condemned.erase(blob);
}

bool BlobHolds::HideCondemned(const BlobId& blob) {
  MutexLock lock(state_->mutex);
  if (state_->condemned.erase(blob) == 0) return false;
  state_->hidden.insert(blob);
  return true;
}

void BlobHolds::Hide(const BlobId& blob) {
  MutexLock lock(state_->mutex);
  state_->hidden.insert(blob);
}

void BlobHolds::Show(const BlobId& blob) {
  MutexLock lock(state_->mutex);
  state_->hidden.erase(blob);
}

bool BlobHolds::IsHidden(const BlobId& blob) const {
  MutexLock lock(state_->mutex);
  return state_->hidden.contains(blob);
}

}  // namespace samverk::storage

// LruCache: a map of bounded cost that forgets what was used least recently.

#ifndef SAMVERK_BASE_LRU_CACHE_H_
#define SAMVERK_BASE_LRU_CACHE_H_

#include <cstddef>
#include <list>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace samverk {

// Not thread-safe: guard it, or keep it on one thread.
template <typename Value>
class LruCache {
 public:
  // Keeps entries of `cost_max` in all.
  explicit LruCache(size_t cost_max) : cost_max_(cost_max) {}

  // The value of `key`, which becomes the most recently used; null if it is not
  // kept. Valid until the next Put.
  Value* Find(absl::string_view key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return &found->second->value;
  }

  // Keeps `value`, in place of what `key` had, and forgets others to make room.
  Value* Put(absl::string_view key, Value value, size_t cost = 1) {
    Erase(key);
    entries_.push_front(Entry{std::string(key), std::move(value), cost});
    // The key of the index points into the entry, which never moves.
    index_[entries_.front().key] = entries_.begin();
    cost_ += cost;
    MakeRoom();
    return &entries_.front().value;
  }

  // Says what the value of `key` costs by now, and forgets others to make room; nothing where it
  // is not kept.
  void SetCost(absl::string_view key, size_t cost) {
    const auto found = index_.find(key);
    if (found == index_.end()) return;
    const auto entry = found->second;
    entries_.splice(entries_.begin(), entries_, entry);
    cost_ += cost - entry->cost;  // Wraps around, and back.
    entry->cost = cost;
    MakeRoom();
  }

  void Erase(absl::string_view key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return;
    const auto entry = found->second;
    index_.erase(found);
    cost_ -= entry->cost;
    entries_.erase(entry);
  }

  size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::string key;
    Value value;
    size_t cost;
  };

  // The newest stays, whatever it costs.
  void MakeRoom() {
    while (cost_ > cost_max_ && entries_.size() > 1) {
      index_.erase(entries_.back().key);
      cost_ -= entries_.back().cost;
      entries_.pop_back();
    }
  }

  const size_t cost_max_;
  size_t cost_ = 0;
  std::list<Entry> entries_;  // Most recently used first.
  absl::flat_hash_map<absl::string_view, typename std::list<Entry>::iterator> index_;
};

}  // namespace samverk

#endif  // SAMVERK_BASE_LRU_CACHE_H_

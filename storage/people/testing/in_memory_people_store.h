// InMemoryPeopleStore: keys of people for tests that need no disk. Any thread.

#ifndef SAMVERK_STORAGE_PEOPLE_TESTING_IN_MEMORY_PEOPLE_STORE_H_
#define SAMVERK_STORAGE_PEOPLE_TESTING_IN_MEMORY_PEOPLE_STORE_H_

#include <map>
#include <memory>
#include <string>

#include "base/mutex.h"
#include "storage/people/people_store.h"

namespace samverk::storage {

class InMemoryPeopleStore final : public PeopleStore {
 public:
  absl::StatusOr<std::shared_ptr<const PersonKey>> FindKey(
      absl::string_view person) const override {
    MutexLock lock(mutex_);
    const auto found = keys_.find(person);
    return found == keys_.end() ? nullptr : found->second;
  }
  absl::StatusOr<std::shared_ptr<const PersonKey>> FindOrCreateKey(
      absl::string_view person) override {
    MutexLock lock(mutex_);
    std::shared_ptr<const PersonKey>& key = keys_[std::string(person)];
    if (key == nullptr) key = PersonKey::New();
    return key;
  }
  absl::Status DeleteKey(absl::string_view person) override {
    MutexLock lock(mutex_);
    keys_.erase(std::string(person));
    return absl::OkStatus();
  }
  absl::Status Health() const override { return absl::OkStatus(); }

 private:
  mutable Mutex mutex_;
  std::map<std::string, std::shared_ptr<const PersonKey>, std::less<>> keys_ GUARDED_BY(mutex_);
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_PEOPLE_TESTING_IN_MEMORY_PEOPLE_STORE_H_

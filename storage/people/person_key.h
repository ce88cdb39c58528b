// PersonKey: the key that seals what is recorded about one person. Whoever has it can read all of
// it; when it is gone, nobody can. Immutable; any thread.

#ifndef SAMVERK_STORAGE_PEOPLE_PERSON_KEY_H_
#define SAMVERK_STORAGE_PEOPLE_PERSON_KEY_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/sha256.h"
#include "storage/people/people_format.h"

namespace samverk::storage {

class PersonKey {
 public:
  // A new one, from random bytes.
  static std::shared_ptr<const PersonKey> New();

  // `id` has kKeyIdBytes, `data_key` kDataKeyBytes.
  PersonKey(std::string id, std::string data_key);
  ~PersonKey();
  PersonKey(const PersonKey&) = delete;
  PersonKey& operator=(const PersonKey&) = delete;

  // Tells this key from one that the same person had before.
  const std::string& id() const { return id_; }

  // Seals the personal part of the event at `place`.
  std::string Seal(const PartPlace& place, absl::string_view plaintext) const;

  // Opens it again.
  //
  // Errors:
  //   DATA_LOSS  PERSONAL_PART_DAMAGED: also if it was sealed with another key or elsewhere.
  absl::StatusOr<std::string> Unseal(const PartPlace& place, absl::string_view sealed) const;

  // A digest of `text` that only who has the key can make: without it no guess can be tried.
  Sha256Digest Digest(absl::string_view text) const;

 private:
  friend class KeyWrapper;

  const std::string id_;
  std::string data_key_;
};

// The id of the key that a personal part was sealed with; empty if it is none.
std::string KeyIdOf(absl::string_view sealed);

// Wraps the keys of the people of one ledger with the master key. Any thread.
class KeyWrapper {
 public:
  // `master_key` has kDataKeyBytes.
  KeyWrapper(std::string master_key, const Uuid& ledger_id);
  ~KeyWrapper();
  KeyWrapper(const KeyWrapper&) = delete;
  KeyWrapper& operator=(const KeyWrapper&) = delete;

  // The value of a person's row.
  std::string Wrap(absl::string_view person, const PersonKey& key) const;
  // Null if it does not open: it is damaged, or was copied from elsewhere.
  std::shared_ptr<const PersonKey> Unwrap(absl::string_view person, absl::string_view row) const;

 private:
  std::string master_key_;
  const Uuid ledger_id_;
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_PEOPLE_PERSON_KEY_H_

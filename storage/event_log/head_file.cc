#include "storage/event_log/head_file.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <memory>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/status_macros.h"
#include "storage/event_log/log_reasons.h"
#include "storage/kv/rocks.h"

namespace samverk::storage {
namespace {

constexpr char kMagic[] = "samverk-head";
constexpr char kVersion[] = "1";
constexpr char kNoLeaf[] = "-";

std::string Checksum(absl::string_view text) {
  return absl::StrFormat("%016x", XXH3_64bits(text.data(), text.size()));
}

}  // namespace

std::string EncodeHead(const LogHead& head) {
  const std::string leaf =
      head.leaf_hash.empty() ? kNoLeaf : absl::BytesToHexString(head.leaf_hash);
  const std::string text = absl::StrCat(kMagic, " ", kVersion, " ", head.epoch.ToString(), " ",
                                        head.position.value(), " ", leaf, " ");
  return absl::StrCat(text, Checksum(text), "\n");
}

absl::StatusOr<LogHead> DecodeHead(absl::string_view text) {
  const auto damaged = Refusal(kLogDamaged).With("what", "the head file is unreadable");
  const std::vector<std::string> words = absl::StrSplit(absl::StripSuffix(text, "\n"), ' ');
  if (words.size() != 6 || words[0] != kMagic || words[1] != kVersion) return damaged;
  const std::optional<Uuid> epoch = Uuid::Parse(words[2]);
  uint64_t position = 0;
  if (!epoch.has_value() || !absl::SimpleAtoi(words[3], &position)) return damaged;
  LogHead head{*epoch, Position(position), ""};
  if (words[4] != kNoLeaf) head.leaf_hash = absl::HexStringToBytes(words[4]);
  // Writing it again checks the rest: the checksum, the case, the number of digits.
  if (EncodeHead(head) != text) return damaged;
  return head;
}

absl::Status WriteHeadFile(rocksdb::Env& env, const std::string& path, const LogHead& head) {
  const std::string text = EncodeHead(head);
  const std::string draft = path + ".new";
  // Beside it, synced, then renamed: a crash leaves the old one or the new one.
  RETURN_IF_ERROR(
      ToAbslStatus(rocksdb::WriteStringToFile(&env, text, draft, /*should_sync=*/true)));
  RETURN_IF_ERROR(ToAbslStatus(env.RenameFile(draft, path)));
  return SyncParent(env, path);
}

absl::StatusOr<LogHead> ReadHeadFile(rocksdb::Env& env, const std::string& path) {
  if (env.FileExists(path).IsNotFound()) {
    return Refusal(kLogDamaged).With("what", "the head file is missing");
  }
  std::string text;
  RETURN_IF_ERROR(ToAbslStatus(rocksdb::ReadFileToString(&env, path, &text)));
  return DecodeHead(text);
}

}  // namespace samverk::storage

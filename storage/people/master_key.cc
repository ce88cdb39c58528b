#include "storage/people/master_key.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>

#include "absl/strings/str_format.h"
#include "base/aead.h"
#include "base/random.h"
#include "base/status_macros.h"
#include "storage/people/people_format.h"
#include "storage/people/people_reasons.h"

namespace samverk::storage {
namespace {

constexpr mode_t kOwnerOnly = 0600;
constexpr mode_t kOthers = 0077;

// Closes a file when its time has come.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int descriptor() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }

 private:
  const int descriptor_;
};

absl::Status Failed(const std::string& path, absl::string_view used) {
  return Refusal(kMasterKeyUnreadable)
      .With("path", path)
      .With("used", used)
      .With("why", std::strerror(errno));
}

absl::Status SyncDirectoryOf(const std::string& path) {
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  const File directory(
      open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.is_open() || fsync(directory.descriptor()) != 0) return Failed(path, "made");
  return absl::OkStatus();
}

absl::Status WriteDraft(const std::string& draft, absl::string_view bytes) {
  unlink(draft.c_str());  // What a crash left was never anybody's key.
  const File file(open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly));
  if (!file.is_open()) return Failed(draft, "made");
  // A few bytes are written at once or not at all.
  if (write(file.descriptor(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()) ||
      fsync(file.descriptor()) != 0) {
    return Failed(draft, "made");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> ReadMasterKey(const std::string& path) {
  const File file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open() && errno == ENOENT) return Refusal(kMasterKeyMissing).With("path", path);
  if (!file.is_open()) return Failed(path, "read");
  // Of what was opened: the name may stand for something else by now.
  struct stat status;
  if (fstat(file.descriptor(), &status) != 0) return Failed(path, "read");
  const Refusal malformed =
      Refusal(kMasterKeyMalformed).With("path", path).With("bytes", kDataKeyBytes);
  if (!S_ISREG(status.st_mode) || status.st_size != kDataKeyBytes) return malformed;
  if ((status.st_mode & kOthers) != 0) {
    return Refusal(kMasterKeyExposed)
        .With("path", path)
        .With("mode", absl::StrFormat("%04o", status.st_mode & 07777));
  }
  std::string key(kDataKeyBytes, '\0');
  const ssize_t bytes = read(file.descriptor(), key.data(), key.size());
  if (bytes < 0) return Failed(path, "read");
  if (static_cast<size_t>(bytes) != key.size()) return malformed;
  return key;
}

absl::Status CreateMasterKey(const std::string& path) {
  const std::string draft = path + ".new";
  std::string key = RandomBytes(kDataKeyBytes);
  const absl::Status written = WriteDraft(draft, key);
  Wipe(key);
  RETURN_IF_ERROR(written);
  // A link takes nobody's place, as a rename would.
  const bool linked = link(draft.c_str(), path.c_str()) == 0;
  if (!linked && errno != EEXIST) return Failed(path, "made");
  unlink(draft.c_str());
  return SyncDirectoryOf(path);
}

}  // namespace samverk::storage

#include "clients/cli/edited_text.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "base/status_macros.h"
#include "base/text.h"
#include "base/uuid.h"
#include "clients/cli/error_line.h"

namespace samverk {
namespace {

constexpr mode_t kOwnerOnlyDirectory = 0700;
constexpr mode_t kOwnerOnlyFile = 0600;

// The value of an environment variable; empty if it is not set.
std::string Environment(const char* name) {
  const char* value = std::getenv(name);  // Nothing here sets any.
  return value == nullptr ? "" : value;
}

// Where texts are kept that are not sent yet: a place that outlives a restart.
std::string StateDirectory() {
  if (const std::string state = Environment("XDG_STATE_HOME"); !state.empty()) {
    return state + "/samverk";
  }
  if (const std::string home = Environment("HOME"); !home.empty()) {
    return home + "/.local/state/samverk";
  }
  return std::filesystem::temp_directory_path().string() + "/samverk";
}

absl::Status CanNotWrite(const std::string& path) {
  return UsageError(
      absl::StrCat(path, " can not be written; set XDG_STATE_HOME to a directory ", "that can"));
}

absl::Status WriteNew(const std::string& path, absl::string_view text) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnlyFile);
  if (file < 0) return CanNotWrite(path);
  bool written = true;
  while (written && !text.empty()) {
    const ssize_t bytes = write(file, text.data(), text.size());
    written = bytes >= 0 || errno == EINTR;
    if (bytes > 0) text.remove_prefix(static_cast<size_t>(bytes));
  }
  written = fsync(file) == 0 && written;
  written = close(file) == 0 && written;
  return written ? absl::OkStatus() : CanNotWrite(path);
}

}  // namespace

absl::StatusOr<EditedText> EditedText::Create(absl::string_view name, absl::string_view text,
                                              const Clock& clock) {
  const std::string directory = StateDirectory();
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return CanNotWrite(directory);
  // Somebody's drafts are nobody else's business.
  chmod(directory.c_str(), kOwnerOnlyDirectory);
  EditedText edited(absl::StrCat(directory, "/", name, "-", Uuid::V7(clock).ToString(), ".txt"));
  RETURN_IF_ERROR(WriteNew(edited.path_, text));
  edited.text_ = std::string(text);
  return edited;
}

absl::StatusOr<EditedText> EditedText::Open(const std::string& path) {
  EditedText edited(path);
  RETURN_IF_ERROR(edited.Read());
  return edited;
}

absl::Status EditedText::Edit() {
  std::string editor = Environment("VISUAL");
  if (editor.empty()) editor = Environment("EDITOR");
  if (editor.empty()) {
    return UsageError(
        "no editor is named; set EDITOR, as in EDITOR=nano, or write in a file and "
        "give it");
  }
  // The shell splits `code --wait`; it also keeps Ctrl-C in the editor from ending this program.
  const std::string command =
      absl::StrCat(editor, " '", absl::StrReplaceAll(path_, {{"'", "'\\''"}}), "'");
  if (const int ended = std::system(command.c_str()); ended != 0) {
    return UsageError(absl::StrCat("the editor (", editor, ") failed; nothing was sent"));
  }
  return Read();
}

absl::Status EditedText::Rewrite(absl::string_view text) {
  if (text == text_) return absl::OkStatus();
  // Beside the old one until it is whole.
  const std::string next = path_ + ".new";
  std::remove(next.c_str());
  RETURN_IF_ERROR(WriteNew(next, text));
  if (std::rename(next.c_str(), path_.c_str()) != 0) return CanNotWrite(path_);
  text_ = std::string(text);
  return absl::OkStatus();
}

void EditedText::Remove() { std::remove(path_.c_str()); }

absl::Status EditedText::Read() {
  std::ifstream file(path_, std::ios::binary);
  text_.assign(std::istreambuf_iterator<char>(file), {});
  if (!file.is_open() || file.bad()) {
    return UsageError(absl::StrCat(path_, " can not be read; check the path"));
  }
  if (!IsUtf8(text_)) return UsageError(absl::StrCat(path_, " is not UTF-8; save it so"));
  return absl::OkStatus();
}

}  // namespace samverk

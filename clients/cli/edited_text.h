// Text that a person writes in their own editor, kept in a file so that nothing of it is lost:
// neither when the editor crashes nor when the server is gone or says no.

#ifndef SAMVERK_CLIENTS_CLI_EDITED_TEXT_H_
#define SAMVERK_CLIENTS_CLI_EDITED_TEXT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/clock.h"

namespace samverk {

// A file that only its owner can read. It stays until somebody calls Remove().
class EditedText {
 public:
  // Writes `text` to a new file, in $XDG_STATE_HOME/samverk or else ~/.local/state/samverk.
  // `name` is the beginning of the file's name.
  //
  // Errors: UsageError with the path.
  static absl::StatusOr<EditedText> Create(absl::string_view name, absl::string_view text,
                                           const Clock& clock);
  // Takes up a file that a person names.
  static absl::StatusOr<EditedText> Open(const std::string& path);

  const std::string& path() const { return path_; }
  const std::string& text() const { return text_; }

  // Opens $VISUAL or else $EDITOR on the file, waits for it to end, and reads what it left.
  //
  // Errors: UsageError if no editor is named, if it fails, or if the file is not text.
  absl::Status Edit();

  // Puts `text` in the place of what the file holds.
  absl::Status Rewrite(absl::string_view text);

  // Removes the file.
  void Remove();

 private:
  explicit EditedText(std::string path) : path_(std::move(path)) {}

  absl::Status Read();

  std::string path_;
  std::string text_;
};

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_EDITED_TEXT_H_

// Files on their way to the server and back. Both go on where they broke off: the server
// knows how far an upload came, and a download that is not whole stays beside its place as
// `NAME.part`.

#ifndef SAMVERK_CLIENTS_CLI_FILE_TRANSFER_H_
#define SAMVERK_CLIENTS_CLI_FILE_TRANSFER_H_

#include <cstdint>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/cli_context.h"
#include "samverk/v1/attachment.pb.h"

namespace samverk {

// A file of this machine, read once to know what it is.
struct LocalFile {
  std::string path;
  std::string name;    // What it is to be called, in normal form C.
  std::string sha256;  // 64 hexadecimal digits.
  int64_t size_bytes = 0;
};

// Errors: UsageError if it can't be read, or is empty.
absl::StatusOr<LocalFile> ReadLocalFile(const std::string& path);

// Sends what the server does not have yet, and says how to refer to the file. When the
// connection breaks it goes on by itself, as long as something gets through. `media_type`
// may be empty. Errors: what the server says.
absl::StatusOr<v1::AttachmentRef> Upload(CliContext& context, const LocalFile& file,
                                         const std::string& media_type);

// Takes the file of an attachment to `path`, and checks that it is what it should be.
absl::Status Download(CliContext& context, const v1::Attachment& attachment,
                      const std::string& path);
// The same to a stream, from the beginning.
absl::Status Download(CliContext& context, const v1::Attachment& attachment, std::ostream& out);

// A name that stays in the directory it is put in; UsageError for others.
absl::StatusOr<std::string> SafeFileName(absl::string_view name);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_FILE_TRANSFER_H_

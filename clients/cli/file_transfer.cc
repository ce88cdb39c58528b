#include "clients/cli/file_transfer.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "base/text.h"
#include "clients/cli/error_line.h"
#include "clients/cli/progress_bar.h"
#include "samverk/v1/attachment.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::AttachmentService::Stub;

constexpr size_t kChunkBytes = 256 << 10;
constexpr int64_t kKibibyte = 1 << 10;
constexpr int64_t kMebibyte = 1 << 20;
// How often nothing may get through before we give up.
constexpr int kFruitlessMax = 5;

std::string Hex(const Sha256Digest& digest) { return absl::BytesToHexString(AsBytes(digest)); }

// Shows how many mebibytes have moved, or kibibytes of a small file.
class Meter {
 public:
  Meter(const CliContext& context, const std::string& name, int64_t size_bytes)
      : step_bytes_(size_bytes < kMebibyte ? kKibibyte : kMebibyte),
        bar_(context.err(), isatty(STDERR_FILENO) != 0, name,
             static_cast<size_t>((size_bytes + step_bytes_ - 1) / step_bytes_),
             step_bytes_ == kKibibyte ? "KiB" : "MiB") {}

  void Reach(int64_t offset) {
    while (shown_ * step_bytes_ < offset) {
      bar_.Next("");
      ++shown_;
    }
  }

 private:
  const int64_t step_bytes_;
  ProgressBar bar_;
  int64_t shown_ = 0;
};

// Whether trying again may help.
bool IsBroken(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsCancelled(status) ||
         absl::IsDeadlineExceeded(status);
}

// Waits for the server to be back, as long as anybody would for an answer.
void AwaitConnection(const CliContext& context) {
  const absl::Duration timeout = absl::Seconds(context.options().timeout_seconds);
  context.channel()->WaitForConnected(absl::ToChronoTime(context.clock().Now() + timeout));
}

// Sends everything from `offset` on in one stream.
absl::Status SendFrom(CliContext& context, const LocalFile& file, const std::string& upload,
                      int64_t offset, Meter& meter) {
  std::ifstream in(file.path, std::ios::binary);
  in.seekg(offset);
  grpc::ClientContext call;
  context.Prepare(call, /*with_deadline=*/false);
  v1::UploadChunksResponse response;
  Stub stub(context.channel());
  const auto writer = stub.UploadChunks(&call, &response);
  v1::UploadChunksRequest chunk;
  chunk.set_name(upload);
  std::string buffer(kChunkBytes, '\0');
  while (offset < file.size_bytes) {
    in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    if (in.gcount() == 0) break;  // It became shorter meanwhile: the server will say so.
    chunk.set_offset(offset);
    chunk.set_data(buffer.data(), static_cast<size_t>(in.gcount()));
    if (!writer->Write(chunk)) break;
    offset += in.gcount();
    meter.Reach(offset);
  }
  writer->WritesDone();
  return ToAbslStatus(writer->Finish());
}

absl::StatusOr<v1::StartUploadResponse> Begin(CliContext& context, const LocalFile& file,
                                              const std::string& media_type) {
  v1::StartUploadRequest request;
  request.set_parent(context.Parent());
  request.set_sha256(file.sha256);
  request.set_file_name(file.name);
  request.set_media_type(media_type);
  request.set_size_bytes(file.size_bytes);
  return context.Call(&Stub::StartUpload, request);
}

// Asks the server as often as it is worth while the connection is broken.
template <typename Ask>
auto Persist(Ask ask) {
  auto answer = ask();
  for (int i = 0; i < kFruitlessMax && IsBroken(answer.status()); ++i) answer = ask();
  return answer;
}

// Takes bytes from `offset` on and hands them to `take`.
absl::Status Receive(CliContext& context, const v1::Attachment& attachment, int64_t offset,
                     const std::function<void(const std::string&)>& take) {
  grpc::ClientContext call;
  context.Prepare(call, /*with_deadline=*/false);
  v1::DownloadAttachmentRequest request;
  request.set_name(attachment.name());
  request.set_offset(offset);
  Stub stub(context.channel());
  const auto reader = stub.DownloadAttachment(&call, request);
  v1::DownloadAttachmentResponse chunk;
  while (reader->Read(&chunk)) take(chunk.data());
  return ToAbslStatus(reader->Finish());
}

absl::Status Damaged(const v1::Attachment& attachment) {
  return absl::DataLossError(
      absl::StrCat("Det som kom är inte ", attachment.file().file_name(), ". Försök igen."));
}

}  // namespace

absl::StatusOr<LocalFile> ReadLocalFile(const std::string& path) {
  LocalFile file;
  file.path = path;
  const std::string name = std::filesystem::path(path).filename().string();
  if (!IsUtf8(name)) return UsageError(absl::StrCat("the name of ", path, " is not UTF-8"));
  file.name = ToNfc(name);
  std::ifstream in(path, std::ios::binary);
  Sha256Stream digest;
  std::string buffer(kChunkBytes, '\0');
  while (in.good()) {
    in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    digest.Update(absl::string_view(buffer.data(), static_cast<size_t>(in.gcount())));
    file.size_bytes += in.gcount();
  }
  if (!in.eof()) return UsageError(absl::StrCat(path, " can not be read; check the path"));
  if (file.size_bytes == 0) return UsageError(absl::StrCat(path, " is empty"));
  file.sha256 = Hex(digest.Finish());
  return file;
}

absl::StatusOr<v1::AttachmentRef> Upload(CliContext& context, const LocalFile& file,
                                         const std::string& media_type) {
  ASSIGN_OR_RETURN(v1::StartUploadResponse started, Begin(context, file, media_type));
  if (!started.has_upload()) return started.file();
  Meter meter(context, file.name, file.size_bytes);
  int64_t reached = started.upload().offset();
  for (int fruitless = 0; reached < file.size_bytes;) {
    meter.Reach(reached);
    const absl::Status sent = SendFrom(context, file, started.upload().name(), reached, meter);
    if (sent.ok()) break;
    if (!IsBroken(sent)) return sent;
    AwaitConnection(context);
    // Starting again says how far it came, also when the server has forgotten the upload.
    const auto again = Persist([&] { return Begin(context, file, media_type); });
    if (!again.ok()) return again.status();
    started = *again;
    if (!started.has_upload()) return started.file();
    fruitless = started.upload().offset() > reached ? 0 : fruitless + 1;
    if (fruitless > kFruitlessMax) return sent;
    reached = started.upload().offset();
  }
  v1::FinishUploadRequest finish;
  finish.set_name(started.upload().name());
  const auto finished = Persist([&] { return context.Call(&Stub::FinishUpload, finish); });
  if (finished.ok()) return started.file();
  // The answer of an earlier try may have been lost on its way.
  const auto there = Begin(context, file, media_type);
  if (there.ok() && !there->has_upload()) return there->file();
  return finished.status();
}

absl::StatusOr<std::string> SafeFileName(absl::string_view name) {
  if (name.empty() || name == "." || name == ".." ||
      name.find_first_of(absl::string_view("/\\\0", 3)) != absl::string_view::npos) {
    return UsageError("the file has no name that can be used here; give one with --output");
  }
  return std::string(name);
}

absl::Status Download(CliContext& context, const v1::Attachment& attachment,
                      const std::string& path) {
  const v1::AttachmentRef& file = attachment.file();
  const std::string part = path + ".part";
  std::error_code error;
  int64_t offset = static_cast<int64_t>(std::filesystem::file_size(part, error));
  if (error || offset > file.size_bytes()) offset = 0;
  {
    std::ofstream out(part, std::ios::binary | (offset > 0 ? std::ios::app : std::ios::trunc));
    if (!out.good()) return UsageError(absl::StrCat(part, " can not be written"));
    Meter meter(context, file.file_name(), file.size_bytes());
    for (int fruitless = 0; offset < file.size_bytes();) {
      const int64_t before = offset;
      const absl::Status received =
          Receive(context, attachment, offset, [&](const std::string& bytes) {
            out << bytes;
            offset += static_cast<int64_t>(bytes.size());
            meter.Reach(offset);
          });
      if (!out.flush().good()) return UsageError(absl::StrCat(part, " can not be written"));
      if (!received.ok() && !IsBroken(received)) return received;
      fruitless = offset > before ? 0 : fruitless + 1;
      if (!received.ok() && fruitless > kFruitlessMax) return received;
      if (received.ok()) break;
      AwaitConnection(context);
    }
  }
  ASSIGN_OR_RETURN(const LocalFile got, ReadLocalFile(part));
  if (got.sha256 != file.sha256()) {
    std::filesystem::remove(part, error);
    return Damaged(attachment);
  }
  std::filesystem::rename(part, path, error);
  if (error) return UsageError(absl::StrCat(path, " can not be written: ", error.message()));
  return absl::OkStatus();
}

absl::Status Download(CliContext& context, const v1::Attachment& attachment, std::ostream& out) {
  Sha256Stream digest;
  RETURN_IF_ERROR(Receive(context, attachment, 0, [&](const std::string& bytes) {
    out << bytes;
    digest.Update(bytes);
  }));
  out.flush();
  return Hex(digest.Finish()) == attachment.file().sha256() ? absl::OkStatus()
                                                            : Damaged(attachment);
}

}  // namespace samverk

#include "storage/blobs/file_blob_store.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/status_macros.h"
#include "storage/kv/rocks.h"

namespace samverk::storage {
namespace {

constexpr absl::Duration kTryAgain = absl::Seconds(30);

Upload Describe(const UploadFile& file) {
  const UploadState& state = file.state();
  return Upload{file.id(), state.spec, file.received_bytes(), state.durable_bytes,
                state.touched_at + kUploadAgeMax};
}

Refusal NotFound(const Uuid& upload) {
  return Refusal(kUploadNotFound).With("upload", upload.ToString());
}

absl::Status Malformed(absl::string_view what) {
  return Refusal(kUploadMalformed).With("what", what);
}

}  // namespace

FileBlobStore::FileBlobStore(const std::string& directory, const FileBlobStoreOptions& options)
    : options_(options), uploads_path_(directory + "/uploads"), blobs_(*options.env, directory) {}

absl::StatusOr<std::unique_ptr<FileBlobStore>> FileBlobStore::Open(
    const std::string& directory, const FileBlobStoreOptions& options) {
  std::unique_ptr<FileBlobStore> store(new FileBlobStore(directory, options));
  RETURN_IF_ERROR(store->blobs_.Open());
  RETURN_IF_ERROR(ToAbslStatus(options.env->CreateDirIfMissing(store->uploads_path_)));
  RETURN_IF_ERROR(SyncDirectory(*options.env, directory));
  MutexLock lock(store->mutex_);
  RETURN_IF_ERROR(store->CountBlobs());
  RETURN_IF_ERROR(store->OpenUploads());
  return store;
}

absl::Status FileBlobStore::CountBlobs() {
  uint64_t bytes = 0;
  uint64_t files = 0;
  RETURN_IF_ERROR(blobs_.Visit([&](const BlobId& blob) -> absl::Status {
    ASSIGN_OR_RETURN(const uint64_t size, blobs_.Size(blob));
    bytes += size;
    ++files;
    return absl::OkStatus();
  }));
  bytes_ += bytes;
  files_ += files;
  return absl::OkStatus();
}

absl::Status FileBlobStore::OpenUploads() {
  rocksdb::Env& env = *options_.env;
  std::vector<std::string> names;
  RETURN_IF_ERROR(ToAbslStatus(env.GetChildren(uploads_path_, &names)));
  std::set<std::string> kept;
  for (const std::string& name : names) {
    absl::string_view id_text = name;
    if (!absl::ConsumeSuffix(&id_text, ".state")) continue;
    const std::optional<Uuid> id = Uuid::Parse(id_text);
    if (!id.has_value()) continue;
    ASSIGN_OR_RETURN(std::unique_ptr<UploadFile> upload, UploadFile::Open(env, uploads_path_, *id));
    if (upload == nullptr) continue;
    bytes_ += upload->state().spec.size_bytes;
    ++files_;
    kept.insert({name, absl::StrCat(id_text, ".part")});
    uploads_.emplace(id->ToString(), std::move(upload));
  }
  // What a crash left half made, or half removed.
  for (const std::string& name : names) {
    const bool ours = absl::EndsWith(name, ".part") || absl::EndsWith(name, ".state") ||
                      absl::EndsWith(name, ".state.new");
    if (!ours || kept.contains(name)) continue;
    RETURN_IF_ERROR(ToAbslStatus(env.DeleteFile(absl::StrCat(uploads_path_, "/", name))));
  }
  return absl::OkStatus();
}

absl::Status FileBlobStore::CheckSpec(const UploadSpec& spec) const {
  if (spec.size_bytes == 0 || spec.size_bytes > options_.blob_bytes_max) {
    return Refusal(kBlobSize)
        .With("size_bytes", spec.size_bytes)
        .With("bytes_max", options_.blob_bytes_max);
  }
  if (spec.owner.size() > kUploadOwnerBytesMax) return Malformed("its owner's name is too long");
  if (spec.note.size() > kUploadNoteBytesMax) return Malformed("its note is too long");
  return absl::OkStatus();
}

absl::Status FileBlobStore::CheckRoom(uint64_t more_bytes) const {
  if (uploads_.size() >= options_.uploads_max) {
    return Refusal(kTooManyUploads).With("count_max", options_.uploads_max).RetryAfter(kTryAgain);
  }
  if (bytes_ + more_bytes > options_.blobs_bytes_max || files_ + 1 > options_.blobs_max) {
    return Refusal(kBlobQuota)
        .With("bytes", bytes_ + more_bytes)
        .With("files", files_ + 1)
        .With("bytes_max", options_.blobs_bytes_max)
        .With("files_max", options_.blobs_max);
  }
  return CheckDisk(more_bytes);
}

absl::Status FileBlobStore::CheckDisk(uint64_t more_bytes) const {
  const auto measure = options_.free_bytes ? options_.free_bytes : FreeDiskBytes;
  const absl::StatusOr<uint64_t> free_bytes = measure(uploads_path_);
  // A disk that does not answer that will refuse the write itself.
  if (!free_bytes.ok() || *free_bytes >= options_.disk_reserve_bytes + more_bytes) {
    return absl::OkStatus();
  }
  return Refusal(kBlobDiskReserve).RetryAfter(kTryAgain);
}

absl::StatusOr<std::optional<Upload>> FileBlobStore::StartUpload(const UploadSpec& spec) {
  RETURN_IF_ERROR(CheckSpec(spec));
  MutexLock lock(mutex_);
  const absl::StatusOr<uint64_t> size = Find(spec.blob);
  if (size.ok() && *size != spec.size_bytes) {
    return Refusal(kBlobSizeMismatch).With("actual", *size).With("declared", spec.size_bytes);
  }
  if (size.ok()) {
    holds_.Pardon(spec.blob);
    RETURN_IF_ERROR(Noted(blobs_.Touch(spec.blob, options_.clock->Now())));
    return std::nullopt;
  }
  if (!absl::IsNotFound(size.status())) return size.status();
  for (const auto& [id, upload] : uploads_) {
    const UploadSpec& other = upload->state().spec;
    if (other.blob != spec.blob || other.owner != spec.owner || other.size_bytes != spec.size_bytes)
      continue;
    RETURN_IF_ERROR(Noted(upload->Touch(options_.clock->Now())));
    return Describe(*upload);
  }
  RETURN_IF_ERROR(CheckRoom(spec.size_bytes));
  absl::StatusOr<std::unique_ptr<UploadFile>> upload =
      UploadFile::Create(*options_.env, uploads_path_, Uuid::V7(*options_.clock),
                         UploadState{spec, 0, options_.clock->Now()});
  RETURN_IF_ERROR(Noted(upload.status()));
  bytes_ += spec.size_bytes;
  ++files_;
  const std::string id = (*upload)->id().ToString();
  return Describe(*uploads_.emplace(id, *std::move(upload)).first->second);
}

absl::StatusOr<UploadFile*> FileBlobStore::Get(const Uuid& upload) {
  const auto found = uploads_.find(upload.ToString());
  if (found == uploads_.end()) return NotFound(upload);
  return found->second.get();
}

absl::StatusOr<Upload> FileBlobStore::Append(const Uuid& id, uint64_t offset,
                                             absl::string_view bytes) {
  if (bytes.size() > kUploadAppendBytesMax) return Malformed("too many bytes at once");
  MutexLock lock(mutex_);
  ASSIGN_OR_RETURN(UploadFile* const upload, Get(id));
  if (offset != upload->received_bytes()) {
    return Refusal(kUploadOffset).With("expected", upload->received_bytes()).With("offset", offset);
  }
  const uint64_t size = upload->state().spec.size_bytes;
  if (bytes.size() > size - offset) {
    return Refusal(kUploadTooLong).With("end", offset + bytes.size()).With("size_bytes", size);
  }
  if (bytes.empty()) return Describe(*upload);
  RETURN_IF_ERROR(CheckDisk(bytes.size()));
  RETURN_IF_ERROR(Noted(upload->Append(bytes)));
  if (upload->received_bytes() - upload->state().durable_bytes >= options_.sync_bytes) {
    RETURN_IF_ERROR(SyncOrLose(*upload));
  }
  return Describe(*upload);
}

absl::Status FileBlobStore::SyncOrLose(UploadFile& upload) {
  const absl::Status status = Noted(upload.Sync(options_.clock->Now()));
  // The kernel may have let go of what it could not write, and says so only once.
  if (upload.is_lost()) Forget(upload.id(), /*made=*/false).IgnoreError();
  return status;
}

absl::StatusOr<Upload> FileBlobStore::Flush(const Uuid& id) {
  MutexLock lock(mutex_);
  ASSIGN_OR_RETURN(UploadFile* const upload, Get(id));
  RETURN_IF_ERROR(SyncOrLose(*upload));
  return Describe(*upload);
}

absl::StatusOr<Upload> FileBlobStore::FindUpload(const Uuid& id) {
  MutexLock lock(mutex_);
  ASSIGN_OR_RETURN(const UploadFile* const upload, Get(id));
  return Describe(*upload);
}

absl::StatusOr<std::string> FileBlobStore::ReadUpload(const Uuid& id, size_t bytes_max) {
  MutexLock lock(mutex_);
  ASSIGN_OR_RETURN(const UploadFile* const upload, Get(id));
  const size_t bytes = std::min<uint64_t>({bytes_max, kBlobReadBytesMax, upload->received_bytes()});
  if (bytes == 0) return "";
  // Finishing may have broken off just after the bytes became a blob.
  const bool renamed = options_.env->FileExists(upload->part_path()).IsNotFound();
  return ReadFileRange(*options_.env,
                       renamed ? blobs_.PathOf(upload->state().spec.blob) : upload->part_path(), 0,
                       bytes);
}

absl::Status FileBlobStore::FinishUpload(const Uuid& id) {
  MutexLock lock(mutex_);
  ASSIGN_OR_RETURN(UploadFile* const upload, Get(id));
  const UploadSpec& spec = upload->state().spec;
  if (upload->received_bytes() < spec.size_bytes) {
    return Refusal(kUploadIncomplete)
        .With("received", upload->received_bytes())
        .With("size_bytes", spec.size_bytes);
  }
  const absl::StatusOr<uint64_t> there = Find(spec.blob);
  if (there.ok()) {
    // Somebody else was faster with the same content.
    holds_.Pardon(spec.blob);
    RETURN_IF_ERROR(Noted(blobs_.Touch(spec.blob, options_.clock->Now())));
    return Noted(Forget(id, /*made=*/false));
  }
  if (!absl::IsNotFound(there.status())) return there.status();
  RETURN_IF_ERROR(MakeBlob(*upload));
  // The blob is there; a state without bytes is removed on opening, if not now.
  Forget(id, /*made=*/true).IgnoreError();
  return absl::OkStatus();
}

// Once renamed, the blob stays hidden until its name is known to be on stable storage: an
// event must not refer to what a power cut would take away. A repeat goes on from there.
absl::Status FileBlobStore::MakeBlob(UploadFile& upload) {
  const BlobId blob = upload.state().spec.blob;
  const bool renamed = options_.env->FileExists(upload.part_path()).IsNotFound();
  if (!renamed) {
    const Uuid id = upload.id();
    RETURN_IF_ERROR(SyncOrLose(upload));
    upload.Close();
    ASSIGN_OR_RETURN(const BlobId actual, DigestOf(*options_.env, upload.part_path()));
    if (actual != blob) {
      Forget(id, /*made=*/false).IgnoreError();
      return Refusal(kDigestMismatch).With("actual", actual.hex()).With("declared", blob.hex());
    }
    holds_.Hide(blob);
    RETURN_IF_ERROR(Noted(blobs_.Adopt(upload.part_path(), blob, options_.clock->Now())));
  }
  RETURN_IF_ERROR(Noted(blobs_.Settle(blob)));
  holds_.Show(blob);
  return absl::OkStatus();
}

// Takes an upload out, whose bytes now count as a blob's if it was `made`.
absl::Status FileBlobStore::Forget(const Uuid& id, bool made) {
  const auto found = uploads_.find(id.ToString());
  if (found == uploads_.end()) return absl::OkStatus();
  if (!made) {
    bytes_ -= found->second->state().spec.size_bytes;
    --files_;
  }
  const std::unique_ptr<UploadFile> upload = std::move(found->second);
  uploads_.erase(found);
  return upload->Remove();
}

absl::Status FileBlobStore::DropUpload(const Uuid& id) {
  MutexLock lock(mutex_);
  return Noted(Forget(id, /*made=*/false));
}

absl::Status FileBlobStore::Probe() {
  // Named like a part, so that one that a crash leaves behind is removed on opening.
  const std::string path = uploads_path_ + "/probe.part";
  RETURN_IF_ERROR(
      ToAbslStatus(rocksdb::WriteStringToFile(options_.env, "probe", path, /*should_sync=*/true)));
  return ToAbslStatus(options_.env->DeleteFile(path));
}

absl::Status FileBlobStore::Tend() {
  MutexLock lock(mutex_);
  if (!Health().ok()) RETURN_IF_ERROR(Noted(Probe()));
  const absl::Time now = options_.clock->Now();
  std::vector<Uuid> abandoned;
  for (const auto& [id, upload] : uploads_) {
    if (Describe(*upload).expires_at <= now) abandoned.push_back(upload->id());
  }
  for (const Uuid& id : abandoned) RETURN_IF_ERROR(Noted(Forget(id, /*made=*/false)));
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> FileBlobStore::Find(const BlobId& blob) {
  if (holds_.IsHidden(blob)) return Refusal(kBlobNotFound).With("sha256", blob.hex());
  return blobs_.Size(blob);
}

absl::StatusOr<BlobHold> FileBlobStore::Hold(const BlobId& blob) {
  // First the hold, then the look: what is there now stays.
  BlobHold hold = holds_.Take(blob);
  if (hold == nullptr) return Refusal(kBlobNotFound).With("sha256", blob.hex());
  RETURN_IF_ERROR(blobs_.Size(blob).status());
  return hold;
}

absl::StatusOr<std::string> FileBlobStore::Read(const BlobId& blob, uint64_t offset,
                                                size_t bytes_max) {
  ASSIGN_OR_RETURN(const uint64_t size, Find(blob));
  if (offset >= size) {
    return Refusal(kBlobRange).With("size_bytes", size).With("offset", offset);
  }
  const size_t bytes = std::min<uint64_t>({bytes_max, kBlobReadBytesMax, size - offset});
  if (bytes == 0) return "";
  ASSIGN_OR_RETURN(std::string read,
                   ReadFileRange(*options_.env, blobs_.PathOf(blob), offset, bytes));
  // Shorter than a moment ago: somebody cut the file off.
  if (read.size() != bytes) return Refusal(kBlobDamaged).With("sha256", blob.hex());
  return read;
}

absl::Status FileBlobStore::Verify(const BlobId& blob) {
  RETURN_IF_ERROR(Find(blob).status());
  ASSIGN_OR_RETURN(const BlobId actual, DigestOf(*options_.env, blobs_.PathOf(blob)));
  if (actual == blob) return absl::OkStatus();
  return Refusal(kBlobDamaged).With("sha256", blob.hex());
}

absl::StatusOr<std::vector<BlobId>> FileBlobStore::ListUpTo(absl::Time time) {
  std::vector<BlobId> blobs;
  RETURN_IF_ERROR(blobs_.Visit([&](const BlobId& blob) -> absl::Status {
    if (holds_.IsHidden(blob)) return absl::OkStatus();
    ASSIGN_OR_RETURN(const absl::Time came_at, blobs_.CameAt(blob));
    if (came_at <= time) blobs.push_back(blob);
    return absl::OkStatus();
  }));
  return blobs;
}

absl::StatusOr<bool> FileBlobStore::RemoveCondemned(const BlobId& blob) {
  MutexLock lock(mutex_);
  if (!holds_.HideCondemned(blob)) return false;
  absl::StatusOr<uint64_t> size = blobs_.Size(blob);
  absl::Status status = size.status();
  if (status.ok()) status = Noted(blobs_.Remove(blob));
  holds_.Show(blob);
  RETURN_IF_ERROR(status);
  bytes_ -= *size;
  --files_;
  return true;
}

absl::Status FileBlobStore::Noted(const absl::Status& status) {
  MutexLock lock(health_mutex_);
  trouble_ = status;
  return status;
}

absl::Status FileBlobStore::Health() const {
  MutexLock lock(health_mutex_);
  return trouble_;
}

}  // namespace samverk::storage

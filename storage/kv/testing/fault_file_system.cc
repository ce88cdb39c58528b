#include "storage/kv/testing/fault_file_system.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace samverk::storage {
namespace {

using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

constexpr uint64_t kPageBytes = 4096;

std::string DirectoryOf(const std::string& path) { return path.substr(0, path.rfind('/')); }

// RocksDB names directories with and without a slash at the end, and files with two.
std::string Clean(const std::string& path) {
  const std::string clean = std::filesystem::path(path).lexically_normal().string();
  return absl::EndsWith(clean, "/") ? clean.substr(0, clean.size() - 1) : clean;
}

bool IsInfoLog(const std::string& path) {
  return absl::StartsWith(path.substr(path.rfind('/') + 1), "LOG");
}

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

bool WriteAll(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes;
  return file.flush().good();
}

}  // namespace

// A file that is written.
class FaultFileSystem::File final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  File(FaultFileSystem& disk, std::string path, std::shared_ptr<FileState> state,
       std::unique_ptr<rocksdb::FSWritableFile> file)
      : FSWritableFileOwnerWrapper(std::move(file)),
        disk_(disk),
        path_(std::move(path)),
        state_(std::move(state)) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    IOStatus admitted = disk_.Admit(Operation::kAppend, path_);
    if (!admitted.ok() && disk_.power_is_cut()) return admitted;
    const size_t size = admitted.ok() ? data.size() : data.size() / 2;
    IOStatus status = FSWritableFileOwnerWrapper::Append(Slice(data.data(), size), options, debug);
    if (status.ok()) disk_.Appended(*state_, size);
    return admitted.ok() ? status : admitted;
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    const IOStatus admitted = disk_.Admit(Operation::kTruncate, path_);
    if (!admitted.ok()) return admitted;
    const IOStatus status = FSWritableFileOwnerWrapper::Truncate(size, options, debug);
    if (status.ok()) disk_.Truncated(*state_, size);
    return status;
  }
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    IOStatus admitted = disk_.Admit(Operation::kSync, path_);
    disk_.Synced(*state_, admitted.ok());
    return admitted;
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }
  IOStatus RangeSync(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();
  }

 private:
  FaultFileSystem& disk_;
  const std::string path_;
  const std::shared_ptr<FileState> state_;
};

class FaultFileSystem::ReadFile final : public rocksdb::FSRandomAccessFileOwnerWrapper {
 public:
  ReadFile(FaultFileSystem& disk, std::string path,
           std::unique_ptr<rocksdb::FSRandomAccessFile> file)
      : FSRandomAccessFileOwnerWrapper(std::move(file)), disk_(disk), path_(std::move(path)) {}

  IOStatus Read(uint64_t offset, size_t size, const IOOptions& options, Slice* result,
                char* scratch, IODebugContext* debug) const override {
    IOStatus admitted = disk_.Admit(Operation::kRead, path_);
    if (!admitted.ok()) return admitted;
    return FSRandomAccessFileOwnerWrapper::Read(offset, size, options, result, scratch, debug);
  }

 private:
  FaultFileSystem& disk_;
  const std::string path_;
};

class FaultFileSystem::Directory final : public rocksdb::FSDirectoryWrapper {
 public:
  Directory(FaultFileSystem& disk, std::string path,
            std::unique_ptr<rocksdb::FSDirectory> directory)
      : FSDirectoryWrapper(std::move(directory)), disk_(disk), path_(std::move(path)) {}

  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    IOStatus admitted = disk_.Admit(Operation::kSyncDirectory, path_);
    if (admitted.ok()) disk_.DirectorySynced(path_);
    return admitted;
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug,
                               const rocksdb::DirFsyncOptions&) override {
    return Fsync(options, debug);
  }

 private:
  FaultFileSystem& disk_;
  const std::string path_;
};

class FaultFileSystem::Wrapper final : public rocksdb::FileSystemWrapper {
 public:
  explicit Wrapper(FaultFileSystem& disk)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), disk_(disk) {}

  const char* Name() const override { return "FaultFileSystem"; }

  IOStatus NewWritableFile(const std::string& path, const FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* result,
                           IODebugContext* debug) override {
    return Open(path, result, /*keep=*/false,
                [&] { return target_->NewWritableFile(path, options, result, debug); });
  }
  IOStatus ReopenWritableFile(const std::string& path, const FileOptions& options,
                              std::unique_ptr<rocksdb::FSWritableFile>* result,
                              IODebugContext* debug) override {
    return Open(path, result, /*keep=*/true,
                [&] { return target_->ReopenWritableFile(path, options, result, debug); });
  }
  IOStatus ReuseWritableFile(const std::string&, const std::string&, const FileOptions&,
                             std::unique_ptr<rocksdb::FSWritableFile>*, IODebugContext*) override {
    return IOStatus::NotSupported("ReuseWritableFile");
  }
  IOStatus NewRandomAccessFile(const std::string& path, const FileOptions& options,
                               std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                               IODebugContext* debug) override {
    IOStatus status = target_->NewRandomAccessFile(path, options, result, debug);
    if (status.ok()) *result = std::make_unique<ReadFile>(disk_, Clean(path), std::move(*result));
    return status;
  }
  IOStatus NewDirectory(const std::string& path, const IOOptions& options,
                        std::unique_ptr<rocksdb::FSDirectory>* result,
                        IODebugContext* debug) override {
    IOStatus status = target_->NewDirectory(path, options, result, debug);
    if (status.ok()) *result = std::make_unique<Directory>(disk_, Clean(path), std::move(*result));
    return status;
  }
  IOStatus DeleteFile(const std::string& path, const IOOptions& options,
                      IODebugContext* debug) override {
    if (IsInfoLog(path)) return target_->DeleteFile(path, options, debug);
    IOStatus admitted = disk_.Admit(Operation::kDelete, Clean(path));
    if (!admitted.ok()) return admitted;
    IOStatus status = target_->DeleteFile(path, options, debug);
    if (status.ok()) disk_.Deleted(Clean(path));
    return status;
  }
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* debug) override {
    if (IsInfoLog(from)) return target_->RenameFile(from, to, options, debug);
    IOStatus admitted = disk_.Admit(Operation::kRename, Clean(to));
    if (!admitted.ok()) return admitted;
    std::optional<std::string> overwritten;
    if (std::filesystem::exists(to)) overwritten = ReadAll(to);
    IOStatus status = target_->RenameFile(from, to, options, debug);
    if (status.ok()) disk_.Renamed(Clean(from), Clean(to), std::move(overwritten));
    return status;
  }

 private:
  template <typename OpenTarget>
  IOStatus Open(const std::string& path, std::unique_ptr<rocksdb::FSWritableFile>* result,
                bool keep, OpenTarget open_target) {
    if (IsInfoLog(path)) return open_target();
    IOStatus admitted = disk_.Admit(Operation::kCreate, Clean(path));
    if (!admitted.ok()) return admitted;
    const bool existed = std::filesystem::exists(path);
    const uint64_t size = keep && existed ? std::filesystem::file_size(path) : 0;
    IOStatus status = open_target();
    if (!status.ok()) return status;
    auto state = disk_.Opened(Clean(path), size, existed);
    *result = std::make_unique<File>(disk_, Clean(path), std::move(state), std::move(*result));
    return status;
  }

  FaultFileSystem& disk_;
};

FaultFileSystem::FaultFileSystem()
    : wrapper_(std::make_shared<Wrapper>(*this)), env_(rocksdb::NewCompositeEnv(wrapper_)) {}

FaultFileSystem::~FaultFileSystem() = default;

IOStatus FaultFileSystem::IoError() { return IOStatus::IOError("Input/output error"); }

IOStatus FaultFileSystem::NoSpace() {
  IOStatus status = IOStatus::NoSpace("No space left on device");
  status.SetRetryable(true);  // As the real file system does.
  return status;
}

FaultFileSystem::Fault FaultFileSystem::FailCall(uint64_t number, const IOStatus& status) {
  return [number, status](const Call& call) {
    return call.operation != Operation::kRead && call.number == number ? status : IOStatus::OK();
  };
}

FaultFileSystem::Fault FaultFileSystem::FailFrom(uint64_t number, const IOStatus& status) {
  return [number, status](const Call& call) {
    return call.operation != Operation::kRead && call.number >= number ? status : IOStatus::OK();
  };
}

FaultFileSystem::Fault FaultFileSystem::FailEvery(Operation operation, std::string path_end,
                                                  const IOStatus& status) {
  return [operation, path_end = std::move(path_end), status](const Call& call) {
    return call.operation == operation && absl::EndsWith(call.path, path_end) ? status
                                                                              : IOStatus::OK();
  };
}

void FaultFileSystem::SetFault(Fault fault) {
  MutexLock lock(mutex_);
  fault_ = std::move(fault);
}

uint64_t FaultFileSystem::calls() const {
  MutexLock lock(mutex_);
  return calls_;
}

void FaultFileSystem::CutPower() {
  MutexLock lock(mutex_);
  power_cut_ = true;
}

bool FaultFileSystem::power_is_cut() const {
  MutexLock lock(mutex_);
  return power_cut_;
}

IOStatus FaultFileSystem::Admit(Operation operation, const std::string& path) {
  Call call{operation, path, 0};
  Fault fault;
  {
    MutexLock lock(mutex_);
    call.number = calls_;
    if (operation != Operation::kRead) {
      ++calls_;
      if (power_cut_) return IOStatus::IOError("the power is cut");
    }
    fault = fault_;
  }
  // Without the lock: a test may hold one call up while others go on.
  return fault ? fault(call) : IOStatus::OK();
}

std::shared_ptr<FaultFileSystem::FileState> FaultFileSystem::Opened(const std::string& path,
                                                                    uint64_t size, bool existed) {
  MutexLock lock(mutex_);
  auto state = std::make_shared<FileState>();
  state->written_bytes = size;
  state->synced_bytes = size;
  files_[path] = state;
  if (!existed) name_changes_.push_back({path, "", std::nullopt});
  return state;
}

void FaultFileSystem::Appended(FileState& state, uint64_t size) {
  MutexLock lock(mutex_);
  state.written_bytes += size;
}

// What is cut off may come back after a power cut; here it does not, as on most disks.
void FaultFileSystem::Truncated(FileState& state, uint64_t size) {
  MutexLock lock(mutex_);
  state.written_bytes = std::min(state.written_bytes, size);
  state.synced_bytes = std::min(state.synced_bytes, size);
}

void FaultFileSystem::Synced(FileState& state, bool succeeded) {
  MutexLock lock(mutex_);
  if (!succeeded) state.sync_lies = true;
  if (!state.sync_lies) state.synced_bytes = state.written_bytes;
}

void FaultFileSystem::Renamed(const std::string& from, const std::string& to,
                              std::optional<std::string> overwritten) {
  MutexLock lock(mutex_);
  if (const auto file = files_.find(from); file != files_.end()) {
    files_[to] = file->second;
    files_.erase(file);
  }
  name_changes_.push_back({to, from, std::move(overwritten)});
}

void FaultFileSystem::Deleted(const std::string& path) {
  MutexLock lock(mutex_);
  files_.erase(path);
  std::erase_if(name_changes_, [&path](const NameChange& c) { return c.created == path; });
}

void FaultFileSystem::DirectorySynced(const std::string& path) {
  MutexLock lock(mutex_);
  std::erase_if(name_changes_,
                [&path](const NameChange& c) { return DirectoryOf(c.created) == path; });
}

absl::Status FaultFileSystem::RestorePower(const PowerLoss& loss) {
  MutexLock lock(mutex_);
  for (auto& [path, state] : files_) RETURN_IF_ERROR(LoseBytes(path, *state, loss));
  if (loss.names_lost) RETURN_IF_ERROR(LoseNames());
  files_.clear();
  name_changes_.clear();
  power_cut_ = false;
  fault_ = nullptr;
  return absl::OkStatus();
}

absl::Status FaultFileSystem::LoseBytes(const std::string& path, FileState& state,
                                        const PowerLoss& loss) {
  if (loss.tail == Tail::kKept || state.written_bytes == state.synced_bytes)
    return absl::OkStatus();
  if (!std::filesystem::exists(path)) return absl::OkStatus();
  std::string bytes = ReadAll(path);
  const uint64_t unsynced = state.written_bytes - state.synced_bytes;
  const uint64_t left = loss.tail == Tail::kDropped
                            ? 0
                            : static_cast<uint64_t>(loss.cut * static_cast<double>(unsynced));
  bytes.resize(std::min<uint64_t>(bytes.size(), state.synced_bytes + left));
  if (loss.tail == Tail::kGarbage || loss.tail == Tail::kZeroed) {
    const uint64_t page = bytes.empty() ? 0 : (bytes.size() - 1) / kPageBytes * kPageBytes;
    for (uint64_t i = std::max(page, state.synced_bytes); i < bytes.size(); ++i) {
      // Any bytes would do, if they are the same on every run.
      bytes[i] = loss.tail == Tail::kZeroed ? '\0' : static_cast<char>(i * 2654435761u >> 13);
    }
  }
  return WriteAll(path, bytes) ? absl::OkStatus() : absl::InternalError("cannot write " + path);
}

absl::Status FaultFileSystem::LoseNames() {
  for (auto change = name_changes_.rbegin(); change != name_changes_.rend(); ++change) {
    std::error_code error;
    if (change->renamed_from.empty()) {
      std::filesystem::remove(change->created, error);
    } else {
      std::filesystem::rename(change->created, change->renamed_from, error);
    }
    if (error) return absl::InternalError(absl::StrCat(change->created, ": ", error.message()));
    if (change->overwritten.has_value() && !WriteAll(change->created, *change->overwritten)) {
      return absl::InternalError("cannot write " + change->created);
    }
  }
  return absl::OkStatus();
}

}  // namespace samverk::storage

#include "storage/event_log/testing/rocks_ledger.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "base/check.h"
#include "base/random.h"
#include "base/status_macros.h"
#include "rocksdb/slice_transform.h"

namespace samverk::storage {

RawLog::RawLog(const std::string& directory, rocksdb::Env* env) {
  std::vector<std::string> names;
  rocksdb::DBOptions options;
  options.env = env;
  CHECK(rocksdb::DB::ListColumnFamilies(options, directory, &names).ok());
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const std::string& name : names) {
    families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    if (name == kStreamsFamily) {
      families.back().options.prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(8));
    }
  }
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(options, directory, families, &handles_, &db);
  CHECK(status.ok());
  db_.reset(db);
}

RawLog::~RawLog() {
  for (rocksdb::ColumnFamilyHandle* handle : handles_) {
    CHECK(db_->DestroyColumnFamilyHandle(handle).ok());
  }
  CHECK(db_->Close().ok());
}

rocksdb::ColumnFamilyHandle* RawLog::Family(const std::string& name) {
  const auto found = std::find_if(handles_.begin(), handles_.end(), [&name](const auto* handle) {
    return handle->GetName() == name;
  });
  CHECK(found != handles_.end());
  return *found;
}

std::string RawLog::Get(const std::string& family, const std::string& key) {
  std::string value;
  CHECK(db_->Get(rocksdb::ReadOptions(), Family(family), key, &value).ok());
  return value;
}

void RawLog::Put(const std::string& family, const std::string& key, const std::string& value) {
  CHECK(db_->Put(rocksdb::WriteOptions(), Family(family), key, value).ok());
}

void RawLog::Delete(const std::string& family, const std::string& key) {
  Get(family, key);  // Deleting what isn't there would test nothing.
  CHECK(db_->Delete(rocksdb::WriteOptions(), Family(family), key).ok());
}

std::vector<std::pair<std::string, std::string>> RawLog::Rows(const std::string& family) {
  std::vector<std::pair<std::string, std::string>> rows;
  rocksdb::ReadOptions options;
  options.total_order_seek = true;
  const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(options, Family(family)));
  for (at->SeekToFirst(); at->Valid(); at->Next()) {
    rows.emplace_back(at->key().ToString(), at->value().ToString());
  }
  CHECK(at->status().ok());
  return rows;
}

void RawLog::Flush() { CHECK(db_->Flush(rocksdb::FlushOptions(), handles_).ok()); }

void RawLog::FlushFamily(const std::string& family) {
  CHECK(db_->Flush(rocksdb::FlushOptions(), Family(family)).ok());
}

RocksLedger::RocksLedger(rocksdb::Env* env)
    : identity_{Uuid::V7(clock_), Uuid::V7(clock_), RandomBytes(32)} {
  options_.resources = MakeRocksResources(env);
  options_.clock = &clock_;
  options_.acknowledger = &acknowledger_;
  options_.free_bytes = [](const std::string&) { return uint64_t{1} << 40; };
  CHECK(RocksEventLog::Create(directory(), head_path(), options_, identity_).ok());
}

RocksLedger::~RocksLedger() = default;

absl::Status RocksLedger::Open() {
  CHECK(log_ == nullptr);
  ASSIGN_OR_RETURN(log_, RocksEventLog::Open(directory(), head_path(), options_));
  return absl::OkStatus();
}

absl::Status RocksLedger::Reopen() {
  Close();
  return Open();
}

void RocksLedger::Damage(const std::function<void(RawLog& raw)>& damage) {
  Close();
  RawLog raw(directory(), options_.resources.env);
  damage(raw);
}

std::vector<std::string> FilesEndingIn(const std::string& directory, const std::string& end) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (absl::EndsWith(entry.path().string(), end)) paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::map<std::string, std::string> ReadTree(const std::string& directory) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file() || entry.path().filename() == "LOCK") continue;
    files[std::filesystem::relative(entry.path(), directory)] = ReadFileBytes(entry.path());
  }
  return files;
}

std::string ReadFileBytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  CHECK(file.good());
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

void WriteFileBytes(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes;
  CHECK(file.flush().good());
}

}  // namespace samverk::storage

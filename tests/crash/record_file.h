// RecordFile: messages in a file, one after the other, each on stable storage before the
// next step is taken.

#ifndef SAMVERK_TESTS_CRASH_RECORD_FILE_H_
#define SAMVERK_TESTS_CRASH_RECORD_FILE_H_

#include <fcntl.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "base/check.h"
#include "google/protobuf/io/zero_copy_stream_impl.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/delimited_message_util.h"

namespace samverk::tests {

// Appends to a file. One thread.
class RecordFile {
 public:
  explicit RecordFile(const std::string& path)
      : file_(open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644)) {
    CHECK(file_ >= 0);
  }
  ~RecordFile() { close(file_); }
  RecordFile(const RecordFile&) = delete;
  RecordFile& operator=(const RecordFile&) = delete;

  void Write(const google::protobuf::Message& message) {
    CHECK(google::protobuf::util::SerializeDelimitedToFileDescriptor(message, file_));
  }
  // When this returns, everything written is on stable storage.
  void Sync() { CHECK(fdatasync(file_) == 0); }

 private:
  const int file_;
};

// What was written to the file at `path`; nothing if there is none.
template <typename Message>
std::vector<Message> ReadRecords(const std::string& path) {
  std::vector<Message> messages;
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return messages;
  google::protobuf::io::FileInputStream stream(file);
  stream.SetCloseOnDelete(true);
  Message message;
  bool clean_end = false;
  while (google::protobuf::util::ParseDelimitedFromZeroCopyStream(&message, &stream, &clean_end)) {
    messages.push_back(message);
    message.Clear();  // Parsing adds to what is there.
  }
  CHECK(clean_end);  // Only servers are killed, not those who write this.
  return messages;
}

}  // namespace samverk::tests

#endif  // SAMVERK_TESTS_CRASH_RECORD_FILE_H_

// LineSource: the lines of a file, read as often as one likes with little memory: also of what
// comes on standard input or through a pipe, which is kept on disk meanwhile.

#ifndef SAMVERK_CLIENTS_CLI_LINE_SOURCE_H_
#define SAMVERK_CLIENTS_CLI_LINE_SOURCE_H_

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace samverk {

// The longest line that is read. What is longer is cut off there.
inline constexpr size_t kLineBytesMax = 256 << 10;

// Single-threaded.
class LineSource {
 public:
  // Opens `path`; `-` is standard input, which is read to its end first.
  //
  // Errors: UsageError.
  static absl::StatusOr<LineSource> Open(const std::string& path);

  // Reads the next line, without its end, into `line`; false after the last one. `is_cut` says
  // whether it was longer than kLineBytesMax.
  bool Next(std::string& line, bool& is_cut);

  // The number of the line that was read last, the first one 1; 0 before it.
  int64_t number() const { return number_; }

  // Begins anew.
  void Rewind();

 private:
  struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  explicit LineSource(std::FILE* file) : file_(file) {}

  std::unique_ptr<std::FILE, Closer> file_;
  int64_t number_ = 0;
};

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_LINE_SOURCE_H_

#include "clients/cli/line_source.h"

#include <array>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "clients/cli/error_line.h"

namespace samverk {
namespace {

// Copies what is left of `from`; false if that failed.
bool Copy(std::FILE* from, std::FILE* to) {
  std::array<char, 1 << 16> buffer;
  size_t read = 0;
  while ((read = std::fread(buffer.data(), 1, buffer.size(), from)) > 0) {
    if (std::fwrite(buffer.data(), 1, read, to) != read) return false;
  }
  return std::ferror(from) == 0 && std::fflush(to) == 0;
}

}  // namespace

absl::StatusOr<LineSource> LineSource::Open(const std::string& path) {
  const bool is_input = path == "-";
  LineSource source(is_input ? stdin : std::fopen(path.c_str(), "rb"));
  const auto unreadable = [&path] {
    return UsageError(absl::StrCat(path, " can not be read; check the path"));
  };
  if (source.file_ == nullptr || std::filesystem::is_directory(path)) return unreadable();
  if (!is_input && std::fseek(source.file_.get(), 0, SEEK_SET) == 0) return source;
  // It comes once: it is kept where it can be read again.
  LineSource kept(std::tmpfile());
  if (kept.file_ == nullptr || !Copy(source.file_.get(), kept.file_.get())) return unreadable();
  kept.Rewind();
  return kept;
}

bool LineSource::Next(std::string& line, bool& is_cut) {
  line.clear();
  is_cut = false;
  int c = EOF;
  while ((c = getc_unlocked(file_.get())) != EOF && c != '\n') {
    if (line.size() < kLineBytesMax) {
      line.push_back(static_cast<char>(c));
    } else {
      is_cut = true;
    }
  }
  if (c == EOF && line.empty()) return false;
  ++number_;
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return true;
}

void LineSource::Rewind() {
  CHECK(std::fseek(file_.get(), 0, SEEK_SET) == 0);  // It was tried when it was opened.
  number_ = 0;
}

}  // namespace samverk

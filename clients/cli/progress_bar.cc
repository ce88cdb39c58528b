#include "clients/cli/progress_bar.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/table.h"

namespace samverk {
namespace {

constexpr size_t kBarColumns = 24;
// Narrower than most terminals: a line that wraps can't be drawn over.
constexpr size_t kProgressColumns = 79;
// ECMA-48: back to the first column, erase to the end of the line.
constexpr char kEraseLine[] = "\r\x1b[K";

}  // namespace

ProgressBar::ProgressBar(std::ostream& err, bool terminal, std::string title, size_t total,
                         absl::string_view unit)
    : err_(err), terminal_(terminal), title_(std::move(title)), total_(total) {
  if (!terminal_) err_ << title_ << ": " << total_ << " " << unit << std::endl;
}

ProgressBar::~ProgressBar() { Clear(); }

void ProgressBar::Next(absl::string_view what) {
  const size_t done = begun_++;
  if (!terminal_) return;
  const size_t filled = kBarColumns * std::min(done, total_) / std::max<size_t>(total_, 1);
  const std::string bar =
      absl::StrCat(title_, "  [", std::string(filled, '#'), std::string(kBarColumns - filled, '.'),
                   "]  ", done, "/", total_, "  ", what);
  err_ << kEraseLine << Fit(bar, kProgressColumns) << std::flush;
}

void ProgressBar::Clear() {
  if (terminal_) err_ << kEraseLine << std::flush;
}

}  // namespace samverk

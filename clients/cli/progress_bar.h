// ProgressBar: how far a long command has come, on the terminal of the person who waits.
//
//   vasterbotten.json  [##########..............]  18/42  workshops/2018-apotek

#ifndef SAMVERK_CLIENTS_CLI_PROGRESS_BAR_H_
#define SAMVERK_CLIENTS_CLI_PROGRESS_BAR_H_

#include <ostream>
#include <string>

#include "absl/strings/string_view.h"

namespace samverk {

class ProgressBar {
 public:
  // Draws on `err` if that is a terminal; otherwise prints one plain line now and nothing
  // more, so that logs stay readable. `unit` is what there are `total` of.
  ProgressBar(std::ostream& err, bool terminal, std::string title, size_t total,
              absl::string_view unit = "rows");

  // Leaves the terminal as it was.
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // Says what is being done, and that what was said before is done.
  void Next(absl::string_view what);

  // Takes the bar away, to print something in its place. The next Next() draws it again.
  void Clear();

 private:
  std::ostream& err_;
  const bool terminal_;
  const std::string title_;
  const size_t total_;
  size_t begun_ = 0;
};

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_PROGRESS_BAR_H_

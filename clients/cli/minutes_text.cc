#include "clients/cli/minutes_text.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/status_macros.h"
#include "clients/cli/error_line.h"

namespace samverk {
namespace {

// Adds the section that ends here, if there is one.
absl::Status Finish(v1::MinutesSection section, std::vector<v1::MinutesSection>& sections) {
  section.set_text(std::string(absl::StripAsciiWhitespace(section.text())));
  if (section.title().empty() && section.text().empty()) return absl::OkStatus();
  if (section.text().empty()) {
    return UsageError(absl::StrCat("nothing stands below the heading \"", section.title(),
                                   "\"; write what was said, or remove it"));
  }
  sections.push_back(std::move(section));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<v1::MinutesSection>> ParseMinutes(absl::string_view text) {
  std::vector<v1::MinutesSection> sections;
  v1::MinutesSection section;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    absl::string_view heading = absl::StripTrailingAsciiWhitespace(line);
    if (!absl::ConsumePrefix(&heading, "# ")) {
      section.set_text(absl::StrCat(section.text(), heading, "\n"));
      continue;
    }
    RETURN_IF_ERROR(Finish(std::move(section), sections));
    section = v1::MinutesSection();
    section.set_title(std::string(absl::StripAsciiWhitespace(heading)));
  }
  RETURN_IF_ERROR(Finish(std::move(section), sections));
  if (sections.empty()) return UsageError("the minutes are empty; write what was said");
  return sections;
}

}  // namespace samverk

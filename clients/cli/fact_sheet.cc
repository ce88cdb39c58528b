#include "clients/cli/fact_sheet.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/text.h"
#include "clients/cli/table.h"

namespace samverk {

void FactSheet::Add(absl::string_view label, absl::string_view text) {
  if (!text.empty()) facts_.emplace_back(label, text);
}

void FactSheet::Print(std::ostream& out) const {
  const size_t state_columns = DisplayWidth(state_);
  const size_t title_columns = kLineColumns - state_columns - 2;
  out << (state_.empty()
              ? Fit(title_, kLineColumns)
              : absl::StrCat(Pad(Fit(title_, title_columns), title_columns), "  ", state_))
      << "\n";
  size_t label_columns = 0;
  for (const auto& [label, text] : facts_) {
    label_columns = std::max(label_columns, DisplayWidth(label));
  }
  const size_t indent = label_columns + 4;
  std::string last_label;
  for (const auto& [label, text] : facts_) {
    std::string lead = label == last_label ? "" : absl::StrCat("  ", label);
    last_label = label;
    for (const std::string& line : Wrap(text, kLineColumns - indent)) {
      if (!lead.empty() || !line.empty()) out << Pad(lead, indent) << line;
      out << "\n";
      lead.clear();
    }
  }
}

int64_t Participants(const AttendanceList& attendance) {
  int64_t participants = 0;
  for (const v1::Attendance& one : attendance) participants += one.participants();
  return participants;
}

std::string AttendanceInWords(const AttendanceList& attendance, const OrganisationNames& names) {
  if (attendance.empty()) return "";
  std::vector<std::string> words;
  for (const v1::Attendance& one : attendance) {
    words.push_back(absl::StrCat(names.Of(one.organisation()), " ", one.participants()));
  }
  SortSwedish(words);
  return absl::StrCat(Participants(attendance), ": ", absl::StrJoin(words, ", "));
}

void SortSwedish(std::vector<std::string>& texts) {
  std::sort(texts.begin(), texts.end(), [](const std::string& left, const std::string& right) {
    return SwedishSortKey(left) < SwedishSortKey(right);
  });
}

}  // namespace samverk

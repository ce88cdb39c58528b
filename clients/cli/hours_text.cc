#include "clients/cli/hours_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "clients/cli/bracket_text.h"
#include "clients/cli/error_line.h"

namespace samverk {
namespace {

constexpr int kDaysOfWeek = 7;
constexpr int kMidnight = 24 * 60;
constexpr std::array<absl::string_view, kDaysOfWeek> kDayWords = {"mån", "tis", "ons", "tor",
                                                                  "fre", "lör", "sön"};
constexpr char kExample[] = "skriv till exempel mån–fre 09:00–18:00, lör 10:00–14:00";

// Minutes from the beginning of the day.
using Span = std::pair<int, int>;
// The spans of each weekday, Monday first.
using Week = std::array<std::vector<Span>, kDaysOfWeek>;

absl::Status Wrong(absl::string_view what) {
  return UsageError(absl::StrCat("\"", what, "\" är inga öppettider: ", kExample));
}

// Dashes of all lengths are hyphens here.
std::string WithHyphens(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"–", "-"}, {"—", "-"}, {" - ", "-"}, {" – ", "-"}});
}

// 1 to 7; `mandag`, `mån`, `måndagar` are all Monday.
std::optional<int> WeekdayOf(absl::string_view word) {
  const std::string plain = absl::StrReplaceAll(absl::AsciiStrToLower(word),
                                                {{"å", "a"}, {"ö", "o"}, {"Å", "a"}, {"Ö", "o"}});
  constexpr std::array<absl::string_view, kDaysOfWeek> kPlain = {"man", "tis", "ons", "tor",
                                                                 "fre", "lor", "son"};
  for (size_t i = 0; i < kPlain.size(); ++i) {
    absl::string_view rest = plain;
    if (!absl::ConsumePrefix(&rest, kPlain[i])) continue;
    // tisdag, torsdag; fredagar.
    absl::ConsumePrefix(&rest, "s");
    if (rest.empty() || rest == "dag" || rest == "dagar") return static_cast<int>(i) + 1;
  }
  return std::nullopt;
}

// The first and the last weekday of `mån-fre`, `lör`, `alla dagar`.
std::optional<std::pair<int, int>> ParseDays(absl::string_view text) {
  if (text == "alla dagar" || text == "dagligen") return std::pair(1, kDaysOfWeek);
  const std::pair<absl::string_view, absl::string_view> ends =
      absl::StrSplit(text, absl::MaxSplits('-', 1));
  const auto first = WeekdayOf(absl::StripAsciiWhitespace(ends.first));
  const auto last =
      absl::StrContains(text, '-') ? WeekdayOf(absl::StripAsciiWhitespace(ends.second)) : first;
  if (!first.has_value() || !last.has_value() || *last < *first) return std::nullopt;
  return std::pair(*first, *last);
}

// Minutes of `9`, `09:30`, `09.30`, `24:00`.
std::optional<int> ParseMinutes(absl::string_view text) {
  const std::vector<absl::string_view> parts =
      absl::StrSplit(absl::StripAsciiWhitespace(text), absl::ByAnyChar(":."));
  int hours = 0;
  int minutes = 0;
  const bool whole = parts.size() == 1;
  if (parts.size() > 2 || parts[0].empty() || parts[0].size() > 2 ||
      !absl::SimpleAtoi(parts[0], &hours) || (!whole && parts[1].size() != 2) ||
      (!whole && !absl::SimpleAtoi(parts[1], &minutes))) {
    return std::nullopt;
  }
  const int all = hours * 60 + minutes;
  if (hours < 0 || minutes < 0 || minutes > 59 || all > kMidnight) return std::nullopt;
  return all;
}

absl::StatusOr<Span> ParseTimes(absl::string_view text) {
  if (text == "dygnet runt") return Span(0, kMidnight);
  const std::vector<absl::string_view> ends = absl::StrSplit(text, '-');
  if (ends.size() != 2) return Wrong(text);
  const auto opens = ParseMinutes(ends[0]);
  const auto closes = ParseMinutes(ends[1]);
  if (!opens.has_value() || !closes.has_value()) return Wrong(text);
  const int end = *closes == 0 ? kMidnight : *closes;
  if (end <= *opens) {
    return UsageError(absl::StrCat("\"", text,
                                   "\" stänger innan det öppnar; det som fortsätter efter midnatt "
                                   "skrivs på nästa dag"));
  }
  return Span(*opens, end);
}

// The weekdays of `tis och tor`, `mån-fre`; nullopt if one of them is none.
std::optional<std::vector<int>> ParseDayList(absl::string_view text) {
  std::vector<int> days;
  for (const absl::string_view part : absl::StrSplit(text, " och ")) {
    const auto ends = ParseDays(absl::StripAsciiWhitespace(part));
    if (!ends.has_value()) return std::nullopt;
    for (int day = ends->first; day <= ends->second; ++day) days.push_back(day);
  }
  return days;
}

// Adds what `text` says: weekdays and their times, or weekdays that have those of what comes next,
// which are added to `waiting`.
absl::Status AddSpan(absl::string_view text, std::vector<int>& waiting, Week& week) {
  // The days end where the times begin: at a digit, or at one of these words.
  size_t times_at = text.find_first_of("0123456789");
  for (const absl::string_view word : {"dygnet runt", "stängt"}) {
    times_at = std::min(times_at, text.find(word));
  }
  const auto days = ParseDayList(absl::StripAsciiWhitespace(text.substr(0, times_at)));
  if (!days.has_value()) return Wrong(text);
  waiting.insert(waiting.end(), days->begin(), days->end());
  if (times_at == absl::string_view::npos) return absl::OkStatus();
  const std::vector<int> all_days = std::exchange(waiting, {});
  const absl::string_view times = text.substr(times_at);
  if (times == "stängt") return absl::OkStatus();
  for (const absl::string_view each : absl::StrSplit(times, " och ")) {
    ASSIGN_OR_RETURN(const Span span, ParseTimes(absl::StripAsciiWhitespace(each)));
    for (const int day : all_days) week[static_cast<size_t>(day) - 1].push_back(span);
  }
  return absl::OkStatus();
}

// `från 2019-06-01: ` taken from the beginning of `rest`.
absl::Status TakeStart(absl::string_view& rest, v1::OpeningHours& hours) {
  if (!absl::ConsumePrefix(&rest, "från ")) return absl::OkStatus();
  const size_t colon = rest.find(':');
  const absl::string_view day = absl::StripAsciiWhitespace(rest.substr(0, colon));
  const auto date = ParseDate(day);
  if (!date.has_value() || colon == absl::string_view::npos) {
    return UsageError(absl::StrCat(
        "\"från ", day, "\" är ingen dag; skriv från 2019-06-01: ", "och sedan öppettiderna"));
  }
  *hours.mutable_start_date() = *date;
  rest = absl::StripAsciiWhitespace(rest.substr(colon + 1));
  return absl::OkStatus();
}

// A note in brackets taken from the end.
absl::Status TakeNote(absl::string_view& rest, v1::OpeningHours& hours) {
  const size_t bracket = rest.find('(');
  if (bracket == absl::string_view::npos) return absl::OkStatus();
  absl::string_view in_brackets = rest.substr(bracket);
  const auto note = TakeBrackets(in_brackets);
  if (!note.has_value() || !absl::StripAsciiWhitespace(in_brackets).empty()) {
    return UsageError("anmärkningen i parentes ska stå sist och avslutas med )");
  }
  hours.set_note(*note);
  rest = rest.substr(0, bracket);
  return absl::OkStatus();
}

google::type::TimeOfDay TimeOf(int minutes) {
  google::type::TimeOfDay time;
  if (minutes == kMidnight) return time;
  time.set_hours(minutes / 60);
  time.set_minutes(minutes % 60);
  return time;
}

std::string TimesInWords(const std::vector<Span>& spans) {
  std::vector<std::string> words;
  words.reserve(spans.size());
  for (const auto& [opens, closes] : spans) {
    const int end = closes % kMidnight;
    words.push_back(opens == 0 && end == 0 ? "dygnet runt"
                                           : absl::StrFormat("%02d:%02d–%02d:%02d", opens / 60,
                                                             opens % 60, end / 60, end % 60));
  }
  return absl::StrJoin(words, " och ");
}

Week WeekOf(const v1::OpeningHours& hours) {
  Week week;
  for (const v1::OpeningSpan& span : hours.spans()) {
    if (span.weekday() < 1 || span.weekday() > kDaysOfWeek) continue;
    const int closes = span.closes().hours() * 60 + span.closes().minutes();
    week[static_cast<size_t>(span.weekday()) - 1].emplace_back(
        span.opens().hours() * 60 + span.opens().minutes(), closes == 0 ? kMidnight : closes);
  }
  for (std::vector<Span>& day : week) std::sort(day.begin(), day.end());
  return week;
}

// What the week says, with days put together that follow each other and have the same hours.
std::string WeekInWords(const Week& week) {
  std::vector<std::string> words;
  for (size_t first = 0; first < week.size(); ++first) {
    if (week[first].empty()) continue;
    size_t last = first;
    while (last + 1 < week.size() && week[last + 1] == week[first]) ++last;
    const std::string days = first == 0 && last + 1 == week.size() ? "alla dagar"
                             : first == last                       ? std::string(kDayWords[first])
                                             : absl::StrCat(kDayWords[first], "–", kDayWords[last]);
    words.push_back(absl::StrCat(days, " ", TimesInWords(week[first])));
    first = last;
  }
  return absl::StrJoin(words, ", ");
}

}  // namespace

absl::StatusOr<v1::OpeningHours> ParseHours(absl::string_view text) {
  v1::OpeningHours hours;
  absl::string_view rest = absl::StripAsciiWhitespace(text);
  RETURN_IF_ERROR(TakeStart(rest, hours));
  RETURN_IF_ERROR(TakeNote(rest, hours));
  Week week;
  std::vector<int> waiting;
  const std::string plain = WithHyphens(rest);
  for (const absl::string_view part : absl::StrSplit(plain, ',')) {
    const absl::string_view span = absl::StripAsciiWhitespace(part);
    if (!span.empty()) RETURN_IF_ERROR(AddSpan(span, waiting, week));
  }
  if (!waiting.empty()) return Wrong(text);
  for (size_t day = 0; day < week.size(); ++day) {
    std::sort(week[day].begin(), week[day].end());
    for (size_t i = 0; i < week[day].size(); ++i) {
      if (i > 0 && week[day][i].first < week[day][i - 1].second) {
        return UsageError(absl::StrCat("öppettiderna för ", kDayWords[day],
                                       " överlappar varandra; skriv dem som en"));
      }
      v1::OpeningSpan& span = *hours.add_spans();
      span.set_weekday(static_cast<int32_t>(day) + 1);
      *span.mutable_opens() = TimeOf(week[day][i].first);
      *span.mutable_closes() = TimeOf(week[day][i].second);
    }
  }
  if (hours.spans().empty() && hours.note().empty()) return Wrong(text);
  return hours;
}

std::string FormatHours(const v1::OpeningHours& hours) {
  std::vector<std::string> parts;
  if (hours.has_start_date()) {
    parts.push_back(absl::StrCat("från ", FormatDate(hours.start_date()), ":"));
  }
  if (std::string week = WeekInWords(WeekOf(hours)); !week.empty()) parts.push_back(week);
  if (!hours.note().empty()) parts.push_back(InBrackets(hours.note()).substr(1));
  return absl::StrJoin(parts, " ");
}

}  // namespace samverk

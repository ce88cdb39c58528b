#include "clients/cli/arguments.h"

#include <algorithm>
#include <iostream>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "base/text.h"
#include "base/uuid.h"
#include "clients/cli/error_line.h"

namespace samverk {
namespace {

constexpr absl::string_view kParagraphSign = "§";

std::vector<std::string> Words(absl::string_view text) {
  return absl::StrSplit(text, ' ', absl::SkipEmpty());
}

std::string JoinWords(std::vector<std::string>::const_iterator first,
                      std::vector<std::string>::const_iterator last) {
  return absl::StrJoin(first, last, " ");
}

// Splits `LEFT=RIGHT` at the first equals sign; nullopt if a side is missing.
std::optional<std::pair<std::string, std::string>> SplitAtEquals(absl::string_view text) {
  const std::pair<std::string, std::string> sides = absl::StrSplit(text, absl::MaxSplits('=', 1));
  if (sides.first.empty() || sides.second.empty()) return std::nullopt;
  return sides;
}

}  // namespace

absl::StatusOr<google::type::Date> ParseDateArgument(absl::string_view text) {
  const auto date = ParseDate(text);
  if (!date.has_value()) {
    return UsageError(absl::StrCat("\"", text, "\" is not a date; write it as 2019-05-14"));
  }
  return *date;
}

google::protobuf::Timestamp NoonOf(const google::type::Date& date) {
  const absl::CivilDay day = ToCivilDay(date);
  const absl::CivilHour noon(day.year(), day.month(), day.day(), 12);
  google::protobuf::Timestamp time;
  time.set_seconds(absl::ToUnixSeconds(absl::FromCivil(absl::CivilSecond(noon), SwedishTime())));
  return time;
}

absl::StatusOr<v1::DatePeriod> ParsePeriod(absl::string_view first, absl::string_view last) {
  ASSIGN_OR_RETURN(const google::type::Date from, ParseDateArgument(first));
  ASSIGN_OR_RETURN(const google::type::Date to, ParseDateArgument(last.empty() ? first : last));
  if (ToCivilDay(to) < ToCivilDay(from)) {
    return UsageError(absl::StrCat("the last day ", last, " is before the first day ", first));
  }
  return PeriodOf(from, to);
}

v1::DatePeriod PeriodOf(const google::type::Date& first, const google::type::Date& last) {
  v1::DatePeriod period;
  *period.mutable_start_date() = first;
  *period.mutable_end_date() = ToDate(ToCivilDay(last) + 1);
  return period;
}

absl::StatusOr<google::type::TimeOfDay> ParseTimeOfDay(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ':');
  int hours = 0;
  int minutes = 0;
  if (parts.size() != 2 || parts[0].size() != 2 || parts[1].size() != 2 ||
      !absl::SimpleAtoi(parts[0], &hours) || !absl::SimpleAtoi(parts[1], &minutes) || hours < 0 ||
      hours > 23 || minutes < 0 || minutes > 59) {
    return UsageError(absl::StrCat("\"", text, "\" is not a time; write it as 09:30"));
  }
  google::type::TimeOfDay time;
  time.set_hours(hours);
  time.set_minutes(minutes);
  return time;
}

absl::StatusOr<v1::DecisionRef> ParseDecision(absl::string_view text) {
  const std::vector<std::string> words = Words(text);
  const auto date = std::find_if(words.begin(), words.end(), [](const std::string& word) {
    return ParseDate(word).has_value();
  });
  if (date == words.end() || date == words.begin()) {
    return UsageError(
        absl::StrCat("\"", text, "\" is not a decision; write it as \"KF 2019-06-11 §67\""));
  }
  v1::DecisionRef decision;
  decision.set_body(JoinWords(words.begin(), date));
  *decision.mutable_date() = *ParseDate(*date);
  auto rest = date + 1;
  if (rest != words.end() && absl::StartsWith(*rest, kParagraphSign)) {
    std::string paragraph(absl::StripPrefix(*rest++, kParagraphSign));
    // People write the sign with and without a space after it.
    if (paragraph.empty() && rest != words.end()) paragraph = *rest++;
    decision.set_paragraph(paragraph);
  }
  decision.set_diarienummer(JoinWords(rest, words.end()));
  return decision;
}

absl::StatusOr<v1::Attendance> ParseAttendance(absl::string_view text) {
  const auto sides = SplitAtEquals(text);
  int participants = 0;
  if (!sides.has_value() || !absl::SimpleAtoi(sides->second, &participants) || participants < 1) {
    return UsageError(
        absl::StrCat("\"", text, "\" is not attendance; write ORGANISATION=NUMBER as in 2421=3"));
  }
  v1::Attendance attendance;
  attendance.set_organisation(sides->first);
  attendance.set_participants(participants);
  return attendance;
}

absl::StatusOr<v1::ProgrammeItem> ParseProgrammeItem(absl::string_view text) {
  std::vector<std::string> words = Words(text);
  v1::ProgrammeItem item;
  item.set_day(1);
  int day = 0;
  auto next = words.cbegin();
  if (next != words.cend() && absl::SimpleAtoi(*next, &day)) {
    item.set_day(day);
    ++next;
  }
  absl::StatusOr<google::type::TimeOfDay> time =
      ParseTimeOfDay(next == words.cend() ? "" : *next++);
  auto last = words.cend();
  if (next != last && absl::StartsWith(words.back(), "@") && words.back().size() > 1) {
    item.set_organisation(words.back().substr(1));
    --last;
  }
  if (!time.ok() || next == last) {
    return UsageError(absl::StrCat("\"", text, "\" is not a programme item; write it as ",
                                   "\"[DAY ]09:30 TITLE[ @ORGANISATION]\""));
  }
  *item.mutable_start_time() = *time;
  item.set_title(JoinWords(next, last));
  return item;
}

absl::StatusOr<EntryText> ParseEntryText(absl::string_view text) {
  const auto sides = SplitAtEquals(text);
  EntryText entry;
  if (!sides.has_value() || !absl::SimpleAtoi(sides->first, &entry.entry)) {
    return UsageError(absl::StrCat("\"", text, "\" does not name an entry; write ENTRY=TEXT ",
                                   "with the number that `show` or `notes` gives"));
  }
  entry.text = sides->second;
  return entry;
}

absl::StatusOr<std::string> TextOrInput(const std::string& text) {
  if (text != "-") return text;
  const std::string input(std::istreambuf_iterator<char>(std::cin), {});
  if (!IsUtf8(input)) return UsageError("what comes on standard input is not UTF-8");
  return ToNfc(absl::StripSuffix(input, "\n"));
}

std::string WrongActAs(absl::string_view text) {
  constexpr absl::string_view kAllowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_/";
  const size_t at = text.find('@');
  const absl::string_view role = text.substr(0, at);
  const absl::string_view organisation =
      at == absl::string_view::npos ? absl::string_view("-") : text.substr(at + 1);
  if (!role.empty() && !organisation.empty() &&
      role.find_first_not_of(kAllowed) == absl::string_view::npos &&
      organisation.find_first_not_of(kAllowed) == absl::string_view::npos) {
    return "";
  }
  return absl::StrCat("\"", text, "\" is not ROLE[@ORGANISATION], as in officer@2421");
}

CLI::Validator AsText() {
  return CLI::Validator(
      [](std::string& argument) -> std::string {
        if (!IsUtf8(argument)) return "the text is not UTF-8; check the locale of the terminal";
        argument = ToNfc(argument);
        return "";
      },
      "TEXT");
}

CLI::Validator AsUuid() {
  return CLI::Validator(
      [](std::string& argument) -> std::string {
        absl::AsciiStrToLower(&argument);
        if (Uuid::Parse(argument).has_value()) return "";
        return absl::StrCat("\"", argument, "\" is not a UUID");
      },
      "UUID");
}

CLI::Validator AsWordOf(const google::protobuf::EnumDescriptor& type) {
  const std::string words = absl::StrJoin(EnumWords(type), "|");
  return CLI::Validator(
      [&type, words](std::string& argument) -> std::string {
        if (EnumNumber(type, argument).has_value()) return "";
        return absl::StrCat("\"", argument, "\" is none of ", words);
      },
      words);
}

}  // namespace samverk

// What people type after a verb, read into the messages of the API: dates, periods,
// decisions, attendance, programme items. Text becomes NFC here, before anything
// else sees it.
//
// The parsers return UsageError; As() makes a CLI11 validator of one, so that a wrong
// argument is refused before the server is asked.

#ifndef SAMVERK_CLIENTS_CLI_ARGUMENTS_H_
#define SAMVERK_CLIENTS_CLI_ARGUMENTS_H_

#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/enum_words.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "google/type/timeofday.pb.h"
#include "samverk/v1/common.pb.h"
#include "samverk/v1/workshop.pb.h"

namespace samverk {

// `2019-05-14`.
absl::StatusOr<google::type::Date> ParseDateArgument(absl::string_view text);
// The moment that stands for a day that somebody names: noon in Sweden.
google::protobuf::Timestamp NoonOf(const google::type::Date& date);
// The days from `first` to `last`, both included; `last` empty: one day.
absl::StatusOr<v1::DatePeriod> ParsePeriod(absl::string_view first, absl::string_view last);
// The same of dates that exist, `last` not before `first`.
v1::DatePeriod PeriodOf(const google::type::Date& first, const google::type::Date& last);
// `09:30`.
absl::StatusOr<google::type::TimeOfDay> ParseTimeOfDay(absl::string_view text);
// `KF 2019-06-11 §67 KS 2014/236`: body, day, and if there are any paragraph and diarienummer.
absl::StatusOr<v1::DecisionRef> ParseDecision(absl::string_view text);
// `2421=3`: three from that organisation, whose id is left as typed in `organisation`.
absl::StatusOr<v1::Attendance> ParseAttendance(absl::string_view text);
// `[DAY ]09:30 TITLE[ @ORGANISATION]`; the organisation is left as typed.
absl::StatusOr<v1::ProgrammeItem> ParseProgrammeItem(absl::string_view text);
// `12=text`: an entry of a workshop and what it should say.
struct EntryText {
  int64_t entry = 0;
  std::string text;
};
absl::StatusOr<EntryText> ParseEntryText(absl::string_view text);
// `text`, or what comes on standard input if it is `-`.
absl::StatusOr<std::string> TextOrInput(const std::string& text);

// What is wrong with a role and an organisation to act as, `officer@2421`; empty: nothing. Metadata
// of a call may not hold just anything; the server says which roles there are.
std::string WrongActAs(absl::string_view text);

// Takes text and normalises it; refuses what is not UTF-8.
CLI::Validator AsText();
// Takes a UUID in small or capital letters.
CLI::Validator AsUuid();
// Takes one of the words of the enum `Enum`.
CLI::Validator AsWordOf(const google::protobuf::EnumDescriptor& type);
template <typename Enum>
CLI::Validator AsWordOf() {
  return AsWordOf(*google::protobuf::GetEnumDescriptor<Enum>());
}
// Takes text that `parse` can read, and normalises it.
template <typename Parsed>
CLI::Validator As(absl::StatusOr<Parsed> (*parse)(absl::string_view), const std::string& name) {
  CLI::Validator text = AsText();
  return CLI::Validator(
      [parse, text](std::string& argument) -> std::string {
        if (std::string wrong = text(argument); !wrong.empty()) return wrong;
        return std::string(parse(argument).status().message());
      },
      name);
}

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_ARGUMENTS_H_

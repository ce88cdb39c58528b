#include "clients/cli/read_options.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "clients/cli/admin_command.h"
#include "clients/cli/arguments.h"
#include "clients/cli/error_line.h"

namespace samverk {

absl::StatusOr<v1::AsOf> ParseAsOf(absl::string_view text) {
  v1::AsOf as_of;
  int64_t position = 0;
  if (absl::SimpleAtoi(text, &position) && position >= 0) {
    as_of.mutable_position()->set_position(position);
    return as_of;
  }
  const auto day = ParseDate(text);
  if (!day.has_value()) {
    return UsageError(absl::StrCat("\"", text, "\" is neither a day (2019-06-30) nor a position"));
  }
  *as_of.mutable_date() = *day;
  return as_of;
}

absl::StatusOr<v1::AsOf> AsOfIn(CliContext& context, absl::string_view text) {
  ASSIGN_OR_RETURN(v1::AsOf as_of, ParseAsOf(text));
  if (as_of.has_position()) {
    ASSIGN_OR_RETURN(const v1::Partnership partnership, FindPartnership(context, context.Parent()));
    as_of.mutable_position()->set_epoch(partnership.head().epoch());
  }
  return as_of;
}

void AddAsOfOption(CLI::App& verb, std::string& as_of) {
  verb.add_option("--as-of", as_of, "What was recorded by the end of that day, or position")
      ->check(As(ParseAsOf, "DATE|POSITION"));
}

}  // namespace samverk

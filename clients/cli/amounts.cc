#include "clients/cli/amounts.h"

#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "clients/cli/error_line.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/swedish.h"

namespace samverk {
namespace {

constexpr size_t kDecimalsMax = 6;

// Takes the digits that `text` begins with. Spaces between them keep thousands apart.
std::string TakeDigits(absl::string_view& text) {
  std::string digits;
  while (!text.empty()) {
    const bool space = text.size() > 1 && text[0] == ' ' && absl::ascii_isdigit(text[1]);
    if (space) text.remove_prefix(1);
    if (!absl::ascii_isdigit(text[0])) break;
    digits.push_back(text[0]);
    text.remove_prefix(1);
  }
  return digits;
}

}  // namespace

absl::StatusOr<int64_t> ParseAmount(absl::string_view text) {
  const std::optional<int64_t> sek = ParseKronor(text);
  if (sek.has_value() && *sek >= 0) return *sek;
  return UsageError(absl::StrCat("\"", text, "\" is not an amount; write it as 400000"));
}

absl::StatusOr<v1::InitiativeFigure> ParseFigure(absl::string_view text) {
  const absl::Status wrong = UsageError(absl::StrCat(
      "\"", text, "\" is not a figure; write LABEL=NUMBER[ UNIT] as in \"avstånd=12,5 km\""));
  const size_t equals = text.rfind('=');
  if (equals == absl::string_view::npos) return wrong;
  // Whatever space people type, it is one.
  const std::string said = absl::StrReplaceAll(absl::StripAsciiWhitespace(text.substr(equals + 1)),
                                               {{"\u00a0", " "}, {"\u202f", " "}});
  absl::string_view rest = said;
  const bool negative = absl::ConsumePrefix(&rest, "-");
  std::string digits = TakeDigits(rest);
  std::string decimals;
  if (absl::ConsumePrefix(&rest, ",") || absl::ConsumePrefix(&rest, ".")) {
    decimals = TakeDigits(rest);
    if (decimals.empty()) return wrong;
  }
  v1::InitiativeFigure figure;
  figure.set_label(std::string(absl::StripAsciiWhitespace(text.substr(0, equals))));
  int64_t value = 0;
  if (figure.label().empty() || digits.empty() || decimals.size() > kDecimalsMax ||
      !absl::SimpleAtoi(absl::StrCat(digits, decimals), &value)) {
    return wrong;
  }
  figure.set_value(negative ? -value : value);
  figure.set_decimals(static_cast<int32_t>(decimals.size()));
  figure.set_unit(std::string(absl::StripAsciiWhitespace(rest)));
  return figure;
}

std::string FormatFigure(const v1::InitiativeFigure& figure) {
  int64_t scale = 1;
  for (int i = 0; i < figure.decimals(); ++i) scale *= 10;
  const int64_t whole = figure.value() / scale;
  // Of a number between -1 and 0 the whole part does not tell the sign.
  std::string number =
      absl::StrCat(figure.value() < 0 && whole == 0 ? "-" : "", FormatThousands(whole));
  if (figure.decimals() > 0) {
    // The first digit only keeps the zeros after it.
    const int64_t part = figure.value() % scale;
    absl::StrAppend(&number, ",", absl::StrCat(scale + (part < 0 ? -part : part)).substr(1));
  }
  return absl::StrCat(figure.label(), ": ", number, figure.unit().empty() ? "" : " ",
                      figure.unit());
}

}  // namespace samverk

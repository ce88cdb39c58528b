#include "clients/cli/service_point_words.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/civil_date.h"
#include "base/text.h"
#include "clients/cli/arguments.h"
#include "clients/cli/decimals.h"
#include "clients/cli/error_line.h"
#include "clients/cli/plan_words.h"

namespace samverk {
namespace {

constexpr int kThousandths = 3;

std::string Unknown(int value) { return absl::StrCat("okänd (", value, ")"); }

// ` 2010-01-01–2019-06-30`, both days included; empty where both are open.
std::string DaysInWords(const v1::OfferTerms& terms) {
  if (!terms.has_start_date() && !terms.has_end_date()) return "";
  return absl::StrCat(
      " ", terms.has_start_date() ? FormatDate(terms.start_date()) : "", "–",
      terms.has_end_date() ? FormatDate(ToDate(ToCivilDay(terms.end_date()) - 1)) : "");
}

std::string KindInWords(const v1::OfferTerms& terms) {
  return absl::StrCat(InSwedish(terms.offer()), terms.full_range() ? " (fullsortiment)" : "");
}

}  // namespace

std::string InSwedish(v1::ServicePointState state) {
  switch (state) {
    case v1::SERVICE_POINT_STATE_OPEN:
      return "öppet";
    case v1::SERVICE_POINT_STATE_CLOSED:
      return "stängt";
    case v1::SERVICE_POINT_STATE_NOT_OPENED:
      return "ännu inte öppnat";
    case v1::SERVICE_POINT_STATE_UNKNOWN:
      return "okänt";
    case v1::SERVICE_POINT_STATE_WITHDRAWN:
      return "återkallat";
    default:
      return Unknown(state);
  }
}

std::string InSwedish(v1::ServicePointTurnKind kind) {
  switch (kind) {
    case v1::SERVICE_POINT_TURN_KIND_OPENED:
      return "öppnade";
    case v1::SERVICE_POINT_TURN_KIND_CLOSED:
      return "stängde";
    case v1::SERVICE_POINT_TURN_KIND_REOPENED:
      return "öppnade igen";
    case v1::SERVICE_POINT_TURN_KIND_THREATENED:
      return "hotat från";
    case v1::SERVICE_POINT_TURN_KIND_SECURED:
      return "inte längre hotat från";
    default:
      return Unknown(kind);
  }
}

std::string StateInWords(const v1::ServicePoint& point) {
  return absl::StrCat(InSwedish(point.state()), point.threatened() ? ", hotat" : "");
}

std::string TurnInWords(const v1::TurnFacts& turn) {
  return absl::StrCat(turn.open_before() ? "öppet redan före" : InSwedish(turn.kind()), " ",
                      FormatDate(turn.date()), turn.cause().empty() ? "" : ": ", turn.cause());
}

std::string TermsInWords(const v1::OfferTerms& terms) {
  return absl::StrCat(KindInWords(terms), DaysInWords(terms),
                      terms.conditions().empty() ? "" : ": ", terms.conditions());
}

std::string OfferedInWords(
    const google::protobuf::RepeatedPtrField<v1::ServicePointOffer>& offers) {
  std::vector<std::string> words;
  for (const v1::ServicePointOffer& offer : offers) {
    const std::string kind = KindInWords(offer.terms());
    if (std::find(words.begin(), words.end(), kind) == words.end()) words.push_back(kind);
  }
  return absl::StrJoin(words, ", ");
}

std::string FigureInWords(const v1::PopulationFigure& figure) {
  return absl::StrCat(figure.inhabitants(), " invånare ", FormatDate(figure.vintage()), ", ",
                      figure.source());
}

std::string DistanceInWords(const v1::RoadDistance& distance) {
  std::vector<std::string> words;
  if (distance.has_metres()) {
    words.push_back(absl::StrCat(FormatDecimal(distance.metres(), kThousandths), " km"));
  }
  if (distance.has_minutes()) words.push_back(absl::StrCat(distance.minutes(), " min"));
  words.push_back(FormatDate(distance.vintage()));
  words.push_back(distance.source());
  return absl::StrJoin(words, ", ");
}

std::string NumberInWords(const v1::ObservedNumber& number) {
  return absl::StrCat(number.label(), " ", FormatDecimal(number.thousandths(), kThousandths), " ",
                      number.unit());
}

absl::StatusOr<v1::ObservedNumber> ParseNumber(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> sides =
      absl::StrSplit(text, absl::MaxSplits('=', 1));
  const std::pair<absl::string_view, absl::string_view> value =
      absl::StrSplit(absl::StripAsciiWhitespace(sides.second), absl::MaxSplits(' ', 1));
  const auto thousandths = ParseDecimal(value.first, kThousandths);
  v1::ObservedNumber number;
  number.set_label(std::string(absl::StripAsciiWhitespace(sides.first)));
  number.set_unit(std::string(absl::StripAsciiWhitespace(value.second)));
  if (number.label().empty() || number.unit().empty() || !thousandths.has_value()) {
    return UsageError(absl::StrCat("\"", text, "\" is not a number with its unit; write it as ",
                                   "\"Öppettimmar=38,5 timmar\""));
  }
  number.set_thousandths(*thousandths);
  return number;
}

absl::StatusOr<v1::ServiceOffer> ParseOfferKind(absl::string_view text) {
  const auto offer = ParseServiceOffer(text);
  if (offer.has_value()) return *offer;
  std::vector<std::string> words;
  const auto* type = v1::ServiceOffer_descriptor();
  for (int number = 1; number < type->value_count(); ++number) {
    words.push_back(InSwedish(static_cast<v1::ServiceOffer>(number)));
  }
  return UsageError(absl::StrCat("\"", text, "\" is none of ", absl::StrJoin(words, ", ")));
}

absl::StatusOr<google::type::Date> ParseVintageDay(absl::string_view text) {
  int year = 0;
  if (IsDigits(text, 4) && absl::SimpleAtoi(text, &year)) {
    google::type::Date last = ToDate(absl::CivilDay(year, 12, 31));
    if (IsDate(last)) return last;
  }
  return ParseDateArgument(text);
}

}  // namespace samverk

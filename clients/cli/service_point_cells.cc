#include "clients/cli/service_point_cells.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "clients/cli/bracket_text.h"
#include "clients/cli/error_line.h"
#include "clients/cli/hours_text.h"
#include "clients/cli/plan_words.h"

namespace samverk {
namespace {

using v1::SERVICE_POINT_TURN_KIND_CLOSED;
using v1::SERVICE_POINT_TURN_KIND_OPENED;
using v1::SERVICE_POINT_TURN_KIND_REOPENED;
using v1::SERVICE_POINT_TURN_KIND_SECURED;
using v1::SERVICE_POINT_TURN_KIND_THREATENED;

constexpr char kPartedBy[] = " | ";
constexpr size_t kDayBytes = 10;  // 2019-05-14

google::type::Date DayAfter(const google::type::Date& day) { return ToDate(ToCivilDay(day) + 1); }
google::type::Date DayBefore(const google::type::Date& day) { return ToDate(ToCivilDay(day) - 1); }

bool IsSameDay(const google::type::Date& left, const google::type::Date& right) {
  return ToCivilDay(left) == ToCivilDay(right);
}

// Reads one item from its beginning.
class Scanner {
 public:
  explicit Scanner(absl::string_view text) : rest_(absl::StripAsciiWhitespace(text)) {}

  bool AtEnd() const { return rest_.empty(); }
  absl::string_view rest() const { return rest_; }

  bool Take(absl::string_view word) {
    if (!absl::ConsumePrefix(&rest_, word)) return false;
    Skip();
    return true;
  }

  std::optional<google::type::Date> TakeDay() {
    auto day = ParseDate(rest_.substr(0, kDayBytes));
    if (!day.has_value()) return std::nullopt;
    rest_.remove_prefix(kDayBytes);
    Skip();
    return day;
  }

  bool TakeDash() { return Take("–") || Take("—") || Take("-") || Take("/"); }

  // The text in brackets that comes next, empty if there is none.
  absl::StatusOr<std::string> TakeText() {
    std::optional<std::string> text = TakeBrackets(rest_);
    if (!text.has_value()) return UsageError("parentesen avslutas inte; skriv ) efter texten");
    Skip();
    return *std::move(text);
  }

  absl::Status CheckAtEnd(absl::string_view example) const {
    if (AtEnd()) return absl::OkStatus();
    return UsageError(absl::StrCat("\"", rest_, "\" kan inte läsas; skriv till exempel ", example));
  }

 private:
  void Skip() { rest_ = absl::StripLeadingAsciiWhitespace(rest_); }

  absl::string_view rest_;
};

absl::Status NoDay(absl::string_view text, absl::string_view example) {
  return UsageError(absl::StrCat("\"", text, "\" är ingen dag; skriv till exempel ", example));
}

// A period of a life, each end with why.
struct LifePeriod {
  v1::TurnFacts start;
  std::optional<v1::TurnFacts> end;  // The first day that is no longer of it.
};

// `[före] DAY [(why)]`.
absl::StatusOr<v1::TurnFacts> TakeStart(Scanner& scanner, absl::string_view example) {
  v1::TurnFacts start;
  start.set_open_before(scanner.Take("före "));
  const auto day = scanner.TakeDay();
  if (!day.has_value()) return NoDay(scanner.rest(), example);
  *start.mutable_date() = *day;
  ASSIGN_OR_RETURN(*start.mutable_cause(), scanner.TakeText());
  return start;
}

absl::StatusOr<LifePeriod> ParseLifePeriod(absl::string_view text, absl::string_view example) {
  Scanner scanner(text);
  LifePeriod period;
  ASSIGN_OR_RETURN(period.start, TakeStart(scanner, example));
  if (scanner.TakeDash() && !scanner.AtEnd()) {
    const auto last = scanner.TakeDay();
    if (!last.has_value()) return NoDay(scanner.rest(), example);
    if (ToCivilDay(*last) < ToCivilDay(period.start.date())) {
      return UsageError(absl::StrCat("den sista dagen, ", FormatDate(*last),
                                     ", är före den första, ", FormatDate(period.start.date())));
    }
    period.end.emplace();
    *period.end->mutable_date() = DayAfter(*last);
    ASSIGN_OR_RETURN(*period.end->mutable_cause(), scanner.TakeText());
  }
  RETURN_IF_ERROR(scanner.CheckAtEnd(example));
  return period;
}

std::string PeriodText(const v1::TurnFacts& start, const v1::TurnFacts* end) {
  std::string text = absl::StrCat(start.open_before() ? "före " : "", FormatDate(start.date()),
                                  InBrackets(start.cause()), "–");
  if (end != nullptr) {
    absl::StrAppend(&text, FormatDate(DayBefore(end->date())), InBrackets(end->cause()));
  }
  return text;
}

Turns InOrder(Turns turns) {
  std::stable_sort(turns.begin(), turns.end(), [](const auto& left, const auto& right) {
    return ToCivilDay(left.date()) < ToCivilDay(right.date());
  });
  return turns;
}

// What a life has come to.
struct LifeSoFar {
  bool opened = false;
  bool open = false;
  bool threatened = false;
};

// What is wrong with a turn in a life that has come to `life`; changes it. Empty: nothing.
std::string TakeTurn(v1::ServicePointTurnKind kind, LifeSoFar& life) {
  switch (kind) {
    case SERVICE_POINT_TURN_KIND_OPENED:
      if (life.opened) return "hade det redan öppnat";
      life.opened = life.open = true;
      return "";
    case SERVICE_POINT_TURN_KIND_CLOSED:
      if (!life.open) return "var det inte öppet och kan inte stänga";
      life.open = life.threatened = false;
      return "";
    case SERVICE_POINT_TURN_KIND_REOPENED:
      if (!life.opened || life.open) return "var det inte stängt och kan inte öppna igen";
      life.open = true;
      return "";
    case SERVICE_POINT_TURN_KIND_THREATENED:
      if (!life.open) return "var det inte öppet och kan inte vara hotat";
      if (life.threatened) return "var det redan hotat";
      life.threatened = true;
      return "";
    case SERVICE_POINT_TURN_KIND_SECURED:
      if (!life.threatened) return "var det inte hotat";
      life.threatened = false;
      return "";
    default:
      return "";
  }
}

// What follows the kind of an offer: `[ja | fullsortiment] [period] [(conditions)]`.
absl::StatusOr<v1::OfferTerms> ParseTerms(v1::ServiceOffer offer, absl::string_view text) {
  constexpr char kExample[] = "ja, nej eller ja 2010-01-01–2019-06-30 (bara lördagar)";
  Scanner scanner(text);
  v1::OfferTerms terms;
  terms.set_offer(offer);
  if (scanner.Take("fullsortiment")) {
    if (offer != v1::SERVICE_OFFER_GROCERY) {
      return UsageError("fullsortiment sägs bara om dagligvaror; skriv ja");
    }
    terms.set_full_range(true);
  } else if (!scanner.Take("ja")) {
    scanner.Take("x");
  }
  if (const auto first = scanner.TakeDay(); first.has_value()) *terms.mutable_start_date() = *first;
  if (scanner.TakeDash()) {
    if (const auto last = scanner.TakeDay(); last.has_value()) {
      *terms.mutable_end_date() = DayAfter(*last);
      if (terms.has_start_date() && ToCivilDay(*last) < ToCivilDay(terms.start_date())) {
        return UsageError(absl::StrCat("den sista dagen, ", FormatDate(*last),
                                       ", är före den första, ", FormatDate(terms.start_date())));
      }
    }
  }
  ASSIGN_OR_RETURN(*terms.mutable_conditions(), scanner.TakeText());
  RETURN_IF_ERROR(scanner.CheckAtEnd(kExample));
  return terms;
}

// The first day of what may hold from the beginning.
absl::CivilDay StartOf(const auto& dated) {
  return dated.has_start_date() ? ToCivilDay(dated.start_date()) : absl::CivilDay::min();
}

std::string TermsText(const v1::OfferTerms& terms) {
  std::string text = terms.full_range() ? "fullsortiment" : "ja";
  if (terms.has_start_date() || terms.has_end_date()) {
    absl::StrAppend(&text, " ", terms.has_start_date() ? FormatDate(terms.start_date()) : "", "–",
                    terms.has_end_date() ? FormatDate(DayBefore(terms.end_date())) : "");
  }
  return text + InBrackets(terms.conditions());
}

// `ja`, `Ja` and `JA` are one word; what follows it keeps its letters.
std::string WithSmallFirstWord(absl::string_view text) {
  const size_t end = std::min(text.find_first_of(" ("), text.size());
  return absl::StrCat(absl::AsciiStrToLower(text.substr(0, end)), text.substr(end));
}

}  // namespace

bool IsOfOpenCell(v1::ServicePointTurnKind kind) {
  return kind == SERVICE_POINT_TURN_KIND_OPENED || kind == SERVICE_POINT_TURN_KIND_CLOSED ||
         kind == SERVICE_POINT_TURN_KIND_REOPENED;
}

absl::StatusOr<Turns> ParseOpenCell(absl::string_view text) {
  constexpr char kExample[] =
      "2001-05-01–, före 2016-01-01– eller 2001-05-01–2018-11-30 (orsak) | 2019-06-01–";
  Turns turns;
  for (const std::string& item : SplitAtBars(text)) {
    ASSIGN_OR_RETURN(LifePeriod period, ParseLifePeriod(item, kExample));
    if (period.start.open_before() && !turns.empty()) {
      return UsageError("före sägs bara om den första dagen");
    }
    period.start.set_kind(turns.empty() ? SERVICE_POINT_TURN_KIND_OPENED
                                        : SERVICE_POINT_TURN_KIND_REOPENED);
    turns.push_back(std::move(period.start));
    if (!period.end.has_value()) continue;
    period.end->set_kind(SERVICE_POINT_TURN_KIND_CLOSED);
    turns.push_back(*std::move(period.end));
  }
  if (turns.empty()) return NoDay(text, kExample);
  RETURN_IF_ERROR(CheckLife(turns));
  return turns;
}

std::string OpenCell(const Turns& turns) {
  std::vector<std::string> items;
  const v1::TurnFacts* start = nullptr;
  const Turns in_order = InOrder(turns);
  for (const v1::TurnFacts& turn : in_order) {
    if (!IsOfOpenCell(turn.kind())) continue;
    if (turn.kind() != SERVICE_POINT_TURN_KIND_CLOSED) {
      start = &turn;
    } else if (start != nullptr) {
      items.push_back(PeriodText(*start, &turn));
      start = nullptr;
    }
  }
  if (start != nullptr) items.push_back(PeriodText(*start, nullptr));
  return absl::StrJoin(items, kPartedBy);
}

absl::StatusOr<Turns> ParseThreatCell(absl::string_view text, const Turns& open) {
  constexpr char kExample[] = "2018-01-01 (orsak)– eller 2018-01-01–2018-06-30";
  Turns turns;
  for (const std::string& item : SplitAtBars(text)) {
    ASSIGN_OR_RETURN(LifePeriod period, ParseLifePeriod(item, kExample));
    if (period.start.open_before()) return UsageError("före sägs bara om dagen då det öppnade");
    period.start.set_kind(SERVICE_POINT_TURN_KIND_THREATENED);
    turns.push_back(std::move(period.start));
    if (!period.end.has_value()) continue;
    const bool closed = std::any_of(open.begin(), open.end(), [&period](const auto& turn) {
      return turn.kind() == SERVICE_POINT_TURN_KIND_CLOSED &&
             IsSameDay(turn.date(), period.end->date());
    });
    if (closed) continue;
    period.end->set_kind(SERVICE_POINT_TURN_KIND_SECURED);
    turns.push_back(*std::move(period.end));
  }
  return turns;
}

std::string ThreatCell(const Turns& turns) {
  std::vector<std::string> items;
  const v1::TurnFacts* start = nullptr;
  const Turns in_order = InOrder(turns);
  for (const v1::TurnFacts& turn : in_order) {
    if (turn.kind() == SERVICE_POINT_TURN_KIND_THREATENED) {
      start = &turn;
    } else if (start != nullptr) {
      v1::TurnFacts end = turn;
      // Why it closed is told in another cell.
      if (turn.kind() != SERVICE_POINT_TURN_KIND_SECURED) end.clear_cause();
      items.push_back(PeriodText(*start, &end));
      start = nullptr;
    }
  }
  if (start != nullptr) items.push_back(PeriodText(*start, nullptr));
  return absl::StrJoin(items, kPartedBy);
}

absl::StatusOr<v1::TurnFacts> ParseTurnDay(absl::string_view text) {
  constexpr char kExample[] = "2018-12-01 (orsak)";
  Scanner scanner(text);
  ASSIGN_OR_RETURN(v1::TurnFacts turn, TakeStart(scanner, kExample));
  RETURN_IF_ERROR(scanner.CheckAtEnd(kExample));
  return turn;
}

absl::Status CheckLife(Turns turns) {
  turns = InOrder(std::move(turns));
  LifeSoFar life;
  for (size_t i = 0; i < turns.size(); ++i) {
    const std::string day = FormatDate(turns[i].date());
    if (i + 1 < turns.size() && IsSameDay(turns[i].date(), turns[i + 1].date())) {
      return UsageError(absl::StrCat("två händelser gäller samma dag, ", day,
                                     "; skriv ihop perioderna eller rätta den ena dagen"));
    }
    const std::string wrong = TakeTurn(turns[i].kind(), life);
    if (!wrong.empty()) {
      return UsageError(absl::StrCat("den ", day, " ", wrong, "; rätta dagarna"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::OfferTerms>> ParseOfferCell(v1::ServiceOffer offer,
                                                           absl::string_view text) {
  std::vector<v1::OfferTerms> all;
  if (absl::AsciiStrToLower(absl::StripAsciiWhitespace(text)) == "nej") return all;
  for (const std::string& item : SplitAtBars(text)) {
    ASSIGN_OR_RETURN(v1::OfferTerms terms, ParseTerms(offer, WithSmallFirstWord(item)));
    all.push_back(std::move(terms));
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& left, const auto& right) {
    return StartOf(left) < StartOf(right);
  });
  for (size_t i = 1; i < all.size(); ++i) {
    if (all[i - 1].has_end_date() && ToCivilDay(all[i - 1].end_date()) <= StartOf(all[i])) continue;
    return UsageError("två perioder gäller samma dag; avsluta den ena före den andra");
  }
  return all;
}

std::string OfferCell(const std::vector<v1::OfferTerms>& terms) {
  std::vector<std::string> items;
  items.reserve(terms.size());
  for (const v1::OfferTerms& each : terms) items.push_back(TermsText(each));
  return absl::StrJoin(items, kPartedBy);
}

absl::StatusOr<v1::OfferTerms> ParseOfferText(absl::string_view text) {
  // The kind may be several words, and something may follow it: the longest that is one counts.
  const absl::string_view whole = absl::StripAsciiWhitespace(text);
  for (size_t end = whole.size(); end != absl::string_view::npos && end > 0;
       end = whole.rfind(' ', end - 1)) {
    const auto offer = ParseServiceOffer(whole.substr(0, end));
    if (offer.has_value()) return ParseTerms(*offer, whole.substr(end));
  }
  return UsageError(absl::StrCat("\"", text, "\" är inget serviceslag; skriv till exempel ",
                                 "\"post 2010-01-01–2019-06-30 (bara lördagar)\""));
}

absl::StatusOr<std::vector<v1::OpeningHours>> ParseHoursCell(absl::string_view text) {
  std::vector<v1::OpeningHours> all;
  for (const std::string& item : SplitAtBars(text)) {
    ASSIGN_OR_RETURN(v1::OpeningHours hours, ParseHours(item));
    all.push_back(std::move(hours));
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& left, const auto& right) {
    return StartOf(left) < StartOf(right);
  });
  for (size_t i = 1; i < all.size(); ++i) {
    if (StartOf(all[i]) == StartOf(all[i - 1])) {
      return UsageError("två öppettider börjar samma dag; skriv från DAG: före den ena");
    }
  }
  return all;
}

std::string HoursCell(const std::vector<v1::OpeningHours>& hours) {
  std::vector<std::string> items;
  items.reserve(hours.size());
  for (const v1::OpeningHours& each : hours) items.push_back(FormatHours(each));
  return absl::StrJoin(items, kPartedBy);
}

}  // namespace samverk

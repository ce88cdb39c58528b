#include "clients/cli/swedish.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "base/civil_date.h"

namespace samverk {
namespace {

std::string Unknown(int value) { return absl::StrCat("okänd (", value, ")"); }

absl::Time ToTime(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

bool IsSet(const google::protobuf::Timestamp& time) {
  return time.seconds() != 0 || time.nanos() != 0;
}

}  // namespace

std::string InSwedish(v1::WorkshopState state) {
  switch (state) {
    case v1::WORKSHOP_STATE_PLANNED:
      return "planerad";
    case v1::WORKSHOP_STATE_HELD:
      return "genomförd";
    case v1::WORKSHOP_STATE_CANCELLED:
      return "inställd";
    case v1::WORKSHOP_STATE_WITHDRAWN:
      return "återkallad";
    default:
      return Unknown(state);
  }
}

std::string InSwedish(v1::MeetingState state) {
  switch (state) {
    case v1::MEETING_STATE_CALLED:
      return "kallad";
    case v1::MEETING_STATE_HELD:
      return "genomförd";
    case v1::MEETING_STATE_CANCELLED:
      return "inställd";
    case v1::MEETING_STATE_WITHDRAWN:
      return "återkallad";
    default:
      return Unknown(state);
  }
}

std::string InSwedish(v1::AttachmentState state) {
  switch (state) {
    case v1::ATTACHMENT_STATE_ATTACHED:
      return "bifogad";
    case v1::ATTACHMENT_STATE_DETACHED:
      return "borttagen";
    default:
      return Unknown(state);
  }
}

std::string InSwedish(v1::OrganisationKind kind) {
  switch (kind) {
    case v1::ORGANISATION_KIND_MUNICIPALITY:
      return "kommun";
    case v1::ORGANISATION_KIND_REGION:
      return "region";
    case v1::ORGANISATION_KIND_COUNTY_BOARD:
      return "länsstyrelse";
    case v1::ORGANISATION_KIND_NATIONAL_AGENCY:
      return "myndighet";
    case v1::ORGANISATION_KIND_LOCAL_GROUP:
      return "lokal grupp";
    case v1::ORGANISATION_KIND_BUSINESS:
      return "företag";
    default:
      return Unknown(kind);
  }
}

std::string InSwedish(v1::EventForm form) {
  switch (form) {
    case v1::EVENT_FORM_PHYSICAL:
      return "på plats";
    case v1::EVENT_FORM_DIGITAL:
      return "digitalt";
    case v1::EVENT_FORM_HYBRID:
      return "på plats och digitalt";
    default:
      return Unknown(form);
  }
}

std::string InSwedish(v1::Role role) {
  switch (role) {
    case v1::ROLE_UNSPECIFIED:
      return "utan roll";
    case v1::ROLE_ADMINISTRATOR:
      return "administratör";
    case v1::ROLE_PROCESS_LEADER:
      return "processledare";
    case v1::ROLE_OFFICER:
      return "handläggare";
    case v1::ROLE_LOCAL_ACTOR:
      return "lokal aktör";
    case v1::ROLE_AUDITOR:
      return "revisor";
    case v1::ROLE_AGENCY_CONTACT:
      return "myndighetskontakt";
    default:
      return Unknown(role);
  }
}

std::string KindInSwedish(absl::string_view collection) {
  constexpr std::pair<absl::string_view, absl::string_view> kWords[] = {
      {"actionPlans", "handlingsplan"},
      {"attachments", "bilaga"},
      {"discussions", "diskussion"},
      {"exchanges", "erfarenhetsutbyte"},
      {"followUpCompilations", "sammanställning"},
      {"followUps", "uppföljning"},
      {"initiatives", "satsning"},
      {"meetings", "partnerskapsträff"},
      {"nationalIssues", "påverkansfråga"},
      {"organisations", "aktör"},
      {"people", "person"},
      {"places", "ort"},
      {"plans", "serviceplan"},
      {"servicePoints", "serviceställe"},
      {"workshops", "serviceverkstad"}};
  for (const auto& [name, word] : kWords) {
    if (name == collection) return std::string(word);
  }
  return std::string(collection);
}

std::string FormatPeriod(const v1::DatePeriod& period) {
  if (!period.has_start_date() || !period.has_end_date()) return "";
  std::string first = FormatDate(period.start_date());
  // The API's periods end on the day after; people name the last day.
  const auto last_date = ToDate(ToCivilDay(period.end_date()) - 1);
  const std::string last = FormatDate(last_date);
  if (first == last) return first;
  size_t same = 0;
  if (period.start_date().year() == last_date.year()) same = 5;
  if (same > 0 && period.start_date().month() == last_date.month()) same = 8;
  return absl::StrCat(first, "–", last.substr(same));
}

std::string FormatMinute(const google::protobuf::Timestamp& time) {
  if (!IsSet(time)) return "";
  return absl::FormatTime("%Y-%m-%d %H:%M", ToTime(time), SwedishTime());
}

std::string FormatDay(const google::protobuf::Timestamp& time) {
  if (!IsSet(time)) return "";
  return absl::FormatTime("%Y-%m-%d", ToTime(time), SwedishTime());
}

std::string FormatTimeOfDay(const google::type::TimeOfDay& time) {
  return absl::StrFormat("%02d:%02d", time.hours(), time.minutes());
}

std::string FormatDecision(const v1::DecisionRef& decision) {
  std::string text = absl::StrCat(decision.body(), " ", FormatDate(decision.date()));
  if (!decision.paragraph().empty()) absl::StrAppend(&text, " § ", decision.paragraph());
  if (!decision.diarienummer().empty()) absl::StrAppend(&text, ", ", decision.diarienummer());
  return text;
}

std::string FormatSize(int64_t bytes) {
  if (bytes < 1000) return absl::StrCat(bytes, " byte");
  double size = static_cast<double>(bytes) / 1000;
  const char* unit = "kB";
  for (const char* larger : {"MB", "GB"}) {
    if (size < 999.5) break;
    size /= 1000;
    unit = larger;
  }
  // A decimal only where it says something.
  const std::string number =
      size < 9.95 ? absl::StrFormat("%.1f", size) : absl::StrFormat("%.0f", size);
  return absl::StrCat(absl::StrReplaceAll(number, {{".", ","}}), " ", unit);
}

std::string FormatThousands(int64_t number) {
  std::string digits = absl::StrCat(number);
  const size_t first_digit = number < 0 ? 1 : 0;
  for (size_t at = digits.size(); at > first_digit + 3;) {
    at -= 3;
    digits.insert(at, " ");
  }
  return digits;
}

std::string Count(int64_t number, absl::string_view one, absl::string_view many) {
  return absl::StrCat(number, " ", number == 1 ? one : many);
}

}  // namespace samverk

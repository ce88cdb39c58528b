#include "clients/cli/plan_words.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/civil_date.h"
#include "clients/cli/enum_words.h"
#include "clients/cli/names.h"
#include "clients/cli/swedish.h"
#include "google/protobuf/descriptor.h"

namespace samverk {
namespace {

constexpr size_t kShortIdChars = 8;
constexpr absl::string_view kRemoved = "(borttaget)";

template <typename Enum>
using Words = std::vector<std::pair<Enum, absl::string_view>>;

template <typename Enum>
std::string WordOf(const Words<Enum>& words, Enum value) {
  for (const auto& [known, word] : words) {
    if (known == value) return std::string(word);
  }
  return absl::StrCat("okänd (", static_cast<int>(value), ")");
}

template <typename Enum>
std::optional<Enum> ValueOf(const Words<Enum>& words, absl::string_view text) {
  const std::string wanted = absl::AsciiStrToLower(absl::StripAsciiWhitespace(text));
  for (const auto& [value, word] : words) {
    if (word == wanted) return value;
  }
  // A value that is younger than this program goes back as it came.
  absl::string_view number = wanted;
  int value = 0;
  if (absl::ConsumePrefix(&number, "okänd (") && absl::ConsumeSuffix(&number, ")") &&
      absl::SimpleAtoi(number, &value)) {
    return static_cast<Enum>(value);
  }
  return ParseEnum<Enum>(wanted);
}

const Words<v1::PlaceLevel>& LevelWords() {
  static const auto& words = *new Words<v1::PlaceLevel>{
      {v1::PLACE_LEVEL_SERVICE_LOCALITY, "serviceort"},
      {v1::PLACE_LEVEL_SERVICE_NODE, "servicenod"},
      {v1::PLACE_LEVEL_SERVICE_POINT, "servicepunkt"},
  };
  return words;
}

const Words<v1::ServiceOffer>& OfferWords() {
  static const auto& words = *new Words<v1::ServiceOffer>{
      {v1::SERVICE_OFFER_GROCERY, "dagligvaror"},
      {v1::SERVICE_OFFER_FUEL, "drivmedel"},
      {v1::SERVICE_OFFER_POST, "post"},
      {v1::SERVICE_OFFER_PHARMACY, "läkemedel"},
      {v1::SERVICE_OFFER_CASH_WITHDRAWAL, "kontantuttag"},
      {v1::SERVICE_OFFER_CASH_DEPOSIT, "kontantinsättning"},
      {v1::SERVICE_OFFER_BILL_PAYMENT, "räkningar"},
      {v1::SERVICE_OFFER_DIGITAL_ACCESS, "dator och nät"},
      {v1::SERVICE_OFFER_EV_CHARGING, "laddning"},
      {v1::SERVICE_OFFER_HOME_DELIVERY, "hemsändning"},
      {v1::SERVICE_OFFER_PUBLIC_INFORMATION, "samhällsinformation"},
      {v1::SERVICE_OFFER_MEETING_PLACE, "mötesplats"},
      {v1::SERVICE_OFFER_ALCOHOL_AGENT, "systembolagsombud"},
  };
  return words;
}

// The last part of a path in words.
std::string FieldWord(absl::string_view field) {
  static const auto& words = *new Words<absl::string_view>{
      {"title", "rubrik"},
      {"text", "text"},
      {"period", "period"},
      {"responsible_unit", "ansvarig enhet"},
      {"responsible", "ansvarig person"},
      {"documents", "styrdokument"},
      {"level", "nivå"},
      {"offers", "serviceslag"},
      {"order", "ordning"},
      {"goal", "mål"},
      {"deadline", "klart"},
      {"financing", "finansiering"},
      {"budget_sek", "kostnad"},
      {"needs_review", "att läsa igenom"},
  };
  for (const auto& [known, word] : words) {
    if (known == field) return std::string(word);
  }
  return std::string(field);
}

// The message that an edit holds; null for one that holds a text.
const google::protobuf::Message* MessageIn(const v1::PlanEdit& edit) {
  const auto* reflection = edit.GetReflection();
  const auto* field =
      reflection->GetOneofFieldDescriptor(edit, edit.GetDescriptor()->FindOneofByName("edit"));
  if (field == nullptr || field->message_type() == nullptr) return nullptr;
  return &reflection->GetMessage(edit, field);
}

// A text field of the message in an edit; empty if there is none.
std::string TextIn(const v1::PlanEdit& edit, const char* name) {
  const google::protobuf::Message* message = MessageIn(edit);
  if (message == nullptr) return "";
  const auto* field = message->GetDescriptor()->FindFieldByName(name);
  return field == nullptr ? "" : message->GetReflection()->GetString(*message, field);
}

}  // namespace

std::string InSwedish(v1::PlanPhase phase) {
  static const auto& words = *new Words<v1::PlanPhase>{
      {v1::PLAN_PHASE_DRAFT, "utkast"},         {v1::PLAN_PHASE_CONSULTATION, "på samråd"},
      {v1::PLAN_PHASE_PROPOSED, "föreslagen"},  {v1::PLAN_PHASE_ADOPTED, "antagen"},
      {v1::PLAN_PHASE_REPEALED, "upphävd"},     {v1::PLAN_PHASE_REPLACED, "ersatt"},
      {v1::PLAN_PHASE_WITHDRAWN, "återkallad"},
  };
  return WordOf(words, phase);
}

std::string InSwedish(v1::PlanRevisionKind kind) {
  static const auto& words = *new Words<v1::PlanRevisionKind>{
      {v1::PLAN_REVISION_KIND_ADOPTED, "antagen"},
      {v1::PLAN_REVISION_KIND_EXTENDED, "förlängd"},
      {v1::PLAN_REVISION_KIND_CORRECTED, "rättad"},
  };
  return WordOf(words, kind);
}

std::string InSwedish(v1::PlaceLevel level) { return WordOf(LevelWords(), level); }

std::string InSwedish(v1::ServiceOffer offer) { return WordOf(OfferWords(), offer); }

std::string InSwedish(v1::EditOutcome outcome) {
  static const auto& words = *new Words<v1::EditOutcome>{
      {v1::EDIT_OUTCOME_ACCEPTED, "införd"},    {v1::EDIT_OUTCOME_CONVERGED, "stod redan så"},
      {v1::EDIT_OUTCOME_MERGED, "sammanfogad"}, {v1::EDIT_OUTCOME_CONFLICT, "i konflikt"},
      {v1::EDIT_OUTCOME_REJECTED, "avvisad"},
  };
  return WordOf(words, outcome);
}

std::string InSwedish(v1::ConflictState state) {
  static const auto& words = *new Words<v1::ConflictState>{
      {v1::CONFLICT_STATE_OPEN, "öppen"},
      {v1::CONFLICT_STATE_RESOLVED, "avgjord"},
      {v1::CONFLICT_STATE_OBSOLETE, "inaktuell"},
  };
  return WordOf(words, state);
}

std::string InSwedish(v1::ConflictChoice choice) {
  static const auto& words = *new Words<v1::ConflictChoice>{
      {v1::CONFLICT_CHOICE_KEEP_CURRENT, "det som stod behölls"},
      {v1::CONFLICT_CHOICE_TAKE, "ett förslag togs"},
      {v1::CONFLICT_CHOICE_CUSTOM, "något annat skrevs"},
  };
  return WordOf(words, choice);
}

std::optional<v1::PlaceLevel> ParsePlaceLevel(absl::string_view word) {
  return ValueOf(LevelWords(), word);
}

std::optional<v1::ServiceOffer> ParseServiceOffer(absl::string_view word) {
  return ValueOf(OfferWords(), word);
}

std::string OffersInSwedish(const google::protobuf::RepeatedField<int>& offers) {
  return absl::StrJoin(offers, ", ", [](std::string* out, int offer) {
    absl::StrAppend(out, InSwedish(static_cast<v1::ServiceOffer>(offer)));
  });
}

std::string FormatKronor(int64_t sek) { return absl::StrCat(FormatThousands(sek), " kr"); }

std::optional<int64_t> ParseKronor(absl::string_view text) {
  // People separate thousands with a space, or with one that keeps a line together.
  std::string digits = absl::StrReplaceAll(text, {{" ", ""}, {"\u00a0", ""}, {"\u202f", ""}});
  absl::string_view number = digits;
  if (!absl::ConsumeSuffix(&number, "kronor")) absl::ConsumeSuffix(&number, "kr");
  int64_t sek = 0;
  if (!absl::SimpleAtoi(number, &sek)) return std::nullopt;
  return sek;
}

std::string ElementOf(const v1::PlanEdit& edit) {
  if (edit.edit_case() == v1::PlanEdit::kRemoveElement) return edit.remove_element();
  return TextIn(edit, "element");
}

void ElementTitles::Add(const v1::Plan& plan) {
  const auto add = [this](const auto& elements) {
    for (const auto& element : elements) Add(element.element(), element.title());
  };
  add(plan.sections());
  add(plan.goals());
  add(plan.places());
  add(plan.priorities());
  add(plan.measures());
}

void ElementTitles::Add(const v1::PlanEdit& edit) {
  if (const std::string title = TextIn(edit, "title"); !title.empty()) Add(ElementOf(edit), title);
}

void ElementTitles::Add(const std::string& element, const std::string& title) {
  titles_.try_emplace(element, title);
}

std::string ElementTitles::Of(const std::string& element) const {
  const auto found = titles_.find(element);
  return found == titles_.end() ? element.substr(0, kShortIdChars) : found->second;
}

std::string FieldInWords(absl::string_view path, const ElementTitles& titles) {
  const std::vector<std::string> parts = absl::StrSplit(path, '/');
  if (parts.size() == 1) return FieldWord(parts[0]);
  const std::string title = titles.Of(parts[1]);
  return parts.size() == 2 ? title : absl::StrCat(title, ": ", FieldWord(parts[2]));
}

std::string ValueInWords(absl::string_view path, const std::string& text,
                         const ElementTitles& titles) {
  if (text.empty()) return "";
  const absl::string_view field = LastPart(path);
  if (field == "goal") return titles.Of(text);
  if (field == "responsible") return std::string(LastPart(text));
  if (field == "period") return absl::StrReplaceAll(text, {{" – ", "–"}});
  if (field == "level") {
    v1::PlaceLevel level;
    return v1::PlaceLevel_Parse(text, &level) ? InSwedish(level) : text;
  }
  if (field == "offers") {
    std::vector<std::string> words;
    for (const absl::string_view name : absl::StrSplit(text, ", ")) {
      v1::ServiceOffer offer;
      words.push_back(v1::ServiceOffer_Parse(std::string(name), &offer) ? InSwedish(offer)
                                                                        : std::string(name));
    }
    return absl::StrJoin(words, ", ");
  }
  if (int64_t sek = 0; field == "budget_sek" && absl::SimpleAtoi(text, &sek)) {
    return FormatKronor(sek);
  }
  return text;
}

std::string EditInWords(const v1::PlanEdit& edit, const ElementTitles& titles) {
  const std::string title = titles.Of(ElementOf(edit));
  switch (edit.edit_case()) {
    case v1::PlanEdit::kTitle:
      return FieldWord("title");
    case v1::PlanEdit::kPeriod:
      return FieldWord("period");
    case v1::PlanEdit::kResponsibleUnit:
      return FieldWord("responsible_unit");
    case v1::PlanEdit::kResponsible:
      return FieldWord("responsible");
    case v1::PlanEdit::kAddDocument:
      return absl::StrCat("nytt styrdokument: ", edit.add_document());
    case v1::PlanEdit::kRemoveDocument:
      return absl::StrCat("styrdokument borttaget: ", edit.remove_document());
    case v1::PlanEdit::kAddSection:
      return absl::StrCat("nytt avsnitt: ", edit.add_section().title());
    case v1::PlanEdit::kAddGoal:
      return absl::StrCat(edit.add_goal().parent_goal().empty() ? "nytt mål: " : "nytt delmål: ",
                          edit.add_goal().title());
    case v1::PlanEdit::kAddPlace:
      return absl::StrCat("ny ort: ", edit.add_place().title());
    case v1::PlanEdit::kAddPriority:
      return absl::StrCat("ny prioritering: ", edit.add_priority().title());
    case v1::PlanEdit::kAddMeasure:
      return absl::StrCat("ny åtgärd: ", edit.add_measure().title());
    case v1::PlanEdit::kElementTitle:
      return absl::StrCat(title, ": rubrik");
    case v1::PlanEdit::kElementText:
      return absl::StrCat(title, ": text");
    case v1::PlanEdit::kMoveElement:
      return absl::StrCat(title, ": ordning");
    case v1::PlanEdit::kRemoveElement:
      return absl::StrCat(title, ": borttaget");
    case v1::PlanEdit::kPlaceLevel:
      return absl::StrCat(title, ": nivå");
    case v1::PlanEdit::kPlaceOffer:
      return absl::StrCat(title, edit.place_offer().offered() ? ": med " : ": utan ",
                          InSwedish(edit.place_offer().offer()));
    case v1::PlanEdit::kMeasureGoal:
      return absl::StrCat(title, ": mål");
    case v1::PlanEdit::kMeasureResponsibleUnit:
      return absl::StrCat(title, ": ansvarig");
    case v1::PlanEdit::kMeasureDeadline:
      return absl::StrCat(title, ": klart");
    case v1::PlanEdit::kMeasureFinancing:
      return absl::StrCat(title, ": finansiering");
    case v1::PlanEdit::kMeasureBudget:
    case v1::PlanEdit::kAdjustMeasureBudget:
      return absl::StrCat(title, ": kostnad");
    case v1::PlanEdit::kReviewed:
      return absl::StrCat(FieldInWords(edit.reviewed(), titles), " genomläst");
    case v1::PlanEdit::EDIT_NOT_SET:
      break;
  }
  return "okänd ändring";
}

std::string EditValueInWords(const v1::PlanEdit& edit, const ElementTitles& titles) {
  switch (edit.edit_case()) {
    case v1::PlanEdit::kTitle:
      return edit.title();
    case v1::PlanEdit::kPeriod:
      return FormatPeriod(edit.period());
    case v1::PlanEdit::kResponsibleUnit:
      return edit.responsible_unit();
    case v1::PlanEdit::kResponsible:
      return std::string(LastPart(edit.responsible()));
    case v1::PlanEdit::kMoveElement:
      return edit.move_element().after().empty()
                 ? "först"
                 : absl::StrCat("efter ", titles.Of(edit.move_element().after()));
    case v1::PlanEdit::kRemoveElement:
      return std::string(kRemoved);
    case v1::PlanEdit::kPlaceLevel:
      return InSwedish(edit.place_level().level());
    case v1::PlanEdit::kMeasureGoal:
      return edit.measure_goal().goal().empty() ? "" : titles.Of(edit.measure_goal().goal());
    case v1::PlanEdit::kMeasureDeadline:
      return edit.measure_deadline().has_deadline() ? FormatDate(edit.measure_deadline().deadline())
                                                    : "";
    case v1::PlanEdit::kMeasureBudget:
      return FormatKronor(edit.measure_budget().sek());
    case v1::PlanEdit::kAdjustMeasureBudget:
      return absl::StrCat(edit.adjust_measure_budget().sek() < 0 ? "" : "+",
                          FormatKronor(edit.adjust_measure_budget().sek()));
    case v1::PlanEdit::kElementTitle:
      return edit.element_title().title();
    case v1::PlanEdit::kElementText:
    case v1::PlanEdit::kAddSection:
    case v1::PlanEdit::kMeasureResponsibleUnit:
    case v1::PlanEdit::kMeasureFinancing:
      return TextIn(edit, "text");
    case v1::PlanEdit::kAddGoal:
    case v1::PlanEdit::kAddPriority:
    case v1::PlanEdit::kAddMeasure:
      return TextIn(edit, "description");
    default:
      return "";
  }
}

}  // namespace samverk

// Writing, and what writing and reading share. Reading is in plan_text_reader.cc.

#include "clients/cli/plan_text.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "base/civil_date.h"
#include "base/uuid.h"
#include "clients/cli/names.h"
#include "clients/cli/plan_words.h"

namespace samverk {
namespace {

constexpr size_t kShortCharsMin = 4;
constexpr absl::string_view kHead =
    "%\n"
    "% Ändra, spara och stäng. Rader överst som börjar med % läses inte.\n"
    "% [#1f3a] håller reda på vad som är vad: låt det stå kvar efter rubriken. En ny rubrik utan\n"
    "% [#…] blir något nytt. Det vars rubrik tas bort tas bort ur planen. Flytta fritt under "
    "samma\n"
    "% huvudrubrik. En tom rad skiljer fälten från texten och stycken från varandra.\n";

size_t CommonChars(absl::string_view a, absl::string_view b) {
  const auto [end, other] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return static_cast<size_t>(end - a.begin());
}

class Writer {
 public:
  Writer(const v1::Plan& plan, const ElementIds& ids) : plan_(plan), ids_(ids), titles_(plan) {}

  std::string Write(const v1::LedgerPosition& position) {
    absl::StrAppend(&text_, "% samverk serviceplan\n% plan: ", plan_.name(), "\n% läst: position ",
                    position.position(), " i ", position.epoch(), "\n", kHead, "\n");
    WriteHeader();
    WriteElements("Avsnitt", plan_.sections());
    WriteElements("Mål", plan_.goals());
    WriteElements("Orter", plan_.places());
    WriteElements("Prioriteringar", plan_.priorities());
    WriteElements("Åtgärder", plan_.measures());
    return std::move(text_);
  }

 private:
  void Field(absl::string_view name, absl::string_view value) {
    absl::StrAppend(&text_, name, ":", value.empty() ? "" : " ", value, "\n");
  }

  std::string Reference(const std::string& element) const {
    if (element.empty()) return "";
    return absl::StrCat(titles_.Of(element), "  [#", ids_.ShortOf(element), "]");
  }

  void WriteHeader() {
    Field("Rubrik", plan_.title());
    Field("Period",
          plan_.has_period()
              ? absl::StrCat(FormatDate(plan_.period().start_date()), "–",
                             FormatDate(ToDate(ToCivilDay(plan_.period().end_date()) - 1)))
              : "");
    Field("Ansvarig enhet", plan_.responsible_unit());
    Field("Ansvarig person", LastPart(plan_.responsible()));
    for (const std::string& document : plan_.documents()) Field("Styrdokument", document);
    if (!plan_.needs_review().empty()) {
      absl::StrAppend(&text_,
                      "\n% Två personers ord sattes ihop här. Stryk raden när den är läst.\n");
    }
    for (const std::string& path : plan_.needs_review()) {
      const std::vector<std::string> parts = absl::StrSplit(path, '/');
      const std::string where =
          parts.size() == 3 ? absl::StrCat(ids_.ShortOf(parts[1]), "/", parts[2]) : path;
      Field("Att läsa igenom", absl::StrCat(FieldInWords(path, titles_), "  [#", where, "]"));
    }
  }

  void WriteText(absl::string_view text) {
    const std::string normal = NormalText(text);
    if (normal.empty()) return;
    absl::StrAppend(&text_, "\n");
    for (const absl::string_view line : absl::StrSplit(normal, '\n')) {
      const bool misread = absl::StartsWith(line, "#") || absl::StartsWith(line, "\\");
      absl::StrAppend(&text_, misread ? "\\" : "", line, "\n");
    }
  }

  void WriteFields(const v1::PlanSection&) {}
  void WriteFields(const v1::PlanPriority&) {}
  void WriteFields(const v1::PlanGoal& goal) {
    if (!goal.parent_goal().empty()) Field("Delmål till", Reference(goal.parent_goal()));
  }
  void WriteFields(const v1::PlanPlace& place) {
    Field("Nivå", InSwedish(place.level()));
    Field("Serviceslag", OffersInSwedish(place.offers()));
  }
  void WriteFields(const v1::PlanMeasure& measure) {
    Field("Mål", Reference(measure.goal()));
    Field("Ansvarig", measure.responsible_unit());
    Field("Klart", measure.has_deadline() ? FormatDate(measure.deadline()) : "");
    Field("Finansiering", measure.financing());
    Field("Kostnad", measure.has_budget_sek() ? FormatKronor(measure.budget_sek()) : "");
  }

  template <typename Elements>
  void WriteElements(absl::string_view heading, const Elements& elements) {
    absl::StrAppend(&text_, "\n# ", heading, "\n");
    for (const auto& element : elements) {
      absl::StrAppend(&text_, "\n## ", element.title(), "  [#", ids_.ShortOf(element.element()),
                      "]\n");
      WriteFields(element);
      if constexpr (requires { element.text(); }) {
        WriteText(element.text());
      } else if constexpr (requires { element.description(); }) {
        WriteText(element.description());
      }
    }
  }

  const v1::Plan& plan_;
  const ElementIds& ids_;
  const ElementTitles titles_;
  std::string text_;
};

}  // namespace

ElementIds::ElementIds(const v1::Plan& plan) {
  std::set<std::string> ids;
  const auto add = [&ids](const auto& elements) {
    for (const auto& element : elements) ids.insert(element.element());
  };
  add(plan.sections());
  add(plan.goals());
  add(plan.places());
  add(plan.priorities());
  add(plan.measures());
  // Sorted, the ids that begin most alike stand beside each other.
  for (auto id = ids.begin(); id != ids.end(); ++id) {
    size_t chars = kShortCharsMin;
    if (id != ids.begin()) chars = std::max(chars, CommonChars(*std::prev(id), *id) + 1);
    if (std::next(id) != ids.end()) chars = std::max(chars, CommonChars(*std::next(id), *id) + 1);
    short_by_id_[*id] = id->substr(0, chars);
  }
}

std::string ElementIds::ShortOf(const std::string& element) const {
  const auto found = short_by_id_.find(element);
  return found == short_by_id_.end() ? element : found->second;
}

std::string ElementIds::Find(absl::string_view text) const {
  const std::string beginning = absl::AsciiStrToLower(text);
  if (Uuid::Parse(beginning).has_value()) return beginning;
  const auto first = short_by_id_.lower_bound(beginning);
  if (beginning.empty() || first == short_by_id_.end()) return "";
  if (!absl::StartsWith(first->first, beginning)) return "";
  const auto second = std::next(first);
  const bool several = second != short_by_id_.end() && absl::StartsWith(second->first, beginning);
  return several ? "" : first->first;
}

std::string WritePlanText(const v1::Plan& plan, const v1::LedgerPosition& position,
                          const ElementIds& ids) {
  return Writer(plan, ids).Write(position);
}

std::string WithIdsOfAdded(absl::string_view text, const std::vector<AddedElement>& added) {
  std::vector<std::string> lines = absl::StrSplit(text, '\n');
  for (const AddedElement& each : added) {
    std::string& heading = lines[each.line];
    const bool carriage_return = absl::EndsWith(heading, "\r");
    absl::StripTrailingAsciiWhitespace(&heading);
    absl::StrAppend(&heading, "  [#", each.element, "]", carriage_return ? "\r" : "");
  }
  return absl::StrJoin(lines, "\n");
}

std::string NormalText(absl::string_view text) {
  // Editors write tabs and carriage returns that a plan does not take.
  const std::string clean = absl::StrReplaceAll(text, {{"\r\n", "\n"}, {"\r", "\n"}, {"\t", " "}});
  std::vector<absl::string_view> lines = absl::StrSplit(clean, '\n');
  const auto is_blank = [](absl::string_view line) {
    return absl::StripAsciiWhitespace(line).empty();
  };
  auto begin = lines.begin();
  auto end = lines.end();
  while (begin != end && is_blank(*begin)) ++begin;
  while (begin != end && is_blank(*std::prev(end))) --end;
  return absl::StrJoin(begin, end, "\n");
}

}  // namespace samverk

// Reading a plan from the text that a person edited: see plan_text.h.

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "base/text.h"
#include "base/uuid.h"
#include "clients/cli/arguments.h"
#include "clients/cli/error_line.h"
#include "clients/cli/names.h"
#include "clients/cli/plan_text.h"
#include "clients/cli/plan_words.h"

namespace samverk {
namespace {

constexpr size_t kDateChars = 10;  // 2019-05-14
// What an edit of a sum takes: see PlanMeasureBudget.
constexpr int64_t kBudgetMax = 1'000'000'000'000;

enum Kind { kSections, kGoals, kPlaces, kPriorities, kMeasures, kKinds };

constexpr absl::string_view kHeadings[kKinds] = {"Avsnitt", "Mål", "Orter", "Prioriteringar",
                                                 "Åtgärder"};
// The fields that may stand below a heading of the kind, before the text.
const std::vector<absl::string_view>& FieldsOf(Kind kind) {
  static const auto& fields = *new std::array<std::vector<absl::string_view>, kKinds>{{
      {},
      {"Delmål till"},
      {"Nivå", "Serviceslag"},
      {},
      {"Mål", "Ansvarig", "Klart", "Finansiering", "Kostnad"},
  }};
  return fields[kind];
}

struct Field {
  size_t line = 0;
  std::string value;
};

// One heading with what stands below it.
struct Block {
  Kind kind = kSections;
  size_t line = 0;
  std::string title;
  std::string element;
  std::vector<std::pair<std::string, Field>> fields;
  std::string text;

  // The value of a field; empty where it does not stand there.
  Field Of(absl::string_view name) const {
    for (const auto& [known, field] : fields) {
      if (known == name) return field;
    }
    return {line, ""};
  }
};

absl::Status AtLine(size_t line, absl::string_view what) {
  // People count from one.
  return UsageError(absl::StrCat("rad ", line + 1, ": ", what));
}

// Takes `[#1f3a]` off the end of a line; nullopt if there is none.
std::optional<std::string> TakeReference(std::string& line) {
  const size_t open = line.rfind("[#");
  if (open == std::string::npos || line.back() != ']') return std::nullopt;
  const std::string inside = line.substr(open + 2, line.size() - open - 3);
  const bool plain = std::all_of(inside.begin(), inside.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '/';
  });
  if (!plain || inside.empty()) return std::nullopt;
  line.resize(open);
  absl::StripAsciiWhitespace(&line);
  return inside;
}

// `Klart: 2020-12-31` in two; nullopt if no name of `known` stands there.
std::optional<std::pair<std::string, std::string>> TakeField(
    absl::string_view line, const std::vector<absl::string_view>& known) {
  const std::pair<absl::string_view, absl::string_view> sides =
      absl::StrSplit(line, absl::MaxSplits(':', 1));
  if (sides.first.size() == line.size()) return std::nullopt;
  const absl::string_view name = absl::StripAsciiWhitespace(sides.first);
  for (const absl::string_view each : known) {
    if (each == name) {
      return std::pair(std::string(each), std::string(absl::StripAsciiWhitespace(sides.second)));
    }
  }
  return std::nullopt;
}

template <typename Elements>
auto FindElement(const Elements& elements, const std::string& id) -> decltype(&*elements.begin()) {
  for (const auto& element : elements) {
    if (element.element() == id) return &element;
  }
  return nullptr;
}

class Reader {
 public:
  Reader(absl::string_view text, const v1::Plan& base, const std::function<std::string()>& new_id)
      : base_(base), ids_(base), new_id_(new_id) {
    for (const absl::string_view line : absl::StrSplit(ToNfc(text), '\n')) {
      lines_.emplace_back(absl::StripSuffix(line, "\r"));
    }
  }

  absl::StatusOr<PlanText> Read() {
    RETURN_IF_ERROR(ReadHeader());
    RETURN_IF_ERROR(ReadBlocks());
    result_.plan.set_name(base_.name());
    for (const Block& block : blocks_) RETURN_IF_ERROR(AddBlock(block));
    return std::move(result_);
  }

 private:
  bool AtEnd() const { return at_ == lines_.size(); }
  bool AtHeading() const {
    return absl::StartsWith(lines_[at_], "# ") || absl::StartsWith(lines_[at_], "## ") ||
           lines_[at_] == "#" || lines_[at_] == "##";
  }
  bool AtBlank() const { return absl::StripAsciiWhitespace(lines_[at_]).empty(); }

  absl::Status ReadHeader();
  absl::Status ReadHeaderField(const std::string& name, std::string value);
  absl::Status ReadBlocks();
  absl::Status ReadBlock(Kind kind);
  void ReadTextOf(Block& block);
  absl::StatusOr<std::string> GoalIn(const Field& field) const;

  absl::Status AddBlock(const Block& block);
  absl::Status Add(const Block& block, v1::PlanSection& section);
  absl::Status Add(const Block& block, v1::PlanPriority& priority);
  absl::Status Add(const Block& block, v1::PlanGoal& goal);
  absl::Status Add(const Block& block, v1::PlanPlace& place);
  absl::Status Add(const Block& block, v1::PlanMeasure& measure);

  const v1::Plan& base_;
  const ElementIds ids_;
  const std::function<std::string()>& new_id_;
  std::vector<std::string> lines_;
  size_t at_ = 0;
  std::vector<Block> blocks_;
  PlanText result_;
};

absl::Status Reader::ReadHeader() {
  static const auto& known = *new std::vector<absl::string_view>{
      "Rubrik", "Period", "Ansvarig enhet", "Ansvarig person", "Styrdokument", "Att läsa igenom"};
  std::set<std::string> seen;
  for (; !AtEnd() && !AtHeading(); ++at_) {
    if (AtBlank() || absl::StartsWith(lines_[at_], "%")) continue;
    auto field = TakeField(lines_[at_], known);
    if (!field.has_value()) {
      return AtLine(at_, absl::StrCat("här står något annat än ", absl::StrJoin(known, ", "),
                                      "; flytta texten under en rubrik (## …)"));
    }
    const bool several = field->first == "Styrdokument" || field->first == "Att läsa igenom";
    if (!seen.insert(field->first).second && !several) {
      return AtLine(at_, absl::StrCat(field->first, " står två gånger; stryk den ena raden"));
    }
    RETURN_IF_ERROR(ReadHeaderField(field->first, std::move(field->second)));
  }
  if (result_.plan.title().empty()) {
    return UsageError("planen saknar rubrik; skriv den på en rad överst: Rubrik: …");
  }
  if (base_.has_period() && !result_.plan.has_period()) {
    return UsageError(
        "en period kan ändras men inte tas bort; skriv Period: 2019-01-01–2022-12-31");
  }
  return absl::OkStatus();
}

absl::Status Reader::ReadHeaderField(const std::string& name, std::string value) {
  v1::Plan& plan = result_.plan;
  if (name == "Rubrik") {
    plan.set_title(value);
  } else if (name == "Ansvarig enhet") {
    plan.set_responsible_unit(value);
  } else if (name == "Ansvarig person") {
    const std::string parent = base_.name().substr(0, base_.name().find("/plans/"));
    plan.set_responsible(PersonName(parent, value));
  } else if (name == "Styrdokument") {
    const auto& documents = plan.documents();
    if (!value.empty() && std::find(documents.begin(), documents.end(), value) == documents.end()) {
      plan.add_documents(value);
    }
  } else if (name == "Period") {
    if (value.empty()) return absl::OkStatus();
    const absl::string_view all(value);
    const auto first = ParseDate(all.substr(0, kDateChars));
    const auto last = ParseDate(all.substr(std::max(value.size(), kDateChars) - kDateChars));
    if (!first.has_value() || !last.has_value() || ToCivilDay(*last) < ToCivilDay(*first)) {
      return AtLine(at_, absl::StrCat("\"", value, "\" är ingen period; skriv första och sista ",
                                      "dagen, 2019-01-01–2022-12-31"));
    }
    *plan.mutable_period() = PeriodOf(*first, *last);
  } else {
    const std::string path = TakeReference(value).value_or(value);
    const std::vector<std::string> parts = absl::StrSplit(path, '/');
    for (const std::string& waiting : base_.needs_review()) {
      const std::vector<std::string> own = absl::StrSplit(waiting, '/');
      const bool same = own.size() == 3 && parts.size() == 2
                            ? ids_.Find(parts[0]) == own[1] && parts[1] == own[2]
                            : waiting == path;
      if (same) plan.add_needs_review(waiting);
    }
  }
  return absl::OkStatus();
}

absl::Status Reader::ReadBlocks() {
  std::optional<Kind> kind;
  std::set<Kind> seen;
  while (!AtEnd()) {
    if (AtBlank()) {
      ++at_;
      continue;
    }
    if (absl::StartsWith(lines_[at_], "##") && AtHeading()) {
      if (!kind.has_value()) {
        return AtLine(at_, "rubriken står inte under någon huvudrubrik; lägg den under # Avsnitt");
      }
      RETURN_IF_ERROR(ReadBlock(*kind));
      continue;
    }
    if (!AtHeading()) {
      return AtLine(at_, "texten står inte under någon rubrik; skriv en rubrik före den: ## …");
    }
    const absl::string_view heading =
        absl::StripAsciiWhitespace(absl::StripPrefix(lines_[at_], "#"));
    const auto* const found = std::find(std::begin(kHeadings), std::end(kHeadings), heading);
    if (found == std::end(kHeadings)) {
      return AtLine(at_, absl::StrCat("\"", heading, "\" är ingen huvudrubrik; de är ",
                                      absl::StrJoin(kHeadings, ", "),
                                      ". Skriv \\# om det är början på en textrad"));
    }
    kind = static_cast<Kind>(found - std::begin(kHeadings));
    if (!seen.insert(*kind).second) {
      return AtLine(at_, absl::StrCat("# ", heading, " står två gånger; stryk den ena raden"));
    }
    ++at_;
  }
  return absl::OkStatus();
}

absl::Status Reader::ReadBlock(Kind kind) {
  Block block;
  block.kind = kind;
  block.line = at_;
  block.title = std::string(absl::StripAsciiWhitespace(absl::StripPrefix(lines_[at_], "##")));
  if (const auto reference = TakeReference(block.title); reference.has_value()) {
    block.element = ids_.Find(*reference);
    if (block.element.empty()) {
      return AtLine(at_,
                    absl::StrCat("[#", *reference, "] finns inte i planen; låt det stå som det ",
                                 "stod, eller stryk det om rubriken är ny"));
    }
    for (const Block& other : blocks_) {
      if (other.element != block.element) continue;
      return AtLine(at_, absl::StrCat("[#", *reference, "] står också på rad ", other.line + 1,
                                      "; stryk det på den som är ny"));
    }
  } else {
    block.element = new_id_();
    result_.added.push_back({at_, block.element});
  }
  if (block.title.empty()) return AtLine(at_, "rubriken är tom; skriv vad det gäller efter ##");
  const std::vector<absl::string_view>& known = FieldsOf(kind);
  for (++at_; !AtEnd() && !AtBlank() && !AtHeading(); ++at_) {
    auto field = TakeField(lines_[at_], known);
    if (!field.has_value()) {
      if (kind != kPlaces && kind != kMeasures) break;  // The text begins without a blank line.
      return AtLine(at_, absl::StrCat("här står något annat än ", absl::StrJoin(known, ", "),
                                      "; text börjar efter en tom rad"));
    }
    if (!block.Of(field->first).value.empty()) {
      return AtLine(at_, absl::StrCat(field->first, " står två gånger; stryk den ena raden"));
    }
    block.fields.emplace_back(field->first, Field{at_, std::move(field->second)});
  }
  const size_t text_line = at_;
  ReadTextOf(block);
  if (kind == kPlaces && !block.text.empty()) {
    return AtLine(text_line, "en ort har ingen text; skriv den i ett avsnitt");
  }
  blocks_.push_back(std::move(block));
  return absl::OkStatus();
}

void Reader::ReadTextOf(Block& block) {
  std::vector<absl::string_view> text;
  for (; !AtEnd() && !AtHeading(); ++at_) {
    text.push_back(absl::StripPrefix(lines_[at_], "\\"));
  }
  block.text = NormalText(absl::StrJoin(text, "\n"));
}

absl::StatusOr<std::string> Reader::GoalIn(const Field& field) const {
  if (field.value.empty()) return "";
  std::string title = field.value;
  const std::optional<std::string> reference = TakeReference(title);
  std::vector<std::string> meant;
  for (const Block& block : blocks_) {
    if (block.kind != kGoals) continue;
    const bool same =
        reference.has_value() ? block.element == ids_.Find(*reference) : block.title == title;
    if (same) meant.push_back(block.element);
  }
  if (meant.size() == 1) return meant[0];
  return AtLine(field.line,
                absl::StrCat("\"", field.value, "\" är ", meant.empty() ? "inget" : "mer än ett",
                             " av målen; skriv ett av dem som det står under # Mål"));
}

absl::Status Reader::AddBlock(const Block& block) {
  const auto common = [&block](auto& element) {
    element.set_element(block.element);
    element.set_title(block.title);
  };
  const auto add = [&](auto& elements) {
    auto& element = *elements.Add();
    common(element);
    return Add(block, element);
  };
  // An element stays of its kind.
  const auto& base = base_;
  const bool elsewhere =
      (block.kind != kSections && FindElement(base.sections(), block.element) != nullptr) ||
      (block.kind != kGoals && FindElement(base.goals(), block.element) != nullptr) ||
      (block.kind != kPlaces && FindElement(base.places(), block.element) != nullptr) ||
      (block.kind != kPriorities && FindElement(base.priorities(), block.element) != nullptr) ||
      (block.kind != kMeasures && FindElement(base.measures(), block.element) != nullptr);
  if (elsewhere) {
    return AtLine(block.line,
                  absl::StrCat("rubriken hör inte hemma under # ", kHeadings[block.kind],
                               "; flytta tillbaka den, eller stryk [#…] så blir den ny"));
  }
  switch (block.kind) {
    case kSections:
      return add(*result_.plan.mutable_sections());
    case kGoals:
      return add(*result_.plan.mutable_goals());
    case kPlaces:
      return add(*result_.plan.mutable_places());
    case kPriorities:
      return add(*result_.plan.mutable_priorities());
    case kMeasures:
      return add(*result_.plan.mutable_measures());
    case kKinds:
      break;
  }
  return absl::OkStatus();
}

absl::Status Reader::Add(const Block& block, v1::PlanSection& section) {
  section.set_text(block.text);
  return absl::OkStatus();
}

absl::Status Reader::Add(const Block& block, v1::PlanPriority& priority) {
  priority.set_description(block.text);
  return absl::OkStatus();
}

absl::Status Reader::Add(const Block& block, v1::PlanGoal& goal) {
  goal.set_description(block.text);
  const Field parent = block.Of("Delmål till");
  const v1::PlanGoal* before = FindElement(base_.goals(), block.element);
  // A goal of a plan that was read may hang on one that is not there any more.
  ASSIGN_OR_RETURN(*goal.mutable_parent_goal(), GoalIn(parent));
  if (before == nullptr || before->parent_goal() == goal.parent_goal()) return absl::OkStatus();
  return AtLine(parent.line,
                "ett mål kan inte bli eller sluta vara delmål; stryk [#…] efter dess "
                "rubrik, så blir det nytt");
}

absl::Status Reader::Add(const Block& block, v1::PlanPlace& place) {
  const Field level = block.Of("Nivå");
  const auto parsed = ParsePlaceLevel(level.value);
  if (!parsed.has_value()) {
    return AtLine(level.line, absl::StrCat("\"", level.value, "\" är ingen nivå; skriv Nivå: ",
                                           "serviceort, servicenod eller servicepunkt"));
  }
  place.set_level(*parsed);
  const Field offers = block.Of("Serviceslag");
  std::set<int> numbers;
  for (const absl::string_view word : absl::StrSplit(offers.value, ',')) {
    if (absl::StripAsciiWhitespace(word).empty()) continue;
    const auto offer = ParseServiceOffer(word);
    if (!offer.has_value()) {
      std::vector<std::string> words;
      for (int number = v1::ServiceOffer_MIN + 1; number <= v1::ServiceOffer_MAX; ++number) {
        words.push_back(InSwedish(static_cast<v1::ServiceOffer>(number)));
      }
      return AtLine(offers.line,
                    absl::StrCat("\"", absl::StripAsciiWhitespace(word),
                                 "\" är inget serviceslag; de är ", absl::StrJoin(words, ", ")));
    }
    numbers.insert(*offer);
  }
  for (const int number : numbers) place.add_offers(static_cast<v1::ServiceOffer>(number));
  return absl::OkStatus();
}

absl::Status Reader::Add(const Block& block, v1::PlanMeasure& measure) {
  measure.set_description(block.text);
  ASSIGN_OR_RETURN(*measure.mutable_goal(), GoalIn(block.Of("Mål")));
  measure.set_responsible_unit(block.Of("Ansvarig").value);
  measure.set_financing(block.Of("Finansiering").value);
  if (const Field deadline = block.Of("Klart"); !deadline.value.empty()) {
    const auto date = ParseDate(deadline.value);
    if (!date.has_value()) {
      return AtLine(deadline.line, absl::StrCat("\"", deadline.value,
                                                "\" är ingen dag; skriv den som 2020-12-31"));
    }
    *measure.mutable_deadline() = *date;
  }
  const Field budget = block.Of("Kostnad");
  if (budget.value.empty()) {
    const v1::PlanMeasure* before = FindElement(base_.measures(), block.element);
    if (before == nullptr || !before->has_budget_sek()) return absl::OkStatus();
    return AtLine(budget.line, "en kostnad kan ändras men inte tas bort; skriv 0 kr");
  }
  const auto sek = ParseKronor(budget.value);
  if (!sek.has_value() || *sek < 0 || *sek > kBudgetMax) {
    return AtLine(budget.line, absl::StrCat("\"", budget.value, "\" är ingen kostnad; skriv hela ",
                                            "kronor, som 250 000 kr"));
  }
  measure.set_budget_sek(*sek);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<PlanTextHead> ReadPlanTextHead(absl::string_view text) {
  PlanTextHead head;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripSuffix(line, "\r");
    if (!absl::ConsumePrefix(&line, "% ")) continue;
    if (absl::ConsumePrefix(&line, "plan: ")) head.plan = std::string(line);
    if (!absl::ConsumePrefix(&line, "läst: position ")) continue;
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(line, absl::MaxSplits(" i ", 1));
    int64_t position = 0;
    if (!absl::SimpleAtoi(parts.first, &position)) continue;
    head.position.set_position(position);
    head.position.set_epoch(parts.second);
  }
  if (head.plan.empty() || head.position.epoch().empty()) {
    return UsageError(
        "överst saknas raderna \"% plan: …\" och \"% läst: position …\"; låt dem stå "
        "som `samverk plans edit --print` skriver dem");
  }
  return head;
}

absl::StatusOr<PlanText> ReadPlanText(absl::string_view text, const v1::Plan& base,
                                      const std::function<std::string()>& new_id) {
  if (!IsUtf8(text)) return UsageError("texten är inte UTF-8; spara den så");
  return Reader(text, base, new_id).Read();
}

}  // namespace samverk

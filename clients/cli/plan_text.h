// A plan as text that people edit in their own editor, and back. The format, for people, is in
// docs/guide/plans.md:
//
//   % samverk serviceplan
//   % plan: partnerships/vasterbotten/plans/0199…
//   % läst: position 57 i 0199…
//
//   Rubrik: Serviceplan för Storumans kommun 2019–2022
//   Period: 2019-01-01–2022-12-31
//   Ansvarig enhet:
//   Ansvarig person:
//   Styrdokument: översiktsplan
//
//   # Avsnitt
//
//   ## Syfte och mål  [#1f3a]
//
//   Alla ska nå …
//
//   # Åtgärder
//
//   ## Sanera marken vid macken  [#77b0]
//   Mål: Drivmedel inom tre mil  [#c04d]
//   Ansvarig: Tekniska enheten
//   Klart: 2020-12-31
//   Finansiering:
//   Kostnad: 250 000 kr
//
//   Marken är …
//
// Reading what was written gives the same plan; nothing that stands in a text is skipped in
// silence. A line of a text that begins like a heading is written with `\` before it. Blank lines
// around a text and spaces around a title do not count. Pure.

#ifndef SAMVERK_CLIENTS_CLI_PLAN_TEXT_H_
#define SAMVERK_CLIENTS_CLI_PLAN_TEXT_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "samverk/v1/common.pb.h"
#include "samverk/v1/plan.pb.h"

namespace samverk {

// Short names of the elements of one plan: the beginnings of their ids that tell them apart, at
// least four characters.
class ElementIds {
 public:
  explicit ElementIds(const v1::Plan& plan);

  // The short name; the whole id of an element that is not of the plan.
  std::string ShortOf(const std::string& element) const;
  // The element that is meant: one that begins so, or any whole UUID. Empty if there is none, or
  // several.
  std::string Find(absl::string_view text) const;

 private:
  std::map<std::string, std::string> short_by_id_;
};

// Writes the plan as it was read at `position`. `ids` name the elements.
std::string WritePlanText(const v1::Plan& plan, const v1::LedgerPosition& position,
                          const ElementIds& ids);

// Which plan a text is about and where it was read.
struct PlanTextHead {
  std::string plan;
  v1::LedgerPosition position;
};

// Errors: UsageError, in Swedish, with the line and what to do. So those below.
absl::StatusOr<PlanTextHead> ReadPlanTextHead(absl::string_view text);

// An element that the text adds.
struct AddedElement {
  size_t line = 0;  // Its heading; 0 is the first line.
  std::string element;
};

struct PlanText {
  v1::Plan plan;  // What people work on, as the text has it; nothing of its life.
  std::vector<AddedElement> added;
};

// Reads what became of `base`. A heading without an id is a new element, and `new_id` makes its id.
absl::StatusOr<PlanText> ReadPlanText(absl::string_view text, const v1::Plan& base,
                                      const std::function<std::string()>& new_id);

// The text with the ids of what it adds, so that reading it again adds the same and not more.
std::string WithIdsOfAdded(absl::string_view text, const std::vector<AddedElement>& added);

// A text as it is compared: without blank lines around it.
std::string NormalText(absl::string_view text);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_PLAN_TEXT_H_

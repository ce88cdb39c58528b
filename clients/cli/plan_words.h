// Plans in Swedish: where they are in their life, what their fields are called, what an edit is
// about. What people write back (levels, offers, sums) is read here, too.

#ifndef SAMVERK_CLIENTS_CLI_PLAN_WORDS_H_
#define SAMVERK_CLIENTS_CLI_PLAN_WORDS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"
#include "samverk/v1/common.pb.h"
#include "samverk/v1/plan.pb.h"

namespace samverk {

// What people call the value. A value that is younger than this program: `okänd (17)`.
std::string InSwedish(v1::PlanPhase phase);
std::string InSwedish(v1::PlanRevisionKind kind);
std::string InSwedish(v1::PlaceLevel level);
std::string InSwedish(v1::ServiceOffer offer);
std::string InSwedish(v1::EditOutcome outcome);
std::string InSwedish(v1::ConflictState state);
std::string InSwedish(v1::ConflictChoice choice);

// The value that people call so, in Swedish or by its English word; nullopt for no such word.
std::optional<v1::PlaceLevel> ParsePlaceLevel(absl::string_view word);
std::optional<v1::ServiceOffer> ParseServiceOffer(absl::string_view word);

// `dagligvaror, drivmedel`.
std::string OffersInSwedish(const google::protobuf::RepeatedField<int>& offers);

// `250 000 kr`, and the sum that people write so, with or without spaces and `kr`.
std::string FormatKronor(int64_t sek);
std::optional<int64_t> ParseKronor(absl::string_view text);

// The element that an edit is about; empty for the plan's own fields.
std::string ElementOf(const v1::PlanEdit& edit);

// What the elements of a plan are called.
class ElementTitles {
 public:
  ElementTitles() = default;
  explicit ElementTitles(const v1::Plan& plan) { Add(plan); }

  void Add(const v1::Plan& plan);
  // Takes note of an element that an edit adds.
  void Add(const v1::PlanEdit& edit);
  // A title that is known already stays.
  void Add(const std::string& element, const std::string& title);

  // The title; the beginning of the id where that is not known.
  std::string Of(const std::string& element) const;

 private:
  absl::flat_hash_map<std::string, std::string> titles_;
};

// What people call a field: `rubrik`, `Syfte och mål: text`. `path` is as in PlanDifference and
// PlanConflict.
std::string FieldInWords(absl::string_view path, const ElementTitles& titles);

// The value of such a field in a PlanDifference, for people.
std::string ValueInWords(absl::string_view path, const std::string& text,
                         const ElementTitles& titles);

// What an edit is about: `Syfte och mål: text`, `nytt avsnitt: Bakgrund`.
std::string EditInWords(const v1::PlanEdit& edit, const ElementTitles& titles);

// What an edit sets its field to; for additions the text, for removals `(borttaget)`.
std::string EditValueInWords(const v1::PlanEdit& edit, const ElementTitles& titles);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_PLAN_WORDS_H_

// How the index of search says no.

#ifndef SAMVERK_STORAGE_SEARCH_SEARCH_REASONS_H_
#define SAMVERK_STORAGE_SEARCH_SEARCH_REASONS_H_

#include "base/refusal.h"

namespace samverk::storage {

inline constexpr Reason kSearchWithoutWords = {"SEARCH_WITHOUT_WORDS",
                                               absl::StatusCode::kInvalidArgument,
                                               "There is no word to look for. Write at least one "
                                               "that is wanted, of at most {bytes_max} bytes.",
                                               "Det finns inget ord att söka efter. Skriv minst "
                                               "ett ord som ska finnas, högst {bytes_max} byte "
                                               "långt."};
inline constexpr Reason kSearchTooManyWords = {
    "SEARCH_TOO_MANY_WORDS", absl::StatusCode::kInvalidArgument,
    "That is {words} words; at most {words_max} can be looked for at once.",
    "Det är {words} ord; högst {words_max} kan sökas på en gång."};
inline constexpr Reason kSearchDamaged = {
    "SEARCH_DAMAGED", absl::StatusCode::kDataLoss,
    "The index of search is damaged: {what}. Nothing is lost: it is built anew.",
    "Sökindexet är skadat: {what}. Inget är förlorat: det byggs om."};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_SEARCH_SEARCH_REASONS_H_

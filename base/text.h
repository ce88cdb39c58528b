// Text: what counts as clean, and how Swedish sorts. Thin over ICU.

#ifndef SAMVERK_BASE_TEXT_H_
#define SAMVERK_BASE_TEXT_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace samverk {

// Whether `text` is UTF-8 (RFC 3629): no overlong forms, no surrogates.
bool IsUtf8(absl::string_view text);

// Whether `text` is `count` ASCII digits and nothing else.
bool IsDigits(absl::string_view text, size_t count);

// How many code points valid UTF-8 holds.
size_t CountCodePoints(absl::string_view text);

// Whether valid UTF-8 is in normalization form C (Unicode Standard Annex 15), so
// that å is one code point and equal texts are equal bytes.
bool IsNfc(absl::string_view text);

// The same text in normalization form C.
std::string ToNfc(absl::string_view text);

// Whether valid UTF-8 holds a control character (general category Cc); line feeds
// count unless `multiline`.
bool HasControlCharacter(absl::string_view text, bool multiline);

// Bytes that sort as Swedish people sort `text`: å, ä, ö last, case second. Never
// holds a zero byte. Differs between ICU versions: keep it only in what can be rebuilt.
std::string SwedishSortKey(absl::string_view text);

// How many columns of a terminal `text` takes.
size_t DisplayWidth(absl::string_view text);

}  // namespace samverk

#endif  // SAMVERK_BASE_TEXT_H_

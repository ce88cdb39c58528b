#include "base/text.h"

#include <algorithm>
#include <memory>

#include "absl/strings/ascii.h"
#include "base/check.h"
#include "unicode/bytestream.h"
#include "unicode/coll.h"
#include "unicode/normalizer2.h"
#include "unicode/uchar.h"
#include "unicode/unistr.h"
#include "unicode/utf8.h"

namespace samverk {
namespace {

const icu::Normalizer2& Nfc() {
  static const icu::Normalizer2& nfc = [&]() -> const icu::Normalizer2& {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* instance = icu::Normalizer2::getNFCInstance(error);
    CHECK(U_SUCCESS(error));
    return *instance;
  }();
  return nfc;
}

const icu::Collator& SwedishCollator() {
  static const icu::Collator& collator = [&]() -> const icu::Collator& {
    UErrorCode error = U_ZERO_ERROR;
    icu::Collator* instance = icu::Collator::createInstance(icu::Locale("sv", "SE"), error);
    CHECK(U_SUCCESS(error));
    return *instance;
  }();
  return collator;
}

icu::StringPiece Piece(absl::string_view text) {
  return icu::StringPiece(text.data(), static_cast<int32_t>(text.size()));
}

bool IsAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Calls `visit(code point)`, negative for a broken sequence, until it returns false.
template <typename Visit>
bool EachCodePoint(absl::string_view text, Visit visit) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const int32_t length = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < length;) {
    UChar32 point;
    U8_NEXT(bytes, i, length, point);
    if (!visit(point)) return false;
  }
  return true;
}

}  // namespace

bool IsUtf8(absl::string_view text) {
  return IsAscii(text) || EachCodePoint(text, [](UChar32 point) { return point >= 0; });
}

bool IsDigits(absl::string_view text, size_t count) {
  return text.size() == count && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

size_t CountCodePoints(absl::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

bool IsNfc(absl::string_view text) {
  if (IsAscii(text)) return true;
  UErrorCode error = U_ZERO_ERROR;
  return Nfc().isNormalizedUTF8(Piece(text), error) && U_SUCCESS(error);
}

std::string ToNfc(absl::string_view text) {
  std::string normalized;
  icu::StringByteSink<std::string> sink(&normalized);
  UErrorCode error = U_ZERO_ERROR;
  Nfc().normalizeUTF8(0, Piece(text), sink, nullptr, error);
  CHECK(U_SUCCESS(error));
  return normalized;
}

bool HasControlCharacter(absl::string_view text, bool multiline) {
  return !EachCodePoint(text, [multiline](UChar32 point) {
    if (multiline && point == '\n') return true;
    return point < 0 || u_charType(point) != U_CONTROL_CHAR;
  });
}

std::string SwedishSortKey(absl::string_view text) {
  const icu::UnicodeString unicode = icu::UnicodeString::fromUTF8(Piece(text));
  const icu::Collator& collator = SwedishCollator();
  const int32_t size = collator.getSortKey(unicode, nullptr, 0);
  std::string key(static_cast<size_t>(size), '\0');
  collator.getSortKey(unicode, reinterpret_cast<uint8_t*>(key.data()), size);
  key.pop_back();  // ICU ends its keys with a zero byte.
  return key;
}

size_t DisplayWidth(absl::string_view text) {
  size_t columns = 0;
  EachCodePoint(text, [&columns](UChar32 point) {
    const int8_t type = u_charType(point);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR)
      return true;
    const int width = u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH);
    columns += (width == U_EA_FULLWIDTH || width == U_EA_WIDE) ? 2 : 1;
    return true;
  });
  return columns;
}

}  // namespace samverk

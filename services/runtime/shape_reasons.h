// Why a request is malformed.

#ifndef SAMVERK_SERVICES_RUNTIME_SHAPE_REASONS_H_
#define SAMVERK_SERVICES_RUNTIME_SHAPE_REASONS_H_

#include "base/refusal.h"

namespace samverk::runtime {

inline constexpr auto kMalformed = absl::StatusCode::kInvalidArgument;

inline constexpr Reason kMalformedRequest = {
    "MALFORMED_REQUEST", kMalformed, "The request is no {message}.", "Begäran är ingen {message}."};
inline constexpr Reason kRequestTooLarge = {
    "REQUEST_TOO_LARGE", kMalformed,
    "The request has {bytes} bytes; at most {bytes_max} are taken.",
    "Begäran är {bytes} byte; högst {bytes_max} tas emot."};
inline constexpr Reason kInvalidUtf8 = {"INVALID_UTF8", kMalformed, "{field}: not valid UTF-8.",
                                        "{field}: inte giltig UTF-8."};
inline constexpr Reason kFieldRequired = {"FIELD_REQUIRED", kMalformed, "{field}: required.",
                                          "{field}: måste anges."};
inline constexpr Reason kTextTooLong = {"TEXT_TOO_LONG", kMalformed,
                                        "{field}: {actual} characters, at most {max} are allowed.",
                                        "{field}: {actual} tecken, högst {max} är tillåtna."};
inline constexpr Reason kTooManyBytes = {"TOO_MANY_BYTES", kMalformed,
                                         "{field}: {actual} bytes, at most {max} are allowed.",
                                         "{field}: {actual} byte, högst {max} är tillåtna."};
inline constexpr Reason kTextNotNfc = {
    "TEXT_NOT_NFC", kMalformed, "{field}: not in Unicode normalization form C. Normalize it first.",
    "{field}: inte i Unicodes normalform C. Normalisera texten först."};
inline constexpr Reason kControlCharacter = {"CONTROL_CHARACTER", kMalformed,
                                             "{field}: holds a control character. Remove it.",
                                             "{field}: innehåller ett styrtecken. Ta bort det."};
inline constexpr Reason kTooManyItems = {"TOO_MANY_ITEMS", kMalformed,
                                         "{field}: {actual} elements, at most {max} are allowed.",
                                         "{field}: {actual} poster, högst {max} är tillåtna."};
inline constexpr Reason kNumberOutOfRange = {
    "NUMBER_OUT_OF_RANGE", kMalformed, "{field}: {actual} is not within {min} to {max}.",
    "{field}: {actual} ligger inte mellan {min} och {max}."};
inline constexpr Reason kUnknownEnumValue = {"UNKNOWN_ENUM_VALUE", kMalformed,
                                             "{field}: {actual} is no value of {enum}.",
                                             "{field}: {actual} är inget värde i {enum}."};
inline constexpr Reason kInvalidUuid = {"INVALID_UUID", kMalformed,
                                        "{field}: not a UUID of 36 lower-case characters.",
                                        "{field}: inte ett UUID med 36 tecken i gemener."};
inline constexpr Reason kInvalidSlug = {
    "INVALID_SLUG", kMalformed,
    "{field}: only lower-case letters a to z, digits and hyphens, no hyphen first or last.",
    "{field}: bara gemener a till z, siffror och bindestreck, inte bindestreck först eller sist."};
inline constexpr Reason kInvalidUri = {
    "INVALID_URI", kMalformed, "{field}: not an address that begins with http:// or https://.",
    "{field}: inte en adress som börjar med http:// eller https://."};
inline constexpr Reason kInvalidKommunkod = {"INVALID_KOMMUNKOD", kMalformed,
                                             "{field}: not a municipality code of four digits.",
                                             "{field}: inte en kommunkod med fyra siffror."};
inline constexpr Reason kInvalidLanskod = {"INVALID_LANSKOD", kMalformed,
                                           "{field}: not a county code of two digits.",
                                           "{field}: inte en länskod med två siffror."};
inline constexpr Reason kInvalidEmail = {
    "INVALID_EMAIL", kMalformed, "{field}: not an e-mail address, such as name@example.com.",
    "{field}: inte en e-postadress, som namn@example.com."};
inline constexpr Reason kInvalidPhone = {
    "INVALID_PHONE", kMalformed,
    "{field}: not a telephone number of 5 to 20 digits, such as +46 90 12 34 56.",
    "{field}: inte ett telefonnummer med 5 till 20 siffror, som 090-12 34 56."};
inline constexpr Reason kInvalidSha256 = {
    "INVALID_SHA256", kMalformed, "{field}: not a SHA-256 of 64 lower-case hexadecimal digits.",
    "{field}: inte en SHA-256 med 64 hexadecimala siffror i gemener."};
inline constexpr Reason kInvalidResourceName = {"INVALID_RESOURCE_NAME", kMalformed,
                                                "{field}: not of the form {pattern}.",
                                                "{field}: inte på formen {pattern}."};
inline constexpr Reason kWrongPartnership = {
    "WRONG_PARTNERSHIP", kMalformed,
    "{field}: names a resource of another partnership than {partnership}.",
    "{field}: avser ett annat servicepartnerskap än {partnership}."};
inline constexpr Reason kNoSuchDate = {
    "NO_SUCH_DATE", kMalformed,
    "{field}: there is no such day, or it is outside the years 1900 to 2199.",
    "{field}: dagen finns inte, eller ligger utanför åren 1900 till 2199."};
inline constexpr Reason kPeriodEndsBeforeItBegins = {
    "PERIOD_ENDS_BEFORE_IT_BEGINS", kMalformed,
    "{field}: the end must be later than the beginning.",
    "{field}: slutet måste vara senare än början."};
inline constexpr Reason kNoSuchTime = {"NO_SUCH_TIME", kMalformed,
                                       "{field}: there is no such time.",
                                       "{field}: tidpunkten finns inte."};

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_SHAPE_REASONS_H_

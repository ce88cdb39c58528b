// The words by which people write the values of an enum, on the command line and in
// files: `county-board` for ORGANISATION_KIND_COUNTY_BOARD. They follow the proto.

#ifndef SAMVERK_CLIENTS_CLI_ENUM_WORDS_H_
#define SAMVERK_CLIENTS_CLI_ENUM_WORDS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace samverk {

// `county-board` for ORGANISATION_KIND_COUNTY_BOARD, by the prefix that the value 0 shows.
std::string EnumWord(const google::protobuf::EnumValueDescriptor& value);

// The words of all values but UNSPECIFIED, in the order of the proto.
std::vector<std::string> EnumWords(const google::protobuf::EnumDescriptor& type);

// The number of the value; capitals are as good as small letters and `_` as `-`.
std::optional<int> EnumNumber(const google::protobuf::EnumDescriptor& type, absl::string_view word);

// The same for an enum of the API.
template <typename Enum>
std::optional<Enum> ParseEnum(absl::string_view word) {
  const auto number = EnumNumber(*google::protobuf::GetEnumDescriptor<Enum>(), word);
  if (!number.has_value()) return std::nullopt;
  return static_cast<Enum>(*number);
}

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_ENUM_WORDS_H_

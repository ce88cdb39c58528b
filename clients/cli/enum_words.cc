#include "clients/cli/enum_words.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace samverk {

std::string EnumWord(const google::protobuf::EnumValueDescriptor& value) {
  const std::string& zero = value.type()->FindValueByNumber(0)->name();
  absl::string_view word = value.name();
  word = absl::StripPrefix(word, absl::StripSuffix(zero, "UNSPECIFIED"));
  return absl::StrReplaceAll(absl::AsciiStrToLower(word), {{"_", "-"}});
}

std::vector<std::string> EnumWords(const google::protobuf::EnumDescriptor& type) {
  std::vector<std::string> words;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() != 0) words.push_back(EnumWord(*type.value(i)));
  }
  return words;
}

std::optional<int> EnumNumber(const google::protobuf::EnumDescriptor& type,
                              absl::string_view word) {
  const std::string wanted = absl::StrReplaceAll(absl::AsciiStrToLower(word), {{"_", "-"}});
  for (int i = 0; i < type.value_count(); ++i) {
    const auto& value = *type.value(i);
    if (value.number() != 0 && EnumWord(value) == wanted) return value.number();
  }
  return std::nullopt;
}

}  // namespace samverk

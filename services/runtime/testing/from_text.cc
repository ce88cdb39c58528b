#include "services/runtime/testing/from_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "base/check.h"
#include "base/civil_date.h"
#include "google/protobuf/text_format.h"

namespace samverk::runtime {
namespace {

constexpr size_t kDateChars = 10;

std::string WithDates(absl::string_view text) {
  std::string written;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto date = text[i] == '@' ? ParseDate(text.substr(i + 1, kDateChars)) : std::nullopt;
    if (!date.has_value()) {
      written.push_back(text[i]);
      continue;
    }
    absl::StrAppend(&written, "{ year: ", date->year(), " month: ", date->month(),
                    " day: ", date->day(), " }");
    i += kDateChars;
  }
  return written;
}

}  // namespace

void MergeText(absl::string_view text, google::protobuf::Message& message) {
  const std::string whole = absl::StrReplaceAll(WithDates(text), {{"~", kHere}});
  CHECK(google::protobuf::TextFormat::MergeFromString(whole, &message));
}

std::string ToText(const google::protobuf::Message& message) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  CHECK(printer.PrintToString(message, &text));
  return absl::StrReplaceAll(text, {{kHere, "~"}});
}

}  // namespace samverk::runtime

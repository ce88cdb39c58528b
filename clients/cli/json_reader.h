// JsonReader: reads objects of a JSON file and says precisely what is wrong with them:
// a JSON pointer (RFC 6901) and what to do.
//
// It remembers the first problem and goes on with empty values, so that reading is a
// list of fields rather than a ladder of checks. Every object ends with NoOthers(): a
// misspelt key must not be ignored in silence.
//
//   JsonProblem problem;
//   JsonReader row(json, "/workshops/0", problem);
//   request.set_title(row.Text("title", kRequired));
//   row.NoOthers();
//   if (!problem.empty()) …

#ifndef SAMVERK_CLIENTS_CLI_JSON_READER_H_
#define SAMVERK_CLIENTS_CLI_JSON_READER_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "clients/cli/arguments.h"
#include "clients/cli/enum_words.h"
#include "google/type/date.pb.h"
#include "nlohmann/json.hpp"

namespace samverk {

// The first problem of a file: pointer and what to do. Empty: none so far.
using JsonProblem = std::string;

enum JsonNeed { kRequired, kOptional };

// Reads a whole file. Errors are UsageErrors with line and column. A key that comes twice
// in one object is one, too: all but the last would be lost in silence.
absl::StatusOr<nlohmann::json> ParseJson(absl::string_view text);

class JsonReader {
 public:
  // Reads `value`, which has to be an object and outlive this reader.
  JsonReader(const nlohmann::json& value, std::string pointer, JsonProblem& problem);

  const std::string& pointer() const { return pointer_; }
  bool Has(const std::string& key) const { return value_.is_object() && value_.contains(key); }

  // Text in NFC; a required one is not empty.
  std::string Text(const std::string& key, JsonNeed need);
  int32_t Number(const std::string& key, JsonNeed need);
  google::type::Date Day(const std::string& key, JsonNeed need);

  // What `parse` makes of a text.
  template <typename Parsed>
  Parsed Parse(const std::string& key, JsonNeed need,
               absl::StatusOr<Parsed> (*parse)(absl::string_view)) {
    const std::string text = Text(key, need);
    if (text.empty()) return Parsed();
    const absl::StatusOr<Parsed> parsed = parse(text);
    if (!parsed.ok()) Fail(key, parsed.status().message());
    return parsed.ok() ? *parsed : Parsed();
  }

  // A value of an enum by its word.
  template <typename Enum>
  Enum Word(const std::string& key, JsonNeed need) {
    const std::string text = Text(key, need);
    if (text.empty()) return Enum();
    const std::optional<Enum> value = ParseEnum<Enum>(text);
    if (!value.has_value()) {
      Fail(key, absl::StrCat(
                    "\"", text, "\" is none of ",
                    absl::StrJoin(EnumWords(*google::protobuf::GetEnumDescriptor<Enum>()), ", ")));
    }
    return value.value_or(Enum());
  }

  // The objects of a list; none if there is no such key.
  std::vector<JsonReader> Objects(const std::string& key);
  // One object; nullopt if there is no such key.
  std::optional<JsonReader> Object(const std::string& key);
  // The texts of a list, in NFC.
  std::vector<std::string> Texts(const std::string& key);
  // Numbers by name, as in {"2421": 3}; in the order of the names.
  std::vector<std::pair<std::string, int32_t>> Counts(const std::string& key);
  // Texts by name, in NFC, as in {"title": "Serviceplan"}; in the order of the names.
  std::vector<std::pair<std::string, std::string>> TextsByName(const std::string& key);

  // Reports a problem with the value of `key`; with the object itself if `key` is empty.
  void Fail(absl::string_view key, absl::string_view what);

  // Reports keys that nobody has asked for. `example`, `example_fields` and `about` may
  // stand in every object: they tell readers what is made up.
  void NoOthers();

 private:
  const nlohmann::json* Find(const std::string& key, JsonNeed need);
  void FailAt(absl::string_view pointer, absl::string_view what);
  std::string TextAt(const nlohmann::json& value, const std::string& pointer);

  const nlohmann::json& value_;
  std::string pointer_;
  JsonProblem* problem_;
  std::set<std::string> known_;
};

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_JSON_READER_H_

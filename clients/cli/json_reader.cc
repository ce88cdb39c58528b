#include "clients/cli/json_reader.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_replace.h"
#include "base/text.h"
#include "clients/cli/error_line.h"

namespace samverk {
namespace {

using nlohmann::json;

std::string PointerTo(absl::string_view parent, absl::string_view key) {
  return absl::StrCat(parent, "/", absl::StrReplaceAll(key, {{"~", "~0"}, {"/", "~1"}}));
}

// Where byte number `offset`, from 1, of `text` is: "line 3, column 14".
std::string PlaceOf(absl::string_view text, size_t offset) {
  const absl::string_view before =
      text.substr(0, std::min(offset == 0 ? 0 : offset - 1, text.size()));
  const size_t line = 1 + static_cast<size_t>(std::count(before.begin(), before.end(), '\n'));
  const size_t last_break = before.rfind('\n');
  const absl::string_view in_line =
      last_break == absl::string_view::npos ? before : before.substr(last_break + 1);
  return absl::StrCat("line ", line, ", column ", CountCodePoints(in_line) + 1);
}

}  // namespace

absl::StatusOr<json> ParseJson(absl::string_view text) {
  if (!IsUtf8(text)) return UsageError("the file is not UTF-8; save it as UTF-8");
  std::vector<std::set<std::string>> open_objects;
  std::string repeated;
  const json::parser_callback_t watch = [&](int, json::parse_event_t event, json& value) {
    if (event == json::parse_event_t::object_start) open_objects.emplace_back();
    if (event == json::parse_event_t::object_end) open_objects.pop_back();
    if (event == json::parse_event_t::key && repeated.empty() &&
        !open_objects.back().insert(value.get<std::string>()).second) {
      repeated = value.get<std::string>();
    }
    return true;
  };
  try {
    json value = json::parse(text.begin(), text.end(), watch);
    if (!repeated.empty()) {
      return UsageError(
          absl::StrCat("the key \"", repeated, "\" comes twice in one object; remove one of them"));
    }
    return value;
  } catch (const json::parse_error& error) {
    return UsageError(absl::StrCat(PlaceOf(text, error.byte), ": this is not JSON; look for a ",
                                   "missing comma, quotation mark or bracket before it"));
  }
}

JsonReader::JsonReader(const json& value, std::string pointer, JsonProblem& problem)
    : value_(value), pointer_(std::move(pointer)), problem_(&problem) {
  if (!value_.is_object()) FailAt(pointer_, "this has to be an object: {…}");
}

const json* JsonReader::Find(const std::string& key, JsonNeed need) {
  known_.insert(key);
  if (Has(key)) return &value_[key];
  if (need == kRequired) Fail(key, "this is missing; add it");
  return nullptr;
}

std::string JsonReader::TextAt(const json& value, const std::string& pointer) {
  if (!value.is_string()) {
    FailAt(pointer, "this has to be a text in quotation marks");
    return "";
  }
  return ToNfc(value.get_ref<const std::string&>());
}

std::string JsonReader::Text(const std::string& key, JsonNeed need) {
  const json* value = Find(key, need);
  if (value == nullptr) return "";
  std::string text = TextAt(*value, PointerTo(pointer_, key));
  if (text.empty() && need == kRequired) Fail(key, "this is empty; write something");
  return text;
}

int32_t JsonReader::Number(const std::string& key, JsonNeed need) {
  const json* value = Find(key, need);
  if (value == nullptr) return 0;
  if (!value->is_number_integer() || *value < 0 || *value > std::numeric_limits<int32_t>::max()) {
    Fail(key, "this has to be a whole number, not negative");
    return 0;
  }
  return value->get<int32_t>();
}

google::type::Date JsonReader::Day(const std::string& key, JsonNeed need) {
  return Parse(key, need, ParseDateArgument);
}

std::vector<JsonReader> JsonReader::Objects(const std::string& key) {
  std::vector<JsonReader> objects;
  const json* list = Find(key, kOptional);
  if (list == nullptr) return objects;
  if (!list->is_array()) {
    Fail(key, "this has to be a list: […]");
    return objects;
  }
  for (size_t i = 0; i < list->size(); ++i) {
    objects.emplace_back((*list)[i], absl::StrCat(PointerTo(pointer_, key), "/", i), *problem_);
  }
  return objects;
}

std::optional<JsonReader> JsonReader::Object(const std::string& key) {
  const json* object = Find(key, kOptional);
  if (object == nullptr) return std::nullopt;
  return JsonReader(*object, PointerTo(pointer_, key), *problem_);
}

std::vector<std::string> JsonReader::Texts(const std::string& key) {
  std::vector<std::string> texts;
  const json* list = Find(key, kOptional);
  if (list == nullptr) return texts;
  if (!list->is_array()) {
    Fail(key, "this has to be a list of texts: [\"…\"]");
    return texts;
  }
  for (size_t i = 0; i < list->size(); ++i) {
    texts.push_back(TextAt((*list)[i], absl::StrCat(PointerTo(pointer_, key), "/", i)));
  }
  return texts;
}

std::vector<std::pair<std::string, int32_t>> JsonReader::Counts(const std::string& key) {
  std::vector<std::pair<std::string, int32_t>> counts;
  std::optional<JsonReader> object = Object(key);
  if (!object.has_value() || !object->value_.is_object()) return counts;
  for (const auto& [name, number] : object->value_.items()) {
    counts.emplace_back(name, object->Number(name, kRequired));
  }
  return counts;
}

std::vector<std::pair<std::string, std::string>> JsonReader::TextsByName(const std::string& key) {
  std::vector<std::pair<std::string, std::string>> texts;
  std::optional<JsonReader> object = Object(key);
  if (!object.has_value() || !object->value_.is_object()) return texts;
  for (const auto& [name, text] : object->value_.items()) {
    texts.emplace_back(name, TextAt(text, PointerTo(object->pointer_, name)));
  }
  return texts;
}

void JsonReader::Fail(absl::string_view key, absl::string_view what) {
  FailAt(key.empty() ? pointer_ : PointerTo(pointer_, key), what);
}

void JsonReader::FailAt(absl::string_view pointer, absl::string_view what) {
  if (problem_->empty()) *problem_ = absl::StrCat(pointer.empty() ? "/" : pointer, ": ", what);
}

void JsonReader::NoOthers() {
  if (!value_.is_object()) return;
  for (const auto& [key, value] : value_.items()) {
    if (key == "example" || key == "example_fields" || key == "about" || known_.count(key) > 0) {
      continue;
    }
    Fail(key, absl::StrCat("this key is not known here; known are ", absl::StrJoin(known_, ", ")));
  }
}

}  // namespace samverk

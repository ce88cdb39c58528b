#include "clients/cli/replay_file.h"

#include <cstring>
#include <set>

#include "absl/hash/hash.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/text.h"
#include "clients/cli/arguments.h"
#include "clients/cli/error_line.h"
#include "clients/cli/import_ids.h"
#include "clients/cli/json_reader.h"
#include "google/protobuf/util/json_util.h"
#include "nlohmann/json.hpp"
#include "services/runtime/personal_fields.h"
#include "services/runtime/shape.h"

namespace samverk {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using nlohmann::json;

constexpr char kPackage[] = "samverk.v1.";
constexpr char kRequestId[] = "request_id";
constexpr char kAnyPartnership[] = "partnerships/-";
constexpr char kUuidOf[] = "${uuid:";
// Deeper than any request, and not so deep that reading it takes much of the stack.
constexpr int kNestingMax = 64;

using Faults = std::vector<ReplayFault>;

// Whether brackets nest deeper than kNestingMax, those in texts left out.
bool IsTooDeep(absl::string_view text) {
  int depth = 0;
  bool in_text = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_text && c == '\\') {
      ++i;
    } else if (c == '"') {
      in_text = !in_text;
    } else if (!in_text && (c == '{' || c == '[')) {
      if (++depth > kNestingMax) return true;
    } else if (!in_text && (c == '}' || c == ']')) {
      --depth;
    }
  }
  return false;
}

// `text` with what stands for something else replaced; what is wrong with it if that can't be done.
std::string Expand(absl::string_view text, absl::string_view parent, std::string& wrong) {
  std::string expanded = ToNfc(text);
  if (expanded == kAnyPartnership ||
      absl::StartsWith(expanded, absl::StrCat(kAnyPartnership, "/"))) {
    expanded = absl::StrCat(parent, expanded.substr(strlen(kAnyPartnership)));
  }
  for (size_t at = 0; (at = expanded.find(kUuidOf, at)) != std::string::npos;) {
    const size_t key = at + strlen(kUuidOf);
    const size_t end = expanded.find('}', key);
    if (end == std::string::npos || end == key) {
      wrong = "${uuid:…} needs a key and a closing }";
      return expanded;
    }
    const std::string id = NamedId(expanded.substr(key, end - key));
    expanded.replace(at, end + 1 - at, id);
    at += id.size();
  }
  return expanded;
}

// Expands every text of a message. `path` is where it stands, with a dot after it.
void ExpandTexts(Message& message, absl::string_view parent, const std::string& path,
                 Faults& faults) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool list = field->is_repeated();
    const int count = list ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      const std::string here =
          list ? absl::StrCat(path, field->name(), "[", i, "]") : absl::StrCat(path, field->name());
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        ExpandTexts(list ? *reflection->MutableRepeatedMessage(&message, field, i)
                         : *reflection->MutableMessage(&message, field),
                    parent, absl::StrCat(here, "."), faults);
      } else if (field->type() == FieldDescriptor::TYPE_STRING) {
        std::string wrong;
        std::string text = Expand(list ? reflection->GetRepeatedString(message, field, i)
                                       : reflection->GetString(message, field),
                                  parent, wrong);
        if (!wrong.empty()) faults.push_back({here, wrong});
        list ? reflection->SetRepeatedString(&message, field, i, std::move(text))
             : reflection->SetString(&message, field, std::move(text));
      }
    }
  }
}

// The text at `key`, which stands for itself; empty where there is none.
std::string TextAt(const json& line, const char* key, Faults& faults) {
  const auto found = line.find(key);
  if (found == line.end()) return "";
  if (found->is_string()) return found->get<std::string>();
  faults.push_back({key, "this has to be a text in quotation marks"});
  return "";
}

// The command that the line names; null, and a fault, if there is none.
const MethodDescriptor* FindCommand(const json& line, Faults& faults) {
  const size_t before = faults.size();
  const std::string rpc = TextAt(line, "rpc", faults);
  if (faults.size() > before) return nullptr;
  const std::pair<std::string, std::string> names =
      absl::StrSplit(absl::StripPrefix(rpc, kPackage), absl::MaxSplits('.', 1));
  const auto* service =
      DescriptorPool::generated_pool()->FindServiceByName(absl::StrCat(kPackage, names.first));
  const MethodDescriptor* method =
      service == nullptr ? nullptr : service->FindMethodByName(names.second);
  if (method == nullptr) {
    faults.push_back({"rpc", absl::StrCat("there is no RPC \"", rpc,
                                          "\"; write it as WorkshopService.PlanWorkshop")});
    return nullptr;
  }
  if (method->client_streaming() || method->server_streaming() ||
      method->input_type()->FindFieldByName(kRequestId) == nullptr) {
    faults.push_back({"rpc", absl::StrCat(RpcName(*method),
                                          " is no command; only what writes can be replayed")});
    return nullptr;
  }
  return method;
}

// What the limits of the fields say of the request.
void CheckShape(const Message& request, Faults& faults) {
  const absl::Status status = runtime::CheckShape(request);
  if (status.ok()) {
    if (request.ByteSizeLong() <= runtime::kRequestBytesMax) return;
    faults.push_back({"request", absl::StrCat(request.ByteSizeLong(), " bytes, at most ",
                                              runtime::kRequestBytesMax,
                                              " are taken; say it in several commands")});
    return;
  }
  for (const auto& [field, what] : FieldFaults(status)) {
    faults.push_back({absl::StrCat("request.", field), what});
  }
}

std::unique_ptr<Message> ReadRequest(const json& value, const MethodDescriptor& method,
                                     Faults& faults) {
  const auto* type = method.input_type();
  std::unique_ptr<Message> request(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  if (!value.is_object()) {
    faults.push_back({"request", "this has to be an object: {…}"});
    return request;
  }
  const auto status = google::protobuf::util::JsonStringToMessage(value.dump(), request.get(), {});
  if (!status.ok()) {
    faults.push_back(
        {"request", absl::StrCat(std::string(status.message()), "; it is a ", type->full_name())});
  }
  return request;
}

void GiveRequestId(const std::string& key, Message& request, Faults& faults) {
  if (!TextField(request, kRequestId).empty()) return;
  if (runtime::CarriesPersonal(request)) {
    faults.push_back({"request.request_id",
                      "the line says who somebody is, and from an id made of that it could be "
                      "guessed; give it a random UUID"});
    return;
  }
  Seal(absl::StrCat("replay", absl::string_view("\0", 1), key), request);
}

}  // namespace

std::pair<ReplayLine, std::vector<ReplayFault>> ReadReplayLine(absl::string_view text,
                                                               absl::string_view parent) {
  ReplayLine line;
  Faults faults;
  const auto fail = [&](const std::string& field, absl::string_view what) {
    faults.push_back({field, std::string(what)});
    return std::make_pair(std::move(line), std::move(faults));
  };
  if (IsTooDeep(text)) return fail("", "brackets nest too deep");
  const absl::StatusOr<json> value = ParseJson(text);
  if (!value.ok()) {
    return fail("", absl::StripPrefix(value.status().message(), "line 1, "));
  }
  if (!value->is_object()) return fail("", "this has to be an object: {…}");
  static const std::set<std::string>& known =
      *new std::set<std::string>{"rpc", "request", "act_as", "key"};
  for (const auto& [key, unused] : value->items()) {
    if (!known.contains(key)) {
      faults.push_back({key, "this key is not known here; known are rpc, request, act_as, key"});
    }
  }
  line.act_as = TextAt(*value, "act_as", faults);
  if (std::string wrong = WrongActAs(line.act_as); !line.act_as.empty() && !wrong.empty()) {
    faults.push_back({"act_as", std::move(wrong)});
  }
  const std::string key = TextAt(*value, "key", faults);
  line.method = FindCommand(*value, faults);
  if (line.method == nullptr) return {std::move(line), std::move(faults)};
  if (!value->contains("request")) return fail("request", "this is missing; add it");
  line.request = ReadRequest((*value)["request"], *line.method, faults);
  if (!faults.empty()) return {std::move(line), std::move(faults)};
  ExpandTexts(*line.request, parent, "request.", faults);
  if (faults.empty()) GiveRequestId(key, *line.request, faults);
  if (faults.empty()) CheckShape(*line.request, faults);
  return {std::move(line), std::move(faults)};
}

int64_t ReplayCommands::Add(const ReplayLine& line, int64_t number) {
  const uint64_t hash = absl::HashOf(TextField(*line.request, kRequestId));
  const auto [found, is_new] = lines_.emplace(hash, number);
  return is_new ? 0 : found->second;
}

std::string RpcName(const MethodDescriptor& method) {
  return absl::StrCat(method.service()->name(), ".", method.name());
}

std::string TextField(const Message& message, const std::string& name) {
  const auto* field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->type() != FieldDescriptor::TYPE_STRING || field->is_repeated()) {
    return "";
  }
  return message.GetReflection()->GetString(message, field);
}

}  // namespace samverk

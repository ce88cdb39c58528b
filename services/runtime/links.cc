#include "services/runtime/links.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/mutex.h"
#include "base/status_macros.h"
#include "google/protobuf/descriptor.h"
#include "services/runtime/ordered_key.h"
#include "services/runtime/resource_name.h"

namespace samverk::runtime {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr absl::string_view kPattern = "partnerships/{partnership}/{collection}/{resource}";

// Whether a message of `type` can hold a text. `seen` ends the recursion of types that hold
// themselves.
bool CanHold(const Descriptor* type, std::set<const Descriptor*>& seen) {
  if (!seen.insert(type).second) return false;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->type() == FieldDescriptor::TYPE_STRING) return true;
    if (field->message_type() != nullptr && CanHold(field->message_type(), seen)) return true;
  }
  return false;
}

// The texts of a type and the fields that lead to texts, looked up once for each type.
const std::vector<const FieldDescriptor*>& WaysOf(const Descriptor* type) {
  static Mutex& mutex = *new Mutex;
  static auto& ways =
      *new absl::flat_hash_map<const Descriptor*,
                               std::unique_ptr<const std::vector<const FieldDescriptor*>>>;
  MutexLock lock(mutex);
  auto& way = ways[type];
  if (way == nullptr) {
    std::vector<const FieldDescriptor*> fields;
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      std::set<const Descriptor*> seen;
      if (field->type() == FieldDescriptor::TYPE_STRING ||
          (field->message_type() != nullptr && CanHold(field->message_type(), seen))) {
        fields.push_back(field);
      }
    }
    way = std::make_unique<const std::vector<const FieldDescriptor*>>(std::move(fields));
  }
  return *way;
}

// What an element of a list is called in paths: its own id, the number of its entry, or else where
// it stands.
std::string ElementOf(const Message& element, int index) {
  const Descriptor* type = element.GetDescriptor();
  const FieldDescriptor* id = type->FindFieldByName("element");
  if (id != nullptr && id->type() == FieldDescriptor::TYPE_STRING && !id->is_repeated()) {
    return element.GetReflection()->GetString(element, id);
  }
  const FieldDescriptor* entry = type->FindFieldByName("entry");
  if (entry != nullptr && entry->type() == FieldDescriptor::TYPE_INT64 && !entry->is_repeated()) {
    return absl::StrCat(element.GetReflection()->GetInt64(element, entry));
  }
  return absl::StrCat(index);
}

class Collector {
 public:
  explicit Collector(absl::string_view own) : own_(own) {}

  void Collect(const Message& message, const std::string& prefix) {
    const Reflection& reflection = *message.GetReflection();
    for (const FieldDescriptor* field : WaysOf(message.GetDescriptor())) {
      const std::string path = absl::StrCat(prefix, field->name());
      if (field->message_type() == nullptr) {
        CollectText(message, reflection, field, path);
      } else if (!field->is_repeated()) {
        if (reflection.HasField(message, field)) {
          Collect(reflection.GetMessage(message, field), path + "/");
        }
      } else {
        for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
          const Message& element = reflection.GetRepeatedMessage(message, field, i);
          Collect(element, absl::StrCat(path, "/", ElementOf(element, i), "/"));
        }
      }
    }
  }

  std::set<FoundLink> TakeFound() { return std::move(found_); }

 private:
  void CollectText(const Message& message, const Reflection& reflection,
                   const FieldDescriptor* field, const std::string& path) {
    std::string scratch;
    if (!field->is_repeated()) {
      return Consider(reflection.GetStringReference(message, field, &scratch), path);
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      Consider(reflection.GetRepeatedStringReference(message, field, i, &scratch), path);
    }
  }

  void Consider(const std::string& text, const std::string& path) {
    // Most texts are seen to be something else by their first letters.
    if (!absl::StartsWith(text, "partnerships/")) return;
    const absl::string_view resource = ResourceOf(text);
    if (!MatchesPattern(resource, kPattern) || resource == own_) return;
    const absl::string_view collection = CollectionOf(RelativeName(resource));
    if (collection == "organisations" || collection == "people") return;
    found_.insert({path, text});
  }

  const absl::string_view own_;
  std::set<FoundLink> found_;
};

v1::Link LinkOf(const std::string& source, const FoundLink& found, v1::LinkDirection direction) {
  v1::Link link;
  link.set_source(source);
  link.set_path(found.path);
  link.set_target(found.target);
  link.set_element(found.element);
  link.set_direction(direction);
  return link;
}

// Keys and rows of one link: of the resource that it leads to, and of the one it leads from.
std::vector<std::pair<std::string, v1::Link>> RowsOf(const std::string& source,
                                                     const FoundLink& found) {
  const std::string target(ResourceOf(found.target));
  const auto key = [&found](const std::string& resource, v1::LinkDirection direction,
                            const std::string& other) {
    return LinkKey(resource, direction) +
           OrderedKey().Text(other).Text(found.path).Text(found.target).bytes();
  };
  return {
      {key(target, v1::LINK_DIRECTION_TO, source), LinkOf(source, found, v1::LINK_DIRECTION_TO)},
      {key(source, v1::LINK_DIRECTION_FROM, target),
       LinkOf(source, found, v1::LINK_DIRECTION_FROM)}};
}

}  // namespace

std::set<FoundLink> LinksIn(const Message& resource) {
  const FieldDescriptor* name = resource.GetDescriptor()->FindFieldByName("name");
  std::string own;
  if (name != nullptr) own = resource.GetReflection()->GetString(resource, name);
  Collector collector(own);
  collector.Collect(resource, "");
  return collector.TakeFound();
}

std::set<FoundLink> LinksInPart(const Message& part, const std::string& resource,
                                absl::string_view path) {
  Collector collector(resource);
  collector.Collect(part, absl::StrCat(path, "/"));
  return collector.TakeFound();
}

std::set<FoundLink> WithElement(const std::set<FoundLink>& links, absl::string_view path,
                                const std::string& element) {
  std::set<FoundLink> meant;
  for (FoundLink link : links) {
    if (link.path == path) link.element = element;
    meant.insert(std::move(link));
  }
  return meant;
}

void MoveLinks(const std::string& source, const std::set<FoundLink>& before,
               const std::set<FoundLink>& after, ViewWriter& view) {
  for (const FoundLink& found : before) {
    if (after.contains(found)) continue;
    for (const auto& [key, row] : RowsOf(source, found)) view.Delete(kLinkTable, key);
  }
  for (const FoundLink& found : after) {
    if (before.contains(found)) continue;
    for (const auto& [key, row] : RowsOf(source, found)) {
      view.Put(kLinkTable, key, row.SerializeAsString());
    }
  }
}

LinkMove::LinkMove(bool may_move, Find find)
    : find_(may_move ? std::move(find) : nullptr),
      before_(find_ == nullptr ? std::set<FoundLink>() : find_()) {}

void LinkMove::Write(const std::string& source, ViewWriter& view) const {
  if (find_ != nullptr) MoveLinks(source, before_, find_(), view);
}

absl::Status DeleteLinks(const std::string& source, ViewWriter& view) {
  ASSIGN_OR_RETURN(const auto rows,
                   view.ReadAll(kLinkTable, LinkKey(source, v1::LINK_DIRECTION_FROM)));
  for (const auto& [key, row] : rows) {
    v1::Link link;
    if (!link.ParseFromString(row)) return Refusal(kViewDamaged);
    MoveLinks(source, {{link.path(), link.target()}}, {}, view);
  }
  return absl::OkStatus();
}

std::string LinkKey(absl::string_view resource, v1::LinkDirection direction) {
  OrderedKey key;
  key.Text(resource);
  if (direction != v1::LINK_DIRECTION_UNSPECIFIED) key.Number(direction);
  return key.bytes();
}

absl::string_view ResourceOf(absl::string_view name) {
  // partnerships/{partnership}/{collection}/{id}
  constexpr int kParts = 4;
  size_t end = 0;
  for (int part = 0; part < kParts; ++part) {
    end = name.find('/', end + (part == 0 ? 0 : 1));
    if (end == absl::string_view::npos) return name;
  }
  return name.substr(0, end);
}

}  // namespace samverk::runtime

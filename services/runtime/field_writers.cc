#include "services/runtime/field_writers.h"

#include "absl/strings/str_cat.h"

namespace samverk::runtime {

std::string WriterOf(absl::string_view device, absl::string_view principal) {
  return device.empty() ? absl::StrCat("principal ", principal) : absl::StrCat("device ", device);
}

uint32_t FieldWriters::NumberOf(const std::string& writer) {
  // 0 stands for nobody.
  return numbers_.try_emplace(writer, static_cast<uint32_t>(numbers_.size() + 1)).first->second;
}

void FieldWriters::Record(absl::string_view field, absl::string_view element,
                          const EventPlace& place) {
  const Write now{NumberOf(place.writer), place.position};
  const auto record = [&](absl::string_view name) {
    std::array<Write, 2>& latest = writes_[name];
    if (latest[0].writer != now.writer) latest[1] = latest[0];
    latest[0] = now;
  };
  record(field);
  if (element != field) record(element);
}

int64_t FieldWriters::LatestByOther(absl::string_view field, absl::string_view writer) const {
  const auto latest = writes_.find(field);
  if (latest == writes_.end()) return 0;
  const auto number = numbers_.find(writer);
  const bool own = number != numbers_.end() && latest->second[0].writer == number->second;
  return latest->second[own ? 1 : 0].position;
}

bool FieldWriters::IsLatestBy(absl::string_view field, absl::string_view writer) const {
  const auto latest = writes_.find(field);
  const auto number = numbers_.find(writer);
  return latest != writes_.end() && number != numbers_.end() &&
         latest->second[0].writer == number->second;
}

Encounter FieldWriters::Meet(absl::string_view field, absl::string_view element, FieldRule rule,
                             const CommandContext& context) const {
  if (!context.base_position.has_value()) return Encounter::kNone;
  if (LatestByOther(field, context.writer) > *context.base_position) {
    switch (rule) {
      case FieldRule::kKeepBoth:
        return Encounter::kConflict;
      case FieldRule::kMergeTexts:
        return Encounter::kTexts;
      case FieldRule::kCommutes:
        return Encounter::kCommutes;
      case FieldRule::kLastAccepted:
        break;
    }
  }
  return LatestByOther(element, context.writer) > *context.base_position ? Encounter::kOtherFields
                                                                         : Encounter::kNone;
}

}  // namespace samverk::runtime

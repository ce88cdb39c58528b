#include "services/runtime/shape.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "base/civil_date.h"
#include "base/mutex.h"
#include "base/text.h"
#include "base/uuid.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/time_util.h"
#include "google/type/date.pb.h"
#include "google/type/timeofday.pb.h"
#include "samverk/v1/common.pb.h"
#include "samverk/v1/constraints.pb.h"
#include "services/runtime/limits.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/shape_reasons.h"
#include "services/runtime/utf8_fault.h"

namespace samverk::runtime {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// What is to be checked of one message type, looked up once: reading options is slow.
struct FieldPlan {
  const FieldDescriptor* field;
  v1::FieldLimits limits;
};
struct OneofPlan {
  const google::protobuf::OneofDescriptor* oneof;
};
struct MessagePlan {
  std::vector<FieldPlan> fields;
  std::vector<OneofPlan> required_oneofs;
};

MessagePlan MakePlan(const Descriptor& type) {
  MessagePlan plan;
  for (int i = 0; i < type.field_count(); ++i) {
    plan.fields.push_back({type.field(i), type.field(i)->options().GetExtension(v1::limits)});
  }
  for (int i = 0; i < type.real_oneof_decl_count(); ++i) {
    if (type.oneof_decl(i)->options().GetExtension(v1::oneof_required)) {
      plan.required_oneofs.push_back({type.oneof_decl(i)});
    }
  }
  return plan;
}

const MessagePlan& PlanOf(const Descriptor* type) {
  static Mutex& mutex = *new Mutex;
  static auto& plans = *new absl::flat_hash_map<const Descriptor*, std::unique_ptr<MessagePlan>>;
  MutexLock lock(mutex);
  std::unique_ptr<MessagePlan>& plan = plans[type];
  if (plan == nullptr) plan = std::make_unique<MessagePlan>(MakePlan(*type));
  return *plan;
}

// The way from the request to a field, put into words only where something is wrong.
struct Path {
  const Path* parent;
  const FieldDescriptor* field;
  int index;  // -1: not an element of a list.

  std::string ToString() const {
    std::string text = parent == nullptr ? "" : absl::StrCat(parent->ToString(), ".");
    absl::StrAppend(&text, field->name());
    if (index >= 0) absl::StrAppend(&text, "[", index, "]");
    return text;
  }
};

class Checker {
 public:
  void CheckMessage(const Message& message, const Path* parent) {
    const Reflection& reflection = *message.GetReflection();
    const MessagePlan& plan = PlanOf(message.GetDescriptor());
    for (const FieldPlan& field : plan.fields) CheckField(message, reflection, field, parent);
    for (const auto& [oneof] : plan.required_oneofs) {
      if (reflection.HasOneof(message, oneof)) continue;
      const std::string prefix = parent == nullptr ? "" : absl::StrCat(parent->ToString(), ".");
      AddAt(kFieldRequired, absl::StrCat(prefix, oneof->name()));
    }
    CheckKnownType(message, parent);
  }

  absl::Status Result() const {
    if (violations_.empty()) return absl::OkStatus();
    Refusal refusal = violations_.front().refusal;
    const size_t shown = std::min(violations_.size(), kViolationsMax);
    for (size_t i = 0; i < shown; ++i) {
      const absl::Status status = violations_[i].refusal.Build();
      refusal.AtField(violations_[i].path, absl::StrCat(violations_[i].id, ": ", status.message()));
    }
    if (violations_.size() > shown) refusal.With("more_violations", violations_.size() - shown);
    return refusal;
  }

 private:
  struct Violation {
    std::string path;
    std::string id;
    Refusal refusal;
  };

  Refusal& AddAt(const Reason& reason, const std::string& path) {
    violations_.push_back({path, reason.id, Refusal(reason)});
    return violations_.back().refusal.With("field", path);
  }
  Refusal& Add(const Reason& reason, const Path& path) { return AddAt(reason, path.ToString()); }

  void CheckField(const Message& message, const Reflection& reflection, const FieldPlan& plan,
                  const Path* parent) {
    const FieldDescriptor* field = plan.field;
    const Path path{parent, field, -1};
    if (field->is_repeated()) {
      const int count = reflection.FieldSize(message, field);
      if (count == 0 && plan.limits.required()) Add(kFieldRequired, path);
      const uint32_t max = plan.limits.max_items();
      if (static_cast<uint32_t>(count) > max) {
        Add(kTooManyItems, path).With("actual", count).With("max", max);
        return;  // Its elements may be without number.
      }
      for (int i = 0; i < count; ++i) CheckValue(message, reflection, plan, {parent, field, i});
      return;
    }
    if (field->has_presence()) {
      if (reflection.HasField(message, field)) return CheckValue(message, reflection, plan, path);
      // A case of a oneof that is not chosen is not missing.
      if (plan.limits.required() && field->real_containing_oneof() == nullptr) {
        Add(kFieldRequired, path);
      }
      return;
    }
    CheckValue(message, reflection, plan, path);
  }

  void CheckValue(const Message& message, const Reflection& reflection, const FieldPlan& plan,
                  const Path& path) {
    const FieldDescriptor* field = plan.field;
    const int i = path.index;
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING: {
        std::string scratch;
        if (field->type() == FieldDescriptor::TYPE_BYTES) {
          CheckBytes(reflection.GetStringReference(message, field, &scratch), plan.limits, path);
          break;
        }
        CheckText(i < 0 ? reflection.GetStringReference(message, field, &scratch)
                        : reflection.GetRepeatedStringReference(message, field, i, &scratch),
                  plan.limits, path);
        break;
      }
      case FieldDescriptor::CPPTYPE_MESSAGE:
        CheckMessage(i < 0 ? reflection.GetMessage(message, field)
                           : reflection.GetRepeatedMessage(message, field, i),
                     &path);
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        CheckEnum(i < 0 ? reflection.GetEnumValue(message, field)
                        : reflection.GetRepeatedEnumValue(message, field, i),
                  plan.limits, path);
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        CheckNumber(i < 0 ? reflection.GetInt32(message, field)
                          : reflection.GetRepeatedInt32(message, field, i),
                    plan.limits, path);
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        CheckNumber(i < 0 ? reflection.GetInt64(message, field)
                          : reflection.GetRepeatedInt64(message, field, i),
                    plan.limits, path);
        break;
      default:
        break;  // A bool has no limits; requests have no other types.
    }
  }

  void CheckEnum(int value, const v1::FieldLimits& limits, const Path& path) {
    const auto* type = path.field->enum_type();
    if (type->FindValueByNumber(value) == nullptr) {
      Add(kUnknownEnumValue, path).With("actual", value).With("enum", type->name());
    } else if (value == 0 && limits.required()) {
      Add(kFieldRequired, path);
    }
  }

  void CheckNumber(int64_t value, const v1::FieldLimits& limits, const Path& path) {
    const bool low = limits.has_min() && value < limits.min();
    const bool high = limits.has_max() && value > limits.max();
    if (!low && !high) return;
    Add(kNumberOutOfRange, path)
        .With("actual", value)
        .With("min", limits.has_min() ? limits.min() : INT64_MIN)
        .With("max", limits.has_max() ? limits.max() : INT64_MAX);
  }

  void CheckBytes(const std::string& bytes, const v1::FieldLimits& limits, const Path& path) {
    if (bytes.size() <= limits.max_bytes()) return;
    Add(kTooManyBytes, path).With("actual", bytes.size()).With("max", limits.max_bytes());
  }

  void CheckText(const std::string& text, const v1::FieldLimits& limits, const Path& path) {
    if (text.empty()) {
      // An element of a list says something, or it would not be there.
      if (limits.required() || path.index >= 0) Add(kFieldRequired, path);
      return;
    }
    if (!IsUtf8(text)) return (void)Add(kInvalidUtf8, path);
    const size_t chars = CountCodePoints(text);
    if (chars > limits.max_chars()) {
      Add(kTextTooLong, path).With("actual", chars).With("max", limits.max_chars());
      return;
    }
    if (limits.not_kept()) return;
    if (HasControlCharacter(text, limits.multiline())) return (void)Add(kControlCharacter, path);
    if (!IsNfc(text)) return (void)Add(kTextNotNfc, path);
    CheckFormat(text, limits, path);
    if (!limits.resources().empty()) CheckResourceName(text, limits, path);
  }

  // Only sending to it tells whether it is one; this finds what was typed into the wrong field.
  static bool IsEmail(const std::string& text) {
    const size_t at = text.find('@');
    if (at == 0 || at == std::string::npos || at != text.rfind('@')) return false;
    if (text.find(' ') != std::string::npos) return false;
    const std::string domain = text.substr(at + 1);
    const size_t dot = domain.rfind('.');
    return dot != std::string::npos && dot > 0 && dot + 1 < domain.size() &&
           domain.find("..") == std::string::npos && domain.front() != '.';
  }

  static bool IsPhone(const std::string& text) {
    const auto digits = std::count_if(text.begin(), text.end(), absl::ascii_isdigit);
    const bool allowed =
        text.find_first_not_of("0123456789 -()", text[0] == '+' ? 1 : 0) == std::string::npos;
    return allowed && digits >= kPhoneDigitsMin && digits <= kPhoneDigitsMax;
  }

  static bool IsSha256(const std::string& text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
  }

  void CheckFormat(const std::string& text, const v1::FieldLimits& limits, const Path& path) {
    switch (limits.format()) {
      case v1::STRING_FORMAT_UUID:
        if (!Uuid::Parse(text).has_value()) Add(kInvalidUuid, path);
        break;
      case v1::STRING_FORMAT_SLUG:
        if (!MatchesPattern(text, "{slug}") || text.front() == '-' || text.back() == '-') {
          Add(kInvalidSlug, path);
        }
        break;
      case v1::STRING_FORMAT_URI:
        if (!(absl::StartsWith(text, "http://") || absl::StartsWith(text, "https://")) ||
            text.find(' ') != std::string::npos || absl::EndsWith(text, "://")) {
          Add(kInvalidUri, path);
        }
        break;
      case v1::STRING_FORMAT_KOMMUNKOD:
        if (!IsDigits(text, 4)) Add(kInvalidKommunkod, path);
        break;
      case v1::STRING_FORMAT_LANSKOD:
        if (!IsDigits(text, 2)) Add(kInvalidLanskod, path);
        break;
      case v1::STRING_FORMAT_EMAIL:
        if (!IsEmail(text)) Add(kInvalidEmail, path);
        break;
      case v1::STRING_FORMAT_PHONE:
        if (!IsPhone(text)) Add(kInvalidPhone, path);
        break;
      case v1::STRING_FORMAT_SHA256:
        if (!IsSha256(text)) Add(kInvalidSha256, path);
        break;
      default:
        break;
    }
  }

  // All resources that one request names lie in one partnership: the first one's.
  void CheckResourceName(const std::string& name, const v1::FieldLimits& limits, const Path& path) {
    const auto& patterns = limits.resources();
    if (std::none_of(patterns.begin(), patterns.end(), [&name](const std::string& pattern) {
          return MatchesPattern(name, pattern);
        })) {
      Add(kInvalidResourceName, path).With("pattern", absl::StrJoin(patterns, " or "));
      return;
    }
    if (!partnership_.has_value()) partnership_ = std::string(PartnershipOf(name));
    if (PartnershipOf(name) != *partnership_) {
      Add(kWrongPartnership, path).With("partnership", *partnership_);
    }
  }

  // Messages whose fields must fit together.
  void CheckKnownType(const Message& message, const Path* path) {
    if (path == nullptr) return;
    const Descriptor* type = message.GetDescriptor();
    if (type == google::type::Date::descriptor()) {
      if (!IsDate(static_cast<const google::type::Date&>(message))) Add(kNoSuchDate, *path);
    } else if (type == v1::DatePeriod::descriptor()) {
      const auto& period = static_cast<const v1::DatePeriod&>(message);
      if (IsDate(period.start_date()) && IsDate(period.end_date()) &&
          ToCivilDay(period.end_date()) <= ToCivilDay(period.start_date())) {
        Add(kPeriodEndsBeforeItBegins, *path);
      }
    } else if (type == google::type::TimeOfDay::descriptor()) {
      const auto& time = static_cast<const google::type::TimeOfDay&>(message);
      if (time.hours() < 0 || time.hours() > 23 || time.minutes() < 0 || time.minutes() > 59 ||
          time.seconds() != 0 || time.nanos() != 0) {
        Add(kNoSuchTime, *path);
      }
    } else if (type == google::protobuf::Timestamp::descriptor()) {
      const auto& time = static_cast<const google::protobuf::Timestamp&>(message);
      using google::protobuf::util::TimeUtil;
      if (time.seconds() < TimeUtil::kTimestampMinSeconds ||
          time.seconds() > TimeUtil::kTimestampMaxSeconds || time.nanos() < 0 ||
          time.nanos() > 999'999'999) {
        Add(kNoSuchTime, *path);
      }
    }
  }

  std::vector<Violation> violations_;
  std::optional<std::string> partnership_;
};

}  // namespace

absl::Status CheckShape(const Message& request) {
  Checker checker;
  checker.CheckMessage(request, nullptr);
  return checker.Result();
}

absl::Status ParseRequest(absl::string_view bytes, Message& request, size_t bytes_max) {
  if (bytes.size() > bytes_max) {
    return Refusal(kRequestTooLarge).With("bytes", bytes.size()).With("bytes_max", bytes_max);
  }
  if (!request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    // The parser does not say whether the bytes are no message or a text no UTF-8.
    if (const auto path = FindInvalidUtf8(*request.GetDescriptor(), bytes)) {
      return Refusal(kInvalidUtf8).With("field", *path).AtField(*path, "not valid UTF-8");
    }
    return Refusal(kMalformedRequest).With("message", request.GetDescriptor()->name());
  }
  return CheckShape(request);
}

}  // namespace samverk::runtime

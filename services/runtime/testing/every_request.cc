#include "services/runtime/testing/every_request.h"

#include <algorithm>

#include "absl/strings/str_split.h"
#include "base/check.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "google/type/timeofday.pb.h"
#include "samverk/v1/action_plan.pb.h"
#include "samverk/v1/admin.pb.h"
#include "samverk/v1/attachment.pb.h"
#include "samverk/v1/audit.pb.h"
#include "samverk/v1/discussion.pb.h"
#include "samverk/v1/exchange.pb.h"
#include "samverk/v1/feed.pb.h"
#include "samverk/v1/follow_up.pb.h"
#include "samverk/v1/initiative.pb.h"
#include "samverk/v1/link.pb.h"
#include "samverk/v1/meeting.pb.h"
#include "samverk/v1/national_issue.pb.h"
#include "samverk/v1/overview.pb.h"
#include "samverk/v1/partnership.pb.h"
#include "samverk/v1/place.pb.h"
#include "samverk/v1/plan.pb.h"
#include "samverk/v1/search.pb.h"
#include "samverk/v1/service_point.pb.h"
#include "samverk/v1/workshop.pb.h"
#include "services/runtime/limits.h"

namespace samverk::runtime {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr char kUuid[] = "01234567-89ab-7def-8123-456789abcdef";

// How much is filled in.
enum class Amount { kOne, kMost };

// The name of a resource that matches `pattern`.
std::string ResourceName(const std::string& pattern) {
  std::string name;
  for (const absl::string_view part : absl::StrSplit(pattern, '/')) {
    if (!name.empty()) name += "/";
    if (part == "{partnership}") {
      name += "p";
    } else if (part == "{collection}") {
      name += "workshops";
    } else {
      name += part.front() == '{' ? std::string(kUuid) : std::string(part);
    }
  }
  return name;
}

// Types whose fields must fit together. False if `message` is of no such type.
bool FillKnownType(Message& message, Amount amount) {
  if (auto* date = dynamic_cast<google::type::Date*>(&message)) {
    date->set_year(amount == Amount::kMost ? 2199 : 2019);
    date->set_month(12);
    date->set_day(30);
    return true;
  }
  if (auto* time = dynamic_cast<google::type::TimeOfDay*>(&message)) {
    time->set_hours(23);
    time->set_minutes(59);
    return true;
  }
  if (auto* time = dynamic_cast<google::protobuf::Timestamp*>(&message)) {
    time->set_seconds(1'570'000'000);
    time->set_nanos(999'999'999);
    return true;
  }
  if (auto* period = dynamic_cast<v1::DatePeriod*>(&message)) {
    FillKnownType(*period->mutable_start_date(), amount);
    *period->mutable_end_date() = period->start_date();
    period->mutable_end_date()->set_day(31);
    return true;
  }
  return false;
}

void Fill(Message& message, Amount amount);

void FillValue(Message& message, const FieldDescriptor* field, Amount amount) {
  const Reflection& reflection = *message.GetReflection();
  const v1::FieldLimits& limits = LimitsOf(*field);
  const bool list = field->is_repeated();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      if (field->type() == FieldDescriptor::TYPE_BYTES) {
        reflection.SetString(&message, field,
                             std::string(amount == Amount::kMost ? limits.max_bytes() : 1, '\xff'));
        break;
      }
      std::string text = ValidText(limits, amount == Amount::kMost ? limits.max_chars() : 1);
      list ? reflection.AddString(&message, field, std::move(text))
           : reflection.SetString(&message, field, std::move(text));
      break;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      Fill(list ? *reflection.AddMessage(&message, field)
                : *reflection.MutableMessage(&message, field),
           amount);
      break;
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* type = field->enum_type();
      const int last = type->value(type->value_count() - 1)->number();
      list ? reflection.AddEnumValue(&message, field, last)
           : reflection.SetEnumValue(&message, field, last);
      break;
    }
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64: {
      CHECK(!list);
      const int64_t least = limits.has_min() ? limits.min() : 0;
      const int64_t most = limits.has_max() ? limits.max() : least;
      const int64_t value = amount == Amount::kMost ? most : least;
      field->cpp_type() == FieldDescriptor::CPPTYPE_INT32
          ? reflection.SetInt32(&message, field, static_cast<int32_t>(value))
          : reflection.SetInt64(&message, field, value);
      break;
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      reflection.SetBool(&message, field, true);
      break;
    default:
      CHECK(false);  // Requests have no other types.
  }
}

void Fill(Message& message, Amount amount) {
  if (FillKnownType(message, amount)) return;
  const Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    const auto* oneof = field->real_containing_oneof();
    if (oneof != nullptr && oneof->field(0) != field) continue;
    const bool many = field->is_repeated() && amount == Amount::kMost;
    const uint32_t count = many ? LimitsOf(*field).max_items() : 1;
    for (uint32_t n = 0; n < count; ++n) FillValue(message, field, amount);
  }
}

}  // namespace

const std::vector<const Descriptor*>& EveryRequest() {
  static const auto& types = *[] {
    auto* all = new std::vector<const Descriptor*>;
    for (const auto* file :
         {v1::CreatePartnershipRequest::descriptor()->file(),
          v1::GetHistoryRequest::descriptor()->file(), v1::SubscribeRequest::descriptor()->file(),
          v1::OpenFollowUpRequest::descriptor()->file(),
          v1::CallMeetingRequest::descriptor()->file(),
          v1::RaiseNationalIssueRequest::descriptor()->file(),
          v1::AdmitOrganisationRequest::descriptor()->file(),
          v1::PlanWorkshopRequest::descriptor()->file(),
          v1::CreatePlanRequest::descriptor()->file(),
          v1::ShareExperienceRequest::descriptor()->file(),
          v1::StartDiscussionRequest::descriptor()->file(),
          v1::AttachFileRequest::descriptor()->file(),
          v1::CreateActionPlanRequest::descriptor()->file(),
          v1::RegisterInitiativeRequest::descriptor()->file(),
          v1::RegisterPlaceRequest::descriptor()->file(),
          v1::RegisterServicePointRequest::descriptor()->file(),
          v1::SearchRequest::descriptor()->file(), v1::ListLinksRequest::descriptor()->file(),
          v1::GetOverviewRequest::descriptor()->file()}) {
      for (int s = 0; s < file->service_count(); ++s) {
        for (int m = 0; m < file->service(s)->method_count(); ++m) {
          all->push_back(file->service(s)->method(m)->input_type());
        }
      }
    }
    return all;
  }();
  return types;
}

std::unique_ptr<Message> NewMessage(const Descriptor& type) {
  auto* factory = google::protobuf::MessageFactory::generated_factory();
  return std::unique_ptr<Message>(factory->GetPrototype(&type)->New());
}

void FillIn(Message& message) { Fill(message, Amount::kOne); }

void FillUp(Message& message) { Fill(message, Amount::kMost); }

std::string ValidText(const v1::FieldLimits& limits, size_t chars) {
  if (!limits.resources().empty())
    return ResourceName(limits.resources(limits.resources_size() - 1));
  switch (limits.format()) {
    case v1::STRING_FORMAT_UUID:
      return kUuid;
    case v1::STRING_FORMAT_SLUG:
      return std::string(chars, 'a');
    case v1::STRING_FORMAT_KOMMUNKOD:
      return "2421";
    case v1::STRING_FORMAT_LANSKOD:
      return "24";
    case v1::STRING_FORMAT_EMAIL: {
      const std::string domain = "@a.se";
      return std::string(std::max(chars, domain.size() + 1) - domain.size(), 'a') + domain;
    }
    case v1::STRING_FORMAT_PHONE:
      return std::string(std::max<size_t>(chars, kPhoneDigitsMax) - kPhoneDigitsMax, ' ')
          .append(kPhoneDigitsMax, '7');
    case v1::STRING_FORMAT_SHA256:
      return std::string(64, 'a');
    case v1::STRING_FORMAT_URI: {
      const std::string scheme = "https://";
      return scheme + std::string(std::max(chars, scheme.size() + 1) - scheme.size(), 'a');
    }
    default:
      break;
  }
  // Two bytes each, so that whoever counts bytes is found out.
  std::string text;
  for (size_t i = 0; i < chars; ++i) text += "å";
  return text;
}

const v1::FieldLimits& LimitsOf(const FieldDescriptor& field) {
  return field.options().GetExtension(v1::limits);
}

}  // namespace samverk::runtime

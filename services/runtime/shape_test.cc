#include "services/runtime/shape.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "samverk/v1/partnership.pb.h"
#include "samverk/v1/workshop.pb.h"
#include "services/runtime/limits.h"
#include "services/runtime/shape_reasons.h"
#include "services/runtime/testing/every_request.h"

namespace samverk::runtime {
namespace {

using google::protobuf::Message;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::vector<google::rpc::BadRequest::FieldViolation> ViolationsOf(const absl::Status& status) {
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  google::rpc::BadRequest bad_request;
  EXPECT_TRUE(payload.has_value() && bad_request.ParseFromString(std::string(*payload))) << status;
  return {bad_request.field_violations().begin(), bad_request.field_violations().end()};
}

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const auto& violation : ViolationsOf(status)) fields.push_back(violation.field());
  return fields;
}

std::string ValueOf(const absl::Status& status, const std::string& key) {
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo");
  google::rpc::ErrorInfo info;
  EXPECT_TRUE(payload.has_value() && info.ParseFromString(std::string(*payload)));
  return info.metadata().at(key);
}

// Is refused with `reason` for the field at `path`, and nothing else.
MATCHER_P2(IsRefusedAt, reason, path, "") {
  return ::testing::ExplainMatchResult(IsRefused(reason), arg, result_listener) &&
         ::testing::ExplainMatchResult(ElementsAre(path), FieldsOf(arg), result_listener);
}

v1::PlanWorkshopRequest AWorkshop() {
  v1::PlanWorkshopRequest request;
  FillIn(request);
  return request;
}

v1::EditWorkshopRequest Edits(std::vector<v1::WorkshopEdit> edits) {
  v1::EditWorkshopRequest request;
  FillIn(request);
  request.mutable_edits()->Assign(edits.begin(), edits.end());
  return request;
}

// ---- Whole requests ---------------------------------------------------------------------------

TEST(ShapeTest, EveryRequestIsTakenWithEveryFieldFilledIn) {
  for (const auto* type : EveryRequest()) {
    const auto request = NewMessage(*type);
    FillIn(*request);
    EXPECT_OK(CheckShape(*request)) << type->name();
    EXPECT_OK(ParseRequest(request->SerializeAsString(), *NewMessage(*type))) << type->name();
  }
}

TEST(ShapeTest, EveryRequestIsTakenWithEveryFieldAtItsMaximum) {
  for (const auto* type : EveryRequest()) {
    const auto request = NewMessage(*type);
    FillUp(*request);
    EXPECT_OK(CheckShape(*request)) << type->name();
  }
}

TEST(ShapeTest, WhatIsParsedIsWhatWasSent) {
  const v1::PlanWorkshopRequest sent = AWorkshop();
  v1::PlanWorkshopRequest parsed;
  ASSERT_OK(ParseRequest(sent.SerializeAsString(), parsed));

  EXPECT_EQ(parsed.SerializeAsString(), sent.SerializeAsString());
}

// A field that this version does not know, which makes a request `bytes` long.
std::string PaddedTo(size_t bytes, std::string request) {
  const std::string tag = "\xf2\x3f";  // Field 1022, a text.
  const size_t left = bytes - request.size() - tag.size() - 3;
  request += tag;
  for (const int shift : {0, 7})
    request.push_back(static_cast<char>(0x80 | ((left >> shift) & 0x7f)));
  request.push_back(static_cast<char>(left >> 14));
  return request + std::string(left, 'x');
}

TEST(ShapeTest, ARequestIsTakenAtTheLimitOfBytesAndNotOnePastIt) {
  const std::string request = AWorkshop().SerializeAsString();
  v1::PlanWorkshopRequest parsed;
  const std::string largest = PaddedTo(kRequestBytesMax, request);
  const std::string too_large = PaddedTo(kRequestBytesMax + 1, request);
  ASSERT_EQ(largest.size(), 32768);
  ASSERT_EQ(too_large.size(), 32769);

  EXPECT_OK(ParseRequest(largest, parsed));
  const absl::Status status = ParseRequest(too_large, parsed);
  EXPECT_THAT(status, IsRefused(kRequestTooLarge));
  EXPECT_THAT(std::string(status.message()), AllOf(HasSubstr("32769"), HasSubstr("32768")));
}

TEST(ShapeTest, BytesThatAreNoMessageAreMalformed) {
  v1::PlanWorkshopRequest parsed;
  const std::string whole = AWorkshop().SerializeAsString();
  for (const std::string& wrong : {std::string("\xff"), std::string("\x0a"),
                                   std::string("\x0a\x7f"), std::string("not a message"),
                                   whole.substr(0, whole.size() - 1), std::string(100, '\x0b')}) {
    const absl::Status status = ParseRequest(wrong, parsed);
    EXPECT_THAT(status, IsRefused(kMalformedRequest));
    EXPECT_EQ(status.message(), "The request is no PlanWorkshopRequest.");
  }
}

TEST(ShapeTest, AnEmptyRequestLacksWhatIsRequired) {
  v1::PlanWorkshopRequest parsed;

  const absl::Status status = ParseRequest("", parsed);

  EXPECT_THAT(status, IsRefused(kFieldRequired));
  EXPECT_THAT(FieldsOf(status), ElementsAre("request_id", "parent", "workshop_id", "host", "title",
                                            "period", "form"));
}

TEST(ShapeTest, EveryFieldThatIsWrongIsNamedWithItsReason) {
  v1::PlanWorkshopRequest request = AWorkshop();
  request.set_request_id("x");
  request.set_title("a\nb");
  request.mutable_provenance()->mutable_decision()->clear_body();

  const absl::Status status = CheckShape(request);

  EXPECT_THAT(status, IsRefused(kInvalidUuid));
  const auto violations = ViolationsOf(status);
  ASSERT_THAT(violations, SizeIs(3));
  EXPECT_EQ(violations[0].field(), "request_id");
  EXPECT_THAT(violations[0].description(), HasSubstr("INVALID_UUID: "));
  EXPECT_EQ(violations[1].field(), "provenance.decision.body");
  EXPECT_THAT(violations[1].description(), HasSubstr("FIELD_REQUIRED: "));
  EXPECT_EQ(violations[2].field(), "title");
  EXPECT_THAT(violations[2].description(), HasSubstr("CONTROL_CHARACTER: "));
}

TEST(ShapeTest, SoManyViolationsAreNamedAndTheRestCounted) {
  const v1::EditWorkshopRequest at_the_limit = Edits(std::vector<v1::WorkshopEdit>(kViolationsMax));
  EXPECT_THAT(ViolationsOf(CheckShape(at_the_limit)), SizeIs(32));

  const absl::Status status = CheckShape(Edits(std::vector<v1::WorkshopEdit>(kViolationsMax + 2)));
  EXPECT_THAT(ViolationsOf(status), SizeIs(32));
  EXPECT_EQ(ValueOf(status, "more_violations"), "2");
}

// ---- Every limit of every field ---------------------------------------------------------------

// Walks through all fields of a request type, and breaks each limit of each in a request
// that is otherwise valid.
class LimitBreaker {
 public:
  // The message that holds a field, in a fresh request.
  using Locate = std::function<Message*(Message& request)>;

  explicit LimitBreaker(const google::protobuf::Descriptor& type) : type_(type) {}

  void BreakAll() {
    Walk(type_, "", [](Message& request) { return &request; });
  }
  int broken() const { return broken_; }

 private:
  using Field = google::protobuf::FieldDescriptor;

  void Walk(const google::protobuf::Descriptor& type, const std::string& prefix,
            const Locate& locate) {
    for (int i = 0; i < type.real_oneof_decl_count(); ++i) {
      const auto* oneof = type.oneof_decl(i);
      if (!oneof->options().GetExtension(v1::oneof_required)) continue;
      Refuses(kFieldRequired, absl::StrCat(prefix, oneof->name()), locate,
              [oneof](Message& message) { message.GetReflection()->ClearOneof(&message, oneof); });
    }
    for (int i = 0; i < type.field_count(); ++i) BreakField(*type.field(i), prefix, locate);
  }

  void BreakField(const Field& field, const std::string& prefix, const Locate& locate) {
    const v1::FieldLimits& limits = LimitsOf(field);
    const std::string path = absl::StrCat(prefix, field.name());
    if (limits.required() && field.real_containing_oneof() == nullptr) {
      Refuses(kFieldRequired, path, locate, [&field](Message& message) {
        message.GetReflection()->ClearField(&message, &field);
      });
    }
    if (field.is_repeated()) BreakList(field, path, locate);
    switch (field.cpp_type()) {
      case Field::CPPTYPE_STRING:
        if (field.type() == Field::TYPE_BYTES) return BreakBytes(field, path, locate);
        return BreakText(field, path, locate);
      case Field::CPPTYPE_INT32:
      case Field::CPPTYPE_INT64:
        return BreakNumber(field, path, locate);
      case Field::CPPTYPE_ENUM:
        return BreakEnum(field, path, locate);
      case Field::CPPTYPE_MESSAGE:
        return EnterMessage(field, path, locate);
      default:
        return;
    }
  }

  void BreakList(const Field& field, const std::string& path, const Locate& locate) {
    const auto fill = [&field](Message& message, uint32_t count) {
      const google::protobuf::Reflection& reflection = *message.GetReflection();
      reflection.ClearField(&message, &field);
      for (uint32_t i = 0; i < count; ++i) {
        if (field.cpp_type() == Field::CPPTYPE_MESSAGE) {
          FillIn(*reflection.AddMessage(&message, &field));
        } else if (field.cpp_type() == Field::CPPTYPE_ENUM) {
          reflection.AddEnumValue(&message, &field, 1);
        } else {
          reflection.AddString(&message, &field, ValidText(LimitsOf(field), 1));
        }
      }
    };
    const uint32_t max = LimitsOf(field).max_items();
    Takes(path, locate, [&](Message& message) { fill(message, max); });
    Refuses(kTooManyItems, path, locate, [&](Message& message) { fill(message, max + 1); });
  }

  void BreakText(const Field& field, const std::string& list_path, const Locate& locate) {
    const v1::FieldLimits& limits = LimitsOf(field);
    const std::string path = field.is_repeated() ? absl::StrCat(list_path, "[0]") : list_path;
    const auto set = [&field](std::string text) {
      return [&field, text = std::move(text)](Message& message) {
        field.is_repeated() ? message.GetReflection()->SetRepeatedString(&message, &field, 0, text)
                            : message.GetReflection()->SetString(&message, &field, text);
      };
    };
    Takes(path, locate, set(ValidText(limits, limits.max_chars())));
    std::string long_text;
    for (uint32_t i = 0; i <= limits.max_chars(); ++i) long_text += "å";
    Refuses(kTextTooLong, path, locate, set(long_text));
    Refuses(kInvalidUtf8, path, locate, set("\xc3"));
    for (const std::string& control : {std::string("\0", 1), std::string("\x7f")}) {
      limits.not_kept() ? Takes(path, locate, set(control))
                        : Refuses(kControlCharacter, path, locate, set(control));
    }
    limits.not_kept() ? Takes(path, locate, set("a\xcc\x8a"))
                      : Refuses(kTextNotNfc, path, locate, set("a\xcc\x8a"));
    limits.multiline() || limits.not_kept() ? Takes(path, locate, set("\n"))
                                            : Refuses(kControlCharacter, path, locate, set("\n"));
    if (const Reason* reason = FormatReason(limits)) Refuses(*reason, path, locate, set("AB"));
    if (limits.required() || field.is_repeated()) {
      Refuses(kFieldRequired, path, locate, set(""));
    } else {
      Takes(path, locate, set(""));
    }
  }

  void BreakBytes(const Field& field, const std::string& path, const Locate& locate) {
    const uint32_t max = LimitsOf(field).max_bytes();
    const auto set = [&field](size_t bytes) {
      return [&field, bytes](Message& message) {
        message.GetReflection()->SetString(&message, &field, std::string(bytes, '\xff'));
      };
    };
    Takes(path, locate, set(max));
    Refuses(kTooManyBytes, path, locate, set(max + 1));
  }

  static const Reason* FormatReason(const v1::FieldLimits& limits) {
    if (!limits.resources().empty()) return &kInvalidResourceName;
    switch (limits.format()) {
      case v1::STRING_FORMAT_UUID:
        return &kInvalidUuid;
      case v1::STRING_FORMAT_SLUG:
        return &kInvalidSlug;
      case v1::STRING_FORMAT_URI:
        return &kInvalidUri;
      case v1::STRING_FORMAT_KOMMUNKOD:
        return &kInvalidKommunkod;
      case v1::STRING_FORMAT_LANSKOD:
        return &kInvalidLanskod;
      case v1::STRING_FORMAT_EMAIL:
        return &kInvalidEmail;
      case v1::STRING_FORMAT_PHONE:
        return &kInvalidPhone;
      case v1::STRING_FORMAT_SHA256:
        return &kInvalidSha256;
      default:
        return nullptr;
    }
  }

  void BreakNumber(const Field& field, const std::string& path, const Locate& locate) {
    const v1::FieldLimits& limits = LimitsOf(field);
    const auto set = [&field](int64_t value) {
      return [&field, value](Message& message) {
        field.cpp_type() == Field::CPPTYPE_INT32
            ? message.GetReflection()->SetInt32(&message, &field, static_cast<int32_t>(value))
            : message.GetReflection()->SetInt64(&message, &field, value);
      };
    };
    if (limits.has_min()) {
      Takes(path, locate, set(limits.min()));
      Refuses(kNumberOutOfRange, path, locate, set(limits.min() - 1));
    }
    if (limits.has_max()) {
      Takes(path, locate, set(limits.max()));
      Refuses(kNumberOutOfRange, path, locate, set(limits.max() + 1));
    }
  }

  void BreakEnum(const Field& field, const std::string& list_path, const Locate& locate) {
    const std::string path = field.is_repeated() ? absl::StrCat(list_path, "[0]") : list_path;
    const auto set = [&field](int value) {
      return [&field, value](Message& message) {
        const google::protobuf::Reflection& reflection = *message.GetReflection();
        field.is_repeated() ? reflection.SetRepeatedEnumValue(&message, &field, 0, value)
                            : reflection.SetEnumValue(&message, &field, value);
      };
    };
    const auto* type = field.enum_type();
    for (int i = 1; i < type->value_count(); ++i)
      Takes(path, locate, set(type->value(i)->number()));
    Refuses(kUnknownEnumValue, path, locate, set(type->value_count()));
    Refuses(kUnknownEnumValue, path, locate, set(-1));
    if (LimitsOf(field).required()) Refuses(kFieldRequired, path, locate, set(0));
  }

  void EnterMessage(const Field& field, const std::string& path, const Locate& locate) {
    const Locate enter = [locate, &field](Message& request) {
      Message& message = *locate(request);
      const google::protobuf::Reflection& reflection = *message.GetReflection();
      if (field.is_repeated()) return reflection.MutableRepeatedMessage(&message, &field, 0);
      const bool chosen = reflection.HasField(message, &field);
      Message* inner = reflection.MutableMessage(&message, &field);
      if (!chosen) FillIn(*inner);
      return inner;
    };
    // What may not be is tested by hand below, for types that are not ours.
    if (field.message_type()->file()->package() != "samverk.v1") return;
    Walk(*field.message_type(), absl::StrCat(path, field.is_repeated() ? "[0]." : "."), enter);
  }

  std::unique_ptr<Message> Changed(const Locate& locate,
                                   const std::function<void(Message&)>& change) {
    std::unique_ptr<Message> request = NewMessage(type_);
    FillIn(*request);
    change(*locate(*request));
    return request;
  }
  void Takes(const std::string& path, const Locate& locate,
             const std::function<void(Message&)>& change) {
    EXPECT_OK(CheckShape(*Changed(locate, change))) << type_.name() << " " << path;
  }
  void Refuses(const Reason& reason, const std::string& path, const Locate& locate,
               const std::function<void(Message&)>& change) {
    ++broken_;
    EXPECT_THAT(CheckShape(*Changed(locate, change)), IsRefusedAt(reason, path))
        << type_.name() << " " << path;
  }

  const google::protobuf::Descriptor& type_;
  int broken_ = 0;
};

TEST(ShapeTest, EveryLimitOfEveryFieldIsTakenAtItsMaximumAndRefusedOnePastIt) {
  int broken = 0;
  for (const auto* type : EveryRequest()) {
    LimitBreaker breaker(*type);
    breaker.BreakAll();
    broken += breaker.broken();
  }
  // If the walk went nowhere, this says so.
  EXPECT_GT(broken, 1500);
}

// ---- Numbers as the protos state them ---------------------------------------------------------

TEST(ShapeTest, TheLimitsAreTheOnesThatTheProtosPromise) {
  v1::PlanWorkshopRequest request = AWorkshop();
  request.set_title(std::string(200, 'x'));
  request.set_description(std::string(4000, 'x'));
  request.set_capacity(10000);
  request.mutable_provenance()->set_reason(std::string(2000, 'x'));
  EXPECT_OK(CheckShape(request));

  request.set_title(std::string(201, 'x'));
  request.set_description(std::string(4001, 'x'));
  request.set_capacity(10001);
  request.mutable_provenance()->set_reason(std::string(2001, 'x'));
  const absl::Status status = CheckShape(request);
  EXPECT_THAT(FieldsOf(status),
              ElementsAre("provenance.reason", "title", "description", "capacity"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("2001 characters, at most 2000"));
}

TEST(ShapeTest, AListIsCountedBeforeItsElementsAreLookedAt) {
  EXPECT_THAT(CheckShape(Edits(std::vector<v1::WorkshopEdit>(65))),
              IsRefusedAt(kTooManyItems, "edits"));
}

// ---- Texts ------------------------------------------------------------------------------------

absl::Status CheckTitle(const std::string& title) {
  v1::PlanWorkshopRequest request = AWorkshop();
  request.set_title(title);
  return CheckShape(request);
}

TEST(ShapeTest, TextsOfAnyLanguageAreTaken) {
  for (const char* title : {"Byalaget i Åsele", "Ubmejen kommuvdne", "مرحبا", "東京",
                            "👩‍👩‍👧 emoji", " "}) {
    EXPECT_OK(CheckTitle(title)) << title;
  }
}

TEST(ShapeTest, CharactersAreCodePointsNotBytes) {
  std::string title;
  for (int i = 0; i < 200; ++i) title += "😀";

  EXPECT_OK(CheckTitle(title));
  EXPECT_THAT(CheckTitle(title + "x"), IsRefusedAt(kTextTooLong, "title"));
}

TEST(ShapeTest, EveryControlCharacterIsRefused) {
  for (int c = 0; c < 32; ++c) {
    EXPECT_THAT(CheckTitle(std::string(1, static_cast<char>(c))),
                IsRefusedAt(kControlCharacter, "title"))
        << c;
  }
  EXPECT_THAT(CheckTitle("\xc2\x80"), IsRefusedAt(kControlCharacter, "title"));
  EXPECT_THAT(CheckTitle("\xc2\x9f"), IsRefusedAt(kControlCharacter, "title"));
}

TEST(ShapeTest, OfControlCharactersATextOfSeveralLinesTakesLineFeedsOnly) {
  v1::PlanWorkshopRequest request = AWorkshop();
  request.set_description("one\ntwo\n");
  EXPECT_OK(CheckShape(request));
  for (const char* wrong : {"\r\n", "\t", "\v", "\x1b[31m"}) {
    request.set_description(wrong);
    EXPECT_THAT(CheckShape(request), IsRefusedAt(kControlCharacter, "description"));
  }
}

TEST(ShapeTest, WhatIsNotUtf8IsRefused) {
  for (const char* wrong :
       {"\xff", "\xc3(", "\xed\xa0\x80", "\xc0\xaf", "\xf4\x90\x80\x80", "a\x80"}) {
    EXPECT_THAT(CheckTitle(wrong), IsRefusedAt(kInvalidUtf8, "title"));
  }
}

// A request whose bytes hold `text` where `marker` was.
template <typename Request>
absl::Status ParseWith(const Request& request, const std::string& marker, const std::string& text) {
  std::string bytes = request.SerializeAsString();
  const size_t at = bytes.find(marker);
  CHECK(at != std::string::npos && marker.size() == text.size());
  bytes.replace(at, marker.size(), text);
  Request parsed;
  return ParseRequest(bytes, parsed);
}

TEST(ShapeTest, BytesThatAreNotUtf8AreFoundWhereTheyAre) {
  v1::PlanWorkshopRequest request = AWorkshop();
  request.set_title("HERE");
  EXPECT_THAT(ParseWith(request, "HERE", "\xff\xff\xff\xff"), IsRefusedAt(kInvalidUtf8, "title"));

  request.set_title("title");
  request.mutable_provenance()->mutable_decision()->set_body("HERE");
  EXPECT_THAT(ParseWith(request, "HERE", "\xff\xff\xff\xff"),
              IsRefusedAt(kInvalidUtf8, "provenance.decision.body"));
}

TEST(ShapeTest, BytesThatAreNotUtf8AreFoundInTheElementsOfLists) {
  std::vector<v1::WorkshopEdit> edits(3);
  edits[0].set_title("title");
  edits[1].set_venue("venue");
  edits[2].mutable_outcome()->set_entry(1);
  edits[2].mutable_outcome()->set_text("text");
  edits[2].mutable_outcome()->add_links("partnerships/p/workshops/a");
  edits[2].mutable_outcome()->add_links("HERE");

  EXPECT_THAT(ParseWith(Edits(edits), "HERE", "\xff\xff\xff\xff"),
              IsRefusedAt(kInvalidUtf8, "edits[2].outcome.links[1]"));
}

TEST(ShapeTest, UnknownFieldsMayHoldAnything) {
  v1::PlanWorkshopRequest parsed;

  EXPECT_OK(ParseRequest(AWorkshop().SerializeAsString() + "\xf2\x3f\x01\xff", parsed));
}

// ---- Dates and times --------------------------------------------------------------------------

google::type::Date ADate(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

absl::Status CheckPeriod(const google::type::Date& start, const google::type::Date& end) {
  v1::PlanWorkshopRequest request = AWorkshop();
  *request.mutable_period()->mutable_start_date() = start;
  *request.mutable_period()->mutable_end_date() = end;
  return CheckShape(request);
}

TEST(ShapeTest, DaysThatExistAreTaken) {
  EXPECT_OK(CheckPeriod(ADate(1900, 1, 1), ADate(2199, 12, 31)));
  EXPECT_OK(CheckPeriod(ADate(2020, 2, 29), ADate(2020, 3, 1)));
  EXPECT_OK(CheckPeriod(ADate(2000, 2, 29), ADate(2000, 3, 1)));
}

TEST(ShapeTest, DaysThatDoNotExistAreRefused) {
  for (const auto& wrong :
       {ADate(2019, 2, 29), ADate(1900, 2, 29), ADate(2019, 4, 31), ADate(2019, 13, 1),
        ADate(2019, 0, 1), ADate(2019, 1, 0), ADate(2019, 1, 32), ADate(0, 1, 1), ADate(0, 0, 0),
        ADate(1899, 12, 31), ADate(2200, 1, 1), ADate(2019, -1, 1), ADate(-2019, 1, 1),
        ADate(2019, 1, 2147483647), ADate(2147483647, 1, 1)}) {
    EXPECT_THAT(CheckPeriod(wrong, ADate(2199, 12, 31)),
                IsRefusedAt(kNoSuchDate, "period.start_date"))
        << wrong.ShortDebugString();
    EXPECT_THAT(CheckPeriod(ADate(1900, 1, 1), wrong), IsRefusedAt(kNoSuchDate, "period.end_date"))
        << wrong.ShortDebugString();
  }
}

TEST(ShapeTest, APeriodHasADay) {
  EXPECT_OK(CheckPeriod(ADate(2019, 10, 7), ADate(2019, 10, 8)));
  EXPECT_THAT(CheckPeriod(ADate(2019, 10, 7), ADate(2019, 10, 7)),
              IsRefusedAt(kPeriodEndsBeforeItBegins, "period"));
  EXPECT_THAT(CheckPeriod(ADate(2019, 10, 8), ADate(2019, 10, 7)),
              IsRefusedAt(kPeriodEndsBeforeItBegins, "period"));
}

TEST(ShapeTest, APeriodHasBothItsEnds) {
  v1::PlanWorkshopRequest request = AWorkshop();
  request.mutable_period()->clear_end_date();

  EXPECT_THAT(CheckShape(request), IsRefusedAt(kFieldRequired, "period.end_date"));
}

TEST(ShapeTest, ATimeOfDayIsOfHoursAndMinutes) {
  v1::SetWorkshopProgrammeRequest request;
  FillIn(request);
  google::type::TimeOfDay& time = *request.mutable_items(0)->mutable_start_time();
  const auto check = [&](int hours, int minutes, int seconds, int nanos) {
    time.set_hours(hours);
    time.set_minutes(minutes);
    time.set_seconds(seconds);
    time.set_nanos(nanos);
    return CheckShape(request);
  };

  EXPECT_OK(check(0, 0, 0, 0));
  EXPECT_OK(check(23, 59, 0, 0));
  const auto refused = IsRefusedAt(kNoSuchTime, "items[0].start_time");
  EXPECT_THAT(check(24, 0, 0, 0), refused);
  EXPECT_THAT(check(-1, 0, 0, 0), refused);
  EXPECT_THAT(check(0, 60, 0, 0), refused);
  EXPECT_THAT(check(0, -1, 0, 0), refused);
  EXPECT_THAT(check(0, 0, 1, 0), refused);
  EXPECT_THAT(check(0, 0, 0, 1), refused);
}

TEST(ShapeTest, AMomentIsOneThatATimestampCanTell) {
  v1::PlanWorkshopRequest request = AWorkshop();
  google::protobuf::Timestamp& time = *request.mutable_provenance()->mutable_occurred_at();
  const auto check = [&](int64_t seconds, int nanos) {
    time.set_seconds(seconds);
    time.set_nanos(nanos);
    return CheckShape(request);
  };

  EXPECT_OK(check(-62135596800, 0));            // 0001-01-01
  EXPECT_OK(check(253402300799, 999'999'999));  // The last of 9999.
  const auto refused = IsRefusedAt(kNoSuchTime, "provenance.occurred_at");
  EXPECT_THAT(check(-62135596801, 0), refused);
  EXPECT_THAT(check(253402300800, 0), refused);
  EXPECT_THAT(check(0, -1), refused);
  EXPECT_THAT(check(0, 1'000'000'000), refused);
}

// ---- Names ------------------------------------------------------------------------------------

TEST(ShapeTest, AllNamesOfARequestAreOfOnePartnership) {
  v1::PlanWorkshopRequest request = AWorkshop();
  request.set_parent("partnerships/dalarna");
  request.clear_responsible();
  request.mutable_provenance()->clear_on_behalf_of();
  request.set_host("partnerships/vasterbotten/organisations/2421");

  const absl::Status status = CheckShape(request);

  EXPECT_THAT(status, IsRefusedAt(kWrongPartnership, "host"));
  EXPECT_EQ(ValueOf(status, "partnership"), "dalarna");
}

TEST(ShapeTest, NamesInsideListsAreOfTheSamePartnershipToo) {
  std::vector<v1::WorkshopEdit> edits(1);
  edits[0].mutable_outcome()->set_entry(1);
  edits[0].mutable_outcome()->set_text("text");
  edits[0].mutable_outcome()->add_links("partnerships/p/workshops/a");
  edits[0].mutable_outcome()->add_links("partnerships/q/workshops/a");

  EXPECT_THAT(CheckShape(Edits(edits)),
              IsRefusedAt(kWrongPartnership, "edits[0].outcome.links[1]"));
}

TEST(ShapeTest, ANameThatIsNoneIsToldTheForm) {
  v1::GetWorkshopRequest request;
  request.set_name("partnerships/p/meetings/a");

  const absl::Status status = CheckShape(request);

  EXPECT_THAT(status, IsRefusedAt(kInvalidResourceName, "name"));
  EXPECT_EQ(ValueOf(status, "pattern"), "partnerships/{partnership}/workshops/{workshop}");
}

TEST(ShapeTest, AUuidIsInItsUsualForm) {
  v1::PlanWorkshopRequest request = AWorkshop();
  for (const char* wrong :
       {"01234567-89AB-7DEF-8123-456789ABCDEF", "0123456789ab7def8123456789abcdef",
        "01234567-89ab-7def-8123-456789abcde", "01234567-89ab-7def-8123-456789abcdeg",
        "01234567_89ab_7def_8123_456789abcdef", " 1234567-89ab-7def-8123-456789abcdef"}) {
    request.set_workshop_id(wrong);
    EXPECT_THAT(CheckShape(request), IsRefusedAt(kInvalidUuid, "workshop_id")) << wrong;
  }
}

TEST(ShapeTest, AnAddressIsHttpOrHttps) {
  v1::PresentKnowledgeRequest request;
  FillIn(request);
  for (const char* right : {"http://a", "https://samverk.example/å?b=c#d"}) {
    request.set_link(right);
    EXPECT_OK(CheckShape(request)) << right;
  }
  for (const char* wrong : {"javascript:alert(1)", "http://", "https://", "ftp://a", "a.se",
                            "http://a b", " http://a", "HTTP://a"}) {
    request.set_link(wrong);
    EXPECT_THAT(CheckShape(request), IsRefusedAt(kInvalidUri, "link")) << wrong;
  }
}

// A registration with these details.
v1::RegisterPersonRequest APerson(const std::string& email, const std::string& phone) {
  v1::RegisterPersonRequest request;
  FillIn(request);
  request.mutable_details()->set_email(email);
  request.mutable_details()->set_phone(phone);
  return request;
}

TEST(ShapeTest, AnEmailAddressLooksLikeOne) {
  for (const char* email : {"", "a@b.se", "åsa.öberg+x@lånsbygd.example.com"}) {
    EXPECT_OK(CheckShape(APerson(email, ""))) << email;
  }
  for (const char* email : {"a", "a@b", "@b.se", "a@", "a@.se", "a@b.", "a@b..se", "a@b@c.se",
                            "a b@c.se", "070-123 45 67", "'a b'@b.se"}) {
    EXPECT_THAT(CheckShape(APerson(email, "")), IsRefused(kInvalidEmail)) << email;
  }
}

TEST(ShapeTest, ATelephoneNumberHasFiveToTwentyDigits) {
  for (const char* phone : {"", "12345", "+46 (0)90-12 34 56", "090-12 34 56",
                            "12345678901234567890", "+12345678901234567890"}) {
    EXPECT_OK(CheckShape(APerson("", phone))) << phone;
  }
  for (const char* phone : {"1234", "123456789012345678901", "0701234567x", "+", "12+345",
                            "++12345", "a@b.se", "-----", "٠١٢٣٤٥"}) {
    EXPECT_THAT(CheckShape(APerson("", phone)), IsRefused(kInvalidPhone)) << phone;
  }
}

TEST(ShapeTest, ARefusalNamesFieldsAndNeverWhatIsInThem) {
  auto request = APerson("Hemlig Hemligsson", "Hemlig");
  request.mutable_details()->set_display_name("Hemlig\x01");

  EXPECT_THAT(CheckShape(request).ToString(), ::testing::Not(HasSubstr("Hemlig")));
}

}  // namespace
}  // namespace samverk::runtime

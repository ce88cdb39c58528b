// Reads an event of every type and every field that was ever written, as it was written
// then. golden_events.txt has a line for each: type, bytes in hex, and what they say; a
// hyphen stands for nothing.
//
// Lines are only added. To add those of new events and fields, run this test and take
// them from the file `golden_events.txt` in its test outputs.

#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/runtime/event_codec.h"
#include "services/runtime/testing/every_event.h"

namespace samverk {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kNothing[] = "-";
constexpr char kGolden[] = "tests/compatibility/golden_events.txt";

// One line of the file.
struct Line {
  std::string type;
  std::string bytes;
  std::string text;
};

std::vector<Line> ReadLines() {
  std::vector<Line> lines;
  std::ifstream file(kGolden);
  for (std::string line; std::getline(file, line);) {
    const std::vector<std::string> parts = absl::StrSplit(line, absl::MaxSplits(' ', 2));
    EXPECT_EQ(parts.size(), 3) << line;
    if (parts.size() != 3) continue;
    lines.push_back({parts[0], absl::HexStringToBytes(parts[1] == kNothing ? "" : parts[1]),
                     parts[2] == kNothing ? "" : parts[2]});
  }
  return lines;
}

std::unique_ptr<Message> NewMessage(const Descriptor* type) {
  auto* factory = google::protobuf::MessageFactory::generated_factory();
  return std::unique_ptr<Message>(factory->GetPrototype(type)->New());
}

// Everything that may be set in a message, at any depth.
void CollectFields(const Descriptor* type, std::set<const FieldDescriptor*>& fields) {
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (!fields.insert(field).second || field->message_type() == nullptr) continue;
    CollectFields(field->message_type(), fields);
  }
}

// Everything that is set in `message`, at any depth, each with the type of the event.
void CollectSetFields(const Message& message, std::set<const FieldDescriptor*>& fields) {
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    fields.insert(field);
    if (field->message_type() == nullptr) continue;
    const auto* reflection = message.GetReflection();
    if (!field->is_repeated()) {
      CollectSetFields(reflection->GetMessage(message, field), fields);
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      CollectSetFields(reflection->GetRepeatedMessage(message, field, i), fields);
    }
  }
}

bool HasUnknownFields(const Message& message) {
  if (!message.GetReflection()->GetUnknownFields(message).empty()) return true;
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    if (field->message_type() == nullptr) continue;
    const auto* reflection = message.GetReflection();
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (HasUnknownFields(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                                : reflection->GetMessage(message, field))) {
        return true;
      }
    }
  }
  return false;
}

void Fill(Message& message, int variant);

void FillField(Message& message, const FieldDescriptor* field, int variant) {
  const auto* reflection = message.GetReflection();
  const bool list = field->is_repeated();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text = absl::StrCat(field->name(), " å");
      return list ? reflection->AddString(&message, field, text)
                  : reflection->SetString(&message, field, text);
    }
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection->SetInt32(&message, field, 100 + field->number());
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection->SetInt64(&message, field, (int64_t{1} << 40) + field->number());
    case FieldDescriptor::CPPTYPE_ENUM:
      return list ? reflection->AddEnum(&message, field, field->enum_type()->value(1))
                  : reflection->SetEnum(&message, field, field->enum_type()->value(1));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection->SetBool(&message, field, true);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return Fill(list ? *reflection->AddMessage(&message, field)
                       : *reflection->MutableMessage(&message, field),
                  variant);
    default:
      ADD_FAILURE() << "teach this test to fill " << field->full_name();
  }
}

// Sets every field, and of each oneof the field `variant`; lists get two elements.
void Fill(Message& message, int variant) {
  const Descriptor* type = message.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    const auto* oneof = field->real_containing_oneof();
    if (oneof != nullptr && field->index_in_oneof() != variant % oneof->field_count()) continue;
    FillField(message, field, variant);
    if (field->is_repeated()) FillField(message, field, variant);
  }
}

// How many variants show every field of the oneofs in a message.
int Variants(const Descriptor* type) {
  std::set<const FieldDescriptor*> fields;
  CollectFields(type, fields);
  int variants = 1;
  for (const FieldDescriptor* field : fields) {
    const auto* oneof = field->real_containing_oneof();
    if (oneof != nullptr) variants = std::max(variants, oneof->field_count());
  }
  return variants;
}

std::string ToText(const Message& message) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  EXPECT_TRUE(printer.PrintToString(message, &text));
  return std::string(absl::StripAsciiWhitespace(text));
}

std::string LinesOf(const Descriptor* type) {
  std::string lines;
  for (int variant = 0; variant < Variants(type); ++variant) {
    const std::unique_ptr<Message> message = NewMessage(type);
    Fill(*message, variant);
    const std::string hex = absl::BytesToHexString(message->SerializeAsString());
    const std::string text = ToText(*message);
    absl::StrAppend(&lines, type->full_name(), " ", hex.empty() ? kNothing : hex, " ",
                    text.empty() ? kNothing : text, "\n");
  }
  return lines;
}

TEST(GoldenEventsTest, EveryLineIsReadAsItWasWritten) {
  for (const Line& line : ReadLines()) {
    SCOPED_TRACE(absl::StrCat(line.type, " ", line.text));
    const auto* type =
        google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(line.type);
    ASSERT_NE(type, nullptr);
    const std::unique_ptr<Message> read = NewMessage(type);
    const std::unique_ptr<Message> said = NewMessage(type);
    ASSERT_TRUE(read->ParseFromString(line.bytes));
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(line.text, said.get()));

    EXPECT_FALSE(HasUnknownFields(*read));
    EXPECT_EQ(read->DebugString(), said->DebugString());
    EXPECT_EQ(absl::BytesToHexString(said->SerializeAsString()),
              absl::BytesToHexString(line.bytes));
  }
}

TEST(GoldenEventsTest, EveryLineIsAFactOfASlice) {
  const std::vector<const Descriptor*>& wrappers = runtime::EveryStreamEvent();
  for (const Line& line : ReadLines()) {
    int read_by = 0;
    for (const Descriptor* wrapper : wrappers) {
      const std::unique_ptr<Message> event = NewMessage(wrapper);
      if (!runtime::SetFact(line.type, line.bytes, *event)) continue;
      ++read_by;
      EXPECT_EQ(runtime::FactOf(*event)->SerializeAsString(), line.bytes);
    }
    EXPECT_EQ(read_by, 1) << line.type;
  }
}

TEST(GoldenEventsTest, EveryEventTypeAndFieldHasALine) {
  const std::vector<Line> lines = ReadLines();
  std::string all;
  for (const Descriptor* type : runtime::EveryEvent()) {
    all += LinesOf(type);
    std::set<const FieldDescriptor*> wanted;
    CollectFields(type, wanted);
    std::set<const FieldDescriptor*> found;
    bool has_line = false;
    for (const Line& line : lines) {
      if (line.type != type->full_name()) continue;
      has_line = true;
      const std::unique_ptr<Message> message = NewMessage(type);
      ASSERT_TRUE(message->ParseFromString(line.bytes));
      CollectSetFields(*message, found);
    }
    EXPECT_TRUE(has_line) << "no line of " << type->full_name();
    for (const FieldDescriptor* field : wanted) {
      EXPECT_TRUE(found.contains(field))
          << "no line of " << type->full_name() << " has " << field->full_name();
    }
  }
  if (const char* outputs = getenv("TEST_UNDECLARED_OUTPUTS_DIR"); outputs != nullptr) {
    std::ofstream(std::string(outputs) + "/golden_events.txt") << all;
  }
}

}  // namespace
}  // namespace samverk

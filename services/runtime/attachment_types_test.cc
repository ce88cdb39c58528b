#include "services/runtime/attachment_types.h"

#include <string>
#include <vector>

#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk::runtime {
namespace {

v1::AttachmentRef File(const std::string& name, const std::string& media_type) {
  v1::AttachmentRef file;
  file.set_file_name(name);
  file.set_media_type(media_type);
  return file;
}

// ---- Names ----

TEST(AttachmentTypesTest, OrdinaryNamesAreTaken) {
  for (const char* name :
       {"plan.pdf", "Serviceplan Åsele 2024–2027.PDF", "årsmöte.pdf", "a.b.c.pdf", ".x.pdf",
        "Fråga: hur går det?.pdf", "minuters längd (2).pdf", "🌲.pdf"}) {
    EXPECT_OK(CheckNameAndType(File(name, "application/pdf"))) << name;
  }
}

TEST(AttachmentTypesTest, NamesThatNameSomethingElseAreRefused) {
  for (const char* name :
       {".", "..", "../plan.pdf", "a/b.pdf", "a\\b.pdf", "/etc/plan.pdf", "plan", ".pdf", "plan.",
        " plan.pdf", "plan.pdf ", "plan\u202efdp.pdf", "\u2066plan.pdf", ""}) {
    EXPECT_THAT(CheckNameAndType(File(name, "application/pdf")), IsRefused(kFileNameInvalid))
        << name;
  }
}

// ---- Types ----

struct TypeCase {
  const char* name;
  const char* media_type;
  std::string head;
};

std::vector<TypeCase> Types() {
  const std::string zip = "PK\x03\x04 more";
  return {
      {"a.pdf", "application/pdf", "%PDF-1.7"},
      {"a.png", "image/png", "\x89PNG\r\n\x1a\n more"},
      {"a.jpg", "image/jpeg", "\xff\xd8\xff\xe0"},
      {"a.jpeg", "image/jpeg", "\xff\xd8\xff\xe1"},
      {"a.webp", "image/webp", "RIFF1234WEBPVP8 "},
      {"a.heic", "image/heic",
       std::string("\0\0\0\x18"
                   "ftypheic",
                   12)},
      {"a.txt", "text/plain", "Hej på dig"},
      {"a.csv", "text/csv", "kommun;antal\n2421;3\n"},
      {"a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", zip},
      {"a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", zip},
      {"a.pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", zip},
      {"a.odt", "application/vnd.oasis.opendocument.text", zip},
      {"a.ods", "application/vnd.oasis.opendocument.spreadsheet", zip},
      {"a.odp", "application/vnd.oasis.opendocument.presentation", zip},
  };
}

TEST(AttachmentTypesTest, EveryAllowedTypeIsTakenByNameTypeAndContent) {
  for (const TypeCase& type : Types()) {
    EXPECT_OK(CheckNameAndType(File(type.name, type.media_type))) << type.name;
    EXPECT_THAT(MediaTypeOf(type.name), IsOkAndHolds(std::string(type.media_type)));
    EXPECT_OK(CheckContent(type.media_type, type.head)) << type.name;
  }
}

TEST(AttachmentTypesTest, ContentOfAnotherKindIsRefused) {
  for (const TypeCase& type : Types()) {
    for (const TypeCase& other : Types()) {
      if (CheckContent(type.media_type, other.head).ok()) {
        // Only what begins alike: the office documents, the pictures of a kind, the texts.
        EXPECT_EQ(type.head.substr(0, 3) == other.head.substr(0, 3) ||
                      std::string(type.media_type).substr(0, 5) == "text/",
                  true)
            << type.name << " took " << other.name;
      }
    }
    EXPECT_THAT(CheckContent(type.media_type, std::string("MZ\x90\0\x03", 5)),
                IsRefused(kFileTypeMismatch))
        << type.name;
  }
  EXPECT_THAT(CheckContent("text/plain", "%PDF-1.7"), IsRefused(kFileTypeMismatch));
  EXPECT_THAT(CheckContent("text/csv", "PK\x03\x04"), IsRefused(kFileTypeMismatch));
  EXPECT_THAT(CheckContent("application/x-msdownload", "MZ"), IsRefused(kFileTypeMismatch));
}

TEST(AttachmentTypesTest, AMarkMayStandWhereReadersLookForIt) {
  EXPECT_OK(CheckContent("application/pdf", std::string(1019, ' ') + "%PDF-1.4"));
  EXPECT_THAT(CheckContent("application/pdf", std::string(1020, ' ') + "%PDF-1.4"),
              IsRefused(kFileTypeMismatch));
}

TEST(AttachmentTypesTest, TheShortestContentIsJudgedToo) {
  EXPECT_OK(CheckContent("text/plain", "x"));
  for (const TypeCase& type : Types()) {
    if (std::string(type.media_type).substr(0, 5) == "text/") continue;
    EXPECT_THAT(CheckContent(type.media_type, "x"), IsRefused(kFileTypeMismatch)) << type.name;
    EXPECT_THAT(CheckContent(type.media_type, ""), IsRefused(kFileTypeMismatch)) << type.name;
  }
}

TEST(AttachmentTypesTest, OtherTypesAreRefused) {
  EXPECT_THAT(CheckNameAndType(File("a.exe", "application/x-msdownload")),
              IsRefused(kFileTypeNotAllowed));
  EXPECT_THAT(CheckNameAndType(File("a.html", "text/html")), IsRefused(kFileTypeNotAllowed));
  EXPECT_THAT(CheckNameAndType(File("a.pdf", "text/html")), IsRefused(kFileTypeNotAllowed));
  EXPECT_THAT(CheckNameAndType(File("a.pdf", "APPLICATION/PDF")), IsRefused(kFileTypeNotAllowed));
  EXPECT_THAT(MediaTypeOf("a.svg"), IsRefused(kFileTypeNotAllowed));
}

TEST(AttachmentTypesTest, ARefusalTellsTheTypeButNothingElseOfTheName) {
  EXPECT_THAT(
      std::string(MediaTypeOf("Anna.exe").status().message()),
      ::testing::AllOf(::testing::HasSubstr(".exe"), ::testing::Not(::testing::HasSubstr("Anna"))));
  EXPECT_THAT(std::string(MediaTypeOf("yttrande.Annasson").status().message()),
              ::testing::Not(::testing::HasSubstr("Anna")));
}

TEST(AttachmentTypesTest, TheEndingGoesWithTheType) {
  EXPECT_THAT(CheckNameAndType(File("a.png", "application/pdf")), IsRefused(kFileNameInvalid));
  EXPECT_THAT(CheckNameAndType(File("a.txt", "text/csv")), IsRefused(kFileNameInvalid));
  EXPECT_THAT(CheckNameAndType(File("a.jpg", "")), IsRefused(kFileTypeNotAllowed));
}

}  // namespace
}  // namespace samverk::runtime

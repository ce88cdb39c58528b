#include "services/runtime/attachment_refs.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/attachment.pb.h"
#include "samverk/v1/attachment_events.pb.h"
#include "samverk/v1/workshop.pb.h"
#include "samverk/v1/workshop_events.pb.h"

namespace samverk::runtime {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Digest(char digit) { return std::string(64, digit); }

std::vector<std::string> DigestsOf(const std::vector<v1::AttachmentRef>& files) {
  std::vector<std::string> digests;
  for (const v1::AttachmentRef& file : files) digests.push_back(file.sha256());
  return digests;
}

v1::FileAttached AFact() {
  v1::FileAttached fact;
  fact.set_subject("partnerships/p/workshops/1");
  fact.mutable_file()->set_sha256(Digest('a'));
  fact.mutable_file()->set_size_bytes(0x30);  // A digit of ASCII, right behind the digest.
  return fact;
}

TEST(AttachmentRefsTest, ReferencesAreFoundAtAnyDepth) {
  v1::ListAttachmentsResponse response;
  for (const char digit : {'a', 'b'}) {
    response.add_attachments()->mutable_file()->set_sha256(Digest(digit));
  }
  response.add_attachments();

  const auto found = AttachmentsIn(response);

  ASSERT_EQ(found.size(), 2);
  EXPECT_EQ(found[0], &response.attachments(0).file());
  EXPECT_EQ(found[1], &response.attachments(1).file());
}

TEST(AttachmentRefsTest, AReferenceItselfIsOne) {
  const v1::AttachmentRef file;
  EXPECT_THAT(AttachmentsIn(file), ElementsAre(&file));
}

TEST(AttachmentRefsTest, MostCommandsHoldNone) {
  EXPECT_THAT(AttachmentsIn(v1::PlanWorkshopRequest()), IsEmpty());
  EXPECT_THAT(AttachmentsIn(v1::AttachFileRequest()), IsEmpty());
}

TEST(AttachmentRefsTest, AnEventIsReadByItsType) {
  const auto found = AttachmentsOfEvent("samverk.v1.FileAttached", AFact().SerializeAsString());

  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].SerializeAsString(), AFact().file().SerializeAsString());
}

TEST(AttachmentRefsTest, ATextThatLooksLikeADigestIsNone) {
  v1::WorkshopNoteRecorded note;
  note.set_text(Digest('a'));

  EXPECT_THAT(AttachmentsOfEvent("samverk.v1.WorkshopNoteRecorded", note.SerializeAsString()),
              IsEmpty());
}

TEST(AttachmentRefsTest, AnEventOfALaterVersionIsSearched) {
  const std::string bytes = AFact().SerializeAsString();

  EXPECT_THAT(DigestsOf(AttachmentsOfEvent("samverk.v1.PlanSigned", bytes)),
              ElementsAre(Digest('a')));
}

TEST(AttachmentRefsTest, AFieldOfALaterVersionIsSearched) {
  // What this version does not know of WorkshopNoteRecorded: field 100, an AttachmentRef.
  v1::WorkshopNoteRecorded note;
  note.set_text("se bilagan");
  v1::AttachmentRef file;
  file.set_sha256(Digest('c'));
  note.GetReflection()->MutableUnknownFields(&note)->AddLengthDelimited(100,
                                                                        file.SerializeAsString());

  EXPECT_THAT(
      DigestsOf(AttachmentsOfEvent("samverk.v1.WorkshopNoteRecorded", note.SerializeAsString())),
      ElementsAre(Digest('c')));
}

TEST(AttachmentRefsTest, BytesThatAreNoMessageAreSearched) {
  const std::string bytes = "\xff@" + Digest('d') + "@" + Digest('e') + "@" + Digest('f').substr(1);

  EXPECT_THAT(DigestsOf(AttachmentsOfEvent("samverk.v1.FileAttached", bytes)),
              ElementsAre(Digest('d'), Digest('e')));
}

TEST(AttachmentRefsTest, MostEventsHoldNothingThatLooksLikeOne) {
  EXPECT_THAT(AttachmentsOfEvent("unknown", ""), IsEmpty());
  EXPECT_THAT(AttachmentsOfEvent("unknown", "@"), IsEmpty());
  EXPECT_THAT(AttachmentsOfEvent("unknown", "anna@example.org" + Digest('A')), IsEmpty());
}

}  // namespace
}  // namespace samverk::runtime

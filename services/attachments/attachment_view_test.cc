#include "services/attachments/attachment_view.h"

#include <string>
#include <vector>

#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/attachments/attachment_service.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/slice_bench.h"

namespace samverk::attachments {
namespace {

using runtime::FromText;
using runtime::ToText;
using storage::Position;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kPrefix[] = "partnerships/vasterbotten/attachments/";

class AttachmentViewTest : public ::testing::Test {
 protected:
  AttachmentViewTest() {
    for (const char* resource :
         {"organisations/2421", "organisations/2422", "workshops/1", "workshops/2"}) {
      bench_.Exists(resource);
    }
  }

  void Attach(const std::string& id, const std::string& subject, const std::string& owner,
              char digit) {
    ASSERT_OK(bench_.Do(FromText<v1::AttachFileRequest>(
        "parent: '~' attachment_id: '" + id + "' subject: '~/workshops/" + subject +
        "' owner: '~/organisations/" + owner + "' description: 'Protokoll' file { sha256: '" +
        std::string(64, digit) +
        "' file_name: 'p.pdf' media_type: 'application/pdf' size_bytes: 7 }")));
  }
  void Detach(const std::string& id) {
    ASSERT_OK(bench_.Do(FromText<v1::DetachFileRequest>("name: '~/attachments/" + id + "'")));
  }

  std::vector<std::string> Names(char table, const std::string& prefix, Position as_of) {
    std::vector<std::string> names;
    EXPECT_OK(bench_.Read(as_of)->Scan(table, prefix, "",
                                       [&names](absl::string_view, absl::string_view row) {
                                         names.emplace_back(row);
                                         return true;
                                       }));
    return names;
  }

  testing::SliceBench bench_{AddAttachments};
};

TEST_F(AttachmentViewTest, AnAttachmentIsWhatItsEventsSay) {
  Attach("1", "1", "2421", 'a');
  Detach("1");

  const auto reader = bench_.Read(bench_.Head());
  const auto row = reader->GetMessage<v1::Attachment>(kAttachmentTable,
                                                      AttachmentKey(std::string(kPrefix) + "1"));
  ASSERT_OK(row);
  ASSERT_TRUE(row->has_value());
  v1::Attachment attachment = **row;
  EXPECT_EQ(attachment.attached_at().seconds(), absl::ToUnixSeconds(bench_.clock().Now()));
  attachment.clear_attached_at();
  EXPECT_EQ(ToText(attachment),
            ToText(FromText<v1::Attachment>("name: '~/attachments/1' subject: '~/workshops/1'"
                                            "owner: '~/organisations/2421' file { sha256: '" +
                                            std::string(64, 'a') +
                                            "' file_name: 'p.pdf' media_type: 'application/pdf'"
                                            "size_bytes: 7 } description: 'Protokoll'"
                                            "state: ATTACHMENT_STATE_DETACHED revision: 1")));
}

TEST_F(AttachmentViewTest, AttachmentsAreListedBySubjectAndByOwner) {
  Attach("1", "1", "2421", 'a');
  Attach("2", "2", "2421", 'b');
  const Position before = bench_.Head();
  Attach("3", "1", "2422", 'c');
  const std::string p = kPrefix;

  const std::string subject = ListKey("partnerships/vasterbotten/workshops/1");
  EXPECT_THAT(Names(kBySubjectTable, subject, bench_.Head()), ElementsAre(p + "1", p + "3"));
  EXPECT_THAT(Names(kBySubjectTable, subject, before), ElementsAre(p + "1"));
  EXPECT_THAT(
      Names(kByOwnerTable, ListKey("partnerships/vasterbotten/organisations/2421"), bench_.Head()),
      ElementsAre(p + "1", p + "2"));
}

TEST_F(AttachmentViewTest, AFileIsReferredToForEver) {
  Attach("1", "1", "2421", 'a');
  Detach("1");

  const auto reader = bench_.Read(bench_.Head());
  EXPECT_THAT(IsReferredTo(*reader, std::string(64, 'a')), IsOkAndHolds(true));
  EXPECT_THAT(IsReferredTo(*reader, std::string(64, 'b')), IsOkAndHolds(false));
  EXPECT_THAT(IsReferredTo(*reader, ""), IsOkAndHolds(false));
}

TEST_F(AttachmentViewTest, WhatNobodySaidIsNoRow) {
  EXPECT_THAT(bench_.Rows(bench_.Head()), IsEmpty());
}

TEST_F(AttachmentViewTest, RowsAsOfAnyPositionAreTheFoldUpToIt) {
  Attach("1", "1", "2421", 'a');
  Attach("2", "2", "2421", 'a');
  Detach("2");
  bench_.Exists("initiatives/1");

  for (Position at(1); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), bench_.FoldedRows(at)) << at;
  }
  const std::vector<std::string> before = bench_.Rows(bench_.Head());
  bench_.Rebuild();
  EXPECT_EQ(bench_.Rows(bench_.Head()), before);
}

}  // namespace
}  // namespace samverk::attachments

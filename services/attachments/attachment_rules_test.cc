#include "services/attachments/attachment_rules.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/rule_sentences.h"

namespace samverk::attachments {
namespace {

using runtime::FromText;
using runtime::With;
using v1::AttachmentEvent;
using Sentences = std::vector<runtime::Sentence<AttachmentRules>>;

constexpr char kFacts[] =
    "subject: '~/workshops/1' owner: '~/organisations/2421' description: 'Protokoll'"
    "file { sha256: 'aa' file_name: 'p.pdf' media_type: 'application/pdf' size_bytes: 7 }";

AttachmentEvent Attached() {
  return FromText<AttachmentEvent>("file_attached {" + std::string(kFacts) + "}");
}

AttachmentEvent Detached() { return FromText<AttachmentEvent>("file_detached {}"); }

v1::AttachFileRequest Attach(const std::string& but = "") {
  return With(
      FromText<v1::AttachFileRequest>("parent: '~' attachment_id: '1'" + std::string(kFacts)), but);
}

v1::DetachFileRequest Detach() {
  return FromText<v1::DetachFileRequest>("name: '~/attachments/1'");
}

Sentences All() {
  return {
      {"AFileIsAttached", {}, Attach(), {Attached()}},
      {"ATakenIdIsRefused", {Attached()}, Attach(), kAttachmentExists},
      {"ADetachedAttachmentKeepsItsId", {Attached(), Detached()}, Attach(), kAttachmentExists},
      {"AnUnknownSubjectIsRefused",
       {},
       Attach("subject: '~/workshops/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"AnUnknownOwnerIsRefused",
       {},
       Attach("owner: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"AnAttachedFileIsDetached", {Attached()}, Detach(), {Detached()}},
      {"WhatIsNotThereIsNotDetached", {}, Detach(), kAttachmentNotFound},
      {"WhatIsDetachedIsNotDetachedAgain", {Attached(), Detached()}, Detach(), kAttachmentDetached},
  };
}

class AttachmentRulesTest : public ::testing::TestWithParam<runtime::Sentence<AttachmentRules>> {};

TEST_P(AttachmentRulesTest, Holds) { runtime::ExpectHolds(GetParam()); }

TEST_P(AttachmentRulesTest, HoldsAfterAnUnknownEvent) {
  runtime::ExpectHoldsAfterAnUnknownEvent(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, AttachmentRulesTest, ::testing::ValuesIn(All()),
                         runtime::NameOf<AttachmentRules>);

TEST(AttachmentReadsTest, AnAttachmentBelongsToItsOwner) {
  const runtime::ReadSet reads = AttachmentRules::Reads(Attach());

  EXPECT_EQ(reads.resource, Attach().parent() + "/attachments/1");
  EXPECT_EQ(reads.owner, Attach().owner());
}

}  // namespace
}  // namespace samverk::attachments

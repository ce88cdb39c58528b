// Bad input over the wire: each kind has its own reason, says where it is wrong and what to
// do, in English and Swedish, and writes nothing.

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "samverk/v1/admin.pb.h"
#include "samverk/v1/workshop.pb.h"
#include "services/access/access.h"
#include "services/partnership/partnership_rules.h"
#include "services/rpc/identity.h"
#include "services/rpc/limits.h"
#include "services/runtime/limits.h"
#include "services/runtime/partnerships.h"
#include "services/runtime/rule_checks.h"
#include "services/runtime/shape_reasons.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "services/workshops/workshop_rules.h"
#include "storage/event_log/log_reasons.h"
#include "tests/end_to_end/doors_test_base.h"
#include "tests/end_to_end/raw_call.h"

namespace samverk::tests {
namespace {

using runtime::FromText;
using runtime::With;

// ---- Bytes ------------------------------------------------------------------------------------

TEST_F(DoorsTest, BytesThatAreNoMessageAreMalformedAtEveryDoor) {
  const uint64_t before = Head();
  for (const char* path :
       {"/samverk.v1.WorkshopService/PlanWorkshop", "/samverk.v1.WorkshopService/GetWorkshop",
        "/samverk.v1.AdminService/CreatePartnership", "/samverk.v1.AuditService/GetHistory",
        "/samverk.v1.MeetingService/CallMeeting",
        "/samverk.v1.PartnershipService/AdmitOrganisation"}) {
    for (const std::string& bytes : {std::string("\xff"), std::string("\x0a\x7f"),
                                     std::string("not a message"), std::string(1000, '\0')}) {
      SCOPED_TRACE(path);
      ExpectRefused(CallRaw(server_.channel(), {.path = path, .bytes = bytes, .metadata = {}}),
                    {runtime::kMalformedRequest, {}});
    }
  }
  EXPECT_EQ(Head(), before);
}

TEST_F(DoorsTest, ATruncatedRequestIsMalformed) {
  const uint64_t before = Head();
  const std::string whole = Note().SerializeAsString();
  const RawCall call{.path = PathOf(*note_.GetDescriptor()),
                     .bytes = whole.substr(0, whole.size() - 1),
                     .metadata = {}};

  ExpectRefused(CallRaw(server_.channel(), call), {runtime::kMalformedRequest, {}});
  EXPECT_EQ(Head(), before);
}

TEST_F(DoorsTest, ARequestIsTakenAtTheLimitOfBytesAndNotOnePastIt) {
  // A field that the server does not know makes it as long as it is to be.
  const auto padded_to = [this](size_t size) {
    RawCall call{.path = PathOf(*note_.GetDescriptor()),
                 .bytes = Note().SerializeAsString() + "\xf2\x3f",
                 .metadata = {}};
    const size_t left = size - call.bytes.size() - 3;
    call.bytes += {static_cast<char>(0x80 | (left & 0x7f)),
                   static_cast<char>(0x80 | ((left >> 7) & 0x7f)), static_cast<char>(left >> 14)};
    call.bytes.append(left, 'x');
    CHECK(call.bytes.size() == size);
    return call;
  };
  const uint64_t before = Head();

  ExpectRefused(CallRaw(server_.channel(), padded_to(32769)), {runtime::kRequestTooLarge, {}});
  ExpectRefused(CallRaw(server_.channel(), padded_to(500'000)), {runtime::kRequestTooLarge, {}});
  EXPECT_EQ(Head(), before);
  EXPECT_OK(CallRaw(server_.channel(), padded_to(32768)).status);
  EXPECT_EQ(Head(), before + 1);
}

TEST_F(DoorsTest, WhatTheTransportDoesNotCarryItRefusesItself) {
  const RawCall call{.path = PathOf(*note_.GetDescriptor()),
                     .bytes = std::string(rpc::kTransportBytesMax + 1, 'x'),
                     .metadata = {}};

  EXPECT_THAT(CallRaw(server_.channel(), call).status,
              StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST_F(DoorsTest, AnEmptyRequestIsToldWhatItLacks) {
  Refuses(v1::PlanWorkshopRequest(),
          {runtime::kFieldRequired,
           {"request_id", "parent", "workshop_id", "host", "title", "period", "form"}});
}

TEST_F(DoorsTest, AMethodThatDoesNotExistIsUnimplemented) {
  const RawCall call{
      .path = "/samverk.v1.WorkshopService/DropEverything", .bytes = "", .metadata = {}};

  EXPECT_THAT(CallRaw(server_.channel(), call).status, StatusIs(absl::StatusCode::kUnimplemented));
}

// ---- Texts ------------------------------------------------------------------------------------

TEST_F(DoorsTest, NulAndOtherControlCharactersAreRefused) {
  Refuses(Plan("title: 'a\\000b'"), {runtime::kControlCharacter, {"title"}});
  Refuses(Plan("title: 'a\\nb'"), {runtime::kControlCharacter, {"title"}});
  Refuses(Note("text: 'a\\033[31mb'"), {runtime::kControlCharacter, {"text"}});
  Refuses(Plan("provenance { reason: '\\000' }"),
          {runtime::kControlCharacter, {"provenance.reason"}});
}

TEST_F(DoorsTest, WhatIsNotUtf8IsRefusedWhereItIs) {
  const uint64_t before = Head();
  ExpectRefused(SendWith(Plan("title: 'HERE'"), "HERE", "\xff\xfe\xfd\xfc"),
                {runtime::kInvalidUtf8, {"title"}});
  ExpectRefused(SendWith(Plan("provenance { decision { body: 'HERE' date @2019-01-01 } }"), "HERE",
                         "\xff\xfe\xfd\xfc"),
                {runtime::kInvalidUtf8, {"provenance.decision.body"}});
  v1::EditWorkshopRequest edit = FromText<v1::EditWorkshopRequest>(
      "expected_revision: 0 edits { title: 'a' } edits { venue: 'HERE' }");
  edit.set_name(name_);
  edit.set_request_id(testing::NewId());
  ExpectRefused(SendWith(edit, "HERE", "\xff\xfe\xfd\xfc"),
                {runtime::kInvalidUtf8, {"edits[1].venue"}});
  EXPECT_EQ(Head(), before);
}

TEST_F(DoorsTest, TextsThatAreNotNormalizedAreRefused) {
  Refuses(Plan("title: 'a\\314\\212'"), {runtime::kTextNotNfc, {"title"}});
  EXPECT_OK(Send(Plan("title: 'å'")).status);
}

TEST_F(DoorsTest, TextsAreTakenAtTheirLimitAndNotOnePastIt) {
  std::string text;
  for (int i = 0; i < 4000; ++i) text += "å";
  EXPECT_OK(Send(Note(absl::StrCat("text: '", text, "'"))).status);
  Refuses(Note(absl::StrCat("text: '", text, "å'")), {runtime::kTextTooLong, {"text"}});
}

TEST_F(DoorsTest, EveryFieldThatIsWrongIsNamed) {
  Refuses(Plan("title: '' capacity: -1 form: EVENT_FORM_UNSPECIFIED request_id: 'x'"),
          {runtime::kInvalidUuid, {"request_id", "title", "form", "capacity"}});
}

TEST_F(DoorsTest, DetailsThatWouldBeTooLargeAreCutAndCounted) {
  v1::EditWorkshopRequest edit;
  edit.set_name(name_);
  edit.set_request_id(testing::NewId());
  edit.set_expected_revision(0);
  for (int i = 0; i < 16; ++i) {
    v1::OutcomeCorrection& outcome = *edit.add_edits()->mutable_outcome();
    outcome.set_entry(1);
    outcome.set_text("text");
    for (int link = 0; link < 16; ++link) outcome.add_links("x");
  }

  const RawAnswer answer = Send(edit);

  EXPECT_THAT(answer.status, IsRefused(runtime::kInvalidResourceName));
  EXPECT_LE(answer.details.size(), rpc::kDetailsBytesMax);
  google::rpc::BadRequest bad_request;
  ASSERT_TRUE(GetDetail(answer.status, bad_request));
  const auto& violations = bad_request.field_violations();
  ASSERT_GT(violations.size(), 2);
  EXPECT_EQ(violations[0].field(), "edits[0].outcome.links[0]");
  EXPECT_TRUE(absl::EndsWith(violations[violations.size() - 1].description(), " more"));
}

// ---- Names and ids ----------------------------------------------------------------------------

TEST_F(DoorsTest, NamesOfTwoPartnershipsInOneRequestAreRefused) {
  Refuses(Plan("host: 'partnerships/dalarna/organisations/2421'"),
          {runtime::kWrongPartnership, {"host"}});
}

TEST_F(DoorsTest, APartnershipThatIsNotHereIsNotFound) {
  Refuses(Plan("parent: 'partnerships/dalarna' host: 'partnerships/dalarna/organisations/2421'"),
          {runtime::kPartnershipNotFound, {}});
  Refuses(FromText<v1::ListWorkshopsRequest>("parent: 'partnerships/dalarna'"),
          {runtime::kPartnershipNotFound, {}});
}

TEST_F(DoorsTest, WhatDoesNotExistIsNotFound) {
  const std::string unknown = absl::StrCat("name: '~/workshops/", kUnknownId, "'");
  Refuses(Note(unknown), {workshops::kWorkshopNotFound, {}});
  Refuses(FromText<v1::GetWorkshopRequest>(unknown), {workshops::kWorkshopNotFound, {}});
  Refuses(FromText<v1::ListWorkshopNotesRequest>(
              absl::StrCat("parent: '~/workshops/", kUnknownId, "'")),
          {workshops::kWorkshopNotFound, {}});
  Refuses(Plan("host: '~/organisations/9999'"), {runtime::kLinkedResourceNotFound, {}});
  Refuses(Plan(absl::StrCat("responsible: '~/people/", kUnknownId, "'")),
          {runtime::kLinkedResourceNotFound, {}});
}

TEST_F(DoorsTest, ANameThatIsTakenIsTaken) {
  Refuses(With(Plan(""), absl::StrCat("workshop_id: '", plan_.workshop_id(), "'")),
          {workshops::kWorkshopExists, {}});
}

TEST_F(DoorsTest, NamesThatAreNoneAreRefused) {
  Refuses(Note("name: '~/meetings/a'"), {runtime::kInvalidResourceName, {"name"}});
  Refuses(Note("name: '../../etc/passwd'"), {runtime::kInvalidResourceName, {"name"}});
  Refuses(Plan("workshop_id: 'my-workshop'"), {runtime::kInvalidUuid, {"workshop_id"}});
  v1::CreatePartnershipRequest create =
      FromText<v1::CreatePartnershipRequest>("partnership_id: '../evil' display_name: 'Evil'");
  create.set_request_id(testing::NewId());
  Refuses(create, {runtime::kInvalidSlug, {"partnership_id"}});
}

TEST_F(DoorsTest, APartnershipThatExistsInOtherWordsIsTaken) {
  v1::CreatePartnershipRequest create = FromText<v1::CreatePartnershipRequest>(
      "partnership_id: 'vasterbotten' display_name: 'Another'");
  create.set_request_id(testing::NewId());

  Refuses(create, {partnership::kPartnershipExists, {}});
}

// ---- Days -------------------------------------------------------------------------------------

TEST_F(DoorsTest, DaysThatDoNotExistAreRefused) {
  Refuses(Plan("period { start_date { year: 2019 month: 2 day: 29 } end_date @2019-03-01 }"),
          {runtime::kNoSuchDate, {"period.start_date"}});
  Refuses(Plan("period { end_date { year: 2019 month: 13 day: 1 } }"),
          {runtime::kNoSuchDate, {"period.end_date"}});
}

TEST_F(DoorsTest, APeriodThatEndsBeforeItBeginsIsRefused) {
  Refuses(Plan("period { start_date @2019-10-02 end_date @2019-10-01 }"),
          {runtime::kPeriodEndsBeforeItBegins, {"period"}});
}

TEST_F(DoorsTest, AWorkshopOfTooManyDaysIsRefused) {
  Refuses(Plan("period { end_date @2019-11-02 }"), {workshops::kWorkshopTooLong, {"period"}});
  EXPECT_OK(Send(Plan("period { end_date @2019-11-01 }")).status);
}

// ---- Revisions and request ids ----------------------------------------------------------------

TEST_F(DoorsTest, AStaleRevisionIsAborted) {
  Do<v1::RecordWorkshopNoteRequest>("text: 'one'");

  Refuses(Note("expected_revision: 0"), {storage::kStaleRevision, {}});
  Refuses(Note("expected_revision: 7"), {storage::kStaleRevision, {}});
  EXPECT_OK(Send(Note("expected_revision: 1")).status);
}

TEST_F(DoorsTest, AnEditSaysWhatItWasBasedOn) {
  v1::EditWorkshopRequest edit = FromText<v1::EditWorkshopRequest>("edits { title: 'x' }");
  edit.set_name(name_);
  edit.set_request_id(testing::NewId());

  Refuses(edit, {runtime::kBaseRequired, {"expected_revision"}});
}

TEST_F(DoorsTest, ARequestIdIsGoodForOneRequest) {
  ASSERT_OK(Send(note_).status);

  Refuses(With(note_, "text: 'another'"), {storage::kRequestIdReused, {"request_id"}});
  Refuses(With(plan_, absl::StrCat("request_id: '", note_.request_id(), "'")),
          {storage::kRequestIdReused, {"request_id"}});
}

TEST_F(DoorsTest, ARepeatedRequestIsAnsweredInTheSameWordsAndWritesNothing) {
  const RawAnswer first = Send(note_);
  ASSERT_OK(first.status);
  Do<v1::CancelWorkshopRequest>();
  const uint64_t before = Head();

  const RawAnswer again = Send(note_);

  EXPECT_OK(again.status);
  EXPECT_EQ(again.bytes, first.bytes);
  EXPECT_EQ(Head(), before);
  server_.Restart();
  EXPECT_EQ(Send(note_).bytes, first.bytes);
  EXPECT_EQ(Head(), before);
}

// ---- Workshops that are closed ----------------------------------------------------------------

TEST_F(DoorsTest, ACancelledWorkshopTakesNothingMore) {
  Do<v1::CancelWorkshopRequest>();

  Refuses(Note(), {workshops::kWorkshopCancelled, {}, true});
}

TEST_F(DoorsTest, AWithdrawnWorkshopTakesNothingMore) {
  Do<v1::WithdrawWorkshopRequest>();

  Refuses(Note(), {workshops::kWorkshopWithdrawn, {}, true});
}

TEST_F(DoorsTest, AHeldWorkshopIsNotHeldAgainNorCancelled) {
  Do<v1::HoldWorkshopRequest>();
  v1::CancelWorkshopRequest cancel;
  cancel.set_name(name_);
  cancel.set_request_id(testing::NewId());

  Refuses(cancel, {workshops::kWorkshopAlreadyHeld, {}, true});
  EXPECT_OK(Send(Note()).status);  // Yet people write it up afterwards.
}

TEST_F(DoorsTest, WhatIsYetToComeWasNotHeld) {
  const v1::PlanWorkshopRequest plan =
      Plan("period { start_date @2019-10-08 end_date @2019-10-09 }");
  ASSERT_OK(Send(plan).status);
  v1::HoldWorkshopRequest hold;
  hold.set_name(absl::StrCat(runtime::kHere, "/workshops/", plan.workshop_id()));
  hold.set_request_id(testing::NewId());

  Refuses(hold, {workshops::kHeldInTheFuture, {}, true});
}

// ---- Who asks ---------------------------------------------------------------------------------

RawCall As(const std::string& act_as) {
  return {.path = "", .bytes = "", .metadata = {{rpc::kActAsKey, act_as}}};
}

TEST_F(DoorsTest, ARoleThatIsNoneIsUnauthenticated) {
  for (const char* wrong : {"king", "officer@A", "officer@2421/x", "@2421", "OFFICER"}) {
    Refuses(Note(), {rpc::kUnknownRole, {}}, As(wrong));
  }
}

TEST_F(DoorsTest, AnOfficerOfAnotherMunicipalityIsDeniedBeforeExistenceIsRevealed) {
  v1::CancelWorkshopRequest theirs;
  theirs.set_name(name_);
  theirs.set_request_id(testing::NewId());
  v1::CancelWorkshopRequest missing = theirs;
  missing.set_name(absl::StrCat(runtime::kHere, "/workshops/", kUnknownId));
  const uint64_t before = Head();

  const RawAnswer not_yours = Send(theirs, As("officer@2404"));
  const RawAnswer not_there = Send(missing, As("officer@2404"));

  ExpectRefused(not_yours, {access::kAccessDenied, {}});
  EXPECT_EQ(not_yours.status, not_there.status);  // Payloads too.
  EXPECT_EQ(Head(), before);
  EXPECT_OK(Send(theirs, As("officer@2421")).status);
}

TEST_F(DoorsTest, WhoMayOnlyReadIsDeniedWriting) {
  Refuses(Note(), {access::kAccessDenied, {}}, As("auditor"));
  Refuses(Note(), {access::kAccessDenied, {}}, As("agency-contact"));
  v1::GetWorkshopRequest get;
  get.set_name(name_);
  EXPECT_OK(Send(get, As("auditor")).status);
  Refuses(get, {access::kAccessDenied, {}}, As("agency-contact"));
}

TEST_F(DoorsTest, WhoMayNotLearnsNotWhichPartnershipsThereAre) {
  const auto of = [](const std::string& parent) {
    return FromText<v1::ListWorkshopsRequest>("parent: '" + parent + "'");
  };
  const RawAnswer here = Send(of("~"), As("agency-contact"));
  const RawAnswer nowhere = Send(of("partnerships/dalarna"), As("agency-contact"));

  ExpectRefused(here, {access::kAccessDenied, {}});
  EXPECT_EQ(here.status, nowhere.status);
}

TEST_F(DoorsTest, ALedgerIsMadeOnlyByThoseWhoMay) {
  v1::CreatePartnershipRequest create =
      FromText<v1::CreatePartnershipRequest>("partnership_id: 'mine' display_name: 'Mine'");
  create.set_request_id(testing::NewId());

  Refuses(create, {access::kAccessDenied, {}}, As("process-leader"));
  EXPECT_THAT(server_.server().partnerships().Find("mine"),
              IsRefused(runtime::kPartnershipNotFound));
}

}  // namespace
}  // namespace samverk::tests

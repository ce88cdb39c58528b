#include "services/attachments/attachment_service.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"
#include "samverk/v1/attachment.grpc.pb.h"
#include "samverk/v1/workshop.pb.h"
#include "services/access/access.h"
#include "services/attachments/attachment_rules.h"
#include "services/attachments/orphan_collector.h"
#include "services/attachments/upload_reasons.h"
#include "services/rpc/transfers.h"
#include "services/runtime/attachment_holds.h"
#include "services/runtime/attachment_types.h"
#include "services/runtime/rule_checks.h"
#include "services/runtime/shape_reasons.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "storage/blobs/blob_store.h"

namespace samverk::attachments {
namespace {

using runtime::FromText;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr size_t kChunk = 256 << 10;

std::string HexOf(const std::string& bytes) { return storage::BlobId::Of(Sha256({bytes})).hex(); }

// A PDF, as far as anybody looks.
std::string Pdf(size_t bytes, char fill = 'x') { return "%PDF-1.7" + std::string(bytes, fill); }

class AttachmentServiceTest : public ::testing::Test {
 protected:
  AttachmentServiceTest() {
    server_.AdmitMunicipality("2421", "Storumans kommun");
    server_.AdmitMunicipality("2422", "Sorsele kommun");
    auto plan = FromText<v1::PlanWorkshopRequest>(
        "parent: '~' host: '~/organisations/2421' title: 'Serviceverkstad'"
        "period { start_date @2019-10-01 end_date @2019-10-02 } form: EVENT_FORM_PHYSICAL");
    plan.set_workshop_id(testing::NewId());
    workshop_ = server_.Do(plan).value().name();
  }

  std::unique_ptr<v1::AttachmentService::Stub> Stub() {
    return v1::AttachmentService::NewStub(server_.channel());
  }

  // Without it a client's transport takes in megabytes that nobody has read, and a small file is
  // through before its reader begins.
  std::unique_ptr<v1::AttachmentService::Stub> StubThatReadsNoFurtherThanAsked() {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    return v1::AttachmentService::NewStub(grpc::CreateCustomChannel(
        server_.server().address(), grpc::InsecureChannelCredentials(), arguments));
  }

  v1::StartUploadRequest StartOf(const std::string& bytes, const std::string& name = "plan.pdf") {
    auto request = FromText<v1::StartUploadRequest>("parent: '~'");
    request.set_sha256(HexOf(bytes));
    request.set_file_name(name);
    request.set_size_bytes(static_cast<int64_t>(bytes.size()));
    return request;
  }
  absl::StatusOr<v1::StartUploadResponse> Start(const std::string& bytes,
                                                const std::string& name = "plan.pdf") {
    return server_.Ask<v1::StartUploadResponse>(StartOf(bytes, name));
  }

  // Sends `bytes` from `offset` on, in chunks; `hang_up`: without ending the stream.
  absl::StatusOr<v1::Upload> Send(const std::string& upload, const std::string& bytes,
                                  size_t offset = 0, bool hang_up = false) {
    grpc::ClientContext context;
    v1::UploadChunksResponse response;
    const auto stub = Stub();
    const auto writer = stub->UploadChunks(&context, &response);
    v1::UploadChunksRequest chunk;
    chunk.set_name(upload);
    while (offset < bytes.size()) {
      chunk.set_offset(static_cast<int64_t>(offset));
      chunk.set_data(bytes.substr(offset, kChunk));
      if (!writer->Write(chunk)) break;
      offset += chunk.data().size();
    }
    if (hang_up) context.TryCancel();
    writer->WritesDone();
    const grpc::Status status = writer->Finish();
    if (!status.ok()) return hang_up ? absl::CancelledError() : testing::ToAbslStatus(status);
    return response.upload();
  }
  absl::StatusOr<v1::FinishUploadResponse> Finish(const std::string& upload) {
    v1::FinishUploadRequest request;
    request.set_name(upload);
    return server_.Ask<v1::FinishUploadResponse>(request);
  }
  absl::StatusOr<v1::Upload> GetUpload(const std::string& upload) {
    v1::GetUploadRequest request;
    request.set_name(upload);
    const auto response = server_.Ask<v1::GetUploadResponse>(request);
    if (!response.ok()) return response.status();
    return response->upload();
  }
  // Uploads all of it and says how to refer to it.
  v1::AttachmentRef Put(const std::string& bytes, const std::string& name = "plan.pdf") {
    const auto started = Start(bytes, name);
    EXPECT_OK(started);
    if (!started.ok() || !started->has_upload()) return started.value().file();
    EXPECT_OK(Send(started->upload().name(), bytes));
    EXPECT_OK(Finish(started->upload().name()));
    return started->file();
  }

  v1::AttachFileRequest AttachOf(const v1::AttachmentRef& file, const std::string& owner = "2421") {
    auto request = FromText<v1::AttachFileRequest>("parent: '~' owner: '~/organisations/" + owner +
                                                   "' description: 'Undertecknad plan'");
    request.set_attachment_id(testing::NewId());
    request.set_subject(workshop_);
    *request.mutable_file() = file;
    return request;
  }
  v1::CommandResult Attach(const v1::AttachmentRef& file, const std::string& owner = "2421") {
    return server_.Do(AttachOf(file, owner)).value();
  }

  // A file as it comes down, and how the stream ended.
  struct Downloaded {
    std::string bytes;
    std::vector<size_t> chunks;
    v1::AttachmentRef file;
    absl::Status status;
  };
  Downloaded Download(v1::DownloadAttachmentRequest request, const v1::CommandResult& seen,
                      const std::string& act_as = "") {
    *request.mutable_read()->mutable_min_position() = seen.position();
    grpc::ClientContext context;
    if (!act_as.empty()) context.AddMetadata("samverk-act-as", act_as);
    const auto stub = Stub();
    const auto reader = stub->DownloadAttachment(&context, request);
    Downloaded got;
    v1::DownloadAttachmentResponse chunk;
    while (reader->Read(&chunk)) {
      EXPECT_EQ(chunk.offset(), request.offset() + static_cast<int64_t>(got.bytes.size()));
      got.bytes += chunk.data();
      got.chunks.push_back(chunk.data().size());
      if (chunk.has_file()) got.file = chunk.file();
    }
    got.status = testing::ToAbslStatus(reader->Finish());
    return got;
  }
  Downloaded DownloadAll(const v1::CommandResult& attached, const std::string& act_as = "") {
    v1::DownloadAttachmentRequest request;
    request.set_name(attached.name());
    return Download(request, attached, act_as);
  }

  std::vector<std::string> List(const std::string& filter, const v1::CommandResult& seen) {
    auto request = FromText<v1::ListAttachmentsRequest>("parent: '~' page_size: 2 " + filter);
    *request.mutable_read()->mutable_min_position() = seen.position();
    std::vector<std::string> names;
    do {
      const auto page = server_.Ask<v1::ListAttachmentsResponse>(request);
      if (!page.ok()) return {page.status().ToString()};
      for (const v1::Attachment& each : page->attachments()) names.push_back(each.name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  testing::InProcessServer server_;
  std::string workshop_;
};

// ---- The whole way ----------------------------------------------------------------------------

TEST_F(AttachmentServiceTest, AFileIsUploadedAttachedListedAndDownloaded) {
  const std::string bytes = Pdf(3 * kChunk);
  const v1::AttachmentRef file = Put(bytes, "Serviceplan Åsele.pdf");
  EXPECT_EQ(file.media_type(), "application/pdf");

  const v1::CommandResult attached = Attach(file);

  v1::GetAttachmentRequest get;
  get.set_name(attached.name());
  *get.mutable_read()->mutable_min_position() = attached.position();
  const auto got = server_.Ask<v1::GetAttachmentResponse>(get);
  ASSERT_OK(got);
  EXPECT_EQ(got->attachment().file().SerializeAsString(), file.SerializeAsString());
  EXPECT_EQ(got->attachment().subject(), workshop_);
  EXPECT_EQ(got->attachment().state(), v1::ATTACHMENT_STATE_ATTACHED);
  EXPECT_THAT(List("subject: '" + workshop_ + "'", attached), ElementsAre(attached.name()));
  const Downloaded down = DownloadAll(attached);
  EXPECT_OK(down.status);
  EXPECT_EQ(down.bytes, bytes);
  EXPECT_EQ(down.file.file_name(), "Serviceplan Åsele.pdf");
  EXPECT_LE(*std::max_element(down.chunks.begin(), down.chunks.end()), kChunk);
  server_.Restart();
  EXPECT_EQ(DownloadAll(attached).bytes, bytes);
}

TEST_F(AttachmentServiceTest, WhatIsThereAlreadyNeedsNotBeSent) {
  const std::string bytes = Pdf(100);
  Put(bytes, "plan.pdf");

  const auto again = Start(bytes, "annat namn.pdf");

  ASSERT_OK(again);
  EXPECT_FALSE(again->has_upload());
  EXPECT_EQ(again->file().file_name(), "annat namn.pdf");
  const v1::CommandResult attached = Attach(again->file());
  EXPECT_EQ(DownloadAll(attached).file.file_name(), "annat namn.pdf");
}

// ---- Uploading --------------------------------------------------------------------------------

TEST_F(AttachmentServiceTest, AnUploadThatBreaksOffGoesOnWhereItIs) {
  const std::string bytes = Pdf(4 * kChunk);
  const auto started = Start(bytes);
  ASSERT_OK(started);
  const std::string& upload = started->upload().name();
  ASSERT_OK(Send(upload, bytes.substr(0, kChunk)));
  Send(upload, bytes.substr(0, 2 * kChunk), kChunk, /*hang_up=*/true).status().IgnoreError();

  const auto again = Start(bytes);

  ASSERT_OK(again);
  EXPECT_EQ(again->upload().name(), upload);
  EXPECT_GE(again->upload().offset(), static_cast<int64_t>(kChunk));
  ASSERT_OK(Send(upload, bytes, static_cast<size_t>(again->upload().offset())));
  EXPECT_EQ(GetUpload(upload)->offset(), static_cast<int64_t>(bytes.size()));
  EXPECT_OK(Finish(upload));
}

TEST_F(AttachmentServiceTest, AnUploadSurvivesARestart) {
  const std::string bytes = Pdf(2 * kChunk);
  const auto started = Start(bytes);
  ASSERT_OK(started);
  ASSERT_OK(Send(started->upload().name(), bytes.substr(0, kChunk)));
  server_.Restart();

  const auto upload = GetUpload(started->upload().name());

  ASSERT_OK(upload);
  EXPECT_EQ(upload->offset(), static_cast<int64_t>(kChunk));
  EXPECT_EQ(upload->file().file_name(), "plan.pdf");
  ASSERT_OK(Send(upload->name(), bytes, kChunk));
  EXPECT_OK(Finish(upload->name()));
}

TEST_F(AttachmentServiceTest, AChunkInTheWrongPlaceIsRefused) {
  const std::string bytes = Pdf(100);
  const auto started = Start(bytes);
  ASSERT_OK(started);

  EXPECT_THAT(Send(started->upload().name(), bytes, 1), IsRefused(storage::kUploadOffset));
  EXPECT_EQ(GetUpload(started->upload().name())->offset(), 0);
}

TEST_F(AttachmentServiceTest, AStreamMovesOneUpload) {
  const auto one = Start(Pdf(10));
  const auto two = Start(Pdf(20));
  ASSERT_OK(one);
  ASSERT_OK(two);
  grpc::ClientContext context;
  v1::UploadChunksResponse response;
  const auto stub = Stub();
  const auto writer = stub->UploadChunks(&context, &response);
  v1::UploadChunksRequest chunk;
  chunk.set_name(one->upload().name());
  chunk.set_data("%");
  writer->Write(chunk);
  chunk.set_name(two->upload().name());
  writer->Write(chunk);
  writer->WritesDone();

  EXPECT_THAT(testing::ToAbslStatus(writer->Finish()), IsRefused(kUploadChanged));
}

TEST_F(AttachmentServiceTest, AStreamWithoutAMessageIsRefused) {
  grpc::ClientContext context;
  v1::UploadChunksResponse response;
  const auto stub = Stub();
  const auto writer = stub->UploadChunks(&context, &response);
  writer->WritesDone();

  EXPECT_THAT(testing::ToAbslStatus(writer->Finish()), IsRefused(runtime::kMalformedRequest));
}

TEST_F(AttachmentServiceTest, AChunkHasSoManyBytesAndNotOneMore) {
  const std::string bytes = Pdf(kChunk + 1 - 8);
  ASSERT_EQ(bytes.size(), kChunk + 1);
  const auto started = Start(bytes);
  ASSERT_OK(started);
  const auto send = [&](size_t size) {
    grpc::ClientContext context;
    v1::UploadChunksResponse response;
    const auto stub = Stub();
    const auto writer = stub->UploadChunks(&context, &response);
    v1::UploadChunksRequest chunk;
    chunk.set_name(started->upload().name());
    chunk.set_data(bytes.substr(0, size));
    writer->Write(chunk);
    writer->WritesDone();
    return testing::ToAbslStatus(writer->Finish());
  };

  EXPECT_THAT(send(kChunk + 1), IsRefused(runtime::kTooManyBytes));
  EXPECT_OK(send(kChunk));
}

TEST_F(AttachmentServiceTest, WhatIsNotThereCanNotBeFinished) {
  const std::string bytes = Pdf(100);
  const auto started = Start(bytes);
  ASSERT_OK(started);
  EXPECT_THAT(Finish(started->upload().name()), IsRefused(storage::kUploadIncomplete));
  ASSERT_OK(Send(started->upload().name(), Pdf(100, 'y')));
  EXPECT_THAT(Finish(started->upload().name()), IsRefused(storage::kDigestMismatch));
  EXPECT_THAT(Finish(started->upload().name()), IsRefused(storage::kUploadNotFound));
}

TEST_F(AttachmentServiceTest, ContentThatIsNotWhatItsNameSaysIsThrownAway) {
  const std::string bytes = "MZ this is no document";
  const auto started = Start(bytes);
  ASSERT_OK(started);
  ASSERT_OK(Send(started->upload().name(), bytes));

  EXPECT_THAT(Finish(started->upload().name()), IsRefused(runtime::kFileTypeMismatch));
  EXPECT_THAT(GetUpload(started->upload().name()), IsRefused(storage::kUploadNotFound));
}

TEST_F(AttachmentServiceTest, NamesAndTypesAreCheckedBeforeAnythingIsSent) {
  EXPECT_THAT(Start(Pdf(1), "../plan.pdf"), IsRefused(runtime::kFileNameInvalid));
  EXPECT_THAT(Start(Pdf(1), "plan.exe"), IsRefused(runtime::kFileTypeNotAllowed));
  EXPECT_THAT(Start(Pdf(1), "a\x01.pdf"), IsRefused(runtime::kControlCharacter));
  EXPECT_THAT(Start(Pdf(1), "a\xcc\x8a.pdf"), IsRefused(runtime::kTextNotNfc));
  std::string longest(196, 'x');
  EXPECT_OK(Start(Pdf(1), longest + ".pdf"));
  EXPECT_THAT(Start(Pdf(1), longest + "x.pdf"), IsRefused(runtime::kTextTooLong));
}

TEST_F(AttachmentServiceTest, AFileHasAtMostAHundredMebibytes) {
  v1::StartUploadRequest request = StartOf(Pdf(1));
  request.set_size_bytes(104'857'600);
  EXPECT_OK(server_.Ask<v1::StartUploadResponse>(request));
  request.set_size_bytes(104'857'601);
  EXPECT_THAT(server_.Ask<v1::StartUploadResponse>(request), IsRefused(runtime::kNumberOutOfRange));
  request.set_size_bytes(0);
  EXPECT_THAT(server_.Ask<v1::StartUploadResponse>(request), IsRefused(runtime::kNumberOutOfRange));
}

TEST_F(AttachmentServiceTest, AnUnknownUploadIsRefused) {
  const std::string unknown = "partnerships/vasterbotten/uploads/" + testing::NewId();
  for (const std::string& name : {unknown, std::string("partnerships/vasterbotten/uploads/x")}) {
    EXPECT_THAT(GetUpload(name), IsRefused(storage::kUploadNotFound));
    EXPECT_THAT(Finish(name), IsRefused(storage::kUploadNotFound));
    EXPECT_THAT(Send(name, "x"), IsRefused(storage::kUploadNotFound));
  }
}

// ---- Attaching --------------------------------------------------------------------------------

TEST_F(AttachmentServiceTest, OnlyWhatWasUploadedIsAttached) {
  const std::string bytes = Pdf(100);
  v1::AttachmentRef file;
  file.set_sha256(HexOf(bytes));
  file.set_file_name("plan.pdf");
  file.set_media_type("application/pdf");
  file.set_size_bytes(static_cast<int64_t>(bytes.size()));
  EXPECT_THAT(server_.Do(AttachOf(file)), IsRefused(runtime::kAttachmentNotUploaded));
  const auto started = Start(bytes);
  ASSERT_OK(Send(started->upload().name(), bytes));
  EXPECT_THAT(server_.Do(AttachOf(file)), IsRefused(runtime::kAttachmentNotUploaded));
  ASSERT_OK(Finish(started->upload().name()));

  v1::AttachmentRef wrong = file;
  wrong.set_size_bytes(file.size_bytes() - 1);
  EXPECT_THAT(server_.Do(AttachOf(wrong)), IsRefused(runtime::kAttachmentNotUploaded));
  wrong = file;
  wrong.set_file_name("plan.png");
  EXPECT_THAT(server_.Do(AttachOf(wrong)), IsRefused(runtime::kFileNameInvalid));
  wrong.set_media_type("image/png");
  EXPECT_THAT(server_.Do(AttachOf(wrong)), IsRefused(runtime::kFileTypeMismatch));
  EXPECT_OK(server_.Do(AttachOf(file)));
}

TEST_F(AttachmentServiceTest, ARepeatedRequestIsAnsweredAlike) {
  v1::AttachFileRequest attach = AttachOf(Put(Pdf(10)));
  attach.set_request_id(testing::NewId());
  const auto first = server_.Do(attach);
  ASSERT_OK(first);

  const auto again = server_.Do(attach);

  ASSERT_OK(again);
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
}

TEST_F(AttachmentServiceTest, TheSubjectMustExist) {
  v1::AttachFileRequest attach = AttachOf(Put(Pdf(10)));
  attach.set_subject("partnerships/vasterbotten/workshops/" + testing::NewId());

  EXPECT_THAT(server_.Do(attach), IsRefused(runtime::kLinkedResourceNotFound));
}

TEST_F(AttachmentServiceTest, AttachmentsOfAnySubjectAndOwnerAreListedInPages) {
  std::vector<v1::CommandResult> all;
  for (int i = 0; i < 5; ++i) {
    all.push_back(Attach(Put(Pdf(10 + static_cast<size_t>(i))), i < 3 ? "2421" : "2422"));
  }
  const v1::CommandResult& last = all.back();

  EXPECT_THAT(List("", last), SizeIs(5));
  EXPECT_THAT(List("subject: '" + workshop_ + "'", last), SizeIs(5));
  EXPECT_THAT(List("owner: '~/organisations/2422'", last),
              ElementsAre(all[3].name(), all[4].name()));
  EXPECT_THAT(List("subject: '" + workshop_ + "' owner: '~/organisations/2421'", last), SizeIs(3));
  EXPECT_THAT(List("subject: '~/organisations/2421'", last), IsEmpty());
  EXPECT_THAT(List("state: ATTACHMENT_STATE_DETACHED", last), IsEmpty());
}

TEST_F(AttachmentServiceTest, ADetachedFileIsHistory) {
  const std::string bytes = Pdf(10);
  const v1::CommandResult attached = Attach(Put(bytes));
  v1::DetachFileRequest detach;
  detach.set_name(attached.name());
  const auto detached = server_.Do(detach);
  ASSERT_OK(detached);

  EXPECT_THAT(List("", *detached), IsEmpty());
  EXPECT_THAT(List("state: ATTACHMENT_STATE_DETACHED", *detached), ElementsAre(attached.name()));
  EXPECT_EQ(DownloadAll(*detached).bytes, bytes);
  EXPECT_EQ(DownloadAll(*detached, "auditor").bytes, bytes);
  EXPECT_THAT(DownloadAll(*detached, "local-actor@2421").status, IsRefused(kAttachmentDetached));
  EXPECT_THAT(server_.Do(detach), IsRefused(kAttachmentDetached));
}

TEST_F(AttachmentServiceTest, ListsCanBeAskedAsOfAnEarlierMoment) {
  const v1::CommandResult attached = Attach(Put(Pdf(10)));
  v1::DetachFileRequest detach;
  detach.set_name(attached.name());
  const auto detached = server_.Do(detach);
  ASSERT_OK(detached);
  auto request = FromText<v1::ListAttachmentsRequest>("parent: '~'");
  *request.mutable_read()->mutable_min_position() = detached->position();
  *request.mutable_read()->mutable_as_of()->mutable_position() = attached.position();

  const auto then = server_.Ask<v1::ListAttachmentsResponse>(request);

  ASSERT_OK(then);
  EXPECT_THAT(then->attachments(), SizeIs(1));
}

// ---- Downloading ------------------------------------------------------------------------------

TEST_F(AttachmentServiceTest, AnyPartIsDownloaded) {
  const std::string bytes = Pdf(2 * kChunk);
  const v1::CommandResult attached = Attach(Put(bytes));
  const auto size = static_cast<int64_t>(bytes.size());
  v1::DownloadAttachmentRequest request;
  request.set_name(attached.name());
  struct Range {
    int64_t offset, length;
  };
  for (const Range& range : std::vector<Range>{{0, 1},
                                               {0, size},
                                               {0, size + 1},
                                               {5, 10},
                                               {size - 1, 1},
                                               {size - 1, 0},
                                               {static_cast<int64_t>(kChunk) - 1, 2}}) {
    request.set_offset(range.offset);
    request.set_length(range.length);
    const size_t length = range.length == 0 ? std::string::npos : static_cast<size_t>(range.length);
    EXPECT_EQ(Download(request, attached).bytes,
              bytes.substr(static_cast<size_t>(range.offset), length))
        << range.offset << "+" << range.length;
  }
  request.set_offset(size);
  EXPECT_THAT(Download(request, attached).status, IsRefused(storage::kBlobRange));
}

TEST_F(AttachmentServiceTest, OnlyWhatTheResourceRefersToIsDownloaded) {
  const v1::CommandResult attached = Attach(Put(Pdf(10)));
  const std::string other = HexOf(Pdf(20));
  Put(Pdf(20));
  v1::DownloadAttachmentRequest request;
  request.set_name(attached.name());
  request.set_sha256(HexOf(Pdf(10)));
  EXPECT_OK(Download(request, attached).status);
  request.set_sha256(other);
  EXPECT_THAT(Download(request, attached).status, IsRefused(kFileNotReferredTo));
  request.set_name(workshop_);
  EXPECT_THAT(Download(request, attached).status, IsRefused(kFileNotReferredTo));
  request.clear_sha256();
  EXPECT_THAT(Download(request, attached).status, IsRefused(kWhichFile));
  request.set_name("partnerships/vasterbotten/attachments/" + testing::NewId());
  EXPECT_THAT(Download(request, attached).status, IsRefused(kAttachmentNotFound));
}

TEST_F(AttachmentServiceTest, SlowReadersHoldUpNobody) {
  const std::string bytes = Pdf(20 * kChunk);
  const v1::CommandResult attached = Attach(Put(bytes));
  v1::DownloadAttachmentRequest request;
  request.set_name(attached.name());
  *request.mutable_read()->mutable_min_position() = attached.position();
  const auto stub = Stub();
  struct Slow {
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReader<v1::DownloadAttachmentResponse>> reader;
  };
  // They take the first chunk, and then nothing.
  std::vector<std::unique_ptr<Slow>> slow;
  v1::DownloadAttachmentResponse chunk;
  for (int i = 0; i < 16; ++i) {
    slow.push_back(std::make_unique<Slow>());
    slow.back()->reader = stub->DownloadAttachment(&slow.back()->context, request);
    ASSERT_TRUE(slow.back()->reader->Read(&chunk));
  }

  EXPECT_EQ(DownloadAll(attached).bytes, bytes);
  Attach(Put(Pdf(10)));

  for (const auto& each : slow) {
    each->context.TryCancel();
    while (each->reader->Read(&chunk)) {
    }
    EXPECT_EQ(each->reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
}

TEST_F(AttachmentServiceTest, SoManyFilesMoveAtOnceAndNotOneMore) {
  const v1::CommandResult attached = Attach(Put(Pdf(40 * kChunk)));
  v1::DownloadAttachmentRequest request;
  request.set_name(attached.name());
  *request.mutable_read()->mutable_min_position() = attached.position();
  const auto stub = StubThatReadsNoFurtherThanAsked();
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<v1::DownloadAttachmentResponse>>> readers;
  v1::DownloadAttachmentResponse chunk;
  for (size_t i = 0; i < rpc::kTransfersMax; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    readers.push_back(stub->DownloadAttachment(contexts.back().get(), request));
    ASSERT_TRUE(readers.back()->Read(&chunk)) << i;
  }

  EXPECT_THAT(DownloadAll(attached).status, IsRefused(rpc::kTooManyTransfers));
  const auto started = Start(Pdf(50));
  ASSERT_OK(started);
  EXPECT_THAT(Send(started->upload().name(), Pdf(50)), IsRefused(rpc::kTooManyTransfers));

  for (size_t i = 0; i < readers.size(); ++i) {
    contexts[i]->TryCancel();
    while (readers[i]->Read(&chunk)) {
    }
    readers[i]->Finish();
  }
  // Those that ended make room, as soon as the server has noticed.
  while (absl::IsResourceExhausted(DownloadAll(attached).status)) {
  }
}

// ---- Who may ----------------------------------------------------------------------------------

TEST_F(AttachmentServiceTest, OfficersAttachAndDetachWhatIsTheirOwn) {
  const v1::AttachmentRef file = Put(Pdf(10));
  EXPECT_THAT(server_.Do(AttachOf(file), {.act_as = "officer@2422"}),
              IsRefused(access::kAccessDenied));
  const auto attached = server_.Do(AttachOf(file), {.act_as = "officer@2421"});
  ASSERT_OK(attached);
  v1::DetachFileRequest detach;
  detach.set_name(attached->name());
  EXPECT_THAT(server_.Do(detach, {.act_as = "officer@2422"}), IsRefused(access::kAccessDenied));
  EXPECT_OK(server_.Do(detach, {.act_as = "officer@2421"}));
}

TEST_F(AttachmentServiceTest, AgencyContactsGetNothing) {
  const v1::CommandResult attached = Attach(Put(Pdf(10)));
  EXPECT_THAT(DownloadAll(attached, "agency-contact").status, IsRefused(access::kAccessDenied));
  EXPECT_THAT(server_.Ask<v1::StartUploadResponse>(StartOf(Pdf(1)), {.act_as = "agency-contact"}),
              IsRefused(access::kAccessDenied));
  EXPECT_THAT(server_.Ask<v1::StartUploadResponse>(StartOf(Pdf(1)), {.act_as = "auditor"}),
              IsRefused(access::kAccessDenied));
}

TEST_F(AttachmentServiceTest, AServerStopsPromptlyThoughFilesAreMoved) {
  const v1::CommandResult attached = Attach(Put(Pdf(40 * kChunk)));
  const auto started = Start(Pdf(100));
  ASSERT_OK(started);
  v1::DownloadAttachmentRequest request;
  request.set_name(attached.name());
  *request.mutable_read()->mutable_min_position() = attached.position();
  const auto stub = Stub();
  grpc::ClientContext down;
  const auto reader = stub->DownloadAttachment(&down, request);
  v1::DownloadAttachmentResponse chunk;
  ASSERT_TRUE(reader->Read(&chunk));
  grpc::ClientContext up;
  v1::UploadChunksResponse response;
  const auto writer = stub->UploadChunks(&up, &response);
  v1::UploadChunksRequest first;
  first.set_name(started->upload().name());
  first.set_data("%PDF-");
  ASSERT_TRUE(writer->Write(first));
  while (GetUpload(started->upload().name())->offset() == 0) {
  }

  const absl::Time before = Clock::System().Now();
  server_.Restart();

  EXPECT_LT(Clock::System().Now() - before, absl::Seconds(8));
  while (reader->Read(&chunk)) {
  }
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_EQ(GetUpload(started->upload().name())->offset(), 5);
}

}  // namespace
}  // namespace samverk::attachments

// Whoever begins to send a file and then sends nothing is hung up on, and can go on later.

#include <memory>
#include <string>

#include "base/sha256.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"
#include "samverk/v1/attachment.grpc.pb.h"
#include "services/server/server.h"
#include "storage/blobs/blob_id.h"
#include "storage/kv/testing/temp_directory.h"

namespace samverk::tests {
namespace {

TEST(StalledUploadTest, WhoeverStallsIsHungUpOnAndWhatCameIsKept) {
  const storage::TempDirectory directory;
  server::ServerOptions options;
  options.data_directory = directory.path() + "/data";
  options.stall_max = absl::Milliseconds(100);
  ASSERT_OK_AND_ASSIGN(const auto server, server::Server::Start(options));
  ASSERT_OK(server->partnerships().FindOrCreate("vasterbotten"));
  const auto stub = v1::AttachmentService::NewStub(
      grpc::CreateChannel(server->address(), grpc::InsecureChannelCredentials()));
  v1::StartUploadRequest start;
  start.set_parent("partnerships/vasterbotten");
  start.set_sha256(storage::BlobId::Of(Sha256({"%PDF-1.7"})).hex());
  start.set_file_name("plan.pdf");
  start.set_size_bytes(8);
  v1::StartUploadResponse started;
  grpc::ClientContext starting;
  ASSERT_TRUE(stub->StartUpload(&starting, start, &started).ok());
  grpc::ClientContext sending;
  v1::UploadChunksResponse response;
  const auto writer = stub->UploadChunks(&sending, &response);
  v1::UploadChunksRequest chunk;
  chunk.set_name(started.upload().name());
  chunk.set_data("%PDF");
  ASSERT_TRUE(writer->Write(chunk));

  // Without saying that this was all: the server has to lose patience.
  EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::CANCELLED);

  grpc::ClientContext again;
  ASSERT_TRUE(stub->StartUpload(&again, start, &started).ok());
  EXPECT_EQ(started.upload().offset(), 4);
}

}  // namespace
}  // namespace samverk::tests

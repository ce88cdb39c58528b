#include "services/rpc/transfers.h"

#include <memory>

#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk::rpc {
namespace {

TEST(TransfersTest, SoManyAreOpenAtOnceAndNotOneMore) {
  grpc::CallbackServerContext context;
  Transfers transfers(kFrameWriteMax, 2);
  auto first = transfers.Begin(context);
  auto second = transfers.Begin(context);
  ASSERT_OK(first);
  ASSERT_OK(second);

  EXPECT_THAT(transfers.Begin(context), IsRefused(kTooManyTransfers));
  first->reset();
  EXPECT_OK(transfers.Begin(context));
}

TEST(TransfersTest, NoneBeginsOnceTheServerStops) {
  grpc::CallbackServerContext context;
  Transfers transfers;
  transfers.Close();

  EXPECT_THAT(transfers.Begin(context), IsRefused(kServerStopping));
}

}  // namespace
}  // namespace samverk::rpc

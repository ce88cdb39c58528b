#include "services/rpc/request_log.h"

#include <string>

#include "base/refusal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace samverk::rpc {
namespace {

constexpr Reason kRefused = {"SOME_REASON", absl::StatusCode::kAborted, "No: {name}.",
                             "Nej: {name}."};

nlohmann::json LineOf(const EndedCall& call, const absl::Status& status) {
  return nlohmann::json::parse("{" + CallLine(call, status) + "}");
}

TEST(CallLineTest, ALineSaysWhichCallAndWhichRequestAndHowItEnded) {
  const nlohmann::json line =
      LineOf({"/samverk.v1.WorkshopService/PlanWorkshop", "call", "request", absl::Milliseconds(2)},
             Refusal(kRefused).With("name", "x"));

  EXPECT_EQ(line["method"], "/samverk.v1.WorkshopService/PlanWorkshop");
  EXPECT_EQ(line["call_id"], "call");
  EXPECT_EQ(line["request_id"], "request");
  EXPECT_EQ(line["code"], "ABORTED");
  EXPECT_EQ(line["reason"], "SOME_REASON");
  EXPECT_EQ(line["micros"], 2000);
}

TEST(CallLineTest, NothingOfWhatWasAskedOrAnsweredIsInIt) {
  const std::string line = CallLine({"/m", "call", "request", absl::ZeroDuration()},
                                    Refusal(kRefused).With("name", "Anna Andersson"));

  EXPECT_THAT(line, ::testing::Not(::testing::HasSubstr("Anna")));
}

TEST(CallLineTest, WhatACallerSentCanNotBreakTheLine) {
  const std::string evil = "\"},{\"x\":\"\n\xff";
  const nlohmann::json line = LineOf({"/m", "", evil, absl::ZeroDuration()}, absl::OkStatus());

  EXPECT_EQ(line.size(), 6u);
  EXPECT_EQ(line["code"], "OK");
  EXPECT_THAT(CallLine({"/m", "", evil, absl::ZeroDuration()}, absl::OkStatus()),
              ::testing::Not(::testing::HasSubstr("\n")));
}

}  // namespace
}  // namespace samverk::rpc

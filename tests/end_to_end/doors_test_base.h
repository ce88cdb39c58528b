// DoorsTest: a server with one workshop, and what a refusal at its doors is to look like.

#ifndef SAMVERK_TESTS_END_TO_END_DOORS_TEST_BASE_H_
#define SAMVERK_TESTS_END_TO_END_DOORS_TEST_BASE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "base/check.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "samverk/v1/workshop.pb.h"
#include "services/rpc/limits.h"
#include "services/runtime/shape_reasons.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "tests/end_to_end/raw_call.h"

namespace samverk::tests {

// Of nothing that exists.
inline constexpr char kUnknownId[] = "01234567-89ab-7def-8123-456789abcdef";

// What a refusal over the wire is to be.
struct Expected {
  Reason reason;
  std::vector<std::string> fields;  // Of BadRequest; empty: there is none.
  bool precondition = false;        // Whether PreconditionFailure names a subject.
};

template <typename Detail>
bool GetDetail(const absl::Status& status, Detail& detail) {
  const auto payload =
      status.GetPayload(absl::StrCat("type.googleapis.com/", Detail::descriptor()->full_name()));
  return payload.has_value() && detail.ParseFromString(std::string(*payload));
}

class DoorsTest : public ::testing::Test {
 protected:
  DoorsTest() {
    server_.AdmitMunicipality("2421", "Storumans kommun");
    plan_ = runtime::FromText<v1::PlanWorkshopRequest>(
        "parent: '~' host: '~/organisations/2421' title: 'Serviceverkstad'"
        "period { start_date @2019-10-01 end_date @2019-10-02 } form: EVENT_FORM_PHYSICAL");
    plan_.set_workshop_id(testing::NewId());
    plan_.set_request_id(testing::NewId());
    name_ = server_.Do(plan_).value().name();
    note_.set_name(name_);
    note_.set_text("note");
    note_.set_request_id(testing::NewId());
  }

  uint64_t Head() {
    return (*server_.server().partnerships().Find("vasterbotten"))->log().Head().value();
  }

  RawAnswer Send(const google::protobuf::Message& request, RawCall call = {}) {
    call.path = PathOf(*request.GetDescriptor());
    call.bytes = request.SerializeAsString();
    return CallRaw(server_.channel(), call);
  }
  // The bytes of `request` with others in the place of `marker`.
  RawAnswer SendWith(const google::protobuf::Message& request, const std::string& marker,
                     const std::string& bytes) {
    RawCall call;
    call.path = PathOf(*request.GetDescriptor());
    call.bytes = absl::StrReplaceAll(request.SerializeAsString(), {{marker, bytes}});
    CHECK(marker.size() == bytes.size() && call.bytes != request.SerializeAsString());
    return CallRaw(server_.channel(), call);
  }

  // Checks everything that a refusal carries.
  static void ExpectRefused(const RawAnswer& answer, const Expected& expected) {
    EXPECT_THAT(answer.status, IsRefused(expected.reason));
    google::rpc::ErrorInfo info;
    ASSERT_TRUE(GetDetail(answer.status, info));
    EXPECT_EQ(info.domain(), "samverk");
    google::rpc::LocalizedMessage swedish;
    ASSERT_TRUE(GetDetail(answer.status, swedish));
    EXPECT_EQ(swedish.locale(), "sv");
    EXPECT_NE(swedish.message(), "");
    EXPECT_NE(swedish.message(), answer.status.message());
    // Nothing was left to fill in, but for the patterns of names.
    if (std::string(expected.reason.id) != runtime::kInvalidResourceName.id) {
      EXPECT_FALSE(absl::StrContains(answer.status.message(), "{")) << answer.status;
      EXPECT_FALSE(absl::StrContains(swedish.message(), "{")) << swedish.message();
    }
    google::rpc::BadRequest bad_request;
    GetDetail(answer.status, bad_request);
    std::vector<std::string> fields;
    for (const auto& violation : bad_request.field_violations()) {
      fields.push_back(violation.field());
      EXPECT_NE(violation.description(), "");
    }
    EXPECT_THAT(fields, ::testing::ElementsAreArray(expected.fields));
    google::rpc::PreconditionFailure failure;
    EXPECT_EQ(GetDetail(answer.status, failure), expected.precondition);
    if (expected.precondition) {
      EXPECT_EQ(failure.violations(0).type(), expected.reason.id);
      EXPECT_TRUE(absl::StartsWith(failure.violations(0).subject(), "partnerships/"));
    }
    EXPECT_LE(answer.details.size(), rpc::kDetailsBytesMax);
    EXPECT_EQ(answer.trailers.count("samverk-call-id"), 1);
  }

  // Sends a request that must be refused and write nothing.
  template <typename Request>
  void Refuses(const Request& request, const Expected& expected, const RawCall& call = {}) {
    SCOPED_TRACE(request.ShortDebugString());
    const uint64_t before = Head();
    ExpectRefused(Send(request, call), expected);
    EXPECT_EQ(Head(), before);
  }
  // A new plan but for what `text` says.
  v1::PlanWorkshopRequest Plan(const std::string& text) {
    v1::PlanWorkshopRequest plan = plan_;
    plan.set_request_id(testing::NewId());
    plan.set_workshop_id(testing::NewId());
    return runtime::With(plan, text);
  }
  // A new note but for what `text` says.
  v1::RecordWorkshopNoteRequest Note(const std::string& text = "") {
    v1::RecordWorkshopNoteRequest note = note_;
    note.set_request_id(testing::NewId());
    return runtime::With(note, text);
  }
  // Some command on the workshop, which must be taken.
  template <typename Command>
  v1::CommandResult Do(const std::string& text = "") {
    Command command;
    command.set_name(name_);
    return server_.Do(runtime::With(command, text)).value();
  }

  testing::InProcessServer server_;
  v1::PlanWorkshopRequest plan_;
  v1::RecordWorkshopNoteRequest note_;
  std::string name_;
};

}  // namespace samverk::tests

#endif  // SAMVERK_TESTS_END_TO_END_DOORS_TEST_BASE_H_

// The history of a resource over the wire: who did what, when and why, page by page.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/audit.pb.h"
#include "samverk/v1/workshop.pb.h"
#include "samverk/v1/workshop_events.pb.h"
#include "services/access/access.h"
#include "services/runtime/partnerships.h"
#include "services/runtime/read_point.h"
#include "services/runtime/shape_reasons.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::tests {
namespace {

using runtime::FromText;
using ::testing::ElementsAre;
using ::testing::SizeIs;

class HistoryTest : public ::testing::Test {
 protected:
  // A workshop with a plan and four notes; an event of another resource in between.
  HistoryTest() {
    server_.AdmitMunicipality("2421", "Storumans kommun");
    const auto planned = server_.Do(FromText<v1::PlanWorkshopRequest>(absl::StrCat(
        "parent: '~' host: '~/organisations/2421' title: 'Serviceverkstad' workshop_id: '",
        testing::NewId(),
        "' period { start_date @2019-10-01 end_date @2019-10-02 } form: EVENT_FORM_PHYSICAL")));
    name_ = planned.value().name();
    for (int i = 1; i <= 4; ++i) Note(absl::StrCat("note ", i));
    server_.AdmitMunicipality("2404", "Vindelns kommun");
  }

  v1::CommandResult Note(const std::string& text, const std::string& more = "") {
    return server_
        .Do(FromText<v1::RecordWorkshopNoteRequest>(
            absl::StrCat("name: '", name_, "' text: '", text, "' ", more)))
        .value();
  }
  absl::StatusOr<v1::GetHistoryResponse> Get(const std::string& text,
                                             const std::string& act_as = "") {
    return server_.Ask<v1::GetHistoryResponse>(FromText<v1::GetHistoryRequest>(text),
                                               {.act_as = act_as});
  }
  // The revisions on all pages.
  std::vector<int64_t> ReadAll(const std::string& text, std::vector<int>* page_sizes = nullptr) {
    std::vector<int64_t> revisions;
    std::string token;
    do {
      const auto page =
          Get(absl::StrCat("name: '", name_, "' ", text, " page_token: '", token, "'"));
      EXPECT_OK(page);
      if (!page.ok()) break;
      for (const auto& event : page->events()) revisions.push_back(event.revision());
      if (page_sizes != nullptr) page_sizes->push_back(page->events_size());
      token = page->next_page_token();
    } while (!token.empty());
    return revisions;
  }

  testing::InProcessServer server_;
  std::string name_;
};

TEST_F(HistoryTest, EverythingThatHappenedToAResourceIsToldInOrder) {
  const auto history = Get(absl::StrCat("name: '", name_, "'"));
  ASSERT_OK(history);

  ASSERT_THAT(history->events(), SizeIs(5));
  EXPECT_EQ(history->events(0).type(), "samverk.v1.WorkshopPlanned");
  EXPECT_EQ(history->next_page_token(), "");
  EXPECT_EQ(history->as_of_position().position(), 8);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(history->events(i).revision(), i);
    EXPECT_EQ(history->events(i).resource(), name_);
  }
  v1::WorkshopNoteRecorded note;
  ASSERT_TRUE(history->events(4).event().UnpackTo(&note));
  EXPECT_EQ(note.text(), "note 4");
}

TEST_F(HistoryTest, ThePartnershipItselfHasAHistory) {
  const auto history = Get("name: '~'");
  ASSERT_OK(history);

  ASSERT_THAT(history->events(), SizeIs(1));
  EXPECT_EQ(history->events(0).type(), "samverk.v1.PartnershipCreated");
  EXPECT_EQ(history->events(0).resource(), runtime::kHere);
}

TEST_F(HistoryTest, WhoAndWhyIsTold) {
  server_
      .Do(FromText<v1::CancelWorkshopRequest>(absl::StrCat(
              "name: '", name_,
              "' provenance { reason: 'snö' on_behalf_of: '~/organisations/2404' decision {"
              "body: 'KS' date @2019-09-30 paragraph: '12' diarienummer: 'KS 2019-1' } }")),
          {.act_as = "officer@2421"})
      .value();

  const auto history = Get(absl::StrCat("name: '", name_, "' newest_first: true page_size: 1"));
  ASSERT_OK(history);
  ASSERT_THAT(history->events(), SizeIs(1));
  const v1::EventMetadata& metadata = history->events(0).metadata();
  EXPECT_EQ(runtime::ToText(metadata.actor()),
            "principal: \"local-developer\"\norganisation: \"~/organisations/2421\"\n"
            "role: ROLE_OFFICER\n");
  EXPECT_EQ(metadata.provenance().reason(), "snö");
  EXPECT_EQ(metadata.provenance().on_behalf_of(),
            absl::StrCat(runtime::kHere, "/organisations/2404"));
  EXPECT_EQ(metadata.provenance().decision().diarienummer(), "KS 2019-1");
}

TEST_F(HistoryTest, PagesInBothDirectionsHoldEveryEventOnce) {
  for (const int size : {1, 2, 3, 4, 5, 6, 500}) {
    const std::string page_size = absl::StrCat("page_size: ", size);
    EXPECT_THAT(ReadAll(page_size), ElementsAre(0, 1, 2, 3, 4)) << size;
    EXPECT_THAT(ReadAll(page_size + " newest_first: true"), ElementsAre(4, 3, 2, 1, 0)) << size;
  }
}

TEST_F(HistoryTest, PagesAreAsLargeAsWasAskedFor) {
  std::vector<int> sizes;
  ReadAll("page_size: 2", &sizes);
  EXPECT_THAT(sizes, ElementsAre(2, 2, 1));

  for (int i = 0; i < 60; ++i) Note("more");
  sizes.clear();
  ReadAll("", &sizes);
  EXPECT_THAT(sizes, ElementsAre(50, 15));
}

TEST_F(HistoryTest, LaterPagesShowWhatTheFirstSaw) {
  const auto first = Get(absl::StrCat("name: '", name_, "' page_size: 3"));
  ASSERT_OK(first);
  Note("after");
  const auto second = Get(absl::StrCat("name: '", name_, "' page_size: 500 page_token: '",
                                       first->next_page_token(), "'"));
  ASSERT_OK(second);

  EXPECT_THAT(second->events(), SizeIs(2));
  EXPECT_EQ(second->next_page_token(), "");
  EXPECT_EQ(second->as_of_position().position(), first->as_of_position().position());
}

TEST_F(HistoryTest, ATokenIsGoodForTheSameQuestionOnly) {
  const auto first = Get(absl::StrCat("name: '", name_, "' page_size: 1"));
  ASSERT_OK(first);
  const std::string token = absl::StrCat("' page_token: '", first->next_page_token(), "'");

  EXPECT_OK(Get(absl::StrCat("name: '", name_, token)));
  EXPECT_THAT(Get(absl::StrCat("name: '", name_, token, " newest_first: true")),
              IsRefused(runtime::kPageTokenInvalid));
  EXPECT_THAT(Get(absl::StrCat("name: '~/organisations/2421", token)),
              IsRefused(runtime::kPageTokenInvalid));
  EXPECT_THAT(Get(absl::StrCat("name: '", name_, "' page_token: 'x'")),
              IsRefused(runtime::kPageTokenInvalid));
}

TEST_F(HistoryTest, WhatDoesNotExistHasNoHistory) {
  EXPECT_THAT(Get(absl::StrCat("name: '~/workshops/", testing::NewId(), "'")),
              IsRefused(storage::kResourceUnknown));
  EXPECT_THAT(Get("name: '~/nonsense/a'"), IsRefused(storage::kResourceUnknown));
  EXPECT_THAT(Get("name: 'partnerships/dalarna'"), IsRefused(runtime::kPartnershipNotFound));
}

TEST_F(HistoryTest, MalformedQuestionsAreRefused) {
  EXPECT_THAT(Get(""), IsRefused(runtime::kFieldRequired));
  EXPECT_THAT(Get("name: 'x'"), IsRefused(runtime::kInvalidResourceName));
  EXPECT_THAT(Get("name: '~' page_size: 501"), IsRefused(runtime::kNumberOutOfRange));
  EXPECT_THAT(Get("name: '~' page_size: -1"), IsRefused(runtime::kNumberOutOfRange));
}

TEST_F(HistoryTest, WhoMayNotSeeItIsDenied) {
  EXPECT_THAT(Get("name: '~'", "local-actor"), IsRefused(access::kAccessDenied));
  EXPECT_OK(Get("name: '~'", "auditor"));
}

}  // namespace
}  // namespace samverk::tests

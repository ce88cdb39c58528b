#include "services/testing/slice_bench.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "base/check.h"
#include "base/testing/gate.h"
#include "samverk/v1/link.pb.h"
#include "services/runtime/links.h"
#include "services/runtime/read_point.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/searchable.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/requests.h"
#include "storage/event_log/testing/test_proposal.h"

namespace samverk::testing {
namespace {

using storage::Position;

constexpr char kTables[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

std::vector<std::string> AllRows(const runtime::ViewReader& reader) {
  std::vector<std::string> rows;
  for (const char table : absl::string_view(kTables)) {
    const absl::Status status =
        reader.Scan(table, "", "", [&](absl::string_view key, absl::string_view row) {
          rows.push_back(absl::StrCat(absl::string_view(&table, 1), " ", absl::CEscape(key), " ",
                                      absl::CEscape(row)));
          return true;
        });
    CHECK(status.ok());
  }
  return rows;
}

}  // namespace

SliceBench::SliceBench(void (*add)(runtime::Slices&)) {
  add(slices_);
  CHECK(slices_.projections.size() == 1);
  const std::string partnership(runtime::PartnershipOf(runtime::kHere));
  commands_ =
      std::make_unique<runtime::CommandProcessor>(partnership, slices_.commands, log_, &people_);
  views_ = storage::ViewStore::Open(directory_.path(), storage::RocksResources()).value();
  view_ = runtime::ProjectionRunner::Start(*slices_.projections.front(), partnership, log_, *views_,
                                           executor_, clock_)
              .value();
}

SliceBench::~SliceBench() {
  view_.reset();
  views_.reset();
}

void SliceBench::Exists(absl::string_view resource) {
  CHECK(storage::AppendAndWait(log_, storage::AnAppend().OnStream(resource)).ok());
}

samverk::v1::LedgerPosition SliceBench::At(Position position) const {
  return runtime::ToProto(position, log_);
}

absl::StatusOr<samverk::v1::CommandResult> SliceBench::Do(const google::protobuf::Message& command,
                                                          absl::string_view device) {
  runtime::Caller caller;
  caller.device = std::string(device);
  caller.actor.set_principal("tester");
  caller.actor.set_role(samverk::v1::ROLE_ADMINISTRATOR);
  const std::unique_ptr<google::protobuf::Message> sent = WithRequestId(command);
  Gate answered;
  absl::StatusOr<samverk::v1::CommandResult> answer;
  commands_->Submit(caller, *sent, [&](absl::StatusOr<samverk::v1::CommandResult> result) {
    answer = std::move(result);
    answered.Open();
  });
  answered.Wait();
  return answer;
}

absl::StatusOr<runtime::ViewReader> SliceBench::Read(Position as_of) {
  Gate applied;
  view_->WhenApplied(log_.Head(), [&applied] { applied.Open(); });
  applied.Wait();
  return view_->Read(as_of);
}

std::vector<std::string> SliceBench::Rows(Position as_of) { return AllRows(Read(as_of).value()); }

std::vector<std::string> SliceBench::FoldedRows(Position last) {
  const std::string name = absl::StrCat("folded up to ", last.value());
  std::vector<std::string> rows;
  {
    const std::shared_ptr<storage::ViewFamily> family = views_->OpenFamily(name).value();
    runtime::ViewWriter writer(family);
    storage::ReadRange range;
    range.up_to = last;
    const std::vector<storage::RecordedEvent> events = storage::ReadAll(log_, range).value();
    for (const storage::RecordedEvent& event : events) {
      writer.BeginEvent(event.position());
      CHECK(slices_.projections.front()->Apply(event, commands_->partnership(), writer).ok());
    }
    CHECK(writer.Commit(last).ok());
    rows = AllRows(runtime::ViewReader(family, last));
  }
  CHECK(views_->DropFamily(name).ok());
  return rows;
}

std::vector<std::string> SliceBench::Links(absl::string_view resource) {
  const std::string name = runtime::WholeName(commands_->partnership(), resource);
  std::vector<std::string> links;
  const absl::Status status =
      Read(log_.Head())
          ->Scan(
              runtime::kLinkTable, runtime::LinkKey(name, samverk::v1::LINK_DIRECTION_UNSPECIFIED),
              "", [&links](absl::string_view, absl::string_view row) {
                samverk::v1::Link link;
                CHECK(link.ParseFromString(std::string(row)));
                links.push_back(absl::StrCat(runtime::RelativeName(link.source()), " ", link.path(),
                                             " ", runtime::RelativeName(link.target()),
                                             link.element().empty() ? "" : " ", link.element()));
                return true;
              });
  CHECK(status.ok());
  return links;
}

std::string SliceBench::TitleOf(absl::string_view resource) {
  const std::string name = runtime::WholeName(commands_->partnership(), resource);
  return view_->projection().TitleOf(Read(log_.Head()).value(), name).value();
}

std::vector<std::string> SliceBench::SearchParts(absl::string_view resource) {
  const std::string name = runtime::WholeName(commands_->partnership(), resource);
  const auto found = slices_.searchables.front().read(Read(log_.Head()).value(), name).value();
  CHECK(found.has_value());
  std::vector<std::string> parts;
  parts.reserve(found->parts.size());
  for (const storage::SearchPart& part : found->parts) {
    parts.push_back(absl::StrReplaceAll(
        absl::StrCat(part.path, " | ", part.heading, " | ", part.text), {{"\n", "/"}}));
  }
  return parts;
}

void SliceBench::Rebuild() {
  const std::vector<std::string> before = views_->FamilyNames();
  view_->Rebuild();
  // Each turn of the executor is one step of the view. The old family goes when the new one serves.
  for (std::vector<std::string> now = before;
       std::find_first_of(now.begin(), now.end(), before.begin(), before.end()) != now.end();
       now = views_->FamilyNames()) {
    executor_.Drain();
  }
}

}  // namespace samverk::testing

#include "tests/crash/projection_check.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "services/runtime/versioned_table.h"
#include "storage/event_log/testing/test_proposal.h"
#include "storage/kv/rocks.h"
#include "storage/kv/testing/temp_directory.h"

namespace samverk::tests {
namespace {

using storage::ViewCursor;
using storage::ViewFamily;

constexpr size_t kComplaintsMax = 5;

std::string KeyOf(const ViewCursor& row) { return absl::CEscape(row.key()); }
std::string ValueOf(const ViewCursor& row) { return absl::CEscape(row.value()); }

// Applies every event of `log`. Each is committed by itself, where the server commits many
// together: what is in the rows must not depend on it.
absl::Status Fold(const runtime::Projection& projection, const std::string& partnership,
                  const storage::EventLog& log, const std::shared_ptr<ViewFamily>& family) {
  ASSIGN_OR_RETURN(const std::vector<storage::RecordedEvent> events, storage::ReadAll(log));
  runtime::ViewWriter writer(family);
  for (const storage::RecordedEvent& event : events) {
    writer.BeginEvent(event.position());
    RETURN_IF_ERROR(projection.Apply(event, partnership, writer));
    RETURN_IF_ERROR(writer.Commit(event.position()));
  }
  return absl::OkStatus();
}

// Where the rows of `stored` are not those of `folded`.
std::vector<std::string> Compare(const ViewFamily& stored, const ViewFamily& folded) {
  std::vector<std::string> complaints;
  ViewCursor is = stored.Rows();
  ViewCursor ought = folded.Rows();
  is.Seek("");
  ought.Seek("");
  while ((is.Valid() || ought.Valid()) && complaints.size() < kComplaintsMax) {
    const std::string view = absl::StrCat("the view ", stored.name());
    if (!ought.Valid() || (is.Valid() && is.key() < ought.key())) {
      complaints.push_back(absl::StrCat(view, " has ", KeyOf(is), ", which no event wrote"));
      is.Next();
    } else if (!is.Valid() || ought.key() < is.key()) {
      complaints.push_back(absl::StrCat(view, " lacks ", KeyOf(ought)));
      ought.Next();
    } else {
      if (is.value() != ought.value()) {
        complaints.push_back(absl::StrCat(view, " has ", ValueOf(is), " at ", KeyOf(is),
                                          ", which ought to be ", ValueOf(ought)));
      }
      is.Next();
      ought.Next();
    }
  }
  for (const ViewCursor* rows : {&is, &ought}) {
    if (!rows->status().ok()) complaints.push_back(rows->status().ToString());
  }
  return complaints;
}

absl::StatusOr<std::vector<std::string>> CompareWithFold(const runtime::Projection& projection,
                                                         const std::string& partnership,
                                                         const storage::EventLog& log,
                                                         const ViewFamily& stored) {
  const storage::TempDirectory directory;
  ASSIGN_OR_RETURN(const std::unique_ptr<storage::ViewStore> store,
                   storage::ViewStore::Open(directory.path(), storage::MakeRocksResources()));
  ASSIGN_OR_RETURN(std::shared_ptr<ViewFamily> folded, store->OpenFamily(stored.name()));
  RETURN_IF_ERROR(Fold(projection, partnership, log, folded));
  return Compare(stored, *folded);
}

}  // namespace

std::vector<std::string> CheckProjection(const runtime::Projection& projection,
                                         const std::string& partnership,
                                         const storage::EventLog& log, storage::ViewStore& views) {
  std::vector<std::string> names = views.FamilyNames();
  names.erase(std::remove_if(names.begin(), names.end(),
                             [&](const std::string& name) {
                               return !absl::StartsWith(name, projection.name() + "@");
                             }),
              names.end());
  if (names.size() != 1) {
    return {absl::StrCat("of the view ", projection.name(), " there are ", names.size())};
  }
  const auto stored = views.OpenFamily(names.front());
  if (!stored.ok()) return {stored.status().ToString()};
  const auto cursor = (*stored)->ReadCursor();
  if (!cursor.ok()) return {cursor.status().ToString()};
  if (*cursor != log.Head()) {
    return {absl::StrCat("the view ", names.front(), " has reached ", cursor->value(), ", the log ",
                         log.Head().value())};
  }
  auto complaints = CompareWithFold(projection, partnership, log, **stored);
  if (!complaints.ok()) return {complaints.status().ToString()};
  return *std::move(complaints);
}

}  // namespace samverk::tests

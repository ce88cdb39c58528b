// Importer: gives the commands of an import file to the server, row by row.

#ifndef SAMVERK_CLIENTS_CLI_IMPORTER_H_
#define SAMVERK_CLIENTS_CLI_IMPORTER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cli/cli_context.h"
#include "clients/cli/file_transfer.h"
#include "clients/cli/import_changes.h"
#include "clients/cli/import_counts.h"
#include "clients/cli/import_file.h"
#include "clients/cli/import_ids.h"
#include "clients/cli/progress_bar.h"

namespace samverk {

// Single-threaded, like its context.
class Importer {
 public:
  // `file_name` is for errors; `directory` is where attachments are looked for. What is referred
  // to outlives the importer.
  Importer(CliContext& context, const std::string& file_name, std::string directory,
           ProgressBar& progress)
      : context_(context),
        file_name_(file_name),
        directory_(std::move(directory)),
        progress_(progress) {}

  // Imports the rows in the order of the file.
  //
  // Errors: UsageError for a file to attach that can't be read: nothing is recorded. What the
  // server refuses, with the row it is about and what to do: the rows before it are recorded.
  absl::StatusOr<ImportCounts> Run(const ImportFile& file);

 private:
  // Finds out which organisations there are, members or not.
  absl::Status ReadOrganisations(const std::string& partnership);
  absl::Status ImportPartnership(const v1::CreatePartnershipRequest& partnership);
  absl::Status ImportOrganisation(const OrganisationRow& row);
  absl::Status ImportPerson(const PersonRow& row);
  absl::Status ImportMeeting(const MeetingRow& row);
  absl::Status ImportWorkshop(const WorkshopRow& row);
  absl::Status ImportPlan(const PlanRow& row);
  // Reads every file that is to be attached.
  absl::Status ReadAttachments(const std::vector<AttachmentRow>& rows);
  absl::Status ImportAttachment(const AttachmentRow& row, const LocalFile& file);
  // Gives a step of the life of `plan`, which is at `revision`, to whom has seen everything up to
  // `seen`.
  absl::StatusOr<v1::CommandResult> GiveStep(const ImportRow& row, const PlanStep& step,
                                             const std::string& plan, int64_t revision,
                                             const v1::LedgerPosition& seen);
  // The conflict about a field that waits for a person.
  absl::StatusOr<v1::PlanConflict> OpenConflict(const ImportRow& row, const std::string& plan,
                                                const std::string& field);

  // Calls an RPC; what is refused says at which row.
  template <typename Method, typename Request>
  auto Call(const ImportRow& row, Method method, const Request& request)
      -> decltype(std::declval<CliContext>().Call(method, request)) {
    auto response = context_.Call(method, request);
    if (!response.ok()) return AtRow(row, response.status());
    return response;
  }

  // How the row's resource came about.
  absl::StatusOr<History> HistoryOf(const ImportRow& row, const std::string& name);

  // Creates what `request` says. Whether that was new; nullopt if the id is taken.
  template <typename Method, typename Request>
  absl::StatusOr<std::optional<bool>> Create(const ImportRow& row, Method method,
                                             const Request& request) {
    const auto response = context_.Call(method, request);
    if (absl::IsAlreadyExists(response.status())) return std::optional<bool>();
    if (!response.ok()) return AtRow(row, response.status());
    return std::optional<bool>(IsNew(response->result()));
  }

  // Gives the commands that `changes` names for the resource at `revision`. Whether any of
  // them wrote anything.
  template <typename... Commands>
  absl::StatusOr<bool> Give(const ImportRow& row, const ImportChanges<Commands...>& changes,
                            int64_t revision);

  // Whether something was written after this import began: a repeated command answers with
  // the position it had the first time.
  bool IsNew(const v1::CommandResult& result) const {
    return result.position().position() > head_before_;
  }

  void CountRow(const ImportRow& row, bool created, bool changed,
                const std::vector<std::string>& kept);
  absl::Status AtRow(const ImportRow& row, absl::Status status) const;
  // A row that says something about what exists that can't be changed.
  absl::Status Unchangeable(const ImportRow& row, absl::string_view field,
                            absl::string_view recorded, absl::string_view advice) const;

  CliContext& context_;
  const std::string& file_name_;
  const std::string directory_;
  ProgressBar& progress_;
  std::vector<LocalFile> files_;  // In the order of their rows.
  int64_t head_before_ = 0;
  absl::flat_hash_set<std::string> organisations_;
  ImportCounts counts_;
};

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_IMPORTER_H_

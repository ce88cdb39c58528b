#include "clients/cli/import_command.h"

#include <unistd.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "clients/cli/import_counts.h"
#include "clients/cli/importer.h"
#include "clients/cli/names.h"
#include "clients/cli/progress_bar.h"

namespace samverk {
namespace {

// Everything up to the last slash of a path.
std::string DirectoryOf(const std::string& path) { return path.substr(0, path.rfind('/') + 1); }

absl::Status Import(CliContext& context, const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, ReadImportText(path));
  const std::string name(LastPart(path));
  absl::StatusOr<ImportFile> file = ReadImportFile(text);
  if (!file.ok()) return UsageError(absl::StrCat(name, ": ", file.status().message()));
  ProgressBar progress(context.err(), isatty(STDERR_FILENO) != 0, name, file->rows());
  absl::StatusOr<ImportCounts> counts =
      Importer(context, name, DirectoryOf(path), progress).Run(*file);
  progress.Clear();
  if (!counts.ok()) return counts.status();
  PrintCounts(context, *counts);
  return absl::OkStatus();
}

}  // namespace

void AddImportCommand(CommandTree& tree) {
  auto path = std::make_shared<std::string>();
  CLI::App& verb = tree.AddVerb(tree.app(), "import", "Record what a file says; safe to repeat");
  verb.add_option("file", *path, "A JSON file, as docs/guide/cli.md describes it")->required();
  verb.footer(
      "The file names its partnership, which is created if the server has none of that id.\n"
      "Importing again records only what is new in the file, and corrects what changed in it.\n"
      "What a person has corrected since the import stays as it is, and is named.\n"
      "\n"
      "Examples:\n"
      "  samverk import examples/vasterbotten.json");
  tree.OnRun(verb, [path](CliContext& context) { return Import(context, *path); });
}

}  // namespace samverk

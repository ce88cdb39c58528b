#include "clients/cli/import_command.h"

#include <unistd.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "clients/cli/importer.h"
#include "clients/cli/names.h"
#include "clients/cli/progress_bar.h"
#include "nlohmann/json.hpp"

namespace samverk {
namespace {

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (!file.good() && !file.eof()) {
    return UsageError(absl::StrCat(path, " can not be read; check the path"));
  }
  return text;
}

// Everything up to the last slash of a path.
std::string DirectoryOf(const std::string& path) { return path.substr(0, path.rfind('/') + 1); }

void PrintCounts(const CliContext& context, const ImportCounts& counts) {
  if (context.options().json) {
    const nlohmann::json json = {{"new", counts.created},
                                 {"changed", counts.changed},
                                 {"unchanged", counts.unchanged},
                                 {"kept", counts.kept}};
    context.out() << json.dump() << "\n";
    return;
  }
  std::string line = absl::StrCat(counts.created, " new");
  if (counts.changed > 0) absl::StrAppend(&line, ", ", counts.changed, " changed");
  absl::StrAppend(&line, ", ", counts.unchanged, " unchanged");
  context.out() << line << "\n";
  for (const std::string& kept : counts.kept) {
    context.out() << "kept as a person recorded it since: " << kept << "\n";
  }
}

absl::Status Import(CliContext& context, const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
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

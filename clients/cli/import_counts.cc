#include "clients/cli/import_counts.h"

#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "clients/cli/error_line.h"
#include "nlohmann/json.hpp"

namespace samverk {

absl::StatusOr<std::string> ReadImportText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (!file.good() && !file.eof()) {
    return UsageError(absl::StrCat(path, " can not be read; check the path"));
  }
  return text;
}

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

}  // namespace samverk

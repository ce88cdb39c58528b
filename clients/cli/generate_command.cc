#include "clients/cli/generate_command.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "clients/cli/generate_world.h"
#include "clients/cli/municipalities.h"
#include "clients/cli/progress_bar.h"

namespace samverk {
namespace {

// What is made up must be over when it is replayed: nothing is held in the future.
constexpr int kLastYear = 2025;
constexpr int kYearsMax = 50;

struct GenerateOptions {
  int partnerships = 0;
  std::vector<std::string> counties;
  uint64_t seed = 1;
  int years = 5;
  int last_year = kLastYear;
  std::string directory;
};

std::vector<County> ChosenCounties(const GenerateOptions& options) {
  std::vector<County> chosen;
  chosen.reserve(Counties().size());
  for (const County& county : Counties()) {
    const bool named = std::find(options.counties.begin(), options.counties.end(), county.code) !=
                       options.counties.end();
    if (options.counties.empty() || named) chosen.push_back(county);
  }
  if (options.partnerships > 0) {
    chosen.resize(std::min(chosen.size(), static_cast<size_t>(options.partnerships)));
  }
  return chosen;
}

absl::StatusOr<int64_t> WriteFile(const World& world, const std::string& path) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  const int64_t lines = WriteWorld(world, file);
  file.close();
  if (!file) return UsageError(absl::StrCat(path, " can not be written; is there room?"));
  return lines;
}

absl::Status Generate(CliContext& context, const GenerateOptions& options) {
  std::error_code error;
  std::filesystem::create_directories(options.directory, error);
  if (error) {
    return UsageError(absl::StrCat(options.directory, " can not be made: ", error.message()));
  }
  const std::vector<County> counties = ChosenCounties(options);
  ProgressBar progress(context.err(), isatty(STDERR_FILENO) != 0, "generate", counties.size(),
                       "partnerships");
  int64_t lines = 0;
  for (const County& county : counties) {
    progress.Next(county.name);
    const World world(county, options.seed, options.last_year - options.years + 1,
                      options.last_year);
    ASSIGN_OR_RETURN(const int64_t written,
                     WriteFile(world, absl::StrCat(options.directory, "/", county.code, "-",
                                                   county.slug, ".jsonl")));
    lines += written;
  }
  progress.Clear();
  context.out() << lines << " lines in " << counties.size() << " files\n";
  return absl::OkStatus();
}

CLI::Validator AsCounty() {
  return CLI::Validator(
      [](std::string& argument) -> std::string {
        for (const County& county : Counties()) {
          if (argument == county.code) return "";
        }
        return absl::StrCat("\"", argument, "\" is no county; write its two digits as in 24");
      },
      "CODE");
}

}  // namespace

void AddGenerateCommand(CommandTree& tree) {
  auto options = std::make_shared<GenerateOptions>();
  CLI::App& verb = tree.AddVerb(tree.app(), "generate", "Make up partnerships, as files to replay");
  verb.add_option("--out", options->directory, "Where to write a file for each partnership")
      ->type_name("DIRECTORY")
      ->required();
  verb.add_option("--partnerships", options->partnerships, "How many: the first counties by code")
      ->type_name("N")
      ->check(CLI::Range(1, static_cast<int>(Counties().size())).description(""));
  verb.add_option("--county", options->counties, "Only these counties: 23,24")
      ->check(AsCounty())
      ->delimiter(',')
      ->allow_extra_args(false);
  verb.add_option("--seed", options->seed, "Another number, another story")
      ->type_name("N")
      ->capture_default_str();
  verb.add_option("--years", options->years, "How many years of work")
      ->type_name("N")
      ->check(CLI::Range(1, kYearsMax).description(""))
      ->capture_default_str();
  verb.add_option("--last-year", options->last_year, "The last of them; it has to be over")
      ->type_name("YEAR")
      ->check(CLI::Range(1950, 2199).description(""))
      ->capture_default_str();
  verb.footer(
      "The same numbers give the same bytes. Villages and what is said are made up; counties and\n"
      "municipalities are those of Sweden. Nobody is asked: no server is needed.\n"
      "\n"
      "Examples:\n"
      "  samverk generate --out /tmp/sverige\n"
      "  samverk generate --county 24 --years 10 --seed 7 --out /tmp/vasterbotten\n"
      "  samverk replay /tmp/vasterbotten/24-vasterbotten.jsonl");
  tree.OnRun(verb, [options](CliContext& context) { return Generate(context, *options); });
}

}  // namespace samverk

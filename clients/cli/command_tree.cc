#include "clients/cli/command_tree.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/check.h"
#include "clients/cli/arguments.h"

namespace samverk {
namespace {

constexpr char kDescription[] =
    "samverk: the shared record of a service partnership (servicepartnerskap).\n"
    "What it prints about the partnership is in Swedish; --json is for programs.";

constexpr char kFooter[] =
    "Examples:\n"
    "  samverk import examples/vasterbotten.json\n"
    "  samverk workshops list --year 2019\n"
    "  samverk workshops history 3f2a\n"
    "  samverk log tail --last 10\n"
    "\n"
    "Exit codes:\n"
    "  0  done\n"
    "  1  refused by the server\n"
    "  2  the command line, or a file to import, is not right\n"
    "  3  the server does not answer, or can not at the moment\n"
    "  4  somebody was faster: the revision is stale, or the id is taken\n"
    "  5  the server found damaged data\n"
    "  6  recorded, but a part of it is in conflict and waits for a person";

void TidyTypeNames(CLI::App& app) {
  for (CLI::Option* option : app.get_options([](CLI::Option*) { return true; })) {
    const std::string type = option->get_type_name();
    // CLI11 shows "TEXT:DATE": the type in C++, then what the validator takes.
    const size_t colon = type.find(':');
    if (colon == std::string::npos) continue;
    option->get_validator(0)->description("");
    option->type_name(type.substr(colon + 1));
  }
  for (CLI::App* verb : app.get_subcommands([](CLI::App*) { return true; })) TidyTypeNames(*verb);
}

CLI::Validator AsRoleAndOrganisation() {
  return CLI::Validator([](std::string& argument) { return WrongActAs(argument); },
                        "ROLE[@ORGANISATION]");
}

// The server keeps so many bytes of it.
CLI::Validator AsDevice() {
  return CLI::Validator(
      [](std::string& argument) -> std::string {
        constexpr size_t kDeviceBytesMax = 63;
        const bool plain = std::all_of(argument.begin(), argument.end(),
                                       [](char c) { return absl::ascii_isgraph(c); });
        if (plain && argument.size() <= kDeviceBytesMax) return "";
        return absl::StrCat("\"", argument, "\" is no name of a device: at most ", kDeviceBytesMax,
                            " characters, no spaces, no å, ä, ö");
      },
      "NAME");
}

}  // namespace

CommandTree::CommandTree(GlobalOptions& options) : app_(kDescription, "samverk") {
  app_.footer(kFooter);
  app_.require_subcommand(1);
  app_.fallthrough();
  app_.get_formatter()->column_width(34);
  app_.add_option("--server", options.server, "Where the server listens")
      ->type_name("ADDRESS")
      ->envname("SAMVERK_SERVER")
      ->capture_default_str();
  app_.add_option("--partnership", options.partnership, "Which partnership")
      ->type_name("ID")
      ->envname("SAMVERK_PARTNERSHIP")
      ->capture_default_str();
  app_.add_flag("--json", options.json, "Print JSON, one document per line");
  app_.add_option("--act-as", options.act_as,
                  "As whom, where the server runs for a local developer: officer@2421")
      ->check(AsRoleAndOrganisation());
  app_.add_option("--device", options.device,
                  "What you work on: who edits on two devices is two hands")
      ->envname("SAMVERK_DEVICE")
      ->check(AsDevice());
  app_.add_option("--timeout", options.timeout_seconds, "How long to wait for an answer")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.001, 86400.0).description(""))
      ->capture_default_str();
}

CLI::App& CommandTree::AddGroup(const std::string& name, const std::string& description,
                                const std::vector<std::string>& examples) {
  CLI::App& group = *app_.add_subcommand(name, description);
  group.require_subcommand(1);
  group.footer(absl::StrCat("Examples:\n  ", absl::StrJoin(examples, "\n  ")));
  return group;
}

CLI::App& CommandTree::AddVerb(CLI::App& parent, const std::string& name,
                               const std::string& description) {
  CLI::App& verb = *parent.add_subcommand(name, description);
  // Inherited from the parent otherwise, and asked for where there is nothing to choose.
  verb.require_subcommand(0);
  return verb;
}

void CommandTree::OnRun(const CLI::App& verb, Action action) {
  actions_.emplace_back(&verb, std::move(action));
}

void CommandTree::TidyHelp() { TidyTypeNames(app_); }

absl::Status CommandTree::Run(CliContext& context) const {
  for (const auto& [verb, action] : actions_) {
    // A group that has an action of its own acts only where no verb of it was given.
    if (verb->parsed() && verb->get_subcommands().empty()) return action(context);
  }
  CHECK(false);  // The parser requires a verb, and every verb has its action.
  return absl::OkStatus();
}

}  // namespace samverk

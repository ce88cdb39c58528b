#include "clients/cli/completion.h"

#include <functional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace samverk {
namespace {

// One word that can come next, and what it means.
struct Candidate {
  std::string word;
  std::string description;
  bool is_option = false;
};

std::vector<const CLI::App*> VerbsOf(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* verb) { return !verb->get_name().empty(); });
}

void AddOptionsOf(const CLI::App& app, std::vector<Candidate>& candidates) {
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      candidates.push_back({absl::StrCat("--", name), option->get_description(), true});
    }
  }
}

// What can follow the words that lead to `app`.
std::vector<Candidate> CandidatesOf(const CLI::App& app) {
  std::vector<Candidate> candidates;
  for (const CLI::App* verb : VerbsOf(app)) {
    candidates.push_back({verb->get_name(), verb->get_description(), false});
  }
  AddOptionsOf(app, candidates);
  return candidates;
}

// Visits `app` and everything below it with the words that lead there: `samverk workshops`.
void Visit(const CLI::App& app, const std::string& path,
           const std::function<void(const std::string&, const CLI::App&)>& visit) {
  visit(path, app);
  for (const CLI::App* verb : VerbsOf(app)) {
    Visit(*verb, absl::StrCat(path, " ", verb->get_name()), visit);
  }
}

// The paths of the tree below its root, for a case that says which words lead on.
std::string Paths(const CLI::App& app) {
  std::vector<std::string> paths;
  Visit(app, "samverk", [&app, &paths](const std::string& path, const CLI::App& verb) {
    if (&verb != &app) paths.push_back(absl::StrCat("'", path, "'"));
  });
  return absl::StrJoin(paths, " | ");
}

// A text within single quotes, in all three shells.
std::string Quoted(absl::string_view text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "’"}, {"\n", " "}}), "'");
}

}  // namespace

std::string BashCompletion(const CLI::App& app) {
  std::string script = absl::StrCat(
      "# Completion of samverk for bash: source <(samverk completion bash)\n"
      "_samverk() {\n"
      "  local path='samverk' word candidates=''\n"
      "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
      "    case \"$path $word\" in\n"
      "      ",
      Paths(app),
      ") path=\"$path $word\" ;;\n"
      "    esac\n"
      "  done\n"
      "  case \"$path\" in\n");
  Visit(app, "samverk", [&script](const std::string& path, const CLI::App& verb) {
    std::vector<std::string> words;
    for (const Candidate& candidate : CandidatesOf(verb)) words.push_back(candidate.word);
    absl::StrAppend(&script, "    '", path, "') candidates='", absl::StrJoin(words, " "), "' ;;\n");
  });
  absl::StrAppend(&script,
                  "  esac\n"
                  "  mapfile -t COMPREPLY < <(compgen -W \"$candidates\" -- "
                  "\"${COMP_WORDS[COMP_CWORD]}\")\n"
                  "}\n"
                  "complete -o default -F _samverk samverk\n");
  return script;
}

std::string ZshCompletion(const CLI::App& app) {
  std::string script = absl::StrCat(
      "#compdef samverk\n"
      "# Completion of samverk for zsh: save as _samverk in a directory of $fpath\n"
      "_samverk() {\n"
      "  local path_so_far='samverk' word\n"
      "  local -a candidates\n"
      "  for word in \"${(@)words[2,CURRENT-1]}\"; do\n"
      "    case \"$path_so_far $word\" in\n"
      "      (",
      Paths(app),
      ") path_so_far=\"$path_so_far $word\" ;;\n"
      "    esac\n"
      "  done\n"
      "  case \"$path_so_far\" in\n");
  Visit(app, "samverk", [&script](const std::string& path, const CLI::App& verb) {
    absl::StrAppend(&script, "    ('", path, "') candidates=(");
    for (const Candidate& candidate : CandidatesOf(verb)) {
      // _describe splits at the first colon; further ones stand for themselves.
      absl::StrAppend(&script, "\n      ",
                      Quoted(absl::StrCat(candidate.word, ":", candidate.description)));
    }
    absl::StrAppend(&script, "\n      ) ;;\n");
  });
  absl::StrAppend(&script,
                  "  esac\n"
                  "  _describe samverk candidates || _files\n"
                  "}\n"
                  "compdef _samverk samverk\n");
  return script;
}

std::string FishCompletion(const CLI::App& app) {
  std::string script = absl::StrCat(
      "# Completion of samverk for fish: samverk completion fish | source\n"
      "function __samverk_at\n"
      "    set -l path samverk\n"
      "    for word in (commandline -opc)[2..-1]\n"
      "        switch \"$path $word\"\n"
      "            case ",
      absl::StrReplaceAll(Paths(app), {{" | ", " "}}),
      "\n"
      "                set path \"$path $word\"\n"
      "        end\n"
      "    end\n"
      "    test \"$path\" = \"$argv\"\n"
      "end\n");
  Visit(app, "samverk", [&script](const std::string& path, const CLI::App& verb) {
    for (const Candidate& candidate : CandidatesOf(verb)) {
      absl::StrAppend(&script, "complete -c samverk -n \"__samverk_at ", path, "\" ");
      if (candidate.is_option) {
        absl::StrAppend(&script, "-l ", candidate.word.substr(2));
      } else {
        absl::StrAppend(&script, "-f -a ", candidate.word);
      }
      absl::StrAppend(&script, " -d ", Quoted(candidate.description), "\n");
    }
  });
  return script;
}

void AddCompletionCommand(CommandTree& tree) {
  CLI::App& group = tree.AddGroup(
      "completion", "Scripts that complete verbs and options in a shell",
      {"source <(samverk completion bash)", "samverk completion zsh > ~/.zfunc/_samverk",
       "samverk completion fish | source"});
  using Script = std::string (*)(const CLI::App&);
  for (const auto& [shell, script] : {std::pair<const char*, Script>("bash", BashCompletion),
                                      {"zsh", ZshCompletion},
                                      {"fish", FishCompletion}}) {
    CLI::App& verb = tree.AddVerb(group, shell, absl::StrCat("The script for ", shell));
    tree.OnRun(verb, [&tree, script = script](CliContext& context) {
      context.out() << script(tree.app());
      return absl::OkStatus();
    });
  }
}

}  // namespace samverk

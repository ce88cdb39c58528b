#include "clients/cli/replay_command.h"

#include <unistd.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "clients/cli/line_source.h"
#include "clients/cli/names.h"
#include "clients/cli/progress_bar.h"
#include "clients/cli/replay_file.h"
#include "nlohmann/json.hpp"
#include "samverk/v1/admin.grpc.pb.h"

namespace samverk {
namespace {

constexpr int kFaultsShown = 20;
constexpr char kBlanks[] = " \t";
constexpr absl::string_view kByteOrderMark = "\xef\xbb\xbf";

struct ReplayOptions {
  std::string path;
  bool keep_going = false;
  bool check = false;
};

// What became of the lines of a file.
struct ReplayCounts {
  int64_t created = 0;
  int64_t unchanged = 0;
  int64_t refused = 0;
};

// What to do about a line that the server did not take.
std::string AdviceFor(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
      return "Kör igen när servern svarar; det som redan är registrerat ändras inte.";
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return "Kör som någon som får det (--act-as, eller act_as på raden).";
    default:
      return "Rätta raden och kör igen, eller hoppa över den med --keep-going; det som redan är "
             "registrerat ändras inte.";
  }
}

// Whether it says something of the line and not of the server.
bool IsRefusal(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kUnimplemented:
      return false;
    default:
      return true;
  }
}

class Replayer {
 public:
  Replayer(CliContext& context, const ReplayOptions& options, LineSource& lines)
      : context_(context),
        options_(options),
        name_(options.path == "-" ? "standard input" : std::string(LastPart(options.path))),
        lines_(lines) {}

  // Reads every line and reports what is wrong with them. Errors: UsageError; nothing was sent.
  absl::Status Check();
  // Gives the commands to the server. Errors: the first refusal, with the line it is about.
  absl::Status Run();

  const ReplayCounts& counts() const { return counts_; }
  int64_t commands() const { return commands_; }

 private:
  // Goes to the next line that says anything; false after the last one.
  bool NextLine();
  void Report(const ReplayFault& fault);
  // Where the ledgers of the server end.
  absl::Status ReadHeads();
  void Count(const v1::CommandResult& result);
  absl::Status Send(const ReplayLine& line);
  std::string Place() const { return absl::StrCat(name_, ", line ", lines_.number()); }

  CliContext& context_;
  const ReplayOptions& options_;
  const std::string name_;
  LineSource& lines_;
  std::string text_;  // Of the line.
  bool is_cut_ = false;
  int64_t commands_ = 0;
  int64_t faults_ = 0;
  // The last position seen of each ledger: an answer from there or before is of a command that
  // wrote nothing now.
  absl::flat_hash_map<std::string, int64_t> heads_;
  ReplayCounts counts_;
};

bool Replayer::NextLine() {
  while (lines_.Next(text_, is_cut_)) {
    if (lines_.number() == 1 && absl::StartsWith(text_, kByteOrderMark)) {
      text_.erase(0, kByteOrderMark.size());
    }
    if (text_.find_first_not_of(kBlanks) != std::string::npos) return true;
  }
  return false;
}

void Replayer::Report(const ReplayFault& fault) {
  if (++faults_ > kFaultsShown) return;
  context_.err() << Place() << (fault.field.empty() ? "" : ", ") << fault.field << ": "
                 << fault.what << "\n";
}

absl::Status Replayer::Check() {
  ReplayCommands earlier;
  lines_.Rewind();
  while (NextLine()) {
    ++commands_;
    if (is_cut_) {
      Report({"", absl::StrCat("longer than ", kLineBytesMax, " bytes; no command is")});
      continue;
    }
    const auto [line, faults] = ReadReplayLine(text_, context_.Parent());
    for (const ReplayFault& fault : faults) Report(fault);
    if (!faults.empty()) continue;
    if (const int64_t other = earlier.Add(line, lines_.number()); other > 0) {
      Report({"", absl::StrCat("this is the same command as line ", other,
                               "; remove one of them, or give one a \"key\"")});
    }
  }
  if (faults_ == 0) return absl::OkStatus();
  if (faults_ > kFaultsShown) context_.err() << "… and " << faults_ - kFaultsShown << " more\n";
  return UsageError(absl::StrCat(name_, ": ", faults_, faults_ == 1 ? " fault" : " faults",
                                 ", told above; nothing was sent"));
}

absl::Status Replayer::ReadHeads() {
  const auto list = context_.CallAllPages(&v1::AdminService::Stub::ListPartnerships,
                                          v1::ListPartnershipsRequest());
  // Who may not list them is told everything as new.
  if (absl::IsPermissionDenied(list.status())) return absl::OkStatus();
  RETURN_IF_ERROR(list.status());
  for (const v1::Partnership& partnership : list->partnerships()) {
    heads_[partnership.name()] = partnership.head().position();
  }
  return absl::OkStatus();
}

void Replayer::Count(const v1::CommandResult& result) {
  // `partnerships/p` of `partnerships/p/workshops/…`.
  const size_t first = result.name().find('/');
  const std::string partnership = result.name().substr(0, result.name().find('/', first + 1));
  int64_t& head = heads_[partnership];
  ++(result.position().position() > head ? counts_.created : counts_.unchanged);
  head = std::max<int64_t>(head, result.position().position());
}

absl::Status Replayer::Send(const ReplayLine& line) {
  const std::unique_ptr<google::protobuf::Message> response(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(line.method->output_type())
          ->New());
  RETURN_IF_ERROR(context_.CallMethod(*line.method, *line.request, line.act_as, *response));
  const auto* field = response->GetDescriptor()->FindFieldByName("result");
  v1::CommandResult result;
  if (field != nullptr && field->message_type() == v1::CommandResult::descriptor()) {
    result.CopyFrom(response->GetReflection()->GetMessage(*response, field));
  }
  Count(result);
  return absl::OkStatus();
}

absl::Status Replayer::Run() {
  RETURN_IF_ERROR(ReadHeads());
  ProgressBar progress(context_.err(), isatty(STDERR_FILENO) != 0, name_,
                       static_cast<size_t>(commands_), "lines");
  lines_.Rewind();
  while (NextLine()) {
    const auto [line, faults] = ReadReplayLine(text_, context_.Parent());
    if (!faults.empty() || is_cut_) {
      return UsageError(absl::StrCat(Place(), " changed while it was read; replay again"));
    }
    progress.Next(RpcName(*line.method));
    absl::Status status = Send(line);
    if (status.ok()) continue;
    const std::string advice = AdviceFor(status);
    const bool is_refusal = IsRefusal(status);
    status = AtPlace(std::move(status), absl::StrCat(Place(), " (", RpcName(*line.method), ")"),
                     is_refusal && options_.keep_going ? "" : advice);
    if (!is_refusal || !options_.keep_going) return status;
    ++counts_.refused;
    progress.Clear();
    context_.err() << ErrorLine(status, context_.options().server) << "\n";
  }
  if (counts_.refused == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(name_, ": servern sa nej till ", counts_.refused, " av ", commands_, " rader."));
}

void PrintCounts(const CliContext& context, const ReplayCounts& counts) {
  if (context.options().json) {
    const nlohmann::json json = {
        {"new", counts.created}, {"unchanged", counts.unchanged}, {"refused", counts.refused}};
    context.out() << json.dump() << "\n";
    return;
  }
  context.out() << counts.created << " new, " << counts.unchanged << " unchanged";
  if (counts.refused > 0) context.out() << ", " << counts.refused << " refused";
  context.out() << "\n";
}

absl::Status Replay(CliContext& context, const ReplayOptions& options) {
  ASSIGN_OR_RETURN(LineSource lines, LineSource::Open(options.path));
  Replayer replayer(context, options, lines);
  RETURN_IF_ERROR(replayer.Check());
  if (options.check) {
    context.out() << replayer.commands() << " commands, nothing wrong\n";
    return absl::OkStatus();
  }
  absl::Status status = replayer.Run();
  PrintCounts(context, replayer.counts());
  return status;
}

}  // namespace

void AddReplayCommand(CommandTree& tree) {
  auto options = std::make_shared<ReplayOptions>();
  CLI::App& verb = tree.AddVerb(tree.app(), "replay", "Give commands line by line; safe to repeat");
  verb.add_option("file", options->path, "Lines of JSON, as docs/guide/replay.md describes them")
      ->required();
  verb.add_flag("--keep-going", options->keep_going, "Skip lines that the server refuses");
  verb.add_flag("--check", options->check, "Only say what is wrong with the file");
  verb.footer(
      "Every line is read and checked before the first one is sent. Replaying again changes "
      "nothing.\n"
      "\n"
      "Examples:\n"
      "  samverk replay year.jsonl\n"
      "  samverk replay --check year.jsonl\n"
      "  samverk --partnership jamtland replay - < year.jsonl");
  tree.OnRun(verb, [options](CliContext& context) { return Replay(context, *options); });
}

}  // namespace samverk

#include "clients/cli/log_command.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "clients/cli/admin_command.h"
#include "clients/cli/event_words.h"
#include "clients/cli/names.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "samverk/v1/feed.grpc.pb.h"

namespace samverk {
namespace {

struct TailOptions {
  int64_t from = 0;  // 0: not said.
  int64_t last = 0;  // 0: not said.
  bool follow = false;
  std::vector<std::string> types;
};

// `workshops/0199a1b2`: enough to see what belongs together, and to show one of them.
std::string ShortName(const std::string& resource) {
  const absl::string_view id = LastPart(resource);
  const absl::string_view rest(resource.data(), resource.size() - id.size());
  const absl::string_view collection =
      rest.empty() ? rest : LastPart(rest.substr(0, rest.size() - 1));
  constexpr size_t kShortIdChars = 8;
  return absl::StrCat(collection, "/",
                      Uuid::Parse(id).has_value() ? id.substr(0, kShortIdChars) : id);
}

// Prints events one per line; with `last`, only the latest so many of what there was
// before the reader caught up.
class Tail {
 public:
  Tail(CliContext& context, int64_t last) : context_(context), last_(last) {
    if (!context.options().json) names_ = OrganisationNames::Read(context);
  }

  absl::Status Take(const v1::RecordedEvent& event) {
    if (caught_up_ || last_ == 0) return Print(event);
    held_back_.push_back(event);
    if (static_cast<int64_t>(held_back_.size()) > last_) held_back_.pop_front();
    return absl::OkStatus();
  }

  absl::Status CatchUp() {
    caught_up_ = true;
    for (const v1::RecordedEvent& event : held_back_) RETURN_IF_ERROR(Print(event));
    held_back_.clear();
    return absl::OkStatus();
  }

 private:
  absl::Status Print(const v1::RecordedEvent& event) {
    if (context_.options().json) return context_.PrintJson(event);
    constexpr size_t kResourceColumns = 22;
    const std::string resource = Fit(ShortName(event.resource()), kResourceColumns);
    const std::string lead = absl::StrCat(absl::StrFormat("%6d", event.position().position()), "  ",
                                          FormatMinute(event.recorded_at()), "  ",
                                          Pad(resource, kResourceColumns), "  ");
    // Flushed line by line, for readers at the other end of a pipe.
    context_.out() << Fit(absl::StrCat(lead, EventInWords(event, names_)), kLineColumns)
                   << std::endl;
    return absl::OkStatus();
  }

  CliContext& context_;
  const int64_t last_;
  OrganisationNames names_;
  bool caught_up_ = false;
  std::deque<v1::RecordedEvent> held_back_;
};

absl::StatusOr<v1::SubscribeRequest> RequestFor(CliContext& context, const TailOptions& options) {
  v1::SubscribeRequest request;
  request.set_parent(context.Parent());
  for (const std::string& type : options.types) {
    request.add_types(absl::StrContains(type, '.') ? type : absl::StrCat("samverk.v1.", type));
  }
  if (options.from == 0 && (options.last == 0 || !options.types.empty())) return request;
  ASSIGN_OR_RETURN(const v1::Partnership partnership, FindPartnership(context, context.Parent()));
  // Positions go with their epoch.
  *request.mutable_after() = partnership.head();
  request.mutable_after()->set_position(
      options.from > 0 ? options.from - 1
                       : std::max<int64_t>(0, partnership.head().position() - options.last));
  return request;
}

absl::Status RunTail(CliContext& context, const TailOptions& options) {
  ASSIGN_OR_RETURN(const v1::SubscribeRequest request, RequestFor(context, options));
  Tail tail(context, options.last);
  grpc::ClientContext call;
  context.Prepare(call, /*with_deadline=*/false);
  v1::FeedService::Stub stub(context.channel());
  const auto reader = stub.Subscribe(&call, request);
  v1::SubscribeResponse frame;
  while (reader->Read(&frame)) {
    if (frame.has_event()) RETURN_IF_ERROR(tail.Take(frame.event()));
    if (!frame.has_caught_up()) continue;
    RETURN_IF_ERROR(tail.CatchUp());
    if (!options.follow) {
      call.TryCancel();
      // What still comes until the server hears of it is newer than what was asked for.
      while (reader->Read(&frame)) continue;
      reader->Finish().IgnoreError();
      return absl::OkStatus();
    }
  }
  return ToAbslStatus(reader->Finish());
}

}  // namespace

void AddLogCommand(CommandTree& tree) {
  CLI::App& group =
      tree.AddGroup("log", "The record itself",
                    {"samverk log tail --last 10", "samverk log tail --follow",
                     "samverk log tail --from 100 --type WorkshopHeld --type WorkshopCancelled",
                     "samverk --json log tail | jq -r .type | sort | uniq -c"});
  auto options = std::make_shared<TailOptions>();
  CLI::App& verb = tree.AddVerb(group, "tail", "Show events in the order they were recorded");
  CLI::Option* from = verb.add_option("--from", options->from, "Begin at this position")
                          ->type_name("POSITION")
                          ->check(CLI::PositiveNumber.description(""));
  verb.add_option("--last", options->last, "Show only the last so many")
      ->type_name("N")
      ->check(CLI::PositiveNumber.description(""))
      ->excludes(from);
  verb.add_flag("-f,--follow", options->follow, "Go on as new events are recorded");
  verb.add_option("--type", options->types, "Only events of this type, such as WorkshopHeld")
      ->type_name("TYPE")
      ->allow_extra_args(false);
  tree.OnRun(verb, [options](CliContext& context) { return RunTail(context, *options); });
}

}  // namespace samverk

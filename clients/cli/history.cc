#include "clients/cli/history.h"

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "clients/cli/action_plan_words.h"
#include "clients/cli/event_words.h"
#include "clients/cli/plan_event_words.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "samverk/v1/audit.grpc.pb.h"

namespace samverk {
namespace {

// "%4d  2019-10-07 13:05  " takes this much; what follows hangs below it.
constexpr size_t kIndent = 24;

void PrintHanging(const std::string& first, const std::string& text, std::ostream& out) {
  std::string lead = first;
  for (const std::string& line : Wrap(text, kLineColumns - kIndent)) {
    out << Pad(lead, kIndent) << line << "\n";
    lead.clear();
  }
}

void PrintEvent(const v1::RecordedEvent& event, const OrganisationNames& names, std::ostream& out) {
  PrintHanging(absl::StrFormat("%4d  %s", event.revision(), FormatMinute(event.recorded_at())),
               EventInWords(event, names), out);
  std::string who = ActorInWords(event, names);
  const std::string day = FormatDay(event.occurred_at());
  if (!day.empty() && day != FormatDay(event.recorded_at())) {
    who = absl::StrCat("hände ", day, "; ", who);
  }
  PrintHanging("", who, out);
  const v1::Provenance& provenance = event.metadata().provenance();
  if (!provenance.reason().empty()) {
    PrintHanging("", absl::StrCat("därför: ", provenance.reason()), out);
  }
  if (provenance.has_decision()) {
    PrintHanging("", absl::StrCat("beslut: ", FormatDecision(provenance.decision())), out);
  }
}

}  // namespace

void AddHistoryVerb(CommandTree& tree, CLI::App& group, const std::string& what, Resolver resolve) {
  struct Options {
    std::string resource;
    bool newest_first = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "history", "Show what happened, who did it and why");
  verb.add_option(what, options->resource, absl::StrCat("Which ", what))->required();
  verb.add_flag("--newest-first", options->newest_first, "Show the latest event first");
  tree.OnRun(verb, [options, resolve](CliContext& context) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string name, resolve(context, options->resource));
    ASSIGN_OR_RETURN(const v1::GetHistoryResponse history,
                     ReadHistory(context, name, options->newest_first));
    if (context.options().json) return context.PrintJson(history);
    context.out() << name << "\n";
    PrintHistory(history, OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::GetHistoryResponse> ReadHistory(CliContext& context, absl::string_view name,
                                                   bool newest_first) {
  v1::GetHistoryRequest request;
  request.set_name(std::string(name));
  request.set_newest_first(newest_first);
  return context.CallAllPages(&v1::AuditService::Stub::GetHistory, request);
}

void PrintHistory(const v1::GetHistoryResponse& history, OrganisationNames names,
                  std::ostream& out) {
  // What is edited later is named by what it was called when it was added.
  for (const v1::RecordedEvent& event : history.events()) {
    AddElementNames(event, names);
    AddMeasureNames(event, names);
  }
  for (const v1::RecordedEvent& event : history.events()) PrintEvent(event, names, out);
}

}  // namespace samverk

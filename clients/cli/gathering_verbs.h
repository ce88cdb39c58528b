// What the verbs of workshops and of meetings have in common: both are planned, held or
// cancelled, corrected, and withdrawn if they were registered by mistake.

#ifndef SAMVERK_CLIENTS_CLI_GATHERING_VERBS_H_
#define SAMVERK_CLIENTS_CLI_GATHERING_VERBS_H_

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/command_tree.h"
#include "clients/cli/history.h"
#include "clients/cli/names.h"
#include "clients/cli/write_options.h"

namespace samverk {

// What is said of a workshop or meeting when it is planned, and corrected later. As
// options of a correction each may be left out.
struct GatheringFacts {
  std::optional<std::string> title;
  std::string first_day;
  std::string last_day;
  std::optional<std::string> form;
  std::optional<std::string> venue;
};

// Adds the options; with `required`, those that planning needs are.
inline void AddGatheringFacts(CLI::App& verb, GatheringFacts& facts, bool required) {
  verb.add_option("--title", facts.title, "What it is called")
      ->transform(AsText())
      ->required(required);
  CLI::Option* from = verb.add_option("--from", facts.first_day, "The first day")
                          ->check(As(ParseDateArgument, "DATE"))
                          ->required(required);
  verb.add_option("--to", facts.last_day, "The last day, if it is another")
      ->check(As(ParseDateArgument, "DATE"))
      ->needs(from);
  verb.add_option("--form", facts.form, "How it is held")
      ->check(AsWordOf<v1::EventForm>())
      ->required(required);
  verb.add_option("--venue", facts.venue, "Where")->transform(AsText());
}

// Fills in a request that plans.
template <typename Request>
absl::Status FillGatheringFacts(const GatheringFacts& facts, Request& request) {
  request.set_title(facts.title.value_or(""));
  ASSIGN_OR_RETURN(*request.mutable_period(), ParsePeriod(facts.first_day, facts.last_day));
  request.set_form(
      ParseEnum<v1::EventForm>(facts.form.value_or("")).value_or(v1::EVENT_FORM_UNSPECIFIED));
  request.set_venue(facts.venue.value_or(""));
  return absl::OkStatus();
}

// Adds to a request that corrects an edit for each fact that was given.
template <typename Request>
absl::Status AddGatheringEdits(const GatheringFacts& facts, Request& request) {
  if (facts.title.has_value()) request.add_edits()->set_title(*facts.title);
  if (!facts.first_day.empty()) {
    ASSIGN_OR_RETURN(*request.add_edits()->mutable_period(),
                     ParsePeriod(facts.first_day, facts.last_day));
  }
  if (facts.form.has_value()) {
    request.add_edits()->set_form(
        ParseEnum<v1::EventForm>(*facts.form).value_or(v1::EVENT_FORM_UNSPECIFIED));
  }
  if (facts.venue.has_value()) request.add_edits()->set_venue(*facts.venue);
  return absl::OkStatus();
}

// Adds --attendance to `verb`: how many came, by organisation.
inline void AddAttendanceOption(CLI::App& verb, std::vector<std::string>& attendance) {
  verb.add_option("--attendance", attendance, "How many came: 2421=3,2418=2")
      ->transform(As(ParseAttendance, "ORGANISATION=NUMBER"))
      ->delimiter(',')
      ->allow_extra_args(false);
}

// `2421=3` with the organisation's whole name.
inline absl::StatusOr<v1::Attendance> AttendanceIn(const CliContext& context,
                                                   absl::string_view text) {
  ASSIGN_OR_RETURN(v1::Attendance attendance, ParseAttendance(text));
  attendance.set_organisation(OrganisationName(context.Parent(), attendance.organisation()));
  return attendance;
}

// The entry with that number among those of a workshop or meeting; UsageError if there is none.
// `shown_by` is the verb that shows their numbers.
template <typename Entries>
absl::StatusOr<typename Entries::value_type> EntryOf(const Entries& entries, int64_t number,
                                                     absl::string_view what,
                                                     absl::string_view shown_by) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [number](const auto& entry) { return entry.entry() == number; });
  if (found != entries.end()) return *found;
  return UsageError(absl::StrCat("there is no ", what, " with the number ", number,
                                 "; see `samverk ", shown_by, "`"));
}

// Adds a verb that needs to know nothing but which one: cancel, withdraw.
template <typename Stub, typename Request, typename Response>
void AddPlainVerb(CommandTree& tree, CLI::App& group, const std::string& what,
                  const std::string& verb_name, const std::string& description, Resolver resolve,
                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*)) {
  struct Options {
    std::string name;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, verb_name, description);
  verb.add_option(what, options->name, absl::StrCat("Which ", what))->required();
  AddWriteOptions(verb, options->write);
  AddRevisionOption(verb, options->write);
  tree.OnRun(verb, [options, resolve, method](CliContext& context) -> absl::Status {
    Request request;
    ASSIGN_OR_RETURN(*request.mutable_name(), resolve(context, options->name));
    return Submit(context, method, request, options->write);
  });
}

// Adds the verb that records that it was held.
template <typename Stub, typename Request, typename Response>
void AddHoldVerb(CommandTree& tree, CLI::App& group, const std::string& what, Resolver resolve,
                 grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*)) {
  struct Options {
    std::string name;
    std::string first_day;
    std::string last_day;
    std::vector<std::string> attendance;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "hold", "Record that it was held, and who came");
  verb.add_option(what, options->name, absl::StrCat("Which ", what))->required();
  CLI::Option* from =
      verb.add_option("--from", options->first_day, "The first day, if not as planned")
          ->check(As(ParseDateArgument, "DATE"));
  verb.add_option("--to", options->last_day, "The last day, if it is another")
      ->check(As(ParseDateArgument, "DATE"))
      ->needs(from);
  AddAttendanceOption(verb, options->attendance);
  AddWriteOptions(verb, options->write);
  AddRevisionOption(verb, options->write);
  tree.OnRun(verb, [options, resolve, method](CliContext& context) -> absl::Status {
    Request request;
    ASSIGN_OR_RETURN(*request.mutable_name(), resolve(context, options->name));
    if (!options->first_day.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_held(), ParsePeriod(options->first_day, options->last_day));
    }
    for (const std::string& text : options->attendance) {
      ASSIGN_OR_RETURN(*request.add_attendance(), AttendanceIn(context, text));
    }
    return Submit(context, method, request, options->write);
  });
}

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_GATHERING_VERBS_H_

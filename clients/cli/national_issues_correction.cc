// `samverk national-issues correct`: one edit for each thing that is said to be right.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/names.h"
#include "clients/cli/national_issues_command.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/national_issue.grpc.pb.h"

namespace samverk {
namespace {

struct CorrectOptions {
  std::string issue;
  std::optional<std::string> title;
  std::optional<std::string> text;
  std::optional<std::string> asked_for;
  std::optional<std::string> grounds;
  std::string raised_on;
  std::vector<std::string> links;
  bool no_links = false;
  // Of a round or an answer.
  std::optional<int64_t> entry;
  std::string entry_day;
  std::optional<std::string> entry_reference;
  std::optional<std::string> entry_text;
  // Of the conclusion.
  std::optional<std::string> outcome;
  std::optional<std::string> outcome_text;
  std::string closed_on;
  std::vector<int64_t> removed;
  WriteOptions write;
};

// What is not given again stays: an edit of an entry replaces all of it.
template <typename Correction>
absl::Status FillEntry(const CorrectOptions& options, google::type::Date& day,
                       Correction& correction) {
  correction.set_entry(*options.entry);
  if (!options.entry_day.empty()) {
    ASSIGN_OR_RETURN(day, ParseDateArgument(options.entry_day));
  }
  if (options.entry_reference.has_value()) correction.set_reference(*options.entry_reference);
  if (options.entry_text.has_value()) correction.set_text(*options.entry_text);
  return absl::OkStatus();
}

// Adds the edit of the round or answer with the number that was given.
absl::Status AddEntryEdit(const CorrectOptions& options, const v1::NationalIssue& issue,
                          v1::EditNationalIssueRequest& request) {
  for (const v1::IssueRound& round : issue.rounds()) {
    if (round.entry() == *options.entry) {
      v1::RoundCorrection& correction = *request.add_edits()->mutable_round();
      *correction.mutable_submitted_on() = round.submitted_on();
      correction.set_reference(round.reference());
      correction.set_text(round.text());
      return FillEntry(options, *correction.mutable_submitted_on(), correction);
    }
    for (const v1::IssueAnswer& answer : round.answers()) {
      if (answer.entry() != *options.entry) continue;
      v1::AnswerCorrection& correction = *request.add_edits()->mutable_answer();
      *correction.mutable_answered_on() = answer.answered_on();
      correction.set_reference(answer.reference());
      correction.set_text(answer.text());
      return FillEntry(options, *correction.mutable_answered_on(), correction);
    }
  }
  return UsageError(absl::StrCat("there is no round and no answer with the number ", *options.entry,
                                 "; see `samverk national-issues show`"));
}

absl::Status AddConclusionEdit(const CorrectOptions& options, const v1::NationalIssue& issue,
                               v1::EditNationalIssueRequest& request) {
  if (!options.outcome.has_value() && !options.outcome_text.has_value() &&
      options.closed_on.empty()) {
    return absl::OkStatus();
  }
  v1::IssueConclusion& conclusion = *request.add_edits()->mutable_conclusion();
  conclusion.set_outcome(issue.outcome());
  conclusion.set_text(options.outcome_text.value_or(issue.outcome_text()));
  if (issue.has_closed_on()) *conclusion.mutable_closed_on() = issue.closed_on();
  if (options.outcome.has_value()) {
    conclusion.set_outcome(ParseEnum<v1::NationalIssueOutcome>(*options.outcome)
                               .value_or(v1::NATIONAL_ISSUE_OUTCOME_UNSPECIFIED));
  }
  if (!options.closed_on.empty()) {
    ASSIGN_OR_RETURN(*conclusion.mutable_closed_on(), ParseDateArgument(options.closed_on));
  }
  return absl::OkStatus();
}

absl::Status AddFactEdits(CliContext& context, const CorrectOptions& options,
                          v1::EditNationalIssueRequest& request) {
  if (options.title.has_value()) request.add_edits()->set_title(*options.title);
  if (options.text.has_value()) {
    ASSIGN_OR_RETURN(*request.add_edits()->mutable_text(), TextOrInput(*options.text));
  }
  if (options.asked_for.has_value()) request.add_edits()->set_asked_for(*options.asked_for);
  if (options.grounds.has_value()) request.add_edits()->set_grounds(*options.grounds);
  if (!options.raised_on.empty()) {
    ASSIGN_OR_RETURN(*request.add_edits()->mutable_raised_on(),
                     ParseDateArgument(options.raised_on));
  }
  if (options.no_links || !options.links.empty()) {
    v1::IssueLinks& links = *request.add_edits()->mutable_links();
    for (const std::string& link : options.links) {
      ASSIGN_OR_RETURN(*links.add_links(), ResolveAny(context, link));
    }
  }
  return absl::OkStatus();
}

absl::Status Correct(CliContext& context, const CorrectOptions& options) {
  ASSIGN_OR_RETURN(const v1::NationalIssue issue, ReadNationalIssue(context, options.issue));
  v1::EditNationalIssueRequest request;
  request.set_name(issue.name());
  // Without --revision the correction holds against what is there this moment.
  request.set_expected_revision(issue.revision());
  RETURN_IF_ERROR(AddFactEdits(context, options, request));
  if (options.entry.has_value()) RETURN_IF_ERROR(AddEntryEdit(options, issue, request));
  RETURN_IF_ERROR(AddConclusionEdit(options, issue, request));
  for (const int64_t entry : options.removed) request.add_edits()->set_remove_entry(entry);
  if (request.edits().empty()) {
    return UsageError("nothing to correct was given; see `samverk national-issues correct --help`");
  }
  return Submit(context, &v1::NationalIssueService::Stub::EditNationalIssue, request,
                options.write);
}

void AddEntryOptions(CLI::App& verb, CorrectOptions& options) {
  constexpr char kEntries[] = "Rounds and answers (their numbers are in `show`)";
  CLI::Option* entry = verb.add_option("--entry", options.entry, "Which round or answer")
                           ->type_name("ENTRY")
                           ->group(kEntries);
  verb.add_option("--entry-on", options.entry_day, "Its right day")
      ->check(As(ParseDateArgument, "DATE"))
      ->needs(entry)
      ->group(kEntries);
  verb.add_option("--entry-reference", options.entry_reference, "Its right reference")
      ->transform(AsText())
      ->needs(entry)
      ->group(kEntries);
  verb.add_option("--entry-text", options.entry_text, "Its right text")
      ->transform(AsText())
      ->needs(entry)
      ->group(kEntries);
  verb.add_option("--remove-entry", options.removed, "A round or an answer recorded by mistake")
      ->type_name("ENTRY")
      ->allow_extra_args(false)
      ->group(kEntries);
}

void AddConclusionOptions(CLI::App& verb, CorrectOptions& options) {
  constexpr char kConclusion[] = "What came of a closed issue";
  verb.add_option("--outcome", options.outcome, "What came of it")
      ->check(AsWordOf<v1::NationalIssueOutcome>())
      ->group(kConclusion);
  verb.add_option("--outcome-text", options.outcome_text, "More about it")
      ->transform(AsText())
      ->group(kConclusion);
  verb.add_option("--closed-on", options.closed_on, "The day it was closed")
      ->check(As(ParseDateArgument, "DATE"))
      ->group(kConclusion);
}

}  // namespace

void AddNationalIssueCorrection(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<CorrectOptions>();
  CLI::App& verb = tree.AddVerb(group, "correct", "Edit it, and correct what is recorded about it");
  AddNationalIssueOption(verb, options->issue);
  verb.add_option("--title", options->title, "What it is called")->transform(AsText());
  verb.add_option("--text", options->text, "What it is about; - reads it from standard input")
      ->transform(AsText());
  verb.add_option("--ask", options->asked_for, "What is asked for")->transform(AsText());
  verb.add_option("--grounds", options->grounds, "Why")->transform(AsText());
  verb.add_option("--raised", options->raised_on, "The day it was raised")
      ->check(As(ParseDateArgument, "DATE"));
  CLI::Option* links =
      verb.add_option("--link", options->links, "A resource that it has to do with, of all")
          ->type_name("NAME")
          ->allow_extra_args(false);
  verb.add_flag("--no-links", options->no_links, "It has to do with none")->excludes(links);
  AddEntryOptions(verb, *options);
  AddConclusionOptions(verb, *options);
  AddWriteOptions(verb, options->write);
  AddRevisionOption(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) { return Correct(context, *options); });
}

}  // namespace samverk

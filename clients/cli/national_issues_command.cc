#include "clients/cli/national_issues_command.h"

#include <memory>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "clients/cli/arguments.h"
#include "clients/cli/gathering_verbs.h"
#include "clients/cli/history.h"
#include "clients/cli/names.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/national_issue.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::NationalIssueService::Stub;

constexpr char kWhat[] = "issue";

// Adds what all verbs that write about one issue take.
template <typename Options>
void AddTarget(CLI::App& verb, Options& options) {
  AddNationalIssueOption(verb, options.issue);
  AddWriteOptions(verb, options.write);
  AddRevisionOption(verb, options.write);
}

void AddRaise(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string owner;
    std::string title;
    std::string asked_for;
    std::string text;
    std::string grounds;
    std::string raised_on;
    std::vector<std::string> links;
    std::string id;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "raise", "Raise an issue");
  verb.add_option("--owner", options->owner, "Who raises it")
      ->type_name("ORGANISATION")
      ->required();
  verb.add_option("--title", options->title, "What it is called")->transform(AsText())->required();
  verb.add_option("--ask", options->asked_for, "What is asked for")
      ->transform(AsText())
      ->required();
  verb.add_option("--text", options->text, "What it is about; - reads it from standard input")
      ->transform(AsText());
  verb.add_option("--grounds", options->grounds, "Why")->transform(AsText());
  verb.add_option("--raised", options->raised_on, "The day it was raised; today otherwise")
      ->check(As(ParseDateArgument, "DATE"));
  verb.add_option("--link", options->links, "A resource that it has to do with: plans/0199")
      ->type_name("NAME")
      ->allow_extra_args(false);
  verb.add_option("--id", options->id, "Its UUID; a new one otherwise")->transform(AsUuid());
  AddWriteOptions(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::RaiseNationalIssueRequest request;
    request.set_parent(context.Parent());
    request.set_national_issue_id(options->id.empty() ? Uuid::V7(context.clock()).ToString()
                                                      : options->id);
    request.set_owner(OrganisationName(context.Parent(), options->owner));
    request.set_title(options->title);
    request.set_asked_for(options->asked_for);
    ASSIGN_OR_RETURN(*request.mutable_text(), TextOrInput(options->text));
    request.set_grounds(options->grounds);
    if (!options->raised_on.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_raised_on(), ParseDateArgument(options->raised_on));
    }
    for (const std::string& link : options->links) {
      ASSIGN_OR_RETURN(*request.add_links(), ResolveAny(context, link));
    }
    return Submit(context, &Stub::RaiseNationalIssue, request, options->write);
  });
}

// Adds a verb that is about one organisation: back, unback.
template <typename Request, typename Response>
void AddBackingVerb(CommandTree& tree, CLI::App& group, const std::string& name,
                    const std::string& description,
                    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*)) {
  struct Options {
    std::string issue;
    std::string organisation;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, name, description);
  AddTarget(verb, *options);
  verb.add_option("organisation", options->organisation, "Which organisation")->required();
  tree.OnRun(verb, [options, method](CliContext& context) -> absl::Status {
    Request request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveNationalIssue(context, options->issue));
    request.set_organisation(OrganisationName(context.Parent(), options->organisation));
    return Submit(context, method, request, options->write);
  });
}

void AddSubmit(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string issue;
    std::string agency;
    std::string day;
    std::string reference;
    std::string text;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "submit", "Record that it was submitted to an agency");
  AddTarget(verb, *options);
  verb.add_option("agency", options->agency, "To whom")->required();
  verb.add_option("--on", options->day, "The day it was submitted")
      ->check(As(ParseDateArgument, "DATE"))
      ->required();
  verb.add_option("--reference", options->reference, "The reference or diarienummer")
      ->transform(AsText());
  verb.add_option("--text", options->text, "What was written; - reads it from standard input")
      ->transform(AsText());
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::SubmitNationalIssueRequest request;
    ASSIGN_OR_RETURN(*request.mutable_text(), TextOrInput(options->text));
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveNationalIssue(context, options->issue));
    request.set_agency(OrganisationName(context.Parent(), options->agency));
    ASSIGN_OR_RETURN(*request.mutable_submitted_on(), ParseDateArgument(options->day));
    request.set_reference(options->reference);
    return Submit(context, &Stub::SubmitNationalIssue, request, options->write);
  });
}

// The only round of the issue, where none was named.
absl::StatusOr<int64_t> OnlyRound(const v1::NationalIssue& issue) {
  if (issue.rounds_size() == 1) return issue.rounds(0).entry();
  return UsageError(issue.rounds().empty()
                        ? "the issue was submitted to nobody; see `samverk national-issues submit`"
                        : "the issue has several rounds: name one with --round, by its number in "
                          "`samverk national-issues show`");
}

void AddAnswer(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string issue;
    std::optional<int64_t> round;
    std::string day;
    std::string reference;
    std::string text;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "answer", "Record what the agency answered");
  AddNationalIssueOption(verb, options->issue);
  verb.add_option("text", options->text, "What it says; - reads it from standard input")
      ->transform(AsText())
      ->required();
  verb.add_option("--on", options->day, "The day of the answer")
      ->check(As(ParseDateArgument, "DATE"))
      ->required();
  verb.add_option("--round", options->round, "Which round, by its number in `show`")
      ->type_name("ENTRY");
  verb.add_option("--reference", options->reference, "The agency's diarienummer")
      ->transform(AsText());
  AddWriteOptions(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::AnswerNationalIssueRequest request;
    ASSIGN_OR_RETURN(*request.mutable_text(), TextOrInput(options->text));
    ASSIGN_OR_RETURN(const v1::NationalIssue issue, ReadNationalIssue(context, options->issue));
    request.set_name(issue.name());
    if (options->round.has_value()) {
      request.set_round(*options->round);
    } else {
      ASSIGN_OR_RETURN(const int64_t round, OnlyRound(issue));
      request.set_round(round);
    }
    ASSIGN_OR_RETURN(*request.mutable_answered_on(), ParseDateArgument(options->day));
    request.set_reference(options->reference);
    return Submit(context, &Stub::AnswerNationalIssue, request, options->write);
  });
}

void AddClose(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string issue;
    std::string outcome;
    std::string text;
    std::string day;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "close", "Close it with what came of it");
  AddTarget(verb, *options);
  verb.add_option("outcome", options->outcome, "What came of it")
      ->check(AsWordOf<v1::NationalIssueOutcome>())
      ->required();
  verb.add_option("--text", options->text, "More about it; - reads it from standard input")
      ->transform(AsText());
  verb.add_option("--on", options->day, "The day it was closed; today otherwise")
      ->check(As(ParseDateArgument, "DATE"));
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::CloseNationalIssueRequest request;
    ASSIGN_OR_RETURN(*request.mutable_conclusion()->mutable_text(), TextOrInput(options->text));
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveNationalIssue(context, options->issue));
    request.mutable_conclusion()->set_outcome(
        ParseEnum<v1::NationalIssueOutcome>(options->outcome)
            .value_or(v1::NATIONAL_ISSUE_OUTCOME_UNSPECIFIED));
    if (!options->day.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_conclusion()->mutable_closed_on(),
                       ParseDateArgument(options->day));
    }
    return Submit(context, &Stub::CloseNationalIssue, request, options->write);
  });
}

}  // namespace

void AddNationalIssueOption(CLI::App& verb, std::string& issue) {
  verb.add_option(kWhat, issue, "Its name, its UUID, or the beginning of its UUID")->required();
}

absl::StatusOr<v1::NationalIssue> ReadNationalIssue(CliContext& context, const std::string& issue) {
  v1::GetNationalIssueRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), ResolveNationalIssue(context, issue));
  ASSIGN_OR_RETURN(const v1::GetNationalIssueResponse response,
                   context.Call(&Stub::GetNationalIssue, request));
  return response.national_issue();
}

void AddNationalIssuesCommand(CommandTree& tree) {
  CLI::App& group = tree.AddGroup(
      "national-issues", "Questions driven at the national level (påverkansfrågor)",
      {"samverk national-issues raise --owner regionen --title Kontanter --ask \"Ombud i varje "
       "ort\"",
       "samverk national-issues back 0199 2421",
       "samverk national-issues back 0199 byn --on-behalf-of byn",
       "samverk national-issues submit 0199 pts --on 2026-02-01 --reference \"RUN 2026/7\"",
       "samverk national-issues answer 0199 \"Vi utreder frågan.\" --on 2026-04-15",
       "samverk national-issues close 0199 partly-achieved --text \"Ombud i tre orter\"",
       "samverk national-issues list --agency pts --state submitted"});
  AddRaise(tree, group);
  AddBackingVerb(tree, group, "back", "Record that an organisation backs it",
                 &Stub::BackNationalIssue);
  AddBackingVerb(tree, group, "unback", "Record that an organisation no longer backs it",
                 &Stub::TakeBackBacking);
  AddSubmit(tree, group);
  AddAnswer(tree, group);
  AddClose(tree, group);
  AddPlainVerb(tree, group, kWhat, "reopen", "Reopen it", ResolveNationalIssue,
               &Stub::ReopenNationalIssue);
  AddNationalIssueCorrection(tree, group);
  AddPlainVerb(tree, group, kWhat, "withdraw", "Withdraw what was registered by mistake",
               ResolveNationalIssue, &Stub::WithdrawNationalIssue);
  AddNationalIssueReading(tree, group);
  AddHistoryVerb(tree, group, kWhat, ResolveNationalIssue);
}

}  // namespace samverk

// `samverk meetings agenda`, `minutes`, `approve`, `decide` and `done`: what is said at a meeting,
// and what becomes of it.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/meetings_command.h"
#include "clients/cli/minutes_text.h"
#include "clients/cli/names.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/meeting.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::MeetingService::Stub;

// Adds what all these verbs take.
template <typename Options>
void AddTarget(CLI::App& verb, Options& options) {
  verb.add_option("meeting", options.meeting, "Its name, its UUID, or the beginning of its UUID")
      ->required();
  AddWriteOptions(verb, options.write);
  AddRevisionOption(verb, options.write);
}

// The day that somebody names; today where nobody does.
absl::StatusOr<google::type::Date> DayOrToday(const CliContext& context, const std::string& text) {
  if (!text.empty()) return ParseDateArgument(text);
  return ToDate(SwedishDay(context.clock().Now()));
}

// `TITLE[ @ORGANISATION]`; the organisation is left as typed.
v1::AgendaItem ParseAgendaItem(const std::string& text) {
  v1::AgendaItem item;
  const size_t at = text.rfind(" @");
  const bool presented = at != std::string::npos && at > 0 && at + 2 < text.size() &&
                         text.find(' ', at + 2) == std::string::npos;
  item.set_title(presented ? text.substr(0, at) : text);
  if (presented) item.set_presenter(text.substr(at + 2));
  return item;
}

// The item with that number, the first one 1.
template <typename Items>
auto ItemIn(Items& items, int64_t number) -> absl::StatusOr<decltype(&items[0])> {
  if (number >= 1 && number <= items.size()) return &items[static_cast<int>(number - 1)];
  return UsageError(
      absl::StrCat("there is no item ", number, "; the agenda has ", items.size(), " items"));
}

void AddAgenda(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string meeting;
    std::vector<std::string> items;
    std::vector<std::string> texts;
    bool clear = false;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "agenda", "Set the agenda, in place of the one before");
  AddTarget(verb, *options);
  CLI::Option* items = verb.add_option("items", options->items, "Each as \"TITLE[ @ORGANISATION]\"")
                           ->transform(AsText());
  verb.add_option("--text", options->texts, "What to read before an item: \"2=Bilaga 1\"")
      ->transform(As(ParseEntryText, "NUMBER=TEXT"))
      ->allow_extra_args(false)
      ->needs(items);
  verb.add_flag("--clear", options->clear, "Have no agenda")->excludes(items);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    if (options->items.empty() && !options->clear) {
      return UsageError("no agenda was given; --clear takes away the one there is");
    }
    v1::SetMeetingAgendaRequest request;
    for (const std::string& text : options->items) {
      v1::AgendaItem& item = *request.add_items();
      item = ParseAgendaItem(text);
      item.set_presenter(OrganisationName(context.Parent(), item.presenter()));
    }
    for (const std::string& text : options->texts) {
      ASSIGN_OR_RETURN(const EntryText given, ParseEntryText(text));
      ASSIGN_OR_RETURN(v1::AgendaItem* const item, ItemIn(*request.mutable_items(), given.entry));
      item->set_text(given.text);
    }
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveMeeting(context, options->meeting));
    return Submit(context, &Stub::SetMeetingAgenda, request, options->write);
  });
}

struct MinutesOptions {
  std::string meeting;
  std::string text;
  std::vector<std::string> items;
  WriteOptions write;
};

absl::Status RecordMinutes(CliContext& context, const MinutesOptions& options) {
  v1::RecordMeetingMinutesRequest request;
  if (!options.text.empty()) {
    ASSIGN_OR_RETURN(const std::string text, TextOrInput(options.text));
    ASSIGN_OR_RETURN(const std::vector<v1::MinutesSection> sections, ParseMinutes(text));
    request.mutable_sections()->Assign(sections.begin(), sections.end());
  }
  if (!options.items.empty()) {
    ASSIGN_OR_RETURN(const v1::Meeting meeting, ReadMeeting(context, options.meeting));
    for (const std::string& text : options.items) {
      ASSIGN_OR_RETURN(const EntryText note, ParseEntryText(text));
      ASSIGN_OR_RETURN(const v1::AgendaItem* const item, ItemIn(meeting.agenda(), note.entry));
      v1::MinutesSection& section = *request.add_sections();
      section.set_title(item->title());
      section.set_text(note.text);
    }
  }
  if (request.sections().empty()) {
    return UsageError("no minutes were given; see `samverk meetings minutes --help`");
  }
  ASSIGN_OR_RETURN(*request.mutable_name(), ResolveMeeting(context, options.meeting));
  return Submit(context, &Stub::RecordMeetingMinutes, request, options.write);
}

void AddMinutes(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<MinutesOptions>();
  CLI::App& verb = tree.AddVerb(group, "minutes", "Record the minutes, in place of those before");
  AddTarget(verb, *options);
  verb.add_option("text", options->text,
                  "What was said, \"# Heading\" on a line of its own; - reads standard input")
      ->transform(AsText());
  verb.add_option("--item", options->items, "What was said about an item of the agenda")
      ->transform(As(ParseEntryText, "NUMBER=TEXT"))
      ->allow_extra_args(false);
  tree.OnRun(verb, [options](CliContext& context) { return RecordMinutes(context, *options); });
}

void AddApprove(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string meeting;
    std::vector<std::string> approvers;
    std::string day;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "approve", "Approve the minutes (justera protokollet)");
  AddTarget(verb, *options);
  verb.add_option("--by", options->approvers, "Who approves them: 2421, people/0199")
      ->type_name("ORGANISATION|PERSON")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->required();
  verb.add_option("--on", options->day, "The day, if not today")
      ->check(As(ParseDateArgument, "DATE"));
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ApproveMeetingMinutesRequest request;
    v1::MinutesApproval& approval = *request.mutable_approval();
    ASSIGN_OR_RETURN(*approval.mutable_approved_on(), DayOrToday(context, options->day));
    ASSIGN_OR_RETURN(const std::vector<std::string> approvers,
                     ApproversIn(context, options->approvers));
    approval.mutable_approved_by()->Assign(approvers.begin(), approvers.end());
    ASSIGN_OR_RETURN(const v1::Meeting meeting, ReadMeeting(context, options->meeting));
    request.set_name(meeting.name());
    // Without --revision what is there this moment is approved.
    request.set_expected_revision(meeting.revision());
    return Submit(context, &Stub::ApproveMeetingMinutes, request, options->write);
  });
}

void AddDecide(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string meeting;
    std::string text;
    std::string responsible;
    std::string deadline;
    std::vector<std::string> links;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "decide", "Record a decision that was taken");
  AddTarget(verb, *options);
  verb.add_option("text", options->text, "What was decided; - reads it from standard input")
      ->transform(AsText())
      ->required();
  verb.add_option("--responsible", options->responsible, "Who carries it out")
      ->type_name("ORGANISATION")
      ->required();
  verb.add_option("--deadline", options->deadline, "The last day for it")
      ->check(As(ParseDateArgument, "DATE"));
  verb.add_option("--link", options->links, "A resource that it is about: workshops/0199")
      ->type_name("NAME")
      ->allow_extra_args(false);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::RecordMeetingDecisionRequest request;
    ASSIGN_OR_RETURN(*request.mutable_text(), TextOrInput(options->text));
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveMeeting(context, options->meeting));
    request.set_responsible(OrganisationName(context.Parent(), options->responsible));
    if (!options->deadline.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_deadline(), ParseDateArgument(options->deadline));
    }
    for (const std::string& link : options->links) {
      ASSIGN_OR_RETURN(*request.add_links(), ResolveAny(context, link));
    }
    return Submit(context, &Stub::RecordMeetingDecision, request, options->write);
  });
}

void AddDone(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string meeting;
    int64_t entry = 0;
    std::string day;
    std::string result;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "done", "Record that a decision was carried out");
  AddTarget(verb, *options);
  verb.add_option("decision", options->entry, "Its number, as `show` and `decisions` tell")
      ->type_name("ENTRY")
      ->required();
  verb.add_option("--on", options->day, "The day it was done, if not today")
      ->check(As(ParseDateArgument, "DATE"));
  verb.add_option("--result", options->result, "What came of it")->transform(AsText());
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::CompleteMeetingDecisionRequest request;
    v1::MeetingDecisionCompletion& completion = *request.mutable_completion();
    completion.set_entry(options->entry);
    ASSIGN_OR_RETURN(*completion.mutable_done_on(), DayOrToday(context, options->day));
    completion.set_result(options->result);
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveMeeting(context, options->meeting));
    return Submit(context, &Stub::CompleteMeetingDecision, request, options->write);
  });
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ApproversIn(CliContext& context,
                                                     const std::vector<std::string>& texts) {
  std::vector<std::string> approvers;
  approvers.reserve(texts.size());
  for (const std::string& text : texts) {
    if (!absl::StrContains(text, '/')) {
      approvers.push_back(OrganisationName(context.Parent(), text));
      continue;
    }
    ASSIGN_OR_RETURN(std::string name, ResolveAny(context, text));
    approvers.push_back(std::move(name));
  }
  return approvers;
}

void AddMeetingPapers(CommandTree& tree, CLI::App& group) {
  AddAgenda(tree, group);
  AddMinutes(tree, group);
  AddApprove(tree, group);
  AddDecide(tree, group);
  AddDone(tree, group);
}

}  // namespace samverk

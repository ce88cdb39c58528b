// `samverk workshops correct`: one edit for each thing that is said to be right.

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/gathering_verbs.h"
#include "clients/cli/names.h"
#include "clients/cli/workshops_command.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/workshop.grpc.pb.h"

namespace samverk {
namespace {

constexpr char kShownBy[] = "workshops show";

struct CorrectOptions {
  std::string workshop;
  GatheringFacts facts;
  std::optional<std::string> description;
  std::optional<int32_t> capacity;
  std::optional<std::string> responsible;
  std::vector<std::string> attendance;
  std::vector<std::string> notes;
  std::vector<std::string> outcomes;
  std::optional<int64_t> knowledge;
  std::optional<std::string> knowledge_title;
  std::optional<std::string> knowledge_source;
  std::optional<std::string> knowledge_link;
  std::vector<int64_t> removed;
  WriteOptions write;
};

void AddEntryOptions(CLI::App& verb, CorrectOptions& options) {
  constexpr char kGroup[] = "Entries (their numbers are in `show` and `notes`)";
  verb.add_option("--note", options.notes, "The right text of a note")
      ->transform(As(ParseEntryText, "ENTRY=TEXT"))
      ->allow_extra_args(false)
      ->group(kGroup);
  verb.add_option("--outcome", options.outcomes, "The right text of an outcome")
      ->transform(As(ParseEntryText, "ENTRY=TEXT"))
      ->allow_extra_args(false)
      ->group(kGroup);
  CLI::Option* knowledge =
      verb.add_option("--knowledge", options.knowledge, "Which knowledge is corrected")
          ->type_name("ENTRY")
          ->group(kGroup);
  for (const auto& [name, value, help] :
       {std::tuple("--knowledge-title", &options.knowledge_title, "Its right title"),
        std::tuple("--knowledge-source", &options.knowledge_source, "Its right source"),
        std::tuple("--knowledge-link", &options.knowledge_link, "Its right link")}) {
    verb.add_option(name, *value, help)->transform(AsText())->needs(knowledge)->group(kGroup);
  }
  verb.add_option("--remove-entry", options.removed, "Something recorded by mistake")
      ->type_name("ENTRY")
      ->allow_extra_args(false)
      ->group(kGroup);
}

// What is not given again stays: an edit of an entry replaces all of it.
absl::Status AddEntryEdits(const CorrectOptions& options, const v1::Workshop& workshop,
                           v1::EditWorkshopRequest& request) {
  for (const std::string& text : options.notes) {
    ASSIGN_OR_RETURN(const EntryText note, ParseEntryText(text));
    v1::NoteCorrection& correction = *request.add_edits()->mutable_note();
    correction.set_entry(note.entry);
    correction.set_text(note.text);
  }
  for (const std::string& text : options.outcomes) {
    ASSIGN_OR_RETURN(const EntryText given, ParseEntryText(text));
    ASSIGN_OR_RETURN(const v1::WorkshopOutcome outcome,
                     EntryOf(workshop.outcomes(), given.entry, "outcome", kShownBy));
    v1::OutcomeCorrection& correction = *request.add_edits()->mutable_outcome();
    correction.set_entry(given.entry);
    correction.set_text(given.text);
    *correction.mutable_links() = outcome.links();
  }
  if (options.knowledge.has_value()) {
    ASSIGN_OR_RETURN(const v1::PresentedKnowledge knowledge,
                     EntryOf(workshop.knowledge(), *options.knowledge, "knowledge", kShownBy));
    v1::KnowledgeCorrection& correction = *request.add_edits()->mutable_knowledge();
    correction.set_entry(*options.knowledge);
    correction.set_title(options.knowledge_title.value_or(knowledge.title()));
    correction.set_source(options.knowledge_source.value_or(knowledge.source()));
    correction.set_link(options.knowledge_link.value_or(knowledge.link()));
  }
  for (const int64_t entry : options.removed) request.add_edits()->set_remove_entry(entry);
  return absl::OkStatus();
}

absl::Status Correct(CliContext& context, const CorrectOptions& options) {
  v1::GetWorkshopRequest get;
  ASSIGN_OR_RETURN(*get.mutable_name(), ResolveWorkshop(context, options.workshop));
  ASSIGN_OR_RETURN(const v1::GetWorkshopResponse read,
                   context.Call(&v1::WorkshopService::Stub::GetWorkshop, get));
  v1::EditWorkshopRequest request;
  request.set_name(get.name());
  // Without --revision the correction holds against what is there this moment.
  request.set_expected_revision(read.workshop().revision());
  RETURN_IF_ERROR(AddGatheringEdits(options.facts, request));
  if (options.description.has_value()) request.add_edits()->set_description(*options.description);
  if (options.capacity.has_value()) request.add_edits()->set_capacity(*options.capacity);
  if (options.responsible.has_value()) {
    request.add_edits()->set_responsible(PersonName(context.Parent(), *options.responsible));
  }
  for (const std::string& text : options.attendance) {
    ASSIGN_OR_RETURN(*request.add_edits()->mutable_attendance(), AttendanceIn(context, text));
  }
  RETURN_IF_ERROR(AddEntryEdits(options, read.workshop(), request));
  if (request.edits().empty()) {
    return UsageError("nothing to correct was given; see `samverk workshops correct --help`");
  }
  return Submit(context, &v1::WorkshopService::Stub::EditWorkshop, request, options.write);
}

}  // namespace

void AddWorkshopCorrection(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<CorrectOptions>();
  CLI::App& verb = tree.AddVerb(group, "correct", "Correct what is recorded, also afterwards");
  verb.add_option("workshop", options->workshop, "Its name, its UUID, or the beginning of its UUID")
      ->required();
  AddGatheringFacts(verb, options->facts, /*required=*/false);
  verb.add_option("--description", options->description, "What it is about")->transform(AsText());
  verb.add_option("--capacity", options->capacity, "How many there is room for")->type_name("N");
  verb.add_option("--responsible", options->responsible, "Who is responsible")->type_name("PERSON");
  AddAttendanceOption(verb, options->attendance);
  AddEntryOptions(verb, *options);
  AddWriteOptions(verb, options->write);
  AddRevisionOption(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) { return Correct(context, *options); });
}

}  // namespace samverk

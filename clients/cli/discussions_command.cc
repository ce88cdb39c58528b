#include "clients/cli/discussions_command.h"

#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/gathering_verbs.h"
#include "clients/cli/history.h"
#include "clients/cli/names.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/discussion.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::DiscussionService::Stub;

constexpr char kWhat[] = "discussion";

// Adds what all verbs that write about one discussion take.
template <typename Options>
void AddTarget(CLI::App& verb, Options& options) {
  AddDiscussionOption(verb, options.discussion);
  AddWriteOptions(verb, options.write);
  AddRevisionOption(verb, options.write);
}

v1::DiscussionPostKind KindOf(bool is_question) {
  return is_question ? v1::DISCUSSION_POST_KIND_QUESTION : v1::DISCUSSION_POST_KIND_COMMENT;
}

void AddStart(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string subject;
    std::string element;
    std::string owner;
    std::string title;
    std::string text;
    bool is_question = false;
    std::string id;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "start", "Start a discussion of a resource");
  verb.add_option("--of", options->subject, "What it is about: plans/ID, workshops/ID, …")
      ->type_name("RESOURCE")
      ->required();
  verb.add_option("--element", options->element, "The part of it that is meant: measures/UUID")
      ->transform(AsText())
      ->type_name("ELEMENT");
  verb.add_option("--title", options->title, "What it is called")->transform(AsText())->required();
  verb.add_option("text", options->text, "The first post; - reads it from standard input")
      ->transform(AsText());
  verb.add_flag("--question", options->is_question, "The first post is a question");
  verb.add_option("--owner", options->owner, "Who begins it, if not the organisation acted for")
      ->type_name("ORGANISATION");
  verb.add_option("--id", options->id, "Its UUID; a new one otherwise")->transform(AsUuid());
  AddWriteOptions(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::StartDiscussionRequest request;
    request.set_parent(context.Parent());
    request.set_discussion_id(options->id.empty() ? Uuid::V7(context.clock()).ToString()
                                                  : options->id);
    ASSIGN_OR_RETURN(*request.mutable_owner(), OwnOrganisation(context, options->owner, "--owner"));
    ASSIGN_OR_RETURN(*request.mutable_subject(), ResolveAny(context, options->subject));
    request.set_element(options->element);
    request.set_title(options->title);
    ASSIGN_OR_RETURN(*request.mutable_text(), TextOrInput(options->text));
    if (!request.text().empty()) request.set_kind(KindOf(options->is_question));
    return Submit(context, &Stub::StartDiscussion, request, options->write);
  });
}

void AddPost(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string discussion;
    std::string organisation;
    std::string text;
    bool is_question = false;
    int64_t reply_to = 0;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "post", "Post a comment, a question or a reply");
  AddTarget(verb, *options);
  verb.add_option("text", options->text, "What it says; - reads it from standard input")
      ->transform(AsText())
      ->required();
  verb.add_flag("--question", options->is_question, "It is a question");
  verb.add_option("--reply-to", options->reply_to, "The post that it replies to")
      ->type_name("ENTRY");
  verb.add_option("--organisation", options->organisation,
                  "Who says so, if not the organisation acted for")
      ->type_name("ORGANISATION");
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::PostToDiscussionRequest request;
    ASSIGN_OR_RETURN(*request.mutable_text(), TextOrInput(options->text));
    request.set_kind(KindOf(options->is_question));
    request.set_reply_to(options->reply_to);
    ASSIGN_OR_RETURN(*request.mutable_organisation(),
                     OwnOrganisation(context, options->organisation, "--organisation"));
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveDiscussion(context, options->discussion));
    return Submit(context, &Stub::PostToDiscussion, request, options->write);
  });
}

struct PostOptions {
  std::string discussion;
  int64_t entry = 0;
  std::string text;
  WriteOptions write;
};

// Adds what says which post it is about.
void AddPostTarget(CLI::App& verb, PostOptions& options) {
  AddTarget(verb, options);
  verb.add_option("entry", options.entry, "Which post; its number is in `posts`")->required();
}

void AddCorrectPost(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<PostOptions>();
  CLI::App& verb = tree.AddVerb(group, "correct-post", "Correct what you wrote");
  AddPostTarget(verb, *options);
  verb.add_option("text", options->text, "The right text; - reads it from standard input")
      ->transform(AsText())
      ->required();
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::CorrectDiscussionPostRequest request;
    request.set_entry(options->entry);
    ASSIGN_OR_RETURN(*request.mutable_text(), TextOrInput(options->text));
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveDiscussion(context, options->discussion));
    return Submit(context, &Stub::CorrectDiscussionPost, request, options->write);
  });
}

void AddRemovePost(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<PostOptions>();
  CLI::App& verb = tree.AddVerb(group, "remove-post", "Remove what you wrote; replies to it stay");
  AddPostTarget(verb, *options);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::RemoveDiscussionPostRequest request;
    request.set_entry(options->entry);
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveDiscussion(context, options->discussion));
    return Submit(context, &Stub::RemoveDiscussionPost, request, options->write);
  });
}

struct EditOptions {
  std::string discussion;
  std::optional<std::string> title;
  std::string subject;
  std::optional<std::string> element;
  WriteOptions write;
};

absl::Status Edit(CliContext& context, const EditOptions& options) {
  v1::GetDiscussionRequest get;
  ASSIGN_OR_RETURN(*get.mutable_name(), ResolveDiscussion(context, options.discussion));
  ASSIGN_OR_RETURN(const v1::GetDiscussionResponse read, context.Call(&Stub::GetDiscussion, get));
  v1::EditDiscussionRequest request;
  request.set_name(get.name());
  // Without --revision the correction holds against what is there this moment.
  request.set_expected_revision(read.discussion().revision());
  if (options.title.has_value()) request.add_edits()->set_title(*options.title);
  if (!options.subject.empty()) {
    // Another resource has other parts.
    v1::DiscussionSubject& about = *request.add_edits()->mutable_about();
    ASSIGN_OR_RETURN(*about.mutable_subject(), ResolveAny(context, options.subject));
    about.set_element(options.element.value_or(""));
  } else if (options.element.has_value()) {
    v1::DiscussionSubject& about = *request.add_edits()->mutable_about();
    about.set_subject(read.discussion().subject());
    about.set_element(*options.element);
  }
  if (request.edits().empty()) {
    return UsageError("nothing to correct was given; see `samverk discussions edit --help`");
  }
  return Submit(context, &Stub::EditDiscussion, request, options.write);
}

void AddEdit(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<EditOptions>();
  CLI::App& verb = tree.AddVerb(group, "edit", "Correct what it is called, and what it is about");
  AddTarget(verb, *options);
  verb.add_option("--title", options->title, "What it is called")->transform(AsText());
  verb.add_option("--of", options->subject, "What it is about: plans/ID, workshops/ID, …")
      ->type_name("RESOURCE");
  verb.add_option("--element", options->element,
                  "The part of it that is meant: measures/UUID; \"\" for all of it")
      ->transform(AsText())
      ->type_name("ELEMENT");
  tree.OnRun(verb, [options](CliContext& context) { return Edit(context, *options); });
}

}  // namespace

void AddDiscussionOption(CLI::App& verb, std::string& discussion) {
  verb.add_option(kWhat, discussion, "Its name, its UUID, or the beginning of its UUID")
      ->required();
}

void AddDiscussionsCommand(CommandTree& tree) {
  CLI::App& group = tree.AddGroup(
      "discussions", "Comments and questions on anything (diskussioner)",
      {"samverk discussions start --of plans/0199 --title Cisternen --owner 2421 \\\n"
       "      --question \"Räcker den till 2030?\"",
       "samverk discussions list --of plans/0199 --state open", "samverk discussions posts 5f00",
       "samverk discussions post 5f00 --reply-to 1 --organisation 2418 \"Ja, med marginal.\"",
       "samverk discussions correct-post 5f00 2 \"Ja, till 2032.\"",
       "samverk discussions close 5f00 --reason Besvarad", "samverk discussions history 5f00"});
  AddStart(tree, group);
  AddPost(tree, group);
  AddCorrectPost(tree, group);
  AddRemovePost(tree, group);
  AddPlainVerb(tree, group, kWhat, "close", "Close it: it takes no more posts", ResolveDiscussion,
               &Stub::CloseDiscussion);
  AddPlainVerb(tree, group, kWhat, "reopen", "Open it again", ResolveDiscussion,
               &Stub::ReopenDiscussion);
  AddEdit(tree, group);
  AddPlainVerb(tree, group, kWhat, "withdraw", "Withdraw what was begun by mistake",
               ResolveDiscussion, &Stub::WithdrawDiscussion);
  AddDiscussionReading(tree, group);
  AddHistoryVerb(tree, group, kWhat, ResolveDiscussion);
}

}  // namespace samverk

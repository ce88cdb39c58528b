// `samverk discussions list`, `show` and `posts`: for people at a terminal, or as JSON.

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/discussion_words.h"
#include "clients/cli/discussions_command.h"
#include "clients/cli/fact_sheet.h"
#include "clients/cli/names.h"
#include "clients/cli/read_options.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "samverk/v1/discussion.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::DiscussionService::Stub;

void PrintDiscussions(const v1::ListDiscussionsResponse& list, const OrganisationNames& names,
                      std::ostream& out) {
  std::vector<std::string> resources;
  resources.reserve(static_cast<size_t>(list.discussions_size()));
  for (const v1::Discussion& discussion : list.discussions()) {
    resources.push_back(discussion.name());
  }
  const std::vector<std::string> ids = ShortIds(resources);
  Table table({{"Id"},
               {"Senast"},
               {"Läge"},
               {"Aktör", Table::kFlexible},
               {"Om", Table::kFlexible},
               {"Rubrik", Table::kFlexible},
               {"Inlägg", Table::kNumber}});
  for (int i = 0; i < list.discussions_size(); ++i) {
    const v1::Discussion& discussion = list.discussions(i);
    table.Add({ids[i], FormatMinute(discussion.active_at()), InSwedish(discussion.state()),
               names.Of(discussion.owner()),
               SubjectInWords(discussion.subject(), discussion.element()), discussion.title(),
               absl::StrCat(discussion.post_count())});
  }
  table.Print(out);
  out << Count(list.discussions_size(), "diskussion", "diskussioner") << "\n";
}

void AddList(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string subject;
    std::string element;
    std::string organisation;
    std::string state;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb =
      tree.AddVerb(group, "list", "List discussions, those that somebody wrote in last first");
  verb.add_option("--of", options->subject, "Only those of this resource: plans/ID")
      ->type_name("RESOURCE");
  verb.add_option("--element", options->element, "Only those of this part of it: measures/UUID")
      ->transform(AsText())
      ->type_name("ELEMENT");
  verb.add_option("--organisation", options->organisation, "Only those that it began")
      ->type_name("ORGANISATION");
  verb.add_option("--state", options->state, "Only in this state; all but withdrawn otherwise")
      ->check(AsWordOf<v1::DiscussionState>());
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListDiscussionsRequest request;
    request.set_parent(context.Parent());
    if (!options->subject.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_subject(), ResolveAny(context, options->subject));
    }
    request.set_element(options->element);
    request.set_organisation(OrganisationName(context.Parent(), options->organisation));
    request.set_state(
        ParseEnum<v1::DiscussionState>(options->state).value_or(v1::DISCUSSION_STATE_UNSPECIFIED));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::ListDiscussionsResponse list,
                     context.CallAllPages(&Stub::ListDiscussions, request));
    if (context.options().json) return context.PrintJson(list);
    PrintDiscussions(list, OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

void PrintDiscussion(const v1::Discussion& discussion, const OrganisationNames& names,
                     std::ostream& out) {
  FactSheet sheet(discussion.title(), InSwedish(discussion.state()));
  sheet.Add("om", SubjectInWords(discussion.subject(), discussion.element()));
  sheet.Add("aktör", names.Of(discussion.owner()));
  sheet.Add("påbörjad", FormatMinute(discussion.started_at()));
  sheet.Add("senast", FormatMinute(discussion.active_at()));
  sheet.Add("inlägg", absl::StrCat(discussion.post_count()));
  sheet.Add("revision", absl::StrCat(discussion.revision()));
  sheet.Add("namn", discussion.name());
  sheet.Print(out);
}

void AddShow(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string discussion;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "show", "Show one discussion; its posts are in `posts`");
  AddDiscussionOption(verb, options->discussion);
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::GetDiscussionRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveDiscussion(context, options->discussion));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::GetDiscussionResponse response,
                     context.Call(&Stub::GetDiscussion, request));
    if (context.options().json) return context.PrintJson(response);
    PrintDiscussion(response.discussion(), OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

// `Malå kommun, för Byföreningen, 2019-10-07 11:00, fråga, svar på 1 (rättat)`, and below it the
// text.
std::string InWords(const v1::DiscussionPost& post, const OrganisationNames& names) {
  std::string words = names.Of(post.organisation());
  if (!post.on_behalf_of().empty()) {
    absl::StrAppend(&words, ", för ", names.Of(post.on_behalf_of()));
  }
  absl::StrAppend(&words, ", ", FormatMinute(post.posted_at()));
  if (post.kind() != v1::DISCUSSION_POST_KIND_COMMENT) {
    absl::StrAppend(&words, ", ", InSwedish(post.kind()));
  }
  if (post.reply_to() != 0) absl::StrAppend(&words, ", svar på ", post.reply_to());
  if (post.removed()) return absl::StrCat(words, "\n(borttaget)");
  if (post.corrected()) absl::StrAppend(&words, " (rättat)");
  return absl::StrCat(words, "\n", post.text());
}

void AddPosts(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string discussion;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "posts", "Show the posts, the earliest first");
  AddDiscussionOption(verb, options->discussion);
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListDiscussionPostsRequest request;
    ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveDiscussion(context, options->discussion));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::ListDiscussionPostsResponse list,
                     context.CallAllPages(&Stub::ListDiscussionPosts, request));
    if (context.options().json) return context.PrintJson(list);
    const OrganisationNames names = OrganisationNames::Read(context);
    FactSheet sheet(Count(list.posts_size(), "inlägg", "inlägg"), "");
    for (const v1::DiscussionPost& post : list.posts()) {
      sheet.Add(absl::StrCat(post.entry()), InWords(post, names));
    }
    sheet.Print(context.out());
    return absl::OkStatus();
  });
}

}  // namespace

void AddDiscussionReading(CommandTree& tree, CLI::App& group) {
  AddList(tree, group);
  AddShow(tree, group);
  AddPosts(tree, group);
}

}  // namespace samverk

#include "clients/cli/attachments_command.h"

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/fact_sheet.h"
#include "clients/cli/file_transfer.h"
#include "clients/cli/gathering_verbs.h"
#include "clients/cli/history.h"
#include "clients/cli/names.h"
#include "clients/cli/read_options.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/attachment.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::AttachmentService::Stub;

constexpr char kWhat[] = "attachment";

// ---- attach

struct AttachOptions {
  std::string path;
  std::string subject;
  std::string owner;
  std::string name;
  std::string media_type;
  std::string description;
  std::string id;
  WriteOptions write;
};

absl::Status Attach(CliContext& context, const AttachOptions& options) {
  ASSIGN_OR_RETURN(LocalFile file, ReadLocalFile(options.path));
  if (!options.name.empty()) file.name = options.name;
  v1::AttachFileRequest request;
  request.set_parent(context.Parent());
  request.set_attachment_id(options.id.empty() ? Uuid::V7(context.clock()).ToString() : options.id);
  ASSIGN_OR_RETURN(*request.mutable_subject(), ResolveAny(context, options.subject));
  ASSIGN_OR_RETURN(*request.mutable_owner(), OwnOrganisation(context, options.owner, "--owner"));
  request.set_description(options.description);
  ASSIGN_OR_RETURN(*request.mutable_file(), Upload(context, file, options.media_type));
  return Submit(context, &Stub::AttachFile, request, options.write);
}

// ---- list and show

void PrintAttachments(const v1::ListAttachmentsResponse& list, const OrganisationNames& names,
                      std::ostream& out) {
  std::vector<std::string> resources;
  for (const v1::Attachment& each : list.attachments()) resources.push_back(each.name());
  const std::vector<std::string> ids = ShortIds(resources);
  Table table({{"Id"},
               {"Fil", Table::kFlexible},
               {"Storlek", Table::kNumber},
               {"Bifogad"},
               {"Hör till", Table::kFlexible},
               {"Aktör", Table::kFlexible}});
  for (int i = 0; i < list.attachments_size(); ++i) {
    const v1::Attachment& each = list.attachments(i);
    table.Add({ids[i], each.file().file_name(), FormatSize(each.file().size_bytes()),
               FormatDay(each.attached_at()), std::string(WithoutParent(each.subject())),
               names.Of(each.owner())});
  }
  table.Print(out);
  out << Count(list.attachments_size(), "bilaga", "bilagor") << "\n";
}

void AddList(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string subject;
    std::string owner;
    std::string state;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "list", "List attachments, the oldest first");
  verb.add_option("--of", options->subject, "Only those of this resource: workshops/ID")
      ->type_name("RESOURCE");
  verb.add_option("--owner", options->owner, "Only those that belong to it")
      ->type_name("ORGANISATION");
  verb.add_option("--state", options->state, "Only in this state; those attached otherwise")
      ->check(AsWordOf<v1::AttachmentState>());
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListAttachmentsRequest request;
    request.set_parent(context.Parent());
    if (!options->subject.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_subject(), ResolveAny(context, options->subject));
    }
    request.set_owner(OrganisationName(context.Parent(), options->owner));
    request.set_state(
        ParseEnum<v1::AttachmentState>(options->state).value_or(v1::ATTACHMENT_STATE_UNSPECIFIED));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::ListAttachmentsResponse list,
                     context.CallAllPages(&Stub::ListAttachments, request));
    if (context.options().json) return context.PrintJson(list);
    PrintAttachments(list, OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

void PrintAttachment(const v1::Attachment& attachment, const OrganisationNames& names,
                     std::ostream& out) {
  const v1::AttachmentRef& file = attachment.file();
  FactSheet sheet(file.file_name(), InSwedish(attachment.state()));
  sheet.Add("om", attachment.description());
  sheet.Add("hör till", WithoutParent(attachment.subject()));
  sheet.Add("aktör", names.Of(attachment.owner()));
  sheet.Add("bifogad", FormatMinute(attachment.attached_at()));
  sheet.Add("typ", file.media_type());
  sheet.Add("storlek", FormatSize(file.size_bytes()));
  sheet.Add("sha256", file.sha256());
  sheet.Add("revision", absl::StrCat(attachment.revision()));
  sheet.Add("namn", attachment.name());
  sheet.Print(out);
}

void AddShow(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string attachment;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "show", "Show one attachment");
  verb.add_option(kWhat, options->attachment, "Its name, its UUID, or the beginning of its UUID")
      ->required();
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::GetAttachmentRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveAttachment(context, options->attachment));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::GetAttachmentResponse response,
                     context.Call(&Stub::GetAttachment, request));
    if (context.options().json) return context.PrintJson(response);
    PrintAttachment(response.attachment(), OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

// ---- download

struct DownloadOptions {
  std::string attachment;
  std::string output;
  bool force = false;
};

absl::Status DownloadTo(CliContext& context, const DownloadOptions& options) {
  v1::GetAttachmentRequest get;
  ASSIGN_OR_RETURN(*get.mutable_name(), ResolveAttachment(context, options.attachment));
  ASSIGN_OR_RETURN(const v1::GetAttachmentResponse got, context.Call(&Stub::GetAttachment, get));
  if (options.output == "-") return Download(context, got.attachment(), context.out());
  std::string path = options.output;
  if (path.empty() || std::filesystem::is_directory(path)) {
    ASSIGN_OR_RETURN(const std::string name, SafeFileName(got.attachment().file().file_name()));
    path = path.empty() ? name : absl::StrCat(path, "/", name);
  }
  if (!options.force && std::filesystem::exists(path)) {
    return UsageError(absl::StrCat(path, " is there already; --force writes over it"));
  }
  RETURN_IF_ERROR(Download(context, got.attachment(), path));
  if (context.options().json) return context.PrintJson(got);
  context.out() << path << " " << FormatSize(got.attachment().file().size_bytes()) << "\n";
  return absl::OkStatus();
}

void AddDownload(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<DownloadOptions>();
  CLI::App& verb = tree.AddVerb(group, "download", "Take a file, or the rest of one");
  verb.add_option(kWhat, options->attachment, "Its name, its UUID, or the beginning of its UUID")
      ->required();
  verb.add_option("--output", options->output,
                  "Where to put it: a file, a directory, or - for standard output")
      ->type_name("PATH");
  verb.add_flag("--force", options->force, "Write over what is there");
  tree.OnRun(verb, [options](CliContext& context) { return DownloadTo(context, *options); });
}

}  // namespace

void AddAttachCommand(CommandTree& tree) {
  auto options = std::make_shared<AttachOptions>();
  CLI::App& verb = tree.AddVerb(tree.app(), "attach", "Upload a file and attach it to something");
  verb.add_option("file", options->path, "The file")->type_name("FILE")->required();
  verb.add_option("--to", options->subject, "What it belongs to: workshops/ID, meetings/ID, …")
      ->type_name("RESOURCE")
      ->required();
  verb.add_option("--owner", options->owner, "Whose it is, if not of the organisation acted for")
      ->type_name("ORGANISATION");
  verb.add_option("--description", options->description, "What it is")->transform(AsText());
  verb.add_option("--name", options->name, "What to call it, if not as it is called here")
      ->transform(AsText());
  verb.add_option("--type", options->media_type, "Its media type, if not as its ending says")
      ->type_name("TYPE");
  verb.add_option("--id", options->id, "Its UUID; a new one otherwise")->transform(AsUuid());
  AddWriteOptions(verb, options->write);
  verb.footer(
      "An upload that breaks off is continued by the same command. What the server has already\n"
      "is not sent again.\n"
      "\n"
      "Examples:\n"
      "  samverk attach protokoll.pdf --to workshops/0199 --owner 2421 --description Protokoll\n"
      "  samverk attach foto.jpg --to meetings/0199 --act-as officer@2421");
  tree.OnRun(verb, [options](CliContext& context) { return Attach(context, *options); });
}

void AddAttachmentsCommand(CommandTree& tree) {
  CLI::App& group = tree.AddGroup(
      "attachments", "Files that are attached (bilagor)",
      {"samverk attachments list --of workshops/0199", "samverk attachments show 0199",
       "samverk attachments download 0199 --output Hämtat/",
       "samverk attachments detach 0199 --reason \"Fel fil\"", "samverk attachments history 0199"});
  AddList(tree, group);
  AddShow(tree, group);
  AddDownload(tree, group);
  AddPlainVerb(tree, group, kWhat, "detach", "Detach it; it stays in the history",
               ResolveAttachment, &Stub::DetachFile);
  AddHistoryVerb(tree, group, kWhat, ResolveAttachment);
}

}  // namespace samverk

#include "clients/cli/organisations_command.h"

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/history.h"
#include "clients/cli/names.h"
#include "clients/cli/read_options.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/partnership.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::PartnershipService::Stub;

constexpr char kIdHelp[] = "Its id: the kommunkod of a municipality, a short name for others";

absl::StatusOr<std::string> ResolveOrganisation(CliContext& context, absl::string_view text) {
  return OrganisationName(context.Parent(), text);
}

void AddAdmit(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string id;
    std::string kind;
    std::string name;
    std::string joined;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "admit", "Admit an organisation, also one that had left");
  verb.add_option("organisation", options->id, kIdHelp)->required();
  verb.add_option("--kind", options->kind, "What kind of actor it is")
      ->check(AsWordOf<v1::OrganisationKind>())
      ->required();
  verb.add_option("--name", options->name, "What it is called")->transform(AsText())->required();
  verb.add_option("--joined", options->joined, "The day it joined")
      ->check(As(ParseDateArgument, "DATE"))
      ->required();
  AddWriteOptions(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::AdmitOrganisationRequest request;
    request.set_parent(context.Parent());
    request.set_organisation_id(options->id);
    request.set_kind(
        ParseEnum<v1::OrganisationKind>(options->kind).value_or(v1::ORGANISATION_KIND_UNSPECIFIED));
    request.set_display_name(options->name);
    if (request.kind() == v1::ORGANISATION_KIND_MUNICIPALITY) request.set_kommunkod(options->id);
    ASSIGN_OR_RETURN(*request.mutable_joined_on(), ParseDateArgument(options->joined));
    return Submit(context, &Stub::AdmitOrganisation, request, options->write);
  });
}

struct CorrectOptions {
  std::string id;
  std::optional<std::string> name;
  std::string joined;
  WriteOptions write;
};

absl::Status Correct(CliContext& context, const CorrectOptions& options) {
  v1::EditOrganisationRequest request;
  request.set_name(OrganisationName(context.Parent(), options.id));
  if (options.name.has_value()) request.add_edits()->set_display_name(*options.name);
  if (!options.joined.empty()) {
    ASSIGN_OR_RETURN(*request.add_edits()->mutable_joined_on(), ParseDateArgument(options.joined));
  }
  if (request.edits().empty()) {
    return UsageError("nothing to correct was given: --name, --joined");
  }
  v1::GetOrganisationRequest get;
  get.set_name(request.name());
  ASSIGN_OR_RETURN(const v1::GetOrganisationResponse read,
                   context.Call(&Stub::GetOrganisation, get));
  // Without --revision the correction holds against what is there this moment.
  request.set_expected_revision(read.organisation().revision());
  return Submit(context, &Stub::EditOrganisation, request, options.write);
}

void AddCorrect(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<CorrectOptions>();
  CLI::App& verb = tree.AddVerb(group, "correct", "Correct what is recorded about it");
  verb.add_option("organisation", options->id, kIdHelp)->required();
  verb.add_option("--name", options->name, "What it is called")->transform(AsText());
  verb.add_option("--joined", options->joined, "The day it joined")
      ->check(As(ParseDateArgument, "DATE"));
  AddWriteOptions(verb, options->write);
  AddRevisionOption(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) { return Correct(context, *options); });
}

void AddRename(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<CorrectOptions>();
  CLI::App& verb = tree.AddVerb(group, "rename", "Correct its name");
  verb.add_option("organisation", options->id, kIdHelp)->required();
  verb.add_option("name", options->name, "What it is called")->transform(AsText())->required();
  AddWriteOptions(verb, options->write);
  AddRevisionOption(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) { return Correct(context, *options); });
}

void AddLeave(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string id;
    std::string left;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "leave", "Record that it left");
  verb.add_option("organisation", options->id, kIdHelp)->required();
  verb.add_option("--left", options->left, "The first day it is no member")
      ->check(As(ParseDateArgument, "DATE"))
      ->required();
  AddWriteOptions(verb, options->write);
  AddRevisionOption(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::EndMembershipRequest request;
    request.set_name(OrganisationName(context.Parent(), options->id));
    ASSIGN_OR_RETURN(*request.mutable_left_on(), ParseDateArgument(options->left));
    return Submit(context, &Stub::EndMembership, request, options->write);
  });
}

void PrintOrganisations(const v1::ListOrganisationsResponse& list, std::ostream& out) {
  Table table({{"Id"}, {"Namn", Table::kFlexible}, {"Slag"}, {"Medlem från"}, {"Lämnade"}});
  for (const v1::Organisation& organisation : list.organisations()) {
    table.Add({std::string(LastPart(organisation.name())), organisation.display_name(),
               InSwedish(organisation.kind()), FormatDate(organisation.joined_on()),
               organisation.has_left_on() ? FormatDate(organisation.left_on()) : ""});
  }
  table.Print(out);
  out << Count(list.organisations_size(), "aktör", "aktörer") << "\n";
}

void AddList(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string kind;
    bool show_left = false;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "list", "List the organisations by name");
  verb.add_option("--kind", options->kind, "Only of this kind")
      ->check(AsWordOf<v1::OrganisationKind>());
  verb.add_flag("--all", options->show_left, "Also those that have left");
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListOrganisationsRequest request;
    request.set_parent(context.Parent());
    request.set_kind(
        ParseEnum<v1::OrganisationKind>(options->kind).value_or(v1::ORGANISATION_KIND_UNSPECIFIED));
    request.set_show_left(options->show_left);
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::ListOrganisationsResponse list,
                     context.CallAllPages(&Stub::ListOrganisations, request));
    if (context.options().json) return context.PrintJson(list);
    PrintOrganisations(list, context.out());
    return absl::OkStatus();
  });
}

}  // namespace

void AddOrganisationsCommand(CommandTree& tree) {
  CLI::App& group = tree.AddGroup(
      "organisations", "The organisations (aktörer) of the partnership",
      {"samverk organisations list --kind municipality",
       "samverk organisations admit pts --kind national-agency --name PTS --joined 2016-01-01",
       "samverk organisations rename 2418 \"Malå kommun\" --reason Stavfel",
       "samverk organisations leave pts --left 2020-01-01", "samverk organisations history 2418"});
  AddList(tree, group);
  AddAdmit(tree, group);
  AddRename(tree, group);
  AddCorrect(tree, group);
  AddLeave(tree, group);
  AddHistoryVerb(tree, group, "organisation", ResolveOrganisation);
}

}  // namespace samverk

#include "clients/cli/people_command.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/names.h"
#include "clients/cli/read_options.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/partnership.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::PartnershipService::Stub;

void AddRegister(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string organisation;
    std::string role;
    std::string id;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "register", "Register a reference to a person");
  verb.add_option("--organisation", options->organisation, "Where the person works")->required();
  verb.add_option("--role", options->role, "What the person does there")
      ->check(AsWordOf<v1::Role>())
      ->required();
  verb.add_option("--id", options->id, "The reference, a UUID; a new one otherwise")
      ->transform(AsUuid());
  AddWriteOptions(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::RegisterPersonRequest request;
    request.set_parent(context.Parent());
    request.set_person_id(options->id.empty() ? Uuid::V7(context.clock()).ToString() : options->id);
    request.set_organisation(OrganisationName(context.Parent(), options->organisation));
    request.set_role(ParseEnum<v1::Role>(options->role).value_or(v1::ROLE_UNSPECIFIED));
    return Submit(context, &Stub::RegisterPerson, request, options->write);
  });
}

void PrintPeople(const v1::ListPeopleResponse& list, const OrganisationNames& names,
                 std::ostream& out) {
  Table table({{"Person"}, {"Roll"}, {"Aktör", Table::kFlexible}});
  for (const v1::Person& person : list.people()) {
    table.Add({std::string(LastPart(person.name())), InSwedish(person.role()),
               names.Of(person.organisation())});
  }
  table.Print(out);
  out << Count(list.people_size(), "person", "personer") << "\n";
}

void AddList(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string organisation;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "list", "List the references, by organisation");
  verb.add_option("--organisation", options->organisation, "Only of this organisation");
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListPeopleRequest request;
    request.set_parent(context.Parent());
    request.set_organisation(OrganisationName(context.Parent(), options->organisation));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::ListPeopleResponse list,
                     context.CallAllPages(&Stub::ListPeople, request));
    if (context.options().json) return context.PrintJson(list);
    PrintPeople(list, OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

}  // namespace

void AddPeopleCommand(CommandTree& tree) {
  CLI::App& group =
      tree.AddGroup("people", "References to people: what they do, never who they are",
                    {"samverk people register --organisation 2421 --role officer",
                     "samverk people list --organisation 2421"});
  AddRegister(tree, group);
  AddList(tree, group);
}

}  // namespace samverk

// `samverk people list` and `show`: for people at a terminal, or as JSON.

#include <algorithm>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "base/text.h"
#include "clients/cli/arguments.h"
#include "clients/cli/fact_sheet.h"
#include "clients/cli/names.h"
#include "clients/cli/people_command.h"
#include "clients/cli/read_options.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "samverk/v1/partnership.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::PartnershipService::Stub;

// What stands where a name would.
std::string NameInWords(const v1::Person& person) {
  if (!person.details().display_name().empty()) return person.details().display_name();
  return person.erased() ? "(gallrad)" : "";
}

bool IsOn(const v1::PersonRole& role, absl::CivilDay day) {
  if (role.has_start_date() && day < ToCivilDay(role.start_date())) return false;
  return !role.has_end_date() || day < ToCivilDay(role.end_date());
}

std::string RoleInWords(const v1::PersonRole& role, const OrganisationNames& names) {
  return absl::StrCat(InSwedish(role.role()), ", ", names.Of(role.organisation()));
}

// The days of a role, the last one included; empty where none is known.
std::string DaysInWords(const v1::PersonRole& role) {
  const std::string first = role.has_start_date() ? FormatDate(role.start_date()) : "";
  const std::string last =
      role.has_end_date() ? FormatDate(ToDate(ToCivilDay(role.end_date()) - 1)) : "";
  if (!first.empty() && !last.empty()) return absl::StrCat(first, "–", last);
  if (!first.empty()) return absl::StrCat("från ", first);
  return last.empty() ? "" : absl::StrCat("till ", last);
}

// The roles on `day`.
std::string RolesInWords(const v1::Person& person, absl::CivilDay day,
                         const OrganisationNames& names) {
  std::vector<std::string> roles;
  for (const v1::PersonRole& role : person.roles()) {
    if (IsOn(role, day)) roles.push_back(RoleInWords(role, names));
  }
  return absl::StrJoin(roles, "; ");
}

// As Swedish people sort names; those that have none come last.
void SortByName(v1::ListPeopleResponse& list) {
  const auto key = [](const v1::Person& person) {
    const std::string name = person.details().display_name();
    return std::tuple(name.empty(), SwedishSortKey(name));
  };
  std::stable_sort(
      list.mutable_people()->begin(), list.mutable_people()->end(),
      [&key](const v1::Person& left, const v1::Person& right) { return key(left) < key(right); });
}

void PrintPeople(const v1::ListPeopleResponse& list, absl::CivilDay day,
                 const OrganisationNames& names, std::ostream& out) {
  std::vector<std::string> resources;
  for (const v1::Person& person : list.people()) resources.push_back(person.name());
  const std::vector<std::string> ids = ShortIds(resources);
  Table table({{"Id"},
               {"Namn", Table::kFlexible},
               {"Roll", Table::kFlexible},
               {"Telefon"},
               {"E-post", Table::kFlexible}});
  for (int i = 0; i < list.people_size(); ++i) {
    const v1::Person& person = list.people(i);
    table.Add({ids[i], NameInWords(person), RolesInWords(person, day, names),
               person.details().phone(), person.details().email()});
  }
  table.Print(out);
  out << Count(list.people_size(), "person", "personer") << "\n";
}

void AddList(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string organisation;
    std::string on;
    bool all = false;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "list", "List people by name");
  verb.add_option("--organisation", options->organisation,
                  "Only those who have or had a role in this organisation");
  verb.add_option("--on", options->on, "Only those who had a role on this day")
      ->check(As(ParseDateArgument, "DATE"));
  verb.add_flag("--all", options->all, "Also those registered by mistake");
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListPeopleRequest request;
    request.set_parent(context.Parent());
    request.set_organisation(OrganisationName(context.Parent(), options->organisation));
    request.set_show_withdrawn(options->all);
    absl::CivilDay day = SwedishDay(context.clock().Now());
    if (!options->on.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_valid_on(), ParseDateArgument(options->on));
      day = ToCivilDay(request.valid_on());
    }
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(v1::ListPeopleResponse list, context.CallAllPages(&Stub::ListPeople, request));
    // Only here are there names to sort by.
    SortByName(list);
    if (context.options().json) return context.PrintJson(list);
    PrintPeople(list, day, OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

void PrintPerson(const v1::Person& person, const OrganisationNames& names, std::ostream& out) {
  const std::string name = NameInWords(person);
  FactSheet sheet(name.empty() ? std::string(LastPart(person.name())) : name,
                  person.withdrawn() ? "återkallad" : "");
  sheet.Add("e-post", person.details().email());
  sheet.Add("telefon", person.details().phone());
  sheet.Add("uppgifter", person.erased() ? "gallrade, helt eller delvis" : "");
  sheet.Add("ägare", names.Of(person.organisation()));
  for (const v1::PersonRole& role : person.roles()) {
    const std::string days = DaysInWords(role);
    sheet.Add("roller", absl::StrCat(role.entry(), ": ", RoleInWords(role, names),
                                     days.empty() ? "" : " ", days));
  }
  sheet.Add("revision", absl::StrCat(person.revision()));
  sheet.Add("namn", person.name());
  sheet.Print(out);
}

void AddShow(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string person;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "show", "Show a person and the numbers of the roles");
  verb.add_option("person", options->person, "The reference, a UUID, or its beginning")->required();
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::GetPersonRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolvePerson(context, options->person));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::GetPersonResponse read, context.Call(&Stub::GetPerson, request));
    if (context.options().json) return context.PrintJson(read);
    PrintPerson(read.person(), OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

}  // namespace

void AddPeopleReading(CommandTree& tree, CLI::App& group) {
  AddList(tree, group);
  AddShow(tree, group);
}

}  // namespace samverk

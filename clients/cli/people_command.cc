#include "clients/cli/people_command.h"

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/history.h"
#include "clients/cli/names.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/partnership.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::PartnershipService::Stub;

constexpr char kWhat[] = "person";

// Adds what all verbs that write about one person take.
template <typename Options>
void AddTarget(CLI::App& verb, Options& options) {
  verb.add_option(kWhat, options.person, "The reference, a UUID, or its beginning")->required();
  AddWriteOptions(verb, options.write);
  AddRevisionOption(verb, options.write);
}

// Who somebody is, as far as it was typed.
struct Details {
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::optional<std::string> phone;
};

void AddDetails(CLI::App& verb, Details& details, const std::string& removing) {
  for (const auto& [option, value, help] :
       {std::tuple("--name", &details.name, "What the person is called"),
        std::tuple("--email", &details.email, "The e-mail address"),
        std::tuple("--phone", &details.phone, "The telephone number")}) {
    verb.add_option(option, *value, help + removing)->transform(AsText());
  }
}

void AddRegister(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string organisation;
    std::string role;
    std::string id;
    std::string from;
    Details details;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "register", "Register a person with a role");
  verb.add_option("--organisation", options->organisation, "Where the person works")->required();
  verb.add_option("--role", options->role, "What the person does there")
      ->check(AsWordOf<v1::Role>())
      ->required();
  verb.add_option("--from", options->from, "The first day of the role, if it is known")
      ->check(As(ParseDateArgument, "DATE"));
  AddDetails(verb, options->details, "");
  verb.add_option("--id", options->id, "The reference, a UUID; a new one otherwise")
      ->transform(AsUuid());
  AddWriteOptions(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::RegisterPersonRequest request;
    request.set_parent(context.Parent());
    request.set_person_id(options->id.empty() ? Uuid::V7(context.clock()).ToString() : options->id);
    request.set_organisation(OrganisationName(context.Parent(), options->organisation));
    request.set_role(ParseEnum<v1::Role>(options->role).value_or(v1::ROLE_UNSPECIFIED));
    if (!options->from.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_role_start_date(), ParseDateArgument(options->from));
    }
    const Details& details = options->details;
    if (details.name) request.mutable_details()->set_display_name(*details.name);
    if (details.email) request.mutable_details()->set_email(*details.email);
    if (details.phone) request.mutable_details()->set_phone(*details.phone);
    return Submit(context, &Stub::RegisterPerson, request, options->write);
  });
}

absl::StatusOr<v1::Person> ReadPerson(CliContext& context, const std::string& name) {
  v1::GetPersonRequest get;
  get.set_name(name);
  ASSIGN_OR_RETURN(v1::GetPersonResponse read, context.Call(&Stub::GetPerson, get));
  return std::move(*read.mutable_person());
}

// The day after the last one, which is what the API wants.
absl::StatusOr<google::type::Date> ParseLastDay(const std::string& text) {
  ASSIGN_OR_RETURN(const google::type::Date last, ParseDateArgument(text));
  return ToDate(ToCivilDay(last) + 1);
}

// Sets the first and the last day of `role`, as they were typed; empty: none.
template <typename Role>
absl::Status SetDays(const std::string& from, const std::string& to, Role& role) {
  if (!from.empty()) {
    ASSIGN_OR_RETURN(*role.mutable_start_date(), ParseDateArgument(from));
  }
  if (to.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(*role.mutable_end_date(), ParseLastDay(to));
  return absl::OkStatus();
}

struct EditOptions {
  std::string person;
  Details details;
  std::optional<int64_t> role;
  std::string from;
  std::string to;
  std::vector<int64_t> removed;
  WriteOptions write;
};

absl::Status Edit(CliContext& context, const EditOptions& options) {
  v1::EditPersonRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), ResolvePerson(context, options.person));
  if (options.details.name) request.add_edits()->set_display_name(*options.details.name);
  if (options.details.email) request.add_edits()->set_email(*options.details.email);
  if (options.details.phone) request.add_edits()->set_phone(*options.details.phone);
  if (options.role.has_value()) {
    v1::RolePeriodEdit& period = *request.add_edits()->mutable_role_period();
    period.set_entry(*options.role);
    RETURN_IF_ERROR(SetDays(options.from, options.to, period));
  }
  for (const int64_t entry : options.removed) request.add_edits()->set_remove_role(entry);
  if (request.edits().empty()) {
    return UsageError(
        "nothing to correct was given: --name, --email, --phone, --role-entry, --remove-role");
  }
  ASSIGN_OR_RETURN(const v1::Person person, ReadPerson(context, request.name()));
  // Without --revision the correction holds against what is there this moment.
  request.set_expected_revision(person.revision());
  return Submit(context, &Stub::EditPerson, request, options.write);
}

void AddEdit(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<EditOptions>();
  CLI::App& verb = tree.AddVerb(group, "edit", "Correct what is recorded about a person");
  AddTarget(verb, *options);
  AddDetails(verb, options->details, "; \"\" removes it");
  CLI::Option* role =
      verb.add_option("--role-entry", options->role, "Which role has other days; see `show`")
          ->type_name("ENTRY");
  verb.add_option("--from", options->from, "Its first day; without it: not known")
      ->check(As(ParseDateArgument, "DATE"))
      ->needs(role);
  verb.add_option("--to", options->to, "Its last day; without it: it goes on")
      ->check(As(ParseDateArgument, "DATE"))
      ->needs(role);
  verb.add_option("--remove-role", options->removed, "A role that the person never had")
      ->type_name("ENTRY")
      ->allow_extra_args(false);
  tree.OnRun(verb, [options](CliContext& context) { return Edit(context, *options); });
}

void AddAssign(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string person;
    std::string organisation;
    std::string role;
    std::string from;
    std::string to;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "assign", "Give a person one more role");
  AddTarget(verb, *options);
  verb.add_option("--organisation", options->organisation, "Where")->required();
  verb.add_option("--role", options->role, "What the person does there")
      ->check(AsWordOf<v1::Role>())
      ->required();
  verb.add_option("--from", options->from, "The first day")
      ->check(As(ParseDateArgument, "DATE"))
      ->required();
  verb.add_option("--to", options->to, "The last day, if there is one")
      ->check(As(ParseDateArgument, "DATE"));
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::AssignRoleRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolvePerson(context, options->person));
    request.set_organisation(OrganisationName(context.Parent(), options->organisation));
    request.set_role(ParseEnum<v1::Role>(options->role).value_or(v1::ROLE_UNSPECIFIED));
    RETURN_IF_ERROR(SetDays(options->from, options->to, request));
    return Submit(context, &Stub::AssignRole, request, options->write);
  });
}

// The number of the one role that goes on; the person says which if there are several.
absl::StatusOr<int64_t> OnlyRoleOf(const v1::Person& person) {
  std::vector<int64_t> open;
  for (const v1::PersonRole& role : person.roles()) {
    if (!role.has_end_date()) open.push_back(role.entry());
  }
  if (open.size() == 1) return open[0];
  return UsageError(open.empty()
                        ? "no role of the person goes on; see `samverk people show`"
                        : "several roles go on: say which with --role-entry; their numbers "
                          "are in `samverk people show`");
}

void AddEnd(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string person;
    std::optional<int64_t> role;
    std::string to;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "end", "Record the last day of a role");
  AddTarget(verb, *options);
  verb.add_option("--to", options->to, "The last day")
      ->check(As(ParseDateArgument, "DATE"))
      ->required();
  verb.add_option("--role-entry", options->role, "Which role, if several go on; see `show`")
      ->type_name("ENTRY");
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::EndRoleRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolvePerson(context, options->person));
    if (options->role.has_value()) {
      request.set_entry(*options->role);
    } else {
      ASSIGN_OR_RETURN(const v1::Person person, ReadPerson(context, request.name()));
      ASSIGN_OR_RETURN(const int64_t entry, OnlyRoleOf(person));
      request.set_entry(entry);
    }
    ASSIGN_OR_RETURN(*request.mutable_end_date(), ParseLastDay(options->to));
    return Submit(context, &Stub::EndRole, request, options->write);
  });
}

void AddWithdraw(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string person;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb =
      tree.AddVerb(group, "withdraw", "Withdraw a person registered by mistake; erases nothing");
  AddTarget(verb, *options);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::WithdrawPersonRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolvePerson(context, options->person));
    return Submit(context, &Stub::WithdrawPerson, request, options->write);
  });
}

}  // namespace

void AddPeopleCommand(CommandTree& tree) {
  CLI::App& group = tree.AddGroup(
      "people", "People: what they do where and when, and who they are for those who may see it",
      {"samverk people register --organisation 2421 --role officer --name \"Exempel "
       "Exempelsson\" --email exempel@example.com",
       "samverk people list --organisation 2421 --on 2019-06-30", "samverk people show 0199a1b2",
       "samverk people edit 0199a1b2 --phone \"090-12 34 56\" --reason \"Nytt nummer\"",
       "samverk people assign 0199a1b2 --organisation 2422 --role officer --from 2019-09-01",
       "samverk people end 0199a1b2 --role-entry 0 --to 2019-08-31"});
  AddPeopleReading(tree, group);
  AddRegister(tree, group);
  AddEdit(tree, group);
  AddAssign(tree, group);
  AddEnd(tree, group);
  AddWithdraw(tree, group);
  AddHistoryVerb(tree, group, kWhat, ResolvePerson);
}

}  // namespace samverk

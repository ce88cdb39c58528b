#include "clients/cli/admin_command.h"

#include <memory>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/names.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/admin.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::AdminService::Stub;

// What a list has to say beside its table: what is not as it should be.
void PrintTroubles(const v1::Partnership& partnership, std::ostream& out) {
  const std::string id(LastPart(partnership.name()));
  if (!partnership.not_served().empty()) {
    out << "Används inte just nu: " << id << ". " << partnership.not_served() << "\n";
  }
  for (const v1::ViewProgress& view : partnership.views()) {
    if (view.has_building_position()) {
      out << "Vyn " << view.view() << " i " << id << " byggs om: " << view.building_position()
          << " av " << partnership.head().position() << " händelser.\n";
    }
    if (!view.trouble().empty()) {
      out << "Vyn " << view.view() << " i " << id << ": " << view.trouble() << "\n";
    }
  }
}

absl::Status List(CliContext& context) {
  ASSIGN_OR_RETURN(const v1::ListPartnershipsResponse list,
                   context.CallAllPages(&Stub::ListPartnerships, v1::ListPartnershipsRequest()));
  if (context.options().json) return context.PrintJson(list);
  Table table({{"Id"},
               {"Namn", Table::kFlexible},
               {"Län"},
               {"Träffar per år", Table::kNumber},
               {"Position", Table::kNumber}});
  for (const v1::Partnership& partnership : list.partnerships()) {
    table.Add({std::string(LastPart(partnership.name())), partnership.display_name(),
               partnership.county(), absl::StrCat(partnership.meetings_per_year_min()),
               absl::StrCat(partnership.head().position())});
  }
  table.Print(context.out());
  context.out() << Count(list.partnerships_size(), "servicepartnerskap", "servicepartnerskap")
                << "\n";
  for (const v1::Partnership& partnership : list.partnerships()) {
    PrintTroubles(partnership, context.out());
  }
  return absl::OkStatus();
}

void AddList(CommandTree& tree, CLI::App& group) {
  tree.OnRun(tree.AddVerb(group, "list", "List the partnerships of this server"), List);
  // There is little else to do with partnerships: the family alone lists them too.
  group.require_subcommand(0, 1);
  tree.OnRun(group, List);
}

void AddCreate(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string id;
    std::string name;
    std::string county;
    int32_t meetings = 0;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "create", "Create a partnership with its ledger");
  verb.add_option("id", options->id, "Its id: small letters, digits and hyphens")->required();
  verb.add_option("--name", options->name, "What it is called")->transform(AsText())->required();
  verb.add_option("--county", options->county, "SCB's code of the county, two digits")
      ->type_name("CODE");
  verb.add_option("--meetings", options->meetings, "How many meetings a year, at least")
      ->type_name("N");
  AddWriteOptions(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::CreatePartnershipRequest request;
    request.set_partnership_id(options->id);
    request.set_display_name(options->name);
    request.set_county(options->county);
    request.set_meetings_per_year_min(options->meetings);
    return Submit(context, &Stub::CreatePartnership, request, options->write);
  });
}

void AddConfirmClock(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<WriteOptions>();
  CLI::App& verb = tree.AddVerb(group, "confirm-clock",
                                "Confirm that the server's clock is right, after CLOCK_SUSPECT");
  AddWriteOptions(verb, *options);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ConfirmClockRequest request;
    request.set_name(context.Parent());
    return Submit(context, &Stub::ConfirmClock, request, *options);
  });
}

}  // namespace

void AddAdminCommands(CommandTree& tree) {
  CLI::App& partnerships = tree.AddGroup(
      "partnerships", "The partnerships (servicepartnerskap) of this server",
      {"samverk partnerships list",
       "samverk partnerships create jamtland --name Jämtland --county 23 --meetings 2"});
  AddList(tree, partnerships);
  AddCreate(tree, partnerships);
  CLI::App& admin =
      tree.AddGroup("admin", "Running the service",
                    {"samverk admin confirm-clock --reason \"Klockan kontrollerad mot NTP\""});
  AddConfirmClock(tree, admin);
}

absl::StatusOr<v1::Partnership> FindPartnership(CliContext& context, absl::string_view name) {
  ASSIGN_OR_RETURN(const v1::ListPartnershipsResponse list,
                   context.CallAllPages(&Stub::ListPartnerships, v1::ListPartnershipsRequest()));
  for (const v1::Partnership& partnership : list.partnerships()) {
    if (partnership.name() == name) return partnership;
  }
  return absl::NotFoundError(
      absl::StrCat("Servicepartnerskapet ", LastPart(name),
                   " finns inte på den här servern. Se `samverk partnerships list`."));
}

}  // namespace samverk

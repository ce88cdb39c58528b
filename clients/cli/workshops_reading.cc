// `samverk workshops list`, `show` and `notes`: for people at a terminal, or as JSON.

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/fact_sheet.h"
#include "clients/cli/names.h"
#include "clients/cli/read_options.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "clients/cli/workshops_command.h"
#include "samverk/v1/workshop.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::WorkshopService::Stub;

void PrintWorkshops(const v1::ListWorkshopsResponse& list, const OrganisationNames& names,
                    std::ostream& out) {
  std::vector<std::string> resources;
  for (const v1::Workshop& workshop : list.workshops()) resources.push_back(workshop.name());
  const std::vector<std::string> ids = ShortIds(resources);
  Table table({{"Id"},
               {"Tid"},
               {"Läge"},
               {"Värd", Table::kFlexible},
               {"Rubrik", Table::kFlexible},
               {"Deltagare", Table::kNumber}});
  for (int i = 0; i < list.workshops_size(); ++i) {
    const v1::Workshop& workshop = list.workshops(i);
    const int64_t participants = Participants(workshop.attendance());
    table.Add({ids[i], FormatPeriod(workshop.period()), InSwedish(workshop.state()),
               names.Of(workshop.host()), workshop.title(),
               participants == 0 ? "" : absl::StrCat(participants)});
  }
  table.Print(out);
  out << Count(list.workshops_size(), "serviceverkstad", "serviceverkstäder") << "\n";
}

void AddList(CommandTree& tree, CLI::App& group) {
  struct Options {
    int32_t year = 0;
    std::string organisation;
    std::string state;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "list", "List workshops, the earliest first");
  verb.add_option("--year", options->year, "Only with a day in this year")->type_name("YEAR");
  verb.add_option("--organisation", options->organisation,
                  "Only those that it hosts, is invited to or took part in")
      ->type_name("ORGANISATION");
  verb.add_option("--state", options->state, "Only in this state; all but withdrawn otherwise")
      ->check(AsWordOf<v1::WorkshopState>());
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListWorkshopsRequest request;
    request.set_parent(context.Parent());
    request.set_year(options->year);
    request.set_organisation(OrganisationName(context.Parent(), options->organisation));
    request.set_state(
        ParseEnum<v1::WorkshopState>(options->state).value_or(v1::WORKSHOP_STATE_UNSPECIFIED));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::ListWorkshopsResponse list,
                     context.CallAllPages(&Stub::ListWorkshops, request));
    if (context.options().json) return context.PrintJson(list);
    PrintWorkshops(list, OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

std::string InWords(const v1::ProgrammeItem& item, const OrganisationNames& names) {
  std::string words =
      absl::StrCat("dag ", item.day(), " ", FormatTimeOfDay(item.start_time()), " ", item.title());
  if (!item.organisation().empty())
    absl::StrAppend(&words, " (", names.Of(item.organisation()), ")");
  return words;
}

void PrintWorkshop(const v1::Workshop& workshop, const OrganisationNames& names,
                   std::ostream& out) {
  FactSheet sheet(workshop.title(), InSwedish(workshop.state()));
  sheet.Add("tid", FormatPeriod(workshop.period()));
  sheet.Add("form", InSwedish(workshop.form()));
  sheet.Add("plats", workshop.venue());
  sheet.Add("värd", names.Of(workshop.host()));
  sheet.Add("ansvarig", workshop.responsible());
  sheet.Add("platser", workshop.capacity() == 0 ? "" : absl::StrCat(workshop.capacity()));
  sheet.Add("om", workshop.description());
  std::vector<std::string> invited;
  for (const std::string& organisation : workshop.invited())
    invited.push_back(names.Of(organisation));
  SortSwedish(invited);
  sheet.Add("inbjudna", absl::StrJoin(invited, ", "));
  for (const v1::ProgrammeItem& item : workshop.programme())
    sheet.Add("program", InWords(item, names));
  sheet.Add("anmälda", AttendanceInWords(workshop.registrations(), names));
  sheet.Add("deltagare", AttendanceInWords(workshop.attendance(), names));
  for (const v1::PresentedKnowledge& knowledge : workshop.knowledge()) {
    std::string words = absl::StrCat(knowledge.entry(), ": ", knowledge.title());
    if (!knowledge.source().empty()) absl::StrAppend(&words, " (", knowledge.source(), ")");
    if (!knowledge.link().empty()) absl::StrAppend(&words, "\n", knowledge.link());
    sheet.Add("kunskap", words);
  }
  for (const v1::WorkshopOutcome& outcome : workshop.outcomes()) {
    std::string words = absl::StrCat(outcome.entry(), ": ", outcome.text());
    for (const std::string& link : outcome.links()) {
      absl::StrAppend(&words, "\n→ ", WithoutParent(link));
    }
    sheet.Add("resultat", words);
  }
  sheet.Add("anteckningar", workshop.note_count() == 0 ? "" : absl::StrCat(workshop.note_count()));
  sheet.Add("revision", absl::StrCat(workshop.revision()));
  sheet.Add("namn", workshop.name());
  sheet.Print(out);
}

void AddShow(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string workshop;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "show", "Show one workshop");
  verb.add_option("workshop", options->workshop, "Its name, its UUID, or the beginning of its UUID")
      ->required();
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::GetWorkshopRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveWorkshop(context, options->workshop));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::GetWorkshopResponse response,
                     context.Call(&Stub::GetWorkshop, request));
    if (context.options().json) return context.PrintJson(response);
    PrintWorkshop(response.workshop(), OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

void AddNotes(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string workshop;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "notes", "Show the notes of one workshop");
  verb.add_option("workshop", options->workshop, "Its name, its UUID, or the beginning of its UUID")
      ->required();
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListWorkshopNotesRequest request;
    ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveWorkshop(context, options->workshop));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::ListWorkshopNotesResponse list,
                     context.CallAllPages(&Stub::ListWorkshopNotes, request));
    if (context.options().json) return context.PrintJson(list);
    FactSheet sheet(Count(list.notes_size(), "anteckning", "anteckningar"), "");
    for (const v1::WorkshopNote& note : list.notes()) {
      sheet.Add(absl::StrCat(note.entry()),
                absl::StrCat(note.text(), note.corrected() ? " (rättad)" : ""));
    }
    sheet.Print(context.out());
    return absl::OkStatus();
  });
}

}  // namespace

void AddWorkshopReading(CommandTree& tree, CLI::App& group) {
  AddList(tree, group);
  AddShow(tree, group);
  AddNotes(tree, group);
}

}  // namespace samverk

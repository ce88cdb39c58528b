#include "clients/cli/workshops_command.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/gathering_verbs.h"
#include "clients/cli/history.h"
#include "clients/cli/names.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/workshop.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::WorkshopService::Stub;

constexpr char kWhat[] = "workshop";

// Adds what all verbs that write about one workshop take.
template <typename Options>
void AddTarget(CLI::App& verb, Options& options) {
  verb.add_option(kWhat, options.workshop, "Its name, its UUID, or the beginning of its UUID")
      ->required();
  AddWriteOptions(verb, options.write);
  AddRevisionOption(verb, options.write);
}

void AddPlan(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string host;
    GatheringFacts facts;
    std::string description;
    int32_t capacity = 0;
    std::string responsible;
    std::string id;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "plan", "Plan a workshop");
  verb.add_option("--host", options->host, "Who holds it")->type_name("ORGANISATION")->required();
  AddGatheringFacts(verb, options->facts, /*required=*/true);
  verb.add_option("--description", options->description, "What it is about")->transform(AsText());
  verb.add_option("--capacity", options->capacity, "How many there is room for")->type_name("N");
  verb.add_option("--responsible", options->responsible, "Who is responsible")->type_name("PERSON");
  verb.add_option("--id", options->id, "Its UUID; a new one otherwise")->transform(AsUuid());
  AddWriteOptions(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::PlanWorkshopRequest request;
    request.set_parent(context.Parent());
    request.set_workshop_id(options->id.empty() ? Uuid::V7(context.clock()).ToString()
                                                : options->id);
    request.set_host(OrganisationName(context.Parent(), options->host));
    RETURN_IF_ERROR(FillGatheringFacts(options->facts, request));
    request.set_description(options->description);
    request.set_capacity(options->capacity);
    request.set_responsible(PersonName(context.Parent(), options->responsible));
    return Submit(context, &Stub::PlanWorkshop, request, options->write);
  });
}

void AddInvite(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string workshop;
    std::vector<std::string> organisations;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "invite", "Invite organisations");
  AddTarget(verb, *options);
  verb.add_option("organisations", options->organisations, "Who is invited")->required();
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::InviteOrganisationsRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveWorkshop(context, options->workshop));
    for (const std::string& organisation : options->organisations) {
      request.add_organisations(OrganisationName(context.Parent(), organisation));
    }
    return Submit(context, &Stub::InviteOrganisations, request, options->write);
  });
}

void AddProgramme(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string workshop;
    std::vector<std::string> items;
    bool clear = false;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb =
      tree.AddVerb(group, "programme", "Set the programme, in place of the one before");
  AddTarget(verb, *options);
  CLI::Option* items =
      verb.add_option("items", options->items, "Each as \"[DAY ]09:30 TITLE[ @ORGANISATION]\"")
          ->transform(As(ParseProgrammeItem, "ITEM"));
  verb.add_flag("--clear", options->clear, "Have no programme")->excludes(items);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    if (options->items.empty() && !options->clear) {
      return UsageError("no programme was given; --clear takes away the one there is");
    }
    v1::SetWorkshopProgrammeRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveWorkshop(context, options->workshop));
    for (const std::string& text : options->items) {
      ASSIGN_OR_RETURN(v1::ProgrammeItem item, ParseProgrammeItem(text));
      item.set_organisation(OrganisationName(context.Parent(), item.organisation()));
      *request.add_items() = item;
    }
    return Submit(context, &Stub::SetWorkshopProgramme, request, options->write);
  });
}

void AddRegister(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string workshop;
    std::string organisation;
    int32_t participants = 0;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "register", "Register how many come from an organisation");
  AddTarget(verb, *options);
  verb.add_option("organisation", options->organisation, "From where")->required();
  verb.add_option("participants", options->participants, "How many")->type_name("N")->required();
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::RegisterForWorkshopRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveWorkshop(context, options->workshop));
    request.mutable_registration()->set_organisation(
        OrganisationName(context.Parent(), options->organisation));
    request.mutable_registration()->set_participants(options->participants);
    return Submit(context, &Stub::RegisterForWorkshop, request, options->write);
  });
}

void AddUnregister(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string workshop;
    std::string organisation;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "unregister", "Take back an organisation's registration");
  AddTarget(verb, *options);
  verb.add_option("organisation", options->organisation, "Whose registration")->required();
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::WithdrawRegistrationRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveWorkshop(context, options->workshop));
    request.set_organisation(OrganisationName(context.Parent(), options->organisation));
    return Submit(context, &Stub::WithdrawRegistration, request, options->write);
  });
}

void AddKnowledge(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string workshop;
    std::string title;
    std::string source;
    std::string link;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "knowledge", "Record knowledge that was presented");
  AddTarget(verb, *options);
  verb.add_option("--title", options->title, "What it is called")->transform(AsText())->required();
  verb.add_option("--source", options->source, "Who it comes from")->transform(AsText());
  verb.add_option("--link", options->link, "Where to read it")
      ->transform(AsText())
      ->type_name("URL");
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::PresentKnowledgeRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveWorkshop(context, options->workshop));
    request.set_title(options->title);
    request.set_source(options->source);
    request.set_link(options->link);
    return Submit(context, &Stub::PresentKnowledge, request, options->write);
  });
}

void AddNote(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string workshop;
    std::string text;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "note", "Record a note");
  AddTarget(verb, *options);
  verb.add_option("text", options->text, "The note; - reads it from standard input")
      ->transform(AsText())
      ->required();
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::RecordWorkshopNoteRequest request;
    ASSIGN_OR_RETURN(*request.mutable_text(), TextOrInput(options->text));
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveWorkshop(context, options->workshop));
    return Submit(context, &Stub::RecordWorkshopNote, request, options->write);
  });
}

void AddOutcome(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string workshop;
    std::string text;
    std::vector<std::string> links;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "outcome", "Record what came of it");
  AddTarget(verb, *options);
  verb.add_option("text", options->text, "What came of it; - reads it from standard input")
      ->transform(AsText())
      ->required();
  verb.add_option("--link", options->links, "A resource that it led to, by its whole name")
      ->type_name("NAME")
      ->allow_extra_args(false);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::RecordWorkshopOutcomeRequest request;
    ASSIGN_OR_RETURN(*request.mutable_text(), TextOrInput(options->text));
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveWorkshop(context, options->workshop));
    for (const std::string& link : options->links) request.add_links(link);
    return Submit(context, &Stub::RecordWorkshopOutcome, request, options->write);
  });
}

}  // namespace

void AddWorkshopsCommand(CommandTree& tree) {
  CLI::App& group = tree.AddGroup(
      "workshops", "Service workshops (serviceverkstäder)",
      {"samverk workshops list --year 2019 --organisation 2421",
       "samverk workshops plan --host 2421 --title Mackar --from 2026-10-14 --form digital",
       "samverk workshops invite 0199 2418 2422",
       "samverk workshops programme 0199 \"09:30 Välkomna @2421\" \"10:00 Studiebesök\"",
       "samverk workshops register 0199 2418 3", "samverk workshops hold 0199 --attendance 2418=2",
       "samverk workshops correct 0199 --venue Tärnaby --reason \"Lokalen byttes\"",
       "samverk workshops history 0199"});
  AddPlan(tree, group);
  AddInvite(tree, group);
  AddProgramme(tree, group);
  AddRegister(tree, group);
  AddUnregister(tree, group);
  AddHoldVerb(tree, group, kWhat, ResolveWorkshop, &Stub::HoldWorkshop);
  AddKnowledge(tree, group);
  AddNote(tree, group);
  AddOutcome(tree, group);
  AddPlainVerb(tree, group, kWhat, "cancel", "Cancel it before it is held", ResolveWorkshop,
               &Stub::CancelWorkshop);
  AddWorkshopCorrection(tree, group);
  AddPlainVerb(tree, group, kWhat, "withdraw", "Withdraw what was registered by mistake",
               ResolveWorkshop, &Stub::WithdrawWorkshop);
  AddWorkshopReading(tree, group);
  AddHistoryVerb(tree, group, kWhat, ResolveWorkshop);
}

}  // namespace samverk

#include "clients/cli/conflicts_command.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "base/text.h"
#include "clients/cli/arguments.h"
#include "clients/cli/edited_text.h"
#include "clients/cli/fact_sheet.h"
#include "clients/cli/names.h"
#include "clients/cli/plan_diff.h"
#include "clients/cli/plan_edits.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/read_options.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/plan.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::PlanService::Stub;

std::string PlanOf(const std::string& conflict) {
  return conflict.substr(0, conflict.find("/conflicts/"));
}

// The plan as people work on it. Where it can't be read, a conflict is still worth showing.
v1::Plan ReadPlan(CliContext& context, const std::string& name) {
  v1::GetPlanRequest get;
  get.set_name(name);
  const auto read = context.Call(&Stub::GetPlan, get);
  return read.ok() ? read->plan() : v1::Plan();
}

// ---- list

void PrintConflicts(CliContext& context, const v1::ListPlanConflictsResponse& list) {
  std::map<std::string, ElementTitles> titles;
  std::vector<std::string> plans;
  for (const v1::PlanConflict& conflict : list.conflicts()) {
    const std::string plan = PlanOf(conflict.name());
    if (!titles.contains(plan)) {
      titles[plan] = ElementTitles(ReadPlan(context, plan));
      plans.push_back(plan);
    }
  }
  const std::vector<std::string> short_ids = ShortIds(plans);
  const OrganisationNames names = OrganisationNames::Read(context);
  Table table({{"Id"},
               {"Avgörs av", Table::kFlexible},
               {"Vad", Table::kFlexible},
               {"Läge"},
               {"Förslag", Table::kNumber},
               {"Sedan"}});
  for (const v1::PlanConflict& conflict : list.conflicts()) {
    const std::string plan = PlanOf(conflict.name());
    const auto at = std::find(plans.begin(), plans.end(), plan) - plans.begin();
    table.Add({absl::StrCat(short_ids[static_cast<size_t>(at)], "/", LastPart(conflict.name())),
               names.Of(conflict.owner()), FieldInWords(conflict.field(), titles[plan]),
               InSwedish(conflict.state()), absl::StrCat(conflict.proposals_size()),
               FormatMinute(conflict.raised_at())});
  }
  table.Print(context.out());
  context.out() << Count(list.conflicts_size(), "konflikt", "konflikter") << "\n";
}

void AddList(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string owner;
    std::string plan;
    std::string state;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "list", "List conflicts, the oldest first");
  verb.add_option("--owner", options->owner, "Only those that this one has to decide")
      ->type_name("ORGANISATION");
  verb.add_option("--plan", options->plan, "Only those of this plan")->type_name("PLAN");
  verb.add_option("--state", options->state, "Only in this state; the open ones otherwise")
      ->check(AsWordOf<v1::ConflictState>());
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListPlanConflictsRequest request;
    request.set_parent(context.Parent());
    request.set_owner(OrganisationName(context.Parent(), options->owner));
    if (!options->plan.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_plan(), ResolvePlan(context, options->plan));
    }
    request.set_state(
        ParseEnum<v1::ConflictState>(options->state).value_or(v1::CONFLICT_STATE_UNSPECIFIED));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::ListPlanConflictsResponse list,
                     context.CallAllPages(&Stub::ListPlanConflicts, request));
    if (context.options().json) return context.PrintJson(list);
    PrintConflicts(context, list);
    return absl::OkStatus();
  });
}

// ---- show

// One of the things that the field was, is or might be.
struct Version {
  std::string label;
  std::string value;
  std::string by;
};

std::string ByWhom(const v1::PlanProposal& proposal, const OrganisationNames& names) {
  std::string by = proposal.organisation().empty() ? "" : names.Of(proposal.organisation()) + ", ";
  absl::StrAppend(&by, proposal.principal(), ", ", FormatMinute(proposal.recorded_at()));
  if (!proposal.device().empty()) absl::StrAppend(&by, ", ", proposal.device());
  return by;
}

std::string ValueOrNone(const v1::PlanEdit& edit, const ElementTitles& titles) {
  const std::string value = EditValueInWords(edit, titles);
  return value.empty() ? "(tomt)" : value;
}

std::vector<Version> VersionsOf(const v1::PlanConflict& conflict, const ElementTitles& titles,
                                const OrganisationNames& names) {
  std::vector<Version> versions = {
      {"var", conflict.has_was() ? ValueOrNone(conflict.was(), titles) : "(fanns inte)", ""},
      {"nu", conflict.has_now() ? ValueOrNone(conflict.now(), titles) : "(borttaget)", ""}};
  for (int i = 0; i < conflict.proposals_size(); ++i) {
    // People count from one.
    versions.push_back({absl::StrCat("förslag ", i + 1),
                        ValueOrNone(conflict.proposals(i).edit(), titles),
                        ByWhom(conflict.proposals(i), names)});
  }
  return versions;
}

// Short values below each other, long ones each beside what was.
void PrintVersions(const std::vector<Version>& versions, std::ostream& out) {
  constexpr size_t kShortColumns = 80;
  const bool all_short = std::all_of(versions.begin(), versions.end(), [](const Version& version) {
    return version.value.find('\n') == std::string::npos &&
           DisplayWidth(version.value) <= kShortColumns;
  });
  constexpr size_t kLabelColumns = 12;
  if (all_short) {
    for (const Version& version : versions) {
      out << Pad(version.label, kLabelColumns) << version.value << "\n";
      if (!version.by.empty()) out << std::string(kLabelColumns, ' ') << version.by << "\n";
    }
    return;
  }
  constexpr size_t kHalf = kLineColumns / 2 - 2;
  for (size_t i = 1; i < versions.size(); ++i) {
    out << (i > 1 ? "\n" : "") << Pad(versions[0].label, kHalf) << " │ " << versions[i].label
        << "\n";
    PrintSideBySide(versions[0].value, versions[i].value, out);
    if (!versions[i].by.empty()) out << "  " << versions[i].by << "\n";
  }
}

void PrintConflict(CliContext& context, const v1::PlanConflict& conflict) {
  const v1::Plan plan = ReadPlan(context, PlanOf(conflict.name()));
  const ElementTitles titles(plan);
  const OrganisationNames names = OrganisationNames::Read(context);
  std::ostream& out = context.out();
  FactSheet sheet(FieldInWords(conflict.field(), titles), InSwedish(conflict.state()));
  sheet.Add("plan", plan.title());
  sheet.Add("avgörs av", names.Of(conflict.owner()));
  sheet.Add("sedan", FormatMinute(conflict.raised_at()));
  sheet.Add("version", absl::StrCat(conflict.version()));
  if (conflict.choice() != v1::CONFLICT_CHOICE_UNSPECIFIED) {
    sheet.Add("avgörande", InSwedish(conflict.choice()));
    sheet.Add("därför", conflict.reason());
  }
  sheet.Add("namn", conflict.name());
  sheet.Print(out);
  out << "\n";
  PrintVersions(VersionsOf(conflict, titles, names), out);
  if (conflict.state() == v1::CONFLICT_STATE_OPEN) {
    out << "\nAvgör: samverk conflicts resolve " << ShortIds({PlanOf(conflict.name())})[0] << "/"
        << LastPart(conflict.name()) << " --keep, --take N eller --custom\n";
  }
}

absl::StatusOr<v1::PlanConflict> ReadConflict(CliContext& context, const std::string& name) {
  v1::GetPlanConflictRequest get;
  get.set_name(name);
  ASSIGN_OR_RETURN(const v1::GetPlanConflictResponse read,
                   context.Call(&Stub::GetPlanConflict, get));
  return read.conflict();
}

void AddConflictOption(CLI::App& verb, std::string& conflict) {
  verb.add_option("conflict", conflict, "PLAN/NUMBER as in `list`, or its name")->required();
}

void AddShow(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string conflict;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "show", "Show what it was, what it is, what others want");
  AddConflictOption(verb, options->conflict);
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::GetPlanConflictRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveConflict(context, options->conflict));
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::GetPlanConflictResponse response,
                     context.Call(&Stub::GetPlanConflict, request));
    if (context.options().json) return context.PrintJson(response);
    PrintConflict(context, response.conflict());
    return absl::OkStatus();
  });
}

// ---- resolve

struct ResolveOptions {
  std::string conflict;
  bool keep = false;
  int32_t take = 0;
  bool custom = false;
  std::string text;
  int32_t version = 0;
  WriteOptions write;
};

// Says in `request` what the person wrote instead. `kept` is the file that it was written in.
absl::Status FillCustom(CliContext& context, const v1::PlanConflict& conflict,
                        const ResolveOptions& options, std::optional<EditedText>& kept,
                        v1::ResolvePlanConflictRequest& request) {
  if (conflict.proposals().empty()) return UsageError("the conflict has no proposals to go by");
  const v1::Plan plan = ReadPlan(context, PlanOf(conflict.name()));
  const v1::PlanEdit& like = conflict.proposals(0).edit();
  std::string text = options.text;
  if (text.empty()) {
    const std::string now =
        conflict.has_now() ? EditValueInWords(conflict.now(), ElementTitles(plan)) : "";
    ASSIGN_OR_RETURN(kept, EditedText::Create("konflikt", now + "\n", context.clock()));
    RETURN_IF_ERROR(kept->Edit());
    text = ToNfc(kept->text());
  } else {
    ASSIGN_OR_RETURN(text, TextOrInput(text));
  }
  ASSIGN_OR_RETURN(*request.mutable_custom(), EditLike(like, text, plan));
  return absl::OkStatus();
}

absl::Status Resolve(CliContext& context, const ResolveOptions& options) {
  if (!options.keep && options.take == 0 && !options.custom) {
    return UsageError("nothing was chosen; give --keep, --take N or --custom");
  }
  v1::ResolvePlanConflictRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), ResolveConflict(context, options.conflict));
  ASSIGN_OR_RETURN(const v1::PlanConflict conflict, ReadConflict(context, request.name()));
  // Without --version the decision holds against what is there this moment.
  request.set_expected_version(options.version > 0 ? options.version : conflict.version());
  std::optional<EditedText> kept;
  absl::Status status;
  if (options.keep) {
    request.set_choice(v1::CONFLICT_CHOICE_KEEP_CURRENT);
  } else if (options.take > 0) {
    request.set_choice(v1::CONFLICT_CHOICE_TAKE);
    request.set_proposal(options.take - 1);
  } else {
    request.set_choice(v1::CONFLICT_CHOICE_CUSTOM);
    status = FillCustom(context, conflict, options, kept, request);
  }
  if (status.ok()) {
    status = Submit(context, &Stub::ResolvePlanConflict, request, options.write);
  }
  if (!kept.has_value()) return status;
  if (!status.ok()) {
    return AtPlace(status, "",
                   absl::StrCat("Texten finns i ", kept->path(),
                                "; ta upp den igen med --custom --text - < FILEN"));
  }
  kept->Remove();
  return status;
}

void AddResolve(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<ResolveOptions>();
  CLI::App& verb = tree.AddVerb(group, "resolve", "Decide it");
  AddConflictOption(verb, options->conflict);
  CLI::Option* keep = verb.add_flag("--keep", options->keep, "What stands is right");
  CLI::Option* take =
      verb.add_option("--take", options->take, "This proposal is right: 1 for the first")
          ->type_name("N")
          ->check(CLI::PositiveNumber.description(""))
          ->excludes(keep);
  CLI::Option* custom =
      verb.add_flag("--custom", options->custom, "Something else is right: opens your editor")
          ->excludes(keep)
          ->excludes(take);
  verb.add_option("--text", options->text, "What is right instead; - reads standard input")
      ->transform(AsText())
      ->needs(custom);
  verb.add_option("--version", options->version, "The version that you read: refuse if it changed")
      ->type_name("N")
      ->check(CLI::PositiveNumber.description(""));
  AddWriteOptions(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) { return Resolve(context, *options); });
}

}  // namespace

void AddConflictsCommand(CommandTree& tree) {
  CLI::App& group = tree.AddGroup(
      "conflicts", "What two people wrote about one field (konflikter), for a person to decide",
      {"samverk conflicts list --owner 2421", "samverk conflicts show 0199/14",
       "samverk conflicts resolve 0199/14 --take 1 --reason \"Nyare uppgift\"",
       "samverk conflicts resolve 0199/14 --keep",
       "samverk conflicts resolve 0199/14 --custom --text \"Alla når drivmedel inom tre mil.\""});
  AddList(tree, group);
  AddShow(tree, group);
  AddResolve(tree, group);
}

}  // namespace samverk

// `samverk plans diff`: two states of a plan beside each other, field by field, with who and why.

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "clients/cli/admin_command.h"
#include "clients/cli/arguments.h"
#include "clients/cli/names.h"
#include "clients/cli/plan_diff.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/plans_command.h"
#include "clients/cli/read_options.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "samverk/v1/plan.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::PlanService::Stub;

constexpr char kPointForms[] = "REVISION|DATE|@POSITION";

// `2`: the revision; `2019-06-30`: what was in force on that day; `@57`: the text that people
// worked on at that position, without the epoch that goes with it.
absl::StatusOr<v1::PlanPoint> ParsePoint(absl::string_view text) {
  v1::PlanPoint point;
  int32_t revision = 0;
  int64_t position = 0;
  absl::string_view rest = text;
  if (const auto day = ParseDate(text); day.has_value()) {
    *point.mutable_valid_on() = *day;
  } else if (absl::ConsumePrefix(&rest, "@") && absl::SimpleAtoi(rest, &position) &&
             position >= 0) {
    point.mutable_position()->set_position(position);
  } else if (absl::SimpleAtoi(text, &revision) && revision > 0) {
    point.set_revision(revision);
  } else {
    return UsageError(
        absl::StrCat("\"", text, "\" is no revision (2), day (2019-06-30) or ", "position (@57)"));
  }
  return point;
}

// What people call a state; a missing one is the text that people work on.
std::string InWords(const std::optional<v1::PlanPoint>& point) {
  if (!point.has_value()) return "texten i dag";
  if (point->has_valid_on()) return absl::StrCat("gällde ", FormatDate(point->valid_on()));
  if (point->has_position())
    return absl::StrCat("texten vid position ", point->position().position());
  return absl::StrCat("revidering ", point->revision());
}

// What the elements are called in the newer state. Where that can't be read, ids have to do.
ElementTitles TitlesAt(CliContext& context, const std::string& plan,
                       const std::optional<v1::PlanPoint>& point) {
  if (point.has_value() && point->revision() > 0) {
    v1::GetPlanRevisionRequest get;
    get.set_name(absl::StrCat(plan, "/revisions/", point->revision()));
    const auto read = context.Call(&Stub::GetPlanRevision, get);
    return read.ok() ? ElementTitles(read->revision().plan()) : ElementTitles();
  }
  v1::GetPlanRequest get;
  get.set_name(plan);
  if (point.has_value() && point->has_valid_on()) *get.mutable_valid_on() = point->valid_on();
  if (point.has_value() && point->has_position()) {
    *get.mutable_read()->mutable_as_of()->mutable_position() = point->position();
  }
  const auto read = context.Call(&Stub::GetPlan, get);
  return read.ok() ? ElementTitles(read->plan()) : ElementTitles();
}

// Adds the titles of what was added or removed: they are among the differences.
void AddTitles(const v1::ComparePlanResponse& comparison, ElementTitles& titles) {
  constexpr absl::string_view kTitle = "/title";
  for (const v1::PlanDifference& difference : comparison.differences()) {
    absl::string_view path = difference.path();
    if (!absl::ConsumeSuffix(&path, kTitle)) continue;
    titles.Add(std::string(LastPart(path)),
               difference.new_text().empty() ? difference.old_text() : difference.new_text());
  }
}

void PrintWho(const v1::PlanDifference& difference, const OrganisationNames& names,
              std::ostream& out) {
  if (difference.position().position() == 0) return;
  std::string who = FormatMinute(difference.recorded_at());
  if (!difference.organisation().empty()) {
    absl::StrAppend(&who, ", ", names.Of(difference.organisation()));
  }
  absl::StrAppend(&who, ", ", difference.principal(), ", position ",
                  difference.position().position());
  if (!difference.reason().empty()) absl::StrAppend(&who, "; därför: ", difference.reason());
  constexpr size_t kIndent = 2;
  for (const std::string& line : Wrap(who, kLineColumns - kIndent)) {
    out << std::string(kIndent, ' ') << line << "\n";
  }
}

struct DiffOptions {
  std::string plan;
  std::string from;
  std::string to;
  std::string as_of;
};

// Gives a position the epoch of the ledger as it is now.
absl::Status FillEpoch(CliContext& context, v1::PlanPoint& point) {
  if (!point.has_position()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const v1::Partnership partnership, FindPartnership(context, context.Parent()));
  point.mutable_position()->set_epoch(partnership.head().epoch());
  return absl::OkStatus();
}

// The state that nothing was said about: the latest revision.
absl::StatusOr<v1::PlanPoint> LatestRevision(CliContext& context, const std::string& plan) {
  v1::GetPlanRequest get;
  get.set_name(plan);
  ASSIGN_OR_RETURN(const v1::GetPlanResponse read, context.Call(&Stub::GetPlan, get));
  if (read.plan().latest_revision() == 0) {
    return UsageError("the plan has no revision yet; say what to compare with: a position, as @57");
  }
  v1::PlanPoint point;
  point.set_revision(read.plan().latest_revision());
  return point;
}

absl::Status Diff(CliContext& context, const DiffOptions& options) {
  v1::ComparePlanRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), ResolvePlan(context, options.plan));
  RETURN_IF_ERROR(FillAsOf(context, options.as_of, request));
  std::optional<v1::PlanPoint> to;
  if (options.from.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_from(), LatestRevision(context, request.name()));
  } else {
    ASSIGN_OR_RETURN(*request.mutable_from(), ParsePoint(options.from));
    RETURN_IF_ERROR(FillEpoch(context, *request.mutable_from()));
  }
  if (!options.to.empty()) {
    ASSIGN_OR_RETURN(to, ParsePoint(options.to));
    RETURN_IF_ERROR(FillEpoch(context, *to));
    *request.mutable_to() = *to;
  }
  ASSIGN_OR_RETURN(const v1::ComparePlanResponse comparison,
                   context.Call(&Stub::ComparePlan, request));
  if (context.options().json) return context.PrintJson(comparison);
  ElementTitles titles = TitlesAt(context, request.name(), to);
  AddTitles(comparison, titles);
  const OrganisationNames names = OrganisationNames::Read(context);
  std::ostream& out = context.out();
  constexpr size_t kHalf = kLineColumns / 2 - 2;
  out << Pad(InWords(request.from()), kHalf) << " │ " << InWords(to) << "\n";
  for (const v1::PlanDifference& difference : comparison.differences()) {
    out << "\n" << FieldInWords(difference.path(), titles) << "\n";
    PrintSideBySide(ValueInWords(difference.path(), difference.old_text(), titles),
                    ValueInWords(difference.path(), difference.new_text(), titles), out);
    PrintWho(difference, names, out);
  }
  out << (comparison.differences().empty() ? "" : "\n")
      << Count(comparison.differences_size(), "skillnad", "skillnader")
      << (comparison.truncated() ? ", och fler som inte får plats" : "") << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddPlanComparing(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<DiffOptions>();
  CLI::App& verb = tree.AddVerb(group, "diff", "Show two states of it beside each other");
  AddPlanOption(verb, options->plan);
  verb.add_option("from", options->from, "The older state; the latest revision otherwise")
      ->check(As(ParsePoint, kPointForms));
  verb.add_option("to", options->to, "The newer state; the text that people work on otherwise")
      ->check(As(ParsePoint, kPointForms));
  AddAsOfOption(verb, options->as_of);
  verb.footer(
      "A number is a revision, a day what was in force on it, @57 the text at that position.\n"
      "\n"
      "Examples:\n"
      "  samverk plans diff 0199\n"
      "  samverk plans diff 0199 1 2\n"
      "  samverk plans diff 0199 2019-06-30 @57");
  tree.OnRun(verb, [options](CliContext& context) { return Diff(context, *options); });
}

}  // namespace samverk

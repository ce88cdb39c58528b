// `samverk follow-ups observe`, `correct`, `summarise` and `assess`: what a municipality writes.

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/follow_up_words.h"
#include "clients/cli/follow_ups_command.h"
#include "clients/cli/names.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/follow_up.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::FollowUpService::Stub;

// What is said of an indicator. As options of a correction each may be left out.
struct ReadingOptions {
  std::optional<std::string> value;
  std::optional<std::string> missing;
  std::optional<std::string> title;
  std::optional<std::string> unit;
  std::optional<std::string> source;
  std::optional<std::string> vintage;
};

// Adds all but the value.
void AddReadingOptions(CLI::App& verb, ReadingOptions& options) {
  verb.add_option("--missing", options.missing, "Why there is no value")->transform(AsText());
  verb.add_option("--title", options.title, "What people call it")->transform(AsText());
  verb.add_option("--unit", options.unit, "What it is counted in: st, %, km")->transform(AsText());
  verb.add_option("--source", options.source, "Where it comes from")->transform(AsText());
  verb.add_option("--vintage", options.vintage, "As of when the data are: 2025 or 2025-12-31")
      ->check(As(ParseVintage, "YEAR|DATE"));
}

// Changes what the options say; a value takes the place of a reason and the other way round.
absl::Status FillReading(const ReadingOptions& options, v1::IndicatorReading& reading) {
  if (options.value.has_value()) {
    ASSIGN_OR_RETURN(*reading.mutable_value(), ParseDecimal(*options.value));
    reading.clear_missing_because();
  }
  if (options.missing.has_value()) {
    reading.set_missing_because(*options.missing);
    reading.clear_value();
  }
  if (options.title.has_value()) reading.set_title(*options.title);
  if (options.unit.has_value()) reading.set_unit(*options.unit);
  if (options.source.has_value()) reading.set_source(*options.source);
  if (options.vintage.has_value()) {
    ASSIGN_OR_RETURN(*reading.mutable_vintage(), ParseVintage(*options.vintage));
  }
  return absl::OkStatus();
}

void AddObserve(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string follow_up;
    std::string key;
    std::string place;
    ReadingOptions reading;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "observe", "Observe an indicator");
  AddFollowUpOption(verb, options->follow_up);
  verb.add_option("key", options->key, "Names it in all follow-ups: antal-butiker")->required();
  CLI::Option* value = verb.add_option("value", options->reading.value, "The value: 12,5")
                           ->check(As(ParseDecimal, "NUMBER"));
  AddReadingOptions(verb, options->reading);
  verb.get_option("--title")->required();
  verb.get_option("--missing")->excludes(value);
  verb.add_option("--place", options->place, "The place that it is of, by its whole name")
      ->type_name("NAME");
  AddWriteOptions(verb, options->write);
  AddRevisionOption(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ObserveIndicatorRequest request;
    request.set_key(options->key);
    request.set_place(options->place);
    RETURN_IF_ERROR(FillReading(options->reading, *request.mutable_reading()));
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveFollowUp(context, options->follow_up));
    return Submit(context, &Stub::ObserveIndicator, request, options->write);
  });
}

struct CorrectOptions {
  std::string follow_up;
  std::optional<std::string> summary;
  std::optional<int64_t> indicator;
  ReadingOptions reading;
  std::vector<int64_t> removed_indicators;
  std::vector<std::string> removed_assessments;
  WriteOptions write;
};

// What is not given again stays: a correction replaces all of a reading.
absl::Status AddIndicatorEdit(CliContext& context, const std::string& name,
                              const CorrectOptions& options, v1::EditFollowUpRequest& request) {
  v1::ListIndicatorValuesRequest list;
  list.set_parent(context.Parent());
  list.set_follow_up(name);
  ASSIGN_OR_RETURN(const v1::ListIndicatorValuesResponse read,
                   context.CallAllPages(&Stub::ListIndicatorValues, list));
  const auto found =
      std::find_if(read.values().begin(), read.values().end(),
                   [&](const auto& value) { return value.entry() == *options.indicator; });
  if (found == read.values().end()) {
    return UsageError(absl::StrCat("there is no indicator with the number ", *options.indicator,
                                   "; see `samverk follow-ups show`"));
  }
  v1::IndicatorCorrection& correction = *request.add_edits()->mutable_indicator();
  correction.set_entry(*options.indicator);
  *correction.mutable_reading() = found->reading();
  return FillReading(options.reading, *correction.mutable_reading());
}

// The elements of a follow-up's plan: `c04d` of a goal or measure whose id begins so.
struct Element {
  std::string id;
  v1::AssessedKind kind = v1::ASSESSED_KIND_UNSPECIFIED;
};

absl::StatusOr<Element> FindElement(CliContext& context, const v1::FollowUp& follow_up,
                                    absl::string_view text) {
  std::string id = absl::AsciiStrToLower(text);
  id.erase(
      std::remove_if(id.begin(), id.end(), [](char c) { return c == '#' || c == '[' || c == ']'; }),
      id.end());
  ASSIGN_OR_RETURN(const v1::Plan plan, ReadFollowedUpPlan(context, follow_up));
  std::vector<Element> found;
  for (const v1::PlanGoal& goal : plan.goals()) {
    if (absl::StartsWith(goal.element(), id)) {
      found.push_back({goal.element(), v1::ASSESSED_KIND_GOAL});
    }
  }
  for (const v1::PlanMeasure& measure : plan.measures()) {
    if (absl::StartsWith(measure.element(), id)) {
      found.push_back({measure.element(), v1::ASSESSED_KIND_MEASURE});
    }
  }
  if (found.size() == 1) return found.front();
  return UsageError(absl::StrCat(found.empty() ? "no goal or measure of the plan begins"
                                               : "several goals and measures of the plan begin",
                                 " with \"", id, "\"; see `samverk plans show ",
                                 LastPart(follow_up.plan()), "`"));
}

absl::Status Correct(CliContext& context, const CorrectOptions& options) {
  ASSIGN_OR_RETURN(const v1::FollowUp follow_up, ReadFollowUp(context, options.follow_up));
  v1::EditFollowUpRequest request;
  request.set_name(follow_up.name());
  // Without --revision the correction holds against what is there this moment.
  request.set_expected_revision(follow_up.revision());
  if (options.summary.has_value()) {
    ASSIGN_OR_RETURN(*request.add_edits()->mutable_summary(), TextOrInput(*options.summary));
  }
  if (options.indicator.has_value()) {
    RETURN_IF_ERROR(AddIndicatorEdit(context, follow_up.name(), options, request));
  }
  for (const int64_t entry : options.removed_indicators) {
    request.add_edits()->set_remove_indicator(entry);
  }
  for (const std::string& text : options.removed_assessments) {
    ASSIGN_OR_RETURN(const Element element, FindElement(context, follow_up, text));
    request.add_edits()->set_remove_assessment(element.id);
  }
  if (request.edits().empty()) {
    return UsageError("nothing to correct was given; see `samverk follow-ups correct --help`");
  }
  return Submit(context, &Stub::EditFollowUp, request, options.write);
}

void AddCorrect(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<CorrectOptions>();
  CLI::App& verb =
      tree.AddVerb(group, "correct", "Correct what is recorded; what it was before is kept");
  AddFollowUpOption(verb, options->follow_up);
  verb.add_option("--summary", options->summary, "The summary; - reads it from standard input")
      ->transform(AsText());
  CLI::Option* indicator =
      verb.add_option("--indicator", options->indicator, "Which indicator, by its number in `show`")
          ->type_name("ENTRY");
  verb.add_option("--value", options->reading.value, "Its right value: 12,5")
      ->check(As(ParseDecimal, "NUMBER"));
  AddReadingOptions(verb, options->reading);
  for (const char* name : {"--value", "--missing", "--title", "--unit", "--source", "--vintage"}) {
    verb.get_option(name)->needs(indicator);
  }
  verb.get_option("--missing")->excludes(verb.get_option("--value"));
  verb.add_option("--remove-indicator", options->removed_indicators,
                  "An indicator recorded by mistake")
      ->type_name("ENTRY")
      ->allow_extra_args(false);
  verb.add_option("--remove-assessment", options->removed_assessments,
                  "A goal or measure assessed by mistake")
      ->type_name("ELEMENT")
      ->allow_extra_args(false);
  AddWriteOptions(verb, options->write);
  AddRevisionOption(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) { return Correct(context, *options); });
}

void AddSummarise(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string follow_up;
    std::string text;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb =
      tree.AddVerb(group, "summarise", "Write the summary, in place of the one before");
  AddFollowUpOption(verb, options->follow_up);
  verb.add_option("text", options->text, "The summary; - reads it from standard input")
      ->transform(AsText())
      ->required();
  AddWriteOptions(verb, options->write);
  AddRevisionOption(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::EditFollowUpRequest request;
    ASSIGN_OR_RETURN(*request.add_edits()->mutable_summary(), TextOrInput(options->text));
    ASSIGN_OR_RETURN(const v1::FollowUp follow_up, ReadFollowUp(context, options->follow_up));
    request.set_name(follow_up.name());
    request.set_expected_revision(follow_up.revision());
    return Submit(context, &Stub::EditFollowUp, request, options->write);
  });
}

void AddAssess(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string follow_up;
    std::string element;
    std::string assessment;
    std::string comment;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "assess", "Say how a goal or a measure of the plan fares");
  AddFollowUpOption(verb, options->follow_up);
  verb.add_option("element", options->element,
                  "The beginning of its id, as `samverk plans show` has it: c04d")
      ->required();
  verb.add_option("assessment", options->assessment, "How it fares")
      ->check(AsWordOf<v1::Assessment>())
      ->required();
  verb.add_option("--comment", options->comment, "More about it; - reads it from standard input")
      ->transform(AsText());
  AddWriteOptions(verb, options->write);
  AddRevisionOption(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::AssessElementRequest request;
    ASSIGN_OR_RETURN(*request.mutable_comment(), TextOrInput(options->comment));
    ASSIGN_OR_RETURN(const v1::FollowUp follow_up, ReadFollowUp(context, options->follow_up));
    ASSIGN_OR_RETURN(const Element element, FindElement(context, follow_up, options->element));
    request.set_name(follow_up.name());
    request.set_element(element.id);
    request.set_kind(element.kind);
    request.set_assessment(
        ParseEnum<v1::Assessment>(options->assessment).value_or(v1::ASSESSMENT_UNSPECIFIED));
    return Submit(context, &Stub::AssessElement, request, options->write);
  });
}

}  // namespace

void AddFollowUpFillingIn(CommandTree& tree, CLI::App& group) {
  AddObserve(tree, group);
  AddAssess(tree, group);
  AddSummarise(tree, group);
  AddCorrect(tree, group);
}

}  // namespace samverk

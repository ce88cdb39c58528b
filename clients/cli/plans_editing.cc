// `samverk plans edit`: the plan as text in the person's own editor, what they changed as edits.
//
// The text is in a file from before the editor opens until everything in it is recorded; whatever
// fails, its path is printed, and --file takes it up again. What it adds is given ids in the file
// before anything is sent, so that taking it up again adds nothing twice.

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "clients/cli/edited_text.h"
#include "clients/cli/error_line.h"
#include "clients/cli/names.h"
#include "clients/cli/plan_edits.h"
#include "clients/cli/plan_text.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/plans_command.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "samverk/v1/plan.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::PlanService::Stub;

struct EditOptions {
  std::string plan;
  std::string file;
  bool print = false;
  WriteOptions write;
};

// What is printed of a plan's id to be typed again. Should another plan begin alike, an error names
// both.
std::string ShortId(const std::string& plan) {
  constexpr size_t kShortIdChars = 8;
  return std::string(LastPart(plan).substr(0, kShortIdChars));
}

// A random id. Those of version 7 begin alike when they are made together, and would be long to
// read in the text.
std::string NewElementId(const Clock& clock) {
  return Uuid::V5(Uuid::V7(clock), "element").ToString();
}

// Tells what became of edits: a line for each that a person has to know about, then the sum.
class OutcomeReport {
 public:
  explicit OutcomeReport(const v1::Plan& base) : titles_(base) {}

  void Take(const std::vector<v1::PlanEdit>& edits, const v1::CommandResult& result) {
    std::map<int, v1::EditRemark> remarks;
    for (const v1::EditRemark& remark : result.remarks()) remarks[remark.edit()] = remark;
    for (size_t i = 0; i < edits.size(); ++i) {
      titles_.Add(edits[i]);
      const auto index = static_cast<int>(i);
      const v1::EditOutcome outcome =
          index < result.outcomes_size() ? result.outcomes(index) : v1::EDIT_OUTCOME_ACCEPTED;
      ++counts_[outcome];
      Explain(edits[i], outcome, remarks[index]);
    }
  }

  void Print(const std::string& plan, std::ostream& out) const {
    // One line each, however long: what it says to do is there to be copied.
    constexpr size_t kWhatColumns = 13;
    for (const auto& [what, text] : lines_) out << Pad(what, kWhatColumns) << text << "\n";
    int all = 0;
    std::vector<std::string> parts;
    for (const auto& [outcome, count] : counts_) {
      all += count;
      parts.push_back(absl::StrCat(InSwedish(outcome), " ", count));
    }
    if (all == 0) return;  // Not even the first command was taken.
    out << Count(all, "ändring", "ändringar") << ": " << absl::StrJoin(parts, ", ") << "\n";
    if (counts_.contains(v1::EDIT_OUTCOME_MERGED)) {
      out << "Läs igenom det som sattes ihop: samverk plans show " << ShortId(plan) << "\n";
    }
  }

  // OK if everything stands.
  absl::Status Verdict(const std::string& plan) const {
    if (const auto rejected = counts_.find(v1::EDIT_OUTCOME_REJECTED); rejected != counts_.end()) {
      return absl::FailedPreconditionError(
          absl::StrCat(Count(rejected->second, "ändring", "ändringar"),
                       " avvisades; de står ovan med vad som är fel."));
    }
    if (const auto waiting = counts_.find(v1::EDIT_OUTCOME_CONFLICT); waiting != counts_.end()) {
      return UndecidedError(absl::StrCat(Count(waiting->second, "ändring", "ändringar"),
                                         " väntar på ett avgörande: samverk conflicts list --plan ",
                                         ShortId(plan)));
    }
    return absl::OkStatus();
  }

 private:
  void Explain(const v1::PlanEdit& edit, v1::EditOutcome outcome, const v1::EditRemark& remark) {
    const std::string what = EditInWords(edit, titles_);
    if (outcome == v1::EDIT_OUTCOME_CONFLICT) {
      Line(outcome,
           absl::StrCat(what, ". Någon annan har ändrat samma sak: samverk conflicts show ",
                        ShortConflict(remark.conflict())));
    } else if (outcome == v1::EDIT_OUTCOME_REJECTED) {
      const std::string& why = remark.message_sv().empty() ? remark.message() : remark.message_sv();
      Line(outcome, absl::StrCat(what, ". ", why, " (", remark.reason(), ")"));
    } else if (outcome == v1::EDIT_OUTCOME_MERGED) {
      Line(outcome, absl::StrCat(what, ". Dina och någon annans ord sattes ihop."));
    } else if (remark.parallel()) {
      Line(outcome, absl::StrCat(what, ". Någon annan ändrade annat på samma ställe."));
    }
  }

  // `0199a1b2/14`.
  static std::string ShortConflict(const std::string& conflict) {
    return absl::StrCat(ShortId(conflict.substr(0, conflict.find("/conflicts/"))), "/",
                        LastPart(conflict));
  }

  void Line(v1::EditOutcome outcome, std::string text) {
    lines_.emplace_back(InSwedish(outcome), std::move(text));
  }

  ElementTitles titles_;
  std::map<v1::EditOutcome, int> counts_;
  std::vector<std::pair<std::string, std::string>> lines_;
};

// What an earlier attempt has recorded already is not asked for again: an element that the text
// adds and that is there is compared field by field, one that it removes and that is gone is left.
template <typename Element>
void AddWhatIsThere(const google::protobuf::RepeatedPtrField<Element>& wanted,
                    const google::protobuf::RepeatedPtrField<Element>& now,
                    google::protobuf::RepeatedPtrField<Element>& base) {
  const auto find = [](const auto& elements, const std::string& id) {
    return std::find_if(elements.begin(), elements.end(),
                        [&id](const Element& each) { return each.element() == id; });
  };
  google::protobuf::RepeatedPtrField<Element> effective;
  for (const Element& each : base) {
    const bool gone =
        find(wanted, each.element()) == wanted.end() && find(now, each.element()) == now.end();
    if (!gone) *effective.Add() = each;
  }
  for (const Element& each : now) {
    const bool own =
        find(base, each.element()) == base.end() && find(wanted, each.element()) != wanted.end();
    if (own) *effective.Add() = each;
  }
  base = std::move(effective);
}

v1::Plan WithWhatIsThere(v1::Plan base, const v1::Plan& wanted, const v1::Plan& now) {
  AddWhatIsThere(wanted.sections(), now.sections(), *base.mutable_sections());
  AddWhatIsThere(wanted.goals(), now.goals(), *base.mutable_goals());
  AddWhatIsThere(wanted.places(), now.places(), *base.mutable_places());
  AddWhatIsThere(wanted.priorities(), now.priorities(), *base.mutable_priorities());
  AddWhatIsThere(wanted.measures(), now.measures(), *base.mutable_measures());
  return base;
}

absl::StatusOr<v1::GetPlanResponse> ReadPlan(CliContext& context, const std::string& plan,
                                             const v1::LedgerPosition* position) {
  v1::GetPlanRequest get;
  get.set_name(plan);
  if (position != nullptr) {
    *get.mutable_read()->mutable_as_of()->mutable_position() = *position;
  }
  return context.Call(&Stub::GetPlan, get);
}

// Sends one text.
class TextSender {
 public:
  TextSender(CliContext& context, EditedText& edited, const WriteOptions& write)
      : context_(context), edited_(edited), write_(write) {}

  // Sends what the text changes of `base`, which was read at `position`. The file stays where
  // something is left to do.
  absl::Status Send(const v1::Plan& base, const v1::LedgerPosition& position, bool again) {
    const absl::Status status = SendAll(base, position, again);
    if (status.ok() || ExitCodeOf(status) == kExitUndecided) return status;
    return Kept(status, base.name());
  }

  // `status`, with where the text is.
  absl::Status Kept(const absl::Status& status, const std::string& plan) const {
    return AtPlace(
        status, "",
        absl::StrCat("Texten finns i ", edited_.path(), "; ta upp den igen: samverk plans edit ",
                     ShortId(plan), " --file ", edited_.path()));
  }

 private:
  absl::Status SendAll(v1::Plan base, const v1::LedgerPosition& position, bool again) {
    ASSIGN_OR_RETURN(const PlanText text, ReadPlanText(edited_.text(), base, [this] {
                       return NewElementId(context_.clock());
                     }));
    RETURN_IF_ERROR(edited_.Rewrite(WithIdsOfAdded(edited_.text(), text.added)));
    if (again) {
      ASSIGN_OR_RETURN(const v1::GetPlanResponse now, ReadPlan(context_, base.name(), nullptr));
      base = WithWhatIsThere(std::move(base), text.plan, now.plan());
    }
    const auto commands = SplitEdits(EditsBetween(base, text.plan));
    if (commands.empty()) {
      if (!context_.options().json) context_.out() << "Inget är ändrat.\n";
      return absl::OkStatus();
    }
    if (commands.size() > 1 && !write_.request_id.empty()) {
      return UsageError(absl::StrCat("the edits take ", commands.size(), " commands, and ",
                                     "--request-id names one; leave it out"));
    }
    OutcomeReport report(base);
    const absl::Status sent = Give(commands, base.name(), position, report);
    if (!context_.options().json) report.Print(base.name(), context_.out());
    RETURN_IF_ERROR(sent);
    return report.Verdict(base.name());
  }

  absl::Status Give(const std::vector<std::vector<v1::PlanEdit>>& commands, const std::string& plan,
                    const v1::LedgerPosition& position, OutcomeReport& report) {
    ASSIGN_OR_RETURN(const std::optional<v1::Provenance> provenance,
                     ProvenanceOf(context_, write_));
    for (const std::vector<v1::PlanEdit>& edits : commands) {
      v1::EditPlanRequest request;
      request.set_request_id(write_.request_id.empty() ? Uuid::V7(context_.clock()).ToString()
                                                       : write_.request_id);
      if (provenance.has_value()) *request.mutable_provenance() = *provenance;
      request.set_name(plan);
      *request.mutable_base_position() = position;
      request.mutable_edits()->Assign(edits.begin(), edits.end());
      ASSIGN_OR_RETURN(const v1::EditPlanResponse response,
                       context_.Call(&Stub::EditPlan, request));
      RETURN_IF_ERROR(context_.PrintWritten(response));
      report.Take(edits, response.result());
    }
    return absl::OkStatus();
  }

  CliContext& context_;
  EditedText& edited_;
  const WriteOptions& write_;
};

absl::Status TakeUp(CliContext& context, const std::string& plan, const EditOptions& options) {
  ASSIGN_OR_RETURN(EditedText edited, EditedText::Open(options.file));
  TextSender sender(context, edited, options.write);
  const absl::StatusOr<PlanTextHead> head = ReadPlanTextHead(edited.text());
  if (!head.ok()) return sender.Kept(head.status(), plan);
  if (head->plan != plan) {
    return UsageError(absl::StrCat(options.file, " is about another plan: ", head->plan));
  }
  const auto base = ReadPlan(context, plan, &head->position);
  if (!base.ok()) return sender.Kept(base.status(), plan);
  return sender.Send(base->plan(), head->position, /*again=*/true);
}

absl::Status Edit(CliContext& context, const EditOptions& options) {
  ASSIGN_OR_RETURN(const std::string plan, ResolvePlan(context, options.plan));
  if (!options.file.empty()) return TakeUp(context, plan, options);
  ASSIGN_OR_RETURN(const v1::GetPlanResponse read, ReadPlan(context, plan, nullptr));
  const std::string text =
      WritePlanText(read.plan(), read.as_of_position(), ElementIds(read.plan()));
  if (options.print) {
    context.out() << text;
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(EditedText edited,
                   EditedText::Create(absl::StrCat("plan-", ShortId(plan)), text, context.clock()));
  TextSender sender(context, edited, options.write);
  const absl::Status status = edited.Edit();
  // An emptied file takes the edits back, not the plan away.
  const bool nothing = edited.text() == text || absl::StripAsciiWhitespace(edited.text()).empty();
  if (nothing) {
    edited.Remove();
    if (status.ok() && !context.options().json) context.out() << "Inget är ändrat.\n";
    return status;
  }
  if (!status.ok()) return sender.Kept(status, plan);
  const absl::Status sent = sender.Send(read.plan(), read.as_of_position(), /*again=*/false);
  // What is in conflict is kept by the server.
  if (sent.ok() || ExitCodeOf(sent) == kExitUndecided) edited.Remove();
  return sent;
}

}  // namespace

void AddPlanEditing(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<EditOptions>();
  CLI::App& verb = tree.AddVerb(group, "edit", "Edit its text in your own editor");
  AddPlanOption(verb, options->plan);
  CLI::Option* file =
      verb.add_option("--file", options->file, "Send this text instead; one that was kept, say");
  verb.add_flag("--print", options->print, "Only print the text")->excludes(file);
  AddWriteOptions(verb, options->write);
  verb.footer(
      "Opens $VISUAL, or else $EDITOR. docs/guide/plans.md describes the text. Each change has "
      "its\n"
      "own outcome; one that somebody else came in the way of waits in a conflict (exit code 6).\n"
      "What can not be recorded stays in a file, whose name is printed.\n"
      "\n"
      "Examples:\n"
      "  EDITOR=nano samverk plans edit 0199 --reason \"Efter samrådet\"\n"
      "  samverk plans edit 0199 --print > plan.txt\n"
      "  samverk plans edit 0199 --file plan.txt");
  tree.OnRun(verb, [options](CliContext& context) { return Edit(context, *options); });
}

}  // namespace samverk

#include "clients/cli/import_plans.h"

#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/civil_date.h"
#include "clients/cli/arguments.h"
#include "clients/cli/enum_words.h"
#include "clients/cli/import_ids.h"
#include "clients/cli/names.h"
#include "clients/cli/plan_edits.h"

namespace samverk {
namespace {

using v1::PlanEdit;

class PlanRowReader {
 public:
  PlanRowReader(JsonReader& row, const std::string& parent, const std::string& key)
      : row_(row), parent_(parent), key_(key) {}

  PlanSteps Read() {
    steps_.name = NameOf(row_.Text("key", kRequired));
    wanted_.set_name(steps_.name);
    on_behalf_of_ = OrganisationName(parent_, row_.Text("on_behalf_of", kOptional));
    ReadCreation();
    AddEdits(row_, ReadText(row_), Provenance(row_, "created"), "", 0);
    for (JsonReader& step : row_.Objects("life")) ReadStep(step);
    row_.NoOthers();
    return std::move(steps_);
  }

 private:
  // The plan with this key in the file, or its name as it is.
  std::string NameOf(const std::string& key) const {
    if (key.empty() || absl::StartsWith(key, "partnerships/")) return key;
    return absl::StrCat(parent_, "/plans/", ImportedId("plans", key));
  }

  // The id of the element that `path` (`sections/syfte`) means.
  std::string ElementId(absl::string_view path) const { return ImportedId(key_, path); }

  v1::Provenance Provenance(JsonReader& from, const std::string& day) {
    v1::Provenance provenance;
    if (const google::type::Date on = from.Day(day, kOptional); IsDate(on)) {
      *provenance.mutable_occurred_at() = NoonOf(on);
    }
    provenance.set_on_behalf_of(on_behalf_of_);
    return provenance;
  }

  v1::DatePeriod ReadPeriod(JsonReader& from) {
    const google::type::Date first = from.Day("from", kOptional);
    const google::type::Date last = from.Day("to", kOptional);
    if (!IsDate(first) && !IsDate(last)) return {};
    if (!IsDate(first) || !IsDate(last) || ToCivilDay(last) < ToCivilDay(first)) {
      from.Fail("to", "a period needs its first day, `from`, and its last day, `to`");
      return {};
    }
    return PeriodOf(first, last);
  }

  void ReadCreation();
  std::vector<PlanEdit> ReadText(JsonReader& from);
  template <typename Element>
  void ReadElement(JsonReader& entry, absl::string_view collection, Element& element);
  void ReadMeasure(JsonReader& entry, v1::AddPlanMeasure& measure);
  void ReadStep(JsonReader& step);
  bool ReadLifeStep(JsonReader& step, const std::string& what, v1::Provenance provenance);
  bool ReadDecisionStep(JsonReader& step, const std::string& what, v1::Provenance provenance);
  void ReadEdit(JsonReader& step, const v1::Provenance& provenance);
  void ReadResolution(JsonReader& step, v1::Provenance provenance);
  PlanEdit LikeOf(JsonReader& step, const std::string& field);
  PlanEdit SetField(JsonReader& step, const std::string& field, const std::string& text);
  std::string FieldPath(const std::string& field) const;

  void AddEdits(JsonReader& from, const std::vector<PlanEdit>& edits,
                const v1::Provenance& provenance, const std::string& device, size_t based_on);
  // Seals a command and adds it; returns the step, to say what goes with it.
  PlanStep& AddStep(JsonReader& from, PlanStep::Command command);
  template <typename Request>
  Request Begin(v1::Provenance provenance) {
    Request request;
    request.set_name(steps_.name);
    if (provenance.ByteSizeLong() > 0) *request.mutable_provenance() = std::move(provenance);
    return request;
  }

  JsonReader& row_;
  const std::string& parent_;
  const std::string& key_;
  std::string on_behalf_of_;
  PlanSteps steps_;
  v1::Plan wanted_;                       // Knows the goals.
  std::map<std::string, size_t> labels_;  // The last step of what has the label.
  std::set<std::string> request_ids_;
};

void PlanRowReader::ReadCreation() {
  v1::CreatePlanRequest create;
  create.set_parent(parent_);
  create.set_plan_id(std::string(LastPart(steps_.name)));
  steps_.owner = OrganisationName(parent_, row_.Text("owner", kRequired));
  create.set_owner(steps_.owner);
  create.set_municipal_plan(NameOf(row_.Text("municipal_plan", kOptional)));
  create.set_title(row_.Text("title", kRequired));
  if (row_.Has("from") || row_.Has("to")) *create.mutable_period() = ReadPeriod(row_);
  create.set_responsible_unit(row_.Text("responsible_unit", kOptional));
  create.set_responsible(PersonName(parent_, row_.Text("responsible", kOptional)));
  *create.mutable_provenance() = Provenance(row_, "created");
  AddStep(row_, create);
}

template <typename Element>
void PlanRowReader::ReadElement(JsonReader& entry, absl::string_view collection, Element& element) {
  element.set_element(ElementId(absl::StrCat(collection, "/", entry.Text("key", kRequired))));
  element.set_title(entry.Text("title", kRequired));
  if constexpr (requires { element.set_text(""); }) {
    element.set_text(entry.Text("text", kOptional));
  } else if constexpr (requires { element.set_description(""); }) {
    element.set_description(entry.Text("text", kOptional));
  }
}

void PlanRowReader::ReadMeasure(JsonReader& entry, v1::AddPlanMeasure& measure) {
  ReadElement(entry, "measures", measure);
  if (const std::string goal = entry.Text("goal", kOptional); !goal.empty()) {
    measure.set_goal(ElementId(absl::StrCat("goals/", goal)));
  }
  measure.set_responsible_unit(entry.Text("responsible_unit", kOptional));
  if (entry.Has("deadline")) *measure.mutable_deadline() = entry.Day("deadline", kRequired);
  measure.set_financing(entry.Text("financing", kOptional));
  if (entry.Has("budget_sek")) measure.set_budget_sek(entry.Number("budget_sek", kRequired));
  entry.Day("deadline", kOptional);
  entry.Number("budget_sek", kOptional);
}

std::vector<PlanEdit> PlanRowReader::ReadText(JsonReader& from) {
  std::vector<PlanEdit> edits;
  for (const std::string& document : from.Texts("documents")) {
    edits.emplace_back().set_add_document(document);
  }
  for (JsonReader& entry : from.Objects("sections")) {
    ReadElement(entry, "sections", *edits.emplace_back().mutable_add_section());
    entry.NoOthers();
  }
  for (JsonReader& entry : from.Objects("goals")) {
    v1::AddPlanGoal& goal = *edits.emplace_back().mutable_add_goal();
    ReadElement(entry, "goals", goal);
    if (const std::string parent = entry.Text("goal", kOptional); !parent.empty()) {
      goal.set_parent_goal(ElementId(absl::StrCat("goals/", parent)));
    }
    wanted_.add_goals()->set_element(goal.element());
    wanted_.mutable_goals()->rbegin()->set_title(entry.Text("key", kRequired));
    entry.NoOthers();
  }
  for (JsonReader& entry : from.Objects("places")) {
    v1::AddPlanPlace& place = *edits.emplace_back().mutable_add_place();
    ReadElement(entry, "places", place);
    place.set_level(entry.Word<v1::PlaceLevel>("level", kRequired));
    for (const std::string& word : entry.Texts("offers")) {
      const auto offer = ParseEnum<v1::ServiceOffer>(word);
      if (!offer.has_value()) {
        entry.Fail("offers",
                   absl::StrCat("\"", word, "\" is none of ",
                                absl::StrJoin(EnumWords(*v1::ServiceOffer_descriptor()), ", ")));
      }
      place.add_offers(offer.value_or(v1::SERVICE_OFFER_UNSPECIFIED));
    }
    entry.NoOthers();
  }
  for (JsonReader& entry : from.Objects("priorities")) {
    ReadElement(entry, "priorities", *edits.emplace_back().mutable_add_priority());
    entry.NoOthers();
  }
  for (JsonReader& entry : from.Objects("measures")) {
    ReadMeasure(entry, *edits.emplace_back().mutable_add_measure());
    entry.NoOthers();
  }
  return edits;
}

PlanStep& PlanRowReader::AddStep(JsonReader& from, PlanStep::Command command) {
  const auto seal = [this](auto& request) {
    Seal(key_, request);
    // Done twice in a life: proposed again after it was recalled.
    for (int again = 2; !request_ids_.insert(request.request_id()).second; ++again) {
      Seal(absl::StrCat(key_, "#", again), request);
    }
  };
  std::visit(seal, command);
  PlanStep& step = steps_.steps.emplace_back();
  step.pointer = from.pointer();
  step.command = std::move(command);
  step.based_on = steps_.steps.size() < 2 ? 0 : steps_.steps.size() - 2;
  return step;
}

void PlanRowReader::AddEdits(JsonReader& from, const std::vector<PlanEdit>& edits,
                             const v1::Provenance& provenance, const std::string& device,
                             size_t based_on) {
  for (const std::vector<PlanEdit>& command : SplitEdits(edits)) {
    auto request = Begin<v1::EditPlanRequest>(provenance);
    request.mutable_edits()->Assign(command.begin(), command.end());
    PlanStep& step = AddStep(from, std::move(request));
    step.device = device;
    if (based_on > 0) step.based_on = based_on;
  }
}

void PlanRowReader::ReadStep(JsonReader& step) {
  const std::string what = step.Text("do", kRequired);
  v1::Provenance provenance = Provenance(step, "on");
  provenance.set_reason(step.Text("reason", kOptional));
  const std::string label = step.Text("label", kOptional);
  const std::string device = step.Text("device", kOptional);
  if (what == "edit") {
    ReadEdit(step, provenance);
  } else if (what == "resolve") {
    ReadResolution(step, provenance);
  } else if (!ReadLifeStep(step, what, provenance) && !ReadDecisionStep(step, what, provenance)) {
    step.Fail("do", absl::StrCat("\"", what, "\" is none of edit, consult, receive, resolve, ",
                                 "propose, recall, withdraw, adopt, extend, correct, repeal"));
  }
  if (!device.empty()) steps_.steps.back().device = device;
  if (!label.empty()) labels_[label] = steps_.steps.size() - 1;
  step.NoOthers();
}

bool PlanRowReader::ReadLifeStep(JsonReader& step, const std::string& what,
                                 v1::Provenance provenance) {
  if (what == "consult") {
    auto request = Begin<v1::OpenPlanConsultationRequest>(std::move(provenance));
    *request.mutable_answer_by() = step.Day("answer_by", kRequired);
    for (const std::string& id : step.Texts("invited")) {
      request.add_invited(OrganisationName(parent_, id));
    }
    AddStep(step, std::move(request));
  } else if (what == "receive") {
    auto request = Begin<v1::ReceivePlanStatementRequest>(std::move(provenance));
    request.set_organisation(OrganisationName(parent_, step.Text("organisation", kOptional)));
    request.set_sender(step.Text("sender", kOptional));
    request.set_text(step.Text("text", kRequired));
    *request.mutable_received_on() = step.Day("on", kRequired);
    AddStep(step, std::move(request));
  } else if (what == "propose") {
    AddStep(step, Begin<v1::ProposePlanRequest>(std::move(provenance)));
  } else if (what == "recall") {
    AddStep(step, Begin<v1::RecallPlanProposalRequest>(std::move(provenance)));
  } else if (what == "withdraw") {
    AddStep(step, Begin<v1::WithdrawPlanRequest>(std::move(provenance)));
  } else {
    return false;
  }
  return true;
}

bool PlanRowReader::ReadDecisionStep(JsonReader& step, const std::string& what,
                                     v1::Provenance provenance) {
  if (what == "adopt") {
    auto request = Begin<v1::AdoptPlanRequest>(std::move(provenance));
    *request.mutable_decision() = step.Parse("decision", kRequired, ParseDecision);
    request.set_replaces(NameOf(step.Text("replaces", kOptional)));
    AddStep(step, std::move(request));
  } else if (what == "extend") {
    auto request = Begin<v1::ExtendPlanRequest>(std::move(provenance));
    *request.mutable_decision() = step.Parse("decision", kRequired, ParseDecision);
    const google::type::Date last = step.Day("until", kRequired);
    if (IsDate(last)) *request.mutable_end_date() = ToDate(ToCivilDay(last) + 1);
    AddStep(step, std::move(request));
  } else if (what == "correct") {
    auto request = Begin<v1::CorrectPlanRequest>(std::move(provenance));
    *request.mutable_decision() = step.Parse("decision", kRequired, ParseDecision);
    request.set_title(step.Text("title", kOptional));
    request.set_responsible_unit(step.Text("responsible_unit", kOptional));
    if (const v1::DatePeriod period = ReadPeriod(step); period.has_start_date()) {
      *request.mutable_period() = period;
    }
    if (step.Has("adoption")) {
      *request.mutable_adoption_decision() = step.Parse("adoption", kRequired, ParseDecision);
    }
    step.Text("adoption", kOptional);
    AddStep(step, std::move(request));
  } else if (what == "repeal") {
    auto request = Begin<v1::RepealPlanRequest>(std::move(provenance));
    *request.mutable_decision() = step.Parse("decision", kRequired, ParseDecision);
    *request.mutable_from_date() = step.Day("from", kRequired);
    AddStep(step, std::move(request));
  } else {
    return false;
  }
  return true;
}

std::string PlanRowReader::FieldPath(const std::string& field) const {
  const std::vector<std::string> parts = absl::StrSplit(field, '/');
  if (parts.size() < 2) return field;
  std::vector<std::string> path = parts;
  path[1] = ElementId(absl::StrCat(parts[0], "/", parts[1]));
  return absl::StrJoin(path, "/");
}

PlanEdit PlanRowReader::LikeOf(JsonReader& step, const std::string& field) {
  PlanEdit like;
  const std::vector<std::string> parts = absl::StrSplit(field, '/');
  const std::string element =
      parts.size() == 3 ? ElementId(absl::StrCat(parts[0], "/", parts[1])) : "";
  const std::string last = parts.size() == 3 ? parts[2] : "";
  if (field == "title") {
    like.set_title("");
  } else if (field == "period") {
    like.mutable_period();
  } else if (field == "responsible_unit") {
    like.set_responsible_unit("");
  } else if (field == "responsible") {
    like.set_responsible("");
  } else if (last == "title") {
    like.mutable_element_title()->set_element(element);
  } else if (last == "text") {
    like.mutable_element_text()->set_element(element);
  } else if (last == "level") {
    like.mutable_place_level()->set_element(element);
  } else if (last == "goal") {
    like.mutable_measure_goal()->set_element(element);
  } else if (last == "responsible_unit") {
    like.mutable_measure_responsible_unit()->set_element(element);
  } else if (last == "deadline") {
    like.mutable_measure_deadline()->set_element(element);
  } else if (last == "financing") {
    like.mutable_measure_financing()->set_element(element);
  } else if (last == "budget_sek") {
    like.mutable_measure_budget()->set_element(element);
  } else {
    step.Fail("", absl::StrCat("\"", field, "\" is no field; write title, period, ",
                               "sections/KEY/text, measures/KEY/deadline"));
  }
  return like;
}

PlanEdit PlanRowReader::SetField(JsonReader& step, const std::string& field,
                                 const std::string& text) {
  const absl::StatusOr<PlanEdit> edit = EditLike(LikeOf(step, field), text, wanted_);
  if (edit.ok()) return *edit;
  step.Fail("", absl::StrCat(field, ": ", edit.status().message()));
  return PlanEdit();
}

void PlanRowReader::ReadEdit(JsonReader& step, const v1::Provenance& provenance) {
  std::vector<PlanEdit> edits = ReadText(step);
  for (const auto& [field, text] : step.TextsByName("set")) {
    edits.push_back(SetField(step, field, text));
  }
  for (const std::string& path : step.Texts("remove")) {
    edits.emplace_back().set_remove_element(ElementId(path));
  }
  if (edits.empty()) step.Fail("", "this edits nothing; say what is added, set or removed");
  size_t based_on = 0;
  if (const std::string label = step.Text("based_on", kOptional); !label.empty()) {
    const auto found = labels_.find(label);
    if (found == labels_.end()) {
      step.Fail("based_on", absl::StrCat("no step above has the label \"", label, "\""));
    } else {
      based_on = found->second;
    }
  }
  AddEdits(step, edits, provenance, step.Text("device", kOptional), based_on);
}

void PlanRowReader::ReadResolution(JsonReader& step, v1::Provenance provenance) {
  auto request = Begin<v1::ResolvePlanConflictRequest>(std::move(provenance));
  const std::string field = step.Text("field", kRequired);
  const std::string path = FieldPath(field);
  // In the place of the number, which the server gives.
  request.set_name(absl::StrCat(steps_.name, "/conflicts/", path));
  request.set_choice(step.Word<v1::ConflictChoice>("choice", kRequired));
  const int32_t proposal = step.Number("proposal", kOptional);
  if (request.choice() == v1::CONFLICT_CHOICE_TAKE) {
    if (proposal < 1) step.Fail("proposal", "say which proposal is taken: 1 for the first");
    request.set_proposal(proposal - 1);
  }
  const std::string text = step.Text("text", kOptional);
  if (request.choice() == v1::CONFLICT_CHOICE_CUSTOM) {
    *request.mutable_custom() = SetField(step, field, text);
  }
  AddStep(step, std::move(request)).field = path;
}

}  // namespace

const std::string& PlanStep::request_id() const {
  return std::visit([](const auto& request) -> const std::string& { return request.request_id(); },
                    command);
}

PlanSteps ReadPlanRow(JsonReader& row, const std::string& parent, const std::string& key) {
  return PlanRowReader(row, parent, key).Read();
}

}  // namespace samverk

#include "services/plans/plan_reader.h"

#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "services/plans/plan_content.h"
#include "services/plans/plan_days.h"
#include "services/plans/plan_reasons.h"
#include "services/plans/plan_view.h"
#include "services/runtime/ordered_key.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/view_rows.h"

namespace samverk::plans {

using runtime::ViewReader;
using storage::v1::PlanRevisionRow;

absl::StatusOr<v1::Plan> FindHeader(const ViewReader& view, const std::string& name) {
  ASSIGN_OR_RETURN(std::optional<v1::Plan> plan,
                   view.GetMessage<v1::Plan>(kPlanTable, PlanKey(name)));
  if (!plan.has_value()) return Refusal(kPlanNotFound).With("name", name);
  return *std::move(plan);
}

absl::StatusOr<std::vector<v1::Plan>> ReadHeaders(const ViewReader& view) {
  return runtime::ReadMessages<v1::Plan>(view, kPlanTable);
}

absl::StatusOr<v1::PlanConflict> FindConflict(const ViewReader& view, const std::string& name) {
  const std::string plan = name.substr(0, name.rfind("/conflicts/"));
  int64_t number = 0;
  std::optional<v1::PlanConflict> conflict;
  if (absl::SimpleAtoi(runtime::IdOf(name), &number)) {
    ASSIGN_OR_RETURN(conflict,
                     view.GetMessage<v1::PlanConflict>(kConflictTable, NumberedKey(plan, number)));
  }
  if (!conflict.has_value()) return Refusal(kConflictNotFound).With("name", name);
  return *std::move(conflict);
}

absl::StatusOr<std::vector<v1::PlanConflict>> ReadOpenConflicts(const ViewReader& view) {
  ASSIGN_OR_RETURN(
      const std::vector<std::string> names,
      runtime::ReadIndex(view, kConflictIndexTable,
                         ConflictListKey(ConflictList::kAll, "", v1::CONFLICT_STATE_OPEN)));
  std::vector<v1::PlanConflict> conflicts;
  conflicts.reserve(names.size());
  for (const std::string& name : names) {
    ASSIGN_OR_RETURN(v1::PlanConflict conflict, FindConflict(view, name));
    conflicts.push_back(std::move(conflict));
  }
  return conflicts;
}

absl::StatusOr<v1::Plan> ReadPlan(const ViewReader& view, const std::string& name) {
  ASSIGN_OR_RETURN(v1::Plan plan, FindHeader(view, name));
  // By the end of the key, which is the id.
  absl::flat_hash_map<std::string, PlanElement> elements;
  const std::string prefix = PlanKey(name);
  bool damaged = false;
  RETURN_IF_ERROR(
      view.Scan(kElementTable, prefix, "", [&](absl::string_view key, absl::string_view row) {
        PlanElement& element = elements[key.substr(prefix.size())];
        damaged = !element.ParseFromArray(row.data(), static_cast<int>(row.size()));
        return !damaged;
      }));
  if (damaged) return Refusal(runtime::kViewDamaged);
  ASSIGN_OR_RETURN(const std::optional<PlanOrder> order,
                   view.GetMessage<PlanOrder>(kOrderTable, prefix));
  if (!order.has_value()) return plan;
  for (const std::string& id : order->elements()) {
    const auto element = elements.find(runtime::OrderedKey().Text(id).bytes());
    if (element == elements.end() || element->second.removed()) continue;
    AddTo(plan, std::move(element->second));
  }
  return plan;
}

absl::StatusOr<PlanRevisionRow> FindRevision(const ViewReader& view, const std::string& plan,
                                             int64_t number) {
  ASSIGN_OR_RETURN(std::optional<PlanRevisionRow> row,
                   view.GetMessage<PlanRevisionRow>(kRevisionTable, NumberedKey(plan, number)));
  if (row.has_value()) return *std::move(row);
  RETURN_IF_ERROR(FindHeader(view, plan).status());
  return Refusal(kRevisionNotFound).With("name", plan).With("revision", number);
}

absl::StatusOr<v1::Plan> ReadRevision(const ViewReader& view, const std::string& plan,
                                      int64_t number) {
  ASSIGN_OR_RETURN(const PlanRevisionRow row, FindRevision(view, plan, number));
  ASSIGN_OR_RETURN(
      v1::Plan text,
      ReadPlan(view.AsOf(storage::Position(static_cast<uint64_t>(row.text_position()))), plan));
  PutFacts(row, text);
  // When it is in force is known later than what it says.
  ASSIGN_OR_RETURN(const v1::Plan now, FindHeader(view, plan));
  *text.mutable_in_force() = now.in_force();
  text.set_phase(now.phase());
  text.set_latest_revision(now.latest_revision());
  text.set_adopted_revision(now.adopted_revision());
  text.set_open_conflicts(now.open_conflicts());
  text.set_statement_count(now.statement_count());
  text.set_replaced_by(now.replaced_by());
  if (now.has_ended_on()) *text.mutable_ended_on() = now.ended_on();
  text.set_revision(now.revision());
  return text;
}

absl::StatusOr<int64_t> RevisionInForce(const ViewReader& view, const std::string& plan,
                                        const google::type::Date& day) {
  ASSIGN_OR_RETURN(const v1::Plan header, FindHeader(view, plan));
  const int number = RevisionOn(header, ToCivilDay(day));
  if (number != 0) return number;
  return Refusal(kNotInForceThen).With("name", plan).With("date", FormatDate(day));
}

void PutFacts(const PlanRevisionRow& row, v1::Plan& plan) {
  plan.set_title(row.title());
  plan.set_responsible_unit(row.responsible_unit());
  *plan.mutable_period() = row.revision().period();
}

absl::Status CompleteConflict(const ViewReader& view, v1::PlanConflict& conflict) {
  if (conflict.proposals().empty()) return absl::OkStatus();
  const std::string plan = conflict.name().substr(0, conflict.name().rfind("/conflicts/"));
  const v1::PlanProposal& first = conflict.proposals(0);
  const auto value_in = [&](const ViewReader& rows) -> absl::StatusOr<std::optional<v1::PlanEdit>> {
    const absl::StatusOr<v1::Plan> header = FindHeader(rows, plan);
    // Before its first event there is no plan, and nothing stood.
    if (absl::IsNotFound(header.status())) return std::optional<v1::PlanEdit>();
    RETURN_IF_ERROR(header.status());
    std::optional<PlanElement> element;
    if (const std::string& id = ElementOf(first.edit()); !id.empty()) {
      ASSIGN_OR_RETURN(element, rows.GetMessage<PlanElement>(kElementTable, ElementKey(plan, id)));
      if (!element.has_value()) return std::optional<v1::PlanEdit>();
    }
    return CurrentValue(*header, element.has_value() ? &*element : nullptr, first.edit());
  };
  ASSIGN_OR_RETURN(
      const std::optional<v1::PlanEdit> was,
      value_in(view.AsOf(storage::Position(static_cast<uint64_t>(first.base_position())))));
  if (was.has_value()) *conflict.mutable_was() = *was;
  ASSIGN_OR_RETURN(const std::optional<v1::PlanEdit> now, value_in(view));
  if (now.has_value()) *conflict.mutable_now() = *now;
  return absl::OkStatus();
}

}  // namespace samverk::plans

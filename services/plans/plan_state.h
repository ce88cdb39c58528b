// What decisions about a plan depend on: all of it, because edits are judged field by field against
// what stands, and who wrote what when. Pure.

#ifndef SAMVERK_SERVICES_PLANS_PLAN_STATE_H_
#define SAMVERK_SERVICES_PLANS_PLAN_STATE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "samverk/v1/plan.pb.h"
#include "samverk/v1/plan_events.pb.h"
#include "services/plans/plan_content.h"
#include "services/runtime/field_writers.h"
#include "services/runtime/rules.h"

namespace samverk::plans {

// An open conflict.
struct Conflict {
  struct Proposal {
    std::string writer;
    v1::PlanEdit edit;
    int64_t base_position = 0;
    int64_t position = 0;  // Where it was recorded.
  };

  int64_t number = 0;  // The revision at which it was raised.
  int version = 0;
  std::vector<Proposal> proposals;
};

// Where a text was written: its words are in that event.
struct TextWrite {
  int64_t position = 0;
  int64_t revision = 0;
};

struct PlanState {
  bool exists = false;
  // Its own fields, its life and its days in force; without elements.
  v1::Plan header;
  // By id, the removed ones too. Shared between copies of a state until one changes.
  std::map<std::string, std::shared_ptr<const PlanElement>> elements;
  PlanOrder order;
  // Its text was edited since it was adopted.
  bool changed = false;
  // What the latest revision says.
  v1::PlanCorrected latest;

  runtime::FieldWriters writers;
  // By path, the earliest first.
  absl::flat_hash_map<std::string, std::vector<TextWrite>> text_writes;
  // By the path of the field.
  std::map<std::string, Conflict> conflicts;
  std::set<int64_t> closed_conflicts;
  // About what it takes in memory.
  size_t size_bytes = 0;
  // Of the elements that are there, serialised: what kPlanBytesMax bounds.
  size_t elements_bytes = 0;

  // Null if there never was such an element.
  const PlanElement* FindElement(const std::string& id) const;
  // The elements of the same kind that are there, in order.
  PlanOrder SiblingsOf(const PlanElement& element) const;
  // The open conflict with that number, by the path of its field; null if there is none.
  const std::pair<const std::string, Conflict>* FindConflict(int64_t number) const;
};

// Never fails; events it does not know leave the state alone.
void EvolvePlan(PlanState& state, const v1::PlanEvent& event, const runtime::EventPlace& place);

// What FieldWriters calls the addition of an element: whoever did not see it has seen none of the
// element's fields.
std::string AdditionOf(const std::string& element_path);

// The text that `event` wrote into the element `id`; empty where it wrote none.
std::string TextWrittenBy(const v1::PlanEvent& event, const std::string& id);

}  // namespace samverk::plans

#endif  // SAMVERK_SERVICES_PLANS_PLAN_STATE_H_

#include "services/runtime/testing/counter_slice.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/status_macros.h"
#include "services/runtime/event_codec.h"
#include "services/runtime/ordered_key.h"
#include "services/runtime/resource_name.h"

namespace samverk::runtime {
namespace {

using testing::v1::CounterEvent;
using testing::v1::LabelEvent;

// The one field that counters tell the writers of.
constexpr char kValue[] = "value";

absl::Status CheckExists(const CounterState& state, const std::string& name) {
  return state.exists ? absl::OkStatus() : Refusal(kCounterNotFound).With("name", name).Build();
}

void EvolveRow(testing::v1::Counter& counter, const CounterEvent& event) {
  switch (event.event_case()) {
    case CounterEvent::kCounterAdvanced:
      counter.set_value(counter.value() + event.counter_advanced().amount());
      break;
    case CounterEvent::kCounterSet:
      counter.set_value(event.counter_set().value());
      break;
    case CounterEvent::kCounterLabelled:
      counter.add_labels(event.counter_labelled().label());
      break;
    case CounterEvent::kCounterUnlabelled: {
      auto& labels = *counter.mutable_labels();
      labels.erase(std::find(labels.begin(), labels.end(), event.counter_unlabelled().label()));
      break;
    }
    case CounterEvent::kCounterCreated:
    case CounterEvent::EVENT_NOT_SET:
      break;
  }
}

}  // namespace

std::string CounterName(absl::string_view id) {
  return ChildName(PartnershipName(kTestPartnership), "counters", id);
}

std::string LabelStream(absl::string_view label) {
  return ChildName(PartnershipName(kTestPartnership), "claims", label);
}

ReadSet CounterRules::Reads(const testing::v1::CreateCounterRequest& command) {
  ReadSet reads;
  reads.resource = ChildName(command.parent(), "counters", command.counter_id());
  reads.owner = command.owner();
  if (!command.sibling().empty()) reads.linked.push_back(command.sibling());
  return reads;
}

CounterRules::Decision CounterRules::Decide(const State& state, const Facts& facts,
                                            const testing::v1::CreateCounterRequest& command,
                                            const CommandContext&) {
  if (state.exists) return Refusal(kCounterExists).With("name", command.counter_id());
  if (!command.sibling().empty() && !facts.Exists(command.sibling())) {
    return Refusal(kSiblingNotFound).With("sibling", command.sibling());
  }
  runtime::Decision<Event> decision;
  decision.events.emplace_back().mutable_counter_created()->set_sibling(command.sibling());
  return decision;
}

ReadSet CounterRules::Reads(const testing::v1::AddToCounterRequest& command) {
  ReadSet reads;
  reads.resource = command.name();
  return reads;
}

CounterRules::Decision CounterRules::Decide(const State& state, const Facts&,
                                            const testing::v1::AddToCounterRequest& command,
                                            const CommandContext&) {
  RETURN_IF_ERROR(CheckExists(state, command.name()));
  if (state.value + command.amount() > kCounterMax) {
    return Refusal(kCounterFull).With("value", state.value).With("max", kCounterMax);
  }
  runtime::Decision<Event> decision;
  decision.events.emplace_back().mutable_counter_advanced()->set_amount(command.amount());
  return decision;
}

ReadSet CounterRules::Reads(const testing::v1::SetCounterRequest& command) {
  ReadSet reads;
  reads.resource = command.name();
  return reads;
}

CounterRules::Decision CounterRules::Decide(const State& state, const Facts&,
                                            const testing::v1::SetCounterRequest& command,
                                            const CommandContext&) {
  RETURN_IF_ERROR(CheckExists(state, command.name()));
  runtime::Decision<Event> decision;
  int64_t now = state.value;
  for (const int64_t value : command.values()) {
    if (value > kCounterMax)
      return Refusal(kCounterFull).With("value", now).With("max", kCounterMax);
    if (value == now) {
      decision.outcomes.push_back(samverk::v1::EDIT_OUTCOME_CONVERGED);
      continue;
    }
    now = value;
    decision.events.emplace_back().mutable_counter_set()->set_value(value);
    decision.outcomes.push_back(samverk::v1::EDIT_OUTCOME_ACCEPTED);
  }
  return decision;
}

ReadSet CounterRules::Reads(const testing::v1::ClaimLabelRequest& command) {
  ReadSet reads;
  reads.resource = command.name();
  reads.claims = {LabelStream(command.label())};
  return reads;
}

CounterRules::Decision CounterRules::Decide(const State& state, const Facts& facts,
                                            const testing::v1::ClaimLabelRequest& command,
                                            const CommandContext&) {
  RETURN_IF_ERROR(CheckExists(state, command.name()));
  const std::string claim = LabelStream(command.label());
  const std::string& holder = facts.Claim<LabelState>(claim).holder;
  if (!holder.empty()) return Refusal(kLabelTaken).With("holder", holder);
  runtime::Decision<Event> decision;
  decision.events.emplace_back().mutable_counter_labelled()->set_label(command.label());
  auto claimed = std::make_shared<LabelEvent>();
  claimed->mutable_label_claimed()->set_counter(command.name());
  decision.claims.emplace_back(claim, std::move(claimed));
  return decision;
}

ReadSet CounterRules::Reads(const testing::v1::ReleaseLabelRequest& command) {
  ReadSet reads;
  reads.resource = command.name();
  reads.claims = {LabelStream(command.label())};
  return reads;
}

CounterRules::Decision CounterRules::Decide(const State& state, const Facts& facts,
                                            const testing::v1::ReleaseLabelRequest& command,
                                            const CommandContext&) {
  RETURN_IF_ERROR(CheckExists(state, command.name()));
  const std::string claim = LabelStream(command.label());
  if (facts.Claim<LabelState>(claim).holder != command.name()) return Refusal(kLabelNotHeld);
  runtime::Decision<Event> decision;
  decision.events.emplace_back().mutable_counter_unlabelled()->set_label(command.label());
  auto released = std::make_shared<LabelEvent>();
  released->mutable_label_released();
  decision.claims.emplace_back(claim, std::move(released));
  return decision;
}

ReadSet CounterRules::Reads(const testing::v1::RestoreCounterRequest& command) {
  ReadSet reads;
  reads.resource = command.name();
  return reads;
}

std::vector<int64_t> CounterRules::EventsRead(const State&,
                                              const testing::v1::RestoreCounterRequest& command,
                                              const CommandContext&) {
  return {command.revisions().begin(), command.revisions().end()};
}

CounterRules::Decision CounterRules::Decide(const State& state, const Facts& facts,
                                            const testing::v1::RestoreCounterRequest& command,
                                            const CommandContext& context) {
  RETURN_IF_ERROR(CheckExists(state, command.name()));
  const Encounter met = state.writers.Meet(kValue, kValue, FieldRule::kCommutes, context);
  runtime::Decision<Event> decision;
  for (const int64_t revision : command.revisions()) {
    samverk::v1::EditRemark& remark = decision.remarks.emplace_back();
    remark.set_edit(static_cast<int32_t>(decision.outcomes.size()));
    const auto& earlier = facts.EventAt<CounterEvent>(revision);
    if (!earlier.has_counter_set()) {
      remark.set_reason("COUNTER_NOT_SET");
      decision.outcomes.push_back(samverk::v1::EDIT_OUTCOME_REJECTED);
      continue;
    }
    remark.set_message(absl::StrCat(context.writer, " writes revision ", context.next.revision,
                                    " at ", context.next.position));
    decision.outcomes.push_back(met == Encounter::kCommutes ? samverk::v1::EDIT_OUTCOME_MERGED
                                                            : samverk::v1::EDIT_OUTCOME_ACCEPTED);
    decision.events.push_back(earlier);
  }
  return decision;
}

ReadSet CounterRules::Reads(const testing::v1::ReleaseLabelsRequest& command) {
  ReadSet reads;
  reads.resource = command.name();
  return reads;
}

std::vector<std::string> CounterRules::ClaimsRead(const State& state,
                                                  const testing::v1::ReleaseLabelsRequest&) {
  std::vector<std::string> claims;
  for (const std::string& label : state.labels) claims.push_back(LabelStream(label));
  return claims;
}

CounterRules::Decision CounterRules::Decide(const State& state, const Facts& facts,
                                            const testing::v1::ReleaseLabelsRequest& command,
                                            const CommandContext&) {
  RETURN_IF_ERROR(CheckExists(state, command.name()));
  runtime::Decision<Event> decision;
  for (const std::string& label : state.labels) {
    const std::string claim = LabelStream(label);
    CHECK(facts.Claim<LabelState>(claim).holder == command.name());
    decision.events.emplace_back().mutable_counter_unlabelled()->set_label(label);
    auto released = std::make_shared<LabelEvent>();
    released->mutable_label_released();
    decision.claims.emplace_back(claim, std::move(released));
  }
  return decision;
}

void CounterRules::Evolve(State& state, const Event& event, const EventPlace& place) {
  if (event.has_counter_created()) state.exists = true;
  if (event.has_counter_advanced()) state.value += event.counter_advanced().amount();
  if (event.has_counter_set()) {
    state.value = event.counter_set().value();
    state.writers.Record(kValue, kValue, place);
  }
  if (event.has_counter_labelled()) state.labels.insert(event.counter_labelled().label());
  if (event.has_counter_unlabelled()) state.labels.erase(event.counter_unlabelled().label());
}

void LabelRules::Evolve(State& state, const Event& event, const EventPlace&) {
  if (event.has_label_claimed()) state.holder = event.label_claimed().counter();
  if (event.has_label_released()) state.holder.clear();
}

void AddCounters(CommandRegistry& registry) {
  registry.AddResource<CounterRules>("counters");
  registry.AddResource<LabelRules>("claims");
  registry.AddCommand<CounterRules, testing::v1::CreateCounterRequest>(
      "samverk.v1.PlanWorkshopRequest");
  registry.AddCommand<CounterRules, testing::v1::AddToCounterRequest>(
      "samverk.v1.EditWorkshopRequest");
  registry.AddCommand<CounterRules, testing::v1::SetCounterRequest>(
      "samverk.v1.EditMeetingRequest");
  registry.AddCommand<CounterRules, testing::v1::ClaimLabelRequest>(
      "samverk.v1.HoldWorkshopRequest");
  registry.AddCommand<CounterRules, testing::v1::ReleaseLabelRequest>(
      "samverk.v1.CancelWorkshopRequest");
  registry.AddCommand<CounterRules, testing::v1::RestoreCounterRequest>(
      "samverk.v1.WithdrawWorkshopRequest");
  registry.AddCommand<CounterRules, testing::v1::ReleaseLabelsRequest>(
      "samverk.v1.InviteOrganisationsRequest");
}

std::string CounterKey(absl::string_view resource) { return OrderedKey().Text(resource).bytes(); }

absl::Status CounterProjection::Apply(const storage::RecordedEvent& event, const std::string&,
                                      ViewWriter& view) const {
  if (objection_) RETURN_IF_ERROR(objection_(event));
  if (CollectionOf(event.resource()) != "counters") return absl::OkStatus();
  const std::string key = CounterKey(event.resource());
  ASSIGN_OR_RETURN(const auto before, view.GetMessage<testing::v1::Counter>(kCounterTable, key));
  testing::v1::Counter counter = before.value_or(testing::v1::Counter());
  counter.set_event_count(counter.event_count() + 1);
  EvolveRow(counter, DecodeEvent<CounterEvent>(event.type(), event.event()));
  view.Put(kCounterTable, key, counter.SerializeAsString());
  return absl::OkStatus();
}

}  // namespace samverk::runtime

#include "tests/end_to_end/decision_audit.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/refusal.h"
#include "services/runtime/event_codec.h"
#include "services/runtime/personal_fields.h"
#include "services/runtime/resource_name.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::tests {
namespace {

using runtime::CommandType;
using storage::RecordedEvent;

constexpr size_t kComplaintsMax = 20;

// What is in the open of a fact.
std::string PublicBytes(const google::protobuf::Message& fact) {
  const std::unique_ptr<google::protobuf::Message> open(fact.New());
  open->CopyFrom(fact);
  runtime::TakePersonal(*open);
  return open->SerializeAsString();
}

// What the rules are told of one moment.
runtime::CommandContext ContextOf(const CommandType& type, const Attempt& attempt,
                                  std::optional<int64_t> revision, uint64_t head, absl::Time now) {
  runtime::CommandContext context;
  context.actor = attempt.actor;
  context.now = now;
  context.today = SwedishDay(now);
  context.writer = runtime::WriterOf(attempt.device, attempt.actor.principal());
  if (const v1::LedgerPosition* base = type.base_position(*attempt.command)) {
    context.base_position = base->position();
  }
  context.next = {revision.value_or(-1) + 1, static_cast<int64_t>(head) + 1, context.writer};
  return context;
}

bool SaysWhatWasDecided(const v1::CommandResult& answer, const runtime::AnyDecision& decision) {
  return std::equal(answer.outcomes().begin(), answer.outcomes().end(), decision.outcomes.begin(),
                    decision.outcomes.end()) &&
         std::equal(answer.remarks().begin(), answer.remarks().end(), decision.remarks.begin(),
                    decision.remarks.end(),
                    [](const v1::EditRemark& told, const v1::EditRemark& decided) {
                      return told.SerializeAsString() == decided.SerializeAsString();
                    });
}

std::string RequestIdOf(const runtime::CommandRegistry& registry, const Attempt& attempt) {
  return registry.FindCommand(*attempt.command)->request_id(*attempt.command);
}

std::string NameOf(const Attempt& attempt) {
  return absl::StrCat(attempt.command->GetDescriptor()->name(), " {",
                      attempt.command->ShortDebugString(), "}");
}

std::string Answered(const Attempt& attempt) {
  return attempt.answer.ok() ? attempt.answer->ShortDebugString()
                             : attempt.answer.status().ToString();
}

}  // namespace

DecisionAudit::DecisionAudit(const runtime::CommandRegistry& registry, std::string partnership)
    : registry_(registry), partnership_(std::move(partnership)) {}

void DecisionAudit::Complain(const std::string& what) {
  if (complaints_.size() < kComplaintsMax) complaints_.push_back(what);
}

std::vector<std::string> DecisionAudit::Judge(const storage::EventLog& log,
                                              const std::vector<Attempt>& attempts,
                                              uint64_t trusted) {
  std::map<std::string, const Attempt*> given;
  for (const Attempt& attempt : attempts) given.emplace(RequestIdOf(registry_, attempt), &attempt);

  storage::ReadRange range;
  range.from = 1;
  std::vector<RecordedEvent> events;
  for (std::optional<uint64_t> next = 1; next.has_value();) {
    range.from = *next;
    absl::StatusOr<storage::EventPage> page = log.ReadLedger(range);
    if (!page.ok()) return {page.status().ToString()};
    events.insert(events.end(), page->events.begin(), page->events.end());
    next = page->next;
  }

  std::map<std::string, std::vector<RecordedEvent>> appends;
  for (const RecordedEvent& event : events) {
    appends[std::string(event.request_id())].push_back(event);
  }
  for (const Attempt& attempt : attempts) {
    if (!attempt.answered) continue;
    const auto append = appends.find(RequestIdOf(registry_, attempt));
    // What changed nothing was not written; repeated later, it may have changed something.
    const bool wrote = append != appends.end() && attempt.answer.ok() &&
                       attempt.answer->position().position() >=
                           static_cast<int64_t>(append->second.front().position().value());
    if (wrote) {
      JudgeAnswer(attempt, append->second);
    } else {
      open_.push_back(&attempt);
    }
  }

  JudgeOpen(0, events.empty() ? absl::UnixEpoch() : events.front().recorded_at());
  for (size_t at = 0; at < events.size();) {
    const std::vector<RecordedEvent>& append = appends[std::string(events[at].request_id())];
    const auto attempt = given.find(std::string(events[at].request_id()));
    if (attempt != given.end()) {
      JudgeAppend(append, *attempt->second);
    } else if (events[at].position().value() > trusted) {
      Complain(absl::StrCat("position ", events[at].position().value(), ": nobody asked for it"));
    }
    for (const RecordedEvent& event : append) {
      if (at == events.size() || events[at].position() != event.position()) {
        Complain(absl::StrCat("position ", event.position().value(),
                              ": the events of its request are not together"));
        return complaints_;
      }
      if (event.position().value() != at + 1) Complain(absl::StrCat("a gap after position ", at));
      Fold(event);
      ++at;
    }
    JudgeOpen(at, events[at - 1].recorded_at());
  }
  for (const Attempt* attempt : open_) {
    Complain(absl::StrCat(NameOf(*attempt), " was answered ", Answered(*attempt),
                          ", which the rules said at no moment from ", attempt->head_before, " to ",
                          attempt->head_after));
  }
  return complaints_;
}

DecisionAudit::Stream& DecisionAudit::StreamOf(const std::string& resource) {
  Stream& stream = streams_[resource];
  if (stream.type == nullptr) {
    stream.type = registry_.FindResource(runtime::CollectionOf(resource));
    if (stream.type != nullptr) stream.state = stream.type->new_state();
  }
  return stream;
}

runtime::Facts DecisionAudit::FactsFor(const CommandType& type, const Attempt& attempt,
                                       const Stream& own, const runtime::CommandContext& context) {
  runtime::Facts facts;
  const runtime::ReadSet reads = type.reads(*attempt.command);
  for (const std::string& name : reads.linked) {
    const auto linked = streams_.find(std::string(runtime::RelativeName(name)));
    if (linked != streams_.end() && linked->second.revision.has_value()) facts.AddLinked(name);
  }
  std::vector<std::string> claims = reads.claims;
  if (type.claims_read) {
    for (std::string& name : type.claims_read(*own.state, *attempt.command)) {
      claims.push_back(std::move(name));
    }
  }
  for (const std::string& name : claims) {
    facts.AddClaim(name, StreamOf(std::string(runtime::RelativeName(name))).state.get());
  }
  if (!type.events_read) return facts;
  for (const int64_t revision : type.events_read(*own.state, *attempt.command, context)) {
    facts.AddEvent(revision, type.decode(own.events.at(static_cast<size_t>(revision))));
  }
  return facts;
}

DecisionAudit::Verdict DecisionAudit::Decide(const Attempt& attempt, uint64_t head,
                                             absl::Time now) {
  const CommandType& type = *registry_.FindCommand(*attempt.command);
  const runtime::ReadSet reads = type.reads(*attempt.command);
  const Stream& own = StreamOf(std::string(runtime::RelativeName(reads.resource)));
  Verdict verdict;
  verdict.revision = own.revision;
  const std::optional<int64_t> expected = type.expected_revision(*attempt.command);
  if (own.revision.has_value() && expected.has_value() && *expected != *own.revision) {
    verdict.reason = storage::kStaleRevision.id;
    return verdict;
  }
  const runtime::CommandContext context = ContextOf(type, attempt, own.revision, head, now);
  absl::StatusOr<runtime::AnyDecision> decision =
      type.decide(*own.state, FactsFor(type, attempt, own, context), *attempt.command, context);
  if (decision.ok()) {
    verdict.decision = *std::move(decision);
  } else {
    verdict.reason = ReasonOf(decision.status());
  }
  return verdict;
}

// The events of an append must be what the rules decide here and now.
void DecisionAudit::JudgeAppend(const std::vector<RecordedEvent>& events, const Attempt& attempt) {
  const std::string where = absl::StrCat("position ", events.front().position().value(), ": ");
  const Verdict verdict =
      Decide(attempt, events.front().position().value() - 1, events.front().recorded_at());
  if (!verdict.reason.empty()) {
    return Complain(absl::StrCat(where, NameOf(attempt), " is refused here: ", verdict.reason));
  }
  // An earlier attempt of the same request may have been told that nothing changes.
  const bool told = attempt.answered && attempt.answer.ok() &&
                    attempt.answer->position().position() ==
                        static_cast<int64_t>(events.back().position().value());
  if (told && !SaysWhatWasDecided(*attempt.answer, verdict.decision)) {
    Complain(
        absl::StrCat(where, NameOf(attempt), " was told other outcomes than the rules decide"));
  }
  const CommandType& type = *registry_.FindCommand(*attempt.command);
  const std::string own(runtime::RelativeName(type.reads(*attempt.command).resource));
  std::vector<std::pair<std::string, const google::protobuf::Message*>> decided;
  for (const auto& event : verdict.decision.events) {
    decided.emplace_back(own, runtime::FactOf(*event));
  }
  for (const auto& [claim, event] : verdict.decision.claims) {
    decided.emplace_back(std::string(runtime::RelativeName(claim)), runtime::FactOf(*event));
  }
  if (decided.size() != events.size()) {
    return Complain(absl::StrCat(where, "the rules decide on ", decided.size(), " events, not on ",
                                 events.size()));
  }
  for (size_t i = 0; i < events.size(); ++i) {
    if (events[i].resource() != decided[i].first ||
        events[i].type() != decided[i].second->GetDescriptor()->full_name() ||
        events[i].event() != PublicBytes(*decided[i].second) || events[i].ordinal() != i) {
      Complain(absl::StrCat(where, "event ", i, " of ", NameOf(attempt),
                            " is not what the rules decide"));
    }
  }
}

// Whoever was told of success was told where its events are.
void DecisionAudit::JudgeAnswer(const Attempt& attempt, const std::vector<RecordedEvent>& events) {
  const v1::CommandResult& result = *attempt.answer;
  const auto last_of_own =
      std::find_if(events.rbegin(), events.rend(), [&](const RecordedEvent& event) {
        return runtime::WholeName(partnership_, event.resource()) == result.name();
      });
  if (last_of_own == events.rend() ||
      result.revision() != static_cast<int64_t>(last_of_own->revision().value()) ||
      result.position().position() != static_cast<int64_t>(events.back().position().value())) {
    Complain(absl::StrCat(NameOf(attempt), " was answered ", Answered(attempt),
                          ", but its last event is at position ",
                          events.back().position().value()));
  }
}

void DecisionAudit::JudgeOpen(uint64_t position, absl::Time now) {
  open_.erase(std::remove_if(open_.begin(), open_.end(),
                             [&](const Attempt* attempt) {
                               return attempt->head_before <= position &&
                                      position <= attempt->head_after &&
                                      Agrees(*attempt, Decide(*attempt, position, now));
                             }),
              open_.end());
}

bool DecisionAudit::Agrees(const Attempt& attempt, const Verdict& verdict) const {
  if (!attempt.answer.ok()) {
    return !verdict.reason.empty() && ReasonOf(attempt.answer.status()) == verdict.reason;
  }
  // Nothing was written because nothing changes.
  const v1::CommandResult& result = *attempt.answer;
  return verdict.reason.empty() && verdict.decision.events.empty() &&
         SaysWhatWasDecided(result, verdict.decision) && verdict.revision == result.revision();
}

void DecisionAudit::Fold(const RecordedEvent& event) {
  Stream& stream = StreamOf(std::string(event.resource()));
  const int64_t revision = static_cast<int64_t>(event.revision().value());
  if (revision != stream.revision.value_or(-1) + 1) {
    Complain(absl::StrCat("position ", event.position().value(), ": revision ", revision, " of ",
                          event.resource(), " follows ", stream.revision.value_or(-1)));
  }
  if (stream.type != nullptr) stream.type->evolve(*stream.state, event);
  stream.revision = revision;
  stream.events.push_back(event);
}

}  // namespace samverk::tests

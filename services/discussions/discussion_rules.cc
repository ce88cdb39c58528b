#include "services/discussions/discussion_rules.h"

#include <utility>

#include "base/status_macros.h"
#include "services/discussions/discussion_content.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/rule_checks.h"

namespace samverk::discussions {
namespace {

using runtime::CheckLinked;
using runtime::CheckSpeaksFor;
using runtime::ReadsOf;

// The one event of most commands.
template <typename Fill>
DiscussionRules::Decision Decided(Fill fill) {
  return runtime::Decided<v1::DiscussionEvent>(fill);
}

std::string NameOf(const v1::StartDiscussionRequest& command) {
  return runtime::ChildName(command.parent(), "discussions", command.discussion_id());
}

// OK if the discussion exists and was not withdrawn.
absl::Status CheckStands(const DiscussionState& state, const std::string& name) {
  if (!state.exists()) return Refusal(kDiscussionNotFound).With("name", name);
  if (state.discussion.state() != v1::DISCUSSION_STATE_WITHDRAWN) return absl::OkStatus();
  return Refusal(kDiscussionWithdrawn).Violating(name);
}

// OK if it also takes posts.
absl::Status CheckOpen(const DiscussionState& state, const std::string& name) {
  RETURN_IF_ERROR(CheckStands(state, name));
  if (state.discussion.state() == v1::DISCUSSION_STATE_OPEN) return absl::OkStatus();
  return Refusal(kDiscussionClosed).Violating(name);
}

absl::Status CheckPost(const DiscussionState& state, int64_t entry) {
  if (state.posts.contains(entry)) return absl::OkStatus();
  return Refusal(kPostNotFound).With("entry", entry);
}

// OK if there is such a post, and the caller may change what it says.
absl::Status CheckOwnPost(const DiscussionState& state, int64_t entry, const v1::Actor& actor) {
  RETURN_IF_ERROR(CheckPost(state, entry));
  return CheckSpeaksFor(actor, state.posts.at(entry));
}

// What is said of a post, a comment unless it is something else.
void FillPost(const std::string& organisation, v1::DiscussionPostKind kind, const std::string& text,
              v1::DiscussionPosted& posted) {
  posted.set_organisation(organisation);
  posted.set_kind(kind == v1::DISCUSSION_POST_KIND_UNSPECIFIED ? v1::DISCUSSION_POST_KIND_COMMENT
                                                               : kind);
  posted.set_text(text);
}

bool IsSame(const v1::Discussion& one, const v1::Discussion& other) {
  return one.SerializeAsString() == other.SerializeAsString();
}

}  // namespace

runtime::ReadSet DiscussionRules::Reads(const v1::StartDiscussionRequest& command) {
  runtime::ReadSet reads = ReadsOf(NameOf(command), {command.owner(), command.subject()});
  reads.owner = command.owner();
  return reads;
}

DiscussionRules::Decision DiscussionRules::Decide(const State& state, const Facts& facts,
                                                  const v1::StartDiscussionRequest& command,
                                                  const Context&) {
  if (state.exists()) return Refusal(kDiscussionExists).With("name", NameOf(command));
  RETURN_IF_ERROR(CheckLinked(facts, command.owner()));
  RETURN_IF_ERROR(CheckLinked(facts, command.subject()));
  runtime::Decision<Event> decision;
  v1::DiscussionStarted& started = *decision.events.emplace_back().mutable_discussion_started();
  started.set_owner(command.owner());
  started.set_subject(command.subject());
  started.set_element(command.element());
  started.set_title(command.title());
  if (!command.text().empty()) {
    FillPost(command.owner(), command.kind(), command.text(),
             *decision.events.emplace_back().mutable_discussion_posted());
  }
  return decision;
}

runtime::ReadSet DiscussionRules::Reads(const v1::PostToDiscussionRequest& command) {
  return ReadsOf(command.name(), {command.organisation()});
}

DiscussionRules::Decision DiscussionRules::Decide(const State& state, const Facts& facts,
                                                  const v1::PostToDiscussionRequest& command,
                                                  const Context& context) {
  RETURN_IF_ERROR(CheckOpen(state, command.name()));
  RETURN_IF_ERROR(CheckSpeaksFor(context.actor, command.organisation()));
  RETURN_IF_ERROR(CheckLinked(facts, command.organisation()));
  if (command.reply_to() != 0) RETURN_IF_ERROR(CheckPost(state, command.reply_to()));
  if (state.posted >= kPostsMax) {
    return Refusal(kTooManyPosts)
        .With("count", state.posted)
        .With("count_max", kPostsMax)
        .Violating(command.name());
  }
  return Decided([&command](Event& event) {
    v1::DiscussionPosted& posted = *event.mutable_discussion_posted();
    FillPost(command.organisation(), command.kind(), command.text(), posted);
    posted.set_reply_to(command.reply_to());
  });
}

runtime::ReadSet DiscussionRules::Reads(const v1::CorrectDiscussionPostRequest& command) {
  return ReadsOf(command.name());
}

DiscussionRules::Decision DiscussionRules::Decide(const State& state, const Facts&,
                                                  const v1::CorrectDiscussionPostRequest& command,
                                                  const Context& context) {
  RETURN_IF_ERROR(CheckStands(state, command.name()));
  RETURN_IF_ERROR(CheckOwnPost(state, command.entry(), context.actor));
  return Decided([&command](Event& event) {
    v1::DiscussionPostCorrected& corrected = *event.mutable_discussion_post_corrected();
    corrected.set_entry(command.entry());
    corrected.set_text(command.text());
  });
}

runtime::ReadSet DiscussionRules::Reads(const v1::RemoveDiscussionPostRequest& command) {
  return ReadsOf(command.name());
}

DiscussionRules::Decision DiscussionRules::Decide(const State& state, const Facts&,
                                                  const v1::RemoveDiscussionPostRequest& command,
                                                  const Context& context) {
  RETURN_IF_ERROR(CheckStands(state, command.name()));
  RETURN_IF_ERROR(CheckOwnPost(state, command.entry(), context.actor));
  return Decided([&command](Event& event) {
    event.mutable_discussion_post_removed()->set_entry(command.entry());
  });
}

runtime::ReadSet DiscussionRules::Reads(const v1::CloseDiscussionRequest& command) {
  return ReadsOf(command.name());
}

DiscussionRules::Decision DiscussionRules::Decide(const State& state, const Facts&,
                                                  const v1::CloseDiscussionRequest& command,
                                                  const Context&) {
  RETURN_IF_ERROR(CheckOpen(state, command.name()));
  return Decided([](Event& event) { event.mutable_discussion_closed(); });
}

runtime::ReadSet DiscussionRules::Reads(const v1::ReopenDiscussionRequest& command) {
  return ReadsOf(command.name());
}

DiscussionRules::Decision DiscussionRules::Decide(const State& state, const Facts&,
                                                  const v1::ReopenDiscussionRequest& command,
                                                  const Context&) {
  RETURN_IF_ERROR(CheckStands(state, command.name()));
  if (state.discussion.state() == v1::DISCUSSION_STATE_OPEN) {
    return Refusal(kDiscussionOpen).Violating(command.name());
  }
  return Decided([](Event& event) { event.mutable_discussion_reopened(); });
}

runtime::ReadSet DiscussionRules::Reads(const v1::EditDiscussionRequest& command) {
  runtime::ReadSet reads = ReadsOf(command.name());
  for (const v1::DiscussionEdit& edit : command.edits()) {
    if (edit.has_about()) reads.linked.push_back(edit.about().subject());
  }
  return reads;
}

DiscussionRules::Decision DiscussionRules::Decide(const State& state, const Facts& facts,
                                                  const v1::EditDiscussionRequest& command,
                                                  const Context&) {
  RETURN_IF_ERROR(CheckStands(state, command.name()));
  RETURN_IF_ERROR(runtime::CheckBase(command));
  runtime::Decision<Event> decision;
  decision.outcomes.reserve(static_cast<size_t>(command.edits_size()));
  // Each edit is judged on what those before it leave.
  v1::Discussion before = state.discussion;
  for (const v1::DiscussionEdit& edit : command.edits()) {
    RETURN_IF_ERROR(CheckLinked(facts, edit.about().subject()));
    v1::Discussion after = before;
    ApplyEdit(edit, after);
    if (IsSame(before, after)) {
      decision.outcomes.push_back(v1::EDIT_OUTCOME_CONVERGED);
      continue;
    }
    *decision.events.emplace_back().mutable_discussion_corrected()->mutable_edit() = edit;
    decision.outcomes.push_back(v1::EDIT_OUTCOME_ACCEPTED);
    before = std::move(after);
  }
  return decision;
}

runtime::ReadSet DiscussionRules::Reads(const v1::WithdrawDiscussionRequest& command) {
  return ReadsOf(command.name());
}

DiscussionRules::Decision DiscussionRules::Decide(const State& state, const Facts&,
                                                  const v1::WithdrawDiscussionRequest& command,
                                                  const Context&) {
  RETURN_IF_ERROR(CheckStands(state, command.name()));
  return Decided([](Event& event) { event.mutable_discussion_withdrawn(); });
}

void DiscussionRules::Evolve(State& state, const Event& event, const runtime::EventPlace& place) {
  ApplyEvent(event, state.discussion);
  switch (event.event_case()) {
    case Event::kDiscussionPosted:
      state.posts[place.revision] = event.discussion_posted().organisation();
      ++state.posted;
      state.size_bytes += kPostBytes;
      break;
    case Event::kDiscussionPostCorrected:
      break;  // What it says is not kept.
    case Event::kDiscussionPostRemoved:
      state.size_bytes -= kPostBytes * state.posts.erase(event.discussion_post_removed().entry());
      break;
    default:
      state.size_bytes += event.ByteSizeLong();
      break;
  }
}

}  // namespace samverk::discussions

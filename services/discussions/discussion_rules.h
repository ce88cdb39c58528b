// What may happen to a discussion. Pure: given a state and a command, events or a refusal.
//
// A discussion is about a resource, or a part of one. Everybody may post; what was posted is
// corrected and removed by whoever wrote it. It is closed and opened again, and withdrawn when it
// was begun by mistake.

#ifndef SAMVERK_SERVICES_DISCUSSIONS_DISCUSSION_RULES_H_
#define SAMVERK_SERVICES_DISCUSSIONS_DISCUSSION_RULES_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "base/refusal.h"
#include "samverk/v1/discussion.pb.h"
#include "samverk/v1/discussion_events.pb.h"
#include "services/runtime/rules.h"

namespace samverk::discussions {

// The removed ones count: their places are kept.
inline constexpr int kPostsMax = 10'000;
// What the state needs to know whose a post is, with room for the name.
inline constexpr size_t kPostBytes = 256;

inline constexpr auto kRule = absl::StatusCode::kFailedPrecondition;

inline constexpr Reason kDiscussionExists = {
    "DISCUSSION_EXISTS", absl::StatusCode::kAlreadyExists,
    "There is a discussion {name} already. Make a new id, or post to that discussion.",
    "Det finns redan en diskussion {name}. Skapa ett nytt id eller skriv i den som finns."};
inline constexpr Reason kDiscussionNotFound = {"DISCUSSION_NOT_FOUND", absl::StatusCode::kNotFound,
                                               "There is no discussion {name}.",
                                               "Diskussionen {name} finns inte."};
inline constexpr Reason kDiscussionWithdrawn = {
    "DISCUSSION_WITHDRAWN", kRule,
    "The discussion was begun by mistake and withdrawn. Start a new one.",
    "Diskussionen påbörjades av misstag och har återkallats. Starta en ny."};
inline constexpr Reason kDiscussionClosed = {"DISCUSSION_CLOSED", kRule,
                                             "The discussion is closed. Open it again first.",
                                             "Diskussionen är avslutad. Öppna den igen först."};
inline constexpr Reason kDiscussionOpen = {"DISCUSSION_OPEN", kRule, "The discussion is open.",
                                           "Diskussionen är öppen."};
inline constexpr Reason kPostNotFound = {
    "POST_NOT_FOUND", absl::StatusCode::kNotFound,
    "There is no post {entry}, or it was removed. Read the discussion again.",
    "Inlägget {entry} finns inte, eller har tagits bort. Läs diskussionen igen."};
inline constexpr Reason kTooManyPosts = {
    "TOO_MANY_POSTS", kRule,
    "There are {count} posts; no more than {count_max} are kept. Start a new discussion.",
    "Det finns {count} inlägg; fler än {count_max} sparas inte. Starta en ny diskussion."};

// What decisions about a discussion depend on.
struct DiscussionState {
  bool exists() const { return discussion.state() != v1::DISCUSSION_STATE_UNSPECIFIED; }

  v1::Discussion discussion;  // Without its name, its revision and the times.
  // Whose each post is, by entry, the removed ones left out.
  std::map<int64_t, std::string> posts;
  int posted = 0;  // The removed ones as well.
  // About how much memory it takes: what posts say is not kept.
  size_t size_bytes = 0;
};

struct DiscussionRules {
  using State = DiscussionState;
  using Event = v1::DiscussionEvent;
  using Decision = absl::StatusOr<runtime::Decision<Event>>;
  using Facts = runtime::Facts;
  using Context = runtime::CommandContext;

  static runtime::ReadSet Reads(const v1::StartDiscussionRequest& command);
  static runtime::ReadSet Reads(const v1::PostToDiscussionRequest& command);
  static runtime::ReadSet Reads(const v1::CorrectDiscussionPostRequest& command);
  static runtime::ReadSet Reads(const v1::RemoveDiscussionPostRequest& command);
  static runtime::ReadSet Reads(const v1::CloseDiscussionRequest& command);
  static runtime::ReadSet Reads(const v1::ReopenDiscussionRequest& command);
  static runtime::ReadSet Reads(const v1::EditDiscussionRequest& command);
  static runtime::ReadSet Reads(const v1::WithdrawDiscussionRequest& command);

  // Errors: the reasons above and those of rule_checks.h, as discussion.proto says of each command.
  static Decision Decide(const State&, const Facts&, const v1::StartDiscussionRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::PostToDiscussionRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::CorrectDiscussionPostRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::RemoveDiscussionPostRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::CloseDiscussionRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::ReopenDiscussionRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::EditDiscussionRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::WithdrawDiscussionRequest&,
                         const Context&);

  // Never fails; events it does not know leave the state alone.
  static void Evolve(State& state, const Event& event, const runtime::EventPlace& place);

  static size_t SizeBytes(const State& state) { return state.size_bytes; }
};

}  // namespace samverk::discussions

#endif  // SAMVERK_SERVICES_DISCUSSIONS_DISCUSSION_RULES_H_

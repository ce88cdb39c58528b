// Whatever is posted, corrected, removed, closed, opened and withdrawn, by whomever:
//
//   - a discussion takes posts exactly while it is open;
//   - a reply is to a post that stood when it was made, and earlier than itself;
//   - nobody but the organisation that wrote a post, and who leads the process, changes it;
//   - a post that was removed never comes back;
//   - after it was withdrawn nothing happens.
//
// Compared with a model that is a list of posts and two flags.
//
// Prints its seed. RC_PARAMS takes one, and more: RC_PARAMS="seed=… max_success=1000".

#include <stdlib.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "services/discussions/discussion_rules.h"
#include "services/runtime/testing/from_text.h"

namespace samverk::discussions {
namespace {

using runtime::FromText;

constexpr int kOrganisations = 3;
constexpr int kLeader = kOrganisations;

struct Step {
  enum Kind { kPost, kReply, kCorrect, kRemove, kClose, kReopen, kEdit, kWithdraw };
  Kind kind = kPost;
  int actor = 0;
  int organisation = 0;
  int entry = 0;
};

void showValue(const Step& step, std::ostream& out) {
  static const char* const kKinds[] = {"post",  "reply",  "correct", "remove",
                                       "close", "reopen", "edit",    "withdraw"};
  out << step.actor << ": " << kKinds[step.kind] << " " << step.organisation << " #" << step.entry;
}

rc::Gen<Step> AStep() {
  return rc::gen::build<Step>(
      rc::gen::set(&Step::kind, rc::gen::weightedElement<Step::Kind>({{12, Step::kPost},
                                                                      {10, Step::kReply},
                                                                      {6, Step::kCorrect},
                                                                      {6, Step::kRemove},
                                                                      {3, Step::kClose},
                                                                      {4, Step::kReopen},
                                                                      {2, Step::kEdit},
                                                                      {1, Step::kWithdraw}})),
      rc::gen::set(&Step::actor, rc::gen::inRange(0, kLeader + 1)),
      rc::gen::set(&Step::organisation, rc::gen::inRange(0, kOrganisations)),
      rc::gen::set(&Step::entry, rc::gen::inRange(0, 20)));
}

std::string NameOf(int organisation) {
  return absl::StrCat("partnerships/vasterbotten/organisations/", organisation);
}

struct ModelPost {
  int organisation = 0;
  bool removed = false;
};

class Discussion {
 public:
  Discussion() {
    Happens(FromText<v1::DiscussionEvent>("discussion_started { owner: '~/organisations/0' }"));
  }

  void Take(const Step& step) {
    const bool speaks = step.actor == kLeader || step.actor == step.organisation;
    const auto post = posts_.find(step.entry);
    const bool stands = post != posts_.end() && !post->second.removed;
    const bool its_own =
        stands && (step.actor == kLeader || step.actor == post->second.organisation);
    const std::string entry = absl::StrCat(" entry: ", step.entry);
    const std::string organisation =
        absl::StrCat(" text: 'x' organisation: '", NameOf(step.organisation), "'");
    const int64_t next = next_;
    switch (step.kind) {
      case Step::kPost:
        if (Give<v1::PostToDiscussionRequest>(step, organisation, speaks && !closed_)) {
          posts_[next] = {step.organisation};
        }
        return;
      case Step::kReply: {
        // Entry 0 is no post: a reply to it is no reply.
        const bool may = speaks && !closed_ && (stands || step.entry == 0);
        if (Give<v1::PostToDiscussionRequest>(
                step, absl::StrCat(organisation, " reply_to: ", step.entry), may)) {
          RC_ASSERT(step.entry < next);
          posts_[next] = {step.organisation};
        }
        return;
      }
      case Step::kCorrect:
        Give<v1::CorrectDiscussionPostRequest>(step, entry + " text: 'y'", its_own);
        return;
      case Step::kRemove:
        if (Give<v1::RemoveDiscussionPostRequest>(step, entry, its_own)) {
          posts_[step.entry].removed = true;
        }
        return;
      case Step::kClose:
        if (Give<v1::CloseDiscussionRequest>(step, "", !closed_)) closed_ = true;
        return;
      case Step::kReopen:
        if (Give<v1::ReopenDiscussionRequest>(step, "", closed_)) closed_ = false;
        return;
      case Step::kEdit:
        Give<v1::EditDiscussionRequest>(
            step, absl::StrCat(" expected_revision: 0 edits { title: '", step.entry, "' }"), true);
        return;
      case Step::kWithdraw:
        if (Give<v1::WithdrawDiscussionRequest>(step, "", true)) withdrawn_ = true;
        return;
    }
  }

  // Rules and model agree on everything.
  void Check() const {
    const v1::DiscussionState wanted = withdrawn_ ? v1::DISCUSSION_STATE_WITHDRAWN
                                       : closed_  ? v1::DISCUSSION_STATE_CLOSED
                                                  : v1::DISCUSSION_STATE_OPEN;
    RC_ASSERT(state_.discussion.state() == wanted);
    RC_ASSERT(static_cast<size_t>(state_.posted) == posts_.size());
    size_t standing = 0;
    for (const auto& [entry, post] : posts_) {
      RC_ASSERT(state_.posts.contains(entry) == !post.removed);
      if (post.removed) continue;
      RC_ASSERT(state_.posts.at(entry) == NameOf(post.organisation));
      ++standing;
    }
    RC_ASSERT(state_.posts.size() == standing);
    RC_ASSERT(static_cast<size_t>(state_.discussion.post_count()) == standing);
  }

 private:
  void Happens(const v1::DiscussionEvent& event) {
    DiscussionRules::Evolve(state_, event, {next_, next_ + 1, "anna"});
    ++next_;
  }

  // Gives a command, which must be taken exactly if it `may` be and nothing was withdrawn.
  template <typename Command>
  bool Give(const Step& step, const std::string& text, bool may) {
    const auto command = FromText<Command>("name: '~/discussions/1'" + text);
    runtime::Facts facts;
    for (const std::string& name : DiscussionRules::Reads(command).linked) facts.AddLinked(name);
    DiscussionRules::Context context;
    context.today = absl::CivilDay(2019, 10, 7);
    context.actor.set_role(step.actor == kLeader ? v1::ROLE_PROCESS_LEADER : v1::ROLE_LOCAL_ACTOR);
    context.actor.set_organisation(NameOf(step.actor));
    const auto decision = DiscussionRules::Decide(state_, facts, command, context);
    RC_ASSERT((decision.ok() == (may && !withdrawn_)));
    if (!decision.ok()) return false;
    for (const v1::DiscussionEvent& event : decision->events) Happens(event);
    return true;
  }

  DiscussionState state_;
  std::map<int64_t, ModelPost> posts_;
  bool closed_ = false;
  bool withdrawn_ = false;
  int64_t next_ = 0;
};

// How much is tried, unless RC_PARAMS says otherwise.
const bool kDefaultsSet = setenv("RC_PARAMS", "max_success=500 max_size=80", /*overwrite=*/0) == 0;

RC_GTEST_PROP(DiscussionPropertyTest, OnlyWhatIsOpenTakesPostsAndNobodyChangesWhatOthersWrote, ()) {
  RC_ASSERT(kDefaultsSet);
  Discussion discussion;
  discussion.Check();
  for (const Step& step : *rc::gen::container<std::vector<Step>>(AStep())) {
    discussion.Take(step);
    discussion.Check();
  }
}

}  // namespace
}  // namespace samverk::discussions

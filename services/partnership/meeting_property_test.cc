// Whatever is called, held, said, approved, decided, corrected and withdrawn, in any order:
//
//   - Minutes and decisions are of meetings that were held, and no approval is of minutes that
//     nobody recorded, of a day before the meeting or of one after today.
//   - Text that was approved never changes without being marked as corrected since.
//   - An entry is of one decision for ever; there are at most so many as are kept.
//   - A command is refused where a plain model of the meeting says no, and only there.
//   - The years add up to the meetings as they stand.
//
// Prints its seed. RC_PARAMS takes one, and more: RC_PARAMS="seed=… max_success=1000".

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "base/civil_date.h"
#include "base/refusal.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "services/partnership/meeting_rules.h"
#include "services/partnership/meeting_years.h"
#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/from_text.h"

namespace samverk::partnership {
namespace {

using runtime::FromText;

// It is 7 October 2019; a step names a day by how far it is from that.
const absl::CivilDay kToday(2019, 10, 7);

struct Step {
  enum Kind {
    kCall,
    kHold,
    kRecordMinutes,
    kApprove,
    kDecide,
    kComplete,
    kCancel,
    kWithdraw,
    kMove,
    kCorrectMinutes,
    kCorrectApproval,
    kUnapprove,
    kCorrectDecision,
    kCorrectCompletion,
    kReopen,
    kRemove,
  };
  Kind kind = kCall;
  int day = 0;
  int words = 0;  // One of a few texts.
  int which = 0;  // One of the decisions there ever were, or none of them.
};

void showValue(const Step& step, std::ostream& out) {
  out << "step " << step.kind << " day " << step.day << " words " << step.words << " which "
      << step.which;
}

rc::Gen<Step> AStep() {
  return rc::gen::build<Step>(
      rc::gen::set(&Step::kind, rc::gen::weightedElement<Step::Kind>({{2, Step::kCall},
                                                                      {4, Step::kHold},
                                                                      {6, Step::kRecordMinutes},
                                                                      {4, Step::kApprove},
                                                                      {8, Step::kDecide},
                                                                      {6, Step::kComplete},
                                                                      {1, Step::kCancel},
                                                                      {1, Step::kWithdraw},
                                                                      {4, Step::kMove},
                                                                      {4, Step::kCorrectMinutes},
                                                                      {3, Step::kCorrectApproval},
                                                                      {3, Step::kUnapprove},
                                                                      {4, Step::kCorrectDecision},
                                                                      {3, Step::kCorrectCompletion},
                                                                      {3, Step::kReopen},
                                                                      {2, Step::kRemove}})),
      rc::gen::set(&Step::day, rc::gen::inRange(-8, 3)),
      rc::gen::set(&Step::words, rc::gen::inRange(0, 3)),
      rc::gen::set(&Step::which, rc::gen::inRange(0, 6)));
}

google::type::Date DayOf(int day) { return ToDate(kToday + day); }

// What is known of a meeting without rules: the words of a decision or of minutes are numbers.
struct Model {
  struct Decision {
    int words = 0;
    std::optional<int> done;
    int result = 0;
  };
  enum { kNone, kCalled, kHeld, kCancelled, kWithdrawn } life = kNone;
  int day = 0;
  std::optional<int> minutes;
  std::optional<int> approved;
  bool corrected_since = false;
  std::map<int64_t, Decision> decisions;

  bool IsOpen() const { return life == kCalled || life == kHeld; }
  bool IsHeld() const { return life == kHeld; }
};

class OneMeeting {
 public:
  void Take(const Step& step) {
    switch (step.kind) {
      case Step::kCall:
        return Give(Call(step), model_.life == Model::kNone, [&](Model& after, int64_t) {
          after.life = Model::kCalled;
          after.day = step.day;
        });
      case Step::kHold:
        return Give(Named<v1::HoldMeetingRequest>(),
                    model_.life == Model::kCalled && model_.day <= 0,
                    [](Model& after, int64_t) { after.life = Model::kHeld; });
      case Step::kCancel:
        return Give(Named<v1::CancelMeetingRequest>(), model_.life == Model::kCalled,
                    [](Model& after, int64_t) { after.life = Model::kCancelled; });
      case Step::kWithdraw:
        return Give(Named<v1::WithdrawMeetingRequest>(),
                    model_.life != Model::kNone && model_.life != Model::kWithdrawn,
                    [](Model& after, int64_t) { after.life = Model::kWithdrawn; });
      case Step::kMove:
        return Move(step);
      case Step::kRecordMinutes:
      case Step::kApprove:
      case Step::kCorrectMinutes:
      case Step::kCorrectApproval:
      case Step::kUnapprove:
        return TakeMinutes(step);
      default:
        return TakeDecision(step);
    }
  }

  void Check() const {
    RC_ASSERT(state_.has_minutes() == model_.minutes.has_value());
    RC_ASSERT(state_.minutes().has_approval() == model_.approved.has_value());
    if (model_.minutes.has_value()) {
      RC_ASSERT(state_.minutes().sections(0).text() == Words(*model_.minutes));
      RC_ASSERT(state_.minutes().corrected_since() == model_.corrected_since);
    }
    if (state_.minutes().has_approval()) {
      const absl::CivilDay approved = ToCivilDay(state_.minutes().approval().approved_on());
      RC_ASSERT(approved <= kToday);
      RC_ASSERT(approved >= ToCivilDay(state_.period().start_date()));
    }
    RC_ASSERT(static_cast<size_t>(state_.decisions_size()) == model_.decisions.size());
    RC_ASSERT(state_.decisions_size() <= kMeetingDecisionsMax);
    for (const auto& [entry, wanted] : model_.decisions) {
      const v1::MeetingDecision* decision = FindDecision(state_, entry);
      RC_ASSERT(decision != nullptr);
      RC_ASSERT(decision->text() == Words(wanted.words));
      RC_ASSERT(decision->has_done_on() == wanted.done.has_value());
      if (wanted.done.has_value()) {
        RC_ASSERT(ToCivilDay(decision->done_on()) == kToday + *wanted.done);
        RC_ASSERT(decision->result() == Words(wanted.result));
      }
    }
    if (!state_.decisions().empty() || state_.has_minutes()) RC_ASSERT(was_held_);
  }

  const v1::Meeting& state() const { return state_; }

 private:
  static std::string Words(int number) { return absl::StrCat("Ord ", number); }

  template <typename Command>
  static Command Named() {
    return FromText<Command>("name: '~/meetings/1'");
  }

  static v1::CallMeetingRequest Call(const Step& step) {
    auto call = FromText<v1::CallMeetingRequest>(
        "parent: '~' meeting_id: '1' host: '~/organisations/2421' title: 'T'");
    *call.mutable_period()->mutable_start_date() = DayOf(step.day);
    *call.mutable_period()->mutable_end_date() = DayOf(step.day + 1);
    return call;
  }

  static v1::EditMeetingRequest Edit(const v1::MeetingEdit& edit) {
    auto request = FromText<v1::EditMeetingRequest>("name: '~/meetings/1' expected_revision: 0");
    *request.add_edits() = edit;
    return request;
  }

  static v1::MinutesApproval ApprovalOn(int day) {
    auto approval = FromText<v1::MinutesApproval>("approved_by: '~/organisations/2421'");
    *approval.mutable_approved_on() = DayOf(day);
    return approval;
  }

  // The number of one of the decisions there ever were; 0, which is none, where there were fewer.
  int64_t EntryOf(const Step& step) const {
    const auto which = static_cast<size_t>(step.which);
    return which < entries_.size() ? entries_[which] : 0;
  }

  v1::MeetingDecisionCompletion Completion(const Step& step) const {
    v1::MeetingDecisionCompletion completion;
    completion.set_entry(EntryOf(step));
    *completion.mutable_done_on() = DayOf(step.day);
    completion.set_result(Words(step.words));
    return completion;
  }

  bool IsApprovable(int day) const { return day <= 0 && day >= model_.day; }

  void Move(const Step& step) {
    v1::MeetingEdit edit;
    *edit.mutable_period()->mutable_start_date() = DayOf(step.day);
    *edit.mutable_period()->mutable_end_date() = DayOf(step.day + 1);
    const bool before_approval = !model_.approved.has_value() || *model_.approved >= step.day;
    const bool may = model_.IsOpen() && (!model_.IsHeld() || (step.day <= 0 && before_approval));
    Give(Edit(edit), may, [&](Model& after, int64_t) { after.day = step.day; });
  }

  void TakeMinutes(const Step& step) {
    const bool has_minutes = model_.minutes.has_value();
    const bool is_approved = model_.approved.has_value();
    v1::MeetingEdit edit;
    switch (step.kind) {
      case Step::kRecordMinutes: {
        auto record = Named<v1::RecordMeetingMinutesRequest>();
        record.add_sections()->set_text(Words(step.words));
        return Give(record, model_.IsHeld() && !is_approved,
                    [&](Model& after, int64_t) { after.minutes = step.words; });
      }
      case Step::kApprove: {
        auto approve = Named<v1::ApproveMeetingMinutesRequest>();
        approve.set_expected_revision(0);
        *approve.mutable_approval() = ApprovalOn(step.day);
        return Give(approve,
                    model_.IsOpen() && has_minutes && !is_approved && IsApprovable(step.day),
                    [&](Model& after, int64_t) { after.approved = step.day; });
      }
      case Step::kCorrectMinutes:
        edit.mutable_minutes()->add_sections()->set_text(Words(step.words));
        return Give(Edit(edit), model_.IsOpen() && has_minutes, [&](Model& after, int64_t) {
          after.corrected_since =
              is_approved && (after.corrected_since || *after.minutes != step.words);
          after.minutes = step.words;
        });
      case Step::kCorrectApproval:
        *edit.mutable_minutes_approval() = ApprovalOn(step.day);
        return Give(Edit(edit), model_.IsOpen() && is_approved && IsApprovable(step.day),
                    [&](Model& after, int64_t) { after.approved = step.day; });
      default:
        edit.mutable_remove_minutes_approval();
        return Give(Edit(edit), model_.IsOpen() && has_minutes, [](Model& after, int64_t) {
          after.approved.reset();
          after.corrected_since = false;
        });
    }
  }

  void TakeDecision(const Step& step) {
    const int64_t entry = EntryOf(step);
    const auto found = model_.decisions.find(entry);
    const bool is_there = found != model_.decisions.end();
    const bool is_done = is_there && found->second.done.has_value();
    const auto finish = [&](Model& after, int64_t) {
      after.decisions[entry].done = step.day;
      after.decisions[entry].result = step.words;
    };
    v1::MeetingEdit edit;
    switch (step.kind) {
      case Step::kDecide: {
        auto decide = Named<v1::RecordMeetingDecisionRequest>();
        decide.set_text(Words(step.words));
        return Give(
            decide,
            model_.IsHeld() && model_.decisions.size() < static_cast<size_t>(kMeetingDecisionsMax),
            [&](Model& after, int64_t revision) {
              RC_ASSERT((entries_.empty() || entries_.back() < revision));  // Not cut short else.
              entries_.push_back(revision);
              after.decisions[revision].words = step.words;
            });
      }
      case Step::kComplete: {
        auto complete = Named<v1::CompleteMeetingDecisionRequest>();
        *complete.mutable_completion() = Completion(step);
        return Give(complete, model_.IsOpen() && is_there && !is_done && step.day <= 0, finish);
      }
      case Step::kCorrectDecision:
        edit.mutable_decision()->set_entry(entry);
        edit.mutable_decision()->set_text(Words(step.words));
        return Give(Edit(edit), model_.IsOpen() && is_there,
                    [&](Model& after, int64_t) { after.decisions[entry].words = step.words; });
      case Step::kCorrectCompletion:
        *edit.mutable_decision_completion() = Completion(step);
        return Give(Edit(edit), model_.IsOpen() && is_done && step.day <= 0, finish);
      case Step::kReopen:
        edit.set_reopen_decision(entry);
        return Give(Edit(edit), model_.IsOpen() && is_there,
                    [&](Model& after, int64_t) { after.decisions[entry].done.reset(); });
      default:
        edit.set_remove_decision(entry);
        return Give(Edit(edit), model_.IsOpen() && is_there,
                    [&](Model& after, int64_t) { after.decisions.erase(entry); });
    }
  }

  // Gives a command, which changes the model like that if it may be given.
  template <typename Command, typename Change>
  void Give(const Command& command, bool may, Change change) {
    runtime::Facts facts;
    for (const std::string& name : MeetingRules::Reads(command).linked) facts.AddLinked(name);
    MeetingRules::Context context;
    context.today = kToday;
    const auto decision = MeetingRules::Decide(state_, facts, command, context);
    RC_ASSERT(decision.ok() == may);
    if (!decision.ok()) return;
    change(model_, next_);
    was_held_ = was_held_ || model_.IsHeld();
    for (const v1::MeetingEvent& event : decision->events) {
      MeetingRules::Evolve(state_, event, {next_, next_ + 1});
      ++next_;
    }
  }

  v1::Meeting state_;
  Model model_;
  std::vector<int64_t> entries_;
  int64_t next_ = 0;
  bool was_held_ = false;
};

RC_GTEST_PROP(MeetingPropertyTest, RulesAndModelAgree, ()) {
  OneMeeting meeting;
  // Most meetings are called and held before anything else happens to them.
  if (*rc::gen::weightedElement<bool>({{4, true}, {1, false}})) {
    meeting.Take({Step::kCall, *rc::gen::inRange(-8, 1), 0, 0});
    meeting.Take({Step::kHold, 0, 0, 0});
  }
  for (const Step& step : *rc::gen::container<std::vector<Step>>(AStep())) {
    meeting.Take(step);
    meeting.Check();
  }
}

// What the years must come to, told one by one.
v1::MeetingYear CountedOneByOne(const std::vector<v1::Meeting>& meetings, int number) {
  v1::MeetingYear year;
  year.set_year(number);
  year.set_meetings_min(2);
  std::set<std::string> organisations;
  for (const v1::Meeting& meeting : meetings) {
    if (meeting.period().start_date().year() != number) continue;
    if (meeting.state() == v1::MEETING_STATE_CALLED) {
      const bool ahead = ToCivilDay(meeting.period().end_date()) > kToday;
      ahead ? year.set_called_ahead(year.called_ahead() + 1)
            : year.set_not_recorded(year.not_recorded() + 1);
    }
    if (meeting.state() != v1::MEETING_STATE_HELD) continue;
    year.set_held(year.held() + 1);
    for (const v1::Attendance& each : meeting.attendance()) {
      organisations.insert(each.organisation());
      year.set_participants(year.participants() + each.participants());
    }
  }
  const int counted = year.held() + (number < 2019 ? 0 : year.called_ahead());
  year.set_falls_below(number <= 2019 && counted < 2);
  if (year.falls_below()) year.set_missing(2 - counted);
  year.set_organisations(static_cast<int>(organisations.size()));
  return year;
}

v1::Meeting AMeeting() {
  v1::Meeting meeting;
  meeting.set_state(*rc::gen::element(v1::MEETING_STATE_CALLED, v1::MEETING_STATE_HELD,
                                      v1::MEETING_STATE_CANCELLED, v1::MEETING_STATE_WITHDRAWN));
  const absl::CivilDay first = kToday + *rc::gen::inRange(-700, 500);
  *meeting.mutable_period()->mutable_start_date() = ToDate(first);
  *meeting.mutable_period()->mutable_end_date() = ToDate(first + *rc::gen::inRange(1, 32));
  for (int id = 0; id < 4; ++id) {
    const int participants = *rc::gen::inRange(0, 5);
    if (participants == 0) continue;
    v1::Attendance& attendance = *meeting.add_attendance();
    attendance.set_organisation(absl::StrCat("organisations/", id));
    attendance.set_participants(participants);
  }
  return meeting;
}

RC_GTEST_PROP(MeetingPropertyTest, YearsAddUpToTheMeetingsAsTheyStand, ()) {
  std::vector<v1::Meeting> meetings(static_cast<size_t>(*rc::gen::inRange(1, 6)));
  std::map<int, storage::v1::MeetingYearRow> years;
  const auto change = [&](size_t which, const v1::Meeting& after) {
    if (const auto share = ShareOf(meetings[which]); share.has_value()) {
      RemoveShare(*share, years[share->year()]);
    }
    if (const auto share = ShareOf(after); share.has_value())
      AddShare(*share, years[share->year()]);
    meetings[which] = after;
  };
  const int changes = *rc::gen::inRange(1, 20);
  for (int i = 0; i < changes; ++i)
    change(*rc::gen::inRange<size_t>(0, meetings.size()), AMeeting());
  for (auto& [number, row] : years) {
    row.set_year(number);
    RC_ASSERT(runtime::ToText(Judge(row, kToday, 2)) ==
              runtime::ToText(CountedOneByOne(meetings, number)));
  }
}

}  // namespace
}  // namespace samverk::partnership

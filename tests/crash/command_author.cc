#include "tests/crash/command_author.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/uuid.h"
#include "samverk/v1/admin.pb.h"
#include "samverk/v1/meeting.pb.h"
#include "samverk/v1/partnership.pb.h"
#include "samverk/v1/plan.pb.h"
#include "samverk/v1/workshop.pb.h"
#include "services/runtime/testing/from_text.h"

namespace samverk::tests {
namespace {

using google::protobuf::Message;
using runtime::FromText;

constexpr int kOrganisations = 4;
constexpr int kSharedWorkshops = 3;
constexpr int kSharedMeetings = 2;
constexpr int kSharedPlans = 2;
constexpr int kSharedSections = 3;

// The same for all clients and all times.
std::string FixedId(const std::string& name) {
  static const Uuid space = *Uuid::Parse("0f3c1a52-1f0e-5c9b-8a53-5a1d6f1f2b11");
  return Uuid::V5(space, name).ToString();
}

std::string NewId() { return Uuid::V7(Clock::System()).ToString(); }

std::string Organisation(uint32_t number) {
  return absl::StrCat("~/organisations/", 2400 + number);
}

template <typename Command>
std::unique_ptr<Message> Make(const std::string& request_id, const std::string& text) {
  auto command = std::make_unique<Command>(FromText<Command>(text));
  command->set_request_id(request_id);
  return command;
}

constexpr char kPlan[] =
    "parent: '~' title: 'Serviceverkstad' form: EVENT_FORM_HYBRID capacity: 30 "
    "period { start_date @2019-10-01 end_date @2019-10-02 }";
constexpr char kCall[] =
    "parent: '~' title: 'Partnerskapsträff' form: EVENT_FORM_PHYSICAL "
    "period { start_date @2019-11-06 end_date @2019-11-07 }";

std::string SharedId(absl::string_view kind, int number) {
  return FixedId(absl::StrCat(kind, " ", number));
}

// The names of those that all clients work on.
std::vector<std::string> SharedNames(absl::string_view kind, int count) {
  std::vector<std::string> names;
  names.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) {
    names.push_back(absl::StrCat(kCrashPartnership, "/", kind, "s/", SharedId(kind, i)));
  }
  return names;
}

std::vector<std::string> SharedWorkshops() { return SharedNames("workshop", kSharedWorkshops); }
std::vector<std::string> SharedMeetings() { return SharedNames("meeting", kSharedMeetings); }
std::vector<std::string> SharedPlans() { return SharedNames("plan", kSharedPlans); }

bool IsOneOf(const std::string& name, const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Plans that are drafted, each with sections that all write in.
void AddSharedPlans(std::vector<std::unique_ptr<Message>>& commands) {
  for (int i = 0; i < kSharedPlans; ++i) {
    commands.push_back(Make<v1::CreatePlanRequest>(
        FixedId(absl::StrCat("create ", i)),
        absl::StrCat("parent: '~' title: 'Serviceplan' owner: '", Organisation(0), "' plan_id: '",
                     SharedId("plan", i), "'")));
    std::string text =
        absl::StrCat("name: '", SharedPlans()[static_cast<size_t>(i)], "' expected_revision: 0");
    for (int section = 0; section < kSharedSections; ++section) {
      absl::StrAppend(&text, " edits { add_section { title: 'Avsnitt' element: '",
                      SharedId("section", section), "' } }");
    }
    commands.push_back(Make<v1::EditPlanRequest>(FixedId(absl::StrCat("sections ", i)), text));
  }
}

}  // namespace

bool WroteSomething(const v1::CommandResult& result) {
  const auto& outcomes = result.outcomes();
  return outcomes.empty() || std::any_of(outcomes.begin(), outcomes.end(), [](int outcome) {
           return outcome != v1::EDIT_OUTCOME_CONVERGED && outcome != v1::EDIT_OUTCOME_REJECTED;
         });
}

std::vector<std::unique_ptr<Message>> CommandAuthor::Setup() {
  std::vector<std::unique_ptr<Message>> commands;
  commands.push_back(Make<v1::CreatePartnershipRequest>(
      FixedId("partnership"), "partnership_id: 'vasterbotten' display_name: 'Västerbotten'"));
  for (int i = 0; i < kOrganisations; ++i) {
    commands.push_back(Make<v1::AdmitOrganisationRequest>(
        FixedId(absl::StrCat("organisation ", i)),
        absl::StrCat("parent: '~' kind: ORGANISATION_KIND_MUNICIPALITY joined_on @2016-01-01",
                     " organisation_id: '", 2400 + i, "' kommunkod: '", 2400 + i,
                     "' display_name: 'Kommun ", i, "'")));
  }
  for (int i = 0; i < kSharedWorkshops; ++i) {
    commands.push_back(Make<v1::PlanWorkshopRequest>(
        FixedId(absl::StrCat("plan ", i)),
        absl::StrCat(kPlan, " host: '", Organisation(0), "' workshop_id: '",
                     SharedId("workshop", i), "'")));
  }
  for (int i = 0; i < kSharedMeetings; ++i) {
    commands.push_back(
        Make<v1::CallMeetingRequest>(FixedId(absl::StrCat("call ", i)),
                                     absl::StrCat(kCall, " host: '", Organisation(0),
                                                  "' meeting_id: '", SharedId("meeting", i), "'")));
  }
  AddSharedPlans(commands);
  return commands;
}

void CommandAuthor::Learn(const Message& command, const v1::CommandResult& result) {
  revisions_[result.name()] = std::max(revisions_[result.name()], result.revision());
  if (IsOneOf(result.name(), SharedWorkshops()) || IsOneOf(result.name(), SharedMeetings())) return;
  if (IsOneOf(result.name(), SharedPlans())) plan_forms_[result.name()] = result.position();
  if (command.GetDescriptor() == v1::PlanWorkshopRequest::descriptor()) {
    own_workshops_.push_back(result.name());
    to_invite_to_.push_back(result.name());
  } else if (command.GetDescriptor() == v1::InviteOrganisationsRequest::descriptor()) {
    to_invite_to_.erase(std::remove(to_invite_to_.begin(), to_invite_to_.end(), result.name()),
                        to_invite_to_.end());
  } else if (command.GetDescriptor() == v1::CallMeetingRequest::descriptor()) {
    own_meetings_.push_back(result.name());
  }
}

std::optional<std::string> CommandAuthor::NameToRead() {
  if (Below(4) != 0) return std::nullopt;
  switch (Below(3)) {
    case 0:
      return SomeOf(SharedMeetings(), {});
    case 1:
      return absl::StrCat(kCrashPartnership, "/organisations/", 2400 + Below(kOrganisations));
    default:
      return SomeOf(SharedWorkshops(), {});
  }
}

std::string CommandAuthor::SomeOf(const std::vector<std::string>& shared,
                                  const std::vector<std::string>& own) {
  const auto& names = own.empty() || Below(3) == 0 ? shared : own;
  return names[Below(static_cast<uint32_t>(names.size()))];
}

std::string CommandAuthor::Words() {
  return absl::StrCat("anteckning åäö ", ++written_, " ", Below(1000));
}

std::unique_ptr<Message> CommandAuthor::Plan() {
  return Make<v1::PlanWorkshopRequest>(
      NewId(), absl::StrCat(kPlan, " host: '", Organisation(Below(kOrganisations)),
                            "' workshop_id: '", NewId(), "' description: '", Words(), "'"));
}

std::unique_ptr<Message> CommandAuthor::EditWorkshop(const std::string& workshop) {
  const int64_t revision = revisions_[workshop];
  std::string text = absl::StrCat("name: '", workshop, "' expected_revision: ", revision);
  const uint32_t edits = 1 + Below(4);
  for (uint32_t i = 0; i < edits; ++i) {
    switch (Below(6)) {
      case 0:
        absl::StrAppend(&text, " edits { title: '", Words(), "' }");
        break;
      case 1:
        absl::StrAppend(&text, " edits { capacity: ", Below(3), " }");
        break;
      case 2:
        absl::StrAppend(&text, " edits { venue: '", Words(), "' }");
        break;
      case 3:
        absl::StrAppend(&text, " edits { period { start_date @2019-10-0", 1 + Below(4),
                        " end_date @2019-10-07 } }");
        break;
      case 4:
        absl::StrAppend(&text, " edits { note { entry: ", 1 + Below(20), " text: '", Words(),
                        "' } }");
        break;
      default:
        absl::StrAppend(&text, " edits { remove_entry: ", 1 + Below(20), " }");
        break;
    }
  }
  return Make<v1::EditWorkshopRequest>(NewId(), text);
}

std::unique_ptr<Message> CommandAuthor::Invite() {
  std::string text = absl::StrCat("name: '", to_invite_to_.back(), "'");
  to_invite_to_.pop_back();
  for (uint32_t i = 0; i < kOrganisations; ++i) {
    absl::StrAppend(&text, " organisations: '", Organisation(i), "'");
  }
  return Make<v1::InviteOrganisationsRequest>(NewId(), text);
}

std::unique_ptr<Message> CommandAuthor::NextOfWorkshops() {
  const std::string workshop = SomeOf(SharedWorkshops(), own_workshops_);
  const std::string name = absl::StrCat("name: '", workshop, "' ");
  switch (Below(20)) {
    case 0:
    case 1:
    case 2:
      return Plan();
    case 3:
    case 4:
    case 5:
    case 6:
      return EditWorkshop(workshop);
    case 7:
      // To each workshop once, so that an invitation always has something to write.
      if (to_invite_to_.empty()) break;
      return Invite();
    case 8:
      return Make<v1::RegisterForWorkshopRequest>(
          NewId(),
          absl::StrCat(name, "registration { organisation: '", Organisation(Below(kOrganisations)),
                       "' participants: ", 1 + Below(12), " }"));
    case 9:
      return Make<v1::RecordWorkshopOutcomeRequest>(
          NewId(), absl::StrCat(name, "text: '", Words(), "' links: '",
                                SomeOf(SharedWorkshops(), own_workshops_), "'"));
    case 10:
      return Make<v1::PresentKnowledgeRequest>(NewId(),
                                               absl::StrCat(name, "title: '", Words(), "'"));
    case 11:
      return Make<v1::SetWorkshopProgrammeRequest>(
          NewId(), absl::StrCat(name, "items { day: 1 start_time { hours: ", Below(24),
                                " } title: '", Words(), "' }"));
    case 12:
      if (own_workshops_.empty() || Below(3) != 0) break;
      return Make<v1::HoldWorkshopRequest>(
          NewId(), absl::StrCat("name: '", own_workshops_.back(), "' attendance { organisation: '",
                                Organisation(0), "' participants: ", 1 + Below(50), " }"));
    case 13:
      if (own_workshops_.empty() || Below(3) != 0) break;
      if (Below(2) == 0) {
        return Make<v1::WithdrawWorkshopRequest>(
            NewId(), absl::StrCat("name: '", own_workshops_.back(), "'"));
      }
      return Make<v1::CancelWorkshopRequest>(NewId(),
                                             absl::StrCat("name: '", own_workshops_.back(), "'"));
    default:
      break;
  }
  return Make<v1::RecordWorkshopNoteRequest>(NewId(), absl::StrCat(name, "text: '", Words(), "'"));
}

// What others wrote since its own last words is met, not refused: merged, or kept in a conflict.
std::unique_ptr<Message> CommandAuthor::EditPlan() {
  const std::string plan = SomeOf(SharedPlans(), {});
  std::string text = absl::StrCat("name: '", plan, "'");
  const uint32_t edits = 1 + Below(3);
  for (uint32_t i = 0; i < edits; ++i) {
    const std::string section = SharedId("section", static_cast<int>(Below(kSharedSections)));
    switch (Below(6)) {
      case 0:
        absl::StrAppend(&text, " edits { title: '", Words(), "' }");
        break;
      case 1:
        absl::StrAppend(&text, " edits { element_title { element: '", section, "' title: '",
                        Words(), "' } }");
        break;
      case 2:
        absl::StrAppend(&text, " edits { add_goal { title: '", Words(), "' element: '", NewId(),
                        "' } }");
        break;
      case 3:
        absl::StrAppend(&text, " edits { responsible_unit: 'Enhet ", Below(3), "' }");
        break;
      default:
        absl::StrAppend(&text, " edits { element_text { element: '", section, "' text: '", Words(),
                        "\\n\\n", Words(), "' } }");
        break;
    }
  }
  auto command = Make<v1::EditPlanRequest>(NewId(), text);
  *static_cast<v1::EditPlanRequest&>(*command).mutable_base_position() = plan_forms_[plan];
  return command;
}

std::unique_ptr<Message> CommandAuthor::Call() {
  return Make<v1::CallMeetingRequest>(
      NewId(), absl::StrCat(kCall, " host: '", Organisation(Below(kOrganisations)),
                            "' meeting_id: '", NewId(), "' topic: '", Words(), "'"));
}

std::unique_ptr<Message> CommandAuthor::EditMeeting(const std::string& meeting) {
  std::string text = absl::StrCat("name: '", meeting, "' expected_revision: ", revisions_[meeting]);
  const uint32_t edits = 1 + Below(3);
  for (uint32_t i = 0; i < edits; ++i) {
    switch (Below(9)) {
      case 0:
      case 1:
        absl::StrAppend(&text, " edits { title: '", Words(), "' }");
        break;
      case 2:
      case 3:
        absl::StrAppend(&text, " edits { period { start_date @2019-11-0", 1 + Below(4),
                        " end_date @2019-11-07 } }");
        break;
      case 4:
        // As it was called, as often as not.
        absl::StrAppend(&text, " edits { form: EVENT_FORM_", Below(2) == 0 ? "DIGITAL" : "PHYSICAL",
                        " }");
        break;
      case 5:
        // Taken only if the meeting was held.
        absl::StrAppend(&text, " edits { attendance { organisation: '",
                        Organisation(Below(kOrganisations)), "' participants: ", 1 + Below(20),
                        " } }");
        break;
      case 6:
        absl::StrAppend(&text, " edits { venue: '", Words(), "' }");
        break;
      default:
        absl::StrAppend(&text, " edits { topic: '", Words(), "' }");
        break;
    }
  }
  return Make<v1::EditMeetingRequest>(NewId(), text);
}

// Several clients rename the same organisations, so the list by name never rests.
std::unique_ptr<Message> CommandAuthor::Rename() {
  const std::string organisation =
      absl::StrCat(kCrashPartnership, "/organisations/", 2400 + Below(kOrganisations));
  return Make<v1::EditOrganisationRequest>(
      NewId(),
      absl::StrCat("name: '", organisation, "' expected_revision: ", revisions_[organisation],
                   " edits { display_name: 'Kommun ", Words(), "' }"));
}

std::unique_ptr<Message> CommandAuthor::RegisterPerson() {
  return Make<v1::RegisterPersonRequest>(
      NewId(), absl::StrCat("parent: '~' role: ROLE_OFFICER person_id: '", NewId(),
                            "' organisation: '", Organisation(Below(kOrganisations)),
                            "' details { display_name: 'Exempel ", Words(), "' }"));
}

std::unique_ptr<Message> CommandAuthor::NextOfPartnership() {
  switch (Below(12)) {
    case 0:
    case 1:
      return Call();
    case 2:
      if (own_meetings_.empty()) break;
      return Make<v1::HoldMeetingRequest>(
          NewId(), absl::StrCat("name: '", own_meetings_.back(), "' attendance { organisation: '",
                                Organisation(Below(kOrganisations)),
                                "' participants: ", 1 + Below(50), " }"));
    case 3:
      if (own_meetings_.empty() || Below(2) != 0) break;
      if (Below(2) == 0) {
        return Make<v1::WithdrawMeetingRequest>(NewId(),
                                                absl::StrCat("name: '", own_meetings_.back(), "'"));
      }
      return Make<v1::CancelMeetingRequest>(NewId(),
                                            absl::StrCat("name: '", own_meetings_.back(), "'"));
    case 4:
    case 5:
    case 6:
      return Rename();
    case 7:
      return RegisterPerson();
    default:
      break;
  }
  return EditMeeting(SomeOf(SharedMeetings(), own_meetings_));
}

std::unique_ptr<Message> CommandAuthor::Next() {
  if (Below(5) == 0) return EditPlan();
  return Below(3) == 0 ? NextOfPartnership() : NextOfWorkshops();
}

}  // namespace samverk::tests

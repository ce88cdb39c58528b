#include "tests/crash/command_author.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/uuid.h"
#include "samverk/v1/admin.pb.h"
#include "samverk/v1/partnership.pb.h"
#include "samverk/v1/workshop.pb.h"
#include "services/runtime/testing/from_text.h"

namespace samverk::tests {
namespace {

using google::protobuf::Message;
using runtime::FromText;

constexpr int kOrganisations = 4;
constexpr int kSharedWorkshops = 3;

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

}  // namespace

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
                     FixedId(absl::StrCat("workshop ", i)), "'")));
  }
  return commands;
}

std::vector<std::string> CommandAuthor::SharedWorkshops() {
  std::vector<std::string> names;
  for (int i = 0; i < kSharedWorkshops; ++i) {
    names.push_back(
        absl::StrCat(kCrashPartnership, "/workshops/", FixedId(absl::StrCat("workshop ", i))));
  }
  return names;
}

void CommandAuthor::Learn(const Message& command, const v1::CommandResult& result) {
  revisions_[result.name()] = std::max(revisions_[result.name()], result.revision());
  const std::vector<std::string> shared = SharedWorkshops();
  if (std::find(shared.begin(), shared.end(), result.name()) != shared.end()) return;
  if (command.GetDescriptor() == v1::PlanWorkshopRequest::descriptor()) {
    own_.push_back(result.name());
    to_invite_to_.push_back(result.name());
  } else if (command.GetDescriptor() == v1::InviteOrganisationsRequest::descriptor()) {
    to_invite_to_.erase(std::remove(to_invite_to_.begin(), to_invite_to_.end(), result.name()),
                        to_invite_to_.end());
  }
}

std::optional<std::string> CommandAuthor::WorkshopToRead() {
  if (Below(6) != 0) return std::nullopt;
  return SharedWorkshops()[Below(kSharedWorkshops)];
}

std::string CommandAuthor::SomeWorkshop() {
  if (own_.empty() || Below(3) == 0) return SharedWorkshops()[Below(kSharedWorkshops)];
  return own_[Below(static_cast<uint32_t>(own_.size()))];
}

std::string CommandAuthor::Words() {
  return absl::StrCat("anteckning åäö ", ++written_, " ", Below(1000));
}

std::unique_ptr<Message> CommandAuthor::Plan() {
  return Make<v1::PlanWorkshopRequest>(
      NewId(), absl::StrCat(kPlan, " host: '", Organisation(Below(kOrganisations)),
                            "' workshop_id: '", NewId(), "' description: '", Words(), "'"));
}

std::unique_ptr<Message> CommandAuthor::Edit(const std::string& workshop) {
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

std::unique_ptr<Message> CommandAuthor::Next() {
  const std::string workshop = SomeWorkshop();
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
      return Edit(workshop);
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
          NewId(), absl::StrCat(name, "text: '", Words(), "' links: '", SomeWorkshop(), "'"));
    case 10:
      return Make<v1::PresentKnowledgeRequest>(NewId(),
                                               absl::StrCat(name, "title: '", Words(), "'"));
    case 11:
      return Make<v1::SetWorkshopProgrammeRequest>(
          NewId(), absl::StrCat(name, "items { day: 1 start_time { hours: ", Below(24),
                                " } title: '", Words(), "' }"));
    case 12:
      if (own_.empty() || Below(3) != 0) break;
      return Make<v1::HoldWorkshopRequest>(
          NewId(), absl::StrCat("name: '", own_.back(), "' attendance { organisation: '",
                                Organisation(0), "' participants: ", 1 + Below(50), " }"));
    case 13:
      if (own_.empty() || Below(3) != 0) break;
      if (Below(2) == 0) {
        return Make<v1::WithdrawWorkshopRequest>(NewId(),
                                                 absl::StrCat("name: '", own_.back(), "'"));
      }
      return Make<v1::CancelWorkshopRequest>(NewId(), absl::StrCat("name: '", own_.back(), "'"));
    default:
      break;
  }
  return Make<v1::RecordWorkshopNoteRequest>(NewId(), absl::StrCat(name, "text: '", Words(), "'"));
}

}  // namespace samverk::tests

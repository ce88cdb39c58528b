#include "services/initiatives/initiative_content.h"

namespace samverk::initiatives {
namespace {

using v1::InitiativeEdit;
using v1::InitiativeEvent;

template <typename Message>
bool Same(const Message& a, const Message& b) {
  return a.SerializeAsString() == b.SerializeAsString();
}

// Sets whether a list that names each once has `name`.
template <typename List>
void SetMember(const std::string& name, bool is_in, List& list) {
  list.erase(std::remove(list.begin(), list.end(), name), list.end());
  if (is_in) *list.Add() = name;
}

void ApplyRegistered(const v1::InitiativeRegistered& registered, v1::Initiative& initiative) {
  initiative.set_owner(registered.owner());
  initiative.set_state(v1::INITIATIVE_STATE_ONGOING);
  initiative.set_title(registered.title());
  initiative.set_description(registered.description());
  *initiative.mutable_period() = registered.period();
  *initiative.mutable_partners() = registered.partners();
  *initiative.mutable_links() = registered.links();
}

// Entries of funding and of results have numbers of one series.
void RemoveEntry(int64_t entry, v1::Initiative& initiative) {
  auto& fundings = *initiative.mutable_fundings();
  const auto removed =
      std::remove_if(fundings.begin(), fundings.end(),
                     [entry](const auto& funding) { return funding.entry() == entry; });
  if (removed == fundings.end()) {
    initiative.set_result_count(initiative.result_count() - 1);
  }
  fundings.erase(removed, fundings.end());
}

void ApplyEdit(const InitiativeEdit& edit, int64_t revision, v1::Initiative& initiative) {
  switch (edit.edit_case()) {
    case InitiativeEdit::kTitle:
      initiative.set_title(edit.title());
      break;
    case InitiativeEdit::kDescription:
      initiative.set_description(edit.description());
      break;
    case InitiativeEdit::kPeriod:
      *initiative.mutable_period() = edit.period();
      break;
    case InitiativeEdit::kPartner:
      SetMember(edit.partner().organisation(), edit.partner().takes_part(),
                *initiative.mutable_partners());
      break;
    case InitiativeEdit::kLink:
      SetMember(edit.link().link(), edit.link().linked(), *initiative.mutable_links());
      break;
    case InitiativeEdit::kAddFunding: {
      v1::InitiativeFundingEntry& added = *initiative.add_fundings();
      added.set_entry(revision);
      *added.mutable_funding() = edit.add_funding();
      break;
    }
    case InitiativeEdit::kFunding:
      for (v1::InitiativeFundingEntry& each : *initiative.mutable_fundings()) {
        if (each.entry() == edit.funding().entry()) {
          *each.mutable_funding() = edit.funding().funding();
        }
      }
      break;
    case InitiativeEdit::kEnding:
      *initiative.mutable_ending() = edit.ending();
      break;
    case InitiativeEdit::kRemoveEntry:
      RemoveEntry(edit.remove_entry(), initiative);
      break;
    case InitiativeEdit::kResult:  // Kept elsewhere.
    case InitiativeEdit::EDIT_NOT_SET:
      break;
  }
}

}  // namespace

const v1::InitiativeFunding* FindFunding(const v1::Initiative& initiative, int64_t entry) {
  const auto& fundings = initiative.fundings();
  const auto found = std::find_if(fundings.begin(), fundings.end(), [entry](const auto& funding) {
    return funding.entry() == entry;
  });
  return found == fundings.end() ? nullptr : &found->funding();
}

bool IsConverged(const v1::Initiative& initiative, const InitiativeEdit& edit) {
  switch (edit.edit_case()) {
    case InitiativeEdit::kTitle:
      return edit.title() == initiative.title();
    case InitiativeEdit::kDescription:
      return edit.description() == initiative.description();
    case InitiativeEdit::kPeriod:
      return Same(edit.period(), initiative.period());
    case InitiativeEdit::kPartner: {
      const std::string& organisation = edit.partner().organisation();
      // The owner takes part, and is no partner: nothing is to be written either way.
      return organisation == initiative.owner() ||
             Holds(initiative.partners(), organisation) == edit.partner().takes_part();
    }
    case InitiativeEdit::kLink:
      return Holds(initiative.links(), edit.link().link()) == edit.link().linked();
    case InitiativeEdit::kFunding: {
      const v1::InitiativeFunding* now = FindFunding(initiative, edit.funding().entry());
      return now != nullptr && Same(edit.funding().funding(), *now);
    }
    case InitiativeEdit::kEnding:
      return Same(edit.ending(), initiative.ending());
    default:
      return false;
  }
}

void ApplyTo(const InitiativeEvent& event, int64_t revision, v1::Initiative& initiative) {
  switch (event.event_case()) {
    case InitiativeEvent::kInitiativeRegistered:
      ApplyRegistered(event.initiative_registered(), initiative);
      break;
    case InitiativeEvent::kInitiativeEdited:
      ApplyEdit(event.initiative_edited().edit(), revision, initiative);
      break;
    case InitiativeEvent::kInitiativeResultReported:
      initiative.set_result_count(initiative.result_count() + 1);
      break;
    case InitiativeEvent::kInitiativeEnded:
      initiative.set_state(v1::INITIATIVE_STATE_ENDED);
      *initiative.mutable_ending() = event.initiative_ended().ending();
      break;
    case InitiativeEvent::kInitiativeReopened:
      initiative.set_state(v1::INITIATIVE_STATE_ONGOING);
      initiative.clear_ending();
      break;
    case InitiativeEvent::kInitiativeWithdrawn:
      initiative.set_state(v1::INITIATIVE_STATE_WITHDRAWN);
      break;
    case InitiativeEvent::EVENT_NOT_SET:
      break;
  }
}

}  // namespace samverk::initiatives

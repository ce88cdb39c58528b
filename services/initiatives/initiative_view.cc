#include "services/initiatives/initiative_view.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "samverk/v1/initiative_events.pb.h"
#include "services/initiatives/initiative_content.h"
#include "services/runtime/event_codec.h"
#include "services/runtime/index.h"
#include "services/runtime/links.h"
#include "services/runtime/ordered_key.h"
#include "services/runtime/resource_name.h"

namespace samverk::initiatives {
namespace {

using runtime::OrderedKey;
using runtime::ViewWriter;
using v1::InitiativeEvent;

std::set<runtime::FoundLink> LinksOf(const v1::InitiativeResultEntry& entry,
                                     const std::string& initiative) {
  return runtime::LinksInPart(entry, initiative, absl::StrCat("results/", entry.entry()));
}

absl::Status CorrectResult(const v1::InitiativeResultCorrection& correction,
                           const std::string& initiative, ViewWriter& view) {
  const std::string key = ResultKey(initiative, correction.entry());
  ASSIGN_OR_RETURN(std::optional<v1::InitiativeResultEntry> entry,
                   view.GetMessage<v1::InitiativeResultEntry>(kResultTable, key));
  if (!entry.has_value()) return absl::DataLossError("a correction of a result that is not there");
  const runtime::LinkMove links(/*may_move=*/true, [&] { return LinksOf(*entry, initiative); });
  *entry->mutable_result() = correction.result();
  entry->set_corrected(true);
  view.Put(kResultTable, key, entry->SerializeAsString());
  links.Write(initiative, view);
  return absl::OkStatus();
}

// What an event does to the results, which have rows of their own.
absl::Status ApplyToResults(const InitiativeEvent& event, int64_t revision,
                            const std::string& initiative, ViewWriter& view) {
  if (event.has_initiative_result_reported()) {
    v1::InitiativeResultEntry entry;
    entry.set_entry(revision);
    *entry.mutable_result() = event.initiative_result_reported().result();
    view.Put(kResultTable, ResultKey(initiative, revision), entry.SerializeAsString());
    runtime::MoveLinks(initiative, {}, LinksOf(entry, initiative), view);
    return absl::OkStatus();
  }
  const v1::InitiativeEdit& edit = event.initiative_edited().edit();
  if (edit.has_result()) return CorrectResult(edit.result(), initiative, view);
  if (edit.edit_case() != v1::InitiativeEdit::kRemoveEntry) return absl::OkStatus();
  const std::string key = ResultKey(initiative, edit.remove_entry());
  ASSIGN_OR_RETURN(const std::optional<v1::InitiativeResultEntry> entry,
                   view.GetMessage<v1::InitiativeResultEntry>(kResultTable, key));
  if (!entry.has_value()) return absl::OkStatus();
  runtime::MoveLinks(initiative, LinksOf(*entry, initiative), {}, view);
  view.Delete(kResultTable, key);
  return absl::OkStatus();
}

// Whether an event may change whom an initiative concerns and when it is. Most are results and the
// like, for which the keys of the lists need not be made and compared.
bool MovesInLists(const InitiativeEvent& event) {
  if (event.has_initiative_registered()) return true;
  const v1::InitiativeEdit& edit = event.initiative_edited().edit();
  return edit.has_period() || edit.has_partner() || edit.has_link();
}

// Whether an event may change what an initiative links to by itself. Results see to their own
// links, and what is withdrawn has none.
bool MovesLinks(const InitiativeEvent& event) {
  return !event.has_initiative_result_reported() && !event.has_initiative_withdrawn();
}

}  // namespace

std::string InitiativeKey(const std::string& name) { return OrderedKey().Text(name).bytes(); }

std::string ResultKey(const std::string& initiative, int64_t entry) {
  return OrderedKey().Text(initiative).Number(entry).bytes();
}

std::string ListKey(InitiativeList list, absl::string_view subject) {
  return OrderedKey().Number(static_cast<int>(list)).Text(subject).bytes();
}

std::set<std::string> ListKeys(const v1::Initiative& initiative) {
  const v1::DatePeriod& period = initiative.period();
  const std::string last =
      OrderedKey().Text(FormatDate(period.start_date())).Text(initiative.name()).bytes();
  std::set<std::string> keys = {
      ListKey(InitiativeList::kAll, "") + last,
      ListKey(InitiativeList::kOfOrganisation, initiative.owner()) + last,
  };
  for (const std::string& partner : initiative.partners()) {
    keys.insert(ListKey(InitiativeList::kOfOrganisation, partner) + last);
  }
  for (const std::string& link : initiative.links()) {
    keys.insert(ListKey(InitiativeList::kLinkedTo, link) + last);
  }
  const auto last_year = (ToCivilDay(period.end_date()) - 1).year();
  for (auto year = ToCivilDay(period.start_date()).year(); year <= last_year; ++year) {
    keys.insert(ListKey(InitiativeList::kOfYear, absl::StrCat(year)) + last);
  }
  return keys;
}

absl::Status InitiativeProjection::Apply(const storage::RecordedEvent& event,
                                         const std::string& partnership, ViewWriter& view) const {
  if (runtime::CollectionOf(event.resource()) != "initiatives") return absl::OkStatus();
  const std::string name = runtime::WholeName(partnership, event.resource());
  const std::string key = InitiativeKey(name);
  const auto fact = runtime::DecodeEvent<InitiativeEvent>(event.type(), event.event());
  ASSIGN_OR_RETURN(
      v1::Initiative* const initiative,
      view.EditMessage<v1::Initiative>(kInitiativeTable, key, runtime::IsFirst(event)));
  std::optional<v1::Initiative> before;
  if (MovesInLists(fact) && !initiative->name().empty()) before = *initiative;
  const int64_t revision = static_cast<int64_t>(event.revision().value());
  const runtime::LinkMove links(MovesLinks(fact),
                                [initiative] { return runtime::LinksIn(*initiative); });
  initiative->set_name(name);
  initiative->set_revision(revision);
  ApplyTo(fact, revision, *initiative);
  RETURN_IF_ERROR(ApplyToResults(fact, revision, name, view));
  view.PutMessage(kInitiativeTable, key, *initiative);
  links.Write(name, view);
  if (fact.has_initiative_withdrawn()) RETURN_IF_ERROR(runtime::DeleteLinks(name, view));
  if (MovesInLists(fact)) {
    runtime::MoveIndex(kListTable, ListKeys, before, *initiative, view);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> InitiativeProjection::TitleOf(const runtime::ViewReader& view,
                                                          const std::string& name) const {
  ASSIGN_OR_RETURN(const std::optional<v1::Initiative> initiative,
                   view.GetMessage<v1::Initiative>(kInitiativeTable, InitiativeKey(name)));
  return initiative.has_value() ? initiative->title() : "";
}

}  // namespace samverk::initiatives

#include "services/workshops/workshop_search.h"

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "samverk/v1/workshop.pb.h"
#include "services/runtime/resource_name.h"
#include "services/workshops/workshop_view.h"

namespace samverk::workshops {
namespace {

// Its own words, and what was presented and came of it.
storage::SearchDocument WordsOf(const v1::Workshop& workshop) {
  storage::SearchDocument found;
  found.title = workshop.title();
  found.owner = std::string(runtime::RelativeName(workshop.host()));
  found.first_year = workshop.period().start_date().year();
  found.last_year = static_cast<int>((ToCivilDay(workshop.period().end_date()) - 1).year());
  found.Add("", "", absl::StrCat(workshop.description(), "\n", workshop.venue()));
  std::string programme;
  for (const v1::ProgrammeItem& item : workshop.programme()) {
    absl::StrAppend(&programme, item.title(), "\n");
  }
  found.Add("programme", "", programme);
  for (const v1::PresentedKnowledge& each : workshop.knowledge()) {
    found.Add(absl::StrCat("knowledge/", each.entry()), each.title(), each.source());
  }
  for (const v1::WorkshopOutcome& each : workshop.outcomes()) {
    found.Add(absl::StrCat("outcomes/", each.entry()), "", each.text());
  }
  return found;
}

}  // namespace

absl::StatusOr<std::optional<storage::SearchDocument>> FindWorkshopWords(
    const runtime::ViewReader& view, const std::string& name) {
  ASSIGN_OR_RETURN(const std::optional<v1::Workshop> workshop,
                   view.GetMessage<v1::Workshop>(kWorkshopTable, WorkshopKey(name)));
  std::optional<storage::SearchDocument> found;
  if (!workshop.has_value() || workshop->state() == v1::WORKSHOP_STATE_WITHDRAWN) return found;
  found = WordsOf(*workshop);
  RETURN_IF_ERROR(view.ScanMessages<v1::WorkshopNote>(
      kNoteTable, WorkshopKey(name), [&found](const v1::WorkshopNote& note) {
        return found->Add(absl::StrCat("notes/", note.entry()), "", note.text());
      }));
  return found;
}

}  // namespace samverk::workshops

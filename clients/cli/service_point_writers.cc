#include "clients/cli/service_point_writers.h"

#include "clients/cli/import_ids.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/service_point_rows.h"
#include "samverk/v1/service_point_events.pb.h"

namespace samverk {
namespace {

bool IsThreat(const v1::RecordedEvent& event) {
  return event.type() == v1::ServicePointThreatened::descriptor()->full_name() ||
         event.type() == v1::ServicePointSecured::descriptor()->full_name();
}

bool IsOpeningOrClosing(const v1::RecordedEvent& event) {
  return event.type() == v1::ServicePointOpened::descriptor()->full_name() ||
         event.type() == v1::ServicePointClosed::descriptor()->full_name() ||
         event.type() == v1::ServicePointReopened::descriptor()->full_name();
}

}  // namespace

void ServicePointWriters::Take(const v1::RecordedEvent& event) {
  if (v1::ServicePointRegistered fact; ReadFact(event, fact)) {
    for (const char* column : {kNameColumn, kPlaceColumn, kOperatorColumn, kOrganisationColumn,
                               kAddressColumn, kPositionColumn}) {
      writers_.Wrote(column, event);
    }
  } else if (v1::ServiceOffered offered; ReadFact(event, offered)) {
    WroteEntry(event, event.revision(), InSwedish(offered.terms().offer()));
  } else if (v1::ServiceOfferEnded ended; ReadFact(event, ended)) {
    writers_.Wrote(columns_[ended.entry()], event);
  } else if (v1::ServicePointHoursSet hours; ReadFact(event, hours)) {
    WroteEntry(event, event.revision(), kHoursColumn);
  } else if (v1::ServiceObservationRecorded observed; ReadFact(event, observed)) {
    observations_[event.revision()] = IsImported(event.request_id());
  } else if (v1::ServicePointCorrected corrected; ReadFact(event, corrected)) {
    TakeEdit(event, corrected.edit());
  } else if (IsThreat(event)) {
    WroteEntry(event, event.revision(), kThreatColumn);
  } else if (IsOpeningOrClosing(event)) {
    WroteEntry(event, event.revision(), kOpenColumn);
  }
}

void ServicePointWriters::TakeEdit(const v1::RecordedEvent& event,
                                   const v1::ServicePointEdit& edit) {
  switch (edit.edit_case()) {
    case v1::ServicePointEdit::kDisplayName:
      return writers_.Wrote(kNameColumn, event);
    case v1::ServicePointEdit::kPlace:
      return writers_.Wrote(kPlaceColumn, event);
    case v1::ServicePointEdit::kOperatorName:
      return writers_.Wrote(kOperatorColumn, event);
    case v1::ServicePointEdit::kOperatorOrganisation:
      return writers_.Wrote(kOrganisationColumn, event);
    case v1::ServicePointEdit::kAddress:
      return writers_.Wrote(kAddressColumn, event);
    case v1::ServicePointEdit::kPosition:
      return writers_.Wrote(kPositionColumn, event);
    case v1::ServicePointEdit::kTurn:
      return writers_.Wrote(columns_[edit.turn().entry()], event);
    case v1::ServicePointEdit::kOffer:
      writers_.Wrote(columns_[edit.offer().entry()], event);
      return WroteEntry(event, edit.offer().entry(), InSwedish(edit.offer().terms().offer()));
    case v1::ServicePointEdit::kHours:
      return writers_.Wrote(kHoursColumn, event);
    case v1::ServicePointEdit::kObservation:
      observations_[edit.observation().entry()] = IsImported(event.request_id());
      return;
    case v1::ServicePointEdit::kRemoveEntry:
      return writers_.Wrote(columns_[edit.remove_entry()], event);
    case v1::ServicePointEdit::kAddTurn:  // Recorded as a turn.
    case v1::ServicePointEdit::EDIT_NOT_SET:
      return;
  }
}

void ServicePointWriters::WroteEntry(const v1::RecordedEvent& event, int64_t entry,
                                     const std::string& column) {
  columns_[entry] = column;
  writers_.Wrote(column, event);
}

}  // namespace samverk

// Initiatives as they stand: what queries read. The rows are folded by initiative_content, as the
// state of the rules is.
//
//   table  key                                       row
//   i      initiative                                v1::Initiative
//   l      list ‖ subject ‖ first day ‖ initiative   name of the initiative
//   r      initiative ‖ entry                        v1::InitiativeResultEntry
//   L      resource ‖ direction ‖ resource …         v1::Link, see services/runtime/links.h; those
//                                                    of results begin with `results/{entry}`

#ifndef SAMVERK_SERVICES_INITIATIVES_INITIATIVE_VIEW_H_
#define SAMVERK_SERVICES_INITIATIVES_INITIATIVE_VIEW_H_

#include <cstdint>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "samverk/v1/initiative.pb.h"
#include "services/runtime/projection.h"
#include "storage/event_log/event.h"

namespace samverk::initiatives {

inline constexpr char kInitiativeView[] = "initiatives";
inline constexpr char kInitiativeTable = 'i';
inline constexpr char kListTable = 'l';
inline constexpr char kResultTable = 'r';

// Keys of the tables.
std::string InitiativeKey(const std::string& name);
std::string ResultKey(const std::string& initiative, int64_t entry);

// What a list of initiatives goes by.
enum class InitiativeList {
  kAll,
  kOfOrganisation,  // Subject: its owner or a partner.
  kOfYear,          // A calendar year that its period touches.
  kLinkedTo,        // A resource that it concerns.
};
// Where the initiatives of a list begin; `subject` is empty where it has none.
std::string ListKey(InitiativeList list, absl::string_view subject);
// Every place in a list that an initiative has.
std::set<std::string> ListKeys(const v1::Initiative& initiative);

class InitiativeProjection final : public runtime::Projection {
 public:
  std::string name() const override { return kInitiativeView; }
  int version() const override { return 2; }
  bool keeps_links() const override { return true; }
  absl::StatusOr<std::string> TitleOf(const runtime::ViewReader& view,
                                      const std::string& name) const override;
  absl::Status Apply(const storage::RecordedEvent& event, const std::string& partnership,
                     runtime::ViewWriter& view) const override;
};

}  // namespace samverk::initiatives

#endif  // SAMVERK_SERVICES_INITIATIVES_INITIATIVE_VIEW_H_

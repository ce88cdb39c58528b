// Who wrote what is recorded of a service point last: an import or a person. By the columns of a
// file that tell it (service_point_rows.h).

#ifndef SAMVERK_CLIENTS_CLI_SERVICE_POINT_WRITERS_H_
#define SAMVERK_CLIENTS_CLI_SERVICE_POINT_WRITERS_H_

#include <cstdint>
#include <map>
#include <string>

#include "clients/cli/import_changes.h"
#include "clients/cli/import_fields.h"
#include "samverk/v1/event.pb.h"
#include "samverk/v1/service_point.pb.h"

namespace samverk {

// The column of both coordinates.
inline constexpr char kPositionColumn[] = "läge";

class ServicePointWriters {
 public:
  explicit ServicePointWriters(const History& history) {
    for (const v1::RecordedEvent& event : history) Take(event);
  }

  // Whether a person wrote, last, what the column tells.
  bool ByPerson(const std::string& column) const { return writers_.ByPerson(column); }

  // Whether an import wrote the observation last.
  bool IsImportedObservation(int64_t entry) const {
    const auto found = observations_.find(entry);
    return found != observations_.end() && found->second;
  }

 private:
  void Take(const v1::RecordedEvent& event);
  void TakeEdit(const v1::RecordedEvent& event, const v1::ServicePointEdit& edit);
  void WroteEntry(const v1::RecordedEvent& event, int64_t entry, const std::string& column);

  FieldWriters writers_;
  std::map<int64_t, std::string> columns_;  // By entry: which column tells it.
  std::map<int64_t, bool> observations_;    // By entry: whether an import wrote it last.
};

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_SERVICE_POINT_WRITERS_H_

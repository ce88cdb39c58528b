// Searchable: what a slice says so that its resources are found by their words.
//
//   slices.searchables.push_back({"workshops", kWorkshopView, 1, FindWorkshopWords});

#ifndef SAMVERK_SERVICES_RUNTIME_SEARCHABLE_H_
#define SAMVERK_SERVICES_RUNTIME_SEARCHABLE_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/runtime/versioned_table.h"
#include "storage/search/search_document.h"

namespace samverk::runtime {

struct Searchable {
  // Reads what is to be found of the resource `name`, a whole name, as of the reader's position;
  // nullopt: nothing, because there is no such resource or it was withdrawn. Names of
  // organisations in it are relative. Nothing personal: the index is not sealed. An error stops
  // the index.
  using Read = std::function<absl::StatusOr<std::optional<storage::SearchDocument>>(
      const ViewReader& view, const std::string& name)>;

  std::string collection;  // Whose resources: `workshops`. Events of others do not change them.
  std::string view;        // The view that is read.
  // To be raised when Read would find other words in the same rows: the index is then built anew.
  int version = 1;
  Read read;
};

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_SEARCHABLE_H_

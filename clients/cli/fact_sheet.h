// FactSheet: one thing shown to people: a title, then labelled facts below each other.
//
//   Drivstationer på landsbygden                                           genomförd
//     tid       2019-05-14–15
//     plats     Storuman

#ifndef SAMVERK_CLIENTS_CLI_FACT_SHEET_H_
#define SAMVERK_CLIENTS_CLI_FACT_SHEET_H_

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/cli/names.h"
#include "google/protobuf/repeated_field.h"
#include "samverk/v1/common.pb.h"

namespace samverk {

class FactSheet {
 public:
  FactSheet(std::string title, std::string state)
      : title_(std::move(title)), state_(std::move(state)) {}

  // Adds a fact, if there is one: empty text is left out. A label is printed once for
  // the facts that follow each other under it.
  void Add(absl::string_view label, absl::string_view text);

  void Print(std::ostream& out) const;

 private:
  const std::string title_;
  const std::string state_;
  std::vector<std::pair<std::string, std::string>> facts_;
};

using AttendanceList = google::protobuf::RepeatedPtrField<v1::Attendance>;

// How many persons in all.
int64_t Participants(const AttendanceList& attendance);

// `23: Malå kommun 3, Storuman kommun 20`, by name; empty for nobody.
std::string AttendanceInWords(const AttendanceList& attendance, const OrganisationNames& names);

// Sorts as Swedish people do: å, ä, ö last.
void SortSwedish(std::vector<std::string>& texts);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_FACT_SHEET_H_

#include "services/partnership/person_details.h"

#include <string>

#include "base/status_macros.h"

namespace samverk::partnership {

absl::StatusOr<v1::Person> OpenPerson(const storage::v1::PersonRow& row,
                                      const runtime::PersonalReader& reader, bool show_details) {
  v1::Person person = row.person();
  const std::pair<const char*, const storage::v1::SealedPart*> sealed[] = {
      {"display_name", row.has_display_name() ? &row.display_name() : nullptr},
      {"email", row.has_email() ? &row.email() : nullptr},
      {"phone", row.has_phone() ? &row.phone() : nullptr},
  };
  for (const auto& [field, part] : sealed) {
    if (part == nullptr) continue;
    if (reader.IsErased(*part)) {
      person.set_erased(true);
    } else if (show_details) {
      ASSIGN_OR_RETURN(const std::string text, reader.ReadText(*part, field));
      if (text.empty()) continue;
      // The fields of the details are called like those of the events.
      v1::PersonDetails& details = *person.mutable_details();
      details.GetReflection()->SetString(
          &details, v1::PersonDetails::descriptor()->FindFieldByName(field), text);
    }
  }
  return person;
}

}  // namespace samverk::partnership

// Personal data of events: taken out of them before they are appended, sealed with the key of the
// person whom they are about, and opened again for those who may see it. Rules know nothing of
// it: they decide on what a command says, and follow events that lack what is personal.
//
// Which fields are personal: personal_fields.h. Whom an event is about is the resource that it
// belongs to. Bytes: docs/formats/people.md. Any thread.

#ifndef SAMVERK_SERVICES_RUNTIME_PERSONAL_H_
#define SAMVERK_SERVICES_RUNTIME_PERSONAL_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/refusal.h"
#include "samverk/storage/v1/sealed_part.pb.h"
#include "storage/event_log/event.h"
#include "storage/people/people_store.h"

namespace samverk::runtime {

inline constexpr Reason kPersonErased = {
    "PERSON_ERASED", absl::StatusCode::kFailedPrecondition,
    "The personal details of {name} were erased, and none are recorded about it again. Register "
    "the person anew, under a new id, if there is a reason to.",
    "Personuppgifterna för {name} har gallrats, och inga nya registreras på den. Registrera "
    "personen på nytt med ett nytt id om det finns skäl för det."};

// The collection whose resources are persons, each the subject of its own events.
inline constexpr char kPeopleCollection[] = "people";

// What a view keeps of the personal part of `event`: nullopt if it never had one.
std::optional<storage::v1::SealedPart> KeepSealed(const storage::RecordedEvent& event);

// Opens the sealed parts of one person. Of one thread, for one answer.
class PersonalReader {
 public:
  // `person` is the name inside the ledger. Errors: as PeopleStore::FindKey.
  static absl::StatusOr<PersonalReader> Make(const storage::PeopleStore& people,
                                             const Uuid& ledger_id, absl::string_view person);

  // Whether the part can't be opened any more, because the key or the part itself was erased.
  bool IsErased(const storage::v1::SealedPart& part) const;

  // The text that the event had in its personal field `field`; empty if it said nothing there.
  //
  // Errors:
  //   DATA_LOSS  PERSONAL_PART_DAMAGED: also if the part is erased.
  absl::StatusOr<std::string> ReadText(const storage::v1::SealedPart& part,
                                       const std::string& field) const;

 private:
  PersonalReader(std::shared_ptr<const storage::PersonKey> key, const Uuid& ledger_id,
                 absl::string_view person)
      : key_(std::move(key)), ledger_id_(ledger_id), person_(person) {}

  std::shared_ptr<const storage::PersonKey> key_;  // Null: there is none.
  Uuid ledger_id_;
  std::string person_;
};

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_PERSONAL_H_

// Why the keys of people, or what they seal, can't be had.

#ifndef SAMVERK_STORAGE_PEOPLE_PEOPLE_REASONS_H_
#define SAMVERK_STORAGE_PEOPLE_PEOPLE_REASONS_H_

#include "base/refusal.h"

namespace samverk::storage {

inline constexpr Reason kMasterKeyMissing = {
    "MASTER_KEY_MISSING", absl::StatusCode::kFailedPrecondition,
    "There is no master key at {path}, but ledgers that need it. Put it back from its backup; a "
    "new one opens nothing.",
    "Huvudnyckeln {path} saknas, men det finns data som behöver den. Lägg tillbaka den från "
    "säkerhetskopian; en ny öppnar ingenting."};
inline constexpr Reason kMasterKeyExposed = {
    "MASTER_KEY_EXPOSED", absl::StatusCode::kFailedPrecondition,
    "Others than its owner may use the master key {path} (mode {mode}). Run chmod 600 on it, and "
    "ask yourself who has read it.",
    "Andra än ägaren kommer åt huvudnyckeln {path} (rättigheter {mode}). Kör chmod 600 på den och "
    "fundera på vem som kan ha läst den."};
inline constexpr Reason kMasterKeyMalformed = {
    "MASTER_KEY_MALFORMED", absl::StatusCode::kFailedPrecondition,
    "The master key {path} is no file of {bytes} bytes. Put it back from its backup.",
    "Huvudnyckeln {path} är ingen fil på {bytes} byte. Lägg tillbaka den från säkerhetskopian."};
inline constexpr Reason kMasterKeyUnreadable = {
    "MASTER_KEY_UNREADABLE", absl::StatusCode::kFailedPrecondition,
    "The master key {path} can't be {used}: {why}.", "Huvudnyckeln {path} går inte att nå: {why}."};
inline constexpr Reason kMasterKeyWrong = {
    "MASTER_KEY_WRONG", absl::StatusCode::kFailedPrecondition,
    "The keys in {directory} were wrapped with another master key. Start the server with that one.",
    "Nycklarna i {directory} är låsta med en annan huvudnyckel. Starta servern med den."};

inline constexpr Reason kPersonalPartDamaged = {
    "PERSONAL_PART_DAMAGED", absl::StatusCode::kDataLoss,
    "Personal details do not open: they were changed, or belong elsewhere. Verify the ledger, then "
    "restore it from a backup.",
    "Personuppgifter går inte att öppna: de är ändrade eller hör hemma någon annanstans. "
    "Kontrollera och återställ från en säkerhetskopia."};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_PEOPLE_PEOPLE_REASONS_H_

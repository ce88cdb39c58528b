// Why the event log refuses.

#ifndef SAMVERK_STORAGE_EVENT_LOG_LOG_REASONS_H_
#define SAMVERK_STORAGE_EVENT_LOG_LOG_REASONS_H_

#include "base/refusal.h"

namespace samverk::storage {

inline constexpr Reason kAppendMalformed = {"APPEND_MALFORMED", absl::StatusCode::kInvalidArgument,
                                            "The append is malformed: {what}.",
                                            "Skrivningen är felaktig: {what}."};

inline constexpr Reason kStaleRevision = {"STALE_REVISION", absl::StatusCode::kAborted,
                                          "{resource} was to be at revision {expected} but is at "
                                          "{actual}. Read it again, and decide again.",
                                          "{resource} skulle vara på version {expected} men är på "
                                          "{actual}. Läs den på nytt och försök igen."};

inline constexpr Reason kRequestIdReused = {
    "REQUEST_ID_REUSED", absl::StatusCode::kInvalidArgument,
    "The request id {request_id} was used for another request. Make a new id for a new request.",
    "Begärans id {request_id} har använts för en annan begäran. Skapa ett nytt id för en ny "
    "begäran."};

inline constexpr Reason kQueueFull = {
    "QUEUE_FULL", absl::StatusCode::kResourceExhausted,
    "More is waiting to be written than there is room for. Try again in a moment.",
    "Mer väntar på att skrivas än vad som får plats. Försök igen om en stund."};

inline constexpr Reason kDiskReserve = {
    "DISK_RESERVE", absl::StatusCode::kResourceExhausted,
    "The disk is almost full, so nothing more is written; reading goes on. Free disk space.",
    "Disken är nästan full, så inget mer skrivs; läsning fungerar. Frigör diskutrymme."};

inline constexpr Reason kClockSuspect = {
    "CLOCK_SUSPECT", absl::StatusCode::kFailedPrecondition,
    "The server's clock has jumped by {departure}. Set it right, or confirm that it is right.",
    "Serverns klocka har hoppat {departure}. Ställ den rätt eller bekräfta att den går rätt."};

inline constexpr Reason kLogPoisoned = {
    "LOG_POISONED", absl::StatusCode::kUnavailable,
    "Writing failed, and it is not known how much reached the disk; reading goes on. Restart the "
    "server, then repeat the request with the same id.",
    "Skrivningen misslyckades, och det är inte känt hur mycket som nådde disken; läsning fungerar. "
    "Starta om servern och upprepa sedan begäran med samma id."};

inline constexpr Reason kLogClosing = {"LOG_CLOSING", absl::StatusCode::kUnavailable,
                                       "The server is stopping. Try again later.",
                                       "Servern stängs. Försök igen senare."};

inline constexpr Reason kRecordDamaged = {
    "RECORD_DAMAGED", absl::StatusCode::kDataLoss,
    "A stored record is damaged ({what}). Restore the ledger from a backup.",
    "En lagrad post är skadad ({what}). Återställ huvudboken från en säkerhetskopia."};

inline constexpr Reason kLogDamaged = {"LOG_DAMAGED", absl::StatusCode::kDataLoss,
                                       "The event log is damaged: {what}. Restore the ledger from "
                                       "a backup, or see what a repair would cut.",
                                       "Händelseloggen är skadad: {what}. Återställ från en "
                                       "säkerhetskopia, eller se vad en reparation "
                                       "skulle ta bort."};

inline constexpr Reason kFormatTooNew = {
    "FORMAT_TOO_NEW", absl::StatusCode::kFailedPrecondition,
    "The ledger has format version {found}; this program reads up to {known}. Use a newer program.",
    "Huvudboken har formatversion {found}; det här programmet läser upp till {known}. Använd ett "
    "nyare program."};

inline constexpr Reason kResourceUnknown = {"RESOURCE_NOT_FOUND", absl::StatusCode::kNotFound,
                                            "There is no {resource}.", "{resource} finns inte."};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_LOG_REASONS_H_

// Why something may not happen to a service point.

#ifndef SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_REASONS_H_
#define SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_REASONS_H_

#include "base/refusal.h"

namespace samverk::service_points {

inline constexpr auto kRule = absl::StatusCode::kFailedPrecondition;
inline constexpr auto kContradiction = absl::StatusCode::kInvalidArgument;

inline constexpr Reason kServicePointExists = {
    "SERVICE_POINT_EXISTS", absl::StatusCode::kAlreadyExists,
    "There is a service point {name} already. Make a new id, or edit that one.",
    "Det finns redan ett serviceställe {name}. Skapa ett nytt id eller ändra det som finns."};
inline constexpr Reason kServicePointNotFound = {
    "SERVICE_POINT_NOT_FOUND", absl::StatusCode::kNotFound, "There is no service point {name}.",
    "Servicestället {name} finns inte."};
inline constexpr Reason kServicePointWithdrawn = {
    "SERVICE_POINT_WITHDRAWN", kRule, "The service point was registered by mistake and withdrawn.",
    "Servicestället registrerades av misstag och har återkallats."};
inline constexpr Reason kServicePointEntryNotFound = {
    "SERVICE_POINT_ENTRY_NOT_FOUND", absl::StatusCode::kNotFound,
    "The service point has no entry {entry} of that kind, or it was removed.",
    "Servicestället har ingen sådan post {entry}, eller så har den tagits bort."};
inline constexpr Reason kTooManyServicePointEntries = {
    "TOO_MANY_SERVICE_POINT_ENTRIES", kRule,
    "The service point has {count} of these; no more than {count_max} are kept.",
    "Servicestället har {count} sådana poster; fler än {count_max} sparas inte."};

// The life that turns make.
inline constexpr Reason kNoOpening = {
    "NO_OPENING", kRule,
    "It never opened. Say on which day it did; if it never was, withdraw the service point.",
    "Det har aldrig öppnat. Ange vilken dag det öppnade; har det aldrig funnits, återkalla "
    "servicestället."};
inline constexpr Reason kNotOpenedThen = {
    "NOT_OPENED_THEN", kRule,
    "On {day} it had not opened yet. Correct the day on which it opened, or choose a later day.",
    "Den {day} hade det ännu inte öppnat. Rätta dagen då det öppnade eller välj en senare dag."};
inline constexpr Reason kOpenedTwice = {
    "OPENED_TWICE", kRule,
    "It had opened before {day} already. Correct that day, or record that it reopened.",
    "Det hade redan öppnat före {day}. Rätta den dagen eller registrera att det öppnade igen."};
inline constexpr Reason kClosedAlready = {
    "CLOSED_ALREADY", kRule,
    "On {day} it was closed already. Correct the day on which it closed, or remove one of them.",
    "Den {day} var det redan stängt. Rätta dagen då det stängde eller ta bort en av dem."};
inline constexpr Reason kNotClosed = {
    "NOT_CLOSED", kRule,
    "On {day} it was open. Record first that it closed, or choose another day.",
    "Den {day} var det öppet. Registrera först att det stängde eller välj en annan dag."};
inline constexpr Reason kThreatenedWhileClosed = {
    "THREATENED_WHILE_CLOSED", kRule,
    "On {day} it was closed: only what is open can be threatened. Choose another day.",
    "Den {day} var det stängt: bara det som är öppet kan vara hotat. Välj en annan dag."};
inline constexpr Reason kThreatenedAlready = {
    "THREATENED_ALREADY", kRule,
    "On {day} it was threatened already. Correct what is recorded about that threat.",
    "Den {day} var det redan hotat. Rätta det som är registrerat om hotet."};
inline constexpr Reason kNotThreatened = {
    "NOT_THREATENED", kRule,
    "On {day} it was not threatened. Record first that it was, or choose another day.",
    "Den {day} var det inte hotat. Registrera först att det var det eller välj en annan dag."};
inline constexpr Reason kTurnThatDay = {
    "TURN_THAT_DAY", kRule,
    "Two turns are of {day}. Correct the one that is recorded, or choose another day.",
    "Två händelser gäller {day}. Rätta den som är registrerad eller välj en annan dag."};
inline constexpr Reason kOpenBeforeOfOpening = {
    "OPEN_BEFORE_OF_OPENING", kContradiction,
    "Only of the day on which it opened can be said that it was open before. Leave it out.",
    "Bara om dagen då det öppnade kan det sägas att det var öppet tidigare. Utelämna det."};

// Offers.
inline constexpr Reason kOfferOverlaps = {
    "OFFER_OVERLAPS", kRule,
    "The same is offered on {day} already, by entry {entry}. End that one, or choose other days.",
    "Samma serviceslag finns redan den {day}, enligt post {entry}. Avsluta den eller välj andra "
    "dagar."};
inline constexpr Reason kOfferEnded = {
    "OFFER_ENDED", kRule, "The offer ended on {end_date} already. Correct its days instead.",
    "Serviceslaget upphörde redan {end_date}. Rätta dagarna i stället."};
inline constexpr Reason kOfferEndsBeforeItBegins = {
    "OFFER_ENDS_BEFORE_IT_BEGINS", kContradiction,
    "An offer from {start_date} can not end by {end_date}: it has at least one day.",
    "Ett serviceslag från {start_date} kan inte upphöra {end_date}: det varar minst en dag."};
inline constexpr Reason kFullRangeOfGroceries = {
    "FULL_RANGE_OF_GROCERIES", kContradiction,
    "Only groceries are of full range or not. Leave it out.",
    "Bara dagligvaror kan ha fullsortiment. Utelämna det."};

// Opening hours.
inline constexpr Reason kHoursEmpty = {
    "HOURS_EMPTY", kContradiction, "The opening hours are empty. Say the hours, or write a note.",
    "Öppettiderna är tomma. Ange tider eller skriv en anmärkning."};
inline constexpr Reason kHoursCloseBeforeTheyOpen = {
    "HOURS_CLOSE_BEFORE_THEY_OPEN", kContradiction,
    "On weekday {weekday} it closes before it opens. Closing at midnight is written 00:00; what "
    "goes on after midnight belongs to the next day.",
    "Veckodag {weekday} stänger det innan det öppnar. Stängning vid midnatt skrivs 00:00; det som "
    "fortsätter efter midnatt hör till nästa dag."};
inline constexpr Reason kHoursOverlap = {
    "HOURS_OVERLAP", kContradiction,
    "On weekday {weekday} two opening hours overlap. Write them as one, or apart.",
    "Veckodag {weekday} överlappar två öppettider. Skriv dem som en eller skilj dem åt."};
inline constexpr Reason kHoursThatDay = {
    "HOURS_THAT_DAY", kRule,
    "Other opening hours begin on the same day, entry {entry}. Correct those, or choose another "
    "day.",
    "Andra öppettider börjar samma dag, post {entry}. Rätta dem eller välj en annan dag."};

// Observations.
inline constexpr Reason kObservedInTheFuture = {
    "OBSERVED_IN_THE_FUTURE", kContradiction,
    "The observation is said to be of {day}, after today. Give the day on which it was made.",
    "Iakttagelsen sägs vara från {day}, efter i dag. Ange den dag då den gjordes."};

}  // namespace samverk::service_points

#endif  // SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_REASONS_H_

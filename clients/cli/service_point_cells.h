// Parts of the life of a service point as text, in Swedish: cells of a CSV file, and what people
// type. What is written is read back as it was.
//
//   öppet       2001-05-01–2018-11-30 (Konkurs) | 2019-06-01 (Byn tog över)–
//               före 2016-01-01–             it was open before that day, or nobody knows since
//               when
//   hotat       2018-01-01 (Ingen tar över)–2018-06-30 (Kommunen köpte huset)
//   an offer    ja | fullsortiment 2010-01-01– | ja 2005-01-01–2009-12-31 (bara lördagar) | nej
//   öppettider  mån–fre 09:00–18:00 | från 2019-06-01: alla dagar 10:00–20:00 (sommar)
//
// Bars part what follows each other. Days are inclusive. What stands in brackets after a day is why
// it turned then; after an offer, its conditions; after hours, a note (bracket_text.h). A dash may
// be any dash or a slash. A period without an end goes on.

#ifndef SAMVERK_CLIENTS_CLI_SERVICE_POINT_CELLS_H_
#define SAMVERK_CLIENTS_CLI_SERVICE_POINT_CELLS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "samverk/v1/service_point.pb.h"

namespace samverk {

using Turns = std::vector<v1::TurnFacts>;

// Opened, closed and reopened. Errors of all parsers: UsageError in Swedish, with what to write.
absl::StatusOr<Turns> ParseOpenCell(absl::string_view text);
std::string OpenCell(const Turns& turns);

// Threatened and secured. A threat that ends on a day on which `open`, the turns of the cell above,
// say that it closed needs no turn of its own.
absl::StatusOr<Turns> ParseThreatCell(absl::string_view text, const Turns& open);
std::string ThreatCell(const Turns& turns);

// One turn's day and why: `före 2016-01-01`, `2018-12-01 (Konkurs)`. `kind` is left unset.
absl::StatusOr<v1::TurnFacts> ParseTurnDay(absl::string_view text);

// OK if turns, in any order, make a life as the server takes it.
absl::Status CheckLife(Turns turns);

// Whether a turn is told by the cell `öppet`, not by `hotat`.
bool IsOfOpenCell(v1::ServicePointTurnKind kind);

// What is offered of one kind; nothing for `nej`.
absl::StatusOr<std::vector<v1::OfferTerms>> ParseOfferCell(v1::ServiceOffer offer,
                                                           absl::string_view text);
std::string OfferCell(const std::vector<v1::OfferTerms>& terms);
// An offer with its kind before the rest: `post 2010-01-01– (bara lördagar)`.
absl::StatusOr<v1::OfferTerms> ParseOfferText(absl::string_view text);

// Opening hours that follow each other.
absl::StatusOr<std::vector<v1::OpeningHours>> ParseHoursCell(absl::string_view text);
std::string HoursCell(const std::vector<v1::OpeningHours>& hours);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_SERVICE_POINT_CELLS_H_

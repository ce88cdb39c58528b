// What happened to places and service points, in Swedish words; event_words.h puts them beside
// those of other slices.

#ifndef SAMVERK_CLIENTS_CLI_SERVICE_POINT_EVENT_WORDS_H_
#define SAMVERK_CLIENTS_CLI_SERVICE_POINT_EVENT_WORDS_H_

#include <string>

#include "clients/cli/names.h"
#include "samverk/v1/place_events.pb.h"
#include "samverk/v1/service_point_events.pb.h"

namespace samverk {

// One short line each.
std::string InWords(const v1::PlaceRegistered& event, const OrganisationNames& names);
std::string InWords(const v1::PlaceClassified& event, const OrganisationNames& names);
std::string InWords(const v1::PlacePopulationRecorded& event, const OrganisationNames& names);
std::string InWords(const v1::PlaceDistanceRecorded& event, const OrganisationNames& names);
std::string InWords(const v1::PlaceCorrected& event, const OrganisationNames& names);
std::string InWords(const v1::PlaceWithdrawn& event, const OrganisationNames& names);
std::string InWords(const v1::ServicePointRegistered& event, const OrganisationNames& names);
std::string InWords(const v1::ServicePointOpened& event, const OrganisationNames& names);
std::string InWords(const v1::ServicePointClosed& event, const OrganisationNames& names);
std::string InWords(const v1::ServicePointReopened& event, const OrganisationNames& names);
std::string InWords(const v1::ServicePointThreatened& event, const OrganisationNames& names);
std::string InWords(const v1::ServicePointSecured& event, const OrganisationNames& names);
std::string InWords(const v1::ServiceOffered& event, const OrganisationNames& names);
std::string InWords(const v1::ServiceOfferEnded& event, const OrganisationNames& names);
std::string InWords(const v1::ServicePointHoursSet& event, const OrganisationNames& names);
std::string InWords(const v1::ServiceObservationRecorded& event, const OrganisationNames& names);
std::string InWords(const v1::ServicePointCorrected& event, const OrganisationNames& names);
std::string InWords(const v1::ServicePointWithdrawn& event, const OrganisationNames& names);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_SERVICE_POINT_EVENT_WORDS_H_

#include "services/service_points/service_point_rules.h"

#include <string>
#include <utility>
#include <vector>

#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/rule_sentences.h"
#include "services/service_points/mapping_checks.h"
#include "services/service_points/service_point_checks.h"
#include "services/service_points/service_point_reasons.h"

namespace samverk::service_points {
namespace {

using runtime::ExpectHolds;
using runtime::ExpectHoldsAfterAnUnknownEvent;
using runtime::FromText;
using runtime::With;
using v1::EDIT_OUTCOME_ACCEPTED;
using v1::EDIT_OUTCOME_CONVERGED;
using v1::ServicePointEvent;
using History = runtime::History<ServicePointEvent>;
using Sentences = std::vector<runtime::Sentence<ServicePointRules>>;

constexpr char kName[] = "name: '~/servicePoints/1' ";
constexpr char kFacts[] =
    "owner: '~/organisations/2421' display_name: 'Handlarn i Tärnaby' place: '~/places/1'"
    "operator_name: 'Tärna Livs AB' operator_organisation: '~/organisations/tarna-livs'"
    "address: 'Västra Strandvägen 1'"
    "position { latitude_microdegrees: 65713000 longitude_microdegrees: 15271000 }";
constexpr char kSeen[] =
    "text: 'Hyllorna är halvtomma' observer: '~/organisations/bygderad' observed_on @2019-10-07 "
    "source: 'Besök' numbers { label: 'Öppettimmar' thousandths: 0 unit: 'timmar' }";
constexpr char kWeekdays[] =
    "spans { weekday: 1 opens { hours: 9 } closes { hours: 18 } }"
    "spans { weekday: 2 opens { hours: 9 } closes {} }";

// Events.

ServicePointEvent Event(const std::string& text) { return FromText<ServicePointEvent>(text); }

ServicePointEvent Registered(const std::string& but = "") {
  return With(Event("service_point_registered {" + std::string(kFacts) + "}"),
              "service_point_registered {" + but + "}");
}

ServicePointEvent Opened(const std::string& day, const std::string& more = "") {
  return Event("service_point_opened { date @" + day + " " + more + " }");
}
ServicePointEvent Closed(const std::string& day, const std::string& cause = "") {
  return Event("service_point_closed { date @" + day + " cause: '" + cause + "' }");
}
ServicePointEvent Reopened(const std::string& day) {
  return Event("service_point_reopened { date @" + day + " }");
}
ServicePointEvent Threatened(const std::string& day) {
  return Event("service_point_threatened { date @" + day + " }");
}
ServicePointEvent Secured(const std::string& day) {
  return Event("service_point_secured { date @" + day + " }");
}

ServicePointEvent Offered(const std::string& terms) {
  return Event("service_offered { terms { offer: SERVICE_OFFER_" + terms + " } }");
}

ServicePointEvent Ended(int64_t entry, const std::string& day) {
  return Event("service_offer_ended { entry: " + std::to_string(entry) + " end_date @" + day +
               " }");
}

ServicePointEvent HoursSet(const std::string& hours) {
  return Event("service_point_hours_set { hours {" + hours + "} }");
}

ServicePointEvent Observed(const std::string& but = "") {
  return With(Event("service_observation_recorded { facts {" + std::string(kSeen) + "} }"),
              "service_observation_recorded { facts {" + but + "} }");
}

ServicePointEvent Corrected(const std::string& edit) {
  return Event("service_point_corrected { edit { " + edit + " } }");
}

ServicePointEvent Withdrawn() { return Event("service_point_withdrawn {}"); }

// A service point that opened on 1 May 2001, entry 1, and what happened then.
History OpenAnd(const std::vector<ServicePointEvent>& more) {
  std::vector<ServicePointEvent> events = {Registered(), Opened("2001-05-01")};
  events.insert(events.end(), more.begin(), more.end());
  return events;
}
History Gone() { return OpenAnd({Withdrawn()}); }

// Commands.

v1::RegisterServicePointRequest Register(const std::string& but = "") {
  return With(FromText<v1::RegisterServicePointRequest>("parent: '~' service_point_id: '1'" +
                                                        std::string(kFacts)),
              but);
}

std::string Turn(const std::string& kind, const std::string& day, const std::string& more = "") {
  return "{ kind: SERVICE_POINT_TURN_KIND_" + kind + " date @" + day + " " + more + " } ";
}

v1::RegisterServicePointRequest RegisterOpen(const std::string& but = "") {
  return Register("turns " + Turn("OPENED", "2001-05-01") + but);
}

v1::OfferServiceRequest Offer(const std::string& terms) {
  return FromText<v1::OfferServiceRequest>(kName +
                                           ("terms { offer: SERVICE_OFFER_" + terms + " }"));
}

v1::EndServiceOfferRequest End(int64_t entry, const std::string& day) {
  return FromText<v1::EndServiceOfferRequest>(kName + ("entry: " + std::to_string(entry)) +
                                              " end_date @" + day);
}

v1::SetServicePointHoursRequest SetHours(const std::string& hours) {
  return FromText<v1::SetServicePointHoursRequest>(kName + ("hours {" + hours + "}"));
}

template <typename Command>
Command On(const std::string& day, const std::string& cause = "") {
  return FromText<Command>(kName + ("date @" + day) + " cause: '" + cause + "'");
}
v1::CloseServicePointRequest Close(const std::string& day, const std::string& cause = "") {
  return On<v1::CloseServicePointRequest>(day, cause);
}
v1::ReopenServicePointRequest Reopen(const std::string& day) {
  return On<v1::ReopenServicePointRequest>(day);
}
v1::ThreatenServicePointRequest Threaten(const std::string& day) {
  return On<v1::ThreatenServicePointRequest>(day);
}
v1::SecureServicePointRequest Secure(const std::string& day) {
  return On<v1::SecureServicePointRequest>(day);
}

v1::RecordServiceObservationRequest Observe(const std::string& but = "") {
  return With(
      FromText<v1::RecordServiceObservationRequest>(kName + ("facts {" + std::string(kSeen) + "}")),
      "facts {" + but + "}");
}

v1::EditServicePointRequest Edit(const std::string& edits) {
  return FromText<v1::EditServicePointRequest>(std::string(kName) + "expected_revision: 0 " +
                                               edits);
}

v1::WithdrawServicePointRequest Withdraw() {
  return FromText<v1::WithdrawServicePointRequest>(kName);
}

// The tables.

Sentences RegisterSentences() {
  return {
      {"AServicePointIsRegisteredWithTheDayItOpened",
       {},
       RegisterOpen(),
       {Registered(), Opened("2001-05-01")}},
      {"OrWithADayOnWhichItIsKnownToBeOpen",
       {},
       Register("turns " + Turn("OPENED", "2016-01-01", "open_before: true")),
       {Registered(), Opened("2016-01-01", "open_before: true")}},
      {"WithItsWholeLifeInAnyOrder",
       {},
       RegisterOpen("turns " + Turn("REOPENED", "2019-06-01") + "turns " +
                    Turn("CLOSED", "2018-12-01", "cause: 'Ingen tog över'") + "turns " +
                    Turn("THREATENED", "2018-03-01") +
                    "offers { offer: SERVICE_OFFER_GROCERY full_range: true }"
                    "offers { offer: SERVICE_OFFER_POST start_date @2010-01-01 }"
                    "hours {" +
                    kWeekdays + "}"),
       {Registered(), Opened("2001-05-01"), Reopened("2019-06-01"),
        Closed("2018-12-01", "Ingen tog över"), Threatened("2018-03-01"),
        Offered("GROCERY full_range: true"), Offered("POST start_date @2010-01-01"),
        HoursSet(kWeekdays)}},
      {"ItMayOpenOnADayToCome",
       {},
       Register("turns " + Turn("OPENED", "2027-05-01")),
       {Registered(), Opened("2027-05-01")}},
      {"ALifeBeginsWithAnOpening",
       {},
       Register("turns " + Turn("CLOSED", "2018-12-01")),
       kNotOpenedThen},
      {"AndHasAtLeastThat", {}, Register(), kNoOpening},
      {"AWrongOfferIsRefused",
       {},
       RegisterOpen("offers { offer: SERVICE_OFFER_FUEL full_range: true }"),
       kFullRangeOfGroceries},
      {"OffersOfOneKindDoNotOverlap",
       {},
       RegisterOpen("offers { offer: SERVICE_OFFER_FUEL } offers { offer: SERVICE_OFFER_FUEL }"),
       kOfferOverlaps},
      {"WrongHoursAreRefused", {}, RegisterOpen("hours {}"), kHoursEmpty},
      {"OnlyAnOpeningWasOpenBefore",
       {},
       RegisterOpen("turns " + Turn("CLOSED", "2018-12-01", "open_before: true")),
       kOpenBeforeOfOpening},
      {"ATakenIdIsRefused", OpenAnd({}), RegisterOpen(), kServicePointExists},
      {"AWithdrawnOneKeepsItsId", Gone(), RegisterOpen(), kServicePointExists},
      {"AnUnknownOwnerIsRefused",
       {},
       RegisterOpen("owner: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"OnlyAMunicipalityMapsService",
       {},
       RegisterOpen("owner: '~/organisations/region-vasterbotten'"),
       kOwnerNotMunicipality},
      {"AnUnknownPlaceIsRefused",
       {},
       RegisterOpen("place: '~/places/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"AnUnknownOperatorIsRefused",
       {},
       RegisterOpen("operator_organisation: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"NobodyNeedsToBeKnownToRunIt",
       {},
       RegisterOpen("operator_organisation: '' operator_name: ''"),
       {Registered("operator_organisation: '' operator_name: ''"), Opened("2001-05-01")}},
  };
}

Sentences TurnSentences() {
  const History closed = OpenAnd({Closed("2018-12-01")});
  const History threatened = OpenAnd({Threatened("2018-03-01")});
  return {
      {"ItCloses", OpenAnd({}), Close("2018-12-01", "Konkurs"), {Closed("2018-12-01", "Konkurs")}},
      {"OnADayToCome", OpenAnd({}), Close("2026-12-31"), {Closed("2026-12-31")}},
      {"NotWhileItIsClosed", closed, Close("2019-03-01"), kClosedAlready},
      {"NotEarlierEither", closed, Close("2018-03-01"), kClosedAlready},
      {"NotBeforeItOpened", OpenAnd({}), Close("2001-04-30"), kNotOpenedThen},
      {"NotOnTheDayItOpened", OpenAnd({}), Close("2001-05-01"), kTurnThatDay},
      {"ItReopens", closed, Reopen("2019-06-01"), {Reopened("2019-06-01")}},
      {"NotWhileItIsOpen", OpenAnd({}), Reopen("2019-06-01"), kNotClosed},
      {"NotBeforeItClosed", closed, Reopen("2018-06-01"), kNotClosed},
      {"NotOnTheDayItClosed", closed, Reopen("2018-12-01"), kTurnThatDay},
      {"ItClosesAgain",
       OpenAnd({Closed("2018-12-01"), Reopened("2019-06-01")}),
       Close("2019-09-01"),
       {Closed("2019-09-01")}},
      {"ItIsThreatened", OpenAnd({}), Threaten("2018-03-01"), {Threatened("2018-03-01")}},
      {"NotTwice", threatened, Threaten("2018-06-01"), kThreatenedAlready},
      {"AThreatIsRegisteredAfterwards", closed, Threaten("2018-03-01"), {Threatened("2018-03-01")}},
      {"WhatIsClosedIsNotThreatened", closed, Threaten("2019-03-01"), kThreatenedWhileClosed},
      {"WhatHasNotOpenedIsNotThreatened", OpenAnd({}), Threaten("2001-01-01"), kNotOpenedThen},
      {"ItIsSecured", threatened, Secure("2018-10-01"), {Secured("2018-10-01")}},
      {"NotWithoutAThreat", OpenAnd({}), Secure("2018-10-01"), kNotThreatened},
      {"ClosingEndsAThreat", OpenAnd({Threatened("2018-03-01"), Closed("2018-12-01")}),
       Secure("2019-01-01"), kNotThreatened},
      {"ItIsThreatenedAnew",
       OpenAnd({Threatened("2018-03-01"), Secured("2018-10-01")}),
       Threaten("2019-01-01"),
       {Threatened("2019-01-01")}},
      {"AThreatInBetweenWouldNotEnd",
       OpenAnd({Threatened("2018-03-01"), Secured("2018-10-01"), Threatened("2019-01-01")}),
       Threaten("2018-12-01"), kThreatenedAlready},
      {"AnUnknownOneIsNotClosed", {}, Close("2018-12-01"), kServicePointNotFound},
      {"AWithdrawnOneIsNotClosed", Gone(), Close("2018-12-01"), kServicePointWithdrawn},
      {"AnUnknownOneIsNotReopened", {}, Reopen("2018-12-01"), kServicePointNotFound},
      {"AWithdrawnOneIsNotReopened", Gone(), Reopen("2018-12-01"), kServicePointWithdrawn},
      {"AnUnknownOneIsNotThreatened", {}, Threaten("2018-12-01"), kServicePointNotFound},
      {"AWithdrawnOneIsNotThreatened", Gone(), Threaten("2018-12-01"), kServicePointWithdrawn},
      {"AnUnknownOneIsNotSecured", {}, Secure("2018-12-01"), kServicePointNotFound},
      {"AWithdrawnOneIsNotSecured", Gone(), Secure("2018-12-01"), kServicePointWithdrawn},
  };
}

Sentences OfferSentences() {
  const History post = OpenAnd({Offered("POST start_date @2010-01-01 end_date @2015-01-01")});
  return {
      {"SomethingCanBeHad", OpenAnd({}), Offer("FUEL"), {Offered("FUEL")}},
      {"ForAWhileAndOnConditions",
       OpenAnd({}),
       Offer("POST start_date @2010-01-01 end_date @2015-01-01 conditions: 'Lördagar stängt'"),
       {Offered("POST start_date @2010-01-01 end_date @2015-01-01 conditions: 'Lördagar stängt'")}},
      {"AFullRangeOfGroceries",
       OpenAnd({}),
       Offer("GROCERY full_range: true"),
       {Offered("GROCERY full_range: true")}},
      {"ButNotOfFuel", OpenAnd({}), Offer("FUEL full_range: true"), kFullRangeOfGroceries},
      {"AgainLater",
       post,
       Offer("POST start_date @2015-01-01"),
       {Offered("POST start_date @2015-01-01")}},
      {"AndBefore",
       post,
       Offer("POST end_date @2010-01-01"),
       {Offered("POST end_date @2010-01-01")}},
      {"NotTwiceOnOneDay", post, Offer("POST start_date @2014-12-31"), kOfferOverlaps},
      {"NotAroundIt", post, Offer("POST start_date @2009-01-01"), kOfferOverlaps},
      {"NotEndingIntoIt", post, Offer("POST end_date @2010-01-02"), kOfferOverlaps},
      {"NotAFullRangeBesideALesserOne", OpenAnd({Offered("GROCERY")}),
       Offer("GROCERY full_range: true start_date @2019-01-01"), kOfferOverlaps},
      {"TheSameAgainWritesNothing",
       post,
       Offer("POST start_date @2010-01-01 end_date @2015-01-01"),
       {}},
      {"ItHasAtLeastADay", OpenAnd({}), Offer("POST start_date @2010-01-01 end_date @2010-01-01"),
       kOfferEndsBeforeItBegins},
      {"NothingIsHadAtAnUnknownOne", {}, Offer("FUEL"), kServicePointNotFound},
      {"NorAtAWithdrawnOne", Gone(), Offer("FUEL"), kServicePointWithdrawn},
      {"ItCanNoLongerBeHad",
       OpenAnd({Offered("FUEL")}),
       End(2, "2019-06-01"),
       {Ended(2, "2019-06-01")}},
      {"EarlierThanWasSaid", post, End(2, "2012-01-01"), {Ended(2, "2012-01-01")}},
      {"TheSameEndAgainWritesNothing", post, End(2, "2015-01-01"), {}},
      {"NotLaterThanItEnded", post, End(2, "2015-01-02"), kOfferEnded},
      {"NotBeforeItBegan", post, End(2, "2010-01-01"), kOfferEndsBeforeItBegins},
      {"WhatWasNeverOfferedDoesNotEnd", OpenAnd({}), End(2, "2019-06-01"),
       kServicePointEntryNotFound},
      {"ATurnIsNoOffer", OpenAnd({}), End(1, "2019-06-01"), kServicePointEntryNotFound},
      {"NothingEndsAtAnUnknownOne", {}, End(1, "2019-06-01"), kServicePointNotFound},
      {"NothingEndsAtAWithdrawnOne", Gone(), End(1, "2019-06-01"), kServicePointWithdrawn},
  };
}

Sentences HoursSentences() {
  const std::string summer = "start_date @2019-06-01 note: 'Sommar'";
  return {
      {"HoursAreSet", OpenAnd({}), SetHours(kWeekdays), {HoursSet(kWeekdays)}},
      {"AndOthersFromALaterDay",
       OpenAnd({HoursSet(kWeekdays)}),
       SetHours(summer),
       {HoursSet(summer)}},
      {"HoursOfTheSameDayAreReplaced",
       OpenAnd({HoursSet(summer)}),
       SetHours("start_date @2019-06-01 note: 'Stängt'"),
       {HoursSet("start_date @2019-06-01 note: 'Stängt'")}},
      {"TheSameAgainWritesNothing", OpenAnd({HoursSet(summer)}), SetHours(summer), {}},
      {"ANoteIsEnough",
       OpenAnd({}),
       SetHours("note: 'Enligt överenskommelse'"),
       {HoursSet("note: 'Enligt överenskommelse'")}},
      {"NothingIsNotEnough", OpenAnd({}), SetHours("start_date @2019-06-01"), kHoursEmpty},
      {"ItClosesForLunch",
       OpenAnd({}),
       SetHours("spans { weekday: 1 opens { hours: 13 } closes { hours: 18 } }"
                "spans { weekday: 1 opens { hours: 9 } closes { hours: 13 } }"),
       {HoursSet("spans { weekday: 1 opens { hours: 13 } closes { hours: 18 } }"
                 "spans { weekday: 1 opens { hours: 9 } closes { hours: 13 } }")}},
      {"ItDoesNotOpenWhileItIsOpen", OpenAnd({}),
       SetHours("spans { weekday: 1 opens { hours: 12 minutes: 59 } closes { hours: 18 } }"
                "spans { weekday: 1 opens { hours: 9 } closes { hours: 13 } }"),
       kHoursOverlap},
      {"AllDayAndTheSameDayAgain", OpenAnd({}),
       SetHours("spans { weekday: 7 opens {} closes {} }"
                "spans { weekday: 7 opens { hours: 23 } closes {} }"),
       kHoursOverlap},
      {"ItClosesAfterItOpens", OpenAnd({}),
       SetHours("spans { weekday: 1 opens { hours: 9 } closes { hours: 9 } }"),
       kHoursCloseBeforeTheyOpen},
      {"NothingGoesOnAfterMidnight", OpenAnd({}),
       SetHours("spans { weekday: 1 opens { hours: 20 } closes { hours: 2 } }"),
       kHoursCloseBeforeTheyOpen},
      {"AnUnknownOneHasNoHours", {}, SetHours(kWeekdays), kServicePointNotFound},
      {"NorHasAWithdrawnOne", Gone(), SetHours(kWeekdays), kServicePointWithdrawn},
  };
}

Sentences ObservationSentences() {
  return {
      {"WhatIsObservedIsRecorded", OpenAnd({}), Observe(), {Observed()}},
      {"AlsoOfWhatIsClosed", OpenAnd({Closed("2018-12-01")}), Observe(), {Observed()}},
      {"ByAPersonToo",
       OpenAnd({}),
       Observe("observer: '~/people/1'"),
       {Observed("observer: '~/people/1'")}},
      {"OfOlderData",
       OpenAnd({}),
       Observe("vintage @2018-12-31"),
       {Observed("vintage @2018-12-31")}},
      {"TheSameTwiceIsTwoObservations", OpenAnd({Observed()}), Observe(), {Observed()}},
      {"ByNobodyUnknown", OpenAnd({}), Observe("observer: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"NotTomorrow", OpenAnd({}), Observe("observed_on @2019-10-08"), kObservedInTheFuture},
      {"NotOfTomorrowsData", OpenAnd({}), Observe("vintage @2019-10-08"), kDataFromTheFuture},
      {"NothingIsObservedOfAnUnknownOne", {}, Observe(), kServicePointNotFound},
      {"NorOfAWithdrawnOne", Gone(), Observe(), kServicePointWithdrawn},
      {"AServicePointIsWithdrawn", OpenAnd({}), Withdraw(), {Withdrawn()}},
      {"NotWithdrawnTwice", Gone(), Withdraw(), kServicePointWithdrawn},
      {"AnUnknownOneIsNotWithdrawn", {}, Withdraw(), kServicePointNotFound},
  };
}

Sentences FieldEditSentences() {
  const auto accepted = [](const std::string& edit) -> runtime::Then<ServicePointEvent> {
    return {{Corrected(edit)}, {EDIT_OUTCOME_ACCEPTED}};
  };
  const runtime::Then<ServicePointEvent> converged = {{}, {EDIT_OUTCOME_CONVERGED}};
  Sentences sentences = {
      {"TheLastOfTwoEditsStands",
       OpenAnd({}),
       Edit("edits { address: 'A' } edits { address: 'A' } edits { address: 'B' }"),
       {{Corrected("address: 'A'"), Corrected("address: 'B'")},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_CONVERGED, EDIT_OUTCOME_ACCEPTED}}},
      {"APositionIsTakenAway", OpenAnd({}), Edit("edits { position {} }"), accepted("position {}")},
      {"AnUnknownPlaceIsRefused", OpenAnd({}), Edit("edits { place: '~/places/unknown' }"),
       runtime::kLinkedResourceNotFound},
      {"AnUnknownOperatorIsRefused", OpenAnd({}),
       Edit("edits { operator_organisation: '~/organisations/unknown' }"),
       runtime::kLinkedResourceNotFound},
      {"AnEditSaysWhatItIsBasedOn", OpenAnd({}),
       FromText<v1::EditServicePointRequest>(std::string(kName) + "edits { address: 'A' }"),
       runtime::kBaseRequired},
      {"AnUnknownOneIsNotEdited", {}, Edit("edits { address: 'A' }"), kServicePointNotFound},
      {"AWithdrawnOneIsNotEdited", Gone(), Edit("edits { address: 'A' }"), kServicePointWithdrawn},
  };
  const std::vector<std::pair<std::string, std::string>> fields = {
      {"display_name: 'Handlarn i Tärnaby'", "display_name: 'Nära'"},
      {"place: '~/places/1'", "place: '~/places/2'"},
      {"operator_name: 'Tärna Livs AB'", "operator_name: ''"},
      {"operator_organisation: '~/organisations/tarna-livs'", "operator_organisation: ''"},
      {"address: 'Västra Strandvägen 1'", "address: ''"},
      {"position { position { latitude_microdegrees: 65713000 longitude_microdegrees: 15271000 } }",
       "position { position { latitude_microdegrees: 65000000 longitude_microdegrees: 15271000 } "
       "}"},
  };
  for (const auto& [now, other] : fields) {
    const std::string field = now.substr(0, now.find_first_of(": {"));
    sentences.push_back(
        {"Corrects_" + field, OpenAnd({}), Edit("edits {" + other + "}"), accepted(other)});
    sentences.push_back(
        {"LeavesAsItIs_" + field, OpenAnd({}), Edit("edits {" + now + "}"), converged});
  }
  return sentences;
}

std::string TurnEdit(int64_t entry, const std::string& day, const std::string& more = "") {
  return "turn { entry: " + std::to_string(entry) + " date @" + day + " " + more + "} ";
}

Sentences TurnEditSentences() {
  const History closed = OpenAnd({Closed("2018-12-01"), Reopened("2019-06-01")});  // 2, 3.
  const std::string earlier = TurnEdit(1, "2000-05-01", "open_before: true");
  return {
      {"ADayIsCorrected",
       closed,
       Edit("edits {" + earlier + "}"),
       {{Corrected(earlier)}, {EDIT_OUTCOME_ACCEPTED}}},
      {"WhatIsSoAlreadyIsNotWritten",
       closed,
       Edit("edits {" + TurnEdit(2, "2018-12-01") + "}"),
       {{}, {EDIT_OUTCOME_CONVERGED}}},
      {"NotToAnotherLife", closed, Edit("edits {" + TurnEdit(2, "2019-07-01") + "}"), kNotClosed},
      {"NotOntoAnotherDay", closed, Edit("edits {" + TurnEdit(2, "2019-06-01") + "}"),
       kTurnThatDay},
      {"AllOfItMovesAtOnce",
       closed,
       Edit("edits {" + TurnEdit(2, "2019-07-01") + "} edits {" + TurnEdit(3, "2019-08-01") + "}"),
       {{Corrected(TurnEdit(2, "2019-07-01")), Corrected(TurnEdit(3, "2019-08-01"))},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_ACCEPTED}}},
      {"OnlyAnOpeningWasOpenBefore", closed,
       Edit("edits {" + TurnEdit(2, "2018-12-01", "open_before: true") + "}"),
       kOpenBeforeOfOpening},
      {"TurnsAreAddedWhereALifeHadThem",
       closed,
       Edit("edits { add_turn " + Turn("CLOSED", "2010-01-01") + "} edits { add_turn " +
            Turn("REOPENED", "2012-01-01") + "}"),
       {{Closed("2010-01-01"), Reopened("2012-01-01")},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_ACCEPTED}}},
      {"HalfOfItIsNoLife", closed, Edit("edits { add_turn " + Turn("CLOSED", "2010-01-01") + "}"),
       kClosedAlready},
      {"ItOpensOnce", closed, Edit("edits { add_turn " + Turn("OPENED", "2010-01-01") + "}"),
       kOpenedTwice},
      {"AddedTurnsWereNotOpenBefore", closed,
       Edit("edits { add_turn " + Turn("THREATENED", "2010-01-01", "open_before: true") + "}"),
       kOpenBeforeOfOpening},
      {"ATurnIsRemoved",
       closed,
       Edit("edits { remove_entry: 3 }"),
       {{Corrected("remove_entry: 3")}, {EDIT_OUTCOME_ACCEPTED}}},
      {"NotSoThatTheRestIsNoLife", closed, Edit("edits { remove_entry: 2 }"), kNotClosed},
      {"NotTheOpeningAlone", OpenAnd({}), Edit("edits { remove_entry: 1 }"), kNoOpening},
      {"NotTheOpeningOfALife", closed, Edit("edits { remove_entry: 1 }"), kNotOpenedThen},
      {"AnotherOpeningTakesItsPlace",
       closed,
       Edit("edits { remove_entry: 1 } edits { add_turn " + Turn("OPENED", "1999-01-01") + "}"),
       {{Corrected("remove_entry: 1"), Opened("1999-01-01")},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_ACCEPTED}}},
      {"AnUnknownTurnIsRefused", closed, Edit("edits {" + TurnEdit(9, "2018-12-01") + "}"),
       kServicePointEntryNotFound},
      {"AnOfferIsNoTurn", OpenAnd({Offered("FUEL")}),
       Edit("edits {" + TurnEdit(2, "2018-12-01") + "}"), kServicePointEntryNotFound},
  };
}

// A service point with an entry of every kind, told by the numbers.
History WithEntries() {
  return OpenAnd({Offered("FUEL end_date @2015-01-01"),               // 2.
                  Offered("FUEL start_date @2016-01-01"),             // 3.
                  HoursSet(kWeekdays),                                // 4.
                  HoursSet("start_date @2019-06-01 note: 'Sommar'"),  // 5.
                  Observed()});                                       // 6.
}

Sentences EntryEditSentences() {
  const History given = WithEntries();
  const std::string offer =
      "offer { entry: 2 terms { offer: SERVICE_OFFER_FUEL"
      " end_date @2016-01-01 conditions: 'Kort' } }";
  const std::string hours = "hours { entry: 5 hours { start_date @2019-05-01 note: 'Vår' } }";
  return {
      {"AnOfferIsCorrected",
       given,
       Edit("edits {" + offer + "}"),
       {{Corrected(offer)}, {EDIT_OUTCOME_ACCEPTED}}},
      {"NotIntoAnother", given,
       Edit("edits { offer { entry: 2 terms { offer: SERVICE_OFFER_FUEL"
            " end_date @2016-01-02 } } }"),
       kOfferOverlaps},
      {"NotToAFullRangeOfFuel", given,
       Edit("edits { offer { entry: 2 terms { offer: SERVICE_OFFER_FUEL full_range: true } } }"),
       kFullRangeOfGroceries},
      {"AnOfferMayBeOfAnotherKind",
       given,
       Edit("edits { offer { entry: 2 terms { offer: SERVICE_OFFER_POST } } }"),
       {{Corrected("offer { entry: 2 terms { offer: SERVICE_OFFER_POST } }")},
        {EDIT_OUTCOME_ACCEPTED}}},
      {"AnUnknownOfferIsRefused", given,
       Edit("edits { offer { entry: 4 terms { offer: SERVICE_OFFER_POST } } }"),
       kServicePointEntryNotFound},
      {"HoursAreCorrected",
       given,
       Edit("edits {" + hours + "}"),
       {{Corrected(hours)}, {EDIT_OUTCOME_ACCEPTED}}},
      {"NotOntoTheDayOfOthers", given,
       Edit("edits { hours { entry: 5 hours { note: 'Alltid' } } }"), kHoursThatDay},
      {"NotToNothing", given, Edit("edits { hours { entry: 5 hours {} } }"), kHoursEmpty},
      {"UnknownHoursAreRefused", given,
       Edit("edits { hours { entry: 3 hours { note: 'Alltid' } } }"), kServicePointEntryNotFound},
  };
}

Sentences ObservationEditSentences() {
  const History given = WithEntries();
  const std::string seen =
      "observation { entry: 6 facts { text: 'Fullt' observer: '~/people/1'"
      " observed_on @2019-10-01 source: 'Besök' } }";
  return {
      {"AnObservationIsCorrected",
       given,
       Edit("edits {" + seen + "}"),
       {{Corrected(seen)}, {EDIT_OUTCOME_ACCEPTED}}},
      {"AlwaysForItsWordsAreNotKept",
       given,
       Edit("edits {" + seen + "} edits {" + seen + "}"),
       {{Corrected(seen), Corrected(seen)}, {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_ACCEPTED}}},
      {"NotToTomorrow", given,
       Edit("edits { observation { entry: 6 facts { observed_on @2019-10-08 } } }"),
       kObservedInTheFuture},
      {"NotToSomebodyUnknown", given,
       Edit("edits { observation { entry: 6 facts { observer: '~/people/unknown'"
            " observed_on @2019-10-01 } } }"),
       runtime::kLinkedResourceNotFound},
      {"AnUnknownObservationIsRefused", given,
       Edit("edits { observation { entry: 5 facts { observed_on @2019-10-01 } } }"),
       kServicePointEntryNotFound},
      {"WhatWasRecordedByMistakeIsRemoved",
       given,
       Edit("edits { remove_entry: 2 } edits { remove_entry: 4 } edits { remove_entry: 6 }"),
       {{Corrected("remove_entry: 2"), Corrected("remove_entry: 4"), Corrected("remove_entry: 6")},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_ACCEPTED}}},
      {"NotTwice", given, Edit("edits { remove_entry: 6 } edits { remove_entry: 6 }"),
       kServicePointEntryNotFound},
      {"WhatIsRemovedIsNotCorrected", given, Edit("edits { remove_entry: 6 } edits {" + seen + "}"),
       kServicePointEntryNotFound},
      {"WhatWasNeverRecordedIsNotRemoved", given, Edit("edits { remove_entry: 7 }"),
       kServicePointEntryNotFound},
  };
}

// A service point with `count` entries of a kind.
History Many(int count, ServicePointEvent (*make)(int)) {
  std::vector<ServicePointEvent> events;
  events.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) events.push_back(make(i));
  return OpenAnd(events);
}

std::string NewYear(int i) { return std::to_string(2002 + i) + "-01-01"; }

// From the second turn on, one a year: closed, reopened, closed, …
ServicePointEvent TurnOfYear(int i) {
  return i % 2 == 0 ? Closed(NewYear(i)) : Reopened(NewYear(i));
}
ServicePointEvent OfferOfYear(int i) {
  static const char* const kKinds[] = {"GROCERY", "FUEL", "POST"};
  return Offered(std::string(kKinds[i % 3]) + " start_date @" + NewYear(i / 3) + " end_date @" +
                 NewYear(i / 3 + 1));
}
ServicePointEvent HoursOfYear(int i) {
  return HoursSet("start_date @" + NewYear(i) + " note: 'Sommar'");
}
ServicePointEvent Seen(int) { return Observed(); }

Sentences LimitSentences() {
  History removed = Many(kObservationsMax, Seen);
  removed.Add(Corrected("remove_entry: 7"));
  const std::string far = "2150-01-01";
  return {
      {"TheLastTurnThatIsKept", Many(kTurnsMax - 2, TurnOfYear), Close(far), {Closed(far)}},
      {"MoreTurnsAreRefused", Many(kTurnsMax - 1, TurnOfYear), Reopen(far),
       kTooManyServicePointEntries},
      {"NorAreTheyAdded", Many(kTurnsMax - 1, TurnOfYear),
       Edit("edits { add_turn " + Turn("REOPENED", far) + "}"), kTooManyServicePointEntries},
      {"TheLastOfferThatIsKept",
       Many(kOffersMax - 1, OfferOfYear),
       Offer("PHARMACY"),
       {Offered("PHARMACY")}},
      {"MoreOffersAreRefused", Many(kOffersMax, OfferOfYear), Offer("PHARMACY"),
       kTooManyServicePointEntries},
      {"TheLastHoursThatAreKept",
       Many(kHoursMax - 1, HoursOfYear),
       SetHours(kWeekdays),
       {HoursSet(kWeekdays)}},
      {"MoreHoursAreRefused", Many(kHoursMax, HoursOfYear), SetHours(kWeekdays),
       kTooManyServicePointEntries},
      {"SomeOfThemAreStillReplaced",
       Many(kHoursMax, HoursOfYear),
       SetHours("start_date @2002-01-01 note: 'Vinter'"),
       {HoursSet("start_date @2002-01-01 note: 'Vinter'")}},
      {"TheLastObservationThatIsKept", Many(kObservationsMax - 1, Seen), Observe(), {Observed()}},
      {"MoreObservationsAreRefused", Many(kObservationsMax, Seen), Observe(),
       kTooManyServicePointEntries},
      {"ARemovedObservationMakesRoom", removed, Observe(), {Observed()}},
  };
}

class ServicePointRulesTest
    : public ::testing::TestWithParam<runtime::Sentence<ServicePointRules>> {};

TEST_P(ServicePointRulesTest, Holds) { ExpectHolds(GetParam()); }
TEST_P(ServicePointRulesTest, HoldsAfterAnUnknownEvent) {
  ExpectHoldsAfterAnUnknownEvent(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Register, ServicePointRulesTest, ::testing::ValuesIn(RegisterSentences()),
                         runtime::NameOf<ServicePointRules>);
INSTANTIATE_TEST_SUITE_P(Turn, ServicePointRulesTest, ::testing::ValuesIn(TurnSentences()),
                         runtime::NameOf<ServicePointRules>);
INSTANTIATE_TEST_SUITE_P(Offer, ServicePointRulesTest, ::testing::ValuesIn(OfferSentences()),
                         runtime::NameOf<ServicePointRules>);
INSTANTIATE_TEST_SUITE_P(Hours, ServicePointRulesTest, ::testing::ValuesIn(HoursSentences()),
                         runtime::NameOf<ServicePointRules>);
INSTANTIATE_TEST_SUITE_P(Observation, ServicePointRulesTest,
                         ::testing::ValuesIn(ObservationSentences()),
                         runtime::NameOf<ServicePointRules>);
INSTANTIATE_TEST_SUITE_P(Field, ServicePointRulesTest, ::testing::ValuesIn(FieldEditSentences()),
                         runtime::NameOf<ServicePointRules>);
INSTANTIATE_TEST_SUITE_P(TurnEdit, ServicePointRulesTest, ::testing::ValuesIn(TurnEditSentences()),
                         runtime::NameOf<ServicePointRules>);
INSTANTIATE_TEST_SUITE_P(EntryEdit, ServicePointRulesTest,
                         ::testing::ValuesIn(EntryEditSentences()),
                         runtime::NameOf<ServicePointRules>);
INSTANTIATE_TEST_SUITE_P(ObservationEdit, ServicePointRulesTest,
                         ::testing::ValuesIn(ObservationEditSentences()),
                         runtime::NameOf<ServicePointRules>);
INSTANTIATE_TEST_SUITE_P(Limit, ServicePointRulesTest, ::testing::ValuesIn(LimitSentences()),
                         runtime::NameOf<ServicePointRules>);

TEST(ServicePointRulesEditTest, WhatOneEditAddsTheNextOneCorrects) {
  const std::string moved = TurnEdit(3, "2011-01-01");
  ExpectHolds<ServicePointRules>(
      {"",
       OpenAnd({Offered("FUEL")}),
       Edit("edits { add_turn " + Turn("THREATENED", "2010-01-01") + "} edits {" + moved + "}"),
       {{Threatened("2010-01-01"), Corrected(moved)},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_ACCEPTED}}});
}

TEST(ServicePointRulesReadsTest, TheMunicipalityOwnsTheServicePoint) {
  const runtime::ReadSet reads = ServicePointRules::Reads(Register());

  EXPECT_EQ(reads.resource, "partnerships/vasterbotten/servicePoints/1");
  EXPECT_EQ(reads.owner, "partnerships/vasterbotten/organisations/2421");
  EXPECT_EQ(ServicePointRules::Reads(Close("2018-12-01")).owner, "");
  EXPECT_EQ(ServicePointRules::Reads(Edit("")).owner, "");
}

TEST(ServicePointRulesReadsTest, WhatAnyEditNamesIsRead) {
  const runtime::ReadSet reads = ServicePointRules::Reads(
      Edit("edits { place: '~/places/2' } edits { address: 'A' }"
           "edits { operator_organisation: '' } edits { observation { facts {"
           "observer: '~/people/1' } } }"));

  EXPECT_THAT(reads.linked, ::testing::ElementsAre("partnerships/vasterbotten/places/2",
                                                   "partnerships/vasterbotten/people/1"));
}

}  // namespace
}  // namespace samverk::service_points

// Swedish words and forms for people: states, roles, dates, times, decisions.

#ifndef SAMVERK_CLIENTS_CLI_SWEDISH_H_
#define SAMVERK_CLIENTS_CLI_SWEDISH_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/timeofday.pb.h"
#include "samverk/v1/attachment.pb.h"
#include "samverk/v1/common.pb.h"
#include "samverk/v1/event.pb.h"
#include "samverk/v1/meeting.pb.h"
#include "samverk/v1/partnership.pb.h"
#include "samverk/v1/workshop.pb.h"

namespace samverk {

// What people call the value. A value that is younger than this program: `okänd (17)`.
std::string InSwedish(v1::WorkshopState state);
std::string InSwedish(v1::MeetingState state);
std::string InSwedish(v1::AttachmentState state);
std::string InSwedish(v1::OrganisationKind kind);
std::string InSwedish(v1::EventForm form);
std::string InSwedish(v1::Role role);

// What people call a resource of the collection: `serviceplan` of `plans`. One that is younger than
// this program: the collection itself.
std::string KindInSwedish(absl::string_view collection);

// The days of a period, the last one included: `2019-05-14` or `2019-05-14–15`, with as
// much of the last day as differs from the first. Empty for a period that is not set.
std::string FormatPeriod(const v1::DatePeriod& period);

// `2019-10-07 13:05` in Swedish time. Empty for what is not set.
std::string FormatMinute(const google::protobuf::Timestamp& time);
// `2019-10-07` in Swedish time. Empty for what is not set.
std::string FormatDay(const google::protobuf::Timestamp& time);
// `09:30`.
std::string FormatTimeOfDay(const google::type::TimeOfDay& time);

// `KF 2019-06-11 § 67, KS 2014/236`.
std::string FormatDecision(const v1::DecisionRef& decision);

// `512 byte`, `3,4 kB`, `12 MB`: the size of a file as file managers show it.
std::string FormatSize(int64_t bytes);

// `1 250 000`: the number with its thousands apart.
std::string FormatThousands(int64_t number);

// `1 deltagare`, `2 aktörer`: the number with the word that goes with it.
std::string Count(int64_t number, absl::string_view one, absl::string_view many);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_SWEDISH_H_

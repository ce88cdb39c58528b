// Reasons and refusals: how Samverk says no.
//
// A Reason is a constant with a stable id, a status code and one sentence in
// English and in Swedish that says what to do. A Refusal fills in the blanks and
// becomes an absl::Status whose payloads are the google.rpc messages (error_details.proto)
// that the caller gets: ErrorInfo always, LocalizedMessage in Swedish, BadRequest
// with field paths, PreconditionFailure, RetryInfo.
//
//   inline constexpr Reason kWorkshopFull = {
//       "WORKSHOP_FULL", absl::StatusCode::kFailedPrecondition,
//       "The workshop has room for {capacity}; {registered} are registered.",
//       "Verkstaden har plats för {capacity}; {registered} är anmälda."};
//   return Refusal(kWorkshopFull).With("capacity", 20).With("registered", 18);

#ifndef SAMVERK_BASE_REFUSAL_H_
#define SAMVERK_BASE_REFUSAL_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace samverk {

// Why something was refused.
struct Reason {
  const char* id;         // UPPER_SNAKE_CASE; never changes: programs compare it.
  absl::StatusCode code;  // What programs do about it.
  const char* english;    // One sentence for people; `{key}` is filled in.
  const char* swedish;    // The same.
};

// Builds the status of one refusal. Values must never hold personal data.
class Refusal {
 public:
  explicit Refusal(const Reason& reason) : reason_(reason) {}

  // Fills in `{key}` and adds it to the metadata of ErrorInfo.
  Refusal& With(absl::string_view key, const absl::AlphaNum& value);

  // Adds a field violation: the path of a field of the request and what is wrong with it.
  Refusal& AtField(absl::string_view path, absl::string_view description);

  // Says when trying again may help.
  Refusal& RetryAfter(absl::Duration delay);

  // Adds a violation to PreconditionFailure: what kind, of which resource.
  Refusal& Violating(absl::string_view subject);

  absl::Status Build() const;
  operator absl::Status() const { return Build(); }  // NOLINT(google-explicit-constructor)
  template <typename T>
  operator absl::StatusOr<T>() const {  // NOLINT(google-explicit-constructor)
    return Build();
  }

 private:
  std::string Filled(absl::string_view text) const;

  Reason reason_;
  std::vector<std::pair<std::string, std::string>> values_;
  std::vector<std::pair<std::string, std::string>> fields_;
  std::string violated_subject_;
  absl::Duration retry_after_ = absl::ZeroDuration();
};

// The id of the reason that `status` carries; empty where it carries none.
std::string ReasonOf(const absl::Status& status);

// What it says to a person in Swedish; empty where it carries no reason.
std::string SwedishOf(const absl::Status& status);

}  // namespace samverk

#endif  // SAMVERK_BASE_REFUSAL_H_

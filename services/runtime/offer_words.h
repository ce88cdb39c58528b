// What people call the kinds of service in Swedish, as the guide does: what has to do with one is
// found by its word.

#ifndef SAMVERK_SERVICES_RUNTIME_OFFER_WORDS_H_
#define SAMVERK_SERVICES_RUNTIME_OFFER_WORDS_H_

#include "absl/strings/string_view.h"
#include "samverk/v1/plan.pb.h"

namespace samverk::runtime {

// `drivmedel`; empty of none. Pure. Any thread.
absl::string_view WordOf(v1::ServiceOffer offer);

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_OFFER_WORDS_H_

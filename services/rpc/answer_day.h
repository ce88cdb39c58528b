// The day that an answer is about, where that depends on when it is asked.

#ifndef SAMVERK_SERVICES_RPC_ANSWER_DAY_H_
#define SAMVERK_SERVICES_RPC_ANSWER_DAY_H_

#include "absl/time/civil_time.h"
#include "base/clock.h"
#include "samverk/v1/common.pb.h"

namespace samverk::rpc {

// The day in Sweden as of which `read` asks; as of a position, and as of now, today.
absl::CivilDay AnswerDay(const v1::ReadOptions& read, const Clock& clock);

}  // namespace samverk::rpc

#endif  // SAMVERK_SERVICES_RPC_ANSWER_DAY_H_

#include "services/rpc/answer_day.h"

#include "absl/time/time.h"
#include "base/civil_date.h"

namespace samverk::rpc {

absl::CivilDay AnswerDay(const v1::ReadOptions& read, const Clock& clock) {
  const v1::AsOf& as_of = read.as_of();
  if (as_of.has_date()) return ToCivilDay(as_of.date());
  if (as_of.has_time()) return SwedishDay(absl::FromUnixSeconds(as_of.time().seconds()));
  return SwedishDay(clock.Now());
}

}  // namespace samverk::rpc

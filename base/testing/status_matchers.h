// GoogleTest matchers for absl::Status and absl::StatusOr. Abseil has them in later
// releases than the one in Debian 12; drop this file when it arrives. There is no
// matcher for "not ok": name the error that you expect.
//
//   ASSERT_OK(log->Verify());
//   EXPECT_THAT(status, StatusIs(absl::StatusCode::kAborted));
//   EXPECT_THAT(status, IsRefused(kStaleRevision));
//   EXPECT_THAT(log->Head(), IsOkAndHolds(Position(3)));

#ifndef SAMVERK_BASE_TESTING_STATUS_MATCHERS_H_
#define SAMVERK_BASE_TESTING_STATUS_MATCHERS_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/refusal.h"
#include "gmock/gmock.h"

namespace samverk {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& status_or) {
  return status_or.status();
}

MATCHER(IsOk, "is OK") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

MATCHER_P(StatusIs, code, "has status code " + absl::StatusCodeToString(code)) {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code;
}

// Has the code and the id of `reason`.
MATCHER_P(IsRefused, reason, std::string("is refused with ") + reason.id) {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == reason.code && ReasonOf(StatusOf(arg)) == reason.id;
}

MATCHER_P(IsOkAndHolds, matcher, "is OK and holds " + ::testing::PrintToString(matcher)) {
  if (!arg.ok()) {
    *result_listener << arg.status().ToString();
    return false;
  }
  using Value = std::decay_t<decltype(*arg)>;
  return ::testing::ExplainMatchResult(::testing::SafeMatcherCast<const Value&>(matcher), *arg,
                                       result_listener);
}

}  // namespace samverk

#define ASSERT_OK(expression) ASSERT_THAT(expression, ::samverk::IsOk())
#define EXPECT_OK(expression) EXPECT_THAT(expression, ::samverk::IsOk())

// Declares or assigns what `expression` holds, or ends the test.
#define ASSERT_OK_AND_ASSIGN(declaration, expression)                                     \
  SAMVERK_ASSERT_OK_AND_ASSIGN_(SAMVERK_TEST_CONCAT_(samverk_or_, __LINE__), declaration, \
                                expression)
#define SAMVERK_ASSERT_OK_AND_ASSIGN_(temporary, declaration, expression) \
  auto temporary = (expression);                                          \
  ASSERT_THAT(temporary, ::samverk::IsOk());                              \
  declaration = *std::move(temporary)
#define SAMVERK_TEST_CONCAT_(left, right) SAMVERK_TEST_CONCAT_INNER_(left, right)
#define SAMVERK_TEST_CONCAT_INNER_(left, right) left##right

#endif  // SAMVERK_BASE_TESTING_STATUS_MATCHERS_H_

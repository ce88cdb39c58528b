// Returning early with an absl::Status. Abseil has these macros in later releases
// than the one in Debian 12; drop this file when it arrives.
//
//   RETURN_IF_ERROR(Check(event));
//   ASSIGN_OR_RETURN(const Position head, ReadHead());

#ifndef SAMVERK_BASE_STATUS_MACROS_H_
#define SAMVERK_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define RETURN_IF_ERROR(expression)                                         \
  do {                                                                      \
    if (absl::Status samverk_status = (expression); !samverk_status.ok()) { \
      return samverk_status;                                                \
    }                                                                       \
  } while (false)

#define ASSIGN_OR_RETURN(declaration, expression) \
  SAMVERK_ASSIGN_OR_RETURN_(SAMVERK_CONCAT_(samverk_or_, __LINE__), declaration, expression)

#define SAMVERK_ASSIGN_OR_RETURN_(temporary, declaration, expression) \
  auto temporary = (expression);                                      \
  if (!temporary.ok()) return std::move(temporary).status();          \
  declaration = *std::move(temporary)

#define SAMVERK_CONCAT_(left, right) SAMVERK_CONCAT_INNER_(left, right)
#define SAMVERK_CONCAT_INNER_(left, right) left##right

#endif  // SAMVERK_BASE_STATUS_MACROS_H_

// CHECK: for what may not happen unless this program is wrong. What may happen
// (disk, network, people) is returned as a status instead.

#ifndef SAMVERK_BASE_CHECK_H_
#define SAMVERK_BASE_CHECK_H_

#include <cstdio>
#include <cstdlib>

// Ends the process, naming the place, if `condition` is false. Also in release builds.
#define CHECK(condition)                                                                 \
  do {                                                                                   \
    if (!(condition)) {                                                                  \
      std::fprintf(stderr, "%s:%d: CHECK failed: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                      \
    }                                                                                    \
  } while (false)

#endif  // SAMVERK_BASE_CHECK_H_

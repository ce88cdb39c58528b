// Whether a view, as it lies on disk, is the fold of the log that it comes from.

#ifndef SAMVERK_TESTS_CRASH_PROJECTION_CHECK_H_
#define SAMVERK_TESTS_CRASH_PROJECTION_CHECK_H_

#include <string>
#include <vector>

#include "services/runtime/projection.h"
#include "storage/event_log/event_log.h"
#include "storage/views/view_store.h"

namespace samverk::tests {

// What is wrong with the view of `projection` in `views`, as sentences, the first few; empty:
// it is alone, it has reached the head of `log`, and its rows, those of all tables and in
// all versions, are byte for byte what `projection` makes of the whole log in an empty store.
//
// Nothing runs on the log or the views meanwhile. `partnership` is the ledger's id.
std::vector<std::string> CheckProjection(const runtime::Projection& projection,
                                         const std::string& partnership,
                                         const storage::EventLog& log, storage::ViewStore& views);

}  // namespace samverk::tests

#endif  // SAMVERK_TESTS_CRASH_PROJECTION_CHECK_H_

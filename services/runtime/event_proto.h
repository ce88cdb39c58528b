// Events as the world sees them.

#ifndef SAMVERK_SERVICES_RUNTIME_EVENT_PROTO_H_
#define SAMVERK_SERVICES_RUNTIME_EVENT_PROTO_H_

#include <string>

#include "samverk/v1/event.pb.h"
#include "storage/event_log/event.h"
#include "storage/event_log/event_log_format.h"

namespace samverk::runtime {

// The envelope of a stored event. `partnership` is the id of the ledger's partnership.
v1::RecordedEvent ToProto(const storage::RecordedEvent& event, const std::string& partnership,
                          const storage::LedgerIdentity& identity);

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_EVENT_PROTO_H_

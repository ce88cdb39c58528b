// What an exchange says and where it is in its life: its events folded into the resource, by the
// rules and by the view alike, so that what is decided from is what people read. Of answers it
// holds how many there are and which one is accepted. Pure.

#ifndef SAMVERK_SERVICES_EXCHANGES_EXCHANGE_CONTENT_H_
#define SAMVERK_SERVICES_EXCHANGES_EXCHANGE_CONTENT_H_

#include <string>

#include "samverk/v1/exchange.pb.h"
#include "samverk/v1/exchange_events.pb.h"

namespace samverk::exchanges {

// Never fails; events it does not know leave the exchange alone.
void ApplyEvent(const v1::ExchangeEvent& event, v1::Exchange& exchange);

void ApplyEdit(const v1::ExchangeEdit& edit, v1::Exchange& exchange);

// Null if `organisation` has not adopted it.
const v1::ExchangeAdoption* FindAdoption(const v1::Exchange& exchange,
                                         const std::string& organisation);

}  // namespace samverk::exchanges

#endif  // SAMVERK_SERVICES_EXCHANGES_EXCHANGE_CONTENT_H_

// The exchanges of FakeServer: it notes every request, answers every command as recorded, and
// every query with what the ledger holds.

#ifndef SAMVERK_CLIENTS_CLI_TESTING_FAKE_EXCHANGES_H_
#define SAMVERK_CLIENTS_CLI_TESTING_FAKE_EXCHANGES_H_

#include <memory>

#include "grpcpp/server_builder.h"

namespace samverk {

struct FakeLedger;

// `ledger` must outlive the service.
std::unique_ptr<grpc::Service> MakeFakeExchanges(FakeLedger& ledger);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_TESTING_FAKE_EXCHANGES_H_

// What an operator does to a ledger while no server runs: check it, repair it.

#ifndef SAMVERK_SERVICES_SERVER_LEDGER_TOOLS_H_
#define SAMVERK_SERVICES_SERVER_LEDGER_TOOLS_H_

#include <string>

namespace samverk::server {

// Checks the whole ledger of `partnership` and says so on standard output, with progress
// on standard error. Returns the exit code: 0 whole, 1 not checked, 5 damaged.
int VerifyLedger(const std::string& data_directory, const std::string& partnership);

// Says what a repair would cut off, and with `cut` cuts it. Returns the exit code: 0 whole
// or repaired, 1 not possible, 5 damaged and not cut.
int RepairLedger(const std::string& data_directory, const std::string& partnership, bool cut);

}  // namespace samverk::server

#endif  // SAMVERK_SERVICES_SERVER_LEDGER_TOOLS_H_

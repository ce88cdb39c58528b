#include "services/server/ledger_tools.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "storage/ledger/ledger.h"

namespace samverk::server {
namespace {

constexpr int kWhole = 0;
constexpr int kNotPossible = 1;
constexpr int kDamaged = 5;

int Say(const absl::Status& status) {
  std::fprintf(stderr, "samverkd: %s\n", std::string(status.message()).c_str());
  return absl::IsDataLoss(status) ? kDamaged : kNotPossible;
}

// Looking makes nothing: a host alone would make the directory that it is told.
absl::StatusOr<std::unique_ptr<storage::LedgerHost>> OpenHost(const std::string& data_directory,
                                                              const std::string& partnership) {
  std::error_code error;
  if (!std::filesystem::is_directory(data_directory + "/" + partnership, error)) {
    return absl::NotFoundError(
        absl::StrCat("there is no ledger of ", partnership, " in ", data_directory, "."));
  }
  return storage::LedgerHost::Open(data_directory, Clock::System());
}

// How far, how fast, and how long still: on a terminal only.
void ShowProgress(storage::Position done, storage::Position all, absl::Duration took) {
  if (isatty(STDERR_FILENO) == 0) return;
  const double rate = static_cast<double>(done.value()) / absl::ToDoubleSeconds(took);
  const double left = static_cast<double>(all.value() - done.value()) / rate;
  std::fprintf(stderr, "\r%3.0f %%  %llu of %llu events  %.0f/s  %.0f s left ",
               100.0 * static_cast<double>(done.value()) / static_cast<double>(all.value()),
               static_cast<unsigned long long>(done.value()),
               static_cast<unsigned long long>(all.value()), rate, left);
}

}  // namespace

int VerifyLedger(const std::string& data_directory, const std::string& partnership) {
  auto host = OpenHost(data_directory, partnership);
  if (!host.ok()) return Say(host.status());
  const absl::Duration began = Clock::System().Steady();
  storage::Position reached;
  const absl::Status status =
      (*host)->VerifyLedger(partnership, [&](storage::Position done, storage::Position all) {
        reached = done;
        ShowProgress(done, all, Clock::System().Steady() - began);
      });
  if (isatty(STDERR_FILENO) != 0) std::fputc('\n', stderr);
  if (!status.ok()) return Say(status);
  std::printf("%s: whole; %llu events checked.\n", partnership.c_str(),
              static_cast<unsigned long long>(reached.value()));
  return kWhole;
}

int RepairLedger(const std::string& data_directory, const std::string& partnership, bool cut) {
  auto host = OpenHost(data_directory, partnership);
  if (!host.ok()) return Say(host.status());
  const auto plan = (*host)->PlanLedgerRepair(partnership);
  if (!plan.ok()) return Say(plan.status());
  if (plan->fault.ok()) {
    std::printf("%s: nothing to repair; the log opens and reaches position %llu.\n",
                partnership.c_str(), static_cast<unsigned long long>(plan->readable.value()));
    return kWhole;
  }
  std::printf("%s: %s\nReadable up to position %llu; known to have reached %llu.\n",
              partnership.c_str(), std::string(plan->fault.message()).c_str(),
              static_cast<unsigned long long>(plan->readable.value()),
              static_cast<unsigned long long>(plan->known.value()));
  if (!cut) {
    std::printf(
        "A repair would cut off everything after position %llu and begin a new epoch. Keep a "
        "copy of the directory, then run again with --cut.\n",
        static_cast<unsigned long long>(plan->readable.value()));
    return kDamaged;
  }
  if (const absl::Status status = (*host)->RepairLedger(partnership, *plan); !status.ok()) {
    return Say(status);
  }
  std::printf("Cut after position %llu. The ledger is in a new epoch.\n",
              static_cast<unsigned long long>(plan->readable.value()));
  return kWhole;
}

}  // namespace samverk::server

// samverkd: the server. `samverkd --help` says what it takes.

#include <pthread.h>
#include <signal.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/stubs/logging.h"
#include "services/rpc/request_log.h"
#include "services/server/ledger_tools.h"
#include "services/server/server.h"

ABSL_FLAG(std::string, data_dir, "",
          "Required. Where the ledgers are kept; made if there is none.");
ABSL_FLAG(std::string, listen, "127.0.0.1:7420",
          "Host and port to listen on, on loopback. Port 0 picks a free one.");
ABSL_FLAG(
    std::string, master_key_file, "",
    "The file of the key that protects names and contacts; made if there is none. Empty: what "
    "SAMVERK_MASTER_KEY_FILE says, else master.key in the data directory.");
ABSL_FLAG(std::string, log_calls, "failed", "Which calls are logged: none, failed or all.");

ABSL_FLAG(std::string, verify, "", "Check the whole ledger of this partnership, then stop.");
ABSL_FLAG(std::string, repair, "",
          "Say what a repair of this partnership's ledger would cut off, then stop.");
ABSL_FLAG(bool, cut, false, "With --repair: cut it off.");

namespace samverk {
namespace {

constexpr char kNotice[] =
    "samverkd: NOTICE: no identities are configured. Everybody on this machine is taken for a "
    "developer who may do everything; nobody elsewhere can connect.\n";

rpc::LoggedCalls ParseLoggedCalls(const std::string& calls) {
  if (calls == "all") return rpc::LoggedCalls::kAll;
  return calls == "none" ? rpc::LoggedCalls::kNone : rpc::LoggedCalls::kFailed;
}

std::string MasterKeyPath() {
  const std::string flag = absl::GetFlag(FLAGS_master_key_file);
  if (!flag.empty()) return flag;
  const char* const environment = std::getenv("SAMVERK_MASTER_KEY_FILE");
  return environment == nullptr ? "" : environment;
}

// Waits for Ctrl-C or a polite request to stop.
void WaitForSignal(const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
}

int Serve() {
  // Blocked before any thread is started, so that only sigwait gets them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // The parser writes what it can't parse to standard error; we answer with a reason instead.
  google::protobuf::SetLogHandler(nullptr);
  rpc::SetUpRequestLog(ParseLoggedCalls(absl::GetFlag(FLAGS_log_calls)));

  server::ServerOptions options;
  options.data_directory = absl::GetFlag(FLAGS_data_dir);
  options.listen = absl::GetFlag(FLAGS_listen);
  options.master_key_path = MasterKeyPath();
  auto server = server::Server::Start(options);
  if (!server.ok()) {
    std::fprintf(stderr, "samverkd: %s\n", std::string(server.status().message()).c_str());
    return 1;
  }
  std::fputs(kNotice, stderr);
  std::printf("samverkd: listening on %s\n", (*server)->address().c_str());
  std::fflush(stdout);
  WaitForSignal(signals);
  rpc::LogServer("stopping");
  server->reset();
  rpc::LogServer("stopped");
  return 0;
}

int Run() {
  const std::string data_directory = absl::GetFlag(FLAGS_data_dir);
  if (data_directory.empty()) {
    std::fprintf(stderr,
                 "samverkd: --data_dir is missing. Say where the ledgers are to be kept.\n");
    return 2;
  }
  const std::string to_verify = absl::GetFlag(FLAGS_verify);
  const std::string to_repair = absl::GetFlag(FLAGS_repair);
  if (!to_verify.empty()) return server::VerifyLedger(data_directory, to_verify);
  if (!to_repair.empty()) {
    return server::RepairLedger(data_directory, to_repair, absl::GetFlag(FLAGS_cut));
  }
  return Serve();
}

}  // namespace
}  // namespace samverk

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "Serves the ledgers of service partnerships over gRPC.\n"
      "Example: samverkd --data_dir=/var/lib/samverk --listen=127.0.0.1:7420");
  absl::ParseCommandLine(argc, argv);
  return samverk::Run();
}

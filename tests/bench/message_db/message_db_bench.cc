// Measures how fast message-db (PostgreSQL) stores events: --clients threads, each
// with a connection of its own, write one event per transaction and wait until it
// is on stable storage. See README.md for why this is a fair baseline.
//
//   message_db_bench --connection="$(message_db_server.sh start DIR)" --clients=16 --seconds=10
//
// Prints one line of JSON. Without --seconds and --operations it is driven in blocks
// (bench_block.h) by `run SECONDS CLIENTS MODE` lines; MODE is one or per_client (see
// --categories).

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <limits>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "postgresql/libpq-fe.h"
#include "tests/bench/bench_block.h"
#include "tests/bench/latency_recorder.h"

ABSL_FLAG(std::string, connection, "", "What message_db_server.sh start prints.");
ABSL_FLAG(int, clients, 1, "How many threads, each with one connection.");
ABSL_FLAG(double, seconds, 0, "How long to measure, after the warm-up.");
ABSL_FLAG(int64_t, operations, 0, "How many events to measure instead of --seconds.");
ABSL_FLAG(double, warmup_seconds, 1, "How long to run before measuring.");
ABSL_FLAG(int, payload_bytes, 200, "The size of the JSON data of an event.");
ABSL_FLAG(std::string, categories, "one",
          "The categories that are written to: one for all clients, or per_client.");

namespace samverk {
namespace {

constexpr char kWrite[] = "write";  // The prepared statement.
constexpr char kMetadata[] = R"({"actor":"bench"})";
constexpr absl::string_view kDataBegin = R"({"text":")";
constexpr absl::string_view kDataEnd = R"("})";

enum class Categories { kOne, kPerClient };

// One run: it ends after `measured` or `operations_max`, whichever comes first.
struct Block {
  int clients = 1;
  Categories categories = Categories::kOne;
  absl::Duration warmup;
  absl::Duration measured = absl::InfiniteDuration();
  int64_t operations_max = std::numeric_limits<int64_t>::max();
};

// ---- One connection ---------------------------------------------------------------------------

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

// A connection of one client. Not thread-safe.
class Connection {
 public:
  // Connects and prepares the statement.
  //
  // Errors:
  //   UNAVAILABLE          The server cannot be reached, or has no message-db.
  //   FAILED_PRECONDITION  The server does not make events durable before it answers.
  static absl::StatusOr<Connection> Open(const std::string& conninfo);

  // Writes one event to `stream` in a transaction of its own. On OK it is on stable storage.
  absl::Status Write(const std::string& stream, const std::string& data);

 private:
  explicit Connection(PGconn* connection) : connection_(connection, &PQfinish) {}

  absl::Status CheckDurable();
  absl::Status Error(absl::string_view what, const char* message) const;

  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

absl::Status Connection::Error(absl::string_view what, const char* message) const {
  // libpq's messages have several lines.
  const std::vector<absl::string_view> words =
      absl::StrSplit(message, absl::ByAnyChar(" \t\n"), absl::SkipEmpty());
  return absl::UnavailableError(absl::StrCat(what, ": ", absl::StrJoin(words, " ")));
}

absl::StatusOr<Connection> Connection::Open(const std::string& conninfo) {
  Connection opened(PQconnectdb(conninfo.c_str()));
  PGconn* const connection = opened.connection_.get();
  if (PQstatus(connection) != CONNECTION_OK) {
    return opened.Error("cannot connect: start it with message_db_server.sh",
                        PQerrorMessage(connection));
  }
  RETURN_IF_ERROR(opened.CheckDurable());
  const Result prepared(
      PQprepare(connection, kWrite,
                "SELECT write_message(gen_random_uuid()::varchar, $1::varchar, $2::varchar, "
                "$3::jsonb, $4::jsonb)",
                4, nullptr),
      &PQclear);
  if (PQresultStatus(prepared.get()) != PGRES_COMMAND_OK) {
    return opened.Error("no message-db here", PQresultErrorMessage(prepared.get()));
  }
  return opened;
}

absl::Status Connection::CheckDurable() {
  const Result found(PQexec(connection_.get(),
                            "SELECT string_agg(name, ', ') FROM pg_settings WHERE setting = 'off' "
                            "AND name IN ('fsync', 'synchronous_commit', 'full_page_writes')"),
                     &PQclear);
  if (PQresultStatus(found.get()) != PGRES_TUPLES_OK) {
    return Error("cannot read the settings", PQresultErrorMessage(found.get()));
  }
  if (PQgetisnull(found.get(), 0, 0) == 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("the server is not durable: turn on ", PQgetvalue(found.get(), 0, 0)));
  }
  return absl::OkStatus();
}

absl::Status Connection::Write(const std::string& stream, const std::string& data) {
  const char* const values[] = {stream.c_str(), "PlanEdited", data.c_str(), kMetadata};
  // Outside BEGIN and COMMIT a statement is a transaction: one round trip.
  const Result written(PQexecPrepared(connection_.get(), kWrite, 4, values, nullptr, nullptr,
                                      /*resultFormat=*/0),
                       &PQclear);
  if (PQresultStatus(written.get()) != PGRES_TUPLES_OK) {
    return Error("write_message failed", PQresultErrorMessage(written.get()));
  }
  return absl::OkStatus();
}

// ---- One block --------------------------------------------------------------------------------

// What the clients of a block share.
struct Window {
  absl::Duration start;  // When the warm-up is over, by the steady clock.
  absl::Duration end;
  int64_t operations_max;
  std::atomic<int64_t> operations{0};  // Ended in the window; may pass operations_max.
  std::atomic<bool> failed{false};
};

// What one client keeps to itself while it runs.
struct Client {
  Connection connection;
  std::string stream;
  LatencyRecorder latencies;
  absl::Duration last_end;  // Of those that count.
  absl::Status status;
};

// Writes until the window is over. What counts is what ends within the window: all clients are
// busy when it opens and when it closes, so nothing is lost at its edges.
void RunClient(Client& client, const std::string& data, Window& window) {
  const Clock& clock = Clock::System();
  absl::Duration begin = clock.Steady();
  while (begin < window.end && !window.failed) {
    client.status = client.connection.Write(client.stream, data);
    if (!client.status.ok()) {
      window.failed = true;
      return;
    }
    const absl::Duration end = clock.Steady();
    if (end >= window.start && end < window.end) {
      if (window.operations.fetch_add(1) >= window.operations_max) return;
      client.latencies.Record(end - begin);
      client.last_end = end;
    }
    begin = end;
  }
}

// A JSON object of `bytes` bytes.
std::string DataOfSize(int bytes) {
  const size_t frame = kDataBegin.size() + kDataEnd.size();
  const size_t size = std::max(static_cast<size_t>(bytes), frame);
  return absl::StrCat(kDataBegin, std::string(size - frame, 'x'), kDataEnd);
}

// A stream for each client. Its category is what stands before the first hyphen.
absl::StatusOr<std::vector<Client>> OpenClients(const Block& block) {
  std::vector<Client> clients;
  for (int i = 0; i < block.clients; ++i) {
    ASSIGN_OR_RETURN(Connection connection, Connection::Open(absl::GetFlag(FLAGS_connection)));
    const std::string number =
        block.categories == Categories::kPerClient ? absl::StrCat(i) : std::string();
    clients.push_back(Client{
        .connection = std::move(connection),
        .stream = absl::StrCat("plan", number, "-", Uuid::V7(Clock::System()).ToString()),
        .latencies = {},
        .last_end = {},
        .status = {},
    });
  }
  return clients;
}

// Runs a block and returns its line of JSON.
absl::StatusOr<std::string> RunBlock(const Block& block) {
  const std::string data = DataOfSize(absl::GetFlag(FLAGS_payload_bytes));
  ASSIGN_OR_RETURN(std::vector<Client> clients, OpenClients(block));
  Window window;
  window.start = Clock::System().Steady() + block.warmup;
  window.end = window.start + block.measured;
  window.operations_max = block.operations_max;

  std::vector<std::thread> threads;
  threads.reserve(clients.size());
  for (Client& client : clients) {
    threads.emplace_back([&] { RunClient(client, data, window); });
  }
  for (std::thread& thread : threads) thread.join();

  LatencyRecorder latencies;
  absl::Duration last_end;
  for (const Client& client : clients) {
    RETURN_IF_ERROR(client.status);
    latencies.Merge(client.latencies);
    last_end = std::max(last_end, client.last_end);
  }
  if (latencies.count() == 0) {
    return absl::DeadlineExceededError("no event was stored in time: measure for longer");
  }
  const bool by_time = block.measured < absl::InfiniteDuration();
  return ToJson(latencies, by_time ? block.measured : last_end - window.start);
}

// ---- What to run ------------------------------------------------------------------------------

absl::StatusOr<Categories> ParseCategories(absl::string_view text) {
  if (text == "one") return Categories::kOne;
  if (text == "per_client") return Categories::kPerClient;
  return absl::InvalidArgumentError(
      absl::StrCat("categories are one or per_client, not \"", text, "\""));
}

// The block that a line of the standard input asks for.
absl::StatusOr<std::string> RunLine(const BenchBlock& asked) {
  Block block;
  block.clients = asked.clients;
  ASSIGN_OR_RETURN(block.categories, ParseCategories(asked.mode));
  block.warmup = absl::Seconds(absl::GetFlag(FLAGS_warmup_seconds));
  block.measured = absl::Seconds(asked.seconds);
  return RunBlock(block);
}

// Runs the one block that the flags describe.
absl::Status RunFlags() {
  const double seconds = absl::GetFlag(FLAGS_seconds);
  const int64_t operations = absl::GetFlag(FLAGS_operations);
  if (seconds != 0 && operations != 0) {
    return absl::InvalidArgumentError("give --seconds or --operations, not both");
  }
  if (operations < 0) return absl::InvalidArgumentError("--operations is above 0");
  Block block;
  block.clients = absl::GetFlag(FLAGS_clients);
  RETURN_IF_ERROR(CheckBlock(block.clients, operations > 0 ? kBenchSecondsMax : seconds));
  ASSIGN_OR_RETURN(block.categories, ParseCategories(absl::GetFlag(FLAGS_categories)));
  block.warmup = absl::Seconds(absl::GetFlag(FLAGS_warmup_seconds));
  if (operations > 0) {
    block.operations_max = operations;
  } else {
    block.measured = absl::Seconds(seconds);
  }
  ASSIGN_OR_RETURN(const std::string json, RunBlock(block));
  std::cout << json << std::endl;
  return absl::OkStatus();
}

absl::Status Main(bool has_arguments) {
  if (has_arguments) return absl::InvalidArgumentError("only flags are taken: see --help");
  if (absl::GetFlag(FLAGS_connection).empty()) {
    return absl::InvalidArgumentError(
        "give --connection: it is what message_db_server.sh start DIR prints");
  }
  const double warmup_seconds = absl::GetFlag(FLAGS_warmup_seconds);
  if (!(warmup_seconds >= 0 && warmup_seconds <= kBenchSecondsMax)) {
    return absl::InvalidArgumentError(absl::StrCat("--warmup_seconds is 0 to ", kBenchSecondsMax));
  }
  if (absl::GetFlag(FLAGS_payload_bytes) < 1) {
    return absl::InvalidArgumentError("--payload_bytes is above 0");
  }
  if (absl::GetFlag(FLAGS_seconds) == 0 && absl::GetFlag(FLAGS_operations) == 0) {
    ServeBlocks(RunLine);
    return absl::OkStatus();
  }
  return RunFlags();
}

}  // namespace
}  // namespace samverk

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "Measures how fast message-db stores events. With neither --seconds nor --operations it "
      "reads `run SECONDS CLIENTS MODE` and `quit` from its standard input.");
  const std::vector<char*> arguments = absl::ParseCommandLine(argc, argv);
  const absl::Status status = samverk::Main(arguments.size() > 1);
  if (status.ok()) return 0;
  std::fprintf(stderr, "message_db_bench: %s\n", std::string(status.message()).c_str());
  return 1;
}

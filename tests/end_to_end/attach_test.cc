// Attachments with the programs themselves: `samverk attach` against `samverkd`, also when one
// of them dies on the way.

#include <signal.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/check.h"
#include "base/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "storage/kv/testing/temp_directory.h"
#include "tests/crash/child_process.h"

ABSL_FLAG(std::string, samverkd, "services/server/samverkd", "Path of the server.");
ABSL_FLAG(std::string, samverk, "clients/cli/samverk", "Path of the command line client.");

namespace samverk::tests {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr absl::Duration kPatience = absl::Seconds(120);
// As docs/guide/cli.md promises them.
constexpr int kDone = 0;
constexpr int kRefused = 1;
constexpr int kNotRight = 2;

struct Ran {
  std::optional<int> exit_code;
  std::string output;  // Standard output and error.
};

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

class AttachTest : public ::testing::Test {
 protected:
  AttachTest() {
    StartServer("127.0.0.1:0");
    MustRun({"partnerships", "create", "--name", "Västerbotten", "vasterbotten"});
    MustRun({"organisations", "admit", "2421", "--kind", "municipality", "--name",
             "Storumans kommun", "--joined", "2016-01-01"});
    const Ran planned = MustRun({"workshops", "plan", "--host", "2421", "--title", "Mackar",
                                 "--from", "2026-10-14", "--form", "digital"});
    const std::vector<std::string> words = absl::StrSplit(planned.output, ' ');
    workshop_ = words.at(0);
    absl::string_view subject = workshop_;
    CHECK(absl::ConsumePrefix(&subject, "partnerships/vasterbotten/"));
    subject_ = std::string(subject);
  }

  void StartServer(const std::string& listen) {
    server_ = std::make_unique<ChildProcess>(std::vector<std::string>{
        absl::GetFlag(FLAGS_samverkd), absl::StrCat("--data_dir=", root_.path(), "/data"),
        absl::StrCat("--listen=", listen), "--log_calls=none"});
    const std::optional<std::string> line = server_->ReadLine(kPatience);
    CHECK(line.has_value());
    absl::string_view address = *line;
    CHECK(absl::ConsumePrefix(&address, "samverkd: listening on "));
    address_ = std::string(address);
  }
  // Kills the server, and starts it again at the same address.
  void CrashServer() {
    server_->Signal(SIGKILL);
    server_->Wait(kPatience);
    StartServer(address_);
  }

  std::vector<std::string> CommandOf(const std::vector<std::string>& words) const {
    std::vector<std::string> command = {absl::GetFlag(FLAGS_samverk), "--server", address_};
    command.insert(command.end(), words.begin(), words.end());
    return command;
  }
  static Ran WaitFor(ChildProcess& cli) {
    Ran ran;
    const absl::Duration deadline = Clock::System().Steady() + kPatience;
    while (cli.TakeOutput(ran.output) && Clock::System().Steady() < deadline) {
      WaitForAny({&cli}, absl::Seconds(1));
    }
    ran.exit_code = cli.Wait(kPatience);
    return ran;
  }
  Ran Run(const std::vector<std::string>& words) const {
    ChildProcess cli(CommandOf(words), ChildProcess::Errors::kInItsOutput);
    return WaitFor(cli);
  }
  Ran MustRun(const std::vector<std::string>& words) const {
    Ran ran = Run(words);
    EXPECT_EQ(ran.exit_code, kDone) << ran.output;
    return ran;
  }

  std::string Path(const std::string& name) const { return absl::StrCat(root_.path(), "/", name); }
  // Writes a PDF, as far as anybody looks, whose bytes differ everywhere.
  std::string WriteFile(const std::string& name, size_t bytes) const {
    std::string content = "%PDF-1.7\n";
    for (uint32_t i = 0; content.size() < bytes; ++i) absl::StrAppend(&content, i, ",");
    content.resize(bytes);
    std::ofstream(Path(name), std::ios::binary) << content;
    return Path(name);
  }
  // The attachments of the workshop, as JSON, once there are so many: each program that is
  // started knows nothing of what those before it wrote.
  json Attachments(size_t count) const {
    json attachments;
    const absl::Duration deadline = Clock::System().Steady() + kPatience;
    do {
      const Ran ran = MustRun({"--json", "attachments", "list", "--of", subject_});
      attachments = json::parse(ran.output)["attachments"];
    } while (attachments.size() != count && Clock::System().Steady() < deadline);
    EXPECT_EQ(attachments.size(), count);
    return attachments;
  }
  std::string OnlyAttachment() const { return Attachments(1).at(0)["name"]; }
  // How many bytes of uploads lie on the server's disk.
  uint64_t UploadedBytes() const {
    uint64_t bytes = 0;
    std::error_code error;
    for (const auto& entry :
         std::filesystem::directory_iterator(Path("data/vasterbotten/blobs/uploads"), error)) {
      if (entry.path().extension() == ".part") bytes += entry.file_size(error);
    }
    return bytes;
  }

  const storage::TempDirectory root_;
  std::unique_ptr<ChildProcess> server_;
  std::string address_;
  std::string workshop_;
  std::string subject_;
};

TEST_F(AttachTest, AFileGoesInAndComesOutTheSame) {
  const std::string path = WriteFile("Serviceplan Åsele.pdf", 3'000'000);

  MustRun({"attach", path, "--to", subject_, "--owner", "2421", "--description", "Undertecknad"});

  const json attachments = Attachments(1);
  const std::string name = attachments[0]["name"];
  const std::string id = name.substr(name.rfind('/') + 1);
  EXPECT_EQ(attachments[0]["file"]["fileName"], "Serviceplan Åsele.pdf");
  EXPECT_THAT(
      MustRun({"attachments", "list"}).output,
      AllOf(HasSubstr("Serviceplan Åsele.pdf"), HasSubstr("3,0 MB"), HasSubstr("1 bilaga")));
  EXPECT_THAT(MustRun({"attachments", "show", id.substr(0, 8)}).output,
              AllOf(HasSubstr("application/pdf"), HasSubstr("Undertecknad")));
  EXPECT_THAT(MustRun({"attachments", "download", id, "--output", Path("ut.pdf")}).output,
              HasSubstr("ut.pdf 3,0 MB"));
  EXPECT_EQ(ReadAll(Path("ut.pdf")), ReadAll(path));
  EXPECT_EQ(MustRun({"attachments", "download", id, "--output", "-"}).output, ReadAll(path));
  const Ran again = Run({"attachments", "download", id, "--output", Path("ut.pdf")});
  EXPECT_EQ(again.exit_code, kNotRight);
  EXPECT_THAT(again.output, HasSubstr("--force"));

  MustRun({"attachments", "detach", id, "--reason", "Fel fil"});
  Attachments(0);
  EXPECT_THAT(MustRun({"attachments", "history", id}).output,
              AllOf(HasSubstr("bifogad till"), HasSubstr("borttagen"), HasSubstr("Fel fil")));
}

TEST_F(AttachTest, WhatIsThereIsNotSentAgain) {
  const std::string path = WriteFile("plan.pdf", 1'000'000);
  MustRun({"attach", path, "--to", subject_, "--owner", "2421"});

  MustRun({"attach", path, "--to", subject_, "--owner", "2421", "--name", "samma.pdf"});

  Attachments(2);
  size_t blobs = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(Path("data/vasterbotten/blobs"))) {
    blobs += entry.is_regular_file() ? 1 : 0;
  }
  EXPECT_EQ(blobs, 1);
}

TEST_F(AttachTest, AClientThatDiesIsContinuedByTheSameCommand) {
  const std::string path = WriteFile("stor.pdf", 60 << 20);
  {
    ChildProcess cli(CommandOf({"attach", path, "--to", subject_, "--owner", "2421"}),
                     ChildProcess::Errors::kInItsOutput);
    while (UploadedBytes() < (8 << 20)) {
    }
    cli.Signal(SIGKILL);
    cli.Wait(kPatience);
  }
  EXPECT_GE(UploadedBytes(), 8 << 20);

  MustRun({"attach", path, "--to", subject_, "--owner", "2421"});

  EXPECT_EQ(UploadedBytes(), 0);
  const std::string name = OnlyAttachment();
  MustRun({"attachments", "download", name, "--output", Path("ut.pdf")});
  EXPECT_EQ(ReadAll(Path("ut.pdf")), ReadAll(path));
}

TEST_F(AttachTest, AServerThatDiesIsWaitedFor) {
  const std::string path = WriteFile("stor.pdf", 60 << 20);
  ChildProcess cli(CommandOf({"attach", path, "--to", subject_, "--owner", "2421"}),
                   ChildProcess::Errors::kInItsOutput);
  while (UploadedBytes() < (8 << 20)) {
  }

  CrashServer();

  const Ran ran = WaitFor(cli);
  EXPECT_EQ(ran.exit_code, kDone) << ran.output;
  const std::string name = OnlyAttachment();
  MustRun({"attachments", "download", name, "--output", Path("ut.pdf")});
  EXPECT_EQ(ReadAll(Path("ut.pdf")), ReadAll(path));
}

TEST_F(AttachTest, ADownloadGoesOnFromWhatIsThere) {
  const std::string path = WriteFile("plan.pdf", 3'000'000);
  MustRun({"attach", path, "--to", subject_, "--owner", "2421"});
  const std::string name = OnlyAttachment();
  std::ofstream(Path("ut.pdf.part"), std::ios::binary) << ReadAll(path).substr(0, 1'000'000);

  MustRun({"attachments", "download", name, "--output", Path("ut.pdf")});

  EXPECT_EQ(ReadAll(Path("ut.pdf")), ReadAll(path));
  EXPECT_FALSE(std::filesystem::exists(Path("ut.pdf.part")));
}

TEST_F(AttachTest, EveryRefusalIsOneLine) {
  const std::string path = WriteFile("plan.pdf", 100);
  std::ofstream(Path("skript.exe")) << "MZ";
  std::ofstream(Path("tom.pdf"));
  std::ofstream(Path("fel.png")) << "%PDF-1.7";
  struct Case {
    std::vector<std::string> words;
    int exit_code;
    std::string says;
  };
  for (const Case& each : std::vector<Case>{
           {{"attach", Path("saknas.pdf"), "--to", subject_, "--owner", "2421"},
            kNotRight,
            "can not be read"},
           {{"attach", Path("tom.pdf"), "--to", subject_, "--owner", "2421"},
            kNotRight,
            "is empty"},
           {{"attach", path, "--to", "0199", "--owner", "2421"}, kNotRight, "workshops/0199"},
           {{"attach", path, "--to", subject_}, kNotRight, "--owner"},
           {{"attach", Path("skript.exe"), "--to", subject_, "--owner", "2421"},
            kRefused,
            "FILE_TYPE_NOT_ALLOWED"},
           {{"attach", Path("fel.png"), "--to", subject_, "--owner", "2421"},
            kRefused,
            "FILE_TYPE_MISMATCH"},
           {{"attach", path, "--to", "plans/0199a1b2-0000-7000-8000-000000000000", "--owner",
             "2421"},
            kRefused,
            "LINKED_RESOURCE_NOT_FOUND"},
           {{"attach", path, "--to", subject_, "--act-as", "officer@2422", "--owner", "2421"},
            kRefused,
            "ACCESS_DENIED"},
       }) {
    const Ran ran = Run(each.words);
    EXPECT_EQ(ran.exit_code, each.exit_code) << ran.output;
    EXPECT_THAT(ran.output, HasSubstr(each.says));
    const std::vector<std::string> lines = absl::StrSplit(ran.output, '\n', absl::SkipEmpty());
    EXPECT_EQ(lines.back().substr(0, 9), "samverk: ") << ran.output;
  }
}

}  // namespace
}  // namespace samverk::tests

int main(int argc, char** argv) {
  ::testing::InitGoogleMock(&argc, argv);
  absl::ParseCommandLine(argc, argv);
  return RUN_ALL_TESTS();
}

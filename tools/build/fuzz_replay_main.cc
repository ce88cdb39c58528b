// Runs a fuzz target as an ordinary test, in the configurations that do not link libFuzzer.
//
// Feeds LLVMFuzzerTestOneInput every corpus file named on the command line, the empty input, and a
// few hundred mutations of them. The mutations are the same on every run and every machine, so a
// failure can be repeated; each input is named before it runs, so that the last line before a crash
// says which one it was.

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <utility>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

constexpr int kMutationCount = 400;

struct Input {
  std::string name;
  std::string bytes;
};

std::vector<Input>& Corpus() {
  static std::vector<Input> corpus;
  return corpus;
}

void RunOnce(const std::string& name, const std::string& bytes) {
  std::cout << name << std::endl;  // Flushed: the next thing that happens may be a crash.
  // A copy of exactly the right size, so that a sanitizer sees a read past the end.
  std::vector<uint8_t> exact(bytes.begin(), bytes.end());
  LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

// std::mt19937 is the same everywhere; std::uniform_int_distribution is not.
size_t Below(std::mt19937& random, size_t limit) { return limit == 0 ? 0 : random() % limit; }

std::string Mutate(std::string bytes, std::mt19937& random) {
  const size_t edits = 1 + Below(random, 4);
  for (size_t edit = 0; edit < edits; ++edit) {
    const size_t at = Below(random, bytes.size());
    switch (Below(random, 6)) {
      case 0:
        if (!bytes.empty()) bytes[at] ^= static_cast<char>(1U << Below(random, 8));
        break;
      case 1:
        if (!bytes.empty()) bytes[at] = static_cast<char>(random());
        break;
      case 2:
        bytes.insert(at, 1, static_cast<char>(random()));
        break;
      case 3:
        bytes.erase(at, 1 + Below(random, 8));
        break;
      case 4:
        bytes.resize(at);
        break;
      default:
        bytes.insert(at, bytes.substr(Below(random, bytes.size()), 1 + Below(random, 16)));
        break;
    }
  }
  return bytes;
}

TEST(FuzzReplay, CorpusRuns) {
  for (const Input& input : Corpus()) {
    RunOnce(input.name, input.bytes);
  }
}

TEST(FuzzReplay, MutationsOfTheCorpusRun) {
  std::mt19937 random(20260101);
  for (int i = 0; i < kMutationCount; ++i) {
    const Input& input = Corpus()[Below(random, Corpus().size())];
    RunOnce(input.name + ", mutation " + std::to_string(i), Mutate(input.bytes, random));
  }
}

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  Corpus().push_back({"the empty input", ""});
  for (int i = 1; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    Corpus().push_back({argv[i], std::move(bytes)});
  }
  return RUN_ALL_TESTS();
}

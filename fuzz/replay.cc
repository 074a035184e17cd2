// SPDX-License-Identifier: Apache-2.0
#include "fuzz/replay.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#ifndef BATTEN_CORPUS_DIR
#define BATTEN_CORPUS_DIR "fuzz/corpus"
#endif

namespace batten::fuzz {
namespace {

void feed(Target target, const std::string& bytes) { target(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()); }

}  // namespace

std::size_t replay(const char* name, Target target) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(BATTEN_CORPUS_DIR) / name, error)) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::size_t runs = 0;
  std::mt19937 random(1);  // fixed: a failure must come again
  for (const auto& file : files) {
    std::ifstream stream(file, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(stream)), {});
    feed(target, bytes);
    ++runs;
    for (int i = 0; i < 48 && !bytes.empty() && bytes.size() < 200'000; ++i) {
      feed(target, bytes.substr(0, random() % bytes.size()));
      std::string changed = bytes;
      for (auto n = 1 + random() % 3; n > 0; --n) changed[random() % changed.size()] = static_cast<char>(random());
      feed(target, changed);
      runs += 2;
    }
  }
  return runs;
}

}  // namespace batten::fuzz

// SPDX-License-Identifier: Apache-2.0
//
// What git prints of a repository of anybody's: the first byte says which command, and the pieces' size. Pieces change nothing.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "leaks/git_batch.h"
#include "leaks/git_log.h"

int git_output_fuzz(const std::uint8_t* data, std::size_t size);

namespace {

using namespace batten::leaks;

const Patterns& patterns() {
  static const auto compiled = Patterns::compile(all_detectors());
  return **compiled;
}

template <typename Reader>
bool feed(Reader& reader, std::string_view text, std::size_t piece) {
  for (; !text.empty(); text.remove_prefix(std::min(piece, text.size()))) {
    if (auto taken = reader.take(text.substr(0, piece)); !taken) return taken.error().message.empty() ? (std::abort(), false) : false;
  }
  return true;
}

LeaksByObject batch(std::string_view text, std::size_t piece, batten::model::LeakReport& report) {
  GitBatch reader(patterns(), "key", batten::base::silent_progress(), report);
  feed(reader, text, piece);
  return reader.take_found();
}

GitOrigins log(std::string_view text, std::size_t piece) {
  LeaksByObject found = {{"a", {}}, {"b", {}}};
  GitLog reader(found);
  feed(reader, text, piece);
  return reader.take_origins();
}

}  // namespace

int git_output_fuzz(const std::uint8_t* data, std::size_t size) {
  (void)patterns();  // takes its time, which is the empty input's
  if (size == 0) return 0;
  std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::size_t piece = 1 + data[0] / 2;
  if (data[0] % 2 == 0) {
    if (log(text, piece) != log(text, size)) std::abort();
    return 0;
  }
  batten::model::LeakReport in_pieces, whole;
  LeaksByObject found = batch(text, piece, in_pieces), same = batch(text, size, whole);
  if (found.size() != same.size() || in_pieces.leaks.size() != whole.leaks.size() || in_pieces.files != whole.files) std::abort();
  return 0;
}

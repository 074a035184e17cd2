// SPDX-License-Identifier: Apache-2.0
//
// A zip as a stream; the first byte says whether the members are read or passed over, and in which chunks.
#include "archive/zip_stream.h"

int zip_stream_fuzz(const std::uint8_t* data, std::size_t size);

int zip_stream_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::archive;
  if (size == 0) return 0;
  bool read = (data[0] & 1) != 0;
  auto source = memory_source({reinterpret_cast<const char*>(data) + 1, size - 1}, 1 + data[0] / 2u);
  ZipBudget budget{.max_members = 1000, .max_inflated_bytes = 1u << 20};
  ZipStream zip(*source, budget, false);
  while (true) {
    auto member = zip.next();
    if (!member || *member == nullptr) break;
    if (read) (void)read_all(zip.content(), 1u << 20).has_value();
  }
  if (zip.doubts().first.size() > ZipDoubts::kShown) __builtin_trap();
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "archive/byte_source.h"

int inflate_fuzz(const std::uint8_t* data, std::size_t size);

int inflate_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::archive;
  auto source = memory_source({reinterpret_cast<const char*>(data), size}, 300);
  auto inflated = sniffed_source(*source, {.max_bytes = 4 << 20, .max_ratio = 1100});
  while (true) {
    auto chunk = inflated->next();
    if (!chunk || chunk->empty()) break;
  }
  return 0;
}

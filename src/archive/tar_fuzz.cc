// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "archive/tar.h"

int tar_fuzz(const std::uint8_t* data, std::size_t size);

int tar_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::archive;
  auto source = memory_source({reinterpret_cast<const char*>(data), size}, 700);
  TarReader tar(*source, {.max_entries = 1000, .max_name_bytes = 4096, .max_header_bytes = 1 << 16});
  while (true) {
    auto entry = tar.next();
    if (!entry || !*entry) break;
    if (tar.entry_count() % 2 == 0) (void)tar.content_all(1 << 16).has_value();
  }
  (void)tar.drain().has_value();
  return 0;
}

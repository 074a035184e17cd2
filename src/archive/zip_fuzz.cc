// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "archive/zip.h"

int zip_fuzz(const std::uint8_t* data, std::size_t size);

int zip_fuzz(const std::uint8_t* data, std::size_t size) {
  auto zip = batten::archive::ZipReader::open({reinterpret_cast<const char*>(data), size}, {.max_members = 1000, .max_name_bytes = 4096});
  if (!zip) return 0;
  for (const auto& member : zip->members()) (void)zip->read(member, 1 << 20).has_value();
  return 0;
}

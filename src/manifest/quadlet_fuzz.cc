// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "manifest/quadlet.h"

int quadlet_fuzz(const std::uint8_t* data, std::size_t size);

int quadlet_fuzz(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  batten::base::Notes notes;
  auto container = batten::manifest::parse_quadlet("a.container", text, notes);
  if (container && (container->place.line == 0 || container->place.offset + container->place.length > size)) __builtin_trap();
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "manifest/dockerfile.h"

int dockerfile_fuzz(const std::uint8_t* data, std::size_t size);

int dockerfile_fuzz(const std::uint8_t* data, std::size_t size) {
  auto file = batten::manifest::parse_dockerfile({reinterpret_cast<const char*>(data), size});
  if (file && batten::manifest::base_stage(*file) == nullptr) __builtin_trap();
  return 0;
}

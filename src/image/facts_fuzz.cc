// SPDX-License-Identifier: Apache-2.0
//
// Bytes that a taken-over worker could answer, or that somebody put into the cache.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "image/fields.h"

int facts_fuzz(const std::uint8_t* data, std::size_t size);

int facts_fuzz(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  using namespace batten;
  switch (data[0] % 4) {
    case 0: (void)image::decode<model::LayerFacts>("facts", bytes).has_value(); break;
    case 1: (void)image::decode<model::Manifest>("manifest", bytes).has_value(); break;
    case 2: (void)image::decode<model::ImageConfig>("config", bytes).has_value(); break;
    default: (void)image::decode<image::ArchiveContents>("archive", bytes).has_value(); break;
  }
  return 0;
}

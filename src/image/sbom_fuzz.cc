// SPDX-License-Identifier: Apache-2.0
//
// SBOMs in any of their formats: what comes out of hostile ones is still something that the rest of the program can take.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "image/sbom_parse.h"

int sbom_fuzz(const std::uint8_t* data, std::size_t size);

int sbom_fuzz(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)batten::image::looks_like_sbom(text.substr(0, 4096));
  auto inventory = batten::image::parse_sbom(text);
  if (!inventory) return 0;
  for (const batten::model::Package& package : inventory->packages) {
    int layer = package.location.layer_index;
    if (package.name.empty() || package.type.empty() || package.location.path.starts_with('/')) std::abort();
    if (layer < -1 || layer >= static_cast<int>(inventory->layers.size())) std::abort();
  }
  if (inventory->notes.size() > 10) std::abort();
  return 0;
}

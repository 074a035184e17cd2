// SPDX-License-Identifier: Apache-2.0
//
// The JSON documents of an image: manifest, configuration, docker-archive list.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "image/manifest_parse.h"

int manifest_fuzz(const std::uint8_t* data, std::size_t size);

int manifest_fuzz(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)batten::image::parse_manifest(text).has_value();
  if (auto config = batten::image::parse_config(text)) (void)batten::image::layer_history(*config);
  (void)batten::image::parse_docker_manifest(text).has_value();
  return 0;
}

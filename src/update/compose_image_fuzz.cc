// SPDX-License-Identifier: Apache-2.0
//
// Compose files as users write them: with another image, the file still says of the service what it said, and now that image.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "update/compose_image.h"

int compose_image_fuzz(const std::uint8_t* data, std::size_t size);

int compose_image_fuzz(const std::uint8_t* data, std::size_t size) {
  const std::string image = "r.example/web:2", path = "/nonexistent/compose.yaml";
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto once = batten::update::with_image(text, path, "web", image);
  if (!once || !*once) return 0;
  const auto twice = batten::update::with_image(**once, path, "web", image);
  if (!twice || !*twice || **twice != **once) std::abort();
  return 0;
}

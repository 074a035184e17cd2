// SPDX-License-Identifier: Apache-2.0
//
// The challenge of a registry (a WWW-Authenticate header); a credential file, which a container may have been given from anywhere.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/base64.h"
#include "image/registry_auth.h"

int registry_auth_fuzz(const std::uint8_t* data, std::size_t size);

int registry_auth_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::image;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (text.starts_with('{')) {
    (void)credentials_of_file(text, "registry.example").has_value();
    (void)credentials_of_file(text, "docker.io").has_value();
    return 0;
  }
  (void)parse_challenge(text).has_value();
  if (auto bytes = batten::base::unbase64(text)) (void)batten::base::unbase64(batten::base::base64(*bytes)).has_value();
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
//
// A list of tags, and the header that says how long to wait.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "image/registry_tags.h"

int registry_tags_fuzz(const std::uint8_t* data, std::size_t size);

int registry_tags_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::image;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (auto tags = parse_tag_list(text)) {
    for (const std::string& tag : *tags) {
      if (!is_tag(tag)) __builtin_trap();
    }
  }
  if (auto wait = parse_retry_after(text, 1'795'000'000); wait && (*wait < 0 || *wait > 7 * 24 * 3600)) __builtin_trap();
  return 0;
}

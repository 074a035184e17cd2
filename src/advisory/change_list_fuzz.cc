// SPDX-License-Identifier: Apache-2.0
//
// Change lists: every id that comes out is a plain file name.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "advisory/change_list.h"

int change_list_fuzz(const std::uint8_t* data, std::size_t size);

int change_list_fuzz(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  for (bool whole : {false, true}) {
    auto changes = batten::advisory::parse_changes(text, 0, 100, whole);
    if (!changes || !*changes) continue;
    for (const auto& change : **changes) {
      if (change.id.empty() || change.id.contains('/') || change.id[0] == '.') std::abort();
    }
  }
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
#include "leaks/der.h"

namespace batten::leaks::der {

std::optional<Item> next_item(base::Reader& reader) {
  Item item;
  item.tag = reader.u8();
  std::uint64_t length = reader.u8();
  if (length > 0x80) {
    const std::uint64_t octets = length - 0x80;
    if (octets > 4) return std::nullopt;
    length = 0;
    for (std::uint64_t i = 0; i < octets; ++i) length = length << 8 | reader.u8();
  } else if (length == 0x80) {
    return std::nullopt;
  }
  if (!reader.ok() || length > reader.remaining()) return std::nullopt;
  item.content = reader.bytes(length);
  return item;
}

std::vector<Item> items_of(std::string_view content) {
  base::Reader reader(content);
  std::vector<Item> out;
  while (!reader.at_end() && out.size() < 16) {
    std::optional<Item> item = next_item(reader);
    if (!item) return {};
    out.push_back(*item);
  }
  return out;
}

}  // namespace batten::leaks::der

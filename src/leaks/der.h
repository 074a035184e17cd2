// SPDX-License-Identifier: Apache-2.0
//
// As much of DER (ITU-T X.690) as keys are written in: items of a tag, a length and a content. Views into the bytes that were given.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/reader.h"

namespace batten::leaks::der {

constexpr std::uint8_t kInteger = 0x02, kOctets = 0x04, kObject = 0x06, kSequence = 0x30, kExplicit0 = 0xa0;

struct Item {
  std::uint8_t tag = 0;
  std::string_view content;
};

// The next item; nullopt when it is not there as a whole.
std::optional<Item> next_item(base::Reader& reader);
// Up to 16 items of a sequence, or none when it does not end with an item.
std::vector<Item> items_of(std::string_view content);

}  // namespace batten::leaks::der

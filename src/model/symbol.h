// SPDX-License-Identifier: Apache-2.0
//
// Functions of a program by number: a program has ten thousands of them, and what is asked is only whether one is there.
#pragma once

#include <cstdint>
#include <string_view>

namespace batten::model {

// Of a function "path/of/package.Function" or "path/of/package.Type.Method", or of a package "path/of/package". FNV-1a, folded to 32 bits:
// two names may share a number (one pair in four thousand million), so that a function may be taken for present that is not.
constexpr std::uint32_t symbol_number(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return static_cast<std::uint32_t>(hash ^ (hash >> 32));
}

}  // namespace batten::model

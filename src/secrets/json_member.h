// SPDX-License-Identifier: Apache-2.0
//
// Members of JSON objects as they are written, so that a secret's other fields can be kept to the letter when one is replaced.
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace batten::secrets {

struct RawMember {
  std::string_view key;    // without its quotes, escapes as they stand
  std::string_view value;  // "1.50", "\"a\\nb\"", "{ \"a\": 1 }"
};

// The members of an object in their order. The text must be an object that json::Document has parsed; of any other text: as far as it goes.
std::vector<RawMember> raw_members(std::string_view object);
// The first member of that name, which must need no escape.
std::optional<std::string_view> raw_member(std::string_view object, std::string_view key);

}  // namespace batten::secrets

// SPDX-License-Identifier: Apache-2.0
//
// Base64 inside tokens: either alphabet (RFC 4648, sections 4 and 5), with or without padding.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace batten::leaks {

std::optional<std::string> read_base64(std::string_view text);
// What it holds is a JSON object with all these members.
bool base64_holds_json(std::string_view text, std::initializer_list<std::string_view> members);

}  // namespace batten::leaks

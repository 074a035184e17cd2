// SPDX-License-Identifier: Apache-2.0
//
// Base64 (RFC 4648, section 4).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace batten::base {

std::string base64(std::string_view bytes);
// Padding may be missing; nullopt for any other character, blanks and newlines too.
std::optional<std::string> unbase64(std::string_view text);

}  // namespace batten::base

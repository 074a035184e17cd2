// SPDX-License-Identifier: Apache-2.0
//
// Patterns of armour (RFC 7468 and its likes): a line with a label, a body without runs of hyphens, a line with the same label.
#pragma once

#include <string_view>

#include "leaks/named.h"

namespace batten::leaks {

// kLabel: a regular expression without groups that capture; kBody: as wide as the label's body may be.
template <Literal kLabel>
constexpr auto kArmourBegins = Literal("-----BEGIN ") + kLabel + Literal("-----");
template <Literal kLabel, Literal kBody = "(?:[^-]++|-[^-]|--[^-])*+">
constexpr auto kArmourWhole = kArmourBegins<kLabel> + kBody + Literal("-----END ") + kLabel + Literal("-----");
// To its end line, or, where that is missing, as much base64 as follows.
template <Literal kLabel>
constexpr auto kArmour = kArmourBegins<kLabel> + Literal("(?:(?:[^-]++|-[^-]|--[^-])*+-----END ") + kLabel +
                         Literal("-----|(?:[^0-9A-Za-z+/-]{0,24}[0-9A-Za-z+/=]{16,}+){1,300})");

}  // namespace batten::leaks

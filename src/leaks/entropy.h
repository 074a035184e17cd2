// SPDX-License-Identifier: Apache-2.0
//
// Shannon entropy of a text's own characters, in bits per character: 0 for "aaaa", at most 4 for hex digits, 6 for base64.
#pragma once

#include <string_view>

namespace batten::leaks {

double entropy(std::string_view text);

}  // namespace batten::leaks

// SPDX-License-Identifier: Apache-2.0
//
// How likely a letter is behind two others in English words: what value_shape.cc tells words from random characters with.
#pragma once

#include <string_view>

namespace batten::leaks {

// 27 * 27 * 27 letters, first by the letter two before, then by the letter before, then by the letter; 0 is the beginning or the end of a
// word, 1 is 'a'. 'A' + n: the letter costs n / 2 bits.
extern const std::string_view kTrigrams;

}  // namespace batten::leaks

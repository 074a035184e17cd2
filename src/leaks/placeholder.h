// SPDX-License-Identifier: Apache-2.0
//
// Values that stand for a secret and are none: "xxxxxxxx", "<your-token>", "${TOKEN}", "abcdef0123456789", "AKIAIOSFODNN7EXAMPLE". A random
// token holds the same pieces by chance now and then: a piece counts only where chance would need a million tokens of this length to bring
// it, or where such pieces make up most of the value.
#pragma once

#include <string_view>

namespace batten::leaks {

// Asked of the secret of every match that its kind's confirm did not call confirmed.
bool is_placeholder(std::string_view secret);

}  // namespace batten::leaks

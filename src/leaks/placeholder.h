// SPDX-License-Identifier: Apache-2.0
//
// Values that stand for a secret and are none: "xxxxxxxx", "<your-token>", "${TOKEN}", "AKIAIOSFODNN7EXAMPLE".
#pragma once

#include <string_view>

namespace batten::leaks {

// Asked of the secret of every match that its kind's confirm did not call confirmed.
bool is_placeholder(std::string_view secret);

}  // namespace batten::leaks

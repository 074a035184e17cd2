// SPDX-License-Identifier: Apache-2.0
//
// Text formatting: the one place that includes fmt.
#pragma once

#include <fmt/core.h>

#include <string>

namespace batten {
using fmt::format;
}  // namespace batten

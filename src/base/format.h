// SPDX-License-Identifier: Apache-2.0
//
// Text formatting: the one place that includes fmt.
#pragma once

#include <fmt/core.h>

#include <string>
#include <utility>

namespace batten {

// An object, not a function: where the standard library has std::format too, a call with a std::string would find both.
struct Format {
  template <typename... Args>
  std::string operator()(fmt::format_string<Args...> text, Args&&... args) const {
    return fmt::format(text, std::forward<Args>(args)...);
  }
};
inline constexpr Format format{};

}  // namespace batten

// SPDX-License-Identifier: Apache-2.0
//
// Regular expressions with groups, by PCRE2 with its compiler (JIT) and with limits on work.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace batten::leaks {

class Regex {
 public:
  // '^' and '$' match at lines; bytes, not UTF-8. invalid_argument with the place in the pattern.
  static Result<Regex> compile(std::string_view pattern);
  ~Regex();
  Regex(Regex&&) noexcept;
  Regex& operator=(Regex&&) noexcept;

  struct Match {
    std::string_view whole, group1, group2;  // views into the text; a group that took no part is empty, its data null
  };
  // The first match that begins at start or later, and before begins_before. Too much work (1,000,000 steps) is no match. Thread-safe.
  std::optional<Match> find(std::string_view text, std::size_t start, std::size_t begins_before = std::string_view::npos) const;

 private:
  struct Impl;
  explicit Regex(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace batten::leaks

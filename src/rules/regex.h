// SPDX-License-Identifier: Apache-2.0
//
// Regular expressions of rules: RE2 in its POSIX mode, which takes time linear in the text. The one wrapper of RE2.
#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"

namespace batten::rules {

class Regex {
 public:
  // invalid_argument: what is wrong with the pattern.
  static Result<Regex> compile(std::string_view pattern);
  Regex(Regex&&) noexcept;
  Regex& operator=(Regex&&) noexcept;
  ~Regex();

  // The whole text, not a part of it. Bytes that are no UTF-8 are seen as U+FFFD.
  bool matches(std::string_view text) const;

 private:
  struct Impl;
  explicit Regex(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace batten::rules

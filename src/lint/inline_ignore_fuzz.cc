// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lint/inline_ignore.h"
#include "lint/policy_file.h"

int inline_ignore_fuzz(const std::uint8_t* data, std::size_t size);

// Comments and policies: both are read from files of anybody's project.
int inline_ignore_fuzz(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const batten::lint::InlineIgnore& ignore : batten::lint::inline_ignores(text)) {
    if (ignore.checks.empty()) __builtin_trap();
  }
  auto policy = batten::lint::parse_policy("p", text);
  if (!policy && policy.error().message.empty()) __builtin_trap();
  return 0;
}

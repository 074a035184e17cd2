// SPDX-License-Identifier: Apache-2.0
#include "leaks/placeholder.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"

namespace batten::leaks {
namespace {

// Four different characters or fewer in a long value: somebody leaned on a key.
bool is_monotonous(std::string_view secret) {
  std::array<bool, 256> seen{};
  int different = 0;
  for (char c : secret) {
    if (!seen[static_cast<unsigned char>(c)]) seen[static_cast<unsigned char>(c)] = true, ++different;
  }
  return secret.size() >= 12 && different <= 4;
}

}  // namespace

bool is_placeholder(std::string_view secret) {
  if (is_monotonous(secret)) return true;
  std::string lower = base::lower(secret);
  constexpr std::string_view kWords[] = {"example",     "xxxxx",     "your_",      "your-",   "changeme",
                                         "placeholder", "123456789", "abcdefghij", "redacted"};
  return std::ranges::any_of(kWords, [&](std::string_view word) { return lower.contains(word); }) || secret.contains("${") ||
         secret.contains("{{") || (secret.starts_with('<') && secret.ends_with('>')) || secret.contains("...") || secret.contains("****");
}

}  // namespace batten::leaks

// SPDX-License-Identifier: Apache-2.0
#include "checks/registries.h"

#include <algorithm>

#include "base/glob.h"

namespace batten::checks {

bool is_allowed(const model::Reference& reference, const Settings& settings) {
  if (settings.allowed_registries.empty()) return true;
  std::string whole = reference.registry + "/" + reference.repository;
  return std::ranges::any_of(settings.allowed_registries, [&](const std::string& entry) {
    return base::glob_match(entry, reference.registry) || base::glob_match(entry, whole) || base::glob_match(entry + "/**", whole);
  });
}

}  // namespace batten::checks

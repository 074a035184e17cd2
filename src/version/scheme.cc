// SPDX-License-Identifier: Apache-2.0
#include "version/scheme.h"

namespace batten::version {

const Scheme* find_scheme(std::string_view name) {
  for (const Scheme* scheme : all_schemes()) {
    if (scheme->name == name) return scheme;
  }
  return nullptr;
}

std::strong_ordering order(std::string_view scheme, std::string_view left, std::string_view right) {
  const Scheme* found = find_scheme(scheme);
  return found == nullptr ? std::strong_ordering::equal : found->compare(left, right);
}

}  // namespace batten::version

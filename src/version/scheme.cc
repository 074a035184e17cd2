// SPDX-License-Identifier: Apache-2.0
#include "version/scheme.h"

namespace batten::version {

const Scheme* find_scheme(std::string_view name) {
  for (const Scheme* scheme : all_schemes()) {
    if (scheme->name == name) return scheme;
  }
  return nullptr;
}

}  // namespace batten::version

// SPDX-License-Identifier: Apache-2.0
#include "update/target.h"

#include <algorithm>

namespace batten::update {

const Target* find_target(SubjectKind kind) {
  const auto all = all_targets();
  const auto found = std::ranges::find(all, kind, &Target::kind);
  return found == all.end() ? nullptr : *found;
}

}  // namespace batten::update

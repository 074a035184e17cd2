// SPDX-License-Identifier: Apache-2.0
#include "leaks/ending.h"

#include <algorithm>

namespace batten::leaks {

void mark_ended(std::span<model::Leak> leaks, std::int64_t now) {
  for (model::Leak& leak : leaks) {
    if (leak.ends_at == 0 || leak.ends_at >= now) continue;
    leak.ended = true;
    leak.severity = std::min(leak.severity, model::Severity::kLow);
    leak.confidence = model::LeakConfidence::kPossible;
  }
}

}  // namespace batten::leaks

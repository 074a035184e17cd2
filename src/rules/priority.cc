// SPDX-License-Identifier: Apache-2.0
#include "rules/priority.h"

#include "base/text.h"

namespace batten::rules {

std::optional<model::Priority> parse_priority(std::string_view name) {
  std::string wanted = base::lower(name);
  if (wanted == "info") return model::Priority::kInformational;
  for (int i = 0; i <= static_cast<int>(model::Priority::kDebug); ++i) {
    auto priority = static_cast<model::Priority>(i);
    if (base::lower(model::priority_name(priority)) == wanted) return priority;
  }
  return std::nullopt;
}

}  // namespace batten::rules

// SPDX-License-Identifier: Apache-2.0
#include "report/format.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace batten::report {

const Format* find_format(std::string_view name) {
  for (const Format* format : all_formats()) {
    if (format->name == name) return format;
  }
  return nullptr;
}

std::string format_names(bool only_lists) {
  std::vector<std::string> names;
  for (const Format* format : all_formats()) {
    if (format->lists_packages || !only_lists) names.emplace_back(format->name);
  }
  std::sort(names.begin(), names.end());
  return base::join(names, ", ");
}

}  // namespace batten::report

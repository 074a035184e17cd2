// SPDX-License-Identifier: Apache-2.0
#include "model/lookup_name.h"

#include <algorithm>

#include "base/text.h"

namespace batten::model {

std::string lookup_name(std::string_view type, std::string_view name) {
  if (type == "pypi") {
    std::string out;
    for (char c : base::lower(name)) {
      bool dash = c == '-' || c == '_' || c == '.';
      if (!dash) {
        out.push_back(c);
      } else if (!out.ends_with('-')) {
        out.push_back('-');
      }
    }
    return out;
  }
  constexpr std::string_view kCaseless[] = {"nuget", "composer", "hex", "pub", "swift"};
  if (std::ranges::find(kCaseless, type) != std::end(kCaseless)) return base::lower(name);
  return std::string(name);
}

}  // namespace batten::model

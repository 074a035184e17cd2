// SPDX-License-Identifier: Apache-2.0
#include "packages/shared_data.h"

namespace batten::packages {

std::string shared_path(const std::string& name) {
  std::string root = base::environment("BATTEN_SHARED");
  if (root.empty()) root = std::string(BATTEN_SOURCE_DIR) + "/../shared";
  return root + "/" + name;
}

}  // namespace batten::packages

// SPDX-License-Identifier: Apache-2.0
#include "manifest/compose.h"

namespace batten::manifest {

Result<std::vector<model::Edit>> compose_edits(std::string_view, const ComposeService&, const model::ContainerChange&) {
  return std::vector<model::Edit>{};
}

}  // namespace batten::manifest

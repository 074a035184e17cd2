// SPDX-License-Identifier: Apache-2.0
//
// Programs that no package manager brought (purl type "generic"): under which names the feeds know them. Bitnami's data is about builds of
// the upstream releases and is used where it has the program; for the others the version ranges of the NVD are.
#pragma once

#include <span>
#include <string_view>

namespace batten::advisory {

struct Program {
  std::string_view name;  // of the package: "nginx"
  std::string_view feed;  // "bitnami" or "nvd"
  std::string_view key;   // its name there: "nginx"; of the NVD "vendor:product" of the CPE
};

// A program may have several entries of feed nvd: products that changed their vendor.
std::span<const Program> programs();

}  // namespace batten::advisory

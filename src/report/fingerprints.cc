// SPDX-License-Identifier: Apache-2.0
#include "report/fingerprints.h"

#include <string_view>

#include "base/hash.h"

namespace batten::report {

std::string Fingerprints::next(const model::Report& report, const model::Finding& finding) {
  const model::Package& package = report.packages[finding.package_index];
  std::string what;
  for (std::string_view part : {std::string_view(finding.id), std::string_view(package.type), std::string_view(package.name),
                                std::string_view(package.arch), std::string_view(package.location.path)}) {
    what += part;
    what.push_back('\0');
  }
  if (int count = seen_[what]++; count > 0) what += std::to_string(count + 1);  // several versions side by side, as of a kernel
  return base::sha256_hex(what);
}

}  // namespace batten::report

// SPDX-License-Identifier: Apache-2.0
//
// What a report that batten wrote as JSON (docs/FORMATS.md, "batten.report/1") says about one vulnerability: enough for a decision on it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace batten::policy {

struct ReportedFinding {
  std::string id;  // as the report calls it
  std::vector<std::string> aliases;
  std::string image;                  // reference of what was scanned; empty when it has no such name: a directory, a container, an SBOM
  std::vector<std::string> packages;  // package URLs of the packages that have it, in the report's order, each once
};

// id: the finding's or an alias of it, whatever the case. not_found when no finding has it, or none of its packages a package URL;
// unsupported when it is no such report; corrupt; limit.
Result<ReportedFinding> find_in_report(std::string_view report, std::string_view id);

}  // namespace batten::policy

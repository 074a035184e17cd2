// SPDX-License-Identifier: Apache-2.0
//
// Rule files as the command line names them: files, directories (their *.yaml and *.yml, in order of names), and Batten's own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/ruleset.h"

namespace batten::watch {

struct RuleSources {
  std::vector<std::string> paths;
  bool own = true;  // Batten's rules come first

  bool operator==(const RuleSources&) const = default;
};

// not_found, denied, limit (16 MiB a file), with the path.
Result<std::vector<rules::RuleFile>> read_rule_files(const RuleSources& sources);
// By its name: *.yaml, *.yml.
bool is_rule_file(std::string_view name);
// All files that these sources consist of now, for watching them.
std::vector<std::string> rule_paths(const RuleSources& sources);

}  // namespace batten::watch

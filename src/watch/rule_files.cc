// SPDX-License-Identifier: Apache-2.0
#include "watch/rule_files.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/file.h"
#include "base/format.h"

namespace batten::watch {
namespace {

constexpr std::uint64_t kMaxFile = 16u << 20;

}  // namespace

bool is_rule_file(std::string_view name) { return name.ends_with(".yaml") || name.ends_with(".yml"); }

std::vector<std::string> rule_paths(const RuleSources& sources) {
  std::vector<std::string> out;
  for (const std::string& path : sources.paths) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
      out.push_back(path);
      continue;
    }
    std::vector<std::string> inside;
    for (auto one = std::filesystem::directory_iterator(path, error); !error && one != std::filesystem::directory_iterator();
         one.increment(error)) {
      if (is_rule_file(one->path().native())) inside.push_back(one->path().string());
    }
    std::ranges::sort(inside);
    out.insert(out.end(), inside.begin(), inside.end());
  }
  return out;
}

Result<std::vector<rules::RuleFile>> read_rule_files(const RuleSources& sources) {
  std::vector<rules::RuleFile> out;
  if (sources.own) {
    std::span<const rules::RuleFile> own = rules::own_rules();
    out.assign(own.begin(), own.end());
  }
  for (const std::string& path : rule_paths(sources)) out.push_back({.name = path, .text = TRY(base::read_file(path, kMaxFile))});
  if (out.empty()) return Error{Code::kNotFound, "no rule file: the directories hold no *.yaml"};
  return out;
}

}  // namespace batten::watch

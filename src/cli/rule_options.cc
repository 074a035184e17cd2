// SPDX-License-Identifier: Apache-2.0
#include "cli/rule_options.h"

#include <string>

#include "alert/output_config.h"

namespace batten::cli {
namespace {

void add_selections(const Arguments& arguments, const char* option, bool enable, rules::LoadOptions& out) {
  auto given = arguments.options.find(option);
  if (given == arguments.options.end()) return;
  for (const std::string& one : given->second) {
    rules::Selection selection{.enable = enable, .rule_glob = {}, .tag = {}};
    if (one.starts_with("tag:"))
      selection.tag = one.substr(4);
    else
      selection.rule_glob = one;
    out.selections.push_back(std::move(selection));
  }
}

}  // namespace

watch::RuleSources rule_sources(const Arguments& arguments) {
  watch::RuleSources out;
  if (auto given = arguments.options.find("rules"); given != arguments.options.end()) {
    out.paths = given->second;
    out.own = arguments.flag("own-rules");
  }
  return out;
}

Result<rules::LoadOptions> rule_load_options(const Arguments& arguments) {
  rules::LoadOptions out;
  if (arguments.flag("priority")) out.least = TRY_IN("--priority", alert::parse_priority(arguments.value("priority")));
  add_selections(arguments, "disable", false, out);
  add_selections(arguments, "enable", true, out);
  out.all_matches = arguments.flag("all-matches");
  out.text_paths_only = arguments.flag("text-paths");
  return out;
}

}  // namespace batten::cli

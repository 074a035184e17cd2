// SPDX-License-Identifier: Apache-2.0
//
// Options of all commands that load monitoring rules.
#pragma once

#include "cli/command.h"
#include "rules/ruleset.h"
#include "watch/rule_files.h"

namespace batten::cli {

inline constexpr OptionSpec kRuleOptions[] = {
    {"--rules,-r", "PATH", "a file of rules, or a directory of them; then Batten's own are left away", true},
    {"--own-rules", "", "Batten's own rules too, before those of --rules"},
    {"--priority", "PRIORITY", "only rules of that priority or above: emergency, alert, critical, error, warning, notice, info, debug"},
    {"--enable", "GLOB", "switch on rules of that name; tag:NAME for those with a tag; counts more than --disable", true},
    {"--disable", "GLOB", "switch off rules of that name; tag:NAME for those with a tag", true},
    {"--all-matches", "", "each rule that matches fires, not only the first of an event"},
    {"--text-paths", "", "paths as programs give them, not where the files really are (as Falco does)"},
};

watch::RuleSources rule_sources(const Arguments& arguments);
// invalid_argument: a priority that is none.
Result<rules::LoadOptions> rule_load_options(const Arguments& arguments);

}  // namespace batten::cli

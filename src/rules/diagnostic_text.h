// SPDX-License-Identifier: Apache-2.0
//
// How what is wrong with rule files is told: to people, with the line and a caret below it, and as JSON in Falco's form.
#pragma once

#include <span>
#include <string>

#include "rules/diagnostic.h"
#include "rules/ruleset.h"

namespace batten::rules {

// "rules.yaml:3:14: error: expected an operator .. [LOAD_ERR_COMPILE_CONDITION]", "  in rule 'x'", the line, the caret. Ends in a newline.
// The line is left out where files has no such file. Safe for a terminal.
std::string diagnostic_text(const Diagnostic& diagnostic, std::span<const RuleFile> files);
// All of them, and a last line that counts them; empty without any.
std::string diagnostics_text(const Diagnostics& diagnostics, std::span<const RuleFile> files);
// {"falco_load_results": [{"name", "successful", "errors": [..], "warnings": [..]}]}: one for each file, in their order, and one without a
// name for what belongs to none. Lines and columns begin at 1.
std::string diagnostics_json(const Diagnostics& diagnostics, std::span<const RuleFile> files);

}  // namespace batten::rules

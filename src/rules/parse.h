// SPDX-License-Identifier: Apache-2.0
//
// From the text of rule files to definitions, everything put together and checked that can be without compiling. docs/RULES.md has the
// language.
#pragma once

#include <span>
#include <vector>

#include "rules/definition.h"
#include "rules/diagnostic.h"
#include "rules/ruleset.h"

namespace batten::rules {

struct Parsed {
  // In the order of their first definition, those that are switched off too (enabled is what the rule and the selections say); without
  // rules below the least priority, of another source, with faults, or skipped for an unknown field.
  std::vector<Definition> definitions;
  Diagnostics diagnostics;  // in the order of files and lines

  bool has_errors() const;
};

// Never fails as a whole; a text that is no YAML, or is made to be endless, is a diagnostic.
Parsed parse(std::span<const RuleFile> files, const LoadOptions& options = {});

}  // namespace batten::rules

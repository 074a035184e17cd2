// SPDX-License-Identifier: Apache-2.0
//
// Tests of rules in YAML: events in, alerts out. A file is a sequence of two forms.
//
//   - test: A shell reads the hashes               - rule: Read of password hashes
//     container: {name: web}                         fires:
//     events:                                          - {openat: {name: /etc/shadow, flags: O_RDONLY, fd: 3}, process: {name: cat}}
//       - {openat: {name: /etc/shadow, ...}}         silent:
//     alerts: [Read of password hashes]                - {openat: {name: /etc/shadow, flags: O_RDONLY, fd: 3}, process: {name: sshd}}
//
// The first wants exactly these alerts, in this order. The second wants the rule to fire for each of the one kind and not for the other; an
// entry that is itself a sequence of events counts by its last. Events are written as in event_text.h; `process`, `container` and `time` of
// a test count for all of its events. Every test begins with nothing counted.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/ruleset.h"

namespace batten::rules {

struct RuleTestOutcome {
  std::string name;  // of the test, or "rule: fires 1"
  std::uint32_t line = 0;
  bool passed = false;
  std::string message = {};               // what was wanted and what came; empty when passed
  std::vector<model::Alert> alerts = {};  // that came
};

// make_rules is asked for a new set for each test. corrupt, invalid_argument with line and column when the file can't be read.
Result<std::vector<RuleTestOutcome>> run_rule_tests(std::string_view text, const std::function<Result<Ruleset>()>& make_rules);

}  // namespace batten::rules

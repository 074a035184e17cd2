// SPDX-License-Identifier: Apache-2.0
//
// When a report fails a run: --fail-on severity[,fixable][,kev][,own|base].
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "model/report.h"

namespace batten::policy {

// All parts that are given must hold for one finding: "high" (high or worse), "high,fixable" (and an update removes it), "kev" (any that is
// known to be exploited), "critical,kev". "any" stands for every finding. "own": not from the base image; "base": from it. Where it is not
// known, or only guessed, whose layer brought a package, both hold: what is not known makes no run pass.
struct FailOn {
  std::optional<model::Severity> severity;
  bool fixable = false;
  bool kev = false;
  bool own = false, base = false;  // one of them at most
};

// invalid_argument names the part that is none.
Result<FailOn> parse_fail_on(std::string_view text);

// Suppressed findings and those that are not affected never fail.
bool violates(const FailOn& rule, const model::Finding& finding, const model::Report& report);
bool violates(const FailOn& rule, const model::Report& report);

// Adds a note to a report of which the rule asks whose layers they are, when that is not known for sure.
void note_undecided(const FailOn& rule, model::Report& report);

}  // namespace batten::policy

// SPDX-License-Identifier: Apache-2.0
//
// How responses are asked for: "SELECTOR[&SELECTOR...]=ACTION[,OPTION...]". A selector is a pattern of the rule's name, or tag:NAME,
// priority:NAME (and what is more urgent), container:PATTERN; options are host and for=TIME. "tag:drift&container:web-*=kill".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "monitor/response_rule.h"

namespace batten::watch {

struct ResponseOptions {
  std::vector<monitor::ResponseRule> rules;
  std::vector<std::string> deny_drift;  // patterns of containers' names
  bool dry_run = false;                 // says what would be done

  bool empty() const { return rules.empty() && deny_drift.empty(); }
};

// invalid_argument.
Result<monitor::ResponseRule> parse_response(std::string_view text);

}  // namespace batten::watch

// SPDX-License-Identifier: Apache-2.0
//
// The keys of a rule.
#pragma once

#include <string_view>

#include "rules/items.h"

namespace batten::rules {

struct RuleKeyInfo {
  std::string_view name;
  RuleKey key;
  bool appendable = false;
};

// Those that an override may name; all of them can be replaced.
constexpr RuleKeyInfo kRuleKeyInfos[kRuleKeys] = {
    {"condition", RuleKey::kCondition, true},
    {"output", RuleKey::kOutput, true},
    {"desc", RuleKey::kDesc, true},
    {"tags", RuleKey::kTags, true},
    {"exceptions", RuleKey::kExceptions, true},
    {"priority", RuleKey::kPriority},
    {"enabled", RuleKey::kEnabled},
    {"warn_evttypes", RuleKey::kWarnEvttypes},
    {"skip-if-unknown-filter", RuleKey::kSkipIfUnknownFilter},
    {"capture", RuleKey::kCapture},
    {"capture_duration", RuleKey::kCaptureDuration},
    {"count", RuleKey::kCount},
    {"within", RuleKey::kWithin},
    {"by", RuleKey::kBy},
    {"after", RuleKey::kAfter},
};
constexpr std::string_view kOtherRuleKeys[] = {"rule", "source", "append", "override"};

}  // namespace batten::rules

// SPDX-License-Identifier: Apache-2.0
//
// For tests: what rules say of a written event.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "rules/moment_fixture.h"
#include "rules/ruleset.h"

namespace batten::rules {

inline std::vector<model::Alert> judge(Ruleset& rules, std::string_view event_text) {
  TableSurroundings around;
  std::vector<model::Alert> out;
  Result<WrittenEvent> written = read_event_text(event_text);
  EXPECT_TRUE(written) << event_text << ": " << (written ? "" : written.error().message);
  if (!written) return out;
  const model::Event event = written->event.event();
  rules.judge(moment_of(*written, event, around), out);
  return out;
}

// Names of the rules that fire.
inline std::vector<std::string> fired(Ruleset& rules, std::string_view event_text) {
  std::vector<std::string> out;
  for (const model::Alert& one : judge(rules, event_text)) out.push_back(one.rule);
  return out;
}

// Texts of the alerts.
inline std::vector<std::string> said(Ruleset& rules, std::string_view event_text) {
  std::vector<std::string> out;
  for (const model::Alert& one : judge(rules, event_text)) out.push_back(one.output);
  return out;
}

}  // namespace batten::rules

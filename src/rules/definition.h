// SPDX-License-Identifier: Apache-2.0
//
// A rule as its files leave it: appends and overrides applied, lists, macros and exceptions put into its condition. What is compiled.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/alert.h"
#include "model/place.h"
#include "rules/condition.h"

namespace batten::rules {

// Beyond Falco: fires when the condition held so often in that time, or when others fired before.
struct Counting {
  std::uint32_t count = 1;         // fires at the count-th time
  std::uint64_t within_ns = 0;     // all of them within so long
  std::vector<Operand> by;         // fields whose values tell apart what is counted together ("container.id"); empty: all together
  std::vector<std::string> after;  // names of rules that fired before, in this order, for the same values of by

  bool operator==(const Counting&) const = default;
};

struct Definition {
  std::string name, description;
  Condition condition;
  std::string output;
  model::Priority priority = model::Priority::kDebug;
  std::string source = "syscall";
  bool enabled = true;
  bool warn_evttypes = true;
  std::vector<std::string> tags;
  std::optional<Counting> counting;
  std::string file;
  model::Place place;         // of the rule's name
  model::Place output_place;  // of its output's text

  bool operator==(const Definition&) const = default;
};

}  // namespace batten::rules

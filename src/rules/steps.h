// SPDX-License-Identifier: Apache-2.0
//
// The rules of one event type as a tree of what all of them need: each condition is taken apart at its "and"s, what many rules need is
// asked first, and when it does not hold none of those rules is looked at. In the order of a walk:
//
//   0 in a container        else go to 5
//   1   opened for writing  else go to 4
//   2     below /bin        else go to 3, holds: rule 7
//   3     below /etc        else go to 4, holds: rules 2, 9
//   ...
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <utility>
#include <vector>

namespace batten::rules {

struct Step {
  std::uint32_t node = 0;              // of the program's nodes
  std::uint32_t next = 0;              // where to go on when it does not hold
  std::uint32_t first = 0, count = 0;  // rules that match when it does
};

struct Steps {
  std::vector<Step> steps;
  std::vector<std::uint32_t> rules;
  bool real = false;  // a rule looks at where the file really is
};

class Program;
struct RuleEntry;

Steps make_steps(const Program& program, std::span<const RuleEntry> entries);

// Steps of those rules of a type alone that some clauses of the pre-filter let match, made when they are first asked for.
class NarrowedSteps {
 public:
  NarrowedSteps() = default;
  // clauses: by bits, that each of the type's rules can match by.
  explicit NarrowedSteps(std::vector<std::uint64_t> clauses) : clauses_(std::move(clauses)) {}

  // Null: no rule can be left out, or there were too many different questions.
  const Steps* of(std::uint64_t clauses, const Program& program, std::span<const RuleEntry> entries);

 private:
  const Steps* add(std::uint64_t clauses, const Program& program, std::span<const RuleEntry> entries);

  std::vector<std::uint64_t> clauses_;
  std::vector<std::uint64_t> known_;
  std::deque<Steps> steps_;  // of each that is known
};

}  // namespace batten::rules

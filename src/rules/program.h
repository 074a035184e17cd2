// SPDX-License-Identifier: Apache-2.0
//
// What the conditions of a rule set are compiled to. Equal parts of all conditions, a macro that thirty rules use, are one node, so that
// an event asks each of them once. For every event type there is a list of rules with what is left of their conditions when the type is
// known: rules that can't match it are not in it.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "rules/check.h"
#include "rules/definition.h"
#include "rules/diagnostic.h"
#include "rules/output_text.h"
#include "rules/reading.h"
#include "rules/ruleset.h"
#include "rules/steps.h"
#include "rules/text_index.h"

namespace batten::rules {

using NodeId = std::uint32_t;
inline constexpr NodeId kFalseNode = 0, kTrueNode = 1;

struct Node {
  enum class Kind : std::uint8_t { kFalse, kTrue, kAnd, kOr, kNot, kCheck };
  Kind kind = Kind::kFalse;
  bool real = false;        // something below looks at where the file really is
  bool by_type = false;     // the event's type may decide it
  std::uint32_t quick = 0;  // or: one more than the index of quick ors; 0: none
  std::uint32_t first = 0;  // and, or: index of its children; not: the child; check: index of checks
  std::uint32_t count = 0;
};

// An "or" of comparisons that are looked up: one lookup for each reading.
struct QuickOr {
  struct Part {
    ReadingId left = kNoReading;
    bool real = false;
    bool lists = true;         // also where the reading is a list
    bool decides = true;       // false: what is found must be asked one by one
    std::uint32_t number = 0;  // in the reading's index
  };
  std::vector<Part> parts;
};

// "in" of a list that is none of "any" means all of them, which the index does not say.
inline bool may_look_up_lists(const Check& check) { return check.several != Several::kSet && check.member == Value::Kind::kText; }

struct RuleEntry {
  std::uint32_t rule = 0;
  NodeId root = kFalseNode;
  bool real = false;
};

struct CompiledCounting {
  std::vector<ReadingId> by;
  std::vector<std::uint32_t> after;  // rules
};

class Evaluator;
class CountTable;

class Program {
 public:
  Program();
  ~Program();

  ReadingTable readings;
  std::vector<Check> checks;
  std::vector<TextIndex> indexes;  // of each reading; numbers: checks, then parts of quick ors
  std::uint32_t index_numbers = 0;
  std::vector<QuickOr> quick_ors;
  std::vector<Node> nodes;
  std::vector<NodeId> children;
  std::array<std::vector<RuleEntry>, BATTEN_EVENT_TYPES> by_type;
  std::array<Steps, BATTEN_EVENT_TYPES> steps;  // the same, as they are judged
  std::array<NarrowedSteps, BATTEN_EVENT_TYPES> narrowed;
  std::vector<OutputText> outputs;                    // of each rule
  std::vector<CompiledCounting> countings;            // of each rule
  std::vector<std::vector<std::uint32_t>> followers;  // rules that come after each rule

  // What changes while events are judged.
  std::vector<std::uint64_t> matches;  // of each rule
  std::uint64_t events = 0;
  std::vector<std::uint32_t> found;                 // rules whose conditions hold of the event
  std::vector<std::unique_ptr<CountTable>> tables;  // of each rule that counts
  std::unique_ptr<Evaluator> evaluator;
};

// Enabled rules of the source syscall; the index of a definition is the number of its rule. What can't be compiled is said in
// diagnostics, and never matches.
std::unique_ptr<Program> compile(const std::vector<Definition>& definitions, const LoadOptions& options, Diagnostics& diagnostics);

}  // namespace batten::rules

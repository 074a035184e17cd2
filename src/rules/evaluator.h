// SPDX-License-Identifier: Apache-2.0
//
// Answers nodes of a program for one event at a time; each reading and each node at most once an event and view.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "rules/program.h"

namespace batten::rules {

class Evaluator {
 public:
  explicit Evaluator(const Program& program);

  void begin(const Moment& moment);
  bool holds(NodeId node, PathView view);
  const Value& read(ReadingId id, PathView view);
  Scratch& scratch() { return scratch_; }

 private:
  struct Slot {
    std::uint32_t epoch = 0;
    Value value;
  };
  using Memo = std::vector<std::uint32_t>;  // epoch, and in the lowest bit the answer

  bool evaluate(const Node& node, PathView view);
  Value compute(const Reading& reading, PathView view);

  const Program& program_;
  const Moment* moment_ = nullptr;
  std::uint32_t epoch_ = 0;
  std::array<Memo, 2> memo_;                 // by view
  std::array<std::vector<Slot>, 2> values_;  // by view
  Scratch scratch_;
};

}  // namespace batten::rules

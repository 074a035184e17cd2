// SPDX-License-Identifier: Apache-2.0
//
// Answers nodes of a program for one event at a time; each reading and each node at most once an event and view.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
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
    std::uint32_t indexed = 0;  // epoch of its lookup in the reading's index
    Value value;
    // What was looked up last, and what was found: many events are of one process, and of few files.
    std::string known;
    std::vector<std::uint32_t> found;
    Value::Kind known_kind = Value::Kind::kNone;
  };
  using Memo = std::vector<std::uint32_t>;  // epoch, and in the lowest bit the answer

  bool evaluate(const Node& node, PathView view);
  bool check_holds(std::uint32_t number, PathView view);
  void look_up(ReadingId left, Slot& slot);
  bool is_found(ReadingId left, std::uint32_t number, Slot& slot, std::vector<std::uint32_t>& hits);
  bool or_holds(const Node& node, PathView view);
  // Whether an or holds, by lookups alone. Empty: its checks must be asked.
  std::optional<bool> quick_holds(const QuickOr& quick, PathView view);
  Slot& slot_of(ReadingId id, PathView view) {
    Slot& slot = values_[is_real_[id] ? static_cast<std::size_t>(view) : 0][id];
    return slot.epoch == epoch_ ? slot : fill(slot, id, view);
  }
  Slot& fill(Slot& slot, ReadingId id, PathView view);
  Value compute(const Reading& reading, PathView view);

  const Program& program_;
  const Moment* moment_ = nullptr;
  std::uint32_t epoch_ = 0;
  std::vector<std::uint8_t> is_real_;               // of readings
  std::array<Memo, 2> memo_;                        // by view
  std::array<std::vector<Slot>, 2> values_;         // by view
  std::array<std::vector<std::uint32_t>, 2> hits_;  // by view: epoch in which a check was found in its index
  Scratch scratch_;
};

}  // namespace batten::rules

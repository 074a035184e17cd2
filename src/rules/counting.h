// SPDX-License-Identifier: Apache-2.0
//
// What a rule that counts remembers between events: for each combination of its "by" values, when its condition held and which of the
// rules that have to come before it did. Bounded: the combination that was not seen for longest goes first.
#pragma once

#include <cstdint>
#include <deque>
#include <list>
#include <string>
#include <unordered_map>

#include "rules/definition.h"

namespace batten::rules {

inline constexpr std::size_t kMaxCountedKeys = 10'000;

class CountTable {
 public:
  explicit CountTable(Counting counting) : counting_(std::move(counting)) {}

  // A rule that after names fired: position is its place there.
  void preceded(const std::string& key, std::size_t position, std::uint64_t time_ns);
  // The condition held. True: the rule fires, and counts from the beginning.
  bool held(const std::string& key, std::uint64_t time_ns);

  const Counting& counting() const { return counting_; }
  std::uint64_t forgotten() const { return forgotten_; }  // combinations that had to go
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::string key;
    std::deque<std::uint64_t> times;         // of those that count still
    std::deque<std::uint64_t> predecessors;  // times of the first rules of after, in order
  };
  Entry& entry_of(const std::string& key);
  bool too_old(std::uint64_t then, std::uint64_t now) const {
    return counting_.within_ns != 0 && now > then && now - then > counting_.within_ns;
  }

  Counting counting_;
  std::list<Entry> entries_;  // last seen first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_key_;
  std::uint64_t forgotten_ = 0;
};

}  // namespace batten::rules

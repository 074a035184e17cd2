// SPDX-License-Identifier: Apache-2.0
#include "rules/counting.h"

namespace batten::rules {

CountTable::Entry& CountTable::entry_of(const std::string& key) {
  if (auto found = by_key_.find(key); found != by_key_.end()) {
    entries_.splice(entries_.begin(), entries_, found->second);
    return entries_.front();
  }
  if (entries_.size() >= kMaxCountedKeys) {
    by_key_.erase(entries_.back().key);
    entries_.pop_back();
    ++forgotten_;
  }
  entries_.push_front({.key = key, .times = {}, .predecessors = {}});
  by_key_.emplace(entries_.front().key, entries_.begin());
  return entries_.front();
}

void CountTable::preceded(const std::string& key, std::size_t position, std::uint64_t time_ns) {
  Entry& entry = entry_of(key);
  if (!entry.predecessors.empty() && too_old(entry.predecessors.front(), time_ns)) entry.predecessors.clear();
  if (position == entry.predecessors.size()) {
    entry.predecessors.push_back(time_ns);
  } else if (position == 0) {  // it begins anew, nearer to what may follow
    entry.predecessors.assign(1, time_ns);
  }
}

bool CountTable::held(const std::string& key, std::uint64_t time_ns) {
  Entry& entry = entry_of(key);
  if (!counting_.after.empty()) {
    if (entry.predecessors.size() < counting_.after.size() || too_old(entry.predecessors.front(), time_ns)) return false;
  }
  while (!entry.times.empty() && too_old(entry.times.front(), time_ns)) entry.times.pop_front();
  entry.times.push_back(time_ns);
  if (entry.times.size() < counting_.count) return false;
  entry.times.clear();
  entry.predecessors.clear();
  return true;
}

}  // namespace batten::rules

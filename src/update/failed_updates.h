// SPDX-License-Identifier: Apache-2.0
//
// Which new versions of a subject were tried and did not pass the health gate, by the history: a digest that failed fails again, and is not
// tried at each look.
#pragma once

#include <map>
#include <span>
#include <string>
#include <utility>

#include "model/digest.h"
#include "update/history.h"

namespace batten::update {

class FailedUpdates {
 public:
  FailedUpdates() = default;
  explicit FailedUpdates(std::span<const HistoryEntry> newest_first);

  // Why that digest is not for that subject (Subject::id); empty: nothing is known against it.
  std::string refusal(const std::string& subject, const model::Digest& digest) const;

 private:
  struct Failure {
    bool failed = false;  // false: it was kept later
    std::int64_t at = 0;
    std::string why;
  };
  std::map<std::pair<std::string, std::string>, Failure> last_;  // by subject and digest
};

}  // namespace batten::update

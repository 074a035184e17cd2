// SPDX-License-Identifier: Apache-2.0
//
// Which new versions of a subject were tried and did not pass the health gate, by the history: a digest that failed fails again, and is not
// tried at each look.
#pragma once

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "model/digest.h"
#include "update/history.h"

namespace batten::update {

class FailedUpdates {
 public:
  FailedUpdates() = default;
  explicit FailedUpdates(std::span<const HistoryEntry> newest_first);

  // Why that digest is not for that subject (Subject::id); empty: nothing is known against it.
  std::string refusal(const std::string& subject, const model::Digest& digest) const;
  // The same of a new build in place of that image, on that base (empty: not known).
  std::string refusal_of_build(const std::string& subject, const model::Digest& image, const model::Digest& base) const;

 private:
  struct Failure {
    bool failed = false;  // false: it was kept later
    std::int64_t at = 0;
    std::string why;
  };
  static std::string words(const Failure& failure, std::string_view other);
  std::map<std::pair<std::string, std::string>, Failure> last_;  // by subject and digest
  struct FailedBuild {
    std::string subject, from, base;
    Failure failure;
  };
  std::vector<FailedBuild> builds_;  // the newest first
};

}  // namespace batten::update

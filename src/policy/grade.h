// SPDX-License-Identifier: Apache-2.0
//
// What counts against a practice, as one letter. The rule is simple on purpose, so that anybody can check it: the worst thing that is open
// decides.
#pragma once

#include "model/assessment.h"
#include "model/report.h"

namespace batten::policy {

class Grade {
 public:
  // A failure of a check that nobody has accepted.
  void count(const model::CheckResult& result);
  // A finding that counts: known to be exploited or critical with a fix F; high with a fix, or critical without D; medium with a fix, or
  // high without C; others B. What nobody can fix yet weighs one step less.
  void count(const model::Finding& finding);
  void at_worst(char letter) {
    if (letter > letter_) letter_ = letter;
  }
  char letter() const { return letter_; }

 private:
  char letter_ = 'A';
};

}  // namespace batten::policy

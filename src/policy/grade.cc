// SPDX-License-Identifier: Apache-2.0
#include "policy/grade.h"

namespace batten::policy {
namespace {

using model::Severity;

char letter_of(Severity severity) {
  switch (severity) {
    case Severity::kCritical: return 'F';
    case Severity::kHigh: return 'D';
    case Severity::kMedium: return 'C';
    case Severity::kLow:
    case Severity::kUnknown: return 'B';
    case Severity::kNegligible: break;
  }
  return 'A';
}

}  // namespace

void Grade::count(const model::CheckResult& result) {
  if (result.outcome == model::Outcome::kFail && result.suppressed_by.empty()) at_worst(letter_of(result.severity));
}

void Grade::count(const model::Finding& finding) {
  if (finding.kev) return at_worst('F');
  char letter = letter_of(finding.severity);
  bool fixable = finding.state == model::State::kFixed;
  if (!fixable && letter > 'B') letter = letter == 'F' ? 'D' : letter == 'D' ? 'C' : 'B';
  at_worst(letter);
}

}  // namespace batten::policy

// SPDX-License-Identifier: Apache-2.0
#include "model/advisory.h"

namespace batten::model {

std::string_view state_name(State state) {
  switch (state) {
    case State::kFixed: return "fixed";
    case State::kAffected: return "affected";
    case State::kWontFix: return "wont-fix";
    case State::kDeferred: return "deferred";
    case State::kNotAffected: return "not-affected";
    case State::kUnderInvestigation: return "under-investigation";
    case State::kEndOfLife: return "end-of-life";
  }
  return "affected";
}

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::kUnknown: return "unknown";
    case Severity::kNegligible: return "negligible";
    case Severity::kLow: return "low";
    case Severity::kMedium: return "medium";
    case Severity::kHigh: return "high";
    case Severity::kCritical: return "critical";
  }
  return "unknown";
}

std::optional<Severity> parse_severity(std::string_view name) {
  for (Severity severity :
       {Severity::kUnknown, Severity::kNegligible, Severity::kLow, Severity::kMedium, Severity::kHigh, Severity::kCritical}) {
    if (severity_name(severity) == name) return severity;
  }
  return std::nullopt;
}

}  // namespace batten::model

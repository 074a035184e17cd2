// SPDX-License-Identifier: Apache-2.0
#include "policy/fail_on.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"

namespace batten::policy {

Result<FailOn> parse_fail_on(std::string_view text) {
  FailOn out;
  for (std::string_view part : base::split(text, ',')) {
    part = base::trim(part);
    if (part == "fixable") {
      out.fixable = true;
    } else if (part == "kev") {
      out.kev = true;
    } else if (part == "any") {
      out.severity = model::Severity::kUnknown;
    } else if (auto severity = model::parse_severity(base::lower(part)); severity && !out.severity) {
      out.severity = *severity;
    } else {
      return Error{
          Code::kInvalidArgument,
          format(
              "'{}' is no rule: want a severity (negligible, low, medium, high, critical, any), fixable, kev, or some of them with commas",
              part)};
    }
  }
  return out;
}

bool violates(const FailOn& rule, const model::Finding& finding) {
  if (!finding.suppressed_by.empty() || finding.state == model::State::kNotAffected) return false;
  if (rule.severity && finding.severity < *rule.severity) return false;
  if (rule.fixable && finding.state != model::State::kFixed) return false;
  return !rule.kev || finding.kev.has_value();
}

bool violates(const FailOn& rule, const model::Report& report) {
  return std::any_of(report.findings.begin(), report.findings.end(),
                     [&](const model::Finding& finding) { return violates(rule, finding); });
}

}  // namespace batten::policy

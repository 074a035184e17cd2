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
    } else if ((part == "own" || part == "base") && !out.own && !out.base) {
      (part == "own" ? out.own : out.base) = true;
    } else if (part == "any") {
      out.severity = model::Severity::kUnknown;
    } else if (auto severity = model::parse_severity(base::lower(part)); severity && !out.severity) {
      out.severity = *severity;
    } else {
      return Error{Code::kInvalidArgument, format("'{}' is no rule: want a severity (negligible, low, medium, high, critical, any), "
                                                  "fixable, kev, own or base, or some of them with "
                                                  "commas",
                                                  part)};
    }
  }
  return out;
}

bool violates(const FailOn& rule, const model::Finding& finding, const model::Report& report) {
  if (!finding.suppressed_by.empty() || finding.state == model::State::kNotAffected) return false;
  if (rule.severity && finding.severity < *rule.severity) return false;
  if (rule.fixable && finding.state != model::State::kFixed) return false;
  if (rule.kev && !finding.kev) return false;
  if (!rule.own && !rule.base) return true;
  return model::certain_owner_of(report, finding) != (rule.own ? model::LayerOwner::kBase : model::LayerOwner::kOwn);
}

bool violates(const FailOn& rule, const model::Report& report) {
  return std::any_of(report.findings.begin(), report.findings.end(),
                     [&](const model::Finding& finding) { return violates(rule, finding, report); });
}

void note_undecided(const FailOn& rule, model::Report& report) {
  if (!rule.own && !rule.base) return;
  if (report.base_image && report.base_image->certain()) return;
  report.notes.push_back({base::Note::Kind::kDegraded, format("--fail-on {}", rule.own ? "own" : "base"),
                          format("the base image is {}, so every finding counts", report.base_image ? "a guess" : "not known"),
                          "--base names it"});
}

}  // namespace batten::policy

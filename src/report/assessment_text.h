// SPDX-License-Identifier: Apache-2.0
//
// What several formats say of an assessment.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "base/json.h"
#include "model/assessment.h"

namespace batten::report {

struct AssessmentCounts {
  std::size_t failed = 0, suppressed = 0, passed = 0, not_applicable = 0, unknown = 0, fixable = 0, unread = 0;
  std::array<std::size_t, 6> by_severity{};  // of failed
};
AssessmentCounts count_results(const model::Assessment& assessment);
bool counts(const model::CheckResult& result);  // a failure that nobody has accepted

// "12 problems in 2 files: 1 high, 8 medium, 3 low; 9 can be repaired by --fix".
std::string assessment_summary(const model::Assessment& assessment);
// "Dockerfile:3", "service app"; what a line of a list begins with.
std::string place_text(const model::CheckResult& result);
// The most specific advice.
std::string_view fix_text(const model::CheckResult& result);
// Numbers by which others know the check, with the standards first: "CIS Docker 1.6: 4.1, hadolint DL3002".
std::string references_text(const model::CheckInfo& info);

// Object of one result, of the notes; as in docs/FORMATS.md, "Assessment".
void write_result(json::Writer& out, const model::CheckResult& result);
void write_notes(json::Writer& out, const base::Notes& notes);

// Stays the same when lines move: check, file, subject and message, and which of several equal ones it is.
class ResultFingerprints {
 public:
  std::string next(const model::CheckResult& result);

 private:
  std::map<std::string, std::size_t> seen_;
};

}  // namespace batten::report

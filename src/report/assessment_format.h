// SPDX-License-Identifier: Apache-2.0
//
// An output format of what checks said (lint, audit). One file in assessments/ per format.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "model/assessment.h"
#include "report/format.h"

namespace batten::report {

struct AssessmentFormat {
  std::string_view name;     // "text"
  std::string_view summary;  // one line
  std::string_view media_type;
  std::string (*write)(const model::Assessment& assessment, const Options& options);
  std::span<const FormatExample> examples;  // of the sample assessment (report/assessment_sample.h)
};

std::span<const AssessmentFormat* const> all_assessment_formats();
const AssessmentFormat* find_assessment_format(std::string_view name);
// "github, json, ...".
std::string assessment_format_names();

}  // namespace batten::report

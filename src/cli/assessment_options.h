// SPDX-License-Identifier: Apache-2.0
//
// What lint and audit have in common: how their results are written, and when they end with 1.
#pragma once

#include <optional>
#include <string>

#include "cli/command.h"
#include "model/assessment.h"

namespace batten::cli {

std::string assessment_formats();  // for the help

inline constexpr OptionSpec kAssessmentOptions[] = {
    {"--format,-f", "NAME", "text or another", false, assessment_formats},
    {"--output,-o", "FILE", "write there instead of to standard output"},
    {"--all", "", "also what passed, does not apply or is accepted"},
    {"--strict", "", "exit with 4 when anything could not be read or looked at"},
};

// The severity from which on results make the command end with 1: of --fail-on, else fallback; nothing for "none". invalid_argument.
Result<std::optional<model::Severity>> fail_on_severity(const Arguments& arguments, std::optional<model::Severity> fallback);
// Writes the assessment as the options say and gives the exit status.
Result<int> finish_assessment(const model::Assessment& assessment, std::optional<model::Severity> fail_on, const Arguments& arguments,
                              const Context& context);

}  // namespace batten::cli

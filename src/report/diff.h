// SPDX-License-Identifier: Apache-2.0
//
// What changed between two reports, for people, and for programs (docs/FORMATS.md, "Difference").
#pragma once

#include <string>

#include "model/diff.h"
#include "report/format.h"

namespace batten::report {

std::string diff_text(const model::Diff& diff, const model::Report& before, const model::Report& after, const Options& options);
std::string diff_json(const model::Diff& diff, const model::Report& before, const model::Report& after);

}  // namespace batten::report

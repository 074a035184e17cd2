// SPDX-License-Identifier: Apache-2.0
//
// Everything about one vulnerability in a report, for people: enough to check the finding by hand.
#pragma once

#include <string>
#include <string_view>

#include "report/format.h"

namespace batten::report {

// options.explain is an id or alias. Says so when the report has no such finding.
std::string explain(const model::Report& report, const Options& options);

// Is that its id or one of its aliases?
bool is_about(const model::Finding& finding, std::string_view id);

}  // namespace batten::report

// SPDX-License-Identifier: Apache-2.0
//
// The report as JSON, documented in docs/FORMATS.md, and its parts for the formats that put them together otherwise. Two sources of one
// image give the same text but for the member "source".
#pragma once

#include <string>

#include "base/json.h"
#include "model/report.h"
#include "report/format.h"

namespace batten::report {

// The whole document; indent 0 writes one line.
std::string json_report(const model::Report& report, const Options& options, int indent = 2);

// Members of the object that is open: source, image, distribution, summary, feeds.
void write_head_members(json::Writer& out, const model::Report& report);
// All of a finding.
void write_finding_members(json::Writer& out, const model::Report& report, const model::Finding& finding);

}  // namespace batten::report

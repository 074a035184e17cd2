// SPDX-License-Identifier: Apache-2.0
//
// The report as one JSON document, with everything in it.
#include <string>

#include "report/format.h"
#include "report/json_report.h"

namespace batten::report::formats {
namespace {

std::string write(const model::Report& report, const Options& options) { return json_report(report, options); }

constexpr FormatExample kExamples[] = {
    {"\"schema\": \"batten.report/1\""}, {"\"id\": \"CVE-2024-5535\""}, {"\"range\": \"< 3.0.15-1~deb12u1\""}, {"\"kind\": \"skipped\""}};

}  // namespace

extern constinit const Format json;
constinit const Format json{
    .name = "json",
    .summary = "everything, for programs (docs/FORMATS.md)",
    .media_type = "application/json",
    .write = write,
    .examples = kExamples,
    .lists_packages = true,
};

}  // namespace batten::report::formats

// SPDX-License-Identifier: Apache-2.0
//
// CycloneDX 1.4 JSON (ECMA-424's forerunner, for programs that read no newer version): the packages of a report as a software bill of
// materials, and its findings.
#include "report/cyclonedx.h"
#include "report/format.h"

namespace batten::report::formats {
namespace {

std::string write(const model::Report& report, const Options&) { return cyclonedx_json(report, CycloneDxVersion::k1_4); }

constexpr FormatExample kExamples[] = {
    {"\"specVersion\": \"1.4\""}, {"pkg:deb/debian/libssl3@3.0.11-1"}, {"\"type\": \"operating-system\""}, {"batten:not_read"}};

}  // namespace

extern constinit const Format cyclonedx_1_4;
constinit const Format cyclonedx_1_4{
    .name = "cyclonedx-1.4",
    .summary = "CycloneDX 1.4 JSON: the packages, and the findings if there are any",
    .media_type = "application/vnd.cyclonedx+json",
    .write = write,
    .examples = kExamples,
    .lists_packages = true,
};

}  // namespace batten::report::formats

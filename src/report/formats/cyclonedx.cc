// SPDX-License-Identifier: Apache-2.0
//
// CycloneDX 1.6 JSON (ECMA-424 1st edition): the packages of a report as a software bill of materials, and its findings.
#include "report/cyclonedx.h"
#include "report/format.h"

namespace batten::report::formats {
namespace {

std::string write(const model::Report& report, const Options&) { return cyclonedx_json(report, CycloneDxVersion::k1_6); }

constexpr FormatExample kExamples[] = {
    {"\"specVersion\": \"1.6\""}, {"pkg:deb/debian/libssl3@3.0.11-1"}, {"\"type\": \"operating-system\""}, {"batten:not_read"}};

}  // namespace

extern constinit const Format cyclonedx;
constinit const Format cyclonedx{
    .name = "cyclonedx",
    .summary = "CycloneDX 1.6 JSON: the packages, and the findings if there are any",
    .media_type = "application/vnd.cyclonedx+json",
    .write = write,
    .examples = kExamples,
    .lists_packages = true,
};

}  // namespace batten::report::formats

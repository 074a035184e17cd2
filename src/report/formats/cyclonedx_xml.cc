// SPDX-License-Identifier: Apache-2.0
//
// CycloneDX 1.6 XML (ECMA-424 1st edition): what the format cyclonedx says, for programs that read XML.
#include "report/cyclonedx.h"
#include "report/format.h"

namespace batten::report::formats {
namespace {

std::string write(const model::Report& report, const Options&) { return report::cyclonedx_xml(report); }

constexpr FormatExample kExamples[] = {{"http://cyclonedx.org/schema/bom/1.6"},
                                       {"<purl>pkg:deb/debian/libssl3@3.0.11-1"},
                                       {"type=\"operating-system\""},
                                       {"<id>CVE-2024-5535</id>"},
                                       {"<aggregate>incomplete</aggregate>"}};

}  // namespace

extern constinit const Format cyclonedx_xml;
constinit const Format cyclonedx_xml{
    .name = "cyclonedx-xml",
    .summary = "CycloneDX 1.6 XML: the packages, and the findings if there are any",
    .media_type = "application/vnd.cyclonedx+xml",
    .write = write,
    .examples = kExamples,
    .lists_packages = true,
};

}  // namespace batten::report::formats

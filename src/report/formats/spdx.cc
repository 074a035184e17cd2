// SPDX-License-Identifier: Apache-2.0
//
// SPDX 2.3 JSON (spdx-schema.json of version 2.3): the packages of a report as a software bill of materials.
#include "report/spdx.h"

#include "base/json.h"
#include "report/format.h"

namespace batten::report::formats {
namespace {

void write_package(json::Writer& out, const SpdxPackage& package) {
  out.begin_object().member("SPDXID", package.id).member("name", package.name).member_if("versionInfo", package.version);
  // JSON has the names of the specification's RDF terms.
  out.member("primaryPackagePurpose", package.purpose == "OPERATING-SYSTEM" ? "OPERATING_SYSTEM" : package.purpose);
  out.member("supplier", package.supplier).member("originator", package.originator);
  out.member("downloadLocation", "NOASSERTION").member("filesAnalyzed", false);
  if (!package.sha256.empty()) {
    out.key("checksums").begin_array().begin_object();
    out.member("algorithm", "SHA256").member("checksumValue", package.sha256).end_object().end_array();
  }
  out.member("licenseConcluded", "NOASSERTION").member("licenseDeclared", package.license).member("copyrightText", "NOASSERTION");
  out.member_if("summary", package.summary).member_if("comment", package.comment);
  if (!package.purl.empty()) {
    out.key("externalRefs").begin_array().begin_object().member("referenceCategory", "PACKAGE-MANAGER");
    out.member("referenceType", "purl").member("referenceLocator", package.purl).end_object().end_array();
  }
  out.end_object();
}

std::string write(const model::Report& report, const Options&) {
  SpdxDocument document = spdx_document(report);
  json::Writer out;
  out.begin_object().member("spdxVersion", "SPDX-2.3").member("dataLicense", "CC0-1.0").member("SPDXID", "SPDXRef-DOCUMENT");
  out.member("name", document.name).member("documentNamespace", document.name_space).member_if("comment", document.comment);
  out.key("creationInfo").begin_object().member("created", document.created);
  out.key("creators").begin_array().value(document.creator).end_array().end_object();
  out.key("packages").begin_array();
  for (const SpdxPackage& package : document.packages) write_package(out, package);
  out.end_array();
  if (!document.licenses.empty()) {
    out.key("hasExtractedLicensingInfos").begin_array();
    for (const SpdxLicense& license : document.licenses) {
      out.begin_object().member("licenseId", license.id).member("name", license.name).member("extractedText", license.name).end_object();
    }
    out.end_array();
  }
  out.key("relationships").begin_array();
  for (const SpdxRelationship& relationship : document.relationships) {
    out.begin_object().member("spdxElementId", relationship.from).member("relationshipType", relationship.type);
    out.member("relatedSpdxElement", relationship.to).end_object();
  }
  out.end_array().end_object();
  return out.take();
}

constexpr FormatExample kExamples[] = {{"\"spdxVersion\": \"SPDX-2.3\""},
                                       {"pkg:deb/debian/libssl3@3.0.11-1"},
                                       {"\"OPERATING_SYSTEM\""},
                                       {"\"DESCRIBES\""},
                                       {"GPL-2.0-only OR MIT"}};

}  // namespace

extern constinit const Format spdx;
constinit const Format spdx{
    .name = "spdx",
    .summary = "SPDX 2.3 JSON: the packages",
    .media_type = "application/spdx+json",
    .write = write,
    .examples = kExamples,
    .lists_packages = true,
};

}  // namespace batten::report::formats

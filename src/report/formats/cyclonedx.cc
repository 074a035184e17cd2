// SPDX-License-Identifier: Apache-2.0
//
// CycloneDX 1.5 JSON (ECMA-424): the packages of a report as a software bill of materials. There is no time in it, and the serial number
// is made from the rest of the document: the same image gives the same bytes. Vulnerabilities are not in it: an SBOM is kept for long,
// what is known about its packages is not.
#include <map>
#include <string>

#include "base/format.h"
#include "base/hash.h"
#include "base/json.h"
#include "report/format.h"
#include "report/program.h"
#include "report/spdx_license.h"
#include "report/summary.h"

namespace batten::report::formats {
namespace {

using json::Writer;

// RFC 4122 version 8 (free form) from a hash.
std::string serial_number(const std::string& content) {
  std::string hex = base::sha256_hex(content);
  hex[12] = '8';
  hex[16] = "89ab"[static_cast<std::size_t>(hex[16]) % 4];
  return format("urn:uuid:{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4), hex.substr(16, 4), hex.substr(20, 12));
}

void write_property(Writer& out, std::string_view name, std::string_view value) {
  if (!value.empty()) out.begin_object().member("name", name).member("value", value).end_object();
}

// The schema wants either one expression, or a list of ids and names.
void write_licenses(Writer& out, const std::vector<std::string>& licenses) {
  if (licenses.empty()) return;
  out.key("licenses").begin_array();
  if (licenses.size() == 1 && spdx_id(licenses[0]).empty() && is_spdx_expression(licenses[0])) {
    out.begin_object().member("expression", licenses[0]).end_object();
  } else {
    for (const std::string& license : licenses) {
      std::string_view id = spdx_id(license);
      out.begin_object().key("license").begin_object();
      out.member(id.empty() ? "name" : "id", id.empty() ? std::string_view(license) : id).end_object().end_object();
    }
  }
  out.end_array();
}

void write_component(Writer& out, const model::Report& report, const model::Package& package, const std::string& reference) {
  out.begin_object().member("type", "library").member("bom-ref", reference);
  if (!package.maintainer.empty()) out.member("publisher", package.maintainer);
  out.member("name", package.name).member("version", package.version);
  write_licenses(out, package.licenses);
  out.member_if("purl", package.purl);
  out.key("properties").begin_array();
  write_property(out, "batten:type", package.type);
  write_property(out, "batten:arch", package.arch);
  write_property(out, "batten:source", package.source_name);
  write_property(out, "batten:source_version", package.source_version == package.version ? "" : package.source_version);
  write_property(out, "batten:origin", package.origin);
  write_property(out, "batten:modularity", package.modularity);
  write_property(out, "batten:path", package.location.path);
  int layer = package.location.layer_index;
  if (layer >= 0 && static_cast<std::size_t>(layer) < report.layers.size()) {
    write_property(out, "batten:layer", report.layers[static_cast<std::size_t>(layer)].diff_id.text());
  }
  out.end_array().end_object();
}

void write_components(Writer& out, const model::Report& report) {
  std::map<std::string, int> seen;
  out.key("components").begin_array();
  if (report.distro.known()) {
    out.begin_object().member("type", "operating-system").member("bom-ref", "os:" + report.distro.id).member("name", report.distro.id);
    out.member_if("version", report.distro.version_id).member_if("description", report.distro.pretty_name).end_object();
  }
  for (const model::Package& package : report.packages) {
    std::string reference = package.purl.empty() ? package.type + ":" + package.name + "@" + package.version : package.purl;
    // Two copies of one package in different places have one purl.
    if (int count = seen[reference]++; count > 0) reference += format("#{}", count + 1);
    write_component(out, report, package, reference);
  }
  out.end_array();
}

void write_metadata(Writer& out, const model::Report& report) {
  out.key("metadata").begin_object();
  out.key("tools").begin_object().key("components").begin_array().begin_object();
  out.member("type", "application").member("name", "batten").member("version", kProgramVersion).end_object().end_array().end_object();
  bool is_image = !report.config.diff_ids.empty();
  out.key("component").begin_object().member("type", is_image ? "container" : "file").member("bom-ref", "subject");
  out.member("name", report.source.name);
  out.member_if("version",
                report.source.manifest_digest.empty() ? report.source.config_digest.text() : report.source.manifest_digest.text());
  out.end_object();
  out.key("properties").begin_array();
  for (const base::Note& note : report.notes) {
    if (note.kind == base::Note::Kind::kSkipped)
      write_property(out, "batten:not_read", note.where.empty() ? note.message : note.where + ": " + note.message);
  }
  out.end_array().end_object();
}

std::string document(const model::Report& report, std::string_view serial) {
  Writer out;
  out.begin_object();
  out.member("$schema", "http://cyclonedx.org/schema/bom-1.5.schema.json").member("bomFormat", "CycloneDX").member("specVersion", "1.5");
  out.member_if("serialNumber", serial).member("version", 1);
  write_metadata(out, report);
  write_components(out, report);
  // Files that no package manager knows are not looked at: it is never called complete.
  bool unread = summarise(report).skipped > 0;
  out.key("compositions").begin_array().begin_object().member("aggregate", unread ? "incomplete" : "unknown");
  out.key("assemblies").begin_array().value("subject").end_array().end_object().end_array();
  out.end_object();
  return out.take();
}

std::string write(const model::Report& report, const Options&) { return document(report, serial_number(document(report, ""))); }

constexpr FormatExample kExamples[] = {
    {"\"specVersion\": \"1.5\""}, {"pkg:deb/debian/libssl3@3.0.11-1"}, {"\"type\": \"operating-system\""}, {"batten:not_read"}};

}  // namespace

extern constinit const Format cyclonedx;
constinit const Format cyclonedx{
    .name = "cyclonedx",
    .summary = "CycloneDX 1.5 JSON: the packages",
    .media_type = "application/vnd.cyclonedx+json",
    .write = write,
    .examples = kExamples,
};

}  // namespace batten::report::formats

// SPDX-License-Identifier: Apache-2.0
//
// CycloneDX as JSON (bom-1.4, bom-1.5 and bom-1.6.schema.json). For packages, the versions differ in how tools are named and in whether
// CVSS 4 is a method.
#include <string_view>

#include "base/format.h"
#include "base/json.h"
#include "report/bom.h"
#include "report/cyclonedx.h"
#include "report/program.h"

namespace batten::report {
namespace {

using json::Writer;

std::string_view number_of(CycloneDxVersion version) {
  switch (version) {
    case CycloneDxVersion::k1_4: return "1.4";
    case CycloneDxVersion::k1_5: return "1.5";
    case CycloneDxVersion::k1_6: break;
  }
  return "1.6";
}

void write_properties(Writer& out, const std::vector<BomProperty>& properties) {
  if (properties.empty()) return;
  out.key("properties").begin_array();
  for (const BomProperty& property : properties)
    out.begin_object().member("name", property.name).member("value", property.value).end_object();
  out.end_array();
}

// The schema wants either one expression, or a list of ids and names.
void write_licenses(Writer& out, const std::vector<BomLicense>& licenses) {
  if (licenses.empty()) return;
  out.key("licenses").begin_array();
  if (licenses.size() == 1 && licenses[0].kind == BomLicense::Kind::kExpression) {
    out.begin_object().member("expression", licenses[0].text).end_object();
  } else {
    for (const BomLicense& license : licenses) {
      out.begin_object().key("license").begin_object();
      out.member(license.kind == BomLicense::Kind::kId ? "id" : "name", license.text).end_object().end_object();
    }
  }
  out.end_array();
}

void write_component(Writer& out, const BomComponent& component) {
  out.begin_object().member("type", component.type).member("bom-ref", component.reference);
  if (!component.supplier.empty()) out.key("supplier").begin_object().member("name", component.supplier).end_object();
  out.member_if("publisher", component.publisher).member("name", component.name);
  // 1.4 wants a version only where there is one.
  out.member_if("version", component.version).member_if("description", component.description);
  if (!component.sha256.empty()) {
    out.key("hashes").begin_array().begin_object().member("alg", "SHA-256").member("content", component.sha256);
    out.end_object().end_array();
  }
  write_licenses(out, component.licenses);
  out.member_if("purl", component.purl);
  write_properties(out, component.properties);
  out.end_object();
}

void write_metadata(Writer& out, const Bom& bom, CycloneDxVersion version) {
  out.key("metadata").begin_object().key("tools");
  if (version == CycloneDxVersion::k1_4) {
    out.begin_array().begin_object().member("vendor", "Batten").member("name", "batten").member("version", kProgramVersion);
    out.end_object().end_array();
  } else {
    out.begin_object().key("components").begin_array().begin_object();
    out.member("type", "application").member("name", "batten").member("version", kProgramVersion).end_object().end_array().end_object();
  }
  out.key("component");
  write_component(out, bom.subject);
  std::vector<BomProperty> properties;
  for (const std::string& text : bom.not_read) properties.push_back({"batten:not_read", text});
  write_properties(out, properties);
  out.end_object();
}

void write_source(Writer& out, const std::string& name) {
  if (!name.empty()) out.key("source").begin_object().member("name", name).end_object();
}

void write_rating(Writer& out, const BomRating& rating, CycloneDxVersion version) {
  out.begin_object();
  write_source(out, rating.source);
  if (rating.score) out.member("score", *rating.score);
  out.member_if("severity", rating.severity);
  bool unnamed = rating.method == "CVSSv4" && version == CycloneDxVersion::k1_4;
  out.member("method", unnamed ? "other" : rating.method).member_if("vector", rating.vector).end_object();
}

void write_analysis(Writer& out, const BomVulnerability& vulnerability) {
  if (vulnerability.analysis_state.empty() && vulnerability.analysis_response.empty() && vulnerability.analysis_detail.empty()) return;
  out.key("analysis").begin_object().member_if("state", vulnerability.analysis_state);
  if (!vulnerability.analysis_response.empty()) out.key("response").begin_array().value(vulnerability.analysis_response).end_array();
  out.member_if("detail", vulnerability.analysis_detail).end_object();
}

void write_vulnerability(Writer& out, const BomVulnerability& vulnerability, CycloneDxVersion version) {
  out.begin_object().member("id", vulnerability.id);
  write_source(out, vulnerability.source);
  if (!vulnerability.aliases.empty()) {
    out.key("references").begin_array();
    for (const std::string& alias : vulnerability.aliases) {
      out.begin_object().member("id", alias);
      out.key("source").begin_object().member("name", vulnerability.source).end_object().end_object();
    }
    out.end_array();
  }
  out.key("ratings").begin_array();
  for (const BomRating& rating : vulnerability.ratings) write_rating(out, rating, version);
  out.end_array();
  out.member_if("description", vulnerability.description).member_if("recommendation", vulnerability.recommendation);
  if (!vulnerability.advisories.empty()) {
    out.key("advisories").begin_array();
    for (const std::string& address : vulnerability.advisories) out.begin_object().member("url", address).end_object();
    out.end_array();
  }
  out.member_if("published", vulnerability.published);
  write_analysis(out, vulnerability);
  out.key("affects").begin_array();
  for (const BomAffected& affected : vulnerability.affects) {
    out.begin_object().member("ref", affected.reference).key("versions").begin_array().begin_object();
    out.member("version", affected.version).member("status", affected.status).end_object().end_array().end_object();
  }
  out.end_array();
  write_properties(out, vulnerability.properties);
  out.end_object();
}

void write_dependencies(Writer& out, const Bom& bom) {
  out.key("dependencies").begin_array().begin_object().member("ref", bom.subject.reference).key("dependsOn").begin_array();
  if (bom.system) out.value(bom.system->reference);
  for (const BomComponent& component : bom.components) out.value(component.reference);
  out.end_array().end_object().end_array();
}

std::string document(const Bom& bom, CycloneDxVersion version, std::string_view serial) {
  Writer out;
  out.begin_object().member("$schema", format("http://cyclonedx.org/schema/bom-{}.schema.json", number_of(version)));
  out.member("bomFormat", "CycloneDX").member("specVersion", number_of(version));
  out.member_if("serialNumber", serial).member("version", 1);
  write_metadata(out, bom, version);
  out.key("components").begin_array();
  if (bom.system) write_component(out, *bom.system);
  for (const BomComponent& component : bom.components) write_component(out, component);
  out.end_array();
  write_dependencies(out, bom);
  // Files that no package manager knows are not looked at: it is never called complete.
  out.key("compositions").begin_array().begin_object().member("aggregate", bom.incomplete ? "incomplete" : "unknown");
  out.key("assemblies").begin_array().value(bom.subject.reference).end_array();
  out.key("dependencies").begin_array().value(bom.subject.reference).end_array().end_object().end_array();
  if (!bom.vulnerabilities.empty()) {
    out.key("vulnerabilities").begin_array();
    for (const BomVulnerability& vulnerability : bom.vulnerabilities) write_vulnerability(out, vulnerability, version);
    out.end_array();
  }
  out.end_object();
  return out.take();
}

}  // namespace

std::string cyclonedx_json(const model::Report& report, CycloneDxVersion version) {
  Bom bom = bom_of(report);
  return document(bom, version, "urn:uuid:" + content_uuid(document(bom, version, "")));
}

}  // namespace batten::report

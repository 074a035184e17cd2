// SPDX-License-Identifier: Apache-2.0
//
// CycloneDX 1.6 as XML (bom-1.6.xsd): the members of the JSON form as elements, in the order that the schema wants.
#include "base/format.h"
#include "report/bom.h"
#include "report/cyclonedx.h"
#include "report/program.h"
#include "report/xml_writer.h"

namespace batten::report {
namespace {

void write_properties(XmlWriter& out, const std::vector<BomProperty>& properties) {
  if (properties.empty()) return;
  out.begin("properties");
  for (const BomProperty& property : properties) out.begin("property").attribute("name", property.name).text_and_end(property.value);
  out.end();
}

void write_licenses(XmlWriter& out, const std::vector<BomLicense>& licenses) {
  if (licenses.empty()) return;
  out.begin("licenses");
  if (licenses.size() == 1 && licenses[0].kind == BomLicense::Kind::kExpression) {
    out.element("expression", licenses[0].text);
  } else {
    for (const BomLicense& license : licenses)
      out.begin("license").element(license.kind == BomLicense::Kind::kId ? "id" : "name", license.text).end();
  }
  out.end();
}

void write_component(XmlWriter& out, const BomComponent& component) {
  out.begin("component").attribute("type", component.type).attribute("bom-ref", component.reference);
  if (!component.supplier.empty()) out.begin("supplier").element("name", component.supplier).end();
  out.element_if("publisher", component.publisher).element("name", component.name);
  out.element_if("version", component.version).element_if("description", component.description);
  if (!component.sha256.empty()) out.begin("hashes").begin("hash").attribute("alg", "SHA-256").text_and_end(component.sha256).end();
  write_licenses(out, component.licenses);
  out.element_if("purl", component.purl);
  write_properties(out, component.properties);
  out.end();
}

void write_metadata(XmlWriter& out, const Bom& bom) {
  out.begin("metadata").begin("tools").begin("components").begin("component").attribute("type", "application");
  out.element("name", "batten").element("version", kProgramVersion).end().end().end();
  write_component(out, bom.subject);
  std::vector<BomProperty> properties;
  for (const std::string& text : bom.not_read) properties.push_back({"batten:not_read", text});
  write_properties(out, properties);
  out.end();
}

void write_source(XmlWriter& out, const std::string& name) {
  if (!name.empty()) out.begin("source").element("name", name).end();
}

void write_rating(XmlWriter& out, const BomRating& rating) {
  out.begin("rating");
  write_source(out, rating.source);
  if (rating.score) out.element("score", format("{}", *rating.score));
  out.element_if("severity", rating.severity).element("method", rating.method).element_if("vector", rating.vector).end();
}

void write_analysis(XmlWriter& out, const BomVulnerability& vulnerability) {
  if (vulnerability.analysis_state.empty() && vulnerability.analysis_response.empty() && vulnerability.analysis_detail.empty()) return;
  out.begin("analysis").element_if("state", vulnerability.analysis_state);
  if (!vulnerability.analysis_response.empty()) out.begin("responses").element("response", vulnerability.analysis_response).end();
  out.element_if("detail", vulnerability.analysis_detail).end();
}

void write_vulnerability(XmlWriter& out, const BomVulnerability& vulnerability) {
  out.begin("vulnerability").element("id", vulnerability.id);
  write_source(out, vulnerability.source);
  if (!vulnerability.aliases.empty()) {
    out.begin("references");
    for (const std::string& alias : vulnerability.aliases) {
      out.begin("reference").element("id", alias).begin("source").element("name", vulnerability.source).end().end();
    }
    out.end();
  }
  out.begin("ratings");
  for (const BomRating& rating : vulnerability.ratings) write_rating(out, rating);
  out.end();
  out.element_if("description", vulnerability.description).element_if("recommendation", vulnerability.recommendation);
  if (!vulnerability.advisories.empty()) {
    out.begin("advisories");
    for (const std::string& address : vulnerability.advisories) out.begin("advisory").element("url", address).end();
    out.end();
  }
  out.element_if("published", vulnerability.published);
  write_analysis(out, vulnerability);
  out.begin("affects");
  for (const BomAffected& affected : vulnerability.affects) {
    out.begin("target").element("ref", affected.reference).begin("versions").begin("version");
    out.element("version", affected.version).element("status", affected.status).end().end().end();
  }
  out.end();
  write_properties(out, vulnerability.properties);
  out.end();
}

void write_dependencies(XmlWriter& out, const Bom& bom) {
  out.begin("dependencies").begin("dependency").attribute("ref", bom.subject.reference);
  if (bom.system) out.begin("dependency").attribute("ref", bom.system->reference).end();
  for (const BomComponent& component : bom.components) out.begin("dependency").attribute("ref", component.reference).end();
  out.end().end();
}

std::string document(const Bom& bom, std::string_view serial) {
  XmlWriter out;
  out.begin("bom").attribute("xmlns", "http://cyclonedx.org/schema/bom/1.6");
  if (!serial.empty()) out.attribute("serialNumber", serial);
  out.attribute("version", "1");
  write_metadata(out, bom);
  out.begin("components");
  if (bom.system) write_component(out, *bom.system);
  for (const BomComponent& component : bom.components) write_component(out, component);
  out.end();
  write_dependencies(out, bom);
  out.begin("compositions").begin("composition").element("aggregate", bom.incomplete ? "incomplete" : "unknown");
  out.begin("assemblies").begin("assembly").attribute("ref", bom.subject.reference).end().end();
  out.begin("dependencies").begin("dependency").attribute("ref", bom.subject.reference).end().end().end().end();
  if (!bom.vulnerabilities.empty()) {
    out.begin("vulnerabilities");
    for (const BomVulnerability& vulnerability : bom.vulnerabilities) write_vulnerability(out, vulnerability);
    out.end();
  }
  out.end();
  return out.take();
}

}  // namespace

std::string cyclonedx_xml(const model::Report& report) {
  Bom bom = bom_of(report);
  return document(bom, "urn:uuid:" + content_uuid(document(bom, "")));
}

}  // namespace batten::report

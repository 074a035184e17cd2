// SPDX-License-Identifier: Apache-2.0
//
// Software bills of materials: CycloneDX in its versions and encodings, SPDX.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "base/xml.h"
#include "report/format.h"
#include "report/sample.h"
#include "report/spdx_license.h"
#include "report/web_address.h"

namespace batten::report {
namespace {

std::string written(std::string_view name, const model::Report& report = sample_report()) { return find_format(name)->write(report, {}); }

json::Document parsed(const std::string& text) {
  auto document = json::Document::parse(text);
  EXPECT_TRUE(document) << document.error().message;
  return document ? std::move(*document) : json::Document();
}

std::map<std::string, std::string> properties_of(json::View item) {
  std::map<std::string, std::string> out;
  for (json::View property : item["properties"].elements())
    out[std::string(property["name"].string())] = std::string(property["value"].string());
  return out;
}

TEST(CycloneDx, Components) {
  json::Document bom = parsed(written("cyclonedx"));
  std::vector<json::View> components = bom["components"].elements();
  ASSERT_EQ(components.size(), 5u) << "the operating system and 4 packages";
  EXPECT_EQ(components[0]["type"].string(), "operating-system");
  EXPECT_EQ(components[1]["licenses"].elements().at(0)["expression"].string(), "GPL-2.0-only OR MIT");
  std::vector<json::View> licenses = components[2]["licenses"].elements();
  EXPECT_EQ(licenses.at(0)["license"]["id"].string(), "Apache-2.0");
  EXPECT_EQ(licenses.at(1)["license"]["name"].string(), "Custom \"licence\"");
  std::map<std::string, std::string> properties = properties_of(components[2]);
  EXPECT_EQ(properties["batten:source"], "openssl");
  EXPECT_EQ(properties["batten:path"], "var/lib/dpkg/status");
  EXPECT_EQ(properties["batten:layer"], "sha256:" + std::string(64, 'b'));
  EXPECT_EQ(bom["metadata"]["component"]["type"].string(), "container");
  EXPECT_FALSE(bom["metadata"]["timestamp"]) << "the same image gives the same bytes";
}

TEST(CycloneDx, ReferencesAreUnique) {
  model::Report report = sample_report();
  report.packages.push_back(report.packages[1]);
  std::set<std::string> references;
  json::Document bom = parsed(written("cyclonedx", report));
  for (json::View component : bom["components"].elements()) references.emplace(component["bom-ref"].string());
  EXPECT_EQ(references.size(), 6u);
}

TEST(CycloneDx, SerialNumberComesFromTheContent) {
  auto serial = [](const model::Report& report) { return std::string(parsed(written("cyclonedx", report))["serialNumber"].string()); };
  model::Report other = sample_report();
  EXPECT_EQ(serial(other), serial(sample_report()));
  other.packages[1].maintainer = "somebody else";
  EXPECT_NE(serial(other), serial(sample_report()));
  EXPECT_TRUE(serial(other).starts_with("urn:uuid:"));
  EXPECT_EQ(serial(other).size(), 45u);
}

TEST(CycloneDx, SaysWhenSomethingWasNotRead) {
  auto aggregate = [](const model::Report& report) {
    return std::string(parsed(written("cyclonedx", report))["compositions"].elements().at(0)["aggregate"].string());
  };
  model::Report report = sample_report();
  EXPECT_EQ(aggregate(report), "incomplete");
  report.notes.clear();
  EXPECT_EQ(aggregate(report), "unknown") << "never complete: files that no package manager knows are not looked at";
}

// The vulnerability of that id that affects so many components.
json::View vulnerability(const json::Document& bom, std::string_view id) {
  for (json::View item : bom["vulnerabilities"].elements()) {
    if (item["id"].string() == id) return item;
  }
  ADD_FAILURE() << "no " << id;
  return {};
}

TEST(CycloneDx, FindingsOfOneVulnerabilityAreOne) {
  json::Document bom = parsed(written("cyclonedx"));
  EXPECT_EQ(bom["vulnerabilities"].size(), 6u) << "7 findings";
  json::View overread = vulnerability(bom, "CVE-2024-5535");
  EXPECT_EQ(overread["affects"].size(), 2u);
  std::set<std::string> references;
  for (json::View component : bom["components"].elements()) references.emplace(component["bom-ref"].string());
  for (json::View item : bom["vulnerabilities"].elements()) {
    for (json::View affected : item["affects"].elements()) EXPECT_TRUE(references.contains(std::string(affected["ref"].string())));
  }
  EXPECT_EQ(overread["published"].string(), "2024-06-27T11:15:24Z");
  EXPECT_EQ(overread["recommendation"].string(), "upgrade openssl to 3.0.15-1~deb12u1");
  EXPECT_EQ(overread["source"]["name"].string(), "debian");
  EXPECT_EQ(overread["references"].elements().at(0)["id"].string(), "DSA-5764-1");
  EXPECT_EQ(overread["advisories"].size(), 1u) << "javascript: is no address";
  std::vector<json::View> ratings = overread["ratings"].elements();
  ASSERT_EQ(ratings.size(), 2u);
  EXPECT_EQ(ratings[0]["severity"].string(), "critical");
  EXPECT_EQ(ratings[1]["method"].string(), "CVSSv31");
  EXPECT_EQ(ratings[1]["score"].number(), 9.1);
  std::map<std::string, std::string> properties = properties_of(overread);
  EXPECT_EQ(properties["batten:state"], "fixed");
  EXPECT_EQ(properties["batten:epss"], "0.0123");
  EXPECT_EQ(properties["batten:kev"], "2024-07-01");
}

TEST(CycloneDx, AnalysisClaimsNoMoreThanIsKnown) {
  json::Document bom = parsed(written("cyclonedx"));
  json::View fine = vulnerability(bom, "CVE-2000-3");
  EXPECT_EQ(fine["analysis"]["state"].string(), "not_affected");
  EXPECT_EQ(fine["affects"].elements().at(0)["versions"].elements().at(0)["status"].string(), "unaffected");
  json::View hidden = vulnerability(bom, "CVE-2000-2");
  EXPECT_EQ(hidden["analysis"]["detail"].string(), "suppressed: not reachable (ignore:3)");
  EXPECT_FALSE(hidden["analysis"]["state"]) << "an ignore rule does not say why";
  EXPECT_EQ(properties_of(hidden)["batten:suppressed_by"], "not reachable (ignore:3)");
  EXPECT_EQ(vulnerability(bom, "CVE-2000-1")["ratings"].elements().at(0)["severity"].string(), "info") << "negligible";
}

TEST(CycloneDx, NoFindingsNoVulnerabilities) {
  model::Report report = sample_report();
  report.findings.clear();
  EXPECT_FALSE(parsed(written("cyclonedx", report))["vulnerabilities"]);
}

TEST(CycloneDx, Versions) {
  model::Report report = sample_report();
  report.findings[0].cvss[0].version = "4.0";
  json::Document old = parsed(written("cyclonedx-1.4", report)), middle = parsed(written("cyclonedx-1.5", report));
  EXPECT_EQ(old["metadata"]["tools"].elements().at(0)["name"].string(), "batten");
  EXPECT_EQ(middle["metadata"]["tools"]["components"].elements().at(0)["name"].string(), "batten");
  EXPECT_EQ(vulnerability(old, "CVE-2024-5535")["ratings"].elements().at(1)["method"].string(), "other") << "1.4 knows no CVSS 4";
  EXPECT_EQ(vulnerability(middle, "CVE-2024-5535")["ratings"].elements().at(1)["method"].string(), "CVSSv4");
}

TEST(CycloneDx, SubjectHasDigestsAndLayers) {
  json::Document bom = parsed(written("cyclonedx"));
  json::View subject = bom["metadata"]["component"];
  EXPECT_EQ(subject["version"].string(), "sha256:" + std::string(64, 'c'));
  EXPECT_EQ(subject["hashes"].elements().at(0)["content"].string(), std::string(64, 'c'));
  EXPECT_EQ(properties_of(subject)["batten:config_digest"], "sha256:" + std::string(64, 'c'));
  std::vector<json::View> dependencies = bom["dependencies"].elements();
  EXPECT_EQ(dependencies.at(0)["dependsOn"].size(), bom["components"].size());
}

TEST(CycloneDx, XmlSaysTheSame) {
  auto document = xml::Document::parse(written("cyclonedx-xml"));
  ASSERT_TRUE(document) << document.error().message;
  xml::View bom = document->root();
  json::Document other = parsed(written("cyclonedx"));
  EXPECT_EQ(bom["components"].size(), other["components"].size());
  EXPECT_EQ(bom["vulnerabilities"].size(), other["vulnerabilities"].size());
  EXPECT_EQ(bom["dependencies"]["dependency"].size(), other["components"].size());
  std::size_t at = 0;
  std::vector<json::View> components = other["components"].elements();
  bom["components"].each([&](xml::View component) {
    EXPECT_EQ(component.attribute("bom-ref"), components[at]["bom-ref"].string());
    EXPECT_EQ(component["properties"].size(), components[at]["properties"].size());
    EXPECT_EQ(component["purl"].text(), components[at++]["purl"].string());
  });
}

TEST(Spdx, PackagesAndRelationships) {
  json::Document document = parsed(written("spdx"));
  std::vector<json::View> packages = document["packages"].elements();
  ASSERT_EQ(packages.size(), 6u) << "the image, the system, 4 packages";
  EXPECT_EQ(packages[0]["primaryPackagePurpose"].string(), "CONTAINER");
  EXPECT_EQ(packages[2]["licenseDeclared"].string(), "GPL-2.0-only OR MIT");
  EXPECT_TRUE(packages[3]["licenseDeclared"].string().starts_with("Apache-2.0 AND LicenseRef-Custom--licence--"));
  EXPECT_EQ(packages[3]["originator"].string(), "Organization: Debian OpenSSL Team (pkg-openssl-devel@alioth-lists.debian.net)");
  EXPECT_EQ(packages[4]["supplier"].string(), "NOASSERTION");
  EXPECT_NE(packages[3]["comment"].string().find("batten:layer=sha256:bbb"), std::string_view::npos);
  EXPECT_EQ(document["hasExtractedLicensingInfos"].elements().at(0)["name"].string(), "Custom \"licence\"");
  std::set<std::string> ids;
  for (json::View package : packages) EXPECT_TRUE(ids.emplace(package["SPDXID"].string()).second);
  std::map<std::string, int> relationships;
  for (json::View item : document["relationships"].elements()) ++relationships[std::string(item["relationshipType"].string())];
  EXPECT_EQ(relationships["DESCRIBES"], 1);
  EXPECT_EQ(relationships["CONTAINS"], 6) << "5 that are known, and what was not read";
  EXPECT_EQ(document["creationInfo"]["created"].string(), "1970-01-01T00:00:00Z") << "the image tells no time";
}

TEST(Spdx, TimeIsTheOneOfTheImage) {
  model::Report report = sample_report();
  report.config.created = "2024-11-12T01:02:03.456789+02:00";
  EXPECT_EQ(parsed(written("spdx", report))["creationInfo"]["created"].string(), "2024-11-11T23:02:03Z");
}

TEST(Spdx, TagValueCanNotBeBrokenOutOf) {
  model::Report report = sample_report();
  report.packages[0].name = "a\nPackageName: b";
  report.packages[0].licenses = {"</text>\nPackageName: c"};
  report.packages[0].location.path = "x</text>\nPackageName: d";
  std::size_t names = 0;
  base::each_line(written("spdx-tag", report), [&](std::string_view line) { names += line.starts_with("PackageName:") ? 1 : 0; });
  EXPECT_EQ(names, 6u);
}

TEST(SpdxExpression, IsWrittenAsTheListDoes) {
  EXPECT_EQ(spdx_expression("mit  OR ( gpl-2.0-only WITH classpath-exception-2.0 )"), "MIT OR (GPL-2.0-only WITH Classpath-exception-2.0)");
  EXPECT_EQ(spdx_expression("LicenseRef-x AND isc"), "LicenseRef-x AND ISC");
  EXPECT_EQ(spdx_expression("MIT OR"), "");
}

TEST(WebAddress, OnlyWhatMayStandInADocument) {
  for (const char* text : {"https://a.example/b?c=%20#d", "http://a"}) EXPECT_TRUE(is_web_address(text)) << text;
  for (const char* text :
       {"", "https://", "ftp://a", "https://a b", "https://a/%zz", "https://a#b#c", "https://a/{b}", "javascript:alert(1)"})
    EXPECT_FALSE(is_web_address(text)) << text;
}

}  // namespace
}  // namespace batten::report

// SPDX-License-Identifier: Apache-2.0
//
// Oracle Linux errata as OVAL patch definitions (linux.oracle.com/security/oval): one definition per erratum, with criteria per release,
// architecture and module. Builds for Ksplice (".ksplice1.el8") and for FIPS ("_fips") are lines of their own, see match/verdict.h. The
// kernels named kernel-uek are several lines as well (4.14 and 5.4 side by side in release 7): a row begins with its line's first version.
#include <algorithm>
#include <map>
#include <string>

#include "advisory/cvss.h"
#include "advisory/errata.h"
#include "advisory/feed.h"
#include "advisory/oval.h"
#include "advisory/updateinfo.h"
#include "advisory/xml_records.h"
#include "base/text.h"

namespace batten::advisory::feeds {
namespace {

// "0:5.4.17-2102.el8uek" -> "5.4" for the kernels of which a release has several.
std::string line_of(std::string_view package, std::string_view evr) {
  if (!package.starts_with("kernel-uek")) return {};
  std::size_t colon = evr.find(':');
  std::string_view version = colon == std::string_view::npos ? evr : evr.substr(colon + 1);
  std::size_t dot = version.find('.');
  return dot == std::string_view::npos ? std::string() : std::string(version.substr(0, version.find('.', dot + 1)));
}

// "7.8/AV:N/AC:L/Au:N/C:N/I:N/A:C", "5.9/CVSS:3.1/AV:N/..."
void add_score(std::string_view text, model::Vulnerability& to) {
  std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return;
  if (auto cvss = parse_cvss(text.substr(slash + 1), "oracle")) to.cvss.push_back(*std::move(cvss));
}

struct Entry {
  oval::Criterion criterion;
  std::vector<std::string> arches;
};

// Criteria that differ in the architecture only are one entry.
std::vector<Entry> entries_of(xml::View definition) {
  std::vector<Entry> out;
  std::map<std::string, std::size_t> places;
  for (oval::Criterion& criterion : oval::criteria_of(definition)) {
    if (is_debug_package(criterion.package)) continue;
    auto [at, is_new] =
        places.emplace(criterion.package + "\n" + criterion.evr + "\n" + criterion.release + "\n" + criterion.modularity, out.size());
    if (is_new) out.push_back({criterion, {}});
    std::vector<std::string>& arches = out[at->second].arches;
    if (!criterion.arch.empty() && std::ranges::find(arches, criterion.arch) == arches.end()) arches.push_back(std::move(criterion.arch));
  }
  for (Entry& entry : out) std::sort(entry.arches.begin(), entry.arches.end());
  return out;
}

struct Erratum {
  std::string id, title, word;
  std::vector<std::string> cves, references;
  std::map<std::string, std::string, std::less<>> impact;  // of a CVE, where it differs from the erratum's
};

Erratum read_erratum(xml::View metadata) {
  Erratum out;
  out.title = metadata["title"].text();
  metadata.each("reference", [&](xml::View reference) {
    if (reference.attribute("source") == "elsa") out.id = reference.attribute("ref_id").substr(0, 100);
    add_cves(reference.attribute("ref_id"), out.cves);
    std::string_view url = reference.attribute("ref_url");
    if (!url.empty() && url.size() <= 1000 && out.references.size() < 20) out.references.emplace_back(url);
  });
  out.word = metadata["advisory"]["severity"].text().substr(0, 40);
  metadata["advisory"].each("cve", [&](xml::View cve) {
    if (!cve.attribute("impact").empty()) out.impact.emplace(cve.text(), cve.attribute("impact").substr(0, 40));
  });
  return out;
}

void add_row(const Erratum& erratum, const Entry& entry, const std::string& id, FeedSink& sink) {
  model::Advisory row;
  row.vulnerability_id = id;
  row.record_id = erratum.id;
  row.ecosystem = "oracle:" + entry.criterion.release;
  row.package = entry.criterion.package;
  row.scheme = "rpm";
  row.state = model::State::kFixed;
  row.ranges.push_back(
      {.introduced = line_of(entry.criterion.package, entry.criterion.evr), .fixed = entry.criterion.evr, .last_affected = {}});
  row.arches = entry.arches;
  row.modularity = entry.criterion.modularity;
  auto impact = erratum.impact.find(id);
  row.severity_text = impact == erratum.impact.end() ? erratum.word : impact->second;
  row.severity = rpm_severity(row.severity_text);
  sink.advisory(std::move(row));
}

void add_details(const Erratum& erratum, xml::View metadata, FeedSink& sink) {
  auto describe = [&](std::string id) {
    model::Vulnerability out;
    out.id = std::move(id);
    out.title = erratum.title;
    out.published = rfc3339_of(metadata["advisory"]["issued"].attribute("date"));
    out.references = erratum.references;
    return out;
  };
  model::Vulnerability whole = describe(erratum.id);
  whole.description = metadata["description"].text();
  whole.aliases = erratum.cves;
  sink.data_date(whole.published);
  sink.vulnerability(std::move(whole));
  metadata["advisory"].each("cve", [&](xml::View cve) {
    if (std::ranges::find(erratum.cves, cve.text()) == erratum.cves.end()) return;
    model::Vulnerability one = describe(std::string(cve.text()));
    add_score(cve.attribute("cvss3"), one);
    add_score(cve.attribute("cvss2"), one);
    if (!one.cvss.empty()) sink.vulnerability(std::move(one));
  });
}

void import_definition(xml::View definition, std::string_view name, FeedSink& sink) {
  xml::View metadata = definition["metadata"];
  Erratum erratum = read_erratum(metadata);
  if (erratum.id.empty()) return sink.refuse(name, "a definition that names no erratum");
  std::vector<std::string> ids = erratum.cves;
  if (ids.empty() && !erratum.id.starts_with("ELSA")) return;
  if (ids.empty()) ids.push_back(erratum.id);
  bool any = false;
  for (const Entry& entry : entries_of(definition)) {
    if (!base::parse_unsigned(entry.criterion.release)) continue;
    any = true;
    for (const std::string& id : ids) add_row(erratum, entry, id, sink);
  }
  if (!any) return sink.refuse(erratum.id, "its criteria name no package of a release");
  add_details(erratum, metadata, sink);
}

Result<void> import(std::string_view name, std::string_view bytes, FeedSink& sink) {
  auto visit = [&](xml::View definition) { import_definition(definition, name, sink); };
  auto broken = [&](const Error& error) { sink.refuse(name, error.message); };
  std::uint64_t definitions = TRY(each_xml_record(bytes, "definition", visit, broken));
  if (definitions == 0) return Error{Code::kCorrupt, "no <definition> in it"};
  return {};
}

bool wanted(const model::Distro& distro) { return distro.id == "ol"; }

std::vector<FeedFile> files(const model::Distro*) {
  return {{.url = "https://linux.oracle.com/security/oval/com.oracle.elsa-all.xml.bz2",
           .mirror_names = {"oracle/com.oracle.elsa-all.xml", "oracle/linux/com.oracle.elsa-all.xml", "com.oracle.elsa-all.xml"}}};
}

constexpr FeedExample kExamples[] = {
    {.file_name = "com.oracle.elsa-all.xml",
     .content = R"j(<oval_definitions><definitions><definition id="oval:com.oracle.elsa:def:20219151" class="patch"><metadata>
       <title> ELSA-2021-9151: openssl security update (IMPORTANT) </title><affected family="unix"><platform>Oracle Linux 8</platform></affected>
       <reference source="elsa" ref_id="ELSA-2021-9151" ref_url="https://linux.oracle.com/errata/ELSA-2021-9151.html"/>
       <reference source="CVE" ref_id="CVE-2021-3449" ref_url="https://linux.oracle.com/cve/CVE-2021-3449.html"/>
       <advisory><severity>IMPORTANT</severity><issued date="2021-04-01"/><cve cvss3="5.9/CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H">CVE-2021-3449</cve></advisory>
       </metadata><criteria operator="AND"><criterion comment="Oracle Linux 8 is installed"/><criteria operator="OR">
       <criteria operator="AND"><criterion comment="Oracle Linux arch is aarch64"/><criteria operator="OR"><criteria operator="AND">
         <criterion comment="openssl is earlier than 2:1.1.1g-15.ksplice1.el8_3"/><criterion comment="openssl is ksplice-based"/></criteria></criteria></criteria>
       <criteria operator="AND"><criterion comment="Oracle Linux arch is x86_64"/><criteria operator="OR"><criteria operator="AND">
         <criterion comment="openssl is earlier than 2:1.1.1g-15.ksplice1.el8_3"/></criteria></criteria></criteria>
       </criteria></criteria></definition></definitions></oval_definitions>)j",
     .expect = "oracle:8 openssl CVE-2021-3449 fixed 2:1.1.1g-15.ksplice1.el8_3"},
    {.file_name = "com.oracle.elsa-all.xml",
     .content =
         R"j(<definitions><definition class="patch"><metadata><title>ELSA-2023-1: a</title><reference source="elsa" ref_id="ELSA-2023-1"/></metadata>
       <criteria operator="AND"><criterion comment="Oracle Linux 8 is installed"/><criteria operator="AND">
       <criterion comment="Module virt:kvm_utils is enabled"/><criterion comment="hivex is earlier than 0:1.3.18-21.module+el8.7.0+21037+8ee66348"/>
       </criteria></criteria></definition></definitions>)j",
     .expect = "oracle:8 hivex ELSA-2023-1 fixed 0:1.3.18-21.module+el8.7.0+21037+8ee66348"},
};

}  // namespace

extern constinit const Feed oracle;
constinit const Feed oracle = {
    .name = "oracle",
    .summary = "Oracle Linux errata, OVAL",
    .license = "Oracle (no licence stated)",
    .revision = 1,
    .wanted = &wanted,
    .files = &files,
    .import = &import,
    .examples = kExamples,
};

}  // namespace batten::advisory::feeds

// SPDX-License-Identifier: Apache-2.0
//
// Azure Linux 3 and CBL-Mariner 2: OVAL vulnerability definitions (github.com/microsoft/AzureLinuxVulnerabilityData), one per CVE and
// source package. "patchable" says whether an update is there; "Not Applicable" that the package never had it. The comments have versions
// without the distribution's tag, so they are taken from the tests. The tag of a version says which release it is of (.azl3, .cm2).
#include <string>

#include "advisory/feed.h"
#include "advisory/osv.h"
#include "advisory/oval.h"
#include "advisory/updateinfo.h"
#include "advisory/xml_records.h"
#include "base/text.h"

namespace batten::advisory::feeds {
namespace {

// "0:2.6.7-3.azl3" -> "azurelinux:3.0"
std::string ecosystem_of(std::string_view evr) {
  std::string_view tag = evr.substr(evr.rfind('.') == std::string_view::npos ? 0 : evr.rfind('.') + 1);
  bool azure = tag.starts_with("azl");
  if (!azure && !tag.starts_with("cm")) return {};
  std::string_view number = tag.substr(azure ? 3 : 2);
  if (!base::parse_unsigned(number)) return {};
  return (azure ? "azurelinux:" : "mariner:") + std::string(number) + ".0";
}

void import_definition(xml::View definition, const oval::Check& check, FeedSink& sink) {
  xml::View metadata = definition["metadata"];
  model::Advisory row;
  row.vulnerability_id = metadata["reference"].attribute("ref_id");
  row.record_id = definition.attribute("id").substr(0, 200);
  row.ecosystem = ecosystem_of(check.evr);
  if (!osv::is_cve(row.vulnerability_id) || row.ecosystem.empty()) {
    return sink.refuse(row.record_id, "no CVE, or a version of no known release");
  }
  row.package = check.package;
  row.by_source = true;
  row.scheme = "rpm";
  std::string patchable = base::lower(metadata["patchable"].text());
  model::VersionRange range;
  if (patchable == "not applicable") {
    row.state = model::State::kNotAffected;
    row.note = "no longer applies, or never did";
  } else if (check.or_equal) {
    row.state = model::State::kAffected;
    range.last_affected = check.evr;
  } else {
    row.state = model::State::kFixed;
    range.fixed = check.evr;
  }
  if (row.state != model::State::kNotAffected) row.ranges.push_back(std::move(range));
  row.severity_text = metadata["severity"].text().substr(0, 40);
  row.severity = rpm_severity(row.severity_text);
  sink.advisory(row);
  model::Vulnerability entry;
  entry.id = row.vulnerability_id;
  entry.published = rfc3339_of(metadata["advisory_date"].text());
  if (std::string_view url = metadata["reference"].attribute("ref_url"); !url.empty()) entry.references.emplace_back(url.substr(0, 1000));
  sink.vulnerability(std::move(entry));
}

Result<void> import(std::string_view name, std::string_view bytes, FeedSink& sink) {
  auto checks = TRY(oval::checks_of(bytes, "linux-def:"));
  auto visit = [&](xml::View definition) {
    auto check = checks.find(definition["criteria"]["criterion"].attribute("test_ref"));
    if (check == checks.end()) return sink.refuse(definition.attribute("id"), "its test compares no version of a package");
    import_definition(definition, check->second, sink);
  };
  auto broken = [&](const Error& error) { sink.refuse(name, error.message); };
  std::uint64_t definitions = TRY(each_xml_record(bytes, "definition", visit, broken));
  if (definitions == 0) return Error{Code::kCorrupt, "no <definition> in it"};
  sink.data_date(oval::timestamp_of(bytes));
  return {};
}

bool wanted(const model::Distro& distro) { return distro.id == "azurelinux" || distro.id == "mariner"; }

std::vector<FeedFile> files(const model::Distro*) {
  std::vector<FeedFile> out;
  for (std::string_view file : {"azurelinux-3.0-oval.xml", "cbl-mariner-2.0-oval.xml"}) {
    std::string name(file);
    out.push_back({.url = "https://raw.githubusercontent.com/microsoft/AzureLinuxVulnerabilityData/main/" + name,
                   .mirror_names = {"azurelinux/" + name, name}});
  }
  return out;
}

constexpr FeedExample kExamples[] = {
    {.file_name = "azurelinux-3.0-oval.xml",
     .content =
         R"j(<oval_definitions xmlns:linux-def="x"><generator><oval:timestamp>2024-10-10T12:04:24.575063301Z</oval:timestamp></generator><definitions>
       <definition class="vulnerability" id="d:1"><metadata><reference ref_id="CVE-2024-47191" ref_url="https://nvd.nist.gov/" source="CVE"/>
         <patchable>true</patchable><advisory_date>2024-07-23T22:05:39Z</advisory_date><severity>High</severity></metadata>
         <criteria operator="AND"><criterion comment="Package oath-toolkit is earlier than 2.6.7-3" test_ref="t:1"/></criteria></definition>
       <definition class="vulnerability" id="d:2"><metadata><reference ref_id="CVE-2023-0001" source="CVE"/><patchable>Not Applicable</patchable></metadata>
         <criteria operator="AND"><criterion test_ref="t:1"/></criteria></definition>
       <definition class="vulnerability" id="d:3"><metadata><reference ref_id="CVE-2023-0002" source="CVE"/><patchable>false</patchable></metadata>
         <criteria operator="AND"><criterion test_ref="t:2"/></criteria></definition></definitions>
       <tests><linux-def:rpminfo_test id="t:1"><linux-def:object object_ref="o:1"/><linux-def:state state_ref="s:1"/></linux-def:rpminfo_test>
         <linux-def:rpminfo_test id="t:2"><linux-def:object object_ref="o:1"/><linux-def:state state_ref="s:2"/></linux-def:rpminfo_test></tests>
       <objects><linux-def:rpminfo_object id="o:1"><linux-def:name>oath-toolkit</linux-def:name></linux-def:rpminfo_object></objects>
       <states><linux-def:rpminfo_state id="s:1"><linux-def:evr operation="less than">0:2.6.7-3.azl3</linux-def:evr></linux-def:rpminfo_state>
         <linux-def:rpminfo_state id="s:2"><linux-def:evr operation="less than or equal">0:6.04-10.cm2</linux-def:evr></linux-def:rpminfo_state></states>
       </oval_definitions>)j",
     .expect = "azurelinux:3.0 oath-toolkit CVE-2023-0001 not-affected -; azurelinux:3.0 oath-toolkit CVE-2024-47191 fixed 0:2.6.7-3.azl3; "
               "mariner:2.0 oath-toolkit CVE-2023-0002 affected -"},
};

}  // namespace

extern constinit const Feed azurelinux;
constinit const Feed azurelinux = {
    .name = "azurelinux",
    .summary = "Azure Linux and CBL-Mariner, OVAL",
    .license = "MIT",
    .revision = 1,
    .wanted = &wanted,
    .files = &files,
    .import = &import,
    .examples = kExamples,
};

}  // namespace batten::advisory::feeds

// SPDX-License-Identifier: Apache-2.0
//
// VEX documents of every form, also in attestations, put to use on a small report, and added to; reports of ours.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "policy/attached_vex.h"
#include "policy/openvex_document.h"
#include "policy/reported_finding.h"
#include "policy/vex.h"
#include "policy/vex_format.h"

int vex_fuzz(const std::uint8_t* data, std::size_t size);

int vex_fuzz(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)batten::policy::add_to_openvex(bytes, {});
  batten::base::Notes notes;
  (void)batten::policy::find_in_report(bytes, "CVE-2099-0001");
  batten::model::Report empty;
  (void)batten::policy::read_attached({{"sha256-0.att", std::string(bytes)}}, empty);
  auto statements = batten::policy::read_vex("fuzz", bytes, notes);
  if (!statements) return 0;
  batten::model::Report report;
  batten::model::Package& package = report.packages.emplace_back();
  package.type = "deb";
  package.name = "zlib1g";
  package.source_name = "zlib";
  package.purl = "pkg:deb/debian/zlib1g@1:1.2.13?arch=amd64&distro=debian-12&upstream=zlib";
  report.source.kind = "registry";
  report.source.name = "localhost:5000/app:1";
  report.findings.emplace_back().id = "CVE-2099-0001";
  batten::policy::apply_vex(*statements, report);
  return 0;
}

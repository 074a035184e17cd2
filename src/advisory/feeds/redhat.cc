// SPDX-License-Identifier: Apache-2.0
//
// Red Hat. Two forms, told apart by their content: errata as OSV records (security.access.redhat.com/data/osv, "Red Hat" at osv.dev),
// which know only what is fixed, and VEX documents per CVE (CSAF, see csaf.h), which also know what is not. Rows go to
// "redhat:<major>" or, for products on top of it, "redhat-layered:<major>"; cpes says for which products (appstream, EUS of a minor
// release) each holds.
#include "advisory/csaf.h"
#include "advisory/errata.h"
#include "advisory/feed.h"
#include "advisory/redhat_product.h"

namespace batten::advisory::feeds {
namespace {

std::string ecosystem(std::string_view osv) { return osv.starts_with("Red Hat:") ? "redhat" : std::string(); }

bool place(osv::Affected& affected, std::string& cpe) {
  cpe = redhat_cpe_of_osv(affected.osv_ecosystem);
  affected.ecosystem = redhat_ecosystem(cpe, affected.ranges.empty() ? std::string_view() : std::string_view(affected.ranges[0].fixed));
  return !affected.ecosystem.empty();
}

Result<void> import(std::string_view name, std::string_view bytes, FeedSink& sink) {
  if (!looks_like_csaf(bytes)) {
    return import_errata(name, bytes, {.osv = {.cvss_source = "redhat", .scheme = "rpm", .ecosystem = &ecosystem}, .place = &place}, sink);
  }
  auto done = import_csaf(name, bytes, sink);
  if (!done) sink.refuse(name, done.error().message);
  return {};
}

bool wanted(const model::Distro& distro) { return distro.id == "rhel" || distro.id == "centos"; }

std::vector<FeedFile> files(const model::Distro*) {
  return {
      {.url = "https://osv-vulnerabilities.storage.googleapis.com/Red%20Hat/all.zip",
       .mirror_names = {"redhat/redhat-osv.tar", "Red%20Hat/all.zip", "Red Hat/all.zip", "redhat/all.zip"},
       .changes = "modified_id.csv"},
      {.url = "", .mirror_names = {"redhat/csaf_vex.tar", "redhat/csaf_vex_*.tar", "csaf/v2/vex/csaf_vex_*.tar"}},
  };
}

constexpr FeedExample kExamples[] = {
    {.file_name = "RHSA-2024:9333.json",
     .content =
         R"j({"schema_version":"1.6.0","id":"RHSA-2024:9333","related":["CVE-2024-2511"],"summary":"Red Hat Security Advisory: openssl security update","affected":[
       {"package":{"ecosystem":"Red Hat:enterprise_linux:9::appstream","name":"openssl"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1:3.2.2-6.el9_5"}]}]},
       {"package":{"ecosystem":"Red Hat:enterprise_linux:9::baseos","name":"openssl"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1:3.2.2-6.el9_5"}]}]},
       {"package":{"ecosystem":"Red Hat:rhel_eus:9.2::baseos","name":"openssl"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1:3.0.7-9.el9_2"}]}]}]})j",
     .expect = "redhat:9 openssl CVE-2024-2511 fixed 1:3.0.7-9.el9_2; redhat:9 openssl CVE-2024-2511 fixed 1:3.2.2-6.el9_5"},
    {.file_name = "cve-2024-24786.json",
     .content = R"j({"document":{"category":"csaf_vex","title":"t","tracking":{"current_release_date":"2025-08-13T15:14:45+00:00"}},
       "product_tree":{"branches":[
        {"category":"product_version","name":"cri","product":{"product_id":"cri","product_identification_helper":{"purl":"pkg:rpm/redhat/cri-tools@1.29.0-3.1.el9?arch=aarch64&epoch=1"}}},
        {"category":"product_version","name":"curl","product":{"product_id":"curl","product_identification_helper":{"purl":"pkg:rpm/redhat/curl?arch=src"}}},
        {"category":"product_name","name":"O","product":{"product_id":"O","product_identification_helper":{"cpe":"cpe:/a:redhat:openshift:4.16::el9"}}},
        {"category":"product_name","name":"E","product":{"product_id":"E","product_identification_helper":{"cpe":"cpe:/o:redhat:enterprise_linux:8"}}}],
        "relationships":[
        {"category":"default_component_of","full_product_name":{"product_id":"O:cri"},"product_reference":"cri","relates_to_product_reference":"O"},
        {"category":"default_component_of","full_product_name":{"product_id":"E:curl"},"product_reference":"curl","relates_to_product_reference":"E"}]},
       "vulnerabilities":[{"cve":"CVE-2024-24786","product_status":{"fixed":["O:cri"],"known_affected":["E:curl"]},
        "remediations":[{"category":"vendor_fix","url":"https://access.redhat.com/errata/RHSA-2024:1","product_ids":["O:cri"]},
         {"category":"no_fix_planned","details":"Will not fix","product_ids":["E:curl"]}],
        "threats":[{"category":"impact","details":"Moderate","product_ids":["O:cri","E:curl"]}]}]})j",
     .expect = "redhat-layered:9 cri-tools CVE-2024-24786 fixed 1:1.29.0-3.1.el9; redhat:8 curl CVE-2024-24786 wont-fix -"},
};

}  // namespace

extern constinit const Feed redhat;
constinit const Feed redhat = {
    .name = "redhat",
    .summary = "Red Hat errata, OSV records and CSAF VEX documents",
    .license = "CC-BY-4.0, Red Hat, Inc.",
    .revision = 1,
    .wanted = &wanted,
    .files = &files,
    .import = &import,
    .examples = kExamples,
};

}  // namespace batten::advisory::feeds

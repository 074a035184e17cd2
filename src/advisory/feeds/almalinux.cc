// SPDX-License-Identifier: Apache-2.0
//
// AlmaLinux errata in OSV form (github.com/AlmaLinux/osv-database): ALSA, ALBA and ALEA records over binary packages.
#include "advisory/ecosystem.h"
#include "advisory/errata.h"
#include "advisory/feed.h"

namespace batten::advisory::feeds {
namespace {

std::string ecosystem(std::string_view osv) { return osv.starts_with("AlmaLinux:") ? ecosystem_of_osv(osv) : std::string(); }

Result<void> import(std::string_view name, std::string_view bytes, FeedSink& sink) {
  return import_errata(name, bytes, {.osv = {.cvss_source = "almalinux", .scheme = "rpm", .ecosystem = &ecosystem}}, sink);
}

bool wanted(const model::Distro& distro) { return distro.id == "almalinux"; }

std::vector<FeedFile> files(const model::Distro*) {
  return {{.url = "https://osv-vulnerabilities.storage.googleapis.com/AlmaLinux/all.zip",
           .mirror_names = {"alma/alma-osv.tar", "almalinux/almalinux-osv.tar", "AlmaLinux/all.zip", "almalinux/all.zip"},
           .changes = "modified_id.csv"}};
}

constexpr FeedExample kExamples[] = {
    {.file_name = "ALSA-2024:9333.json",
     .content = R"j({"id":"ALSA-2024:9333","summary":"Low: openssl security update","related":["CVE-2024-2511","CVE-2024-4603"],"affected":[
       {"package":{"name":"openssl","ecosystem":"AlmaLinux:9"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1:3.2.2-6.el9_5"}]}]},
       {"package":{"name":"openssl-debuginfo","ecosystem":"AlmaLinux:9"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1:3.2.2-6.el9_5"}]}]}]})j",
     .expect = "almalinux:9 openssl CVE-2024-2511 fixed 1:3.2.2-6.el9_5; almalinux:9 openssl CVE-2024-4603 fixed 1:3.2.2-6.el9_5"},
    {.file_name = "ALBA-2021:1099.json",
     .content = R"j({"id":"ALBA-2021:1099","summary":"NetworkManager bug fix and enhancement update","related":[],"affected":[
       {"package":{"name":"NetworkManager","ecosystem":"AlmaLinux:8"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1:1.26.0-14.el8_3"}]}]}]})j",
     .expect = ""},
};

}  // namespace

extern constinit const Feed almalinux;
constinit const Feed almalinux = {
    .name = "almalinux",
    .summary = "AlmaLinux errata, OSV records",
    .license = "MIT",
    .revision = 1,
    .wanted = &wanted,
    .files = &files,
    .import = &import,
    .examples = kExamples,
};

}  // namespace batten::advisory::feeds

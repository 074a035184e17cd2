// SPDX-License-Identifier: Apache-2.0
//
// Rocky Linux errata in OSV form (RLSA records; osv.dev "Rocky Linux", Apollo's OSV API). Unlike AlmaLinux's they name source packages:
// "openssl" stands for openssl-libs too.
#include "advisory/ecosystem.h"
#include "advisory/errata.h"
#include "advisory/feed.h"

namespace batten::advisory::feeds {
namespace {

std::string ecosystem(std::string_view osv) { return osv.starts_with("Rocky Linux:") ? ecosystem_of_osv(osv) : std::string(); }

Result<void> import(std::string_view name, std::string_view bytes, FeedSink& sink) {
  return import_errata(name, bytes, {.osv = {.cvss_source = "rocky", .scheme = "rpm", .ecosystem = &ecosystem}, .by_source = true}, sink);
}

bool wanted(const model::Distro& distro) { return distro.id == "rocky"; }

std::vector<FeedFile> files(const model::Distro*) {
  return {{.url = "https://osv-vulnerabilities.storage.googleapis.com/Rocky%20Linux/all.zip",
           .mirror_names = {"rocky/rocky-osv.tar", "Rocky%20Linux/all.zip", "Rocky Linux/all.zip", "rocky/all.zip"},
           .changes = "modified_id.csv"}};
}

constexpr FeedExample kExamples[] = {
    {.file_name = "RLSA-2022:8317.json",
     .content =
         R"j({"schema_version":"1.6.0","id":"RLSA-2022:8317","related":["CVE-2022-32742"],"summary":"Moderate: samba security update",
       "affected":[{"package":{"ecosystem":"Rocky Linux:9","name":"samba"},
       "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"0:4.16.4-101.el9"}]}]}]})j",
     .expect = "rocky:9 samba CVE-2022-32742 fixed 0:4.16.4-101.el9"},
    {.file_name = "RLSA-2023:1.json",
     .content = R"j({"id":"RLSA-2023:1","upstream":[],"summary":"Important: nodejs:18 security update","affected":[
       {"package":{"ecosystem":"Rocky Linux:8","name":"nodejs"},
       "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1:18.1-1.module+el8.9.0+1"}]}]}]})j",
     .expect = "rocky:8 nodejs RLSA-2023:1 fixed 1:18.1-1.module+el8.9.0+1"},
};

}  // namespace

extern constinit const Feed rocky;
constinit const Feed rocky = {
    .name = "rocky",
    .summary = "Rocky Linux errata, OSV records",
    .license = "BSD-3-Clause",
    .revision = 1,
    .wanted = &wanted,
    .files = &files,
    .import = &import,
    .examples = kExamples,
};

}  // namespace batten::advisory::feeds

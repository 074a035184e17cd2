// SPDX-License-Identifier: Apache-2.0
//
// Alpine Linux. Two forms, told apart by their content:
// - secdb (secdb.alpinelinux.org, one file per release and repository), see secdb.h;
// - OSV records: CVE-... (old) and ALPINE-CVE-... (new). They add descriptions and CVSS vectors.
// Only fixes are known: a package that Alpine has not repaired is not in here.
#include "advisory/ecosystem.h"
#include "advisory/feed.h"
#include "advisory/osv.h"
#include "advisory/secdb.h"

namespace batten::advisory::feeds {
namespace {

std::string ecosystem(std::string_view osv) { return osv.starts_with("Alpine:") ? ecosystem_of_osv(osv) : std::string(); }

Result<void> import_osv(std::string_view name, std::string_view bytes, FeedSink& sink) {
  constexpr osv::Reading kReading{.cvss_source = "alpine", .scheme = "apk", .ecosystem = &ecosystem};
  auto record = osv::read(bytes, kReading, name, sink);
  if (!record) {
    sink.refuse(name, record.error().message);
    return {};
  }
  sink.data_date(record->modified);
  if (record->withdrawn || record->affected.empty()) return {};
  std::string cve = osv::cve_in_id(record->id);
  const std::string& id = cve.empty() ? record->id : cve;
  for (const osv::Affected& affected : record->affected) sink.advisory(osv::row_of(*record, affected, id, "apk", true));
  sink.vulnerability(osv::vulnerability_of(*record, id));
  return {};
}

Result<void> import(std::string_view name, std::string_view bytes, FeedSink& sink) {
  bool secdb = bytes.find("\"distroversion\"") != std::string_view::npos;
  // The archive of all secdb files also holds the server's license and index pages.
  if (!secdb && !name.ends_with(".json")) return {};
  return secdb ? import_secdb(name, bytes, "", sink) : import_osv(name, bytes, sink);
}

bool wanted(const model::Distro& distro) { return distro.id == "alpine"; }

// Releases up to the next two that are expected: a file that is not there yet is no failure.
std::vector<FeedFile> files(const model::Distro*) {
  std::vector<FeedFile> out{
      {.url = "", .mirror_names = {"alpine/alpine-osv.tar", "Alpine/all.zip", "alpine/all.zip"}},
      {.url = "", .mirror_names = {"alpine/alpine-secdb.tar"}},
  };
  std::vector<std::string> releases{"edge"};
  for (int minor = 10; minor <= 25; ++minor) releases.push_back("v3." + std::to_string(minor));
  for (const std::string& release : releases) {
    for (const char* repository : {"main", "community"}) {
      std::string path = release + "/" + repository + ".json";
      out.push_back({.url = "https://secdb.alpinelinux.org/" + path, .mirror_names = {"alpine/secdb/" + path, "secdb/" + path, path}});
    }
  }
  return out;
}

constexpr FeedExample kExamples[] = {
    {.file_name = "v3.18/main.json",
     .content = R"j({"distroversion":"v3.18","reponame":"main","packages":[
       {"pkg":{"name":"xen","secfixes":{"4.15.0-r1":["CVE-2021-28692 XSA-373"],"4.7.1-r0":["XSA-201"],"0":["CVE-2020-0001"]}}},
       {"pkg":{"name":"zlib","secfixes":{"1.2.12-r0":["CVE-2018-25032 (+ regression fix)"],"1.2.12-r2":["CVE-2022-37434 CVE-2022-37435"]}}}]})j",
     .expect = "alpine:3.18 xen CVE-2020-0001 not-affected -; alpine:3.18 xen CVE-2021-28692 fixed 4.15.0-r1; alpine:3.18 xen XSA-201 "
               "fixed 4.7.1-r0; "
               "alpine:3.18 zlib CVE-2018-25032 fixed 1.2.12-r0; alpine:3.18 zlib CVE-2022-37434 fixed 1.2.12-r2; "
               "alpine:3.18 zlib CVE-2022-37435 fixed 1.2.12-r2"},
    {.file_name = "ALPINE-CVE-2024-6345.json",
     .content = R"j({"schema_version":"1.7.3","id":"ALPINE-CVE-2024-6345","upstream":["CVE-2024-6345"],"affected":[
       {"package":{"name":"py3-setuptools","ecosystem":"Alpine:v3.17"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"70.3.0-r0"}]}]},
       {"package":{"name":"py3-setuptools","ecosystem":"Alpine:edge"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"2-r0"},{"fixed":"70.3.0-r0"}]}]}]})j",
     .expect = "alpine:3.17 py3-setuptools CVE-2024-6345 fixed 70.3.0-r0; alpine:edge py3-setuptools CVE-2024-6345 fixed 70.3.0-r0"},
};

}  // namespace

extern constinit const Feed alpine;
constinit const Feed alpine = {
    .name = "alpine",
    .summary = "Alpine Linux secdb, and the OSV records made of it",
    .license = "see license.txt at secdb.alpinelinux.org",
    .revision = 1,
    .wanted = &wanted,
    .files = &files,
    .import = &import,
    .examples = kExamples,
};

}  // namespace batten::advisory::feeds

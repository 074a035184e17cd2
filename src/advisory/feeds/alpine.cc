// SPDX-License-Identifier: Apache-2.0
//
// Alpine Linux. Two forms, told apart by their content:
// - secdb (secdb.alpinelinux.org, one file per release and repository): packages[].pkg.secfixes: fixed version -> texts of ids such as
//   "CVE-2021-28692 XSA-373" or "CVE-2019-1234 (+ regression fix)". Version "0": never affected. Names are origin packages.
// - OSV records: CVE-... (old) and ALPINE-CVE-... (new). They add descriptions and CVSS vectors.
// Only fixes are known: a package that Alpine has not repaired is not in here.
#include <algorithm>

#include "advisory/ecosystem.h"
#include "advisory/feed.h"
#include "advisory/osv.h"
#include "base/json.h"
#include "base/text.h"

namespace batten::advisory::feeds {
namespace {

using model::State;

// Letters, digits, '-', ':' and '.', with a digit: "XSA-201", "GHSA-xxxx-...", "GNUTLS-SA-2021-03-10". Not "(+" or "regression".
bool is_id(std::string_view word) {
  bool digit = false, dash = false;
  for (char c : word) {
    bool number = c >= '0' && c <= '9';
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!number && !letter && c != '-' && c != ':' && c != '.') return false;
    digit = digit || number;
    dash = dash || c == '-';
  }
  return (digit && dash) || word.starts_with("GHSA-");
}

void import_fix(std::string_view ecosystem_name, std::string_view package, std::string_view fixed, std::string_view text, FeedSink& sink) {
  std::vector<std::string> cves, others;
  for (std::string_view word : base::words(text)) {
    while (!word.empty() && (word.back() == ',' || word.back() == ';' || word.back() == ')')) word.remove_suffix(1);
    while (!word.empty() && word.front() == '(') word.remove_prefix(1);
    std::string id(word);
    // A slip of the pen that the data has.
    if (id.starts_with("CVE_")) id[3] = '-';
    if (osv::is_cve(id)) {
      cves.push_back(std::move(id));
    } else if (is_id(word)) {
      others.emplace_back(word);
    }
  }
  if (cves.empty() && others.empty())
    return sink.refuse(std::string(package) + " " + std::string(fixed), "no id in \"" + std::string(text) + "\"");
  // Other ids beside a CVE are names of the same thing.
  bool own_id = cves.empty();
  for (const std::string& id : own_id ? others : cves) {
    model::Advisory row;
    row.vulnerability_id = row.record_id = id;
    row.ecosystem = ecosystem_name;
    row.package = package;
    row.by_source = true;
    row.scheme = "apk";
    row.state = fixed == "0" ? State::kNotAffected : State::kFixed;
    if (fixed != "0") row.ranges.push_back({.introduced = {}, .fixed = std::string(fixed), .last_affected = {}});
    sink.advisory(std::move(row));
    if (!own_id && !others.empty() && cves.size() == 1) {
      model::Vulnerability vulnerability;
      vulnerability.id = id;
      vulnerability.aliases = others;
      sink.vulnerability(std::move(vulnerability));
    }
  }
}

Result<void> import_secdb(std::string_view name, std::string_view bytes, FeedSink& sink) {
  json::Document document = TRY_IN(name, json::Document::parse(bytes, {.max_bytes = 256u << 20, .max_depth = 32}));
  std::string_view release = document["distroversion"].string();
  if (release.empty() || !document["packages"].is_array()) {
    return Error{Code::kCorrupt, std::string(name) + ": not a secdb file: no distroversion or packages"};
  }
  std::string ecosystem_name = "alpine:" + std::string(release.starts_with('v') ? release.substr(1) : release);
  document["packages"].each([&](json::View item) {
    std::string_view package = item["pkg"]["name"].string();
    if (package.empty()) return sink.refuse(name, "a package without a name");
    item["pkg"]["secfixes"].each_member([&](std::string_view fixed, json::View ids) {
      if (fixed.empty() || !ids.is_array()) return sink.refuse(package, "secfixes is no list of ids by version");
      ids.each([&](json::View text) { import_fix(ecosystem_name, package, fixed, text.string(), sink); });
    });
  });
  return {};
}

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
  return secdb ? import_secdb(name, bytes, sink) : import_osv(name, bytes, sink);
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

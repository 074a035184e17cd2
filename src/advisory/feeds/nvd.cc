// SPDX-License-Identifier: Apache-2.0
//
// National Vulnerability Database: CPE version ranges, see nvd.h; only of the programs that programs.h looks for there. Its yearly
// files have hundreds of megabytes, so that it is fetched when it is asked for by name.
#include "advisory/nvd.h"

#include <algorithm>
#include <string>

#include "advisory/feed.h"
#include "advisory/programs.h"
#include "base/format.h"

namespace batten::advisory::feeds {
namespace {

bool is_program(std::string_view vendor_product) {
  return std::ranges::any_of(programs(), [&](const Program& program) { return program.feed == "nvd" && program.key == vendor_product; });
}

Result<void> import(std::string_view name, std::string_view bytes, FeedSink& sink) {
  auto done = import_nvd(name, bytes, &is_program, sink);
  if (!done) sink.refuse(name, done.error().message);
  return {};
}

bool wanted(const model::Distro&) { return false; }

std::vector<FeedFile> files(const model::Distro*) {
  std::vector<FeedFile> out{{.url = "", .mirror_names = {"nvd/nvd-data-overrides.tar"}}};
  constexpr int kFirst = 2002, kLast = 2027;  // a year that is not there yet is no failure
  for (int year = kFirst; year <= kLast; ++year) {
    std::string name = format("nvdcve-2.0-{}.json", year);
    out.push_back({.url = "https://nvd.nist.gov/feeds/json/cve/2.0/" + name + ".gz", .mirror_names = {"nvd/" + name}});
  }
  return out;
}

constexpr FeedExample kExamples[] = {
    {.file_name = "nvdcve-2.0-2022.json",
     .content =
         R"j({"resultsPerPage":2,"format":"NVD_CVE","vulnerabilities":[{"cve":{"id":"CVE-2022-28391","lastModified":"2023-08-08T14:21:49.707",
       "descriptions":[{"lang":"en","value":"BusyBox {through} 1.35.0"}],"configurations":[{"nodes":[{"operator":"OR","negate":false,"cpeMatch":[
       {"vulnerable":true,"criteria":"cpe:2.3:a:busybox:busybox:*:*:*:*:*:*:*:*","versionEndIncluding":"1.35.0"}]}]}]}},
       {"cve":{"id":"CVE-2022-0001","configurations":[{"nodes":[{"cpeMatch":[{"vulnerable":true,"criteria":"cpe:2.3:a:other:program:1.0:*:*:*:*:*:*:*"}]}]}]}}]})j",
     .expect = "nvd busybox:busybox CVE-2022-28391 affected -"},
    {.file_name = "CVE-2024-0001.json",
     .content = R"j({"_annotation":{"cve_id":"CVE-2024-0001"},"cve":{"configurations":[{"operator":"AND","nodes":[
       {"cpeMatch":[{"vulnerable":true,"criteria":"cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*","versionStartIncluding":"3.0.0","versionEndExcluding":"3.0.14"}]},
       {"cpeMatch":[{"vulnerable":false,"criteria":"cpe:2.3:o:microsoft:windows:-:*:*:*:*:*:*:*"}]}]},
       {"nodes":[{"cpeMatch":[{"vulnerable":true,"criteria":"cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*","versionStartIncluding":"3.1.0","versionEndExcluding":"3.1.6"}]}]}]}})j",
     .expect = "nvd openssl:openssl CVE-2024-0001 fixed 3.1.6"},
};

}  // namespace

extern constinit const Feed nvd;
constinit const Feed nvd = {
    .name = "nvd",
    .summary = "National Vulnerability Database: programs without a package, by CPE; fetched when it is named",
    .license = "public domain (NIST); overrides CC0-1.0 (Anchore)",
    .revision = 1,
    .wanted = &wanted,
    .files = &files,
    .import = &import,
    .examples = kExamples,
    .if_there = true,
    .large = true,
};

}  // namespace batten::advisory::feeds

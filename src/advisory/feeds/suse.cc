// SPDX-License-Identifier: Apache-2.0
//
// SUSE and openSUSE updates in OSV form (ftp.suse.com/pub/projects/security/osv). Names are of source packages. A record has no
// severity: the scores are a file of their own, see suse_scores.h.
// Releases: openSUSE Leap and Tumbleweed, SUSE Linux Enterprise Server and its modules. Left out are products beside them (OpenStack Cloud,
// Storage), live patches of a running kernel, and channels that are paid for separately (LTSS, BCL, ESPOS, TERADATA).
#include <string>

#include "advisory/errata.h"
#include "advisory/feed.h"
#include "advisory/suse_scores.h"
#include "base/text.h"

namespace batten::advisory::feeds {
namespace {

// "15 SP4" -> "15.4", "15" -> "15"; empty for anything else.
std::string service_pack(std::string_view text) {
  std::size_t blank = text.find(' ');
  std::string_view major = text.substr(0, blank);
  if (!base::parse_unsigned(major)) return {};
  if (blank == std::string_view::npos) return std::string(major);
  std::string_view pack = text.substr(blank + 1);
  if (!pack.starts_with("SP") || !base::parse_unsigned(pack.substr(2))) return {};
  return std::string(major) + "." + std::string(pack.substr(2));
}

std::string ecosystem(std::string_view osv) {
  if (osv == "openSUSE:Tumbleweed") return "opensuse:tumbleweed";
  constexpr std::string_view kLeap = "openSUSE:Leap ", kServer = "SUSE:Linux Enterprise Server ",
                             kModule = "SUSE:Linux Enterprise Module for ";
  if (osv.starts_with(kLeap)) return "opensuse:" + std::string(osv.substr(kLeap.size()));
  std::string release;
  if (osv.starts_with(kServer)) release = service_pack(osv.substr(kServer.size()));
  if (osv.starts_with(kModule)) {
    // "Basesystem 15 SP4"
    std::size_t digit = osv.find_first_of("0123456789", kModule.size());
    if (digit != std::string_view::npos) release = service_pack(osv.substr(digit));
  }
  return release.empty() ? std::string() : "sles:" + release;
}

Result<void> import(std::string_view name, std::string_view bytes, FeedSink& sink) {
  if (name.ends_with(".yaml")) return import_suse_scores(name, bytes, sink);
  return import_errata(name, bytes, {.osv = {.cvss_source = "suse", .scheme = "rpm", .ecosystem = &ecosystem}, .by_source = true}, sink);
}

bool wanted(const model::Distro& distro) { return distro.id.starts_with("opensuse") || distro.id.starts_with("sles"); }

std::vector<FeedFile> files(const model::Distro*) {
  return {{.url = "https://osv-vulnerabilities.storage.googleapis.com/SUSE/all.zip",
           .mirror_names = {"suse/suse-osv.tar", "SUSE/all.zip", "suse/all.zip"},
           .changes = "modified_id.csv"},
          {.url = "https://osv-vulnerabilities.storage.googleapis.com/openSUSE/all.zip",
           .mirror_names = {"openSUSE/all.zip", "opensuse/all.zip"},
           .changes = "modified_id.csv"},
          {.url = "https://ftp.suse.com/pub/projects/security/yaml/suse-cvss-scores.yaml",
           .mirror_names = {"suse/suse-cvss-scores.yaml", "suse-cvss-scores.yaml"}}};
}

constexpr FeedExample kExamples[] = {
    {.file_name = "SUSE-SU-2022:2347-1.json",
     .content = R"j({"id":"SUSE-SU-2022:2347-1","related":["CVE-2022-0485"],"summary":"Security update for libnbd","affected":[
       {"package":{"ecosystem":"openSUSE:Leap 15.4","name":"libnbd"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.9.3-150300.8.9.1"}]}]},
       {"package":{"ecosystem":"SUSE:Linux Enterprise Module for Basesystem 15 SP4","name":"libnbd"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.9.3-150300.8.9.1"}]}]},
       {"package":{"ecosystem":"SUSE:Linux Enterprise Server 12 SP3-LTSS","name":"libnbd"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.9.3-1"}]}]},
       {"package":{"ecosystem":"SUSE:Linux Enterprise Live Patching 15 SP4","name":"x"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1"}]}]}]})j",
     .expect = "opensuse:15.4 libnbd CVE-2022-0485 fixed 1.9.3-150300.8.9.1; sles:15.4 libnbd CVE-2022-0485 fixed 1.9.3-150300.8.9.1"},
    {.file_name = "openSUSE-SU-2024:1.json",
     .content = R"j({"id":"openSUSE-SU-2024:1","related":["CVE-2024-0001"],"affected":[
       {"package":{"ecosystem":"openSUSE:Tumbleweed","name":"a"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2-1.1"}]}]},
       {"package":{"ecosystem":"SUSE:Linux Enterprise Server 15","name":"a"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1-9.1"}]}]}]})j",
     .expect = "opensuse:tumbleweed a CVE-2024-0001 fixed 2-1.1; sles:15 a CVE-2024-0001 fixed 1-9.1"},
};

}  // namespace

extern constinit const Feed suse;
constinit const Feed suse = {
    .name = "suse",
    .summary = "SUSE and openSUSE updates, OSV records",
    .license = "CC-BY-4.0, SUSE LLC",
    .revision = 2,
    .wanted = &wanted,
    .files = &files,
    .import = &import,
    .examples = kExamples,
};

}  // namespace batten::advisory::feeds

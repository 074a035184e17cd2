// SPDX-License-Identifier: Apache-2.0
//
// Ubuntu, as OSV records (Canonical's archive security-metadata.canonical.com/osv, or osv.dev's): UBUNTU-CVE-... per vulnerability and
// USN-... per notice, over source packages. Ubuntu:Pro:... and its FIPS channels are releases of their own: what they fix is not
// fixed for a machine that has not enabled them. A notice's rows yield to those of the vulnerabilities; it still speaks where a
// release has left the tracker. LSN records are about live patches of a running kernel, not about packages.
#include "advisory/ecosystem.h"
#include "advisory/feed.h"
#include "advisory/osv.h"
#include "base/text.h"

namespace batten::advisory::feeds {
namespace {

using model::Severity;
using model::State;

std::string ecosystem(std::string_view osv) { return osv.starts_with("Ubuntu:") ? ecosystem_of_osv(osv) : std::string(); }

// Ubuntu's priority.
Severity severity_of(std::string_view priority) {
  if (priority == "negligible") return Severity::kNegligible;
  return model::parse_severity(priority).value_or(Severity::kUnknown);
}

bool says_end_of_life(std::string_view reason) {
  return reason.find("end of life") != std::string_view::npos || reason.find("end-of-life") != std::string_view::npos ||
         reason.find("end of standard support") != std::string_view::npos;
}

// The tracker's own status, "ignored (superseded by linux-gcp)": kept by records that were made from the tracker's data.
void set_tracker_status(model::Advisory& row, std::string_view text) {
  std::string_view status = text.substr(0, text.find(' '));
  if (row.state == State::kFixed || status.empty()) return;
  std::size_t open = text.find('(');
  std::string_view reason = open == std::string_view::npos ? std::string_view() : text.substr(open + 1, text.rfind(')') - open - 1);
  row.note = reason.substr(0, 200);
  if (status == "ignored") row.state = says_end_of_life(reason) ? State::kEndOfLife : State::kWontFix;
  if (status == "deferred") row.state = State::kDeferred;
  if (status == "needs-triage") row.state = State::kUnderInvestigation;
  if (status == "not-affected") row.state = State::kNotAffected;
  if (status == "pending") row.note = "fix pending" + (reason.empty() ? std::string() : ": " + std::string(reason.substr(0, 200)));
}

// A notice lists per release which CVEs it fixed there.
std::vector<std::string> cves_of(const osv::Record& record, const osv::Affected& affected) {
  std::vector<std::string> out;
  affected.database_specific["cves_map"]["cves"].each([&](json::View item) {
    if (std::string cve = osv::cve_in_id(item["id"].string()); !cve.empty()) out.push_back(std::move(cve));
  });
  return out.empty() ? osv::cves_of(record) : out;
}

std::string priority_of(const osv::Record& record, const osv::Affected& affected) {
  std::string_view own = affected.ecosystem_specific["ubuntu_priority"].string();
  return own.empty() ? record.other_severity : std::string(own.substr(0, 40));
}

void import_affected(const osv::Record& record, const osv::Affected& affected, bool notice, FeedSink& sink) {
  std::vector<std::string> ids = cves_of(record, affected);
  bool own_id = ids.empty();
  if (own_id) ids = {record.id};
  for (const std::string& id : ids) {
    model::Advisory row = osv::row_of(record, affected, id, "dpkg", true);
    row.severity_text = notice ? std::string() : priority_of(record, affected);
    row.severity = severity_of(row.severity_text);
    set_tracker_status(row, affected.ecosystem_specific["tracker_status"].string());
    if (notice && !own_id) {
      sink.advisory_if_absent(std::move(row));
    } else {
      sink.advisory(std::move(row));
    }
  }
}

Result<void> import(std::string_view name, std::string_view bytes, FeedSink& sink) {
  constexpr osv::Reading kReading{.cvss_source = "ubuntu", .scheme = "dpkg", .ecosystem = &ecosystem};
  auto record = osv::read(bytes, kReading, name, sink);
  if (!record) {
    sink.refuse(name, record.error().message);
    return {};
  }
  sink.data_date(record->modified);
  if (record->withdrawn || record->affected.empty() || record->id.starts_with("LSN-")) return {};
  bool notice = record->id.starts_with("USN-");
  for (const osv::Affected& affected : record->affected) import_affected(*record, affected, notice, sink);
  std::vector<std::string> ids = osv::cves_of(*record);
  if (!notice || ids.empty()) sink.vulnerability(osv::vulnerability_of(*record, ids.empty() ? record->id : ids[0]));
  return {};
}

bool wanted(const model::Distro& distro) { return distro.id == "ubuntu"; }

std::vector<FeedFile> files(const model::Distro*) {
  return {{.url = "https://security-metadata.canonical.com/osv/osv-all.tar.xz",
           .mirror_names = {"ubuntu/osv-all.tar", "osv/osv-all.tar", "Ubuntu/all.zip", "ubuntu/all.zip", "ubuntu/ubuntu-osv-derived.tar",
                            "ubuntu/ubuntu-osv.tar"}}};
}

constexpr FeedExample kExamples[] = {
    {.file_name = "UBUNTU-CVE-2023-2650.json",
     .content = R"j({"id":"UBUNTU-CVE-2023-2650","upstream":["CVE-2023-2650"],"related":["USN-6119-1"],
       "severity":[{"type":"Ubuntu","score":"low"}],"affected":[
       {"package":{"name":"openssl","ecosystem":"Ubuntu:Pro:14.04:LTS"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.0.1f-1ubuntu2.27+esm9"}]}]},
       {"package":{"name":"openssl","ecosystem":"Ubuntu:Pro:FIPS-updates:20.04:LTS"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.1.1f-1ubuntu2.fips.18"}]}]},
       {"package":{"name":"openssl","ecosystem":"Ubuntu:22.04:LTS"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"3.0.2-0ubuntu1.10"}]}]},
       {"package":{"name":"edk2","ecosystem":"Ubuntu:24.10"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}]}]})j",
     .expect = "ubuntu-fips-updates:20.04 openssl CVE-2023-2650 fixed 1.1.1f-1ubuntu2.fips.18; "
               "ubuntu-pro:14.04 openssl CVE-2023-2650 fixed 1.0.1f-1ubuntu2.27+esm9; ubuntu:22.04 openssl CVE-2023-2650 fixed "
               "3.0.2-0ubuntu1.10; "
               "ubuntu:24.10 edk2 CVE-2023-2650 affected -"},
    {.file_name = "UBUNTU-CVE-2024-0001.json",
     .content = R"j({"id":"UBUNTU-CVE-2024-0001","upstream":["CVE-2024-0001"],"affected":[
       {"package":{"name":"a","ecosystem":"Ubuntu:20.04:LTS"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}],"ecosystem_specific":{"tracker_status":"ignored (superseded by b)"}},
       {"package":{"name":"b","ecosystem":"Ubuntu:20.04:LTS"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}],"ecosystem_specific":{"tracker_status":"deferred (2024-01-01)"}},
       {"package":{"name":"c","ecosystem":"Ubuntu:20.04:LTS"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}],"ecosystem_specific":{"tracker_status":"pending (1.2-3)"}},
       {"package":{"name":"d","ecosystem":"Ubuntu:20.04:LTS"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}],"ecosystem_specific":{"tracker_status":"needed"}}]})j",
     .expect = "ubuntu:20.04 a CVE-2024-0001 wont-fix -; ubuntu:20.04 b CVE-2024-0001 deferred -; "
               "ubuntu:20.04 c CVE-2024-0001 affected -; ubuntu:20.04 d CVE-2024-0001 affected -"},
    {.file_name = "USN-5614-1.json",
     .content = R"j({"id":"USN-5614-1","upstream":["UBUNTU-CVE-2021-3782"],"affected":[
       {"package":{"ecosystem":"Ubuntu:18.04:LTS","name":"wayland"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.16.0-1ubuntu1.1"}]}],
        "database_specific":{"cves_map":{"ecosystem":"Ubuntu:18.04:LTS","cves":[{"id":"CVE-2021-3782"}]}}}]})j",
     .expect = "ubuntu:18.04 wayland CVE-2021-3782 fixed 1.16.0-1ubuntu1.1"},
    {.file_name = "LSN-0099-1.json",
     .content = R"j({"id":"LSN-0099-1","upstream":["CVE-2022-3643"],"affected":[
       {"package":{"ecosystem":"Ubuntu:18.04:LTS","name":"linux"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"4.15.0-1"}]}]}]})j",
     .expect = ""},
};

}  // namespace

extern constinit const Feed ubuntu;
constinit const Feed ubuntu = {
    .name = "ubuntu",
    .summary = "Ubuntu CVE Tracker and security notices, OSV records",
    .license = "CC-BY-SA-4.0, Canonical Ltd.",
    .revision = 1,
    .wanted = &wanted,
    .files = &files,
    .import = &import,
    .examples = kExamples,
};

}  // namespace batten::advisory::feeds

// SPDX-License-Identifier: Apache-2.0
//
// Debian. Two forms, told apart by their content:
// - the security tracker's JSON (security-tracker.debian.org/tracker/data/json): source package -> CVE -> releases -> codename ->
//   {status, fixed_version, urgency, nodsa, nodsa_reason}. The only one that says why something stays unfixed.
// - records of the OSV archive: CVE-... (old) and DEBIAN-CVE-... (new) per vulnerability, DSA-, DLA- and DTSA- per erratum. It has CVSS
//   vectors and older releases. An erratum's rows yield to those of the vulnerabilities that it names.
#include <set>

#include "advisory/ecosystem.h"
#include "advisory/feed.h"
#include "advisory/osv.h"
#include "base/json.h"
#include "base/text.h"

namespace batten::advisory::feeds {
namespace {

using model::Severity;
using model::State;

// The tracker's urgency; "low**" is an old way to say that the tracker guessed it. "end-of-life" is no severity.
Severity severity_of(std::string_view urgency) {
  while (urgency.ends_with('*')) urgency.remove_suffix(1);
  if (urgency == "unimportant") return Severity::kNegligible;
  if (urgency == "low") return Severity::kLow;
  if (urgency == "medium") return Severity::kMedium;
  if (urgency == "high") return Severity::kHigh;
  return Severity::kUnknown;
}

void set_urgency(model::Advisory& row, std::string_view urgency) {
  row.severity = severity_of(urgency);
  if (urgency != "not yet assigned") row.severity_text = urgency.substr(0, 40);
  if (urgency == "end-of-life" && row.state != State::kFixed) row.state = State::kEndOfLife;
}

// One release of one CVE. False: it has no status that is known.
bool set_state(model::Advisory& row, json::View release) {
  std::string_view status = release["status"].string();
  std::string_view fixed = release["fixed_version"].string();
  std::string_view reason = release["nodsa_reason"].string();
  bool no_dsa = static_cast<bool>(release["nodsa"]);
  if (status == "resolved") {
    if (fixed.empty()) return false;
    row.state = fixed == "0" ? State::kNotAffected : State::kFixed;
    if (fixed != "0") row.ranges.push_back({.introduced = {}, .fixed = std::string(fixed), .last_affected = {}});
    return true;
  }
  if (status != "open" && status != "undetermined") return false;
  row.state = status == "open" ? State::kAffected : State::kUnderInvestigation;
  if (no_dsa) {
    row.state = reason == "ignored" ? State::kWontFix : State::kDeferred;
    row.note = release["nodsa"].string().substr(0, 1000);
    if (!reason.empty()) row.note = std::string(reason.substr(0, 40)) + (row.note.empty() ? "" : ": ") + row.note;
  }
  return true;
}

void import_cve(std::string_view package, std::string_view id, json::View entry, std::set<std::string, std::less<>>& seen, FeedSink& sink) {
  if (!entry["releases"].is_object()) return sink.refuse(std::string(package) + " " + std::string(id), "no releases");
  if (!seen.contains(id)) {
    seen.emplace(id);
    model::Vulnerability vulnerability;
    vulnerability.id = id;
    vulnerability.description = entry["description"].string();
    vulnerability.references.push_back("https://security-tracker.debian.org/tracker/" + vulnerability.id);
    sink.vulnerability(std::move(vulnerability));
  }
  entry["releases"].each_member([&](std::string_view codename, json::View release) {
    model::Advisory row;
    row.vulnerability_id = row.record_id = id;
    row.ecosystem = debian_ecosystem(codename);
    row.package = package;
    row.by_source = true;
    row.scheme = "dpkg";
    if (!set_state(row, release)) {
      return sink.refuse(std::string(package) + " " + std::string(id) + " " + std::string(codename),
                         "status \"" + std::string(release["status"].string()) + "\" is not known or has no fixed_version");
    }
    set_urgency(row, release["urgency"].string());
    sink.advisory(std::move(row));
  });
}

Result<void> import_tracker(std::string_view bytes, FeedSink& sink) {
  json::Document document = TRY(json::Document::parse(bytes, {.max_bytes = 1u << 30, .max_depth = 32}));
  if (!document.root().is_object()) return Error{Code::kCorrupt, "not the tracker's JSON: no object"};
  std::set<std::string, std::less<>> seen;
  document.root().each_member([&](std::string_view package, json::View vulnerabilities) {
    if (!vulnerabilities.is_object()) return sink.refuse(package, "no object of vulnerabilities");
    vulnerabilities.each_member([&](std::string_view id, json::View entry) { import_cve(package, id, entry, seen, sink); });
  });
  return {};
}

std::string ecosystem(std::string_view osv) { return osv.starts_with("Debian:") ? ecosystem_of_osv(osv) : std::string(); }

bool is_erratum(std::string_view id) { return id.starts_with("DSA-") || id.starts_with("DLA-") || id.starts_with("DTSA-"); }

Result<void> import_osv(std::string_view name, std::string_view bytes, FeedSink& sink) {
  constexpr osv::Reading kReading{.cvss_source = "debian", .scheme = "dpkg", .ecosystem = &ecosystem};
  auto record = osv::read(bytes, kReading, name, sink);
  if (!record) {
    sink.refuse(name, record.error().message);
    return {};
  }
  sink.data_date(record->modified);
  if (record->withdrawn || record->affected.empty()) return {};
  bool erratum = is_erratum(record->id);
  std::vector<std::string> ids = osv::cves_of(*record);
  if (!erratum && osv::cve_in_id(record->id).empty()) ids = {record->id};
  bool own_id = ids.empty();
  if (own_id) ids = {record->id};
  for (const osv::Affected& affected : record->affected) {
    for (const std::string& id : ids) {
      model::Advisory row = osv::row_of(*record, affected, id, "dpkg", true);
      set_urgency(row, affected.ecosystem_specific["urgency"].string());
      if (erratum && !own_id) {
        sink.advisory_if_absent(std::move(row));
      } else {
        sink.advisory(std::move(row));
      }
    }
  }
  // An erratum that names CVEs is known by its id only; what it says is in theirs.
  if (!erratum || own_id) sink.vulnerability(osv::vulnerability_of(*record, ids[0]));
  return {};
}

// A record of OSV has an id at its top; the tracker has packages there.
Result<void> import(std::string_view name, std::string_view bytes, FeedSink& sink) {
  std::string_view head = bytes.substr(0, 4096);
  bool is_osv = head.find("\"schema_version\"") != std::string_view::npos || head.find("\"id\"") != std::string_view::npos;
  return is_osv ? import_osv(name, bytes, sink) : import_tracker(bytes, sink);
}

bool wanted(const model::Distro& distro) { return distro.id == "debian" || distro.id == "raspbian"; }

std::vector<FeedFile> files(const model::Distro*) {
  // The tracker comes last: where both name a release, its decisions count.
  return {
      {.url = "", .mirror_names = {"debian/debian-osv.tar", "Debian/all.zip", "debian/all.zip"}},
      {.url = "https://security-tracker.debian.org/tracker/data/json",
       .mirror_names = {"debian/tracker.json", "tracker/data/json", "debian/tracker-derived.json"}},
  };
}

constexpr FeedExample kExamples[] = {
    {.file_name = "tracker.json",
     .content = R"j({"curl":{"CVE-2024-0001":{"description":"d","releases":{
       "bookworm":{"status":"resolved","fixed_version":"7.88-1","urgency":"medium"},
       "trixie":{"status":"resolved","fixed_version":"0","urgency":"unimportant"},
       "bullseye":{"status":"open","urgency":"low","nodsa":"Minor issue","nodsa_reason":"ignored"},
       "buster":{"status":"open","urgency":"end-of-life"},
       "forky":{"status":"open","urgency":"low","nodsa":"Minor issue","nodsa_reason":"postponed"},
       "sid":{"status":"open","urgency":"not yet assigned"}}},
       "TEMP-0000000-0CA7E3":{"releases":{"sid":{"status":"undetermined","urgency":"not yet assigned"}}}}})j",
     .expect =
         "debian:10 curl CVE-2024-0001 end-of-life -; debian:11 curl CVE-2024-0001 wont-fix -; debian:12 curl CVE-2024-0001 fixed 7.88-1; "
         "debian:13 curl CVE-2024-0001 not-affected -; debian:14 curl CVE-2024-0001 deferred -; debian:sid curl CVE-2024-0001 affected -; "
         "debian:sid curl TEMP-0000000-0CA7E3 under-investigation -"},
    {.file_name = "CVE-2024-0002.json",
     .content = R"j({"schema_version":"1.6.0","id":"CVE-2024-0002","modified":"2024-01-02T00:00:00Z","affected":[
       {"package":{"ecosystem":"Alpine:v3.17","name":"x"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1-r0"}]}]},
       {"package":{"ecosystem":"Debian:12","name":"x"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1-2"}]}]},
       {"package":{"ecosystem":"Debian:13","name":"x"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}],
        "ecosystem_specific":{"urgency":"unimportant"}}]})j",
     .expect = "debian:12 x CVE-2024-0002 fixed 1-2; debian:13 x CVE-2024-0002 affected -"},
    {.file_name = "DEBIAN-CVE-2024-0003.json",
     .content = R"j({"schema_version":"1.7.3","id":"DEBIAN-CVE-2024-0003","upstream":["CVE-2024-0003"],"affected":[
       {"package":{"ecosystem":"Debian:12","name":"x"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1-2"}]}]}]})j",
     .expect = "debian:12 x CVE-2024-0003 fixed 1-2"},
    {.file_name = "DSA-1-1.json",
     .content = R"j({"schema_version":"1.7.3","id":"DSA-1-1","upstream":["CVE-2024-0003"],"affected":[
       {"package":{"ecosystem":"Debian:10","name":"x"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1-2"}]}]}]})j",
     .expect = "debian:10 x CVE-2024-0003 fixed 1-2"},
    {.file_name = "DSA-2-1.json",
     .content = R"j({"schema_version":"1.7.3","id":"DSA-2-1","affected":[
       {"package":{"ecosystem":"Debian:10","name":"x"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1-2"}]}]}]})j",
     .expect = "debian:10 x DSA-2-1 fixed 1-2"},
};

}  // namespace

extern constinit const Feed debian;
constinit const Feed debian = {
    .name = "debian",
    .summary = "Debian Security Tracker: its JSON, or the OSV archive made of it",
    .license = "Debian security tracker data",
    .revision = 1,
    .wanted = &wanted,
    .files = &files,
    .import = &import,
    .examples = kExamples,
};

}  // namespace batten::advisory::feeds

// SPDX-License-Identifier: Apache-2.0
//
// Arch Linux: security.archlinux.org/all.json, a list of groups of vulnerabilities: {name: AVG-1, packages, status, severity, affected,
// fixed, issues}. "affected" is the newest version that was found vulnerable. A group of status Testing has a fix that is not in the
// repositories yet.
#include <string>

#include "advisory/feed.h"
#include "base/json.h"
#include "base/text.h"

namespace batten::advisory::feeds {
namespace {

// False: a word that is not known.
bool set_state(std::string_view status, model::Advisory& row) {
  if (status == "Fixed") {
    row.state = model::State::kFixed;
  } else if (status == "Vulnerable" || status == "Testing") {
    row.state = model::State::kAffected;
  } else if (status == "Not affected") {
    row.state = model::State::kNotAffected;
  } else if (status == "Unknown") {
    row.state = model::State::kUnderInvestigation;
  } else {
    return false;
  }
  return true;
}

void import_group(json::View group, std::string_view name, FeedSink& sink) {
  std::string_view id = group["name"].string();
  std::string_view fixed = group["fixed"].string();
  model::Advisory row;
  row.record_id = id;
  row.ecosystem = "arch";
  row.scheme = "arch";
  bool known = set_state(group["status"].string(), row);
  bool complete = !id.empty() && id.size() < 100 && known && (row.state != model::State::kFixed || !fixed.empty());
  if (!complete) return sink.refuse(id.empty() ? name : id, "no name, no known status, or fixed without a version");
  if (row.state != model::State::kNotAffected) row.ranges.emplace_back();
  if (row.state == model::State::kFixed) row.ranges[0].fixed = fixed.substr(0, 200);
  // An open group with a fix, or one that nobody has looked at, is about the version that it names and those before.
  bool up_to_affected = row.state == model::State::kUnderInvestigation || (row.state == model::State::kAffected && !fixed.empty());
  if (up_to_affected) row.ranges[0].last_affected = group["affected"].string().substr(0, 200);
  if (row.state == model::State::kAffected && !fixed.empty()) {
    row.note = "fixed in " + std::string(fixed.substr(0, 200)) + ", which is in the testing repository";
  }
  row.severity_text = group["severity"].string().substr(0, 40);
  row.severity = model::parse_severity(base::lower(row.severity_text)).value_or(model::Severity::kUnknown);
  std::vector<std::string> issues = group["issues"].strings();
  if (issues.empty()) issues.emplace_back(id);
  for (const std::string& package : group["packages"].strings()) {
    for (const std::string& issue : issues) {
      row.package = package;
      row.vulnerability_id = issue;
      sink.advisory(row);
    }
  }
  model::Vulnerability entry;
  entry.id = id;
  entry.aliases = std::move(issues);
  std::erase(entry.aliases, entry.id);
  entry.title = group["type"].string();
  entry.references.push_back("https://security.archlinux.org/" + std::string(id));
  for (const std::string& advisory : group["advisories"].strings()) {
    if (entry.references.size() < 20) entry.references.push_back("https://security.archlinux.org/" + advisory.substr(0, 100));
  }
  sink.vulnerability(std::move(entry));
}

Result<void> import(std::string_view name, std::string_view bytes, FeedSink& sink) {
  json::Document document = TRY(json::Document::parse(bytes, {.max_bytes = 64u << 20, .max_depth = 20}));
  if (!document.root().is_array()) return Error{Code::kCorrupt, "not a list of groups"};
  document.root().each([&](json::View group) { import_group(group, name, sink); });
  return {};
}

bool wanted(const model::Distro& distro) { return distro.id == "arch"; }

std::vector<FeedFile> files(const model::Distro*) {
  return {{.url = "https://security.archlinux.org/all.json", .mirror_names = {"arch/arch-security-all.json", "arch/all.json"}}};
}

constexpr FeedExample kExamples[] = {
    {.file_name = "all.json",
     .content =
         R"j([{"advisories":[],"affected":"3.3.0-2","fixed":"3.4.0-1","issues":["CVE-2024-12747"],"name":"AVG-2858","packages":["rsync","b"],
       "severity":"Critical","status":"Fixed","ticket":null,"type":"multiple issues"},
       {"affected":"1-1","fixed":"2-1","issues":["CVE-2024-0001"],"name":"AVG-1","packages":["a"],"severity":"Low","status":"Testing"},
       {"affected":"1-1","fixed":null,"issues":["CVE-2024-0002"],"name":"AVG-2","packages":["a"],"severity":"Low","status":"Vulnerable"},
       {"affected":"1-1","fixed":null,"issues":["CVE-2024-0003"],"name":"AVG-3","packages":["a"],"severity":"Low","status":"Not affected"}])j",
     .expect = "arch a CVE-2024-0001 affected -; arch a CVE-2024-0002 affected -; arch a CVE-2024-0003 not-affected -; "
               "arch b CVE-2024-12747 fixed 3.4.0-1; arch rsync CVE-2024-12747 fixed 3.4.0-1"},
};

}  // namespace

extern constinit const Feed arch;
constinit const Feed arch = {
    .name = "arch",
    .summary = "Arch Linux security tracker, JSON",
    .license = "Arch Linux (no licence stated)",
    .revision = 1,
    .wanted = &wanted,
    .files = &files,
    .import = &import,
    .examples = kExamples,
};

}  // namespace batten::advisory::feeds

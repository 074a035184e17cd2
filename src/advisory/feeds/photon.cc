// SPDX-License-Identifier: Apache-2.0
//
// Photon OS: rows of JSON, a file per release (packages.broadcom.com/photon/photon_cve_metadata): {cve_id, pkg, cve_score, aff_ver,
// res_ver, status}. Names are of source packages. The tag of a version says which release it is of (.ph5).
#include <string>

#include "advisory/feed.h"
#include "base/json.h"
#include "base/text.h"

namespace batten::advisory::feeds {
namespace {

// "2.14.12-1.ph5" -> "photon:5.0"; "cve_data_photon5.0.json" too.
std::string ecosystem_of(std::string_view text, std::string_view tag) {
  std::size_t at = text.rfind(tag);
  if (at == std::string_view::npos) return {};
  std::string_view number = text.substr(at + tag.size());
  number = number.substr(0, number.find_first_not_of("0123456789"));
  return base::parse_unsigned(number) ? "photon:" + std::string(number) + ".0" : std::string();
}

void import_row(json::View entry, std::string_view name, FeedSink& sink) {
  std::string_view fixed = entry["res_ver"].string();
  std::string_view affected = entry["aff_ver"].string();
  std::string status = base::lower(entry["status"].string("fixed"));
  model::Advisory row;
  row.vulnerability_id = row.record_id = entry["cve_id"].string();
  row.package = entry["pkg"].string();
  row.ecosystem = ecosystem_of(fixed, ".ph");
  if (row.ecosystem.empty()) row.ecosystem = ecosystem_of(affected, ".ph");
  if (row.ecosystem.empty()) row.ecosystem = ecosystem_of(name, "photon");
  if (row.vulnerability_id.empty() || row.package.empty() || row.ecosystem.empty() || fixed.size() > 200) {
    return sink.refuse(name, "a row without cve_id, pkg or release");
  }
  row.by_source = true;
  row.scheme = "rpm";
  bool has_fix = !fixed.empty() && fixed != "NA";
  if (status == "not affected") {
    row.state = model::State::kNotAffected;
  } else {
    row.state = has_fix ? model::State::kFixed : model::State::kAffected;
    row.ranges.push_back({.introduced = {}, .fixed = has_fix ? std::string(fixed) : std::string(), .last_affected = {}});
  }
  if (auto score = entry["cve_score"].number(); score && *score > 0) {
    row.severity = *score >= 9   ? model::Severity::kCritical
                   : *score >= 7 ? model::Severity::kHigh
                   : *score >= 4 ? model::Severity::kMedium
                                 : model::Severity::kLow;
  }
  sink.advisory(std::move(row));
}

Result<void> import(std::string_view name, std::string_view bytes, FeedSink& sink) {
  json::Document document = TRY(json::Document::parse(bytes, {.max_bytes = 256u << 20, .max_depth = 20}));
  if (!document.root().is_array()) return Error{Code::kCorrupt, "not a list of rows"};
  document.root().each([&](json::View entry) { import_row(entry, name, sink); });
  return {};
}

bool wanted(const model::Distro& distro) { return distro.id == "photon"; }

std::vector<FeedFile> files(const model::Distro*) {
  std::vector<FeedFile> out;
  for (std::string_view release : {"1.0", "2.0", "3.0", "4.0", "5.0"}) {
    std::string name = "cve_data_photon" + std::string(release) + ".json";
    out.push_back({.url = "https://packages.broadcom.com/photon/photon_cve_metadata/" + name, .mirror_names = {"photon/" + name, name}});
  }
  return out;
}

constexpr FeedExample kExamples[] = {
    {.file_name = "cve_data_photon5.0.json",
     .content = R"j([{"cve_id":"CVE-2023-5115","pkg":"ansible","cve_score":6.3,"aff_ver":"all versions before 2.14.12-1.ph5 are vulnerable",
       "res_ver":"2.14.12-1.ph5","status":"Fixed"},
       {"cve_id":"BDSA-2025-13833","pkg":"consul","cve_score":10.0,"aff_ver":"NA","res_ver":"NA","status":"Not Affected"},
       {"cve_id":"CVE-2023-0001","pkg":"a","cve_score":10.0,"aff_ver":"all versions are vulnerable","res_ver":"NA","status":"Not Fixed"}])j",
     .expect = "photon:5.0 a CVE-2023-0001 affected -; photon:5.0 ansible CVE-2023-5115 fixed 2.14.12-1.ph5; "
               "photon:5.0 consul BDSA-2025-13833 not-affected -"},
};

}  // namespace

extern constinit const Feed photon;
constinit const Feed photon = {
    .name = "photon",
    .summary = "Photon OS, JSON",
    .license = "Broadcom (no licence stated)",
    .revision = 1,
    .wanted = &wanted,
    .files = &files,
    .import = &import,
    .examples = kExamples,
};

}  // namespace batten::advisory::feeds

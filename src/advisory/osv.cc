// SPDX-License-Identifier: Apache-2.0
#include "advisory/osv.h"

#include <algorithm>

#include "advisory/cvss.h"
#include "base/format.h"
#include "base/text.h"
#include "version/scheme.h"

namespace batten::advisory::osv {
namespace {

constexpr json::Limits kLimits{.max_bytes = 64u << 20, .max_depth = 64};
constexpr std::size_t kMaxAffected = 100'000;
constexpr std::size_t kMaxVersionBytes = 256;

std::string cut_fraction(std::string_view time) {
  // 2024-09-03T19:21:28.261921Z: the fraction only costs space.
  std::size_t dot = time.find('.');
  if (dot == std::string_view::npos || !time.ends_with('Z') || time.size() > 40) return std::string(time.substr(0, 40));
  return std::string(time.substr(0, dot)) + "Z";
}

struct Event {
  std::string_view kind, version;
  std::size_t place;  // in the record
};

// Introduced "0" means: before every version.
std::string introduced_of(std::string_view version) { return version == "0" ? std::string() : std::string(version); }

// The specification asks for the order of the versions; feeds nearly always write them so. With two events there is nothing to sort.
void sort_events(std::vector<Event>& events, std::string_view scheme_name) {
  const version::Scheme* scheme = events.size() > 2 ? version::find_scheme(scheme_name) : nullptr;
  if (scheme == nullptr) return;
  std::sort(events.begin(), events.end(), [&](const Event& a, const Event& b) {
    bool a_first = a.kind == "introduced" && a.version == "0";
    bool b_first = b.kind == "introduced" && b.version == "0";
    if (a_first != b_first) return a_first;
    if (a_first) return a.place < b.place;
    auto order = scheme->compare(a.version, b.version);
    return order < 0 || (order == 0 && a.place < b.place);
  });
}

Result<Affected> affected_of(json::View entry, const Reading& reading, std::string ecosystem) {
  Affected out;
  out.ecosystem = std::move(ecosystem);
  json::View package = entry["package"];
  out.osv_ecosystem = package["ecosystem"].string();
  out.package = package["name"].string();
  if (out.package.empty()) return Error{Code::kCorrupt, "package has no name"};
  out.ecosystem_specific = entry["ecosystem_specific"];
  out.database_specific = entry["database_specific"];
  bool broken = false;
  bool any_range = false;
  entry["ranges"].each([&](json::View range) {
    std::string_view type = range["type"].string();
    if (type == "GIT") return;
    if (type != "ECOSYSTEM" && type != "SEMVER") broken = true;
    any_range = true;
    range["events"].each([&](json::View event) {
      if (!event["fixed"].string().empty()) out.has_fix = true;
      event.each_member([&](std::string_view, json::View version) {
        if (!version.is_string() || version.string().size() > kMaxVersionBytes) broken = true;
      });
    });
    for (model::VersionRange& one : ranges_of(range["events"], reading.scheme)) out.ranges.push_back(std::move(one));
  });
  if (broken) return Error{Code::kCorrupt, "a range has an unknown type or a version that is no short string"};
  // Distributions list beside the range the versions that lie in it: nothing new, and most of the bytes.
  if (!any_range) {
    entry["versions"].each([&](json::View version) {
      if (version.is_string() && version.string().size() <= kMaxVersionBytes) out.versions.emplace_back(version.string());
    });
    if (out.versions.empty()) return Error{Code::kCorrupt, "neither ranges nor versions"};
  }
  if (any_range && out.ranges.empty()) return Error{Code::kCorrupt, "a range without an introduced version"};
  return out;
}

void read_severity(json::View list, const Reading& reading, Record& out) {
  list.each([&](json::View item) {
    std::string_view type = item["type"].string();
    std::string_view text = item["score"].string();
    if (!type.starts_with("CVSS")) {
      if (out.other_severity.empty()) out.other_severity = text.substr(0, 40);
      return;
    }
    auto cvss = parse_cvss(text, reading.cvss_source);
    if (!cvss) return;
    auto same = [&](const model::Cvss& known) { return known.vector == cvss->vector; };
    if (std::none_of(out.cvss.begin(), out.cvss.end(), same)) out.cvss.push_back(*std::move(cvss));
  });
}

}  // namespace

std::vector<model::VersionRange> ranges_of(json::View view, std::string_view scheme) {
  std::vector<Event> events;
  view.each([&](json::View event) {
    event.each_member([&](std::string_view kind, json::View version) {
      if (version.is_string() && events.size() < 10'000) events.push_back({kind, version.string(), events.size()});
    });
  });
  sort_events(events, scheme);
  std::vector<model::VersionRange> out;
  bool open = false;
  for (const Event& event : events) {
    if (event.kind == "introduced") {
      if (!open) out.push_back({.introduced = introduced_of(event.version), .fixed = {}, .last_affected = {}});
      open = true;
    } else if (open && (event.kind == "fixed" || (event.kind == "limit" && event.version != "*"))) {
      out.back().fixed = event.version;
      open = false;
    } else if (open && event.kind == "last_affected") {
      out.back().last_affected = event.version;
      open = false;
    }
  }
  return out;
}

bool is_cve(std::string_view id) {
  return id.size() >= 13 && id.size() <= 30 && id.starts_with("CVE-") && id[8] == '-' &&
         id.substr(4).find_first_not_of("0123456789-") == std::string_view::npos;
}

std::string cve_in_id(std::string_view id) {
  std::size_t at = id.find("CVE-");
  if (at == std::string_view::npos || (at > 0 && id[at - 1] != '-') || !is_cve(id.substr(at))) return {};
  return std::string(id.substr(at));
}

std::vector<std::string> cves_of(const Record& record) {
  std::vector<std::string> out;
  auto add = [&](std::string cve) {
    if (!cve.empty() && std::find(out.begin(), out.end(), cve) == out.end()) out.push_back(std::move(cve));
  };
  add(cve_in_id(record.id));
  if (!out.empty()) return out;
  for (const auto* list : {&record.upstream, &record.aliases, &record.related}) {
    for (const std::string& id : *list) add(cve_in_id(id));
  }
  return out;
}

Result<Record> read(std::string_view bytes, const Reading& reading, std::string_view name, FeedSink& sink) {
  // A feed has tens of thousands of small records: the parser's buffers are kept.
  thread_local json::Parser parser(kLimits);
  Record out;
  out.root = TRY(parser.parse(bytes));
  out.id = out.root["id"].string();
  if (out.id.empty() || out.id.size() > 200) return Error{Code::kCorrupt, "no id"};
  std::size_t index = 0;
  out.root["affected"].each([&](json::View entry) {
    std::size_t place = index++;
    std::string ecosystem = reading.ecosystem(entry["package"]["ecosystem"].string());
    if (ecosystem.empty() || out.affected.size() >= kMaxAffected) return;
    auto affected = affected_of(entry, reading, std::move(ecosystem));
    if (affected) {
      out.affected.push_back(*std::move(affected));
    } else {
      sink.refuse(name, format("affected[{}]: {}", place, affected.error().message));
    }
  });
  if (index > kMaxAffected) sink.refuse(name, format("affected: {} entries, {} allowed", index, kMaxAffected));
  out.withdrawn = !out.root["withdrawn"].string().empty();
  out.published = cut_fraction(out.root["published"].string());
  out.modified = cut_fraction(out.root["modified"].string());
  if (out.affected.empty() || out.withdrawn) return out;
  out.aliases = out.root["aliases"].strings();
  out.upstream = out.root["upstream"].strings();
  out.related = out.root["related"].strings();
  out.summary = out.root["summary"].string();
  out.details = out.root["details"].string();
  read_severity(out.root["severity"], reading, out);
  out.root["references"].each([&](json::View reference) {
    std::string_view url = reference["url"].string();
    if (!url.empty() && url.size() <= 1000 && out.references.size() < 20) out.references.emplace_back(url);
  });
  out.cwes = out.root["database_specific"]["cwe_ids"].strings();
  return out;
}

model::Vulnerability vulnerability_of(const Record& record, const std::string& id) {
  model::Vulnerability out;
  out.id = id;
  out.aliases = record.aliases;
  out.title = record.summary;
  out.description = record.details;
  if (record.id != id) out.aliases.push_back(record.id);
  std::erase(out.aliases, id);
  out.published = record.published;
  out.modified = record.modified;
  out.cvss = record.cvss;
  out.references = record.references;
  out.cwes = record.cwes;
  return out;
}

model::Advisory row_of(const Record& record, const Affected& affected, const std::string& vulnerability_id, std::string_view scheme,
                       bool by_source) {
  model::Advisory out;
  out.vulnerability_id = vulnerability_id;
  out.record_id = record.id;
  out.ecosystem = affected.ecosystem;
  out.package = affected.package;
  out.by_source = by_source;
  out.scheme = scheme;
  out.state = affected.has_fix ? model::State::kFixed : model::State::kAffected;
  out.ranges = affected.ranges;
  out.versions = affected.versions;
  return out;
}

}  // namespace batten::advisory::osv

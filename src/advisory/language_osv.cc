// SPDX-License-Identifier: Apache-2.0
#include "advisory/language_osv.h"

#include <algorithm>
#include <string>
#include <vector>

#include "advisory/osv.h"
#include "advisory/php_advisory.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "model/lookup_name.h"

namespace batten::advisory {
namespace {

constexpr std::size_t kMaxImports = 200, kMaxSymbols = 1000, kMaxPlatforms = 50, kMaxNameBytes = 500;

// osv::Reading takes a plain function: which ecosystem this thread reads just now.
thread_local std::string_view wanted_ecosystem;

// "Packagist:https://packages.drupal.org/8" is another repository's packages, under names of their own.
std::string own_ecosystem(std::string_view osv) { return osv == wanted_ecosystem ? std::string(osv) : std::string(); }

// GitHub's words.
model::Severity severity_of(std::string_view word) {
  std::string lower = base::lower(word);
  if (lower == "moderate") return model::Severity::kMedium;
  return model::parse_severity(lower).value_or(model::Severity::kUnknown);
}

std::vector<std::string> ids_of(const osv::Record& record) {
  std::vector<std::string> out;
  for (const std::string& alias : record.aliases) {
    if (osv::is_cve(alias) && std::ranges::find(out, alias) == out.end()) out.push_back(alias);
  }
  if (osv::is_cve(record.id) || out.empty()) out.assign(1, record.id);
  return out;
}

// What the Go database says beside the versions. Symbols are kept by lines: a name with a line break is none.
std::vector<std::string> names_in(json::View list, std::size_t most) {
  std::vector<std::string> out;
  list.each([&](json::View name) {
    std::string_view text = name.string();
    if (!text.empty() && text.size() <= kMaxNameBytes && !text.contains('\n') && out.size() < most) out.emplace_back(text);
  });
  return out;
}

// With more symbols than are kept the package counts as a whole.
std::vector<model::Import> imports_of(json::View ecosystem_specific) {
  std::vector<model::Import> out;
  bool complete = true;
  ecosystem_specific["imports"].each([&](json::View entry) {
    std::string_view path = entry["path"].string();
    complete = complete && out.size() < kMaxImports && !path.empty() && path.size() <= kMaxNameBytes;
    if (!complete) return;
    model::Import& import = out.emplace_back();
    import.path = path;
    if (entry["symbols"].size() <= kMaxSymbols) import.symbols = names_in(entry["symbols"], kMaxSymbols);
    if (import.symbols.size() != entry["symbols"].size()) import.symbols.clear();
    import.goos = names_in(entry["goos"], kMaxPlatforms);
    import.goarch = names_in(entry["goarch"], kMaxPlatforms);
  });
  // A list that lacks a package would say that the flaw is not there.
  if (!complete) out.clear();
  return out;
}

// "<= 4.1.2" and "< 4.1.3": GitHub says where a range without a fix is known to end.
void end_open_range(std::string_view known, model::Advisory& row) {
  if (row.ranges.empty()) return;
  model::VersionRange& last = row.ranges.back();
  if (!last.fixed.empty() || !last.last_affected.empty() || !known.starts_with('<')) return;
  bool inclusive = known.starts_with("<=");
  std::string_view version = base::trim(known.substr(inclusive ? 2 : 1));
  (inclusive ? last.last_affected : last.fixed) = version.substr(0, 200);
}

}  // namespace

Result<void> import_language_record(const LanguageEcosystem& ecosystem, std::string_view name, std::string_view bytes, FeedSink& sink) {
  wanted_ecosystem = ecosystem.osv;
  const osv::Reading reading{.cvss_source = "osv", .scheme = ecosystem.scheme, .ecosystem = &own_ecosystem};
  auto record = osv::read(bytes, reading, name, sink);
  if (!record) {
    sink.refuse(name, record.error().message);
    return {};
  }
  // Go's repository leaves year 1 in records, and others have a slip into next year.
  auto modified = base::parse_time(record->modified);
  if (modified && *modified > 0 && *modified <= base::now_seconds()) sink.data_date(record->modified);
  // GitHub marks older ones in the title alone.
  bool withdrawn = record->withdrawn || record->summary.starts_with("Withdrawn");
  if (withdrawn || record->affected.empty()) return {};
  std::string_view word = record->root["database_specific"]["severity"].string();
  std::vector<std::string> ids = ids_of(*record);
  for (const osv::Affected& affected : record->affected) {
    for (const std::string& id : ids) {
      model::Advisory row = osv::row_of(*record, affected, id, ecosystem.scheme, false);
      row.ecosystem = ecosystem.type;
      row.package = model::lookup_name(ecosystem.type, affected.package);
      row.severity_text = word.substr(0, 40);
      row.severity = record->id.starts_with("MAL-") ? model::Severity::kCritical : severity_of(word);
      row.imports = imports_of(affected.ecosystem_specific);
      end_open_range(affected.database_specific["last_known_affected_version_range"].string(), row);
      sink.advisory(std::move(row));
    }
  }
  for (const std::string& id : ids) {
    model::Vulnerability vulnerability = osv::vulnerability_of(*record, id);
    // The same vulnerability in a database that has no CVE for it.
    for (const std::string& url : record->references) {
      if (std::string other = php_advisory_id(url); !other.empty()) vulnerability.aliases.push_back(std::move(other));
    }
    // Of several CVEs in one record each is a finding of its own.
    if (ids.size() > 1) std::erase_if(vulnerability.aliases, [](const std::string& alias) { return osv::is_cve(alias); });
    sink.vulnerability(std::move(vulnerability));
  }
  return {};
}

std::vector<FeedFile> language_files(const LanguageEcosystem& ecosystem) {
  std::string name(ecosystem.osv);
  std::vector<FeedFile> out{{.url = "https://osv-vulnerabilities.storage.googleapis.com/" + name + "/all.zip",
                             .mirror_names = {name + "/all.zip", "osv/" + name + ".zip"},
                             .changes = "modified_id.csv"}};
  for (std::string_view mirror_name : ecosystem.mirror_names) out.push_back({.url = "", .mirror_names = {std::string(mirror_name)}});
  return out;
}

}  // namespace batten::advisory

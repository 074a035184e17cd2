// SPDX-License-Identifier: Apache-2.0
#include "advisory/errata.h"

#include <algorithm>
#include <map>

#include "base/text.h"

namespace batten::advisory {
namespace {

// A bug fix or an enhancement (ALBA, RHEA, ...) is no vulnerability unless it names a CVE.
bool is_security(std::string_view id) {
  std::size_t dash = id.find('-');
  return dash != std::string_view::npos && dash >= 2 && id.substr(dash - 2, 2) == "SA";
}

struct Entry {
  osv::Affected affected;
  std::vector<std::string> cpes;
};

std::string key_of(const osv::Affected& affected) {
  std::string key = affected.ecosystem + "\n" + affected.package;
  for (const model::VersionRange& range : affected.ranges) key += "\n" + range.introduced + "\n" + range.fixed + "\n" + range.last_affected;
  for (const std::string& version : affected.versions) key += "\nv" + version;
  return key;
}

// The same package and version for several products is one entry with several CPEs.
std::vector<Entry> entries_of(std::vector<osv::Affected>& all, const ErrataReading& reading) {
  std::vector<Entry> out;
  std::map<std::string, std::size_t> places;
  for (osv::Affected& affected : all) {
    std::string cpe;
    if (is_debug_package(affected.package)) continue;
    if (reading.place != nullptr && !reading.place(affected, cpe)) continue;
    auto [at, is_new] = places.emplace(key_of(affected), out.size());
    if (is_new) out.push_back({std::move(affected), {}});
    std::vector<std::string>& cpes = out[at->second].cpes;
    if (!cpe.empty() && std::find(cpes.begin(), cpes.end(), cpe) == cpes.end()) cpes.push_back(std::move(cpe));
  }
  for (Entry& entry : out) std::sort(entry.cpes.begin(), entry.cpes.end());
  return out;
}

bool is_modular(const osv::Affected& affected) {
  return std::any_of(affected.ranges.begin(), affected.ranges.end(),
                     [](const model::VersionRange& range) { return range.fixed.contains(".module"); });
}

std::string_view severity_word(std::string_view summary) {
  std::string_view word = summary.substr(0, summary.find(':'));
  return redhat_severity(word) == model::Severity::kUnknown ? std::string_view() : word;
}

}  // namespace

bool is_debug_package(std::string_view name) {
  return name.ends_with("-debuginfo") || name.ends_with("-debugsource") || name.ends_with("-debuginfo-common") ||
         name.contains("-debuginfo-common-");
}

model::Severity redhat_severity(std::string_view word) {
  std::string name = base::lower(base::trim(word.substr(0, word.find(':'))));
  if (name == "critical") return model::Severity::kCritical;
  if (name == "important") return model::Severity::kHigh;
  if (name == "moderate") return model::Severity::kMedium;
  if (name == "low") return model::Severity::kLow;
  return model::Severity::kUnknown;
}

std::vector<std::string> modules_in(std::string_view summary) {
  std::vector<std::string> out;
  for (std::string_view word : base::words(summary)) {
    while (word.ends_with(',')) word.remove_suffix(1);
    std::size_t colon = word.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == word.size() || word.find(':', colon + 1) != std::string_view::npos)
      continue;
    if (word.find('/') != std::string_view::npos) continue;
    out.emplace_back(word);
  }
  return out;
}

Result<void> import_errata(std::string_view name, std::string_view bytes, const ErrataReading& reading, FeedSink& sink) {
  auto record = osv::read(bytes, reading.osv, name, sink);
  if (!record) {
    sink.refuse(name, record.error().message);
    return {};
  }
  sink.data_date(record->modified);
  if (record->withdrawn || record->affected.empty()) return {};
  std::vector<std::string> ids = osv::cves_of(*record);
  if (ids.empty() && !is_security(record->id)) return {};
  bool names_cves = !ids.empty();
  if (!names_cves) ids = {record->id};
  std::string_view word = severity_word(record->summary);
  for (Entry& entry : entries_of(record->affected, reading)) {
    // The package's own module label selects one of the modules that the title names.
    std::vector<std::string> modules = is_modular(entry.affected) ? modules_in(record->summary) : std::vector<std::string>();
    // "*": of some module that the title does not name. It must not match the plain package of the same name.
    if (modules.empty()) modules.emplace_back(is_modular(entry.affected) ? "*" : "");
    for (const std::string& module : modules) {
      for (const std::string& id : ids) {
        model::Advisory row = osv::row_of(*record, entry.affected, id, "rpm", reading.by_source);
        row.cpes = entry.cpes;
        row.modularity = module;
        row.severity = redhat_severity(word);
        row.severity_text = word;
        sink.advisory(std::move(row));
      }
    }
  }
  // Known by the erratum's id: it is the erratum's text and score, not one of each CVE.
  model::Vulnerability erratum = osv::vulnerability_of(*record, record->id);
  if (names_cves) erratum.aliases.insert(erratum.aliases.end(), ids.begin(), ids.end());
  sink.vulnerability(std::move(erratum));
  return {};
}

}  // namespace batten::advisory

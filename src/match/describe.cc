// SPDX-License-Identifier: Apache-2.0
#include "match/describe.h"

#include <algorithm>

#include "base/format.h"

namespace batten::match {
namespace {

using model::Finding;
using model::Severity;

bool only_kernel_headers(const model::Package& package) {
  return package.name == "linux-libc-dev" || package.name == "kernel-headers" || package.name == "linux-headers";
}

int cvss_rank(const model::Cvss& cvss) {
  if (cvss.version.starts_with('4')) return 3;
  if (cvss.version.starts_with('3')) return 2;
  return 1;
}

void set_severity(Finding& finding, const model::Advisory& row, const Channel& channel) {
  finding.severity = row.severity;
  finding.severity_source = channel.feed;
  if (row.severity != Severity::kUnknown) return;
  const model::Cvss* best = nullptr;
  for (const model::Cvss& cvss : finding.cvss) {
    if (cvss.score > 0 && (best == nullptr || cvss_rank(cvss) > cvss_rank(*best))) best = &cvss;
  }
  if (best == nullptr) {
    finding.severity_source.clear();
    return;
  }
  finding.severity = severity_of_score(*best);
  finding.severity_source = "cvss:" + (best->source.empty() ? channel.feed : best->source);
}

}  // namespace

Severity severity_of_score(const model::Cvss& cvss) {
  if (cvss.score <= 0) return Severity::kUnknown;
  if (cvss.score >= 9.0 && !cvss.version.starts_with('2')) return Severity::kCritical;
  if (cvss.score >= 7.0) return Severity::kHigh;
  if (cvss.score >= 4.0) return Severity::kMedium;
  return Severity::kLow;
}

Finding describe(const RowVerdict& verdict, std::size_t package_index, const model::Package& package, std::string_view installed,
                 std::string_view matched_name, const Channel& channel, const AdvisoryLookup& lookup) {
  const model::Advisory& row = *verdict.row;
  Finding out;
  out.id = row.vulnerability_id;
  out.package_index = package_index;
  out.state = verdict.state;
  out.fixed_version = verdict.fixed_version;
  if (auto details = lookup.vulnerability(channel.feed, row.vulnerability_id)) {
    out.aliases = std::move(details->aliases);
    out.title = std::move(details->title);
    out.description = std::move(details->description);
    out.cvss = std::move(details->cvss);
    out.references = std::move(details->references);
    out.published = std::move(details->published);
  }
  if (!row.record_id.empty() && row.record_id != out.id &&
      std::find(out.aliases.begin(), out.aliases.end(), row.record_id) == out.aliases.end()) {
    out.aliases.push_back(row.record_id);
  }
  set_severity(out, row, channel);
  model::FeedInfo feed = lookup.info(channel.feed);
  out.explanation = {.feed = feed.name,
                     .feed_date = feed.data_date,
                     .record_id = row.record_id.empty() ? row.vulnerability_id : row.record_id,
                     .matched_name = std::string(matched_name),
                     .matched_by = channel.by_source ? "source package" : "binary package",
                     .installed = std::string(installed),
                     .scheme = channel.scheme,
                     .range = verdict.range,
                     .ecosystem = row.ecosystem,
                     .note = row.note};
  auto add_note = [&](std::string_view text) {
    if (text.empty()) return;
    if (!out.explanation.note.empty()) out.explanation.note += "; ";
    out.explanation.note += text;
  };
  add_note(verdict.note);
  if (only_kernel_headers(package)) {
    add_note("this package holds headers only, no kernel runs from it");
    out.severity = Severity::kNegligible;
    out.severity_source = "batten: kernel headers only";
  }
  return out;
}

Finding describe_update(const RepositoryUpdate& update, std::size_t package_index, const model::Package& package,
                        const model::FeedInfo& repository, const Channel& channel) {
  Finding out;
  const std::string& source = update.source_name.empty() ? update.name : update.source_name;
  out.id = "SECURITY-UPDATE:" + source;
  out.package_index = package_index;
  out.state = model::State::kFixed;
  out.fixed_version = update.version;
  out.title = format("a security update is available: {} {} -> {}", package.name, package.version, update.version);
  out.explanation = {.feed = repository.name,
                     .feed_date = repository.data_date,
                     .record_id = update.origin,
                     .matched_name = package.name,
                     .matched_by = "binary package",
                     .installed = package.version,
                     .scheme = channel.scheme,
                     .range = "< " + update.version,
                     .ecosystem = channel.ecosystem,
                     .note = "the repository does not say which vulnerabilities it fixes"};
  return out;
}

void add_exploitation(Finding& finding, const AdvisoryLookup& lookup) {
  auto add = [&](const std::string& id) {
    if (!id.starts_with("CVE-")) return;
    if (!finding.epss) finding.epss = lookup.epss(id);
    if (!finding.kev) finding.kev = lookup.kev(id);
  };
  add(finding.id);
  if (!finding.id.starts_with("CVE-")) {
    for (const std::string& alias : finding.aliases) add(alias);
  }
}

}  // namespace batten::match

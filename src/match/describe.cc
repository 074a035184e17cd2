// SPDX-License-Identifier: Apache-2.0
#include "match/describe.h"

#include <algorithm>

#include "base/format.h"

namespace batten::match {
namespace {

using model::Finding;
using model::Severity;

bool only_kernel_headers(const model::Package& package) {
  return package.name.starts_with("linux-libc-dev") || package.name.starts_with("linux-headers") || package.name == "kernel-headers";
}

int cvss_rank(const model::Cvss& cvss) {
  if (cvss.version.starts_with('3')) return 3;
  if (cvss.version.starts_with('4')) return 2;
  return 1;
}

const model::Cvss* best_score(const std::vector<model::Cvss>& scores) {
  const model::Cvss* best = nullptr;
  for (const model::Cvss& cvss : scores) {
    if (cvss.score > 0 && (best == nullptr || cvss_rank(cvss) > cvss_rank(*best))) best = &cvss;
  }
  return best;
}

void add_note(Finding& finding, std::string_view text) {
  if (text.empty()) return;
  std::string& note = finding.explanation.note;
  if (!note.empty()) note += "; ";
  note += text;
}

void set_score(Finding& finding, const std::vector<model::Cvss>& scores, const Channel& channel) {
  const model::Cvss* best = best_score(scores);
  if (finding.severity != Severity::kUnknown || best == nullptr) return;
  finding.severity = severity_of_score(*best);
  finding.severity_source = "cvss:" + (best->source.empty() ? channel.feed : best->source);
}

void add_alias(Finding& finding, const std::string& id) {
  if (id.empty() || id == finding.id || std::find(finding.aliases.begin(), finding.aliases.end(), id) != finding.aliases.end()) return;
  finding.aliases.push_back(id);
}

// What is known of the vulnerability; where the feed has texts of errata only, of the erratum. An erratum's aliases are all the
// vulnerabilities it fixes, so they are none of this one.
void set_details(Finding& finding, const model::Advisory& row, const Channel& channel, const AdvisoryLookup& lookup) {
  auto details = lookup.vulnerability(channel.feed, row.vulnerability_id);
  bool of_erratum = !details && !row.record_id.empty() && row.record_id != row.vulnerability_id;
  if (of_erratum) details = lookup.vulnerability(channel.feed, row.record_id);
  if (!details) return;
  // Scores alone: the words are the erratum's.
  if (!of_erratum && details->title.empty() && details->description.empty() && row.record_id != row.vulnerability_id) {
    if (auto erratum = lookup.vulnerability(channel.feed, row.record_id)) {
      details->title = std::move(erratum->title);
      details->description = std::move(erratum->description);
      details->references.insert(details->references.end(), erratum->references.begin(), erratum->references.end());
      if (details->published.empty()) details->published = std::move(erratum->published);
    }
  }
  finding.title = std::move(details->title);
  finding.description = std::move(details->description);
  finding.references = std::move(details->references);
  finding.published = std::move(details->published);
  if (!of_erratum) {
    finding.cvss = std::move(details->cvss);
    finding.aliases = std::move(details->aliases);
    std::erase(finding.aliases, finding.id);
    return set_score(finding, finding.cvss, channel);
  }
  bool scored = finding.severity != Severity::kUnknown;
  set_score(finding, details->cvss, channel);
  std::size_t cves = static_cast<std::size_t>(
      std::count_if(details->aliases.begin(), details->aliases.end(), [](const std::string& id) { return id.starts_with("CVE-"); }));
  if (!scored && finding.severity != Severity::kUnknown && cves > 1)
    add_note(finding, format("severity of {}, which is about {} vulnerabilities", row.record_id, cves));
}

}  // namespace

Severity severity_of_score(const model::Cvss& cvss) {
  if (cvss.score <= 0) return Severity::kUnknown;
  if (cvss.score >= 9.0 && !cvss.version.starts_with('2')) return Severity::kCritical;
  if (cvss.score >= 7.0) return Severity::kHigh;
  if (cvss.score >= 4.0) return Severity::kMedium;
  return Severity::kLow;
}

Finding describe(const RowVerdict& verdict, std::size_t package_index, const model::Package& package, const Channel& channel,
                 const model::FeedInfo& feed, const AdvisoryLookup& lookup, bool rank_headers) {
  const model::Advisory& row = *verdict.row;
  Finding out;
  out.id = row.vulnerability_id;
  out.package_index = package_index;
  out.state = verdict.state;
  out.fixed_version = verdict.fixed_version;
  out.severity = row.severity;
  if (out.severity != Severity::kUnknown) out.severity_source = channel.feed;
  out.explanation = {.feed = feed.name,
                     .feed_date = feed.data_date,
                     .record_id = row.record_id.empty() ? row.vulnerability_id : row.record_id,
                     .matched_name = row.package,
                     .matched_by = row.by_source || channel.by_source ? "source package" : "binary package",
                     .installed = std::string(verdict.installed),
                     .scheme = channel.scheme,
                     .range = verdict.range,
                     .ecosystem = row.ecosystem,
                     .note = row.note,
                     .functions = {}};
  add_note(out, verdict.note);
  if (row.modularity == "*") add_note(out, "the feed does not name the module stream");
  set_details(out, row, channel, lookup);
  add_alias(out, row.record_id);
  if (rank_headers && only_kernel_headers(package)) {
    add_note(out, "this package holds headers only, no kernel runs from it");
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
                     .note = "the repository does not say which vulnerabilities it fixes",
                     .functions = {}};
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

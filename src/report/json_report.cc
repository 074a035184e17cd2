// SPDX-License-Identifier: Apache-2.0
#include "report/json_report.h"
#include "report/leaks_json.h"

#include <algorithm>
#include <span>
#include <thread>

#include "base/note.h"
#include "report/explain.h"
#include "report/summary.h"

namespace batten::report {
namespace {

using json::Writer;

void write_source(Writer& out, const model::SourceInfo& source) {
  out.key("source").begin_object();
  out.member("kind", source.kind).member("reference", source.reference).member("name", source.name);
  out.member_if("manifest_digest", source.manifest_digest.text()).member_if("index_digest", source.index_digest.text());
  out.member_if("config_digest", source.config_digest.text());
  out.key("tags").strings(source.repo_tags);
  out.end_object();
}

void write_image(Writer& out, const model::Report& report) {
  const model::ImageConfig& config = report.config;
  out.key("image").begin_object();
  out.member_if("platform", config.platform.arch.empty() ? "" : config.platform.text());
  out.member_if("user", config.user);
  out.key("exposed_ports").strings(config.exposed_ports);
  out.key("layers").begin_array();
  for (const model::LayerInfo& layer : report.layers) {
    out.begin_object().member_if("diff_id", layer.diff_id.text()).member_if("created_by", layer.created_by).end_object();
  }
  out.end_array().end_object();
}

void write_candidate(Writer& out, const model::BaseCandidate& candidate) {
  out.key("candidate").begin_object();
  out.member("name", candidate.name).member_if("digest", candidate.digest.text()).member("whole", candidate.whole);
  out.member("packages", static_cast<std::uint64_t>(candidate.packages));
  out.member("removes", static_cast<std::uint64_t>(candidate.removes.size()));
  out.member("stays", static_cast<std::uint64_t>(candidate.stays.size()));
  out.key("adds").begin_array();
  for (const model::BroughtFinding& finding : candidate.adds) {
    out.begin_object().member("id", finding.id).member("package", finding.package).member("version", finding.version);
    out.member("severity", model::severity_name(finding.severity)).member("state", model::state_name(finding.state));
    out.member_if("fixed_version", finding.fixed_version).end_object();
  }
  out.end_array().end_object();
}

void write_base(Writer& out, const model::Report& report) {
  if (!report.base_image) return;
  const model::BaseImage& base = *report.base_image;
  model::BaseSummary summary = model::summarise_base(report);
  out.key("base_image").begin_object();
  out.member_if("name", base.name).member_if("digest", base.digest.text());
  out.member("layers", static_cast<std::uint64_t>(base.layers));
  out.member("how_known", model::evidence_name(base.evidence)).member("certain", base.certain());
  out.member("findings", static_cast<std::uint64_t>(summary.base)).member("fixable", static_cast<std::uint64_t>(summary.base_fixable));
  out.member("own_findings", static_cast<std::uint64_t>(summary.own));
  if (base.candidate) write_candidate(out, *base.candidate);
  out.end_object();
}

void write_distro(Writer& out, const model::Distro& distro) {
  out.key("distribution").begin_object();
  out.member("id", distro.id)
      .member("version", distro.version_id)
      .member_if("codename", distro.codename)
      .member_if("name", distro.pretty_name);
  out.end_object();
}

void write_layer(Writer& out, const model::Report& report, const model::Location& location) {
  out.member_if("path", location.path).member_if("inner", location.inner);
  if (location.layer_index < 0 || static_cast<std::size_t>(location.layer_index) >= report.layers.size()) return;
  const model::LayerInfo& layer = report.layers[static_cast<std::size_t>(location.layer_index)];
  out.member("layer", location.layer_index);
  out.member_if("layer_diff_id", layer.diff_id.text()).member_if("layer_created_by", layer.created_by);
}

void write_package(Writer& out, const model::Report& report, const model::Package& package, const Options& options) {
  out.begin_object();
  out.member("type", package.type).member("name", package.name).member("version", package.version).member_if("arch", package.arch);
  out.member_if("source_name", package.source_name).member_if("source_version", package.source_version);
  out.member_if("origin", package.origin).member_if("maintainer", package.maintainer).member_if("modularity", package.modularity);
  out.key("licenses").strings(package.licenses);
  out.member_if("purl", package.purl).member_if("found_by", package.found_by).member_if("owner", package.owner);
  if (package.declared) out.member("declared", true);
  out.member("file_count", package.file_count);
  if (options.with_files) out.key("files").strings(package.files);
  write_layer(out, report, package.location);
  out.end_object();
}

// Whose layer brought the package, and what becomes of the finding with another base.
void write_owner(Writer& out, const model::Report& report, const model::Finding& finding) {
  model::LayerOwner owner = model::owner_of(report, finding);
  if (owner == model::LayerOwner::kUnknown) return;
  out.member("from", owner == model::LayerOwner::kBase ? "base" : "own");
  const std::optional<model::BaseCandidate>& candidate = report.base_image->candidate;
  if (!candidate) return;
  auto index = static_cast<std::size_t>(&finding - report.findings.data());
  if (std::ranges::binary_search(candidate->removes, index)) out.member("candidate", "removes");
  if (std::ranges::binary_search(candidate->stays, index)) out.member("candidate", "stays");
}

}  // namespace

void write_finding_members(Writer& out, const model::Report& report, const model::Finding& finding) {
  const model::Package& package = report.packages[finding.package_index];
  out.member("id", finding.id);
  out.key("aliases").strings(finding.aliases);
  out.member("severity", model::severity_name(finding.severity)).member_if("severity_source", finding.severity_source);
  out.member("state", model::state_name(finding.state)).member_if("fixed_version", finding.fixed_version);
  out.key("package").begin_object();
  out.member("type", package.type).member("name", package.name).member("version", package.version).member_if("arch", package.arch);
  out.member_if("source_name", package.source_name).member_if("purl", package.purl);
  write_layer(out, report, package.location);
  out.end_object();
  out.member_if("title", finding.title).member_if("description", finding.description).member_if("published", finding.published);
  out.key("cvss").begin_array();
  for (const model::Cvss& cvss : finding.cvss) {
    out.begin_object()
        .member("version", cvss.version)
        .member("score", cvss.score)
        .member("vector", cvss.vector)
        .member("source", cvss.source)
        .end_object();
  }
  out.end_array();
  if (finding.epss)
    out.key("epss").begin_object().member("score", finding.epss->score).member("percentile", finding.epss->percentile).end_object();
  if (finding.kev) {
    out.key("kev").begin_object();
    out.member("date_added", finding.kev->date_added)
        .member("due_date", finding.kev->due_date)
        .member("required_action", finding.kev->required_action);
    out.member("ransomware", finding.kev->ransomware).end_object();
  }
  out.key("references").strings(finding.references);
  const model::Explanation& why = finding.explanation;
  out.key("explanation").begin_object();
  out.member("feed", why.feed).member_if("feed_date", why.feed_date).member("record", why.record_id).member("ecosystem", why.ecosystem);
  out.member("matched_by", why.matched_by).member("matched_name", why.matched_name).member("installed", why.installed);
  out.member("scheme", why.scheme).member("range", why.range).member_if("note", why.note);
  out.end_object();
  if (finding.reached != model::Reached::kUnknown) {
    out.key("functions").begin_object().member("in_program", finding.reached == model::Reached::kPresent);
    out.member("names", why.functions).end_object();
  }
  out.member_if("suppressed_by", finding.suppressed_by);
  write_owner(out, report, finding);
}

namespace {

void write_database(Writer& out, const model::DatabaseInfo& database) {
  out.key("database").begin_object();
  out.member("reference", database.reference).member("digest", database.digest).member_if("signed_by", database.signed_by);
  out.key("feeds").strings(database.feeds);
  out.end_object();
}

void write_summary(Writer& out, const model::Report& report) {
  Summary summary = summarise(report);
  auto count = [&](std::string_view name, std::size_t value) { out.member(name, static_cast<std::uint64_t>(value)); };
  out.key("summary").begin_object();
  count("packages", report.packages.size());
  count("findings", summary.counted);
  count("vulnerabilities", summary.vulnerabilities);
  count("fixable", summary.fixable);
  count("known_exploited", summary.exploited);
  count("suppressed", summary.suppressed);
  count("not_read", summary.skipped);
  out.key("by_severity").begin_object();
  for (std::size_t severity = summary.by_severity.size(); severity > 0; --severity)
    count(model::severity_name(static_cast<model::Severity>(severity - 1)), summary.by_severity[severity - 1]);
  out.end_object().key("by_state").begin_object();
  for (std::size_t state = 0; state < summary.by_state.size(); ++state)
    count(model::state_name(static_cast<model::State>(state)), summary.by_state[state]);
  out.end_object().end_object();
}

void write_feeds(Writer& out, const model::Report& report) {
  out.key("feeds").begin_array();
  for (const model::FeedInfo& feed : report.feeds) {
    out.begin_object()
        .member("name", feed.name)
        .member_if("data_date", feed.data_date)
        .member("records", feed.records)
        .member_if("problem", feed.problem)
        .end_object();
  }
  out.end_array();
}

// Rather too much: what is not used costs no memory.
std::size_t expected_bytes(const model::Report& report) {
  constexpr std::size_t kHead = 64 << 10, kFinding = 2500, kReference = 20, kPackage = 1200;
  std::size_t out = kHead + kPackage * report.packages.size();
  for (const model::Finding& finding : report.findings) {
    out += kFinding + finding.description.size();
    for (const std::string& reference : finding.references) out += kReference + reference.size();
  }
  return out;
}

}  // namespace

void write_head_members(Writer& out, const model::Report& report) {
  write_source(out, report.source);
  write_image(out, report);
  write_base(out, report);
  write_distro(out, report.distro);
  write_summary(out, report);
  write_feeds(out, report);
  if (report.database) write_database(out, *report.database);
}

namespace {

void write_findings(Writer& out, const model::Report& report, std::span<const model::Finding> findings, const Options& options) {
  for (const model::Finding& finding : findings) {
    if (!options.explain.empty() && !is_about(finding, options.explain)) continue;
    out.begin_object();
    write_finding_members(out, report, finding);
    out.end_object();
  }
}

// What follows the findings, from the end of their list on.
void write_rest(Writer& out, const model::Report& report, const Options& options) {
  out.end_array();
  out.key("packages").begin_array();
  for (const model::Package& package : report.packages) write_package(out, report, package, options);
  out.end_array();
  out.key("notes").begin_array();
  for (const base::Note& note : report.notes) {
    out.begin_object()
        .member("kind", base::note_kind_name(note.kind))
        .member("where", note.where)
        .member("message", note.message)
        .member_if("hint", note.hint)
        .end_object();
  }
  out.end_array();
  if (report.leaks_searched) {
    out.key("leaks").begin_array();
    for (const model::Leak& leak : report.leaks) write_leak(out, leak);
    out.end_array();
  }
  out.end_object();
}

// Below this a second thread costs more than it saves.
constexpr std::size_t kFindingsForTwo = 500;

}  // namespace

std::string json_report(const model::Report& report, const Options& options, int indent) {
  Writer out(indent);
  out.reserve(expected_bytes(report));
  out.begin_object().member("schema", "batten.report/1");
  write_head_members(out, report);
  out.key("findings").begin_array();
  std::span<const model::Finding> findings(report.findings);
  bool by_two = findings.size() >= kFindingsForTwo && options.explain.empty() && std::thread::hardware_concurrency() > 1;
  if (!by_two) {
    write_findings(out, report, findings, options);
    write_rest(out, report, options);
    return out.take();
  }
  // A second writer at the same place of the same document, for the second half; what brought it there is left out.
  std::size_t half = findings.size() / 2;
  Writer second(indent);
  second.reserve(expected_bytes(report) / 2);  // here, where memory has large pages
  second.begin_object().key("findings").begin_array();
  std::size_t beginning = second.text().size();
  std::jthread thread([&] {
    write_findings(second, report, findings.subspan(half), options);
    write_rest(second, report, options);
  });
  write_findings(out, report, findings.first(half), options);
  thread.join();
  std::string text = out.take();
  text += ',';
  return text.append(second.text(), beginning);
}

}  // namespace batten::report

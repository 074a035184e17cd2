// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"
#include "model/summary.h"
#include "report/diff.h"

namespace batten::report {
namespace {

using json::Writer;
using model::Report;

void write_side(Writer& out, const char* name, const Report& report) {
  out.key(name).begin_object();
  out.member("kind", report.source.kind).member("reference", report.source.reference).member("name", report.source.name);
  out.member_if("manifest_digest", report.source.manifest_digest.text()).member_if("config_digest", report.source.config_digest.text());
  out.member_if("distribution", report.distro.id).member_if("distribution_version", report.distro.version_id);
  model::Summary summary = model::summarise(report);
  out.member("packages", static_cast<std::uint64_t>(report.packages.size()));
  out.member("findings", static_cast<std::uint64_t>(summary.counted));
  out.member("not_read", static_cast<std::uint64_t>(summary.skipped)).end_object();
}

template <typename Changes>
void write_counts(Writer& out, const char* name, const Changes& changes, std::size_t same) {
  std::uint64_t counts[3] = {};
  for (const auto& change : changes) ++counts[static_cast<std::size_t>(change.change)];
  out.key(name).begin_object();
  for (model::Change change : {model::Change::kCame, model::Change::kWent, model::Change::kChanged})
    out.member(model::change_name(change), counts[static_cast<std::size_t>(change)]);
  out.member("same", static_cast<std::uint64_t>(same)).end_object();
}

void write_names(Writer& out, const model::Package& package) {
  out.member("type", package.type).member("name", package.name).member_if("arch", package.arch).member_if("path", package.location.path);
}

void write_package_state(Writer& out, const char* side, const model::Package& package) {
  out.key(side).begin_object().member("version", package.version).key("licenses").strings(package.licenses);
  out.member_if("purl", package.purl).end_object();
}

void write_package(Writer& out, const model::PackageChange& change, const Report& before, const Report& after) {
  out.begin_object().member("change", model::change_name(change.change));
  write_names(out, change.after ? after.packages[*change.after] : before.packages[*change.before]);
  if (change.change == model::Change::kChanged)
    out.member("version", model::direction_name(change.version)).member("licenses_changed", change.licenses);
  if (change.before) write_package_state(out, "before", before.packages[*change.before]);
  if (change.after) write_package_state(out, "after", after.packages[*change.after]);
  out.end_object();
}

void write_finding_state(Writer& out, const char* side, const Report& report, const model::Finding& finding) {
  out.key(side).begin_object();
  out.member("severity", model::severity_name(finding.severity)).member("state", model::state_name(finding.state));
  out.member_if("fixed_version", finding.fixed_version).member("version", report.packages[finding.package_index].version);
  out.member_if("suppressed_by", finding.suppressed_by).member("kev", finding.kev.has_value()).end_object();
}

void write_finding(Writer& out, const model::FindingChange& change, const Report& before, const Report& after) {
  bool now = change.after.has_value();
  const model::Finding& finding = now ? after.findings[*change.after] : before.findings[*change.before];
  out.begin_object().member("change", model::change_name(change.change)).member("id", finding.id);
  out.key("aliases").strings(finding.aliases);
  out.key("package").begin_object();
  write_names(out, (now ? after : before).packages[finding.package_index]);
  out.end_object();
  if (change.before) write_finding_state(out, "before", before, before.findings[*change.before]);
  if (change.after) write_finding_state(out, "after", after, after.findings[*change.after]);
  out.end_object();
}

void write_notes(Writer& out, const char* side, const Report& report) {
  for (const base::Note& note : report.notes) {
    out.begin_object().member("of", side).member("kind", base::note_kind_name(note.kind));
    out.member("where", note.where).member("message", note.message).member_if("hint", note.hint).end_object();
  }
}

}  // namespace

std::string diff_json(const model::Diff& diff, const Report& before, const Report& after) {
  Writer out;
  out.begin_object().member("schema", "batten.diff/1");
  write_side(out, "before", before);
  write_side(out, "after", after);
  out.key("summary").begin_object();
  write_counts(out, "packages", diff.packages, diff.same_packages);
  write_counts(out, "findings", diff.findings, diff.same_findings);
  out.end_object();
  out.key("packages").begin_array();
  for (const model::PackageChange& change : diff.packages) write_package(out, change, before, after);
  out.end_array().key("findings").begin_array();
  for (const model::FindingChange& change : diff.findings) write_finding(out, change, before, after);
  out.end_array().key("notes").begin_array();
  write_notes(out, "before", before);
  write_notes(out, "after", after);
  out.end_array().end_object();
  return out.take();
}

}  // namespace batten::report

// SPDX-License-Identifier: Apache-2.0
//
// One image or container: its packages, and what its configuration lets a container of it do.
#include "audit/run.h"
#include "base/format.h"
#include "base/text.h"
#include "checks/container_check.h"
#include "leaks/assessment.h"
#include "leaks/fingerprint.h"
#include "scan/check_parts.h"
#include "version/scheme.h"

namespace batten::scan {
namespace {

// The container that the engine makes of an image when nobody says otherwise.
model::Container container_of(const model::ImageConfig& config, const std::string& name) {
  model::Container out;
  out.form = model::ContainerForm::kImage;
  out.name = name;
  if (!config.user.empty()) out.user = {config.user, {}};
  for (const std::string& variable : config.env) {
    std::size_t equals = variable.find('=');
    if (equals == std::string::npos) continue;
    model::ContainerVariable& entry = out.environment.emplace_back();
    entry.name = variable.substr(0, equals);
    entry.value = variable.substr(equals + 1);
  }
  for (const std::string& word : config.entrypoint) out.entrypoint.push_back({word, {}});
  for (const std::string& word : config.cmd) out.command.push_back({word, {}});
  for (const std::string& port : config.exposed_ports) {
    model::ContainerPort exposed;
    exposed.published = false;
    exposed.container_first = static_cast<std::uint16_t>(base::parse_unsigned(port.substr(0, port.find('/'))).value_or(0));
    out.ports.push_back(exposed);
  }
  if (!config.healthcheck.empty()) {
    out.health.kind = config.healthcheck[0] == "NONE" ? model::ContainerHealth::Kind::kDisabled : model::ContainerHealth::Kind::kSet;
    out.health.test = config.healthcheck;
  }
  for (const model::HistoryEntry& entry : config.history) out.history.push_back(entry.created_by);
  return out;
}

void check_config(const model::ImageConfig& config, const std::string& name, model::Assessment& out) {
  model::Container container = container_of(config, name);
  for (const checks::ContainerCheck* check : checks::all_container_checks()) {
    if ((check->forms & checks::kImage) == 0 || check->info.strict) continue;
    checks::Hits hits;
    check->check(container, {}, hits);
    ++out.checks_run;
    for (checks::Hit& hit : hits) {
      model::CheckResult result;
      result.check = &check->info;
      result.outcome = hit.outcome;
      result.severity = check->info.severity;
      result.subject = "image " + name;
      result.message = std::move(hit.message);
      result.evidence = std::move(hit.evidence);
      result.fix = std::move(hit.fix);
      out.results.push_back(std::move(result));
    }
  }
}

}  // namespace

Result<Checked> check_image(const std::string& reference, const ScanOptions& options, Session& session) {
  Checked out;
  session.want_leaks(TRY(leaks::fingerprint_key()).bytes);
  out.subjects.push_back(scan_subject(reference, reference, options, session, "pull or build it anew"));
  if (!out.subjects[0].report) return Error{Code::kNotFound, out.subjects[0].problem};
  const model::Report& report = *out.subjects[0].report;
  std::string distro = report.distro.pretty_name.empty() ? "an unknown distribution" : report.distro.pretty_name;
  policy::Checks checks;
  checks.assessment.target = reference;
  if (report.source.kind == "container") {
    audit::Options how;
    how.engine = options.source.docker_host;
    how.containers = {report.source.name};
    if (auto audited = audit::run(how)) {
      checks.assessment = std::move(*audited);
    } else {
      checks.assessment.notes.push_back({base::Note::Kind::kSkipped, reference, audited.error().message, ""});
    }
    checks.what = "the running container";
  } else if (report.source.kind != "dir" && report.source.kind != "sbom") {
    check_config(report.config, reference, checks.assessment);
    checks.what = "the image's configuration";
  }
  checks.configuration = checks.assessment.checks_run > 0;
  for (const model::Leak& leak : report.leaks) {
    if (leak.confidence != model::LeakConfidence::kPossible) checks.assessment.results.push_back(leaks::to_result(leak));
  }
  checks.assessment.checks_run += report.leaks_searched ? 1 : 0;
  out.card = policy::make_scorecard(
      reference, {format("{}: {}, {} packages, {} layers", report.source.kind, distro, report.packages.size(), report.layers.size())},
      out.subjects, std::move(checks), version::order, options.date);
  return out;
}

}  // namespace batten::scan

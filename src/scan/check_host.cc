// SPDX-License-Identifier: Apache-2.0
//
// This machine: its packages, its engine's settings, images and containers.
#include "audit/run.h"
#include "base/format.h"
#include "engine/client.h"
#include "scan/check_parts.h"
#include "version/scheme.h"

namespace batten::scan {
namespace {

constexpr std::size_t kMaxImages = 40, kMaxContainers = 40;

std::string packages_hint(const std::string& distro) {
  if (distro == "debian" || distro == "ubuntu") return "apt-get update && apt-get upgrade";
  if (distro == "alpine") return "apk upgrade";
  return "dnf upgrade --security";
}

// Images and running containers of the engine; whatever can't be told is a fact of the scorecard.
void check_engine(const ScanOptions& options, Session& session, Checked& out, std::vector<std::string>& facts) {
  auto client = engine::Client::connect(options.source.docker_host);
  if (!client) {
    facts.push_back(client.error().message);
    return;
  }
  auto info = client->info();
  auto images = client->images();
  auto containers = client->containers(false);
  if (!info || !images || !containers) {
    facts.push_back((!info ? info.error() : !images ? images.error() : containers.error()).message);
    return;
  }
  facts.push_back(format("Docker engine {}: images: {}, running containers: {}", info->version, images->size(), containers->size()));
  std::size_t left_out = 0;
  for (std::size_t i = 0; i < images->size(); ++i) {
    const engine::EngineImage& image = (*images)[i];
    if (image.id.empty()) continue;
    if (i >= kMaxImages) {
      ++left_out;
      continue;
    }
    bool named = !image.repo_tags.empty() && !image.repo_tags.front().starts_with("<none>");
    out.subjects.push_back(scan_subject("image " + (named ? image.repo_tags.front() : image.id.short_text()), "docker:" + image.id.text(),
                                        options, session, "pull or build it anew"));
  }
  for (std::size_t i = 0; i < containers->size(); ++i) {
    const engine::EngineContainer& container = (*containers)[i];
    if (i >= kMaxContainers) {
      ++left_out;
      continue;
    }
    out.subjects.push_back(scan_subject(format("container {} ({})", container.name, container.image), "container:" + container.id, options,
                                        session, "start it anew from an updated image"));
  }
  if (left_out > 0) facts.push_back(format("{} more images and containers were left out; batten scan looks at one", left_out));
}

}  // namespace

Result<Checked> check_host(const ScanOptions& options, Session& session) {
  Checked out;
  std::vector<std::string> facts;
  ScanOptions own = options;
  own.trust_repositories = true;
  out.subjects.push_back(scan_subject("this machine", "dir:/", own, session, ""));
  if (const auto& report = out.subjects[0].report) {
    out.subjects[0].update_hint = packages_hint(report->distro.id);
    facts.push_back(report->distro.pretty_name.empty() ? "an unknown distribution" : report->distro.pretty_name);
  }
  check_engine(options, session, out, facts);
  session.progress().message("auditing this machine and its containers");
  policy::Checks checks;
  audit::Options how;
  how.engine = options.source.docker_host;
  if (auto audited = audit::run(how)) {
    checks.assessment = std::move(*audited);
  } else {
    checks.assessment.notes.push_back({base::Note::Kind::kSkipped, "audit", audited.error().message, ""});
  }
  checks.configuration = checks.assessment.checks_run > 0;
  checks.what = "this machine and its containers";
  out.card = policy::make_scorecard("this machine", std::move(facts), out.subjects, std::move(checks), version::order, options.date);
  return out;
}

}  // namespace batten::scan
